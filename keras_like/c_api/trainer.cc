#include <cmath>

#include "keras_like/c_api/handles.h"
#include "keras_like/saving/saving.h"
#include "keras_like/saving/weights.h"

using hb::Result;
using hb::Status;
using namespace hb::keras_like;  // NOLINT: this file is the outside of that namespace

namespace {

Result<FitOptions> ReadOptions(const HB_FitOptions* given) {
  FitOptions options;
  options.events = Event::kEpochEnd;
  if (given == nullptr) return options;
  HB_FitOptions o = {};
  std::memcpy(&o, given, std::min(given->struct_size, sizeof(o)));
  const auto set = [](int64_t* target, int64_t value) {
    if (value != 0) *target = value;
  };
  set(&options.epochs, o.epochs);
  options.initial_epoch = o.initial_epoch;
  set(&options.batch_size, o.batch_size);
  options.steps_per_epoch = o.steps_per_epoch;
  options.validation_steps = o.validation_steps;
  options.validation_batch_size = o.validation_batch_size;
  set(&options.validation_freq, o.validation_freq);
  options.validation_split = o.validation_split;
  options.shuffle = o.no_shuffle == 0;
  if (o.has_seed != 0) options.seed = o.seed;
  options.validation = ReadArrays(o.validation);
  if (o.class_weight != nullptr) {
    HB_ASSIGN_OR_RETURN(options.class_weight, ParseArgument("class_weight", o.class_weight));
  }
  if (o.callbacks != nullptr) {
    HB_ASSIGN_OR_RETURN(options.callbacks, ParseArgument("callbacks", o.callbacks));
  }
  if (o.events != 0) options.events = o.events;
  options.batch_interval = o.batch_interval;
  options.feed_validation = o.feed_validation != 0;
  return options;
}

}  // namespace

extern "C" {

HB_Trainer* HB_TrainerNew(HB_Model* model, HB_Tensor* const* x, int nx, HB_Tensor* const* y, int ny,
                          const HB_FitOptions* options, HB_Status* status) {
  return Make<HB_Trainer>(status, [&]() -> Result<std::unique_ptr<HB_Trainer>> {
    HB_ASSIGN_OR_RETURN(const FitOptions read, ReadOptions(options));
    Arrays data;
    data.x.assign(x, x + nx);
    data.y.assign(y, y + ny);
    if (options != nullptr && options->nsample_weight > 0) {
      data.weights.assign(options->sample_weight, options->sample_weight + options->nsample_weight);
    }
    const std::shared_ptr<Program> program = model->program;
    const auto save = [program](const std::string& path, bool weights_only) {
      return weights_only ? SaveWeights(program.get(), path) : SaveModel(program.get(), path, true);
    };
    auto trainer = std::make_unique<HB_Trainer>();
    HB_ASSIGN_OR_RETURN(trainer->trainer, Trainer::New(program, data, read, save));
    return trainer;
  });
}

unsigned char HB_TrainerNext(HB_Trainer* trainer, HB_TrainerEvent* event, HB_Status* status) {
  bool more = false;
  Guard(status, [&]() -> Status {
    Event happened;
    HB_ASSIGN_OR_RETURN(more, trainer->trainer->Next(&happened));
    if (!more) return Status();
    HB_TrainerEvent result = {};
    result.struct_size = event->struct_size;
    result.kind = static_cast<HB_EventKind>(happened.kind);
    result.epoch = happened.epoch;
    result.batch = happened.batch;
    result.batches = happened.batches;
    result.seconds = happened.seconds;
    result.loss = FindLog(happened.logs, "loss").value_or(std::nan(""));
    trainer->logs.Set(std::move(happened.logs));
    trainer->messages = std::move(happened.messages);
    trainer->message_texts.clear();
    for (const std::string& text : trainer->messages) {
      trainer->message_texts.push_back(text.c_str());
    }
    result.num_messages = static_cast<int>(trainer->messages.size());
    result.messages = trainer->message_texts.data();
    result.num_logs = static_cast<int>(trainer->logs.names.size());
    result.log_names = trainer->logs.names.data();
    result.log_values = trainer->logs.values.data();
    std::memcpy(event, &result, std::min(event->struct_size, sizeof(result)));
    return Status();
  });
  return more ? 1 : 0;
}

void HB_TrainerFeed(HB_Trainer* trainer, const HB_Arrays* batch, HB_Status* status) {
  Guard(status, [&] { return trainer->trainer->Feed(ReadArrays(batch)); });
}

void HB_TrainerCancel(HB_Trainer* trainer) { trainer->trainer->Cancel(); }

void HB_TrainerStop(HB_Trainer* trainer) { trainer->trainer->Stop(); }

void HB_TrainerHistory(HB_Trainer* trainer, HB_Buffer* json, HB_Status* status) {
  Guard(status, [&] { return WriteBuffer(trainer->trainer->History().Dump(), json); });
}

void HB_DeleteTrainer(HB_Trainer* trainer) { delete trainer; }

}  // extern "C"
