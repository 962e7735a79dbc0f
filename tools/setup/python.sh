#!/usr/bin/env bash
# Prints the path of the Python of a private environment with the packages of a requirements file,
# and makes the environment first when it is missing. Usage: python.sh [--present] [requirements.txt]
# With --present, a missing one is not made: status 1. Clones share environments; they are keyed by the
# content of the file.
set -euo pipefail

present=
if [[ "${1:-}" == --present ]]; then
  present=1
  shift
fi
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
readonly requirements="${1:-$root/tests/requirements.txt}"
readonly cache="${HORNBEAM_CACHE:-$HOME/.cache/hornbeam}"
key="$(sha256sum <"$requirements" | cut -c 1-16)"
readonly env="$cache/python-$key"

if [[ -f "$env/complete" ]]; then
  echo "$env/bin/python"
  exit 0
fi
[[ -z "$present" ]] || exit 1

# Debian's own Python comes first: it is the one whose headers the package list brings.
base=
for candidate in /usr/bin/python3 python3.11 python3; do
  if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    base="$candidate"
    break
  fi
done
if [[ -z "$base" ]]; then
  echo "Python 3.11 is needed and was not found" >&2
  exit 1
fi

mkdir -p "$cache"
exec 9>"$env.lock"
flock 9
if [[ ! -f "$env/complete" ]]; then
  {
    echo "making a Python environment (once, into $env)"
    rm -rf "$env"
    env -u PYTHONPATH -u PYTHONHOME "$base" -m venv "$env"
    # The file names every package: nothing else may come in.
    env -u PYTHONPATH "$env/bin/python" -m pip install --quiet --disable-pip-version-check \
      --no-deps -r "$requirements"
    touch "$env/complete"
  } >&2
fi
echo "$env/bin/python"
