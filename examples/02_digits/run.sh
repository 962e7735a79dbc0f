#!/usr/bin/env bash
# The demo: C++ trains a network on handwritten digits, Python trains it on, C predicts with it.
# Expects HORNBEAM_BUILD (a build folder), HORNBEAM_PYTHON and PYTHONPATH, as ./dev demo sets them.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
data="$here/../../tests/data/digits"
out="${1:-$HORNBEAM_BUILD/demo}"
rm -rf "$out"
mkdir -p "$out"

"$HORNBEAM_BUILD/bin/examples_digits_train_cpp" "$data" "$out/model" | tee "$out/cpp.txt"
grep '^loss' "$out/cpp.txt" >"$out/losses.txt"
"$HORNBEAM_PYTHON" "$here/train_on.py" "$data" "$out/model" "$out/losses.txt" "$out/digits.png" |
  tee "$out/python.txt"
"$HORNBEAM_BUILD/bin/examples_digits_predict" "$data" "$out/model" | tee "$out/c.txt"

# Each program must begin exactly where the one before it ended, and end at 97 % or more.
number() { sed -n "s/^$2 test accuracy //p" "$out/$1.txt"; }
cpp="$(number cpp 'C++ ends with')"
start="$(number python 'Python starts with')"
python="$(number python 'Python ends with')"
c="$(number c 'C predicts with')"
if [[ "$cpp" != "$start" || "$python" != "$c" ]]; then
  echo "a program did not begin where the one before it ended" >&2
  exit 1
fi
for value in "$cpp" "$python" "$c"; do
  if awk -v v="$value" 'BEGIN { exit !(v < 0.97) }'; then
    echo "test accuracy $value is below 97 %" >&2
    exit 1
  fi
done
echo "picture: $out/digits.png"
