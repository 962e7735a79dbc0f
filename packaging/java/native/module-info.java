/** The native libraries of Hornbeam for Linux on x86-64. */
module dev.hornbeam.natives.linux_x86_64 {
  requires dev.hornbeam;

  provides dev.hornbeam.spi.NativeProvider with
      dev.hornbeam.natives.linux_x86_64.Provider;
}
