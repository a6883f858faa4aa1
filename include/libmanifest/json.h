/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_JSON_H
#define LIBMANIFEST_JSON_H
/**
 * @file
 * RFC 8785 (JSON Canonicalization Scheme) for any I-JSON text.
 */
#include <libmanifest/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Brings an I-JSON text (RFC 7493) into canonical form (RFC 8785).
 *
 * Refused, because their meaning would be lost or would differ between readers: repeated member names, lone
 * surrogates, noncharacters, numbers outside the range of a double, integers beyond ±(2^53 − 1), a byte order mark. A
 * number that only canonical form spells as such an integer is refused too (1e20, but not 1e21, which becomes 1e+21).
 *
 * @param data           the text: UTF-8
 * @param size           its size in bytes, or #MF_ZERO_TERMINATED
 * @param maximum_memory most bytes of memory to use; 0 means 256 MiB
 * @param ret_bytes      receives the canonical text, without a newline at the end; the caller owns it
 * @return #MF_OK, #MF_ERROR_SYNTAX (the error has line, column and offset), #MF_ERROR_LIMIT (memory, more than 2 GiB of
 *         input, nesting deeper than 1000), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_json_canonicalize(const void *data, size_t size, size_t maximum_memory,
                                      mf_bytes **ret_bytes, mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
