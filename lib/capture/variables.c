/* SPDX-License-Identifier: Apache-2.0 */
/* Environment variables that the caller asks for, unless they look like secrets. Their values are shown nowhere else. */
#include "capture/capture.h"

#include "model/path.h"
#include "value/secret.h"
#include "value/type.h"

#include <stdlib.h>

#define VARIABLES "/environment/variables"

struct variable {
    struct mf_view name;
    struct mf_view value;
    size_t index; /* in the environment: the first of a name is the one that programs see */
};

static bool covers(const char *pattern, struct mf_view name)
{
    size_t size = strlen(pattern);

    if (size > 0 && pattern[size - 1] == '*') {
        return name.size >= size - 1 && memcmp(name.data, pattern, size - 1) == 0;
    }
    return mf_view_is(name, pattern);
}

static bool is_wanted(const mf_capture_options *options, struct mf_view name)
{
    for (size_t i = 0; i < options->variable_count; i++) {
        if (covers(options->variables[i], name)) {
            return true;
        }
    }
    return false;
}

static int compare(const void *left, const void *right)
{
    const struct variable *first = left;
    const struct variable *second = right;
    int order = mf_view_compare(first->name, second->name);

    return order != 0 ? order : (first->index > second->index) - (first->index < second->index);
}

/* Adds a finding about a variable: its name, and never its value. */
static void find(struct mf_capture_run *run, enum mf_finding_code code, const char *path, struct mf_view name,
                 const char *what)
{
    const char *text = mf_capture_copy(run, name);

    if (text != NULL) {
        mf_capture_find(run, code, path, text, "%s", what);
    }
}

/* "/environment/variables/NAME/value"; the buffer holds its zero-terminated text. */
static bool make_path(struct mf_buffer *path, struct mf_view name, const char *field)
{
    path->size = 0;
    mf_buffer_append_text(path, VARIABLES "/");
    mf_path_escape(path, name);
    mf_buffer_append_text(path, field);
    mf_buffer_append_byte(path, '\0');
    return path->status == MF_OK;
}

static void set(struct mf_capture_run *run, const struct variable *variable, struct mf_buffer *path)
{
    struct mf_secret secret;

    if (!mf_type_check(MF_TYPE_VARIABLE, variable->name, NULL)) {
        find(run, MF_FINDING_CAPTURE_VALUE, VARIABLES, variable->name,
             "a manifest cannot name this variable");
        return;
    }
    if (!make_path(path, variable->name, "/secret")) {
        mf_capture_fail_memory(run);
        return;
    }
    if (mf_capture_has(run, path->data)) {
        return;
    }
    (void)make_path(path, variable->name, "/value");
    if (mf_secret_is_named(variable->name) ||
        mf_secret_find_in_setting(variable->name, variable->value, &secret)) {
        find(run, MF_FINDING_CAPTURE_SECRET, path->data, variable->name,
             "the variable is left out: its name or its value is that of a secret");
    } else if (!mf_capture_fits(run, path->data, variable->value)) {
        find(run, MF_FINDING_CAPTURE_VALUE, path->data, variable->name,
             "the value of the variable cannot stand in a manifest");
    } else {
        (void)mf_capture_set(run, path->data, "", variable->value);
    }
}

/* The variables that are wanted, in the order of their names. */
static size_t collect(struct mf_capture_run *run, struct variable *variables)
{
    size_t count = 0;

    for (size_t i = 0; i < run->options.environment_count; i++) {
        const char *entry = run->options.environment[i];
        const char *equals = strchr(entry, '=');
        struct mf_view name = mf_view_make(entry, equals == NULL ? 0 : (size_t)(equals - entry));

        if (name.size > 0 && is_wanted(&run->options, name)) {
            variables[count++] = (struct variable){ name, mf_view_of(equals + 1), i };
        }
    }
    if (count > 1) {
        qsort(variables, count, sizeof *variables, compare);
    }
    return count;
}

/* Names that were asked for one by one. */
static void find_missing(struct mf_capture_run *run, const struct variable *variables, size_t count)
{
    for (size_t i = 0; i < run->options.variable_count; i++) {
        struct mf_view name = mf_view_of(run->options.variables[i]);
        bool found = name.size > 0 && name.data[name.size - 1] == '*';

        for (size_t k = 0; k < count && !found; k++) {
            found = mf_view_equal(variables[k].name, name);
        }
        if (!found) {
            find(run, MF_FINDING_CAPTURE_ABSENT, VARIABLES, name, "there is no such variable");
        }
    }
}

void mf_capture_variables(struct mf_capture_run *run)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct variable *variables;
    size_t count;

    if (run->options.variable_count == 0) {
        return;
    }
    variables = mf_capture_alloc(run, run->options.environment_count + 1, sizeof *variables);
    if (variables == NULL) {
        return;
    }
    count = collect(run, variables);
    for (size_t i = 0; i < count && mf_capture_goes_on(run); i++) {
        if (i == 0 || !mf_view_equal(variables[i].name, variables[i - 1].name)) {
            set(run, &variables[i], &path);
        }
    }
    mf_buffer_release(&path);
    find_missing(run, variables, count);
}
