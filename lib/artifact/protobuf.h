/* SPDX-License-Identifier: Apache-2.0 */
/* Messages in the wire format of Protocol Buffers, field by field: strict, and without reading what is passed over. */
#ifndef MF_ARTIFACT_PROTOBUF_H
#define MF_ARTIFACT_PROTOBUF_H

#include "artifact/model_file.h"

enum mf_wire {
    MF_WIRE_VARINT = 0,
    MF_WIRE_EIGHT = 1,
    MF_WIRE_BYTES = 2,
    MF_WIRE_FOUR = 5,
};

/* The field that was read last. */
struct mf_wire_field {
    uint32_t number;
    enum mf_wire wire;
    uint64_t value; /* of a varint; of bytes: how many follow */
};

/* The value of a varint of at most ten bytes that ends before `end`. */
bool mf_wire_varint(struct mf_model_reading *reading, uint64_t end, uint64_t *ret_value);

/*
 * Reads the tag of the next field of the message that ends at `end`; of a varint the value too, of bytes the length, which lies
 * within the message. False at the end of the message, and on a failure: the status of the reading tells which.
 */
bool mf_wire_next(struct mf_model_reading *reading, uint64_t end, struct mf_wire_field *ret_field);

/* Goes past the value of a field. */
bool mf_wire_pass(struct mf_model_reading *reading, const struct mf_wire_field *field);

/* Refuses a field of another wire type, or one that was `seen` before, and marks it as seen. */
bool mf_wire_expect(struct mf_model_reading *reading, const struct mf_wire_field *field, enum mf_wire wire,
                    bool *seen);

#endif
