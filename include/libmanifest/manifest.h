/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_MANIFEST_H
#define LIBMANIFEST_MANIFEST_H
/**
 * @file
 * Manifests: read, check, look at, write, canonicalise, digest.
 *
 * A manifest never changes once it exists, and may be shared between threads. Values are named by paths
 * (RFC 6901) in which the token under a set is the entry's key and under a sequence its index, from 0:
 * `/configuration/parameters/max_batch_size/value`. The empty path names the whole document.
 */
#include <libmanifest/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A manifest: immutable, reference-counted. */
typedef struct mf_manifest mf_manifest;
/** Walks over the entries of a list or the members of a mapping; for one thread. */
typedef struct mf_cursor mf_cursor;

/** How a document is spelled. */
typedef int32_t mf_format;
/** JSON where the first byte that is not white space is `{`, else YAML. */
#define MF_FORMAT_AUTO 0
#define MF_FORMAT_YAML 1
#define MF_FORMAT_JSON 2

/** How much a document must say. In options 0 stands for the default that they document. */
typedef int32_t mf_profile;
/** What is there must be well formed. */
#define MF_PROFILE_DRAFT 1
/** Everything a release needs is there, pinned and consistent. Reading asks for what must be there and for references that
 * resolve; mf_manifest_validate() runs the rules as well. */
#define MF_PROFILE_RELEASE 2

/**
 * Options of reading. Call mf_read_options_init() first: it sets `size` and leaves every other field 0,
 * which means its default. Bytes past those that this library knows must be 0.
 */
typedef struct mf_read_options {
    /** sizeof(mf_read_options) of the caller. */
    size_t size;
    /** How the text is spelled; default #MF_FORMAT_AUTO. */
    mf_format format;
    /** How much the document must say; default #MF_PROFILE_DRAFT. */
    mf_profile profile;
    /** Most bytes of input; default 16 MiB. At most 2 GiB. */
    size_t maximum_input;
    /** Most bytes of memory for one document, and as many again for its report; default 256 MiB. */
    size_t maximum_memory;
    /** Deepest nesting; default 64. At most 1000. */
    uint32_t maximum_depth;
    /** Most entries of one list; default 200,000. */
    uint32_t maximum_entries;
    /** Longest string, in bytes; default 1 MiB. */
    size_t maximum_string;
    /** Most findings in a report; default 100. The report counts the others. */
    uint32_t maximum_findings;
    /** Must be 0. */
    uint32_t reserved;
} mf_read_options;

/**
 * Fills options with their defaults.
 *
 * @param options  receives them
 * @param size     sizeof(mf_read_options) as the caller knows it
 * Thread-safe. Since 0.1.
 */
MF_API void mf_read_options_init(mf_read_options *options, size_t size);

/**
 * Reads a manifest from text and checks its form. What counts as a manifest never changes, so no rule (MF2000 and above) is
 * run here: see mf_text_validate() and mf_manifest_validate().
 *
 * @param data          the text: UTF-8, no byte order mark. It is not kept
 * @param size          its size in bytes, or #MF_ZERO_TERMINATED
 * @param options       NULL for the defaults
 * @param ret_manifest  receives the manifest; NULL if only the report is wanted
 * @param ret_report    receives the report, also of a document that is not good (#MF_ERROR_INVALID); NULL if it is
 *                      not wanted. The caller owns it
 * @param reterr        receives the error; may be NULL. For #MF_ERROR_INVALID it is that of the first finding
 * @return #MF_OK: there is no finding of severity error.
 *         #MF_ERROR_INVALID: there is; no manifest is returned.
 *         #MF_ERROR_LIMIT: a limit of the options other than the depth, entries or string length was reached
 *         (those three are findings). #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_INTERNAL.
 *
 * Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_read(const void *data, size_t size, const mf_read_options *options,
                                  mf_manifest **ret_manifest, mf_report **ret_report, mf_error **reterr);

/** Takes one more reference and returns `manifest`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_manifest *mf_manifest_ref(mf_manifest *manifest);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_manifest *mf_manifest_unref(mf_manifest *manifest);

/**
 * Writes a manifest as text for people: YAML in block style or indented JSON, fields in the order of the
 * format, sets in their canonical order, a newline at the end. Reading it back gives the same digest.
 *
 * @param format    #MF_FORMAT_YAML or #MF_FORMAT_JSON
 * @param ret_text  receives the text; the caller owns it
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_write(const mf_manifest *manifest, mf_format format, mf_bytes **ret_text,
                                   mf_error **reterr);

/**
 * The canonical form: RFC 8785 (JCS) of the normalised document. No newline at the end.
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_canonical(const mf_manifest *manifest, mf_bytes **ret_bytes, mf_error **reterr);

/**
 * The digest: "sha256:" and the lower-case hexadecimal SHA-256 of the canonical form.
 *
 * @param ret_digest  receives the text of 71 bytes; the caller owns it
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_digest(const mf_manifest *manifest, mf_bytes **ret_digest, mf_error **reterr);

/** What kind of value stands at a path. */
typedef int32_t mf_kind;
#define MF_KIND_STRING  1
#define MF_KIND_NUMBER  2
#define MF_KIND_BOOL    3
#define MF_KIND_MAPPING 4
/** A list in which order means nothing; its entries are named by their keys. */
#define MF_KIND_SET 5
/** A list in which order counts; its entries are named by their indices. */
#define MF_KIND_SEQUENCE 6

/**
 * The kind of the value at a path.
 *
 * @param path  an RFC 6901 path, zero-terminated
 * @return #MF_OK, #MF_ABSENT, #MF_ERROR_PATH (the format has no such field), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY.
 * Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_get_kind(const mf_manifest *manifest, const char *path, mf_kind *ret_kind,
                                      mf_error **reterr);

/**
 * The text of a scalar: of a string the string, of a number or boolean its canonical spelling.
 *
 * @param ret_text  receives the text, zero-terminated; it lives as long as the manifest
 * @param ret_size  receives its size in bytes; may be NULL
 * @return #MF_OK, #MF_ABSENT, #MF_ERROR_PATH, #MF_ERROR_TYPE (a mapping or list), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY.
 * Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_get_text(const mf_manifest *manifest, const char *path, const char **ret_text,
                                      size_t *ret_size, mf_error **reterr);

/** A number that is an integer. As mf_manifest_get_text(); #MF_ERROR_TYPE for anything but an integer. Since 0.1. */
MF_API mf_status mf_manifest_get_int(const mf_manifest *manifest, const char *path, int64_t *ret_value,
                                     mf_error **reterr);

/** A number. As mf_manifest_get_text(); #MF_ERROR_TYPE for anything but a number. Since 0.1. */
MF_API mf_status mf_manifest_get_number(const mf_manifest *manifest, const char *path, double *ret_value,
                                        mf_error **reterr);

/** A boolean, as 0 or 1. As mf_manifest_get_text(); #MF_ERROR_TYPE for anything but a boolean. Since 0.1. */
MF_API mf_status mf_manifest_get_bool(const mf_manifest *manifest, const char *path, int32_t *ret_value,
                                      mf_error **reterr);

/**
 * Number of entries of a list, or of members of a mapping that are there.
 * @return #MF_OK, #MF_ABSENT, #MF_ERROR_PATH, #MF_ERROR_TYPE (a scalar), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY.
 * Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_count(const mf_manifest *manifest, const char *path, size_t *ret_count,
                                   mf_error **reterr);

/**
 * A value with all that is below it as canonical JSON (RFC 8785).
 * @return #MF_OK, #MF_ABSENT, #MF_ERROR_PATH, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_get_json(const mf_manifest *manifest, const char *path, mf_bytes **ret_json,
                                      mf_error **reterr);

/**
 * Where the value at a path stands in the text the manifest was read from, as a range of bytes.
 *
 * @param ret_offset  receives the first byte, from 0; may be NULL
 * @param ret_end     receives the byte after the last; may be NULL
 * @param ret_line    receives the line, from 1; may be NULL
 * @param ret_column  receives the column, in code points from 1; may be NULL
 * @return #MF_OK, #MF_ABSENT (no value, or not read from text), #MF_ERROR_PATH, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY.
 * Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_position(const mf_manifest *manifest, const char *path, size_t *ret_offset,
                                      size_t *ret_end, uint32_t *ret_line, uint32_t *ret_column,
                                      mf_error **reterr);

/**
 * Walks over the list or mapping at a path. The cursor stands before the first entry and holds the manifest.
 *
 * @param ret_cursor  receives the cursor; the caller ends it with mf_cursor_unref()
 * @return #MF_OK, #MF_ABSENT, #MF_ERROR_PATH, #MF_ERROR_TYPE (a scalar), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_manifest_walk(mf_manifest *manifest, const char *path, mf_cursor **ret_cursor,
                                  mf_error **reterr);

/** Goes to the next entry: 1 if there is one, 0 past the last. Sets come in canonical order, mappings in the
 * order of the format, members that are absent left out. Since 0.1. */
MF_API int32_t mf_cursor_next(mf_cursor *cursor);

/** Key of the entry: of a set its key, of a sequence its index, of a mapping the member's name. Lives until the
 * cursor moves. NULL where the cursor stands on no entry. Since 0.1. */
MF_API const char *mf_cursor_key(const mf_cursor *cursor);

/** As mf_manifest_get_kind(), with a path below the entry: "" is the entry itself. Since 0.1. */
MF_API mf_status mf_cursor_get_kind(const mf_cursor *cursor, const char *path, mf_kind *ret_kind,
                                    mf_error **reterr);
/** As mf_manifest_get_text(), with a path below the entry. Since 0.1. */
MF_API mf_status mf_cursor_get_text(const mf_cursor *cursor, const char *path, const char **ret_text,
                                    size_t *ret_size, mf_error **reterr);
/** As mf_manifest_get_int(), with a path below the entry. Since 0.1. */
MF_API mf_status mf_cursor_get_int(const mf_cursor *cursor, const char *path, int64_t *ret_value,
                                   mf_error **reterr);
/** As mf_manifest_get_number(), with a path below the entry. Since 0.1. */
MF_API mf_status mf_cursor_get_number(const mf_cursor *cursor, const char *path, double *ret_value,
                                      mf_error **reterr);
/** As mf_manifest_get_bool(), with a path below the entry. Since 0.1. */
MF_API mf_status mf_cursor_get_bool(const mf_cursor *cursor, const char *path, int32_t *ret_value,
                                    mf_error **reterr);
/** As mf_manifest_walk(), with a path below the entry; the new cursor is independent of this one. Since 0.1. */
MF_API mf_status mf_cursor_walk(const mf_cursor *cursor, const char *path, mf_cursor **ret_cursor,
                                mf_error **reterr);

/** Ends a cursor. NULL does nothing. Returns NULL. Since 0.1. */
MF_API mf_cursor *mf_cursor_unref(mf_cursor *cursor);

/**
 * Changes one value in the text of a manifest and leaves every other byte as it is, comments and layout included.
 * The result was read again and differs from the old document in this value alone. Changing the key of a set's
 * entry renames the entry; references to it stay as they are.
 *
 * @param data      text of a manifest, as for mf_manifest_read()
 * @param size      its size in bytes, or #MF_ZERO_TERMINATED
 * @param options   as for mf_manifest_read(); NULL for the defaults
 * @param path      path of a scalar that is there
 * @param value     its new text: for a number or boolean its spelling
 * @param value_size size of `value`, or #MF_ZERO_TERMINATED
 * @param ret_text  receives the new text; the caller owns it
 * @param ret_report receives the report when the old or new text is not good (#MF_ERROR_INVALID); may be NULL
 * @return #MF_OK, #MF_ABSENT (no value at the path, or one that cannot be changed in its place: use a builder),
 *         #MF_ERROR_INVALID, #MF_ERROR_PATH, #MF_ERROR_TYPE (not a scalar), #MF_ERROR_LIMIT, #MF_ERROR_ARGUMENT,
 *         #MF_ERROR_MEMORY, #MF_ERROR_INTERNAL. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_text_set(const void *data, size_t size, const mf_read_options *options, const char *path,
                             const char *value, size_t value_size, mf_bytes **ret_text,
                             mf_report **ret_report, mf_error **reterr);

/**
 * The JSON Schema (draft 2020-12) of a format, for editors.
 *
 * @param schema  what documents of the format say of themselves: "manifest/v1", "rules/v1", "overrides/v1" or "configuration/v1"
 * @return #MF_OK, #MF_ERROR_ARGUMENT (also a format that this version does not know), #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_schema_json(const char *schema, mf_bytes **ret_json, mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
