package dev.hornbeam.keras;

import dev.hornbeam.Graph;
import dev.hornbeam.InvalidArgumentException;
import dev.hornbeam.Output;
import dev.hornbeam.Scope;
import dev.hornbeam.internal.Access;
import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import dev.hornbeam.internal.Upcalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Functions of a program as the library calls them. */
final class Tracing {
  private Tracing() {}

  static Upcalls.Traced of(TraceFunction function) {
    return (trace, inputs, count) -> {
      Access access = Access.get();
      // What the function keeps of the graph fails once the call is over.
      try (Graph graph = access.borrow(Native.HB_TraceGraph(trace))) {
        Scope scope = access.scope(graph, Text.string(Native.HB_TraceScope(trace)));
        List<Output> given = new ArrayList<>();
        for (int i = 0; i < inputs.length; i += 2) {
          given.add(access.output(scope, inputs[i], (int) inputs[i + 1]));
        }
        Trace handle = new Trace(trace, scope);
        try {
          return pairs(function.call(handle, given), graph, count);
        } finally {
          handle.end();
        }
      }
    };
  }

  static Upcalls.Traced ofLoss(LossFunction function) {
    return of(
        (trace, inputs) ->
            Arrays.asList(function.call(inputs.get(0), inputs.get(1))));
  }

  static Upcalls.Traced ofOptimizer(UpdateFunction function) {
    return of(
        (trace, in) ->
            Arrays.asList(
                function.call(
                    trace,
                    new UpdateFunction.Update(in.get(0), in.get(1), in.get(2), in.get(3)))));
  }

  private static long[] pairs(List<Output> outputs, Graph graph, int count) {
    if (outputs == null || outputs.size() != count) {
      throw new InvalidArgumentException(
          "the function must give " + count + " outputs, not "
              + (outputs == null ? "null" : outputs.size()));
    }
    long[] pairs = new long[2 * count];
    for (int i = 0; i < count; i++) {
      if (outputs.get(i) == null) {
        throw new InvalidArgumentException("the function must give outputs, not null");
      }
      if (outputs.get(i).operation().graph() != graph) {
        throw new InvalidArgumentException("the function gave an output of another graph");
      }
      Access.get().put(outputs.get(i), pairs, i);
    }
    return pairs;
  }
}
