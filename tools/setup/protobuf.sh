#!/usr/bin/env bash
# protobuf.sh [PROCESSOR]: prints the folder of a position-independent static protobuf-lite (lib/,
# include/) for this machine's processor or another (aarch64), and builds it there from Debian's
# source first when it is missing. Clones share the folder; it is keyed by version, and a lock keeps
# two clones from building at once.
set -euo pipefail

readonly version=3.21.12
readonly cache="${HORNBEAM_CACHE:-$HOME/.cache/hornbeam}"
processor="${1:-$(uname -m)}"
prefix="$cache/protobuf-lite-$version-$processor-2"
toolchain=()
[[ "$processor" == "$(uname -m)" ]] || toolchain=("-DCMAKE_TOOLCHAIN_FILE=$(
  realpath "$(dirname "${BASH_SOURCE[0]}")/../../cmake/toolchain-$processor.cmake")")
readonly processor prefix toolchain

if [[ -f "$prefix/lib/libprotobuf-lite.a" ]]; then
  echo "$prefix"
  exit 0
fi

mkdir -p "$cache"
exec 9>"$cache/protobuf.lock"
flock 9
if [[ -f "$prefix/lib/libprotobuf-lite.a" ]]; then
  echo "$prefix"
  exit 0
fi

work="$(mktemp -d "$cache/protobuf-build.XXXXXX")"
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# The source index is kept in the work folder, so that the machine's own apt settings stay as they
# are. The mirror is the one that the machine already uses.
fetch_source() {
  local uri
  uri="$(sed -n -E 's/^URIs: *([^ ]+).*/\1/p; s/^deb (\[[^]]*\] *)?([^ ]+).*/\2/p' \
    /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1 || true)"
  printf 'Types: deb-src\nURIs: %s\nSuites: bookworm\nComponents: main\nSigned-By: %s\n' \
    "$uri" /usr/share/keyrings/debian-archive-keyring.gpg \
    >"$work/debian.sources"
  mkdir -p "$work/lists/partial"
  local apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/debian.sources"
    -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$work/lists"
    -o APT::Sandbox::User=root -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache=)
  "${apt[@]}" update
  (cd "$work" && "${apt[@]}" source protobuf)
}

{
  echo "building protobuf-lite $version for $processor (once, into $prefix)"
  fetch_source
  # <iostream> would put a static initialiser into every file that includes a message.
  grep -rl --include='*.h' --include='*.cc' '#include <iostream>' \
    "$work/protobuf-$version/src/google/protobuf" |
    xargs sed -i 's/#include <iostream>/#include <istream>\n#include <ostream>/'
  cmake -S "$work/protobuf-$version/cmake" -B "$work/build" -G Ninja "${toolchain[@]}" \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF \
    -DCMAKE_CXX_FLAGS="-fvisibility=hidden -fvisibility-inlines-hidden -ffunction-sections -fdata-sections -ffile-prefix-map=$work/=" \
    -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" \
    -Dprotobuf_BUILD_TESTS=OFF -Dprotobuf_BUILD_PROTOC_BINARIES=OFF -Dprotobuf_WITH_ZLIB=OFF
  ninja -C "$work/build" libprotobuf-lite
  mkdir -p "$work/stage/lib" "$work/stage/include"
  cp "$work/build/libprotobuf-lite.a" "$work/stage/lib/"
  (cd "$work/protobuf-$version/src" && find google -name '*.h' -o -name '*.inc' | grep -v /compiler/ |
    tar cf - -T -) | tar xf - -C "$work/stage/include"
  cp "$work/protobuf-$version/LICENSE" "$work/stage/LICENSE"
  rm -rf "$prefix"
  mv "$work/stage" "$prefix"
} >&2

echo "$prefix"
