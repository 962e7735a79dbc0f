// Diagonals and bands of matrices.
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

int RunDiag(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  ZeroElements(out.dtype, out.data, out.count);
  MoveLayout l;
  l.Add(in.count, 1, in.count + 1);
  Move(ctx, in.dtype, l, in.data, out.data);
  return 0;
}

int RunDiagPart(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  MoveLayout l;
  l.Add(out.count, out.count + 1, 1);
  Move(ctx, in.dtype, l, in.data, out.data);
  return 0;
}

struct Matrices {
  int64_t count, rows, cols;
};
Matrices MatricesOf(const HbView& v) {
  Matrices m{1, v.dims[v.rank - 2], v.dims[v.rank - 1]};
  for (int i = 0; i < v.rank - 2; ++i) m.count *= v.dims[i];
  return m;
}

int RunBandPart(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const Matrices m = MatricesOf(in);
  const int64_t lower = IndexArray(*ctx->in[1])[0], upper = IndexArray(*ctx->in[2])[0];
  if (lower > m.rows || upper > m.cols) {
    return Fail(ctx, Code::kInvalidArgument, "num_lower and num_upper must be negative or at most ",
                m.rows, " and ", m.cols, ", not ", lower, " and ", upper);
  }
  const size_t size = DTypeSize(DTypeOfView(in));
  const int64_t step = static_cast<int64_t>(size);
  const char* x = static_cast<const char*>(in.data);
  char* y = static_cast<char*>(out.data);
  const auto t = static_cast<DType>(in.dtype);
  ParallelRange(
      ctx, m.count * m.rows, std::max<int64_t>(1, (1 << 15) / std::max<int64_t>(1, m.cols)),
      [&](int64_t begin, int64_t end) {
        for (int64_t r = begin; r < end; ++r) {
          const int64_t row = r % m.rows;
          const int64_t first = lower < 0 ? 0 : std::clamp<int64_t>(row - lower, 0, m.cols);
          const int64_t last = upper < 0 ? m.cols : std::clamp<int64_t>(row + upper + 1, 0, m.cols);
          const int64_t at = r * m.cols;
          ZeroElements(in.dtype, y + at * step, first);
          ZeroElements(in.dtype, y + (at + std::max(first, last)) * step,
                       m.cols - std::max(first, last));
          if (last > first && x != y) {
            CopyElements(t, x + (at + first) * step, y + (at + first) * step, last - first);
          }
        }
      });
  return 0;
}

// How a band of diagonals lies in its packed form [count, length].
struct Band {
  int64_t lower, upper, length;
  bool left_super, left_sub;  // short diagonals above, below the main one begin at the left
  int64_t count() const { return upper - lower + 1; }
};

struct DiagParams {
  int32_t k_input, pad_input;  // -1: the main diagonal, zero
  bool left_super, left_sub;
};

DiagParams* NewDiag(HbPlanCtx* ctx, int k_input, int pad_input) {
  auto* p = NewParams<DiagParams>(ctx);
  if (p == nullptr) return nullptr;
  const std::string_view align = AttrString(ctx->attrs, "align");
  p->k_input = k_input < ctx->n_in ? k_input : -1;
  p->pad_input = pad_input < ctx->n_in ? pad_input : -1;
  p->left_super = align.empty() || align == "LEFT_LEFT" || align == "LEFT_RIGHT";
  p->left_sub = align.empty() || align == "LEFT_LEFT" || align == "RIGHT_LEFT";
  return p;
}

int PlanMatrixDiag(HbPlanCtx* ctx) { return NewDiag(ctx, 1, 4) == nullptr; }
int PlanMatrixDiagPart(HbPlanCtx* ctx) { return NewDiag(ctx, 1, 2) == nullptr; }
int PlanMatrixSetDiag(HbPlanCtx* ctx) {
  PlanReuse0(ctx);
  return NewDiag(ctx, 2, 64) == nullptr;
}

// Reads k and checks the band against the matrices.
int ReadBand(HbRunCtx* ctx, const Matrices& m, Band* b) {
  const DiagParams& p = Params<DiagParams>(ctx);
  *b = {0, 0, 0, p.left_super, p.left_sub};
  if (p.k_input >= 0) {
    const HbView& k = *ctx->in[p.k_input];
    if (k.count < 1 || k.count > 2) {
      return Fail(ctx, Code::kInvalidArgument, "k must have one or two elements, not ", k.count);
    }
    b->lower = IndexArray(k)[0];
    b->upper = IndexArray(k)[k.count - 1];
  }
  for (int64_t d : {b->lower, b->upper}) {
    if (b->lower > b->upper || (d != 0 && (d <= -m.rows || d >= m.cols))) {
      return Fail(ctx, Code::kInvalidArgument, "the diagonals ", b->lower, " to ", b->upper,
                  " are not all inside of a matrix of shape [", m.rows, ",", m.cols, "]");
    }
  }
  b->length = std::max<int64_t>(0, std::min(m.rows + std::min<int64_t>(b->upper, 0),
                                            m.cols - std::max<int64_t>(b->lower, 0)));
  return 0;
}

// Calls body(position in the packed band, position in the matrix) for each element of diagonal d.
// `pad` gets the places of the packed diagonal that stand for nothing.
template <typename Body, typename Pad>
void ForDiagonal(const Band& b, const Matrices& m, int64_t d, Body&& body, Pad&& pad) {
  const int64_t row0 = std::max<int64_t>(0, -d), col0 = std::max<int64_t>(0, d);
  const int64_t n = std::max<int64_t>(0, std::min(m.rows - row0, m.cols - col0));
  const bool left = (d >= 0 && b.left_super) || (d <= 0 && b.left_sub);
  const int64_t base = (b.upper - d) * b.length;
  const int64_t offset = left ? 0 : b.length - n;
  for (int64_t i = 0; i < offset; ++i) pad(base + i);
  for (int64_t i = 0; i < n; ++i) body(base + offset + i, (row0 + i) * m.cols + col0 + i);
  for (int64_t i = offset + n; i < b.length; ++i) pad(base + i);
}

int RunMatrixDiagPart(HbRunCtx* ctx) {
  const HbView &in = *ctx->in[0], &out = *ctx->out[0];
  const Matrices m = MatricesOf(in);
  Band b;
  if (const int rc = ReadBand(ctx, m, &b); rc != 0) return rc;
  const int pad_input = Params<DiagParams>(ctx).pad_input;
  DispatchMove(in.dtype, [&]<typename T>() {
    const T zero{};
    const T& padding = pad_input < 0 ? zero : *In<T>(ctx, pad_input);
    for (int64_t k = 0; k < m.count; ++k) {
      const T* x = static_cast<const T*>(in.data) + k * m.rows * m.cols;
      T* y = static_cast<T*>(out.data) + k * b.count() * b.length;
      for (int64_t d = b.upper; d >= b.lower; --d) {
        ForDiagonal(
            b, m, d, [&](int64_t packed, int64_t at) { y[packed] = x[at]; },
            [&](int64_t packed) { y[packed] = padding; });
      }
    }
  });
  return 0;
}

int WriteDiagonals(HbRunCtx* ctx, const HbView& diagonals) {
  const HbView& out = *ctx->out[0];
  const Matrices m = MatricesOf(out);
  Band b;
  if (const int rc = ReadBand(ctx, m, &b); rc != 0) return rc;
  if (diagonals.count != m.count * b.count() * b.length) {
    return Fail(ctx, Code::kInvalidArgument, "the diagonals have ", diagonals.count,
                " elements but ", m.count * b.count() * b.length, " are needed");
  }
  DispatchMove(out.dtype, [&]<typename T>() {
    for (int64_t k = 0; k < m.count; ++k) {
      const T* x = static_cast<const T*>(diagonals.data) + k * b.count() * b.length;
      T* y = static_cast<T*>(out.data) + k * m.rows * m.cols;
      for (int64_t d = b.upper; d >= b.lower; --d) {
        ForDiagonal(
            b, m, d, [&](int64_t packed, int64_t at) { y[at] = x[packed]; }, [](int64_t) {});
      }
    }
  });
  return 0;
}

int RunMatrixDiag(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  const int pad_input = Params<DiagParams>(ctx).pad_input;
  if (pad_input < 0) {
    ZeroElements(out.dtype, out.data, out.count);
  } else {
    FillElements(ctx, out.dtype, ctx->in[pad_input]->data, out.data, out.count);
  }
  return WriteDiagonals(ctx, *ctx->in[0]);
}

int RunMatrixSetDiag(HbRunCtx* ctx) {
  const HbView& out = *ctx->out[0];
  CopyAll(ctx, out.dtype, ctx->in[0]->data, out.data, out.count);
  return WriteDiagonals(ctx, *ctx->in[1]);
}

}  // namespace

void RegisterArrayDiagKernels(KernelSet& set) {
  KERNEL(set, "Diag", {.run = RunDiag});
  KERNEL(set, "DiagPart", {.run = RunDiagPart});
  KERNEL(set, "MatrixBandPart", {.plan = PlanReuse0, .run = RunBandPart});
  static constexpr char kTypes[] = "T:" HB_NUMBERS ",bool";
  const KernelSet::Row make{.constraint = kTypes, .plan = PlanMatrixDiag, .run = RunMatrixDiag};
  const KernelSet::Row part{
      .constraint = kTypes, .plan = PlanMatrixDiagPart, .run = RunMatrixDiagPart};
  const KernelSet::Row put{
      .constraint = kTypes, .plan = PlanMatrixSetDiag, .run = RunMatrixSetDiag};
  KERNEL(set, "MatrixDiag", make);
  KERNEL(set, "MatrixDiagV2", make);
  KERNEL(set, "MatrixDiagV3", make);
  KERNEL(set, "MatrixDiagPart", part);
  KERNEL(set, "MatrixDiagPartV2", part);
  KERNEL(set, "MatrixDiagPartV3", part);
  KERNEL(set, "MatrixSetDiag", put);
  KERNEL(set, "MatrixSetDiagV2", put);
  KERNEL(set, "MatrixSetDiagV3", put);
}

}  // namespace hb
