package dev.hornbeam;

import dev.hornbeam.internal.Handle;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Proto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs parts of a graph and owns the values of its variables. Any number of threads may run one
 * session. Closing it during runs is safe: they finish, later ones throw {@link
 * CancelledException}.
 */
public final class Session implements AutoCloseable {
  private final Graph graph;
  private final Handle handle;

  /**
   * A session over a graph, with as many threads a run as there are processors.
   *
   * @param graph may still grow
   */
  public Session(Graph graph) {
    this(graph, 0);
  }

  /**
   * A session over a graph.
   *
   * @param graph may still grow
   * @param threads the most that one run uses; 0 for the number of processors
   */
  public Session(Graph graph, int threads) {
    this(graph, create(graph, threads));
  }

  /** Takes over a handle. */
  Session(Graph graph, long address) {
    this.graph = graph;
    this.handle = new Handle(this, Handle.Kind.SESSION, address);
  }

  private static long create(Graph graph, int threads) {
    long options = Native.HB_NewSessionOptions();
    long address = graph.handle().use();
    try {
      Native.HB_SetThreads(options, threads);
      return Native.HB_NewSession(address, options);
    } finally {
      graph.handle().done();
      Native.HB_DeleteSessionOptions(options);
    }
  }

  /** The graph that it runs. */
  public Graph graph() {
    return graph;
  }

  /** Starts the description of a run. */
  public Runner runner() {
    return new Runner();
  }

  /**
   * Runs an operation, such as an initialiser, and fetches nothing.
   *
   * @param target of the session's graph
   */
  public void run(Operation target) {
    runner().target(target).run();
  }

  /**
   * Runs what one output needs.
   *
   * @param fetch of the session's graph
   * @return its value, which the caller closes
   */
  public Tensor run(Output fetch) {
    return runner().fetch(fetch).run().get(0);
  }

  /**
   * Prepares a run whose feeds and fetches are fixed, so that a call looks nothing up.
   *
   * @param feeds what each call gives values for
   * @param fetches what each call returns
   * @param targets what each call runs besides
   */
  public Callable callable(List<Output> feeds, List<Output> fetches, Operation... targets) {
    return callable(feeds, fetches, Duration.ZERO, targets);
  }

  /**
   * Prepares a run whose feeds and fetches are fixed.
   *
   * @param feeds what each call gives values for
   * @param fetches what each call returns
   * @param timeout after which a call ends with {@link DeadlineExceededException}; zero for none
   * @param targets what each call runs besides
   */
  public Callable callable(
      List<Output> feeds, List<Output> fetches, Duration timeout, Operation... targets) {
    long session = handle.use();
    long options = Native.new_HB_CallableOptions();
    try {
      Native.HB_CallableOptions_timeout_ms_set(options, timeout.toMillis());
      long made =
          Native.HB_SessionMakeCallable(
              session,
              graph.pairs(feeds),
              graph.pairs(fetches),
              graph.addresses(List.of(targets)),
              options);
      return new Callable(made, handle, feeds.size(), fetches.size());
    } finally {
      Native.delete_HB_CallableOptions(options);
      handle.done();
    }
  }

  /** Closes the session; blocked operations end with {@link CancelledException}. */
  @Override
  public void close() {
    if (handle.isClosed()) {
      return;
    }
    try {
      Native.HB_CloseSession(handle.use());
    } catch (CancelledException e) {
      return; // another thread closed it
    }
    handle.done();
    handle.close();
  }

  Handle handle() {
    return handle;
  }

  /** The description of one run. Not for use by several threads. */
  public final class Runner {
    private final List<Output> feeds = new ArrayList<>();
    private final List<Handle> values = new ArrayList<>();
    private final List<Output> fetches = new ArrayList<>();
    private final List<Operation> targets = new ArrayList<>();
    private CancellationToken token;
    private Duration timeout = Duration.ZERO;

    private Runner() {}

    /**
     * Gives the value of an output, which is read in place and not kept after the run.
     *
     * @param output of the session's graph
     * @param value of the output's type
     */
    public Runner feed(Output output, Tensor value) {
      feeds.add(output);
      values.add(value.handle());
      return this;
    }

    /**
     * As {@link #feed(Output, Tensor)}.
     *
     * @param output name of the output, such as {@code x} or {@code split:1}
     * @param value of the output's type
     */
    public Runner feed(String output, Tensor value) {
      return feed(graph.output(output), value);
    }

    /**
     * Asks for the value of an output.
     *
     * @param output of the session's graph
     */
    public Runner fetch(Output output) {
      fetches.add(output);
      return this;
    }

    /**
     * Asks for the value of an output.
     *
     * @param output name of the output, such as {@code y} or {@code split:1}
     */
    public Runner fetch(String output) {
      return fetch(graph.output(output));
    }

    /**
     * Asks for an operation to be run.
     *
     * @param operation of the session's graph
     */
    public Runner target(Operation operation) {
      targets.add(operation);
      return this;
    }

    /**
     * Lets the run be stopped.
     *
     * @param token stops it when it is cancelled
     */
    public Runner token(CancellationToken token) {
      this.token = token;
      return this;
    }

    /**
     * Bounds the run.
     *
     * @param timeout after which it ends with {@link DeadlineExceededException}; zero for no bound
     */
    public Runner timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /**
     * Runs.
     *
     * @return the values of the fetches in their order, which the caller closes
     */
    public List<Tensor> run() {
      long[] inputs = graph.pairs(feeds);
      long[] outputs = graph.pairs(fetches);
      long[] operations = graph.addresses(targets);
      long[] results = new long[fetches.size()];
      List<Handle> used = new ArrayList<>(values);
      used.add(handle);
      if (token != null) {
        used.add(token.handle());
      }
      Handle[] held = used.toArray(new Handle[0]);
      long[] addresses = Handle.useAll(held);
      // RunOptions.timeout_in_ms is field 2.
      long runOptions =
          timeout.isZero()
              ? 0
              : Native.HB_NewBufferFromString(Proto.field(2, timeout.toMillis()));
      try {
        long[] in = Arrays.copyOf(addresses, values.size());
        Native.HB_SessionRunWithToken(
            addresses[values.size()],
            runOptions,
            inputs,
            in,
            outputs,
            results,
            operations,
            0,
            token == null ? 0 : addresses[values.size() + 1]);
      } finally {
        Native.HB_DeleteBuffer(runOptions);
        Handle.doneAll(held);
      }
      List<Tensor> tensors = new ArrayList<>(results.length);
      for (long result : results) {
        tensors.add(new Tensor(result));
      }
      return tensors;
    }
  }
}
