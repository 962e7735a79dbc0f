package dev.hornbeam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void arraysOfAnyRankComeBack() {
    float[][][] cube = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {9, 10}, {11, 12}}};
    try (Tensor tensor = Tensor.of(cube)) {
      assertEquals(DType.FLOAT, tensor.dtype());
      assertEquals(Shape.of(2, 3, 2), tensor.shape());
      assertEquals(12, tensor.size());
      assertArrayEquals(cube, tensor.toArray(float[][][].class));
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, tensor.floats());
    }
    try (Tensor tensor = Tensor.of(new long[0][3])) {
      assertEquals(Shape.of(0), tensor.shape().rank() == 1 ? tensor.shape() : Shape.of(0));
      assertEquals(0, tensor.size());
    }
  }

  @Test
  void scalarsComeBack() {
    assertEquals(2.5f, Tensor.of(2.5f).floatValue());
    assertEquals(2.5, Tensor.of(2.5).doubleValue());
    assertEquals(-7, Tensor.of(-7).intValue());
    assertEquals(1L << 40, Tensor.of(1L << 40).longValue());
    assertTrue(Tensor.of(true).booleanValue());
    assertEquals((short) -3, Tensor.of((short) -3).toArray());
    assertEquals((byte) 9, Tensor.of((byte) 9).toArray());
    assertEquals("Hainbuche", Tensor.of("Hainbuche").stringValue());
  }

  @Test
  void textIsUtf8AndBytesMayBeAnything() {
    // Characters outside the basic plane and zero bytes are where modified UTF-8 differs.
    String[][] texts = {{"", "a\0b"}, {"äöü €", "\uD83C\uDF33 hornbeam, longer than 22 bytes"}};
    try (Tensor tensor = Tensor.of(texts)) {
      assertEquals(DType.STRING, tensor.dtype());
      assertArrayEquals(texts, tensor.toArray(String[][].class));
      assertEquals(4, tensor.byteStrings()[3][0] == (byte) 0xF0 ? 4 : 0);
    }
    byte[] any = {0, (byte) 0xff, 0, 1};
    try (Tensor tensor = Tensor.ofBytes(Shape.of(1), any)) {
      assertArrayEquals(any, tensor.byteStrings()[0]);
    }
  }

  @Test
  void raggedArraysAndWrongSizesAreRefused() {
    String message =
        assertThrows(
                InvalidArgumentException.class, () -> Tensor.of(new float[][] {{1, 2}, {3}}))
            .getMessage();
    assertTrue(message.contains("lengths 2 and 1"), message);
    message =
        assertThrows(InvalidArgumentException.class, () -> Tensor.of(Shape.of(2, 2), 1f, 2f))
            .getMessage();
    assertTrue(message.contains("4 elements"), message);
    assertThrows(InvalidArgumentException.class, () -> Tensor.of((Object) null));
    assertThrows(InvalidArgumentException.class, () -> Tensor.of(new Object()));
    assertThrows(InvalidArgumentException.class, () -> Tensor.of(new char[] {'a'}));
    assertThrows(InvalidArgumentException.class, () -> Tensor.of(Shape.of(-1), 1f));
    assertThrows(InvalidArgumentException.class, () -> Shape.of(-2));
    long big = 1L << 40;
    for (Shape shape : new Shape[] {Shape.of(big, big), Shape.of(1L << 62)}) {
      assertThrows(
          InvalidArgumentException.class, () -> Tensor.allocate(DType.FLOAT, shape).close());
    }
    assertThrows(
        ResourceExhaustedException.class,
        () -> Tensor.allocate(DType.FLOAT, Shape.of(1L << 50)).close());
    try (Tensor tensor = Tensor.of(1f)) {
      assertThrows(InvalidArgumentException.class, tensor::ints);
      assertThrows(InvalidArgumentException.class, () -> tensor.toArray(float[].class));
    }
  }

  @Test
  void directBuffersAreUsedInPlace() {
    FloatBuffer data =
        ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder()).asFloatBuffer();
    data.put(new float[] {0, 1, 2, 3, 4, 5, 6, 7}).position(2);
    try (Tensor tensor = Tensor.of(DType.FLOAT, Shape.of(2, 3), data)) {
      assertArrayEquals(new float[] {2, 3, 4, 5, 6, 7}, tensor.floats());
      data.put(2, 20);
      assertEquals(20, tensor.floats()[0]);
      tensor.buffer().asFloatBuffer().put(1, 30);
      assertEquals(30, data.get(3));
    }
    FloatBuffer heap = FloatBuffer.wrap(new float[] {1, 2});
    try (Tensor tensor = Tensor.of(DType.FLOAT, Shape.of(2), heap)) {
      heap.put(0, 9);
      assertArrayEquals(new float[] {1, 2}, tensor.floats());
    }
    ByteBuffer swapped = ByteBuffer.allocateDirect(8).order(ByteOrder.BIG_ENDIAN);
    try (Tensor tensor =
        Tensor.of(DType.INT32, Shape.of(2), swapped.asIntBuffer().put(5).put(6).flip())) {
      assertArrayEquals(new int[] {5, 6}, tensor.ints());
    }
    assertThrows(
        InvalidArgumentException.class, () -> Tensor.of(DType.DOUBLE, Shape.of(2), heap));
  }

  @Test
  void aBufferOutlivesItsTensor() {
    FloatBuffer view;
    try (Tensor tensor = Tensor.of(new float[] {1, 2, 3})) {
      view = tensor.buffer().asFloatBuffer();
    }
    // Memory that was freed would be given out again.
    for (int i = 0; i < 1000; i++) {
      Tensor.of(new float[] {-1, -1, -1}).close();
    }
    assertEquals(2, view.get(1));
  }

  @Test
  void closedTensorsAreRefused() {
    Tensor tensor = Tensor.of(1f);
    tensor.close();
    tensor.close();
    assertThrows(IllegalStateException.class, tensor::floats);
    assertThrows(IllegalStateException.class, tensor::buffer);
    assertEquals("Tensor(FLOAT, [], closed)", tensor.toString());
  }

  @Test
  void halfAndBfloat16AreConverted() {
    short[] bits = {0x3c00, (short) 0xc000, 0x7bff, 0x0001, 0x7c00};
    ByteBuffer bytes = ByteBuffer.allocateDirect(10).order(ByteOrder.nativeOrder());
    bytes.asShortBuffer().put(bits);
    try (Tensor tensor = Tensor.of(DType.HALF, Shape.of(5), bytes)) {
      assertArrayEquals(
          new float[] {1, -2, 65504, 0x1p-24f, Float.POSITIVE_INFINITY}, tensor.floats());
    }
    bytes.asShortBuffer().put(0, (short) 0x3fc0);
    try (Tensor tensor = Tensor.of(DType.BFLOAT16, Shape.of(1), bytes.limit(2))) {
      assertEquals(1.5f, tensor.floatValue());
    }
  }
}
