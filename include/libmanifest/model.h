/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_MODEL_H
#define LIBMANIFEST_MODEL_H
/**
 * @file
 * Files of models: what format they have, and what their headers say of tensors, parameters, inputs and outputs.
 *
 * The headers of safetensors, ONNX and GGUF are read strictly and with limits; the numbers of the tensors themselves are passed over, so a
 * file of any size takes moments. Nothing of a file is ever executed. Other formats are told by name and first bytes.
 */
#include <libmanifest/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is known of a file of a model. Immutable, reference-counted; may be shared between threads. */
typedef struct mf_model mf_model;
/** A tensor, input or output of a model; it lives as long as that. */
typedef struct mf_model_tensor mf_model_tensor;

/** Loading the file can run code that is in it: a pickle, or an archive that holds one. */
#define MF_MODEL_RUNS_CODE 1u
/** The header was read: tensors, parameters, inputs and outputs are known. */
#define MF_MODEL_HEADER 2u
/** Some of the weights are in files beside it (ONNX). */
#define MF_MODEL_EXTERNAL_DATA 4u
/** The name says another format than the contents, which are believed. */
#define MF_MODEL_OTHER_NAME 8u

/** Options of reading. Call mf_model_options_init() first; 0 means the default. */
typedef struct mf_model_options {
    /** sizeof(mf_model_options) of the caller. */
    size_t size;
    /** Most bytes of a header; default 100,000,000, which is also the limit of safetensors itself. */
    size_t maximum_header;
    /** Most bytes of memory, besides a safetensors header; default 512 MiB. */
    size_t maximum_memory;
    /** Most tensors, and as many metadata of GGUF; default 1,000,000. */
    uint32_t maximum_tensors;
    /** Must be 0. */
    uint32_t reserved;
} mf_model_options;

/** Fills options with their defaults. `size` is sizeof(mf_model_options). Since 0.1. */
MF_API void mf_model_options_init(mf_model_options *options, size_t size);

/**
 * Reads what a file says of itself. Symbolic links are followed; nothing but a regular file is opened.
 *
 * @param options    NULL for the defaults
 * @param ret_model  receives what is known; the caller ends it with mf_model_unref()
 * @return #MF_OK, also for a file of a format that is not known. #MF_ERROR_SYNTAX: the header is not as its format wants it, or
 *         speaks of more than the file has; the offset of the error says where. #MF_ERROR_LIMIT, #MF_ERROR_IO, #MF_ERROR_ARGUMENT,
 *         #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_model_read(const char *path, const mf_model_options *options, mf_model **ret_model,
                               mf_error **reterr);

/** Takes one more reference and returns `model`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_model *mf_model_ref(mf_model *model);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_model *mf_model_unref(mf_model *model);

/** The format: "safetensors", "onnx", "gguf", "pytorch", "pickle", "joblib", "tokenizer", "json", …; "unknown" if it is none that is
 * known. Static. Since 0.1. */
MF_API const char *mf_model_format(const mf_model *model);

/** The kind of artifact that such a file usually is, as in the manifest: "weights", "tokenizer", …, "other". Static. Since 0.1. */
MF_API const char *mf_model_kind(const mf_model *model);

/** The media type of the format, or "" where there is none. Static. Since 0.1. */
MF_API const char *mf_model_media_type(const mf_model *model);

/** Size of the file in bytes. Since 0.1. */
MF_API uint64_t mf_model_size(const mf_model *model);

/** MF_MODEL_…, joined by `|`. Since 0.1. */
MF_API uint32_t mf_model_flags(const mf_model *model);

/** Number of parameters: elements of all tensors. Of ONNX the initializers of the main graph, not attributes of its nodes. Since 0.1. */
MF_API uint64_t mf_model_parameters(const mf_model *model);

/** Number of types that the tensors have. Since 0.1. */
MF_API size_t mf_model_type_count(const mf_model *model);
/** Type `index`, from 0, sorted: "bfloat16", "float32", "q4_k"; "" past the last. Since 0.1. */
MF_API const char *mf_model_type(const mf_model *model, size_t index);
/** Parameters of type `index`. Since 0.1. */
MF_API uint64_t mf_model_type_parameters(const mf_model *model, size_t index);
/** Tensors of type `index`. Since 0.1. */
MF_API uint64_t mf_model_type_tensors(const mf_model *model, size_t index);

/** Number of tensors. Since 0.1. */
MF_API size_t mf_model_tensor_count(const mf_model *model);
/** Tensor `index`, from 0, in the order of names; NULL past the last. Since 0.1. */
MF_API const mf_model_tensor *mf_model_tensor_at(const mf_model *model, size_t index);

/** Number of inputs that must be given; known of ONNX alone. Since 0.1. */
MF_API size_t mf_model_input_count(const mf_model *model);
/** Input `index`, from 0, in the order of the file; NULL past the last. Since 0.1. */
MF_API const mf_model_tensor *mf_model_input_at(const mf_model *model, size_t index);
/** Number of outputs; known of ONNX alone. Since 0.1. */
MF_API size_t mf_model_output_count(const mf_model *model);
/** Output `index`, from 0, in the order of the file; NULL past the last. Since 0.1. */
MF_API const mf_model_tensor *mf_model_output_at(const mf_model *model, size_t index);

/** The name, as the file has it. Since 0.1. */
MF_API const char *mf_model_tensor_name(const mf_model_tensor *tensor);
/** The type of its elements: "float32", "bfloat16", "q4_k"; of an input or output that is no tensor "sequence(map(int64,float32))" and
 * the like. Since 0.1. */
MF_API const char *mf_model_tensor_type(const mf_model_tensor *tensor);
/** Number of dimensions; -1 where the file does not say. Since 0.1. */
MF_API int32_t mf_model_tensor_rank(const mf_model_tensor *tensor);
/** Size of dimension `index`, from 0, in the order of the file, which in GGUF begins with the one that changes fastest; -1 for any
 * size, and past the last. Since 0.1. */
MF_API int64_t mf_model_tensor_dimension(const mf_model_tensor *tensor, size_t index);

/** Number of properties: what a header says of the whole model in a few words, such as "producer", "opset", "architecture". Since 0.1. */
MF_API size_t mf_model_property_count(const mf_model *model);
/** Name of property `index`, from 0, in the order of the file; "" past the last. Since 0.1. */
MF_API const char *mf_model_property_name(const mf_model *model, size_t index);
/** Value of property `index`, cut at 256 bytes; it is what the file says, not printable text. Since 0.1. */
MF_API const char *mf_model_property_value(const mf_model *model, size_t index);

#ifdef __cplusplus
}
#endif
#endif
