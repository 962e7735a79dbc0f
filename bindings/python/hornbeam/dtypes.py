"""Data types, under TensorFlow's names and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np


class DType:
    """A data type. Compares equal to its NumPy type, its name and its number."""

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self.as_datatype_enum = number

    @property
    def as_numpy_dtype(self) -> Any:
        """The NumPy type; object for strings."""
        if self.name == "string":
            return np.dtype(object)
        names = {"half": "float16", "float": "float32", "double": "float64"}
        name = names.get(self.name, self.name)
        try:
            return np.dtype(name)
        except TypeError:
            import ml_dtypes  # type: ignore[import-not-found,unused-ignore]

            return np.dtype(getattr(ml_dtypes, name))

    def __int__(self) -> int:
        return self.as_datatype_enum

    def __repr__(self) -> str:
        return f"hornbeam.{self.name}"

    def __eq__(self, other: object) -> bool:
        try:
            return as_dtype(other).as_datatype_enum == self.as_datatype_enum
        except TypeError:
            return NotImplemented

    def __hash__(self) -> int:
        return self.as_datatype_enum


_NAMES = (
    "float32 float64 int32 uint8 int16 int8 string complex64 int64 bool qint8 quint8 qint32 "
    "bfloat16 qint16 quint16 uint16 complex128 float16 resource variant uint32 uint64 float8_e5m2 "
    "float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2fnuz int4 uint4 int2 uint2 "
    "float4_e2m1fn"
).split()
_BY_NAME: dict[str, DType] = {n: DType(n, i + 1) for i, n in enumerate(_NAMES)}
_BY_NUMBER = {d.as_datatype_enum: d for d in _BY_NAME.values()}
_ALIASES = {"float": "float32", "double": "float64", "half": "float16", "str": "string"}

float32 = _BY_NAME["float32"]
float64 = double = _BY_NAME["float64"]
float16 = half = _BY_NAME["float16"]
bfloat16 = _BY_NAME["bfloat16"]
int8 = _BY_NAME["int8"]
int16 = _BY_NAME["int16"]
int32 = _BY_NAME["int32"]
int64 = _BY_NAME["int64"]
uint8 = _BY_NAME["uint8"]
uint16 = _BY_NAME["uint16"]
uint32 = _BY_NAME["uint32"]
uint64 = _BY_NAME["uint64"]
complex64 = _BY_NAME["complex64"]
complex128 = _BY_NAME["complex128"]
bool_ = _BY_NAME["bool"]
string = _BY_NAME["string"]
resource = _BY_NAME["resource"]
variant = _BY_NAME["variant"]


def as_dtype(value: Any) -> DType:
    """The DType for a DType, a name ("float32", "DT_FLOAT"), a number or a NumPy type.

    Raises:
      TypeError: there is no such type.
    """
    if isinstance(value, DType):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        found = _BY_NUMBER.get(value % 100)
        if found:
            return found
    elif isinstance(value, str):
        name = value[3:].lower() if value.startswith("DT_") else value
        found = _BY_NAME.get(_ALIASES.get(name, name))
        if found:
            return found
    elif value is not None:
        try:
            dtype = np.dtype(value)
        except TypeError:
            dtype = None
        if dtype is not None:
            if dtype.kind in "OSU":
                return string
            found = _BY_NAME.get(dtype.name)
            if found:
                return found
    raise TypeError(f"{value!r} is no data type")
