#include <algorithm>
#include <cmath>
#include <optional>

#include "keras_like/builtin.h"
#include "keras_like/callbacks/callback.h"
#include "keras_like/engine/file.h"

namespace hb::keras_like {

std::optional<double> FindLog(const Logs& logs, const std::string& name) {
  for (const auto& [log, value] : logs) {
    if (log == name) return value;
  }
  return std::nullopt;
}

void SetLog(Logs* logs, const std::string& name, double value) {
  for (auto& [log, old] : *logs) {
    if (log != name) continue;
    old = value;
    return;
  }
  logs->emplace_back(name, value);
}

std::string LogNames(const Logs& logs) {
  std::string names;
  for (const auto& [name, value] : logs) names += (names.empty() ? "" : ",") + name;
  return names;
}

Param VerboseParam() { return Int("verbose", 0, "1 tells the user what it does."); }

namespace {

class LearningRateScheduler : public Callback {
 public:
  using Callback::Callback;

  Status OnEpochBegin(FitState& state, int64_t epoch) override {
    HB_ASSIGN_OR_RETURN(const double rate, RateOf(epoch));
    if (verbose()) {
      state.messages.push_back("Epoch " + std::to_string(epoch + 1) +
                               ": LearningRateScheduler setting learning rate to " +
                               Json(rate).Dump() + ".");
    }
    return state.program->SetLearningRate(rate);
  }

  Status OnEpochEnd(FitState& state, int64_t, Logs& logs) override {
    HB_ASSIGN_OR_RETURN(const double rate, state.program->LearningRate());
    SetLog(&logs, "learning_rate", rate);
    return Status();
  }

 private:
  Result<double> RateOf(int64_t epoch) const {
    const Json& schedule = Get("schedule");
    if (schedule.is_array()) {
      const std::vector<Json>& rates = schedule.items();
      if (rates.empty()) return InvalidArgument("LearningRateScheduler needs rates");
      return rates[std::min(static_cast<size_t>(epoch), rates.size() - 1)].AsReal();
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
    return static_cast<double>(values[0].scalar<float>());
  }
};

// Writes as Python's csv module does: lines end with "\r\n".
class CsvLogger : public Callback {
 public:
  using Callback::Callback;

  Status OnTrainBegin(FitState&) override {
    const std::string& name = Get("filename").AsString();
    const bool append = Get("append").AsBool();
    const File there = append ? OpenFile(name, "rb") : nullptr;
    header_ = there != nullptr && std::fgetc(there.get()) != EOF;
    keys_.clear();
    file_ = OpenFile(name, append ? "ab" : "wb");
    if (file_ == nullptr) return Status(HB_NOT_FOUND, "CSVLogger can't write '" + name + "'");
    return Status();
  }

  Status OnEpochEnd(FitState&, int64_t epoch, Logs& logs) override {
    const std::string& separator = Get("separator").AsString();
    std::string text;
    if (keys_.empty()) {
      ChooseKeys(logs);
      if (!header_) {
        text = "epoch";
        for (const std::string& key : keys_) text += separator + key;
        text += "\r\n";
      }
    }
    text += std::to_string(epoch);
    for (const std::string& key : keys_) {
      const std::optional<double> value = FindLog(logs, key);
      text += separator + (value ? Json(*value).Dump() : "NA");
    }
    const bool written = WriteText(file_.get(), text + "\r\n");
    return written ? Status() : Status(HB_DATA_LOSS, "CSVLogger can't write its file");
  }

  Status OnTrainEnd(FitState&) override {
    file_ = nullptr;
    return Status();
  }

 private:
  // All logs and, since a validation may come later, their like for validation.
  void ChooseKeys(const Logs& logs) {
    for (const auto& [name, value] : logs) keys_.push_back(name);
    std::sort(keys_.begin(), keys_.end());
    const auto validates = [](const std::string& key) { return key.starts_with("val_"); };
    if (std::any_of(keys_.begin(), keys_.end(), validates)) return;
    const std::vector<std::string> own = keys_;
    for (const std::string& key : own) keys_.push_back("val_" + key);
  }

  File file_;
  bool header_ = false;
  std::vector<std::string> keys_;
};

class TerminateOnNan : public Callback {
 public:
  using Callback::Callback;
  bool wants_batches() const override { return true; }
  Status OnBatchEnd(FitState& state, int64_t batch, const Logs& logs) override {
    const std::optional<double> loss = FindLog(logs, "loss");
    if (!loss || std::isfinite(*loss)) return Status();
    const std::string text =
        "Batch " + std::to_string(batch) + ": Invalid loss, terminating training";
    if (Get("raise_error").AsBool()) return Status(HB_ABORTED, text);
    state.messages.push_back(text);
    state.stop = true;
    return Status();
  }
};

}  // namespace

void AddCallbacks(Registry& r) {
  AddCallback<Callback>(r, "History", "The logs of all epochs; every fit keeps them.", {});
  AddMonitoringCallbacks(r);
  AddCallback<LearningRateScheduler>(
      r, "LearningRateScheduler", "Sets the learning rate at the start of each epoch.",
      {Required(Any("schedule", nullptr, "A schedule of the epoch, or a list of rates.")),
       VerboseParam()});
  AddCallback<CsvLogger>(
      r, "CSVLogger", "Writes the logs of each epoch to a file.",
      {Required(Text("filename", "", "The file.")), Text("separator", ",", "Between columns."),
       Bool("append", false, "Whether an existing file is continued.")});
  AddCallback<TerminateOnNan>(
      r, "TerminateOnNaN", "Stops when the loss is not finite.",
      {Bool("raise_error", false, "Whether the fit fails at once with HB_ABORTED.")});
}

}  // namespace hb::keras_like
