package dev.hornbeam.internal;

import dev.hornbeam.spi.NativeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * Finds and loads the native libraries: from the folder that the system property {@code
 * hornbeam.library.path} or the environment variable {@code HORNBEAM_LIBRARY_PATH} names, else from
 * the artifact {@code hornbeam-native}, whose files are unpacked once.
 */
public final class NativeLibrary {
  static final String FILE = "libhornbeam_jni.so";
  private static final String REMEDY =
      " Add the artifact dev.hornbeam:hornbeam-native with the classifier of the platform"
          + " (dev.hornbeam:hornbeam-platform brings it), or give the folder of the libraries:"
          + " -Dhornbeam.library.path=FOLDER or HORNBEAM_LIBRARY_PATH.";

  private NativeLibrary() {}

  /** Loads the libraries unless they are loaded. */
  public static void load() {
    Loaded.touch();
  }

  private static final class Loaded {
    static {
      find();
    }

    static void touch() {}
  }

  private static void find() {
    String folder = System.getProperty("hornbeam.library.path");
    if (folder == null) {
      folder = System.getenv("HORNBEAM_LIBRARY_PATH");
    }
    if (folder != null && !folder.isEmpty()) {
      Path file = Path.of(folder, FILE).toAbsolutePath();
      if (!Files.exists(file)) {
        throw new UnsatisfiedLinkError(
            "hornbeam.library.path or HORNBEAM_LIBRARY_PATH names " + folder
                + ", where there is no " + FILE);
      }
      link(file);
      return;
    }
    String platform = platform();
    NativeProvider provider = provider(platform);
    if (provider == null) {
      throw new UnsatisfiedLinkError(
          "no native libraries of Hornbeam for " + platform + "." + REMEDY);
    }
    if (!provider.version().equals(Version.VERSION)) {
      throw new UnsatisfiedLinkError(
          "hornbeam is version " + Version.VERSION + ", hornbeam-native is version "
              + provider.version() + "; use the same version of both");
    }
    try {
      link(Cache.unpack(provider));
    } catch (IOException e) {
      UnsatisfiedLinkError error =
          new UnsatisfiedLinkError(
              "the native libraries of Hornbeam can't be unpacked into " + Cache.root() + ": " + e
                  + ". Give another folder that can be written: -Dhornbeam.cache.path=FOLDER, or"
                  + " unpack hornbeam-native by hand and give its folder:"
                  + " -Dhornbeam.library.path=FOLDER.");
      error.initCause(e);
      throw error;
    }
  }

  private static NativeProvider provider(String platform) {
    ServiceLoader<NativeProvider> own =
        ServiceLoader.load(NativeProvider.class, NativeLibrary.class.getClassLoader());
    for (NativeProvider provider : own) {
      if (provider.platform().equals(platform)) {
        return provider;
      }
    }
    for (NativeProvider provider : ServiceLoader.load(NativeProvider.class)) {
      if (provider.platform().equals(platform)) {
        return provider;
      }
    }
    return null;
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    String name = system.startsWith("linux") ? "linux" : system.replace(" ", "");
    return name + "-" + (machine.equals("amd64") ? "x86_64" : machine);
  }

  private static void link(Path file) {
    try {
      System.load(file.toString());
    } catch (UnsatisfiedLinkError e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("already loaded in another classloader")) {
        linkCopy(file);
        return;
      }
      throw explained(file, e, Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")));
    }
  }

  /** A library file belongs to one class loader: another one gets a copy; the libraries that it
   *  needs are in the process already. */
  private static void linkCopy(Path file) {
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(Cache.root()), "loader-");
      Path copy = Files.copy(file, folder.resolve(FILE));
      try {
        System.load(copy.toString());
      } finally {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      UnsatisfiedLinkError error =
          new UnsatisfiedLinkError(
              "a second class loader needs a copy of " + file + " in " + Cache.root()
                  + ", which can't be written: " + e + ". Give another folder:"
                  + " -Dhornbeam.cache.path=FOLDER.");
      error.initCause(e);
      throw error;
    }
  }

  /** The error with a remedy, where one is known. */
  static UnsatisfiedLinkError explained(Path file, UnsatisfiedLinkError cause, boolean musl) {
    String message = String.valueOf(cause.getMessage());
    String why = "";
    if (message.contains("failed to map segment") || message.contains("Operation not permitted")) {
      why =
          ". Is its file system mounted noexec? Give a folder on another one:"
              + " -Dhornbeam.cache.path=FOLDER";
    } else if (musl) {
      why =
          ". The C library of this system is musl; the libraries need glibc: use an image such as"
              + " Debian's";
    }
    UnsatisfiedLinkError error =
        new UnsatisfiedLinkError("can't load " + file + ": " + message + why);
    error.initCause(cause);
    return error;
  }
}
