/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of model files, made by hand after the published formats: what is read of good ones, and the many ways to be bad. */
#include "artifact/model_file.h"
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Bytes with zeros among them. */
#define BYTES(text)                                                                                          \
    {                                                                                                        \
        text, sizeof(text) - 1                                                                               \
    }
#define VIEW(text) mf_view_make(text, sizeof(text) - 1)

static mf_status read_bytes(struct mf_view bytes, const char *name, const mf_model_options *options,
                            mf_model **ret_model, mf_error **reterr)
{
    return mf_model_read_open(-1, bytes.data, bytes.size, name, options, ret_model, reterr);
}

static mf_model *must_read_model(struct mf_view bytes, const char *name)
{
    mf_model *model = NULL;
    mf_error *error = NULL;
    mf_status status = read_bytes(bytes, name, NULL, &model, &error);

    assert_ok(status, error);
    ck_assert_uint_ne(mf_model_flags(model) & MF_MODEL_HEADER, 0);
    return model;
}

/* Fails unless the bytes are refused, for a reason that holds these words; then no beginning of them may be accepted either. */
static void assert_bad(struct mf_view bytes, const char *name, mf_status expected, const char *words)
{
    mf_model *model = NULL;
    mf_error *error = NULL;
    mf_status status = read_bytes(bytes, name, NULL, &model, &error);

    ck_assert_msg(status == expected, "%s: %s instead of '%s'", mf_status_name(status),
                  mf_error_message(error), words);
    ck_assert_msg(strstr(mf_error_message(error), words) != NULL, "'%s' is not in: %s", words,
                  mf_error_message(error));
    ck_assert_ptr_null(model);
    mf_error_unref(error);
}

static void assert_tensor(const mf_model_tensor *tensor, const char *name, const char *type, int32_t rank,
                          int64_t first)
{
    ck_assert_ptr_nonnull(tensor);
    ck_assert_str_eq(mf_model_tensor_name(tensor), name);
    ck_assert_str_eq(mf_model_tensor_type(tensor), type);
    ck_assert_int_eq(mf_model_tensor_rank(tensor), rank);
    ck_assert_int_eq(mf_model_tensor_dimension(tensor, 0), first);
}

/* Every beginning of a good file is refused, but those that are told by their name alone. */
static void assert_no_part_is_good(struct mf_view bytes, const char *name)
{
    for (size_t size = 0; size < bytes.size; size++) {
        mf_model *model = NULL;
        mf_status status = read_bytes(mf_view_make(bytes.data, size), name, NULL, &model, NULL);

        ck_assert_msg(status == MF_ERROR_SYNTAX, "the first %zu bytes are accepted", size);
    }
}

/* --- safetensors ------------------------------------------------------------------------------------------------------- */

/* A header with its length, and so many bytes of numbers. release() it. */
static struct mf_buffer safetensors(const char *header, size_t numbers)
{
    struct mf_buffer bytes = MF_BUFFER_EMPTY;

    for (unsigned i = 0; i < 8; i++) {
        mf_buffer_append_byte(&bytes, (char)((uint64_t)strlen(header) >> (8 * i) & 0xff));
    }
    mf_buffer_append_text(&bytes, header);
    for (size_t i = 0; i < numbers; i++) {
        mf_buffer_append_byte(&bytes, '\0');
    }
    return bytes;
}

#define GOOD_SAFETENSORS                                                                                     \
    "{\"__metadata__\":{\"format\":\"pt\"},"                                                                 \
    "\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[4,28]},"                                     \
    "\"b\\u00e9\":{\"data_offsets\":[0,4],\"dtype\":\"BF16\",\"shape\":[2]}}  "

START_TEST(a_good_safetensors_file)
{
    struct mf_buffer bytes = safetensors(GOOD_SAFETENSORS, 28);
    mf_model *model = must_read_model(mf_buffer_view(&bytes), "any/model.safetensors");

    ck_assert_str_eq(mf_model_format(model), "safetensors");
    ck_assert_str_eq(mf_model_kind(model), "weights");
    ck_assert_str_eq(mf_model_media_type(model), "application/vnd.safetensors");
    ck_assert_uint_eq(mf_model_size(model), bytes.size);
    ck_assert_uint_eq(mf_model_parameters(model), 8);
    ck_assert_uint_eq(mf_model_tensor_count(model), 2);
    assert_tensor(mf_model_tensor_at(model, 0), "b\xc3\xa9", "bfloat16", 1, 2);
    assert_tensor(mf_model_tensor_at(model, 1), "w", "float32", 2, 2);
    ck_assert_ptr_null(mf_model_tensor_at(model, 2));
    ck_assert_uint_eq(mf_model_type_count(model), 2);
    ck_assert_str_eq(mf_model_type(model, 1), "float32");
    ck_assert_uint_eq(mf_model_type_parameters(model, 1), 6);
    ck_assert_uint_eq(mf_model_type_tensors(model, 1), 1);
    ck_assert_str_eq(mf_model_property_name(model, 0), "format");
    ck_assert_str_eq(mf_model_property_value(model, 0), "pt");
    mf_model_unref(mf_model_ref(model));
    mf_model_unref(model);
    assert_no_part_is_good(mf_buffer_view(&bytes), "model.safetensors");
    mf_buffer_release(&bytes);
}
END_TEST

START_TEST(a_type_of_later_keeps_its_name)
{
    struct mf_buffer bytes =
        safetensors("{\"x\":{\"dtype\":\"F5_NEW\",\"shape\":[],\"data_offsets\":[0,3]}}", 3);
    mf_model *model = must_read_model(mf_buffer_view(&bytes), "x");

    assert_tensor(mf_model_tensor_at(model, 0), "x", "f5_new", 0, -1);
    mf_model_unref(model);
    mf_buffer_release(&bytes);
}
END_TEST

#define TENSOR(shape, offsets) "{\"dtype\":\"U8\",\"shape\":" shape ",\"data_offsets\":" offsets "}"

static const struct bad {
    const char *text;
    const char *words;
} bad_safetensors[] = {
    { "{\"a\":" TENSOR("[3]", "[0,3]") "}", "behind the tensors" },
    { "{\"a\":" TENSOR("[5]", "[0,5]") "}", "beyond the end of the file" },
    { "{\"a\":" TENSOR("[3]", "[1,4]") "}", "between the tensors" },
    { "{\"a\":" TENSOR("[3]", "[0,3]") ",\"b\":" TENSOR("[2]", "[2,4]") "}", "overlap" },
    { "{\"a\":" TENSOR("[4]", "[0,4]") ",\"b\":" TENSOR("[4]", "[0,4]") "}", "overlap" },
    { "{\"a\":" TENSOR("[4]", "[0,4]") ",\"a\":" TENSOR("[0]", "[4,4]") "}", "one name" },
    { "{\"a\":" TENSOR("[4]", "[0,4]") ",\"\\u0061\":" TENSOR("[0]", "[4,4]") "}", "one name" },
    { "{\"a\":" TENSOR("[4]", "[4,0]") "}", "before it begins" },
    { "{\"a\":" TENSOR("[3]", "[0,4]") "}", "more or fewer bytes" },
    { "{\"a\":" TENSOR("[-4]", "[0,4]") "}", "no integer" },
    { "{\"a\":" TENSOR("[4.0]", "[0,4]") "}", "no integer" },
    { "{\"a\":" TENSOR("[9007199254740992]", "[0,4]") "}", "no integer" },
    { "{\"a\":" TENSOR("[4294967296,4294967296]", "[0,4]") "}", "64 bits" },
    { "{\"a\":" TENSOR("[4503599627370496,2048]", "[0,4]") "}", "more or fewer bytes" },
    { "{\"a\":" TENSOR("4", "[0,4]") "}", "no list" },
    { "{\"a\":" TENSOR("[[4]]", "[0,4]") "}", "no list" },
    { "{\"a\":" TENSOR("[4]", "[0,4,4]") "}", "no list" },
    { "{\"a\":" TENSOR("[4]", "[4]") "}", "are not two" },
    { "{\"a\":{\"dtype\":\"U8\",\"shape\":[4]}}", "lacks" },
    { "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", "given twice" },
    { "{\"a\":{\"shape\":[4],\"shape\":[4],\"dtype\":\"U8\",\"data_offsets\":[0,4]}}", "given twice" },
    { "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4],\"code\":1}}", "a member besides" },
    { "{\"a\":{\"dtype\":\"u8\",\"shape\":[4],\"data_offsets\":[0,4]}}", "'dtype' is none" },
    { "{\"a\":{\"dtype\":8,\"shape\":[4],\"data_offsets\":[0,4]}}", "no text" },
    { "{\"a\":7}", "no object" },
    { "{\"a\":[" TENSOR("[4]", "[0,4]") "]}", "no object" },
    { "{\"__metadata__\":{\"a\":1},\"b\":" TENSOR("[4]", "[0,4]") "}", "no text" },
    { "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"},\"b\":" TENSOR("[4]", "[0,4]") "}", "twice" },
    { "{\"__metadata__\":{},\"__metadata__\":{}}", "given twice" },
    { "{\"a\\u0000b\":" TENSOR("[4]", "[0,4]") "}", "zero byte" },
    { "{\"a\":" TENSOR("[4]", "[0,4]") "} x", "header is not good" },
    { "{\"a\":" TENSOR("[4]", "[0,4]") ",}", "header is not good" },
    { "{\"a\":{\"x\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}}", "a member besides" },
    { "{\"\xff\":" TENSOR("[4]", "[0,4]") "}", "header is not good" },
};

START_TEST(bad_safetensors_files)
{
    struct mf_buffer bytes = safetensors(bad_safetensors[_i].text, 4);

    assert_bad(mf_buffer_view(&bytes), "model.safetensors", MF_ERROR_SYNTAX, bad_safetensors[_i].words);
    mf_buffer_release(&bytes);
}
END_TEST

START_TEST(bad_lengths_of_safetensors)
{
    assert_bad(VIEW("\xff\xff\xff\xff\xff\xff\xff\xff{}"), "m.safetensors", MF_ERROR_SYNTAX,
               "longer than the file");
    assert_bad(VIEW("\x03\0\0\0\0\0\0\0{}"), "m.safetensors", MF_ERROR_SYNTAX, "longer than the file");
    assert_bad(VIEW("\0\0\0\0\0\0\0\0"), "m.safetensors", MF_ERROR_SYNTAX, "header");
    assert_bad(VIEW("\x02\0\0\0\0\0"), "m.safetensors", MF_ERROR_SYNTAX, "ends within");
    assert_bad(VIEW(""), "m.safetensors", MF_ERROR_SYNTAX, "ends within");
}
END_TEST

START_TEST(limits_are_kept)
{
    struct mf_buffer bytes = safetensors(GOOD_SAFETENSORS, 28);
    mf_model *model = NULL;
    mf_model_options options;

    mf_model_options_init(&options, sizeof options);
    options.maximum_tensors = 1;
    ck_assert_int_eq(read_bytes(mf_buffer_view(&bytes), "x", &options, &model, NULL), MF_ERROR_LIMIT);
    options.maximum_tensors = 2;
    options.maximum_header = bytes.size - 28 - 1;
    ck_assert_int_eq(read_bytes(mf_buffer_view(&bytes), "x", &options, &model, NULL), MF_ERROR_LIMIT);
    options.maximum_header = bytes.size - 28;
    options.maximum_memory = 100;
    ck_assert_int_eq(read_bytes(mf_buffer_view(&bytes), "x", &options, &model, NULL), MF_ERROR_LIMIT);
    options.maximum_memory = 1 << 20;
    ck_assert_int_eq(read_bytes(mf_buffer_view(&bytes), "x", &options, &model, NULL), MF_OK);
    model = mf_model_unref(model);
    options.reserved = 1;
    ck_assert_int_eq(read_bytes(mf_buffer_view(&bytes), "x", &options, &model, NULL), MF_ERROR_ARGUMENT);
    mf_buffer_release(&bytes);
}
END_TEST

/* A header of a million tensors is read in one pass; one more than the limit is refused. */
START_TEST(a_million_tensors)
{
    struct mf_buffer header = MF_BUFFER_EMPTY;
    struct mf_buffer bytes;
    mf_model *model;

    for (unsigned i = 0; i < 1000000; i++) {
        mf_buffer_format(&header, "%c\"%u\":" TENSOR("[0]", "[0,0]"), i == 0 ? '{' : ',', i);
    }
    mf_buffer_append(&header, mf_view_make("}", 2));
    bytes = safetensors(header.data, 0);
    model = must_read_model(mf_buffer_view(&bytes), "x");
    ck_assert_uint_eq(mf_model_tensor_count(model), 1000000);
    mf_model_unref(model);
    mf_buffer_release(&bytes);
    header.size -= 2;
    mf_buffer_append_text(&header, ",\"x\":" TENSOR("[0]", "[0,0]") "}");
    mf_buffer_append_byte(&header, '\0');
    bytes = safetensors(header.data, 0);
    assert_bad(mf_buffer_view(&bytes), "x", MF_ERROR_LIMIT, "more tensors");
    mf_buffer_release(&bytes);
    mf_buffer_release(&header);
}
END_TEST

/* --- GGUF -------------------------------------------------------------------------------------------------------------- */

#define GGUF(version, tensors, pairs) "GGUF" version "\0\0\0" tensors "\0\0\0\0\0\0\0" pairs "\0\0\0\0\0\0\0"
#define NAME(size, text)              size "\0\0\0\0\0\0\0" text
#define NUMBER(value)                 value "\0\0\0\0\0\0\0"
/* Version 3, one tensor "w" of four float32, and an architecture; the numbers begin at byte 128. */
#define ARCHITECTURE NAME("\x14", "general.architecture") "\x08\0\0\0" NAME("\x05", "llama")
#define TENSOR_W     NAME("\x01", "w") "\x01\0\0\0" NUMBER("\x04") "\0\0\0\0" NUMBER("\0")
#define PADDING      "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define NUMBERS      "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define GOOD_GGUF    GGUF("\x03", "\x01", "\x01") ARCHITECTURE TENSOR_W PADDING NUMBERS

START_TEST(a_good_gguf_file)
{
    struct mf_view bytes = BYTES(GOOD_GGUF);
    mf_model *model = must_read_model(bytes, "anything");

    ck_assert_str_eq(mf_model_format(model), "gguf");
    ck_assert_uint_eq(mf_model_parameters(model), 4);
    assert_tensor(mf_model_tensor_at(model, 0), "w", "float32", 1, 4);
    ck_assert_str_eq(mf_model_property_value(model, 0), "3");
    ck_assert_str_eq(mf_model_property_name(model, 1), "architecture");
    ck_assert_str_eq(mf_model_property_value(model, 1), "llama");
    mf_model_unref(model);
    for (size_t size = 4; size + 4 < 112 + 16; size++) {
        assert_bad(mf_view_make(bytes.data, size), "x", MF_ERROR_SYNTAX, "");
    }
}
END_TEST

#define HUGE8 "\xff\xff\xff\xff\xff\xff\xff\xff"

static const struct bad_bytes {
    struct mf_view bytes;
    mf_status status;
    const char *words;
} bad_gguf[] = {
    { BYTES(GGUF("\x01", "\0", "\0")), MF_ERROR_SYNTAX, "neither 2 nor 3" },
    { BYTES(GGUF("\x04", "\0", "\0")), MF_ERROR_SYNTAX, "neither 2 nor 3" },
    { BYTES("GGUF\x03\0\0\0" HUGE8 NUMBER("\0")), MF_ERROR_LIMIT, "more tensors" },
    { BYTES("GGUF\x03\0\0\0" NUMBER("\0") HUGE8), MF_ERROR_LIMIT, "more tensors" },
    { BYTES(GGUF("\x03", "\xff", "\0")), MF_ERROR_SYNTAX, "ends within" },
    { BYTES(GGUF("\x03", "\0", "\x02") ARCHITECTURE ARCHITECTURE), MF_ERROR_SYNTAX, "a key twice" },
    { BYTES(GGUF("\x03", "\0", "\x01") HUGE8 "key"), MF_ERROR_SYNTAX, "longer than its format allows" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x09", "key")), MF_ERROR_SYNTAX, "longer than the file" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x01", "\xff") "\0\0\0\0\0"), MF_ERROR_SYNTAX, "no UTF-8" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x01", "\0") "\0\0\0\0\0"), MF_ERROR_SYNTAX, "zero byte" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x01", "k") "\x0d\0\0\0\0"), MF_ERROR_SYNTAX, "does not know" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x01", "k") "\x08\0\0\0" HUGE8), MF_ERROR_SYNTAX,
      "beyond the end" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x01", "k") "\x09\0\0\0\x04\0\0\0" HUGE8), MF_ERROR_SYNTAX,
      "64 bits" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x01", "k") "\x09\0\0\0\x08\0\0\0" HUGE8), MF_ERROR_SYNTAX,
      "ends within" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x01", "k") "\x09\0\0\0\x0e\0\0\0" NUMBER("\x01")),
      MF_ERROR_SYNTAX, "does not know" },
    { BYTES(GGUF("\x03", "\0", "\x01")
                NAME("\x01", "k") "\x09\0\0\0"
                                  "\x09\0\0\0" NUMBER("\x01") "\x09\0\0\0" NUMBER("\x01") "\x09\0\0\0" NUMBER(
                                      "\x01") "\x09\0\0\0" NUMBER("\x01") "\x09\0\0\0" NUMBER("\x01")),
      MF_ERROR_SYNTAX, "nest more than 4" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x11", "general.alignment") "\x04\0\0\0\0\0\0\0"),
      MF_ERROR_SYNTAX, "multiple of 8" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x11", "general.alignment") "\x04\0\0\0\x0c\0\0\0"),
      MF_ERROR_SYNTAX, "multiple of 8" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x11", "general.alignment") "\x04\0\0\0\0\0\0\x80"),
      MF_ERROR_SYNTAX, "multiple of 8" },
    { BYTES(GGUF("\x03", "\0", "\x01") NAME("\x11", "general.alignment") "\x0a\0\0\0" NUMBER("\x20")),
      MF_ERROR_SYNTAX, "no number of 32 bits" },
    { BYTES(GGUF("\x03", "\x01", "\0") NAME("\x01", "w") "\x05\0\0\0"), MF_ERROR_SYNTAX,
      "more than 4 dimensions" },
    { BYTES(GGUF("\x03", "\x01", "\0") NAME("\x01", "w") "\x01\0\0\0" HUGE8 "\0\0\0\0" NUMBER("\0")),
      MF_ERROR_SYNTAX, "negative" },
    { BYTES(GGUF("\x03", "\x01", "\0") NAME("\x01", "w") "\x02\0\0\0"
                                                         "\0\0\0\0\0\0\0\x10\0\0\0\0\0\0\0\x10"
                                                         "\0\0\0\0" NUMBER("\0")),
      MF_ERROR_SYNTAX, "64 bits" },
    { BYTES(GGUF("\x03", "\x01", "\0") NAME("\x01", "w") "\x01\0\0\0" NUMBER("\x04") "\0\0\0\0" NUMBER("\x01")
                PADDING NUMBERS),
      MF_ERROR_SYNTAX, "multiple of the alignment" },
    { BYTES(GGUF("\x03", "\x01", "\0") NAME("\x01", "w") "\x01\0\0\0" NUMBER("\x04") "\0\0\0\0" NUMBER("\x20")
                PADDING NUMBERS),
      MF_ERROR_SYNTAX, "beyond the end" },
    { BYTES(GGUF("\x03", "\x01", "\0") NAME("\x01", "w") "\x01\0\0\0" NUMBER(
          "\x04") "\0\0\0\0"
                  "\xe0\xff\xff\xff\xff\xff\xff\xff" PADDING NUMBERS),
      MF_ERROR_SYNTAX, "beyond the end" },
    { BYTES(GGUF("\x03", "\x01", "\0") NAME("\x01", "w") "\x01\0\0\0" NUMBER("\x04") "\x02\0\0\0" NUMBER("\0")
                PADDING NUMBERS),
      MF_ERROR_SYNTAX, "blocks of its type" },
    { BYTES(GGUF("\x03", "\x02", "\0") TENSOR_W NAME("\x01", "x") "\x01\0\0\0" NUMBER(
          "\x04") "\0\0\0\0" NUMBER("\0") PADDING NUMBERS),
      MF_ERROR_SYNTAX, "overlap" },
    { BYTES(GGUF("\x03", "\x02", "\0") NAME("\x01", "w") "\x01\0\0\0" NUMBER("\0") "\0\0\0\0" NUMBER("\0")
                NAME("\x01", "w") "\x01\0\0\0" NUMBER("\0") "\0\0\0\0" NUMBER("\0") PADDING NUMBERS),
      MF_ERROR_SYNTAX, "one name" },
};

START_TEST(bad_gguf_files)
{
    assert_bad(bad_gguf[_i].bytes, "model.gguf", bad_gguf[_i].status, bad_gguf[_i].words);
}
END_TEST

/* --- ONNX -------------------------------------------------------------------------------------------------------------- */

/* ir_version 8, producer "me", a graph of `size` bytes, opset 17. */
#define MODEL(size, graph) "\x08\x08\x12\x02me\x3a" size graph "\x42\x02\x10\x11"
/* int64 w[2], named after its raw data. */
#define WEIGHT "\x2a\x19\x08\x02\x10\x07\x4a\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x42\x01w"
/* float32 x[-1, 4]; y: a sequence of maps from int64 to float32. */
#define INPUT  "\x5a\x11\x0a\x01x\x12\x0c\x0a\x0a\x08\x01\x12\x06\x0a\x00\x0a\x02\x08\x04"
#define OUTPUT "\x62\x13\x0a\x01y\x12\x0e\x22\x0c\x0a\x0a\x2a\x08\x08\x07\x12\x04\x0a\x02\x08\x01"
/* w as an input, as before version 4. */
#define INPUT_W "\x5a\x03\x0a\x01w"

START_TEST(a_good_onnx_file)
{
    struct mf_view bytes = BYTES(MODEL("\x48", WEIGHT INPUT OUTPUT INPUT_W));
    mf_model *model = must_read_model(bytes, "model.onnx");

    ck_assert_uint_eq(mf_model_parameters(model), 2);
    assert_tensor(mf_model_tensor_at(model, 0), "w", "int64", 1, 2);
    ck_assert_uint_eq(mf_model_input_count(model), 1);
    assert_tensor(mf_model_input_at(model, 0), "x", "float32", 2, -1);
    ck_assert_int_eq(mf_model_tensor_dimension(mf_model_input_at(model, 0), 1), 4);
    ck_assert_uint_eq(mf_model_output_count(model), 1);
    assert_tensor(mf_model_output_at(model, 0), "y", "sequence(map(int64,float32))", -1, -1);
    ck_assert_str_eq(mf_model_property_name(model, 2), "opset");
    ck_assert_str_eq(mf_model_property_value(model, 2), "17");
    mf_model_unref(model);
    assert_no_part_is_good(mf_view_make(bytes.data, bytes.size - 4), "model.onnx");
}
END_TEST

START_TEST(the_model_of_the_example)
{
    mf_bytes *bytes = source_file("examples/iris-classifier/model/iris.onnx");
    mf_model *model = must_read_model(mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)), "iris.onnx");

    ck_assert_uint_eq(mf_model_input_count(model), 1);
    assert_tensor(mf_model_input_at(model, 0), "features", "float32", 2, -1);
    ck_assert_uint_eq(mf_model_output_count(model), 2);
    assert_tensor(mf_model_output_at(model, 0), "label", "int64", 1, -1);
    assert_tensor(mf_model_output_at(model, 1), "probabilities", "float32", 2, -1);
    ck_assert_int_eq(mf_model_tensor_dimension(mf_model_output_at(model, 1), 1), 3);
    mf_model_unref(model);
    mf_bytes_unref(bytes);
}
END_TEST

static const struct bad_bytes bad_onnx[] = {
    { BYTES("\x08\x08"), MF_ERROR_SYNTAX, "no graph" },
    { BYTES("\x3a\x00"), MF_ERROR_SYNTAX, "no graph, or no version" },
    { BYTES("\x08\x08\x08\x08\x3a\x00"), MF_ERROR_SYNTAX, "twice" },
    { BYTES("\x08\x08\x3a\x00\x3a\x00"), MF_ERROR_SYNTAX, "twice" },
    { BYTES("\x08\x08\x3a\x05\x12\x00"), MF_ERROR_SYNTAX, "longer than the message" },
    { BYTES("\x08\x08\x3a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), MF_ERROR_SYNTAX,
      "longer than the message" },
    { BYTES("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), MF_ERROR_SYNTAX, "more than 64 bits" },
    { BYTES("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), MF_ERROR_SYNTAX, "more than 64 bits" },
    { BYTES("\x08\x88"), MF_ERROR_SYNTAX, "ends within a number" },
    { BYTES("\x00\x08"), MF_ERROR_SYNTAX, "number that none can have" },
    { BYTES("\x0b\x0c"), MF_ERROR_SYNTAX, "kind that is not known" },
    { BYTES("\x0e"), MF_ERROR_SYNTAX, "kind that is not known" },
    { BYTES("\x0a\x01x"), MF_ERROR_SYNTAX, "another kind" },
    { BYTES("\x12\x01\xff"), MF_ERROR_SYNTAX, "no UTF-8" },
    { BYTES("\x12\x01\x00"), MF_ERROR_SYNTAX, "zero byte" },
    { BYTES(MODEL("\x02", "\x28\x01")), MF_ERROR_SYNTAX, "another kind" },
    { BYTES(MODEL("\x36", WEIGHT WEIGHT)), MF_ERROR_SYNTAX, "one name" },
    { BYTES(MODEL("\x0b", "\x2a\x09\x08\x02\x10\x07\x4a\x03\0\0\0")), MF_ERROR_SYNTAX,
      "more or fewer bytes" },
    { BYTES(MODEL("\x04", "\x2a\x02\x10\x63")), MF_ERROR_SYNTAX, "does not know" },
    { BYTES(MODEL("\x02", "\x2a\x00")), MF_ERROR_SYNTAX, "does not know" },
    { BYTES(MODEL("\x0f", "\x2a\x0d\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x10\x01")), MF_ERROR_SYNTAX,
      "negative" },
    { BYTES(
          MODEL("\x18",
                "\x2a\x16\x0a\x12\xff\xff\xff\xff\xff\xff\xff\xff\x7f\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x10"
                "\x01")),
      MF_ERROR_SYNTAX, "64 bits" },
    { BYTES(MODEL("\x07", "\x2a\x05\x0a\x01\x80\x10\x01")), MF_ERROR_SYNTAX, "ends within a number" },
    { BYTES(MODEL("\x08", "\x5a\x06\x0a\x01x\x0a\x01x")), MF_ERROR_SYNTAX, "twice" },
    { BYTES(MODEL("\x08", "\x5a\x06\x12\x04\x0a\x02\x08\x63")), MF_ERROR_SYNTAX, "does not know" },
    { BYTES(MODEL("\x04", "\x5a\x02\x12\x7f")), MF_ERROR_SYNTAX, "longer than the message" },
    { BYTES(MODEL("\x06", "\x5a\x04\x12\x02\x22\x00")), MF_ERROR_SYNTAX, "does not say of what" },
    /* Sequences of sequences, nine deep. */
    { BYTES(MODEL(
          "\x28",
          "\x5a\x26\x12\x24\x22\x22\x0a\x20\x22\x1e\x0a\x1c\x22\x1a\x0a\x18\x22\x16\x0a\x14\x22\x12\x0a\x10"
          "\x22\x0e\x0a\x0c\x22\x0a\x0a\x08\x22\x06\x0a\x04\x22\x02\x0a\x00")),
      MF_ERROR_SYNTAX, "nests more than 8" },
};

START_TEST(bad_onnx_files)
{
    assert_bad(bad_onnx[_i].bytes, "model.onnx", bad_onnx[_i].status, bad_onnx[_i].words);
}
END_TEST

/* --- what a file is ---------------------------------------------------------------------------------------------------- */

static const struct guess {
    const char *name;
    struct mf_view bytes;
    const char *format;
    const char *kind;
    uint32_t flags;
} guesses[] = {
    { "a/model.pkl", BYTES("\x80\x04\x95."), "pickle", "weights", MF_MODEL_RUNS_CODE },
    { "a/model.joblib", BYTES("\x80\x04\x95."), "joblib", "weights", MF_MODEL_RUNS_CODE },
    { "a/model.joblib", BYTES("\x78\x9c"), "joblib", "weights", MF_MODEL_RUNS_CODE },
    { "model.PKL", BYTES("(dp0\n."), "pickle", "weights", MF_MODEL_RUNS_CODE },
    { "harmless.json", BYTES("\x80\x04\x95."), "pickle", "weights",
      MF_MODEL_RUNS_CODE | MF_MODEL_OTHER_NAME },
    { "model.safetensors", BYTES("\x80\x04\x95."), "pickle", "weights",
      MF_MODEL_RUNS_CODE | MF_MODEL_OTHER_NAME },
    { "model.onnx", BYTES("\x80\x04\x95."), "pickle", "weights", MF_MODEL_RUNS_CODE | MF_MODEL_OTHER_NAME },
    { "pytorch_model.bin",
      BYTES("PK\x03\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0archive/data.pkl"), "pytorch",
      "weights", MF_MODEL_RUNS_CODE },
    { "x.zip", BYTES("PK\x03\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0archive/data.pkl"),
      "pytorch", "weights", MF_MODEL_RUNS_CODE },
    { "x.pt", BYTES("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.tail"), "pytorch", "weights",
      MF_MODEL_RUNS_CODE },
    { "x.zip", BYTES("PK\x03\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\0\0a"), "zip", "other",
      0 },
    { "x.pth", BYTES("PK\x03\x04"), "pytorch", "weights", MF_MODEL_RUNS_CODE },
    { "tokenizer.json", BYTES("{}"), "tokenizer", "tokenizer", 0 },
    { "config.json", BYTES("{}"), "configuration", "configuration", 0 },
    { "data/README.md", BYTES("# x"), "card", "card", 0 },
    { "row.schema.json", BYTES("{}"), "json-schema", "schema", 0 },
    { "train.py", BYTES("import os"), "python", "code", 0 },
    { "golden.csv", BYTES("a,b\n"), "csv", "dataset", 0 },
    { "LICENSE", BYTES("text"), "unknown", "other", 0 },
    { "", BYTES(""), "unknown", "other", 0 },
    { "onnx", BYTES("\x08\x08"), "unknown", "other", 0 },
};

START_TEST(a_file_is_known_by_name_and_contents)
{
    const struct guess *guess = &guesses[_i];
    mf_model *model = NULL;

    ck_assert_int_eq(read_bytes(guess->bytes, guess->name, NULL, &model, NULL), MF_OK);
    ck_assert_str_eq(mf_model_format(model), guess->format);
    ck_assert_str_eq(mf_model_kind(model), guess->kind);
    ck_assert_uint_eq(mf_model_flags(model), guess->flags);
    ck_assert_uint_eq(
        mf_model_tensor_count(model) + mf_model_type_count(model) + mf_model_property_count(model), 0);
    mf_model_unref(model);
}
END_TEST

/* Files go through a window: one with a header of several, and numbers that are never read because the disk has none. */
START_TEST(a_sparse_file_of_gigabytes)
{
    char path[] = "/tmp/mf-test-model-XXXXXX";
    int file = mkstemp(path);
    struct mf_buffer bytes = MF_BUFFER_EMPTY;
    mf_model *model = NULL;
    mf_error *error = NULL;

    ck_assert_int_ge(file, 0);
    /* A graph of 4 GiB and 15 bytes: a document of 40,000 bytes, and int8 w[4294967296] as raw data. */
    mf_buffer_append(&bytes, VIEW("\x08\x08\x3a\xd8\xb8\x82\x80\x10\x52\xc0\xb8\x02"));
    for (unsigned i = 0; i < 40000; i++) {
        mf_buffer_append_byte(&bytes, 'd');
    }
    mf_buffer_append(
        &bytes, VIEW("\x2a\x8e\x80\x80\x80\x10\x08\x80\x80\x80\x80\x10\x10\x03\x4a\x80\x80\x80\x80\x10"));
    ck_assert_int_eq(write(file, bytes.data, bytes.size), (ssize_t)bytes.size);
    ck_assert_int_eq(ftruncate(file, (off_t)bytes.size + 4294967296), 0);
    mf_buffer_release(&bytes);
    ck_assert_int_eq(rename(path, "/tmp/mf-test-model.onnx"), 0);
    assert_ok(mf_model_read("/tmp/mf-test-model.onnx", NULL, &model, &error), error);
    ck_assert_uint_eq(mf_model_parameters(model), 4294967296);
    mf_model_unref(model);
    ck_assert_int_eq(unlink("/tmp/mf-test-model.onnx"), 0);
    ck_assert_int_eq(close(file), 0);
}
END_TEST

START_TEST(what_cannot_be_opened)
{
    mf_model *model = NULL;

    ck_assert_int_eq(mf_model_read("/nonexistent", NULL, &model, NULL), MF_ERROR_IO);
    ck_assert_int_eq(mf_model_read("/dev/null", NULL, &model, NULL), MF_ERROR_IO);
    ck_assert_int_eq(mf_model_read("/", NULL, &model, NULL), MF_ERROR_IO);
    ck_assert_int_eq(mf_model_read(NULL, NULL, &model, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_model_read("/", NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(model);
    ck_assert_str_eq(mf_model_format(NULL), "unknown");
    ck_assert_uint_eq(mf_model_tensor_count(NULL), 0);
    ck_assert_str_eq(mf_model_tensor_name(NULL), "");
    ck_assert_int_eq(mf_model_tensor_rank(NULL), -1);
    ck_assert_str_eq(mf_model_property_value(NULL, 0), "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("model_file");
    TCase *tests = tcase_create("model_file");

    tcase_add_test(tests, a_good_safetensors_file);
    tcase_add_test(tests, a_type_of_later_keeps_its_name);
    tcase_add_loop_test(tests, bad_safetensors_files, 0, COUNT_OF(bad_safetensors));
    tcase_add_test(tests, bad_lengths_of_safetensors);
    tcase_add_test(tests, limits_are_kept);
    tcase_add_test(tests, a_million_tensors);
    tcase_add_test(tests, a_good_gguf_file);
    tcase_add_loop_test(tests, bad_gguf_files, 0, COUNT_OF(bad_gguf));
    tcase_add_test(tests, a_good_onnx_file);
    tcase_add_test(tests, the_model_of_the_example);
    tcase_add_loop_test(tests, bad_onnx_files, 0, COUNT_OF(bad_onnx));
    tcase_add_loop_test(tests, a_file_is_known_by_name_and_contents, 0, COUNT_OF(guesses));
    tcase_add_test(tests, a_sparse_file_of_gigabytes);
    tcase_add_test(tests, what_cannot_be_opened);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
