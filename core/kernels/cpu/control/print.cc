// Ops that exist for their effects: nothing, assertions, printing.
#include <atomic>
#include <chrono>
#include <cstdio>

#include "core/base/file_system.h"
#include "core/kernel/variable.h"
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

// Element i of a tensor as text.
std::string ElementText(const HbView& v, int64_t i) {
  std::string text;
  const bool real = DispatchReal(v.dtype, [&]<typename T>() {
    const T value = static_cast<const T*>(v.data)[i];
    if constexpr (sizeof(T) == 2 && !std::is_integral_v<T>) {
      text = StrCat(static_cast<float>(value));
    } else if constexpr (sizeof(T) == 1) {
      text = StrCat(static_cast<int>(value));
    } else {
      text = StrCat(value);
    }
  });
  if (real) return text;
  if (v.dtype == DT_BOOL) return static_cast<const bool*>(v.data)[i] ? "1" : "0";
  if (v.dtype == DT_STRING) return static_cast<const TString*>(v.data)[i].str();
  DispatchType<std::complex<float>, std::complex<double>>(v.dtype, [&]<typename T>() {
    const T value = static_cast<const T*>(v.data)[i];
    text = StrCat("(", value.real(), ",", value.imag(), ")");
  });
  return text.empty() ? "?" : text;
}

// Writes dimension `dim` of the elements from *next on, up to `left` of them.
void Summarize(const HbView& v, int dim, int64_t* next, int64_t* left, std::string* out) {
  const int64_t n = v.dims[dim];
  for (int64_t i = 0; i < n; ++i) {
    if (*left <= 0) {
      if (*left == 0) out->append("...");
      *left = -1;
      return;
    }
    if (dim + 1 < v.rank) {
      out->push_back('[');
      Summarize(v, dim + 1, next, left, out);
      out->push_back(']');
    } else {
      if (i > 0) out->push_back(' ');
      out->append(ElementText(v, (*next)++));
      --*left;
    }
  }
}

// The first `limit` elements, all of them if it is negative.
std::string Summary(const HbView& v, int64_t limit) {
  std::string text;
  int64_t next = 0, left = limit < 0 ? v.count : std::min(limit, v.count);
  if (v.rank == 0) return ElementText(v, 0);
  if (v.count == 0) return text;
  Summarize(v, 0, &next, &left, &text);
  if (v.rank == 1 && left == 0 && next < v.count) text.append("...");
  return text;
}

struct TextParams {
  int64_t first_n, summarize;
  int32_t n_in, stream;  // 0 standard error, 1 standard output, 2 a file
  int32_t text_size, end_size;
  char text[1024];  // the message, or the file's path
  char end[64];
};

int PlanText(HbPlanCtx* ctx, std::string_view text, std::string_view end) {
  auto* p = NewParams<TextParams>(ctx);
  if (p == nullptr) return 1;
  if (text.size() > sizeof(p->text) || end.size() > sizeof(p->end)) {
    return Fail(ctx, Code::kInvalidArgument, "the message or the end of line is too long");
  }
  p->first_n = AttrInt(ctx->attrs, "first_n", -1);
  p->summarize = AttrInt(ctx->attrs, "summarize", 3);
  p->n_in = ctx->n_in;
  p->text_size = static_cast<int32_t>(text.size());
  std::copy(text.begin(), text.end(), p->text);
  p->end_size = static_cast<int32_t>(end.size());
  std::copy(end.begin(), end.end(), p->end);
  return 0;
}

int PlanAssert(HbPlanCtx* ctx) { return PlanText(ctx, "", ""); }

int RunAssert(HbRunCtx* ctx) {
  if (*In<bool>(ctx, 0)) return 0;
  const TextParams& p = Params<TextParams>(ctx);
  std::string text = "assertion failed:";
  for (int i = 1; i < p.n_in; ++i) {
    StrAppend(&text, " [", Summary(*ctx->in[i], p.summarize), "]");
  }
  return Fail(ctx, Code::kInvalidArgument, text);
}

int PlanPrint(HbPlanCtx* ctx) {
  PlanAlias(ctx);
  std::string_view message = AttrString(ctx->attrs, "message");
  return PlanText(ctx, message.substr(0, sizeof(TextParams::text)), "\n");
}

int RunPrint(HbRunCtx* ctx) {
  const TextParams& p = Params<TextParams>(ctx);
  auto* count = static_cast<std::atomic<int64_t>*>(ctx->state);
  if (p.first_n >= 0 && count->fetch_add(1) >= p.first_n) return 0;
  std::string text(p.text, static_cast<size_t>(p.text_size));
  for (int i = 1; i < p.n_in; ++i) {
    StrAppend(&text, "[", Summary(*ctx->in[i], p.summarize), "]");
  }
  text.push_back('\n');
  std::fwrite(text.data(), 1, text.size(), stderr);
  return 0;
}

int PlanPrintV2(HbPlanCtx* ctx) {
  const std::string_view stream = AttrString(ctx->attrs, "output_stream");
  const bool file = stream.starts_with("file://");
  if (const int rc = PlanText(ctx, file ? stream.substr(7) : "", AttrString(ctx->attrs, "end"));
      rc != 0) {
    return rc;
  }
  auto* p = static_cast<TextParams*>(ctx->params);
  p->stream = file ? 2 : stream == "stdout" ? 1 : 0;
  if (file || stream == "stdout" || stream == "stderr" || stream == "log(info)" ||
      stream == "log(warning)" || stream == "log(error)") {
    return 0;
  }
  return Fail(ctx, Code::kInvalidArgument, "Unknown output stream: ", stream,
              "; use stderr, stdout, log(info), log(warning), log(error) or file://path");
}

int RunPrintV2(HbRunCtx* ctx) {
  const TextParams& p = Params<TextParams>(ctx);
  const std::string text =
      StrCat(In<TString>(ctx, 0)->view(), std::string_view(p.end, static_cast<size_t>(p.end_size)));
  if (p.stream < 2) {
    std::FILE* stream = p.stream == 1 ? stdout : stderr;
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
    return 0;
  }
  const std::string path(p.text, static_cast<size_t>(p.text_size));
  Status s = HostOf(ctx)->CheckFileAccess(ctx, path, true);
  if (!s.ok()) return Fail(ctx, s);
  Result<std::unique_ptr<FileWriter>> file = FileWriter::Open(path, FileWriter::kAppend);
  if (!file.ok()) return Fail(ctx, file.status());
  s = (*file)->Append(text);
  if (s.ok()) s = (*file)->Close();
  return s.ok() ? 0 : Fail(ctx, s);
}

void* NewCounter(const HbAttrs*) { return new std::atomic<int64_t>(0); }
void FreeCounter(void* counter) { delete static_cast<std::atomic<int64_t>*>(counter); }

int RunTimestamp(HbRunCtx* ctx) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  *Out<double>(ctx, 0) = std::chrono::duration<double>(now).count();
  return 0;
}

}  // namespace

void RegisterEffectKernels(KernelSet& set) {
  KERNEL(set, "NoOp", {.run = RunNothing});
  KERNEL(set, "NoOp", {.device = "DEFAULT", .run = RunNothing});
  KERNEL(set, "Assert", {.flags = kHbStateful, .plan = PlanAssert, .run = RunAssert});
  KERNEL(set, "Print",
         {.flags = kHbStateful,
          .plan = PlanPrint,
          .run = RunPrint,
          .new_state = NewCounter,
          .free_state = FreeCounter});
  KERNEL(set, "PrintV2", {.flags = kHbStateful, .plan = PlanPrintV2, .run = RunPrintV2});
  KERNEL(set, "Timestamp", {.flags = kHbStateful, .run = RunTimestamp});
}

}  // namespace hb
