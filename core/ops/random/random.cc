// Random numbers.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "random";
using namespace op_util;  // NOLINT: helpers of declarations

Status ShapeInput(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckVector(c, 0));
  if (auto values = IndexValues(c, 0)) {
    for (int64_t v : *values) {
      if (v < 0) return InvalidArgument("Dimension ", v, " must be >= 0");
    }
  }
  HB_ASSIGN_OR_RETURN(Shape out, c.ValueAsShape(0));
  return SetChecked(c, 0, out);
}

Status CheckBounds(const InferCtx& c, int low, int high) {
  HB_RETURN_IF_ERROR(CheckScalar(c, low));
  HB_RETURN_IF_ERROR(CheckScalar(c, high));
  const auto a = IndexValue(c, low), b = IndexValue(c, high);
  if (a && b && *a >= *b && c.input_dtype(low) != DT_UINT32 && c.input_dtype(low) != DT_UINT64) {
    return InvalidArgument("Need minval < maxval, got ", *a, " >= ", *b);
  }
  return Status();
}

Status RandomUniformIntShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckBounds(c, 1, 2));
  return ShapeInput(c);
}

Status CheckSeed(const InferCtx& c, int i) {
  HB_ASSIGN_OR_RETURN(Shape seed, c.WithRank(i, 1));
  if (seed[0] >= 0 && seed[0] != 2) {
    return InvalidArgument("seed must have shape [2], not [", seed[0], "]");
  }
  return Status();
}

Status StatelessShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckSeed(c, 1));
  if (c.num_inputs() > 3) HB_RETURN_IF_ERROR(CheckBounds(c, 2, 3));
  return ShapeInput(c);
}

// Key, counter and algorithm in inputs 1 to 3.
Status StatelessV2Shape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape key, c.WithRank(1, 1));
  if (key[0] >= 0 && key[0] != 1) {
    return InvalidArgument("key must have shape [1], not ", key.ToString());
  }
  HB_ASSIGN_OR_RETURN(Shape counter, c.WithRank(2, 1));
  if (counter[0] >= 0 && counter[0] != 1 && counter[0] != 2) {
    return InvalidArgument("counter must have shape [1] or [2], not ", counter.ToString());
  }
  HB_RETURN_IF_ERROR(CheckScalar(c, 3));
  if (c.num_inputs() > 5) HB_RETURN_IF_ERROR(CheckBounds(c, 4, 5));
  return ShapeInput(c);
}

Status KeyCounterShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckSeed(c, 0));
  c.set_output(0, Shape({1}));
  c.set_output(1, Shape({2}));
  if (c.num_outputs() > 2) c.set_output(2, Shape());
  return Status();
}

Status MultinomialShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape logits, c.WithRank(0, 2));
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  if (c.num_inputs() > 2) HB_RETURN_IF_ERROR(CheckSeed(c, 2));
  const auto n = IndexValue(c, 1);
  if (n && *n < 0) return InvalidArgument("num_samples should be non-negative, got ", *n);
  return SetChecked(c, 0, Shape({logits[0], n ? *n : -1}));
}

}  // namespace

void DefineRandomOps(OpSet& ops) {
  OP("RandomUniform")
      .In("shape: T")
      .Out("output: dtype")
      .Attr("seed: int = 0")
      .Attr("seed2: int = 0")
      .Attr("dtype: {half, bfloat16, float, double}")
      .Attr("T: {int32, int64}")
      .Stateful()
      .Doc(
          "Numbers spread evenly over [0, 1). With both seeds zero each run of the program "
          "gives others; else the node's numbers are a fixed sequence.")
      .Shape(ShapeInput)
      .NotDifferentiable();

  OP("RandomUniformInt")
      .In("shape: T")
      .In("minval: Tout")
      .In("maxval: Tout")
      .Out("output: Tout")
      .Attr("seed: int = 0")
      .Attr("seed2: int = 0")
      .Attr("Tout: {int32, int64}")
      .Attr("T: {int32, int64}")
      .Stateful()
      .Doc("Integers spread evenly over [minval, maxval).")
      .Shape(RandomUniformIntShape);

  OP("RandomStandardNormal")
      .In("shape: T")
      .Out("output: dtype")
      .Attr("seed: int = 0")
      .Attr("seed2: int = 0")
      .Attr("dtype: {half, bfloat16, float, double}")
      .Attr("T: {int32, int64}")
      .Stateful()
      .Doc("Numbers of the normal distribution with mean 0 and standard deviation 1.")
      .Shape(ShapeInput)
      .NotDifferentiable();

  OP("TruncatedNormal")
      .In("shape: T")
      .Out("output: dtype")
      .Attr("seed: int = 0")
      .Attr("seed2: int = 0")
      .Attr("dtype: {half, bfloat16, float, double}")
      .Attr("T: {int32, int64}")
      .Stateful()
      .Doc(
          "Numbers of the standard normal distribution, drawn again when they are further than "
          "2 from 0.")
      .Shape(ShapeInput)
      .NotDifferentiable();

  OP("RandomShuffle")
      .In("value: T")
      .Out("output: T")
      .Attr("seed: int = 0")
      .Attr("seed2: int = 0")
      .Attr("T: type")
      .Stateful()
      .Doc("The slices along the first dimension in random order.")
      .Shape(shape_fn::Unchanged)
      .NotDifferentiable();

  OP("Multinomial")
      .In("logits: T")
      .In("num_samples: int32")
      .Out("output: output_dtype")
      .Attr("seed: int = 0")
      .Attr("seed2: int = 0")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, "
          "uint64}")
      .Attr("output_dtype: {int32, int64} = DT_INT64")
      .Stateful()
      .Doc("For each row of unnormalised log-probabilities, `num_samples` classes drawn from it.")
      .Shape(MultinomialShape)
      .NotDifferentiable();

  OP("StatelessMultinomial")
      .In("logits: T")
      .In("num_samples: int32")
      .In("seed: Tseed")
      .Out("output: output_dtype")
      .Attr(
          "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, "
          "uint64}")
      .Attr("Tseed: {int32, int64} = DT_INT64")
      .Attr("output_dtype: {int32, int64} = DT_INT64")
      .Doc("As Multinomial; the same seed always gives the same classes.")
      .Shape(MultinomialShape)
      .NotDifferentiable();

  OP("StatelessRandomUniform")
      .In("shape: T")
      .In("seed: Tseed")
      .Out("output: dtype")
      .Attr("dtype: {half, bfloat16, float, double} = DT_FLOAT")
      .Attr("T: {int32, int64} = DT_INT32")
      .Attr("Tseed: {int32, int64} = DT_INT64")
      .Doc("Numbers spread evenly over [0, 1); the same seed always gives the same numbers.")
      .Shape(StatelessShape)
      .NotDifferentiable();

  OP("StatelessRandomNormal")
      .In("shape: T")
      .In("seed: Tseed")
      .Out("output: dtype")
      .Attr("dtype: {half, bfloat16, float, double} = DT_FLOAT")
      .Attr("T: {int32, int64} = DT_INT32")
      .Attr("Tseed: {int32, int64} = DT_INT64")
      .Doc(
          "Numbers of the standard normal distribution; the same seed always gives the same "
          "numbers.")
      .Shape(StatelessShape)
      .NotDifferentiable();

  OP("StatelessTruncatedNormal")
      .In("shape: T")
      .In("seed: Tseed")
      .Out("output: dtype")
      .Attr("dtype: {half, bfloat16, float, double} = DT_FLOAT")
      .Attr("T: {int32, int64} = DT_INT32")
      .Attr("Tseed: {int32, int64} = DT_INT64")
      .Doc(
          "Numbers of the standard normal distribution, cut at 2; the same seed always gives "
          "the same numbers.")
      .Shape(StatelessShape)
      .NotDifferentiable();

  OP("StatelessRandomUniformInt")
      .In("shape: T")
      .In("seed: Tseed")
      .In("minval: dtype")
      .In("maxval: dtype")
      .Out("output: dtype")
      .Attr("dtype: {int32, int64}")
      .Attr("T: {int32, int64}")
      .Attr("Tseed: {int32, int64} = DT_INT64")
      .Doc(
          "Integers spread evenly over [minval, maxval); the same seed always gives the same "
          "numbers.")
      .Shape(StatelessShape)
      .NotDifferentiable();

  OP("StatelessRandomUniformFullInt")
      .In("shape: T")
      .In("seed: Tseed")
      .Out("output: dtype")
      .Attr("dtype: {int32, int64, uint32, uint64} = DT_UINT64")
      .Attr("T: {int32, int64} = DT_INT32")
      .Attr("Tseed: {int32, int64, uint32, uint64} = DT_INT64")
      .Doc(
          "Integers spread evenly over all values of the dtype; the same seed always gives the "
          "same numbers.")
      .Shape(StatelessShape)
      .NotDifferentiable();

  OP("StatelessRandomUniformV2")
      .In("shape: Tshape")
      .In("key: uint64")
      .In("counter: uint64")
      .In("alg: int32")
      .Out("output: dtype")
      .Attr("dtype: {half, bfloat16, float, double} = DT_FLOAT")
      .Attr("Tshape: {int32, int64} = DT_INT32")
      .Doc(
          "Numbers spread evenly over [0, 1), from a key, a counter and the algorithm (1: "
          "Philox, 2: ThreeFry, 3: chosen by the library).")
      .Shape(StatelessV2Shape)
      .NotDifferentiable();

  OP("StatelessRandomNormalV2")
      .In("shape: Tshape")
      .In("key: uint64")
      .In("counter: uint64")
      .In("alg: int32")
      .Out("output: dtype")
      .Attr("dtype: {half, bfloat16, float, double} = DT_FLOAT")
      .Attr("Tshape: {int32, int64} = DT_INT32")
      .Doc("Numbers of the standard normal distribution, from a key, a counter and the algorithm.")
      .Shape(StatelessV2Shape)
      .NotDifferentiable();

  OP("StatelessTruncatedNormalV2")
      .In("shape: Tshape")
      .In("key: uint64")
      .In("counter: uint64")
      .In("alg: int32")
      .Out("output: dtype")
      .Attr("dtype: {half, bfloat16, float, double} = DT_FLOAT")
      .Attr("Tshape: {int32, int64} = DT_INT32")
      .Doc(
          "Numbers of the standard normal distribution, cut at 2, from a key, a counter and the "
          "algorithm.")
      .Shape(StatelessV2Shape)
      .NotDifferentiable();

  OP("StatelessRandomUniformIntV2")
      .In("shape: Tshape")
      .In("key: uint64")
      .In("counter: uint64")
      .In("alg: int32")
      .In("minval: dtype")
      .In("maxval: dtype")
      .Out("output: dtype")
      .Attr("dtype: {int32, int64, uint32, uint64}")
      .Attr("Tshape: {int32, int64} = DT_INT32")
      .Doc(
          "Integers spread evenly over [minval, maxval), from a key, a counter and the "
          "algorithm.")
      .Shape(StatelessV2Shape)
      .NotDifferentiable();

  OP("StatelessRandomUniformFullIntV2")
      .In("shape: Tshape")
      .In("key: uint64")
      .In("counter: uint64")
      .In("alg: int32")
      .Out("output: dtype")
      .Attr("dtype: {int32, int64, uint32, uint64} = DT_UINT64")
      .Attr("Tshape: {int32, int64} = DT_INT32")
      .Doc(
          "Integers spread evenly over all values of the dtype, from a key, a counter and the "
          "algorithm.")
      .Shape(StatelessV2Shape)
      .NotDifferentiable();

  OP("StatelessRandomGetKeyCounter")
      .In("seed: Tseed")
      .Out("key: uint64")
      .Out("counter: uint64")
      .Attr("Tseed: {int32, int64} = DT_INT64")
      .Doc("The key and the counter that a seed stands for.")
      .Shape(KeyCounterShape);

  OP("StatelessRandomGetKeyCounterAlg")
      .In("seed: Tseed")
      .Out("key: uint64")
      .Out("counter: uint64")
      .Out("alg: int32")
      .Attr("Tseed: {int32, int64} = DT_INT64")
      .Doc("The key, the counter and the algorithm that a seed stands for.")
      .Shape(KeyCounterShape);

  OP("StatelessRandomGetAlg")
      .Out("alg: int32")
      .Stateful()
      .Doc("The random number algorithm of this device (1: Philox).")
      .Shape(shape_fn::Scalar);
}

}  // namespace hb
