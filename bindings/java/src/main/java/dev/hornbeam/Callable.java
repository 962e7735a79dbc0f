package dev.hornbeam;

import dev.hornbeam.internal.Fast;
import dev.hornbeam.internal.Handle;

/**
 * A prepared run of a session: feeds, fetches and targets are fixed. Any number of threads may run
 * one at the same time.
 */
public final class Callable implements AutoCloseable {
  private final Handle handle;
  private final int feeds;
  private final int fetches;

  Callable(long address, Handle session, int feeds, int fetches) {
    this.handle = new Handle(this, Handle.Kind.CALLABLE, address, session);
    this.feeds = feeds;
    this.fetches = fetches;
  }

  /**
   * Runs it.
   *
   * @param values one for each feed, read in place and not kept
   * @return the values of the fetches, which the caller closes
   */
  public Tensor[] run(Tensor... values) {
    return run(null, values);
  }

  /**
   * Runs it, with a way to stop it.
   *
   * @param token stops the run when it is cancelled; may be null
   * @param values one for each feed, read in place and not kept
   * @return the values of the fetches, which the caller closes
   */
  public Tensor[] run(CancellationToken token, Tensor... values) {
    long[] results = new long[fetches];
    call(token, values, results);
    Tensor[] tensors = new Tensor[fetches];
    for (int i = 0; i < fetches; i++) {
      tensors[i] = new Tensor(results[i]);
    }
    return tensors;
  }

  /**
   * Runs it and writes the results into tensors that are there already; nothing is allocated.
   *
   * @param results one for each fetch, of its type and byte size
   * @param values one for each feed
   */
  public void runInto(Tensor[] results, Tensor... values) {
    if (results.length != fetches) {
      throw new InvalidArgumentException(
          "the callable has " + fetches + " fetches, room was given for " + results.length);
    }
    Handle[] held = new Handle[fetches];
    for (int i = 0; i < fetches; i++) {
      held[i] = results[i].handle();
    }
    long[] addresses = Handle.useAll(held);
    try {
      call(null, values, addresses);
    } finally {
      Handle.doneAll(held);
    }
  }

  private void call(CancellationToken token, Tensor[] values, long[] results) {
    if (values.length != feeds) {
      throw new InvalidArgumentException(
          "the callable has " + feeds + " feeds, " + values.length + " values were given");
    }
    long[] addresses = new long[feeds];
    long address = handle.use();
    int used = 0;
    try {
      for (; used < feeds; used++) {
        addresses[used] = values[used].handle().use();
      }
      if (token == null) {
        Fast.run(address, addresses, results, 0);
        return;
      }
      long stop = token.handle().use();
      try {
        Fast.run(address, addresses, results, stop);
      } finally {
        token.handle().done();
      }
    } finally {
      for (int i = 0; i < used; i++) {
        values[i].handle().done();
      }
      handle.done();
    }
  }

  /** Frees the callable; runs that have begun finish, later ones throw. */
  @Override
  public void close() {
    handle.close();
  }
}
