#include "keras_like/training/trainer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace hb::keras_like {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

Result<std::unique_ptr<Trainer>> Trainer::New(std::shared_ptr<Program> program, const Arrays& data,
                                              const FitOptions& options, SaveFunction save) {
  std::unique_ptr<Trainer> trainer(new Trainer(std::move(program), options));
  FitOptions& o = trainer->options_;
  if (o.batch_size < 1) return InvalidArgument("batch_size must be at least 1");
  if (o.validation_freq < 1) return InvalidArgument("validation_freq must be at least 1");
  if (o.validation_split < 0 || o.validation_split >= 1) {
    return InvalidArgument("validation_split must lie in [0, 1)");
  }
  HB_ASSIGN_OR_RETURN(trainer->data_, Dataset::New(data, o.class_weight));
  if (!o.validation.x.empty()) {
    HB_ASSIGN_OR_RETURN(trainer->validation_, Dataset::New(o.validation, Json()));
  } else if (o.validation_split > 0 && !trainer->data_.empty()) {
    const double kept = static_cast<double>(trainer->data_.size()) * (1 - o.validation_split);
    const int64_t count = trainer->data_.size() - static_cast<int64_t>(std::floor(kept));
    HB_ASSIGN_OR_RETURN(trainer->validation_, trainer->data_.SplitOff(count));
  }
  if (!trainer->data_.empty() && trainer->data_.size() == 0) {
    return InvalidArgument("there is no sample to train with");
  }
  for (const Json& json : o.callbacks.items()) {
    HB_ASSIGN_OR_RETURN(const Spec spec, Registry::Get().Read(ObjectKind::kCallback, json));
    trainer->callbacks_.push_back(
        std::any_cast<std::shared_ptr<Callback>>(spec.info->make(spec.config)));
    trainer->batch_logs_ = trainer->batch_logs_ || trainer->callbacks_.back()->wants_batches();
  }
  trainer->seed_ = o.seed.value_or(0);
  if (!o.seed) trainer->seed_ = NextSeed();
  trainer->state_.program = trainer->program_.get();
  trainer->state_.save = std::move(save);
  trainer->epoch_ = o.initial_epoch;
  return trainer;
}

void Trainer::Fill(Event* event, Event::Kind kind) {
  event->messages = std::move(state_.messages);
  state_.messages.clear();
  event->kind = kind;
  event->epoch = epoch_;
  event->batch = batch_;
  event->batches = batches_;
  event->seconds = SecondsSince(epoch_start_);
}

Result<bool> Trainer::Next(Event* event) {
  for (;;) {
    if (token_.cancelled()) return Status(HB_CANCELLED, "the fit was cancelled");
    event->logs.clear();
    event->messages.clear();
    // Stop may have come between two calls.
    if (stage_ == Stage::kEpoch && state_.stop) stage_ = Stage::kEnd;
    switch (stage_) {
      case Stage::kBegin:
        HB_RETURN_IF_ERROR(Begin());
        stage_ = options_.initial_epoch < options_.epochs ? Stage::kEpoch : Stage::kEnd;
        break;
      case Stage::kEpoch:
        HB_RETURN_IF_ERROR(BeginEpoch());
        stage_ = Stage::kBatch;
        if ((options_.events & Event::kEpochBegin) != 0) {
          Fill(event, Event::kEpochBegin);
          return true;
        }
        break;
      case Stage::kBatch: {
        HB_ASSIGN_OR_RETURN(const bool report, StepBatch(event));
        if (report) return true;
        break;
      }
      case Stage::kValidation: {
        HB_ASSIGN_OR_RETURN(const bool report, StepValidation(event));
        if (report) return true;
        break;
      }
      case Stage::kEpochEnd: {
        HB_RETURN_IF_ERROR(EndEpoch(event));
        ++epoch_;
        stage_ = state_.stop || epoch_ >= options_.epochs ? Stage::kEnd : Stage::kEpoch;
        if ((options_.events & Event::kEpochEnd) != 0) return true;
        break;
      }
      case Stage::kEnd:
        stage_ = Stage::kDone;
        HB_RETURN_IF_ERROR(program_->FinishTraining());
        for (const auto& callback : callbacks_) HB_RETURN_IF_ERROR(callback->OnTrainEnd(state_));
        if ((options_.events & Event::kDone) != 0) {
          Fill(event, Event::kDone);
          return true;
        }
        break;
      case Stage::kDone:
        return false;
    }
  }
}

Status Trainer::Begin() {
  if (!program_->compiled() && program_->optimizer() == nullptr) {
    return Status(HB_FAILED_PRECONDITION, "the model must be compiled first");
  }
  for (const auto& callback : callbacks_) HB_RETURN_IF_ERROR(callback->OnTrainBegin(state_));
  return Status();
}

void Trainer::BeginPass() {
  // All samples in an epoch: the order follows from the seed and the number of the epoch alone.
  pass_ = began_ && options_.steps_per_epoch > 0 ? pass_ + 1 : epoch_;
  began_ = true;
  position_ = 0;
  whole_ = (data_.size() + options_.batch_size - 1) / options_.batch_size;
  order_.clear();
  if (!options_.shuffle || data_.empty()) return;
  order_.resize(data_.size());
  std::iota(order_.begin(), order_.end(), 0);
  Random random(seed_ + 0x9E3779B97F4A7C15 * static_cast<uint64_t>(pass_ + 1));
  random.Shuffle(order_);
}

Status Trainer::BeginEpoch() {
  batch_ = 0;
  epoch_over_ = false;
  state_.epoch = epoch_;
  if (!began_ || options_.steps_per_epoch <= 0 || position_ >= whole_) BeginPass();
  batches_ = options_.steps_per_epoch > 0 ? options_.steps_per_epoch : whole_;
  epoch_start_ = last_event_ = Clock::now();
  HB_RETURN_IF_ERROR(program_->ResetMetrics());
  for (const auto& callback : callbacks_) {
    HB_RETURN_IF_ERROR(callback->OnEpochBegin(state_, epoch_));
  }
  return Status();
}

bool Trainer::Due() {
  if ((options_.events & Event::kBatchEnd) == 0) return false;
  if (batch_ < batches_ && SecondsSince(last_event_) < options_.batch_interval) return false;
  last_event_ = Clock::now();
  return true;
}

Result<bool> Trainer::NextBatch(Batch* batch, Event* event) {
  if (data_.empty()) {
    if (!pending_) {
      Fill(event, Event::kNeedData);
      return false;
    }
    *batch = *pending_;
    pending_.reset();
    return true;
  }
  const int64_t first = position_++ * options_.batch_size;
  HB_ASSIGN_OR_RETURN(
      *batch, data_.Get(first, std::min(options_.batch_size, data_.size() - first), order_));
  return true;
}

Result<bool> Trainer::StepBatch(Event* event) {
  const bool out_of_data = !data_.empty() && position_ >= whole_;
  if (epoch_over_ || out_of_data || (batches_ > 0 && batch_ >= batches_) ||
      (state_.stop && batch_ > 0)) {
    HB_RETURN_IF_ERROR(EndTraining());
    return false;
  }
  Batch batch;
  HB_ASSIGN_OR_RETURN(const bool ready, NextBatch(&batch, event));
  if (!ready) return true;
  HB_RETURN_IF_ERROR(program_->Train(batch, &token_));
  ++batch_;
  const bool due = Due();
  if (due || batch_logs_) {
    HB_ASSIGN_OR_RETURN(event->logs, program_->ReadLogs());
    for (const auto& callback : callbacks_) {
      if (callback->wants_batches()) {
        HB_RETURN_IF_ERROR(callback->OnBatchEnd(state_, batch_ - 1, event->logs));
      }
    }
  }
  if (due) Fill(event, Event::kBatchEnd);
  return due;
}

Status Trainer::Feed(const Arrays& arrays) {
  const bool asked = stage_ == Stage::kValidation || (stage_ == Stage::kBatch && data_.empty());
  if (!asked) {
    return Status(HB_FAILED_PRECONDITION, "the trainer did not ask for data");
  }
  fed_.clear();
  Batch batch;
  for (const auto& [from, to] : {std::pair(&arrays.x, &batch.x), std::pair(&arrays.y, &batch.y),
                                 std::pair(&arrays.weights, &batch.weights)}) {
    for (HB_Tensor* tensor : *from) {
      HB_ASSIGN_OR_RETURN(Tensor shared, Share(tensor));
      to->push_back(shared.handle());
      fed_.push_back(std::move(shared));
    }
  }
  if (batch.x.empty()) {
    epoch_over_ = true;
  } else {
    pending_ = std::move(batch);
  }
  return Status();
}

bool Trainer::ValidatesNow() const { return (epoch_ + 1) % options_.validation_freq == 0; }

Status Trainer::EndTraining() {
  stage_ = Stage::kEpochEnd;
  epoch_logs_.clear();
  if (batch_ > 0) {
    HB_ASSIGN_OR_RETURN(epoch_logs_, program_->ReadLogs());
  }
  if (!options_.feed_validation || !ValidatesNow()) return Status();
  stage_ = Stage::kValidation;
  epoch_over_ = false;
  position_in_validation_ = 0;
  return program_->ResetMetrics();
}

Result<bool> Trainer::StepValidation(Event* event) {
  const int64_t most = options_.validation_steps;
  if (epoch_over_ || (most > 0 && position_in_validation_ >= most)) {
    stage_ = Stage::kEpochEnd;
    if (position_in_validation_ == 0) return false;
    HB_ASSIGN_OR_RETURN(const Logs logs, program_->ReadLogs());
    for (const auto& [name, value] : logs) epoch_logs_.emplace_back("val_" + name, value);
    return false;
  }
  if (!pending_) {
    Fill(event, Event::kNeedValidation);
    return true;
  }
  const Batch batch = *pending_;
  pending_.reset();
  HB_RETURN_IF_ERROR(program_->Evaluate(batch, &token_));
  ++position_in_validation_;
  return false;
}

Status Trainer::Validate(Logs* logs) {
  if (validation_.empty() || !ValidatesNow()) return Status();
  const int64_t size =
      options_.validation_batch_size > 0 ? options_.validation_batch_size : options_.batch_size;
  HB_ASSIGN_OR_RETURN(const Logs validation, Evaluate(program_.get(), &validation_, size,
                                                      options_.validation_steps, &token_));
  for (const auto& [name, value] : validation) logs->emplace_back("val_" + name, value);
  return Status();
}

Status Trainer::EndEpoch(Event* event) {
  Logs logs = std::move(epoch_logs_);
  HB_RETURN_IF_ERROR(Validate(&logs));
  for (const auto& callback : callbacks_) {
    HB_RETURN_IF_ERROR(callback->OnEpochEnd(state_, epoch_, logs));
  }
  Fill(event, Event::kEpochEnd);
  event->logs = logs;
  history_.emplace_back(epoch_, std::move(logs));
  return Status();
}

Json Trainer::History() const {
  Json epochs = Json::Array(), columns = Json::Object();
  for (const auto& [epoch, logs] : history_) {
    epochs.Add(epoch);
    for (const auto& [name, value] : logs) {
      if (!columns.Has(name)) columns.Set(name, Json::Array());
      for (Json::Member& column : columns.members()) {
        if (column.first == name) column.second.Add(value);
      }
    }
  }
  Json found = Json::Array();
  for (const auto& callback : callbacks_) found.Add(callback->Found());
  return Json::Object({{"epoch", std::move(epochs)},
                       {"history", std::move(columns)},
                       {"callbacks", std::move(found)}});
}

Result<Logs> Evaluate(Program* program, Dataset* data, int64_t batch_size, int64_t steps,
                      const CancellationToken* token) {
  HB_RETURN_IF_ERROR(program->ResetMetrics());
  int64_t done = 0;
  for (int64_t first = 0; first < data->size(); first += batch_size) {
    if (steps > 0 && done++ >= steps) break;
    HB_ASSIGN_OR_RETURN(const Batch batch,
                        data->Get(first, std::min(batch_size, data->size() - first), {}));
    HB_RETURN_IF_ERROR(program->Evaluate(batch, token));
  }
  return program->ReadLogs();
}

Result<std::vector<Tensor>> Predict(Program* program, const Arrays& arrays, int64_t batch_size,
                                    const CancellationToken* token) {
  if (arrays.x.empty()) return InvalidArgument("predict needs inputs");
  HB_ASSIGN_OR_RETURN(Dataset data, Dataset::New({arrays.x, {}, {}}, Json()));
  if (data.size() <= batch_size) {
    HB_ASSIGN_OR_RETURN(const Batch batch, data.Get(0, data.size(), {}));
    return program->Predict(batch, token);
  }
  std::vector<Tensor> outputs;
  for (int64_t first = 0; first < data.size(); first += batch_size) {
    const int64_t count = std::min(batch_size, data.size() - first);
    HB_ASSIGN_OR_RETURN(const Batch batch, data.Get(first, count, {}));
    HB_ASSIGN_OR_RETURN(const std::vector<Tensor> parts, program->Predict(batch, token));
    for (size_t i = 0; i < parts.size(); ++i) {
      Dims dims = parts[i].dims();
      if (dims.empty() || dims[0] != count || parts[i].dtype() == HB_STRING) {
        return InvalidArgument("an output does not have one row a sample; predict all at once");
      }
      dims[0] = data.size();
      if (first == 0) outputs.emplace_back(parts[i].dtype(), dims);
      if (!outputs[i] || outputs[i].dims() != dims) {
        return Status(HB_RESOURCE_EXHAUSTED, "no memory for the predictions");
      }
      const size_t row = parts[i].ByteSize() / static_cast<size_t>(count);
      std::memcpy(static_cast<char*>(outputs[i].data()) + row * static_cast<size_t>(first),
                  parts[i].data(), parts[i].ByteSize());
    }
  }
  return outputs;
}

}  // namespace hb::keras_like
