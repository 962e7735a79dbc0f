#include "core/io/table.h"
#include "core/io/tensor_bundle.h"

namespace hb {

class BundleMerger {
 public:
  Status AddSource(const std::string& prefix, bool allow_missing) {
    Result<std::unique_ptr<BundleReader>> opened = BundleReader::Open(prefix);
    if (allow_missing && IsNotFound(opened.status())) return Status();
    HB_RETURN_IF_ERROR(opened.status());
    const BundleReader& source = **opened;
    for (const auto& [key, entry] : source.entries_) {
      HB_RETURN_IF_ERROR(AddEntry(prefix, key, entry));
    }
    for (int i = 0; i < source.shards_; ++i) {
      data_files_.push_back(BundleDataPath(prefix, i, source.shards_));
    }
    index_files_.push_back(BundleIndexPath(prefix));
    return Status();
  }

  Status WriteTo(const std::string& destination) {
    if (index_files_.empty()) {
      return NotFound("none of the checkpoints to merge into '", destination, "' exists");
    }
    HB_RETURN_IF_ERROR(MakeDirectories(DirName(destination)));
    const int shards = static_cast<int>(data_files_.size());
    for (int i = 0; i < shards; ++i) {
      HB_RETURN_IF_ERROR(
          RenameFile(data_files_[static_cast<size_t>(i)], BundleDataPath(destination, i, shards)));
    }
    const std::string path = BundleIndexPath(destination);
    HB_ASSIGN_OR_RETURN(const std::unique_ptr<AtomicFile> index, AtomicFile::Create(path));
    TableWriter table(&index->writer());
    hornbeam::BundleHeaderProto header;
    header.set_num_shards(shards);
    header.mutable_version()->set_producer(1);
    HB_RETURN_IF_ERROR(table.Add("", header.SerializeAsString()));
    for (const auto& [key, entry] : entries_) {
      HB_RETURN_IF_ERROR(table.Add(key, entry.SerializeAsString()));
    }
    HB_RETURN_IF_ERROR(table.Finish());
    HB_RETURN_IF_ERROR(index->Commit());
    for (const std::string& old : index_files_) {
      if (old != path) HB_RETURN_IF_ERROR(DeleteFile(old));
    }
    return Status();
  }

 private:
  Status AddEntry(const std::string& prefix, const std::string& key,
                  const hornbeam::BundleEntryProto& entry) {
    const auto [it, is_new] = entries_.try_emplace(key, entry);
    hornbeam::BundleEntryProto& merged = it->second;
    if (is_new) {
      merged.set_shard_id(entry.shard_id() + static_cast<int>(data_files_.size()));
      // The entry of a partitioned tensor has no data of its own.
      if (entry.slices_size() > 0) merged.clear_shard_id();
      return Status();
    }
    if (merged.slices_size() == 0 || entry.slices_size() == 0) {
      return InvalidArgument("the tensor '", key, "' of '", prefix,
                             "' is in another checkpoint to merge too");
    }
    if (merged.dtype() != entry.dtype() ||
        merged.shape().SerializeAsString() != entry.shape().SerializeAsString()) {
      return InvalidArgument("the slices of '", key, "' differ in dtype or full shape");
    }
    merged.mutable_slices()->MergeFrom(entry.slices());
    return Status();
  }

  std::map<std::string, hornbeam::BundleEntryProto> entries_;
  std::vector<std::string> data_files_, index_files_;
};

Status MergeBundles(std::span<const std::string> sources, const std::string& destination,
                    bool allow_missing) {
  BundleMerger merger;
  for (const std::string& source : sources) {
    HB_RETURN_IF_ERROR(merger.AddSource(source, allow_missing));
  }
  return merger.WriteTo(destination);
}

}  // namespace hb
