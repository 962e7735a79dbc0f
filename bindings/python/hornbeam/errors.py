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


class CancelledError(HornbeamError):
    """The call was cancelled."""

    code = 1


class UnknownError(HornbeamError):
    """An error without a code of its own."""

    code = 2


class InvalidArgumentError(HornbeamError, ValueError):
    """An argument is wrong."""

    code = 3


class DeadlineExceededError(HornbeamError):
    """Time ran out."""

    code = 4


class NotFoundError(HornbeamError):
    """Something that was asked for is not there."""

    code = 5


class AlreadyExistsError(HornbeamError):
    """Something that would be made is there."""

    code = 6


class PermissionDeniedError(HornbeamError):
    """A file outside of what the model may touch, or one that the system denies."""

    code = 7


class ResourceExhaustedError(HornbeamError):
    """Memory or another resource ran out."""

    code = 8


class FailedPreconditionError(HornbeamError):
    """The state doesn't allow the call."""

    code = 9


class AbortedError(HornbeamError):
    """The operation was aborted."""

    code = 10


class OutOfRangeError(HornbeamError):
    """A position beyond the end."""

    code = 11


class UnimplementedError(HornbeamError):
    """There is no such kernel or feature."""

    code = 12


class InternalError(HornbeamError):
    """A fault of the library."""

    code = 13


class UnavailableError(HornbeamError):
    """Something can't be reached now."""

    code = 14


class DataLossError(HornbeamError):
    """A file is damaged."""

    code = 15


class UnauthenticatedError(HornbeamError):
    """Credentials are missing."""

    code = 16


_CLASSES: dict[int, type[HornbeamError]] = {c.code: c for c in HornbeamError.__subclasses__()}


def from_code(code: int, message: str) -> HornbeamError:
    """The exception for an error code."""
    return _CLASSES.get(code, UnknownError)(message)
