/* SPDX-License-Identifier: Apache-2.0 */
#include "json/print.h"

#include "base/buffer.h"
#include "base/error.h"

mf_status mf_json_print(cJSON *root, bool complete, const char *end, mf_bytes **ret_json, mf_error **reterr)
{
    char *text = complete ? cJSON_Print(root) : NULL;
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    cJSON_Delete(root);
    if (text == NULL) {
        return mf_error_memory(reterr);
    }
    mf_buffer_append_text(&buffer, text);
    mf_buffer_append_text(&buffer, end);
    cJSON_free(text);
    return mf_buffer_finish(&buffer, ret_json, reterr);
}
