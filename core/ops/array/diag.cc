// Diagonals and bands of matrices.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "array";
using namespace op_util;  // NOLINT: helpers of declarations

Status DiagShape(InferCtx& c) {
  const Shape& in = c.input(0);
  if (in.unknown_rank()) return Status();
  if (in.rank() < 1) return InvalidArgument("Input must be at least rank 1, got 0");
  Shape out = in;
  out.Append(in);
  return SetChecked(c, 0, out);
}

Status DiagPartShape(InferCtx& c) {
  const Shape& in = c.input(0);
  if (in.unknown_rank()) return Status();
  if (in.rank() % 2 != 0 || in.rank() == 0) {
    return InvalidArgument("Input must have even and non-zero rank, got rank ", in.rank());
  }
  const int half = in.rank() / 2;
  auto merged = Shape::Merge(in.Sub(0, half), in.Sub(half));
  if (!merged.ok()) {
    return InvalidArgument("Invalid shape ", in.ToString(),
                           ": its first half of dimensions must equal the second");
  }
  c.set_output(0, *merged);
  return Status();
}

Status MatrixBandPartShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRankAtLeast(0, 2));
  HB_RETURN_IF_ERROR(CheckScalar(c, 1));
  HB_RETURN_IF_ERROR(CheckScalar(c, 2));
  c.set_output(0, in);
  if (in.unknown_rank()) return Status();
  for (int i = 0; i < 2; ++i) {
    const auto n = IndexValue(c, 1 + i);
    const int64_t size = in[in.rank() - 2 + i];
    if (n && size >= 0 && *n > size) {
      return InvalidArgument(i == 0 ? "num_lower" : "num_upper",
                             " must be negative or less or equal to number of ",
                             i == 0 ? "rows (" : "columns (", size, ") got: ", *n);
    }
  }
  return Status();
}

// The band [lower, upper] of diagonals that input k names; nullopt if it isn't known.
struct Band {
  int64_t lower = 0, upper = 0;
  int64_t count() const { return upper - lower + 1; }
};
Result<std::optional<Band>> BandOf(const InferCtx& c, int k) {
  HB_RETURN_IF_ERROR(c.WithRankAtMost(k, 1).status());
  const auto values = IndexValues(c, k);
  if (!values) return std::optional<Band>();
  if (values->empty() || values->size() > 2) {
    return InvalidArgument("diag_index must have only one or two elements, received ",
                           values->size(), " elements.");
  }
  Band band{(*values)[0], values->back()};
  if (band.lower > band.upper) {
    return InvalidArgument("lower_diag_index is greater than upper_diag_index: ", band.lower, " > ",
                           band.upper);
  }
  return std::optional<Band>(band);
}

// The length of the longest diagonal of the band; InvalidArgument if it leaves the matrix.
Result<int64_t> LongestDiagonal(const Band& b, int64_t rows, int64_t cols) {
  if (rows < 0 || cols < 0) return -1;
  for (int64_t d : {b.lower, b.upper}) {
    if (d != 0 && (d <= -rows || d >= cols)) {
      return InvalidArgument("diagonal index ", d, " is out of bounds; it must be between ",
                             1 - rows, " and ", cols - 1, " for a matrix of shape [", rows, ",",
                             cols, "]");
    }
  }
  return std::min(rows + std::min<int64_t>(b.upper, 0), cols - std::max<int64_t>(b.lower, 0));
}

Status MatrixDiagPartShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRankAtLeast(0, 2));
  if (c.num_inputs() > 2) HB_RETURN_IF_ERROR(CheckScalar(c, 2));
  Band band;
  if (c.num_inputs() > 1) {
    HB_ASSIGN_OR_RETURN(std::optional<Band> known, BandOf(c, 1));
    if (!known || in.unknown_rank()) return Status();
    band = *known;
  }
  if (in.unknown_rank()) return Status();
  Shape out = in.Sub(0, in.rank() - 2);
  HB_ASSIGN_OR_RETURN(const int64_t length,
                      LongestDiagonal(band, in[in.rank() - 2], in[in.rank() - 1]));
  if (band.count() > 1) out.Append(band.count());
  out.Append(length);
  return SetChecked(c, 0, out);
}

Status MatrixDiagV1Shape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRankAtLeast(0, 1));
  if (in.unknown_rank()) return Status();
  Shape out = in;
  out.Append(in[in.rank() - 1]);
  return SetChecked(c, 0, out);
}

// Completes one side of the matrix from the other and the diagonals' length.
Status MatrixSides(const Band& b, int64_t length, int64_t* rows, int64_t* cols) {
  const int64_t min_rows = length - std::min<int64_t>(b.upper, 0);
  const int64_t min_cols = length + std::max<int64_t>(b.lower, 0);
  if (*rows == -1 && *cols == -1) {
    *rows = *cols = std::max(min_rows, min_cols);
  } else if (*rows == -1) {
    *rows = min_rows;
  } else if (*cols == -1) {
    *cols = min_cols;
  }
  if (*rows < min_rows) return InvalidArgument("The number of rows is too small: ", *rows);
  if (*cols < min_cols) return InvalidArgument("The number of columns is too small: ", *cols);
  if (*rows != min_rows && *cols != min_cols) {
    return InvalidArgument(
        "The number of rows or columns is not consistent with the specified "
        "d_lower, d_upper, and diagonal.");
  }
  for (int64_t d : {b.lower, b.upper}) {
    if (d != 0 && (d <= -*rows || d >= *cols)) {
      return InvalidArgument("diagonal index ", d, " is out of bounds of a matrix of shape [",
                             *rows, ",", *cols, "]");
    }
  }
  return Status();
}

Status MatrixDiagShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRankAtLeast(0, 1));
  for (int i = 2; i < 5; ++i) HB_RETURN_IF_ERROR(CheckScalar(c, i));
  HB_ASSIGN_OR_RETURN(std::optional<Band> band, BandOf(c, 1));
  if (in.unknown_rank() || !band) return Status();
  const int outer = in.rank() - (band->count() > 1 ? 2 : 1);
  if (outer < 0) {
    return InvalidArgument("a band of ", band->count(),
                           " diagonals needs an input of rank 2 or more, not 1");
  }
  if (band->count() > 1 && in[outer] >= 0 && in[outer] != band->count()) {
    return InvalidArgument(
        "The number of diagonals provided in the input does not match the "
        "lower_diag_index and upper_diag_index range: ",
        in[outer], " vs. ", band->count());
  }
  Shape out = in.Sub(0, outer);
  const auto rows_in = IndexValue(c, 2), cols_in = IndexValue(c, 3);
  const int64_t length = in[in.rank() - 1];
  int64_t rows = -1, cols = -1;
  if (rows_in && cols_in && length >= 0) {
    rows = *rows_in;
    cols = *cols_in;
    HB_RETURN_IF_ERROR(MatrixSides(*band, length, &rows, &cols));
  }
  out.Append(rows);
  out.Append(cols);
  return SetChecked(c, 0, out);
}

Status MatrixSetDiagShape(InferCtx& c) {
  HB_ASSIGN_OR_RETURN(Shape in, c.WithRankAtLeast(0, 2));
  HB_ASSIGN_OR_RETURN(Shape diagonal, c.WithRankAtLeast(1, 1));
  c.set_output(0, in);
  Band band;
  if (c.num_inputs() > 2) {
    HB_ASSIGN_OR_RETURN(std::optional<Band> known, BandOf(c, 2));
    if (!known) return Status();
    band = *known;
  }
  if (in.unknown_rank()) return Status();
  HB_ASSIGN_OR_RETURN(const int64_t length,
                      LongestDiagonal(band, in[in.rank() - 2], in[in.rank() - 1]));
  Shape expected = in.Sub(0, in.rank() - 2);
  if (band.count() > 1) expected.Append(band.count());
  expected.Append(length);
  if (!expected.Compatible(diagonal)) {
    return InvalidArgument("the diagonal has shape ", diagonal.ToString(), " but must have ",
                           expected.ToString(), " for an input of shape ", in.ToString());
  }
  return Status();
}

Attrs Align(Grad& g) {
  const std::string align = g.attrs().String("align", "LEFT_LEFT");
  return {{"align", align}};
}

void MatrixDiagGradient(Grad& g) {
  const Output k = g.num_inputs() > 1 ? g.input(1) : g.Scalar<int32_t>(0);
  g.Return(0, g.Op("MatrixDiagPartV3", {g.dy(0), k, g.ScalarOf(g.T(), 0)}, Align(g)));
}

void MatrixDiagPartGradient(Grad& g) {
  const Output in = g.input(0), dy = g.dy(0);
  const Output k = g.num_inputs() > 1 ? g.input(1) : g.Scalar<int32_t>(0);
  const Shape& s = in.shape();
  if (s.rank() >= 2 && s[s.rank() - 1] >= 0 && s[s.rank() - 2] >= 0) {
    const Output rows = g.Scalar(static_cast<int32_t>(s[s.rank() - 2]));
    const Output cols = g.Scalar(static_cast<int32_t>(s[s.rank() - 1]));
    g.Return(0, g.Op("MatrixDiagV3", {dy, k, rows, cols, g.ScalarOf(g.T(), 0)}, Align(g)));
  } else {
    g.Return(0, g.Op("MatrixSetDiagV3", {ZerosLike(g, in), dy, k}, Align(g)));
  }
}

void MatrixSetDiagGradient(Grad& g) {
  const Output dy = g.dy(0);
  const Output k = g.num_inputs() > 2 ? g.input(2) : g.Scalar<int32_t>(0);
  const Output zeros = ZerosLike(g, g.input(1));
  g.Return(0, g.Op("MatrixSetDiagV3", {dy, zeros, k}, Align(g)));
  g.Return(1, g.Op("MatrixDiagPartV3", {dy, k, g.ScalarOf(g.T(), 0)}, Align(g)));
}

void BandPartGradient(Grad& g) {
  g.Return(0, g.Op("MatrixBandPart", {g.dy(0), g.input(1), g.input(2)}));
}

}  // namespace

void DefineDiagOps(OpSet& ops) {
  OP("Diag")
      .In("diagonal: T")
      .Out("output: T")
      .Attr("T: {bfloat16, half, float, double, int32, int64, complex64, complex128}")
      .Doc("A tensor of twice the rank, zero but for the input's elements on its diagonal.")
      .Shape(DiagShape)
      .Gradient([](Grad& g) { g.Return(0, g.Op("DiagPart", {g.dy(0)})); });

  OP("DiagPart")
      .In("input: T")
      .Out("diagonal: T")
      .Attr("T: {bfloat16, half, float, double, int32, int64, complex64, complex128}")
      .Doc("The diagonal of a tensor whose first half of dimensions equals the second half.")
      .Shape(DiagPartShape)
      .Gradient([](Grad& g) { g.Return(0, g.Op("Diag", {g.dy(0)})); });

  OP("MatrixBandPart")
      .In("input: T")
      .In("num_lower: Tindex")
      .In("num_upper: Tindex")
      .Out("band: T")
      .Attr("T: type")
      .Attr("Tindex: {int32, int64} = DT_INT64")
      .Doc(
          "Keeps a band of each matrix, `num_lower` diagonals below and `num_upper` above the "
          "main one (negative: all of them), and sets the rest to zero.")
      .Shape(MatrixBandPartShape)
      .Gradient(BandPartGradient);

  OP("MatrixDiag")
      .In("diagonal: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc("Square matrices with the given main diagonals and zeros elsewhere.")
      .Shape(MatrixDiagV1Shape)
      .Gradient(MatrixDiagGradient);

  OP("MatrixDiagPart")
      .In("input: T")
      .Out("diagonal: T")
      .Attr("T: type")
      .Doc("The main diagonals of matrices.")
      .Shape(MatrixDiagPartShape)
      .Gradient(MatrixDiagPartGradient);

  OP("MatrixSetDiag")
      .In("input: T")
      .In("diagonal: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc("The matrices of the input with their main diagonals replaced.")
      .Shape(MatrixSetDiagShape)
      .Gradient(MatrixSetDiagGradient);

  OP("MatrixDiagV2")
      .In("diagonal: T")
      .In("k: int32")
      .In("num_rows: int32")
      .In("num_cols: int32")
      .In("padding_value: T")
      .Out("output: T")
      .Attr("T: type")
      .Doc(
          "Matrices with the diagonals `k` (one, or a band from k[0] to k[1]) given and "
          "`padding_value` elsewhere. Short diagonals of a band begin at the left.")
      .Shape(MatrixDiagShape)
      .Gradient(MatrixDiagGradient);

  OP("MatrixDiagPartV2")
      .In("input: T")
      .In("k: int32")
      .In("padding_value: T")
      .Out("diagonal: T")
      .Attr("T: type")
      .Doc(
          "The diagonals `k` (one, or a band from k[0] to k[1]) of matrices. Short diagonals of "
          "a band begin at the left and are filled up with `padding_value`.")
      .Shape(MatrixDiagPartShape)
      .Gradient(MatrixDiagPartGradient);

  OP("MatrixSetDiagV2")
      .In("input: T")
      .In("diagonal: T")
      .In("k: int32")
      .Out("output: T")
      .Attr("T: type")
      .Doc(
          "The matrices of the input with the diagonals `k` (one, or a band from k[0] to k[1]) "
          "replaced.")
      .Shape(MatrixSetDiagShape)
      .Gradient(MatrixSetDiagGradient);

  OP("MatrixDiagV3")
      .In("diagonal: T")
      .In("k: int32")
      .In("num_rows: int32")
      .In("num_cols: int32")
      .In("padding_value: T")
      .Out("output: T")
      .Attr("T: type")
      .Attr("align: {'LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'} = \"RIGHT_LEFT\"")
      .Doc(
          "Matrices with the diagonals `k` (one, or a band from k[0] to k[1]) given and "
          "`padding_value` elsewhere. `align` says at which end short superdiagonals and "
          "subdiagonals of a band are padded.")
      .Shape(MatrixDiagShape)
      .Gradient(MatrixDiagGradient);

  OP("MatrixDiagPartV3")
      .In("input: T")
      .In("k: int32")
      .In("padding_value: T")
      .Out("diagonal: T")
      .Attr("T: type")
      .Attr("align: {'LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'} = \"RIGHT_LEFT\"")
      .Doc(
          "The diagonals `k` (one, or a band from k[0] to k[1]) of matrices. Short ones of a "
          "band are filled up with `padding_value`, at the end that `align` says.")
      .Shape(MatrixDiagPartShape)
      .Gradient(MatrixDiagPartGradient);

  OP("MatrixSetDiagV3")
      .In("input: T")
      .In("diagonal: T")
      .In("k: int32")
      .Out("output: T")
      .Attr("T: type")
      .Attr("align: {'LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'} = \"RIGHT_LEFT\"")
      .Doc(
          "The matrices of the input with the diagonals `k` (one, or a band from k[0] to k[1]) "
          "replaced. `align` says at which end short diagonals are padded.")
      .Shape(MatrixSetDiagShape)
      .Gradient(MatrixSetDiagGradient);
}

}  // namespace hb
