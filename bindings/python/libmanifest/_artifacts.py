# SPDX-License-Identifier: Apache-2.0
"""Artifacts as they really are: files and directories hashed, and held against a manifest."""
import ctypes
from ctypes import byref, c_char_p, c_uint64
from typing import Any, Callable, Iterable, Iterator, List, NamedTuple, Optional, Tuple, Union

from . import _declarations as c
from ._call import Bytes, FilePath, Handle, array, call, choice, each, file_path, indexed, made, options, out, raised, string
from ._declarations import HashAlgorithm
from ._library import lib
from ._manifest import Manifest
from ._report import Report, made_with_report, reported


class Progress(NamedTuple):
    """How far the work is: files of files, bytes of bytes, and the file that was worked on last."""

    file: str
    files_done: int
    files: int
    bytes_done: int
    bytes: int


#: Called about every 8 MiB and at the end, on the thread that began the work. False ends it with a CancelledError, and so does an
#: exception, which then comes out of the call. Anything else, None too, lets it go on.
ProgressFunction = Callable[[Progress], Any]


class HashedFile(NamedTuple):
    """A file with its size in bytes and its digest. `path` is relative to the directory that was read."""

    path: str
    size: int
    digest: str


def _callback(progress: ProgressFunction) -> Any:
    def tell(_: Optional[int], file: bytes, files_done: int, files: int, bytes_done: int, of_bytes: int) -> int:
        try:
            return int(progress(Progress(file.decode("utf-8", "surrogateescape"), files_done, files, bytes_done, of_bytes)) is False)
        except BaseException as exception:  # nothing can pass through C, KeyboardInterrupt neither
            raised(exception)
            return 1

    return c.mf_progress_function(tell)


def hash_options(algorithm: Union[str, HashAlgorithm], threads: Optional[int], progress: Optional[ProgressFunction]) -> Any:
    if progress is not None and not callable(progress):
        raise TypeError(f"progress must be callable, not {type(progress).__name__}")
    return options("mf_hash_options", algorithm=choice(HashAlgorithm, algorithm, "algorithm"), threads=threads,
                   progress=None if progress is None else _callback(progress))


def tree_options(hashing: Any, flags: int, excluded: Optional[Iterable[FilePath]], **fields: Optional[int]) -> Any:
    paths = None if excluded is None else [file_path(path, "excluded") for path in excluded]
    return options(
        "mf_tree_options",
        flags=flags,
        hash=ctypes.pointer(hashing),
        excluded=None if paths is None else (c_char_p * (len(paths) + 1))(*paths),  # one more: none at all is not the default
        excluded_count=None if paths is None else len(paths),
        **fields,
    )


class Tree(Handle):
    """The files below a directory, in the order of their paths."""

    __slots__ = ()
    _unref = "mf_tree_unref"

    def __len__(self) -> int:
        count: int = lib.mf_tree_count(self._pointer)
        return count

    def __getitem__(self, index: int) -> HashedFile:
        owner = self._pointer
        return _file(owner, indexed(lib.mf_tree_count(owner), index))

    def __iter__(self) -> Iterator[HashedFile]:
        owner = self._pointer
        return each(lib.mf_tree_count(owner), lambda index: _file(owner, index))

    @property
    def total_size(self) -> int:
        """The sum of the sizes."""
        size: int = lib.mf_tree_total_size(self._pointer)
        return size

    @property
    def root_digest(self) -> str:
        """The digest of the directory as a whole (OMS 1.0, method "files"); "" where there is no file."""
        return string(lib.mf_tree_root_digest(self._pointer))

    def _describe(self) -> str:
        return f" {len(self)} files, {self.total_size} bytes, {self.root_digest[:19]}…"


def _file(owner: Any, index: int) -> HashedFile:
    path = lib.mf_tree_path(owner, index).decode("utf-8", "surrogateescape")
    return HashedFile(path, lib.mf_tree_size(owner, index), string(lib.mf_tree_digest(owner, index)))


def excluded_by_default() -> Tuple[str, ...]:
    """The paths below a directory that are passed over unless `excluded` says otherwise."""
    found: List[str] = []
    while True:
        path = lib.mf_tree_excluded(len(found))
        if path is None:
            return tuple(found)
        found.append(string(path))


def hash_file(path: FilePath, *, algorithm: Union[str, HashAlgorithm] = "sha256",
              progress: Optional[ProgressFunction] = None) -> HashedFile:
    """The digest of one regular file. Other threads run meanwhile."""
    chosen, digest, size = hash_options(algorithm, None, progress), out(Bytes), c_uint64()
    name = file_path(path)
    call(lib.mf_file_hash, name, byref(chosen), byref(digest), byref(size))
    return HashedFile(name.decode("utf-8", "surrogateescape"), size.value, Bytes(digest).take().decode("ascii"))


class FileDigest(NamedTuple):
    """A file with its size and digest; or what is wrong with it, in `problem`."""

    path: str
    size: int
    digest: str
    problem: str


class _Digests(Handle):
    __slots__ = ()
    _unref = "mf_file_digests_unref"


def hash_files(paths: Iterable[FilePath], *, algorithm: Union[str, HashAlgorithm] = "sha256", threads: Optional[int] = None,
               progress: Optional[ProgressFunction] = None) -> Tuple[FileDigest, ...]:
    """The digests of several files, several at a time. What is wrong with one does not stop the others."""
    names = [file_path(path) for path in paths]
    chosen = hash_options(algorithm, threads, progress)
    with made(_Digests, lib.mf_files_hash, array(c_char_p, names), None, len(names), byref(chosen)) as digests:
        owner = digests._pointer
        return tuple(
            FileDigest(name.decode("utf-8", "surrogateescape"), lib.mf_file_digests_size(owner, index),
                       string(lib.mf_file_digests_digest(owner, index)), string(lib.mf_file_digests_problem(owner, index)))
            for index, name in enumerate(names)
        )


def hash_artifacts(root: FilePath, *, algorithm: Union[str, HashAlgorithm] = "sha256", threads: Optional[int] = None,
                   progress: Optional[ProgressFunction] = None, follow_links: bool = False,
                   excluded: Optional[Iterable[FilePath]] = None, maximum_files: Optional[int] = None,
                   maximum_findings: Optional[int] = None) -> Tree:
    """Hashes all files below a directory, several at a time. InvalidError, with the report, where one cannot be hashed.

    Nothing outside of the directory is opened, nor anything in it but directories and regular files.
    """
    hashing = hash_options(algorithm, threads, progress)
    chosen = tree_options(hashing, c.MF_TREE_FOLLOW_LINKS if follow_links else 0, excluded, maximum_files=maximum_files,
                           maximum_findings=maximum_findings)
    return made_with_report(Tree, lib.mf_tree_read, file_path(root, "root"), byref(chosen))[0]


def verify_artifacts(manifest: Manifest, root: FilePath, *, threads: Optional[int] = None,
                     progress: Optional[ProgressFunction] = None, follow_links: bool = False, allow_unexpected: bool = False,
                     excluded: Optional[Iterable[FilePath]] = None, maximum_files: Optional[int] = None,
                     maximum_findings: Optional[int] = None) -> Report:
    """Holds the artifacts of a manifest against the files below a directory. The report says what is not as it should be.

    Exclude the manifest itself where it lies below the directory.
    """
    if not isinstance(manifest, Manifest):
        raise TypeError(f"manifest must be a Manifest, not {type(manifest).__name__}")
    flags = (c.MF_TREE_FOLLOW_LINKS if follow_links else 0) | (c.MF_TREE_ALLOW_UNEXPECTED if allow_unexpected else 0)
    hashing = hash_options("sha256", threads, progress)
    chosen = tree_options(hashing, flags, excluded, maximum_files=maximum_files, maximum_findings=maximum_findings)
    return reported(lib.mf_artifacts_verify, manifest._pointer, file_path(root, "root"), byref(chosen))
