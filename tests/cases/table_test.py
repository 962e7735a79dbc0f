"""The recorded list of TensorFlow's kernels is what the installed TensorFlow says."""

from tests.cases import table, tensorflow_kernels


def test_recorded_kernels_are_tensorflows():
    ops = table.Registry().groups
    assert tensorflow_kernels.FILE.read_text() == tensorflow_kernels.text_of(ops), (
        "tests/cases/table.py --record writes the file anew")
