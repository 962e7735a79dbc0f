#include "core/passes/known_shapes.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace hb {
namespace {

// How far values are followed back; what lies further is unknown.
constexpr int kMaxDepth = 8;
constexpr int kMaxSteps = 64;

template <size_t N>
bool IsOneOf(const IrNode& n, const std::string_view (&ops)[N]) {
  return std::ranges::find(ops, n.type()) != std::end(ops);
}

// Results have the shape of the input, whatever that is.
bool KeepsShape(const IrNode& n) {
  static constexpr std::string_view kOps[] = {
      "Rsqrt", "Sqrt", "Neg",  "Square", "Reciprocal", "Exp",      "Abs",     "Identity",
      "Relu",  "Elu",  "Selu", "Relu6",  "Tanh",       "Softplus", "Sigmoid", "LeakyRelu"};
  return n.inputs.size() == 1 && IsOneOf(n, kOps);
}

bool Broadcasts(const IrNode& n) {
  static constexpr std::string_view kOps[] = {"AddV2", "Add", "Sub", "Mul", "RealDiv", "Div"};
  return n.inputs.size() == 2 && IsOneOf(n, kOps);
}

std::optional<Shape> ConstShape(const IrNode& n) {
  if (!n.is_const() || n.value.shape().rank() != 1) return std::nullopt;
  std::vector<int64_t> dims;
  if (n.value.dtype() == DT_INT32) {
    for (int32_t d : n.value.flat<int32_t>()) dims.push_back(d);
  } else if (n.value.dtype() == DT_INT64) {
    for (int64_t d : n.value.flat<int64_t>()) dims.push_back(d);
  } else {
    return std::nullopt;
  }
  Result<Shape> s = Shape::Checked(dims, false);
  return s.ok() ? std::optional<Shape>(*s) : std::nullopt;
}

Shape Reshaped(const Ir& ir, const Shape& from, const IrEdge& to) {
  std::optional<Shape> s = ConstShape(ir[to.node]);
  if (!s.has_value() || !from.FullyDefined()) return Shape::UnknownRank();
  int64_t rest = from.num_elements();
  int open = -1;
  for (int i = 0; i < s->rank(); ++i) {
    const int64_t d = (*s)[i];
    if (d < 0 && open < 0) {
      open = i;
    } else if (d <= 0 || rest % d != 0) {
      return Shape::UnknownRank();
    } else {
      rest /= d;
    }
  }
  if (open >= 0) s->set_dim(open, rest);
  return open >= 0 || rest == 1 ? *s : Shape::UnknownRank();
}

Shape Known(const Ir& ir, const IrEdge& e, int depth) {
  const IrNode& n = ir[e.node];
  if (n.is_const()) return n.value.shape();
  if (n.op == nullptr || depth == kMaxDepth || e.index != 0) return Shape::UnknownRank();
  if (n.type() == "ReadVariableOp") {
    const IrNode& handle = ir[n.inputs[0].node];
    const bool declares =
        handle.op != nullptr && (handle.type() == "VarHandleOp" || handle.type() == "VariableV2" ||
                                 handle.type() == "Variable");
    return declares ? handle.reader().ShapeOf("shape") : Shape::UnknownRank();
  }
  if (KeepsShape(n)) return Known(ir, n.inputs[0], depth + 1);
  if (n.type() == "Reshape") return Reshaped(ir, Known(ir, n.inputs[0], depth + 1), n.inputs[1]);
  if (!Broadcasts(n)) return Shape::UnknownRank();
  const Shape a = Known(ir, n.inputs[0], depth + 1);
  if (!a.FullyDefined()) return Shape::UnknownRank();
  const Shape b = Known(ir, n.inputs[1], depth + 1);
  if (!b.FullyDefined()) return Shape::UnknownRank();
  Result<Shape> both = BroadcastShapes(a, b);
  return both.ok() ? *both : Shape::UnknownRank();
}

bool IsConv(const IrNode& n) {
  const bool conv =
      n.type() == "Conv2D" || n.type() == "DepthwiseConv2dNative" || n.type() == "_HbConv2D";
  return conv && n.reader().String("data_format", "NHWC") == "NHWC";
}

// The strides of a convolution whose result has ceil(size / stride) pixels along each side, as
// with padding SAME and with filters of one pixel; nothing for others.
std::optional<std::pair<int64_t, int64_t>> Strides(const Ir& ir, const IrNode& n) {
  const std::vector<int64_t> strides = n.reader().Ints("strides");
  if (strides.size() != 4) return std::nullopt;
  const std::string padding = n.reader().String("padding");
  if (padding != "SAME") {
    const Shape filter = KnownShape(ir, n.inputs[1]);
    if (padding != "VALID" || filter.rank() != 4 || filter[0] != 1 || filter[1] != 1) {
      return std::nullopt;
    }
  }
  return std::pair(strides[1], strides[2]);
}

// Which input of `n`, a sum or product with one value for each channel, isn't that vector; -1 if
// neither or both are vectors. `channels`: how many values that spreads over.
int BesideVector(const Ir& ir, const IrNode& n, int64_t* channels) {
  *channels = 1;
  if (n.type() == "BiasAdd" && n.reader().String("data_format", "NHWC") == "NHWC") return 0;
  if (!Broadcasts(n)) return -1;
  int at = -1;
  for (int i = 0; i < 2; ++i) {
    const Shape s = KnownShape(ir, n.inputs[static_cast<size_t>(1 - i)]);
    if (s.rank() < 1 || s.rank() > 4 || s.num_elements() != s[s.rank() - 1]) continue;
    if (at >= 0) return -1;
    at = i;
    *channels = s[s.rank() - 1];
  }
  return at;
}

// Where the pixels of images come from, and how many channels these have (-1: unknown).
struct Images {
  IrEdge root;
  int64_t stride_h = 1, stride_w = 1;
  int64_t channels = -1;
};

Images Trace(const Ir& ir, IrEdge e) {
  Images images;
  bool convolved = false;
  std::vector<int64_t> vectors;  // what is between the last convolution and the result
  for (int step = 0; step < kMaxSteps; ++step) {
    const IrNode& n = ir[e.node];
    if (n.op == nullptr || n.is_const() || e.index != 0) break;
    int64_t channels = 1;
    if (KeepsShape(n)) {
      e = n.inputs[0];
    } else if (IsConv(n)) {
      const auto strides = Strides(ir, n);
      if (!convolved) images.channels = ChannelsOf(ir, n);
      convolved = true;
      if (!strides.has_value()) break;
      images.stride_h *= strides->first;
      images.stride_w *= strides->second;
      e = n.inputs[0];
    } else if (const int x = BesideVector(ir, n, &channels); x >= 0) {
      if (!convolved) vectors.push_back(channels);
      e = n.inputs[static_cast<size_t>(x)];
    } else {
      break;
    }
  }
  images.root = e;
  for (int64_t v : vectors) {
    if (v != 1 && v != images.channels) images.channels = -1;
  }
  return images;
}

}  // namespace

Shape KnownShape(const Ir& ir, const IrEdge& e) { return Known(ir, e, 0); }

int64_t ChannelsOf(const Ir& ir, const IrNode& n) {
  const Shape s = KnownShape(ir, n.inputs[1]);
  if (!s.FullyDefined()) return -1;
  if (n.type() == "MatMul" || n.type() == "_HbMatMul") {
    return s.rank() == 2 ? s[n.reader().Bool("transpose_b") ? 0 : 1] : -1;
  }
  if (s.rank() != 4) return -1;
  const bool depthwise = n.type() == "DepthwiseConv2dNative" || n.reader().Bool("depthwise");
  return depthwise ? s[2] * s[3] : s[3];
}

bool SameImages(const Ir& ir, const IrEdge& images, const IrEdge& other) {
  const Images a = Trace(ir, images), b = Trace(ir, other);
  return a.root == b.root && a.stride_h == b.stride_h && a.stride_w == b.stride_w &&
         a.channels >= 0 && a.channels == b.channels;
}

}  // namespace hb
