// Sorted tables of keys and values in the layout of LevelDB, as checkpoint indexes use it.
#ifndef HORNBEAM_CORE_IO_TABLE_H_
#define HORNBEAM_CORE_IO_TABLE_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/status.h"

namespace hb {

// Reads a whole table, in order of keys. Every block's checksum is verified. The file is
// untrusted: DATA_LOSS names the block that is wrong. Keys are strictly increasing.
Status ReadTable(const RandomAccessFile& file,
                 const std::function<Status(std::string_view key, std::string_view value)>& entry);

// Writes a table without compression.
class TableWriter {
 public:
  // `file` must outlive the writer.
  explicit TableWriter(FileWriter* file) : file_(file) {}
  // `key` must be above the one before.
  Status Add(std::string_view key, std::string_view value);
  // Writes what is left and the footer; the file stays open.
  Status Finish();

 private:
  struct Block {
    explicit Block(int interval) : restart_interval(interval) {}
    void Add(std::string_view key, std::string_view value);
    size_t SizeWithRestarts() const { return bytes.size() + 4 * restarts.size() + 4; }
    std::string bytes;
    std::string last_key;
    std::vector<uint32_t> restarts{0};
    int restart_interval;
    int since_restart = 0;
  };
  // Writes the block with its trailer and empties it; appends its place to `handle`.
  Status WriteBlock(Block* block, std::string* handle);
  Status FlushData();

  FileWriter* file_;
  Block data_{16};
  Block index_{1};
  std::string last_key_;
  // The place of a data block whose index entry waits for the key that follows it.
  std::string pending_handle_;
  bool any_ = false;
};

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_TABLE_H_
