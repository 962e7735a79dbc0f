"""`import hornbeam` loads little; the rest comes when it is asked for, under the same names."""

import pickle
import subprocess
import sys

import pytest

import hornbeam as hb

ON_DEMAND = ("keras", "profiler", "raw_ops", "saved_model")


def fresh(program):
    """What a new process prints."""
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True,
                          text=True).stdout.strip()


def test_modules_are_loaded_on_demand():
    loaded = "print(*(m for m in sys.modules if m.startswith('hornbeam.')))"
    program = "import sys\nimport hornbeam as hb\n"
    at_first = fresh(program + loaded).split()
    assert "hornbeam.session" in at_first
    assert not [m for m in at_first if m.removeprefix("hornbeam.").split(".")[0] in ON_DEMAND]
    assert "hornbeam.gen.raw_ops" not in at_first
    for name in ON_DEMAND:
        assert f"hornbeam.{name}" in fresh(program + f"hb.{name}\n" + loaded).split()


@pytest.mark.parametrize("name", ON_DEMAND)
def test_every_way_to_ask_gives_one_module(name):
    program = f"""import sys, importlib
import hornbeam as hb
assert {name!r} in dir(hb) and {name!r} not in vars(hb)
from hornbeam import {name} as first
import hornbeam.{name} as second
assert first is second is hb.{name} is sys.modules["hornbeam.{name}"] is vars(hb)[{name!r}]
print("same")"""
    assert fresh(program) == "same"


def test_star_gives_all_names():
    assert fresh("""import hornbeam
from hornbeam import *
missing = [n for n in hornbeam.__all__ if n not in globals()]
print(missing, keras is hornbeam.keras)""") == "[] True"


def test_from_several_threads():
    assert fresh("""import threading
import hornbeam as hb
found = []
threads = [threading.Thread(target=lambda: found.append(hb.keras.layers.Dense)) for _ in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
print(len(found), len(set(found)))""") == "8 1"


def test_an_unknown_name():
    with pytest.raises(AttributeError, match="module 'hornbeam' has no attribute 'kera'"):
        hb.kera  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'kera' from 'hornbeam'"):
        from hornbeam import kera  # noqa: F401


def test_pickling_by_name():
    function = pickle.dumps(hb.raw_ops.AddV2)
    program = f"import pickle\nprint(pickle.loads({function!r}).__name__)"
    assert fresh(program) == "AddV2"
