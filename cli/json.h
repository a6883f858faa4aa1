/* SPDX-License-Identifier: Apache-2.0 */
/* Building JSON with cJSON: where memory cannot be had, the program ends. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <cJSON.h>

#include <stdbool.h>
#include <stddef.h>

/* A new document: an object. cJSON_Delete() it. */
cJSON *cli_json_new(void);

/* A new member of an object. */
cJSON *cli_json_object(cJSON *object, const char *name);
cJSON *cli_json_array(cJSON *object, const char *name);
void cli_json_text(cJSON *object, const char *name, const char *text);
void cli_json_bool(cJSON *object, const char *name, bool value);

/* Exact below 2^53. */
void cli_json_count(cJSON *object, const char *name, size_t value);

/* A member whose text may be any bytes: it is made printable. */
void cli_json_printable(cJSON *object, const char *name, const char *text);

/* A new entry of an array: an object, or a text. */
cJSON *cli_json_entry(cJSON *array);
void cli_json_entry_text(cJSON *array, const char *text);

/* Prints a document, indented, and ends it. */
void cli_json_print(cJSON *document);

#endif
