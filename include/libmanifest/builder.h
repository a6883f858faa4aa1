/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_BUILDER_H
#define LIBMANIFEST_BUILDER_H
/**
 * @file
 * Builders: make a manifest from code, or a changed one from another.
 *
 * Values are set by path. Setting below a set key that is not there creates the entry with that key; the token
 * `-` under a sequence appends an entry. Mappings on the way are created. Values are checked against the grammar
 * of their field when the manifest is built, all at once. A builder is for one thread.
 *
 * An entry of a set is found by looking through the set from its end. To fill a set of many thousands, give entries whole:
 * mf_builder_append_json() and mf_builder_set_json() do not look.
 */
#include <libmanifest/manifest.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A manifest that is being made. */
typedef struct mf_builder mf_builder;

/**
 * A builder that holds only `schema: manifest/v1`.
 * @param options  limits that the document may not pass; NULL for the defaults. format and profile are not used
 * @param ret_builder  receives the builder; the caller ends it with mf_builder_unref()
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_builder_new(const mf_read_options *options, mf_builder **ret_builder, mf_error **reterr);

/** A builder that begins with the values of a manifest, which it copies. As mf_builder_new(); #MF_ERROR_LIMIT where they need
 * more memory than the options allow. Since 0.1. */
MF_API mf_status mf_builder_new_from(const mf_manifest *manifest, const mf_read_options *options,
                                     mf_builder **ret_builder, mf_error **reterr);

/**
 * Sets a scalar from its text. The field's type says what it becomes: a number or boolean is given by its spelling.
 *
 * @param path  path of a scalar. Setting the key of a set's entry renames the entry
 * @param text  UTF-8, copied
 * @param size  its size in bytes, or #MF_ZERO_TERMINATED
 * @return #MF_OK, #MF_ERROR_PATH (the format has no such field, or an index is past the end; the index right behind the
 *         last entry appends, as `-` does), #MF_ERROR_TYPE (a mapping or list), #MF_ERROR_LIMIT, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. On an error nothing has changed. Since 0.1.
 */
MF_API mf_status mf_builder_set_text(mf_builder *builder, const char *path, const char *text, size_t size,
                                     mf_error **reterr);
/** Sets an integer within ±(2^53 − 1). As mf_builder_set_text(). Since 0.1. */
MF_API mf_status mf_builder_set_int(mf_builder *builder, const char *path, int64_t value, mf_error **reterr);
/** Sets a finite number. As mf_builder_set_text(). Since 0.1. */
MF_API mf_status mf_builder_set_number(mf_builder *builder, const char *path, double value,
                                       mf_error **reterr);
/** Sets a boolean: 0 is false, anything else true. As mf_builder_set_text(). Since 0.1. */
MF_API mf_status mf_builder_set_bool(mf_builder *builder, const char *path, int32_t value, mf_error **reterr);

/**
 * Replaces a value, with all that is below it, by one given as JSON.
 *
 * @param json  I-JSON text of the shape that the path calls for: an object, an array, a string, a number, a boolean
 * @return as mf_builder_set_text(), and #MF_ERROR_SYNTAX (not JSON), #MF_ERROR_INVALID (not of that shape, an unknown or
 *         repeated key). On an error nothing has changed. Since 0.1.
 */
MF_API mf_status mf_builder_set_json(mf_builder *builder, const char *path, const char *json, size_t size,
                                     mf_error **reterr);

/**
 * Appends an entry, given as JSON, to the list at a path. As mf_builder_set_json(). Since 0.1.
 */
MF_API mf_status mf_builder_append_json(mf_builder *builder, const char *path, const char *json, size_t size,
                                        mf_error **reterr);

/** Appends a string to the list of scalars at a path. As mf_builder_set_text(). Since 0.1. */
MF_API mf_status mf_builder_append_text(mf_builder *builder, const char *path, const char *text, size_t size,
                                        mf_error **reterr);

/**
 * Removes a value with all that is below it.
 * @return #MF_OK, #MF_ABSENT (there was none), #MF_ERROR_PATH, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_builder_remove(mf_builder *builder, const char *path, mf_error **reterr);

/**
 * Makes a manifest of the values as they are now. The builder stays usable.
 *
 * @param profile       how much the document must say
 * @param ret_manifest  receives the manifest; NULL if only the report is wanted
 * @param ret_report    receives the report when the call returns #MF_OK or #MF_ERROR_INVALID; may be NULL
 * @return #MF_OK, #MF_ERROR_INVALID, #MF_ERROR_LIMIT, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Since 0.1.
 */
MF_API mf_status mf_builder_build(const mf_builder *builder, mf_profile profile, mf_manifest **ret_manifest,
                                  mf_report **ret_report, mf_error **reterr);

/** Ends a builder. NULL does nothing. Returns NULL. Since 0.1. */
MF_API mf_builder *mf_builder_unref(mf_builder *builder);

#ifdef __cplusplus
}
#endif
#endif
