# SPDX-License-Identifier: Apache-2.0
"""Exceptions: one class for each error of the C library, all of them an Error.

Where Python has an exception of the same meaning, the class is one of those as well, so that `except ValueError` or
`except OSError` does what one expects.
"""
from typing import TYPE_CHECKING, Dict, Optional, Type

from . import _declarations as c

if TYPE_CHECKING:
    from ._report import Report


class Error(Exception):
    """What went wrong in one call.

    `code` is the number that the C library returned, `name` the constant's name. `path` is the RFC 6901 path of the value that the
    error is about, `line` and `column` (from 1) and `offset` (in bytes, from 0) its place in the text, `source` the name of the file;
    "" and 0 where there is none. `message` is the text without them.
    """

    code: int = 0

    def __init__(self, message: str, *, code: Optional[int] = None, path: str = "", line: int = 0, column: int = 0,
                 offset: int = 0, source: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = type(self).code if code is None else code
        self.path = path
        self.line = line
        self.column = column
        self.offset = offset
        self.source = source

    @property
    def name(self) -> str:
        """The name of the code, such as "MF_ERROR_LIMIT"."""
        try:
            return "MF_" + c.Status(self.code).name
        except ValueError:
            return f"status {self.code}"

    def __str__(self) -> str:
        place = ":".join([self.source] * bool(self.source) + [str(part) for part in (self.line, self.column) if self.line])
        return (f"{place}: " if place else "") + self.message + (f" [{self.path}]" if self.path else "")

    def __reduce__(self) -> "tuple[object, ...]":
        return type(self), (self.message,), self.__dict__


class OutOfMemoryError(Error, MemoryError):
    """Memory could not be had."""

    code = c.MF_ERROR_MEMORY


class ArgumentError(Error, ValueError):
    """The call itself is wrong: an option that contradicts another, a number out of range, a text with a NUL."""

    code = c.MF_ERROR_ARGUMENT


class ClosedError(ArgumentError):
    """The object was closed before."""


class LimitError(Error):
    """A limit was reached: of input, memory, depth, entries or length."""

    code = c.MF_ERROR_LIMIT


class FileError(Error, OSError):
    """A file could not be read or written."""

    code = c.MF_ERROR_IO


class MalformedError(Error, ValueError):
    """The bytes are not what they should be: not JSON, not PEM, not an envelope."""

    code = c.MF_ERROR_SYNTAX


class InvalidError(Error, ValueError):
    """The document breaks a rule of its format. `report` holds everything that was found."""

    code = c.MF_ERROR_INVALID
    report: "Optional[Report]" = None

    def __reduce__(self) -> "tuple[object, ...]":
        state = {name: value for name, value in self.__dict__.items() if name != "report"}
        return type(self), (self.message,), state


class PathError(Error, LookupError):
    """The path names nothing that the format has."""

    code = c.MF_ERROR_PATH


class AbsentError(Error, KeyError):
    """The path is good, but the document has no value there."""

    code = c.MF_ABSENT


class KindError(Error, TypeError):
    """The value is of another kind than the call needs."""

    code = c.MF_ERROR_TYPE


class UnusableKeyError(Error, ValueError):
    """The key cannot be used: a weak one, a public one where a secret is needed, a file that others may read."""

    code = c.MF_ERROR_KEY


class VerificationError(Error):
    """The envelope was not verified: what every error of its signature, payload or expiry is."""


class SignatureError(VerificationError):
    """Too few of the trusted keys signed."""

    code = c.MF_ERROR_SIGNATURE


class PayloadError(VerificationError):
    """The signature is good, but what was signed is not a release."""

    code = c.MF_ERROR_PAYLOAD


class ExpiredError(VerificationError):
    """The release expired before the given time."""

    code = c.MF_ERROR_EXPIRED


class SignerError(Error):
    """A signer failed, or gave a signature that does not verify. Its own exception is the cause of this one."""

    code = c.MF_ERROR_SIGNER


class CryptoError(Error):
    """The cryptographic library could not be started."""

    code = c.MF_ERROR_CRYPTO


class InternalError(Error):
    """The library found itself in a state that should not exist: please report it."""

    code = c.MF_ERROR_INTERNAL


class ExpressionError(Error, ValueError):
    """An expression is not one: it cannot be parsed, its types do not fit, or it names what is not there."""

    code = c.MF_ERROR_EXPRESSION


class EvaluationError(Error, ArithmeticError):
    """An expression has no result: a variable has no data, an integer overflows, something is divided by zero."""

    code = c.MF_ERROR_EVALUATION


class CancelledError(Error):
    """The progress function asked for the end of the work."""

    code = c.MF_ERROR_CANCELLED


def _classes(base: Type[Error]) -> Dict[int, Type[Error]]:
    found: Dict[int, Type[Error]] = {}
    for derived in base.__subclasses__():
        if "code" in derived.__dict__:
            found[derived.code] = derived
        found.update(_classes(derived))
    return found


#: The class for each code. One that is not there is a plain Error, so that a later library may have more of them.
CLASSES: Dict[int, Type[Error]] = _classes(Error)
