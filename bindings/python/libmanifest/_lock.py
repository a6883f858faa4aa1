# SPDX-License-Identifier: Apache-2.0
"""Lock files: the packages that a package manager pinned, whichever it was."""
import json
from ctypes import byref, c_size_t
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

from . import _html
from ._builder import Builder
from ._call import (
    Data, FilePath, Handle, call, data, each, file_name, file_path, indexed, made_bytes, options, read_file, string, text,
)
from ._library import lib
from ._manifest import Manifest
from ._report import Report, made_with_report, reported

LARGEST_FILE = 64 << 20  # what the library takes for enough, as its header says


class Dependency(NamedTuple):
    """A package that another one needs. `package` is None where the lock file does not have it, or several might be meant."""

    name: str
    package: "Optional[LockedPackage]"


class LockedPackage:
    """A package of a lock file. It stays good after the lock file is closed."""

    __slots__ = ("_owner", "_package")

    def __init__(self, owner: Any, package: Any) -> None:
        self._owner = owner
        self._package = package

    @property
    def name(self) -> str:
        """The name in the one spelling that names are compared by; "" where the file gives none."""
        return string(lib.mf_lock_package_name(self._package))

    @property
    def written_name(self) -> str:
        """The name as the file has it."""
        return string(lib.mf_lock_package_written_name(self._package))

    @property
    def version(self) -> str:
        """The version as the file has it; "" where it gives none or a range."""
        return string(lib.mf_lock_package_version(self._package))

    @property
    def ecosystem(self) -> str:
        """The type of its package URL, such as "pypi"."""
        return string(lib.mf_lock_package_ecosystem(self._package))

    @property
    def purl(self) -> str:
        """The package URL; "" without name or exact version."""
        return string(lib.mf_lock_package_purl(self._package))

    @property
    def kind(self) -> str:
        """Where it comes from: "registry", "url", "vcs", "path", "editable" or "project"."""
        return string(lib.mf_lock_package_kind(self._package))

    @property
    def source(self) -> str:
        """The address or path that the file names, or ""."""
        return string(lib.mf_lock_package_source(self._package))

    @property
    def marker(self) -> str:
        """The condition under which it is installed, as the file spells it, or ""."""
        return string(lib.mf_lock_package_marker(self._package))

    @property
    def digests(self) -> Tuple[str, ...]:
        """Digests of the archives that may be installed, any one of them. Without one nothing can be verified."""
        return tuple(each(lib.mf_lock_package_digest_count(self._package),
                          lambda index: string(lib.mf_lock_package_digest(self._package, index))))

    @property
    def hashes(self) -> Tuple[str, ...]:
        """The hashes as the file gives them, the weak ones too."""
        return tuple(each(lib.mf_lock_package_hash_count(self._package),
                          lambda index: string(lib.mf_lock_package_hash(self._package, index))))

    @property
    def dependencies(self) -> Tuple[Dependency, ...]:
        """The packages that it needs, as far as the file says."""
        return tuple(each(lib.mf_lock_package_dependency_count(self._package), self._dependency))

    def _dependency(self, index: int) -> Dependency:
        needed = lib.mf_lock_package_dependency_package(self._package, index)
        return Dependency(string(lib.mf_lock_package_dependency(self._package, index)),
                          LockedPackage(self._owner, needed) if needed else None)

    @property
    def line(self) -> int:
        """Its line in the file, from 1."""
        line: int = lib.mf_lock_package_line(self._package)
        return line

    @property
    def column(self) -> int:
        """Its column, in code points from 1."""
        column: int = lib.mf_lock_package_column(self._package)
        return column

    @property
    def offset(self) -> int:
        """Its offset in the file, in bytes."""
        offset: int = lib.mf_lock_package_offset(self._package)
        return offset

    def __repr__(self) -> str:
        return f"<LockedPackage {self.purl or self.written_name}>"


class Lockfile(Handle):
    """A lock file that was read: its packages, in the order of their package URLs."""

    __slots__ = ()
    _unref = "mf_lock_unref"

    @classmethod
    def load(cls, path: FilePath, *, format: Optional[str] = None, **limits: int) -> "Lockfile":
        """Reads a lock file. Its format is found from the text unless it is given: requirements, pylock, uv, poetry, pipfile,
        conda-lock, conda-explicit, npm, cargo or go. InvalidError, with the report, where nobody could rely on it."""
        with read_file(path, limits.get("maximum_input", LARGEST_FILE)) as content:
            return cls._read(content.arguments, file_name(path), format, limits)[0]

    @classmethod
    def parse(cls, text: Data, *, format: Optional[str] = None, **limits: int) -> "Lockfile":
        """Reads the text of a lock file. As load()."""
        content = data(text, "text")
        return cls._read((content, len(content)), "", format, limits)[0]

    @classmethod
    def parse_with_report(cls, text: Data, *, format: Optional[str] = None, **limits: int) -> "Tuple[Lockfile, Report]":
        """As parse(), and what was found that is no error, such as packages without a hash."""
        content = data(text, "text")
        lock, report = cls._read((content, len(content)), "", format, limits)
        assert report is not None
        return lock, report

    @classmethod
    def _read(cls, content: Tuple[Any, int], source: str, format: Optional[str],
              limits: Dict[str, int]) -> "Tuple[Lockfile, Optional[Report]]":
        chosen = options("mf_lock_options", format=None if format is None else text(format, "format"), **limits)
        return made_with_report(cls, lib.mf_lock_read, *content, byref(chosen), source=source)

    @property
    def format(self) -> str:
        """What kind of lock file it is."""
        return string(lib.mf_lock_format(self._pointer))

    def __len__(self) -> int:
        count: int = lib.mf_lock_count(self._pointer)
        return count

    def __getitem__(self, index: int) -> LockedPackage:
        owner = self._pointer
        return LockedPackage(owner, lib.mf_lock_package_at(owner, indexed(lib.mf_lock_count(owner), index)))

    def __iter__(self) -> Iterator[LockedPackage]:
        owner = self._pointer
        return each(lib.mf_lock_count(owner), lambda index: LockedPackage(owner, lib.mf_lock_package_at(owner, index)))

    def import_into(self, builder: Builder, path: str, *, name: Optional[str] = None, scope: Optional[str] = None) -> None:
        """Makes the dependencies of a builder say what this lock file says: its digest and size, and the packages that it pins.

        `path` is that of the file in the source repository, `name` its name in the manifest, `scope` that of new packages: runtime,
        build, development or test.
        """
        if not isinstance(builder, Builder):
            raise TypeError(f"builder must be a Builder, not {type(builder).__name__}")
        chosen = options(
            "mf_lock_import_options",
            path=text(path, "path"),
            name=None if name is None else text(name, "name"),
            scope=None if scope is None else text(scope, "scope"),
        )
        with builder._use() as pointer:
            call(lib.mf_lock_import, self._pointer, byref(chosen), pointer)

    def to_list(self) -> List[Dict[str, Any]]:
        """The packages as plain data: name, version, ecosystem, purl, digests and the names of dependencies."""
        packages: List[Dict[str, Any]] = json.loads(made_bytes(lib.mf_lock_json, self._pointer))
        return packages

    def _describe(self) -> str:
        return f" {self.format}, {len(self)} packages"

    def _repr_html_(self) -> str:
        rows = [(p.name, p.version, p.ecosystem, p.kind, len(p.digests)) for p in self]
        return _html.table(f"Lock file, {self.format}", ("name", "version", "ecosystem", "from", "digests"), rows)


class LockfileCheck(NamedTuple):
    """What came of holding a manifest against its lock files: how many of its packages some lock file pins, and how many of them are
    verified. It is only good if the report is."""

    report: Report
    pinned: int
    verified: int


def check_lockfiles(manifest: Manifest, root: FilePath, **limits: int) -> LockfileCheck:
    """Holds a manifest against the lock files that it names, whose paths begin in the directory `root`."""
    if not isinstance(manifest, Manifest):
        raise TypeError(f"manifest must be a Manifest, not {type(manifest).__name__}")
    chosen, pinned, verified = options("mf_lock_options", **limits), c_size_t(), c_size_t()
    report = reported(lib.mf_lockfiles_check, manifest._pointer, file_path(root, "root"), byref(chosen), byref(pinned), byref(verified))
    return LockfileCheck(report, pinned.value, verified.value)
