/* SPDX-License-Identifier: Apache-2.0 */
/* The wire format of Protocol Buffers. Groups, which nobody writes any more, are refused. */
#include "artifact/protobuf.h"

enum { LONGEST_VARINT = 10, LARGEST_FIELD = 536870911 };

bool mf_wire_varint(struct mf_model_reading *reading, uint64_t end, uint64_t *ret_value)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < LONGEST_VARINT; i++) {
        unsigned char byte;

        if (reading->at >= end) {
            return mf_model_refuse(reading, "a message ends within a number");
        }
        if (!mf_model_take(reading, &byte, 1)) {
            return false;
        }
        if (i == LONGEST_VARINT - 1 && byte > 1) {
            break;
        }
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            *ret_value = value;
            return true;
        }
    }
    return mf_model_refuse(reading, "a number has more than 64 bits");
}

static bool check_size(struct mf_model_reading *reading, uint64_t end, uint64_t size)
{
    return size <= end - reading->at ||
           mf_model_refuse(reading, "a field is longer than the message that holds it");
}

bool mf_wire_next(struct mf_model_reading *reading, uint64_t end, struct mf_wire_field *ret_field)
{
    uint64_t tag = 0;

    if (reading->status != MF_OK || reading->at == end) {
        return false;
    }
    if (!mf_wire_varint(reading, end, &tag)) {
        return false;
    }
    if (tag >> 3 == 0 || tag >> 3 > LARGEST_FIELD) {
        return mf_model_refuse(reading, "a field has a number that none can have");
    }
    *ret_field = (struct mf_wire_field){ .number = (uint32_t)(tag >> 3) };
    switch (tag & 7) {
    case MF_WIRE_VARINT:
        ret_field->wire = MF_WIRE_VARINT;
        return mf_wire_varint(reading, end, &ret_field->value);
    case MF_WIRE_EIGHT:
        ret_field->wire = MF_WIRE_EIGHT;
        return check_size(reading, end, 8);
    case MF_WIRE_BYTES:
        ret_field->wire = MF_WIRE_BYTES;
        return mf_wire_varint(reading, end, &ret_field->value) && check_size(reading, end, ret_field->value);
    case MF_WIRE_FOUR:
        ret_field->wire = MF_WIRE_FOUR;
        return check_size(reading, end, 4);
    default:
        return mf_model_refuse(reading, "a field is of a kind that is not known");
    }
}

bool mf_wire_pass(struct mf_model_reading *reading, const struct mf_wire_field *field)
{
    switch (field->wire) {
    case MF_WIRE_VARINT:
        return true;
    case MF_WIRE_EIGHT:
        return mf_model_pass(reading, 8);
    case MF_WIRE_BYTES:
        return mf_model_pass(reading, field->value);
    case MF_WIRE_FOUR:
        return mf_model_pass(reading, 4);
    }
    return false;
}

bool mf_wire_expect(struct mf_model_reading *reading, const struct mf_wire_field *field, enum mf_wire wire,
                    bool *seen)
{
    if (field->wire != wire) {
        return mf_model_refuse(reading, "a field is of another kind than ONNX gives it");
    }
    if (*seen) {
        return mf_model_refuse(reading, "a field that may be there once is there twice");
    }
    *seen = true;
    return true;
}
