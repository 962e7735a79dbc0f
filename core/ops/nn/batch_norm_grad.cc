#include "core/ops/math/common.h"
#include "core/ops/nn/batch_norm.h"

namespace hb {
namespace {

using namespace op_util;  // NOLINT: helpers of gradients

// The parts of one normalisation, all float and broadcasting against x. With n = (x - mean) * r,
// the gradient op computes dx = scale * r * P(dy), dscale = sum(dy * n) and doffset = sum(dy),
// where P takes the mean of z and its part along n out of z in training and is nothing otherwise.
struct Norm {
  explicit Norm(Grad& grad) : g(grad), training(grad.attrs().Bool("is_training", true)) {
    const std::string format = g.attrs().String("data_format", "NHWC");
    const int rank = static_cast<int>(format.size());
    channels_first = format.starts_with("NC");
    for (int d = 0; d < rank; ++d) {
      if (d != (channels_first ? 1 : rank - 1)) axes.push_back(d);
      vector_shape.push_back(d == 1 ? -1 : 1);
    }
    const Expr x = Cast(X(g, 1), DT_FLOAT);
    dy = Cast(X(g, 0), DT_FLOAT);
    scale = Vector(X(g, 2));
    const Expr mean = training ? Mean(x) : Vector(X(g, 3));
    const Expr centered = x - mean;
    const Expr variance = training ? Mean(centered * centered) : Vector(X(g, 4));
    r = Unary("Rsqrt", variance + static_cast<double>(g.attrs().Float("epsilon", 0.0001f)));
    n = centered * r;
  }

  // One value a channel, against x.
  Expr Vector(const Expr& v) const {
    const Expr f = Cast(v, DT_FLOAT);
    return channels_first ? Reshape(f, {&g, g.Vector(vector_shape)}) : f;
  }
  Expr Mean(const Expr& z) const {
    return {&g, g.Op("Mean", {z, g.Vector(axes)}, {{"keep_dims", true}})};
  }
  Expr P(const Expr& z) const { return training ? z - Mean(z) - n * Mean(z * n) : z; }

  Grad& g;
  bool training, channels_first = false;
  std::vector<int32_t> axes, vector_shape;
  Expr dy, scale, r, n;
};

}  // namespace

void BatchNormGradGradient(Grad& g) {
  const Norm norm(g);
  const Expr& dy = norm.dy;
  const Expr gdx = Cast(Dy(g, 0), DT_FLOAT);
  const Expr gscale = norm.Vector(Dy(g, 1)), goffset = norm.Vector(Dy(g, 2));
  const Expr c = norm.scale * norm.r, p = norm.P(dy);

  g.Return(0, Cast(c * norm.P(gdx) + gscale * norm.n + goffset, g.input(0).dtype()));
  Expr dx = gscale * dy;
  if (norm.training) {
    // Through n, then through the deviation in c.
    dx = dx - c * (gdx * norm.Mean(dy * norm.n) + dy * norm.Mean(gdx * norm.n));
    dx = norm.r * norm.P(dx) - c * norm.r * norm.n * norm.Mean(gdx * p);
  } else {
    dx = dx * norm.r;
  }
  g.Return(1, Cast(dx, g.input(1).dtype()));
  g.Return(2, Cast(SumOver(gdx * norm.r * p, norm.axes, false), g.input(2).dtype()));
}

}  // namespace hb
