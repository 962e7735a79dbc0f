// TString: the element of a string tensor, 24 bytes, laid out as TF_TString.
#ifndef HORNBEAM_CORE_TENSOR_TSTRING_H_
#define HORNBEAM_CORE_TENSOR_TSTRING_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hb {

// A byte string. The low two bits of the first byte tell the form: 0 small (up to 22 bytes in
// place), 1 large (a buffer of libc malloc, because clients free and grow it), 2 offset (data lies
// at a distance from this object, read only), 3 view (somebody else's bytes, read only). Sizes are
// stored shifted left by two. All bits zero is the empty string.
class TString {
 public:
  TString() = default;
  TString(std::string_view s) { Assign(s); }    // NOLINT: strings convert
  TString(const char* s) { Assign(s); }         // NOLINT: literals convert
  TString(const std::string& s) { Assign(s); }  // NOLINT: strings convert
  TString(const TString& o) { Assign(o.view()); }
  TString(TString&& o) noexcept { MoveFrom(&o); }
  TString& operator=(const TString& o) {
    if (this != &o) Assign(o.view());
    return *this;
  }
  TString& operator=(TString&& o) noexcept {
    if (this != &o) {
      Clear();
      MoveFrom(&o);
    }
    return *this;
  }
  TString& operator=(std::string_view s) {
    Assign(s);
    return *this;
  }
  ~TString() { Clear(); }

  std::string_view view() const { return {data(), size()}; }
  operator std::string_view() const { return view(); }  // NOLINT: reads as a view
  std::string str() const { return std::string(view()); }
  size_t size() const;
  const char* data() const;
  // Copies `s`, which may lie inside this string.
  void Assign(std::string_view s);
  // Sets the size and returns the writable bytes; content is undefined. Throws std::bad_alloc.
  char* ResizeUninitialized(size_t n);
  // Frees a large buffer; the string is empty then.
  void Clear();

  bool operator==(const TString& o) const { return view() == o.view(); }
  bool operator<(const TString& o) const { return view() < o.view(); }

 private:
  enum Form { kSmall = 0, kLarge = 1, kOffset = 2, kView = 3 };
  static constexpr size_t kSmallCapacity = 22;
  Form form() const { return static_cast<Form>(raw_[0] & 3); }
  void MoveFrom(TString* o);

  struct Large {
    uint64_t size_and_form;
    uint64_t capacity;
    char* ptr;
  };
  struct Offset {
    uint32_t size_and_form;
    uint32_t offset;
    uint32_t count;
  };
  struct View {
    uint64_t size_and_form;
    const char* ptr;
  };
  union {
    unsigned char raw_[24] = {};
    Large large_;
    Offset offset_;
    View view_;
  };
};
static_assert(sizeof(TString) == 24);

}  // namespace hb

#endif  // HORNBEAM_CORE_TENSOR_TSTRING_H_
