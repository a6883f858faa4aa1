# SPDX-License-Identifier: Apache-2.0
"""Between Python and C: calls, handles, and the conversion of values, of which ctypes checks far too little.

ctypes cuts a text at its first NUL and an integer at its width without a word, so everything goes through the functions here.
"""
import ctypes
import enum
import operator
import os
import threading
import weakref
from ctypes import POINTER, byref
from datetime import datetime
from typing import Any, Callable, Iterator, List, Optional, Tuple, Type, TypeVar, Union

from . import _declarations as c
from ._errors import CLASSES, AbsentError, ArgumentError, ClosedError, Error, InvalidError, SignerError
from ._library import lib

Data = Union[str, bytes, bytearray, memoryview]
FilePath = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
Time = Union[int, datetime, None]
HandleType = TypeVar("HandleType", bound="Handle")


class _Pending(threading.local):
    """What a callback raised while C called it on this thread."""

    exception: Optional[BaseException] = None


_pending = _Pending()


def raised(exception: BaseException) -> None:
    """Keeps the exception of a callback, which cannot pass through C, for the call that is under way."""
    _pending.exception = exception


def _error(status: int, pointer: Any) -> Error:
    """Makes an exception of a C error, and ends that."""
    if not pointer:
        name = lib.mf_status_name(status).decode()
        return CLASSES.get(status, Error)(name, code=status)
    try:
        return CLASSES.get(status, Error)(
            lib.mf_error_message(pointer).decode("utf-8", "replace"),
            code=status,
            path=lib.mf_error_path(pointer).decode("utf-8", "replace"),
            line=lib.mf_error_line(pointer),
            column=lib.mf_error_column(pointer),
            offset=lib.mf_error_offset(pointer),
        )
    finally:
        lib.mf_error_unref(pointer)


def call(function: Any, *arguments: Any, source: str = "") -> int:
    """Calls a function whose last parameter is an error. Raises that, or what a callback raised; returns the status if there is none."""
    pointer = POINTER(c.mf_error)()
    _pending.exception = None
    status: int = function(*arguments, byref(pointer))
    if status >= 0:
        return status
    error = _error(status, pointer)
    error.source = source if error.line else ""
    cause, _pending.exception = _pending.exception, None
    if cause is None:
        raise error
    if isinstance(error, SignerError) and isinstance(cause, Exception):
        raise error from cause
    raise cause


def present(status: int, path: str) -> None:
    if status == c.MF_ABSENT:
        raise AbsentError("the document has no value here", path=path)


class Handle:
    """A Python object that owns one reference to an object of the C library.

    The pointer is a ctypes object that takes care of itself: with it the reference goes. A call holds it as its argument, so close()
    on another thread ends nothing that is in use. At the end of the process nothing is given back: threads may still be at work.
    """

    __slots__ = ("_owned", "__weakref__")
    _unref = ""

    def __init__(self, pointer: Any) -> None:
        if not isinstance(pointer, POINTER(getattr(c, self._unref[: -len("_unref")]))) or not pointer:
            name = type(self).__name__
            raise TypeError(f"{name} is not made by calling it: see help(libmanifest.{name}) for the functions that make one")
        self._owned: Any = pointer
        same = type(pointer).from_buffer_copy(pointer)
        weakref.finalize(pointer, getattr(lib, self._unref), same).atexit = False

    @property
    def _pointer(self) -> Any:
        pointer = self._owned
        if pointer is None:
            raise ClosedError(f"this {type(self).__name__} was closed")
        return pointer

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return self._owned is None

    def close(self) -> None:
        """Lets go of the C object now rather than when this one is collected. Can be called again."""
        self._owned = None

    def __enter__(self: HandleType) -> HandleType:
        self._pointer
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __copy__(self: HandleType) -> HandleType:
        return self

    def __reduce__(self) -> Tuple[Any, ...]:
        raise TypeError(f"a {type(self).__name__} belongs to this process and cannot be pickled")

    def __repr__(self) -> str:
        return f"<{type(self).__name__}{' closed' if self.closed else self._describe()}>"

    def _describe(self) -> str:
        return ""


def made(handle: Type[HandleType], function: Any, *arguments: Any, source: str = "", path: str = "") -> HandleType:
    """Calls a function whose last parameters are `ret_…` and the error, and gives what it made."""
    pointer = out(handle)
    present(call(function, *arguments, byref(pointer), source=source), path)
    return handle(pointer)


def out(handle: Type[Any]) -> Any:
    """A pointer that a function can fill, for such a handle."""
    return POINTER(getattr(c, handle._unref[: -len("_unref")]))()


def options(name: str, /, **fields: Any) -> Any:
    """A struct of options with its defaults and these fields; None leaves a default."""
    struct = c.STRUCTS[name]()
    getattr(lib, name + "_init")(byref(struct), ctypes.sizeof(struct))
    known = {field[0] for field in struct._fields_} - {"size", "reserved"}
    for field, value in fields.items():
        if value is None:
            continue
        if field not in known:
            raise TypeError(f"unknown option '{field}'; there are {', '.join(sorted(known))}")
        if isinstance(value, (bool, int)) and not isinstance(value, enum.IntEnum):
            value = whole(value, field)
            setattr(struct, field, value)
            if getattr(struct, field) != value:
                raise ArgumentError(f"{field} is {value}: out of range")
        else:
            setattr(struct, field, value)
    return struct


def whole(value: Any, name: str, bits: int = 64) -> int:
    """An integer with a sign that fits into so many bits."""
    if isinstance(value, bool):
        raise TypeError(f"{name} must be an integer, not bool")
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {type(value).__name__}") from None
    if not -(1 << bits - 1) <= number < 1 << bits - 1:
        raise ArgumentError(f"{name} is out of range: it must fit into {bits} bits")
    return number


def size(value: Any, name: str) -> int:
    """A number of bytes or of things."""
    number = whole(value, name)
    if number < 0:
        raise ArgumentError(f"{name} is {number}: it cannot be negative")
    return number


def seconds(value: Time, name: str = "time") -> Optional[int]:
    """A time as seconds since 1970."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ArgumentError(f"{name} has no time zone: use datetime.now(timezone.utc)")
        return int(value.timestamp())
    return None if value is None else whole(value, name)


def data(value: Data, name: str = "data") -> bytes:
    """Bytes that nobody changes while the library reads them. Text becomes UTF-8."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, str):
        try:
            return value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ArgumentError(f"{name} has a surrogate at index {error.start}, which is not text") from error
    raise TypeError(f"{name} must be str or bytes, not {type(value).__name__}")


def text(value: str, name: str) -> bytes:
    """Text that C reads up to its NUL."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be str, not {type(value).__name__}")
    encoded = data(value, name)
    if b"\0" in encoded:
        raise ArgumentError(f"{name} holds a NUL character")
    return encoded


def file_path(value: FilePath, name: str = "path") -> bytes:
    """The name of a file, as the system wants it."""
    try:
        encoded = os.fsencode(value)
    except UnicodeEncodeError as error:
        raise ArgumentError(f"{name} has a character at index {error.start} that no file name can have") from error
    except TypeError:
        raise TypeError(f"{name} must be str, bytes or os.PathLike, not {type(value).__name__}") from None
    if b"\0" in encoded:
        raise ArgumentError(f"{name} holds a NUL character")
    return encoded


class Bytes(Handle):
    """Bytes that stay in C."""

    __slots__ = ()
    _unref = "mf_bytes_unref"

    @property
    def arguments(self) -> Tuple[Any, int]:
        """Pointer and size, for a call that ends before this object does."""
        return lib.mf_bytes_data(self._pointer), lib.mf_bytes_size(self._pointer)

    def take(self) -> bytes:
        """A copy, for Python."""
        with self:
            return ctypes.string_at(*self.arguments)


def contents(pointer: Any) -> bytes:
    """A copy of bytes that another object owns."""
    return ctypes.string_at(lib.mf_bytes_data(pointer), lib.mf_bytes_size(pointer))


def made_bytes(function: Any, *arguments: Any, path: str = "") -> bytes:
    """Calls a function whose last parameters are a `mf_bytes **` and the error, and gives the bytes."""
    return made(Bytes, function, *arguments, path=path).take()


def read_file(path: FilePath, limit: Optional[int] = None) -> Bytes:
    """The bytes of a file, of at most so many, or what the library takes for enough."""
    return made(Bytes, lib.mf_bytes_read_file, file_path(path), 0 if limit is None else size(limit, "maximum_input"))


def file_name(path: FilePath) -> str:
    """The name of a file for people."""
    return os.fsdecode(path).encode("utf-8", "replace").decode("utf-8")


def write_file(content: Bytes, path: FilePath, mode: int = 0o644) -> None:
    """Writes a file whole or not at all."""
    with content:
        call(lib.mf_file_write, *content.arguments, file_path(path), mode)


def choice(kind: Type[Any], value: Any, name: str) -> Any:
    """A member of an enumeration, given as such or by its name in small letters, with `-` for `_`."""
    if isinstance(value, kind):
        return value
    if isinstance(value, str):
        found = kind.__members__.get(value.replace("-", "_").upper())
        if found is not None:
            return found
    elif not isinstance(value, int):
        raise TypeError(f"{name} must be str or {kind.__name__}, not {type(value).__name__}")
    names = ", ".join(f"'{member.name.lower().replace('_', '-')}'" for member in kind)
    raise ArgumentError(f"{name} is {value!r}; there are {names}")


def array(kind: Any, items: List[Any]) -> Any:
    """An array for C, or None for none."""
    return (kind * len(items))(*items) if items else None


def string(value: Optional[bytes]) -> str:
    """A text that C handed out."""
    return "" if value is None else value.decode("utf-8", "replace")


def sized_string(pointer: Any, size: Any) -> str:
    return ctypes.string_at(pointer, size.value).decode("utf-8")


def indexed(count: int, index: int) -> int:
    """An index as Python counts, from the end if it is negative."""
    position = whole(index, "index")
    if position < 0:
        position += count
    if not 0 <= position < count:
        raise IndexError(f"index {index} is out of range: there are {count}")
    return position


def each(count: int, get: Callable[[int], Any]) -> Iterator[Any]:
    for index in range(count):
        yield get(index)
