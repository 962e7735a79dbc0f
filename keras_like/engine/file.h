#ifndef KERAS_LIKE_ENGINE_FILE_H_
#define KERAS_LIKE_ENGINE_FILE_H_

#include <cstdio>
#include <memory>
#include <string>

namespace hb::keras_like {

// A file of C's library: streams would double what the layers' library takes of the C++ library.
struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

inline File OpenFile(const std::string& path, const char* mode) {
  return File(std::fopen(path.c_str(), mode));
}

// False if not all of it could be written.
inline bool WriteText(std::FILE* file, const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
}

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_ENGINE_FILE_H_
