"""Tests of the checks: each refuses what it should, and lets the rest pass."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import exceptions  # noqa: E402
import files  # noqa: E402
import includes  # noqa: E402
import places  # noqa: E402
import sizes  # noqa: E402
import third_party  # noqa: E402


def wrong(path, *lines):
    return list(includes.violations(path, "\n".join(f"#include {line}" for line in lines)))


@pytest.mark.parametrize("path, include", [
    ("core/base/x.h", '"core/base/status.h"'),
    ("core/graph/x.cc", '"core/base/status.h"'),
    ("core/graph/x.cc", '"core/proto/graph.pb.h"'),
    ("core/kernels/cpu/math/x.cc", '"core/kernels/functor/unary.h"'),
    ("core/kernels/cpu/math/x.cc", "<Eigen/Core>"),
    ("core/builtin/x.cc", '"core/kernels/cpu/x.h"'),
    ("core/saved_model/x.cc", '"core/io/x.h"'),
    ("core/kernel/x_test.cc", '"core/runtime/session.h"'),
    ("core/kernel/x_test.cc", "<gtest/gtest.h>"),
    ("c_api/src/x.cc", '"core/runtime/session.h"'),
    ("c_api/src/x.cc", '"hornbeam/c_api.h"'),
    ("keras_like/layers/x.cc", '"hornbeam/c_api.h"'),
    ("keras_like/layers/x.cc", '"keras_like/engine/layer.h"'),
])
def test_allowed_include(path, include):
    assert wrong(path, include) == []


@pytest.mark.parametrize("path, include", [
    ("core/base/x.h", '"core/tensor/tensor.h"'),
    ("core/tensor/x.h", '"core/graph/graph.h"'),
    ("core/ops/math/x.cc", '"core/autodiff/gradients.h"'),
    ("core/autodiff/x.cc", '"core/ops/math/x.h"'),
    ("core/passes/x.cc", '"core/ops/x.h"'),
    ("core/kernel/x.h", '"core/graph/graph.h"'),
    ("core/kernels/cpu/x.cc", '"core/graph/graph.h"'),
    ("core/kernels/cpu/x.cc", '"core/runtime/plan.h"'),
    ("core/kernels/functor/x.h", '"core/kernel/kernel.h"'),
    ("core/runtime/x.cc", '"core/autodiff/gradients.h"'),
    ("core/runtime/x.cc", "<Eigen/Core>"),
    ("core/runtime/x.cc", '"plan.h"'),
    ("keras_like/layers/x.cc", '"core/base/status.h"'),
    ("keras_like/layers/x_test.cc", '"core/base/status.h"'),
    ("bindings/cpp/include/hornbeam/x.h", '"core/base/status.h"'),
    ("bindings/python/src/x.cc", '"keras_like/engine/layer.h"'),
    ("core/runtime/x.cc", '"tests/support/x.h"'),
])
def test_refused_include(path, include):
    assert len(wrong(path, include)) == 1


def test_folder_outside_the_table_is_refused():
    assert "no folder of the include table" in wrong("extra/x.cc", '"core/base/status.h"')[0]


def test_table_has_no_cycle():
    for row in includes.TABLE:
        for target in includes.TABLE[row]:
            assert row not in includes.allowed(target)


def test_every_folder_of_core_is_in_the_table():
    for name in files.tracked():
        if name.startswith("core/") and files.is_cpp(name):
            assert includes.folder_of(name), name


def test_file_size():
    assert sizes.too_long("a.cc", "x\n" * 599) is None
    assert "600 lines" in sizes.too_long("a.cc", "x\n" * 600)


def test_generated_files_are_told_apart():
    assert files.is_generated("c_api/include/hornbeam/c_api.h")
    assert files.is_generated("bindings/go/gen/ops.go")
    assert not files.is_generated("core/graph/generator.cc")
    assert files.is_data("tests/cases/op/math/Add.case")


def test_machine_paths():
    refused = ["see /" + "work/x", 'open("/' + 'root/y")', "/ho" + "me/someone/z",
               "https://py" + "pi.org/simple"]
    for line in refused:
        assert len(list(places.problems_of("a", line))) == 1, line
    for line in ["a/work/b", "$root/x", "${root}/work/x", "the work/life", "/homes/x/y"]:
        assert not list(places.problems_of("a", line)), line


def test_linked_archives():
    text = ("LOAD core.a\nLOAD /b/release/libhb_base.a\nLOAD /usr/lib/libz.a\n"
            "LOAD /usr/lib/libm.so.6\n/usr/lib/libz.a(inflate.o)\n")
    assert third_party.linked_archives(text, pathlib.Path("/b/release")) == {"libz.a"}


def test_every_third_party_entry_is_complete():
    parts = third_party.listed(files.ROOT)
    assert {"Eigen", "protobuf"} <= {part["name"] for part in parts}
    for part in parts:
        assert (files.ROOT / part["text"]).stat().st_size > 500, part["name"]


NAMES, PARTS = {"MatMul", "Dense", "Const"}, {"padding", "units"}


@pytest.mark.parametrize("text, found", [
    ('if row["name"] == "Const": pass', {"Const"}),
    ('if op.name in ("MatMul", "padding"): pass', {"MatMul", "padding"}),
    ('LEFT = ("padding", "units")\nif param["name"] in LEFT: pass', PARTS),
    ('TABLE = {"Dense": 1}', {"Dense"}),
    ('"""Dense"""\nif kind == "padding": pass  # "Const"', set()),
    ('row["padding"]', set()),
])
def test_exceptions_of_emitters(text, found):
    assert exceptions.in_emitter(text, NAMES, PARTS) == found


@pytest.mark.parametrize("suffix, text, found", [
    (".cc", 'Output y = ops::MatMul(scope, a, b);', {"MatMul"}),
    (".h", 'OpBuilder op(scope, "Const");', {"Const"}),
    (".py", "return raw_ops.MatMul(a, b)", {"MatMul"}),
    (".go", "layers.Dense(4)", {"Dense"}),
    (".py", "matmul = _ops.MatMul", {"MatMul"}),
    (".py", "crops.MatMul", set()),
    (".java", "MathOps.matMul(s, a, b); Layers.dense(4);", {"MatMul", "Dense"}),
    (".cc", "// ops::MatMul(scope, a, b)", set()),
    (".java", " * Layers.dense(4)", set()),
    (".py", "layers.dense(4)", set()),
])
def test_exceptions_of_bindings(suffix, text, found):
    assert exceptions.in_code(text, suffix, NAMES) == found


def test_exceptions_are_listed_with_a_reason():
    entries = list(exceptions.listed("# head\n\na.py: why\n  MatMul\n  Dense\n\nb.py: why\n  Const\n"))
    assert exceptions.compare({"a.py": {"MatMul", "Dense"}, "b.py": {"Const"}}, entries) == []
    assert "a.py names Const" in exceptions.compare(
        {"a.py": {"MatMul", "Dense", "Const"}, "b.py": {"Const"}}, entries)[0]
    assert "b.py names Const no longer" in exceptions.compare({"a.py": {"MatMul", "Dense"}}, entries)[0]
    assert "no reason" in exceptions.compare({"a.py": {"Const"}},
                                             exceptions.listed("a.py:\n  Const\n"))[0]


def test_the_bindings_have_exceptions_that_are_found():
    # Those that can't go: what a language makes of its own values.
    found = exceptions.exceptions(files.ROOT)
    assert "Const" in found["bindings/go/operand.go"]
    assert {"MatMul", "Sum"} <= found["bindings/python/hornbeam/compat/v1/__init__.py"]


def test_a_library_calls_generated_functions():
    assert exceptions.no_library("ops.MatMul(a, b)", "a.py", {"MatMul"}) == []
    assert "MatMul" in exceptions.no_library('apply("MatMul", [a, b])', "a.py", {"MatMul"})[0]
