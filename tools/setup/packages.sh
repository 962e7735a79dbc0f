#!/usr/bin/env bash
# Installs the Debian packages that building and testing need, those that are missing. Needs root
# or sudo only when one is missing.
set -euo pipefail

packages=(
  build-essential ca-certificates ccache clang-format-14 cmake g++-aarch64-linux-gnu git googletest
  junit5 libeigen3-dev libgtest-dev liblua5.4-dev lua5.4 ninja-build openjdk-17-jdk-headless pkg-config
  protobuf-compiler python3-dev python3-venv qemu-user shellcheck swig
)
# Only to fetch a newer Go with; see go.sh.
command -v go >/dev/null || [[ -x /usr/local/go/bin/go ]] || packages+=(golang-go)

missing=()
mapfile -t present < <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" \
  2>/dev/null | sed -n 's/^installed //p')
for package in "${packages[@]}"; do
  [[ " ${present[*]} " == *" $package "* ]] || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo >/dev/null; then
    echo "these Debian packages are missing, and only root can install them: ${missing[*]}" >&2
    exit 1
  fi
  root=(sudo)
fi
echo "installing Debian packages: ${missing[*]}" >&2
# A list of packages that is too old names files that are gone: fetch a new one first.
"${root[@]}" apt-get -q update >&2
"${root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get -q install -y --no-install-recommends "${missing[@]}" >&2
