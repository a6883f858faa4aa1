/* SPDX-License-Identifier: Apache-2.0 */
/* The first line that says something tells the syntax; of TOML and JSON, words that only one format has tell the rest. */
#include "lock/guess.h"

#include "value/ascii.h"

/* The next line without its end; `rest->data` is NULL behind the last. */
static struct mf_view cut_line(struct mf_view *rest)
{
    struct mf_view line = mf_view_cut(rest, '\n');

    if (line.size > 0 && line.data[line.size - 1] == '\r') {
        line.size--;
    }
    return line;
}

static struct mf_view trim_left(struct mf_view text)
{
    while (text.size > 0 && mf_ascii_is_one_of(text.data[0], " \t\r")) {
        text = mf_view_from(text, 1);
    }
    return text;
}

/* The first line that is neither empty nor a comment, from its first byte that is no white space. */
static struct mf_view first_line(struct mf_view text)
{
    while (text.data != NULL) {
        struct mf_view line = trim_left(cut_line(&text));

        if (line.size > 0 && line.data[0] != '#') {
            return line;
        }
    }
    return mf_view_make(NULL, 0);
}

/* Does the text hold this word, which begins with a quote? */
static bool holds(struct mf_view text, const char *word)
{
    size_t size = strlen(word);

    while (text.size >= size) {
        size_t at = mf_view_find(text, word[0]);

        if (text.size - at < size) {
            return false;
        }
        text = mf_view_from(text, at);
        if (memcmp(text.data, word, size) == 0) {
            return true;
        }
        text = mf_view_from(text, 1);
    }
    return false;
}

static enum mf_lock_format guess_json(struct mf_view text)
{
    if (holds(text, "\"lockfileVersion\"")) {
        return MF_LOCK_NPM;
    }
    return holds(text, "\"_meta\"") ? MF_LOCK_PIPFILE : MF_LOCK_FORMAT_COUNT;
}

/* Is this a line `NAME = …` or `"NAME" = …`? */
static bool assigns(struct mf_view line, const char *name)
{
    size_t quotes = line.size > 0 && line.data[0] == '"';
    size_t size = strlen(name);

    line = mf_view_from(line, quotes);
    if (!mf_view_starts_with(line, name)) {
        return false;
    }
    line = trim_left(mf_view_from(line, size + (line.size - size >= quotes ? quotes : 0)));
    return line.size > 0 && line.data[0] == '=';
}

static enum mf_lock_format guess_toml(struct mf_view text)
{
    bool in_head = true;
    bool has_version_1 = false;
    enum mf_lock_format guess = MF_LOCK_FORMAT_COUNT;

    while (text.data != NULL) {
        struct mf_view line = cut_line(&text);

        in_head = in_head && !mf_view_starts_with(line, "[");
        if (mf_view_starts_with(line, "[[packages]]") || (in_head && assigns(line, "lock-version"))) {
            return MF_LOCK_PYLOCK;
        }
        if (in_head && assigns(line, "requires-python")) {
            return MF_LOCK_UV;
        }
        if (assigns(line, "content-hash") || mf_view_starts_with(line, "[metadata.files]")) {
            return MF_LOCK_POETRY;
        }
        has_version_1 = has_version_1 || (in_head && mf_view_is(line, "version = 1"));
        if (mf_view_starts_with(line, "[[package]]")) {
            guess = has_version_1 ? MF_LOCK_UV : MF_LOCK_CARGO;
        }
    }
    return guess;
}

static bool is_word(char byte)
{
    return mf_ascii_is_alphanumeric(byte) || mf_ascii_is_one_of(byte, "-_");
}

/* What follows the word that a line begins with, and the blanks behind it. */
static struct mf_view behind_word(struct mf_view line)
{
    size_t at = 0;

    while (at < line.size && is_word(line.data[at])) {
        at++;
    }
    return trim_left(mf_view_from(line, at));
}

static bool is_go(struct mf_view line)
{
    struct mf_view module = mf_view_cut(&line, ' ');
    struct mf_view version = mf_view_cut(&line, ' ');

    return module.size > 0 && mf_view_starts_with(version, "v") && line.data != NULL &&
           mf_view_starts_with(line, "h1:");
}

enum mf_lock_format mf_lock_guess(struct mf_view text)
{
    struct mf_view line;
    struct mf_view rest;

    if (mf_view_starts_with(text, "\xef\xbb\xbf")) {
        text = mf_view_from(text, 3);
    }
    line = first_line(text);
    rest = behind_word(line);
    if (line.size == 0) {
        return MF_LOCK_FORMAT_COUNT;
    }
    if (line.data[0] == '{') {
        return guess_json(text);
    }
    if (line.data[0] == '@') {
        return MF_LOCK_CONDA_EXPLICIT;
    }
    if (line.data[0] == '[' || assigns(line, "lock-version") ||
        (rest.size > 1 && rest.data[0] == '=' && rest.data[1] != '=')) {
        return guess_toml(text);
    }
    if (rest.size > 0 && rest.data[0] == ':' && (rest.size == 1 || rest.data[1] == ' ')) {
        return MF_LOCK_CONDA_LOCK;
    }
    return is_go(line) ? MF_LOCK_GO : MF_LOCK_REQUIREMENTS;
}
