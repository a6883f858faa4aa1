# SPDX-License-Identifier: Apache-2.0
"""Rules files, and the validation of texts that may not even be manifests."""
from ctypes import byref
from typing import Any, Dict, Optional, Tuple, Union

from ._call import Data, FilePath, Handle, Time, choice, data, file_name, options, read_file, seconds
from ._declarations import Format, Profile
from ._library import lib
from ._report import Report, made_with_report, reported


class Rules(Handle):
    """A rules file: which rules are off or have another severity, and an organisation's own conventions."""

    __slots__ = ()
    _unref = "mf_rules_unref"

    @classmethod
    def load(cls, path: FilePath, **limits: int) -> "Rules":
        """Reads a rules file, YAML or JSON. InvalidError, with the report, where it is not good."""
        with read_file(path, limits.get("maximum_input")) as content:
            return cls._read(content.arguments, file_name(path), limits)

    @classmethod
    def parse(cls, text: Data, **limits: int) -> "Rules":
        """Reads the text of a rules file. As load()."""
        content = data(text, "text")
        return cls._read((content, len(content)), "", limits)

    @classmethod
    def _read(cls, content: Tuple[Any, int], source: str, limits: Dict[str, int]) -> "Rules":
        chosen = options("mf_read_options", **limits)
        return made_with_report(cls, lib.mf_rules_read, *content, byref(chosen), source=source)[0]


def validate_text(text: Data, *, profile: Union[str, Profile] = "release", format: Union[str, Format] = "auto", time: Time = None,
                  rules: Optional[Rules] = None, maximum_findings: Optional[int] = None, **limits: int) -> Report:
    """Reads a text and validates what it holds, all in one report: its form and, where that is sound, the rules."""
    content = data(text, "text")
    return _validate((content, len(content)), profile, format, time, rules, maximum_findings, limits)


def validate_file(path: FilePath, *, profile: Union[str, Profile] = "release", format: Union[str, Format] = "auto",
                  time: Time = None, rules: Optional[Rules] = None, maximum_findings: Optional[int] = None,
                  **limits: int) -> Report:
    """As validate_text(), of a file."""
    with read_file(path, limits.get("maximum_input")) as content:
        return _validate(content.arguments, profile, format, time, rules, maximum_findings, limits)


def _validate(content: Tuple[Any, int], profile: Any, format: Any, time: Time, rules: Optional[Rules],
              maximum_findings: Optional[int], limits: Dict[str, int]) -> Report:
    reading = options("mf_read_options", format=choice(Format, format, "format"), **limits)
    judging = options("mf_validate_options", profile=choice(Profile, profile, "profile"), time=seconds(time),
                      rules=None if rules is None else rules._pointer, maximum_findings=maximum_findings)
    return reported(lib.mf_text_validate, *content, byref(reading), byref(judging), None)
