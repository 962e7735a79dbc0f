// The extension module hornbeam._hornbeam: the C interface for Python, without conveniences.
#include "bindings/python/src/common.h"

namespace hbpy {

void Raise(int code, const std::string& message) {
  const py::module_ errors = py::module_::import("hornbeam.errors");
  // Names from damaged files may be no UTF-8.
  const auto text = py::reinterpret_steal<py::object>(
      PyUnicode_DecodeUTF8(message.data(), static_cast<Py_ssize_t>(message.size()), "replace"));
  const py::object error = errors.attr("from_code")(code, text);
  PyErr_SetObject(py::type::of(error).ptr(), error.ptr());
  throw py::error_already_set();
}

void Status::Check() {
  if (HB_GetCode(handle_) != HB_OK) Raise(HB_GetCode(handle_), HB_Message(handle_));
}

}  // namespace hbpy

PYBIND11_MODULE(_hornbeam, m) {
  namespace py = pybind11;
  hbpy::DefineTensors(m);
  hbpy::DefineGraphs(m);
  hbpy::DefineSessions(m);
  hbpy::DefineKeras(m);
  m.def("version", [] { return HB_Version(); });
  m.def("ops_schema", [] {
    hbpy::Status status;
    std::unique_ptr<HB_Buffer, void (*)(HB_Buffer*)> b(HB_GetOpsSchema(status), HB_DeleteBuffer);
    status.Check();
    return py::str(static_cast<const char*>(b->data), b->length);
  });
  m.def("load_plugin", [](const std::string& path) {
    hbpy::Status status;
    HB_LoadPlugin(path.c_str(), status);
    status.Check();
  });
}
