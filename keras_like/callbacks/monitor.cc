// Callbacks that watch a log: EarlyStopping, ModelCheckpoint, ReduceLROnPlateau.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>

#include "keras_like/callbacks/callback.h"

namespace hb::keras_like {
namespace {

std::string Fixed5(const std::optional<double>& value) {
  if (!value) return "None";
  char text[64];
  std::snprintf(text, sizeof(text), "%.5f", *value);
  return text;
}

// Tells whether a watched value is better than another one.
class Monitoring : public Callback {
 public:
  using Callback::Callback;

 protected:
  const std::string& monitor() const { return Get("monitor").AsString(); }

  // Learns the direction, which in the mode "auto" is that of the metric.
  Status Prepare(FitState& state) {
    if (known_) return Status();
    const std::string& mode = Get("mode").AsString();
    const std::string name = monitor().starts_with("val_") ? monitor().substr(4) : monitor();
    int direction = mode == "max" ? 1 : mode == "min" || name == "loss" ? -1 : 0;
    if (direction == 0) direction = state.program->objective()->Direction(name);
    if (direction == 0) {
      return InvalidArgument("monitor '" + monitor() +
                             "': whether larger or smaller is better is not known; give mode "
                             "\"max\" or \"min\"");
    }
    known_ = true;
    larger_ = direction > 0;
    return Status();
  }

  // Anything is better than nothing.
  bool Better(double value, const std::optional<double>& than, double min_delta) const {
    if (!than) return true;
    const double delta = std::abs(min_delta);
    return larger_ ? value - delta > *than : value + delta < *than;
  }

 private:
  bool known_ = false, larger_ = false;
};

class EarlyStopping : public Monitoring {
 public:
  using Monitoring::Monitoring;

  Status OnTrainBegin(FitState&) override {
    best_.reset();
    wait_ = stopped_epoch_ = best_epoch_ = 0;
    kept_.clear();
    return Status();
  }

  Status OnEpochEnd(FitState& state, int64_t epoch, Logs& logs) override {
    HB_RETURN_IF_ERROR(Prepare(state));
    const std::optional<double> value = FindLog(logs, monitor());
    if (!value) {
      state.messages.push_back("EarlyStopping: there is no log '" + monitor() +
                               "'; there are: " + LogNames(logs));
    }
    if (!value || epoch < Get("start_from_epoch").AsInt()) return Status();
    const bool restore = Get("restore_best_weights").AsBool();
    const double delta = Get("min_delta").AsReal();
    if (restore && kept_.empty()) HB_RETURN_IF_ERROR(Keep(state, epoch));
    ++wait_;
    if (Better(*value, best_, delta)) {
      best_ = *value;
      best_epoch_ = epoch;
      if (restore) HB_RETURN_IF_ERROR(Keep(state, epoch));
      const Json& baseline = Get("baseline");
      if (baseline.is_null() || Better(*value, baseline.AsReal(), delta)) wait_ = 0;
      return Status();
    }
    if (wait_ >= Get("patience").AsInt() && epoch > 0) {
      stopped_epoch_ = epoch;
      state.stop = true;
    }
    return Status();
  }

  Status OnTrainEnd(FitState& state) override {
    if (stopped_epoch_ > 0 && verbose()) {
      state.messages.push_back("Epoch " + std::to_string(stopped_epoch_ + 1) + ": early stopping");
    }
    if (kept_.empty()) return Status();
    if (verbose()) {
      state.messages.push_back("Restoring model weights from the end of the best epoch: " +
                               std::to_string(best_epoch_ + 1) + ".");
    }
    const auto weights = state.program->model()->weights();
    for (size_t i = 0; i < kept_.size() && i < weights.size(); ++i) {
      HB_RETURN_IF_ERROR(weights[i]->Set(kept_[i]));
    }
    kept_.clear();
    return Status();
  }

  Json Found() const override {
    return Json::Object({{"wait", wait_},
                         {"stopped_epoch", stopped_epoch_},
                         {"best_epoch", best_epoch_},
                         {"best", best_ ? Json(*best_) : Json()}});
  }

 private:
  Status Keep(FitState& state, int64_t epoch) {
    best_epoch_ = epoch;
    kept_.clear();
    for (const auto& weight : state.program->model()->weights()) {
      HB_ASSIGN_OR_RETURN(Tensor value, weight->Get());
      kept_.push_back(std::move(value));
    }
    return Status();
  }

  std::optional<double> best_;
  int64_t wait_ = 0, stopped_epoch_ = 0, best_epoch_ = 0;
  std::vector<Tensor> kept_;
};

// A number as Python's format does: "02d", ".4f", "8.3e"; nothing for the shortest text.
Result<std::string> FormatNumber(double value, bool integer, const std::string& format) {
  if (format.empty()) return integer ? std::to_string(std::llround(value)) : Json(value).Dump();
  std::string digits = format;
  char type = integer ? 'd' : 'g';
  if (std::isalpha(static_cast<unsigned char>(digits.back())) != 0) {
    type = digits.back();
    digits.pop_back();
  }
  const bool known = std::string("dfeg").find(type) != std::string::npos && digits.size() < 8 &&
                     digits.find_first_not_of("0123456789.") == digits.npos;
  if (!known || (type == 'd' && !integer)) {
    return InvalidArgument("filepath: the format '" + format + "' is not known");
  }
  char text[512];
  if (type == 'd') {
    std::snprintf(text, sizeof(text), ("%" + digits + "lld").c_str(),
                  static_cast<long long>(std::llround(value)));
  } else {
    std::snprintf(text, sizeof(text), ("%" + digits + type).c_str(), value);
  }
  return std::string(text);
}

// Replaces {epoch}, {batch:02d}, {loss:.4f} and so on by values.
Result<std::string> FormatPath(const std::string& pattern, const Logs& values, int integers) {
  std::string path;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if ((c == '{' || c == '}') && i + 1 < pattern.size() && pattern[i + 1] == c) {
      path.push_back(c);
      ++i;
      continue;
    }
    if (c != '{') {
      path.push_back(c);
      continue;
    }
    const size_t end = pattern.find('}', i);
    if (end == std::string::npos) return InvalidArgument("filepath: a '{' is not closed");
    const std::string field = pattern.substr(i + 1, end - i - 1);
    const size_t colon = std::min(field.find(':'), field.size());
    const std::string name = field.substr(0, colon);
    const std::string format = colon < field.size() ? field.substr(colon + 1) : "";
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    if (found == values.end()) {
      return InvalidArgument("filepath '" + pattern + "': there is no value '" + name +
                             "'; there are: " + LogNames(values));
    }
    HB_ASSIGN_OR_RETURN(const std::string text,
                        FormatNumber(found->second, found - values.begin() < integers, format));
    path += text;
    i = end;
  }
  return path;
}

class ModelCheckpoint : public Monitoring {
 public:
  explicit ModelCheckpoint(const Json& config) : Monitoring(config) {
    if (!config["initial_value_threshold"].is_null()) {
      best_ = config["initial_value_threshold"].AsReal();
    }
  }

  bool wants_batches() const override { return Get("save_freq").is_number(); }

  Status OnTrainBegin(FitState&) override {
    const Json& frequency = Get("save_freq");
    if (frequency.AsString() == "epoch" || frequency.AsInt() > 0) return Status();
    return InvalidArgument("ModelCheckpoint: save_freq must be \"epoch\" or a number of batches");
  }

  Status OnBatchEnd(FitState& state, int64_t batch, const Logs& logs) override {
    const int64_t frequency = Get("save_freq").AsInt();
    if (frequency <= 0 || ++batches_ < frequency) return Status();
    batches_ = 0;
    HB_RETURN_IF_ERROR(Prepare(state));
    Logs values = {{"epoch", state.epoch + 1}, {"batch", batch + 1}};
    values.insert(values.end(), logs.begin(), logs.end());
    return Save(state, logs, values, 2);
  }

  Status OnEpochEnd(FitState& state, int64_t epoch, Logs& logs) override {
    HB_RETURN_IF_ERROR(Prepare(state));
    if (Get("save_freq").is_number()) return Status();
    Logs values = {{"epoch", epoch + 1}};
    values.insert(values.end(), logs.begin(), logs.end());
    return Save(state, logs, values, 1);
  }

  Json Found() const override { return Json::Object({{"best", best_ ? Json(*best_) : Json()}}); }

 private:
  Status Save(FitState& state, const Logs& logs, const Logs& values, int integers) {
    HB_ASSIGN_OR_RETURN(const std::string path,
                        FormatPath(Get("filepath").AsString(), values, integers));
    const std::string epoch = "Epoch " + std::to_string(state.epoch + 1) + ": ";
    if (Get("save_best_only").AsBool()) {
      const std::optional<double> value = FindLog(logs, monitor());
      if (!value) {
        state.messages.push_back("ModelCheckpoint: there is no log '" + monitor() +
                                 "'; the model is saved");
      } else if (!Better(*value, best_, 0)) {
        if (verbose()) {
          state.messages.push_back(epoch + monitor() + " did not improve from " + Fixed5(best_));
        }
        return Status();
      } else {
        if (verbose()) {
          state.messages.push_back(epoch + monitor() + " improved from " + Fixed5(best_) + " to " +
                                   Fixed5(value) + ", saving model to " + path);
        }
        best_ = *value;
      }
    } else if (verbose()) {
      state.messages.push_back(epoch + "saving model to " + path);
    }
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    std::error_code error;
    if (!folder.empty()) std::filesystem::create_directories(folder, error);
    if (error) {
      return Status(HB_NOT_FOUND,
                    "the folder '" + folder.string() + "' can't be made: " + error.message());
    }
    return state.save(path, Get("save_weights_only").AsBool());
  }

  std::optional<double> best_;
  int64_t batches_ = 0;
};

class ReduceLrOnPlateau : public Monitoring {
 public:
  using Monitoring::Monitoring;

  Status OnTrainBegin(FitState&) override {
    if (Get("factor").AsReal() >= 1) {
      return InvalidArgument("ReduceLROnPlateau: factor must be less than 1");
    }
    best_.reset();
    wait_ = cooldown_ = 0;
    return Status();
  }

  Status OnEpochEnd(FitState& state, int64_t epoch, Logs& logs) override {
    HB_RETURN_IF_ERROR(Prepare(state));
    HB_ASSIGN_OR_RETURN(const double rate, state.program->LearningRate());
    SetLog(&logs, "learning_rate", rate);
    const std::optional<double> value = FindLog(logs, monitor());
    if (!value) {
      state.messages.push_back("ReduceLROnPlateau: there is no log '" + monitor() +
                               "'; there are: " + LogNames(logs));
      return Status();
    }
    if (cooldown_ > 0) {
      --cooldown_;
      wait_ = 0;
    }
    if (Better(*value, best_, Get("min_delta").AsReal())) {
      best_ = *value;
      wait_ = 0;
      return Status();
    }
    if (cooldown_ > 0 || ++wait_ < Get("patience").AsInt()) return Status();
    const double lowest = Get("min_lr").AsReal();
    if (rate <= static_cast<double>(static_cast<float>(lowest))) return Status();
    cooldown_ = Get("cooldown").AsInt();
    wait_ = 0;
    const double reduced = std::max(rate * Get("factor").AsReal(), lowest);
    if (verbose()) {
      state.messages.push_back("Epoch " + std::to_string(epoch + 1) +
                               ": ReduceLROnPlateau reducing learning rate to " +
                               Json(reduced).Dump() + ".");
    }
    return state.program->SetLearningRate(reduced);
  }

  Json Found() const override {
    return Json::Object({{"wait", wait_},
                         {"cooldown_counter", cooldown_},
                         {"best", best_ ? Json(*best_) : Json()}});
  }

 private:
  std::optional<double> best_;
  int64_t wait_ = 0, cooldown_ = 0;
};

Param MonitorParam() { return Text("monitor", "val_loss", "The log that is watched."); }
Param ModeParam() {
  return Choice("mode", "auto", {"auto", "min", "max"},
                "Whether smaller or larger is better; auto asks the metric.");
}

}  // namespace

void AddMonitoringCallbacks(Registry& r) {
  AddCallback<EarlyStopping>(
      r, "EarlyStopping", "Stops when a log no longer gets better.",
      {MonitorParam(), Real("min_delta", 0, "What counts as better."),
       Int("patience", 0, "Epochs that may pass without.").Min(0), VerboseParam(), ModeParam(),
       Real("baseline", nullptr, "What must be reached at all."),
       Bool("restore_best_weights", false, "Whether the best epoch's weights come back."),
       Int("start_from_epoch", 0, "Epochs before watching begins.").Min(0)});
  AddCallback<ModelCheckpoint>(
      r, "ModelCheckpoint", "Saves the model after epochs or batches.",
      {Required(Text("filepath", "",
                     "Folder, or beginning of the names of the files of weights; "
                     "may hold {epoch}, {batch} and {<log>}.")),
       MonitorParam(), VerboseParam(),
       Bool("save_best_only", false, "Whether only a better model is saved."),
       Bool("save_weights_only", false, "Whether only a checkpoint of the weights is written."),
       ModeParam(), Any("save_freq", "epoch", "\"epoch\", or a number of batches."),
       Real("initial_value_threshold", nullptr, "What the first one must be better than.")});
  AddCallback<ReduceLrOnPlateau>(
      r, "ReduceLROnPlateau", "Lowers the learning rate when a log no longer gets better.",
      {MonitorParam(), Real("factor", 0.1, "Factor of the rate, less than 1.").Max(1),
       Int("patience", 10, "Epochs that may pass without.").Min(0), VerboseParam(), ModeParam(),
       Real("min_delta", 1e-4, "What counts as better."),
       Int("cooldown", 0, "Epochs after a change without watching.").Min(0),
       Real("min_lr", 0.0, "Lowest rate.")});
}

}  // namespace hb::keras_like
