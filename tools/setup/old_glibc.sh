#!/usr/bin/env bash
# Prints the folder of Debian bullseye's C library (glibc 2.31), with its own loader, to run programs
# with; fetches and unpacks it first when it is missing. Status 3: the machine's Debian mirror has it no
# longer.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
readonly root
readonly cache="${HORNBEAM_CACHE:-$HOME/.cache/hornbeam}"
machine="$(uname -m)"
readonly machine
readonly folder="$cache/glibc-2.31-$machine"
readonly library="$folder/lib/$machine-linux-gnu"

if [[ ! -x "$library/ld-2.31.so" ]]; then
  mkdir -p "$cache"
  exec 9>"$cache/glibc.lock"
  flock 9
  [[ -x "$library/ld-2.31.so" ]] ||
    "$root/tools/setup/debian_packages.sh" "$folder" bullseye libc6
fi
echo "$library"
