package dev.hornbeam.keras;

import dev.hornbeam.Shape;
import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Json;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import java.util.List;
import java.util.Map;

/**
 * A symbolic tensor between layers, of which functional models are made. Closing one is only needed
 * to free it early.
 */
public final class Symbol implements AutoCloseable {
  private final Handle handle;

  Symbol(long address) {
    handle = new Handle(this, Handle.Kind.SYMBOL, address);
  }

  /** The shape, with the batch, whose size is unknown, first. */
  public Shape shape() {
    return shape(describe().get("shape"));
  }

  /** The element type by Keras's name, such as {@code float32}. */
  public String dtype() {
    return (String) describe().get("dtype");
  }

  /** Frees the symbol; models and layers keep what they need. */
  @Override
  public void close() {
    handle.close();
  }

  Handle handle() {
    return handle;
  }

  static Shape shape(Object json) {
    List<Object> sizes = Json.list(json);
    return Shape.of(
        sizes.stream().mapToLong(size -> size == null ? -1 : (Long) size).toArray());
  }

  private Map<String, Object> describe() {
    long address = handle.use();
    try {
      return Json.object(
          Json.parse(Text.read(buffer -> Native.HB_SymbolDescribe(address, buffer))));
    } finally {
      handle.done();
    }
  }
}
