package dev.hornbeam.natives.linux_x86_64;

import dev.hornbeam.spi.NativeProvider;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The libraries for Linux on x86-64 with glibc, which lie beside this class. */
public final class Provider implements NativeProvider {
  private static final String FOLDER = "/META-INF/hornbeam/linux-x86_64/";

  /** For the service loader. */
  public Provider() {}

  @Override
  public String platform() {
    return "linux-x86_64";
  }

  @Override
  public String version() {
    return lines("VERSION").keySet().iterator().next();
  }

  @Override
  public Map<String, String> files() {
    return lines("SHA256SUMS");
  }

  @Override
  public InputStream open(String name) throws IOException {
    InputStream found = Provider.class.getResourceAsStream(FOLDER + name);
    if (found == null) {
      throw new FileNotFoundException(FOLDER + name + " is not in the jar");
    }
    return found;
  }

  /** The last word of each line, with the first. */
  private Map<String, String> lines(String name) {
    Map<String, String> found = new LinkedHashMap<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] words = line.trim().split("\\s+");
        found.put(words[words.length - 1], words[0]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
