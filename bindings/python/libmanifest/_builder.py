# SPDX-License-Identifier: Apache-2.0
"""Builders: make a manifest from code, or a changed one from another."""
import json
import numbers
from ctypes import byref
from typing import Any, Mapping, Optional, Union

from ._call import Handle, call, choice, data, options, out, present, text, whole
from ._declarations import Profile
from ._library import lib
from ._manifest import Manifest
from ._report import made_with_report


class Builder(Handle):
    """Values by path, which become a manifest with build(). For one thread.

    with Builder() as builder:
        builder["/release/id"] = "fraud-detector-4.2.1"
        builder["/configuration/parameters/threshold"] = {"name": "threshold", "type": "number", "value": 0.5}
        manifest = builder.build(profile="draft")
    """

    __slots__ = ()
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

    def __setitem__(self, path: str, value: Any) -> None:
        """Sets a scalar, or replaces what is at a path by a dict or list. Mappings and entries of sets on the way are made."""
        where = text(path, "path")
        if isinstance(value, bool):
            call(lib.mf_builder_set_bool, self._pointer, where, value)
        elif isinstance(value, numbers.Integral):
            call(lib.mf_builder_set_int, self._pointer, where, whole(value, path))
        elif isinstance(value, numbers.Real):
            call(lib.mf_builder_set_number, self._pointer, where, float(value))
        elif isinstance(value, str):
            content = data(value, path)
            call(lib.mf_builder_set_text, self._pointer, where, content, len(content))
        else:
            content = _json(value, path)
            call(lib.mf_builder_set_json, self._pointer, where, content, len(content))

    def __delitem__(self, path: str) -> None:
        present(call(lib.mf_builder_remove, self._pointer, text(path, "path")), path)

    def append(self, path: str, value: Any) -> None:
        """Appends an entry to the list at a path."""
        if isinstance(value, str):
            content = data(value, path)
            call(lib.mf_builder_append_text, self._pointer, text(path, "path"), content, len(content))
        else:
            content = _json(value, path)
            call(lib.mf_builder_append_json, self._pointer, text(path, "path"), content, len(content))

    def update(self, values: Mapping[str, Any]) -> None:
        """Sets several values: each path with its value."""
        for path, value in dict(values).items():
            self[path] = value

    def build(self, *, profile: Union[str, Profile] = "draft") -> Manifest:
        """The manifest of the values as they are now. InvalidError, with the report, where they are not good."""
        return made_with_report(Manifest, lib.mf_builder_build, self._pointer, choice(Profile, profile, "profile"))[0]


def _json(value: Any, path: str) -> bytes:
    return data(json.dumps(value, ensure_ascii=False, allow_nan=False), path)
