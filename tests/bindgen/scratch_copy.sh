#!/usr/bin/env bash
# Adds a small op and a small layer (tests/bindgen/scratch) to a copy of the checkout, with the steps of
# docs/add_an_op.md and docs/add_a_layer.md that there are for what TensorFlow doesn't have, builds the
# copy in full, and calls both from C++, Python, Go and Java. Fails when a file of a binding differs that
# isn't generated. Takes minutes; run by hand.
#
# usage: tests/bindgen/scratch_copy.sh FOLDER    FOLDER is made, and left for a look, with FOLDER.log
set -euo pipefail

[[ $# -eq 1 && ! -e "$1" ]] || {
  sed -n '2,7p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
mkdir -p "$1"
copy="$(cd "$1" && pwd)"
scratch="$copy/tests/bindgen/scratch"

# step NAME COMMAND...: runs it and prints how long it took.
step() {
  local name="$1" start="$SECONDS"
  shift
  "$@" >"$copy.log" 2>&1 || {
    tail -30 "$copy.log" >&2
    echo "failed: $name" >&2
    exit 1
  }
  echo "$name: $((SECONDS - start)) s"
}

(cd "$root" && git ls-files -z --cached --others --exclude-standard |
  tar --null --ignore-failed-read --files-from=- -cf -) | tar -xf - -C "$copy"

(cd "$copy" && find . -type f -print0 | xargs -0 sha256sum) >"$copy.sums"

# What the pages say: a file with the declaration, one with the kernel, one with the layer, and a row for
# each in the tables.
cp "$scratch/op.cc" "$copy/core/ops/math/scratch.cc"
cp "$scratch/kernel.cc" "$copy/core/kernels/cpu/math/scratch.cc"
cp "$scratch/layer.cc" "$copy/keras_like/layers/core/scratch.cc"
sed -i 's/^  X(DefineSegmentOps) .*/  X(DefineScratchOps) \\\n&/' "$copy/core/builtin/ops.cc"
sed -i 's/^  X(RegisterSegmentKernels) .*/  X(RegisterScratchKernels) \\\n&/' "$copy/core/builtin/kernels.cc"
sed -i 's/^void AddDense.*/&\nvoid AddScratch(Registry\& registry);/' "$copy/keras_like/builtin.h"
sed -i 's/^    AddDense.*/&\n    AddScratch(*r);/' "$copy/keras_like/builtin.cc"

cd "$copy"
step "build with the op and the layer" ./dev build
step "generate" ./dev generate
step "build with what was generated" ./dev build

python="$(tools/setup/python.sh)"
"$python" - "$copy.sums" <<'TEXT'
import hashlib
import pathlib
import sys

sys.path.insert(0, "tests/lint")
import files

sums = dict(reversed(line.split("  ", 1)) for line in pathlib.Path(sys.argv[1]).read_text().splitlines())
changed = [name.removeprefix("./") for name, known in sums.items()
           if hashlib.sha256(pathlib.Path(name).read_bytes()).hexdigest() != known]
generated = [name for name in changed if files.is_generated(name)]
touched = sorted(set(changed) - set(generated))
print(f"changed by hand: {', '.join(touched)}, and 3 new files; generated anew: {len(generated)} files")
if touched != ["core/builtin/kernels.cc", "core/builtin/ops.cc", "keras_like/builtin.cc",
               "keras_like/builtin.h"]:
    sys.exit("other files than the tables of ops, kernels and layers were touched")
TEXT

work="$copy/out/scratch"
mkdir "$work"
expected=$'7 10\n7 10\n8 11'
# check LANGUAGE COMMAND...: what the program prints.
check() {
  local language="$1" printed
  shift
  printed="$("$@")"
  if [[ "$printed" != "$expected" ]]; then
    echo "$language printed '$printed'" >&2
    exit 1
  fi
  echo "$language calls the op and the layer"
}

g++ -std=c++20 "$scratch/program.cc" -Iout/include -Lout/lib -Wl,-rpath,"$copy/out/lib" \
  -lhornbeam_keras -lhornbeam -o "$work/program"
check C++ "$work/program"
PYTHONPATH="$copy/out/python" check Python "$python" "$scratch/program.py"
go="$(tools/setup/go.sh)"
cp "$scratch/program.go" "$work/main.go"
cd "$work"
export GOPROXY=off GOTOOLCHAIN=local GOFLAGS="-mod=mod -buildvcs=false"
"$go" mod init example 2>go.log
"$go" mod edit -replace "hornbeam.dev/go=$copy/bindings/go" -require hornbeam.dev/go@v0.1.0
LD_LIBRARY_PATH="$copy/out/lib" check Go "$go" run -tags hornbeam_dev .
javac -cp "$copy/out/java/hornbeam.jar" -d . "$scratch/Program.java"
check Java java "-Dhornbeam.library.path=$copy/out/lib" -cp "$copy/out/java/hornbeam.jar:." Program
