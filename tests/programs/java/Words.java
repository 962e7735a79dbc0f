import dev.hornbeam.DType;
import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lines of the programs as words, and results as text. */
final class Words {
  private Words() {}

  /** A step: its words and its options, the words with a =, in their order. */
  record Line(List<String> words, Map<String, String> options) {
    static Line of(String text) {
      List<String> words = new ArrayList<>();
      Map<String, String> options = new LinkedHashMap<>();
      for (String word : text.trim().split(" +")) {
        int equals = word.indexOf('=');
        if (equals < 0) {
          words.add(word);
        } else {
          options.put(word.substring(0, equals), word.substring(equals + 1));
        }
      }
      return new Line(words, options);
    }

    String word(int index) {
      return words.get(index);
    }

    String option(String name, String otherwise) {
      return options.getOrDefault(name, otherwise);
    }
  }

  static List<String> split(String text, String separator) {
    return text.isEmpty() ? List.of() : List.of(text.split(separator));
  }

  static String decoded(String word) {
    return URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  static long[] sizes(String word) {
    if (word.equals("-")) {
      return new long[0];
    }
    return split(word, ",").stream()
        .mapToLong(d -> d.equals("?") ? -1 : Long.parseLong(d))
        .toArray();
  }

  static DType type(String name) {
    return switch (name) {
      case "float32" -> DType.FLOAT;
      case "float64" -> DType.DOUBLE;
      default -> DType.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    };
  }

  private static String name(DType type) {
    return switch (type) {
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      default -> type.name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static double[] values(String kind, List<String> words, int count) {
    double[] values = new double[count];
    long state = kind.equals("random") || kind.equals("below") ? Long.parseLong(words.get(0)) : 0;
    for (int i = 0; i < count; i++) {
      state = (state * 1103515245 + 12345) % (1L << 31);
      values[i] =
          switch (kind) {
            case "values" -> Double.parseDouble(words.get(i));
            case "range" ->
                Double.parseDouble(words.get(0)) + i * Double.parseDouble(words.get(1));
            case "random" -> state / (double) (1 << 30) - 1;
            default -> (state >> 8) % Long.parseLong(words.get(1));
          };
    }
    return values;
  }

  /** A tensor of NAME TYPE SHAPE KIND... */
  static Tensor tensor(Line line, Path folder) {
    DType type = type(line.word(1));
    Shape shape = Shape.of(sizes(line.word(2)));
    String kind = line.word(3);
    List<String> rest = line.words().subList(4, line.words().size());
    int count = (int) shape.elements();
    if (kind.equals("text")) {
      return Tensor.of(shape, rest.stream().map(Words::decoded).toArray(String[]::new));
    }
    if (kind.equals("file")) {
      try {
        byte[] data = Files.readAllBytes(folder.resolve(rest.get(0)));
        ByteBuffer room = ByteBuffer.allocateDirect(count * type.byteSize());
        room.order(ByteOrder.nativeOrder()).put(data, 0, room.capacity()).flip();
        return Tensor.of(type, shape, room);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    double[] values = values(kind, rest, count);
    switch (type) {
      case DOUBLE:
        return Tensor.of(shape, values);
      case FLOAT:
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
          floats[i] = (float) values[i];
        }
        return Tensor.of(shape, floats);
      case INT32:
        int[] ints = new int[count];
        for (int i = 0; i < count; i++) {
          ints[i] = (int) values[i];
        }
        return Tensor.of(shape, ints);
      case INT64:
        long[] longs = new long[count];
        for (int i = 0; i < count; i++) {
          longs[i] = (long) values[i];
        }
        return Tensor.of(shape, longs);
      case BOOL:
        boolean[] truths = new boolean[count];
        for (int i = 0; i < count; i++) {
          truths[i] = values[i] != 0;
        }
        return Tensor.of(shape, truths);
      default:
        ByteBuffer bytes = ByteBuffer.allocateDirect(count);
        for (double value : values) {
          bytes.put((byte) value);
        }
        return Tensor.of(type, shape, bytes.flip());
    }
  }

  /** Type, shape, bytes; of a big tensor a hash of the bytes. */
  static String shown(Tensor tensor) {
    StringBuilder text = new StringBuilder(name(tensor.dtype())).append(' ');
    long[] sizes = tensor.shape().toArray();
    for (int i = 0; i < sizes.length; i++) {
      text.append(i > 0 ? "," : "").append(sizes[i]);
    }
    text.append(sizes.length == 0 ? "-" : "");
    HexFormat hex = HexFormat.of();
    if (tensor.dtype() == DType.STRING) {
      for (byte[] bytes : tensor.byteStrings()) {
        text.append(' ').append(bytes.length == 0 ? "-" : hex.formatHex(bytes));
      }
      return text.toString();
    }
    ByteBuffer buffer = tensor.buffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    if (bytes.length <= 512) {
      return text.append(' ').append(hex.formatHex(bytes)).toString();
    }
    long hashed = 0xCBF29CE484222325L;
    for (byte b : bytes) {
      hashed = (hashed ^ (b & 255)) * 0x100000001B3L;
    }
    text.append(' ').append(hex.formatHex(bytes, 0, 16)).append(" fnv ");
    return text.append(hex.toHexDigits(hashed)).toString();
  }

  static String bits(double number) {
    return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(number));
  }

  static String shown(Map<String, Double> logs) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(logs).forEach((name, value) -> parts.add(name + "=" + bits(value)));
    return String.join(" ", parts);
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n") + '"';
  }
}
