package dev.hornbeam;

import dev.hornbeam.internal.Native;
import dev.hornbeam.internal.Text;
import java.nio.file.Path;

/** Shared libraries with ops, kernels or devices. */
public final class Plugin {
  private Plugin() {}

  /**
   * Loads a plug-in, which every graph of the process then has; loading one twice does nothing. It
   * is code in this process: load only what is trusted.
   *
   * @param file the shared library
   * @throws NotFoundException if there is no such file
   * @throws InvalidArgumentException if it is no plug-in
   */
  public static void load(Path file) {
    Native.HB_LoadPlugin(Text.name(file.toString()));
  }
}
