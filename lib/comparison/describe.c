/* SPDX-License-Identifier: Apache-2.0 */
/* One line for each difference, of bounded length and printable. */
#include "comparison/describe.h"

#include "comparison/order.h"
#include "comparison/pairs.h"
#include "value/check.h"
#include "value/purl.h"

enum {
    LONGEST_NAME = 200,
    LONGEST_VALUE = 100,
    LONGEST_DIGEST = 19, /* "sha256:" and 12 digits */
    LONGEST_COMMIT = 12,
};

static const char arrow[] = " \xe2\x86\x92 ";

/* Keys that name packages are shown without their version, which is what changes. */
static struct mf_view without_version(struct mf_view name)
{
    return mf_view_starts_with(name, "pkg:") ? mf_purl_split(name).package : name;
}

void mf_difference_label(struct mf_buffer *buffer, const struct mf_difference *difference)
{
    const struct mf_trail *trail = difference->trail;
    uint32_t first = trail->count > 1 ? 1 : 0;

    for (uint32_t i = first; i < trail->count && i < MF_TRAIL_SIZE; i++) {
        const struct mf_step *step = &trail->steps[i];

        if (step->name.data == NULL) {
            mf_buffer_append_byte(buffer, '[');
            mf_buffer_append_unsigned(buffer, step->index);
            mf_buffer_append_byte(buffer, ']');
        } else {
            mf_buffer_append_text(buffer, i > first ? " " : "");
            mf_buffer_append_printable(buffer, without_version(step->name), LONGEST_NAME);
        }
    }
}

static void append_scalar(struct mf_buffer *buffer, const struct mf_node *node)
{
    struct mf_view text = mf_scalar_view(node->value);
    enum mf_type type = mf_field_type(node->record, node->field, node->object);
    bool quoted = (type == MF_TYPE_STRING || type == MF_TYPE_TEXT || type == MF_TYPE_SCALAR) &&
                  mf_node_kind(node) == MF_KIND_STRING;

    mf_buffer_append_text(buffer, quoted ? "\"" : "");
    mf_buffer_append_printable(buffer, text,
                               type == MF_TYPE_DIGEST   ? LONGEST_DIGEST
                               : type == MF_TYPE_COMMIT ? LONGEST_COMMIT
                                                        : LONGEST_VALUE);
    mf_buffer_append_text(buffer, quoted ? "\"" : "");
}

static void append_value(struct mf_buffer *buffer, const struct mf_node *node, const char *json)
{
    bool is_scalar =
        mf_node_record(node) == NULL && (node->is_entry || !mf_shape_is_list(node->field->shape));

    if (is_scalar) {
        append_scalar(buffer, node);
    } else {
        mf_buffer_append_printable(buffer, mf_view_of(json), LONGEST_VALUE);
    }
}

static void append_version(struct mf_buffer *buffer, struct mf_view version)
{
    char bytes[MF_PURL_SIZE];
    struct mf_view text = version;

    (void)mf_purl_decode(version, bytes, &text);
    mf_buffer_append_printable(buffer, text, LONGEST_VALUE);
}

/* The other fields of an entry that have changed with its key. */
static void append_others(struct mf_buffer *buffer, const struct mf_difference *difference)
{
    const struct mf_record *record = mf_node_record(&difference->left);
    bool first = true;

    for (uint8_t i = 0; record != NULL && i < record->field_count; i++) {
        struct mf_node left = mf_node_member(&difference->left, i);
        struct mf_node right = mf_node_member(&difference->right, i);
        bool same = left.value == NULL || right.value == NULL ? left.value == right.value
                                                              : mf_node_compare(&left, &right) == 0;

        if (!same && i != record->key) {
            mf_buffer_append_text(buffer, first ? "; also " : ", ");
            mf_buffer_append_text(buffer, record->fields[i].name);
            first = false;
        }
    }
}

/* An entry whose key has changed: only package URLs can do so and still be the same entry. */
static void append_keys(struct mf_buffer *buffer, const struct mf_difference *difference)
{
    struct mf_view left = mf_scalar_view(mf_entry_key(difference->left.field, difference->left.value));
    struct mf_view right = mf_scalar_view(mf_entry_key(difference->right.field, difference->right.value));
    struct mf_purl before = mf_purl_split(left);
    struct mf_purl after = mf_purl_split(right);
    const char *behind_left = before.version.data + before.version.size;
    const char *behind_right = after.version.data + after.version.size;

    if (mf_view_equal(mf_view_make(behind_left, (size_t)(left.data + left.size - behind_left)),
                      mf_view_make(behind_right, (size_t)(right.data + right.size - behind_right)))) {
        append_version(buffer, before.version);
        mf_buffer_append_text(buffer, arrow);
        append_version(buffer, after.version);
    } else {
        mf_buffer_append_printable(buffer, left, LONGEST_NAME);
        mf_buffer_append_text(buffer, arrow);
        mf_buffer_append_printable(buffer, right, LONGEST_NAME);
    }
    append_others(buffer, difference);
}

static bool has_purl(const struct mf_node *node)
{
    return node->is_entry && mf_pairs_are_packages(node->field);
}

static void append_one(struct mf_buffer *buffer, const struct mf_node *node, const char *json)
{
    if (has_purl(node)) {
        append_version(buffer, mf_purl_split(mf_scalar_view(mf_entry_key(node->field, node->value))).version);
    } else {
        append_value(buffer, node, json);
    }
}

void mf_difference_message(struct mf_buffer *buffer, const struct mf_difference *difference,
                           const char *before, const char *after)
{
    switch (difference->kind) {
    case MF_DIFFERENCE_ADDED:
        append_one(buffer, &difference->right, after);
        break;
    case MF_DIFFERENCE_REMOVED:
        append_one(buffer, &difference->left, before);
        break;
    case MF_DIFFERENCE_MOVED:
        mf_buffer_append_text(buffer, "from place ");
        mf_buffer_append_unsigned(buffer, difference->trail->steps[difference->trail->count - 1].index);
        mf_buffer_append_text(buffer, " to ");
        mf_buffer_append_unsigned(buffer, difference->target->steps[difference->target->count - 1].index);
        break;
    case MF_DIFFERENCE_CHANGED:
        if (has_purl(&difference->left) && has_purl(&difference->right)) {
            append_keys(buffer, difference);
            break;
        }
        append_value(buffer, &difference->left, before);
        mf_buffer_append_text(buffer, arrow);
        append_value(buffer, &difference->right, after);
        break;
    case MF_DIFFERENCE_RESPELLED:
    case MF_DIFFERENCE_NONE:
        break;
    }
}
