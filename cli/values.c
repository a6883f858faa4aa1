/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Short ways to values by path. The paths are those of the program, so that there are two outcomes: a value, or none.
 * Anything else is memory that ran out or a path that is wrong, and ends the program rather than showing half.
 */
#include "values.h"

#include "command.h"
#include "complain.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* True for a value, false for none. */
static bool is_there(mf_status status, mf_error *error)
{
    if (status == MF_OK || status == MF_ABSENT) {
        return status == MF_OK;
    }
    (void)cli_complain_error(NULL, status, error);
    exit(CLI_TROUBLE);
}

const char *cli_value(const mf_manifest *manifest, const char *path)
{
    const char *text = NULL;
    mf_error *error = NULL;
    mf_status status = mf_manifest_get_text(manifest, path, &text, NULL, &error);

    return is_there(status, error) ? text : NULL;
}

const char *cli_entry_value(const mf_cursor *cursor, const char *path)
{
    const char *text = NULL;
    mf_error *error = NULL;
    mf_status status = mf_cursor_get_text(cursor, path, &text, NULL, &error);

    return is_there(status, error) ? text : NULL;
}

size_t cli_value_count(const mf_manifest *manifest, const char *path)
{
    size_t count = 0;
    mf_error *error = NULL;
    mf_status status = mf_manifest_count(manifest, path, &count, &error);

    return is_there(status, error) ? count : 0;
}

mf_cursor *cli_entries(mf_manifest *manifest, const char *path)
{
    mf_cursor *cursor = NULL;
    mf_error *error = NULL;
    mf_status status = mf_manifest_walk(manifest, path, &cursor, &error);

    return is_there(status, error) ? cursor : NULL;
}

char *cli_entry_joined(const mf_cursor *cursor, const char *path)
{
    mf_cursor *entries = NULL;
    mf_error *error = NULL;
    mf_status status = mf_cursor_walk(cursor, path, &entries, &error);
    char *joined = NULL;

    if (!is_there(status, error)) {
        return NULL;
    }
    while (mf_cursor_next(entries) == 1) {
        char *longer = cli_memory_format("%s%s%s", joined == NULL ? "" : joined, joined == NULL ? "" : ", ",
                                         cli_entry_value(entries, ""));

        free(joined);
        joined = longer;
    }
    (void)mf_cursor_unref(entries);
    return joined;
}
