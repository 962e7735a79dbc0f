package dev.hornbeam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  @Test
  void eachCodeHasAClass() {
    Set<Class<?>> classes = new HashSet<>();
    for (Code code : Code.values()) {
      assertSame(code, Code.of(code.number()));
      if (code == Code.OK) {
        assertThrows(
            IllegalArgumentException.class, () -> HornbeamException.of(code, "no error"));
        continue;
      }
      HornbeamException made = HornbeamException.of(code, "what was wrong");
      assertEquals(code, made.code());
      assertEquals("what was wrong", made.getMessage());
      assertTrue(classes.add(made.getClass()), made.getClass().getName());
      String name = made.getClass().getSimpleName().replace("Exception", "");
      assertEquals(code.name().replace("_", ""), name.toUpperCase(java.util.Locale.ROOT));
    }
    assertSame(Code.UNKNOWN, Code.of(12345));
  }

  @Test
  void typesHaveTheirNumbers() {
    for (DType type : DType.values()) {
      assertSame(type, DType.of(type.number()));
    }
    assertSame(DType.FLOAT, DType.of(101));
    assertThrows(InvalidArgumentException.class, () -> DType.of(0));
    assertThrows(InvalidArgumentException.class, () -> DType.of(-5));
    assertThrows(InvalidArgumentException.class, () -> DType.of(1 << 20));
    assertEquals(2, DType.BFLOAT16.byteSize());
  }
}
