package dev.hornbeam.internal;

import dev.hornbeam.CancelledException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * A handle of the C interface, with the number of calls that use it now. Closing while calls run is
 * safe: the last of them deletes it. An owner that becomes unreachable closes it too.
 */
public final class Handle implements Runnable {
  /** What a handle is, and how it is deleted. */
  public enum Kind {
    TENSOR("tensor", Native::HB_DeleteTensor),
    GRAPH("graph", Native::HB_DeleteGraph),
    BORROWED_GRAPH("trace, and with it its graph,", handle -> {}),
    SESSION("session", Native::HB_DeleteSession),
    CALLABLE("callable", Native::HB_DeleteCallable),
    TOKEN("cancellation token", Native::HB_DeleteCancellationToken),
    LAYER("layer", Native::HB_DeleteLayer),
    SYMBOL("symbol", Native::HB_DeleteSymbol),
    MODEL("model", Native::HB_DeleteModel),
    TRAINER("trainer", Native::HB_DeleteTrainer);

    final String title;
    final LongConsumer delete;

    Kind(String title, LongConsumer delete) {
      this.title = title;
      this.delete = delete;
    }
  }

  private static final int CLOSED = Integer.MIN_VALUE;
  private static final Cleaner CLEANER = Cleaner.create();
  private static final LongAdder LIVE = new LongAdder();
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Handle.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Kind kind;
  private final long address;
  private final Handle parent;
  private final Cleaner.Cleanable cleanable;
  private volatile int state; // calls that use it, and CLOSED

  /**
   * Takes over a handle. `owner` must not be reachable from anything that the handle refers to;
   * `parent`, unless it is null, stays usable until this handle is deleted.
   */
  public Handle(Object owner, Kind kind, long address, Handle parent) {
    this.kind = kind;
    this.address = address;
    this.parent = parent;
    if (parent != null) {
      try {
        parent.use();
      } catch (RuntimeException e) {
        kind.delete.accept(address);
        throw e;
      }
    }
    LIVE.increment();
    cleanable = CLEANER.register(owner, this);
  }

  public Handle(Object owner, Kind kind, long address) {
    this(owner, kind, address, null);
  }

  /** Handles that were made and not yet deleted. */
  public static long live() {
    return LIVE.sum();
  }

  /** Calls `delete` when `owner` is unreachable; for memory that has no other end. */
  public static void onUnreachable(Object owner, Runnable delete) {
    CLEANER.register(owner, delete);
  }

  /** The address, valid until {@link #done}. */
  public long use() {
    for (int now = state; now >= 0; now = state) {
      if (STATE.compareAndSet(this, now, now + 1)) {
        return address;
      }
    }
    throw closedError();
  }

  /** Ends what {@link #use} began. */
  public void done() {
    if ((int) STATE.getAndAdd(this, -1) == CLOSED + 1) {
      delete();
    }
  }

  public boolean isClosed() {
    return state < 0;
  }

  public void close() {
    cleanable.clean();
  }

  /** The Cleaner's part of {@link #close}. */
  @Override
  public void run() {
    if ((int) STATE.getAndBitwiseOr(this, CLOSED) == 0) {
      delete();
    }
  }

  /** Addresses of handles in use; {@link #doneAll} ends that. */
  public static long[] useAll(Handle[] handles) {
    long[] addresses = new long[handles.length];
    for (int i = 0; i < handles.length; i++) {
      try {
        addresses[i] = handles[i].use();
      } catch (RuntimeException e) {
        for (int j = 0; j < i; j++) {
          handles[j].done();
        }
        throw e;
      }
    }
    return addresses;
  }

  public static void doneAll(Handle[] handles) {
    for (Handle handle : handles) {
      handle.done();
    }
  }

  private void delete() {
    kind.delete.accept(address);
    LIVE.decrement();
    if (parent != null) {
      parent.done();
    }
  }

  private RuntimeException closedError() {
    String message = "the " + kind.title + " is closed";
    return switch (kind) {
      case SESSION, CALLABLE, MODEL, TRAINER -> new CancelledException(message);
      default -> new IllegalStateException(message);
    };
  }
}
