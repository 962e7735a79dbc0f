package dev.hornbeam;

import dev.hornbeam.internal.Access;
import dev.hornbeam.internal.Handle;

/** See {@link Access}. */
final class AccessImpl extends Access {
  @Override
  public Handle handle(Tensor tensor) {
    return tensor.handle();
  }

  @Override
  public Tensor tensor(long address) {
    return new Tensor(address);
  }

  @Override
  public Handle handle(CancellationToken token) {
    return token.handle();
  }

  @Override
  public void listen(CancellationToken token, Runnable listener) {
    token.listen(listener);
  }

  @Override
  public void forget(CancellationToken token, Runnable listener) {
    token.forget(listener);
  }

  @Override
  public Graph borrow(long address) {
    return new Graph(address);
  }

  @Override
  public Scope scope(Graph graph, String prefix) {
    return new Scope(graph, prefix);
  }

  @Override
  public Output output(Scope scope, long operation, int index) {
    return new Output(scope, new Operation(scope.graph(), operation), index);
  }

  @Override
  public void put(Output output, long[] pairs, int at) {
    pairs[2 * at] = output.operation().address();
    pairs[2 * at + 1] = output.index();
  }
}
