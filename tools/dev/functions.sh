# shellcheck shell=bash
# The commands of ./dev. Sourced by it, in the root of the checkout.

readonly CACHE="${HORNBEAM_CACHE:-$HOME/.cache/hornbeam}"
export HORNBEAM_CACHE="$CACHE"
JOBS="${HORNBEAM_JOBS:-$(nproc)}"
PYTHON=
PYTHONS=
GO=

say() { printf '\n== %s\n' "$*"; }

# Debian packages, Python environment, protobuf-lite.
setup() {
  tools/setup/packages.sh
  PYTHON="$(tools/setup/python.sh)"
  PROTOBUF="$(tools/setup/protobuf.sh)"
  GO="$(tools/setup/go.sh)"
  PATH="$(dirname "$GO"):$PATH"
}

# configure PRESET: only when the arguments differ from the last time. Other Pythons' modules are not
# configured away by commands that don't need them.
configure() {
  local preset="$1"
  local arguments=("-DHORNBEAM_PYTHON=$PYTHON" "-DHORNBEAM_PROTOBUF=$PROTOBUF")
  [[ -z "$PYTHONS" ]] || arguments+=("-DHORNBEAM_PYTHONS=$PYTHONS")
  local stamp="build/$preset/configured-with"
  if [[ ! -f "build/$preset/build.ninja" || "$(cat "$stamp" 2>/dev/null)" != "${arguments[*]}"* ]]; then
    cmake --preset "$preset" "${arguments[@]}" >"build-$preset.log" 2>&1 || {
      cat "build-$preset.log" >&2
      rm -f "build-$preset.log"
      return 1
    }
    mv "build-$preset.log" "build/$preset/configure.log"
    echo "${arguments[*]}" >"$stamp"
  fi
}

# compile PRESET [TARGET...]
compile() {
  local preset="$1"
  shift
  NINJA_STATUS="[%f/%t %es] " ninja -C "build/$preset" -j "$JOBS" --quiet "$@"
}

cmd_build() {
  setup
  configure release
  compile release
  rm -rf out
  cmake --install build/release --prefix out >build/release/install.log
  echo "installed into out/"
}

cmd_test() {
  local filter="${1:-}" failed=() ran=0 start=$SECONDS
  setup
  PYTHONS="$(tools/setup/pythons.sh)"
  configure release
  compile release all hb_pythons

  local ctest=(ctest --test-dir build/release -j "$JOBS" --output-on-failure --no-tests=ignore)
  [[ -z "$filter" ]] || ctest+=(-R "$filter")
  local log=build/release/ctest.log
  local table=build/release/op_table_summary.txt
  rm -f "$table"
  say "C and C++ tests"
  "${ctest[@]}" 2>&1 | tee "$log" || failed+=("C and C++ tests")
  ! grep -q 'tests passed' "$log" || ran=1

  say "Python tests"
  local pytest=("$PYTHON" -m pytest -q)
  [[ -z "$filter" ]] || pytest+=(-k "$filter")
  local status=0
  PYTHONPATH="build/release/python" TF_CPP_MIN_LOG_LEVEL=2 TF_ENABLE_ONEDNN_OPTS=0 \
    HORNBEAM_BUILD="$PWD/build/release" "${pytest[@]}" || status=$?
  case "$status" in
    0) ran=1 ;;
    5) ;; # no test was selected
    *) failed+=("Python tests") ;;
  esac

  say "Java tests"
  status=0
  java_tests "$filter" || status=$?
  case "$status" in
    0) ran=1 ;;
    2) ;; # no test was selected
    *) failed+=("Java tests") ;;
  esac

  say "Go tests"
  local go_filter=()
  [[ -z "$filter" ]] || go_filter=(-run "$filter")
  local go_log=build/release/go.log
  go_test "${go_filter[@]}" >"$go_log" 2>&1 || failed+=("Go tests")
  grep -v '\[no test' "$go_log" || true
  ! grep '^ok' "$go_log" | grep -qv 'no tests to run' || ran=1

  if [[ -f "$table" ]]; then
    say "ops and dtypes"
    cat "$table"
  fi
  say "summary"
  [[ ! -f "$log" ]] || grep -E 'tests passed|\(Failed\)|\(Timeout\)|\(SEGFAULT\)' "$log" || true
  echo "$((SECONDS - start)) s"
  if [[ ${#failed[@]} -gt 0 ]]; then
    printf 'FAILED: %s\n' "${failed[@]}"
    return 1
  fi
  if [[ $ran -eq 0 ]]; then
    echo "no test matches '$filter'"
    return 1
  fi
  echo "all tests passed"
}

# java_tests [FILTER]: those of the classes whose name matches.
java_tests() {
  HORNBEAM_PYTHON="$PYTHON" PYTHONPATH="$PWD/build/release/python" \
    bindings/java/build.sh run "$(java_bin)" "$PWD/build/release/java" "$@"
}

# The folder of the JDK's programs.
java_bin() { dirname "$(readlink -f "$(command -v javac)")"; }

# go_test [ARGUMENT...]: the Go module's tests, on the libraries of the build tree, with the race
# detector and the strictest checks of what C is given.
go_test() (
  export CGO_LDFLAGS="-L$PWD/build/release/lib" LD_LIBRARY_PATH="$PWD/build/release/lib"
  export HORNBEAM_BUILD="$PWD/build/release" HORNBEAM_PYTHON="$PYTHON"
  export PYTHONPATH="$PWD/build/release/python"
  export GOEXPERIMENT=cgocheck2 GOTOOLCHAIN=local GOPROXY=off
  cd bindings/go || return
  "$GO" vet -tags hornbeam_dev ./... && "$GO" test -count=1 -race -tags hornbeam_dev "$@" ./... || return
  # What the race detector itself keeps would hide what calls leave behind.
  [[ $# -gt 0 ]] ||
    GOEXPERIMENT='' "$GO" test -count=1 -tags hornbeam_dev -run 'LeaveNothingBehind' ./keras
)

# The tests of what threads share.
readonly THREAD_TESTS=(races_runtime races_c_api runtime_test base_test keras_test)

# cmd_sanitize KIND [FILTER]: builds everything, runs the tests that match.
# cmd_sanitize KIND -t [TEST...]: builds and runs these tests only; without any, THREAD_TESTS.
cmd_sanitize() {
  local kind="${1:?asan, ubsan or tsan}" filter="${2:-}" tests=()
  if [[ "$filter" == -t ]]; then
    tests=("${@:3}")
    [[ ${#tests[@]} -gt 0 ]] || tests=("${THREAD_TESTS[@]}")
    filter="^($(IFS='|' && echo "${tests[*]}"))\$"
  fi
  setup
  configure "$kind"
  compile "$kind" "${tests[@]}"
  local ctest=(ctest --test-dir "build/$kind" -j "$JOBS" --output-on-failure)
  [[ -z "$filter" ]] || ctest+=(-R "$filter")
  "${ctest[@]}"
}

# The tests of what is written for each processor apart, and of what that stands on.
readonly ARM_TESTS=(isa_test base_test tensor_test)

# cmd_aarch64 [TEST...]: builds these tests for 64-bit Arm and runs them in an emulator; without any,
# ARM_TESTS.
cmd_aarch64() {
  local tests=("$@")
  [[ $# -gt 0 ]] || tests=("${ARM_TESTS[@]}")
  tools/setup/packages.sh
  PROTOBUF="$(tools/setup/protobuf.sh aarch64)"
  configure aarch64
  compile aarch64 "${tests[@]}"
  ctest --test-dir build/aarch64 -j "$JOBS" --output-on-failure --no-tests=error \
    -R "^($(IFS='|' && echo "${tests[*]}"))\$"
}

cmd_lint() {
  setup
  HORNBEAM_CLANG_FORMAT=clang-format-14 "$PYTHON" tests/lint/lint.py "$@"
}

cmd_format() {
  setup
  git ls-files -z --cached --others --exclude-standard -- '*.h' '*.cc' '*.c' |
    "$PYTHON" tests/lint/formatted.py --null | xargs -0 -r clang-format-14 -i
  git ls-files -z --cached --others --exclude-standard -- '*.go' | xargs -0 -r gofmt -w
}

cmd_generate() {
  setup
  "$PYTHON" tests/lint/generated.py --write
}

cmd_demo() {
  setup
  configure release
  compile release
  HORNBEAM_BUILD="$PWD/build/release" PYTHONPATH="$PWD/build/release/python" \
    HORNBEAM_PYTHON="$PYTHON" bash examples/02_digits/demo.sh "$@"
}

cmd_package() {
  setup
  PYTHONS="$(tools/setup/pythons.sh)"
  configure release
  compile release all hb_pythons
  local java="$PWD/build/release/java" to=out/packages
  rm -rf "$to"
  mkdir -p "$to"
  "$PYTHON" packaging/python/wheel.py --build build/release "$to"
  "$PYTHON" packaging/c/debian.py --build build/release "$to"
  bindings/java/build.sh javadoc "$(java_bin)" "$java"
  "$PYTHON" packaging/java/repository.py --build build/release --jdk "$(java_bin)" \
    --javadoc "$java/hornbeam-javadoc.jar" "$to/maven"
  "$PYTHON" packaging/go/make_module.py --build build/release "$to/go-proxy"
  local sums
  sums="$(cd "$to" && find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum)"
  echo "$sums" >"$to/SHA256SUMS"
  echo "written into $to: $(wc -l <"$to/SHA256SUMS") files; SHA256SUMS lists them"
}

# bench_python WHAT REQUIREMENTS ARGUMENT...: the Python of an environment that a benchmark among the
# arguments needs, or nothing.
bench_python() {
  local wanted="$1" requirements="$2" what
  shift 2
  for what in $wanted; do
    if [[ $# -eq 0 || " $* " == *" $what "* ]]; then
      tools/setup/python.sh "tests/requirements-$requirements.txt"
      break
    fi
  done
}

cmd_bench() {
  setup
  configure release
  compile release
  local torch peers converter
  torch="$(bench_python "training suite" torch "$@")"
  peers="$(bench_python "bindings suite" peers "$@")"
  converter="$(bench_python suite tf2onnx "$@")"
  HORNBEAM_BUILD="$PWD/build/release" PYTHONPATH="$PWD/build/release/python" \
    HORNBEAM_TORCH_PYTHON="$torch" HORNBEAM_PEERS_PYTHON="$peers" \
    HORNBEAM_TF2ONNX="${converter%/bin/python}/lib/python3.11/site-packages" \
    "$PYTHON" tests/bench/bench.py "$@"
}

cmd_subset() {
  local ops="${1:-tests/data/digits/ops.txt}"
  setup
  configure release
  cmake --preset release -B build/subset "-DHORNBEAM_PROTOBUF=$PROTOBUF" \
    "-DHORNBEAM_OPS=$PWD/$ops" -DHORNBEAM_OP_GRADIENTS=OFF -DHORNBEAM_OP_DOCS=OFF \
    -DHORNBEAM_OP_SAMPLES=OFF -DHORNBEAM_TESTS=OFF >/dev/null
  compile subset hornbeam
  size_line build/subset/lib/libhornbeam.so.1 "subset of $(grep -c '^[A-Za-z_]' "$ops") ops"
}

size_line() {
  printf '%-44s %9d bytes  %s\n' "$(basename "$1")" "$(stat -c %s "$1")" "${2:-}"
}

cmd_sizes() {
  local file
  for file in build/release/lib/lib*.so.1 build/release/tensorflow/lib/libtensorflow.so.2.*; do
    [[ ! -f "$file" ]] || size_line "$file"
  done
}
