package dev.hornbeam;

import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Native;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A request to stop. One token may be given to any number of runs, predictions and fits; once it is
 * cancelled they end with {@link CancelledException}, a run before its next operation, a fit within
 * a step. Any thread may use it.
 */
public final class CancellationToken implements AutoCloseable {
  private final Handle handle =
      new Handle(this, Handle.Kind.TOKEN, Native.HB_NewCancellationToken());
  private final Set<Runnable> listeners = new LinkedHashSet<>();

  /** A token that is not cancelled. */
  public CancellationToken() {}

  /** Asks all that has the token to stop, and returns at once. */
  public void cancel() {
    long address = handle.use();
    try {
      Native.HB_CancellationTokenCancel(address);
    } finally {
      handle.done();
    }
    synchronized (listeners) {
      listeners.forEach(Runnable::run);
    }
  }

  /** Whether the token was cancelled. */
  public boolean isCancelled() {
    long address = handle.use();
    try {
      return Native.HB_CancellationTokenIsCancelled(address);
    } finally {
      handle.done();
    }
  }

  /** Frees the token. What runs with it goes on and can no longer be stopped by it. */
  @Override
  public void close() {
    handle.close();
  }

  Handle handle() {
    return handle;
  }

  /** Calls `listener` when the token is cancelled, at once if it is, until it is removed. */
  void listen(Runnable listener) {
    synchronized (listeners) {
      listeners.add(listener);
      if (isCancelled()) {
        listener.run();
      }
    }
  }

  void forget(Runnable listener) {
    synchronized (listeners) {
      listeners.remove(listener);
    }
  }
}
