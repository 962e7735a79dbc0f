// ParseSequenceExampleV2.
#include "core/io/feature_columns.h"
#include "core/kernel/registry.h"

namespace hb {
namespace {

// The feature lists of SequenceExamples. Their keys are in inputs 5 to 7, and input 8 tells which
// dense ones may be missing.
class SequenceParser {
 public:
  SequenceParser(HbRunCtx* ctx, int first_output)
      : ctx_(ctx), attrs_(Params<ParseParams>(ctx).attrs), output_(first_output) {}

  Status Run() {
    batch_ = InCount(ctx_, 0);
    single_ = ctx_->in[0]->rank == 0;
    HB_RETURN_IF_ERROR(ReadKeys(5, "feature_list_sparse_types", &sparse_));
    HB_RETURN_IF_ERROR(ReadKeys(6, "feature_list_dense_types", &dense_));
    HB_RETURN_IF_ERROR(ReadKeys(7, "feature_list_ragged_value_types", &ragged_));
    HB_RETURN_IF_ERROR(ReadDenseShapes());
    const auto width = static_cast<size_t>(keys_.size());
    lists_.resize(static_cast<size_t>(batch_) * width);
    for (int64_t e = 0; e < batch_; ++e) {
      const Status s =
          FindFeatureLists(In<TString>(ctx_, 0)[e].view(), keys_,
                           std::span(lists_).subspan(static_cast<size_t>(e) * width, width));
      if (!s.ok()) return s.WithPrefix(StrCat("Name: ", NameOf(e), ", Index: ", e, ". "));
    }
    HB_RETURN_IF_ERROR(WriteSparse());
    HB_RETURN_IF_ERROR(WriteDense());
    return WriteRagged();
  }

 private:
  struct ListColumn {
    std::string_view key;
    int number = 0;
    DType dtype = DT_INVALID;
    Shape shape;         // of dense columns
    int64_t stride = 1;  // its elements
    bool may_miss = true;
  };

  const FeatureListView& At(int64_t e, const ListColumn& c) const {
    return lists_[static_cast<size_t>(e * keys_.size() + c.number)];
  }
  std::string NameOf(int64_t e) const {
    return e < InCount(ctx_, 1) ? In<TString>(ctx_, 1)[e].str() : "<unknown>";
  }

  Status ReadKeys(int input, const char* types_attr, std::vector<ListColumn>* columns) {
    const std::vector<DType> types = AttrTypes(attrs_, types_attr);
    if (InCount(ctx_, input) != static_cast<int64_t>(types.size())) {
      return InvalidArgument("there are ", InCount(ctx_, input), " keys for ", types.size(), " ",
                             types_attr, "; they must agree");
    }
    for (size_t i = 0; i < types.size(); ++i) {
      ListColumn c;
      c.key = In<TString>(ctx_, input)[i].view();
      c.number = keys_.Add(c.key);
      c.dtype = types[i];
      columns->push_back(c);
    }
    return Status();
  }

  Status ReadDenseShapes() {
    if (InCount(ctx_, 8) != static_cast<int64_t>(dense_.size())) {
      return InvalidArgument("feature_list_dense_missing_assumed_empty has ", InCount(ctx_, 8),
                             " entries for ", dense_.size(), " dense feature lists");
    }
    for (size_t i = 0; i < dense_.size(); ++i) {
      ListColumn& c = dense_[i];
      c.may_miss = In<bool>(ctx_, 8)[i];
      const int64_t* dims = nullptr;
      int32_t rank = -1;
      attrs_->get_shape_at(attrs_, "feature_list_dense_shapes", i, &dims, &rank);
      if (rank >= 0) c.shape = Shape(std::span(dims, static_cast<size_t>(rank)));
      c.stride = rank >= 0 && c.shape.FullyDefined() ? 1 : -1;
      for (int d = 0; d < rank && c.stride >= 0; ++d) {
        c.stride = MultiplyOrMinus1(c.stride, dims[d]);
      }
      if (c.stride < 0) {
        return InvalidArgument("feature_list_dense_shapes[", i, "] must be fully defined");
      }
    }
    return Status();
  }

  // Checks dtypes (and sizes, of dense columns) and gives the features in all examples, the most in
  // one example, all values and the most in one feature.
  struct Sizes {
    int64_t features = 0, most_features = 0, values = 0, most_values = 0;
  };
  Status Measure(const ListColumn& c, bool dense, Sizes* sizes) const {
    for (int64_t e = 0; e < batch_; ++e) {
      const FeatureListView& list = At(e, c);
      const auto where = [&] {
        return StrCat("Name: ", NameOf(e), ", Feature list '", c.key, "', Index: ", e, ": ");
      };
      if (!list.found && !c.may_miss) {
        return InvalidArgument(where(),
                               "it is required but could not be found.  Did you mean to include it "
                               "in feature_list_dense_missing_assumed_empty?");
      }
      const auto n = static_cast<int64_t>(list.features.size());
      sizes->features += n;
      sizes->most_features = std::max(sizes->most_features, n);
      for (const FeatureView& f : list.features) {
        if (f.dtype != c.dtype && f.dtype != DT_INVALID) {
          return InvalidArgument(where(),
                                 "Data types don't match. Expected type: ", DTypeName(c.dtype),
                                 ", Feature is: ", DTypeName(f.dtype));
        }
        if (dense && f.count != c.stride) {
          return InvalidArgument(where(), "a feature has ", f.count, " values, but its shape is ",
                                 c.shape.ToString());
        }
        sizes->values += f.count;
        sizes->most_values = std::max(sizes->most_values, f.count);
      }
    }
    return Status();
  }

  Status Allocate(int output, std::vector<int64_t> dims) {
    if (ctx_->env->alloc_out(ctx_, output, dims.data(), static_cast<int>(dims.size())) == 0) {
      return Status();
    }
    return Aborted("the output could not be allocated");  // the first error, of alloc_out, stays
  }

  void CopyTo(const FeatureView& f, int output, int64_t at) {
    DispatchType<float, int64_t, TString>(
        f.dtype, [&]<typename T>() { CopyValues(f, Out<T>(ctx_, output) + at); });
  }

  Status WriteSparse() {
    const int n = static_cast<int>(sparse_.size());
    for (int i = 0; i < n; ++i, ++output_) {
      const ListColumn& c = sparse_[static_cast<size_t>(i)];
      Sizes sizes;
      HB_RETURN_IF_ERROR(Measure(c, false, &sizes));
      const int64_t rank = single_ ? 2 : 3;
      HB_RETURN_IF_ERROR(Allocate(output_, {sizes.values, rank}));
      HB_RETURN_IF_ERROR(Allocate(output_ + n, {sizes.values}));
      HB_RETURN_IF_ERROR(Allocate(output_ + 2 * n, {rank}));
      int64_t* index = Out<int64_t>(ctx_, output_);
      int64_t at = 0;
      for (int64_t e = 0; e < batch_; ++e) {
        const auto& features = At(e, c).features;
        for (size_t t = 0; t < features.size(); ++t) {
          for (int64_t k = 0; k < features[t].count; ++k) {
            if (!single_) *index++ = e;
            *index++ = static_cast<int64_t>(t);
            *index++ = k;
          }
          CopyTo(features[t], output_ + n, at);
          at += features[t].count;
        }
      }
      int64_t* dims = Out<int64_t>(ctx_, output_ + 2 * n);
      if (!single_) *dims++ = batch_;
      dims[0] = sizes.most_features;
      dims[1] = sizes.most_values;
    }
    output_ += 2 * n;
    return Status();
  }

  // Shorter lists are filled up with zeros or empty strings.
  Status WriteDense() {
    const int n = static_cast<int>(dense_.size());
    for (const ListColumn& c : dense_) {
      Sizes sizes;
      HB_RETURN_IF_ERROR(Measure(c, true, &sizes));
      std::vector<int64_t> dims, lengths;
      if (!single_) dims.push_back(batch_);
      lengths = dims;
      dims.push_back(sizes.most_features);
      dims.insert(dims.end(), c.shape.dims().begin(), c.shape.dims().end());
      HB_RETURN_IF_ERROR(Allocate(output_, dims));
      HB_RETURN_IF_ERROR(Allocate(output_ + n, lengths));
      DispatchType<float, int64_t>(c.dtype, [&]<typename T>() {
        std::fill_n(Out<T>(ctx_, output_), OutCount(ctx_, output_), T(0));
      });
      for (int64_t e = 0; e < batch_; ++e) {
        const auto& features = At(e, c).features;
        Out<int64_t>(ctx_, output_ + n)[e] = static_cast<int64_t>(features.size());
        for (size_t t = 0; t < features.size(); ++t) {
          CopyTo(features[t], output_,
                 (e * sizes.most_features + static_cast<int64_t>(t)) * c.stride);
        }
      }
      ++output_;
    }
    output_ += n;
    return Status();
  }

  // Splits of the examples into features, and of the features into values.
  template <typename T>
  void WriteSplits(const ListColumn& c, int outer, int inner) {
    T features = 0, values = 0;
    T* by_example = single_ ? nullptr : Out<T>(ctx_, outer);
    T* by_feature = Out<T>(ctx_, inner);
    *by_feature++ = 0;
    if (!single_) *by_example++ = 0;
    for (int64_t e = 0; e < batch_; ++e) {
      for (const FeatureView& f : At(e, c).features) {
        values = static_cast<T>(values + static_cast<T>(f.count));
        *by_feature++ = values;
        ++features;
      }
      if (!single_) *by_example++ = features;
    }
  }

  Status WriteRagged() {
    const int n = static_cast<int>(ragged_.size());
    const std::vector<DType> splits = AttrTypes(attrs_, "feature_list_ragged_split_types");
    for (size_t i = 0; i < ragged_.size(); ++i, ++output_) {
      const ListColumn& c = ragged_[i];
      Sizes sizes;
      HB_RETURN_IF_ERROR(Measure(c, false, &sizes));
      if (i >= splits.size() ||
          (splits[i] == DT_INT32 && std::max(sizes.values, sizes.features) > INT32_MAX)) {
        return InvalidArgument("feature list '", c.key, "' has ", sizes.values,
                               " values, too many for its type of row splits");
      }
      HB_RETURN_IF_ERROR(Allocate(output_, {sizes.values}));
      HB_RETURN_IF_ERROR(
          Allocate(output_ + n, single_ ? std::vector<int64_t>() : std::vector{batch_ + 1}));
      if (single_) ZeroScalar(*ctx_->out[output_ + n]);
      HB_RETURN_IF_ERROR(Allocate(output_ + 2 * n, {sizes.features + 1}));
      int64_t at = 0;
      for (int64_t e = 0; e < batch_; ++e) {
        for (const FeatureView& f : At(e, c).features) {
          CopyTo(f, output_, at);
          at += f.count;
        }
      }
      DispatchType<int32_t, int64_t>(
          splits[i], [&]<typename T>() { WriteSplits<T>(c, output_ + n, output_ + 2 * n); });
    }
    return Status();
  }

  HbRunCtx* ctx_;
  const HbAttrs* attrs_;
  int output_;
  int64_t batch_ = 0;
  bool single_ = false;
  FeatureKeys keys_;
  std::vector<ListColumn> sparse_, dense_, ragged_;
  std::vector<FeatureListView> lists_;  // [example][key]
};

int RunParseSequence(HbRunCtx* ctx) {
  Parser context(ctx, kContextNames);
  Status s = context.Run();
  if (s.ok()) s = SequenceParser(ctx, context.outputs()).Run();
  return s.ok() ? 0 : Fail(ctx, s);
}

}  // namespace

void RegisterParseSequenceKernels(KernelSet& set) {
  KERNEL(set, "ParseSequenceExampleV2",
         {.flags = kHbDynamicOut, .plan = PlanParse, .run = RunParseSequence});
}

}  // namespace hb
