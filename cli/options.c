/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a command line against a table of options. */
#include "options.h"

#include "complain.h"
#include "memory.h"
#include "nearest.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Options that every command has. */
static const struct cli_option common_options[] = {
    { .name = "help", .letter = 'h' },
    { .name = "version" },
    { .name = NULL },
};

/* Where the parser stands. */
struct parser {
    struct cli_arguments *arguments;
    const struct cli_option *options;
    const char *command;
    char *const *words;
    size_t count;
    size_t next;
};

/* By its long name of `size` bytes, or by its letter where that is not 0. */
static const struct cli_option *find_in(const struct cli_option *options, const char *name, size_t size,
                                        char letter)
{
    for (const struct cli_option *option = options; option->name != NULL; option++) {
        if (letter != 0 ? option->letter == letter
                        : strlen(option->name) == size && memcmp(option->name, name, size) == 0) {
            return option;
        }
    }
    return NULL;
}

static const struct cli_option *find(const struct parser *parser, const char *name, size_t size, char letter)
{
    const struct cli_option *option = find_in(parser->options, name, size, letter);

    return option != NULL ? option : find_in(common_options, name, size, letter);
}

/* One of the words of "a|b|c"? */
static bool is_choice(const char *choices, const char *value)
{
    size_t size = strlen(value);

    for (const char *choice = choices; choice != NULL;) {
        const char *end = strchr(choice, '|');
        size_t length = end == NULL ? strlen(choice) : (size_t)(end - choice);

        if (length == size && memcmp(choice, value, size) == 0) {
            return true;
        }
        choice = end == NULL ? NULL : end + 1;
    }
    return false;
}

static bool keep(struct parser *parser, const struct cli_option *option, const char *value)
{
    struct cli_arguments *arguments = parser->arguments;

    if (!option->repeats && cli_arguments_has(arguments, option->name)) {
        return cli_complain_usage(parser->command, "--%s is given twice", option->name);
    }
    if (value != NULL && strchr(option->value, '|') != NULL && !is_choice(option->value, value)) {
        return cli_complain_usage(parser->command, "--%s is one of %s, not '%s'", option->name, option->value,
                                  value);
    }
    arguments->given[arguments->given_count++] = (struct cli_given){ option, value };
    return true;
}

/* The word after an option that needs a value. */
static bool keep_with_next(struct parser *parser, const struct cli_option *option)
{
    if (parser->next == parser->count) {
        return cli_complain_usage(parser->command, "--%s needs a value: %s", option->name, option->value);
    }
    return keep(parser, option, parser->words[parser->next++]);
}

static bool refuse_unknown(const struct parser *parser, const char *name, size_t size)
{
    char *unknown = cli_memory_copy(name, size);
    struct cli_nearest nearest = cli_nearest_begin(unknown);

    for (const struct cli_option *option = parser->options; option->name != NULL; option++) {
        cli_nearest_try(&nearest, option->name);
    }
    for (const struct cli_option *option = common_options; option->name != NULL; option++) {
        cli_nearest_try(&nearest, option->name);
    }
    if (nearest.best != NULL) {
        (void)cli_complain_usage(parser->command, "there is no option --%s; did you mean --%s?", unknown,
                                 nearest.best);
    } else {
        (void)cli_complain_usage(parser->command, "there is no option --%s", unknown);
    }
    free(unknown);
    return false;
}

/* --NAME, --NAME VALUE, --NAME=VALUE; `word` comes without the dashes. */
static bool parse_long(struct parser *parser, const char *word)
{
    const char *equals = strchr(word, '=');
    size_t size = equals == NULL ? strlen(word) : (size_t)(equals - word);
    const struct cli_option *option = find(parser, word, size, 0);

    if (option == NULL) {
        return refuse_unknown(parser, word, size);
    }
    if (option->value == NULL) {
        return equals == NULL ? keep(parser, option, NULL)
                              : cli_complain_usage(parser->command, "--%s takes no value", option->name);
    }
    return equals == NULL ? keep_with_next(parser, option) : keep(parser, option, equals + 1);
}

/* -o VALUE, -oVALUE; `word` comes without the dash. Letters are not bundled: no command has two without a value. */
static bool parse_short(struct parser *parser, const char *word)
{
    const struct cli_option *option = find(parser, NULL, 0, word[0]);

    if (option == NULL || (option->value == NULL && word[1] != '\0')) {
        return cli_complain_usage(parser->command, "there is no option -%s", word);
    }
    if (option->value == NULL) {
        return keep(parser, option, NULL);
    }
    return word[1] == '\0' ? keep_with_next(parser, option) : keep(parser, option, word + 1);
}

/* "-" is a file, and -1 and -.5 are values. */
static bool is_operand(const char *word)
{
    return word[0] != '-' || word[1] == '\0' || word[1] == '.' || isdigit((unsigned char)word[1]);
}

bool cli_arguments_parse(struct cli_arguments *arguments, const struct cli_option *options,
                         const char *command, int count, char *const *words)
{
    struct parser parser = { arguments, options, command, words, (size_t)count, 0 };
    bool options_ended = false;

    *arguments = (struct cli_arguments){
        .given = cli_memory_array(parser.count + 1, sizeof *arguments->given),
        .operands = cli_memory_array(parser.count + 1, sizeof *arguments->operands),
    };
    while (parser.next < parser.count) {
        const char *word = words[parser.next++];

        if (options_ended || is_operand(word)) {
            arguments->operands[arguments->operand_count++] = word;
        } else if (strcmp(word, "--") == 0) {
            options_ended = true;
        } else if (!(word[1] == '-' ? parse_long(&parser, word + 2) : parse_short(&parser, word + 1))) {
            return false;
        }
    }
    return true;
}

void cli_arguments_release(struct cli_arguments *arguments)
{
    free(arguments->given);
    free(arguments->operands);
    *arguments = (struct cli_arguments){ 0 };
}

const char *cli_arguments_nth(const struct cli_arguments *arguments, const char *name, size_t index)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (strcmp(arguments->given[i].option->name, name) == 0 && index-- == 0) {
            return arguments->given[i].value;
        }
    }
    return NULL;
}

const char *cli_arguments_value(const struct cli_arguments *arguments, const char *name)
{
    return cli_arguments_nth(arguments, name, 0);
}

bool cli_arguments_has(const struct cli_arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (strcmp(arguments->given[i].option->name, name) == 0) {
            return true;
        }
    }
    return false;
}
