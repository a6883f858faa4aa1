# SPDX-License-Identifier: Apache-2.0
"""Recording: a manifest of what a training script does while it does it, which never gets in its way.

What cannot be recorded is left out and named in the report. Each value is judged by the library when it comes, so that a bad one spoils
nothing but itself.
"""
import contextlib
import json
import math
import numbers
import os
import re
import stat
import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Type, Union
from types import TracebackType
from urllib.parse import quote

from . import _html, _source
from ._artifacts import excluded_by_default, hash_artifacts, hash_file
from ._builder import Builder
from ._call import call, choice, file_path
from ._capture import capture_into
from ._declarations import Profile, Severity
from ._errors import Error
from ._key import Key
from ._library import lib
from ._manifest import Manifest, pointer
from ._report import Finding
from ._rules import Rules

REFUSED, UNIDENTIFIED, UNREACHABLE = "MF3450", "MF3451", "MF3452"
MOST_FINDINGS = 100  # of a recorder's own: a value that is refused may be refused at every step of a long training
MOST_ENTRIES = 10000  # of one set
MOST_FILES = 100000
MANIFEST, ENVELOPE = "manifest.yaml", "manifest.dsse.json"
PARAMETERS, METRICS, MATERIALS, ARTIFACTS = "/configuration/parameters", "/build/evaluations", "/build/materials", "/artifacts"

Seen = Dict[str, Tuple[int, int, int]]


class RecordReport(Sequence[Finding]):
    """Everything that was found while a release was recorded, captured and validated. Printing one gives a line for each finding.

    It is true if nothing of severity error was found.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._findings = tuple(findings)

    def __len__(self) -> int:
        return len(self._findings)

    def __getitem__(self, index: Any) -> Any:
        return self._findings[index]

    @property
    def ok(self) -> bool:
        """Whether there is no error. Warnings and notes do not count."""
        return not self.errors

    def __bool__(self) -> bool:
        return self.ok

    @property
    def errors(self) -> Tuple[Finding, ...]:
        """The findings of severity error."""
        return tuple(finding for finding in self._findings if finding.severity == Severity.ERROR)

    @property
    def warnings(self) -> Tuple[Finding, ...]:
        """The findings of severity warning."""
        return tuple(finding for finding in self._findings if finding.severity == Severity.WARNING)

    def _summary(self) -> str:
        return f"{len(self.errors)} errors, {len(self.warnings)} warnings" if self._findings else "nothing found"

    def __str__(self) -> str:
        return "\n".join([*map(str, self._findings), self._summary()])

    def __repr__(self) -> str:
        return f"<RecordReport {self._summary()}>"

    def _repr_html_(self) -> str:
        rows = [(f.severity.name.lower(), f.code, f.path, f.message) for f in self._findings]
        return _html.table(f"Report: {self._summary()}", ("severity", "code", "path", "message"), rows)


class _Declared(NamedTuple):
    """An artifact that the script named; it is hashed at the end, when it is certain to be whole."""

    path: Path
    entry: Dict[str, Any]


def _said(error: BaseException) -> str:
    try:
        return error.message if isinstance(error, Error) else f"{type(error).__name__}: {error}"
    except Exception:  # a __str__ that fails
        return type(error).__name__


def _plain(value: Any) -> Any:
    """Numbers of numpy, torch and the like as those of Python; a copy of everything that could change."""
    if not isinstance(value, (str, bool, int, float, dict, list, tuple)) and callable(getattr(value, "item", None)):
        value = value.item()
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"{number} is no number that a manifest can hold")
        return number
    return json.loads(json.dumps(value, allow_nan=False, default=_plain))


def _type(value: Any) -> str:
    for kind, name in ((bool, "bool"), (int, "int"), (float, "number"), (str, "string")):
        if isinstance(value, kind):
            return name
    raise TypeError(f"a parameter is a number, a boolean or a text, not {type(value).__name__}")


def _at(path: str, name: Any) -> str:
    """Where a finding about something of this name belongs, whatever the name is."""
    if not isinstance(name, str):
        return path
    return path + pointer(name) if path else name


def _judge(path: str, value: Any) -> None:
    """Raises what the library has to say against a value."""
    with Builder() as builder:
        builder[path] = value
        builder.build()


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Recorder:
    """What record() gives: good for one `with`, and for any number of threads within it.

    At its end `manifest` is the manifest, or None where none could be made; `envelope` the signed release, where there are keys and the
    validation passed; `report` says everything that was found. If the body raises, nothing is made.
    """

    def __init__(self, name: str, version: str, directory: Any, base: Any, profile: Any, keys: Any, location: Any, source: Any,
                 rules: Optional[Rules], capture: Mapping[str, Any]) -> None:
        self.manifest: Optional[Manifest] = None
        self.envelope: Optional[bytes] = None
        self.directory: Optional[Path] = None
        self._name, self._version = name, version
        self._directory, self._base, self._profile, self._keys = directory, base, profile, keys
        self._location, self._source, self._rules, self._capture = location, source, rules, capture
        self._lock = threading.RLock()
        self._state = "new"
        self._findings: List[Finding] = []
        self._later: List[Finding] = []
        self._unnamed = 0
        self._values: Dict[str, Any] = {}
        self._sets: Dict[str, Dict[str, Dict[str, Any]]] = {path: {} for path in (PARAMETERS, METRICS, MATERIALS, ARTIFACTS)}
        self._declared: Dict[str, _Declared] = {}
        self._before: Seen = {}

    # What the script tells.

    def __setitem__(self, path: str, value: Any) -> None:
        """Sets any value of the manifest, as in a Builder: `release["/release/description"] = "…"`."""
        with self._careful(REFUSED, _at("", path)):
            self._demand_open()
            value = _plain(value)
            _judge(path, value)
            with self._lock:
                self._values[path] = value

    def parameter(self, name: str, value: Any, /, **fields: Any) -> None:
        """Records a setting of the training. `fields` are further ones of the format, such as `description`. None is no value."""
        with self._careful(REFUSED, _at(PARAMETERS, name)):
            self._demand_open()
            if value is not None:
                value = _plain(value)
                entry: Dict[str, Any] = {"type": _type(value), "value": value, "group": "hyperparameter", "change": "never", **_plain(fields)}
                self._keep(PARAMETERS, name, entry)

    def parameters(self, values: Optional[Mapping[str, Any]] = None, /, **named: Any) -> None:
        """Records several settings, each with its name."""
        with self._careful(REFUSED, PARAMETERS):
            for name, value in {**dict(values or {}), **named}.items():
                self.parameter(name, value)

    def metric(self, name: str, value: Any, /, *, metric: Optional[str] = None, **fields: Any) -> None:
        """Records a measurement; of the same name the last one counts. `metric` is what was measured where that is not the name;
        `fields` are further ones of the format: `unit`, `data`, `slice`."""
        with self._careful(REFUSED, _at(METRICS, name)):
            self._demand_open()
            number = _plain(value)
            if isinstance(number, bool) or not isinstance(number, (int, float)):
                raise TypeError(f"a metric is a number, not {type(number).__name__}")
            entry: Dict[str, Any] = {"metric": name if metric is None else metric, "value": number, **_plain(fields)}
            with self._lock:
                known = self._sets[METRICS].get(name)
                same: Dict[str, Any] = {**entry, "name": name}
                if known is not None and isinstance(number, float) and {**known, "value": number} == same:
                    known["value"] = number  # at every step of a loop: any finite number is as good as the one before
                    return
            self._keep(METRICS, name, entry)

    def material(self, name: str, path: Any = None, /, *, kind: str = "dataset", **fields: Any) -> None:
        """Records what goes into the training from outside. A file at `path` is hashed now; `fields` are further ones of the format,
        such as `uri`, `version`, `license` or `digest`."""
        with self._careful(REFUSED, _at(MATERIALS, name)):
            self._demand_open()
            entry: Dict[str, Any] = {"kind": kind, **_plain(fields)}
            if path is not None:
                hashed = hash_file(path)
                entry.update(digest=hashed.digest, size=hashed.size)
            self._keep(MATERIALS, name, entry)

    def artifact(self, path: Any, /, *, name: Optional[str] = None, kind: str = "other", **fields: Any) -> None:
        """Names a file or directory of the release, which is hashed at the end. `fields` are further ones of the format, such as
        `license` or `derived_from`. A file that was written in the directory of the recorder needs this only to be more than "other"."""
        with self._careful(REFUSED, ARTIFACTS):
            self._demand_open()
            where = Path(os.fsdecode(path))
            if self.directory is not None and not where.is_absolute() and not where.exists():
                where = self.directory / where
            where = Path(os.path.abspath(where))
            label = self._label(where) if name is None else name
            entry: Dict[str, Any] = {"kind": kind, "version": self._version, **self._place(where), **_plain(fields)}
            _judge(pointer("artifacts", label), entry)
            with self._lock:
                self._declared[label] = _Declared(where, entry)

    # The block.

    def __enter__(self) -> "Recorder":
        if self._state != "new":
            raise RuntimeError("a recorder is good for one `with`: call record() again")
        self._state = "open"
        for path, value in (("/release/id", f"{self._name}-{self._version}"), ("/release/version", self._version),
                            ("/release/model/name", self._name), ("/release/model/version", self._version),
                            ("/build/started", _now())):
            self[path] = value
        with self._careful(UNREACHABLE, ""):
            if self._directory is not None:
                self.directory = Path(os.path.abspath(os.fsdecode(self._directory)))
                self.directory.mkdir(parents=True, exist_ok=True)
                self._before = self._files()
        with self._careful(UNIDENTIFIED, "/build/source"):
            self._identify()
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        with self._lock:
            self._state = "ended"
        if kind is None:
            with self._careful(REFUSED, ""):
                self._finish()

    @property
    def report(self) -> RecordReport:
        """What was found so far; after the block everything."""
        with self._lock:
            findings = [*self._findings, *self._later]
            if self._unnamed:
                findings.append(Finding(REFUSED, Severity.WARNING, f"{self._unnamed} more findings like these", "", 0, 0, 0))
            return RecordReport(findings)

    def __repr__(self) -> str:
        return f"<Recorder {self._name!r} {self._version!r}, {self._state}, {self.report._summary()}>"

    # What goes wrong.

    def _find(self, code: str, path: str, message: str) -> None:
        finding = Finding(code, Severity.WARNING, message, path, 0, 0, 0)
        with self._lock:
            if finding not in self._findings:
                if len(self._findings) < MOST_FINDINGS:
                    self._findings.append(finding)
                else:
                    self._unnamed += 1

    @contextlib.contextmanager
    def _careful(self, code: str, path: str) -> Iterator[None]:
        """Makes a finding of every exception, except for those that are not about an error, such as KeyboardInterrupt."""
        try:
            yield
        except Exception as error:
            self._find(code, path, _said(error))

    def _demand_open(self) -> None:
        if self._state != "open":
            raise RuntimeError("a recorder takes values between the begin and the end of its `with`")

    def _keep(self, path: str, key: str, entry: Dict[str, Any]) -> None:
        """Takes an entry of a set, if it is good."""
        if not isinstance(key, str):
            raise TypeError(f"a name must be str, not {type(key).__name__}")
        _judge(path + pointer(key), entry)
        with self._lock:
            entries = self._sets[path]
            if key not in entries and len(entries) >= MOST_ENTRIES:
                raise ValueError(f"there are more than {MOST_ENTRIES} of these; the others are left out")
            entries[key] = {**entry, "name": key}

    # Source and files.

    def _identify(self) -> None:
        if self._source is None:
            return
        start = Path(os.fsdecode(self._source))
        found = _source.find(start)
        if found is None:
            raise ValueError(f"no git repository was found at {start.resolve()} or above it")
        for name, value in found._asdict().items():
            if value:
                self[pointer("build", "source", name)] = value

    def _files(self) -> Seen:
        """The regular files of the directory, each with what changes when it is written. Links are not followed."""
        assert self.directory is not None
        passed = {str(self.directory / name) for name in (*excluded_by_default(), MANIFEST, ENVELOPE)}
        seen: Seen = {}
        for top, directories, names in os.walk(self.directory):
            directories[:] = sorted(name for name in directories if os.path.join(top, name) not in passed)
            for name in names:
                path = os.path.join(top, name)
                with contextlib.suppress(FileNotFoundError):
                    status = os.lstat(path)
                    if path not in passed and stat.S_ISREG(status.st_mode):
                        seen[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
                if len(seen) > MOST_FILES:
                    raise ValueError(f"{self.directory} has more than {MOST_FILES} files: name the artifacts with artifact()")
        return seen

    def _below(self, path: Path) -> Optional[str]:
        """The path of a file below the directory of the release."""
        if self.directory is None:
            return None
        with contextlib.suppress(ValueError):
            return path.relative_to(self.directory).as_posix()
        return None

    def _label(self, path: Path) -> str:
        """A name for an artifact: its path, as far as a name can hold it."""
        return re.sub(r"[^a-z0-9._-]+", "-", (self._below(path) or path.name).lower()).strip("._-")

    def _place(self, path: Path) -> Dict[str, str]:
        below = self._below(path)
        if below is None:
            return {}
        return {"path": below, **({"uri": f"{str(self._location).rstrip('/')}/{quote(below)}"} if self._location else {})}

    def _hash(self, label: str, declared: _Declared) -> None:
        with self._careful(UNREACHABLE, pointer("artifacts", label)):
            entry = dict(declared.entry)
            if declared.path.is_dir():
                tree = hash_artifacts(declared.path)
                entry.update(digest=tree.root_digest, size=tree.total_size,
                             files=[{"path": file.path, "digest": file.digest, "size": file.size} for file in tree])
            else:
                hashed = hash_file(declared.path)
                entry.update(digest=hashed.digest, size=hashed.size)
            self._keep(ARTIFACTS, label, entry)

    def _collect(self) -> None:
        """Hashes what the script named, and what else it wrote in the directory."""
        for label, declared in list(self._declared.items()):
            self._hash(label, declared)
        if self.directory is None:
            return
        named = [declared.path for declared in self._declared.values()]
        for name, status in sorted(self._files().items()):
            path = Path(name)
            if self._before.get(name) == status or any(path == other or other in path.parents for other in named):
                continue
            label, number = self._label(path) or "file", 1
            while label in self._sets[ARTIFACTS]:
                number += 1
                label = f"{self._label(path)}-{number}"
            self._hash(label, _Declared(path, {"kind": "other", "version": self._version, **self._place(path)}))

    # The end.

    def _finish(self) -> None:
        with self._careful(UNREACHABLE, ARTIFACTS):
            self._collect()
        base = self._begin()
        with Builder(base) as builder:
            with self._careful(REFUSED, "/environment"):
                self._later.extend(capture_into(builder, **self._capture))
            for path, value in {**self._values, "/build/finished": _now(), "/release/created": _now()}.items():
                with self._careful(REFUSED, path):
                    builder[path] = value
            for path, entries in self._sets.items():
                if entries:
                    there = base.to_python(path) if base is not None and path in base else []
                    builder[path] = list({**{entry["name"]: entry for entry in there}, **entries}.values())
            self.manifest = builder.build()
        self._validate(self.manifest)

    def _begin(self) -> Optional[Manifest]:
        with self._careful(REFUSED, ""):
            if self._base is None or isinstance(self._base, Manifest):
                return self._base
            return Manifest.from_dict(self._base) if isinstance(self._base, dict) else Manifest.load(self._base)
        return None

    def _validate(self, manifest: Manifest) -> None:
        profile = Profile(choice(Profile, self._profile, "profile"))
        report = manifest.validate(profile=profile, rules=self._rules)
        self._later.extend(report)
        if self.directory is not None:
            with self._careful(UNREACHABLE, ""):
                manifest.save(self.directory / MANIFEST)
        keys = [self._keys] if isinstance(self._keys, Key) else list(self._keys)
        if keys and report.ok:
            with self._careful(REFUSED, ""):
                self.envelope = manifest.sign(*keys, profile=profile, rules=self._rules)
            if self.envelope is not None and self.directory is not None:
                with self._careful(UNREACHABLE, ""):
                    call(lib.mf_file_write, self.envelope, len(self.envelope), file_path(self.directory / ENVELOPE), 0o644)


def record(name: str, *, version: str, directory: Any = None, base: Union[Manifest, Dict[str, Any], str, "os.PathLike[str]", None] = None,
           profile: Union[str, Profile] = "draft", keys: Union[Key, Iterable[Key]] = (), location: str = "", source: Any = ".",
           rules: Optional[Rules] = None, **capture: Any) -> Recorder:
    """Records a release while a script trains it: `with libmanifest.record("fraud-detector", version="1.4.0") as release: …`.

    Environment, packages and git commit are found; the script tells parameters, metrics and materials. Files that are written below
    `directory` within the block become artifacts, and the manifest is written there as manifest.yaml. It begins with the values of
    `base`: a manifest, its data or its file. At the end it is validated by `profile` and, if it passes, signed with `keys`.

    Nothing here breaks the training: what goes wrong is a finding in `release.report`, and an exception of the body passes through.
    `location` is the address below which the files of the directory will be fetched, `source` a directory of the working tree, None for
    none. Further arguments are those of capture_environment(), such as `variables`.
    """
    return Recorder(name, version, directory, base, profile, keys, location, source, rules, capture)
