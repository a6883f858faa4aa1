/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GGUF, versions 2 and 3, of either byte order: metadata as keys and typed values, then name, shape, type and place of each tensor,
 * then the numbers at a multiple of the alignment.
 */
#include "artifact/model_file.h"

#include "base/buffer.h"

#include <stdlib.h>

enum {
    DEFAULT_ALIGNMENT = 32,
    LARGEST_ALIGNMENT = 1 << 20,
    MOST_DIMENSIONS = 4,
    LONGEST_NAME = 65535,
    DEEPEST_ARRAY = 4,
};

enum value_type {
    VALUE_UINT8,
    VALUE_INT8,
    VALUE_UINT16,
    VALUE_INT16,
    VALUE_UINT32,
    VALUE_INT32,
    VALUE_FLOAT32,
    VALUE_BOOL,
    VALUE_STRING,
    VALUE_ARRAY,
    VALUE_UINT64,
    VALUE_INT64,
    VALUE_FLOAT64,
    VALUE_TYPE_COUNT,
};

/* 0: has no fixed size. */
static const uint8_t value_sizes[VALUE_TYPE_COUNT] = { 1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8 };

/* Elements come in blocks of so many, which take so many bytes; 0: not known here. */
static const struct type {
    const char *name;
    uint16_t elements;
    uint16_t bytes;
} types[] = {
    [0] = { "float32", 1, 4 },     [1] = { "float16", 1, 2 },     [2] = { "q4_0", 32, 18 },
    [3] = { "q4_1", 32, 20 },      [6] = { "q5_0", 32, 22 },      [7] = { "q5_1", 32, 24 },
    [8] = { "q8_0", 32, 34 },      [9] = { "q8_1", 32, 0 },       [10] = { "q2_k", 256, 84 },
    [11] = { "q3_k", 256, 110 },   [12] = { "q4_k", 256, 144 },   [13] = { "q5_k", 256, 176 },
    [14] = { "q6_k", 256, 210 },   [15] = { "q8_k", 256, 292 },   [16] = { "iq2_xxs", 256, 66 },
    [17] = { "iq2_xs", 256, 74 },  [18] = { "iq3_xxs", 256, 98 }, [19] = { "iq1_s", 256, 50 },
    [20] = { "iq4_nl", 32, 18 },   [21] = { "iq3_s", 256, 110 },  [22] = { "iq2_s", 256, 82 },
    [23] = { "iq4_xs", 256, 136 }, [24] = { "int8", 1, 1 },       [25] = { "int16", 1, 2 },
    [26] = { "int32", 1, 4 },      [27] = { "int64", 1, 8 },      [28] = { "float64", 1, 8 },
    [29] = { "iq1_m", 256, 56 },   [30] = { "bfloat16", 1, 2 },   [34] = { "tq1_0", 256, 54 },
    [35] = { "tq2_0", 256, 66 },   [39] = { "mxfp4", 32, 17 },
};

struct gguf {
    struct mf_model_reading *reading;
    struct mf_model_range *ranges; /* one a tensor; `begin` is its offset */
    uint64_t tensors;
    uint64_t pairs;
    uint64_t alignment;
    bool big_endian;
};

static bool take_number(struct gguf *file, size_t size, uint64_t *ret_value)
{
    unsigned char bytes[8];
    uint64_t value = 0;

    if (!mf_model_take(file->reading, bytes, size)) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        value = value << 8 | bytes[file->big_endian ? i : size - 1 - i];
    }
    *ret_value = value;
    return true;
}

static const char *take_text(struct gguf *file, uint64_t longest)
{
    uint64_t size = 0;

    if (!take_number(file, 8, &size)) {
        return NULL;
    }
    if (size > longest) {
        (void)mf_model_refuse(file->reading, "a name is longer than its format allows");
        return NULL;
    }
    return mf_model_take_text(file->reading, size);
}

/* --- metadata ---------------------------------------------------------------------------------------------------------- */

/* Texts may be those of a tokenizer, which are any bytes: nobody reads them here. */
static bool pass_text(struct gguf *file)
{
    uint64_t size = 0;

    return take_number(file, 8, &size) && mf_model_pass(file->reading, size);
}

/* The beginning of an array: what its elements are, and how many. Those of a fixed size are passed over at once. */
static bool begin_array(struct gguf *file, uint64_t *ret_type, uint64_t *ret_count)
{
    uint64_t bytes;

    if (!take_number(file, 4, ret_type) || !take_number(file, 8, ret_count)) {
        return false;
    }
    if (*ret_type >= VALUE_TYPE_COUNT) {
        return mf_model_refuse(file->reading, "a value has a type that the format does not know");
    }
    if (value_sizes[*ret_type] > 0) {
        if (__builtin_mul_overflow(*ret_count, (uint64_t)value_sizes[*ret_type], &bytes)) {
            return mf_model_refuse(file->reading, "an array has more bytes than 64 bits can count");
        }
        *ret_count = 0;
        return mf_model_pass(file->reading, bytes);
    }
    return true;
}

/* Each element takes bytes of the file, so that their number is bounded by its size. */
static bool pass_array(struct gguf *file)
{
    struct {
        uint64_t type;
        uint64_t count;
    } levels[DEEPEST_ARRAY];
    uint32_t depth = 1;

    if (!begin_array(file, &levels[0].type, &levels[0].count)) {
        return false;
    }
    while (depth > 0) {
        if (levels[depth - 1].count == 0) {
            depth--;
            continue;
        }
        levels[depth - 1].count--;
        if (levels[depth - 1].type == VALUE_STRING) {
            if (!pass_text(file)) {
                return false;
            }
        } else if (depth == DEEPEST_ARRAY) {
            return mf_model_refuse(file->reading, "arrays nest more than 4 deep");
        } else {
            if (!begin_array(file, &levels[depth].type, &levels[depth].count)) {
                return false;
            }
            depth++;
        }
    }
    return true;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool take_property(struct gguf *file, const char *key)
{
    static const char *const wanted[] = { "general.architecture", "general.name",    "general.basename",
                                          "general.version",      "general.license", "general.quantized_by",
                                          "general.size_label",   "general.type",    NULL };
    const char *text;

    if (!is_one_of(key, wanted)) {
        return pass_text(file);
    }
    text = take_text(file, UINT64_MAX);
    return text != NULL && mf_model_add_property(file->reading, key + strlen("general."), mf_view_of(text));
}

static bool take_alignment(struct gguf *file, uint64_t type)
{
    if (type != VALUE_UINT32) {
        return mf_model_refuse(file->reading, "the alignment is no number of 32 bits");
    }
    if (!take_number(file, 4, &file->alignment)) {
        return false;
    }
    return (file->alignment >= 8 && file->alignment <= LARGEST_ALIGNMENT && file->alignment % 8 == 0) ||
           mf_model_refuse(file->reading, "the alignment is no multiple of 8, or far too large");
}

static bool take_pair(struct gguf *file, const char **ret_key)
{
    const char *key = take_text(file, LONGEST_NAME);
    uint64_t type = 0;

    *ret_key = key;
    if (key == NULL || !take_number(file, 4, &type)) {
        return false;
    }
    if (type >= VALUE_TYPE_COUNT) {
        return mf_model_refuse(file->reading, "a value has a type that the format does not know");
    }
    if (strcmp(key, "general.alignment") == 0) {
        return take_alignment(file, type);
    }
    if (type == VALUE_STRING) {
        return take_property(file, key);
    }
    return type == VALUE_ARRAY ? pass_array(file) : mf_model_pass(file->reading, value_sizes[type]);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool take_pairs(struct gguf *file)
{
    struct mf_arena *arena = file->reading->model->arena;
    const char **keys = NULL;
    size_t room = 0;

    for (uint64_t i = 0; i < file->pairs; i++) {
        if (i == room) {
            /* Grows with what was read: the number is only what the file says. */
            room = room == 0 ? 64 : 2 * room;
            keys = mf_arena_resize(arena, keys, room * sizeof *keys);
            if (keys == NULL) {
                return mf_model_no_memory(file->reading);
            }
        }
        if (!take_pair(file, &keys[i])) {
            return false;
        }
    }
    if (file->pairs > 1) {
        qsort(keys, (size_t)file->pairs, sizeof *keys, compare_texts);
    }
    for (uint64_t i = 1; i < file->pairs; i++) {
        if (strcmp(keys[i - 1], keys[i]) == 0) {
            return mf_model_refuse(file->reading, "the metadata have a key twice");
        }
    }
    return true;
}

/* --- tensors ----------------------------------------------------------------------------------------------------------- */

static const char *type_name(struct gguf *file, uint64_t number)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    const char *name;

    if (number < sizeof types / sizeof types[0] && types[number].name != NULL) {
        return types[number].name;
    }
    mf_buffer_format(&text, "ggml-%llu", (unsigned long long)number);
    name = text.status == MF_OK ? mf_arena_copy(file->reading->model->arena, mf_buffer_view(&text)) : NULL;
    mf_buffer_release(&text);
    if (name == NULL) {
        (void)mf_model_no_memory(file->reading);
    }
    return name;
}

static bool take_shape(struct gguf *file, struct mf_model_tensor *tensor)
{
    int64_t shape[MOST_DIMENSIONS];
    uint64_t rank = 0;
    uint64_t value = 0;

    if (!take_number(file, 4, &rank)) {
        return false;
    }
    if (rank > MOST_DIMENSIONS) {
        return mf_model_refuse(file->reading, "a tensor has more than 4 dimensions");
    }
    for (uint64_t i = 0; i < rank; i++) {
        if (!take_number(file, 8, &value)) {
            return false;
        }
        if (value > INT64_MAX) {
            return mf_model_refuse(file->reading, "a dimension of a tensor is negative");
        }
        shape[i] = (int64_t)value;
    }
    return mf_model_set_shape(file->reading, tensor, shape, (int32_t)rank);
}

/* Where a tensor lies. Of a type that is not known here, only that it begins within the file. */
static bool set_range(struct gguf *file, const struct mf_model_tensor *tensor, uint64_t type,
                      uint64_t elements, uint64_t offset, struct mf_model_range *range)
{
    uint64_t block = type < sizeof types / sizeof types[0] ? types[type].elements : 0;
    uint64_t bytes = block == 0 ? 0 : types[type].bytes;

    if (offset % file->alignment != 0) {
        return mf_model_refuse(file->reading, "a tensor does not begin at a multiple of the alignment");
    }
    if (block > 0 && (tensor->rank == 0 ? block != 1 : tensor->shape[0] % (int64_t)block != 0)) {
        return mf_model_refuse(file->reading, "a row of a tensor is no multiple of the blocks of its type");
    }
    if ((block > 0 && __builtin_mul_overflow(elements / block, bytes, &bytes)) ||
        __builtin_add_overflow(offset, bytes, &range->end)) {
        return mf_model_refuse(file->reading, "a tensor lies beyond the end of the file");
    }
    range->begin = offset;
    return true;
}

static bool take_tensor(struct gguf *file, struct mf_model_range *range)
{
    struct mf_model_reading *reading = file->reading;
    const char *name = take_text(file, LONGEST_NAME);
    struct mf_model_tensor *tensor = name == NULL ? NULL : mf_model_add(reading, &reading->model->tensors);
    uint64_t type = 0;
    uint64_t offset = 0;
    uint64_t elements = 0;

    if (tensor == NULL) {
        return false;
    }
    tensor->name = name;
    if (!take_shape(file, tensor) || !take_number(file, 4, &type) || !take_number(file, 8, &offset)) {
        return false;
    }
    tensor->type = type_name(file, type);
    return tensor->type != NULL && mf_model_elements(reading, tensor, &elements) &&
           mf_model_count(reading, tensor->type, elements) &&
           set_range(file, tensor, type, elements, offset, range);
}

static bool take_tensors(struct gguf *file)
{
    struct mf_model_reading *reading = file->reading;
    size_t room = 0;
    uint64_t begin;

    for (uint64_t i = 0; i < file->tensors; i++) {
        if (i == room) {
            void *ranges;

            room = room == 0 ? 64 : 2 * room;
            ranges = realloc(file->ranges, room * sizeof *file->ranges);
            if (ranges == NULL) {
                return mf_model_no_memory(reading);
            }
            file->ranges = ranges;
        }
        if (!take_tensor(file, &file->ranges[i])) {
            return false;
        }
    }
    if (file->tensors == 0) {
        return true;
    }
    begin = reading->at + (file->alignment - reading->at % file->alignment) % file->alignment;
    if (begin > reading->size) {
        return mf_model_refuse(reading, "the file ends before its tensors begin");
    }
    return mf_model_check_ranges(reading, file->ranges, (size_t)file->tensors, reading->size - begin, false);
}

static bool take_start(struct gguf *file)
{
    uint64_t magic = 0;
    uint64_t version = 0;

    if (!take_number(file, 4, &magic) || !take_number(file, 4, &version)) {
        return false;
    }
    if (magic != 0x46554747) {
        return mf_model_refuse_at(file->reading, 0, "it does not begin with GGUF");
    }
    if ((version & 0xffff) == 0) {
        file->big_endian = true;
        version >>= 24;
    }
    if (version != 2 && version != 3) {
        return mf_model_refuse_at(file->reading, 4, "its version is neither 2 nor 3");
    }
    if (!take_number(file, 8, &file->tensors) || !take_number(file, 8, &file->pairs) ||
        !mf_model_add_property_number(file->reading, "gguf_version", (int64_t)version)) {
        return false;
    }
    if (file->tensors > file->reading->tensor_limit || file->pairs > file->reading->tensor_limit) {
        return mf_model_limit(file->reading, "there are more tensors or metadata than the limit allows");
    }
    return true;
}

bool mf_model_read_gguf(struct mf_model_reading *reading)
{
    struct gguf file = { .reading = reading, .alignment = DEFAULT_ALIGNMENT };
    bool done = take_start(&file) && take_pairs(&file) && take_tensors(&file);

    free(file.ranges);
    return done;
}
