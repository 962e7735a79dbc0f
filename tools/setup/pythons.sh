#!/usr/bin/env bash
# Prints the CPythons, 3.10 to 3.14, that extension modules are built for besides the one of the private
# environment: those on the PATH or among pyenv's that have their headers, and 3.13, which is fetched from
# Debian trixie when it isn't there. They stand in one line, with semicolons between them.
# Usage: pythons.sh           the interpreters
#        pythons.sh numpy XY  a folder with NumPy for CPython X.Y (310 for 3.10)
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
readonly root
readonly cache="${HORNBEAM_CACHE:-$HOME/.cache/hornbeam}"
mkdir -p "$cache"

# CPython 3.13 of Debian trixie, with the C library of that release: its interpreter is a script that
# starts it by its own loader.
trixie() {
  local machine folder
  machine="$(uname -m)"
  folder="$cache/cpython-3.13-$machine"
  if [[ ! -x "$folder/python3.13" ]]; then
    exec 9>"$cache/cpython.lock"
    flock 9
  fi
  if [[ ! -x "$folder/python3.13" ]]; then
    "$root/tools/setup/debian_packages.sh" "$folder" trixie libc6 python3.13 python3.13-minimal \
      libpython3.13-minimal libpython3.13-stdlib libpython3.13-dev || return
    # The header that Debian has for each processor apart, in the place of the one that looks for it.
    cp "$folder/usr/include/$machine-linux-gnu/python3.13/pyconfig.h" \
      "$folder/usr/include/python3.13/pyconfig.h"
    cat >"$folder/start" <<TEXT
#!/bin/sh
usr="$folder/usr"
lib="\$usr/lib/$machine-linux-gnu"
PYTHONHOME="\$usr" exec "\$lib"/ld-linux-*.so.? --library-path "\$lib" --argv0 "\$0" \\
  "\$usr/bin/python3.13" "\$@"
TEXT
    chmod +x "$folder/start"
    mv "$folder/start" "$folder/python3.13"
  fi
  echo "$folder/python3.13"
}

has_headers() {
  "$1" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' 2>/dev/null
}

interpreters() {
  local private found=() minor python
  private="$("$("$root/tools/setup/python.sh")" -c 'import sys; print(sys.version_info[1])')"
  for minor in 10 11 12 13 14; do
    [[ "$minor" != "$private" ]] || continue
    for python in "$(command -v "python3.$minor" || true)" \
      "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3."$minor".*/bin/"python3.$minor"; do
      if [[ -x "$python" ]] && has_headers "$python"; then
        found+=("$python")
        continue 2
      fi
    done
    if [[ "$minor" == 13 ]] && python="$(trixie)"; then
      found+=("$python")
    fi
  done
  (IFS=';' && echo "${found[*]}")
}

numpy() {
  local version="$1" pin=numpy==2.2.6 folder="$cache/numpy-cp$1"
  # The last NumPy for CPython 3.10; else the one of the tests.
  [[ "$version" == 310 ]] || pin="$(grep -m 1 '^numpy==' "$root/tests/requirements.txt")"
  exec 9>"$folder.lock"
  flock 9
  if [[ "$(cat "$folder/complete" 2>/dev/null)" != "$pin" ]]; then
    rm -rf "$folder"
    "$("$root/tools/setup/python.sh")" -m pip install --quiet --disable-pip-version-check --no-deps \
      --only-binary=:all: --python-version "$version" --implementation cp --abi "cp$version" \
      --platform "manylinux_2_28_$(uname -m)" --platform "manylinux2014_$(uname -m)" \
      --target "$folder" "$pin" >&2
    echo "$pin" >"$folder/complete"
  fi
  echo "$folder"
}

case "${1:-}" in
  "") interpreters ;;
  numpy) numpy "$2" ;;
  *)
    echo "usage: pythons.sh [numpy XY]" >&2
    exit 2
    ;;
esac
