package dev.hornbeam.internal;

import dev.hornbeam.CancellationToken;
import dev.hornbeam.Graph;
import dev.hornbeam.Output;
import dev.hornbeam.Scope;
import dev.hornbeam.Tensor;
import java.lang.invoke.MethodHandles;

/** What the packages of the API need of dev.hornbeam, and programs don't. */
public abstract class Access {
  private static volatile Access instance;

  public static void set(Access access) {
    instance = access;
  }

  public static Access get() {
    if (instance == null) {
      try {
        MethodHandles.lookup().ensureInitialized(Tensor.class);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return instance;
  }

  public abstract Handle handle(Tensor tensor);

  /** Takes over a handle. */
  public abstract Tensor tensor(long address);

  public abstract Handle handle(CancellationToken token);

  public abstract void listen(CancellationToken token, Runnable listener);

  public abstract void forget(CancellationToken token, Runnable listener);

  /** A graph that someone else owns; closing it only ends its use. */
  public abstract Graph borrow(long address);

  public abstract Scope scope(Graph graph, String prefix);

  public abstract Output output(Scope scope, long operation, int index);

  /** Adds handle and index to an array of pairs. */
  public abstract void put(Output output, long[] pairs, int at);
}
