// Normalisation over columns (batch) and rows (layer).
#include "core/kernels/cpu/isa/column_sums.h"
#include "core/kernels/cpu/isa/reduce.h"

namespace hb::HB_ISA_NS {
namespace {

struct Columns {
  const float* x;
  const float* dy;
  const float* center;
  float* partial;  // [blocks, width]
  int64_t rows, cols, width, block;
};

// Sums of (x - center)^2 over a block of rows.
void SquaresTask(void* arg, int64_t task) {
  const Columns* c = static_cast<const Columns*>(arg);
  const int64_t r0 = task * c->block;
  const int64_t r1 = MinI(c->rows, r0 + c->block);
  for (int64_t j = 0; j < c->cols; j += kLanes) {
    const int64_t n = MinI(kLanes, c->cols - j);
    const VF center = LoadN(c->center + j, n);
    VF acc = Zero();
    for (int64_t r = r0; r < r1; ++r) {
      const VF d = Sub(LoadN(c->x + r * c->cols + j, n), center);
      acc = Fma(d, d, acc);
    }
    StoreN(c->partial + task * c->width + j, acc, n);
  }
}

// Sums of dy and of dy * (x - center) over a block of rows.
void GradSumsTask(void* arg, int64_t task) {
  const Columns* c = static_cast<const Columns*>(arg);
  const int64_t r0 = task * c->block;
  const int64_t r1 = MinI(c->rows, r0 + c->block);
  float* out = c->partial + task * c->width;
  for (int64_t j = 0; j < c->cols; j += kLanes) {
    const int64_t n = MinI(kLanes, c->cols - j);
    const VF center = LoadN(c->center + j, n);
    VF sum = Zero(), dot = Zero();
    for (int64_t r = r0; r < r1; ++r) {
      const VF g = LoadN(c->dy + r * c->cols + j, n);
      sum = Add(sum, g);
      dot = Fma(g, Sub(LoadN(c->x + r * c->cols + j, n), center), dot);
    }
    StoreN(out + j, sum, n);
    StoreN(out + c->cols + j, dot, n);
  }
}

void RunColumns(Columns* c, void (*fn)(void*, int64_t), const IsaPool* pool) {
  c->block = RowBlock(c->rows, c->cols);
  const int64_t blocks = RowBlocks(c->rows, c->cols);
  ForTasks(pool, blocks, fn, c);
  FoldRows(c->partial, blocks, c->width, [](VF a, VF b) { return Add(a, b); });
}

struct Affine {
  const float* x;
  const float* dy;
  const float* center;
  const float* scale;
  const float* shift;
  const float* a;
  const float* b;
  float* y;
  int64_t rows, cols, group;
  int32_t act;
};

void AffineTask(void* arg, int64_t task) {
  const Affine* f = static_cast<const Affine*>(arg);
  const int64_t end = MinI(f->rows, (task + 1) * f->group);
  for (int64_t r = task * f->group; r < end; ++r) {
    const float* x = f->x + r * f->cols;
    float* y = f->y + r * f->cols;
    for (int64_t j = 0; j < f->cols; j += kLanes) {
      const int64_t n = MinI(kLanes, f->cols - j);
      VF v = LoadN(x + j, n);
      if (f->center != nullptr) v = Sub(v, LoadN(f->center + j, n));
      if (f->scale != nullptr) v = Mul(v, LoadN(f->scale + j, n));
      if (f->shift != nullptr) v = Add(v, LoadN(f->shift + j, n));
      v = Clamp(v, f->act);
      StoreN(y + j, v, n);
    }
  }
}

void NormGradTask(void* arg, int64_t task) {
  const Affine* f = static_cast<const Affine*>(arg);
  const int64_t end = MinI(f->rows, (task + 1) * f->group);
  for (int64_t r = task * f->group; r < end; ++r) {
    const int64_t at = r * f->cols;
    for (int64_t j = 0; j < f->cols; j += kLanes) {
      const int64_t n = MinI(kLanes, f->cols - j);
      const VF d = Sub(LoadN(f->x + at + j, n), LoadN(f->center + j, n));
      VF g = Sub(LoadN(f->dy + at + j, n), LoadN(f->a + j, n));
      g = Fnma(d, LoadN(f->b + j, n), g);
      StoreN(f->y + at + j, Mul(g, LoadN(f->scale + j, n)), n);
    }
  }
}

int64_t GroupOf(int64_t cols) { return MaxI(1, 32768 / MaxI(cols, 1)); }

struct Layer {
  const float* x;
  const float* dy;
  const float* gamma;
  const float* beta;
  float epsilon;
  float* y;  // or dx
  float* mean;
  float* rstd;
  const float* mean_in;
  const float* rstd_in;
  float* partial;  // [blocks, 2 * cols]: dgamma, dbeta; or null
  int64_t rows, cols, block;
};

template <typename Fn>
HB_INLINE float SumOver(int64_t cols, Fn term) {
  VF s0 = Zero(), s1 = Zero();
  int64_t j = 0;
  for (; j + 2 * kLanes <= cols; j += 2 * kLanes) {
    s0 = Add(s0, term(j, kLanes));
    s1 = Add(s1, term(j + kLanes, kLanes));
  }
  for (; j < cols; j += kLanes) s0 = Add(s0, term(j, MinI(kLanes, cols - j)));
  return SumLanes(Add(s0, s1));
}

// Lanes from n on cleared.
HB_INLINE VF Keep(VF v, int64_t n) {
  if (n == kLanes) return v;
  alignas(64) float t[kLanes] = {};
  StoreN(t, v, n);
  return Load(t);
}

void LayerNormTask(void* arg, int64_t task) {
  const Layer* l = static_cast<const Layer*>(arg);
  const float count = static_cast<float>(l->cols);
  const int64_t end = MinI(l->rows, (task + 1) * l->block);
  for (int64_t r = task * l->block; r < end; ++r) {
    const float* x = l->x + r * l->cols;
    float* y = l->y + r * l->cols;
    const float mean =
        SumOver(l->cols, [&](int64_t j, int64_t n) { return LoadN(x + j, n); }) / count;
    const VF mv = Set1(mean);
    const float var = SumOver(l->cols,
                              [&](int64_t j, int64_t n) {
                                const VF d = Keep(Sub(LoadN(x + j, n), mv), n);
                                return Mul(d, d);
                              }) /
                      count;
    const float rstd = 1.0f / __builtin_sqrtf(var + l->epsilon);
    const VF rv = Set1(rstd);
    for (int64_t j = 0; j < l->cols; j += kLanes) {
      const int64_t n = MinI(kLanes, l->cols - j);
      VF v = Mul(Sub(LoadN(x + j, n), mv), rv);
      if (l->gamma != nullptr) v = Mul(v, LoadN(l->gamma + j, n));
      if (l->beta != nullptr) v = Add(v, LoadN(l->beta + j, n));
      StoreN(y + j, v, n);
    }
    if (l->mean != nullptr) l->mean[r] = mean;
    if (l->rstd != nullptr) l->rstd[r] = rstd;
  }
}

// dx = rstd * (h - mean(h) - xhat * mean(h * xhat)) with h = dy * gamma.
void LayerGradTask(void* arg, int64_t task) {
  const Layer* l = static_cast<const Layer*>(arg);
  const float count = static_cast<float>(l->cols);
  const int64_t end = MinI(l->rows, (task + 1) * l->block);
  float* dgamma = l->partial == nullptr ? nullptr : l->partial + task * 2 * l->cols;
  if (dgamma != nullptr) memset(dgamma, 0, static_cast<size_t>(2 * l->cols) * sizeof(float));
  for (int64_t r = task * l->block; r < end; ++r) {
    const float* x = l->x + r * l->cols;
    const float* dy = l->dy + r * l->cols;
    const VF mean = Set1(l->mean_in[r]);
    const VF rstd = Set1(l->rstd_in[r]);
    const auto hat = [&](int64_t j, int64_t n) { return Mul(Sub(LoadN(x + j, n), mean), rstd); };
    const auto head = [&](int64_t j, int64_t n) {
      const VF g = LoadN(dy + j, n);
      return l->gamma == nullptr ? g : Mul(g, LoadN(l->gamma + j, n));
    };
    const VF m0 = Set1(SumOver(l->cols, head) / count);
    const VF m1 = Set1(
        SumOver(l->cols, [&](int64_t j, int64_t n) { return Mul(head(j, n), hat(j, n)); }) / count);
    for (int64_t j = 0; j < l->cols; j += kLanes) {
      const int64_t n = MinI(kLanes, l->cols - j);
      const VF xh = hat(j, n);
      const VF g = LoadN(dy + j, n);
      StoreN(l->y + r * l->cols + j, Mul(rstd, Fnma(xh, m1, Sub(head(j, n), m0))), n);
      if (dgamma == nullptr) continue;
      float* db = dgamma + l->cols + j;
      StoreN(dgamma + j, Fma(g, xh, LoadN(dgamma + j, n)), n);
      StoreN(db, Add(LoadN(db, n), g), n);
    }
  }
}

size_t Partials(int64_t rows, int64_t cols, int64_t width) {
  if (rows <= 0 || cols <= 0) return 0;
  return static_cast<size_t>(RowBlocks(rows, cols) * width) * sizeof(float);
}

void CopyOut(const float* in, int64_t n, float* out) {
  memcpy(out, in, static_cast<size_t>(n) * sizeof(float));
}

}  // namespace

size_t ColumnMomentsScratchBytes(int64_t rows, int64_t cols) {
  const size_t sums = ReduceScratchBytes(1, rows, cols);
  const size_t squares = Partials(rows, cols, cols);
  return sums > squares ? sums : squares;
}

void ColumnMoments(const float* x, int64_t rows, int64_t cols, float* mean, float* variance,
                   void* scratch, const IsaPool* pool) {
  if (rows <= 0 || cols <= 0) return;
  Reduce(kIsaReduceMean, x, 1, rows, cols, mean, scratch, pool);
  Columns c{x, nullptr, mean, static_cast<float*>(scratch), rows, cols, cols, 0};
  RunColumns(&c, SquaresTask, pool);
  for (int64_t j = 0; j < cols; ++j) variance[j] = c.partial[j] / static_cast<float>(rows);
}

size_t ColumnGradSumsScratchBytes(int64_t rows, int64_t cols) {
  return Partials(rows, cols, 2 * cols);
}

void ColumnGradSums(const float* dy, const float* x, const float* center, int64_t rows,
                    int64_t cols, float* sum_dy, float* sum_dyx, void* scratch,
                    const IsaPool* pool) {
  if (cols <= 0) return;
  if (rows <= 0) {
    memset(sum_dy, 0, static_cast<size_t>(cols) * sizeof(float));
    memset(sum_dyx, 0, static_cast<size_t>(cols) * sizeof(float));
    return;
  }
  Columns c{x, dy, center, static_cast<float*>(scratch), rows, cols, 2 * cols, 0};
  RunColumns(&c, GradSumsTask, pool);
  CopyOut(c.partial, cols, sum_dy);
  CopyOut(c.partial + cols, cols, sum_dyx);
}

void ColumnAffine(const float* x, int64_t rows, int64_t cols, const float* center,
                  const float* scale, const float* shift, int32_t act, float* y,
                  const IsaPool* pool) {
  Affine f{};
  f.x = x, f.center = center, f.scale = scale, f.shift = shift, f.y = y;
  f.rows = rows, f.cols = cols, f.group = GroupOf(cols), f.act = act;
  ForTasks(pool, CeilDiv(rows, f.group), AffineTask, &f);
}

void ColumnNormGrad(const float* dy, const float* x, int64_t rows, int64_t cols,
                    const float* center, const float* a, const float* b, const float* scale,
                    float* dx, const IsaPool* pool) {
  Affine f{};
  f.x = x, f.dy = dy, f.center = center, f.a = a, f.b = b, f.scale = scale, f.y = dx;
  f.rows = rows, f.cols = cols, f.group = GroupOf(cols);
  ForTasks(pool, CeilDiv(rows, f.group), NormGradTask, &f);
}

void LayerNorm(const float* x, int64_t rows, int64_t cols, const float* gamma, const float* beta,
               float epsilon, float* y, float* mean, float* rstd, const IsaPool* pool) {
  Layer l{};
  l.x = x, l.gamma = gamma, l.beta = beta, l.epsilon = epsilon, l.y = y;
  l.mean = mean, l.rstd = rstd, l.rows = rows, l.cols = cols, l.block = GroupOf(cols);
  ForTasks(pool, CeilDiv(rows, l.block), LayerNormTask, &l);
}

size_t LayerNormGradScratchBytes(int64_t rows, int64_t cols) {
  return Partials(rows, cols, 2 * cols);
}

void LayerNormGrad(const float* dy, const float* x, int64_t rows, int64_t cols, const float* gamma,
                   const float* mean, const float* rstd, float* dx, float* dgamma, float* dbeta,
                   void* scratch, const IsaPool* pool) {
  if (cols <= 0) return;
  if (rows <= 0) {
    if (dgamma != nullptr) memset(dgamma, 0, static_cast<size_t>(cols) * sizeof(float));
    if (dbeta != nullptr) memset(dbeta, 0, static_cast<size_t>(cols) * sizeof(float));
    return;
  }
  Layer l{};
  l.x = x, l.dy = dy, l.gamma = gamma, l.y = dx, l.mean_in = mean, l.rstd_in = rstd;
  l.partial = dgamma == nullptr ? nullptr : static_cast<float*>(scratch);
  l.rows = rows, l.cols = cols, l.block = RowBlock(rows, cols);
  const int64_t blocks = RowBlocks(rows, cols);
  ForTasks(pool, blocks, LayerGradTask, &l);
  if (dgamma == nullptr) return;
  FoldRows(l.partial, blocks, 2 * cols, [](VF a, VF b) { return Add(a, b); });
  CopyOut(l.partial, cols, dgamma);
  CopyOut(l.partial + cols, cols, dbeta);
}

}  // namespace hb::HB_ISA_NS
