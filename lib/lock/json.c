/* SPDX-License-Identifier: Apache-2.0 */
/* A lock file as JSON: a package a line, so that two of them can be compared line by line. */
#include "lock/lock.h"

#include "base/buffer.h"
#include "json/writer.h"

static void append_member(struct mf_buffer *buffer, const char *name, const char *text)
{
    mf_buffer_append_text(buffer, name);
    if (*text == '\0') {
        mf_buffer_append_text(buffer, "null");
    } else {
        mf_json_append_string(buffer, mf_view_of(text));
    }
}

static void append_package(struct mf_buffer *buffer, const struct mf_lock_package *package)
{
    append_member(buffer, "{\"name\": ", package->name);
    append_member(buffer, ", \"version\": ", package->version);
    append_member(buffer, ", \"ecosystem\": ", package->ecosystem);
    append_member(buffer, ", \"purl\": ", package->purl);
    mf_buffer_append_text(buffer, ", \"digests\": [");
    for (uint32_t i = 0; i < package->digest_count; i++) {
        append_member(buffer, i == 0 ? "" : ", ", package->digests[i]);
    }
    mf_buffer_append_text(buffer, "], \"dependencies\": [");
    for (uint32_t i = 0; i < package->dependency_count; i++) {
        append_member(buffer, i == 0 ? "" : ", ", package->dependencies[i].name);
    }
    mf_buffer_append_text(buffer, "]}");
}

mf_status mf_lock_json(const mf_lock *lock, mf_bytes **ret_json, mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    if (lock == NULL || ret_json == NULL) {
        return mf_error_argument(reterr, "lock and ret_json must not be NULL");
    }
    mf_buffer_append_text(&buffer, "[");
    for (uint32_t i = 0; i < lock->count; i++) {
        mf_buffer_append_text(&buffer, i == 0 ? "\n  " : ",\n  ");
        append_package(&buffer, lock->packages[i]);
    }
    mf_buffer_append_text(&buffer, lock->count == 0 ? "]\n" : "\n]\n");
    return mf_buffer_finish(&buffer, ret_json, reterr);
}
