/* SPDX-License-Identifier: Apache-2.0 */
/* Changes and patch as JSON, a line for each. Values are canonical JSON already. */
#include "base/bytes.h"
#include "base/error.h"
#include "comparison/diff.h"
#include "json/writer.h"

static void append_member(struct mf_buffer *buffer, const char *name, const char *text)
{
    mf_buffer_append_byte(buffer, '"');
    mf_buffer_append_text(buffer, name);
    mf_buffer_append_text(buffer, "\": ");
    mf_json_append_string(buffer, mf_view_of(text));
}

static void append_value(struct mf_buffer *buffer, const char *name, const char *json)
{
    if (json != NULL && *json != '\0') {
        mf_buffer_append_text(buffer, ", \"");
        mf_buffer_append_text(buffer, name);
        mf_buffer_append_text(buffer, "\": ");
        mf_buffer_append_text(buffer, json);
    }
}

static void append_step(struct mf_buffer *buffer, const struct mf_patch_step *step)
{
    static const char *const names[] = {
        [MF_STEP_NONE] = "", [MF_STEP_ADD] = "add", [MF_STEP_REMOVE] = "remove", [MF_STEP_REPLACE] = "replace"
    };

    mf_buffer_append_text(buffer, "{");
    append_member(buffer, "op", names[step->step]);
    mf_buffer_append_text(buffer, ", ");
    append_member(buffer, "path", step->target);
    append_value(buffer, "value", step->step == MF_STEP_REMOVE ? NULL : step->value);
    mf_buffer_append_text(buffer, "}");
}

static void append_patch(struct mf_buffer *buffer, const mf_diff *diff)
{
    for (size_t i = 0; i < diff->step_count; i++) {
        mf_buffer_append_text(buffer, i == 0 ? "[\n" : ",\n");
        append_step(buffer, &diff->steps[i]);
    }
    mf_buffer_append_text(buffer, diff->step_count == 0 ? "[]" : "\n]");
}

static void append_change(struct mf_buffer *buffer, const struct mf_change *change)
{
    const struct {
        const char *name;
        const char *text;
    } members[] = {
        { "kind", mf_diff_kind_name(change->kind) },
        { "severity", mf_diff_severity_name(change->severity) },
        { "section", change->section },
        { "path", change->path },
        { "label", change->label },
        { "message", change->message },
    };

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        mf_buffer_append_text(buffer, i == 0 ? "{" : ", ");
        append_member(buffer, members[i].name, members[i].text);
    }
    append_value(buffer, "before", change->before);
    append_value(buffer, "after", change->after);
    mf_buffer_append_text(buffer, "}");
}

static void append_count(struct mf_buffer *buffer, const char *name, size_t count)
{
    mf_buffer_append_text(buffer, ",\n\"");
    mf_buffer_append_text(buffer, name);
    mf_buffer_append_text(buffer, "\": ");
    mf_buffer_append_unsigned(buffer, count);
}

mf_status mf_diff_patch(const mf_diff *diff, mf_bytes **ret_json, mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    if (diff == NULL || ret_json == NULL) {
        return mf_error_argument(reterr, "diff and ret_json must not be NULL");
    }
    append_patch(&buffer, diff);
    mf_buffer_append_byte(&buffer, '\n');
    return mf_buffer_finish(&buffer, ret_json, reterr);
}

mf_status mf_diff_to_json(const mf_diff *diff, mf_bytes **ret_json, mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    size_t more = 0;

    if (diff == NULL || ret_json == NULL) {
        return mf_error_argument(reterr, "diff and ret_json must not be NULL");
    }
    mf_buffer_append_text(&buffer, "{");
    append_member(&buffer, "before", diff->digests[0]);
    mf_buffer_append_text(&buffer, ",\n");
    append_member(&buffer, "after", diff->digests[1]);
    for (mf_diff_severity severity = MF_DIFF_HIGH; severity >= MF_DIFF_LOW; severity--) {
        size_t count = mf_diff_count_severity(diff, severity);

        append_count(&buffer, mf_diff_severity_name(severity), count - more);
        more = count;
    }
    append_count(&buffer, "respelled", diff->respelled);
    mf_buffer_append_text(&buffer, ",\n\"changes\": ");
    for (size_t i = 0; i < diff->change_count; i++) {
        mf_buffer_append_text(&buffer, i == 0 ? "[\n" : ",\n");
        append_change(&buffer, &diff->changes[i]);
    }
    mf_buffer_append_text(&buffer, diff->change_count == 0 ? "[]" : "\n]");
    mf_buffer_append_text(&buffer, ",\n\"patch\": ");
    append_patch(&buffer, diff);
    mf_buffer_append_text(&buffer, "}\n");
    return mf_buffer_finish(&buffer, ret_json, reterr);
}
