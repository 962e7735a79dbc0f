#!/usr/bin/env bash
# The demo: Python builds and trains a network on handwritten digits, Go trains it on, Java evaluates
# it, C++ fine-tunes a copy with frozen convolutions, C predicts; a picture shows it all.
# Expects HORNBEAM_BUILD (a build folder), HORNBEAM_PYTHON, PYTHONPATH, and go on the PATH, as
# ./dev demo sets them.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
data="$root/tests/data/digits"
build="$HORNBEAM_BUILD"
out="${1:-$build/demo}"
rm -rf "$out"
mkdir -p "$out/classes"

# C and C++ are built with the library; this builds the links in Go and Java.
(cd "$root/bindings/go" && CGO_LDFLAGS="-L$build/lib" GOTOOLCHAIN=local GOPROXY=off \
  go build -tags hornbeam_dev -o "$out/train_on" "$here/demo_2_train_on.go" "$here/digits_data.go")
javac -d "$out/classes" -cp "$build/java/hornbeam.jar" "$here/Demo3Evaluate.java" \
  "$here/DigitsData.java"

# link NAME COMMAND...: runs a link; what it prints is kept.
link() {
  local name="$1"
  shift
  "$@" "$data" "$out/model" | tee "$out/$name.txt" | { grep -Ev '^(loss|predictions) ' || true; }
}
link python "$HORNBEAM_PYTHON" "$here/demo_1_train.py"
LD_LIBRARY_PATH="$build/lib" link go "$out/train_on"
link java java -cp "$out/classes:$build/java/hornbeam.jar" \
  -Dhornbeam.library.path="$build/lib" Demo3Evaluate
link cpp "$build/bin/examples_02_digits_demo_4_fine_tune_cpp"
link c "$build/bin/examples_02_digits_demo_5_predict"

# Each program must begin exactly where the one before it ended, and each be right for 97 %.
number() { sed -n "s/^.* $2 with test accuracy //p" "$out/$1.txt"; }
begins_where() {
  if [[ -z "$1" || "$1" != "$2" ]]; then
    echo "a program did not begin where the one before it ended: '$1' and '$2'" >&2
    exit 1
  fi
}
begins_where "$(number python ends)" "$(number go starts)"
begins_where "$(number go ends)" "$(number java evaluates)"
begins_where "$(number java evaluates)" "$(number cpp starts)"
begins_where "$(number cpp ends)" "$(number c predicts)"
for accuracy in "$(number python ends)" "$(number go ends)" "$(number cpp ends)"; do
  if awk -v v="$accuracy" 'BEGIN { exit !(v < 0.97) }'; then
    echo "a test accuracy is below 97 %: $accuracy" >&2
    exit 1
  fi
done
"$HORNBEAM_PYTHON" "$here/demo_draw.py" "$data" "$out"
echo "picture: $out/digits.png"
