/* SPDX-License-Identifier: Apache-2.0 */
/* Changing one value in a text: the bytes of the value are replaced, and the outcome is held against what a builder makes. */
#include "base/buffer.h"
#include "base/bytes.h"
#include "base/utf8.h"
#include "model/node.h"
#include "syntax/json_text.h"
#include "syntax/read.h"
#include "syntax/yaml_text.h"
#include "json/writer.h"

#include <libmanifest/builder.h>

/* What is to be changed, and where it stands. */
struct change {
    struct mf_view text;
    mf_format format;
    const char *path;
    struct mf_view value;
    bool is_string;
    size_t offset;
    size_t end;
};

static mf_status find_value(struct change *change, const mf_manifest *manifest, mf_error **reterr)
{
    struct mf_node node;
    mf_status status = mf_node_find(mf_node_root(manifest->root), change->path, &node, reterr);

    if (status != MF_OK) {
        return status;
    }
    if (mf_node_kind(&node) >= MF_KIND_MAPPING) {
        return mf_error_set(reterr, MF_ERROR_TYPE, "the value at '%s' is a mapping or list", change->path);
    }
    change->is_string = mf_node_kind(&node) == MF_KIND_STRING;
    status = mf_manifest_position(manifest, change->path, &change->offset, &change->end, NULL, NULL, reterr);
    /* A YAML block reaches up to the next value; its last line ends before that. */
    while (status == MF_OK && change->end > change->offset &&
           strchr(" \t\r\n", change->text.data[change->end - 1]) != NULL) {
        change->end--;
    }
    return status;
}

static void append_value(struct mf_buffer *buffer, const struct change *change, bool quoted)
{
    if (!change->is_string) {
        mf_buffer_append(buffer, change->value);
    } else if (change->format == MF_FORMAT_JSON || quoted ||
               mf_utf8_valid_prefix(change->value) != change->value.size) {
        /* A JSON string is a YAML string too. What is not UTF-8 is for the reader to refuse. */
        mf_json_append_string(buffer, change->value);
    } else if (mf_yaml_scalar_append(buffer, change->value, true) != MF_OK) {
        buffer->status = MF_ERROR_MEMORY;
    }
}

static mf_status splice(const struct change *change, bool quoted, struct mf_buffer *buffer)
{
    buffer->size = 0;
    mf_buffer_append(buffer, mf_view_make(change->text.data, change->offset));
    append_value(buffer, change, quoted);
    mf_buffer_append(buffer, mf_view_make(change->text.data + change->end, change->text.size - change->end));
    return buffer->status;
}

/* Is the manifest read from the new text the old one with this value changed, and nothing else? */
static mf_status is_the_change(const struct change *change, const mf_read_options *options,
                               const mf_manifest *before, const mf_manifest *after, mf_report **ret_report,
                               mf_error **reterr)
{
    struct mf_buffer expected = MF_BUFFER_EMPTY;
    struct mf_buffer found = MF_BUFFER_EMPTY;
    mf_builder *builder = NULL;
    mf_manifest *built = NULL;
    mf_status status = mf_builder_new_from(before, options, &builder, reterr);

    if (status == MF_OK) {
        status = mf_builder_set_text(builder, change->path, change->value.data, change->value.size, reterr);
    }
    if (status == MF_OK) {
        /* A number with a comment behind it, say, is good in the text, but not as a value. */
        *ret_report = mf_report_unref(*ret_report);
        status = mf_builder_build(builder, MF_PROFILE_DRAFT, &built, ret_report, reterr);
    }
    if (status == MF_OK) {
        mf_canonical_append(&expected, built);
        mf_canonical_append(&found, after);
        if (expected.status != MF_OK || found.status != MF_OK) {
            status = mf_error_memory(reterr);
        } else if (!mf_view_equal(mf_buffer_view(&expected), mf_buffer_view(&found))) {
            status = MF_ABSENT; /* this text cannot be changed in place */
        }
    }
    mf_buffer_release(&expected);
    mf_buffer_release(&found);
    (void)mf_manifest_unref(built);
    (void)mf_builder_unref(builder);
    return status;
}

/* Makes the new text with one spelling of the value, and sees what it says. */
static mf_status try_spelling(const struct change *change, const mf_read_options *options, bool quoted,
                              const mf_manifest *before, struct mf_buffer *buffer, mf_report **ret_report,
                              mf_error **reterr)
{
    mf_manifest *after = NULL;
    mf_status status = splice(change, quoted, buffer) == MF_OK ? MF_OK : mf_error_memory(reterr);

    if (status == MF_OK) {
        status = mf_manifest_read(buffer->data, buffer->size, options, &after, ret_report, reterr);
    }
    if (status == MF_OK) {
        status = is_the_change(change, options, before, after, ret_report, reterr);
    }
    (void)mf_manifest_unref(after);
    return status;
}

static mf_status set_text(struct change *change, const mf_read_options *options, mf_bytes **ret_text,
                          mf_report **ret_report, mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_manifest *before = NULL;
    mf_error *error = NULL;
    mf_status status =
        mf_manifest_read(change->text.data, change->text.size, options, &before, ret_report, reterr);

    if (status == MF_OK) {
        *ret_report = mf_report_unref(*ret_report);
        status = find_value(change, before, reterr);
    }
    if (status == MF_OK) {
        status = try_spelling(change, options, false, before, &buffer, ret_report, &error);
        /* Inside a flow mapping or list, text may end where in a block it would not. */
        if ((status == MF_ERROR_INVALID || status == MF_ABSENT) && change->is_string) {
            error = mf_error_unref(error);
            *ret_report = mf_report_unref(*ret_report);
            status = try_spelling(change, options, true, before, &buffer, ret_report, &error);
        }
        if (status < 0 && reterr != NULL) {
            *reterr = error;
        } else {
            (void)mf_error_unref(error);
        }
    }
    (void)mf_manifest_unref(before);
    if (status == MF_OK) {
        return mf_buffer_finish(&buffer, ret_text, reterr);
    }
    mf_buffer_release(&buffer);
    return status;
}

mf_status mf_text_set(const void *data, size_t size, const mf_read_options *options, const char *path,
                      const char *value, size_t value_size, mf_bytes **ret_text, mf_report **ret_report,
                      mf_error **reterr)
{
    struct change change = { .path = path };
    mf_read_options ours;
    struct mf_limits limits;
    mf_report *report = NULL;
    mf_status status;

    if (data == NULL || path == NULL || value == NULL || ret_text == NULL) {
        return mf_error_argument(reterr, "data, path, value and ret_text must not be NULL");
    }
    status = mf_limits_from_options(options, &limits, &ours, reterr);
    if (status != MF_OK) {
        return status;
    }
    change.text = mf_view_make(data, size == MF_ZERO_TERMINATED ? strlen(data) : size);
    change.value = mf_view_make(value, value_size == MF_ZERO_TERMINATED ? strlen(value) : value_size);
    change.format = ours.format == MF_FORMAT_AUTO ? mf_guess_format(change.text) : ours.format;
    ours.format = change.format; /* the new text must not be guessed to be of another */
    status = set_text(&change, &ours, ret_text, &report, reterr);
    if (ret_report != NULL && status == MF_ERROR_INVALID) {
        *ret_report = report;
    } else {
        (void)mf_report_unref(report);
    }
    return status;
}
