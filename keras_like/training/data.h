#ifndef KERAS_LIKE_TRAINING_DATA_H_
#define KERAS_LIKE_TRAINING_DATA_H_

#include <span>
#include <vector>

#include "keras_like/engine/json.h"
#include "keras_like/training/program.h"

namespace hb::keras_like {

// Another reference to the memory of a tensor; a copy when it holds strings.
Result<Tensor> Share(HB_Tensor* tensor);

// Arrays whose first dimensions are equal: inputs, labels, and weights of the samples.
struct Arrays {
  std::vector<HB_Tensor*> x, y, weights;
};

// Samples in memory, cut into batches. Batches in order are views of the arrays; others are
// gathered into buffers that are used again.
class Dataset {
 public:
  // Keeps references to the arrays. `class_weight` maps class numbers to weights of samples, or is
  // null.
  static Result<Dataset> New(const Arrays& arrays, const Json& class_weight);

  int64_t size() const { return size_; }
  bool empty() const { return x_.empty(); }
  // Takes the last samples away and returns them.
  Result<Dataset> SplitOff(int64_t count);

  // Samples [first, first + count) in the given order, or as they lie when `order` is empty. The
  // batch is valid until the next call.
  Result<Batch> Get(int64_t first, int64_t count, std::span<const int64_t> order);

 private:
  struct Array {
    Tensor tensor;
    Dims dims;  // of the samples that belong to this set
    const char* data = nullptr;
    size_t row_bytes = 0;
    Tensor buffer;
    Tensor current;  // what the last batch feeds
  };
  static Result<Array> NewArray(HB_Tensor* tensor);
  Status AddClassWeights(const Json& class_weight);
  Result<HB_Tensor*> Rows(Array* array, int64_t first, int64_t count,
                          std::span<const int64_t> order);

  std::vector<Array> x_, y_, weights_;
  int64_t size_ = 0;
};

}  // namespace hb::keras_like

#endif  // KERAS_LIKE_TRAINING_DATA_H_
