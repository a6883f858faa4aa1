# SPDX-License-Identifier: Apache-2.0
"""Files taken up into the artifacts of a manifest that is being made."""
import ctypes
from ctypes import byref
from typing import Any, Iterable, List, Optional

from . import _declarations as c
from ._artifacts import HashedFile, ProgressFunction, hash_options, tree_options
from ._builder import Builder
from ._call import FilePath, array, call, file_path, options, text, whole
from ._library import lib
from ._report import Report, judged


def _known(files: Iterable[HashedFile]) -> Any:
    """An array of files whose digests are known. It keeps their texts as long as it lives."""
    known: List[Any] = []
    for file in files:
        if not isinstance(file, HashedFile):
            raise TypeError(f"a known file must be a HashedFile, not {type(file).__name__}")
        path = text(file.path, "path") if file.path else None
        known.append(c.mf_known_file(path=path, digest=text(file.digest, "digest"), size=whole(file.size, "size")))
    return array(c.mf_known_file, known), len(known)


def _options(flags: int, texts: "dict[str, Optional[str]]", known: Iterable[HashedFile] = (), tree: Any = None) -> Any:
    files, count = _known(known)
    given = {name: None if value is None else text(value, name) for name, value in texts.items()}
    return options("mf_artifact_options", flags=flags, known=files, known_count=count, tree=None if tree is None else ctypes.pointer(tree),
                   **given)


def add_artifacts(builder: Builder, root: FilePath, path: FilePath = "", *, each: bool = False, interface: bool = False,
                  name: Optional[str] = None, kind: Optional[str] = None, media_type: Optional[str] = None,
                  version: Optional[str] = None, license: Optional[str] = None, uri: Optional[str] = None,
                  uri_base: Optional[str] = None, known: Iterable[HashedFile] = (), threads: Optional[int] = None,
                  progress: Optional[ProgressFunction] = None, follow_links: bool = False,
                  excluded: Optional[Iterable[FilePath]] = None, maximum_files: Optional[int] = None,
                  maximum_findings: Optional[int] = None) -> Report:
    """Adds a file or directory below `root` to the artifacts of a builder: kind, media type, size and digest of what is there.

    With `each` every file becomes an artifact of its own; with `interface` the inputs and outputs of the one ONNX model fill that
    section. `known` are files that need not be hashed. InvalidError, with the report, where one is not good; then nothing was added.
    """
    if not isinstance(builder, Builder):
        raise TypeError(f"builder must be a Builder, not {type(builder).__name__}")
    flags = (c.MF_ARTIFACT_EACH if each else 0) | (c.MF_ARTIFACT_INTERFACE if interface else 0)
    hashing = hash_options("sha256", threads, progress)
    tree = tree_options(hashing, c.MF_TREE_FOLLOW_LINKS if follow_links else 0, excluded, maximum_files=maximum_files,
                        maximum_findings=maximum_findings)
    texts = {"name": name, "kind": kind, "media_type": media_type, "version": version, "license": license, "uri": uri,
             "uri_base": uri_base}
    chosen = _options(flags, texts, known, tree)
    with builder._use() as pointer:
        return judged(lib.mf_artifacts_add, pointer, file_path(root, "root"), file_path(path), byref(chosen))


def add_known_artifact(builder: Builder, path: FilePath, files: Iterable[HashedFile], *, name: Optional[str] = None,
                       kind: Optional[str] = None, media_type: Optional[str] = None, version: Optional[str] = None,
                       license: Optional[str] = None, uri: Optional[str] = None, uri_base: Optional[str] = None) -> None:
    """Adds an artifact whose files are elsewhere, by digests that are known: paths below the directory, or one file with the path ""."""
    if not isinstance(builder, Builder):
        raise TypeError(f"builder must be a Builder, not {type(builder).__name__}")
    known, count = _known(files)
    texts = {"name": name, "kind": kind, "media_type": media_type, "version": version, "license": license, "uri": uri,
             "uri_base": uri_base}
    chosen = _options(0, texts)
    with builder._use() as pointer:
        call(lib.mf_artifact_add_known, pointer, file_path(path), known, count, byref(chosen))
