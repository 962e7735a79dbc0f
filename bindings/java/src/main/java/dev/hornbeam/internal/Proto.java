package dev.hornbeam.internal;

import java.io.ByteArrayOutputStream;

/** Fields of protocol buffers, for the few messages that calls take. */
public final class Proto {
  private Proto() {}

  /** A field that has a length: bytes, text or a message. */
  public static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, (long) number << 3 | 2);
    varint(out, content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** A field that is a number. */
  public static byte[] field(int number, long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, (long) number << 3);
    varint(out, value);
    return out.toByteArray();
  }

  /** One after the other. */
  public static byte[] concat(byte[][] parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    for (; (left & ~127L) != 0; left >>>= 7) {
      out.write((int) (left & 127 | 128));
    }
    out.write((int) left);
  }
}
