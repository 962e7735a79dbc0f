// A few ops for the tests of core/graph, which must not know core/ops.
#ifndef HORNBEAM_CORE_GRAPH_TEST_OPS_H_
#define HORNBEAM_CORE_GRAPH_TEST_OPS_H_

#include "core/graph/op.h"

namespace hb {

inline Status ConstShapeForTest(InferCtx& c) {
  const Tensor* t = c.value(0);
  c.set_output(0, t == nullptr ? Shape::UnknownRank() : t->shape());
  return Status();
}

inline void DefineTestOps(OpSet& ops) {
  constexpr char kGroup[] = "test";
  OP("NoOp").Shape(shape_fn::NoOutputs);
  OP("Placeholder")
      .Out("output: dtype")
      .Attr("dtype: type")
      .Attr("shape: shape = {unknown}")
      .Shape(+[](InferCtx& c) {
        c.set_output(0, c.attrs().ShapeOf("shape"));
        return Status();
      });
  OP("Const")
      .Out("output: dtype")
      .Attr("value: tensor")
      .Attr("dtype: type")
      .Shape(shape_fn::Unknown);
  OP("Identity").In("input: T").Out("output: T").Attr("T: type").Shape(shape_fn::Unchanged);
  OP("IdentityN").In("input: T").Out("output: T").Attr("T: list(type) >= 1");
  OP("Add")
      .In("x: T")
      .In("y: T")
      .Out("z: T")
      .Attr("T: {float, int32}")
      .Shape(shape_fn::BroadcastBinary);
  OP("AddN").In("inputs: N * T").Out("sum: T").Attr("N: int >= 1").Attr("T: type");
  OP("Split")
      .In("split_dim: int32")
      .In("value: T")
      .Out("output: num_split * T")
      .Attr("num_split: int >= 1")
      .Attr("T: type");
  OP("Two").In("x: T").Out("a: T").Out("bs: N * T").Attr("T: type").Attr("N: int >= 1");
  OP("Merge")
      .In("inputs: N * T")
      .Out("output: T")
      .Out("value_index: int32")
      .Attr("T: type")
      .Attr("N: int >= 1")
      .Shape(shape_fn::Unchanged);
  OP("NextIteration").In("data: T").Out("output: T").Attr("T: type").Shape(shape_fn::Unchanged);
  OP("_Arg").Out("output: T").Attr("T: type").Attr("index: int >= 0").Stateful();
  OP("_Retval").In("input: T").Attr("T: type").Attr("index: int >= 0").Stateful();
  OP("Random").Out("x: float").Attr("seed: int = 0").Stateful();
  OP("Call")
      .In("args: Tin")
      .Out("output: Tout")
      .Attr("Tin: list(type) >= 0")
      .Attr("Tout: list(type) >= 0")
      .Attr("f: func");
}

// One set for all tests.
inline const OpSet& TestOps() {
  static const OpSet* const ops = [] {
    auto* set = new OpSet;
    DefineTestOps(*set);
    return set;
  }();
  return *ops;
}

}  // namespace hb

#endif  // HORNBEAM_CORE_GRAPH_TEST_OPS_H_
