// Reading of the snappy format, which some checkpoints use for the blocks of their index.
#ifndef HORNBEAM_CORE_IO_SNAPPY_H_
#define HORNBEAM_CORE_IO_SNAPPY_H_

#include <string>
#include <string_view>

#include "core/base/status.h"

namespace hb {

// The uncompressed bytes of untrusted input; DATA_LOSS if it is malformed.
Result<std::string> SnappyUncompress(std::string_view compressed);

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_SNAPPY_H_
