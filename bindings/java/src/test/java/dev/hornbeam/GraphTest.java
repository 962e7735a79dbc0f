package dev.hornbeam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hornbeam.op.ArrayOps;
import dev.hornbeam.op.ControlOps;
import dev.hornbeam.op.MathOps;
import dev.hornbeam.op.StateOps;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphTest {
  private final Graph graph = new Graph();
  private final Scope scope = graph.scope();

  @AfterEach
  void close() {
    graph.close();
  }

  private Tensor evaluate(Output output) {
    try (Session session = new Session(graph)) {
      return session.run(output);
    }
  }

  @Test
  void methodsAndFunctionsCompute() {
    Output x = scope.constant(new float[][] {{1, 2}, {3, 4}});
    Output y = x.mul(2).add(1).matMul(x.neg());
    try (Tensor value = evaluate(y)) {
      assertArrayEquals(new float[] {-18, -26, -34, -50}, value.floats());
    }
    Output transposed = MathOps.matMul(scope, x, x, o -> o.transposeB(true));
    try (Tensor value = evaluate(transposed)) {
      assertArrayEquals(new float[] {5, 11, 11, 25}, value.floats());
    }
    try (Tensor value = evaluate(x.reshape(4).sum(0))) {
      assertEquals(10, value.floatValue());
    }
  }

  @Test
  void severalOutputsHaveNames() {
    Output x = scope.constant(new float[] {3, 1, 2});
    var top = ArrayOps.topKV2(scope, x, Operand.of(2));
    try (Tensor values = evaluate(top.values());
        Tensor indices = evaluate(top.indices())) {
      assertArrayEquals(new float[] {3, 2}, values.floats());
      assertArrayEquals(new int[] {0, 2}, indices.ints());
    }
    List<Output> parts = ArrayOps.split(scope, Operand.of(0), x, 3);
    assertEquals(3, parts.size());
    try (Tensor value = evaluate(parts.get(2))) {
      assertEquals(2, value.floats()[0]);
    }
  }

  @Test
  void literalsTakeTheTypeBesideThem() {
    assertEquals(DType.INT64, scope.constant(1L).add(2).dtype());
    assertEquals(DType.DOUBLE, scope.constant(1.0).add(2).dtype());
    assertEquals(DType.FLOAT, MathOps.addV2(scope, Operand.of(1.0), Operand.of(2L)).dtype());
    assertEquals(DType.INT32, MathOps.addV2(scope, Operand.of(1L), Operand.of(2L)).dtype());
    InvalidArgumentException lossy =
        assertThrows(InvalidArgumentException.class, () -> scope.constant(1).add(0.5));
    assertTrue(lossy.getMessage().contains("0.5"), lossy.getMessage());
    assertThrows(
        InvalidArgumentException.class,
        () -> scope.constant((byte) 1).add(Operand.of(300L)));
    assertThrows(
        InvalidArgumentException.class,
        () -> scope.constant(1f).add(Operand.of((1L << 24) + 1)));
  }

  @Test
  void scopesNameOperations() {
    Scope dense = scope.sub("dense");
    Output a = dense.named("kernel").constant(1f);
    Output b = dense.named("kernel").constant(2f);
    assertEquals("dense/kernel", a.operation().name());
    assertEquals("dense/kernel_1", b.operation().name());
    assertEquals("dense_1/", scope.sub("dense").prefix());
    assertEquals("dense/AddV2:0", a.in(dense).add(b).name());
    assertEquals(a, graph.output("dense/kernel:0"));
    assertThrows(NotFoundException.class, () -> graph.output("dense/kernel:1"));
    assertThrows(NotFoundException.class, () -> graph.output("nothing"));
    assertEquals("Const", graph.operation("dense/kernel").orElseThrow().type());
    assertThrows(InvalidArgumentException.class, () -> graph.operation("a\0b"));
  }

  @Test
  void shapesAreInferredAndSet() {
    Output x = ArrayOps.placeholder(scope, DType.FLOAT, o -> o.shape(Shape.of(-1, 3)));
    assertEquals(Shape.of(-1, 3), x.shape());
    assertEquals("[?, 3]", x.shape().toString());
    x.setShape(Shape.of(2, -1));
    assertEquals(Shape.of(2, 3), x.shape());
    assertThrows(InvalidArgumentException.class, () -> x.setShape(Shape.of(5, 3)));
    assertEquals(Shape.unknown(), ArrayOps.placeholder(scope, DType.FLOAT).shape());
  }

  @Test
  void gradientsAreAdded() {
    Output x = scope.constant(3f);
    Output other = scope.constant(1f);
    Output y = x.mul(x).add(x);
    List<Output> gradients = graph.gradients(List.of(y), List.of(x, other));
    assertNull(gradients.get(1));
    try (Tensor value = evaluate(gradients.get(0))) {
      assertEquals(7, value.floatValue());
    }
  }

  @Test
  void graphDefsTravel() {
    scope.named("x").constant(5f);
    byte[] bytes = graph.toGraphDef();
    try (Graph copy = new Graph()) {
      copy.importGraphDef(bytes, "");
      copy.importGraphDef(bytes, "again");
      assertEquals(2, copy.operations().size());
      assertNotEquals(0, copy.output("again/x").operation().toNodeDef().length);
      assertThrows(
          InvalidArgumentException.class, () -> copy.importGraphDef(new byte[] {1, 2, 3}, ""));
      Output foreign = graph.output("x");
      assertThrows(
          InvalidArgumentException.class,
          () -> copy.output("x").add(foreign));
    }
  }

  @Test
  void errorsNameTheOperation() {
    Output x = scope.constant(new float[] {1, 2});
    Output y = scope.constant(new float[] {1, 2, 3});
    InvalidArgumentException error =
        assertThrows(InvalidArgumentException.class, () -> x.add(y));
    assertTrue(error.getMessage().contains("AddV2"), error.getMessage());
    assertEquals(Code.INVALID_ARGUMENT, error.code());
    assertThrows(HornbeamException.class, () -> scope.op("NoSuchOp").build());
    int before = graph.operations().size();
    assertThrows(HornbeamException.class, () -> x.add(y));
    assertEquals(before, graph.operations().size());
  }

  @Test
  void everyAttributeKindArrives() {
    Operation op =
        scope
            .op("Placeholder")
            .attr("dtype", DType.FLOAT)
            .attr("shape", Shape.of(2, -1))
            .build();
    assertEquals(Shape.of(2, -1), op.output(0).shape());
    Output handle =
        StateOps.varHandleOp(scope, DType.FLOAT, Shape.of(2), o -> o.sharedName("v\u00e4r"));
    String node = new String(handle.operation().toNodeDef(), StandardCharsets.UTF_8);
    assertTrue(node.contains("v\u00e4r"), node);
    List<Output> results =
        ControlOps.statelessCase(
            scope,
            Operand.of(0),
            List.of(scope.constant(1f)),
            new DType[] {DType.FLOAT},
            new String[] {"first_branch", "second_branch"});
    byte[] bytes = results.get(0).operation().toNodeDef();
    String branches = new String(bytes, StandardCharsets.UTF_8);
    assertTrue(branches.matches("(?s).*first_branch.*second_branch.*"), branches);
  }

  @Test
  void manyThreadsBuildOneGraph() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> done =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            for (int j = 0; j < 100; j++) {
                              scope.constant((float) j).add(i);
                            }
                          }))
              .toList();
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      pool.shutdown();
    }
    assertEquals(8 * 100 * 3, graph.operations().size());
  }

  @Test
  void aClosedGraphIsRefused() {
    Output x = scope.constant(1f);
    graph.close();
    assertThrows(IllegalStateException.class, () -> x.add(1));
    assertThrows(IllegalStateException.class, x::shape);
    assertThrows(IllegalStateException.class, () -> new Session(graph));
  }
}
