/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_ERROR_H
#define LIBMANIFEST_ERROR_H
/**
 * @file
 * Status codes and error objects.
 *
 * Every call that can fail returns an mf_status: 0 is success, a negative number is an error, a positive
 * number is a documented outcome that is not an error. The number of a code never changes its meaning.
 * A call that returns an error also hands out an mf_error that says where and what, if the caller asked
 * for one: the last parameter, `reterr`, may be NULL. There is no global and no thread-local error.
 *
 * Results come through parameters named `ret_…`. They are written only on success.
 */
#include <libmanifest/version.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Outcome of a call: 0, a negative `MF_ERROR_…`, or a positive outcome such as #MF_ABSENT. */
typedef int32_t mf_status;

/** The call did what it says. */
#define MF_OK 0
/** Nothing is there: the path is good, but the document has no value at it. Not an error. */
#define MF_ABSENT 1
/** Memory could not be had. */
#define MF_ERROR_MEMORY (-1)
/** The call itself is wrong: a NULL where none may be, a size out of range, a contradictory option. */
#define MF_ERROR_ARGUMENT (-2)
/** A limit of the options was reached: input bytes, memory, depth, entries, string length. */
#define MF_ERROR_LIMIT (-3)
/** A file could not be read or written. */
#define MF_ERROR_IO (-4)
/** The bytes are not what they should be: not JSON, not PEM, not an envelope. */
#define MF_ERROR_SYNTAX (-5)
/** The document breaks a rule of its format; the report says which. */
#define MF_ERROR_INVALID (-6)
/** The path names nothing that the format has. */
#define MF_ERROR_PATH (-7)
/** The value is of another kind than the call asked for. */
#define MF_ERROR_TYPE (-8)
/** The key cannot be used: a weak point, a public key where a secret one is needed, a readable key file. */
#define MF_ERROR_KEY (-9)
/** Too few of the trusted keys signed. */
#define MF_ERROR_SIGNATURE (-10)
/** The signature is good, but what was signed is not what the caller asked for. */
#define MF_ERROR_PAYLOAD (-11)
/** The release expired before the given time. */
#define MF_ERROR_EXPIRED (-12)
/** The caller's signer failed, or returned a signature that does not verify. */
#define MF_ERROR_SIGNER (-13)
/** The cryptographic library could not be started. */
#define MF_ERROR_CRYPTO (-14)
/** The library found itself in a state that should not exist: please report it. */
#define MF_ERROR_INTERNAL (-15)
/** An expression is not one: it cannot be parsed, its types do not fit, or it names what is not there. */
#define MF_ERROR_EXPRESSION (-16)
/** An expression has no result: a variable has no data, an integer overflows, something is divided by zero. */
#define MF_ERROR_EVALUATION (-17)
/** The caller's progress function asked for the end of the work. */
#define MF_ERROR_CANCELLED (-18)

/** Given as the size of a text: the text ends at its first NUL. */
#define MF_ZERO_TERMINATED SIZE_MAX

/** What went wrong in one call. Opaque; owned by the caller, who ends it with mf_error_unref(). */
typedef struct mf_error mf_error;

/**
 * The constant's name of a status, such as "MF_ERROR_LIMIT"; "unknown status" for a number that is none.
 * The text is static. Thread-safe. Since 0.1.
 */
MF_API const char *mf_status_name(mf_status status);

/** The status that the call returned. Thread-safe. Since 0.1. */
MF_API mf_status mf_error_code(const mf_error *error);

/**
 * One line of printable UTF-8 for a person. Control characters and bidirectional overrides of the input
 * appear in it only as escapes. Lives as long as the error. Thread-safe. Since 0.1.
 */
MF_API const char *mf_error_message(const mf_error *error);

/** Path of the value that the error is about, or "" where there is none. Lives as long as the error. Since 0.1. */
MF_API const char *mf_error_path(const mf_error *error);

/** Line in the input, from 1; 0 where there is none. Since 0.1. */
MF_API uint32_t mf_error_line(const mf_error *error);

/** Column in the line, in code points from 1; 0 where there is none. Since 0.1. */
MF_API uint32_t mf_error_column(const mf_error *error);

/** Offset in the input, in bytes from 0; 0 where there is no position. Since 0.1. */
MF_API size_t mf_error_offset(const mf_error *error);

/** Ends an error. NULL does nothing. Returns NULL. Since 0.1. */
MF_API mf_error *mf_error_unref(mf_error *error);

#ifdef __cplusplus
}
#endif
#endif
