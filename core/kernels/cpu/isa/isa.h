// The f32 hot kernels, one table of plain functions for each instruction-set level.
//
// Rules that hold for every function of the table:
//  * No allocation, no threads, no exceptions, no global state. Scratch comes from the caller.
//  * Pointers need the natural alignment of float only. Sizes are element counts unless a name
//    ends in `bytes`. A size of zero is legal everywhere; the caller guarantees that products of
//    sizes fit into int64_t.
//  * A null `pool` runs everything on the calling thread. The cut into tasks and the order of all
//    sums depend on the arguments only, never on the pool: same arguments, same level, same bits.
//  * Denormals follow the caller's floating-point mode (the runtime sets flush-to-zero).
#ifndef HORNBEAM_CORE_KERNELS_CPU_ISA_ISA_H_
#define HORNBEAM_CORE_KERNELS_CPU_ISA_ISA_H_

#include <stddef.h>
#include <stdint.h>

namespace hb {

// Runs fn(arg, t) for every t in [0, n_tasks), in any order, on any threads, and returns when all
// have finished.
struct IsaPool {
  void* ctx;
  void (*parallel_for)(void* ctx, int64_t n_tasks, void (*fn)(void* arg, int64_t task), void* arg);
};

// Activations of the fused epilogues. NaN passes through all of them. Products and convolutions
// also take IsaActOf(u): that function, with the bits of the table's loop.
enum IsaAct : int32_t { kIsaActNone = 0, kIsaActRelu = 1, kIsaActRelu6 = 2, kIsaActUnary = 64 };

// What products and convolutions do with each finished sum s of column or channel c, in this order,
// each step if its pointer isn't null, each rounded: s + bias[c], s * scale[c], s + shift[c],
// s + residual (at the place of s; laid out as the result, which it must not overlap), act(s).
struct IsaEpilogue {
  const float* bias;
  const float* scale;
  const float* shift;
  const float* residual;
  int32_t act;       // IsaAct, or IsaActOf a function
  int32_t reserved;  // 0
};

// C[m,n] = epilogue(alpha * sum_k op(A)[m,k] * op(B)[k,n] + beta * C[m,n]).
// Matrices are row-major; op transposes when trans_x is set, so that A is stored [m,k] with
// trans_a == 0 and [k,m] otherwise (B: [k,n] or [n,k]). ld is the distance between stored rows.
// With beta == 0, C is never read. C must not overlap A, B or the epilogue's vectors.
struct IsaGemm {
  int64_t m, n, k;
  const float* a;
  int64_t lda;
  const float* b;
  int64_t ldb;
  float* c;
  int64_t ldc;
  int32_t trans_a, trans_b;
  float alpha, beta;
  const float* bias;      // n values, or null; with `act` and the last three fields an IsaEpilogue
  int32_t act;            // IsaAct, or IsaActOf a function
  int32_t reserved;       // 0
  const void* packed_a;   // from gemm_pack_a: a, lda and trans_a are ignored; or null
  const void* packed_b;   // from gemm_pack_b: b, ldb and trans_b are ignored; or null
  void* scratch;          // gemm_scratch_bytes of it, aligned to 64
  const float* scale;     // n values, or null
  const float* shift;     // n values, or null
  const float* residual;  // rows ldc apart, or null
};

// The geometry of a 2-D convolution over NHWC images with an HWIO filter:
// input [batch, in_h, in_w, in_c], filter [k_h, k_w, in_c / groups, out_c],
// output [batch, out_h, out_w, out_c]. Output row y reads input rows
// y * stride_h - pad_top + i * dil_h, i < k_h; rows outside of the image count as zero, so that
// the padding below and right follows from out_h and out_w. Strides, dilations and groups are at
// least 1, pads at least 0; groups divides in_c and out_c.
struct IsaConv {
  int64_t batch, in_h, in_w, in_c;
  int64_t out_h, out_w, out_c;
  int64_t k_h, k_w;
  int64_t stride_h, stride_w, dil_h, dil_w;
  int64_t pad_top, pad_left;
  int64_t groups;
};

// y[i] = f(x[i]) for i < n; y may be x. The result of an element doesn't depend on its place.
using IsaUnaryFn = void (*)(const float* x, float* y, int64_t n);
enum IsaUnary : int {
  kIsaExp,
  kIsaExpm1,
  kIsaLog,
  kIsaLog1p,
  kIsaTanh,
  kIsaSigmoid,
  kIsaErf,
  kIsaSin,
  kIsaCos,
  kIsaSqrt,
  kIsaRsqrt,
  kIsaReciprocal,
  kIsaSquare,
  kIsaNeg,
  kIsaAbs,
  kIsaRelu,
  kIsaRelu6,
  kIsaElu,
  kIsaSelu,
  kIsaSoftplus,
  kIsaSilu,
  kIsaGelu,      // 0.5 x (1 + erf(x / sqrt 2)), rounded as that composition is
  kIsaGeluTanh,  // 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x x x)))
  kIsaUnaryCount
};
constexpr int32_t IsaActOf(IsaUnary u) {
  return static_cast<int32_t>(kIsaActUnary) + static_cast<int32_t>(u);
}

// out[i] = f(a[i * a_step], b[i * b_step]) for i < n, steps 0 (one value for all) or 1; out may be
// an operand of step 1. Operands stand in the order of TensorFlow's op of that name.
using IsaBinaryFn = void (*)(const float* a, int64_t a_step, const float* b, int64_t b_step,
                             float* out, int64_t n);
enum IsaBinary : int {
  kIsaAdd,
  kIsaSub,
  kIsaMul,
  kIsaDiv,
  kIsaMaximum,
  kIsaMinimum,  // NaN if either operand is NaN
  kIsaPow,
  kIsaSquaredDifference,
  kIsaReluGrad,
  kIsaRelu6Grad,  // (dy, x or y)
  kIsaTanhGrad,
  kIsaSigmoidGrad,
  kIsaSqrtGrad,
  kIsaRsqrtGrad,
  kIsaReciprocalGrad,  // (y, dy)
  kIsaSoftplusGrad,    // (dy, x)
  kIsaEluGrad,
  kIsaSeluGrad,  // (dy, y)
  kIsaBinaryCount
};

enum IsaReduce : int {
  kIsaReduceSum,
  kIsaReduceMean,
  kIsaReduceProd,
  kIsaReduceMax,
  kIsaReduceMin,  // NaN if there is one
  kIsaReduceSumSquares,
  kIsaReduceCount
};

// Steps of the optimizers over many variables at once: p the parameters, g their gradients, m and
// v the slots that the step uses.
struct IsaSegment {
  float* p;
  float* m;
  float* v;
  const float* g;
  int64_t n;
};

struct IsaAdam {
  float lr, beta1, beta2, epsilon;
  float beta1_power, beta2_power;  // beta^step, before this step's update of them
  int32_t nesterov;
  float decay;  // before the step p -= p * decay * lr; 0 for none
};

// A pooling window over NHWC images. As in IsaConv, padding below and right follows from the
// output's size. Every window must meet the image.
struct IsaWindow {
  int64_t batch, in_h, in_w, channels;
  int64_t out_h, out_w;
  int64_t k_h, k_w, stride_h, stride_w;
  int64_t pad_top, pad_left;
};

// One step of an LSTM for some rows. Gates lie side by side, each `units` wide: input, forget, cell
// candidate, output (Keras's order). `ld` is the distance between rows.
struct IsaLstmCell {
  int64_t rows, units;
  float* gates;  // forward: the sums that go into the gates, replaced by the gates
  int64_t ld_gates;
  const float* c_prev;
  int64_t ld_c_prev;
  float* c;  // forward: written
  int64_t ld_c;
  float* h;  // forward: written; gradient: the gradient of h from outside of the recurrence
  int64_t ld_h;
  // Of the gradient only.
  const float* dh_next;  // the gradient of h from the next step
  int64_t ld_dh_next;
  float* dc;      // [rows, units]: in: the gradient of c; out: that of c_prev
  float* dgates;  // written: the gradients of the sums; ld_gates apart
  float* dbias;   // 4 * units: added to, the rows' gradients of the sums, in their order
};

// What a step for a single row needs beyond its cell.
struct IsaLstmRow {
  const float* recurrent;  // [units, 4 * units]
  const float* packed;     // from lstm_pack_row, and recurrent isn't read; or null
  const float* h_prev;
  int64_t begin, end;  // the units that are computed; begin is a multiple of 32
  bool backwards;      // from the last ones on: what the step before read last is near
};

// The one level of aarch64: Armv8-A, whose NEON has fused multiply-adds.
constexpr uint32_t kIsaNeon = 8;

struct IsaTable {
  uint32_t struct_size;
  uint32_t level;  // 2, 3 or 4 of x86-64, or kIsaNeon
  const char* name;

  // --- Matrix product ---
  // Scratch that gemm needs; reads only the sizes, flags and whether packed_a/b are null.
  size_t (*gemm_scratch_bytes)(const IsaGemm* g);
  void (*gemm)(const IsaGemm* g, const IsaPool* pool);
  // Packed operands hold for this table only. `out` must be aligned to 64.
  size_t (*gemm_packed_a_bytes)(int64_t m, int64_t k);
  void (*gemm_pack_a)(int64_t m, int64_t k, const float* a, int64_t lda, int32_t trans, void* out,
                      const IsaPool* pool);
  size_t (*gemm_packed_b_bytes)(int64_t k, int64_t n);
  void (*gemm_pack_b)(int64_t k, int64_t n, const float* b, int64_t ldb, int32_t trans, void* out,
                      const IsaPool* pool);

  // Whether packing B ahead of time makes the product noticeably faster, with the same bits (a
  // product with a vector sums in another order). Reads the sizes, leading dimensions and flags
  // only.
  int32_t (*gemm_gains_by_packed_b)(const IsaGemm* g);

  // --- Convolution ---
  // output = epilogue(conv(input, filter)). With `packed` (from conv_pack_filter) `filter` is not
  // read; the bits are the same.
  size_t (*conv_scratch_bytes)(const IsaConv* c, int32_t is_packed);
  void (*conv)(const IsaConv* c, const float* input, const float* filter, const void* packed,
               const IsaEpilogue* e, float* output, void* scratch, const IsaPool* pool);
  size_t (*conv_packed_filter_bytes)(const IsaConv* c);
  void (*conv_pack_filter)(const IsaConv* c, const float* filter, void* out, const IsaPool* pool);
  int32_t (*conv_gains_by_packed_filter)(const IsaConv* c);  // as for products
  // The layout of the packed filter: 0 panels, 1 transformed for Winograd's algorithm.
  int32_t (*conv_filter_layout)(const IsaConv* c);
  // The gradients of sum(output * dy) by the input and by the filter; the result is overwritten.
  size_t (*conv_grad_input_scratch_bytes)(const IsaConv* c);
  void (*conv_grad_input)(const IsaConv* c, const float* filter, const float* dy, float* dinput,
                          void* scratch, const IsaPool* pool);
  size_t (*conv_grad_filter_scratch_bytes)(const IsaConv* c);
  void (*conv_grad_filter)(const IsaConv* c, const float* input, const float* dy, float* dfilter,
                           void* scratch, const IsaPool* pool);

  // --- Elementwise and rows; contiguous, single-threaded: callers cut into ranges or rows ---
  IsaUnaryFn unary[kIsaUnaryCount];
  IsaBinaryFn binary[kIsaBinaryCount];
  // Over each row of [rows, cols]; y may be x.
  void (*softmax)(const float* x, float* y, int64_t rows, int64_t cols);
  // dy = y * (dy - the row's sum of y * dy) * scale, for y from softmax.
  void (*softmax_grad)(const float* y, float* dy, int64_t rows, int64_t cols, float scale);
  void (*log_softmax)(const float* x, float* y, int64_t rows, int64_t cols);

  // --- Reductions ---
  // out[o, i] = op over m of x[o, m, i]. Without elements: 0, NaN (mean), 1, -inf, inf, 0.
  size_t (*reduce_scratch_bytes)(int64_t outer, int64_t mid, int64_t inner);
  void (*reduce)(int op, const float* x, int64_t outer, int64_t mid, int64_t inner, float* out,
                 void* scratch, const IsaPool* pool);

  // --- Normalisation; x is [rows, cols] ---
  // Mean and variance (divided by the number of rows) of every column; rows >= 1.
  size_t (*column_moments_scratch_bytes)(int64_t rows, int64_t cols);
  void (*column_moments)(const float* x, int64_t rows, int64_t cols, float* mean, float* variance,
                         void* scratch, const IsaPool* pool);
  // sum_dy[c] = sum over rows of dy; sum_dyx[c] = sum over rows of dy * (x - center[c]).
  size_t (*column_grad_sums_scratch_bytes)(int64_t rows, int64_t cols);
  void (*column_grad_sums)(const float* dy, const float* x, const float* center, int64_t rows,
                           int64_t cols, float* sum_dy, float* sum_dyx, void* scratch,
                           const IsaPool* pool);
  // y = act((x - center[c]) * scale[c] + shift[c]); null center, scale or shift: left out.
  void (*column_affine)(const float* x, int64_t rows, int64_t cols, const float* center,
                        const float* scale, const float* shift, int32_t act, float* y,
                        const IsaPool* pool);
  // dx = (dy - a[c] - (x - center[c]) * b[c]) * scale[c].
  void (*column_norm_grad)(const float* dy, const float* x, int64_t rows, int64_t cols,
                           const float* center, const float* a, const float* b, const float* scale,
                           float* dx, const IsaPool* pool);
  // y = (x - mean) * rstd * gamma[c] + beta[c] over each row; rstd = 1 / sqrt(variance + epsilon).
  // gamma and beta may be null; mean and rstd (one a row) may be null.
  void (*layer_norm)(const float* x, int64_t rows, int64_t cols, const float* gamma,
                     const float* beta, float epsilon, float* y, float* mean, float* rstd,
                     const IsaPool* pool);
  // dx from dy; dgamma and dbeta (cols values) may be null, both or neither.
  size_t (*layer_norm_grad_scratch_bytes)(int64_t rows, int64_t cols);
  void (*layer_norm_grad)(const float* dy, const float* x, int64_t rows, int64_t cols,
                          const float* gamma, const float* mean, const float* rstd, float* dx,
                          float* dgamma, float* dbeta, void* scratch, const IsaPool* pool);

  // --- Optimizers ---
  // p -= lr * g.
  void (*sgd)(float lr, const IsaSegment* segments, int64_t count, const IsaPool* pool);
  // m = m * momentum + g; p -= lr * m, or with nesterov p -= lr * g + m * momentum * lr.
  void (*momentum)(float lr, float momentum, int32_t nesterov, const IsaSegment* segments,
                   int64_t count, const IsaPool* pool);
  // TensorFlow's ResourceApplyAdam.
  void (*adam)(const IsaAdam* h, const IsaSegment* segments, int64_t count, const IsaPool* pool);

  // --- Depthwise convolution: IsaConv with groups == in_c; filter [k_h, k_w, in_c, multiplier],
  // output channel c * multiplier + m. Scratch and results as in the functions without depthwise.
  void (*depthwise)(const IsaConv* c, const float* input, const float* filter, const IsaEpilogue* e,
                    float* output, const IsaPool* pool);
  // Rows [begin, end) of the result of one image, of which row r lies where row r % ring_rows of
  // `ring` would; all rows that the taps of a row meet must be there. `output` begins with row
  // `begin`. Single-threaded; the epilogue has no residual.
  void (*depthwise_rows)(const IsaConv* c, const float* ring, int64_t ring_rows, int64_t begin,
                         int64_t end, const float* filter, const IsaEpilogue* e, float* output);
  void (*depthwise_grad_input)(const IsaConv* c, const float* filter, const float* dy,
                               float* dinput, const IsaPool* pool);
  size_t (*depthwise_grad_filter_scratch_bytes)(const IsaConv* c);
  void (*depthwise_grad_filter)(const IsaConv* c, const float* input, const float* dy,
                                float* dfilter, void* scratch, const IsaPool* pool);

  // --- Pooling; padding takes no part (averages divide by the pixels inside of the image). NaN is
  // never larger than what stands before it in a window, and the largest of NaN alone is -inf ---
  void (*max_pool)(const IsaWindow* w, const float* input, float* output, const IsaPool* pool);
  // dy goes to the first largest input of each window, or to the first input if that is NaN.
  void (*max_pool_grad)(const IsaWindow* w, const float* input, const float* dy, float* dinput,
                        const IsaPool* pool);
  void (*avg_pool)(const IsaWindow* w, const float* input, float* output, const IsaPool* pool);
  void (*avg_pool_grad)(const IsaWindow* w, const float* dy, float* dinput, const IsaPool* pool);

  // --- Recurrence; single-threaded ---
  void (*lstm_cell)(const IsaLstmCell* cell);
  // The recurrent kernel in the order in which lstm_row reads it; `out` is aligned to 64, and holds
  // for this table only.
  size_t (*lstm_packed_row_bytes)(int64_t units);
  void (*lstm_pack_row)(int64_t units, const float* recurrent, float* out);
  // Adds h_prev * recurrent to the sums and does what lstm_cell does. The bits of a unit don't
  // depend on what other units are computed with it, nor on whether the kernel is packed.
  // cell->rows is 1; h is not h_prev.
  void (*lstm_row)(const IsaLstmCell* cell, const IsaLstmRow* row);
  void (*lstm_cell_grad)(const IsaLstmCell* cell);

  // --- Movement ---
  // out[c * ld_out + r] = in[r * ld_in + c], r < rows, c < cols; elements of 1, 2, 4 or 8 bytes,
  // aligned to their size; ld in elements. With `stream` the result may go past the caches, which
  // is worth it where they can't hold it anyway.
  void (*transpose)(int32_t element_bytes, const void* in, int64_t rows, int64_t cols,
                    int64_t ld_in, void* out, int64_t ld_out, int32_t stream, const IsaPool* pool);
};

// The table for this machine, chosen once (thread-safe). HORNBEAM_ISA=v2|v3|v4 may lower the
// level of x86-64; a level above the machine's is ignored.
const IsaTable* Isa();

// The table of one level (2, 3, 4, kIsaNeon), or null where the machine can't run it. For tests.
const IsaTable* IsaForLevel(int level);

}  // namespace hb

#endif  // HORNBEAM_CORE_KERNELS_CPU_ISA_ISA_H_
