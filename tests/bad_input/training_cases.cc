// Layers, models and fits with wrong configurations and data.
#include <cmath>
#include <limits>

#include "hornbeam/keras.h"
#include "tests/bad_input/world.h"

namespace hb::bad_input {
namespace {

// A model of one layer, or of the layers given, and its status.
class Net {
 public:
  explicit Net(const std::string& class_name = "Dense",
               const std::string& config = R"({"units": 1})")
      : status_(HB_NewStatus()) {
    HB_Layer* layer = HB_LayerNew(class_name.c_str(), config.data(), config.size(), status_);
    if (layer == nullptr) return;
    model_ = HB_ModelSequential(&layer, 1, nullptr, status_);
    HB_DeleteLayer(layer);
  }
  ~Net() {
    HB_DeleteModel(model_);
    HB_DeleteStatus(status_);
  }
  Net(const Net&) = delete;
  Net& operator=(const Net&) = delete;

  HB_Model* model() const { return model_; }
  HB_Status* status() const { return status_; }
  bool Compile(const std::string& config = R"({"optimizer": "sgd", "loss": "mse"})") {
    if (model_ != nullptr) HB_ModelCompile(model_, config.data(), config.size(), status_);
    return HB_GetCode(status_) == HB_OK;
  }
  // Fits; the number of epochs that ended, and the last loss.
  std::pair<int, double> Fit(const Tensor& x, const Tensor& y, const HB_FitOptions& options) {
    HB_Tensor* const xs[] = {x.handle()};
    HB_Tensor* const ys[] = {y.handle()};
    int epochs = 0;
    double loss = 0;
    HB_Trainer* trainer = HB_TrainerNew(model_, xs, 1, ys, 1, &options, status_);
    if (trainer == nullptr) return {0, 0};
    HB_TrainerEvent event = {};
    event.struct_size = sizeof(event);
    while (HB_TrainerNext(trainer, &event, status_)) {
      if (event.kind != HB_EVENT_EPOCH_END) continue;
      ++epochs;
      loss = event.loss;
    }
    HB_DeleteTrainer(trainer);
    return {epochs, loss};
  }
  bool Predict(const Tensor& x) {
    HB_Tensor* const xs[] = {x.handle()};
    HB_Tensor* y = nullptr;
    HB_ModelPredict(model_, xs, 1, &y, 1, status_);
    HB_DeleteTensor(y);
    return HB_GetCode(status_) == HB_OK;
  }
  std::string Expect(HB_Code code, const std::vector<std::string>& words) const {
    return ExpectStatus(status_, code, words);
  }

 private:
  HB_Status* status_;
  HB_Model* model_ = nullptr;
};

Tensor Filled(std::initializer_list<int64_t> dims, float value) {
  Tensor t(HB_FLOAT, dims);
  for (float& v : t.flat<float>()) v = value;
  return t;
}

HB_FitOptions Options(int64_t epochs, const char* callbacks = nullptr) {
  HB_FitOptions options = {};
  options.struct_size = sizeof(options);
  options.epochs = epochs;
  options.callbacks = callbacks;
  return options;
}

// Labels that are not a number: the fit goes on, or ends with the callback.
std::string FitOnNaN(bool terminate) {
  Net net;
  if (!net.Compile()) return net.Expect(HB_OK, {});
  const Tensor x = Filled({8, 3}, 1), y = Filled({8, 1}, std::numeric_limits<float>::quiet_NaN());
  const auto [epochs, loss] =
      net.Fit(x, y, Options(4, terminate ? R"(["TerminateOnNaN"])" : nullptr));
  const std::string wrong = net.Expect(HB_OK, {});
  if (!wrong.empty()) return wrong;
  if (!std::isnan(loss)) return "the loss is " + std::to_string(loss);
  const int wanted = terminate ? 1 : 4;
  return epochs == wanted ? "" : std::to_string(epochs) + " epochs";
}

Case BadLayer(const std::string& name, const std::string& class_name, const std::string& config,
              const std::vector<std::string>& words) {
  return {name, [=]() -> std::string {
            Net net(class_name, config);
            if (HB_GetCode(net.status()) == HB_OK && net.Compile())
              net.Predict(Filled({2, 4, 4, 1}, 1));
            return net.Expect(HB_INVALID_ARGUMENT, words);
          }};
}

void AddLayers(Cases* cases) {
  cases->push_back(BadLayer("no such layer", "Dens", "{}", {"Dens"}));
  cases->push_back(BadLayer("a parameter that isn't", "Dense", R"({"units": 1, "unit": 2})",
                            {"'unit'", "units"}));
  cases->push_back(
      BadLayer("a parameter of another kind", "Dense", R"({"units": "many"})", {"units"}));
  cases->push_back(BadLayer("a missing parameter", "Dense", "{}", {"units"}));
  cases->push_back(BadLayer("minus three units", "Dense", R"({"units": -3})", {"units", "-3"}));
  cases->push_back(BadLayer("no units", "Dense", R"({"units": 0})", {"units", "0"}));
  cases->push_back(
      BadLayer("no such activation", "Dense", R"({"units": 1, "activation": "rellu"})", {"rellu"}));
  cases->push_back(BadLayer("no such padding", "Conv2D",
                            R"({"filters": 1, "kernel_size": 3, "padding": "maybe"})",
                            {"padding", "maybe"}));
  cases->push_back(BadLayer("strides of zero", "Conv2D",
                            R"({"filters": 1, "kernel_size": 3, "strides": 0})", {"strides"}));
  cases->push_back(BadLayer("a kernel larger than the image", "Conv2D",
                            R"({"filters": 1, "kernel_size": 9})", {"Conv2D", "(9, 9)"}));
  cases->push_back(BadLayer("a shape that doesn't fit", "Reshape", R"({"target_shape": [3, 5]})",
                            {"Reshape", "(3, 5)"}));
  cases->push_back(BadLayer("text that is no JSON", "Dense", R"({"units": )", {"JSON"}));
  cases->push_back(
      BadLayer("JSON nested 100,000 deep", "Dense", std::string(100000, '['), {"JSON"}));
  cases->push_back({"2^40 units", []() -> std::string {
                      Net net("Dense", R"({"units": 1099511627776})");
                      if (net.Compile()) net.Predict(Filled({2, 3}, 1));
                      return net.Expect(HB_INVALID_ARGUMENT, {"Dense", "1099511627776"});
                    }});
  cases->push_back({"2^62 units", []() -> std::string {
                      Net net("Dense", R"({"units": 4611686018427387904})");
                      if (net.Compile()) net.Predict(Filled({2, 3}, 1));
                      return net.Expect(HB_INVALID_ARGUMENT, {"Dense", "4611686018427387904"});
                    }});
}

Case BadCompile(const std::string& name, const std::string& config,
                const std::vector<std::string>& words) {
  return {name, [=]() -> std::string {
            Net net;
            if (net.Compile(config)) net.Fit(Filled({4, 2}, 1), Filled({4, 1}, 1), Options(1));
            return net.Expect(HB_INVALID_ARGUMENT, words);
          }};
}

void AddCompile(Cases* cases) {
  cases->push_back(BadCompile("no such loss", R"({"loss": "mes"})", {"mes"}));
  cases->push_back(
      BadCompile("no such optimizer", R"({"optimizer": "adan", "loss": "mse"})", {"adan"}));
  cases->push_back(
      BadCompile("no such metric", R"({"loss": "mse", "metrics": ["maee"]})", {"maee"}));
  cases->push_back(BadCompile("a word that compile doesn't know", R"({"los": "mse"})", {"los"}));
  cases->push_back({"fit without compile", []() -> std::string {
                      Net net;
                      net.Fit(Filled({4, 2}, 1), Filled({4, 1}, 1), Options(1));
                      return net.Expect(HB_FAILED_PRECONDITION, {"compile"});
                    }});
}

Case BadFit(const std::string& name, const std::function<Tensor()>& x,
            const std::function<Tensor()>& y, const HB_FitOptions& options,
            const std::vector<std::string>& words) {
  return {name, [=]() -> std::string {
            Net net;
            if (!net.Compile()) return net.Expect(HB_OK, {});
            net.Fit(x(), y(), options);
            return net.Expect(HB_INVALID_ARGUMENT, words);
          }};
}

void AddFits(Cases* cases) {
  const auto x = [] { return Filled({4, 2}, 1); };
  const auto y = [] { return Filled({4, 1}, 1); };
  cases->push_back({"a loss that is not a number", [] { return FitOnNaN(false); }});
  cases->push_back(
      {"a loss that is not a number, with TerminateOnNaN", [] { return FitOnNaN(true); }});
  cases->push_back(BadFit("more labels than samples", x,
                          [] {
                            return Filled({5, 1}, 1);
                          },
                          Options(1), {"4", "5"}));
  cases->push_back({"labels of another shape", []() -> std::string {
                      Net net("Dense", R"({"units": 2})");
                      if (net.Compile()) net.Fit(Filled({4, 2}, 1), Filled({4, 3}, 1), Options(1));
                      return net.Expect(HB_INVALID_ARGUMENT, {"node '", "2", "3"});
                    }});
  cases->push_back(BadFit("samples of strings",
                          [] {
                            return Tensor(HB_STRING, {4, 2});
                          },
                          y, Options(1), {"string"}));
  cases->push_back(BadFit("a scalar as samples", [] { return Tensor::Scalar<float>(1); }, y,
                          Options(1), {"sample"}));
  cases->push_back(BadFit(
      "no samples",
      [] {
        return Tensor(HB_FLOAT, {0, 2});
      },
      [] {
        return Tensor(HB_FLOAT, {0, 1});
      },
      Options(1), {"sample"}));
  cases->push_back(
      BadFit("no such callback", x, y, Options(1, R"(["TerminateOnZero"])"), {"TerminateOnZero"}));
  HB_FitOptions negative = Options(1);
  negative.batch_size = -1;
  cases->push_back(BadFit("a batch of -1", x, y, negative, {"batch_size"}));
  HB_FitOptions split = Options(1);
  split.validation_split = 1.5;
  cases->push_back(BadFit("a split of 1.5", x, y, split, {"validation_split"}));
  HB_FitOptions weights = Options(1);
  weights.class_weight = "{\"0\": ";
  cases->push_back(BadFit("class weights that are no JSON", x, y, weights, {"class_weight"}));
}

void AddOthers(Cases* cases) {
  cases->push_back({"prediction of another shape", []() -> std::string {
                      Net net;
                      if (net.Compile()) net.Predict(Filled({4, 2}, 1));
                      if (HB_GetCode(net.status()) == HB_OK) net.Predict(Filled({4, 3}, 1));
                      return net.Expect(HB_INVALID_ARGUMENT, {"(None, 2)", "3"});
                    }});
  cases->push_back(
      {"a folder without a model", []() -> std::string {
         const TempFolder folder;
         HB_Status* status = HB_NewStatus();
         HB_Model* m = HB_ModelLoad(folder.path().c_str(), nullptr, status);
         const std::string wrong = ExpectStatus(status, HB_NOT_FOUND, {folder.path(), "model"});
         HB_DeleteModel(m);
         HB_DeleteStatus(status);
         return wrong;
       }});
  cases->push_back({"a folder that can't be written", []() -> std::string {
                      Net net;
                      if (net.Compile()) net.Predict(Filled({4, 2}, 1));
                      HB_ModelSave(net.model(), "/proc/nowhere/model", nullptr, net.status());
                      const HB_Code code = HB_GetCode(net.status());
                      return code == HB_OK ? "saved" : net.Expect(code, {"/proc/nowhere"});
                    }});
}

}  // namespace

Cases TrainingCases() {
  Cases cases;
  AddLayers(&cases);
  AddCompile(&cases);
  AddFits(&cases);
  AddOthers(&cases);
  return cases;
}

}  // namespace hb::bad_input
