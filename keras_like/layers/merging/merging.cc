#include <algorithm>

#include "keras_like/builtin.h"
#include "keras_like/engine/layer.h"

namespace hb::keras_like {
namespace {

// A layer that joins inputs elementwise, with broadcasting.
class Merge : public Layer {
 public:
  using Layer::Layer;

  Result<Specs> OutputSpecs(const Specs& inputs) override {
    Dims shape = inputs[0].dims;
    for (const TensorSpec& input : inputs) {
      if (input.dims.size() != shape.size()) {
        return InvalidArgument("inputs must have the same rank, got " + ShapeText(shape) + " and " +
                               ShapeText(input.dims));
      }
      for (size_t i = 0; i < shape.size(); ++i) {
        const int64_t a = shape[i], b = input.dims[i];
        if (a > 1 && b > 1 && a != b) {
          return InvalidArgument("shapes " + ShapeText(shape) + " and " + ShapeText(input.dims) +
                                 " can't be joined");
        }
        shape[i] = a == 1 ? b : b == 1 || b < 0 ? a : b;
      }
    }
    return Specs{{dtype(), shape}};
  }

 protected:
  virtual Output Join(const Output& a, const Output& b) = 0;
  // Where any input counts; none when one has no mask.
  Output ComputeMask(Trace&, const OutputList&, const OutputList& masks) override {
    Output joined = masks[0];
    for (size_t i = 1; i < masks.size() && joined; ++i) {
      joined = masks[i] ? Or(joined, masks[i]) : Output();
    }
    return joined;
  }
  OutputList Call(Trace&, const OutputList& inputs) override {
    Output result = inputs[0];
    for (size_t i = 1; i < inputs.size(); ++i) result = Join(result, inputs[i]);
    return {result};
  }
};

template <Output (*kJoin)(const Output&, const Output&)>
class MergeWith : public Merge {
 public:
  using Merge::Merge;

 protected:
  Output Join(const Output& a, const Output& b) override { return kJoin(a, b); }
};

Output Plus(const Output& a, const Output& b) { return a + b; }
Output Minus(const Output& a, const Output& b) { return a - b; }
Output Times(const Output& a, const Output& b) { return a * b; }
Output Larger(const Output& a, const Output& b) { return Maximum(a, b); }
Output Smaller(const Output& a, const Output& b) { return Minimum(a, b); }

// Positions that don't count are 1 in the product, and 0 where none counts.
class Multiply : public MergeWith<Times> {
 public:
  using MergeWith<Times>::MergeWith;

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    OutputList factors, masks;
    for (const Output& x : inputs) {
      masks.push_back(trace.Mask(x));
      factors.push_back(masks.back() ? Where(ExpandDims(masks.back(), -1), x, 1.0) : x);
    }
    const Output product = MergeWith<Times>::Call(trace, factors)[0];
    const Output mask = ComputeMask(trace, inputs, masks);
    return {mask ? Where(ExpandDims(mask, -1), product, 0.0) : product};
  }
};

// Of two values where one does not count, the other one is taken.
template <Output (*kJoin)(const Output&, const Output&)>
class Extreme : public Merge {
 public:
  using Merge::Merge;

 protected:
  Output Join(const Output& a, const Output& b) override { return kJoin(a, b); }
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    Output result = inputs[0], counts = trace.Mask(inputs[0]);
    for (size_t i = 1; i < inputs.size(); ++i) {
      Output x = inputs[i];
      const Output mask = trace.Mask(x);
      if (mask) x = Where(ExpandDims(mask, -1), x, result);
      if (counts) result = Where(ExpandDims(counts, -1), result, x);
      counts = mask && counts ? Or(counts, mask) : Output();
      result = Join(result, x);
    }
    return {result};
  }
};

class Average : public MergeWith<Plus> {
 public:
  using MergeWith<Plus>::MergeWith;

 protected:
  OutputList Call(Trace& trace, const OutputList& inputs) override {
    return {MergeWith<Plus>::Call(trace, inputs)[0] / static_cast<double>(inputs.size())};
  }
};

class Concatenate : public Layer {
 public:
  using Layer::Layer;

  Result<Specs> OutputSpecs(const Specs& inputs) override {
    Dims shape = inputs[0].dims;
    const int64_t rank = static_cast<int64_t>(shape.size());
    const int64_t axis = GetInt("axis") < 0 ? GetInt("axis") + rank : GetInt("axis");
    if (axis < 0 || axis >= rank) return InvalidArgument("axis is out of range");
    shape[axis] = 0;
    for (const TensorSpec& input : inputs) {
      if (input.dims.size() != shape.size()) {
        return InvalidArgument("inputs must have the same rank");
      }
      for (int64_t i = 0; i < rank; ++i) {
        const int64_t dim = input.dims[i];
        if (i == axis) {
          shape[i] = shape[i] < 0 || dim < 0 ? -1 : shape[i] + dim;
        } else if (shape[i] < 0) {
          shape[i] = dim;
        } else if (dim >= 0 && dim != shape[i]) {
          return InvalidArgument("inputs must have the same shape but for the axis, got " +
                                 ShapeText(inputs[0].dims) + " and " + ShapeText(input.dims));
        }
      }
    }
    return Specs{{dtype(), shape}};
  }

 protected:
  OutputList Call(Trace&, const OutputList& inputs) override {
    return {Concat(inputs, GetInt("axis"))};
  }
  // A position counts where any element of it does; inputs without a mask count everywhere.
  Output ComputeMask(Trace& trace, const OutputList& inputs, const OutputList& masks) override {
    if (std::none_of(masks.begin(), masks.end(), [](const Output& m) { return bool(m); })) {
      return Output();
    }
    OutputList parts;
    for (size_t i = 0; i < masks.size(); ++i) {
      Output mask = masks[i];
      const Output nothing = Cast(ZerosLike(inputs[i]), HB_BOOL);
      if (!mask) mask = Not(nothing);
      if (mask.rank() < inputs[i].rank()) mask = Or(ExpandDims(mask, -1), nothing);
      parts.push_back(mask);
    }
    return ops::Any(trace.scope, Concat(parts, GetInt("axis")), -1);
  }
};

template <class T>
void AddMerge(Registry& r, const char* name, const char* doc, int max_inputs = -1) {
  AddLayer<T>(r, "merging", name, doc, {}, 2, max_inputs);
}

}  // namespace

void AddMerging(Registry& r) {
  AddMerge<MergeWith<Plus>>(r, "Add", "Sum of the inputs.");
  AddMerge<MergeWith<Minus>>(r, "Subtract", "First input minus the second.", 2);
  AddMerge<Multiply>(r, "Multiply", "Product of the inputs.");
  AddMerge<Average>(r, "Average", "Mean of the inputs.");
  AddMerge<Extreme<Larger>>(r, "Maximum", "Largest of the inputs.");
  AddMerge<Extreme<Smaller>>(r, "Minimum", "Smallest of the inputs.");
  AddLayer<Concatenate>(r, "merging", "Concatenate", "The inputs one after another.",
                        {Int("axis", -1, "Along which axis.")}, 1, -1);
}

}  // namespace hb::keras_like
