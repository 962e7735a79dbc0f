#!/usr/bin/env bash
# Prints the folder of Debian bullseye's C library (glibc 2.31), with its own loader, to run programs
# with; fetches and unpacks it first when it is missing. Nothing is installed. Status 3: the machine's
# Debian mirror has it no longer.
set -euo pipefail

readonly cache="${HORNBEAM_CACHE:-$HOME/.cache/hornbeam}"
machine="$(uname -m)"
readonly machine
readonly folder="$cache/glibc-2.31-$machine"
readonly library="$folder/lib/$machine-linux-gnu"

if [[ -x "$library/ld-2.31.so" ]]; then
  echo "$library"
  exit 0
fi
mkdir -p "$cache"
exec 9>"$cache/glibc.lock"
flock 9
if [[ ! -x "$library/ld-2.31.so" ]]; then
  work="$(mktemp -d "$cache/glibc.XXXXXX")"
  trap 'rm -rf "$work"' EXIT
  # The index is kept in the work folder, so that the machine's own apt settings stay as they are.
  uri="$(sed -n -E 's/^URIs: *([^ ]+).*/\1/p; s/^deb (\[[^]]*\] *)?([^ ]+).*/\2/p' \
    /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1 || true)"
  printf 'Types: deb\nURIs: %s\nSuites: bullseye\nComponents: main\nSigned-By: %s\n' \
    "$uri" /usr/share/keyrings/debian-archive-keyring.gpg >"$work/debian.sources"
  mkdir -p "$work/lists/partial"
  apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/debian.sources" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$work/lists" -o Dir::State::status=/dev/null -o APT::Sandbox::User=root
    -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache=)
  (cd "$work" && "${apt[@]}" update && "${apt[@]}" download libc6) >&2 || exit 3
  dpkg-deb -x "$work"/libc6_2.31*.deb "$work/root" || exit 3
  rm -rf "$folder"
  mv "$work/root" "$folder"
fi
echo "$library"
