package dev.hornbeam.keras;

import dev.hornbeam.CancellationToken;
import dev.hornbeam.Tensor;
import dev.hornbeam.internal.Access;
import dev.hornbeam.internal.Fast;
import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Memory;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arrays of samples on their way to a call, in use until it is closed. */
final class Data implements AutoCloseable {
  private final Memory memory = new Memory();
  private final List<Handle> held = new ArrayList<>();

  /** The addresses of arrays. */
  long[] use(List<Tensor> tensors) {
    Handle[] handles = new Handle[tensors.size()];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = Access.get().handle(tensors.get(i));
    }
    long[] addresses = Handle.useAll(handles);
    held.addAll(List.of(handles));
    return addresses;
  }

  long use(CancellationToken token) {
    Handle handle = Access.get().handle(token);
    long address = handle.use();
    held.add(handle);
    return address;
  }

  Memory memory() {
    return memory;
  }

  /** An HB_Arrays. */
  long arrays(Batch batch) {
    long x = memory.handles(use(batch.x()));
    long y = memory.handles(use(batch.y()));
    long weight = memory.handles(use(batch.sampleWeight()));
    long made = memory.struct(Native.new_HB_Arrays(), Native::delete_HB_Arrays);
    Native.HB_Arrays_x_set(made, x);
    Native.HB_Arrays_nx_set(made, batch.x().size());
    Native.HB_Arrays_y_set(made, y);
    Native.HB_Arrays_ny_set(made, batch.y().size());
    Native.HB_Arrays_sample_weight_set(made, weight);
    Native.HB_Arrays_nsample_weight_set(made, batch.sampleWeight().size());
    return made;
  }

  /** Names and values of metrics. */
  static Map<String, Double> logs(int count, long names, long values) {
    Map<String, Double> found = new LinkedHashMap<>();
    if (count == 0) {
      return found;
    }
    LongBuffer texts = Fast.view(names, 8L * count).order(ByteOrder.nativeOrder()).asLongBuffer();
    DoubleBuffer numbers =
        Fast.view(values, 8L * count).order(ByteOrder.nativeOrder()).asDoubleBuffer();
    for (int i = 0; i < count; i++) {
      found.put(Text.string(Fast.text(texts.get(i))), numbers.get(i));
    }
    return found;
  }

  @Override
  public void close() {
    memory.close();
    held.forEach(Handle::done);
    held.clear();
  }
}
