// Gathers of many rows: what is read ahead, blocks of indices and their ends.
#include <gtest/gtest.h>

#include "core/graph/builder.h"
#include "core/runtime/session.h"

namespace hb {
namespace {

Result<Tensor> Gather(Tensor params, Tensor indices, int32_t axis, int64_t batch_dims,
                      int threads) {
  auto graph = std::make_shared<Graph>();
  Builder b(graph.get());
  const Output x = b.Placeholder(params.dtype(), Shape::UnknownRank());
  const Output i = b.Placeholder(indices.dtype(), Shape::UnknownRank());
  const Output y = b.Op("GatherV2", {x, i, b.Scalar(axis)}, {{"batch_dims", batch_dims}});
  HB_RETURN_IF_ERROR(b.status());
  SessionOptions options;
  options.max_threads = threads;
  auto session = MakeRef<Session>(graph, options);
  Tensor result;
  Tensor* results[] = {&result};
  HB_RETURN_IF_ERROR(
      session->Run({x, i}, std::vector<Tensor*>{&params, &indices}, {y}, results, {}, {}));
  return result;
}

template <typename I>
Tensor Indices(int64_t n, int64_t size) {
  std::vector<I> v(static_cast<size_t>(n));
  for (int64_t i = 0; i < n; ++i) {
    v[static_cast<size_t>(i)] =
        static_cast<I>(static_cast<uint64_t>(i) * 7919u % static_cast<uint64_t>(size));
  }
  return Tensor::Vector(v);
}

template <typename T>
Tensor Counting(const Shape& shape) {
  std::vector<T> v(static_cast<size_t>(shape.num_elements()));
  for (size_t i = 0; i < v.size(); ++i) v[i] = static_cast<T>(i);
  return Tensor::Of<T>(shape, std::span<const T>(v));
}

template <typename T, typename I>
void ReadsEachRow() {
  for (int64_t width : {1, 2, 3, 17, 64, 700}) {
    const int64_t size = 331;
    const Tensor params = Counting<T>({size, width});
    for (int64_t n : {1, 15, 256, 259, 5000}) {
      const Tensor indices = Indices<I>(n, size);
      for (int threads : {1, 3}) {
        const auto r = Gather(params, indices, 0, 0, threads);
        ASSERT_TRUE(r.ok()) << r.status().ToString();
        ASSERT_EQ(r->shape(), Shape({n, width}));
        const auto x = params.flat<T>(), y = r->template flat<T>();
        const auto at = indices.flat<I>();
        for (int64_t i = 0; i < n * width; ++i) {
          const int64_t row = static_cast<int64_t>(at[static_cast<size_t>(i / width)]);
          ASSERT_EQ(y[static_cast<size_t>(i)], x[static_cast<size_t>(row * width + i % width)])
              << i << " of " << n << " rows of " << width;
        }
      }
    }
  }
}

TEST(GatherTest, ReadsRowsOfAnyWidth) {
  ReadsEachRow<float, int32_t>();
  ReadsEachRow<double, int64_t>();
  ReadsEachRow<uint8_t, int16_t>();
}

TEST(GatherTest, ReadsSlabsOfABatch) {
  // y[b, o, k, :] = x[b, o, indices[b, k], :], with more indices than a block has.
  const int64_t batch = 2, outer = 3, size = 5, width = 4, n = 300;
  const Tensor params = Counting<float>({batch, outer, size, width});
  Tensor flat = Indices<int64_t>(batch * n, size);
  const Tensor indices = Tensor::Of<int64_t>({batch, n}, flat.flat<int64_t>());
  const auto r = Gather(params, indices, 2, 1, 1);
  ASSERT_TRUE(r.ok()) << r.status().ToString();
  ASSERT_EQ(r->shape(), Shape({batch, outer, n, width}));
  const auto y = r->flat<float>();
  const auto at = indices.flat<int64_t>();
  int64_t e = 0;
  for (int64_t s = 0; s < batch * outer; ++s) {
    for (int64_t k = 0; k < n; ++k) {
      const int64_t row = at[static_cast<size_t>(s / outer * n + k)];
      for (int64_t j = 0; j < width; ++j, ++e) {
        ASSERT_EQ(y[static_cast<size_t>(e)], static_cast<float>((s * size + row) * width + j));
      }
    }
  }
}

TEST(GatherTest, NamesTheFirstBadIndex) {
  const Tensor params = Counting<float>({10, 3});
  for (int64_t bad : {-1, 10, INT32_MIN}) {
    Tensor indices = Indices<int32_t>(1000, 10);
    indices.flat<int32_t>()[700] = static_cast<int32_t>(bad);
    indices.flat<int32_t>()[900] = 11;
    const auto r = Gather(params, indices, 0, 0, 1);
    ASSERT_TRUE(IsInvalidArgument(r.status())) << r.status().ToString();
    EXPECT_NE(r.status().ToString().find(StrCat("indices[700] = ", bad, " is not in [0, 10)")),
              std::string::npos)
        << r.status().ToString();
  }
}

}  // namespace
}  // namespace hb
