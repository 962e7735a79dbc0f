// TensorBundle: the files of a checkpoint, PREFIX.index and PREFIX.data-00000-of-00001.
#ifndef HORNBEAM_CORE_IO_TENSOR_BUNDLE_H_
#define HORNBEAM_CORE_IO_TENSOR_BUNDLE_H_

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/status.h"
#include "core/io/tensor_slice.h"
#include "core/proto/tensor_bundle.pb.h"
#include "core/tensor/tensor.h"

namespace hb {

// "p.index" and "p.data-00002-of-00003" for the prefix p.
std::string BundleIndexPath(std::string_view prefix);
std::string BundleDataPath(std::string_view prefix, int shard, int shards);

// Writes a bundle of one shard. Nothing is visible under its names before Finish; an object that is
// destroyed without it leaves no files. Not thread-safe.
class BundleWriter {
 public:
  struct Options {
    // Tensors begin at multiples of this; the gaps are zeros.
    size_t alignment = 1;
  };
  // The prefix's folder is made if it is missing.
  static Result<std::unique_ptr<BundleWriter>> Create(const std::string& prefix,
                                                      const Options& options);
  static Result<std::unique_ptr<BundleWriter>> Create(const std::string& prefix) {
    return Create(prefix, Options());
  }

  // INVALID_ARGUMENT for an empty or repeated name and for resources and variants.
  Status Add(std::string_view name, const Tensor& tensor);
  // One piece of a partitioned tensor with the full shape `shape`; `slice` has known lengths.
  Status AddSlice(std::string_view name, const Shape& shape, const TensorSlice& slice,
                  const Tensor& tensor);
  // Puts the data file into place, then the index.
  Status Finish();

 private:
  BundleWriter(std::string prefix, const Options& options)
      : prefix_(std::move(prefix)), options_(options) {}
  Status WriteTensor(const Tensor& tensor, hornbeam::BundleEntryProto* entry);
  Status Append(std::string_view bytes, uint32_t* crc);

  std::string prefix_;
  Options options_;
  std::unique_ptr<AtomicFile> data_;
  std::map<std::string, hornbeam::BundleEntryProto, std::less<>> entries_;
};

// Reads a bundle. The files are untrusted: sizes are compared with the files' before memory is
// taken, checksums are verified, DATA_LOSS says what is wrong. Thread-safe.
class BundleReader {
 public:
  // NOT_FOUND if there is no such checkpoint.
  static Result<std::unique_ptr<BundleReader>> Open(const std::string& prefix);

  const std::string& prefix() const { return prefix_; }
  // The files that hold the tensors.
  std::vector<std::string> DataPaths() const;
  // All names, sorted; the pieces of partitioned tensors are not among them.
  std::vector<std::string> Names() const;
  bool Contains(std::string_view name) const;
  // NOT_FOUND with the names that are alike if there is no such tensor. Partitioned tensors have
  // their full shape.
  Status LookUp(std::string_view name, DType* dtype, Shape* shape) const;
  // The whole tensor, put together if it is partitioned.
  Result<Tensor> Read(std::string_view name) const;
  // A part of it; `slice` is checked against the tensor's shape.
  Result<Tensor> ReadSlice(std::string_view name, const TensorSlice& slice) const;

 private:
  using Entry = hornbeam::BundleEntryProto;
  explicit BundleReader(std::string prefix) : prefix_(std::move(prefix)) {}
  Status ReadIndex();
  Status ReadHeader(std::string_view value);
  Result<const Entry*> Find(std::string_view name) const;
  Result<const RandomAccessFile*> DataFile(int shard) const;
  Result<Tensor> ReadWhole(std::string_view name, const Entry& entry) const;
  Status ReadNumbers(const RandomAccessFile& file, const Entry& entry, const Tensor& t) const;
  Status ReadStrings(const RandomAccessFile& file, const Entry& entry, const Tensor& t) const;
  Result<Tensor> Assemble(std::string_view name, const Entry& entry, const Shape& shape,
                          const TensorSlice& target) const;

  std::string prefix_;
  int shards_ = 0;
  std::map<std::string, Entry, std::less<>> entries_;
  mutable std::mutex mutex_;
  mutable std::map<int, std::unique_ptr<RandomAccessFile>> files_;

  friend class BundleMerger;
};

// Joins bundles into one with all their shards: data files are renamed to their places under
// `destination`, then its index is written and the sources' are deleted. A name may occur in one
// source only, unless all its entries are slices of one partitioned tensor. Sources that don't
// exist are an error unless `allow_missing`.
Status MergeBundles(std::span<const std::string> sources, const std::string& destination,
                    bool allow_missing = false);

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_TENSOR_BUNDLE_H_
