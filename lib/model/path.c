/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of paths, written and taken apart. */
#include "model/path.h"

/* No good key is longer. One that is names its entry in no path: a report would be as large as the document. */
enum { LONGEST_KEY = 1024 };

bool mf_path_key_is_named(const struct mf_scalar *key)
{
    return key->text != NULL && key->size <= LONGEST_KEY;
}

void mf_path_escape(struct mf_buffer *buffer, struct mf_view token)
{
    for (size_t i = 0; i < token.size; i++) {
        if (token.data[i] == '~') {
            mf_buffer_append_text(buffer, "~0");
        } else if (token.data[i] == '/') {
            mf_buffer_append_text(buffer, "~1");
        } else {
            mf_buffer_append_byte(buffer, token.data[i]);
        }
    }
}

void mf_trail_push_entry(struct mf_trail *trail, const struct mf_field *field, const void *entry,
                         uint32_t index)
{
    const struct mf_head *head = entry;
    const struct mf_scalar *key;
    bool repeated = false;

    if (!mf_shape_is_set(field->shape)) {
        mf_trail_push_index(trail, field->shape == MF_SHAPE_SEQUENCE ? head->index : index, false);
        return;
    }
    key = mf_entry_key(field, entry);
    if (field->shape == MF_SHAPE_SET) {
        index = head->index & ~MF_REPEATED;
        repeated = (head->index & MF_REPEATED) != 0;
    }
    if (repeated || !mf_path_key_is_named(key)) {
        mf_trail_push_index(trail, index, true);
    } else {
        mf_trail_push(trail, mf_scalar_view(key));
    }
}

void mf_trail_append(struct mf_buffer *buffer, const struct mf_trail *trail, uint32_t count)
{
    for (uint32_t i = 0; i < count && i < MF_TRAIL_SIZE; i++) {
        const struct mf_step *step = &trail->steps[i];

        mf_buffer_append_byte(buffer, '/');
        if (step->name.data != NULL) {
            mf_path_escape(buffer, step->name);
        } else {
            mf_buffer_append_text(buffer, step->unnamed ? "#" : "");
            mf_buffer_append_unsigned(buffer, step->index);
        }
    }
}

void mf_trail_finding(const struct mf_trail *trail, mf_report *report, struct mf_finding_facts facts,
                      const char *message)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;

    if (mf_report_counts_only(report, facts.code)) {
        return;
    }
    mf_trail_append(&path, trail, trail->count);
    if (path.status != MF_OK) {
        mf_report_fail(report);
    }
    facts.path = mf_buffer_view(&path);
    mf_report_add(report, &facts, "%s", message);
    mf_buffer_release(&path);
}

bool mf_trail_is_mentioned(const struct mf_trail *trail, mf_report *report)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    bool mentioned;

    if (mf_report_count(report) == 0) {
        return false;
    }
    mf_trail_append(&path, trail, trail->count);
    if (path.status != MF_OK) {
        mf_report_fail(report);
    }
    mentioned = mf_report_mentions(report, mf_buffer_view(&path));
    mf_buffer_release(&path);
    return mentioned;
}

struct mf_view mf_path_next(struct mf_view *path)
{
    struct mf_view token = { path->data + 1, path->size - 1 };
    const char *slash = token.size == 0 ? NULL : memchr(token.data, '/', token.size);

    if (slash != NULL) {
        token.size = (size_t)(slash - token.data);
    }
    path->data = token.data + token.size;
    path->size -= token.size + 1;
    return token;
}

/* Takes one byte of what a token stands for: `at` goes past it, and past the escape that spells it. False if the escape is
 * wrong. */
static bool take_byte(struct mf_view token, size_t *at, char *ret_byte)
{
    *ret_byte = token.data[(*at)++];
    if (*ret_byte != '~') {
        return true;
    }
    if (*at == token.size || (token.data[*at] != '0' && token.data[*at] != '1')) {
        return false;
    }
    *ret_byte = token.data[(*at)++] == '0' ? '~' : '/';
    return true;
}

bool mf_path_token_is(struct mf_view token, struct mf_view key)
{
    size_t at = 0;
    size_t size = 0;
    char byte;

    while (at < token.size) {
        if (!take_byte(token, &at, &byte) || size >= key.size || key.data[size] != byte) {
            return false;
        }
        size++;
    }
    return size == key.size;
}

bool mf_path_token_is_good(struct mf_view token)
{
    size_t at = 0;
    char byte;

    while (at < token.size) {
        if (!take_byte(token, &at, &byte)) {
            return false;
        }
    }
    return true;
}

bool mf_path_unescape(struct mf_view token, struct mf_buffer *buffer)
{
    size_t at = 0;
    char byte;

    buffer->size = 0;
    while (at < token.size) {
        if (!take_byte(token, &at, &byte)) {
            return false;
        }
        mf_buffer_append_byte(buffer, byte);
    }
    return buffer->status == MF_OK;
}
