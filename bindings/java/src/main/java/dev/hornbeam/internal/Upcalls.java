package dev.hornbeam.internal;

import dev.hornbeam.Code;
import dev.hornbeam.HornbeamException;
import java.nio.charset.StandardCharsets;

/** What native code calls, and the addresses that it is told. */
public final class Upcalls {
  static {
    NativeLibrary.load();
  }

  /** Builds outputs from inputs, both as pairs of handle and index. */
  public interface Traced {
    long[] trace(long trace, long[] inputs, int outputs);
  }

  private Upcalls() {}

  /** The exception of a status. */
  static Throwable exception(int code, byte[] message) {
    return HornbeamException.of(Code.of(code), new String(message, StandardCharsets.UTF_8));
  }

  static long[] trace(Object function, long trace, long[] inputs, int outputs) {
    return ((Traced) function).trace(trace, inputs, outputs);
  }

  /** The code of a Throwable of a traced function in the first byte, then its text. */
  static byte[] description(Throwable thrown) {
    Code code =
        thrown instanceof HornbeamException error ? error.code() : Code.INVALID_ARGUMENT;
    String text = thrown instanceof HornbeamException ? thrown.getMessage() : thrown.toString();
    byte[] bytes = Text.utf8(text.replace('\0', ' '));
    byte[] all = new byte[bytes.length + 1];
    all[0] = (byte) code.number();
    System.arraycopy(bytes, 0, all, 1, bytes.length);
    return all;
  }

  /** Keeps an object alive until one of the functions below gets the reference. */
  public static native long reference(Object object);

  /** The HB_TraceFn for references to {@link Traced}. */
  public static native long traceFunction();

  /** The HB_ReleaseFn for references. */
  public static native long releaseFunction();

  /** The deallocator for references. */
  public static native long memoryFunction();
}
