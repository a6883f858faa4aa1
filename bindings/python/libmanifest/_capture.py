# SPDX-License-Identifier: Apache-2.0
"""Capture: the facts of a system, taken from its files."""
import os
import sys
from ctypes import byref, c_char_p
from typing import Iterable, List, Mapping, NamedTuple, Optional

from . import _declarations as c
from ._builder import Builder
from ._call import FilePath, array, file_path, options, text
from ._library import lib
from ._manifest import Manifest
from ._report import Report, reported


class Capture(NamedTuple):
    """What was found, as a draft with the sections `environment` and `dependencies`, and what was not: the report says why."""

    manifest: Manifest
    report: Report


def _environment(environment: Optional[Mapping[str, str]]) -> List[bytes]:
    variables = os.environ if environment is None else environment
    return [os.fsencode(name) + b"=" + os.fsencode(value) for name, value in variables.items()]


def capture_into(builder: Builder, *, root: Optional[FilePath] = None, variables: Iterable[str] = (),
                 environment: Optional[Mapping[str, str]] = None, python_prefixes: Optional[Iterable[FilePath]] = None,
                 image: bool = False, **limits: int) -> Report:
    """As capture_environment(), into a builder: a value that is found replaces the one that it has."""
    if not isinstance(builder, Builder):
        raise TypeError(f"builder must be a Builder, not {type(builder).__name__}")
    wanted = [text(name, "variables") for name in ([variables] if isinstance(variables, str) else variables)]
    if python_prefixes is None:
        python_prefixes = [sys.prefix] if root is None else []
    prefixes = [file_path(prefix, "python_prefixes").lstrip(b"/") for prefix in python_prefixes]
    entries = _environment(environment) if wanted else []
    if any(b"\0" in entry for entry in entries):
        raise ValueError("environment holds a NUL character")
    chosen = options(
        "mf_capture_options",
        root=None if root is None else file_path(root, "root"),
        variables=array(c_char_p, wanted),
        variable_count=len(wanted),
        environment=array(c_char_p, entries),
        environment_count=len(entries),
        python_prefixes=array(c_char_p, [prefix for prefix in prefixes if prefix]),
        python_prefix_count=len([prefix for prefix in prefixes if prefix]),
        flags=c.MF_CAPTURE_IMAGE if image else 0,
        **limits,
    )
    with builder._use() as pointer:
        return reported(lib.mf_environment_capture, pointer, byref(chosen))


def capture_environment(*, root: Optional[FilePath] = None, variables: Iterable[str] = (),
                        environment: Optional[Mapping[str, str]] = None, python_prefixes: Optional[Iterable[FilePath]] = None,
                        image: bool = False, **limits: int) -> Capture:
    """Takes the facts of the system below `root`: platform, image, accelerators, packages. Files are read, and nothing else.

    Without `root` it is this system, with the packages of this interpreter. `variables` are the names of the environment variables to
    take, or beginnings of names with `*` behind them, from `environment` or that of this process. `image` says that the root is the
    image that the release is pinned to. What cannot be read is absent, and in the report.
    """
    with Builder() as builder:
        report = capture_into(builder, root=root, variables=variables, environment=environment, python_prefixes=python_prefixes,
                              image=image, **limits)
        return Capture(builder.build(), report)
