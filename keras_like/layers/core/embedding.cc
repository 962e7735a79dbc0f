#include "keras_like/builtin.h"
#include "keras_like/engine/layer.h"

namespace hb::keras_like {
namespace {

class Embedding : public Layer {
 public:
  using Layer::Layer;

  Result<Specs> OutputSpecs(const Specs& inputs) override {
    Dims dims = inputs[0].dims;
    dims.push_back(GetInt("output_dim"));
    return Specs{{dtype(), dims}};
  }

 protected:
  Status Build(const Specs&) override {
    HB_ASSIGN_OR_RETURN(
        table_, AddWeight("embeddings", {GetInt("input_dim"), GetInt("output_dim")}, "embeddings"));
    return Status();
  }

  OutputList Call(Trace& trace, const OutputList& inputs) override {
    const DataType dtype = inputs[0].dtype();
    const Output rows =
        dtype == HB_INT32 || dtype == HB_INT64 ? inputs[0] : Cast(inputs[0], HB_INT32);
    return {ops::GatherV2(trace.scope, trace.Read(*table_), rows, 0)};
  }
  Output ComputeMask(Trace&, const OutputList& inputs, const OutputList&) override {
    return GetBool("mask_zero") ? NotEqual(inputs[0], 0) : Output();
  }
  bool casts_inputs() const override { return false; }

 private:
  std::shared_ptr<Weight> table_;
};

}  // namespace

void AddEmbedding(Registry& r) {
  AddLayer<Embedding>(
      r, "core", "Embedding", "A row of a table for each integer.",
      {Required(Int("input_dim", 1, "Number of rows.")).Min(1),
       Required(Int("output_dim", 1, "Size of a row.")).Min(1),
       InitializerParam("embeddings_initializer", "RandomUniform"),
       RegularizerParam("embeddings_regularizer"), ConstraintParam("embeddings_constraint"),
       Bool("mask_zero", false,
            "Whether 0 stands for no value; layers and losses that know masks then skip it.")});
}

}  // namespace hb::keras_like
