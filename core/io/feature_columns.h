// How the parsing ops turn features into tensors.
#ifndef HORNBEAM_CORE_IO_FEATURE_COLUMNS_H_
#define HORNBEAM_CORE_IO_FEATURE_COLUMNS_H_

#include <algorithm>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>

#include "core/io/example_parser.h"
#include "core/kernel/helpers.h"

namespace hb {

struct ParseParams {
  const HbAttrs* attrs;
  bool v2;
};

// The attributes of features, or of the context of sequences; where the inputs begin that hold
// defaults (0: behind the keys).
struct ParseNames {
  const char *sparse_types, *dense_types, *ragged_types, *split_types, *dense_shapes;
  int defaults = 0;
};
inline constexpr ParseNames kFeatureNames = {"sparse_types", "Tdense", "ragged_value_types",
                                             "ragged_split_types", "dense_shapes"};
inline constexpr ParseNames kContextNames = {
    "context_sparse_types",       "Tcontext_dense",       "context_ragged_value_types",
    "context_ragged_split_types", "context_dense_shapes", 9};

// What becomes of one feature.
struct Column {
  std::string_view key;
  int number = 0;  // in the keys that are looked for
  DType dtype = DT_INVALID;
  DType split_type = DT_INVALID;     // of ragged columns
  Shape shape;                       // of dense columns, -1 first if of variable length
  int64_t stride = 1;                // elements of the known dimensions
  const HbView* fallback = nullptr;  // of dense columns
  bool variable() const { return shape.rank() > 0 && shape[0] < 0; }
};

inline void ZeroScalar(const HbView& v) { std::memset(v.data, 0, DTypeSize(DTypeOfView(v))); }

// Parses the features of examples, or the contexts of sequences, and writes outputs 0 to
// outputs() - 1.
class Parser {
 public:
  explicit Parser(HbRunCtx* ctx, const ParseNames& names = kFeatureNames)
      : ctx_(ctx),
        attrs_(Params<ParseParams>(ctx).attrs),
        names_(names),
        v2_(Params<ParseParams>(ctx).v2) {}

  Status Run() {
    HB_RETURN_IF_ERROR(ReadColumns());
    HB_RETURN_IF_ERROR(CheckDefaults());
    HB_RETURN_IF_ERROR(ReadExamples());
    const int n_sparse = static_cast<int>(sparse_.size());
    for (int i = 0; i < n_sparse; ++i) {
      HB_RETURN_IF_ERROR(WriteSparse(sparse_[static_cast<size_t>(i)], i, n_sparse));
    }
    int output = 3 * n_sparse;
    for (const Column& c : dense_) HB_RETURN_IF_ERROR(WriteDense(c, output++));
    for (const Column& c : ragged_) {
      HB_RETURN_IF_ERROR(WriteRagged(c, output, output + static_cast<int>(ragged_.size())));
      ++output;
    }
    return Status();
  }
  // How many outputs Run writes.
  int outputs() const {
    return static_cast<int>(3 * sparse_.size() + dense_.size() + 2 * ragged_.size());
  }

 private:
  const TString* Strings(int input) const { return In<TString>(ctx_, input); }
  const FeatureView& At(int64_t example, const Column& c) const {
    return found_[static_cast<size_t>(example * keys_.size() + c.number)];
  }
  std::string NameOf(int64_t example) const {
    return InCount(ctx_, 1) > 0 ? Strings(1)[example].str() : "<unknown>";
  }

  // Reads `count` keys: of a vector in V2, of as many scalars in V1. `input` moves on.
  Status ReadKeys(const char* what, const std::vector<DType>& types, int* input,
                  std::vector<Column>* columns) {
    if (v2_ && InCount(ctx_, *input) != static_cast<int64_t>(types.size())) {
      return InvalidArgument(what, " has ", InCount(ctx_, *input), " keys but there are ",
                             types.size(), " types; they must agree");
    }
    for (size_t i = 0; i < types.size(); ++i) {
      Column c;
      c.key = v2_ ? Strings(*input)[i].view() : Strings((*input)++)[0].view();
      c.number = keys_.Add(c.key);
      c.dtype = types[i];
      columns->push_back(c);
    }
    if (v2_) ++*input;
    return Status();
  }

  Status ReadColumns() {
    batch_ = InCount(ctx_, 0);
    single_ = ctx_->in[0]->rank == 0;
    if (const int64_t names = InCount(ctx_, 1); names != 0 && names != batch_) {
      return InvalidArgument("there are ", names, " names for ", batch_,
                             " examples; there must be one for each, or none");
    }
    int input = 2;
    HB_RETURN_IF_ERROR(
        ReadKeys("sparse_keys", AttrTypes(attrs_, names_.sparse_types), &input, &sparse_));
    HB_RETURN_IF_ERROR(
        ReadKeys("dense_keys", AttrTypes(attrs_, names_.dense_types), &input, &dense_));
    if (v2_) {
      HB_RETURN_IF_ERROR(
          ReadKeys("ragged_keys", AttrTypes(attrs_, names_.ragged_types), &input, &ragged_));
      const std::vector<DType> splits = AttrTypes(attrs_, names_.split_types);
      if (splits.size() != ragged_.size()) {
        return InvalidArgument("ragged_split_types has ", splits.size(),
                               " entries, ragged_value_types ", ragged_.size());
      }
      for (size_t i = 0; i < splits.size(); ++i) ragged_[i].split_type = splits[i];
    }
    if (names_.defaults > 0) input = names_.defaults;
    for (Column& c : dense_) c.fallback = ctx_->in[input++];
    return Status();
  }

  Status CheckDefaults() {
    for (size_t i = 0; i < dense_.size(); ++i) {
      Column& c = dense_[i];
      const int64_t* dims = nullptr;
      int32_t rank = -1;
      if (attrs_->get_shape_at(attrs_, names_.dense_shapes, i, &dims, &rank) == 0 || rank < 0) {
        return InvalidArgument("the rank of dense_shapes[", i, "] must be known");
      }
      c.shape = Shape(std::span(dims, static_cast<size_t>(rank)));
      for (int d = 0; d < rank; ++d) {
        if (d == 0 && dims[0] < 0) continue;
        c.stride = dims[d] < 0 ? -1 : MultiplyOrMinus1(c.stride, dims[d]);
        if (c.stride < 0) {
          return InvalidArgument("dense_shapes[", i, "] is ", c.shape.ToString(),
                                 "; only its first dimension may be unknown");
        }
      }
      if (c.fallback->dtype != c.dtype) {
        return InvalidArgument("dense_defaults[", i, "] must be ", DTypeName(c.dtype), ", not ",
                               DTypeName(DTypeOfView(*c.fallback)));
      }
      if (c.variable() && c.fallback->count != 1) {
        return InvalidArgument(
            "dense_shapes[", i, "] is a variable length shape: ", c.shape.ToString(),
            ", therefore dense_defaults[", i, "] must contain a single element (the padding)");
      }
      if (c.variable() && c.stride == 0) {
        return InvalidArgument("dense_shapes[", i, "] must not have a dimension of size 0");
      }
      if (!c.variable() && c.fallback->count > 0 && c.fallback->count != c.stride) {
        return InvalidArgument("dense_defaults[", i, "] has ", c.fallback->count,
                               " elements, but the shape is ", c.shape.ToString());
      }
    }
    return Status();
  }

  Status ReadExamples() {
    const size_t width = static_cast<size_t>(keys_.size());
    found_.resize(static_cast<size_t>(batch_) * width);
    std::mutex mutex;
    int64_t first_bad = batch_;
    Status status;
    ParallelRange(ctx_, batch_, 32, [&](int64_t begin, int64_t end) {
      for (int64_t e = begin; e < end; ++e) {
        Status s = ReadExample(e, std::span(found_).subspan(static_cast<size_t>(e) * width, width));
        if (s.ok()) continue;
        const std::lock_guard lock(mutex);
        if (e < first_bad) {
          first_bad = e;
          status = std::move(s);
        }
        return;
      }
    });
    return status;
  }

  Status ReadExample(int64_t e, std::span<FeatureView> features) const {
    const Status s = FindFeatures(Strings(0)[e].view(), keys_, features);
    if (!s.ok()) return s.WithPrefix(StrCat("Name: ", NameOf(e), ", Index: ", e, ". "));
    for (const std::vector<Column>* columns : {&sparse_, &dense_, &ragged_}) {
      for (const Column& c : *columns) HB_RETURN_IF_ERROR(CheckFeature(e, c, columns == &dense_));
    }
    return Status();
  }

  Status CheckFeature(int64_t e, const Column& c, bool dense) const {
    const FeatureView& f = At(e, c);
    if (f.dtype == DT_INVALID) {
      if (!dense || c.variable() || c.fallback->count > 0 || c.stride == 0) return Status();
      return InvalidArgument("Name: ", NameOf(e), ", Feature: ", c.key,
                             " (data type: ", DTypeName(c.dtype),
                             ") is required but could not be found.");
    }
    const std::string where = StrCat("Name: ", NameOf(e), ", Key: ", c.key, ", Index: ", e, ". ");
    if (f.dtype != c.dtype) {
      return InvalidArgument(where, " Data types don't match. Data type: ", DTypeName(f.dtype),
                             " but expected type: ", DTypeName(c.dtype));
    }
    if (dense && (c.variable() ? f.count % c.stride != 0 : f.count != c.stride)) {
      return InvalidArgument(where, " Number of ", DTypeName(c.dtype),
                             " values != expected.  Values size: ", f.count,
                             " but output shape: ", c.shape.ToString());
    }
    return Status();
  }

  Status Allocate(int output, std::vector<int64_t> dims) {
    if (ctx_->env->alloc_out(ctx_, output, dims.data(), static_cast<int>(dims.size())) == 0) {
      return Status();
    }
    return Aborted("the output could not be allocated");  // the first error, of alloc_out, stays
  }

  // Values of all examples one behind the other.
  Status WriteValues(const Column& c, int output) {
    int64_t total = 0;
    for (int64_t e = 0; e < batch_; ++e) total += At(e, c).count;
    HB_RETURN_IF_ERROR(Allocate(output, {total}));
    int64_t at = 0;
    for (int64_t e = 0; e < batch_; ++e) {
      CopyTo(At(e, c), output, at);
      at += At(e, c).count;
    }
    return Status();
  }

  void CopyTo(const FeatureView& f, int output, int64_t at) {
    DispatchType<float, int64_t, TString>(
        f.dtype, [&]<typename T>() { CopyValues(f, Out<T>(ctx_, output) + at); });
  }

  Status WriteSparse(const Column& c, int i, int n_sparse) {
    int64_t total = 0, longest = 0;
    for (int64_t e = 0; e < batch_; ++e) {
      total += At(e, c).count;
      longest = std::max(longest, At(e, c).count);
    }
    HB_RETURN_IF_ERROR(Allocate(i, {total, single_ ? 1 : 2}));
    int64_t* index = Out<int64_t>(ctx_, i);
    for (int64_t e = 0; e < batch_; ++e) {
      for (int64_t k = 0; k < At(e, c).count; ++k) {
        if (!single_) *index++ = e;
        *index++ = k;
      }
    }
    HB_RETURN_IF_ERROR(WriteValues(c, n_sparse + i));
    const int shape = 2 * n_sparse + i;
    HB_RETURN_IF_ERROR(Allocate(shape, {single_ ? 1 : 2}));
    int64_t* dims = Out<int64_t>(ctx_, shape);
    if (!single_) *dims++ = batch_;
    *dims = longest;
    return Status();
  }

  template <typename T>
  void FillDense(const Column& c, int output, int64_t row) {
    const T* fallback = static_cast<const T*>(c.fallback->data);
    ParallelRange(ctx_, batch_, 32, [&](int64_t begin, int64_t end) {
      for (int64_t e = begin; e < end; ++e) {
        T* out = Out<T>(ctx_, output) + e * row;
        const FeatureView& f = At(e, c);
        if (f.dtype != DT_INVALID) CopyValues(f, out);
        if (c.variable()) {
          std::fill(out + f.count, out + row, fallback[0]);
        } else if (f.dtype == DT_INVALID) {
          std::copy_n(fallback, row, out);
        }
      }
    });
  }

  Status WriteDense(const Column& c, int output) {
    int64_t row = c.stride;
    std::vector<int64_t> dims(c.shape.dims().begin(), c.shape.dims().end());
    if (c.variable()) {
      row = 0;
      for (int64_t e = 0; e < batch_; ++e) row = std::max(row, At(e, c).count);
      dims[0] = row / c.stride;
    }
    if (!single_) dims.insert(dims.begin(), batch_);
    HB_RETURN_IF_ERROR(Allocate(output, dims));
    DispatchType<float, int64_t, TString>(c.dtype,
                                          [&]<typename T>() { FillDense<T>(c, output, row); });
    return Status();
  }

  // A single example has no splits: an empty vector stands for them, for contexts a scalar.
  Status AllocateNoSplits(int output) {
    if (&names_ == &kFeatureNames) return Allocate(output, {0});
    HB_RETURN_IF_ERROR(Allocate(output, {}));
    ZeroScalar(*ctx_->out[output]);
    return Status();
  }

  Status WriteRagged(const Column& c, int values, int splits) {
    HB_RETURN_IF_ERROR(WriteValues(c, values));
    if (single_) return AllocateNoSplits(splits);
    HB_RETURN_IF_ERROR(Allocate(splits, {batch_ + 1}));
    if (c.split_type == DT_INT32 && OutCount(ctx_, values) > INT32_MAX) {
      return InvalidArgument("'", c.key, "' has ", OutCount(ctx_, values),
                             " values, too many for row splits of int32");
    }
    DispatchType<int32_t, int64_t>(c.split_type, [&]<typename T>() {
      T* out = Out<T>(ctx_, splits);
      out[0] = 0;
      for (int64_t e = 0; e < batch_; ++e) {
        out[e + 1] = static_cast<T>(out[e] + static_cast<T>(At(e, c).count));
      }
    });
    return Status();
  }

  HbRunCtx* ctx_;
  const HbAttrs* attrs_;
  const ParseNames& names_;
  bool v2_;
  int64_t batch_ = 0;
  bool single_ = false;
  FeatureKeys keys_;
  std::vector<Column> sparse_, dense_, ragged_;
  std::vector<FeatureView> found_;  // [example][key]
};

inline int PlanParse(HbPlanCtx* ctx) {
  auto* p = NewParams<ParseParams>(ctx);
  if (p == nullptr) return 1;
  p->attrs = ctx->attrs;
  int64_t n = 0;
  p->v2 = ctx->attrs->get_int(ctx->attrs, "Nsparse", &n) == 0;
  return 0;
}

}  // namespace hb

#endif  // HORNBEAM_CORE_IO_FEATURE_COLUMNS_H_
