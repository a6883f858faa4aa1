# SPDX-License-Identifier: Apache-2.0
"""Manifests: read, look at, validate, write, sign."""
import ctypes
import json
from ctypes import byref, c_char, c_double, c_int32, c_int64, c_size_t, c_uint32
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, Mapping, NamedTuple, Optional, Tuple, Union

from . import _declarations as c
from . import _html
from ._call import (
    Bytes, Data, FilePath, Handle, Time, call, choice, data, file_name, indexed, made, made_bytes, options, present, read_file, seconds,
    sized_string, string, text, write_file,
)
from ._declarations import Format, Kind, Profile
from ._errors import AbsentError, KindError
from ._key import Key, key_arguments
from ._library import lib
from ._report import Report, made_with_report, reported

if TYPE_CHECKING:
    from ._artifacts import ProgressFunction
    from ._builder import Builder
    from ._configuration import Configuration, Overrides
    from ._declarations import DiffSeverity
    from ._diff import Diff
    from ._expression import Expression
    from ._lock import LockfileCheck
    from ._parity import Parity, ParityPolicy
    from ._rules import Rules

Scalar = Union[str, int, float, bool]
SCALARS = (Kind.STRING, Kind.NUMBER, Kind.BOOL)


def pointer(*tokens: Union[str, int]) -> str:
    """The RFC 6901 path of these names, keys and indices: `pointer("dependencies", "packages", "pkg:pypi/numpy@2.1.0")`."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


class Position(NamedTuple):
    """Where a value stands in the text that a manifest was read from: bytes from `offset` to before `end`."""

    line: int
    column: int
    offset: int
    end: int


class Cursor(Handle):
    """Walks over the entries of a list or the members of a mapping."""

    __slots__ = ()
    _unref = "mf_cursor_unref"

    def keys(self) -> Iterator[str]:
        """The keys of what is left."""
        pointer = self._pointer
        while lib.mf_cursor_next(pointer):
            yield string(lib.mf_cursor_key(pointer))


class Node:
    """A mapping, set or sequence of a manifest: a view, which never changes.

    `node[name]` is a member of a mapping, `node[key]` the entry of a set with this key, `node[index]` an entry of a sequence.
    Iterating a mapping gives the names of its members, iterating a set or sequence its entries.
    """

    __slots__ = ("_manifest", "path", "kind")

    def __init__(self, manifest: "Manifest", path: str, kind: Kind) -> None:
        self._manifest = manifest
        self.path = path
        self.kind = kind

    def __len__(self) -> int:
        return self._manifest._count(self.path)

    def keys(self) -> Tuple[str, ...]:
        """The names of the members, the keys of the entries, or the indices."""
        return self._manifest._keys(self.path)

    def values(self) -> Iterator[Any]:
        """The members or entries."""
        return (self[key] for key in self.keys())

    def items(self) -> Iterator[Tuple[str, Any]]:
        """Each key with its value."""
        return ((key, self[key]) for key in self.keys())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys()) if self.kind == Kind.MAPPING else self.values()

    def _below(self, key: Union[str, int]) -> str:
        if self.kind == Kind.SEQUENCE and not isinstance(key, str):
            return self.path + pointer(indexed(len(self), key))
        if not isinstance(key, str):
            raise TypeError(f"the key of a {self.kind.name.lower()} must be str, not {type(key).__name__}")
        return self.path + pointer(key)

    def __getitem__(self, key: Union[str, int]) -> Any:
        return self._manifest[self._below(key)]

    def get(self, key: Union[str, int], default: Any = None) -> Any:
        """As node[key], and `default` where there is no value."""
        try:
            return self[key]
        except (AbsentError, IndexError):
            return default

    def __contains__(self, key: Union[str, int]) -> bool:
        return self.get(key) is not None

    @property
    def key(self) -> str:
        """What the value is called where it stands: its name, key or index. "" for the whole document."""
        return self.path.rpartition("/")[2].replace("~1", "/").replace("~0", "~")

    def to_python(self) -> Any:
        """The value as dict or list, with everything below it."""
        return self._manifest.to_python(self.path)

    def __repr__(self) -> str:
        return f"<{self.kind.name.lower()} {self.path or '(document)'}, {len(self)} {'entry' if len(self) == 1 else 'entries'}>"

    def _repr_html_(self) -> str:
        rows = [(key, _shown(value)) for key, value in self.items()]
        return _html.table(f"{self.kind.name.lower()} {self.path}", ("key", "value"), rows)


def _shown(value: Any) -> str:
    shown = json.dumps(value.to_python() if isinstance(value, Node) else value, ensure_ascii=False)
    return shown if len(shown) <= 200 else shown[:199] + "…"


class Manifest(Handle):
    """A manifest. It never changes, and may be shared between threads; two that say the same are equal."""

    __slots__ = ()
    _unref = "mf_manifest_unref"

    @classmethod
    def load(cls, path: FilePath, *, profile: Union[str, Profile] = "draft", format: Union[str, Format] = "auto",
             **limits: int) -> "Manifest":
        """Reads a file, YAML or JSON. `limits` are the fields `maximum_…` of mf_read_options, such as maximum_input=1 << 20.

        Raises InvalidError, with the report of everything that was found, where the document is not a manifest.
        """
        with read_file(path, limits.get("maximum_input")) as content:
            return cls._read(content.arguments, file_name(path), profile, format, limits)

    @classmethod
    def parse(cls, text: Data, *, profile: Union[str, Profile] = "draft", format: Union[str, Format] = "auto",
              **limits: int) -> "Manifest":
        """Reads a text, YAML or JSON. As load()."""
        content = data(text, "text")
        return cls._read((content, len(content)), "", profile, format, limits)

    @classmethod
    def from_dict(cls, document: Dict[str, Any], *, profile: Union[str, Profile] = "draft", **limits: int) -> "Manifest":
        """A manifest from its data, as to_dict() gives it."""
        return cls.parse(json.dumps(document, ensure_ascii=False, allow_nan=False), profile=profile, format="json", **limits)

    @classmethod
    def _read(cls, content: Tuple[Any, int], source: str, profile: Any, format: Any, limits: Dict[str, int]) -> "Manifest":
        chosen = options("mf_read_options", profile=choice(Profile, profile, "profile"), format=choice(Format, format, "format"),
                         **limits)
        return made_with_report(cls, lib.mf_manifest_read, *content, byref(chosen), source=source)[0]

    def __getitem__(self, path: str) -> Any:
        """The value at an RFC 6901 path: str, int, float, bool, or a Node. AbsentError, a KeyError, where there is none."""
        kind = self.kind(path)
        if kind not in SCALARS:
            return Node(self, path, kind)
        spelled = self.get_text(path)
        return spelled if kind == Kind.STRING else json.loads(spelled)

    def node(self, path: str) -> Node:
        """The mapping, set or sequence at a path; KindError for a scalar."""
        kind = self.kind(path)
        if kind in SCALARS:
            raise KindError(f"a {kind.name.lower()} is no mapping, set or sequence", path=path)
        return Node(self, path, kind)

    def get_text(self, path: str) -> str:
        """A string, or the canonical spelling of a number or boolean; KindError for anything else."""
        value, size = ctypes.POINTER(c_char)(), c_size_t()
        owner = self._pointer
        present(call(lib.mf_manifest_get_text, owner, text(path, "path"), byref(value), byref(size)), path)
        return sized_string(value, size)

    def get(self, path: str, default: Any = None) -> Any:
        """As manifest[path], and `default` where there is no value. A path that the format does not have stays an error."""
        try:
            return self[path]
        except AbsentError:
            return default

    def __contains__(self, path: str) -> bool:
        kind = c_int32()
        return call(lib.mf_manifest_get_kind, self._pointer, text(path, "path"), byref(kind)) != c.MF_ABSENT

    def kind(self, path: str) -> Kind:
        """What kind of value stands at a path."""
        kind = c_int32()
        present(call(lib.mf_manifest_get_kind, self._pointer, text(path, "path"), byref(kind)), path)
        return Kind(kind.value)

    def get_int(self, path: str) -> int:
        """An integer; KindError for anything else."""
        value = c_int64()
        present(call(lib.mf_manifest_get_int, self._pointer, text(path, "path"), byref(value)), path)
        return value.value

    def get_number(self, path: str) -> float:
        """A number as float; KindError for anything else."""
        value = c_double()
        present(call(lib.mf_manifest_get_number, self._pointer, text(path, "path"), byref(value)), path)
        return value.value

    def get_bool(self, path: str) -> bool:
        """A boolean; KindError for anything else."""
        value = c_int32()
        present(call(lib.mf_manifest_get_bool, self._pointer, text(path, "path"), byref(value)), path)
        return bool(value.value)

    def position(self, path: str) -> Position:
        """Where a value stands in the text that the manifest was read from."""
        offset, end, line, column = c_size_t(), c_size_t(), c_uint32(), c_uint32()
        present(call(lib.mf_manifest_position, self._pointer, text(path, "path"), byref(offset), byref(end), byref(line),
                     byref(column)), path)
        return Position(line.value, column.value, offset.value, end.value)

    def _count(self, path: str) -> int:
        count = c_size_t()
        present(call(lib.mf_manifest_count, self._pointer, text(path, "path"), byref(count)), path)
        return count.value

    def _keys(self, path: str) -> Tuple[str, ...]:
        with made(Cursor, lib.mf_manifest_walk, self._pointer, text(path, "path"), path=path) as cursor:
            return tuple(cursor.keys())

    def __iter__(self) -> Iterator[str]:
        """The paths of the sections that are there."""
        return (pointer(name) for name in self._keys(""))

    def to_python(self, path: str = "") -> Any:
        """The value at a path as dict, list, str, int, float or bool, with everything below it."""
        return json.loads(made_bytes(lib.mf_manifest_get_json, self._pointer, text(path, "path"), path=path))

    def to_dict(self) -> Dict[str, Any]:
        """The document as plain data."""
        document: Dict[str, Any] = json.loads(self.canonical)
        return document

    def to_yaml(self) -> str:
        """The document as YAML, for people."""
        return made_bytes(lib.mf_manifest_write, self._pointer, Format.YAML).decode("utf-8")

    def to_json(self) -> str:
        """The document as indented JSON."""
        return made_bytes(lib.mf_manifest_write, self._pointer, Format.JSON).decode("utf-8")

    def save(self, path: FilePath, *, format: Union[str, Format] = "yaml") -> None:
        """Writes the document to a file, which holds either what it held before or all of it, also after a crash."""
        write_file(made(Bytes, lib.mf_manifest_write, self._pointer, choice(Format, format, "format")), path)

    @property
    def canonical(self) -> bytes:
        """The canonical form, RFC 8785."""
        return made_bytes(lib.mf_manifest_canonical, self._pointer)

    @property
    def digest(self) -> str:
        """`sha256:` and the SHA-256 of the canonical form."""
        return made_bytes(lib.mf_manifest_digest, self._pointer).decode("ascii")

    @property
    def statement(self) -> bytes:
        """The in-toto Statement of the release: the bytes that are signed."""
        return made_bytes(lib.mf_manifest_statement, self._pointer)

    def validate(self, *, profile: Union[str, Profile] = "release", time: Time = None, rules: "Optional[Rules]" = None,
                 maximum_findings: Optional[int] = None) -> Report:
        """Checks whether the manifest is fit to be released. The report says so; no finding is an exception."""
        chosen = options("mf_validate_options", profile=choice(Profile, profile, "profile"), time=seconds(time),
                         rules=None if rules is None else rules._pointer, maximum_findings=maximum_findings)
        return reported(lib.mf_manifest_validate, self._pointer, byref(chosen))

    def sign(self, *keys: Key, profile: Union[str, Profile] = "release", rules: "Optional[Rules]" = None) -> bytes:
        """A signed release: a DSSE envelope with a signature of each key. The manifest is validated before; InvalidError where it
        is not fit to be released."""
        chosen = sign_options(profile, rules)
        return made_with_report(Bytes, lib.mf_manifest_sign, self._pointer, *key_arguments(keys), byref(chosen))[0].take()

    def resolve(self, *layers: "Union[Overrides, Mapping[str, Scalar]]", running: "Optional[Configuration]" = None,
                maximum_findings: Optional[int] = None) -> "Configuration":
        """The settings of one deployment: the values of the manifest, then the layers, of which the later count more."""
        from ._configuration import resolve

        return resolve(self, *layers, running=running, maximum_findings=maximum_findings)

    def expression(self, path: str) -> "Expression":
        """The expression at a path, compiled against the variables that it sees there."""
        from ._expression import Expression

        return Expression.of(self, path)

    def verify_artifacts(self, root: FilePath, *, threads: Optional[int] = None, progress: "Optional[ProgressFunction]" = None,
                         follow_links: bool = False, allow_unexpected: bool = False, excluded: Optional[Iterable[FilePath]] = None,
                         maximum_files: Optional[int] = None, maximum_findings: Optional[int] = None) -> Report:
        """Holds the artifacts against the files below a directory. The report says what is not as it should be."""
        from ._artifacts import verify_artifacts

        return verify_artifacts(self, root, threads=threads, progress=progress, follow_links=follow_links,
                                allow_unexpected=allow_unexpected, excluded=excluded, maximum_files=maximum_files,
                                maximum_findings=maximum_findings)

    def check_lockfiles(self, root: FilePath, **limits: int) -> "LockfileCheck":
        """Holds the manifest against the lock files that it names, whose paths begin in the directory `root`."""
        from ._lock import check_lockfiles

        return check_lockfiles(self, root, **limits)

    def diff(self, after: "Manifest", *, least: "Union[str, DiffSeverity]" = "low") -> "Diff":
        """What changes from this manifest to another one."""
        from ._diff import diff

        return diff(self, after, least=least)

    def parity(self, actual: "Manifest", *, policy: "Optional[ParityPolicy]" = None, time: Time = None) -> "Parity":
        """Holds an actual environment, captured or of another stage, against the one that this manifest expects."""
        from ._parity import parity

        return parity(self, actual, policy=policy, time=time)

    def builder(self, **limits: int) -> "Builder":
        """A builder that begins with the values of this manifest."""
        from ._builder import Builder

        return Builder(self, **limits)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Manifest):
            return NotImplemented
        return self.canonical == other.canonical

    def __hash__(self) -> int:
        return hash(self.canonical)

    def __reduce__(self) -> Tuple[Any, ...]:
        return _unpickled, (self.canonical,)

    def _describe(self) -> str:
        return f" {self.get('/release/id', 'without id')} {self.digest[:19]}…"

    def _repr_html_(self) -> str:
        rows = [(path[1:], _shown(self[path])) for path in self]
        return _html.table(f"Manifest {self.get('/release/id', '')}", ("section", "value"), rows, self.digest)


def sign_options(profile: Union[str, Profile], rules: "Optional[Rules]") -> Any:
    return options("mf_sign_options", profile=choice(Profile, profile, "profile"), rules=None if rules is None else rules._pointer)


def _unpickled(canonical: bytes) -> Manifest:
    return Manifest.parse(canonical, format="json")
