# SPDX-License-Identifier: Apache-2.0
"""Deployment manifests of machine-learning models: read, validate, canonicalise, sign and verify them.

Everything is done by the C library libmanifest; this package makes it feel like Python. Objects never change, apart from builders,
and may be used by several threads at once; other threads run while the library works. doc/python.md is the guide.
"""
from . import _declarations
from ._adding import add_artifacts as add_artifacts, add_known_artifact as add_known_artifact
from ._artifacts import (
    FileDigest as FileDigest,
    HashedFile as HashedFile,
    Progress as Progress,
    Tree as Tree,
    excluded_by_default as excluded_by_default,
    hash_artifacts as hash_artifacts,
    hash_file as hash_file,
    hash_files as hash_files,
    verify_artifacts as verify_artifacts,
)
from ._builder import Builder as Builder
from ._capture import Capture as Capture, capture_environment as capture_environment, capture_into as capture_into
from ._configuration import (
    Configuration as Configuration,
    Overrides as Overrides,
    Setting as Setting,
    Superseded as Superseded,
    resolve as resolve,
)
from ._declarations import (
    DiffKind as DiffKind,
    DiffSeverity as DiffSeverity,
    ExpressionType as ExpressionType,
    Format as Format,
    HashAlgorithm as HashAlgorithm,
    Kind as Kind,
    Origin as Origin,
    ParityOutcome as ParityOutcome,
    Profile as Profile,
    Severity as Severity,
    Status as Status,
)
from ._diff import Change as Change, Diff as Diff, diff as diff
from ._envelope import (
    Verified as Verified,
    add_signatures as add_signatures,
    verify as verify,
    verify_any as verify_any,
)
from ._errors import (
    AbsentError as AbsentError,
    ArgumentError as ArgumentError,
    CancelledError as CancelledError,
    ClosedError as ClosedError,
    CryptoError as CryptoError,
    Error as Error,
    EvaluationError as EvaluationError,
    ExpiredError as ExpiredError,
    ExpressionError as ExpressionError,
    FileError as FileError,
    InternalError as InternalError,
    InvalidError as InvalidError,
    KindError as KindError,
    LimitError as LimitError,
    MalformedError as MalformedError,
    OutOfMemoryError as OutOfMemoryError,
    PathError as PathError,
    PayloadError as PayloadError,
    SignatureError as SignatureError,
    SignerError as SignerError,
    UnusableKeyError as UnusableKeyError,
    VerificationError as VerificationError,
)
from ._expression import Expression as Expression
from ._key import Key as Key
from ._library import LibraryError as LibraryError
from ._lock import (
    Dependency as Dependency,
    LockedPackage as LockedPackage,
    Lockfile as Lockfile,
    LockfileCheck as LockfileCheck,
    check_lockfiles as check_lockfiles,
)
from ._manifest import Manifest as Manifest, Node as Node, Position as Position, pointer as pointer
from ._model import ModelFile as ModelFile, Tensor as Tensor
from ._parity import Parity as Parity, ParityItem as ParityItem, ParityPolicy as ParityPolicy, parity as parity
from ._record import Recorder as Recorder, RecordReport as RecordReport, record as record
from ._report import Finding as Finding, Related as Related, Report as Report, Rule as Rule, rules as rules
from ._rules import Rules as Rules, validate_file as validate_file, validate_text as validate_text
from ._text import (
    canonicalize as canonicalize,
    library_path as library_path,
    library_version as library_version,
    schema as schema,
    set_value as set_value,
)

__version__: str = _declarations.MF_VERSION
__all__ = [name for name in dir() if not name.startswith("_")]
