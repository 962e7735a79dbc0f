// Layers, models and training. Configs travel as JSON text, data as arrays.
#include "hornbeam/keras.h"

#include "bindings/python/src/common.h"

namespace hbpy {
namespace {

// The exception that a traced function raised on this thread; it is raised again when the call of
// the library that led to it returns.
thread_local std::unique_ptr<py::error_already_set> traced_error;

void Check(Status* status) {
  if (traced_error != nullptr && HB_GetCode(*status) != HB_OK) {
    py::error_already_set error = *traced_error;
    traced_error.reset();
    throw error;  // NOLINT: the same Python object
  }
  traced_error.reset();
  status->Check();
}

class Buffer {
 public:
  Buffer() : handle_(HB_NewBuffer()) {}
  ~Buffer() { HB_DeleteBuffer(handle_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  operator HB_Buffer*() { return handle_; }  // NOLINT: passed on to C
  std::string text() const {
    return std::string(static_cast<const char*>(handle_->data), handle_->length);
  }

 private:
  HB_Buffer* handle_;
};

// Tensors of a list of arrays, kept together with the array of pointers that C wants.
class Arrays {
 public:
  Arrays() = default;
  explicit Arrays(const py::list& values) {
    for (const py::handle& v : values) {
      kept_.push_back(ToTensor(py::reinterpret_borrow<py::object>(v), 0));
      pointers_.push_back(kept_.back().get());
    }
  }
  HB_Tensor* const* data() const { return pointers_.data(); }
  int size() const { return static_cast<int>(pointers_.size()); }

 private:
  std::vector<TensorPtr> kept_;
  std::vector<HB_Tensor*> pointers_;
};

HB_Arrays Batch(const Arrays& x, const Arrays& y, const Arrays& weights) {
  return {sizeof(HB_Arrays), x.data(),       x.size(),      y.data(),
          y.size(),          weights.data(), weights.size()};
}

py::dict LogsOf(int count, const char* const* names, const double* values) {
  py::dict out;
  for (int i = 0; i < count; ++i) out[names[i]] = values[i];
  return out;
}

// What a traced function is given besides its inputs.
struct Trace {
  HB_Trace* handle;
  GraphPtr graph;
  bool training() const { return HB_TraceIsTraining(handle) != 0; }
  std::string scope() const { return HB_TraceScope(handle); }
  py::tuple AddWeight(const std::string& name, const std::vector<int64_t>& shape, int dtype,
                      const std::string& initializer, bool trainable) const {
    Status status;
    HB_Output value{};
    HB_TraceAddWeight(handle, name.c_str(), shape.data(), static_cast<int>(shape.size()),
                      static_cast<HB_DataType>(dtype),
                      initializer.empty() ? nullptr : initializer.c_str(), trainable ? 1 : 0,
                      &value, status);
    status.Check();
    return py::make_tuple(Operation{graph, value.oper}, value.index);
  }
  void UpdateWeight(const std::string& name, const OutputPair& value) const {
    Status status;
    HB_TraceUpdateWeight(handle, name.c_str(), ToOutputs({value})[0], status);
    status.Check();
  }
};

// Calls fn(trace, [(operation, index)...]) -> [(operation, index)...].
void CallTraced(void* user, HB_Trace* handle, const HB_Output* inputs, int ninputs,
                HB_Output* outputs, int noutputs, HB_Status* status) {
  py::gil_scoped_acquire gil;
  try {
    auto graph = std::make_shared<Graph>(HB_TraceGraph(handle), false);
    py::list in;
    for (int i = 0; i < ninputs; ++i) {
      in.append(py::make_tuple(Operation{graph, inputs[i].oper}, inputs[i].index));
    }
    const py::object fn = py::reinterpret_borrow<py::object>(static_cast<PyObject*>(user));
    const auto out = ToOutputs(py::cast<std::vector<OutputPair>>(fn(Trace{handle, graph}, in)));
    if (static_cast<int>(out.size()) != noutputs) {
      throw py::value_error("the function must give " + std::to_string(noutputs) +
                            " outputs, not " + std::to_string(out.size()));
    }
    std::copy(out.begin(), out.end(), outputs);
  } catch (py::error_already_set& e) {
    HB_SetStatus(status, HB_INVALID_ARGUMENT, e.what());
    traced_error = std::make_unique<py::error_already_set>(e);
  } catch (const std::exception& e) {
    HB_SetStatus(status, HB_INVALID_ARGUMENT, e.what());
  }
}

void ReleaseTraced(void* user) {
  py::gil_scoped_acquire gil;
  Py_DECREF(static_cast<PyObject*>(user));
}

void* Keep(const py::object& fn) {
  Py_INCREF(fn.ptr());
  return fn.ptr();
}

template <typename T, void (*Delete)(T*)>
struct Handle {
  T* handle;
  explicit Handle(T* h) : handle(h) {}
  ~Handle() {
    py::gil_scoped_release release;
    Delete(handle);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
};
using Layer = Handle<HB_Layer, HB_DeleteLayer>;
using Symbol = Handle<HB_Symbol, HB_DeleteSymbol>;
using Model = Handle<HB_Model, HB_DeleteModel>;
using LayerPtr = std::shared_ptr<Layer>;
using SymbolPtr = std::shared_ptr<Symbol>;
using ModelPtr = std::shared_ptr<Model>;

// Runs `call` without the lock and raises its error.
template <typename Call>
auto Unlocked(Call&& call) {
  Status status;
  using R = decltype(call(status));
  if constexpr (std::is_void_v<R>) {
    {
      py::gil_scoped_release release;
      call(status);
    }
    Check(&status);
  } else {
    R result;
    {
      py::gil_scoped_release release;
      result = call(status);
    }
    Check(&status);
    return result;
  }
}

template <typename Ptr>
auto Handles(const std::vector<Ptr>& list) {
  std::vector<decltype(list[0]->handle)> out;
  for (const Ptr& p : list) out.push_back(p->handle);
  return out;
}

LayerPtr NewLayer(const std::string& class_name, const std::string& config) {
  return std::make_shared<Layer>(Unlocked([&](HB_Status* s) {
    return HB_LayerNew(class_name.c_str(), config.data(), config.size(), s);
  }));
}

LayerPtr TracedLayer(const std::string& class_name, const std::string& config, int outputs,
                     const py::object& fn) {
  void* user = Keep(fn);
  return std::make_shared<Layer>(Unlocked([&](HB_Status* s) {
    return HB_LayerFromTrace(class_name.c_str(), config.data(), config.size(), outputs, CallTraced,
                             user, ReleaseTraced, s);
  }));
}

std::vector<SymbolPtr> CallLayer(const LayerPtr& layer, const std::vector<SymbolPtr>& inputs,
                                 int outputs) {
  auto in = Handles(inputs);
  std::vector<HB_Symbol*> out(static_cast<size_t>(outputs));
  Unlocked([&](HB_Status* s) {
    HB_LayerCall(layer->handle, in.data(), static_cast<int>(in.size()), out.data(), outputs, s);
  });
  std::vector<SymbolPtr> result;
  for (HB_Symbol* h : out) result.push_back(std::make_shared<Symbol>(h));
  return result;
}

template <typename Call>
std::string Text(Call&& call) {
  Buffer buffer;
  Unlocked([&](HB_Status* s) { call(buffer, s); });
  return buffer.text();
}

py::list ArraysOf(std::vector<HB_Tensor*>& tensors) {
  py::list out;
  for (HB_Tensor*& t : tensors) {
    out.append(ToArray(TensorPtr(t)));
    t = nullptr;
  }
  return out;
}

py::list Predict(const ModelPtr& m, const py::list& inputs, int outputs) {
  const Arrays in(inputs);
  std::vector<HB_Tensor*> out(static_cast<size_t>(outputs), nullptr);
  Unlocked([&](HB_Status* s) {
    HB_ModelPredict(m->handle, in.data(), in.size(), out.data(), outputs, s);
  });
  return ArraysOf(out);
}

py::dict Evaluate(const ModelPtr& m, const py::list& x, const py::list& y, const py::list& weights,
                  int64_t batch_size) {
  const Arrays ax(x), ay(y), aw(weights);
  const HB_Arrays data = Batch(ax, ay, aw);
  HB_Logs logs = {};
  logs.struct_size = sizeof(logs);
  Unlocked([&](HB_Status* s) { HB_ModelEvaluate(m->handle, &data, batch_size, &logs, s); });
  return LogsOf(logs.count, logs.names, logs.values);
}

py::dict TestOnBatch(const ModelPtr& m, const py::list& x, const py::list& y,
                     const py::list& weights) {
  const Arrays ax(x), ay(y), aw(weights);
  const HB_Arrays data = Batch(ax, ay, aw);
  HB_Logs logs = {};
  logs.struct_size = sizeof(logs);
  Unlocked([&](HB_Status* s) { HB_ModelTestOnBatch(m->handle, &data, &logs, s); });
  return LogsOf(logs.count, logs.names, logs.values);
}

py::dict TrainOnBatch(const ModelPtr& m, const py::list& x, const py::list& y,
                      const py::list& weights, const std::string& class_weight) {
  const Arrays ax(x), ay(y), aw(weights);
  const HB_Arrays data = Batch(ax, ay, aw);
  HB_Logs logs = {};
  logs.struct_size = sizeof(logs);
  Unlocked([&](HB_Status* s) {
    HB_ModelTrainOnBatch(m->handle, &data, class_weight.empty() ? nullptr : class_weight.c_str(),
                         &logs, s);
  });
  return LogsOf(logs.count, logs.names, logs.values);
}

// A fit under way, with everything that it refers to.
class Trainer {
 public:
  Trainer(ModelPtr model, const py::list& x, const py::list& y, const py::dict& options)
      : model_(std::move(model)), x_(x), y_(y) {
    HB_FitOptions o = {};
    o.struct_size = sizeof(o);
    auto number = [&](const char* key, auto fallback) {
      using T = decltype(fallback);
      return options.contains(key) && !options[key].is_none() ? py::cast<T>(options[key])
                                                              : fallback;
    };
    o.epochs = number("epochs", int64_t{1});
    o.initial_epoch = number("initial_epoch", int64_t{0});
    o.batch_size = number("batch_size", int64_t{0});
    o.steps_per_epoch = number("steps_per_epoch", int64_t{0});
    o.validation_steps = number("validation_steps", int64_t{0});
    o.validation_batch_size = number("validation_batch_size", int64_t{0});
    o.validation_freq = number("validation_freq", int64_t{0});
    o.validation_split = number("validation_split", 0.0);
    o.no_shuffle = number("shuffle", true) ? 0 : 1;
    if (options.contains("seed") && !options["seed"].is_none()) {
      o.has_seed = 1;
      o.seed = py::cast<uint64_t>(options["seed"]);
    }
    if (options.contains("validation") && !options["validation"].is_none()) {
      const auto v = py::cast<py::tuple>(options["validation"]);
      vx_ = Arrays(py::cast<py::list>(v[0]));
      vy_ = Arrays(py::cast<py::list>(v[1]));
      vw_ = Arrays(py::cast<py::list>(v[2]));
      validation_ = Batch(vx_, vy_, vw_);
      o.validation = &validation_;
    }
    weights_ = Arrays(number("sample_weight", py::list()));
    o.sample_weight = weights_.data();
    o.nsample_weight = weights_.size();
    class_weight_ = number("class_weight", std::string());
    if (!class_weight_.empty()) o.class_weight = class_weight_.c_str();
    callbacks_ = number("callbacks", std::string());
    if (!callbacks_.empty()) o.callbacks = callbacks_.c_str();
    o.events = number("events", 0);
    o.batch_interval = number("batch_interval", 0.0);
    o.feed_validation = number("feed_validation", false) ? 1 : 0;
    handle_ = Unlocked([&](HB_Status* s) {
      return HB_TrainerNew(model_->handle, x_.data(), x_.size(), y_.data(), y_.size(), &o, s);
    });
  }
  ~Trainer() {
    py::gil_scoped_release release;
    HB_DeleteTrainer(handle_);
  }
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  // (kind, epoch, batch, batches, seconds, logs, messages), or None when the fit is over.
  py::object Next() {
    HB_TrainerEvent e = {};
    e.struct_size = sizeof(e);
    const unsigned char more =
        Unlocked([&](HB_Status* s) { return HB_TrainerNext(handle_, &e, s); });
    if (more == 0) return py::none();
    py::list messages;
    for (int i = 0; i < e.num_messages; ++i) messages.append(py::str(e.messages[i]));
    return py::make_tuple(static_cast<int>(e.kind), e.epoch, e.batch, e.batches, e.seconds,
                          LogsOf(e.num_logs, e.log_names, e.log_values), messages);
  }
  void Feed(const py::object& batch) {
    if (batch.is_none()) {
      Unlocked([&](HB_Status* s) { HB_TrainerFeed(handle_, nullptr, s); });
      return;
    }
    const auto b = py::cast<py::tuple>(batch);
    fx_ = Arrays(py::cast<py::list>(b[0]));
    fy_ = Arrays(py::cast<py::list>(b[1]));
    fw_ = Arrays(py::cast<py::list>(b[2]));
    const HB_Arrays data = Batch(fx_, fy_, fw_);
    Unlocked([&](HB_Status* s) { HB_TrainerFeed(handle_, &data, s); });
  }
  void Cancel() { HB_TrainerCancel(handle_); }
  void Stop() { HB_TrainerStop(handle_); }
  std::string History() {
    return Text([&](HB_Buffer* b, HB_Status* s) { HB_TrainerHistory(handle_, b, s); });
  }

 private:
  ModelPtr model_;
  Arrays x_, y_, vx_, vy_, vw_, weights_, fx_, fy_, fw_;
  HB_Arrays validation_ = {};
  std::string class_weight_, callbacks_;
  HB_Trainer* handle_ = nullptr;
};

void DefineModel(py::module_& m) {
  py::class_<Model, ModelPtr>(m, "Model")
      .def("config",
           [](const ModelPtr& p) {
             return Text([&](HB_Buffer* b, HB_Status* s) { HB_ModelConfig(p->handle, b, s); });
           })
      .def("compile_config",
           [](const ModelPtr& p) {
             return Text(
                 [&](HB_Buffer* b, HB_Status* s) { HB_ModelCompileConfig(p->handle, b, s); });
           })
      .def("describe",
           [](const ModelPtr& p) {
             return Text([&](HB_Buffer* b, HB_Status* s) { HB_ModelDescribe(p->handle, b, s); });
           })
      .def("summary",
           [](const ModelPtr& p, int width) {
             return Text(
                 [&](HB_Buffer* b, HB_Status* s) { HB_ModelSummary(p->handle, width, b, s); });
           })
      .def("build",
           [](const ModelPtr& p, const py::list& inputs) {
             const Arrays in(inputs);
             Unlocked([&](HB_Status* s) { HB_ModelBuild(p->handle, in.data(), in.size(), s); });
           })
      .def("compile",
           [](const ModelPtr& p, const std::string& config) {
             Unlocked([&](HB_Status* s) {
               HB_ModelCompile(p->handle, config.data(), config.size(), s);
             });
           })
      .def("add_loss",
           [](const ModelPtr& p, const std::string& name, const py::object& fn) {
             void* user = Keep(fn);
             Unlocked([&](HB_Status* s) {
               HB_ModelAddLoss(p->handle, name.c_str(), CallTraced, user, ReleaseTraced, s);
             });
           })
      .def("add_optimizer",
           [](const ModelPtr& p, const std::string& name, const py::object& fn) {
             void* user = Keep(fn);
             Unlocked([&](HB_Status* s) {
               HB_ModelAddOptimizer(p->handle, name.c_str(), CallTraced, user, ReleaseTraced, s);
             });
           })
      .def("predict", Predict)
      .def("evaluate", Evaluate)
      .def("train_on_batch", TrainOnBatch)
      .def("test_on_batch", TestOnBatch)
      .def("reset_metrics",
           [](const ModelPtr& p) {
             Unlocked([&](HB_Status* s) { HB_ModelResetMetrics(p->handle, s); });
           })
      .def("get_weights",
           [](const ModelPtr& p) {
             std::vector<HB_Tensor*> out(static_cast<size_t>(HB_ModelNumWeights(p->handle)),
                                         nullptr);
             Unlocked([&](HB_Status* s) {
               HB_ModelGetWeights(p->handle, out.data(), static_cast<int>(out.size()), s);
             });
             return ArraysOf(out);
           })
      .def(
          "set_weights",
          [](const ModelPtr& p, const py::list& values) {
            const Arrays in(values);
            Unlocked([&](HB_Status* s) { HB_ModelSetWeights(p->handle, in.data(), in.size(), s); });
          })
      .def("learning_rate",
           [](const ModelPtr& p) {
             return Unlocked([&](HB_Status* s) { return HB_ModelLearningRate(p->handle, s); });
           })
      .def("set_learning_rate",
           [](const ModelPtr& p, double rate) {
             Unlocked([&](HB_Status* s) { HB_ModelSetLearningRate(p->handle, rate, s); });
           })
      .def("save",
           [](const ModelPtr& p, const std::string& folder, bool training) {
             HB_SaveOptions o = {};
             o.struct_size = sizeof(o);
             o.without_training = training ? 0 : 1;
             Unlocked([&](HB_Status* s) { HB_ModelSave(p->handle, folder.c_str(), &o, s); });
           })
      .def("save_weights",
           [](const ModelPtr& p, const std::string& path) {
             Unlocked([&](HB_Status* s) { HB_ModelSaveWeights(p->handle, path.c_str(), s); });
           })
      .def("load_weights",
           [](const ModelPtr& p, const std::string& path) {
             Unlocked([&](HB_Status* s) { HB_ModelLoadWeights(p->handle, path.c_str(), s); });
           })
      .def("as_layer",
           [](const ModelPtr& p) { return std::make_shared<Layer>(HB_LayerFromModel(p->handle)); });
}

}  // namespace

void DefineKeras(py::module_& root) {
  py::module_ m = root.def_submodule("keras");
  py::class_<Layer, LayerPtr>(m, "Layer")
      .def("config",
           [](const LayerPtr& p) {
             return Text([&](HB_Buffer* b, HB_Status* s) { HB_LayerConfig(p->handle, b, s); });
           })
      .def("adapt", [](const LayerPtr& p, const py::object& data, bool go_on) {
        const TensorPtr tensor = ToTensor(data, 0);
        Unlocked([&](HB_Status* s) { HB_LayerAdapt(p->handle, tensor.get(), go_on ? 1 : 0, s); });
      });
  py::class_<Symbol, SymbolPtr>(m, "Symbol").def("describe", [](const SymbolPtr& p) {
    return Text([&](HB_Buffer* b, HB_Status* s) { HB_SymbolDescribe(p->handle, b, s); });
  });
  py::class_<Trace>(m, "Trace")
      .def_property_readonly("training", &Trace::training)
      .def_property_readonly("scope", &Trace::scope)
      .def_property_readonly("graph", [](const Trace& t) { return t.graph; })
      .def("add_weight", &Trace::AddWeight)
      .def("update_weight", &Trace::UpdateWeight);
  py::class_<Trainer>(m, "Trainer")
      .def(py::init<ModelPtr, const py::list&, const py::list&, const py::dict&>())
      .def("next", &Trainer::Next)
      .def("feed", &Trainer::Feed)
      .def("cancel", &Trainer::Cancel)
      .def("stop", &Trainer::Stop)
      .def("history", &Trainer::History);
  DefineModel(m);
  m.def("new_layer", NewLayer);
  m.def("traced_layer", TracedLayer);
  m.def("call_layer", CallLayer);
  m.def("new_input", [](const std::string& config) {
    return std::make_shared<Symbol>(
        Unlocked([&](HB_Status* s) { return HB_SymbolInput(config.data(), config.size(), s); }));
  });
  m.def("new_model", [](const std::vector<SymbolPtr>& inputs, const std::vector<SymbolPtr>& outputs,
                        const std::string& name) {
    auto in = Handles(inputs), out = Handles(outputs);
    return std::make_shared<Model>(Unlocked([&](HB_Status* s) {
      return HB_ModelNew(in.data(), static_cast<int>(in.size()), out.data(),
                         static_cast<int>(out.size()), name.empty() ? nullptr : name.c_str(), s);
    }));
  });
  m.def("new_sequential", [](const std::vector<LayerPtr>& layers, const std::string& name) {
    auto list = Handles(layers);
    return std::make_shared<Model>(Unlocked([&](HB_Status* s) {
      return HB_ModelSequential(list.data(), static_cast<int>(list.size()),
                                name.empty() ? nullptr : name.c_str(), s);
    }));
  });
  m.def("model_from_config", [](const std::string& config) {
    return std::make_shared<Model>(Unlocked(
        [&](HB_Status* s) { return HB_ModelFromConfig(config.data(), config.size(), s); }));
  });
  m.def("load", [](const std::string& folder, bool all_files) {
    HB_LoadOptions o = {};
    o.struct_size = sizeof(o);
    o.file_access = all_files ? HB_FILE_ACCESS_ALL : HB_FILE_ACCESS_MODEL_DIR_ONLY;
    return std::make_shared<Model>(
        Unlocked([&](HB_Status* s) { return HB_ModelLoad(folder.c_str(), &o, s); }));
  });
  m.def("set_random_seed", &HB_SetRandomSeed);
  m.def("schema", [] { return Text([](HB_Buffer* b, HB_Status* s) { HB_LayersSchema(b, s); }); });
}

}  // namespace hbpy
