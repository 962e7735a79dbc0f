// The first byte chooses the wrapping.
#include "core/io/deflate.h"
#include "core/io/snappy.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::string_view in(reinterpret_cast<const char*>(data) + 1, size - 1);
  static_cast<void>(hb::SnappyUncompress(in).ok());
  hb::Inflater inflater(data[0] % 2 == 0 ? hb::Wrapping::kZlib : hb::Wrapping::kGzip,
                        [&in](char* out, size_t most) -> hb::Result<size_t> {
                          const size_t n = in.copy(out, most);
                          in.remove_prefix(n);
                          return n;
                        });
  char out[4096];
  for (int i = 0; i < 4096; ++i) {
    const hb::Result<size_t> n = inflater.Read(out, sizeof(out));
    if (!n.ok() || *n < sizeof(out)) break;
  }
  return 0;
}
