#!/usr/bin/env bash
# Prints the path of a go command that is new enough for bindings/go, and fetches one first when there
# is none: the Go toolchain is itself a module, which any older go can download.
set -euo pipefail

readonly minimum=24 version=go1.26.0
readonly cache="${HORNBEAM_CACHE:-$HOME/.cache/hornbeam}"

# minor GO: the second number of its version, 0 when it does not run.
minor() {
  local text
  text="$(GOTOOLCHAIN=local "$1" version 2>/dev/null)" || text=
  [[ "$text" =~ go1\.([0-9]+) ]] && echo "${BASH_REMATCH[1]}" || echo 0
}

for candidate in "$(command -v go || true)" /usr/local/go/bin/go "$cache/$version/bin/go"; do
  if [[ -x "$candidate" && "$(minor "$candidate")" -ge $minimum ]]; then
    echo "$candidate"
    exit 0
  fi
done

old="$(command -v go || true)"
if [[ -z "$old" ]]; then
  echo "Go 1.$minimum or later is needed; install it, or Debian's golang-go to fetch it with" >&2
  exit 1
fi
mkdir -p "$cache"
exec 9>"$cache/go.lock"
flock 9
if [[ ! -x "$cache/$version/bin/go" ]]; then
  work="$(mktemp -d "$cache/go.XXXXXX")"
  trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
  platform="$("$old" env GOOS)-$("$old" env GOARCH)"
  (
    cd "$work"
    echo "fetching $version (once, into $cache)" >&2
    GOFLAGS=-modcacherw GOMODCACHE="$work/mod" "$old" mod download -json \
      "golang.org/toolchain@v0.0.1-$version.$platform" >&2
  )
  chmod -R u+w "$work"
  chmod +x "$work"/mod/golang.org/toolchain@*/bin/* \
    "$work"/mod/golang.org/toolchain@*/pkg/tool/*/*
  rm -rf "${cache:?}/$version"
  mv "$work"/mod/golang.org/toolchain@* "$cache/$version"
fi
echo "$cache/$version/bin/go"
