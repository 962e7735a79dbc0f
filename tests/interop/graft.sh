#!/usr/bin/env bash
# Runs the tests of the Go module github.com/wamuir/graft, a client of TensorFlow's C API, against
# the alias library. Needs Go and the Go module proxy; run by hand.
# Usage: tests/interop/graft.sh [FOLDER]; FOLDER holds include/ and lib/ (default
# out/lib/hornbeam/tensorflow).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(cd "${1:-$root/out/lib/hornbeam/tensorflow}" && pwd)
version=v0.10.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
cat >go.mod <<EOF
module interop

go 1.21

require github.com/wamuir/graft $version
EOF
cat >interop.go <<'EOF'
package interop

import (
	_ "github.com/wamuir/graft/tensorflow"
	_ "github.com/wamuir/graft/tensorflow/op"
)
EOF
go mod tidy >tidy.log 2>&1 || {
  cat tidy.log
  exit 1
}
export CGO_CFLAGS="-I$folder/include"
export CGO_LDFLAGS="-L$folder/lib -Wl,-rpath,$folder/lib"

status=0
for package in tensorflow tensorflow/op; do
  go test -v -count=1 "github.com/wamuir/graft/$package" >log 2>&1 || status=1
  printf '%s: %d passed, %d failed, %d skipped\n' "$package" \
    "$(grep -c '^--- PASS' log || true)" "$(grep -c '^--- FAIL' log || true)" \
    "$(grep -c '^--- SKIP' log || true)"
  grep -A3 -E '^ *--- (FAIL|SKIP)|^panic' log || true
done
exit $status
