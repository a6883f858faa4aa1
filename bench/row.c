/* SPDX-License-Identifier: Apache-2.0 */
#include "row.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "json/writer.h"

static void append_name(struct mf_buffer *line, const char *name)
{
    mf_buffer_append_byte(line, line->size == 0 ? '{' : ',');
    mf_json_append_string(line, mf_view_make(name, strlen(name)));
    mf_buffer_append_byte(line, ':');
}

static void append_text(struct mf_buffer *line, const char *name, const char *text)
{
    append_name(line, name);
    mf_json_append_string(line, mf_view_make(text, strlen(text)));
}

/* These programs never leave the locale C: the decimal point is a point. */
static void append_number(struct mf_buffer *line, double number)
{
    char text[32];

    if (!isfinite(number)) {
        give_up("a row", "a figure is not finite");
    }
    (void)snprintf(text, sizeof text, "%.9g", number);
    mf_buffer_append_text(line, text);
}

static void append_member(struct mf_buffer *line, const char *name, double number)
{
    append_name(line, name);
    append_number(line, number);
}

static void begin(struct mf_buffer *line, const struct row *row)
{
    append_text(line, "group", row->group);
    append_text(line, "what", row->what);
    append_text(line, "unit", row->unit);
}

static void end(struct mf_buffer *line, const struct row *row)
{
    if (row->aim > 0) {
        append_member(line, "aim", row->aim);
    }
    mf_buffer_append_text(line, "}\n");
    if (line->status != MF_OK || fwrite(line->data, 1, line->size, stdout) != line->size ||
        fflush(stdout) != 0) {
        give_up("a row", "it cannot be written");
    }
    mf_buffer_release(line);
}

void comparison_row(const struct row *row, const char *peer, struct comparison result)
{
    struct mf_buffer line = MF_BUFFER_EMPTY;

    begin(&line, row);
    append_text(&line, "peer", peer);
    append_member(&line, "ours", result.ours);
    append_member(&line, "theirs", result.theirs);
    append_member(&line, "ratio", result.ratio);
    end(&line, row);
}

void series_row(const struct row *row, const char *over, const struct point *points, size_t count,
                double exponent)
{
    struct mf_buffer line = MF_BUFFER_EMPTY;

    begin(&line, row);
    append_text(&line, "over", over);
    append_name(&line, "points");
    for (size_t i = 0; i < count; i++) {
        mf_buffer_append_text(&line, i == 0 ? "[[" : ",[");
        append_number(&line, points[i].over);
        mf_buffer_append_byte(&line, ',');
        append_number(&line, points[i].value);
        mf_buffer_append_byte(&line, ']');
    }
    mf_buffer_append_text(&line, count == 0 ? "[]" : "]");
    if (exponent != 0) {
        append_member(&line, "exponent", exponent);
    }
    end(&line, row);
}

void give_up(const char *what, const char *why)
{
    (void)fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(2);
}
