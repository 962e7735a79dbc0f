// Strings: joined, matched, hashed, measured.
#include "core/base/hash.h"
#include "core/base/regex.h"
#include "core/base/utf8.h"
#include "core/kernels/cpu/array/move.h"

namespace hb {
namespace {

struct JoinParams {
  int32_t n, separator_size;
  char separator[1024];
};

int PlanJoin(HbPlanCtx* ctx) {
  auto* p = NewParams<JoinParams>(ctx);
  if (p == nullptr) return 1;
  const std::string_view separator = AttrString(ctx->attrs, "separator");
  if (separator.size() > sizeof(p->separator)) {
    return Fail(ctx, Code::kInvalidArgument, "the separator is longer than 1024 bytes");
  }
  p->n = ctx->n_in;
  p->separator_size = static_cast<int32_t>(separator.size());
  std::copy(separator.begin(), separator.end(), p->separator);
  return 0;
}

int RunJoin(HbRunCtx* ctx) {
  const JoinParams& p = Params<JoinParams>(ctx);
  const HbView& out = *ctx->out[0];
  const std::string_view separator(p.separator, static_cast<size_t>(p.separator_size));
  for (int k = 0; k < p.n; ++k) {
    if (ctx->in[k]->rank != 0 && ctx->in[k]->count != out.count) {
      return Fail(ctx, Code::kInvalidArgument, "Input shapes do not match");
    }
  }
  std::string text;
  for (int64_t i = 0; i < out.count; ++i) {
    text.clear();
    for (int k = 0; k < p.n; ++k) {
      if (k > 0) text.append(separator);
      text.append(In<TString>(ctx, k)[ctx->in[k]->rank == 0 ? 0 : i].view());
    }
    static_cast<TString*>(out.data)[i].Assign(text);
  }
  return 0;
}

// Calls fn(input string, output element) for each element.
template <typename T, typename Fn>
int ForStrings(HbRunCtx* ctx, Fn&& fn) {
  const auto* x = In<TString>(ctx, 0);
  T* y = Out<T>(ctx, 0);
  for (int64_t i = 0; i < ctx->in[0]->count; ++i) fn(x[i].view(), &y[i]);
  return 0;
}

// The compiled pattern of a node.
struct Pattern {
  Result<Regex> regex = Status();
  std::string rewrite;
  bool all = true;
};

void* NewPattern(const HbAttrs* attrs) {
  auto* p = new Pattern;
  p->regex = Regex::Compile(AttrString(attrs, "pattern"));
  p->rewrite = std::string(AttrString(attrs, "rewrite"));
  p->all = AttrBool(attrs, "replace_global", true);
  return p;
}
void FreePattern(void* p) { delete static_cast<Pattern*>(p); }

int Match(HbRunCtx* ctx, const Result<Regex>& regex) {
  if (!regex.ok()) return Fail(ctx, regex.status());
  return ForStrings<bool>(ctx, [&](std::string_view s, bool* y) { *y = regex->FullMatch(s); });
}

int Replace(HbRunCtx* ctx, const Result<Regex>& regex, std::string_view rewrite, bool all) {
  if (!regex.ok()) return Fail(ctx, regex.status());
  if (Status s = regex->CheckRewrite(rewrite); !s.ok()) return Fail(ctx, s);
  return ForStrings<TString>(
      ctx, [&](std::string_view s, TString* y) { y->Assign(regex->Replace(s, rewrite, all)); });
}

int RunStaticMatch(HbRunCtx* ctx) { return Match(ctx, static_cast<Pattern*>(ctx->state)->regex); }
int RunStaticReplace(HbRunCtx* ctx) {
  const auto* p = static_cast<Pattern*>(ctx->state);
  return Replace(ctx, p->regex, p->rewrite, p->all);
}
int RunMatch(HbRunCtx* ctx) { return Match(ctx, Regex::Compile(In<TString>(ctx, 1)->view())); }

struct FlagParams {
  int64_t number;
};
int PlanReplace(HbPlanCtx* ctx) {
  auto* p = NewParams<FlagParams>(ctx);
  if (p == nullptr) return 1;
  p->number = AttrBool(ctx->attrs, "replace_global", true) ? 1 : 0;
  return 0;
}
int RunReplace(HbRunCtx* ctx) {
  return Replace(ctx, Regex::Compile(In<TString>(ctx, 1)->view()), In<TString>(ctx, 2)->view(),
                 Params<FlagParams>(ctx).number != 0);
}

int PlanHash(HbPlanCtx* ctx) {
  auto* p = NewParams<FlagParams>(ctx);
  if (p == nullptr) return 1;
  p->number = AttrInt(ctx->attrs, "num_buckets", 1);
  if (p->number < 1) return Fail(ctx, Code::kInvalidArgument, "num_buckets must be positive");
  return 0;
}
int RunHash(HbRunCtx* ctx) {
  const auto buckets = static_cast<uint64_t>(Params<FlagParams>(ctx).number);
  return ForStrings<int64_t>(ctx, [&](std::string_view s, int64_t* y) {
    *y = static_cast<int64_t>(Fingerprint64(s) % buckets);
  });
}

int PlanLength(HbPlanCtx* ctx) {
  auto* p = NewParams<FlagParams>(ctx);
  if (p == nullptr) return 1;
  p->number = AttrString(ctx->attrs, "unit") == "UTF8_CHAR" ? 1 : 0;
  return 0;
}
int RunLength(HbRunCtx* ctx) {
  const bool characters = Params<FlagParams>(ctx).number != 0;
  return ForStrings<int32_t>(ctx, [&](std::string_view s, int32_t* y) {
    *y = static_cast<int32_t>(characters ? CountUtf8(s) : s.size());
  });
}

int PlanCase(HbPlanCtx* ctx) {
  if (AttrString(ctx->attrs, "encoding").empty()) return 0;
  return Fail(ctx, Code::kUnimplemented,
              "only the letters of ASCII change their case; leave 'encoding' empty");
}
template <char kFirst>
int RunCase(HbRunCtx* ctx) {
  return ForStrings<TString>(ctx, [](std::string_view s, TString* y) {
    std::string text(s);
    for (char& c : text) {
      if (c >= kFirst && c <= kFirst + 25) c = static_cast<char>(c ^ 32);
    }
    y->Assign(text);
  });
}

int RunStrip(HbRunCtx* ctx) {
  return ForStrings<TString>(ctx, [](std::string_view s, TString* y) {
    constexpr std::string_view kSpace = " \t\n\v\f\r";
    const size_t begin = std::min(s.find_first_not_of(kSpace), s.size());
    const size_t end = s.find_last_not_of(kSpace);
    y->Assign(begin == s.size() ? std::string_view() : s.substr(begin, end - begin + 1));
  });
}

}  // namespace

void RegisterStringKernels(KernelSet& set) {
  KERNEL(set, "StringJoin", {.plan = PlanJoin, .run = RunJoin});
  KERNEL(set, "StaticRegexFullMatch",
         {.run = RunStaticMatch, .new_state = NewPattern, .free_state = FreePattern});
  KERNEL(set, "StaticRegexReplace",
         {.run = RunStaticReplace, .new_state = NewPattern, .free_state = FreePattern});
  KERNEL(set, "RegexFullMatch", {.run = RunMatch});
  KERNEL(set, "RegexReplace", {.plan = PlanReplace, .run = RunReplace});
  KERNEL(set, "StringToHashBucketFast", {.plan = PlanHash, .run = RunHash});
  KERNEL(set, "StringLength", {.plan = PlanLength, .run = RunLength});
  KERNEL(set, "StringLower", {.plan = PlanCase, .run = RunCase<'A'>});
  KERNEL(set, "StringUpper", {.plan = PlanCase, .run = RunCase<'a'>});
  KERNEL(set, "StringStrip", {.run = RunStrip});
}

}  // namespace hb
