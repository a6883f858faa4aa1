/* SPDX-License-Identifier: Apache-2.0 */
/* Requirements files: what a line asks for, its hashes, and the options of pip that say where packages come from. */
#include "lock/requirement.h"

#include "value/ascii.h"
#include "value/uri.h"

enum effect {
    EFFECT_NONE,
    EFFECT_INCLUDE,
    EFFECT_EDITABLE,
    EFFECT_INDEX,
    EFFECT_SECOND_INDEX,
    EFFECT_TRUST,
    EFFECT_HASH,
    EFFECT_BUILD, /* of one package */
};

struct option {
    const char *name;
    char letter; /* 0: none */
    bool has_value;
    enum effect effect;
};

static const struct option options[] = {
    { "hash", 0, true, EFFECT_HASH },
    { "requirement", 'r', true, EFFECT_INCLUDE },
    { "constraint", 'c', true, EFFECT_INCLUDE },
    { "editable", 'e', true, EFFECT_EDITABLE },
    { "index-url", 'i', true, EFFECT_INDEX },
    { "pypi-url", 0, true, EFFECT_INDEX },
    { "extra-index-url", 0, true, EFFECT_SECOND_INDEX },
    { "find-links", 'f', true, EFFECT_SECOND_INDEX },
    { "trusted-host", 0, true, EFFECT_TRUST },
    { "no-index", 0, false, EFFECT_NONE },
    { "no-binary", 0, true, EFFECT_NONE },
    { "only-binary", 0, true, EFFECT_NONE },
    { "prefer-binary", 0, false, EFFECT_NONE },
    { "require-hashes", 0, false, EFFECT_NONE },
    { "pre", 0, false, EFFECT_NONE },
    { "use-feature", 0, true, EFFECT_NONE },
    { "config-settings", 'C', true, EFFECT_BUILD },
    { "config-setting", 0, true, EFFECT_BUILD },
    { "global-option", 0, true, EFFECT_BUILD },
    { "install-option", 0, true, EFFECT_BUILD },
};

/* One line of a file. */
struct line {
    struct mf_lock_reading *reading;
    struct mf_lock_joined *joined;
    struct mf_view rest;
    struct mf_lock_package *package; /* that the line asks for; NULL: none, or there was a finding */
    bool asks;                       /* it asks for a package */
};

static struct mf_position place(struct line *line, struct mf_view part)
{
    return mf_lock_joined_place(line->joined, part);
}

/* The option that begins the line; its name and what joins its value to it are cut off. */
static const struct option *cut_option(struct line *line)
{
    bool is_long = mf_view_starts_with(line->rest, "--");
    struct mf_view word = mf_view_from(line->rest, is_long ? 2 : 1);

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        size_t size = is_long ? strlen(options[i].name) : 1;
        struct mf_view behind;
        char next;

        if (is_long ? !mf_view_starts_with(word, options[i].name)
                    : (word.size == 0 || word.data[0] != options[i].letter)) {
            continue;
        }
        behind = mf_view_from(word, size);
        next = word.size == size ? ' ' : behind.data[0];
        if (mf_ascii_is_one_of(next, options[i].has_value && is_long ? " \t=" : " \t") ||
            (!is_long && options[i].has_value)) {
            line->rest = mf_view_make(word.data + size, word.size - size);
            if (is_long && next == '=') {
                line->rest = mf_view_from(line->rest, 1);
            } else {
                line->rest = mf_lock_trim(line->rest);
            }
            return &options[i];
        }
    }
    return NULL;
}

/* A value, up to a blank, or in quotes. */
static struct mf_view cut_value(struct line *line)
{
    struct mf_view value = line->rest;
    char quote = value.size > 0 ? value.data[0] : '\0';

    if (quote == '"' || quote == '\'') {
        struct mf_view rest = mf_view_from(value, 1);

        if (mf_view_find(rest, quote) < rest.size) {
            value = mf_view_cut(&rest, quote);
            line->rest = mf_lock_trim(rest);
            return value;
        }
    }
    return mf_lock_cut_word(&line->rest);
}

/* The host of an address, which is all of it that a message may show: there may be a password in it. */
static struct mf_view shown(struct mf_view address)
{
    struct mf_uri uri;

    return mf_uri_split(address, &uri) && uri.host.size > 0 ? uri.host : mf_view_of("a place of its own");
}

static void apply(struct line *line, const struct option *option, struct mf_view value)
{
    struct mf_lock_reading *reading = line->reading;

    switch (option->effect) {
    case EFFECT_INCLUDE:
        mf_lock_finding(reading, MF_FINDING_LOCK_INCLUDE, place(line, value),
                        "%.*s is not followed: what it says is not known here", MF_VIEW_ARGS(value));
        break;
    case EFFECT_EDITABLE:
        line->package = mf_lock_read_requirement(reading, line->joined, value, true);
        line->asks = true;
        break;
    case EFFECT_INDEX:
        (void)mf_lock_check_address(reading, value, place(line, value));
        break;
    case EFFECT_SECOND_INDEX:
        (void)mf_lock_check_address(reading, value, place(line, value));
        mf_lock_finding(reading, MF_FINDING_LOCK_INDEX, place(line, value),
                        "packages may also come from %.*s", MF_VIEW_ARGS(shown(value)));
        break;
    case EFFECT_TRUST:
        mf_lock_finding(reading, MF_FINDING_LOCK_INSECURE, place(line, value),
                        "%.*s is trusted without checking its certificate", MF_VIEW_ARGS(value));
        break;
    case EFFECT_HASH:
        if (line->package != NULL) {
            mf_lock_add_spelled_hash(reading, line->package, value, place(line, value));
        }
        break;
    case EFFECT_NONE:
    case EFFECT_BUILD:
        break;
    }
}

/* Options: of a package those that concern it, else the others. False after a finding. */
static bool read_option(struct line *line)
{
    struct mf_view begin = line->rest;
    const struct option *option = cut_option(line);
    bool of_package;
    struct mf_view value = { NULL, 0 };

    if (option == NULL) {
        begin = mf_lock_cut_word(&begin);
        mf_lock_finding(line->reading, MF_FINDING_LOCK_SYNTAX, place(line, begin),
                        "pip has no option '%.*s' for requirements files", MF_VIEW_ARGS(begin));
        return false;
    }
    of_package = option->effect == EFFECT_HASH || option->effect == EFFECT_BUILD;
    if (of_package != line->asks) {
        mf_lock_finding(line->reading, MF_FINDING_LOCK_SYNTAX, place(line, begin),
                        of_package ? "--%s stands behind the package that it is for"
                                   : "--%s stands on a line of its own",
                        option->name);
        return false;
    }
    if (option->has_value) {
        value = cut_value(line);
        if (value.size == 0) {
            mf_lock_finding(line->reading, MF_FINDING_LOCK_SYNTAX, place(line, begin), "--%s needs a value",
                            option->name);
            return false;
        }
    }
    apply(line, option, value);
    return true;
}

/* Cuts what the line asks for off the front: up to the first word that begins with '-'. */
static struct mf_view cut_request(struct mf_view *text)
{
    struct mf_view request = *text;

    while (text->size > 0 && text->data[0] != '-') {
        (void)mf_lock_cut_word(text);
    }
    request.size -= text->size;
    return mf_lock_trim(request);
}

static void read_line(struct mf_lock_reading *reading, struct mf_lock_joined *joined)
{
    struct line line = { .reading = reading, .joined = joined, .rest = joined->text };
    struct mf_view request = cut_request(&line.rest);

    if (joined->is_cut_off) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SYNTAX, place(&line, joined->text),
                        "the file ends behind a backslash, which says that the line goes on");
    }
    if (request.size > 0) {
        line.package = mf_lock_read_requirement(reading, joined, request, false);
        line.asks = true;
    }
    while (line.rest.size > 0 && !mf_lock_failed(reading) && read_option(&line)) {
    }
}

void mf_lock_read_requirements(struct mf_lock_reading *reading)
{
    struct mf_lock_lines lines = mf_lock_lines_of(reading);
    struct mf_lock_joined joined = { .bytes = NULL };

    while (!mf_lock_failed(reading) && mf_lock_join_lines(reading, &lines, &joined)) {
        if (joined.text.size > 0 || joined.is_cut_off) {
            read_line(reading, &joined);
        }
    }
}
