package dev.hornbeam.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
  private static String explained(String message, boolean musl) {
    UnsatisfiedLinkError cause = new UnsatisfiedLinkError(message);
    UnsatisfiedLinkError error = NativeLibrary.explained(Path.of("lib.so"), cause, musl);
    assertEquals(cause, error.getCause());
    return error.getMessage();
  }

  @Test
  void failuresNameTheRemedy() {
    String noexec = "lib.so: failed to map segment from shared object: Operation not permitted";
    assertTrue(explained(noexec, false).contains("noexec"));
    assertTrue(explained(noexec, false).contains("-Dhornbeam.cache.path=FOLDER"));
    String musl = "Error loading shared library ld-linux-x86-64.so.2";
    assertTrue(explained(musl, true).contains("musl"));
    assertTrue(explained("anything else", false).endsWith("anything else"));
    assertTrue(explained("anything else", false).startsWith("can't load lib.so"));
  }
}
