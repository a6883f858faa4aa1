/* SPDX-License-Identifier: Apache-2.0 */
/* The distribution, as os-release says: assignments of a shell, of which only literal words and quotes are meant. */
#include "capture/capture.h"

#include <stdio.h>

#define FIELD "/environment/platform/distribution"

/* The value of an assignment without its quotes; NULL: it is none, or the run has failed. */
static const char *unquote(struct mf_capture_run *run, struct mf_view text)
{
    char *value = mf_capture_alloc(run, text.size + 1, 1);
    size_t size = 0;
    char quote = '\0';

    for (size_t i = 0; value != NULL && i < text.size; i++) {
        char byte = text.data[i];

        if (quote == '\0' && (byte == '"' || byte == '\'')) {
            quote = byte;
        } else if (quote != '\0' && byte == quote) {
            quote = '\0';
        } else if (byte == '\\' && quote != '\'' && i + 1 < text.size) {
            value[size++] = text.data[++i];
        } else {
            value[size++] = byte;
        }
    }
    return quote == '\0' ? value : NULL;
}

struct assignments {
    const char *id;
    const char *version;
};

static void read_assignments(struct mf_capture_run *run, struct mf_view text, struct assignments *found)
{
    struct mf_view line;

    while (mf_capture_line(&text, &line)) {
        line = mf_capture_trim(line);
        if (mf_view_starts_with(line, "ID=")) {
            found->id = unquote(run, mf_view_make(line.data + 3, line.size - 3));
        } else if (mf_view_starts_with(line, "VERSION_ID=")) {
            found->version = unquote(run, mf_view_make(line.data + 11, line.size - 11));
        }
    }
}

static void take(struct mf_capture_run *run, const char *file, const struct assignments *found)
{
    if (found->id == NULL || *found->id == '\0') {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, FIELD "/name", file, "it has no ID");
    } else if (mf_capture_set(run, FIELD "/name", file, mf_view_of(found->id))) {
        run->distribution = found->id;
    }
    /* Rolling distributions have none. */
    if (found->version == NULL || *found->version == '\0') {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, FIELD "/version", file, "it has no VERSION_ID");
    } else if (mf_capture_set(run, FIELD "/version", file, mf_view_of(found->version))) {
        run->distribution_version = found->version;
    }
}

void mf_capture_distribution(struct mf_capture_run *run)
{
    static const char *const files[] = { "etc/os-release", "usr/lib/os-release" };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct assignments found = { NULL, NULL };
        struct mf_view text;

        switch (mf_capture_read(run, FIELD, files[i], MF_CAPTURE_SMALL, &text)) {
        case MF_CAPTURE_READ:
            read_assignments(run, text, &found);
            if (mf_capture_goes_on(run)) {
                take(run, files[i], &found);
            }
            return;
        case MF_CAPTURE_NOT_READ:
            return;
        case MF_CAPTURE_MISSING:
            break;
        }
    }
    mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, FIELD, files[0], "there is no such file, nor %s",
                    files[1]);
}

void mf_capture_distro(const struct mf_capture_run *run, char *text, size_t size)
{
    bool is_whole = *run->distribution != '\0' && *run->distribution_version != '\0';

    (void)snprintf(text, size, "%s%s%s", is_whole ? run->distribution : "", is_whole ? "-" : "",
                   is_whole ? run->distribution_version : "");
}
