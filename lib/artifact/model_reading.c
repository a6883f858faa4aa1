/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes that readers of model files take, and the model that they fill: what all of them have in common. */
#include "artifact/model_file.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "value/number.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static bool fail(struct mf_model_reading *reading, mf_status status, uint64_t at, const char *problem)
{
    if (reading->status == MF_OK) {
        reading->status = status;
        reading->problem = problem;
        reading->problem_at = at;
    }
    return false;
}

bool mf_model_refuse_at(struct mf_model_reading *reading, uint64_t at, const char *problem)
{
    return fail(reading, MF_ERROR_SYNTAX, at, problem);
}

bool mf_model_refuse(struct mf_model_reading *reading, const char *problem)
{
    return mf_model_refuse_at(reading, reading->at, problem);
}

bool mf_model_limit(struct mf_model_reading *reading, const char *problem)
{
    return fail(reading, MF_ERROR_LIMIT, reading->at, problem);
}

bool mf_model_no_memory(struct mf_model_reading *reading)
{
    if (mf_arena_status(reading->model->arena) == MF_ERROR_LIMIT) {
        return mf_model_limit(reading, "the header needs more memory than the limit allows");
    }
    return fail(reading, MF_ERROR_MEMORY, 0, NULL);
}

/* --- bytes ------------------------------------------------------------------------------------------------------------- */

/* Reads until there is as much as was asked for. */
static bool read_file(struct mf_model_reading *reading, unsigned char *bytes, size_t size, uint64_t at)
{
    size_t done = 0;

    while (done < size) {
        ssize_t more = pread(reading->file, bytes + done, size - done, (off_t)(at + done));

        if (more < 0 && errno == EINTR) {
            continue;
        }
        if (more < 0) {
            reading->reason = errno;
            return fail(reading, MF_ERROR_IO, at, NULL);
        }
        if (more == 0) {
            return mf_model_refuse_at(reading, at + done, "the file became shorter while it was read");
        }
        done += (size_t)more;
    }
    return true;
}

static bool fill_window(struct mf_model_reading *reading)
{
    uint64_t rest = reading->size - reading->at;
    size_t size = rest < MF_MODEL_WINDOW ? (size_t)rest : MF_MODEL_WINDOW;

    reading->window_size = 0;
    if (!read_file(reading, reading->window, size, reading->at)) {
        return false;
    }
    reading->window_at = reading->at;
    reading->window_size = size;
    return true;
}

static bool copy_window(struct mf_model_reading *reading, unsigned char *bytes, size_t size)
{
    while (size > 0) {
        bool inside =
            reading->at >= reading->window_at && reading->at - reading->window_at < reading->window_size;
        size_t offset;
        size_t part;

        if (!inside && !fill_window(reading)) {
            return false;
        }
        offset = (size_t)(reading->at - reading->window_at);
        part = reading->window_size - offset < size ? reading->window_size - offset : size;
        memcpy(bytes, reading->window + offset, part);
        bytes += part;
        size -= part;
        reading->at += part;
    }
    return true;
}

bool mf_model_take(struct mf_model_reading *reading, void *bytes, size_t size)
{
    if (reading->status != MF_OK) {
        return false;
    }
    if (size > reading->size - reading->at) {
        return mf_model_refuse(reading, "the file ends within its header");
    }
    if (size > reading->limit) {
        return mf_model_limit(reading, "the header has more bytes than the limit allows");
    }
    reading->limit -= size;
    if (reading->file < 0) {
        if (size > 0) {
            memcpy(bytes, reading->memory + reading->at, size);
        }
        reading->at += size;
        return true;
    }
    if (size < MF_MODEL_WINDOW) {
        return copy_window(reading, bytes, size);
    }
    if (!read_file(reading, bytes, size, reading->at)) {
        return false;
    }
    reading->at += size;
    return true;
}

bool mf_model_pass(struct mf_model_reading *reading, uint64_t size)
{
    if (reading->status != MF_OK) {
        return false;
    }
    if (size > reading->size - reading->at) {
        return mf_model_refuse(reading, "a length leads beyond the end of the file");
    }
    reading->at += size;
    return true;
}

const char *mf_model_take_text(struct mf_model_reading *reading, uint64_t size)
{
    char *text;

    if (size > reading->size - reading->at) {
        (void)mf_model_refuse(reading, "a text is longer than the file");
        return NULL;
    }
    if (size > reading->limit) {
        (void)mf_model_limit(reading, "the header has more bytes than the limit allows");
        return NULL;
    }
    text = mf_arena_alloc(reading->model->arena, (size_t)size + 1);
    if (text == NULL) {
        (void)mf_model_no_memory(reading);
        return NULL;
    }
    if (!mf_model_take(reading, text, (size_t)size)) {
        return NULL;
    }
    if (memchr(text, '\0', (size_t)size) != NULL ||
        mf_utf8_valid_prefix(mf_view_make(text, (size_t)size)) != size) {
        (void)mf_model_refuse(reading, "a text is no UTF-8, or holds a zero byte");
        return NULL;
    }
    return text;
}

/* --- the model --------------------------------------------------------------------------------------------------------- */

struct mf_model_tensor *mf_model_add(struct mf_model_reading *reading, struct mf_model_list *list)
{
    struct mf_model_tensor *tensor;

    if (list->count >= reading->tensor_limit) {
        (void)mf_model_limit(reading, "there are more tensors than the limit allows");
        return NULL;
    }
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 16 : 2 * list->room;
        void *items = mf_arena_resize(reading->model->arena, list->items, room * sizeof *list->items);

        if (items == NULL) {
            (void)mf_model_no_memory(reading);
            return NULL;
        }
        list->items = items;
        list->room = room;
    }
    tensor = &list->items[list->count++];
    *tensor = (struct mf_model_tensor){ .name = "", .type = "unknown", .rank = -1 };
    return tensor;
}

bool mf_model_set_shape(struct mf_model_reading *reading, struct mf_model_tensor *tensor,
                        const int64_t *shape, int32_t rank)
{
    int64_t *copy = NULL;

    if (rank > 0) {
        copy = mf_arena_alloc_array(reading->model->arena, (size_t)rank, sizeof *copy);
        if (copy == NULL) {
            return mf_model_no_memory(reading);
        }
        memcpy(copy, shape, (size_t)rank * sizeof *copy);
    }
    tensor->shape = copy;
    tensor->rank = rank;
    return true;
}

bool mf_model_elements(struct mf_model_reading *reading, const struct mf_model_tensor *tensor,
                       uint64_t *ret_elements)
{
    uint64_t elements = 1;

    for (int32_t i = 0; i < tensor->rank; i++) {
        if (tensor->shape[i] < 0) {
            return mf_model_refuse(reading, "a dimension of a tensor is negative");
        }
        if (__builtin_mul_overflow(elements, (uint64_t)tensor->shape[i], &elements)) {
            return mf_model_refuse(reading, "a tensor has more elements than 64 bits can count");
        }
    }
    *ret_elements = elements;
    return true;
}

bool mf_model_count(struct mf_model_reading *reading, const char *type, uint64_t elements)
{
    mf_model *model = reading->model;
    size_t at = 0;

    if (__builtin_add_overflow(model->parameters, elements, &model->parameters)) {
        return mf_model_refuse(reading, "there are more parameters than 64 bits can count");
    }
    while (at < model->type_count && strcmp(model->types[at].name, type) < 0) {
        at++;
    }
    if (at == model->type_count || strcmp(model->types[at].name, type) != 0) {
        if (model->type_count == MF_MODEL_MOST_TYPES) {
            return mf_model_limit(reading, "the tensors have more than 64 types");
        }
        memmove(&model->types[at + 1], &model->types[at], (model->type_count - at) * sizeof model->types[0]);
        model->types[at] = (struct mf_model_type){ .name = type };
        model->type_count++;
    }
    model->types[at].tensors++;
    model->types[at].parameters += elements;
    return true;
}

bool mf_model_add_property(struct mf_model_reading *reading, const char *name, struct mf_view value)
{
    mf_model *model = reading->model;
    struct mf_model_property *property = &model->properties[model->property_count];
    size_t size = value.size < MF_MODEL_LONGEST_PROPERTY ? value.size : MF_MODEL_LONGEST_PROPERTY;

    if (model->property_count == MF_MODEL_MOST_PROPERTIES) {
        return true;
    }
    /* Not within a character. */
    size = mf_utf8_valid_prefix(mf_view_make(value.data, size));
    property->name = mf_arena_copy(model->arena, mf_view_of(name));
    property->value = mf_arena_copy(model->arena, mf_view_make(value.data, size));
    if (property->name == NULL || property->value == NULL) {
        return mf_model_no_memory(reading);
    }
    model->property_count++;
    return true;
}

bool mf_model_add_property_number(struct mf_model_reading *reading, const char *name, int64_t value)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    bool done;

    mf_integer_append(&text, value);
    done = text.status == MF_OK ? mf_model_add_property(reading, name, mf_buffer_view(&text))
                                : fail(reading, MF_ERROR_MEMORY, 0, NULL);
    mf_buffer_release(&text);
    return done;
}

static int compare_tensors(const void *left, const void *right)
{
    return strcmp(((const struct mf_model_tensor *)left)->name,
                  ((const struct mf_model_tensor *)right)->name);
}

bool mf_model_sort_tensors(struct mf_model_reading *reading)
{
    struct mf_model_list *tensors = &reading->model->tensors;

    if (tensors->count > 1) {
        qsort(tensors->items, tensors->count, sizeof *tensors->items, compare_tensors);
    }
    for (size_t i = 1; i < tensors->count; i++) {
        if (compare_tensors(&tensors->items[i - 1], &tensors->items[i]) == 0) {
            return mf_model_refuse(reading, "two tensors have one name");
        }
    }
    return true;
}

static int compare_ranges(const void *left, const void *right)
{
    const struct mf_model_range *one = left;
    const struct mf_model_range *other = right;

    if (one->begin != other->begin) {
        return one->begin < other->begin ? -1 : 1;
    }
    return (one->end > other->end) - (one->end < other->end);
}

bool mf_model_check_ranges(struct mf_model_reading *reading, struct mf_model_range *ranges, size_t count,
                           uint64_t size, bool gapless)
{
    uint64_t end = 0;

    if (count > 1) {
        qsort(ranges, count, sizeof *ranges, compare_ranges);
    }
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].end > size) {
            return mf_model_refuse(reading, "a tensor lies beyond the end of the file");
        }
        if (ranges[i].begin < end) {
            return mf_model_refuse(reading, "two tensors overlap");
        }
        if (gapless && ranges[i].begin > end) {
            return mf_model_refuse(reading, "there are bytes between the tensors that belong to none");
        }
        end = ranges[i].end;
    }
    return !gapless || end == size ||
           mf_model_refuse(reading, "there are bytes behind the tensors that belong to none");
}
