#!/usr/bin/env bash
# Unpacks packages of another Debian release into a folder; nothing is installed.
# Usage: debian_packages.sh FOLDER SUITE PACKAGE... Status 3: the machine's mirror doesn't have them.
set -euo pipefail

readonly folder="$1" suite="$2"
shift 2

mkdir -p "$(dirname "$folder")"
work="$(mktemp -d "$folder.XXXXXX")"
readonly work
trap 'rm -rf "$work"' EXIT
# The index is kept in the work folder, so that the machine's own apt settings stay as they are.
uri="$(sed -n -E 's/^URIs: *([^ ]+).*/\1/p; s/^deb (\[[^]]*\] *)?([^ ]+).*/\2/p' \
  /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1 || true)"
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
  "$uri" "$suite" /usr/share/keyrings/debian-archive-keyring.gpg >"$work/debian.sources"
mkdir -p "$work/lists/partial" "$work/root"
apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/debian.sources" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$work/lists" -o Dir::State::status=/dev/null -o APT::Sandbox::User=root
  -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache=)
(cd "$work" && "${apt[@]}" update && "${apt[@]}" download "$@") >&2 || exit 3
for package in "$work"/*.deb; do
  dpkg-deb -x "$package" "$work/root" || exit 3
done
rm -rf "$folder"
mv "$work/root" "$folder"
