# SPDX-License-Identifier: Apache-2.0
"""Deployment manifests of machine-learning models: read, validate, canonicalise, sign and verify them.

Everything is done by the C library libmanifest; this package makes it feel like Python. Objects never change, apart from builders,
and may be used by several threads at once; other threads run while the library works. doc/python.md is the guide.
"""
from ._artifacts import HashedFile, Progress, Tree, excluded_by_default, hash_artifacts, hash_file, verify_artifacts
from ._builder import Builder
from ._capture import Capture, capture_environment, capture_into
from ._configuration import Configuration, Overrides, Setting, Superseded, resolve
from ._declarations import MF_VERSION as __version__
from ._declarations import DiffKind, DiffSeverity, ExpressionType, Format, HashAlgorithm, Kind, Origin, Profile, Severity, Status
from ._diff import Change, Diff, diff
from ._envelope import Verified, add_signatures, verify, verify_any
from ._errors import (
    AbsentError,
    ArgumentError,
    CancelledError,
    ClosedError,
    CryptoError,
    Error,
    EvaluationError,
    ExpiredError,
    ExpressionError,
    FileError,
    InternalError,
    InvalidError,
    KindError,
    LimitError,
    MalformedError,
    OutOfMemoryError,
    PathError,
    PayloadError,
    SignatureError,
    SignerError,
    UnusableKeyError,
    VerificationError,
)
from ._expression import Expression
from ._key import Key
from ._library import LibraryError
from ._lock import Dependency, LockedPackage, Lockfile
from ._manifest import Manifest, Node, Position, pointer
from ._report import Finding, Related, Report, Rule, rules
from ._rules import Rules, validate_file, validate_text
from ._text import canonicalize, library_path, library_version, schema, set_value

__all__ = [name for name in dir() if not name.startswith("_")]
