/* SPDX-License-Identifier: Apache-2.0 */
/* Files read whole, and the manifests in them. */
#include "input.h"

#include "command.h"
#include "complain.h"
#include "findings.h"
#include "memory.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool cli_is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

static bool has_extension(const char *path, const char *extension)
{
    size_t size = strlen(path);
    size_t length = strlen(extension);

    return size > length && strcmp(path + size - length, extension) == 0;
}

mf_format cli_format_of_name(const char *path)
{
    if (has_extension(path, ".json")) {
        return MF_FORMAT_JSON;
    }
    return has_extension(path, ".yaml") || has_extension(path, ".yml") ? MF_FORMAT_YAML : MF_FORMAT_AUTO;
}

static size_t skip_white_space(const char *data, size_t size, size_t at)
{
    while (at < size && (data[at] == ' ' || data[at] == '\t' || data[at] == '\n' || data[at] == '\r')) {
        at++;
    }
    return at;
}

/* By the name; where it says nothing, as the library tells them apart. */
static mf_format format_of(const struct cli_input *input)
{
    mf_format format = cli_format_of_name(input->path);
    size_t start = skip_white_space(input->data, input->size, 0);

    if (format != MF_FORMAT_AUTO) {
        return format;
    }
    return start < input->size && input->data[start] == '{' ? MF_FORMAT_JSON : MF_FORMAT_YAML;
}

static int read_standard(struct cli_input *input, size_t limit, char **ret_trouble)
{
    size_t room = 0;

    for (;;) {
        ssize_t count;

        if (input->size == room) {
            room = room == 0 ? 65536 : room * 2;
            input->buffer = cli_memory_resize(input->buffer, room, 1);
        }
        count = read(STDIN_FILENO, input->buffer + input->size, room - input->size);
        if (count == 0) {
            input->data = input->buffer;
            return CLI_GOOD;
        }
        if (count < 0 && errno != EINTR) {
            *ret_trouble = cli_memory_format("cannot read standard input: %s", strerror(errno));
            return CLI_TROUBLE;
        }
        if (count > 0) {
            input->size += (size_t)count;
        }
        if (input->size > limit) {
            *ret_trouble = cli_memory_format("standard input is larger than the limit of %zu bytes", limit);
            return CLI_NOT_GOOD;
        }
    }
}

static int read_named(struct cli_input *input, size_t limit, char **ret_trouble)
{
    mf_error *error = NULL;
    mf_status status = mf_bytes_read_file(input->path, limit, &input->bytes, &error);

    if (status != MF_OK) {
        const char *message = error == NULL ? mf_status_name(status) : mf_error_message(error);

        *ret_trouble = cli_memory_copy(message, strlen(message));
        (void)mf_error_unref(error);
        return cli_exit_status(status);
    }
    input->data = mf_bytes_data(input->bytes);
    input->size = mf_bytes_size(input->bytes);
    return CLI_GOOD;
}

int cli_input_take(struct cli_input *input, const char *path, size_t limit, char **ret_trouble)
{
    int result;

    *input = (struct cli_input){ .path = path, .name = cli_is_standard(path) ? "(standard input)" : path };
    result = cli_is_standard(path) ? read_standard(input, limit, ret_trouble)
                                   : read_named(input, limit, ret_trouble);
    if (result == CLI_GOOD) {
        input->format = format_of(input);
    }
    return result;
}

struct cli_input cli_input_of(const char *path, const char *text, size_t size)
{
    struct cli_input input = { .path = path, .name = path, .data = text, .size = size };

    input.format = format_of(&input);
    return input;
}

int cli_input_read(struct cli_input *input, const char *path, size_t limit)
{
    char *trouble = NULL;
    int result = cli_input_take(input, path, limit, &trouble);

    if (result != CLI_GOOD) {
        cli_complain("%s", trouble);
        free(trouble);
    }
    return result;
}

void cli_input_release(struct cli_input *input)
{
    (void)mf_bytes_unref(input->bytes);
    free(input->buffer);
    *input = (struct cli_input){ 0 };
}

/* Offset of the quotation mark that ends the string whose first mark stands at `at`; size if there is none. */
static size_t end_of_string(const char *data, size_t size, size_t at)
{
    for (at++; at < size && data[at] != '"'; at++) {
        if (data[at] == '\\') {
            at++;
        }
    }
    return at < size ? at : size;
}

bool cli_input_is_envelope(const struct cli_input *input)
{
    static const char name[] = "payloadType";
    const char *data = input->data;
    size_t size = input->size;
    size_t depth = 0;

    for (size_t at = skip_white_space(data, size, 0); at < size; at++) {
        if (depth == 0 && data[at] != '{') {
            return false;
        }
        if (data[at] == '{' || data[at] == '[') {
            depth++;
        } else if (data[at] == '}' || data[at] == ']') {
            depth--;
        } else if (data[at] == '"') {
            size_t end = end_of_string(data, size, at);
            size_t after = skip_white_space(data, size, end + 1);

            if (depth == 1 && after < size && data[after] == ':' && end - at - 1 == sizeof name - 1 &&
                memcmp(data + at + 1, name, sizeof name - 1) == 0) {
                return true;
            }
            at = end;
        }
    }
    return false;
}

mf_read_options cli_input_options(const struct cli_input *input, mf_profile profile)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.format = input->format;
    options.profile = profile;
    return options;
}

int cli_input_manifest(const struct cli_input *input, mf_profile profile, mf_manifest **ret_manifest)
{
    mf_read_options options = cli_input_options(input, profile);
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_manifest_read(input->data, input->size, &options, ret_manifest, &report, &error);
    int result = cli_findings_failure(input->name, input->data, input->size, status, report, error);

    (void)mf_report_unref(report);
    return result;
}

int cli_read_manifest(struct cli_input *input, const char *path, mf_profile profile,
                      mf_manifest **ret_manifest)
{
    int result = cli_input_read(input, path, CLI_DOCUMENT_LIMIT);

    return result == CLI_GOOD ? cli_input_manifest(input, profile, ret_manifest) : result;
}

int cli_read_digest(struct cli_input *input, const char *path, mf_bytes **ret_digest)
{
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;
    int result = cli_read_manifest(input, path, MF_PROFILE_DRAFT, &manifest);

    if (result == CLI_GOOD) {
        mf_status status = mf_manifest_digest(manifest, ret_digest, &error);

        result = status == MF_OK ? CLI_GOOD : cli_complain_error(input->name, status, error);
    }
    (void)mf_manifest_unref(manifest);
    return result;
}

mf_profile cli_profile(const char *name, mf_profile default_profile)
{
    if (name == NULL) {
        return default_profile;
    }
    return strcmp(name, "draft") == 0 ? MF_PROFILE_DRAFT : MF_PROFILE_RELEASE;
}

const char *cli_profile_name(mf_profile profile)
{
    return profile == MF_PROFILE_DRAFT ? "draft" : "release";
}
