/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ONNX: a message of Protocol Buffers (onnx.proto3). Of it are read who made it, the initializers without their numbers, and the
 * inputs and outputs of the main graph. Nodes, subgraphs and training are passed over.
 */
#include "artifact/onnx.h"

#include "artifact/protobuf.h"
#include "base/buffer.h"

/* Numbers of fields. */
enum {
    MODEL_IR_VERSION = 1,
    MODEL_PRODUCER = 2,
    MODEL_PRODUCER_VERSION = 3,
    MODEL_DOMAIN = 4,
    MODEL_VERSION = 5,
    MODEL_GRAPH = 7,
    MODEL_OPSET = 8,
    OPSET_DOMAIN = 1,
    OPSET_VERSION = 2,
    GRAPH_NAME = 2,
    GRAPH_INITIALIZER = 5,
    GRAPH_INPUT = 11,
    GRAPH_OUTPUT = 12,
    GRAPH_SPARSE = 15,
    SPARSE_VALUES = 1,
    SPARSE_DIMENSIONS = 3,
    TENSOR_DIMENSIONS = 1,
    TENSOR_TYPE = 2,
    TENSOR_NAME = 8,
    TENSOR_RAW = 9,
    TENSOR_LOCATION = 14,
};

struct dimensions {
    int64_t values[MF_MODEL_MOST_RANK];
    int32_t count;
};

static const char *take_text(struct mf_model_reading *reading, const struct mf_wire_field *field, bool *seen)
{
    return mf_wire_expect(reading, field, MF_WIRE_BYTES, seen) ? mf_model_take_text(reading, field->value)
                                                               : NULL;
}

static bool take_property(struct mf_model_reading *reading, const struct mf_wire_field *field,
                          const char *name, bool *seen)
{
    const char *text = take_text(reading, field, seen);

    return text != NULL && (*text == '\0' || mf_model_add_property(reading, name, mf_view_of(text)));
}

/* --- tensors ----------------------------------------------------------------------------------------------------------- */

static bool add_dimension(struct mf_model_reading *reading, struct dimensions *dimensions, uint64_t value)
{
    if (value > INT64_MAX) {
        return mf_model_refuse(reading, "a dimension of a tensor is negative");
    }
    if (dimensions->count == MF_MODEL_MOST_RANK) {
        return mf_model_refuse(reading, "a tensor has more than 64 dimensions");
    }
    dimensions->values[dimensions->count++] = (int64_t)value;
    return true;
}

/* One by one, or packed. */
static bool take_dimensions(struct mf_model_reading *reading, const struct mf_wire_field *field,
                            struct dimensions *dimensions)
{
    uint64_t end;

    if (field->wire == MF_WIRE_VARINT) {
        return add_dimension(reading, dimensions, field->value);
    }
    if (field->wire != MF_WIRE_BYTES) {
        return mf_model_refuse(reading, "a field is of another kind than ONNX gives it");
    }
    end = reading->at + field->value;
    while (reading->at < end) {
        uint64_t value = 0;

        if (!mf_wire_varint(reading, end, &value) || !add_dimension(reading, dimensions, value)) {
            return false;
        }
    }
    return true;
}

struct tensor_parts {
    struct dimensions dimensions;
    const char *name;
    uint64_t type;
    uint64_t raw; /* bytes */
    uint64_t location;
    bool has_name;
    bool has_type;
    bool has_raw;
    bool has_location;
};

static bool take_tensor_field(struct mf_model_reading *reading, const struct mf_wire_field *field,
                              struct tensor_parts *parts)
{
    switch (field->number) {
    case TENSOR_DIMENSIONS:
        return take_dimensions(reading, field, &parts->dimensions);
    case TENSOR_TYPE:
        parts->type = field->value;
        return mf_wire_expect(reading, field, MF_WIRE_VARINT, &parts->has_type);
    case TENSOR_NAME:
        parts->name = take_text(reading, field, &parts->has_name);
        return parts->name != NULL;
    case TENSOR_RAW:
        parts->raw = field->value;
        return mf_wire_expect(reading, field, MF_WIRE_BYTES, &parts->has_raw) && mf_wire_pass(reading, field);
    case TENSOR_LOCATION:
        parts->location = field->value;
        return mf_wire_expect(reading, field, MF_WIRE_VARINT, &parts->has_location);
    default:
        return mf_wire_pass(reading, field);
    }
}

/* Numbers given as raw bytes must be as many as the shape says. */
static bool check_raw(struct mf_model_reading *reading, const struct tensor_parts *parts, uint64_t elements)
{
    unsigned bits = mf_onnx_type_bits(parts->type);
    uint64_t all;

    if (!parts->has_raw || bits == 0) {
        return true;
    }
    if (__builtin_mul_overflow(elements, (uint64_t)bits, &all) || all / 8 + (all % 8 != 0) != parts->raw) {
        return mf_model_refuse(reading, "a tensor has more or fewer bytes than its shape and type call for");
    }
    return true;
}

/* `shape`: of a sparse tensor, whose values alone are counted. */
static bool add_tensor(struct mf_model_reading *reading, const struct tensor_parts *parts,
                       const struct dimensions *shape)
{
    struct mf_model_tensor *tensor = mf_model_add(reading, &reading->model->tensors);
    uint64_t elements = 0;

    if (tensor == NULL) {
        return false;
    }
    tensor->name = parts->name == NULL ? "" : parts->name;
    tensor->type = mf_onnx_type_name(parts->type);
    if (tensor->type == NULL || parts->type == 0) {
        return mf_model_refuse(reading, "a tensor has a type that ONNX does not know");
    }
    if (parts->location == 1) {
        reading->model->flags |= MF_MODEL_EXTERNAL_DATA;
    }
    if (!mf_model_set_shape(reading, tensor, parts->dimensions.values, parts->dimensions.count) ||
        !mf_model_elements(reading, tensor, &elements) || !check_raw(reading, parts, elements) ||
        !mf_model_count(reading, tensor->type, elements)) {
        return false;
    }
    return shape == NULL || mf_model_set_shape(reading, tensor, shape->values, shape->count);
}

static bool take_tensor(struct mf_model_reading *reading, uint64_t end, struct tensor_parts *parts)
{
    struct mf_wire_field field;

    *parts = (struct tensor_parts){ 0 };
    while (mf_wire_next(reading, end, &field)) {
        if (!take_tensor_field(reading, &field, parts)) {
            return false;
        }
    }
    return reading->status == MF_OK;
}

static bool take_sparse(struct mf_model_reading *reading, uint64_t end)
{
    struct mf_wire_field field;
    struct tensor_parts values = { 0 };
    struct dimensions shape = { .count = 0 };
    bool has_values = false;

    while (mf_wire_next(reading, end, &field)) {
        bool done;

        if (field.number == SPARSE_VALUES) {
            done = mf_wire_expect(reading, &field, MF_WIRE_BYTES, &has_values) &&
                   take_tensor(reading, reading->at + field.value, &values);
        } else if (field.number == SPARSE_DIMENSIONS) {
            done = take_dimensions(reading, &field, &shape);
        } else {
            done = mf_wire_pass(reading, &field);
        }
        if (!done) {
            return false;
        }
    }
    return reading->status == MF_OK && add_tensor(reading, &values, &shape);
}

/* --- the graph --------------------------------------------------------------------------------------------------------- */

static bool take_initializer(struct mf_model_reading *reading, uint64_t end)
{
    struct tensor_parts parts;

    return take_tensor(reading, end, &parts) && add_tensor(reading, &parts, NULL);
}

static bool take_graph_field(struct mf_model_reading *reading, const struct mf_wire_field *field,
                             bool *has_name)
{
    uint64_t end = reading->at + field->value;
    bool again = false;

    if (field->number == GRAPH_NAME) {
        return take_property(reading, field, "graph", has_name);
    }
    if (field->number != GRAPH_INITIALIZER && field->number != GRAPH_SPARSE && field->number != GRAPH_INPUT &&
        field->number != GRAPH_OUTPUT) {
        return mf_wire_pass(reading, field);
    }
    if (!mf_wire_expect(reading, field, MF_WIRE_BYTES, &again)) {
        return false;
    }
    switch (field->number) {
    case GRAPH_INITIALIZER:
        return take_initializer(reading, end);
    case GRAPH_SPARSE:
        return take_sparse(reading, end);
    case GRAPH_INPUT:
        return mf_onnx_take_value(reading, end, &reading->model->inputs);
    default:
        return mf_onnx_take_value(reading, end, &reading->model->outputs);
    }
}

static bool take_graph(struct mf_model_reading *reading, uint64_t end)
{
    struct mf_wire_field field;
    bool has_name = false;

    while (mf_wire_next(reading, end, &field)) {
        if (!take_graph_field(reading, &field, &has_name)) {
            return false;
        }
    }
    return reading->status == MF_OK;
}

/* Before version 4 of the format, initializers stood among the inputs too. They need not be given. Needs sorted tensors. */
static void drop_initialized(mf_model *model)
{
    struct mf_model_list *inputs = &model->inputs;
    size_t kept = 0;

    for (size_t i = 0; i < inputs->count; i++) {
        size_t low = 0;
        size_t high = model->tensors.count;

        while (low < high) {
            size_t middle = low + (high - low) / 2;
            int order = strcmp(inputs->items[i].name, model->tensors.items[middle].name);

            if (order == 0) {
                break;
            }
            high = order < 0 ? middle : high;
            low = order > 0 ? middle + 1 : low;
        }
        if (low >= high) {
            inputs->items[kept++] = inputs->items[i];
        }
    }
    inputs->count = kept;
}

/* --- the model --------------------------------------------------------------------------------------------------------- */

struct model_parts {
    bool ir_version;
    bool producer;
    bool producer_version;
    bool domain;
    bool version;
    bool graph;
};

/* "opset" is that of the operators of ONNX itself; others are named after their domain. */
static bool take_opset(struct mf_model_reading *reading, uint64_t end)
{
    struct mf_wire_field field;
    const char *domain = "";
    uint64_t version = 0;
    bool has_domain = false;
    bool has_version = false;
    struct mf_buffer name = MF_BUFFER_EMPTY;
    bool done;

    while (mf_wire_next(reading, end, &field)) {
        if (field.number == OPSET_DOMAIN) {
            domain = take_text(reading, &field, &has_domain);
            done = domain != NULL;
        } else if (field.number == OPSET_VERSION) {
            version = field.value;
            done = mf_wire_expect(reading, &field, MF_WIRE_VARINT, &has_version);
        } else {
            done = mf_wire_pass(reading, &field);
        }
        if (!done) {
            return false;
        }
    }
    if (reading->status != MF_OK) {
        return false;
    }
    mf_buffer_append_text(&name, "opset");
    if (*domain != '\0' && strcmp(domain, "ai.onnx") != 0) {
        mf_buffer_format(&name, " %.200s", domain);
    }
    mf_buffer_append_byte(&name, '\0');
    done = name.status == MF_OK ? mf_model_add_property_number(reading, name.data, (int64_t)version)
                                : mf_model_no_memory(reading);
    mf_buffer_release(&name);
    return done;
}

static bool take_model_field(struct mf_model_reading *reading, const struct mf_wire_field *field,
                             struct model_parts *parts)
{
    uint64_t end = reading->at + field->value;
    bool again = false;

    switch (field->number) {
    case MODEL_IR_VERSION:
        return mf_wire_expect(reading, field, MF_WIRE_VARINT, &parts->ir_version) &&
               mf_model_add_property_number(reading, "ir_version", (int64_t)field->value);
    case MODEL_PRODUCER:
        return take_property(reading, field, "producer", &parts->producer);
    case MODEL_PRODUCER_VERSION:
        return take_property(reading, field, "producer_version", &parts->producer_version);
    case MODEL_DOMAIN:
        return take_property(reading, field, "domain", &parts->domain);
    case MODEL_VERSION:
        return mf_wire_expect(reading, field, MF_WIRE_VARINT, &parts->version) &&
               mf_model_add_property_number(reading, "model_version", (int64_t)field->value);
    case MODEL_OPSET:
        return mf_wire_expect(reading, field, MF_WIRE_BYTES, &again) && take_opset(reading, end);
    case MODEL_GRAPH:
        return mf_wire_expect(reading, field, MF_WIRE_BYTES, &parts->graph) && take_graph(reading, end);
    default:
        return mf_wire_pass(reading, field);
    }
}

bool mf_model_read_onnx(struct mf_model_reading *reading)
{
    struct model_parts parts = { 0 };
    struct mf_wire_field field;

    while (mf_wire_next(reading, reading->size, &field)) {
        if (!take_model_field(reading, &field, &parts)) {
            return false;
        }
    }
    if (reading->status != MF_OK) {
        return false;
    }
    if (!parts.graph || !parts.ir_version) {
        return mf_model_refuse(reading, "it has no graph, or no version of the format");
    }
    if (!mf_model_sort_tensors(reading)) {
        return false;
    }
    drop_initialized(reading->model);
    return true;
}
