/* SPDX-License-Identifier: Apache-2.0 */
/* The model as libyaml's events. libyaml decides what plain text needs quotes by YAML's syntax; what other readers would take
 * for a number, a boolean or null is decided here. */
#include "syntax/yaml_text.h"

#include "base/bytes.h"
#include "base/utf8.h"
#include "syntax/json_text.h"
#include "value/plain.h"

#include <yaml.h>

struct writer {
    struct mf_buffer *buffer;
    yaml_emitter_t emitter;
    bool failed;
};

static void append_node(struct writer *writer, const struct mf_node *node);

static int write_handler(void *context, unsigned char *bytes, size_t size)
{
    struct mf_buffer *buffer = context;

    mf_buffer_append(buffer, mf_view_make((const char *)bytes, size));
    return buffer->status == MF_OK;
}

/* Takes over the event, which was made with this outcome. */
static void emit(struct writer *writer, yaml_event_t *event, int made)
{
    if (writer->failed && made) {
        yaml_event_delete(event);
    } else if (!made || !yaml_emitter_emit(&writer->emitter, event)) {
        writer->failed = true;
    }
}

/* A block keeps its line ends. One that begins or ends with white space, or has lines that do, is easily broken by an editor:
 * such text goes in quotes. */
static bool is_fit_for_block(struct mf_view text)
{
    if (text.size < 2 || memchr(text.data, '\n', text.size) == NULL ||
        memchr(text.data, '\t', text.size) != NULL || text.data[0] == '\n' || text.data[0] == ' ') {
        return false;
    }
    for (size_t i = 1; i < text.size; i++) {
        bool line_ends = text.data[i] == '\n';

        if (line_ends && (text.data[i - 1] == ' ' || (i + 1 == text.size && text.data[i - 1] == '\n'))) {
            return false;
        }
        if (text.data[i] == ' ' && text.data[i - 1] == '\n') {
            return false;
        }
    }
    return text.data[text.size - 1] != ' ';
}

/* Words that mean something to YAML 1.1 besides numbers, booleans and null. */
static bool is_special(struct mf_view text)
{
    return mf_view_is(text, "=") || mf_view_is(text, "<<");
}

static yaml_scalar_style_t style_of(struct mf_view text, bool is_string)
{
    if (!is_string) {
        return YAML_PLAIN_SCALAR_STYLE;
    }
    if (memchr(text.data, '\n', text.size) != NULL || memchr(text.data, '\t', text.size) != NULL) {
        return is_fit_for_block(text) ? YAML_LITERAL_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    }
    return mf_plain_kind(text) != MF_PLAIN_TEXT || is_special(text) ? YAML_SINGLE_QUOTED_SCALAR_STYLE
                                                                    : YAML_PLAIN_SCALAR_STYLE;
}

static void emit_scalar(struct writer *writer, struct mf_view text, yaml_scalar_style_t style)
{
    yaml_event_t event;
    int made = yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text.data,
                                            (int)text.size, 1, 1, style);

    emit(writer, &event, made);
}

static void append_scalar(struct writer *writer, const struct mf_node *node)
{
    const struct mf_scalar *scalar = node->value;
    struct mf_view text = mf_scalar_view(scalar);
    enum mf_type type = mf_field_type(node->record, node->field, node->object);
    bool is_string = mf_node_kind(node) == MF_KIND_STRING;

    /* Times and quantities are welcome without quotes. */
    if (is_string && mf_type_info(type)->plain && mf_plain_kind(text) == MF_PLAIN_NUMBER) {
        is_string = false;
    }
    emit_scalar(writer, text, style_of(text, is_string));
}

static void append_mapping(struct writer *writer, const struct mf_node *node)
{
    const struct mf_record *record = mf_node_record(node);
    yaml_event_t event;
    int made = yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE);

    emit(writer, &event, made);
    for (uint8_t i = 0; i < record->field_count; i++) {
        struct mf_node member = mf_node_member(node, i);

        if (member.value != NULL) {
            emit_scalar(writer, mf_view_make(member.field->name, member.field->name_size),
                        YAML_PLAIN_SCALAR_STYLE);
            append_node(writer, &member);
        }
    }
    made = yaml_mapping_end_event_initialize(&event);
    emit(writer, &event, made);
}

static void append_list(struct writer *writer, const struct mf_node *node)
{
    const struct mf_list *list = node->value;
    yaml_event_t event;
    int made = yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE);

    emit(writer, &event, made);
    for (uint32_t i = 0; i < list->count; i++) {
        struct mf_node entry = mf_node_entry(node, i);

        append_node(writer, &entry);
    }
    made = yaml_sequence_end_event_initialize(&event);
    emit(writer, &event, made);
}

static void append_node(struct writer *writer, const struct mf_node *node)
{
    if (writer->failed) {
        return;
    }
    switch (mf_node_kind(node)) {
    case MF_KIND_MAPPING:
        append_mapping(writer, node);
        break;
    case MF_KIND_SET:
    case MF_KIND_SEQUENCE:
        append_list(writer, node);
        break;
    default:
        append_scalar(writer, node);
        break;
    }
}

static bool begin(struct writer *writer, struct mf_buffer *buffer)
{
    yaml_event_t event;
    int made;

    *writer = (struct writer){ .buffer = buffer };
    if (!yaml_emitter_initialize(&writer->emitter)) {
        return false;
    }
    yaml_emitter_set_output(&writer->emitter, write_handler, buffer);
    yaml_emitter_set_unicode(&writer->emitter, 1);
    yaml_emitter_set_width(&writer->emitter, -1);
    made = yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
    emit(writer, &event, made);
    made = yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1);
    emit(writer, &event, made);
    return true;
}

static mf_status end(struct writer *writer)
{
    yaml_event_t event;
    int made = yaml_document_end_event_initialize(&event, 1);

    emit(writer, &event, made);
    made = yaml_stream_end_event_initialize(&event);
    emit(writer, &event, made);
    yaml_emitter_delete(&writer->emitter);
    return writer->failed ? MF_ERROR_MEMORY : MF_OK;
}

mf_status mf_yaml_text_append(struct mf_buffer *buffer, const struct mf_node *document)
{
    struct writer writer;

    if (!begin(&writer, buffer)) {
        return MF_ERROR_MEMORY;
    }
    append_node(&writer, document);
    return end(&writer);
}

mf_status mf_yaml_scalar_append(struct mf_buffer *buffer, struct mf_view text, bool is_string)
{
    yaml_scalar_style_t style = style_of(text, is_string);
    struct writer writer;
    mf_status status;

    if (!begin(&writer, buffer)) {
        return MF_ERROR_MEMORY;
    }
    emit_scalar(&writer, text, style == YAML_LITERAL_SCALAR_STYLE ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : style);
    status = end(&writer);
    /* A document that is one plain scalar ends in "\n...\n", any other in "\n". */
    for (int i = 0; i < 2; i++) {
        if (buffer->size > 0 && buffer->data[buffer->size - 1] == '\n') {
            buffer->size--;
        }
        if (i == 0 && buffer->size >= 4 && memcmp(buffer->data + buffer->size - 4, "\n...", 4) == 0) {
            buffer->size -= 3;
        }
    }
    return status;
}

mf_status mf_document_write(const struct mf_node *document, mf_format format, mf_bytes **ret_text,
                            mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    if (format == MF_FORMAT_JSON) {
        mf_json_text_append(&buffer, document);
    } else if (mf_yaml_text_append(&buffer, document) != MF_OK) {
        mf_buffer_release(&buffer);
        return mf_error_memory(reterr);
    }
    return mf_buffer_finish(&buffer, ret_text, reterr);
}

mf_status mf_manifest_write(const mf_manifest *manifest, mf_format format, mf_bytes **ret_text,
                            mf_error **reterr)
{
    struct mf_node root;

    if (manifest == NULL || ret_text == NULL || (format != MF_FORMAT_YAML && format != MF_FORMAT_JSON)) {
        return mf_error_argument(reterr,
                                 "manifest and ret_text must not be NULL, and format must be YAML or JSON");
    }
    root = mf_node_root(manifest->root);
    return mf_document_write(&root, format, ret_text, reterr);
}
