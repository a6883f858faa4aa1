/* SPDX-License-Identifier: Apache-2.0 */
/* manifest artifacts inspect: what files of models say of themselves. */
#include "command.h"
#include "complain.h"
#include "input.h"
#include "json.h"
#include "memory.h"
#include "table.h"
#include "terminal.h"

#include <libmanifest/model.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = "tensors", .help = "list every tensor with its type and shape" },
    { .name = "format", .value = "text|json", .help = "how to print; default: text" },
    { .name = NULL },
};

static const char *const runs_code = "loading it can run code that is in it";
static const char *const other_name = "its name says another format than its contents";
static const char *const external_data = "some of its weights are in files beside it";

/* What must be said of a file, for each flag that it has. */
static const struct {
    uint32_t flag;
    const char *const *text;
} warnings[] = {
    { MF_MODEL_RUNS_CODE, &runs_code },
    { MF_MODEL_OTHER_NAME, &other_name },
    { MF_MODEL_EXTERNAL_DATA, &external_data },
};

/* "[-1, 4]"; NULL where the rank is not known. free() it. */
static char *shape_text(const mf_model_tensor *tensor)
{
    int32_t rank = mf_model_tensor_rank(tensor);
    char *text = rank < 0 ? NULL : cli_memory_copy("[", 1);

    for (int32_t i = 0; i < rank; i++) {
        char *longer = cli_memory_format("%s%s%" PRId64, text, i == 0 ? "" : ", ",
                                         mf_model_tensor_dimension(tensor, (size_t)i));

        free(text);
        text = longer;
    }
    if (text != NULL) {
        char *longer = cli_memory_format("%s]", text);

        free(text);
        text = longer;
    }
    return text;
}

/* --- text -------------------------------------------------------------------------------------------------------------- */

static void add_row(struct cli_table *table, const char *label, const char *text)
{
    cli_table_add(table, label);
    cli_table_add(table, text);
}

static void add_number(struct cli_table *table, const char *label, uint64_t number, const char *unit)
{
    cli_table_add(table, label);
    cli_table_take(table, cli_memory_format("%" PRIu64 "%s", number, unit));
}

static void add_tensor(struct cli_table *table, const char *label, const mf_model_tensor *tensor)
{
    char *shape = shape_text(tensor);

    cli_table_add(table, label);
    cli_table_take(table,
                   cli_memory_format("%s %s%s%s", mf_model_tensor_name(tensor), mf_model_tensor_type(tensor),
                                     shape == NULL ? "" : " ", shape == NULL ? "" : shape));
    free(shape);
}

static void add_header(struct cli_table *table, const mf_model *model, bool tensors)
{
    add_number(table, "parameters", mf_model_parameters(model), "");
    add_number(table, "tensors", mf_model_tensor_count(model), "");
    for (size_t i = 0; i < mf_model_type_count(model); i++) {
        uint64_t count = mf_model_type_tensors(model, i);

        cli_table_add(table, i == 0 ? "types" : "");
        cli_table_take(table, cli_memory_format("%s: %" PRIu64 " in %" PRIu64 " %s", mf_model_type(model, i),
                                                mf_model_type_parameters(model, i), count,
                                                count == 1 ? "tensor" : "tensors"));
    }
    for (size_t i = 0; i < mf_model_input_count(model); i++) {
        add_tensor(table, i == 0 ? "inputs" : "", mf_model_input_at(model, i));
    }
    for (size_t i = 0; i < mf_model_output_count(model); i++) {
        add_tensor(table, i == 0 ? "outputs" : "", mf_model_output_at(model, i));
    }
    for (size_t i = 0; i < mf_model_property_count(model); i++) {
        add_row(table, mf_model_property_name(model, i), mf_model_property_value(model, i));
    }
    for (size_t i = 0; tensors && i < mf_model_tensor_count(model); i++) {
        add_tensor(table, i == 0 ? "tensor" : "", mf_model_tensor_at(model, i));
    }
}

static void print_text(const char *path, const mf_model *model, bool tensors)
{
    struct cli_table table = { .headings = { "", "" } };

    cli_print(stdout, path);
    (void)fputc('\n', stdout);
    add_row(&table, "format", mf_model_format(model));
    add_row(&table, "kind", mf_model_kind(model));
    add_row(&table, "media type", *mf_model_media_type(model) == '\0' ? "-" : mf_model_media_type(model));
    add_number(&table, "size", mf_model_size(model), " bytes");
    if ((mf_model_flags(model) & MF_MODEL_HEADER) != 0) {
        add_header(&table, model, tensors);
    }
    cli_table_print(stdout, &table);
    for (size_t i = 0; i < sizeof warnings / sizeof warnings[0]; i++) {
        if ((mf_model_flags(model) & warnings[i].flag) != 0) {
            (void)fputs("  ", stdout);
            cli_style(stdout, CLI_YELLOW);
            (void)fputs("warning", stdout);
            cli_style(stdout, CLI_PLAIN);
            (void)printf(": %s\n", *warnings[i].text);
        }
    }
}

/* --- JSON -------------------------------------------------------------------------------------------------------------- */

static void add_json_tensor(cJSON *array, const mf_model_tensor *tensor)
{
    cJSON *entry = cli_json_entry(array);
    int32_t rank = mf_model_tensor_rank(tensor);

    cli_json_printable(entry, "name", mf_model_tensor_name(tensor));
    cli_json_text(entry, "type", mf_model_tensor_type(tensor));
    if (rank >= 0) {
        cJSON *shape = cli_json_array(entry, "shape");

        for (int32_t i = 0; i < rank; i++) {
            cJSON *number = cJSON_CreateNumber((double)mf_model_tensor_dimension(tensor, (size_t)i));

            if (number == NULL || !cJSON_AddItemToArray(shape, number)) {
                cli_memory_is_out();
            }
        }
    }
}

static void add_json_list(cJSON *object, const char *name, const mf_model *model,
                          size_t (*count)(const mf_model *model),
                          const mf_model_tensor *(*at)(const mf_model *model, size_t index))
{
    cJSON *array = cli_json_array(object, name);

    for (size_t i = 0; i < count(model); i++) {
        add_json_tensor(array, at(model, i));
    }
}

static void add_json_header(cJSON *object, const mf_model *model, bool tensors)
{
    cJSON *types = cli_json_array(object, "types");
    cJSON *properties = cli_json_array(object, "properties");

    cli_json_count(object, "parameters", mf_model_parameters(model));
    cli_json_count(object, "tensor_count", mf_model_tensor_count(model));
    for (size_t i = 0; i < mf_model_type_count(model); i++) {
        cJSON *type = cli_json_entry(types);

        cli_json_text(type, "type", mf_model_type(model, i));
        cli_json_count(type, "tensors", mf_model_type_tensors(model, i));
        cli_json_count(type, "parameters", mf_model_type_parameters(model, i));
    }
    add_json_list(object, "inputs", model, mf_model_input_count, mf_model_input_at);
    add_json_list(object, "outputs", model, mf_model_output_count, mf_model_output_at);
    for (size_t i = 0; i < mf_model_property_count(model); i++) {
        cJSON *property = cli_json_entry(properties);

        cli_json_printable(property, "name", mf_model_property_name(model, i));
        cli_json_printable(property, "value", mf_model_property_value(model, i));
    }
    if (tensors) {
        add_json_list(object, "tensors", model, mf_model_tensor_count, mf_model_tensor_at);
    }
}

static void add_json(cJSON *files, const char *path, const mf_model *model, bool tensors)
{
    cJSON *object = cli_json_entry(files);
    uint32_t flags = mf_model_flags(model);

    cli_json_printable(object, "file", path);
    cli_json_text(object, "format", mf_model_format(model));
    cli_json_text(object, "kind", mf_model_kind(model));
    if (*mf_model_media_type(model) != '\0') {
        cli_json_text(object, "media_type", mf_model_media_type(model));
    }
    cli_json_count(object, "size", mf_model_size(model));
    cli_json_bool(object, "runs_code", (flags & MF_MODEL_RUNS_CODE) != 0);
    cli_json_bool(object, "other_name", (flags & MF_MODEL_OTHER_NAME) != 0);
    cli_json_bool(object, "external_data", (flags & MF_MODEL_EXTERNAL_DATA) != 0);
    if ((flags & MF_MODEL_HEADER) != 0) {
        add_json_header(object, model, tensors);
    }
}

/* --- the command ------------------------------------------------------------------------------------------------------- */

/* `files`: where JSON goes; NULL for text. */
static int inspect(const char *path, cJSON *files, bool tensors)
{
    mf_model *model = NULL;
    mf_error *error = NULL;
    mf_status status = mf_model_read(path, NULL, &model, &error);

    if (status != MF_OK) {
        cli_complain("%s", mf_error_message(error));
        (void)mf_error_unref(error);
        return cli_exit_status(status);
    }
    if (files != NULL) {
        add_json(files, path, model, tensors);
    } else {
        print_text(path, model, tensors);
    }
    (void)mf_model_unref(model);
    return CLI_GOOD;
}

static int run(const struct cli_arguments *arguments)
{
    const char *format = cli_arguments_value(arguments, "format");
    bool tensors = cli_arguments_has(arguments, "tensors");
    cJSON *document = format != NULL && strcmp(format, "json") == 0 ? cli_json_new() : NULL;
    cJSON *files = document == NULL ? NULL : cli_json_array(document, "files");
    int result = CLI_GOOD;

    for (size_t i = 0; i < arguments->operand_count; i++) {
        int outcome = inspect(arguments->operands[i], files, tensors);

        result = outcome > result ? outcome : result;
    }
    if (document != NULL) {
        cli_json_print(document);
    }
    return result;
}

const struct cli_command cli_artifacts_inspect = {
    .name = "artifacts inspect",
    .summary = "show format, tensors and parameters of files of models",
    .usage = "[OPTION]... FILE...",
    .description = "Tells the format of each file by its contents, or by its name where those say\n"
                   "nothing. Of safetensors, ONNX and GGUF the header is read: number of\n"
                   "parameters and tensors, types, and the inputs and outputs of ONNX. The numbers\n"
                   "themselves are passed over, so that a file of any size takes moments. Nothing\n"
                   "is executed; a warning says where loading a file can run code.",
    .example = "  manifest artifacts inspect --format json model/iris.onnx",
    .options = options,
    .least_operands = 1,
    .most_operands = CLI_ANY_NUMBER,
    .run = run,
};
