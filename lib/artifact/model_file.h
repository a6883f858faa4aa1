/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of model files share: the bytes they take, within limits, and the model that they fill. */
#ifndef MF_ARTIFACT_MODEL_FILE_H
#define MF_ARTIFACT_MODEL_FILE_H

#include "artifact/beneath.h"
#include "artifact/format.h"
#include "base/arena.h"
#include "base/reference.h"

#include <libmanifest/model.h>

enum {
    MF_MODEL_WINDOW = 16 * 1024, /* bytes read at a time */
    MF_MODEL_MOST_TYPES = 64,    /* that the tensors of one file have */
    MF_MODEL_MOST_RANK = 64,     /* dimensions */
    MF_MODEL_MOST_PROPERTIES = 64,
    MF_MODEL_LONGEST_PROPERTY = 256,
};

struct mf_model_tensor {
    const char *name;
    const char *type;
    const int64_t *shape;
    int32_t rank;
};

struct mf_model_list {
    struct mf_model_tensor *items;
    size_t count;
    size_t room;
};

struct mf_model_type {
    const char *name;
    uint64_t tensors;
    uint64_t parameters;
};

struct mf_model_property {
    const char *name;
    const char *value;
};

struct mf_model {
    struct mf_reference reference;
    struct mf_arena *arena;
    const struct mf_file_format *format;
    uint64_t size;
    uint64_t parameters;
    uint32_t flags;
    struct mf_model_list tensors;
    struct mf_model_list inputs;
    struct mf_model_list outputs;
    struct mf_model_type types[MF_MODEL_MOST_TYPES];
    size_t type_count;
    struct mf_model_property properties[MF_MODEL_MOST_PROPERTIES];
    size_t property_count;
};

/* One reading. The first failure sticks. */
struct mf_model_reading {
    mf_model *model;
    int file; /* -1: `memory` holds the bytes */
    const unsigned char *memory;
    uint64_t size;  /* of the file */
    uint64_t at;    /* the next byte */
    uint64_t limit; /* most bytes of headers that are still taken */
    uint64_t tensor_limit;
    mf_status status;
    const char *problem; /* static text */
    uint64_t problem_at;
    int reason; /* errno */
    uint64_t window_at;
    size_t window_size;
    unsigned char window[MF_MODEL_WINDOW];
};

/* Takes the next bytes. */
bool mf_model_take(struct mf_model_reading *reading, void *bytes, size_t size);

/* Goes past bytes without reading them. */
bool mf_model_pass(struct mf_model_reading *reading, uint64_t size);

/* The next bytes as a zero-terminated text in the arena, which must be UTF-8 without NUL; NULL on failure. */
const char *mf_model_take_text(struct mf_model_reading *reading, uint64_t size);

/* Ends the reading for a mistake of the file. Returns false, as do those below. */
bool mf_model_refuse(struct mf_model_reading *reading, const char *problem);
bool mf_model_refuse_at(struct mf_model_reading *reading, uint64_t at, const char *problem);
bool mf_model_limit(struct mf_model_reading *reading, const char *problem);
bool mf_model_no_memory(struct mf_model_reading *reading);

/* Appends an entry, zeroed, of no shape; NULL on failure. */
struct mf_model_tensor *mf_model_add(struct mf_model_reading *reading, struct mf_model_list *list);

/* Gives a tensor its shape, which is copied. */
bool mf_model_set_shape(struct mf_model_reading *reading, struct mf_model_tensor *tensor,
                        const int64_t *shape, int32_t rank);

/* The elements of a tensor whose dimensions are known and not negative. */
bool mf_model_elements(struct mf_model_reading *reading, const struct mf_model_tensor *tensor,
                       uint64_t *ret_elements);

/* Counts a tensor, with the elements that it has. */
bool mf_model_count(struct mf_model_reading *reading, const char *type, uint64_t elements);

/* Adds a property; one too many is left out, and a long one is cut. The value must be UTF-8 without NUL. */
bool mf_model_add_property(struct mf_model_reading *reading, const char *name, struct mf_view value);
bool mf_model_add_property_number(struct mf_model_reading *reading, const char *name, int64_t value);

/* Sorts the tensors by name and refuses a name that occurs twice. */
bool mf_model_sort_tensors(struct mf_model_reading *reading);

/* Bytes of the file that belong to a tensor. */
struct mf_model_range {
    uint64_t begin;
    uint64_t end;
};

/* Sorts ranges, and refuses two that overlap; with `gapless` also gaps, before the first and behind the last too. */
bool mf_model_check_ranges(struct mf_model_reading *reading, struct mf_model_range *ranges, size_t count,
                           uint64_t size, bool gapless);

/* The readers: from the first byte, which was looked at before. */
bool mf_model_read_safetensors(struct mf_model_reading *reading);
bool mf_model_read_onnx(struct mf_model_reading *reading);
bool mf_model_read_gguf(struct mf_model_reading *reading);

/* As mf_model_read(), of a file that is open and stays so, or of bytes in memory (file -1). `name` is its path, from which its format is
 * guessed. */
mf_status mf_model_read_open(int file, const void *memory, uint64_t size, const char *name,
                             const mf_model_options *options, mf_model **ret_model, mf_error **reterr);

#endif
