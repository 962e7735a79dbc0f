#!/usr/bin/env bash
# Compiles and runs Java. Usage: build.sh jar|tests|javadoc|run JDK_BIN OUT [ARGUMENT...]
#   jar      OUT/hornbeam.jar from the sources here and those in OUT/gen
#   tests    the tests and examples into OUT/test-classes, then OUT/tests.stamp
#   javadoc  OUT/hornbeam-javadoc.jar; anything that lacks a comment is an error
#   run      runs the tests of the classes that match a regular expression, if one is given, against
#            the libraries in OUT/../lib; status 2 when there are none
set -euo pipefail

command="$1" bin="$2" out="$3"
shift 3
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
junit=/usr/share/java
junit="$junit/junit-platform-console-standalone.jar:$junit/junit-jupiter-api.jar:$junit/\
junit-jupiter-engine.jar:$junit/junit-jupiter-params.jar:$junit/junit-platform-commons.jar:$junit/\
junit-platform-engine.jar:$junit/junit-platform-launcher.jar:$junit/junit-platform-reporting.jar:\
$junit/junit-platform-console.jar:$junit/opentest4j.jar:$junit/apiguardian-api.jar:$junit/\
picocli.jar:$junit/univocity-parsers.jar:$junit/opentest4j-reporting-events.jar"
lint=-Xlint:all,-serial,-exports,-path
# Entries of a jar carry one date, so that the same sources give the same bytes.
date="$(date -u -d "@${SOURCE_DATE_EPOCH:-1767225600}" +%Y-%m-%dT%H:%M:%SZ)"

sources() { find "$@" -name '*.java' | LC_ALL=C sort; }

# pack FILE MANIFEST FOLDER
pack() {
  (cd "$3" && find . -type f | LC_ALL=C sort | sed 's|^\./||') >"$out/entries"
  (cd "$3" && "$bin/jar" --create --file "$1" --manifest "$2" --date "$date" "@$out/entries")
}

case "$command" in
  jar)
    rm -rf "$out/classes"
    mkdir -p "$out/classes"
    sources "$here/src/main/java" "$here/gen" "$out/gen" >"$out/sources"
    "$bin/javac" --release 17 -Werror "$lint" -Xdoclint:all,-missing -d "$out/classes" \
      "@$out/sources"
    printf 'Implementation-Title: Hornbeam\nImplementation-Version: %s\n' \
      "$(cat "$root/VERSION")" >"$out/manifest"
    pack "$out/hornbeam.jar" "$out/manifest" "$out/classes"
    ;;
  tests)
    rm -rf "$out/test-classes"
    mkdir -p "$out/test-classes"
    sources "$here/src/test/java" "$root/examples" >"$out/test-sources"
    "$bin/javac" --release 17 -Werror "$lint,-processing" -d "$out/test-classes" \
      -cp "$out/hornbeam.jar:$junit" "@$out/test-sources"
    touch "$out/tests.stamp"
    ;;
  javadoc)
    rm -rf "$out/javadoc"
    "$bin/javadoc" -quiet -Werror -Xdoclint:all,-missing -notimestamp -d "$out/javadoc" \
      --module-source-path "dev.hornbeam=$here/src/main/java:$here/gen:$out/gen" \
      --module dev.hornbeam
    printf 'Implementation-Title: Hornbeam, documentation\n' >"$out/manifest"
    pack "$out/hornbeam-javadoc.jar" "$out/manifest" "$out/javadoc"
    ;;
  run)
    # The virtual machine checks each call of native code.
    "$bin/java" -Xcheck:jni -Dhornbeam.library.path="$out/../lib" -Dhornbeam.root="$root" \
      -cp "$out/test-classes:$out/hornbeam.jar:$junit" \
      org.junit.platform.console.ConsoleLauncher --disable-banner --scan-classpath \
      "$out/test-classes" --include-classname ".*${1:-}.*Test" --details tree \
      --disable-ansi-colors --fail-if-no-tests 2>&1 | tee "$out/tests.log"
    if grep -A 8 '^WARNING in native method' "$out/tests.log"; then
      echo "native code misuses JNI" >&2
      exit 1
    fi
    ;;
  *)
    sed -n '2,8p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
