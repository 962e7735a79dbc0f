"""One exception class for each error code; all derive from HornbeamError.

The message names the node or the argument that is wrong and says what would be right.
"""

from __future__ import annotations


class HornbeamError(Exception):
    """An error of the library.

    Attributes:
      code: TensorFlow's canonical number of the error.
      message: what went wrong.
    """

    code = 2

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


_CLASSES: dict[int, type[HornbeamError]] = {}


def _define(name: str, code: int, base: type[Exception] | None = None) -> type[HornbeamError]:
    bases = (HornbeamError, base) if base else (HornbeamError,)
    cls = type(name, bases, {"code": code, "__module__": __name__, "__doc__": f"Error code {code}."})
    _CLASSES[code] = cls
    return cls


CancelledError = _define("CancelledError", 1)
UnknownError = _define("UnknownError", 2)
InvalidArgumentError = _define("InvalidArgumentError", 3, ValueError)
DeadlineExceededError = _define("DeadlineExceededError", 4)
NotFoundError = _define("NotFoundError", 5)
AlreadyExistsError = _define("AlreadyExistsError", 6)
PermissionDeniedError = _define("PermissionDeniedError", 7)
ResourceExhaustedError = _define("ResourceExhaustedError", 8)
FailedPreconditionError = _define("FailedPreconditionError", 9)
AbortedError = _define("AbortedError", 10)
OutOfRangeError = _define("OutOfRangeError", 11)
UnimplementedError = _define("UnimplementedError", 12)
InternalError = _define("InternalError", 13)
UnavailableError = _define("UnavailableError", 14)
DataLossError = _define("DataLossError", 15)
UnauthenticatedError = _define("UnauthenticatedError", 16)


def from_code(code: int, message: str) -> HornbeamError:
    """The exception for an error code."""
    return _CLASSES.get(code, UnknownError)(message)
