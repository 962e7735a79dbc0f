// write_files <folder>: writes files of every kind that Hornbeam knows; files_test.py says what
// they must hold.
#include <cstdio>
#include <string>

#include "core/io/checkpoint_state.h"
#include "core/io/event_writer.h"
#include "core/io/record.h"
#include "core/io/tensor_bundle.h"

namespace hb {
namespace {

template <typename T>
Tensor Numbers() {
  return Tensor::Of<T>({2, 3}, {T(0), T(1), T(2), T(3), T(100), T(5)});
}

Status WriteBundle(const std::string& prefix) {
  BundleWriter::Options options;
  options.alignment = 16;
  HB_ASSIGN_OR_RETURN(const auto writer, BundleWriter::Create(prefix, options));
  const std::pair<const char*, Tensor> tensors[] = {
      {"float32", Numbers<float>()},
      {"float64", Numbers<double>()},
      {"float16", Numbers<half>()},
      {"bfloat16", Numbers<bfloat16>()},
      {"int8", Numbers<int8_t>()},
      {"int16", Numbers<int16_t>()},
      {"int32", Numbers<int32_t>()},
      {"int64", Numbers<int64_t>()},
      {"uint8", Numbers<uint8_t>()},
      {"uint16", Numbers<uint16_t>()},
      {"uint32", Numbers<uint32_t>()},
      {"uint64", Numbers<uint64_t>()},
      {"complex64", Numbers<std::complex<float>>()},
      {"complex128", Numbers<std::complex<double>>()},
      {"bools", Tensor::Of<bool>({3}, {true, false, true})},
      {"strings", Tensor::Vector<TString>({"a", "", std::string(70000, 'b')})},
      {"scalar", Tensor::Scalar(2.5f)},
      {"empty", Tensor::Of<float>({0, 3}, {})},
  };
  for (const auto& [name, tensor] : tensors) HB_RETURN_IF_ERROR(writer->Add(name, tensor));
  for (int i = 0; i < 3; ++i) {
    const float from = static_cast<float>(4 * i);
    HB_ASSIGN_OR_RETURN(const TensorSlice slice, TensorSlice::Parse(StrCat("-:", 2 * i, ",2")));
    HB_RETURN_IF_ERROR(
        writer->AddSlice("parts", Shape({2, 6}), slice,
                         Tensor::Of<float>({2, 2}, {from, from + 1, from + 2, from + 3})));
  }
  return writer->Finish();
}

Status WriteMany(const std::string& prefix) {
  HB_ASSIGN_OR_RETURN(const auto writer, BundleWriter::Create(prefix));
  for (int i = 0; i < 20000; ++i) {
    HB_RETURN_IF_ERROR(writer->Add(StrCat("layer_", i, "/kernel"), Tensor::Scalar<int32_t>(i)));
  }
  return writer->Finish();
}

Status WriteRecords(const std::string& path, std::string_view compression) {
  HB_ASSIGN_OR_RETURN(const auto writer, RecordWriter::Open(path, compression));
  for (int i = 0; i < 1000; ++i) {
    HB_RETURN_IF_ERROR(writer->Append(StrCat("record ", i, std::string(i % 300, 'x'))));
  }
  return writer->Close();
}

Status WriteAll(const std::string& dir) {
  HB_RETURN_IF_ERROR(WriteBundle(JoinPath(dir, "ckpt-1")));
  HB_RETURN_IF_ERROR(WriteMany(JoinPath(dir, "many")));
  CheckpointState state;
  state.latest = JoinPath(dir, "ckpt-1");
  state.all = {state.latest};
  HB_RETURN_IF_ERROR(WriteCheckpointState(dir, state));
  for (const char* compression : {"", "GZIP", "ZLIB"}) {
    HB_RETURN_IF_ERROR(WriteRecords(JoinPath(dir, StrCat("records", compression)), compression));
  }
  HB_ASSIGN_OR_RETURN(const auto events, EventWriter::Open(JoinPath(dir, "logs")));
  HB_RETURN_IF_ERROR(events->Scalar("loss", 7, 0.5f));
  return events->Flush();
}

}  // namespace
}  // namespace hb

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_files <folder>\n");
    return 2;
  }
  const hb::Status s = hb::WriteAll(argv[1]);
  if (!s.ok()) std::fprintf(stderr, "%s\n", s.ToString().c_str());
  return s.ok() ? 0 : 1;
}
