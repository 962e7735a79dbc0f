package dev.hornbeam.internal;

import java.nio.charset.StandardCharsets;

/** Text on its way to and from the C interface. */
public final class Text {
  private Text() {}

  public static byte[] utf8(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** A name, which C ends with a zero byte and which therefore can't hold one. */
  public static byte[] name(String text) {
    if (text != null && text.indexOf('\0') >= 0) {
      throw new dev.hornbeam.InvalidArgumentException(
          "the text '" + text.replace("\0", "\\0") + "' holds a zero character");
    }
    return utf8(text);
  }

  public static byte[][] names(String[] texts) {
    byte[][] names = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      names[i] = name(texts[i]);
    }
    return names;
  }

  public static String string(byte[] utf8) {
    return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
  }

  /** Writes into a buffer of the C interface. */
  public interface Writer {
    void write(long buffer);
  }

  /** What a function writes into a buffer. */
  public static byte[] bytes(Writer writer) {
    long buffer = Native.HB_NewBuffer();
    try {
      writer.write(buffer);
      long length = Native.HB_Buffer_length_get(buffer);
      byte[] bytes = new byte[Math.toIntExact(length)];
      if (length > 0) {
        Fast.view(Native.HB_Buffer_data_get(buffer), length).get(bytes);
      }
      return bytes;
    } finally {
      Native.HB_DeleteBuffer(buffer);
    }
  }

  public static String read(Writer writer) {
    return string(bytes(writer));
  }
}
