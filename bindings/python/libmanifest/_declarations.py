# SPDX-License-Identifier: Apache-2.0
"""What the public headers declare: made by scripts/generate-docs from include/libmanifest, not to be edited.

Everything that the C library exports stands here once: constants, the enumerations that they form, handles, structs of options,
types of callbacks, and for every function the types of its result and its parameters.
"""
import ctypes
import enum
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_double, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from typing import Any, Dict, Tuple

MF_TREE_FOLLOW_LINKS = 1
MF_TREE_ALLOW_UNEXPECTED = 2
MF_ARTIFACT_EACH = 1
MF_ARTIFACT_INTERFACE = 2
MF_CAPTURE_IMAGE = 1
MF_ORIGIN_UNKNOWN = 0
MF_ORIGIN_MANIFEST = 1
MF_ORIGIN_STAGE = 2
MF_ORIGIN_ENVIRONMENT = 3
MF_ORIGIN_COMMAND_LINE = 4
MF_CONFIGURATION_YAML = 1
MF_CONFIGURATION_JSON = 2
MF_CONFIGURATION_ENV = 3
MF_CONFIGURATION_ARGS = 4
MF_DIFF_ADDED = 1
MF_DIFF_REMOVED = 2
MF_DIFF_CHANGED = 3
MF_DIFF_MOVED = 4
MF_DIFF_LOW = 1
MF_DIFF_MEDIUM = 2
MF_DIFF_HIGH = 3
MF_PAYLOAD_TYPE = "application/vnd.in-toto+json"
MF_PREDICATE_TYPE = "https://libmanifest.github.io/deployment-manifest/v1"
MF_OK = 0
MF_ABSENT = 1
MF_ERROR_MEMORY = -1
MF_ERROR_ARGUMENT = -2
MF_ERROR_LIMIT = -3
MF_ERROR_IO = -4
MF_ERROR_SYNTAX = -5
MF_ERROR_INVALID = -6
MF_ERROR_PATH = -7
MF_ERROR_TYPE = -8
MF_ERROR_KEY = -9
MF_ERROR_SIGNATURE = -10
MF_ERROR_PAYLOAD = -11
MF_ERROR_EXPIRED = -12
MF_ERROR_SIGNER = -13
MF_ERROR_CRYPTO = -14
MF_ERROR_INTERNAL = -15
MF_ERROR_EXPRESSION = -16
MF_ERROR_EVALUATION = -17
MF_ERROR_CANCELLED = -18
MF_ZERO_TERMINATED = ctypes.c_size_t(-1).value
MF_EXPRESSION_ANY = 0
MF_EXPRESSION_INT = 1
MF_EXPRESSION_DOUBLE = 2
MF_EXPRESSION_BOOL = 3
MF_EXPRESSION_STRING = 4
MF_EXPRESSION_LIST = 16
MF_EXPRESSION_LIST_INT = 17
MF_EXPRESSION_LIST_DOUBLE = 18
MF_EXPRESSION_LIST_BOOL = 19
MF_EXPRESSION_LIST_STRING = 20
MF_HASH_SHA256 = 1
MF_HASH_SHA512 = 2
MF_HASH_BLAKE2B_256 = 3
MF_KEY_PUBLIC_SIZE = 32
MF_KEY_SIGNATURE_SIZE = 64
MF_FORMAT_AUTO = 0
MF_FORMAT_YAML = 1
MF_FORMAT_JSON = 2
MF_PROFILE_DRAFT = 1
MF_PROFILE_RELEASE = 2
MF_KIND_STRING = 1
MF_KIND_NUMBER = 2
MF_KIND_BOOL = 3
MF_KIND_MAPPING = 4
MF_KIND_SET = 5
MF_KIND_SEQUENCE = 6
MF_MODEL_RUNS_CODE = 1
MF_MODEL_HEADER = 2
MF_MODEL_EXTERNAL_DATA = 4
MF_MODEL_OTHER_NAME = 8
MF_PARITY_SAME = 1
MF_PARITY_DIFFERENT = 2
MF_PARITY_MISSING = 3
MF_PARITY_EXTRA = 4
MF_PARITY_UNKNOWN = 5
MF_SEVERITY_NOTE = 1
MF_SEVERITY_WARNING = 2
MF_SEVERITY_ERROR = 3
MF_VERSION = "0.1.0"
MF_VERSION_NUMBER = 0 * 1000000 + 1 * 1000 + 0


class ConfigurationForm(enum.IntEnum):
    """How a configuration is written."""

    YAML = MF_CONFIGURATION_YAML
    JSON = MF_CONFIGURATION_JSON
    ENV = MF_CONFIGURATION_ENV
    ARGS = MF_CONFIGURATION_ARGS


class DiffKind(enum.IntEnum):
    """What has been done to a value."""

    ADDED = MF_DIFF_ADDED
    REMOVED = MF_DIFF_REMOVED
    CHANGED = MF_DIFF_CHANGED
    MOVED = MF_DIFF_MOVED


class DiffSeverity(enum.IntEnum):
    """How much a change matters. What each field weighs is a part of the format: see doc/diff.md."""

    LOW = MF_DIFF_LOW
    MEDIUM = MF_DIFF_MEDIUM
    HIGH = MF_DIFF_HIGH


class ExpressionType(enum.IntEnum):
    """A type of the language. That of a list is MF_EXPRESSION_LIST plus that of its entries."""

    ANY = MF_EXPRESSION_ANY
    INT = MF_EXPRESSION_INT
    DOUBLE = MF_EXPRESSION_DOUBLE
    BOOL = MF_EXPRESSION_BOOL
    STRING = MF_EXPRESSION_STRING
    LIST = MF_EXPRESSION_LIST
    LIST_INT = MF_EXPRESSION_LIST_INT
    LIST_DOUBLE = MF_EXPRESSION_LIST_DOUBLE
    LIST_BOOL = MF_EXPRESSION_LIST_BOOL
    LIST_STRING = MF_EXPRESSION_LIST_STRING


class Format(enum.IntEnum):
    """How a document is spelled."""

    AUTO = MF_FORMAT_AUTO
    YAML = MF_FORMAT_YAML
    JSON = MF_FORMAT_JSON


class HashAlgorithm(enum.IntEnum):
    """How a digest is computed. In options 0 stands for MF_HASH_SHA256."""

    SHA256 = MF_HASH_SHA256
    SHA512 = MF_HASH_SHA512
    BLAKE2B_256 = MF_HASH_BLAKE2B_256


class Kind(enum.IntEnum):
    """What kind of value stands at a path."""

    STRING = MF_KIND_STRING
    NUMBER = MF_KIND_NUMBER
    BOOL = MF_KIND_BOOL
    MAPPING = MF_KIND_MAPPING
    SET = MF_KIND_SET
    SEQUENCE = MF_KIND_SEQUENCE


class Origin(enum.IntEnum):
    """Where a value comes from. It is told to people, and changes nothing: the order of the layers says which value
    counts."""

    UNKNOWN = MF_ORIGIN_UNKNOWN
    MANIFEST = MF_ORIGIN_MANIFEST
    STAGE = MF_ORIGIN_STAGE
    ENVIRONMENT = MF_ORIGIN_ENVIRONMENT
    COMMAND_LINE = MF_ORIGIN_COMMAND_LINE


class ParityOutcome(enum.IntEnum):
    """How an item stands."""

    SAME = MF_PARITY_SAME
    DIFFERENT = MF_PARITY_DIFFERENT
    MISSING = MF_PARITY_MISSING
    EXTRA = MF_PARITY_EXTRA
    UNKNOWN = MF_PARITY_UNKNOWN


class Profile(enum.IntEnum):
    """How much a document must say. In options 0 stands for the default that they document."""

    DRAFT = MF_PROFILE_DRAFT
    RELEASE = MF_PROFILE_RELEASE


class Severity(enum.IntEnum):
    """How bad a finding is. A document with an error is not good; warnings and notes do not change that."""

    NOTE = MF_SEVERITY_NOTE
    WARNING = MF_SEVERITY_WARNING
    ERROR = MF_SEVERITY_ERROR


class Status(enum.IntEnum):
    """Outcome of a call: 0, a negative `MF_ERROR_…`, or a positive outcome such as MF_ABSENT."""

    OK = MF_OK
    ABSENT = MF_ABSENT
    ERROR_MEMORY = MF_ERROR_MEMORY
    ERROR_ARGUMENT = MF_ERROR_ARGUMENT
    ERROR_LIMIT = MF_ERROR_LIMIT
    ERROR_IO = MF_ERROR_IO
    ERROR_SYNTAX = MF_ERROR_SYNTAX
    ERROR_INVALID = MF_ERROR_INVALID
    ERROR_PATH = MF_ERROR_PATH
    ERROR_TYPE = MF_ERROR_TYPE
    ERROR_KEY = MF_ERROR_KEY
    ERROR_SIGNATURE = MF_ERROR_SIGNATURE
    ERROR_PAYLOAD = MF_ERROR_PAYLOAD
    ERROR_EXPIRED = MF_ERROR_EXPIRED
    ERROR_SIGNER = MF_ERROR_SIGNER
    ERROR_CRYPTO = MF_ERROR_CRYPTO
    ERROR_INTERNAL = MF_ERROR_INTERNAL
    ERROR_EXPRESSION = MF_ERROR_EXPRESSION
    ERROR_EVALUATION = MF_ERROR_EVALUATION
    ERROR_CANCELLED = MF_ERROR_CANCELLED


class mf_builder(ctypes.Structure):
    """A manifest that is being made."""


class mf_bytes(ctypes.Structure):
    """An immutable, reference-counted run of bytes. One zero byte follows the last one and is not counted, so that
    text can be used as a C string. May be shared between threads."""


class mf_change(ctypes.Structure):
    """One change; it lives as long as its mf_diff."""


class mf_configuration(ctypes.Structure):
    """A resolved configuration. Immutable, reference-counted; may be shared between threads."""


class mf_cursor(ctypes.Structure):
    """Walks over the entries of a list or the members of a mapping; for one thread."""


class mf_diff(ctypes.Structure):
    """What changed between two manifests. Immutable, reference-counted; may be shared between threads."""


class mf_error(ctypes.Structure):
    """What went wrong in one call. Opaque; owned by the caller, who ends it with mf_error_unref()."""


class mf_expression(ctypes.Structure):
    """A compiled expression. Immutable, reference-counted; may be shared between threads."""


class mf_expression_values(ctypes.Structure):
    """The values of variables, and the result of the last evaluation; for one thread."""


class mf_expression_variables(ctypes.Structure):
    """The names and types of variables. May be shared between threads as soon as it is no longer added to."""


class mf_file_digests(ctypes.Structure):
    """Digests of files, or what is wrong with them. Immutable, reference-counted."""


class mf_finding(ctypes.Structure):
    """One finding; it lives as long as its report."""


class mf_key(ctypes.Structure):
    """A public key, with or without the means to sign. Immutable, reference-counted; may be shared between threads."""


class mf_lock(ctypes.Structure):
    """A lock file that was read. Immutable, reference-counted; may be shared between threads."""


class mf_lock_package(ctypes.Structure):
    """A package of a lock file; it lives as long as that."""


class mf_manifest(ctypes.Structure):
    """A manifest: immutable, reference-counted."""


class mf_model(ctypes.Structure):
    """What is known of a file of a model. Immutable, reference-counted; may be shared between threads."""


class mf_model_tensor(ctypes.Structure):
    """A tensor, input or output of a model; it lives as long as that."""


class mf_overrides(ctypes.Structure):
    """Overrides: values for some parameters, from one source. Immutable, reference-counted."""


class mf_parity(ctypes.Structure):
    """What came of a comparison. Immutable, reference-counted; it does not need the manifests and the policy any
    more."""


class mf_parity_item(ctypes.Structure):
    """One thing that was compared. It lives as long as its mf_parity."""


class mf_parity_policy(ctypes.Structure):
    """Which differences are allowed, and how much others count: a file with `schema: parity/v1`. Immutable,
    reference-counted."""


class mf_report(ctypes.Structure):
    """What was found in a document. Immutable, reference-counted; may be shared between threads."""


class mf_rule(ctypes.Structure):
    """An entry of the registry of findings; static."""


class mf_rules(ctypes.Structure):
    """A rules file: which rules are off or stricter, and an organisation's own conventions. Immutable,
    reference-counted."""


class mf_setting(ctypes.Structure):
    """One parameter of a resolved configuration; it lives as long as that."""


class mf_tree(ctypes.Structure):
    """The files below a directory: path, size and digest of each. Immutable, reference-counted."""


class mf_verified(ctypes.Structure):
    """What a successful verification established. Immutable, reference-counted; may be shared between threads."""


mf_progress_function = CFUNCTYPE(c_int32, c_void_p, c_char_p, c_uint64, c_uint64, c_uint64, c_uint64)


mf_signer_callback = CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint8), c_size_t, POINTER(c_uint8))


class mf_capture_options(ctypes.Structure):
    """Options of capture. Call mf_capture_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("root", c_char_p),
        ("variables", POINTER(c_char_p)),
        ("variable_count", c_size_t),
        ("environment", POINTER(c_char_p)),
        ("environment_count", c_size_t),
        ("python_prefixes", POINTER(c_char_p)),
        ("python_prefix_count", c_size_t),
        ("flags", c_uint32),
        ("maximum_findings", c_uint32),
        ("maximum_memory", c_size_t),
        ("maximum_file", c_size_t),
        ("maximum_entries", c_uint32),
        ("reserved", c_uint32),
    ]


class mf_diff_options(ctypes.Structure):
    """Options of a comparison. Call mf_diff_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("maximum_memory", c_size_t),
        ("least", c_int32),
        ("reserved", c_uint32),
    ]


class mf_hash_options(ctypes.Structure):
    """Options of hashing. Call mf_hash_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("algorithm", c_int32),
        ("threads", c_uint32),
        ("progress", mf_progress_function),
        ("progress_context", c_void_p),
    ]


class mf_known_file(ctypes.Structure):
    """What is known of a file without reading it, from an object store or a registry."""

    _fields_ = [
        ("path", c_char_p),
        ("digest", c_char_p),
        ("size", c_uint64),
    ]


class mf_lock_import_options(ctypes.Structure):
    """Options of importing. Call mf_lock_import_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("path", c_char_p),
        ("name", c_char_p),
        ("scope", c_char_p),
    ]


class mf_lock_options(ctypes.Structure):
    """Options of reading. Call mf_lock_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("format", c_char_p),
        ("maximum_input", c_size_t),
        ("maximum_memory", c_size_t),
        ("maximum_findings", c_uint32),
        ("reserved", c_uint32),
    ]


class mf_model_options(ctypes.Structure):
    """Options of reading. Call mf_model_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("maximum_header", c_size_t),
        ("maximum_memory", c_size_t),
        ("maximum_tensors", c_uint32),
        ("reserved", c_uint32),
    ]


class mf_parity_options(ctypes.Structure):
    """Options of a comparison. Call mf_parity_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("time", c_int64),
        ("maximum_memory", c_size_t),
    ]


class mf_read_options(ctypes.Structure):
    """Options of reading. Call mf_read_options_init() first: it sets `size` and leaves every other field 0, which
    means its default. Bytes past those that this library knows must be 0."""

    _fields_ = [
        ("size", c_size_t),
        ("format", c_int32),
        ("profile", c_int32),
        ("maximum_input", c_size_t),
        ("maximum_memory", c_size_t),
        ("maximum_depth", c_uint32),
        ("maximum_entries", c_uint32),
        ("maximum_string", c_size_t),
        ("maximum_findings", c_uint32),
        ("reserved", c_uint32),
    ]


class mf_resolve_options(ctypes.Structure):
    """Options of resolution. Call mf_resolve_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("running", POINTER(mf_configuration)),
        ("maximum_findings", c_uint32),
        ("reserved", c_uint32),
    ]


class mf_sign_options(ctypes.Structure):
    """Options of signing. Call mf_sign_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("profile", c_int32),
        ("reserved", c_uint32),
        ("rules", POINTER(mf_rules)),
    ]


class mf_validate_options(ctypes.Structure):
    """Options of validation. Call mf_validate_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("profile", c_int32),
        ("maximum_findings", c_uint32),
        ("time", c_int64),
        ("rules", POINTER(mf_rules)),
    ]


class mf_tree_options(ctypes.Structure):
    """Options of looking at a directory. Call mf_tree_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("flags", c_uint32),
        ("maximum_files", c_uint32),
        ("hash", POINTER(mf_hash_options)),
        ("excluded", POINTER(c_char_p)),
        ("excluded_count", c_size_t),
        ("maximum_findings", c_uint32),
        ("reserved", c_uint32),
    ]


class mf_verify_options(ctypes.Structure):
    """Options of verifying. Call mf_verify_options_init() first; 0 means the default."""

    _fields_ = [
        ("size", c_size_t),
        ("threshold", c_uint32),
        ("profile", c_int32),
        ("time", c_int64),
        ("limits", POINTER(mf_read_options)),
    ]


class mf_artifact_options(ctypes.Structure):
    """Options of adding artifacts. Call mf_artifact_options_init() first; NULL and 0 mean the default."""

    _fields_ = [
        ("size", c_size_t),
        ("flags", c_uint32),
        ("reserved", c_uint32),
        ("name", c_char_p),
        ("kind", c_char_p),
        ("media_type", c_char_p),
        ("version", c_char_p),
        ("license", c_char_p),
        ("uri", c_char_p),
        ("uri_base", c_char_p),
        ("known", POINTER(mf_known_file)),
        ("known_count", c_size_t),
        ("tree", POINTER(mf_tree_options)),
    ]


# Structs that callers fill. Those of options have a function NAME_init().
STRUCTS: Dict[str, Any] = {
    "mf_artifact_options": mf_artifact_options,
    "mf_capture_options": mf_capture_options,
    "mf_diff_options": mf_diff_options,
    "mf_hash_options": mf_hash_options,
    "mf_known_file": mf_known_file,
    "mf_lock_import_options": mf_lock_import_options,
    "mf_lock_options": mf_lock_options,
    "mf_model_options": mf_model_options,
    "mf_parity_options": mf_parity_options,
    "mf_read_options": mf_read_options,
    "mf_resolve_options": mf_resolve_options,
    "mf_sign_options": mf_sign_options,
    "mf_tree_options": mf_tree_options,
    "mf_validate_options": mf_validate_options,
    "mf_verify_options": mf_verify_options,
}

# Functions: the type of the result, and those of the parameters.
FUNCTIONS: Dict[str, Tuple[Any, Tuple[Any, ...]]] = {
    "mf_artifact_add_known": (
        c_int32,
        (
            POINTER(mf_builder),
            c_char_p,
            POINTER(mf_known_file),
            c_size_t,
            POINTER(mf_artifact_options),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_artifact_options_init": (None, (POINTER(mf_artifact_options), c_size_t)),
    "mf_artifacts_add": (
        c_int32,
        (
            POINTER(mf_builder),
            c_char_p,
            c_char_p,
            POINTER(mf_artifact_options),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_artifacts_verify": (
        c_int32,
        (
            POINTER(mf_manifest),
            c_char_p,
            POINTER(mf_tree_options),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_builder_append_json": (
        c_int32,
        (POINTER(mf_builder), c_char_p, c_char_p, c_size_t, POINTER(POINTER(mf_error))),
    ),
    "mf_builder_append_text": (
        c_int32,
        (POINTER(mf_builder), c_char_p, c_char_p, c_size_t, POINTER(POINTER(mf_error))),
    ),
    "mf_builder_build": (
        c_int32,
        (
            POINTER(mf_builder),
            c_int32,
            POINTER(POINTER(mf_manifest)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_builder_new": (c_int32, (POINTER(mf_read_options), POINTER(POINTER(mf_builder)), POINTER(POINTER(mf_error)))),
    "mf_builder_new_from": (
        c_int32,
        (POINTER(mf_manifest), POINTER(mf_read_options), POINTER(POINTER(mf_builder)), POINTER(POINTER(mf_error))),
    ),
    "mf_builder_remove": (c_int32, (POINTER(mf_builder), c_char_p, POINTER(POINTER(mf_error)))),
    "mf_builder_set_bool": (c_int32, (POINTER(mf_builder), c_char_p, c_int32, POINTER(POINTER(mf_error)))),
    "mf_builder_set_int": (c_int32, (POINTER(mf_builder), c_char_p, c_int64, POINTER(POINTER(mf_error)))),
    "mf_builder_set_json": (c_int32, (POINTER(mf_builder), c_char_p, c_char_p, c_size_t, POINTER(POINTER(mf_error)))),
    "mf_builder_set_number": (c_int32, (POINTER(mf_builder), c_char_p, c_double, POINTER(POINTER(mf_error)))),
    "mf_builder_set_text": (c_int32, (POINTER(mf_builder), c_char_p, c_char_p, c_size_t, POINTER(POINTER(mf_error)))),
    "mf_builder_unref": (POINTER(mf_builder), (POINTER(mf_builder),)),
    "mf_bytes_data": (c_void_p, (POINTER(mf_bytes),)),
    "mf_bytes_read_file": (c_int32, (c_char_p, c_size_t, POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_bytes_ref": (POINTER(mf_bytes), (POINTER(mf_bytes),)),
    "mf_bytes_size": (c_size_t, (POINTER(mf_bytes),)),
    "mf_bytes_unref": (POINTER(mf_bytes), (POINTER(mf_bytes),)),
    "mf_capture_options_init": (None, (POINTER(mf_capture_options), c_size_t)),
    "mf_change_after": (c_char_p, (POINTER(mf_change),)),
    "mf_change_before": (c_char_p, (POINTER(mf_change),)),
    "mf_change_kind": (c_int32, (POINTER(mf_change),)),
    "mf_change_label": (c_char_p, (POINTER(mf_change),)),
    "mf_change_message": (c_char_p, (POINTER(mf_change),)),
    "mf_change_path": (c_char_p, (POINTER(mf_change),)),
    "mf_change_section": (c_char_p, (POINTER(mf_change),)),
    "mf_change_severity": (c_int32, (POINTER(mf_change),)),
    "mf_configuration_canonical": (
        c_int32,
        (POINTER(mf_configuration), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error))),
    ),
    "mf_configuration_count": (c_size_t, (POINTER(mf_configuration),)),
    "mf_configuration_digest": (
        c_int32,
        (POINTER(mf_configuration), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error))),
    ),
    "mf_configuration_find": (POINTER(mf_setting), (POINTER(mf_configuration), c_char_p)),
    "mf_configuration_manifest": (c_char_p, (POINTER(mf_configuration),)),
    "mf_configuration_read": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(mf_read_options),
            POINTER(POINTER(mf_configuration)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_configuration_ref": (POINTER(mf_configuration), (POINTER(mf_configuration),)),
    "mf_configuration_release": (c_char_p, (POINTER(mf_configuration),)),
    "mf_configuration_resolve": (
        c_int32,
        (
            POINTER(mf_manifest),
            POINTER(POINTER(mf_overrides)),
            c_size_t,
            POINTER(mf_resolve_options),
            POINTER(POINTER(mf_configuration)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_configuration_setting": (POINTER(mf_setting), (POINTER(mf_configuration), c_size_t)),
    "mf_configuration_unref": (POINTER(mf_configuration), (POINTER(mf_configuration),)),
    "mf_configuration_write": (
        c_int32,
        (POINTER(mf_configuration), c_int32, POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error))),
    ),
    "mf_cursor_get_bool": (c_int32, (POINTER(mf_cursor), c_char_p, POINTER(c_int32), POINTER(POINTER(mf_error)))),
    "mf_cursor_get_int": (c_int32, (POINTER(mf_cursor), c_char_p, POINTER(c_int64), POINTER(POINTER(mf_error)))),
    "mf_cursor_get_kind": (c_int32, (POINTER(mf_cursor), c_char_p, POINTER(c_int32), POINTER(POINTER(mf_error)))),
    "mf_cursor_get_number": (c_int32, (POINTER(mf_cursor), c_char_p, POINTER(c_double), POINTER(POINTER(mf_error)))),
    "mf_cursor_get_text": (
        c_int32,
        (POINTER(mf_cursor), c_char_p, POINTER(POINTER(ctypes.c_char)), POINTER(c_size_t), POINTER(POINTER(mf_error))),
    ),
    "mf_cursor_key": (c_char_p, (POINTER(mf_cursor),)),
    "mf_cursor_next": (c_int32, (POINTER(mf_cursor),)),
    "mf_cursor_unref": (POINTER(mf_cursor), (POINTER(mf_cursor),)),
    "mf_cursor_walk": (
        c_int32,
        (POINTER(mf_cursor), c_char_p, POINTER(POINTER(mf_cursor)), POINTER(POINTER(mf_error))),
    ),
    "mf_diff_change": (POINTER(mf_change), (POINTER(mf_diff), c_size_t)),
    "mf_diff_compare": (
        c_int32,
        (
            POINTER(mf_manifest),
            POINTER(mf_manifest),
            POINTER(mf_diff_options),
            POINTER(POINTER(mf_diff)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_diff_count": (c_size_t, (POINTER(mf_diff),)),
    "mf_diff_count_severity": (c_size_t, (POINTER(mf_diff), c_int32)),
    "mf_diff_kind_name": (c_char_p, (c_int32,)),
    "mf_diff_options_init": (None, (POINTER(mf_diff_options), c_size_t)),
    "mf_diff_patch": (c_int32, (POINTER(mf_diff), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_diff_ref": (POINTER(mf_diff), (POINTER(mf_diff),)),
    "mf_diff_respelled": (c_size_t, (POINTER(mf_diff),)),
    "mf_diff_severity_name": (c_char_p, (c_int32,)),
    "mf_diff_to_json": (c_int32, (POINTER(mf_diff), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_diff_unref": (POINTER(mf_diff), (POINTER(mf_diff),)),
    "mf_envelope_sign": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(POINTER(mf_key)),
            c_size_t,
            POINTER(mf_sign_options),
            POINTER(POINTER(mf_bytes)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_envelope_verify": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(POINTER(mf_key)),
            c_size_t,
            POINTER(mf_verify_options),
            POINTER(POINTER(mf_verified)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_envelope_verify_any": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(POINTER(mf_key)),
            c_size_t,
            POINTER(mf_verify_options),
            POINTER(POINTER(mf_verified)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_environment_capture": (
        c_int32,
        (POINTER(mf_builder), POINTER(mf_capture_options), POINTER(POINTER(mf_report)), POINTER(POINTER(mf_error))),
    ),
    "mf_error_code": (c_int32, (POINTER(mf_error),)),
    "mf_error_column": (c_uint32, (POINTER(mf_error),)),
    "mf_error_line": (c_uint32, (POINTER(mf_error),)),
    "mf_error_message": (c_char_p, (POINTER(mf_error),)),
    "mf_error_offset": (c_size_t, (POINTER(mf_error),)),
    "mf_error_path": (c_char_p, (POINTER(mf_error),)),
    "mf_error_unref": (POINTER(mf_error), (POINTER(mf_error),)),
    "mf_expression_compile": (
        c_int32,
        (
            c_char_p,
            c_size_t,
            POINTER(mf_expression_variables),
            c_int32,
            POINTER(POINTER(mf_expression)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_expression_compile_at": (
        c_int32,
        (POINTER(mf_manifest), c_char_p, POINTER(POINTER(mf_expression)), POINTER(POINTER(mf_error))),
    ),
    "mf_expression_evaluate": (
        c_int32,
        (POINTER(mf_expression), POINTER(mf_expression_values), POINTER(POINTER(mf_error))),
    ),
    "mf_expression_ref": (POINTER(mf_expression), (POINTER(mf_expression),)),
    "mf_expression_result_type": (c_int32, (POINTER(mf_expression),)),
    "mf_expression_source": (c_char_p, (POINTER(mf_expression),)),
    "mf_expression_type_name": (c_char_p, (c_int32,)),
    "mf_expression_unref": (POINTER(mf_expression), (POINTER(mf_expression),)),
    "mf_expression_values_clear": (None, (POINTER(mf_expression_values),)),
    "mf_expression_values_new": (c_int32, (POINTER(POINTER(mf_expression_values)), POINTER(POINTER(mf_error)))),
    "mf_expression_values_result_bool": (
        c_int32,
        (POINTER(mf_expression_values), c_size_t, POINTER(c_int32), POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_result_count": (c_size_t, (POINTER(mf_expression_values),)),
    "mf_expression_values_result_double": (
        c_int32,
        (POINTER(mf_expression_values), c_size_t, POINTER(c_double), POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_result_int": (
        c_int32,
        (POINTER(mf_expression_values), c_size_t, POINTER(c_int64), POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_result_text": (
        c_int32,
        (
            POINTER(mf_expression_values),
            c_size_t,
            POINTER(POINTER(ctypes.c_char)),
            POINTER(c_size_t),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_expression_values_result_type": (c_int32, (POINTER(mf_expression_values),)),
    "mf_expression_values_set_bool": (
        c_int32,
        (POINTER(mf_expression_values), c_char_p, c_int32, POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_set_bools": (
        c_int32,
        (POINTER(mf_expression_values), c_char_p, POINTER(c_int32), c_size_t, POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_set_double": (
        c_int32,
        (POINTER(mf_expression_values), c_char_p, c_double, POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_set_doubles": (
        c_int32,
        (POINTER(mf_expression_values), c_char_p, POINTER(c_double), c_size_t, POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_set_int": (
        c_int32,
        (POINTER(mf_expression_values), c_char_p, c_int64, POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_set_ints": (
        c_int32,
        (POINTER(mf_expression_values), c_char_p, POINTER(c_int64), c_size_t, POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_set_text": (
        c_int32,
        (POINTER(mf_expression_values), c_char_p, c_char_p, c_size_t, POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_set_texts": (
        c_int32,
        (POINTER(mf_expression_values), c_char_p, POINTER(c_char_p), c_size_t, POINTER(POINTER(mf_error))),
    ),
    "mf_expression_values_unref": (POINTER(mf_expression_values), (POINTER(mf_expression_values),)),
    "mf_expression_values_unset": (c_int32, (POINTER(mf_expression_values), c_char_p, POINTER(POINTER(mf_error)))),
    "mf_expression_variable_count": (c_size_t, (POINTER(mf_expression),)),
    "mf_expression_variable_name": (c_char_p, (POINTER(mf_expression), c_size_t)),
    "mf_expression_variable_type": (c_int32, (POINTER(mf_expression), c_size_t)),
    "mf_expression_variables_add": (
        c_int32,
        (POINTER(mf_expression_variables), c_char_p, c_int32, POINTER(POINTER(mf_error))),
    ),
    "mf_expression_variables_new": (c_int32, (POINTER(POINTER(mf_expression_variables)), POINTER(POINTER(mf_error)))),
    "mf_expression_variables_ref": (POINTER(mf_expression_variables), (POINTER(mf_expression_variables),)),
    "mf_expression_variables_unref": (POINTER(mf_expression_variables), (POINTER(mf_expression_variables),)),
    "mf_file_digests_count": (c_size_t, (POINTER(mf_file_digests),)),
    "mf_file_digests_digest": (c_char_p, (POINTER(mf_file_digests), c_size_t)),
    "mf_file_digests_problem": (c_char_p, (POINTER(mf_file_digests), c_size_t)),
    "mf_file_digests_ref": (POINTER(mf_file_digests), (POINTER(mf_file_digests),)),
    "mf_file_digests_size": (c_uint64, (POINTER(mf_file_digests), c_size_t)),
    "mf_file_digests_unref": (POINTER(mf_file_digests), (POINTER(mf_file_digests),)),
    "mf_file_hash": (
        c_int32,
        (c_char_p, POINTER(mf_hash_options), POINTER(POINTER(mf_bytes)), POINTER(c_uint64), POINTER(POINTER(mf_error))),
    ),
    "mf_file_write": (c_int32, (c_void_p, c_size_t, c_char_p, c_uint32, POINTER(POINTER(mf_error)))),
    "mf_files_hash": (
        c_int32,
        (
            POINTER(c_char_p),
            POINTER(c_int32),
            c_size_t,
            POINTER(mf_hash_options),
            POINTER(POINTER(mf_file_digests)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_finding_code": (c_char_p, (POINTER(mf_finding),)),
    "mf_finding_column": (c_uint32, (POINTER(mf_finding),)),
    "mf_finding_expected": (c_char_p, (POINTER(mf_finding),)),
    "mf_finding_found": (c_char_p, (POINTER(mf_finding),)),
    "mf_finding_is_concealed": (c_int32, (POINTER(mf_finding),)),
    "mf_finding_line": (c_uint32, (POINTER(mf_finding),)),
    "mf_finding_message": (c_char_p, (POINTER(mf_finding),)),
    "mf_finding_offset": (c_size_t, (POINTER(mf_finding),)),
    "mf_finding_path": (c_char_p, (POINTER(mf_finding),)),
    "mf_finding_related_column": (c_uint32, (POINTER(mf_finding), c_size_t)),
    "mf_finding_related_count": (c_size_t, (POINTER(mf_finding),)),
    "mf_finding_related_line": (c_uint32, (POINTER(mf_finding), c_size_t)),
    "mf_finding_related_note": (c_char_p, (POINTER(mf_finding), c_size_t)),
    "mf_finding_related_offset": (c_size_t, (POINTER(mf_finding), c_size_t)),
    "mf_finding_related_path": (c_char_p, (POINTER(mf_finding), c_size_t)),
    "mf_finding_related_source": (c_char_p, (POINTER(mf_finding), c_size_t)),
    "mf_finding_severity": (c_int32, (POINTER(mf_finding),)),
    "mf_finding_source": (c_char_p, (POINTER(mf_finding),)),
    "mf_finding_suggestion": (c_char_p, (POINTER(mf_finding),)),
    "mf_hash_algorithm_find": (c_int32, (c_char_p,)),
    "mf_hash_algorithm_name": (c_char_p, (c_int32,)),
    "mf_hash_options_init": (None, (POINTER(mf_hash_options), c_size_t)),
    "mf_json_canonicalize": (
        c_int32,
        (c_void_p, c_size_t, c_size_t, POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error))),
    ),
    "mf_key_can_sign": (c_int32, (POINTER(mf_key),)),
    "mf_key_generate": (c_int32, (POINTER(POINTER(mf_key)), POINTER(POINTER(mf_error)))),
    "mf_key_id": (c_char_p, (POINTER(mf_key),)),
    "mf_key_new_public": (c_int32, (POINTER(c_uint8), c_size_t, POINTER(POINTER(mf_key)), POINTER(POINTER(mf_error)))),
    "mf_key_new_signer": (
        c_int32,
        (
            POINTER(c_uint8),
            c_size_t,
            mf_signer_callback,
            c_void_p,
            POINTER(POINTER(mf_key)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_key_public": (POINTER(c_uint8), (POINTER(mf_key),)),
    "mf_key_read": (c_int32, (c_void_p, c_size_t, POINTER(POINTER(mf_key)), POINTER(POINTER(mf_error)))),
    "mf_key_read_file": (c_int32, (c_char_p, POINTER(POINTER(mf_key)), POINTER(POINTER(mf_error)))),
    "mf_key_ref": (POINTER(mf_key), (POINTER(mf_key),)),
    "mf_key_unref": (POINTER(mf_key), (POINTER(mf_key),)),
    "mf_key_write_public": (c_int32, (POINTER(mf_key), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_key_write_secret": (c_int32, (POINTER(mf_key), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_lock_count": (c_size_t, (POINTER(mf_lock),)),
    "mf_lock_format": (c_char_p, (POINTER(mf_lock),)),
    "mf_lock_import": (
        c_int32,
        (POINTER(mf_lock), POINTER(mf_lock_import_options), POINTER(mf_builder), POINTER(POINTER(mf_error))),
    ),
    "mf_lock_import_options_init": (None, (POINTER(mf_lock_import_options), c_size_t)),
    "mf_lock_json": (c_int32, (POINTER(mf_lock), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_lock_options_init": (None, (POINTER(mf_lock_options), c_size_t)),
    "mf_lock_package_at": (POINTER(mf_lock_package), (POINTER(mf_lock), c_size_t)),
    "mf_lock_package_column": (c_uint32, (POINTER(mf_lock_package),)),
    "mf_lock_package_dependency": (c_char_p, (POINTER(mf_lock_package), c_size_t)),
    "mf_lock_package_dependency_count": (c_size_t, (POINTER(mf_lock_package),)),
    "mf_lock_package_dependency_package": (POINTER(mf_lock_package), (POINTER(mf_lock_package), c_size_t)),
    "mf_lock_package_digest": (c_char_p, (POINTER(mf_lock_package), c_size_t)),
    "mf_lock_package_digest_count": (c_size_t, (POINTER(mf_lock_package),)),
    "mf_lock_package_ecosystem": (c_char_p, (POINTER(mf_lock_package),)),
    "mf_lock_package_hash": (c_char_p, (POINTER(mf_lock_package), c_size_t)),
    "mf_lock_package_hash_count": (c_size_t, (POINTER(mf_lock_package),)),
    "mf_lock_package_kind": (c_char_p, (POINTER(mf_lock_package),)),
    "mf_lock_package_line": (c_uint32, (POINTER(mf_lock_package),)),
    "mf_lock_package_marker": (c_char_p, (POINTER(mf_lock_package),)),
    "mf_lock_package_name": (c_char_p, (POINTER(mf_lock_package),)),
    "mf_lock_package_offset": (c_size_t, (POINTER(mf_lock_package),)),
    "mf_lock_package_purl": (c_char_p, (POINTER(mf_lock_package),)),
    "mf_lock_package_source": (c_char_p, (POINTER(mf_lock_package),)),
    "mf_lock_package_version": (c_char_p, (POINTER(mf_lock_package),)),
    "mf_lock_package_written_name": (c_char_p, (POINTER(mf_lock_package),)),
    "mf_lock_read": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(mf_lock_options),
            POINTER(POINTER(mf_lock)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_lock_ref": (POINTER(mf_lock), (POINTER(mf_lock),)),
    "mf_lock_unref": (POINTER(mf_lock), (POINTER(mf_lock),)),
    "mf_lockfiles_check": (
        c_int32,
        (
            POINTER(mf_manifest),
            c_char_p,
            POINTER(mf_lock_options),
            POINTER(c_size_t),
            POINTER(c_size_t),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_manifest_canonical": (c_int32, (POINTER(mf_manifest), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_manifest_count": (c_int32, (POINTER(mf_manifest), c_char_p, POINTER(c_size_t), POINTER(POINTER(mf_error)))),
    "mf_manifest_digest": (c_int32, (POINTER(mf_manifest), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_manifest_get_bool": (c_int32, (POINTER(mf_manifest), c_char_p, POINTER(c_int32), POINTER(POINTER(mf_error)))),
    "mf_manifest_get_int": (c_int32, (POINTER(mf_manifest), c_char_p, POINTER(c_int64), POINTER(POINTER(mf_error)))),
    "mf_manifest_get_json": (
        c_int32,
        (POINTER(mf_manifest), c_char_p, POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error))),
    ),
    "mf_manifest_get_kind": (c_int32, (POINTER(mf_manifest), c_char_p, POINTER(c_int32), POINTER(POINTER(mf_error)))),
    "mf_manifest_get_number": (
        c_int32,
        (POINTER(mf_manifest), c_char_p, POINTER(c_double), POINTER(POINTER(mf_error))),
    ),
    "mf_manifest_get_text": (
        c_int32,
        (
            POINTER(mf_manifest),
            c_char_p,
            POINTER(POINTER(ctypes.c_char)),
            POINTER(c_size_t),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_manifest_position": (
        c_int32,
        (
            POINTER(mf_manifest),
            c_char_p,
            POINTER(c_size_t),
            POINTER(c_size_t),
            POINTER(c_uint32),
            POINTER(c_uint32),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_manifest_read": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(mf_read_options),
            POINTER(POINTER(mf_manifest)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_manifest_ref": (POINTER(mf_manifest), (POINTER(mf_manifest),)),
    "mf_manifest_sign": (
        c_int32,
        (
            POINTER(mf_manifest),
            POINTER(POINTER(mf_key)),
            c_size_t,
            POINTER(mf_sign_options),
            POINTER(POINTER(mf_bytes)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_manifest_statement": (c_int32, (POINTER(mf_manifest), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_manifest_unref": (POINTER(mf_manifest), (POINTER(mf_manifest),)),
    "mf_manifest_validate": (
        c_int32,
        (POINTER(mf_manifest), POINTER(mf_validate_options), POINTER(POINTER(mf_report)), POINTER(POINTER(mf_error))),
    ),
    "mf_manifest_walk": (
        c_int32,
        (POINTER(mf_manifest), c_char_p, POINTER(POINTER(mf_cursor)), POINTER(POINTER(mf_error))),
    ),
    "mf_manifest_write": (
        c_int32,
        (POINTER(mf_manifest), c_int32, POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error))),
    ),
    "mf_model_flags": (c_uint32, (POINTER(mf_model),)),
    "mf_model_format": (c_char_p, (POINTER(mf_model),)),
    "mf_model_input_at": (POINTER(mf_model_tensor), (POINTER(mf_model), c_size_t)),
    "mf_model_input_count": (c_size_t, (POINTER(mf_model),)),
    "mf_model_kind": (c_char_p, (POINTER(mf_model),)),
    "mf_model_media_type": (c_char_p, (POINTER(mf_model),)),
    "mf_model_options_init": (None, (POINTER(mf_model_options), c_size_t)),
    "mf_model_output_at": (POINTER(mf_model_tensor), (POINTER(mf_model), c_size_t)),
    "mf_model_output_count": (c_size_t, (POINTER(mf_model),)),
    "mf_model_parameters": (c_uint64, (POINTER(mf_model),)),
    "mf_model_property_count": (c_size_t, (POINTER(mf_model),)),
    "mf_model_property_name": (c_char_p, (POINTER(mf_model), c_size_t)),
    "mf_model_property_value": (c_char_p, (POINTER(mf_model), c_size_t)),
    "mf_model_read": (
        c_int32,
        (c_char_p, POINTER(mf_model_options), POINTER(POINTER(mf_model)), POINTER(POINTER(mf_error))),
    ),
    "mf_model_ref": (POINTER(mf_model), (POINTER(mf_model),)),
    "mf_model_size": (c_uint64, (POINTER(mf_model),)),
    "mf_model_tensor_at": (POINTER(mf_model_tensor), (POINTER(mf_model), c_size_t)),
    "mf_model_tensor_count": (c_size_t, (POINTER(mf_model),)),
    "mf_model_tensor_dimension": (c_int64, (POINTER(mf_model_tensor), c_size_t)),
    "mf_model_tensor_name": (c_char_p, (POINTER(mf_model_tensor),)),
    "mf_model_tensor_rank": (c_int32, (POINTER(mf_model_tensor),)),
    "mf_model_tensor_type": (c_char_p, (POINTER(mf_model_tensor),)),
    "mf_model_type": (c_char_p, (POINTER(mf_model), c_size_t)),
    "mf_model_type_count": (c_size_t, (POINTER(mf_model),)),
    "mf_model_type_parameters": (c_uint64, (POINTER(mf_model), c_size_t)),
    "mf_model_type_tensors": (c_uint64, (POINTER(mf_model), c_size_t)),
    "mf_model_unref": (POINTER(mf_model), (POINTER(mf_model),)),
    "mf_origin_name": (c_char_p, (c_int32,)),
    "mf_overrides_from_text": (
        c_int32,
        (
            POINTER(c_char_p),
            c_size_t,
            c_int32,
            c_char_p,
            POINTER(POINTER(mf_overrides)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_overrides_read": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(mf_read_options),
            c_int32,
            c_char_p,
            POINTER(POINTER(mf_overrides)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_overrides_ref": (POINTER(mf_overrides), (POINTER(mf_overrides),)),
    "mf_overrides_unref": (POINTER(mf_overrides), (POINTER(mf_overrides),)),
    "mf_parity_compare": (
        c_int32,
        (
            POINTER(mf_manifest),
            POINTER(mf_manifest),
            POINTER(mf_parity_policy),
            POINTER(mf_parity_options),
            POINTER(POINTER(mf_parity)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_parity_count": (c_size_t, (POINTER(mf_parity),)),
    "mf_parity_count_allowed": (c_size_t, (POINTER(mf_parity),)),
    "mf_parity_count_outcome": (c_size_t, (POINTER(mf_parity), c_int32)),
    "mf_parity_count_severity": (c_size_t, (POINTER(mf_parity), c_int32)),
    "mf_parity_item_actual": (c_char_p, (POINTER(mf_parity_item),)),
    "mf_parity_item_at": (POINTER(mf_parity_item), (POINTER(mf_parity), c_size_t)),
    "mf_parity_item_code": (c_char_p, (POINTER(mf_parity_item),)),
    "mf_parity_item_compared": (c_char_p, (POINTER(mf_parity_item),)),
    "mf_parity_item_expected": (c_char_p, (POINTER(mf_parity_item),)),
    "mf_parity_item_kind": (c_char_p, (POINTER(mf_parity_item),)),
    "mf_parity_item_message": (c_char_p, (POINTER(mf_parity_item),)),
    "mf_parity_item_name": (c_char_p, (POINTER(mf_parity_item),)),
    "mf_parity_item_outcome": (c_int32, (POINTER(mf_parity_item),)),
    "mf_parity_item_path": (c_char_p, (POINTER(mf_parity_item),)),
    "mf_parity_item_reason": (c_char_p, (POINTER(mf_parity_item),)),
    "mf_parity_item_severity": (c_int32, (POINTER(mf_parity_item),)),
    "mf_parity_json": (c_int32, (POINTER(mf_parity), POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_parity_options_init": (None, (POINTER(mf_parity_options), c_size_t)),
    "mf_parity_outcome_name": (c_char_p, (c_int32,)),
    "mf_parity_policy_read": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(mf_read_options),
            POINTER(POINTER(mf_parity_policy)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_parity_policy_ref": (POINTER(mf_parity_policy), (POINTER(mf_parity_policy),)),
    "mf_parity_policy_unref": (POINTER(mf_parity_policy), (POINTER(mf_parity_policy),)),
    "mf_parity_ref": (POINTER(mf_parity), (POINTER(mf_parity),)),
    "mf_parity_unref": (POINTER(mf_parity), (POINTER(mf_parity),)),
    "mf_read_options_init": (None, (POINTER(mf_read_options), c_size_t)),
    "mf_report_count": (c_size_t, (POINTER(mf_report),)),
    "mf_report_count_severity": (c_size_t, (POINTER(mf_report), c_int32)),
    "mf_report_finding": (POINTER(mf_finding), (POINTER(mf_report), c_size_t)),
    "mf_report_json": (c_int32, (POINTER(mf_report), c_char_p, POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_report_ref": (POINTER(mf_report), (POINTER(mf_report),)),
    "mf_report_total": (c_size_t, (POINTER(mf_report),)),
    "mf_report_unref": (POINTER(mf_report), (POINTER(mf_report),)),
    "mf_resolve_options_init": (None, (POINTER(mf_resolve_options), c_size_t)),
    "mf_rule_at": (POINTER(mf_rule), (c_size_t,)),
    "mf_rule_code": (c_char_p, (POINTER(mf_rule),)),
    "mf_rule_count": (c_size_t, ()),
    "mf_rule_profile": (c_char_p, (POINTER(mf_rule),)),
    "mf_rule_section": (c_char_p, (POINTER(mf_rule),)),
    "mf_rule_severity": (c_int32, (POINTER(mf_rule),)),
    "mf_rule_title": (c_char_p, (POINTER(mf_rule),)),
    "mf_rules_read": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(mf_read_options),
            POINTER(POINTER(mf_rules)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_rules_ref": (POINTER(mf_rules), (POINTER(mf_rules),)),
    "mf_rules_unref": (POINTER(mf_rules), (POINTER(mf_rules),)),
    "mf_schema_json": (c_int32, (c_char_p, POINTER(POINTER(mf_bytes)), POINTER(POINTER(mf_error)))),
    "mf_setting_get_bool": (c_int32, (POINTER(mf_setting), POINTER(c_int32), POINTER(POINTER(mf_error)))),
    "mf_setting_get_int": (c_int32, (POINTER(mf_setting), POINTER(c_int64), POINTER(POINTER(mf_error)))),
    "mf_setting_get_number": (c_int32, (POINTER(mf_setting), POINTER(c_double), POINTER(POINTER(mf_error)))),
    "mf_setting_label": (c_char_p, (POINTER(mf_setting),)),
    "mf_setting_name": (c_char_p, (POINTER(mf_setting),)),
    "mf_setting_origin": (c_int32, (POINTER(mf_setting),)),
    "mf_setting_superseded_count": (c_size_t, (POINTER(mf_setting),)),
    "mf_setting_superseded_label": (c_char_p, (POINTER(mf_setting), c_size_t)),
    "mf_setting_superseded_origin": (c_int32, (POINTER(mf_setting), c_size_t)),
    "mf_setting_superseded_value": (c_char_p, (POINTER(mf_setting), c_size_t)),
    "mf_setting_type": (c_char_p, (POINTER(mf_setting),)),
    "mf_setting_value": (c_char_p, (POINTER(mf_setting),)),
    "mf_severity_name": (c_char_p, (c_int32,)),
    "mf_sign_options_init": (None, (POINTER(mf_sign_options), c_size_t)),
    "mf_status_name": (c_char_p, (c_int32,)),
    "mf_text_set": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(mf_read_options),
            c_char_p,
            c_char_p,
            c_size_t,
            POINTER(POINTER(mf_bytes)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_text_validate": (
        c_int32,
        (
            c_void_p,
            c_size_t,
            POINTER(mf_read_options),
            POINTER(mf_validate_options),
            POINTER(POINTER(mf_manifest)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_tree_count": (c_size_t, (POINTER(mf_tree),)),
    "mf_tree_digest": (c_char_p, (POINTER(mf_tree), c_size_t)),
    "mf_tree_excluded": (c_char_p, (c_size_t,)),
    "mf_tree_options_init": (None, (POINTER(mf_tree_options), c_size_t)),
    "mf_tree_path": (c_char_p, (POINTER(mf_tree), c_size_t)),
    "mf_tree_read": (
        c_int32,
        (
            c_char_p,
            POINTER(mf_tree_options),
            POINTER(POINTER(mf_tree)),
            POINTER(POINTER(mf_report)),
            POINTER(POINTER(mf_error)),
        ),
    ),
    "mf_tree_ref": (POINTER(mf_tree), (POINTER(mf_tree),)),
    "mf_tree_root_digest": (c_char_p, (POINTER(mf_tree),)),
    "mf_tree_size": (c_uint64, (POINTER(mf_tree), c_size_t)),
    "mf_tree_total_size": (c_uint64, (POINTER(mf_tree),)),
    "mf_tree_unref": (POINTER(mf_tree), (POINTER(mf_tree),)),
    "mf_validate_options_init": (None, (POINTER(mf_validate_options), c_size_t)),
    "mf_verified_digest": (c_char_p, (POINTER(mf_verified),)),
    "mf_verified_manifest": (POINTER(mf_manifest), (POINTER(mf_verified),)),
    "mf_verified_payload": (POINTER(mf_bytes), (POINTER(mf_verified),)),
    "mf_verified_payload_type": (c_char_p, (POINTER(mf_verified),)),
    "mf_verified_ref": (POINTER(mf_verified), (POINTER(mf_verified),)),
    "mf_verified_signer": (c_char_p, (POINTER(mf_verified), c_size_t)),
    "mf_verified_signer_count": (c_size_t, (POINTER(mf_verified),)),
    "mf_verified_threshold": (c_uint32, (POINTER(mf_verified),)),
    "mf_verified_unref": (POINTER(mf_verified), (POINTER(mf_verified),)),
    "mf_verify_options_init": (None, (POINTER(mf_verify_options), c_size_t)),
    "mf_version": (c_char_p, ()),
    "mf_version_number": (c_uint32, ()),
}
