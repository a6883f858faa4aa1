/* SPDX-License-Identifier: Apache-2.0 */
/* One writer for both forms. It recurses as deep as the schema nests. */
#include "syntax/json_text.h"

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "json/writer.h"

struct writer {
    struct mf_buffer *buffer;
    bool pretty; /* indented, in the order of the schema; else canonical */
    unsigned depth;
};

static void append_node(struct writer *writer, const struct mf_node *node);

static void new_line(struct writer *writer)
{
    if (writer->pretty) {
        mf_buffer_append_byte(writer->buffer, '\n');
        for (unsigned i = 0; i < writer->depth; i++) {
            mf_buffer_append_text(writer->buffer, "  ");
        }
    }
}

static void append_scalar(struct writer *writer, struct mf_view text, mf_kind kind)
{
    if (kind == MF_KIND_STRING) {
        mf_json_append_string(writer->buffer, text);
    } else {
        mf_buffer_append(writer->buffer, text);
    }
}

static void append_name(struct writer *writer, const struct mf_field *field)
{
    mf_buffer_append_byte(writer->buffer, '"');
    mf_buffer_append(writer->buffer, mf_view_make(field->name, field->name_size));
    mf_buffer_append_text(writer->buffer, writer->pretty ? "\": " : "\":");
}

static void append_mapping(struct writer *writer, const struct mf_node *node)
{
    const struct mf_record *record = mf_node_record(node);
    bool first = true;

    mf_buffer_append_byte(writer->buffer, '{');
    writer->depth++;
    for (uint8_t i = 0; i < record->field_count; i++) {
        uint8_t number = writer->pretty ? i : record->canonical[i];
        struct mf_node member;

        if (!mf_field_is_set(&record->fields[number], node->value)) {
            continue;
        }
        member = mf_node_member(node, number);
        if (!first) {
            mf_buffer_append_byte(writer->buffer, ',');
        }
        first = false;
        new_line(writer);
        append_name(writer, member.field);
        append_node(writer, &member);
    }
    writer->depth--;
    if (!first) {
        new_line(writer);
    }
    mf_buffer_append_byte(writer->buffer, '}');
}

static void append_list(struct writer *writer, const struct mf_node *node)
{
    const struct mf_list *list = node->value;

    mf_buffer_append_byte(writer->buffer, '[');
    writer->depth++;
    for (uint32_t i = 0; i < list->count; i++) {
        struct mf_node entry = mf_node_entry(node, i);

        if (i > 0) {
            mf_buffer_append_byte(writer->buffer, ',');
        }
        new_line(writer);
        append_node(writer, &entry);
    }
    writer->depth--;
    new_line(writer);
    mf_buffer_append_byte(writer->buffer, ']');
}

static void append_node(struct writer *writer, const struct mf_node *node)
{
    mf_kind kind = mf_node_kind(node);

    switch (kind) {
    case MF_KIND_MAPPING:
        append_mapping(writer, node);
        break;
    case MF_KIND_SET:
    case MF_KIND_SEQUENCE:
        append_list(writer, node);
        break;
    default:
        append_scalar(writer, mf_scalar_view(node->value), kind);
        break;
    }
}

void mf_canonical_append_node(struct mf_buffer *buffer, const struct mf_node *node)
{
    struct writer writer = { .buffer = buffer };

    append_node(&writer, node);
}

void mf_canonical_append(struct mf_buffer *buffer, const mf_manifest *manifest)
{
    struct mf_node root = mf_node_root(manifest->root);

    mf_canonical_append_node(buffer, &root);
}

void mf_json_text_append(struct mf_buffer *buffer, const struct mf_node *document)
{
    struct writer writer = { .buffer = buffer, .pretty = true };

    append_node(&writer, document);
    mf_buffer_append_byte(buffer, '\n');
}

mf_status mf_manifest_canonical(const mf_manifest *manifest, mf_bytes **ret_bytes, mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    if (manifest == NULL || ret_bytes == NULL) {
        return mf_error_argument(reterr, "manifest and ret_bytes must not be NULL");
    }
    mf_canonical_append(&buffer, manifest);
    return mf_buffer_finish(&buffer, ret_bytes, reterr);
}

mf_status mf_canonical_digest(const struct mf_node *document, mf_bytes **ret_digest, mf_error **reterr)
{
    struct mf_buffer canonical = MF_BUFFER_EMPTY;
    struct mf_buffer digest = MF_BUFFER_EMPTY;
    char hex[MF_SHA256_HEX_SIZE + 1] = "";
    mf_status status = mf_crypto_start(reterr);

    if (status != MF_OK) {
        return status;
    }
    mf_canonical_append_node(&canonical, document);
    if (canonical.status != MF_OK) {
        status = mf_error_memory(reterr);
    } else if (!mf_sha256_hex(mf_buffer_view(&canonical), hex)) {
        status = mf_error_set(reterr, MF_ERROR_CRYPTO, "SHA-256 failed");
    }
    mf_buffer_release(&canonical);
    if (status != MF_OK) {
        return status;
    }
    mf_buffer_append_text(&digest, "sha256:");
    mf_buffer_append_text(&digest, hex);
    return mf_buffer_finish(&digest, ret_digest, reterr);
}

mf_status mf_manifest_digest(const mf_manifest *manifest, mf_bytes **ret_digest, mf_error **reterr)
{
    struct mf_node root;

    if (manifest == NULL || ret_digest == NULL) {
        return mf_error_argument(reterr, "manifest and ret_digest must not be NULL");
    }
    root = mf_node_root(manifest->root);
    return mf_canonical_digest(&root, ret_digest, reterr);
}

mf_status mf_manifest_get_json(const mf_manifest *manifest, const char *path, mf_bytes **ret_json,
                               mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    struct mf_node node;
    mf_status status;

    if (manifest == NULL || path == NULL || ret_json == NULL) {
        return mf_error_argument(reterr, "manifest, path and ret_json must not be NULL");
    }
    status = mf_node_find(mf_node_root(manifest->root), path, &node, reterr);
    if (status != MF_OK) {
        return status;
    }
    mf_canonical_append_node(&buffer, &node);
    return mf_buffer_finish(&buffer, ret_json, reterr);
}
