/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that were made with cJSON, as text. */
#ifndef MF_JSON_PRINT_H
#define MF_JSON_PRINT_H

#include <libmanifest/bytes.h>
#include <libmanifest/error.h>

#include <cJSON.h>
#include <stdbool.h>

/*
 * Prints a document, with line breaks, and ends it in any case.
 *
 * @param root      NULL if there was no memory for it
 * @param complete  false if there was none for all that belongs into it
 * @param end       what follows the document
 */
mf_status mf_json_print(cJSON *root, bool complete, const char *end, mf_bytes **ret_json, mf_error **reterr);

#endif
