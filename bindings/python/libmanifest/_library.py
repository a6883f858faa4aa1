# SPDX-License-Identifier: Apache-2.0
"""Finds the C library, makes sure that it is the one this package was made for, and declares its functions.

Tried in this order: the file that the variable LIBMANIFEST_LIBRARY names, the file that was installed with the package, and the
soname of the system's own. Nothing else is searched, and no tool is run.
"""
import ctypes
import os
import sys
from pathlib import Path
from typing import Any, List

from . import _declarations as c

VARIABLE = "LIBMANIFEST_LIBRARY"


class LibraryError(ImportError):
    """The C library is not there, or is not the one that this package needs. The message says what to do."""


class Library:
    """The functions of the library by their names, with the types that the headers declare."""

    def __init__(self, functions: ctypes.CDLL, path: str) -> None:
        self.path = path
        for name, (result, parameters) in c.FUNCTIONS.items():
            try:
                function = getattr(functions, name)
            except AttributeError:
                raise LibraryError(
                    f"{path}: this libmanifest has no function {name}; it was built from other sources than this package "
                    f"({c.MF_VERSION}). Install both from the same release, or name the right file in {VARIABLE}"
                ) from None
            function.restype = result
            function.argtypes = parameters
            setattr(self, name, function)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"libmanifest has no function {name}")


def series(version: int) -> List[int]:
    """What must be equal: the major version, and the minor one as well while the major one is 0. So has the soname it."""
    major, minor = version // 1000000, version // 1000 % 1000
    return [major, minor] if major == 0 else [major]


def file_name() -> str:
    """The name of the library as its linker knows it."""
    number = ".".join(str(part) for part in series(c.MF_VERSION_NUMBER))
    return f"libmanifest.{number}.dylib" if sys.platform == "darwin" else f"libmanifest.so.{number}"


def is_privileged() -> bool:
    """Whether the process has more rights than whoever started it, who then must not choose the code that it runs."""
    return (os.getuid(), os.getgid()) != (os.geteuid(), os.getegid())


def candidates() -> List[str]:
    """The files to try, in order. What the variable names is tried alone."""
    chosen = "" if sys.flags.ignore_environment or is_privileged() else os.environ.get(VARIABLE, "")
    if chosen:
        if not os.path.isabs(chosen):
            raise LibraryError(f"{VARIABLE} is '{chosen}': it must be an absolute path")
        return [chosen]
    bundled = Path(__file__).resolve().parent / file_name()
    return [str(bundled), file_name()] if bundled.exists() else [file_name()]


def check_version(functions: ctypes.CDLL, path: str) -> None:
    try:
        number, text = functions.mf_version_number, functions.mf_version
    except AttributeError:
        raise LibraryError(f"{path} is a library, but not libmanifest") from None
    number.restype, number.argtypes = ctypes.c_uint32, ()
    text.restype, text.argtypes = ctypes.c_char_p, ()
    found = number()
    if series(found) != series(c.MF_VERSION_NUMBER) or found < c.MF_VERSION_NUMBER:
        raise LibraryError(
            f"{path} is libmanifest {text().decode('ascii', 'replace')}, and this package needs {c.MF_VERSION} or a later one "
            f"of the same series. Install that, or name another file in {VARIABLE}"
        )


def load() -> Library:
    """Loads the library, or raises LibraryError."""
    tried: List[str] = []
    for path in candidates():
        try:
            functions = ctypes.CDLL(path)  # and not PyDLL: other threads run while the library works
        except OSError as error:
            tried.append(str(error))
            continue
        check_version(functions, path)
        return Library(functions, path)
    raise LibraryError(
        "cannot load the C library libmanifest: " + "; ".join(tried) + f". Install it, or name its file in {VARIABLE}"
    )


lib: Any = load()
