/* SPDX-License-Identifier: Apache-2.0 */
/* DSSE envelopes. The payload is decoded once, behind a gap into which the rest of the signed message fits. */
#include "sign/dsse.h"

#include "base/bytes.h"
#include "base/error.h"
#include "value/base64.h"
#include "json/writer.h"

#include <stdio.h>
#include <stdlib.h>

/* "DSSEv1 " LEN " " type " " LEN " ": two numbers of at most 20 digits. */
enum { GAP = MF_DSSE_TYPE_LIMIT + 64 };

static mf_status bad_envelope(const struct mf_json_node *node, const char *path, const char *what,
                              mf_error **reterr)
{
    return mf_error_set_at(reterr, MF_ERROR_SYNTAX, node->position, path, "not an envelope: %s", what);
}

static bool is_text(const struct mf_json_node *node)
{
    return node != NULL && node->token == MF_JSON_STRING;
}

static void free_behind_gap(void *payload)
{
    free((char *)payload - GAP);
}

static mf_status read_type(struct mf_dsse *dsse, mf_error **reterr)
{
    const struct mf_json_node *node = mf_json_tree_member(dsse->root, "payloadType");

    if (!is_text(node)) {
        return bad_envelope(node == NULL ? dsse->root : node, "/payloadType",
                            "\"payloadType\" must be there, a string", reterr);
    }
    if (node->text.size > 0 && memchr(node->text.data, '\0', node->text.size) != NULL) {
        return bad_envelope(node, "/payloadType", "\"payloadType\" has a NUL in it", reterr);
    }
    if (node->text.size > MF_DSSE_TYPE_LIMIT) {
        return mf_error_set_at(reterr, MF_ERROR_LIMIT, node->position, "/payloadType",
                               "\"payloadType\" is longer than the limit of %d bytes", MF_DSSE_TYPE_LIMIT);
    }
    dsse->type = node->text;
    return MF_OK;
}

/* Writes what stands before the payload in the signed message and returns its size, at most GAP. */
static size_t write_head(char head[GAP], struct mf_view type, size_t payload_size)
{
    int first = snprintf(head, GAP, "DSSEv1 %zu ", type.size);
    size_t size = first > 0 ? (size_t)first : 0;
    int second;

    memcpy(head + size, type.size == 0 ? "" : type.data, type.size);
    size += type.size;
    second = snprintf(head + size, GAP - size, " %zu ", payload_size);
    return size + (second > 0 ? (size_t)second : 0);
}

static mf_status read_payload(struct mf_dsse *dsse, mf_error **reterr)
{
    const struct mf_json_node *node = mf_json_tree_member(dsse->root, "payload");
    char head[GAP];
    size_t head_size;
    size_t size = 0;
    char *memory;

    if (!is_text(node)) {
        return bad_envelope(node == NULL ? dsse->root : node, "/payload",
                            "\"payload\" must be there, a string", reterr);
    }
    if (!mf_arena_charge(dsse->arena, node->text.size / 4 * 3 + GAP + 1)) {
        return mf_arena_error(dsse->arena, reterr);
    }
    memory = malloc(GAP + node->text.size / 4 * 3 + 1);
    if (memory == NULL) {
        return mf_error_memory(reterr);
    }
    if (!mf_base64_decode(node->text, memory + GAP, &size)) {
        free(memory);
        return bad_envelope(node, "/payload", "\"payload\" is not padded base64 of one alphabet", reterr);
    }
    memory[GAP + size] = '\0';
    dsse->payload = mf_bytes_adopt_with(memory + GAP, size, free_behind_gap);
    if (dsse->payload == NULL) {
        free(memory);
        return mf_error_memory(reterr);
    }
    head_size = write_head(head, dsse->type, size);
    memcpy(memory + GAP - head_size, head, head_size);
    dsse->message = mf_view_make(memory + GAP - head_size, head_size + size);
    return MF_OK;
}

static mf_status read_signature(struct mf_dsse *dsse, const struct mf_json_node *node, mf_error **reterr)
{
    const struct mf_json_node *keyid = mf_json_tree_member(node, "keyid");
    const struct mf_json_node *text = mf_json_tree_member(node, "sig");
    struct mf_dsse_signature *signature = &dsse->signatures[dsse->count];
    char path[40];
    char *bytes;

    (void)snprintf(path, sizeof path, "/signatures/%zu", dsse->count);
    if (node->token != MF_JSON_OBJECT || !is_text(text)) {
        return bad_envelope(node, path, "a signature must be a mapping with \"sig\", a string", reterr);
    }
    if (keyid != NULL && keyid->token != MF_JSON_STRING && keyid->token != MF_JSON_NULL) {
        return bad_envelope(keyid, path, "\"keyid\" must be a string", reterr);
    }
    bytes = mf_arena_alloc(dsse->arena, text->text.size / 4 * 3 + 1);
    if (bytes == NULL) {
        return mf_arena_error(dsse->arena, reterr);
    }
    if (!mf_base64_decode(text->text, bytes, &signature->size)) {
        return bad_envelope(text, path, "\"sig\" is not padded base64 of one alphabet", reterr);
    }
    if (signature->size == sizeof signature->bytes) {
        memcpy(signature->bytes, bytes, sizeof signature->bytes);
    }
    signature->keyid = is_text(keyid) ? keyid->text : mf_view_make(NULL, 0);
    dsse->count++;
    return MF_OK;
}

static mf_status read_signatures(struct mf_dsse *dsse, mf_error **reterr)
{
    const struct mf_json_node *node = mf_json_tree_member(dsse->root, "signatures");
    mf_status status = MF_OK;

    if (node == NULL || node->token != MF_JSON_ARRAY || node->count == 0) {
        return bad_envelope(node == NULL ? dsse->root : node, "/signatures",
                            "\"signatures\" must be there, a list of at least one", reterr);
    }
    if (node->count > MF_DSSE_SIGNATURES) {
        return mf_error_set_at(reterr, MF_ERROR_LIMIT, node->position, "/signatures",
                               "the envelope has %lu signatures: the limit is %d", (unsigned long)node->count,
                               MF_DSSE_SIGNATURES);
    }
    dsse->signature_nodes = node;
    for (uint32_t i = 0; i < node->count && status == MF_OK; i++) {
        status = read_signature(dsse, &node->children[i], reterr);
    }
    return status;
}

mf_status mf_dsse_read(struct mf_view text, const struct mf_dsse_limits *limits, struct mf_dsse *ret_dsse,
                       mf_error **reterr)
{
    mf_status status;

    *ret_dsse = (struct mf_dsse){ .arena = NULL };
    if (text.size > limits->size) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "the envelope is larger than the limit of %zu bytes",
                            limits->size);
    }
    ret_dsse->arena = mf_arena_new(limits->memory);
    if (ret_dsse->arena == NULL) {
        return mf_error_memory(reterr);
    }
    status = mf_json_tree_read(ret_dsse->arena, text, limits->depth, &ret_dsse->root, reterr);
    if (status == MF_OK && ret_dsse->root->token != MF_JSON_OBJECT) {
        status = bad_envelope(ret_dsse->root, "", "it must be a mapping", reterr);
    }
    if (status == MF_OK) {
        status = read_type(ret_dsse, reterr);
    }
    if (status == MF_OK) {
        status = read_signatures(ret_dsse, reterr);
    }
    return status == MF_OK ? read_payload(ret_dsse, reterr) : status;
}

void mf_dsse_release(struct mf_dsse *dsse)
{
    dsse->payload = mf_bytes_unref(dsse->payload);
    mf_arena_free(dsse->arena);
    dsse->arena = NULL;
}

mf_status mf_dsse_check_type(const struct mf_dsse *dsse, const char *type, mf_error **reterr)
{
    if (mf_view_is(dsse->type, type)) {
        return MF_OK;
    }
    return mf_error_set(reterr, MF_ERROR_PAYLOAD, "the payload is of type \"%.*s\", not %s",
                        MF_VIEW_ARGS(dsse->type), type);
}

void mf_dsse_append_message(struct mf_buffer *buffer, struct mf_view type, struct mf_view payload)
{
    char head[GAP];

    mf_buffer_append(buffer, mf_view_make(head, write_head(head, type, payload.size)));
    mf_buffer_append(buffer, payload);
}

void mf_dsse_append_signature(struct mf_buffer *buffer, const char *keyid, struct mf_view signature)
{
    mf_buffer_append_text(buffer, "{\"keyid\":");
    mf_json_append_string(buffer, mf_view_of(keyid));
    mf_buffer_append_text(buffer, ",\"sig\":\"");
    mf_base64_append(buffer, signature);
    mf_buffer_append_text(buffer, "\"}");
}

void mf_dsse_append(struct mf_buffer *buffer, struct mf_view type, struct mf_view payload,
                    struct mf_view signatures)
{
    mf_buffer_append_text(buffer, "{\"payload\":\"");
    mf_base64_append(buffer, payload);
    mf_buffer_append_text(buffer, "\",\"payloadType\":");
    mf_json_append_string(buffer, type);
    mf_buffer_append_text(buffer, ",\"signatures\":[");
    mf_buffer_append(buffer, signatures);
    mf_buffer_append_text(buffer, "]}");
}

static void append_all_signatures(struct mf_buffer *buffer, const struct mf_dsse *dsse,
                                  struct mf_view signatures)
{
    mf_buffer_append_byte(buffer, '[');
    for (uint32_t i = 0; i < dsse->signature_nodes->count; i++) {
        mf_json_tree_append(buffer, &dsse->signature_nodes->children[i]);
        mf_buffer_append_byte(buffer, ',');
    }
    mf_buffer_append(buffer, signatures);
    mf_buffer_append_byte(buffer, ']');
}

void mf_dsse_append_extended(struct mf_buffer *buffer, const struct mf_dsse *dsse, struct mf_view signatures)
{
    for (uint32_t i = 0; i < dsse->root->count; i++) {
        const struct mf_json_node *member = &dsse->root->children[i];

        mf_buffer_append_byte(buffer, i == 0 ? '{' : ',');
        mf_json_append_string(buffer, member->name);
        mf_buffer_append_byte(buffer, ':');
        if (member == dsse->signature_nodes) {
            append_all_signatures(buffer, dsse, signatures);
        } else {
            mf_json_tree_append(buffer, member);
        }
    }
    mf_buffer_append_byte(buffer, '}');
}
