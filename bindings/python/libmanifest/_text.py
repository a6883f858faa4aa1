# SPDX-License-Identifier: Apache-2.0
"""Functions over texts, and about the library itself."""
import json
from ctypes import byref
from typing import Any, Dict, Optional, Union

from ._call import Bytes, Data, choice, data, made_bytes, options, size, string, text
from ._declarations import Format
from ._library import lib
from ._report import made_with_report


def library_version() -> str:
    """The version of the C library that is loaded."""
    return string(lib.mf_version())


def library_path() -> str:
    """The file of the C library that is loaded, as it was named to the system."""
    path: str = lib.path
    return path


def canonicalize(json_text: Data, *, maximum_memory: Optional[int] = None) -> bytes:
    """The canonical form (RFC 8785) of any I-JSON text. MalformedError, with line and column, where it is none."""
    content = data(json_text, "json_text")
    limit = 0 if maximum_memory is None else size(maximum_memory, "maximum_memory")
    return made_bytes(lib.mf_json_canonicalize, content, len(content), limit)


def schema(name: str = "manifest/v1") -> Dict[str, Any]:
    """The JSON Schema of a format: "manifest/v1", "rules/v1", "overrides/v1", "configuration/v1"."""
    document: Dict[str, Any] = json.loads(made_bytes(lib.mf_schema_json, text(name, "name")))
    return document


def set_value(document: Data, path: str, value: str, *, format: Union[str, Format] = "auto", **limits: int) -> bytes:
    """Changes one scalar in the text of a manifest and leaves every other byte as it is, comments and layout included.

    `value` is the new text; of a number or boolean its spelling.
    """
    content, new = data(document, "document"), data(value, "value")
    chosen = options("mf_read_options", format=choice(Format, format, "format"), **limits)
    changed, _ = made_with_report(Bytes, lib.mf_text_set, content, len(content), byref(chosen), text(path, "path"), new, len(new),
                                  path=path)
    return changed.take()
