#include "keras_like/layers/core/input.h"

#include "keras_like/builtin.h"

namespace hb::keras_like {

Result<TensorSpec> InputLayer::Spec() const {
  TensorSpec spec;
  if (Get("dtype").is_string()) {
    HB_ASSIGN_OR_RETURN(spec.dtype, DtypeFromName(GetText("dtype")));
  }
  if (Get("batch_shape").is_array()) {
    spec.dims = GetInts("batch_shape");
  } else if (Get("shape").is_array()) {
    spec.dims = GetInts("shape");
    spec.dims.insert(spec.dims.begin(), Get("batch_size").AsInt(-1));
  } else {
    return InvalidArgument("an input needs 'shape' or 'batch_shape'");
  }
  return spec;
}

Json InputLayer::Config() const {
  const Result<TensorSpec> spec = Spec();
  return Json::Object({{"batch_shape", spec.ok() ? Json::Shape(spec->dims) : Json()},
                       {"dtype", spec.ok() ? DtypeName(spec->dtype) : "float32"},
                       {"sparse", false},
                       {"ragged", false},
                       {"optional", false},
                       {"name", name()}});
}

Json InputLayer::ToJson() const {
  return Json::Object({{"module", "keras.layers"},
                       {"class_name", "InputLayer"},
                       {"config", Config()},
                       {"registered_name", nullptr}});
}

void AddInputLayer(Registry& r) {
  AddLayer<InputLayer>(
      r, "core", "InputLayer", "The place where a model is fed.",
      {ShapeParam("shape", nullptr, "Shape of one sample; null for unknown sizes."),
       Int("batch_size", nullptr, "Size of a batch, when it is fixed."),
       ShapeParam("batch_shape", nullptr, "Shape with the batch, in place of the two others."),
       Bool("sparse", false, "Must be false."), Bool("ragged", false, "Must be false."),
       Bool("optional", false, "Must be false.")},
      0, 0);
}

}  // namespace hb::keras_like
