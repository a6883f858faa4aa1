/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as the file of a model, by their contents and as one of ONNX: what is read has names in order, texts that are some, numbers
 * that add up and tensors that lie within the file; what is refused says where.
 */
#include "fuzz.h"

#include "artifact/model_file.h"
#include "base/utf8.h"

#include <libmanifest/libmanifest.h>

enum { MEMORY = 1 << 22 };

static void check_text(const char *text)
{
    require(text != NULL && mf_utf8_valid_prefix(mf_view_of(text)) == strlen(text), "a text is no UTF-8");
}

static void check_tensor(const mf_model_tensor *tensor)
{
    check_text(mf_model_tensor_name(tensor));
    check_text(mf_model_tensor_type(tensor));
    require(*mf_model_tensor_type(tensor) != '\0', "a tensor without a type");
    require(mf_model_tensor_rank(tensor) <= MF_MODEL_MOST_RANK, "a tensor of too many dimensions");
    for (int32_t i = 0; i < mf_model_tensor_rank(tensor); i++) {
        require(mf_model_tensor_dimension(tensor, (size_t)i) >= -1, "a negative dimension");
    }
}

static void check_types(const mf_model *model)
{
    uint64_t parameters = 0;
    uint64_t tensors = 0;

    for (size_t i = 0; i < mf_model_type_count(model); i++) {
        parameters += mf_model_type_parameters(model, i);
        tensors += mf_model_type_tensors(model, i);
        require(i == 0 || strcmp(mf_model_type(model, i - 1), mf_model_type(model, i)) < 0,
                "types are not in order");
    }
    require(parameters == mf_model_parameters(model) && tensors == mf_model_tensor_count(model),
            "the sums are wrong");
}

static void check_model(const mf_model *model)
{
    check_types(model);
    for (size_t i = 0; i < mf_model_tensor_count(model); i++) {
        check_tensor(mf_model_tensor_at(model, i));
        require(i == 0 || strcmp(mf_model_tensor_name(mf_model_tensor_at(model, i - 1)),
                                 mf_model_tensor_name(mf_model_tensor_at(model, i))) < 0,
                "tensors are not in order");
    }
    for (size_t i = 0; i < mf_model_input_count(model); i++) {
        check_tensor(mf_model_input_at(model, i));
    }
    for (size_t i = 0; i < mf_model_output_count(model); i++) {
        check_tensor(mf_model_output_at(model, i));
    }
    for (size_t i = 0; i < mf_model_property_count(model); i++) {
        check_text(mf_model_property_name(model, i));
        check_text(mf_model_property_value(model, i));
    }
}

static void check_file(const uint8_t *data, size_t size, const char *name)
{
    mf_model_options options;
    mf_model *model = NULL;
    mf_error *error = NULL;
    mf_status status;

    mf_model_options_init(&options, sizeof options);
    options.maximum_memory = MEMORY;
    status = mf_model_read_open(-1, data, size, name, &options, &model, &error);
    require(status == MF_OK || status == MF_ERROR_SYNTAX || status == MF_ERROR_LIMIT, "a wrong status");
    require((status == MF_OK) == (model != NULL), "a model and an error, or none of both");
    require(status == MF_OK || mf_error_offset(error) <= size, "an error outside of the file");
    if (model != NULL) {
        check_model(model);
    }
    mf_model_unref(model);
    mf_error_unref(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_file(data, size, "model");
    check_file(data, size, "model.onnx");
    check_file(data, size, "model.safetensors");
    return 0;
}
