// Numbers as text and back.
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

// printf formats for signed, unsigned and floating numbers, and for text.
struct FormatParams {
  char integer[32], natural[32], floating[32], text[32];
};

int BadFormat(HbPlanCtx* ctx, std::string_view what) {
  return Fail(ctx, Code::kInvalidArgument, what);
}

int PlanAsString(HbPlanCtx* ctx) {
  const HbAttrs* a = ctx->attrs;
  const int64_t precision = AttrInt(a, "precision", -1), width = AttrInt(a, "width", -1);
  const bool scientific = AttrBool(a, "scientific"), shortest = AttrBool(a, "shortest");
  const std::string_view fill = AttrString(a, "fill");
  const auto dtype = DTypeOfView(ctx->in[0]);
  const bool floating = IsFloating(dtype) || IsComplex(dtype);
  if (scientific && shortest) {
    return BadFormat(ctx, "Cannot select both scientific and shortest notation");
  }
  if (!floating && (scientific || shortest)) {
    return BadFormat(ctx, "scientific and shortest format not supported for this datatype");
  }
  if (!floating && precision > -1) {
    return BadFormat(ctx, "precision not supported for this datatype");
  }
  if (fill.size() > 1 ||
      (fill.size() == 1 && std::string_view(" +-0#").find(fill) == std::string_view::npos)) {
    return BadFormat(ctx, "Fill string must be one of ' ', '+', '-', '0' and '#', or empty");
  }
  if (precision > 1000 || width > 1000) {
    return BadFormat(ctx, "precision and width must be at most 1000");
  }
  auto* p = NewParams<FormatParams>(ctx);
  if (p == nullptr) return 1;
  std::string format = "%";
  if (width > -1) StrAppend(&format, fill, width);
  if (precision > -1) StrAppend(&format, ".", precision);
  const auto set = [&](char* to, std::string_view suffix) {
    const std::string whole = StrCat(format, suffix);
    std::copy(whole.begin(), whole.end(), to);
  };
  set(p->integer, "lld");
  set(p->natural, "llu");
  set(p->floating, scientific ? "e" : shortest ? "g" : "f");
  set(p->text, "s");
  return 0;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
// The formats come from PlanAsString alone.
template <typename T>
void Print(const char* format, T value, std::string* out) {
  char small[64];
  const int n = std::snprintf(small, sizeof(small), format, value);
  if (n < static_cast<int>(sizeof(small))) {
    out->append(small, static_cast<size_t>(std::max(n, 0)));
    return;
  }
  const size_t at = out->size();
  out->resize(at + static_cast<size_t>(n) + 1);
  std::snprintf(out->data() + at, static_cast<size_t>(n) + 1, format, value);
  out->pop_back();
}
#pragma GCC diagnostic pop

template <typename T>
void Format(const FormatParams& p, const T& v, std::string* out) {
  if constexpr (std::is_same_v<T, std::complex<float>> || std::is_same_v<T, std::complex<double>>) {
    out->push_back('(');
    Print(p.floating, static_cast<double>(v.real()), out);
    out->push_back(',');
    Print(p.floating, static_cast<double>(v.imag()), out);
    out->push_back(')');
  } else if constexpr (std::is_same_v<T, bool>) {
    out->append(v ? "true" : "false");
  } else if constexpr (std::is_same_v<T, TString>) {
    Print(p.text, v.str().c_str(), out);
  } else if constexpr (!std::is_integral_v<T>) {
    Print(p.floating, static_cast<double>(v), out);
  } else if constexpr (std::is_signed_v<T>) {
    Print(p.integer, static_cast<long long>(v), out);
  } else {
    Print(p.natural, static_cast<unsigned long long>(v), out);
  }
}

int RunAsString(HbRunCtx* ctx) {
  const HbView& in = *ctx->in[0];
  const FormatParams& p = Params<FormatParams>(ctx);
  const auto run = [&]<typename T>() {
    std::string text;
    for (int64_t i = 0; i < in.count; ++i) {
      text.clear();
      Format(p, static_cast<const T*>(in.data)[i], &text);
      Out<TString>(ctx, 0)[i].Assign(text);
    }
  };
  if (!DispatchNumber(in.dtype, run)) DispatchType<bool, TString>(in.dtype, run);
  return 0;
}

std::string_view Trimmed(std::string_view s) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const size_t begin = s.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return s.substr(begin, s.find_last_not_of(kSpace) - begin + 1);
}

template <typename T>
bool Parse(std::string_view text, T* out) {
  std::string_view s = Trimmed(text);
  if (s.starts_with('+')) {
    s.remove_prefix(1);
    if (s.starts_with('-')) return false;
  }
  if constexpr (std::is_floating_point_v<T>) {
    if (s.starts_with("0x") || s.starts_with("0X") || s.starts_with("-0x")) {
      const std::string copy(s);
      char* end = nullptr;
      *out = static_cast<T>(std::strtod(copy.c_str(), &end));
      return end == copy.c_str() + copy.size();
    }
  }
  const auto r = std::from_chars(s.data(), s.data() + s.size(), *out);
  if (r.ptr != s.data() + s.size() || s.empty()) return false;
  if (r.ec == std::errc()) return true;
  if constexpr (std::is_floating_point_v<T>) {
    // Out of range: rounds to infinity or to zero, as strtod does.
    if (r.ec != std::errc::result_out_of_range) return false;
    *out = static_cast<T>(std::strtod(std::string(s).c_str(), nullptr));
    return true;
  }
  return false;
}

int RunToNumber(HbRunCtx* ctx) {
  const HbView& in = *ctx->in[0];
  int rc = 0;
  DispatchType<float, double, int32_t, int64_t, uint32_t, uint64_t>(
      ctx->out[0]->dtype, [&]<typename T>() {
        for (int64_t i = 0; i < in.count && rc == 0; ++i) {
          const TString& s = In<TString>(ctx, 0)[i];
          if (Parse(s.view(), &Out<T>(ctx, 0)[i])) continue;
          rc = Fail(ctx, Code::kInvalidArgument,
                    "StringToNumberOp could not correctly convert string: ", s.view());
        }
      });
  return rc;
}

}  // namespace

void RegisterStringNumberKernels(KernelSet& set) {
  KERNEL(set, "AsString",
         {.constraint = "T:" HB_NUMBERS ",bool,string", .plan = PlanAsString, .run = RunAsString});
  KERNEL(set, "StringToNumber", {.run = RunToNumber});
}

}  // namespace hb
