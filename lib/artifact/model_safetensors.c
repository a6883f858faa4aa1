/* SPDX-License-Identifier: Apache-2.0 */
/*
 * safetensors: eight bytes of length, a JSON object with type, shape and place of each tensor, and the numbers, without a gap. The
 * object may take 100 MB, so it is scanned where it lies and only what is kept of it is copied.
 */
#include "artifact/model_file.h"

#include "value/ascii.h"
#include "value/number.h"
#include "json/tree.h"

#include <stdlib.h>

enum { DEEPEST = 16, LONGEST_TYPE = 16 };

struct safetensors {
    struct mf_model_reading *reading;
    struct mf_json_scanner scanner;
    struct mf_model_range *ranges; /* one a tensor */
    size_t room;
    bool has_metadata;
};

/* One entry of the object. */
struct entry {
    struct mf_view type;
    int64_t shape[MF_MODEL_MOST_RANK];
    int32_t rank; /* -1: not given */
    int64_t offsets[2];
    bool has_offsets;
};

static const struct type {
    const char *written;
    const char *name;
    unsigned bits;
} types[] = {
    { "BF16", "bfloat16", 16 },
    { "BOOL", "bool", 8 },
    { "C64", "complex64", 64 },
    { "F16", "float16", 16 },
    { "F32", "float32", 32 },
    { "F4", "float4_e2m1", 4 },
    { "F64", "float64", 64 },
    { "F6_E2M3", "float6_e2m3", 6 },
    { "F6_E3M2", "float6_e3m2", 6 },
    { "F8_E4M3", "float8_e4m3fn", 8 },
    { "F8_E4M3FNUZ", "float8_e4m3fnuz", 8 },
    { "F8_E5M2", "float8_e5m2", 8 },
    { "F8_E5M2FNUZ", "float8_e5m2fnuz", 8 },
    { "F8_E8M0", "float8_e8m0fnu", 8 },
    { "I16", "int16", 16 },
    { "I32", "int32", 32 },
    { "I64", "int64", 64 },
    { "I8", "int8", 8 },
    { "U16", "uint16", 16 },
    { "U32", "uint32", 32 },
    { "U64", "uint64", 64 },
    { "U8", "uint8", 8 },
};

static bool refuse(struct safetensors *file, const char *problem)
{
    return mf_model_refuse_at(file->reading, 8 + file->scanner.start, problem);
}

static enum mf_json_token next(struct safetensors *file)
{
    enum mf_json_token token = mf_json_next(&file->scanner);

    if (token == MF_JSON_ERROR) {
        (void)mf_model_refuse_at(file->reading, 8 + file->scanner.at, file->scanner.error);
    }
    return token;
}

/* The string that was scanned last, zero-terminated in the arena; NULL on failure. */
static char *decode(struct safetensors *file)
{
    struct mf_view text = file->scanner.text;
    char *decoded = mf_arena_alloc(file->reading->model->arena, text.size + 1);
    size_t size = text.size;

    if (decoded == NULL) {
        (void)mf_model_no_memory(file->reading);
        return NULL;
    }
    if (file->scanner.escaped) {
        size = mf_json_decode(text, decoded);
        decoded[size] = '\0';
    } else if (size > 0) {
        memcpy(decoded, text.data, size);
    }
    if (memchr(decoded, '\0', size) != NULL) {
        (void)refuse(file, "a name holds a zero byte");
        return NULL;
    }
    return decoded;
}

/* --- one tensor -------------------------------------------------------------------------------------------------------- */

/* An array of at most `most` integers that are not negative. */
static bool read_integers(struct safetensors *file, int64_t *values, int32_t most, int32_t *ret_count)
{
    enum mf_json_token token = next(file);
    int32_t count = 0;

    if (token != MF_JSON_ARRAY) {
        return refuse(file, "a shape or place is no list of integers");
    }
    for (token = next(file); token != MF_JSON_ARRAY_END; token = next(file)) {
        if (token != MF_JSON_NUMBER || count == most) {
            return refuse(file, "a shape or place is no list of that many integers");
        }
        if (!mf_integer_parse(file->scanner.text, &values[count]) || values[count] < 0) {
            return refuse(file, "a shape or place holds a number that is no integer from 0 to 2^53 - 1");
        }
        count++;
    }
    *ret_count = count;
    return true;
}

static bool read_member(struct safetensors *file, struct entry *entry)
{
    struct mf_view name = file->scanner.text;
    int32_t count = 0;

    if (file->scanner.escaped) {
        return refuse(file, "the name of a member is spelled with escapes");
    }
    if (mf_view_is(name, "dtype")) {
        if (entry->type.size > 0 || next(file) != MF_JSON_STRING || file->scanner.text.size == 0) {
            return refuse(file, "the 'dtype' of a tensor is no text, or given twice");
        }
        entry->type = file->scanner.text;
        return true;
    }
    if (mf_view_is(name, "shape")) {
        return (entry->rank < 0 && read_integers(file, entry->shape, MF_MODEL_MOST_RANK, &entry->rank)) ||
               refuse(file, "the 'shape' of a tensor is given twice");
    }
    if (mf_view_is(name, "data_offsets")) {
        if (entry->has_offsets || !read_integers(file, entry->offsets, 2, &count) || count != 2) {
            return refuse(file, "the 'data_offsets' of a tensor are not two, or given twice");
        }
        entry->has_offsets = true;
        return true;
    }
    return refuse(file, "a tensor has a member besides 'dtype', 'shape' and 'data_offsets'");
}

static bool read_entry(struct safetensors *file, struct entry *entry)
{
    enum mf_json_token token = next(file);

    *entry = (struct entry){ .rank = -1 };
    if (token != MF_JSON_OBJECT) {
        return refuse(file, "what is said of a tensor is no object");
    }
    for (token = next(file); token != MF_JSON_OBJECT_END; token = next(file)) {
        if (token != MF_JSON_KEY || !read_member(file, entry)) {
            return refuse(file, "what is said of a tensor is no object");
        }
    }
    return (entry->type.size > 0 && entry->rank >= 0 && entry->has_offsets) ||
           refuse(file, "a tensor lacks 'dtype', 'shape' or 'data_offsets'");
}

/* The type of a tensor; one that came after this was written keeps its name, in lower case. NULL on failure. */
static const char *find_type(struct safetensors *file, struct mf_view written, unsigned *ret_bits)
{
    char *name;

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (mf_view_is(written, types[i].written)) {
            *ret_bits = types[i].bits;
            return types[i].name;
        }
    }
    *ret_bits = 0;
    if (written.size > LONGEST_TYPE || !mf_ascii_is_upper(written.data[0])) {
        (void)refuse(file, "a 'dtype' is none");
        return NULL;
    }
    name = mf_arena_copy(file->reading->model->arena, written);
    if (name == NULL) {
        (void)mf_model_no_memory(file->reading);
        return NULL;
    }
    for (char *c = name; *c != '\0'; c++) {
        if (!mf_ascii_is_upper(*c) && !mf_ascii_is_digit(*c) && *c != '_') {
            (void)refuse(file, "a 'dtype' is none");
            return NULL;
        }
        *c = mf_ascii_is_upper(*c) ? (char)(*c - 'A' + 'a') : *c;
    }
    return name;
}

/* Do elements of so many bits take just the bytes that they are given? */
static bool check_size(struct safetensors *file, const struct entry *entry, uint64_t elements, unsigned bits)
{
    uint64_t all;

    if (entry->offsets[1] < entry->offsets[0]) {
        return refuse(file, "a tensor ends before it begins");
    }
    if (bits == 0) {
        return true;
    }
    if (__builtin_mul_overflow(elements, (uint64_t)bits, &all) || all % 8 != 0 ||
        all / 8 != (uint64_t)(entry->offsets[1] - entry->offsets[0])) {
        return refuse(file, "a tensor has more or fewer bytes than its shape and type call for");
    }
    return true;
}

static bool keep_range(struct safetensors *file, const struct entry *entry, size_t index)
{
    if (index == file->room) {
        size_t room = file->room == 0 ? 64 : 2 * file->room;
        void *ranges = realloc(file->ranges, room * sizeof *file->ranges);

        if (ranges == NULL) {
            return mf_model_no_memory(file->reading);
        }
        file->ranges = ranges;
        file->room = room;
    }
    file->ranges[index] = (struct mf_model_range){ (uint64_t)entry->offsets[0], (uint64_t)entry->offsets[1] };
    return true;
}

static bool read_tensor(struct safetensors *file, const char *name)
{
    struct mf_model_reading *reading = file->reading;
    struct mf_model_tensor *tensor;
    struct entry entry;
    unsigned bits = 0;
    uint64_t elements = 0;

    if (!read_entry(file, &entry)) {
        return false;
    }
    tensor = mf_model_add(reading, &reading->model->tensors);
    if (tensor == NULL) {
        return false;
    }
    tensor->name = name;
    tensor->type = find_type(file, entry.type, &bits);
    return tensor->type != NULL && mf_model_set_shape(reading, tensor, entry.shape, entry.rank) &&
           mf_model_elements(reading, tensor, &elements) && check_size(file, &entry, elements, bits) &&
           mf_model_count(reading, tensor->type, elements) &&
           keep_range(file, &entry, reading->model->tensors.count - 1);
}

/* --- the header -------------------------------------------------------------------------------------------------------- */

/* An object of texts. The tree finds a name that occurs twice. */
static bool read_metadata(struct safetensors *file)
{
    struct mf_model_reading *reading = file->reading;
    enum mf_json_token token = next(file);
    size_t start = file->scanner.start;
    const struct mf_json_node *root = NULL;
    mf_status status;

    if (file->has_metadata || token != MF_JSON_OBJECT) {
        return refuse(file, "'__metadata__' is no object, or given twice");
    }
    file->has_metadata = true;
    if (mf_json_skip(&file->scanner, token) == MF_JSON_ERROR) {
        return mf_model_refuse_at(reading, 8 + file->scanner.at, file->scanner.error);
    }
    status = mf_json_tree_read(reading->model->arena,
                               mf_view_make(file->scanner.data + start, file->scanner.end - start), DEEPEST,
                               &root, NULL);
    if (status == MF_ERROR_MEMORY || (status != MF_OK && mf_arena_status(reading->model->arena) != MF_OK)) {
        return mf_model_no_memory(reading);
    }
    if (status != MF_OK) {
        return refuse(file, "'__metadata__' has a member twice, or is otherwise not good");
    }
    for (uint32_t i = 0; i < root->count; i++) {
        const struct mf_json_node *member = &root->children[i];
        const char *name = mf_arena_copy(reading->model->arena, member->name);

        if (member->token != MF_JSON_STRING || memchr(member->name.data, '\0', member->name.size) != NULL) {
            return refuse(file, "a value of '__metadata__' is no text");
        }
        if (name == NULL) {
            return mf_model_no_memory(reading);
        }
        if (member->text.size > 0 && memchr(member->text.data, '\0', member->text.size) == NULL &&
            !mf_model_add_property(reading, name, member->text)) {
            return false;
        }
    }
    return true;
}

static bool read_object(struct safetensors *file)
{
    enum mf_json_token token = next(file);

    if (token != MF_JSON_OBJECT) {
        return refuse(file, "the header is no JSON object");
    }
    for (token = next(file); token == MF_JSON_KEY; token = next(file)) {
        char *name = decode(file);

        if (name == NULL ||
            !(strcmp(name, "__metadata__") == 0 ? read_metadata(file) : read_tensor(file, name))) {
            return false;
        }
    }
    return (token == MF_JSON_OBJECT_END && next(file) == MF_JSON_END) ||
           refuse(file, "the header is no JSON object");
}

static bool read_text(struct mf_model_reading *reading, char *text, size_t size)
{
    struct safetensors file = { .reading = reading };
    bool done;

    if (!mf_model_take(reading, text, size)) {
        return false;
    }
    mf_json_scanner_init(&file.scanner, mf_view_make(text, size), DEEPEST);
    done = read_object(&file) && mf_model_check_ranges(reading, file.ranges, reading->model->tensors.count,
                                                       reading->size - 8 - size, true);
    free(file.ranges);
    return done;
}

bool mf_model_read_safetensors(struct mf_model_reading *reading)
{
    unsigned char bytes[8];
    uint64_t size = 0;
    char *text;
    bool done;

    if (!mf_model_take(reading, bytes, sizeof bytes)) {
        return false;
    }
    for (size_t i = sizeof bytes; i > 0; i--) {
        size = size << 8 | bytes[i - 1];
    }
    if (size > reading->size - sizeof bytes) {
        return mf_model_refuse_at(reading, 0, "the header is longer than the file");
    }
    if (size > reading->limit) {
        return mf_model_limit(reading, "the header has more bytes than the limit allows");
    }
    text = malloc((size_t)size + 1);
    if (text == NULL) {
        return mf_model_no_memory(reading);
    }
    done = read_text(reading, text, (size_t)size);
    free(text);
    return done;
}
