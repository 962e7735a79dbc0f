"""Examples; ops that touch files have tests of their own."""

from tests.cases.sample import D, op


def _field(number, data):
    """A field of a message, of fewer than 128 bytes."""
    return bytes([number << 3 | 2, len(data)]) + data


def _feature(key, kind, data):
    return _field(1, _field(1, key.encode()) + _field(2, _field(kind, data)))


_EXAMPLES = [
    _field(1, _feature("b", 1, _field(1, b"one") + _field(1, b"two")) +
           _feature("i", 3, b"\x0a\x03\x01\x02\x03") + _feature("f", 2, b"\x0d\x00\x00\xc0\x3f")),
    _field(1, _feature("i", 3, b"\x08\x2a")),
]

op("ParseExampleV2", _EXAMPLES, D(0, dtype="string"), ["b"], ["f"], D(0, dtype="string"),
   [D(1, dtype="float", values=[7.5])], Tdense=["float"], num_sparse=1, sparse_types=["string"],
   ragged_value_types=[], ragged_split_types=[], dense_shapes=[[1]])
op("ParseExampleV2", _EXAMPLES, D(0, dtype="string"), D(0, dtype="string"), ["f"],
   D(0, dtype="string"), [D(0, dtype="float")], case="missing", Tdense=["float"], num_sparse=0,
   sparse_types=[], ragged_value_types=[], ragged_split_types=[], dense_shapes=[[1]], error=True)
op("ParseExampleV2", [b"\x7f\x7f"], D(0, dtype="string"), ["b"], D(0, dtype="string"),
   D(0, dtype="string"), [], case="broken", Tdense=[], num_sparse=1, sparse_types=["string"],
   ragged_value_types=[], ragged_split_types=[], dense_shapes=[], error=True)
op("ParseExample", _EXAMPLES, D(0, dtype="string"), [D(dtype="string", values=[b"i"])],
   [D(dtype="string", values=[b"f"])], [D(1, dtype="float", values=[7.5])], Tdense=["float"],
   sparse_types=["int64"], dense_shapes=[[1]])
