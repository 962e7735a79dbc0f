#!/usr/bin/env python3
"""Runs the checks of this folder, or those that are named: lint.py [CHECK...]"""

import sys
import time

import exceptions
import formatted
import generated
import includes
import places
import scripts
import sizes
import third_party

CHECKS = {
    "formatted": formatted.check,
    "includes": includes.check,
    "generated": generated.check,
    "exceptions": exceptions.check,
    "sizes": sizes.check,
    "third_party": third_party.check,
    "scripts": scripts.check,
    "places": places.check,
}


def main(names):
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        sys.exit(f"no such check: {', '.join(unknown)}; there are {', '.join(CHECKS)}")
    failed = []
    for name in names or CHECKS:
        start = time.monotonic()
        problems = CHECKS[name]()
        print(f"lint {name:12} {'ok' if not problems else str(len(problems)) + ' problems'}"
              f"  ({time.monotonic() - start:.1f} s)")
        for problem in problems:
            print(f"  {problem}")
        if problems:
            failed.append(name)
    if failed:
        sys.exit(f"lint failed: {', '.join(failed)}")


if __name__ == "__main__":
    main(sys.argv[1:])
