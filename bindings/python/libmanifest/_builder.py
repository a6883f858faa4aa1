# SPDX-License-Identifier: Apache-2.0
"""Builders: make a manifest from code, or a changed one from another."""
import contextlib
import json
import numbers
import threading
from ctypes import byref
from typing import Any, Iterator, Mapping, Optional, Union

from ._call import Handle, call, choice, data, options, out, present, text, whole
from ._declarations import Profile
from ._errors import ArgumentError
from ._library import lib
from ._manifest import Manifest
from ._report import made_with_report


class Builder(Handle):
    """Values by path, which become a manifest with build(). One thread at a time: another one waits.

    with Builder() as builder:
        builder["/release/id"] = "fraud-detector-4.2.1"
        builder["/configuration/parameters/threshold"] = {"name": "threshold", "type": "number", "value": 0.5}
        manifest = builder.build(profile="draft")
    """

    __slots__ = ("_lock", "_user")
    _unref = "mf_builder_unref"

    def __init__(self, manifest: Optional[Manifest] = None, **limits: int) -> None:
        if manifest is not None and not isinstance(manifest, Manifest):
            raise TypeError(f"a builder begins with a Manifest, not {type(manifest).__name__}")
        chosen, pointer = options("mf_read_options", **limits), out(Builder)
        if manifest is None:
            call(lib.mf_builder_new, byref(chosen), byref(pointer))
        else:
            call(lib.mf_builder_new_from, manifest._pointer, byref(chosen), byref(pointer))
        super().__init__(pointer)
        self._lock = threading.Lock()
        self._user = 0

    @contextlib.contextmanager
    def _use(self) -> Iterator[Any]:
        """The pointer, for one call. C would not notice a second one at the same time, of another thread or of a callback."""
        if self._user == threading.get_ident():
            raise ArgumentError("this Builder is in use: a callback of a call cannot use the builder of that call")
        with self._lock:
            self._user = threading.get_ident()
            try:
                yield self._pointer
            finally:
                self._user = 0

    def __setitem__(self, path: str, value: Any) -> None:
        """Sets a scalar, or replaces what is at a path by a dict or list. Mappings and entries of sets on the way are made."""
        where = text(path, "path")
        if isinstance(value, bool):
            self._do(lib.mf_builder_set_bool, where, value)
        elif isinstance(value, numbers.Integral):
            self._do(lib.mf_builder_set_int, where, whole(value, path))
        elif isinstance(value, numbers.Real):
            self._do(lib.mf_builder_set_number, where, float(value))
        elif isinstance(value, str):
            content = data(value, path)
            self._do(lib.mf_builder_set_text, where, content, len(content))
        else:
            content = _json(value, path)
            self._do(lib.mf_builder_set_json, where, content, len(content))

    def __delitem__(self, path: str) -> None:
        present(self._do(lib.mf_builder_remove, text(path, "path")), path)

    def append(self, path: str, value: Any) -> None:
        """Appends an entry to the list at a path."""
        content = data(value, path) if isinstance(value, str) else _json(value, path)
        append = lib.mf_builder_append_text if isinstance(value, str) else lib.mf_builder_append_json
        self._do(append, text(path, "path"), content, len(content))

    def _do(self, function: Any, *arguments: Any) -> int:
        with self._use() as pointer:
            return call(function, pointer, *arguments)

    def update(self, values: Mapping[str, Any]) -> None:
        """Sets several values: each path with its value."""
        for path, value in dict(values).items():
            self[path] = value

    def build(self, *, profile: Union[str, Profile] = "draft") -> Manifest:
        """The manifest of the values as they are now. InvalidError, with the report, where they are not good."""
        chosen = choice(Profile, profile, "profile")
        with self._use() as pointer:
            return made_with_report(Manifest, lib.mf_builder_build, pointer, chosen)[0]


def _json(value: Any, path: str) -> bytes:
    return data(json.dumps(value, ensure_ascii=False, allow_nan=False), path)
