"""The built libraries run under an older C library than the machine's: glibc 2.31, with its own loader,
and give the same bits there."""

import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))
STUBS = BUILD / "glibc"

# What the shims stand in for, each where the compiler's runtime calls it.
RUNTIME = """
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>

int Thrower(int depth) {
  if (depth == 0) throw std::runtime_error("caught");
  return Thrower(depth - 1) + 1;
}

int main() {
  try {
    Thrower(5);
  } catch (const std::exception& e) {
    std::puts(e.what());
  }
  std::mutex mutex;
  std::condition_variable ready;
  std::unique_lock lock(mutex);
  bool told = false;
  const auto start = std::chrono::steady_clock::now();
  const auto deadline = start + std::chrono::milliseconds(50);
  std::printf("%d\\n", ready.wait_until(lock, deadline, [] { return false; }));
  std::printf("%d\\n", std::chrono::steady_clock::now() >= deadline);
  std::thread other([&] {
    const std::lock_guard inside(mutex);
    told = true;
    ready.notify_one();
  });
  std::printf("%d\\n", ready.wait_for(lock, std::chrono::seconds(60), [&] { return told; }));
  lock.unlock();
  other.join();
  std::random_device device;
  bool differ = false;
  for (const auto first = device(); !differ;) differ = device() != first;
  std::printf("%d\\n", differ);
  std::printf("%d %d\\n", std::filesystem::is_directory("."), std::filesystem::exists("nowhere"));
}
"""


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def old():
    if not (STUBS / "libc.so").exists():
        pytest.skip("the libraries are not built for older C libraries")
    done = subprocess.run([ROOT / "tools/setup/old_glibc.sh"], capture_output=True, text=True)
    if done.returncode == 3:
        pytest.skip("the Debian mirror no longer has glibc 2.31")
    assert done.returncode == 0, done.stderr
    return pathlib.Path(done.stdout.strip())


def build(folder, compiler, source, *options):
    run(compiler, "-O1", source, "-o", "program", f"-L{STUBS}", f"-Wl,-rpath-link,{STUBS}",
        f"-L{BUILD}/lib", *options, cwd=folder)


def both(old, folder):
    """What the program prints with the machine's C library and with the old one."""
    here = run("./program", cwd=folder, env={"LD_LIBRARY_PATH": f"{BUILD}/lib"})
    there = run(old / "ld-2.31.so", "--library-path", f"{old}:{BUILD}/lib", "./program", cwd=folder,
                env={"LD_BIND_NOW": "1"})
    return here, there


def test_a_program_trains_to_the_same_bits(old, tmp_path):
    build(tmp_path, "gcc", ROOT / "examples/01_seed_program/seed.c", f"-I{ROOT}/c_api/include",
          "-lhornbeam_keras", "-lhornbeam")
    here, there = both(old, tmp_path)
    assert len(here.splitlines()) > 100 and here == there


def test_the_runtime_finds_what_the_old_library_lacks(old, tmp_path):
    (tmp_path / "program.cc").write_text(RUNTIME)
    build(tmp_path, "g++", "program.cc", "-std=c++20", "-static-libstdc++", "-static-libgcc",
          "-pthread")
    here, there = both(old, tmp_path)
    assert there == "caught\n0\n1\n1\n1\n1 0\n" == here


def test_the_runtime_finds_nothing_but_the_shims(old, tmp_path):
    """As with glibc 2.28: no function is taken from the C library that it has in later versions."""
    (tmp_path / "program.cc").write_text(RUNTIME)
    shims = (ROOT / "cmake/glibc/shims.c").read_text()
    assert "dlsym(RTLD_DEFAULT, name)" in shims
    (tmp_path / "shims.c").write_text(shims.replace("dlsym(RTLD_DEFAULT, name)", "NULL; (void)name"))
    run("gcc", "-c", "-O2", "shims.c", cwd=tmp_path)
    build(tmp_path, "g++", "program.cc", "shims.o", "-std=c++20", "-static-libstdc++",
          "-static-libgcc", "-pthread")
    assert both(old, tmp_path) == ("caught\n0\n1\n1\n1\n1 0\n",) * 2
