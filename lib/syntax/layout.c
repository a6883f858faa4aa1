/* SPDX-License-Identifier: Apache-2.0 */
/* Each byte of the text is looked at once, between events or within one. */
#include "syntax/layout.h"

#include "base/utf8.h"

static const char comment_without_space[] = "a comment begins with a space before its '#'";
static const char not_indented[] = "a line within quotes or brackets must be indented, with spaces";
static const char bare_dash[] = "a dash alone is the beginning of a list: write it in quotes";
static const char overlong_blank[] =
    "a text must not begin with a blank line that has more spaces than its first line";

void mf_layout_init(struct mf_layout *layout, struct mf_view text)
{
    layout->text = text;
    layout->end = 0;
    layout->depth = 0;
    layout->levels[0] = (struct mf_layout_level){ -1, false };
}

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Offset of the end of the line that `at` is in, at most `end`. */
static size_t line_end(struct mf_view text, size_t at, size_t end)
{
    while (at < end && !is_line_end(text.data[at])) {
        size_t visible = mf_ascii_visible_prefix(mf_view_make(text.data + at, end - at));

        at += visible > 0 ? visible : 1;
    }
    return at;
}

static size_t skip_spaces(struct mf_view text, size_t at, size_t end)
{
    while (at < end && text.data[at] == ' ') {
        at++;
    }
    return at;
}

const char *mf_layout_pass(struct mf_layout *layout, size_t start, size_t *ret_at)
{
    struct mf_view text = layout->text;
    size_t at = layout->end;

    while (at < start) {
        if (text.data[at] != '#') {
            at++;
            continue;
        }
        if (at > 0 && !is_blank(text.data[at - 1]) && !is_line_end(text.data[at - 1])) {
            *ret_at = at;
            return comment_without_space;
        }
        at = line_end(text, at, start);
    }
    layout->end = start > layout->end ? start : layout->end;
    return NULL;
}

/* Is the line that begins at `line` indented by more than `indent` spaces, or blank? */
static bool is_indented(struct mf_view text, size_t line, size_t end, int64_t indent)
{
    size_t at = skip_spaces(text, line, end);
    size_t content = at;

    if ((int64_t)(at - line) > indent) {
        return true;
    }
    while (content < end && is_blank(text.data[content])) {
        content++;
    }
    return content == end || is_line_end(text.data[content]);
}

/* The lines of a text behind its first. */
static const char *check_lines(struct mf_view text, size_t start, size_t end, int64_t indent, size_t *ret_at)
{
    for (size_t at = line_end(text, start, end); at < end; at = line_end(text, at, end)) {
        at++;
        if (!is_indented(text, at, end, indent)) {
            *ret_at = at;
            return not_indented;
        }
    }
    return NULL;
}

/* The line on which a value in a flow collection stands, if the value is the first thing on it. */
static const char *check_first_on_line(const struct mf_layout *layout, size_t start, int64_t indent,
                                       size_t *ret_at)
{
    size_t line = start;

    while (line > 0 && is_blank(layout->text.data[line - 1])) {
        line--;
    }
    if (line == 0 || !is_line_end(layout->text.data[line - 1]) ||
        is_indented(layout->text, line, layout->text.size, indent)) {
        return NULL;
    }
    *ret_at = start;
    return not_indented;
}

/* The line with `|` or `>`, and the blank lines behind it. */
static const char *check_block_text(struct mf_view text, size_t start, size_t end, int64_t indent,
                                    size_t *ret_at)
{
    size_t at = start + 1;
    size_t longest = 0;

    while (at < end && !is_blank(text.data[at]) && !is_line_end(text.data[at])) {
        if (text.data[at] == '#') {
            *ret_at = at;
            return comment_without_space;
        }
        if (text.data[at] >= '1' && text.data[at] <= '9') {
            return NULL; /* the indentation is given: blank lines are text */
        }
        at++;
    }
    for (at = line_end(text, at, end); at < end; at = line_end(text, at, end)) {
        size_t line = ++at;

        at = skip_spaces(text, line, end);
        if (at < end && !is_line_end(text.data[at])) {
            *ret_at = line;
            return (int64_t)(at - line) > indent && longest > at - line ? overlong_blank : NULL;
        }
        longest = at - line > longest ? at - line : longest;
    }
    return NULL;
}

static const char *check_text(const struct mf_layout *layout, enum mf_layout_kind kind, size_t start,
                              size_t end, size_t *ret_at)
{
    int64_t indent = layout->levels[layout->depth].indent;

    if (kind == MF_LAYOUT_LINE) {
        return NULL;
    }
    if (kind == MF_LAYOUT_BLOCK_TEXT) {
        /* Its span may end before the blank lines and the comment that follow it. */
        return check_block_text(layout->text, start, layout->text.size, indent, ret_at);
    }
    if (kind == MF_LAYOUT_PLAIN && end - start == 1 && layout->text.data[start] == '-') {
        *ret_at = start;
        return bare_dash;
    }
    return check_lines(layout->text, start, end, indent, ret_at);
}

static void open_level(struct mf_layout *layout, enum mf_layout_kind kind, uint32_t column)
{
    struct mf_layout_level level = layout->levels[layout->depth];

    if (kind == MF_LAYOUT_FLOW_COLLECTION) {
        level.flow = true;
    } else if (!level.flow) {
        level.indent = column;
    }
    if (layout->depth <= MF_JSON_MAXIMUM_DEPTH) {
        layout->levels[++layout->depth] = level;
    }
}

const char *mf_layout_take(struct mf_layout *layout, enum mf_layout_kind kind, size_t start, size_t end,
                           uint32_t column, size_t *ret_at)
{
    const char *wrong = mf_layout_pass(layout, start, ret_at);

    if (wrong != NULL) {
        return wrong;
    }
    if (kind == MF_LAYOUT_COLLECTION_END) {
        layout->depth -= layout->depth > 0;
    } else {
        if (layout->levels[layout->depth].flow) {
            wrong = check_first_on_line(layout, start, layout->levels[layout->depth].indent, ret_at);
        }
        if (kind == MF_LAYOUT_FLOW_COLLECTION || kind == MF_LAYOUT_BLOCK_COLLECTION) {
            open_level(layout, kind, column);
        } else if (wrong == NULL) {
            wrong = check_text(layout, kind, start, end, ret_at);
        }
    }
    layout->end = end > layout->end ? end : layout->end;
    return wrong;
}
