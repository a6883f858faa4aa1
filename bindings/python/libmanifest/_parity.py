# SPDX-License-Identifier: Apache-2.0
"""Parity: is an environment the one that a manifest expects?"""
import json
from ctypes import byref
from dataclasses import dataclass
from typing import Any, Dict, Iterator, Optional, Tuple, Union

from . import _html
from ._call import Data, FilePath, Handle, Time, choice, data, each, file_name, indexed, made, made_bytes, options, read_file, seconds, string
from ._declarations import ParityOutcome, Severity
from ._library import lib
from ._manifest import Manifest
from ._report import made_with_report


class ParityPolicy(Handle):
    """Which differences are allowed, and how much others count: a file `schema: parity/v1`."""

    __slots__ = ()
    _unref = "mf_parity_policy_unref"

    @classmethod
    def load(cls, path: FilePath, **limits: int) -> "ParityPolicy":
        """Reads a policy, YAML or JSON. InvalidError, with the report, where it is not good."""
        with read_file(path, limits.get("maximum_input")) as content:
            return cls._read(content.arguments, file_name(path), limits)

    @classmethod
    def parse(cls, text: Data, **limits: int) -> "ParityPolicy":
        """Reads the text of a policy. As load()."""
        content = data(text, "text")
        return cls._read((content, len(content)), "", limits)

    @classmethod
    def _read(cls, content: Tuple[Any, int], source: str, limits: Dict[str, int]) -> "ParityPolicy":
        chosen = options("mf_read_options", **limits)
        return made_with_report(cls, lib.mf_parity_policy_read, *content, byref(chosen), source=source)[0]


@dataclass(frozen=True)
class ParityItem:
    """One thing that was compared. `severity` is None for what is the same, or allowed for the `reason`."""

    outcome: ParityOutcome
    severity: Optional[Severity]
    kind: str
    name: str
    path: str
    expected: str
    actual: str
    compared: str
    code: str
    message: str
    reason: str

    def __str__(self) -> str:
        what = f"{self.kind} {self.name}".rstrip()
        found = [f"expected {self.expected}"] * bool(self.expected) + [f"found {self.actual}"] * bool(self.actual)
        word = self.outcome.name.lower() if self.severity is None else self.severity.name.lower()
        return f"{word}: {what}: {', '.join(found)}" + (f": {self.message} [{self.code}]" if self.code else "")


def _item(pointer: Any) -> ParityItem:
    severity = lib.mf_parity_item_severity(pointer)
    return ParityItem(
        ParityOutcome(lib.mf_parity_item_outcome(pointer)),
        Severity(severity) if severity else None,
        string(lib.mf_parity_item_kind(pointer)),
        string(lib.mf_parity_item_name(pointer)),
        string(lib.mf_parity_item_path(pointer)),
        string(lib.mf_parity_item_expected(pointer)),
        string(lib.mf_parity_item_actual(pointer)),
        string(lib.mf_parity_item_compared(pointer)),
        string(lib.mf_parity_item_code(pointer)),
        string(lib.mf_parity_item_message(pointer)),
        string(lib.mf_parity_item_reason(pointer)),
    )


class Parity(Handle):
    """What came of a comparison. It is true if nothing that differs is of severity error. One that looked at nothing has no drift
    either: see count_outcome("same")."""

    __slots__ = ()
    _unref = "mf_parity_unref"

    @property
    def ok(self) -> bool:
        """Whether there is no drift of severity error."""
        return self.count("error") == 0

    def __bool__(self) -> bool:
        return self.ok

    def __len__(self) -> int:
        count: int = lib.mf_parity_count(self._pointer)
        return count

    def __getitem__(self, index: int) -> ParityItem:
        owner = self._pointer
        return _item(lib.mf_parity_item_at(owner, indexed(lib.mf_parity_count(owner), index)))

    def __iter__(self) -> Iterator[ParityItem]:
        """All items, those that are the same too."""
        owner = self._pointer
        return each(lib.mf_parity_count(owner), lambda index: _item(lib.mf_parity_item_at(owner, index)))

    def count(self, severity: Union[str, Severity]) -> int:
        """How many items are of at least this severity."""
        count: int = lib.mf_parity_count_severity(self._pointer, choice(Severity, severity, "severity"))
        return count

    def count_outcome(self, outcome: Union[str, ParityOutcome]) -> int:
        """How many items have this outcome, those that the policy allows included."""
        count: int = lib.mf_parity_count_outcome(self._pointer, choice(ParityOutcome, outcome, "outcome"))
        return count

    @property
    def allowed(self) -> int:
        """How many differences the policy allows."""
        count: int = lib.mf_parity_count_allowed(self._pointer)
        return count

    @property
    def drift(self) -> Tuple[ParityItem, ...]:
        """The items that count: neither the same nor allowed."""
        return tuple(item for item in self if item.severity is not None)

    def to_dict(self) -> Dict[str, Any]:
        """All of it as plain data, as the command prints it."""
        document: Dict[str, Any] = json.loads(made_bytes(lib.mf_parity_json, self._pointer))
        return document

    def _summary(self) -> str:
        counts = ", ".join(f"{self.count_outcome(outcome)} {outcome.name.lower()}" for outcome in ParityOutcome)
        return f"{counts}, {self.allowed} allowed"

    def __str__(self) -> str:
        return "\n".join([*map(str, self.drift), self._summary()])

    def _describe(self) -> str:
        return f" {self._summary()}"

    def _repr_html_(self) -> str:
        rows = [(item.severity.name.lower() if item.severity else "", item.kind, item.name, item.expected, item.actual, item.message)
                for item in self.drift]
        return _html.table(f"Parity: {self._summary()}", ("severity", "what", "name", "expected", "found", "why"), rows)


def parity(expected: Manifest, actual: Manifest, *, policy: Optional[ParityPolicy] = None, time: Time = None,
           maximum_memory: Optional[int] = None) -> Parity:
    """Holds an actual environment, captured or of another stage, against the one that a manifest expects.

    Entries of the policy that expire count only if `time` is given, and then until they do.
    """
    for manifest in (expected, actual):
        if not isinstance(manifest, Manifest):
            raise TypeError(f"both must be a Manifest, not {type(manifest).__name__}")
    chosen = options("mf_parity_options", time=seconds(time), maximum_memory=maximum_memory)
    return made(Parity, lib.mf_parity_compare, expected._pointer, actual._pointer, None if policy is None else policy._pointer,
                byref(chosen))
