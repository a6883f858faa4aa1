/* SPDX-License-Identifier: Apache-2.0 */
/* cJSON, with every failure of memory turned into the end of the program. */
#include "json.h"

#include "memory.h"
#include "output.h"
#include "terminal.h"

#include <stdlib.h>
#include <string.h>

static cJSON *had(cJSON *item)
{
    if (item == NULL) {
        cli_memory_is_out();
    }
    return item;
}

static void append(cJSON *array, cJSON *item)
{
    if (!cJSON_AddItemToArray(array, had(item))) {
        cli_memory_is_out();
    }
}

cJSON *cli_json_new(void)
{
    return had(cJSON_CreateObject());
}

cJSON *cli_json_object(cJSON *object, const char *name)
{
    return had(cJSON_AddObjectToObject(object, name));
}

cJSON *cli_json_array(cJSON *object, const char *name)
{
    return had(cJSON_AddArrayToObject(object, name));
}

void cli_json_text(cJSON *object, const char *name, const char *text)
{
    (void)had(cJSON_AddStringToObject(object, name, text));
}

void cli_json_bool(cJSON *object, const char *name, bool value)
{
    (void)had(cJSON_AddBoolToObject(object, name, value));
}

void cli_json_count(cJSON *object, const char *name, size_t value)
{
    (void)had(cJSON_AddNumberToObject(object, name, (double)value));
}

void cli_json_printable(cJSON *object, const char *name, const char *text)
{
    char *printable = cli_printable_copy(text);

    cli_json_text(object, name, printable);
    free(printable);
}

cJSON *cli_json_entry(cJSON *array)
{
    cJSON *object = cli_json_new();

    append(array, object);
    return object;
}

void cli_json_entry_text(cJSON *array, const char *text)
{
    append(array, cJSON_CreateString(text));
}

void cli_json_print(cJSON *document)
{
    char *text = cJSON_Print(document);

    if (text == NULL) {
        cli_memory_is_out();
    }
    (void)cli_output_write("-", text, strlen(text), 0);
    (void)cli_output_write("-", "\n", 1, 0);
    cJSON_free(text);
    cJSON_Delete(document);
}
