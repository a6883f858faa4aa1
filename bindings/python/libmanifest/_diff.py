# SPDX-License-Identifier: Apache-2.0
"""What changed from one release to another."""
import json
from ctypes import byref
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Union

from . import _html
from ._call import Handle, choice, each, indexed, made, made_bytes, options, string
from ._declarations import DiffKind, DiffSeverity
from ._library import lib
from ._manifest import Manifest


@dataclass(frozen=True)
class Change:
    """One change. `before` and `after` are the values as plain data, None where there is none."""

    kind: DiffKind
    severity: DiffSeverity
    section: str
    path: str
    label: str
    message: str
    before: Any
    after: Any

    def __str__(self) -> str:
        return f"{self.severity.name.lower()}: {self.section}: {self.label}: {self.message}"


def _change(pointer: Any) -> Change:
    before, after = string(lib.mf_change_before(pointer)), string(lib.mf_change_after(pointer))
    return Change(
        DiffKind(lib.mf_change_kind(pointer)),
        DiffSeverity(lib.mf_change_severity(pointer)),
        string(lib.mf_change_section(pointer)),
        string(lib.mf_change_path(pointer)),
        string(lib.mf_change_label(pointer)),
        string(lib.mf_change_message(pointer)),
        json.loads(before) if before else None,
        json.loads(after) if after else None,
    )


class Diff(Handle):
    """The changes, in the order of the sections of a manifest. It is true if there is one."""

    __slots__ = ()
    _unref = "mf_diff_unref"

    def __len__(self) -> int:
        count: int = lib.mf_diff_count(self._pointer)
        return count

    def count(self, severity: Union[str, DiffSeverity]) -> int:
        """How many changes of at least this severity there are."""
        count: int = lib.mf_diff_count_severity(self._pointer, choice(DiffSeverity, severity, "severity"))
        return count

    @property
    def respelled(self) -> int:
        """How many values are the same in another spelling, which is no change."""
        count: int = lib.mf_diff_respelled(self._pointer)
        return count

    def __getitem__(self, index: int) -> Change:
        owner = self._pointer
        return _change(lib.mf_diff_change(owner, indexed(lib.mf_diff_count(owner), index)))

    def __iter__(self) -> Iterator[Change]:
        owner = self._pointer
        return each(lib.mf_diff_count(owner), lambda index: _change(lib.mf_diff_change(owner, index)))

    def patch(self) -> List[Dict[str, Any]]:
        """The changes as operations of RFC 6902, for the canonical form of the first manifest."""
        operations: List[Dict[str, Any]] = json.loads(made_bytes(lib.mf_diff_patch, self._pointer))
        return operations

    def to_dict(self) -> Dict[str, Any]:
        """All of it as plain data, as the command prints it."""
        document: Dict[str, Any] = json.loads(made_bytes(lib.mf_diff_to_json, self._pointer))
        return document

    def __str__(self) -> str:
        return "\n".join(str(change) for change in self) or "no changes"

    def _describe(self) -> str:
        return f" {len(self)} changes, {self.count('high')} of them high"

    def _repr_html_(self) -> str:
        rows = [(one.severity.name.lower(), one.kind.name.lower(), one.section, one.label, one.message) for one in self]
        return _html.table(f"{len(rows)} changes", ("severity", "kind", "section", "what", "change"), rows)


def diff(before: Manifest, after: Manifest, *, least: Union[str, DiffSeverity] = "low", maximum_memory: Optional[int] = None) -> Diff:
    """Compares two manifests; changes below `least` are left out."""
    for manifest in (before, after):
        if not isinstance(manifest, Manifest):
            raise TypeError(f"both must be a Manifest, not {type(manifest).__name__}")
    chosen = options("mf_diff_options", least=choice(DiffSeverity, least, "least"), maximum_memory=maximum_memory)
    return made(Diff, lib.mf_diff_compare, before._pointer, after._pointer, byref(chosen))
