package dev.hornbeam.internal;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Memory that structs of the C interface point to, freed at once. */
public final class Memory implements AutoCloseable {
  private final List<Long> buffers = new ArrayList<>();
  private final List<Runnable> deletes = new ArrayList<>();

  /** A struct that is deleted with this. */
  public long struct(long address, java.util.function.LongConsumer delete) {
    deletes.add(() -> delete.accept(address));
    return address;
  }

  /** The address of a copy of text with a zero byte at its end; 0 for null. */
  public long text(String text) {
    return text == null ? 0 : bytes(Text.name(text), true);
  }

  /** The address of a copy of handles. */
  public long handles(long[] handles) {
    if (handles.length == 0) {
      return 0;
    }
    java.nio.ByteBuffer copy =
        java.nio.ByteBuffer.allocate(8 * handles.length).order(ByteOrder.nativeOrder());
    copy.asLongBuffer().put(handles);
    return bytes(copy.array(), false);
  }

  private long bytes(byte[] data, boolean end) {
    long buffer =
        Native.HB_NewBufferFromString(
            end ? java.util.Arrays.copyOf(data, data.length + 1) : data);
    buffers.add(buffer);
    return Native.HB_Buffer_data_get(buffer);
  }

  @Override
  public void close() {
    deletes.forEach(Runnable::run);
    buffers.forEach(Native::HB_DeleteBuffer);
  }
}
