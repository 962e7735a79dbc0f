package dev.hornbeam.keras;

import dev.hornbeam.InvalidArgumentException;
import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import dev.hornbeam.internal.Upcalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A layer. Calling one on symbolic tensors gives symbolic tensors; calling it again shares its
 * weights. A wrong parameter is reported by what uses the layer first, such as {@link
 * Sequential#of}.
 *
 * <p>A layer of one's own is a function over the outputs of a graph:
 *
 * <pre>{@code
 * Layer scale = Layer.of("Scale", (trace, x) ->
 *     x.mul(trace.weight("scale", Shape.of(), "ones")));
 * }</pre>
 *
 * <p>Closing a layer is only needed to free it early; models keep the layers that they are made of.
 */
public class Layer extends Part implements AutoCloseable {
  private Handle handle; // made by the first use

  /**
   * For the generated classes.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected Layer(String className, Config config) {
    super(className, config);
  }

  private Layer(String className, long address) {
    super(className, new Config());
    handle = new Handle(this, Handle.Kind.LAYER, address);
  }

  /**
   * A layer by the name of its class.
   *
   * @param className Keras's name, such as {@code Dense}
   * @param config the parameters
   */
  public static Layer of(String className, Config config) {
    return new Layer(className, config);
  }

  /**
   * A layer of one's own with one input and one output.
   *
   * @param className under which the layer is saved
   * @param function builds the output; runs when a model is put into a graph, perhaps several
   *     times, and must always build the same
   */
  public static Layer of(String className, LayerFunction function) {
    return of(
        className,
        new Config(),
        1,
        (trace, inputs) -> {
          if (inputs.size() != 1) {
            throw new InvalidArgumentException(
                "the layer " + className + " takes one input, not " + inputs.size());
          }
          return Arrays.asList(function.call(trace, inputs.get(0)));
        });
  }

  /**
   * A layer of one's own.
   *
   * @param className under which the layer is saved
   * @param config may have {@code name} and {@code trainable}
   * @param outputs how many outputs the function gives
   * @param function builds the outputs; runs when a model is put into a graph, perhaps several
   *     times, and must always build the same
   */
  public static Layer of(
      String className, Config config, int outputs, TraceFunction function) {
    byte[] name = Text.name(className);
    byte[] json = Text.utf8(dev.hornbeam.internal.Json.write(config.json()));
    // The library releases the reference, also when this call fails.
    long user = Upcalls.reference(Tracing.of(function));
    return new Layer(
        className,
        Native.HB_LayerFromTrace(
            name, json, outputs, Upcalls.traceFunction(), user, Upcalls.releaseFunction()));
  }

  static Layer takeOver(String className, long address) {
    return new Layer(className, address);
  }

  /**
   * Calls a layer that has one output.
   *
   * @param inputs as many as the layer takes
   */
  public Symbol call(Symbol... inputs) {
    return call(1, inputs).get(0);
  }

  /**
   * Calls a layer.
   *
   * @param outputs how many outputs it has
   * @param inputs as many as the layer takes
   */
  public synchronized List<Symbol> call(int outputs, Symbol... inputs) {
    Handle[] held = new Handle[inputs.length + 1];
    for (int i = 0; i < inputs.length; i++) {
      held[i] = inputs[i].handle();
    }
    held[inputs.length] = handle();
    long[] addresses = Handle.useAll(held);
    try {
      long[] results = new long[outputs];
      Native.HB_LayerCall(
          addresses[inputs.length], Arrays.copyOf(addresses, inputs.length), results);
      List<Symbol> symbols = new ArrayList<>();
      for (long result : results) {
        symbols.add(new Symbol(result));
      }
      return symbols;
    } finally {
      Handle.doneAll(held);
    }
  }

  /** The full config, defaults included, as JSON. */
  public synchronized String config() {
    long address = handle().use();
    try {
      return Text.read(buffer -> Native.HB_LayerConfig(address, buffer));
    } finally {
      handle.done();
    }
  }

  /** Frees the layer; models keep theirs. */
  @Override
  public synchronized void close() {
    if (handle != null) {
      handle.close();
    }
  }

  synchronized Handle handle() {
    if (handle == null) {
      handle =
          new Handle(
              this,
              Handle.Kind.LAYER,
              Native.HB_LayerNew(Text.name(className()), Text.utf8(configJson())));
    }
    return handle;
  }
}
