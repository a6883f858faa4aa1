# SPDX-License-Identifier: Apache-2.0
"""Reports: everything that was found, and the registry of what can be found."""
import json
from ctypes import byref
from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, NamedTuple, Optional, Tuple, Type, Union

from . import _html
from ._call import Handle, HandleType, call, choice, each, indexed, made_bytes, out, present, string, text
from ._declarations import Severity
from ._errors import InvalidError
from ._library import lib


class Related(NamedTuple):
    """Another value that a finding is about: the limit that a request exceeds, say."""

    note: str
    path: str
    line: int
    column: int
    offset: int
    source: str


@dataclass(frozen=True)
class Finding:
    """One thing that was found. It stays good after its report is closed."""

    code: str
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    offset: int
    found: str = ""
    expected: str = ""
    suggestion: str = ""
    source: str = ""
    concealed: bool = False
    related: Tuple[Related, ...] = field(default=())

    def __str__(self) -> str:
        parts = [self.source] if self.source else []
        if self.line:
            parts += [str(self.line), str(self.column)]
        place = ":".join(parts) + ": " if parts else ""
        where = f" ({self.path})" if self.path else ""
        return f"{place}{self.severity.name.lower()}: {self.message} [{self.code}]{where}"


def _related(pointer: Any, index: int) -> Related:
    return Related(
        string(lib.mf_finding_related_note(pointer, index)),
        string(lib.mf_finding_related_path(pointer, index)),
        lib.mf_finding_related_line(pointer, index),
        lib.mf_finding_related_column(pointer, index),
        lib.mf_finding_related_offset(pointer, index),
        string(lib.mf_finding_related_source(pointer, index)),
    )


def _finding(pointer: Any) -> Finding:
    return Finding(
        string(lib.mf_finding_code(pointer)),
        Severity(lib.mf_finding_severity(pointer)),
        string(lib.mf_finding_message(pointer)),
        string(lib.mf_finding_path(pointer)),
        lib.mf_finding_line(pointer),
        lib.mf_finding_column(pointer),
        lib.mf_finding_offset(pointer),
        string(lib.mf_finding_found(pointer)),
        string(lib.mf_finding_expected(pointer)),
        string(lib.mf_finding_suggestion(pointer)),
        string(lib.mf_finding_source(pointer)),
        bool(lib.mf_finding_is_concealed(pointer)),
        tuple(each(lib.mf_finding_related_count(pointer), lambda index: _related(pointer, index))),
    )


class Report(Handle):
    """What was found, in the order of the text. Printing one gives a line for each finding.

    It is true if nothing of severity error was found: `if not manifest.validate(): …`. An empty report is true, too.
    """

    __slots__ = ()
    _unref = "mf_report_unref"

    @property
    def ok(self) -> bool:
        """Whether there is no error. Warnings and notes do not count."""
        return self.count("error") == 0

    def __bool__(self) -> bool:
        return self.ok

    def __len__(self) -> int:
        count: int = lib.mf_report_count(self._pointer)
        return count

    @property
    def total(self) -> int:
        """How many findings there were; more than len() where `maximum_findings` cut them."""
        total: int = lib.mf_report_total(self._pointer)
        return total

    def count(self, severity: Union[str, Severity]) -> int:
        """How many findings of at least this severity there were, those that were cut included."""
        count: int = lib.mf_report_count_severity(self._pointer, choice(Severity, severity, "severity"))
        return count

    def __getitem__(self, index: int) -> Finding:
        pointer = self._pointer
        return _finding(lib.mf_report_finding(pointer, indexed(lib.mf_report_count(pointer), index)))

    def __iter__(self) -> Iterator[Finding]:
        pointer = self._pointer
        return each(lib.mf_report_count(pointer), lambda index: _finding(lib.mf_report_finding(pointer, index)))

    @property
    def errors(self) -> Tuple[Finding, ...]:
        """The findings of severity error."""
        return tuple(finding for finding in self if finding.severity == Severity.ERROR)

    @property
    def warnings(self) -> Tuple[Finding, ...]:
        """The findings of severity warning."""
        return tuple(finding for finding in self if finding.severity == Severity.WARNING)

    def to_dict(self, file: Optional[str] = None) -> Dict[str, Any]:
        """The report as the command prints it with `--format json`."""
        name = None if file is None else text(file, "file")
        document: Dict[str, Any] = json.loads(made_bytes(lib.mf_report_json, self._pointer, name))
        return document

    def _summary(self) -> str:
        errors = self.count("error")
        warnings = self.count("warning") - errors
        notes = self.count("note") - warnings - errors
        words = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (warnings, "warning"), (notes, "note")) if n]
        left = self.total - len(self)
        return (", ".join(words) or "nothing found") + (f"; {left} not shown" if left else "")

    def __str__(self) -> str:
        lines = []
        for finding in self:
            lines.append(str(finding))
            lines += [f"    {related.note} ({related.path})" for related in finding.related]
        return "\n".join([*lines, self._summary()])

    def _describe(self) -> str:
        return f" {self._summary()}"

    def _repr_html_(self) -> str:
        rows = [
            (f.severity.name.lower(), f.code, f"{f.line}:{f.column}" if f.line else "", f.path, f.message) for f in self
        ]
        return _html.table(f"Report: {self._summary()}", ("severity", "code", "place", "path", "message"), rows)


def reported(function: Any, *arguments: Any) -> Report:
    """Calls a function whose last parameters are `ret_report` and the error. A document that is not good is no exception."""
    pointer = out(Report)
    try:
        call(function, *arguments, byref(pointer))
    except InvalidError:
        if not pointer:
            raise
    return Report(pointer)


def judged(function: Any, *arguments: Any) -> Report:
    """As reported(), for a call that does nothing where something is wrong: that is an InvalidError, which has the report."""
    pointer = out(Report)
    try:
        call(function, *arguments, byref(pointer))
    except InvalidError as error:
        error.report = Report(pointer) if pointer else None
        raise
    return Report(pointer)


def made_with_report(handle: Type[HandleType], function: Any, *arguments: Any, source: str = "",
                     path: str = "") -> Tuple[HandleType, Optional[Report]]:
    """Calls a function whose last parameters are `ret_…`, `ret_report` and the error. An InvalidError has the report."""
    pointer, report = out(handle), out(Report)
    try:
        present(call(function, *arguments, byref(pointer), byref(report), source=source), path)
    except InvalidError as error:
        error.report = Report(report) if report else None
        raise
    return handle(pointer), Report(report) if report else None


class Rule(NamedTuple):
    """An entry of the registry of findings. `manifest rules CODE` explains it."""

    code: str
    severity: Severity
    profile: str
    section: str
    title: str


def rules() -> Tuple[Rule, ...]:
    """Everything that can be found, in the order of codes."""
    return tuple(
        Rule(
            string(lib.mf_rule_code(rule)),
            Severity(lib.mf_rule_severity(rule)),
            string(lib.mf_rule_profile(rule)),
            string(lib.mf_rule_section(rule)),
            string(lib.mf_rule_title(rule)),
        )
        for rule in each(lib.mf_rule_count(), lib.mf_rule_at)
    )
