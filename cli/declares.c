/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells manifests from other YAML and JSON by the schema they declare. The text may be broken further on, so this is no parser: it
 * follows the nesting of brackets and strings, or the indentation of lines, just far enough to know what is at the top.
 */
#include "walk.h"

#include <string.h>

static const char key[] = "schema";
static const char family[] = "manifest/";

/* What is left of a text. */
struct rest {
    const char *at;
    const char *end;
};

static bool is_next(const struct rest *rest, char c)
{
    return rest->at < rest->end && *rest->at == c;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool skip_word(struct rest *rest, const char *word)
{
    size_t size = strlen(word);

    if ((size_t)(rest->end - rest->at) < size || memcmp(rest->at, word, size) != 0) {
        return false;
    }
    rest->at += size;
    return true;
}

/* A quotation mark of either kind; 0 where there is none. */
static char skip_quote(struct rest *rest)
{
    return is_next(rest, '"') || is_next(rest, '\'') ? *rest->at++ : '\0';
}

static void skip_blanks(struct rest *rest)
{
    while (rest->at < rest->end && is_blank(*rest->at)) {
        rest->at++;
    }
}

/* Is this `schema: manifest/…`, either with or without quotes? */
static bool is_declaration(struct rest rest)
{
    char quote = skip_quote(&rest);

    if (!skip_word(&rest, key) || (quote != '\0' && !is_next(&rest, quote))) {
        return false;
    }
    rest.at += quote != '\0' ? 1 : 0;
    skip_blanks(&rest);
    if (!is_next(&rest, ':')) {
        return false;
    }
    rest.at++;
    skip_blanks(&rest);
    (void)skip_quote(&rest);
    return skip_word(&rest, family);
}

static void skip_string(struct rest *rest)
{
    char quote = *rest->at++;

    while (rest->at < rest->end && *rest->at != quote) {
        rest->at += quote == '"' && *rest->at == '\\' ? 2 : 1;
    }
    rest->at = rest->at < rest->end ? rest->at + 1 : rest->end;
}

/* Not so an apostrophe within a word. */
static bool begins_string(const struct rest *rest, const char *begin)
{
    char before = rest->at == begin ? ' ' : rest->at[-1];

    return (is_next(rest, '"') || is_next(rest, '\'')) &&
           (is_blank(before) || before == '{' || before == '[' || before == ',' || before == ':');
}

static void skip_line(struct rest *rest)
{
    const char *feed = memchr(rest->at, '\n', (size_t)(rest->end - rest->at));

    rest->at = feed == NULL ? rest->end : feed + 1;
}

/* A mapping in braces: JSON, or YAML in flow style. */
static bool braces_declare(struct rest rest)
{
    size_t depth = 0;
    bool at_key = false; /* where a key of the outermost mapping may stand */
    const char *begin = rest.at;

    while (rest.at < rest.end) {
        char c = *rest.at;

        if (at_key && c == '#') {
            skip_line(&rest);
            continue;
        }
        if (at_key && depth == 1 && !is_blank(c)) {
            if (is_declaration(rest)) {
                return true;
            }
            at_key = false;
        }
        if (begins_string(&rest, begin)) {
            skip_string(&rest);
            continue;
        }
        depth += c == '{' || c == '[' ? 1 : 0;
        if ((c == '}' || c == ']') && --depth == 0) {
            return false;
        }
        at_key = at_key || (depth == 1 && (c == '{' || c == ','));
        rest.at++;
    }
    return false;
}

/* Skips what comes before the first line of content: comments, directives, the mark of a document. */
static void skip_head(struct rest *rest)
{
    while (rest->at < rest->end) {
        struct rest line = *rest;

        skip_blanks(&line);
        if (line.at == line.end) {
            rest->at = line.end;
        } else if (*line.at == '#' || *line.at == '%') {
            rest->at = line.at;
            skip_line(rest);
        } else if (skip_word(&line, "---") && (line.at == line.end || is_blank(*line.at))) {
            rest->at = line.at;
        } else {
            return;
        }
    }
}

/* Skips blank lines and spaces; returns the column of what comes then. */
static size_t indentation(struct rest *rest)
{
    const char *line = rest->at;

    while (rest->at < rest->end && is_blank(*rest->at)) {
        line = *rest->at == '\n' ? rest->at + 1 : line;
        rest->at++;
    }
    return (size_t)(rest->at - line);
}

bool cli_declares_manifest(const char *text, size_t size)
{
    struct rest rest = { text, text + size };
    size_t top;

    (void)skip_word(&rest, "\xef\xbb\xbf");
    skip_head(&rest);
    top = indentation(&rest);
    if (is_next(&rest, '{')) {
        return braces_declare(rest);
    }
    while (rest.at < rest.end) {
        if (is_declaration(rest)) {
            return true;
        }
        do {
            skip_line(&rest);
        } while (rest.at < rest.end && indentation(&rest) != top);
    }
    return false;
}
