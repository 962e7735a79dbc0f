package dev.hornbeam.internal;

import dev.hornbeam.spi.NativeProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/** Unpacks native libraries into a folder that is named by their hash. */
final class Cache {
  private Cache() {}

  /** The folder of all versions. */
  static Path root() {
    String given = System.getProperty("hornbeam.cache.path");
    return given != null && !given.isEmpty()
        ? Path.of(given).toAbsolutePath()
        : Path.of(System.getProperty("user.home"), ".cache", "hornbeam").toAbsolutePath();
  }

  /** Puts the files of a provider in place, checks them, and returns the one to load. */
  static Path unpack(NativeProvider provider) throws IOException {
    Map<String, String> files = provider.files();
    StringBuilder list = new StringBuilder();
    String last = null;
    for (Map.Entry<String, String> file : files.entrySet()) {
      list.append(file.getKey()).append(' ').append(file.getValue()).append('\n');
      last = file.getKey();
    }
    MessageDigest digest = sha256();
    Path folder =
        root().resolve(hex(digest.digest(list.toString().getBytes(StandardCharsets.UTF_8))));
    if (!isWhole(folder, files)) {
      write(folder, provider, files);
      if (!isWhole(folder, files)) {
        throw new IOException(folder + " does not hold what was written there");
      }
    }
    return folder.resolve(last);
  }

  private static boolean isWhole(Path folder, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path) || !hash(path).equals(file.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Writes aside, then renames: other processes see all files or none. */
  private static void write(Path folder, NativeProvider provider, Map<String, String> files)
      throws IOException {
    Files.createDirectories(folder.getParent());
    Path aside =
        Files.createTempDirectory(
            folder.getParent(),
            "new-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      for (String name : files.keySet()) {
        try (InputStream in = provider.open(name)) {
          Files.copy(in, aside.resolve(name));
        }
      }
      moveInto(aside, folder, files);
    } finally {
      delete(aside);
    }
  }

  private static void moveInto(Path aside, Path folder, Map<String, String> files)
      throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (IOException e) {
        boolean there = e instanceof FileAlreadyExistsException || Files.exists(folder);
        if (there && isWhole(folder, files)) {
          return; // another process was faster
        }
        if (!there || attempt == 3) {
          throw e;
        }
        // What is there is damaged: move it away, so that nobody reads a half of each.
        Path old = Files.createTempDirectory(folder.getParent(), "old-");
        Files.move(folder, old.resolve("x"), StandardCopyOption.ATOMIC_MOVE);
        delete(old);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths.sorted((a, b) -> b.compareTo(a))::iterator) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static String hash(Path path) throws IOException {
    MessageDigest digest = sha256();
    byte[] block = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
    }
    return hex(digest.digest());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
