/* SPDX-License-Identifier: Apache-2.0 */
/* Types and values of ONNX, for the reader of its files. */
#ifndef MF_ARTIFACT_ONNX_H
#define MF_ARTIFACT_ONNX_H

#include "artifact/model_file.h"

/* The name of a type of elements: "float32"; NULL if there is none with this number. Static. */
const char *mf_onnx_type_name(uint64_t number);

/* Bits that an element takes in raw data; 0: it has none. */
unsigned mf_onnx_type_bits(uint64_t number);

/* Reads an input or output, a message that ends at `end`, and appends it to a list. */
bool mf_onnx_take_value(struct mf_model_reading *reading, uint64_t end, struct mf_model_list *list);

#endif
