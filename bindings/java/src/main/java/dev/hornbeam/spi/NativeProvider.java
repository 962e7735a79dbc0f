package dev.hornbeam.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Carries the native libraries of a platform. An artifact {@code hornbeam-native} holds one; it is
 * found as a service, on the class path and on the module path alike.
 */
public interface NativeProvider {
  /** The platform, as in {@code linux-x86_64}. */
  String platform();

  /** The version of Hornbeam that the libraries are part of. */
  String version();

  /** Names of the files, each with its SHA-256 in hexadecimal; the one to load comes last. */
  Map<String, String> files();

  /**
   * Opens a file.
   *
   * @param name one of {@link #files}
   */
  InputStream open(String name) throws IOException;
}
