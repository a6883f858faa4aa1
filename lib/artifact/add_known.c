/* SPDX-License-Identifier: Apache-2.0 */
/* Artifacts of whose files only facts are known; and what an ONNX model says of the interface. */
#include "artifact/add.h"

#include "base/error.h"
#include "value/check.h"
#include "value/number.h"
#include "json/writer.h"

#include <stdlib.h>

/* --- files that are elsewhere ------------------------------------------------------------------------------------------ */

static int compare_files(const void *left, const void *right)
{
    return strcmp(((const struct mf_added_file *)left)->below, ((const struct mf_added_file *)right)->below);
}

static mf_status take_file(struct mf_adding *adding, const struct mf_known_file *known, mf_error **reterr)
{
    struct mf_added_file *file = &adding->files[adding->count++];
    struct mf_file_sample sample = { .name = mf_view_of(known->path == NULL ? adding->path : known->path) };
    bool other = false;

    file->path = adding->path;
    file->below = known->path == NULL ? adding->path : known->path;
    file->size = known->size;
    file->algorithm = mf_adding_read_digest(known->digest, file->digest);
    file->format = mf_file_format_guess(&sample, &other);
    if (file->algorithm == 0 || !mf_path_check(mf_view_of(file->below), NULL) ||
        file->size > (uint64_t)MF_INTEGER_MAXIMUM) {
        return mf_error_argument(
            reterr, "a file has no path below the artifact, no digest of SHA-256 or SHA-512, or no size");
    }
    return MF_OK;
}

static mf_status take_files(struct mf_adding *adding, const mf_known_file *files, size_t count,
                            mf_error **reterr)
{
    mf_status status = MF_OK;

    adding->directory = files[0].path != NULL;
    adding->files = mf_arena_alloc_array(adding->arena, count, sizeof *adding->files);
    if (adding->files == NULL) {
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < count && status == MF_OK; i++) {
        if ((files[i].path == NULL) == adding->directory || (!adding->directory && count > 1)) {
            return mf_error_argument(reterr, "only an artifact that is one file has a file without path");
        }
        status = take_file(adding, &files[i], reterr);
    }
    if (status == MF_OK && count > 1) {
        qsort(adding->files, count, sizeof *adding->files, compare_files);
    }
    for (size_t i = 1; i < count && status == MF_OK; i++) {
        if (compare_files(&adding->files[i - 1], &adding->files[i]) == 0) {
            status = mf_error_argument(reterr, "a file is given twice");
        }
    }
    return status;
}

mf_status mf_artifact_add_known(mf_builder *builder, const char *path, const mf_known_file *files,
                                size_t count, const mf_artifact_options *options, mf_error **reterr)
{
    struct mf_adding adding = { .builder = builder, .path = path };
    mf_status status;

    if (builder == NULL || path == NULL || files == NULL || count == 0 ||
        !mf_path_check(mf_view_of(path), NULL)) {
        return mf_error_argument(reterr,
                                 "builder, path and files must be given, and the path one below the root");
    }
    adding.arena = mf_arena_new(0);
    if (adding.arena == NULL) {
        return mf_error_memory(reterr);
    }
    status = mf_adding_take_options(&adding, options, reterr);
    if (status == MF_OK) {
        adding.options.flags = 0;
        status = take_files(&adding, files, count, reterr);
    }
    if (status == MF_OK) {
        status = mf_adding_put(&adding, reterr);
    }
    mf_arena_free(adding.arena);
    return status;
}

/* --- the interface ----------------------------------------------------------------------------------------------------- */

static void append_tensor(struct mf_buffer *json, const mf_model_tensor *tensor)
{
    int32_t rank = mf_model_tensor_rank(tensor);

    mf_buffer_append_text(json, "{\"name\":");
    mf_json_append_string(json, mf_view_of(mf_model_tensor_name(tensor)));
    mf_buffer_append_text(json, ",\"type\":");
    mf_json_append_string(json, mf_view_of(mf_model_tensor_type(tensor)));
    for (int32_t i = 0; i < rank; i++) {
        mf_buffer_append_text(json, i == 0 ? ",\"shape\":[" : ",");
        mf_integer_append(json, mf_model_tensor_dimension(tensor, (size_t)i));
    }
    mf_buffer_append_text(json, rank > 0 ? "]}" : "}");
}

static mf_status put_list(mf_builder *builder, const char *path, const mf_model *model,
                          size_t (*count)(const mf_model *),
                          const mf_model_tensor *(*at)(const mf_model *, size_t), mf_error **reterr)
{
    struct mf_buffer json = MF_BUFFER_EMPTY;
    mf_status status;

    mf_buffer_append_byte(&json, '[');
    for (size_t i = 0; i < count(model); i++) {
        mf_buffer_append_text(&json, i == 0 ? "" : ",");
        append_tensor(&json, at(model, i));
    }
    mf_buffer_append_byte(&json, ']');
    status = json.status != MF_OK ? mf_error_memory(reterr)
                                  : mf_builder_set_json(builder, path, json.data, json.size, reterr);
    mf_buffer_release(&json);
    return status;
}

mf_status mf_adding_put_interface(struct mf_adding *adding, mf_error **reterr)
{
    const struct model_interface *given = adding->builder->root->interface;
    const mf_model *model = NULL;
    mf_status status;

    for (size_t i = 0; i < adding->count; i++) {
        if (adding->files[i].model != NULL) {
            if (model != NULL) {
                return MF_OK;
            }
            model = adding->files[i].model;
        }
    }
    if (model == NULL || (given != NULL && (given->inputs.count > 0 || given->outputs.count > 0))) {
        return MF_OK;
    }
    status = put_list(adding->builder, "/interface/inputs", model, mf_model_input_count, mf_model_input_at,
                      reterr);
    return status == MF_OK ? put_list(adding->builder, "/interface/outputs", model, mf_model_output_count,
                                      mf_model_output_at, reterr)
                           : status;
}
