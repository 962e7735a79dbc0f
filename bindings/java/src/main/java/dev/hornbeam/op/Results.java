package dev.hornbeam.op;

import dev.hornbeam.Operation;
import dev.hornbeam.Output;
import dev.hornbeam.Scope;
import java.util.ArrayList;
import java.util.List;

/** Outputs of operations that were just added. */
final class Results {
  private Results() {}

  static Output output(Scope scope, Operation operation, int index) {
    return operation.output(index).in(scope);
  }

  /** The tensors that a named output stands for, the first of which has the number `start`. */
  static List<Output> list(Scope scope, Operation operation, String name, int start) {
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < operation.listLength(name); i++) {
      outputs.add(output(scope, operation, start + i));
    }
    return outputs;
  }
}
