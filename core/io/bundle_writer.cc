#include <limits>

#include "core/base/coding.h"
#include "core/base/crc32c.h"
#include "core/graph/tensor_proto.h"
#include "core/io/table.h"
#include "core/io/tensor_bundle.h"

namespace hb {
namespace {

std::string FiveDigits(int n) {
  std::string digits = StrCat(n);
  return digits.size() < 5 ? std::string(5 - digits.size(), '0') + digits : digits;
}

}  // namespace

std::string BundleIndexPath(std::string_view prefix) { return StrCat(prefix, ".index"); }
std::string BundleDataPath(std::string_view prefix, int shard, int shards) {
  return StrCat(prefix, ".data-", FiveDigits(shard), "-of-", FiveDigits(shards));
}

Result<std::unique_ptr<BundleWriter>> BundleWriter::Create(const std::string& prefix,
                                                           const Options& options) {
  if (prefix.empty() || prefix.back() == '/') {
    return InvalidArgument("'", prefix, "' is no prefix of checkpoint files");
  }
  HB_RETURN_IF_ERROR(MakeDirectories(DirName(prefix)));
  std::unique_ptr<BundleWriter> writer(new BundleWriter(prefix, options));
  HB_ASSIGN_OR_RETURN(writer->data_, AtomicFile::Create(BundleDataPath(prefix, 0, 1)));
  return writer;
}

Status BundleWriter::Append(std::string_view bytes, uint32_t* crc) {
  *crc = Crc32cExtend(*crc, bytes.data(), bytes.size());
  return data_->writer().Append(bytes);
}

Status BundleWriter::WriteTensor(const Tensor& t, hornbeam::BundleEntryProto* entry) {
  FileWriter& out = data_->writer();
  if (const size_t over = out.position() % options_.alignment; over != 0) {
    HB_RETURN_IF_ERROR(out.Append(std::string(options_.alignment - over, '\0')));
  }
  entry->set_dtype(static_cast<hornbeam::DataType>(t.dtype()));
  ShapeToProto(t.shape(), entry->mutable_shape());
  entry->set_offset(static_cast<int64_t>(out.position()));
  uint32_t crc = 0;
  if (t.dtype() != DT_STRING) {
    HB_RETURN_IF_ERROR(Append({static_cast<const char*>(t.data()), t.bytes()}, &crc));
  } else {
    // Lengths, their checksum (over fixed-size lengths), then all bytes.
    std::string lengths;
    for (const TString& s : t.flat<TString>()) {
      const uint64_t n = s.size();
      PutVarint(&lengths, n);
      crc = Crc32cExtend(crc, &n, n <= std::numeric_limits<uint32_t>::max() ? 4 : 8);
    }
    HB_RETURN_IF_ERROR(out.Append(lengths));
    std::string checksum;
    PutFixed32(&checksum, MaskCrc(crc));
    HB_RETURN_IF_ERROR(Append(checksum, &crc));
    for (const TString& s : t.flat<TString>()) HB_RETURN_IF_ERROR(Append(s.view(), &crc));
  }
  entry->set_size(static_cast<int64_t>(out.position()) - entry->offset());
  entry->set_crc32c(MaskCrc(crc));
  return Status();
}

Status BundleWriter::Add(std::string_view name, const Tensor& t) {
  if (data_ == nullptr) return FailedPrecondition("the checkpoint is finished");
  if (name.empty()) return InvalidArgument("a tensor of a checkpoint needs a name");
  if (!t.valid() || t.dtype() == DT_RESOURCE || t.dtype() == DT_VARIANT) {
    return InvalidArgument("'", name, "' is a ", DTypeName(t.dtype()),
                           "; checkpoints hold numbers and strings only");
  }
  if (entries_.contains(name)) {
    return InvalidArgument("two tensors with the name '", name, "' in one checkpoint");
  }
  return WriteTensor(t, &entries_[std::string(name)]);
}

Status BundleWriter::AddSlice(std::string_view name, const Shape& shape, const TensorSlice& slice,
                              const Tensor& t) {
  HB_ASSIGN_OR_RETURN(const TensorSlice known, slice.Within(shape));
  if (known.ShapeOfLengths() != t.shape()) {
    return InvalidArgument("the slice '", slice.ToString(), "' of '", name, "' with shape ",
                           shape.ToString(), " doesn't have the tensor's shape ",
                           t.shape().ToString());
  }
  // A dimension that is covered whole is stored without bounds.
  std::string text;
  for (int d = 0; d < known.rank(); ++d) {
    if (d > 0) text += ':';
    if (known[d].length == shape[d]) {
      text += '-';
    } else {
      StrAppend(&text, known[d].start, ",", known[d].length);
    }
  }
  HB_ASSIGN_OR_RETURN(const TensorSlice stored, TensorSlice::Parse(text));
  if (stored.IsFull()) return Add(name, t);
  const auto found = entries_.find(name);
  if (found != entries_.end()) {
    HB_ASSIGN_OR_RETURN(const Shape before, ShapeFromProto(found->second.shape()));
    if (found->second.slices_size() == 0 || before != shape ||
        found->second.dtype() != static_cast<hornbeam::DataType>(t.dtype())) {
      return InvalidArgument("the slices of '", name, "' differ in dtype or full shape");
    }
  }
  HB_RETURN_IF_ERROR(Add(stored.KeyFor(name), t));
  hornbeam::BundleEntryProto& whole = entries_[std::string(name)];
  whole.set_dtype(static_cast<hornbeam::DataType>(t.dtype()));
  ShapeToProto(shape, whole.mutable_shape());
  stored.ToProto(whole.add_slices());
  return Status();
}

Status BundleWriter::Finish() {
  if (data_ == nullptr) return FailedPrecondition("the checkpoint is finished");
  const std::unique_ptr<AtomicFile> data = std::move(data_);
  HB_ASSIGN_OR_RETURN(const std::unique_ptr<AtomicFile> index,
                      AtomicFile::Create(BundleIndexPath(prefix_)));
  TableWriter table(&index->writer());
  hornbeam::BundleHeaderProto header;
  header.set_num_shards(1);
  header.mutable_version()->set_producer(1);
  HB_RETURN_IF_ERROR(table.Add("", header.SerializeAsString()));
  for (const auto& [key, entry] : entries_) {
    HB_RETURN_IF_ERROR(table.Add(key, entry.SerializeAsString()));
  }
  HB_RETURN_IF_ERROR(table.Finish());
  HB_RETURN_IF_ERROR(data->Commit());
  return index->Commit();
}

}  // namespace hb
