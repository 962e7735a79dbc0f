import dev.hornbeam.Shape;
import dev.hornbeam.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The handwritten digits: tf.train.Example messages in a TFRecord file. */
record DigitsData(Tensor images, Tensor labels) implements AutoCloseable {
  /** Images [n, 8, 8, 1] from 0 to 1 and labels [n]. */
  static DigitsData read(Path path) throws IOException {
    ByteBuffer data =
        ByteBuffer.wrap(Files.readAllBytes(path))
            .order(ByteOrder.LITTLE_ENDIAN);
    List<float[]> images = new ArrayList<>();
    List<Long> labels = new ArrayList<>();
    while (data.hasRemaining()) {
      int length = (int) data.getLong();
      ByteBuffer example = cut(data, data.position() + 4, length);
      data.position(data.position() + 4 + length + 4);
      for (ByteBuffer entry : fields(fields(example).get(0))) {
        List<ByteBuffer> parts = fields(entry);
        String key = StandardCharsets.UTF_8.decode(parts.get(0)).toString();
        ByteBuffer values = fields(fields(parts.get(1)).get(0)).get(0);
        if (key.equals("image")) {
          float[] image = new float[64];
          for (int i = 0; i < 64; i++) {
            image[i] = values.getFloat() / 16;
          }
          images.add(image);
        } else {
          labels.add(varint(values));
        }
      }
    }
    float[] all = new float[images.size() * 64];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, all, i * 64, 64);
    }
    return new DigitsData(
        Tensor.of(Shape.of(images.size(), 8, 8, 1), all),
        Tensor.of(labels.stream().mapToLong(Long::longValue).toArray()));
  }

  private static long varint(ByteBuffer data) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = data.get();
      value |= (long) (next & 127) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** The contents of the fields of a message that all have a length. */
  private static List<ByteBuffer> fields(ByteBuffer message) {
    List<ByteBuffer> found = new ArrayList<>();
    while (message.hasRemaining()) {
      varint(message);
      int length = (int) varint(message);
      found.add(cut(message, message.position(), length));
      message.position(message.position() + length);
    }
    return found;
  }

  private static ByteBuffer cut(ByteBuffer data, int start, int length) {
    return data.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    images.close();
    labels.close();
  }
}
