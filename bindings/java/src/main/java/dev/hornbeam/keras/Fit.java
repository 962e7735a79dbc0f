package dev.hornbeam.keras;

import dev.hornbeam.CancelledException;
import dev.hornbeam.internal.Access;
import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Json;
import dev.hornbeam.internal.Memory;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The training loop: events of the library are pulled, callbacks are called in between. */
final class Fit {
  private static final int EPOCH_BEGIN = 1;
  private static final int BATCH_END = 2;
  private static final int EPOCH_END = 4;
  private static final int NEED_DATA = 8;

  private final Model model;
  private final FitOptions options;
  private final Iterable<Batch> source; // null when the arrays are given at once
  private final ProgressBar bar;
  private Iterator<Batch> batches;
  private Data fed; // in use until the next batch is asked for

  Fit(Model model, FitOptions options, Iterable<Batch> source) {
    this.model = model;
    this.options = options;
    this.source = source;
    bar = options.progress == null ? null : new ProgressBar(options.epochs, options.progress);
  }

  History run(long address, List<dev.hornbeam.Tensor> x, List<dev.hornbeam.Tensor> y) {
    try (Data data = new Data()) {
      long[] xs = data.use(x);
      long[] ys = data.use(y);
      long struct = struct(data);
      Handle trainer =
          new Handle(this, Handle.Kind.TRAINER, Native.HB_TrainerNew(address, xs, ys, struct));
      Runnable cancel = () -> cancel(trainer);
      long use = trainer.use();
      try {
        if (options.token != null) {
          Access.get().listen(options.token, cancel);
        }
        loop(use, data.memory());
        return History.parse(Text.read(buffer -> Native.HB_TrainerHistory(use, buffer)));
      } finally {
        if (options.token != null) {
          Access.get().forget(options.token, cancel);
        }
        trainer.done();
        trainer.close();
        if (fed != null) {
          fed.close();
        }
      }
    }
  }

  private static void cancel(Handle trainer) {
    try {
      Native.HB_TrainerCancel(trainer.use());
    } catch (CancelledException e) {
      return; // the fit is over
    }
    trainer.done();
  }

  private long struct(Data data) {
    long s = data.memory().struct(Native.new_HB_FitOptions(), Native::delete_HB_FitOptions);
    Native.HB_FitOptions_epochs_set(s, options.epochs);
    Native.HB_FitOptions_initial_epoch_set(s, options.initialEpoch);
    Native.HB_FitOptions_batch_size_set(s, options.batchSize);
    Native.HB_FitOptions_steps_per_epoch_set(s, options.stepsPerEpoch);
    Native.HB_FitOptions_validation_steps_set(s, options.validationSteps);
    Native.HB_FitOptions_validation_batch_size_set(s, options.validationBatchSize);
    Native.HB_FitOptions_validation_freq_set(s, options.validationFreq);
    Native.HB_FitOptions_validation_split_set(s, options.validationSplit);
    Native.HB_FitOptions_no_shuffle_set(s, !options.shuffle);
    if (options.seed != null) {
      Native.HB_FitOptions_has_seed_set(s, true);
      Native.HB_FitOptions_seed_set(s, options.seed);
    }
    if (options.validation != null) {
      Native.HB_FitOptions_validation_set(s, data.arrays(options.validation));
    }
    long[] weights = data.use(options.sampleWeight);
    Native.HB_FitOptions_sample_weight_set(s, data.memory().handles(weights));
    Native.HB_FitOptions_nsample_weight_set(s, weights.length);
    if (!options.classWeight.isEmpty()) {
      String json = Json.write(options.classWeight);
      Native.HB_FitOptions_class_weight_set(s, data.memory().text(json));
    }
    if (!options.callbacks.isEmpty()) {
      String json = Json.write(options.callbacks.stream().map(Part::json).toList());
      Native.HB_FitOptions_callbacks_set(s, data.memory().text(json));
    }
    Native.HB_FitOptions_events_set(s, events());
    boolean own = !options.batchEnd.isEmpty();
    Native.HB_FitOptions_batch_interval_set(
        s, own || options.batchInterval > 0 ? options.batchInterval : 0.1);
    return s;
  }

  private int events() {
    int mask = EPOCH_END;
    if (!options.epochBegin.isEmpty() || source != null) {
      mask |= EPOCH_BEGIN;
    }
    if (!options.batchEnd.isEmpty() || bar != null && bar.wantsBatches()) {
      mask |= BATCH_END;
    }
    return mask;
  }

  private void loop(long trainer, Memory memory) {
    long e = memory.struct(Native.new_HB_TrainerEvent(), Native::delete_HB_TrainerEvent);
    while (Native.HB_TrainerNext(trainer, e)) {
      switch (Native.HB_TrainerEvent_kind_get(e)) {
        case NEED_DATA -> feed(trainer);
        case EPOCH_BEGIN -> {
          if (source != null) {
            batches = source.iterator();
          }
          call(options.epochBegin, event(e, false), trainer);
        }
        case BATCH_END -> {
          Event event = event(e, true);
          if (bar != null && bar.wantsBatches()) {
            bar.show(event, false);
          }
          call(options.batchEnd, event, trainer);
        }
        case EPOCH_END -> {
          Event event = event(e, true);
          if (bar != null) {
            bar.show(event, true);
          }
          call(options.epochEnd, event, trainer);
        }
        default -> {}
      }
    }
  }

  private static void call(List<Consumer<Event>> callbacks, Event event, long trainer) {
    for (Consumer<Event> callback : callbacks) {
      callback.accept(event);
    }
    if (event.stops()) {
      Native.HB_TrainerStop(trainer);
    }
  }

  private Event event(long e, boolean withLogs) {
    Map<String, Double> logs =
        withLogs
            ? Data.logs(
                Native.HB_TrainerEvent_num_logs_get(e),
                Native.HB_TrainerEvent_log_names_get(e),
                Native.HB_TrainerEvent_log_values_get(e))
            : Map.of();
    return new Event(
        model,
        Native.HB_TrainerEvent_epoch_get(e),
        Native.HB_TrainerEvent_batch_get(e),
        Native.HB_TrainerEvent_batches_get(e),
        Native.HB_TrainerEvent_seconds_get(e),
        logs);
  }

  private void feed(long trainer) {
    Batch batch = batches != null && batches.hasNext() ? batches.next() : null;
    Data next = new Data();
    Native.HB_TrainerFeed(trainer, batch == null ? 0 : next.arrays(batch));
    if (fed != null) {
      fed.close();
    }
    fed = next;
  }
}
