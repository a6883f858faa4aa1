/* SPDX-License-Identifier: Apache-2.0 */
/* Files of models: reading one, and what can be asked of it. */
#include "artifact/model_file.h"

#include "base/error.h"
#include "base/options.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    DEFAULT_HEADER = 100 * 1000 * 1000,
    DEFAULT_MEMORY = 512 * 1024 * 1024,
    DEFAULT_TENSORS = 1000 * 1000
};

void mf_model_options_init(mf_model_options *options, size_t size)
{
    mf_options_init(options, size);
}

mf_model *mf_model_ref(mf_model *model)
{
    if (model != NULL) {
        mf_reference_take(&model->reference);
    }
    return model;
}

mf_model *mf_model_unref(mf_model *model)
{
    if (model != NULL && mf_reference_give(&model->reference)) {
        mf_arena_free(model->arena);
        free(model);
    }
    return NULL;
}

/* --- reading ----------------------------------------------------------------------------------------------------------- */

static bool look_at(struct mf_model_reading *reading, const char *name)
{
    size_t size = reading->size < MF_FILE_HEAD ? (size_t)reading->size : MF_FILE_HEAD;
    char head[MF_FILE_HEAD];
    struct mf_file_sample sample = { .name = mf_view_of(name),
                                     .head = mf_view_make(head, size),
                                     .size = reading->size };
    bool other = false;

    /* The sample is no part of a header. */
    reading->limit = UINT64_MAX;
    if (size > 0) {
        reading->at = reading->size - 1;
        if (!mf_model_take(reading, &sample.last, 1)) {
            return false;
        }
        reading->at = 0;
        if (!mf_model_take(reading, head, size)) {
            return false;
        }
        reading->at = 0;
    }
    reading->model->format = mf_file_format_guess(&sample, &other);
    reading->model->flags |= other ? MF_MODEL_OTHER_NAME : 0;
    reading->model->flags |= reading->model->format->runs_code ? MF_MODEL_RUNS_CODE : 0;
    return true;
}

static bool read_header(struct mf_model_reading *reading)
{
    bool done = false;

    switch (reading->model->format->header) {
    case MF_HEADER_NONE:
        return true;
    case MF_HEADER_SAFETENSORS:
        done = mf_model_read_safetensors(reading);
        break;
    case MF_HEADER_ONNX:
        done = mf_model_read_onnx(reading);
        break;
    case MF_HEADER_GGUF:
        done = mf_model_read_gguf(reading);
        break;
    }
    reading->model->flags |= MF_MODEL_HEADER;
    return done && mf_model_sort_tensors(reading);
}

static mf_status report(const struct mf_model_reading *reading, const char *name, mf_error **reterr)
{
    struct mf_position position = { .offset = (size_t)reading->problem_at };
    char reason[128] = "";

    switch (reading->status) {
    case MF_ERROR_MEMORY:
        return mf_error_memory(reterr);
    case MF_ERROR_IO:
        (void)strerror_r(reading->reason, reason, sizeof reason);
        return mf_error_set(reterr, MF_ERROR_IO, "cannot read %.300s: %s", name, reason);
    default:
        if (reading->model->format == NULL) {
            /* Nothing of it was understood yet when it became shorter. */
            return mf_error_set_at(reterr, reading->status, position, NULL, "%.300s: %s, at byte %llu", name,
                                   reading->problem, (unsigned long long)reading->problem_at);
        }
        return mf_error_set_at(
            reterr, reading->status, position, NULL, "%.300s: its %s header is not good: %s, at byte %llu",
            name, reading->model->format->name, reading->problem, (unsigned long long)reading->problem_at);
    }
}

static mf_status take_options(struct mf_model_reading *reading, const mf_model_options *options,
                              size_t *ret_memory, mf_error **reterr)
{
    mf_model_options ours;
    mf_status status;

    mf_model_options_init(&ours, sizeof ours);
    status = mf_options_copy(&ours, sizeof ours, sizeof ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (ours.reserved != 0) {
        return mf_error_argument(reterr, "the options use what is reserved");
    }
    reading->limit = ours.maximum_header == 0 ? DEFAULT_HEADER : ours.maximum_header;
    reading->tensor_limit = ours.maximum_tensors == 0 ? DEFAULT_TENSORS : ours.maximum_tensors;
    *ret_memory = ours.maximum_memory == 0 ? DEFAULT_MEMORY : ours.maximum_memory;
    return MF_OK;
}

static mf_status new_model(size_t memory, uint64_t size, mf_model **ret_model, mf_error **reterr)
{
    mf_model *model = calloc(1, sizeof *model);

    if (model == NULL) {
        return mf_error_memory(reterr);
    }
    mf_reference_init(&model->reference);
    model->size = size;
    model->arena = mf_arena_new(memory);
    if (model->arena == NULL) {
        (void)mf_model_unref(model);
        return mf_error_memory(reterr);
    }
    *ret_model = model;
    return MF_OK;
}

mf_status mf_model_read_open(int file, const void *memory, uint64_t size, const char *name,
                             const mf_model_options *options, mf_model **ret_model, mf_error **reterr)
{
    struct mf_model_reading *reading = calloc(1, sizeof *reading);
    size_t most_memory = 0;
    uint64_t limit;
    mf_status status;

    if (reading == NULL) {
        return mf_error_memory(reterr);
    }
    reading->file = file;
    reading->memory = memory;
    reading->size = size;
    status = take_options(reading, options, &most_memory, reterr);
    if (status == MF_OK) {
        status = new_model(most_memory, size, &reading->model, reterr);
    }
    if (status == MF_OK) {
        limit = reading->limit;
        if (look_at(reading, name)) {
            reading->limit = limit;
            (void)read_header(reading);
        }
        status = reading->status == MF_OK ? MF_OK : report(reading, name, reterr);
    }
    if (status == MF_OK) {
        *ret_model = reading->model;
    } else {
        (void)mf_model_unref(reading->model);
    }
    free(reading);
    return status;
}

static mf_status refuse_opening(const char *path, enum mf_opening opening, int reason, mf_error **reterr)
{
    char text[128] = "it is no regular file";

    if (opening == MF_OPEN_MISSING) {
        reason = ENOENT;
    }
    if (opening != MF_OPEN_NOT_REGULAR) {
        (void)strerror_r(reason, text, sizeof text);
    }
    return mf_error_set(reterr, MF_ERROR_IO, "cannot open %.300s: %s", path, text);
}

mf_status mf_model_read(const char *path, const mf_model_options *options, mf_model **ret_model,
                        mf_error **reterr)
{
    struct mf_opened opened;
    enum mf_opening opening;
    mf_status status;

    if (path == NULL || ret_model == NULL) {
        return mf_error_argument(reterr, "path and ret_model must not be NULL");
    }
    opening = mf_open_regular(path, &opened);
    if (opening != MF_OPENED) {
        return refuse_opening(path, opening, opened.reason, reterr);
    }
    status = mf_model_read_open(opened.file, NULL, (uint64_t)opened.status.st_size, path, options, ret_model,
                                reterr);
    (void)close(opened.file);
    return status;
}

/* --- questions --------------------------------------------------------------------------------------------------------- */

const char *mf_model_format(const mf_model *model)
{
    return model == NULL ? "unknown" : model->format->name;
}

const char *mf_model_kind(const mf_model *model)
{
    return model == NULL ? "other" : model->format->kind;
}

const char *mf_model_media_type(const mf_model *model)
{
    return model == NULL ? "" : model->format->media_type;
}

uint64_t mf_model_size(const mf_model *model)
{
    return model == NULL ? 0 : model->size;
}

uint32_t mf_model_flags(const mf_model *model)
{
    return model == NULL ? 0 : model->flags;
}

uint64_t mf_model_parameters(const mf_model *model)
{
    return model == NULL ? 0 : model->parameters;
}

size_t mf_model_type_count(const mf_model *model)
{
    return model == NULL ? 0 : model->type_count;
}

const char *mf_model_type(const mf_model *model, size_t index)
{
    return index < mf_model_type_count(model) ? model->types[index].name : "";
}

uint64_t mf_model_type_parameters(const mf_model *model, size_t index)
{
    return index < mf_model_type_count(model) ? model->types[index].parameters : 0;
}

uint64_t mf_model_type_tensors(const mf_model *model, size_t index)
{
    return index < mf_model_type_count(model) ? model->types[index].tensors : 0;
}

static const mf_model_tensor *item_at(const struct mf_model_list *list, size_t index)
{
    return index < list->count ? &list->items[index] : NULL;
}

size_t mf_model_tensor_count(const mf_model *model)
{
    return model == NULL ? 0 : model->tensors.count;
}

const mf_model_tensor *mf_model_tensor_at(const mf_model *model, size_t index)
{
    return model == NULL ? NULL : item_at(&model->tensors, index);
}

size_t mf_model_input_count(const mf_model *model)
{
    return model == NULL ? 0 : model->inputs.count;
}

const mf_model_tensor *mf_model_input_at(const mf_model *model, size_t index)
{
    return model == NULL ? NULL : item_at(&model->inputs, index);
}

size_t mf_model_output_count(const mf_model *model)
{
    return model == NULL ? 0 : model->outputs.count;
}

const mf_model_tensor *mf_model_output_at(const mf_model *model, size_t index)
{
    return model == NULL ? NULL : item_at(&model->outputs, index);
}

const char *mf_model_tensor_name(const mf_model_tensor *tensor)
{
    return tensor == NULL ? "" : tensor->name;
}

const char *mf_model_tensor_type(const mf_model_tensor *tensor)
{
    return tensor == NULL ? "" : tensor->type;
}

int32_t mf_model_tensor_rank(const mf_model_tensor *tensor)
{
    return tensor == NULL ? -1 : tensor->rank;
}

int64_t mf_model_tensor_dimension(const mf_model_tensor *tensor, size_t index)
{
    return tensor == NULL || tensor->rank < 0 || index >= (size_t)tensor->rank ? -1 : tensor->shape[index];
}

size_t mf_model_property_count(const mf_model *model)
{
    return model == NULL ? 0 : model->property_count;
}

const char *mf_model_property_name(const mf_model *model, size_t index)
{
    return index < mf_model_property_count(model) ? model->properties[index].name : "";
}

const char *mf_model_property_value(const mf_model *model, size_t index)
{
    return index < mf_model_property_count(model) ? model->properties[index].value : "";
}
