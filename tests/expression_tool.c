/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evaluates expressions, one on each line of standard input, so that another implementation can be compared with ours. Lines
 * `#var NAME TYPE JSON-LIKE-VALUE` before them declare variables; values are separated by spaces, strings are in hexadecimal, and a
 * variable without a value has no data. For each expression a line is printed: `refused MESSAGE`, `failed MESSAGE`, `limit MESSAGE`,
 * or the type of the result and its value, spelled as above.
 */
#include <libmanifest/libmanifest.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ENTRIES = 64 };

static void require(mf_status status, mf_error *error)
{
    if (status != MF_OK) {
        fprintf(stderr, "expression_tool: %s: %s\n", mf_status_name(status), mf_error_message(error));
        exit(2);
    }
}

static mf_expression_type type_of(const char *name)
{
    for (mf_expression_type type = MF_EXPRESSION_INT; type <= MF_EXPRESSION_LIST_STRING; type++) {
        if (strcmp(name, mf_expression_type_name(type)) == 0) {
            return type;
        }
    }
    require(MF_ERROR_TYPE, NULL);
    return MF_EXPRESSION_ANY;
}

static char *unhex(const char *digits)
{
    size_t size = strlen(digits) / 2;
    char *text = calloc(1, size + 1);

    for (size_t i = 0; text != NULL && i < size; i++) {
        unsigned byte = 0;

        (void)sscanf(digits + 2 * i, "%2x", &byte);
        text[i] = (char)byte;
    }
    return text;
}

/* The words of a line, in place. */
static size_t split(char *line, char *words[])
{
    size_t count = 0;

    for (char *word = strtok(line, " "); word != NULL && count < MOST_ENTRIES; word = strtok(NULL, " ")) {
        words[count++] = word;
    }
    return count;
}

static void set_scalar(mf_expression_values *values, const char *name, mf_expression_type type, char *word)
{
    mf_error *error = NULL;
    char *text;

    switch (type) {
    case MF_EXPRESSION_INT:
        require(mf_expression_values_set_int(values, name, strtoll(word, NULL, 10), &error), error);
        break;
    case MF_EXPRESSION_DOUBLE:
        require(mf_expression_values_set_double(values, name, strtod(word, NULL), &error), error);
        break;
    case MF_EXPRESSION_BOOL:
        require(mf_expression_values_set_bool(values, name, strcmp(word, "true") == 0, &error), error);
        break;
    default:
        text = unhex(word + 1);
        require(mf_expression_values_set_text(values, name, text, MF_ZERO_TERMINATED, &error), error);
        free(text);
        break;
    }
}

static void set_list(mf_expression_values *values, const char *name, mf_expression_type type, char *words[],
                     size_t count)
{
    int64_t ints[MOST_ENTRIES];
    double doubles[MOST_ENTRIES];
    int32_t bools[MOST_ENTRIES];
    char *texts[MOST_ENTRIES] = { NULL };
    mf_error *error = NULL;

    for (size_t i = 0; i < count; i++) {
        ints[i] = strtoll(words[i], NULL, 10);
        doubles[i] = strtod(words[i], NULL);
        bools[i] = strcmp(words[i], "true") == 0;
        texts[i] = unhex(words[i] + 1);
    }
    switch (type) {
    case MF_EXPRESSION_LIST_INT:
        require(mf_expression_values_set_ints(values, name, ints, count, &error), error);
        break;
    case MF_EXPRESSION_LIST_DOUBLE:
        require(mf_expression_values_set_doubles(values, name, doubles, count, &error), error);
        break;
    case MF_EXPRESSION_LIST_BOOL:
        require(mf_expression_values_set_bools(values, name, bools, count, &error), error);
        break;
    default:
        require(mf_expression_values_set_texts(values, name, (const char *const *)texts, count, &error),
                error);
        break;
    }
    for (size_t i = 0; i < count; i++) {
        free(texts[i]);
    }
}

/* `#var NAME TYPE VALUE…` */
static void declare(mf_expression_variables *variables, mf_expression_values *values, char *line)
{
    char *words[MOST_ENTRIES];
    size_t count = split(line, words);
    mf_error *error = NULL;
    mf_expression_type type;

    if (count < 3) {
        require(MF_ERROR_SYNTAX, NULL);
    }
    type = type_of(words[2]);
    require(mf_expression_variables_add(variables, words[1], type, &error), error);
    if (type >= MF_EXPRESSION_LIST) {
        set_list(values, words[1], type, words + 3, count - 3);
    } else if (count > 3) {
        set_scalar(values, words[1], type, words[3]);
    }
}

static void print_entry(const mf_expression_values *values, size_t index)
{
    const char *text = NULL;
    int64_t integer = 0;
    double number = 0;
    int32_t truth = 0;
    size_t size = 0;

    if (mf_expression_values_result_int(values, index, &integer, NULL) == MF_OK) {
        printf(" %" PRId64, integer);
    } else if (mf_expression_values_result_double(values, index, &number, NULL) == MF_OK) {
        /* The bits, but for those of NaN, which mean nothing. */
        uint64_t bits;

        memcpy(&bits, &number, sizeof bits);
        if (number == number) {
            printf(" %016" PRIx64, bits);
        } else {
            printf(" nan");
        }
    } else if (mf_expression_values_result_bool(values, index, &truth, NULL) == MF_OK) {
        printf(" %s", truth != 0 ? "true" : "false");
    } else if (mf_expression_values_result_text(values, index, &text, &size, NULL) == MF_OK) {
        printf(" x");
        for (size_t i = 0; i < size; i++) {
            printf("%02x", (unsigned)(unsigned char)text[i]);
        }
    }
}

static void evaluate(mf_expression_variables *variables, mf_expression_values *values, const char *source)
{
    mf_expression *expression = NULL;
    mf_error *error = NULL;
    mf_status status =
        mf_expression_compile(source, strlen(source), variables, MF_EXPRESSION_ANY, &expression, &error);

    if (status == MF_OK) {
        status = mf_expression_evaluate(expression, values, &error);
    }
    if (status == MF_OK) {
        printf("%s", mf_expression_type_name(mf_expression_result_type(expression)));
        for (size_t i = 0; i < mf_expression_values_result_count(values); i++) {
            print_entry(values, i);
        }
        printf("\n");
    } else {
        printf("%s %u:%u %s\n",
               status == MF_ERROR_EXPRESSION   ? "refused"
               : status == MF_ERROR_EVALUATION ? "failed"
               : status == MF_ERROR_LIMIT      ? "limit"
                                               : mf_status_name(status),
               (unsigned)mf_error_line(error), (unsigned)mf_error_column(error), mf_error_message(error));
    }
    mf_error_unref(error);
    mf_expression_unref(expression);
}

int main(void)
{
    mf_expression_variables *variables = NULL;
    mf_expression_values *values = NULL;
    static char line[65536];

    require(mf_expression_variables_new(&variables, NULL), NULL);
    require(mf_expression_values_new(&values, NULL), NULL);
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "#var ", 5) == 0) {
            declare(variables, values, line);
        } else {
            evaluate(variables, values, line);
        }
    }
    mf_expression_values_unref(values);
    mf_expression_variables_unref(variables);
    return 0;
}
