"""The table of ops and dtypes has no hole without a reason, and is made from what the installed
TensorFlow says."""

from tests.cases import table, tensorflow_kernels


def test_recorded_kernels_are_tensorflows():
    ops = table.Registry().groups
    assert tensorflow_kernels.FILE.read_text() == tensorflow_kernels.text_of(ops), (
        "tests/cases/table.py --record writes the file anew")


def test_every_hole_has_a_reason_and_every_reason_a_hole():
    assert not table.report()
