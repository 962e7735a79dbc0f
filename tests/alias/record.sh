#!/usr/bin/env bash
# Runs the client programs with the real TensorFlow and records what they print, or with --check
# compares it with what is recorded.
# Usage: tests/alias/record.sh [--check] PYTHON [client...]; PYTHON has tensorflow-cpu.
set -euo pipefail
check=0
if [[ "${1:-}" == --check ]]; then
  check=1
  shift
fi
python=$1
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
package=$("$python" -c '
import importlib.util
print(importlib.util.find_spec("tensorflow").submodule_search_locations[0])')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ $# -eq 0 ]]; then
  for file in "$here"/*_client.c; do
    set -- "$@" "$(basename "$file" _client.c)"
  done
fi

failed=0
for name in "$@"; do
  gcc -std=c11 -O1 -I"$package/include" "$here/${name}_client.c" -o "$work/$name" \
    -L"$package" -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 -Wl,-rpath,"$package"
  (cd "$here/../.." && TF_CPP_MIN_LOG_LEVEL=3 TF_ENABLE_ONEDNN_OPTS=0 "$work/$name") \
    >"$work/$name.out" 2>"$work/$name.err" || {
    echo "$name failed"
    tail -n 3 "$work/$name.err" "$work/$name.out"
    failed=1
  }
  if [[ $check == 1 ]]; then
    diff "$here/${name}_client.expected" "$work/$name.out" || failed=1
  else
    cp "$work/$name.out" "$here/${name}_client.expected"
  fi
done
exit $failed
