#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <optional>

#include "keras_like/builtin.h"
#include "keras_like/callbacks/callback.h"

namespace hb::keras_like {

std::optional<double> FindLog(const Logs& logs, const std::string& name) {
  for (const auto& [log, value] : logs) {
    if (log == name) return value;
  }
  return std::nullopt;
}

Monitor::Monitor(const std::string& name, const std::string& mode, double min_delta)
    : name_(name), min_delta_(std::abs(min_delta)) {
  const auto ends = [&](const char* end) { return name_.ends_with(end); };
  larger_ =
      mode == "max" || (mode == "auto" && (ends("acc") || ends("accuracy") || ends("auc") ||
                                           ends("precision") || ends("recall") || ends("score")));
}

bool Monitor::Better(double value, double than) const {
  return larger_ ? value - min_delta_ > than : value + min_delta_ < than;
}

double Monitor::worst() const {
  const double infinity = std::numeric_limits<double>::infinity();
  return larger_ ? -infinity : infinity;
}

namespace {

class EarlyStopping : public Callback {
 public:
  explicit EarlyStopping(const Json& config)
      : Callback(config),
        monitor_(config["monitor"].AsString(), config["mode"].AsString(),
                 config["min_delta"].AsReal()) {}

  Status OnTrainBegin(FitState&) override {
    best_ = monitor_.worst();
    wait_ = 0;
    return Status();
  }

  Status OnEpochEnd(FitState& state, int64_t epoch, Logs& logs) override {
    const std::optional<double> value = FindLog(logs, monitor_.name());
    if (!value || epoch < Get("start_from_epoch").AsInt()) return Status();
    if (Get("restore_best_weights").AsBool() && kept_.empty()) HB_RETURN_IF_ERROR(Keep(state));
    ++wait_;
    if (monitor_.Better(*value, best_)) {
      best_ = *value;
      if (Get("restore_best_weights").AsBool()) HB_RETURN_IF_ERROR(Keep(state));
      const Json& baseline = Get("baseline");
      if (baseline.is_null() || monitor_.Better(*value, baseline.AsReal())) wait_ = 0;
      return Status();
    }
    if (wait_ >= Get("patience").AsInt() && epoch > 0) state.stop = true;
    return Status();
  }

  Status OnTrainEnd(FitState& state) override {
    const auto weights = state.program->model()->weights();
    for (size_t i = 0; i < kept_.size() && i < weights.size(); ++i) {
      HB_RETURN_IF_ERROR(weights[i]->Set(kept_[i]));
    }
    kept_.clear();
    return Status();
  }

 private:
  Status Keep(FitState& state) {
    kept_.clear();
    for (const auto& weight : state.program->model()->weights()) {
      HB_ASSIGN_OR_RETURN(Tensor value, weight->Get());
      kept_.push_back(std::move(value));
    }
    return Status();
  }

  Monitor monitor_;
  double best_ = 0;
  int64_t wait_ = 0;
  std::vector<Tensor> kept_;
};

// Replaces {epoch}, {epoch:02d}, {loss:.4f} and so on by values.
std::string FormatPath(const std::string& pattern, int64_t epoch, const Logs& logs) {
  std::string path;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const size_t end = pattern.find('}', i);
    if (pattern[i] != '{' || end == std::string::npos) {
      path.push_back(pattern[i]);
      continue;
    }
    const std::string field = pattern.substr(i + 1, end - i - 1);
    const size_t colon = field.find(':');
    const std::string name = field.substr(0, colon);
    const std::string format = colon == std::string::npos ? "" : field.substr(colon + 1);
    const int number = format.empty() ? 0 : std::atoi(format.c_str() + (format[0] == '.' ? 1 : 0));
    char text[64];
    if (name == "epoch") {
      std::snprintf(text, sizeof(text), "%0*lld", std::clamp(number, 0, 20),
                    static_cast<long long>(epoch + 1));
    } else {
      std::snprintf(text, sizeof(text), "%.*f", format.empty() ? 6 : std::clamp(number, 0, 20),
                    FindLog(logs, name).value_or(0));
    }
    path += text;
    i = end;
  }
  return path;
}

class ModelCheckpoint : public Callback {
 public:
  explicit ModelCheckpoint(const Json& config)
      : Callback(config),
        monitor_(config["monitor"].AsString(), config["mode"].AsString(), 0),
        best_(config["initial_value_threshold"].is_null()
                  ? monitor_.worst()
                  : config["initial_value_threshold"].AsReal()) {}

  Status OnEpochEnd(FitState& state, int64_t epoch, Logs& logs) override {
    if (Get("save_best_only").AsBool()) {
      const std::optional<double> value = FindLog(logs, monitor_.name());
      if (!value || !monitor_.Better(*value, best_)) return Status();
      best_ = *value;
    }
    return state.save(FormatPath(Get("filepath").AsString(), epoch, logs));
  }

 private:
  Monitor monitor_;
  double best_;
};

class LearningRateScheduler : public Callback {
 public:
  using Callback::Callback;

  Status OnEpochBegin(FitState& state, int64_t epoch) override {
    const Json& schedule = Get("schedule");
    if (schedule.is_array()) {
      const std::vector<Json>& rates = schedule.items();
      if (rates.empty()) return InvalidArgument("LearningRateScheduler needs rates");
      const size_t at = std::min(static_cast<size_t>(epoch), rates.size() - 1);
      return state.program->SetLearningRate(rates[at].AsReal());
    }
    HB_ASSIGN_OR_RETURN(const Spec spec, Registry::Get().Read(ObjectKind::kSchedule, schedule));
    const Graph graph;
    const Scope scope(graph);
    const auto rate =
        std::any_cast<std::function<Output(const Output&)>>(spec.info->make(spec.config));
    const Output value = rate(Const(scope, Tensor::Scalar(static_cast<float>(epoch))));
    HB_RETURN_IF_ERROR(scope.status());
    HB_ASSIGN_OR_RETURN(const Session session, Session::New(graph));
    HB_ASSIGN_OR_RETURN(const std::vector<Tensor> values, session.Run({}, std::span(&value, 1)));
    return state.program->SetLearningRate(values[0].scalar<float>());
  }

  Status OnEpochEnd(FitState& state, int64_t, Logs& logs) override {
    HB_ASSIGN_OR_RETURN(const double rate, state.program->LearningRate());
    if (!FindLog(logs, "learning_rate")) logs.emplace_back("learning_rate", rate);
    return Status();
  }
};

class ReduceLrOnPlateau : public Callback {
 public:
  explicit ReduceLrOnPlateau(const Json& config)
      : Callback(config),
        monitor_(config["monitor"].AsString(), config["mode"].AsString(),
                 config["min_delta"].AsReal()) {}

  Status OnTrainBegin(FitState&) override {
    best_ = monitor_.worst();
    wait_ = cooldown_ = 0;
    return Status();
  }

  Status OnEpochEnd(FitState& state, int64_t, Logs& logs) override {
    HB_ASSIGN_OR_RETURN(const double rate, state.program->LearningRate());
    if (!FindLog(logs, "learning_rate")) logs.emplace_back("learning_rate", rate);
    const std::optional<double> value = FindLog(logs, monitor_.name());
    if (!value) return Status();
    if (cooldown_ > 0) {
      --cooldown_;
      wait_ = 0;
    }
    if (monitor_.Better(*value, best_)) {
      best_ = *value;
      wait_ = 0;
    } else if (cooldown_ == 0 && ++wait_ >= Get("patience").AsInt()) {
      const double lowest = Get("min_lr").AsReal();
      if (rate > lowest) {
        cooldown_ = Get("cooldown").AsInt();
        wait_ = 0;
        return state.program->SetLearningRate(std::max(rate * Get("factor").AsReal(), lowest));
      }
    }
    return Status();
  }

 private:
  Monitor monitor_;
  double best_ = 0;
  int64_t wait_ = 0, cooldown_ = 0;
};

class CsvLogger : public Callback {
 public:
  using Callback::Callback;

  Status OnTrainBegin(FitState&) override {
    const std::string& name = Get("filename").AsString();
    const bool append = Get("append").AsBool();
    header_ = append && std::ifstream(name).peek() != std::ifstream::traits_type::eof();
    file_.open(name, append ? std::ios::app : std::ios::trunc);
    if (!file_) return Status(HB_NOT_FOUND, "CSVLogger can't write '" + name + "'");
    return Status();
  }

  Status OnEpochEnd(FitState&, int64_t epoch, Logs& logs) override {
    const std::string& separator = Get("separator").AsString();
    if (keys_.empty()) {
      for (const auto& [name, value] : logs) keys_.push_back(name);
      std::sort(keys_.begin(), keys_.end());
      if (!header_) {
        file_ << "epoch";
        for (const std::string& key : keys_) file_ << separator << key;
        file_ << "\n";
      }
    }
    file_ << epoch;
    for (const std::string& key : keys_) {
      const std::optional<double> value = FindLog(logs, key);
      file_ << separator << (value ? Json(*value).Dump() : "NA");
    }
    file_ << "\n";
    file_.flush();
    return file_ ? Status() : Status(HB_DATA_LOSS, "CSVLogger can't write its file");
  }

  Status OnTrainEnd(FitState&) override {
    file_.close();
    return Status();
  }

 private:
  std::ofstream file_;
  bool header_ = false;
  std::vector<std::string> keys_;
};

class TerminateOnNan : public Callback {
 public:
  using Callback::Callback;
  bool wants_batches() const override { return true; }
  Status OnBatchEnd(FitState& state, int64_t, const Logs& logs) override {
    const std::optional<double> loss = FindLog(logs, "loss");
    if (loss && !std::isfinite(*loss)) state.stop = true;
    return Status();
  }
};

template <class T>
void AddCallback(Registry& registry, const char* name, const char* doc, std::vector<Param> params) {
  registry.Add({.kind = ObjectKind::kCallback,
                .name = name,
                .doc = doc,
                .params = std::move(params),
                .make = [](const Json& config) {
                  return std::any(std::shared_ptr<Callback>(std::make_shared<T>(config)));
                }});
}

Param MonitorParam() { return Text("monitor", "val_loss", "The log that is watched."); }
Param ModeParam() {
  return Choice("mode", "auto", {"auto", "min", "max"}, "Whether smaller or larger is better.");
}
Param VerboseParam() { return Int("verbose", 0, "Has no effect; callbacks don't print."); }

}  // namespace

void AddCallbacks(Registry& r) {
  AddCallback<Callback>(r, "History", "The logs of all epochs; every fit keeps them.", {});
  AddCallback<EarlyStopping>(
      r, "EarlyStopping", "Stops when a log no longer gets better.",
      {MonitorParam(), Real("min_delta", 0, "What counts as better."),
       Int("patience", 0, "Epochs that may pass without.").Min(0), VerboseParam(), ModeParam(),
       Real("baseline", nullptr, "What must be reached at all."),
       Bool("restore_best_weights", false, "Whether the best epoch's weights come back."),
       Int("start_from_epoch", 0, "Epochs before watching begins.").Min(0)});
  AddCallback<ModelCheckpoint>(
      r, "ModelCheckpoint", "Saves the model after epochs.",
      {Required(Text("filepath", "", "Folder; may hold {epoch} and {<log>}.")), MonitorParam(),
       VerboseParam(), Bool("save_best_only", false, "Whether only a better model is saved."),
       Bool("save_weights_only", false, "Must be false."), ModeParam(),
       Choice("save_freq", "epoch", {"epoch"}, "When it saves."),
       Real("initial_value_threshold", nullptr, "What the first one must be better than.")});
  AddCallback<LearningRateScheduler>(
      r, "LearningRateScheduler", "Sets the learning rate at the start of each epoch.",
      {Required(Any("schedule", nullptr, "A schedule of the epoch, or a list of rates.")),
       VerboseParam()});
  AddCallback<ReduceLrOnPlateau>(
      r, "ReduceLROnPlateau", "Lowers the learning rate when a log no longer gets better.",
      {MonitorParam(), Real("factor", 0.1, "Factor of the rate.").Max(1),
       Int("patience", 10, "Epochs that may pass without.").Min(0), VerboseParam(), ModeParam(),
       Real("min_delta", 1e-4, "What counts as better."),
       Int("cooldown", 0, "Epochs after a change without watching.").Min(0),
       Real("min_lr", 0.0, "Lowest rate.")});
  AddCallback<CsvLogger>(
      r, "CSVLogger", "Writes the logs of each epoch to a file.",
      {Required(Text("filename", "", "The file.")), Text("separator", ",", "Between columns."),
       Bool("append", false, "Whether an existing file is continued.")});
  AddCallback<TerminateOnNan>(r, "TerminateOnNaN", "Stops when the loss is not finite.", {});
}

}  // namespace hb::keras_like
