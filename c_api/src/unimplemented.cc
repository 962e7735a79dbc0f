// Functions of TensorFlow that Hornbeam does not offer. Each says so, and what to use instead.
#include "c_api/src/internal.h"

namespace {

void Refuse(HB_Status* status, const char* what, const char* instead) {
  hb::capi::Guard(
      status, [&] { return hb::Unimplemented(what, " is not offered by Hornbeam; ", instead); });
}

constexpr char kUseSession[] = "use HB_NewSession and HB_SessionRun";
constexpr char kNoServers[] = "it has no distributed runtime";

}  // namespace

HB_DeprecatedSession* HB_NewDeprecatedSession(const HB_SessionOptions*, HB_Status* status) {
  Refuse(status, "HB_NewDeprecatedSession", kUseSession);
  return nullptr;
}

void HB_CloseDeprecatedSession(HB_DeprecatedSession*, HB_Status* status) {
  Refuse(status, "HB_CloseDeprecatedSession", kUseSession);
}

void HB_DeleteDeprecatedSession(HB_DeprecatedSession* session, HB_Status* status) {
  if (session != nullptr) return Refuse(status, "HB_DeleteDeprecatedSession", kUseSession);
  hb::capi::Store(status, hb::Status());
}

void HB_Reset(const HB_SessionOptions*, const char**, int, HB_Status* status) {
  Refuse(status, "HB_Reset", "containers live in their session and go with it");
}

void HB_ExtendGraph(HB_DeprecatedSession*, const void*, size_t, HB_Status* status) {
  Refuse(status, "HB_ExtendGraph", "use HB_GraphImportGraphDef");
}

void HB_Run(HB_DeprecatedSession*, const HB_Buffer*, const char**, HB_Tensor**, int, const char**,
            HB_Tensor**, int, const char**, int, HB_Buffer*, HB_Status* status) {
  Refuse(status, "HB_Run", "use HB_SessionRun");
}

void HB_PRunSetup(HB_DeprecatedSession*, const char**, int, const char**, int, const char**, int,
                  const char**, HB_Status* status) {
  Refuse(status, "HB_PRunSetup", "use HB_SessionPRunSetup");
}

void HB_PRun(HB_DeprecatedSession*, const char*, const char**, HB_Tensor**, int, const char**,
             HB_Tensor**, int, const char**, int, HB_Status* status) {
  Refuse(status, "HB_PRun", "use HB_SessionPRun");
}

HB_DeviceList* HB_DeprecatedSessionListDevices(HB_DeprecatedSession*, HB_Status* status) {
  Refuse(status, "HB_DeprecatedSessionListDevices", "use HB_SessionListDevices");
  return nullptr;
}

HB_Server* HB_NewServer(const void*, size_t, HB_Status* status) {
  Refuse(status, "HB_NewServer", kNoServers);
  return nullptr;
}

void HB_ServerStart(HB_Server*, HB_Status* status) { Refuse(status, "HB_ServerStart", kNoServers); }

void HB_ServerStop(HB_Server*, HB_Status* status) { Refuse(status, "HB_ServerStop", kNoServers); }

void HB_ServerJoin(HB_Server*, HB_Status* status) { Refuse(status, "HB_ServerJoin", kNoServers); }

const char* HB_ServerTarget(HB_Server*) { return ""; }

void HB_DeleteServer(HB_Server*) {}

void HB_RegisterFilesystemPlugin(const char*, HB_Status* status) {
  Refuse(status, "HB_RegisterFilesystemPlugin", "files are read from the local file system only");
}
