/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_HASH_H
#define LIBMANIFEST_HASH_H
/**
 * @file
 * Digests of files, in the hardware where libcrypto offers it, and the same everywhere.
 */
#include <libmanifest/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a digest is computed. In options 0 stands for #MF_HASH_SHA256. */
typedef int32_t mf_hash_algorithm;
/** SHA-256 (FIPS 180-4). */
#define MF_HASH_SHA256 1
/** SHA-512 (FIPS 180-4). */
#define MF_HASH_SHA512 2
/** BLAKE2b with a digest of 32 bytes (RFC 7693). */
#define MF_HASH_BLAKE2B_256 3

/** "sha256", "sha512" or "blake2b-256", as digests begin; "unknown" for another number. Static. Since 0.1. */
MF_API const char *mf_hash_algorithm_name(mf_hash_algorithm algorithm);

/** The algorithm with this name; 0 if there is none. Since 0.1. */
MF_API mf_hash_algorithm mf_hash_algorithm_find(const char *name);

/**
 * Told how far long work is. It is always called by the thread that began the work.
 *
 * @param context     as it was given
 * @param file        the file that was worked on last, relative to where the work began; only for the call
 * @param files_done  files that are finished, of `files`
 * @param bytes_done  bytes that were read, of `bytes`: those that the files had when the work began
 * @return 0 to go on; anything else ends the work with #MF_ERROR_CANCELLED
 */
typedef int32_t (*mf_progress_function)(void *context, const char *file, uint64_t files_done, uint64_t files,
                                        uint64_t bytes_done, uint64_t bytes);

/** Options of hashing. Call mf_hash_options_init() first; 0 means the default. */
typedef struct mf_hash_options {
    /** sizeof(mf_hash_options) of the caller. */
    size_t size;
    /** Default #MF_HASH_SHA256. */
    mf_hash_algorithm algorithm;
    /** How many files are read at a time; default: the CPUs that this process may use. At most 64. */
    uint32_t threads;
    /** Called about every 8 MiB and at the end; NULL: never. */
    mf_progress_function progress;
    /** Given to `progress`. */
    void *progress_context;
} mf_hash_options;

/** Fills options with their defaults. `size` is sizeof(mf_hash_options). Since 0.1. */
MF_API void mf_hash_options_init(mf_hash_options *options, size_t size);

/**
 * The digest of one regular file, as "sha256:" and hexadecimal digits. Symbolic links are followed. Reads with a fixed amount of
 * memory, whatever the size of the file.
 *
 * @param options     NULL for the defaults; `threads` is not used
 * @param ret_digest  receives the text; the caller owns it
 * @param ret_size    receives the size in bytes; may be NULL
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO, #MF_ERROR_CANCELLED, #MF_ERROR_IO: the file cannot be
 *         read, is no regular file (nothing else is opened for reading), or changed while it was read. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_file_hash(const char *path, const mf_hash_options *options, mf_bytes **ret_digest,
                              uint64_t *ret_size, mf_error **reterr);

/** Digests of files, or what is wrong with them. Immutable, reference-counted. */
typedef struct mf_file_digests mf_file_digests;

/**
 * The digests of several regular files, several at a time. What is wrong with one of them does not stop the others. As mf_file_hash().
 *
 * @param paths        the files
 * @param algorithms   how each is hashed, 0 for the algorithm of the options; NULL: all by that
 * @param count        how many files
 * @param options      NULL for the defaults
 * @param ret_digests  receives the digests, in the order of the paths; the caller ends them with mf_file_digests_unref()
 * @return #MF_OK, also where files could not be read; #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO, #MF_ERROR_CANCELLED.
 *         Thread-safe. Since 0.1.
 */
MF_API mf_status mf_files_hash(const char *const *paths, const mf_hash_algorithm *algorithms, size_t count,
                               const mf_hash_options *options, mf_file_digests **ret_digests,
                               mf_error **reterr);

/** Takes one more reference and returns `digests`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_file_digests *mf_file_digests_ref(mf_file_digests *digests);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_file_digests *mf_file_digests_unref(mf_file_digests *digests);

/** Number of files. Since 0.1. */
MF_API size_t mf_file_digests_count(const mf_file_digests *digests);

/** Digest of file `index`, from 0, as mf_file_hash() gives it; "" where it could not be read, and past the last. Since 0.1. */
MF_API const char *mf_file_digests_digest(const mf_file_digests *digests, size_t index);

/** Size of file `index` in bytes; 0 where it could not be read, and past the last. Since 0.1. */
MF_API uint64_t mf_file_digests_size(const mf_file_digests *digests, size_t index);

/** What is wrong with file `index`, such as "there is no such file"; "" where nothing is. Since 0.1. */
MF_API const char *mf_file_digests_problem(const mf_file_digests *digests, size_t index);

#ifdef __cplusplus
}
#endif
#endif
