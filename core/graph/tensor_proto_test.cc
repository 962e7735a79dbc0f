#include "core/graph/tensor_proto.h"

#include <gtest/gtest.h>

namespace hb {
namespace {

pb::TensorProto Proto(DType dtype, std::initializer_list<int64_t> dims) {
  pb::TensorProto p;
  p.set_dtype(ToPb(dtype));
  ShapeToProto(Shape(dims), p.mutable_tensor_shape());
  return p;
}

TEST(TensorProto, RepeatsTheLastValue) {
  pb::TensorProto p = Proto(DT_FLOAT, {2, 2});
  p.add_float_val(1);
  p.add_float_val(2);
  Result<Tensor> t = TensorFromProto(p);
  ASSERT_TRUE(t.ok()) << t.status().ToString();
  EXPECT_EQ(t->flat<float>()[1], 2);
  EXPECT_EQ(t->flat<float>()[3], 2);
}

TEST(TensorProto, NoValuesMeanZeros) {
  for (DType d : {DT_FLOAT, DT_INT8, DT_BOOL, DT_HALF, DT_COMPLEX128, DT_FLOAT8_E5M2, DT_INT4}) {
    Result<Tensor> t = TensorFromProto(Proto(d, {3}));
    ASSERT_TRUE(t.ok()) << t.status().ToString();
    for (size_t i = 0; i < t->bytes(); ++i) EXPECT_EQ(static_cast<char*>(t->data())[i], 0);
  }
}

TEST(TensorProto, ReadsEveryRepeatedField) {
  pb::TensorProto p = Proto(DT_INT8, {2});
  p.add_int_val(-3);
  p.add_int_val(4);
  EXPECT_EQ(TensorFromProto(p)->flat<int8_t>()[0], -3);
  p = Proto(DT_COMPLEX64, {1});
  p.add_scomplex_val(1);
  p.add_scomplex_val(-2);
  EXPECT_EQ(TensorFromProto(p)->flat<std::complex<float>>()[0], std::complex<float>(1, -2));
  p.add_scomplex_val(1);
  EXPECT_FALSE(TensorFromProto(p).ok());
  p = Proto(DT_HALF, {1});
  p.add_half_val(0x3c00);
  EXPECT_EQ(static_cast<float>(TensorFromProto(p)->flat<half>()[0]), 1.0f);
  p = Proto(DT_UINT64, {1});
  p.add_uint64_val(~uint64_t{0});
  EXPECT_EQ(TensorFromProto(p)->flat<uint64_t>()[0], ~uint64_t{0});
}

TEST(TensorProto, RoundTripsContentAndStrings) {
  Tensor a = Tensor::Of<double>({2, 1}, {1.5, -2.5});
  pb::TensorProto p;
  ASSERT_TRUE(TensorToProto(a, &p).ok());
  EXPECT_EQ(p.tensor_content().size(), 16u);
  Result<Tensor> b = TensorFromProto(p);
  ASSERT_TRUE(b.ok());
  EXPECT_EQ(b->flat<double>()[1], -2.5);
  EXPECT_EQ(b->shape(), (Shape{2, 1}));

  Tensor s = Tensor::Of<TString>({2}, {TString("a"), TString(std::string(100, 'z'))});
  ASSERT_TRUE(TensorToProto(s, &p).ok());
  Result<Tensor> u = TensorFromProto(p);
  ASSERT_TRUE(u.ok());
  EXPECT_EQ(u->flat<TString>()[1].size(), 100u);
}

TEST(TensorProto, ReadsStringsFromContent) {
  pb::TensorProto p = Proto(DT_STRING, {2});
  p.set_tensor_content(
      std::string("\x02\x01"
                  "abc"));
  Result<Tensor> t = TensorFromProto(p);
  ASSERT_TRUE(t.ok()) << t.status().ToString();
  EXPECT_EQ(t->flat<TString>()[0].view(), "ab");
  EXPECT_EQ(t->flat<TString>()[1].view(), "c");
  for (const char* bad : {"\x02",
                          "\x02\x01"
                          "ab",
                          "\x02\x01"
                          "abcd",
                          "\xff\xff", "\x7f\x7f"}) {
    p.set_tensor_content(bad);
    EXPECT_FALSE(TensorFromProto(p).ok()) << bad;
  }
}

TEST(TensorProto, NormalisesBooleans) {
  pb::TensorProto p = Proto(DT_BOOL, {2});
  p.set_tensor_content(std::string("\x07\x00", 2));
  EXPECT_EQ(static_cast<uint8_t*>(TensorFromProto(p)->data())[0], 1);
}

TEST(TensorProto, RefusesWhatDoesNotFit) {
  pb::TensorProto p = Proto(DT_FLOAT, {2});
  p.set_tensor_content("1234");
  EXPECT_TRUE(IsInvalidArgument(TensorFromProto(p).status()));
  p = Proto(DT_FLOAT, {1});
  p.add_float_val(1);
  p.add_float_val(1);
  EXPECT_TRUE(IsInvalidArgument(TensorFromProto(p).status()));
  EXPECT_FALSE(TensorFromProto(Proto(DT_FLOAT, {-1})).ok());
  EXPECT_FALSE(TensorFromProto(Proto(DT_RESOURCE, {})).ok());
  EXPECT_FALSE(TensorFromProto(Proto(DT_INVALID, {})).ok());
  EXPECT_FALSE(TensorFromProto(Proto(static_cast<DType>(77), {})).ok());
  EXPECT_FALSE(TensorFromProto(Proto(RefOf(DT_FLOAT), {})).ok());
  EXPECT_FALSE(TensorFromProto(Proto(DT_DOUBLE, {int64_t{1} << 61})).ok());
  EXPECT_FALSE(TensorFromProto(Proto(DT_FLOAT, {int64_t{1} << 40, int64_t{1} << 40})).ok());
  EXPECT_FALSE(TensorFromProto(Proto(DT_FLOAT, {int64_t{1} << 50})).ok());
}

TEST(ShapeProto, KeepsWhatIsUnknown) {
  for (const Shape& s : {Shape::UnknownRank(), Shape{}, Shape{-1, 3}, Shape{0}}) {
    pb::TensorShapeProto p;
    ShapeToProto(s, &p);
    Result<Shape> back = ShapeFromProto(p);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(*back, s);
  }
  pb::TensorShapeProto p;
  p.add_dim()->set_size(-2);
  EXPECT_FALSE(ShapeFromProto(p).ok());
  p.mutable_dim(0)->set_size(1);
  for (int i = 0; i < kMaxRank; ++i) p.add_dim()->set_size(1);
  EXPECT_FALSE(ShapeFromProto(p).ok());
}

}  // namespace
}  // namespace hb
