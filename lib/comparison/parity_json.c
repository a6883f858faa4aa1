/* SPDX-License-Identifier: Apache-2.0 */
/* The result of a comparison as JSON, for other programs. */
#include "base/error.h"
#include "comparison/parity.h"
#include "json/print.h"

#include <cJSON.h>

static bool add_text(cJSON *object, const char *name, const char *text)
{
    return *text == '\0' || cJSON_AddStringToObject(object, name, text) != NULL;
}

/* cJSON holds numbers as doubles: exact here, since counts stay below 2^53. */
static bool add_count(cJSON *object, const char *name, size_t count)
{
    return cJSON_AddNumberToObject(object, name, (double)count) != NULL;
}

static bool add_item(cJSON *items, const mf_parity_item *item)
{
    cJSON *object = cJSON_CreateObject();

    if (object == NULL || !cJSON_AddItemToArray(items, object)) {
        cJSON_Delete(object);
        return false;
    }
    return add_text(object, "kind", item->kind) && add_text(object, "name", item->name) &&
           add_text(object, "outcome", mf_parity_outcome_name(item->outcome)) &&
           add_text(object, "severity", item->severity == 0 ? "" : mf_severity_name(item->severity)) &&
           add_text(object, "code", mf_rule_code(item->rule)) && add_text(object, "path", item->path) &&
           add_text(object, "expected", item->expected) && add_text(object, "actual", item->actual) &&
           add_text(object, "compared", item->compared) && add_text(object, "message", item->message) &&
           add_text(object, "allowed", mf_parity_item_reason(item));
}

static bool add_counts(cJSON *root, const mf_parity *parity)
{
    size_t errors = mf_parity_count_severity(parity, MF_SEVERITY_ERROR);
    size_t warnings = mf_parity_count_severity(parity, MF_SEVERITY_WARNING);
    size_t notes = mf_parity_count_severity(parity, MF_SEVERITY_NOTE);

    for (mf_parity_outcome outcome = MF_PARITY_SAME; outcome <= MF_PARITY_UNKNOWN; outcome++) {
        if (!add_count(root, mf_parity_outcome_name(outcome), mf_parity_count_outcome(parity, outcome))) {
            return false;
        }
    }
    return add_count(root, "allowed", mf_parity_count_allowed(parity)) && add_count(root, "errors", errors) &&
           add_count(root, "warnings", warnings - errors) && add_count(root, "notes", notes - warnings);
}

static bool fill(cJSON *root, const mf_parity *parity)
{
    cJSON *items = cJSON_AddArrayToObject(root, "items");

    for (size_t i = 0; items != NULL && i < parity->count; i++) {
        if (!add_item(items, &parity->items[i])) {
            return false;
        }
    }
    return items != NULL && add_counts(root, parity);
}

mf_status mf_parity_json(const mf_parity *parity, mf_bytes **ret_json, mf_error **reterr)
{
    cJSON *root;

    if (parity == NULL || ret_json == NULL) {
        return mf_error_argument(reterr, "parity and ret_json must not be NULL");
    }
    root = cJSON_CreateObject();
    return mf_json_print(root, root != NULL && fill(root, parity), "", ret_json, reterr);
}
