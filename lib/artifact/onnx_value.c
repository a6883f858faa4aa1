/* SPDX-License-Identifier: Apache-2.0 */
/* The inputs and outputs of an ONNX graph: their names, types and shapes. */
#include "artifact/onnx.h"

#include "artifact/protobuf.h"
#include "base/buffer.h"

enum { DEEPEST_TYPE = 8 };

/* Numbers of fields. */
enum {
    VALUE_NAME = 1,
    VALUE_TYPE = 2,
    TYPE_TENSOR = 1,
    TYPE_SEQUENCE = 4,
    TYPE_MAP = 5,
    TYPE_DENOTATION = 6,
    TYPE_SPARSE = 8,
    TYPE_OPTIONAL = 9,
    ELEMENT_TYPE = 1,  /* of tensors a number, of sequences and optionals a message; of maps the key */
    ELEMENT_SHAPE = 2, /* of maps the type of the values */
    SHAPE_DIMENSION = 1,
    DIMENSION_VALUE = 1,
    DIMENSION_NAME = 2,
};

static const struct type {
    const char *name;
    unsigned bits;
} types[] = {
    [0] = { "unknown", 0 },
    [1] = { "float32", 32 },
    [2] = { "uint8", 8 },
    [3] = { "int8", 8 },
    [4] = { "uint16", 16 },
    [5] = { "int16", 16 },
    [6] = { "int32", 32 },
    [7] = { "int64", 64 },
    [8] = { "string", 0 },
    [9] = { "bool", 8 },
    [10] = { "float16", 16 },
    [11] = { "float64", 64 },
    [12] = { "uint32", 32 },
    [13] = { "uint64", 64 },
    [14] = { "complex64", 64 },
    [15] = { "complex128", 128 },
    [16] = { "bfloat16", 16 },
    [17] = { "float8_e4m3fn", 8 },
    [18] = { "float8_e4m3fnuz", 8 },
    [19] = { "float8_e5m2", 8 },
    [20] = { "float8_e5m2fnuz", 8 },
    [21] = { "uint4", 4 },
    [22] = { "int4", 4 },
    [23] = { "float4_e2m1", 4 },
    [24] = { "float8_e8m0fnu", 8 },
    [25] = { "uint2", 2 },
    [26] = { "int2", 2 },
};

const char *mf_onnx_type_name(uint64_t number)
{
    return number < sizeof types / sizeof types[0] ? types[number].name : NULL;
}

unsigned mf_onnx_type_bits(uint64_t number)
{
    return number < sizeof types / sizeof types[0] ? types[number].bits : 0;
}

/* The type of a value, from the outside in: as text, and the shape where it is a tensor itself. */
struct value_type {
    struct mf_buffer text;
    int64_t shape[MF_MODEL_MOST_RANK];
    int32_t rank;   /* -1: not said */
    unsigned depth; /* parentheses that are open */
};

static bool append(struct mf_model_reading *reading, struct value_type *type, const char *text)
{
    mf_buffer_append_text(&type->text, text);
    return type->text.status == MF_OK || mf_model_no_memory(reading);
}

/* A dimension with a name, or without anything, has any size. */
static bool take_dimension(struct mf_model_reading *reading, uint64_t end, struct value_type *type)
{
    struct mf_wire_field field;
    int64_t value = -1;
    bool seen = false;

    while (mf_wire_next(reading, end, &field)) {
        if (field.number == DIMENSION_VALUE) {
            if (!mf_wire_expect(reading, &field, MF_WIRE_VARINT, &seen)) {
                return false;
            }
            if (field.value > INT64_MAX && field.value != UINT64_MAX) {
                return mf_model_refuse(reading, "a dimension is negative");
            }
            value = (int64_t)field.value;
        } else if (field.number == DIMENSION_NAME) {
            if (!mf_wire_expect(reading, &field, MF_WIRE_BYTES, &seen) || !mf_wire_pass(reading, &field)) {
                return false;
            }
        } else if (!mf_wire_pass(reading, &field)) {
            return false;
        }
    }
    if (reading->status != MF_OK) {
        return false;
    }
    if (type->rank == MF_MODEL_MOST_RANK) {
        return mf_model_refuse(reading, "a value has more than 64 dimensions");
    }
    type->shape[type->rank++] = value;
    return true;
}

static bool take_shape(struct mf_model_reading *reading, uint64_t end, struct value_type *type)
{
    struct mf_wire_field field;
    bool seen;

    type->rank = 0;
    while (mf_wire_next(reading, end, &field)) {
        seen = false;
        if (field.number != SHAPE_DIMENSION) {
            if (!mf_wire_pass(reading, &field)) {
                return false;
            }
        } else if (!mf_wire_expect(reading, &field, MF_WIRE_BYTES, &seen) ||
                   !take_dimension(reading, reading->at + field.value, type)) {
            return false;
        }
    }
    return reading->status == MF_OK;
}

/* What a tensor holds, or the key of a map. */
static bool take_element(struct mf_model_reading *reading, const struct mf_wire_field *field,
                         struct value_type *type, bool *seen)
{
    const char *name = mf_onnx_type_name(field->value);

    if (!mf_wire_expect(reading, field, MF_WIRE_VARINT, seen)) {
        return false;
    }
    if (name == NULL) {
        return mf_model_refuse(reading, "a value has a type that ONNX does not know");
    }
    return append(reading, type, name);
}

static bool take_tensor(struct mf_model_reading *reading, uint64_t end, struct value_type *type)
{
    struct mf_wire_field field;
    bool has_element = false;
    bool has_shape = false;

    while (mf_wire_next(reading, end, &field)) {
        bool done;

        if (field.number == ELEMENT_TYPE) {
            done = take_element(reading, &field, type, &has_element);
        } else if (field.number == ELEMENT_SHAPE) {
            done = mf_wire_expect(reading, &field, MF_WIRE_BYTES, &has_shape) &&
                   take_shape(reading, reading->at + field.value, type);
        } else {
            done = mf_wire_pass(reading, &field);
        }
        if (!done) {
            return false;
        }
    }
    return reading->status == MF_OK && (has_element || append(reading, type, mf_onnx_type_name(0)));
}

/*
 * A sequence, map or optional, up to the type of what is in it, whose message is what is read next.
 * @param ret_end  receives where that message ends
 */
static bool enter(struct mf_model_reading *reading, uint64_t end, uint32_t kind, struct value_type *type,
                  uint64_t *ret_end)
{
    uint32_t inner = kind == TYPE_MAP ? ELEMENT_SHAPE : ELEMENT_TYPE;
    struct mf_wire_field field;
    bool has_key = false;
    bool seen = false;

    if (++type->depth > DEEPEST_TYPE) {
        return mf_model_refuse(reading, "the type of a value nests more than 8 deep");
    }
    if (!append(reading, type,
                kind == TYPE_MAP        ? "map("
                : kind == TYPE_SEQUENCE ? "sequence("
                                        : "optional(")) {
        return false;
    }
    while (mf_wire_next(reading, end, &field)) {
        if (field.number == inner) {
            if (!mf_wire_expect(reading, &field, MF_WIRE_BYTES, &seen) ||
                (kind == TYPE_MAP && !append(reading, type, has_key ? "," : "unknown,"))) {
                return false;
            }
            *ret_end = reading->at + field.value;
            return true;
        }
        if (kind == TYPE_MAP && field.number == ELEMENT_TYPE) {
            if (!take_element(reading, &field, type, &has_key)) {
                return false;
            }
        } else if (!mf_wire_pass(reading, &field)) {
            return false;
        }
    }
    return mf_model_refuse(reading, "a sequence, map or optional does not say of what");
}

/* Goes from the outside in, to the end of the innermost type. */
static bool take_type(struct mf_model_reading *reading, uint64_t end, struct value_type *type)
{
    struct mf_wire_field field;
    bool seen = false;

    while (mf_wire_next(reading, end, &field)) {
        bool tensor = field.number == TYPE_TENSOR || field.number == TYPE_SPARSE;
        bool holder =
            field.number == TYPE_SEQUENCE || field.number == TYPE_MAP || field.number == TYPE_OPTIONAL;

        if (!tensor && !holder) {
            if (!mf_wire_pass(reading, &field)) {
                return false;
            }
            continue;
        }
        if (!mf_wire_expect(reading, &field, MF_WIRE_BYTES, &seen)) {
            return false;
        }
        if (tensor) {
            if ((field.number == TYPE_SPARSE &&
                 (type->depth++ == DEEPEST_TYPE || !append(reading, type, "sparse("))) ||
                !take_tensor(reading, reading->at + field.value, type)) {
                return mf_model_refuse(reading, "the type of a value nests more than 8 deep");
            }
        } else {
            if (!enter(reading, reading->at + field.value, field.number, type, &end)) {
                return false;
            }
            seen = false;
        }
    }
    return reading->status == MF_OK && (seen || append(reading, type, mf_onnx_type_name(0)));
}

static bool keep_type(struct mf_model_reading *reading, struct mf_model_tensor *tensor,
                      struct value_type *type)
{
    /* The shape of what is inside of a sequence is not that of the sequence. */
    bool inside = type->depth > 0;

    for (; type->depth > 0; type->depth--) {
        mf_buffer_append_byte(&type->text, ')');
    }
    tensor->type =
        type->text.status == MF_OK ? mf_arena_copy(reading->model->arena, mf_buffer_view(&type->text)) : NULL;
    if (tensor->type == NULL) {
        return mf_model_no_memory(reading);
    }
    return inside || type->rank < 0 || mf_model_set_shape(reading, tensor, type->shape, type->rank);
}

/* Behind the innermost type, the outer ones may say what they are for, and nothing else. */
static bool take_rest(struct mf_model_reading *reading, uint64_t end)
{
    struct mf_wire_field field;

    while (mf_wire_next(reading, end, &field)) {
        if (field.number != TYPE_DENOTATION || !mf_wire_pass(reading, &field)) {
            return mf_model_refuse(reading, "the parts of a type are in an order that nobody writes");
        }
    }
    return reading->status == MF_OK;
}

static bool take_value_type(struct mf_model_reading *reading, uint64_t end, struct mf_model_tensor *tensor)
{
    struct value_type type = { .rank = -1 };
    bool done =
        take_type(reading, end, &type) && take_rest(reading, end) && keep_type(reading, tensor, &type);

    mf_buffer_release(&type.text);
    return done;
}

bool mf_onnx_take_value(struct mf_model_reading *reading, uint64_t end, struct mf_model_list *list)
{
    struct mf_model_tensor *tensor = mf_model_add(reading, list);
    struct mf_wire_field field;
    bool has_name = false;
    bool has_type = false;

    while (tensor != NULL && mf_wire_next(reading, end, &field)) {
        bool done;

        if (field.number == VALUE_NAME) {
            done = mf_wire_expect(reading, &field, MF_WIRE_BYTES, &has_name) &&
                   (tensor->name = mf_model_take_text(reading, field.value)) != NULL;
        } else if (field.number == VALUE_TYPE) {
            done = mf_wire_expect(reading, &field, MF_WIRE_BYTES, &has_type) &&
                   take_value_type(reading, reading->at + field.value, tensor);
        } else {
            done = mf_wire_pass(reading, &field);
        }
        if (!done) {
            return false;
        }
    }
    return reading->status == MF_OK;
}
