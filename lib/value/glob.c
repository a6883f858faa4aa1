/* SPDX-License-Identifier: Apache-2.0 */
/* Globs, matched by following all places of the pattern at once: no guess is made that would have to be taken back. */
#include "value/glob.h"

#include "base/utf8.h"
#include "value/ascii.h"
#include "value/check.h"

bool mf_glob_check(struct mf_view pattern, struct mf_buffer *advice)
{
    if (pattern.size == 0) {
        return mf_advise(advice, "write * for everything without '/', ** for everything");
    }
    if (pattern.size > MF_GLOB_SIZE) {
        return mf_advise(advice, "a pattern has at most 255 bytes");
    }
    for (size_t i = 0; i < pattern.size; i++) {
        if (mf_ascii_is_one_of(pattern.data[i], "[]{}\\")) {
            return mf_advise(advice,
                             "the only wildcards are *, ** and ?: write several patterns for several cases");
        }
        if (i > 1 && mf_view_is(mf_view_make(pattern.data + i - 2, 3), "***")) {
            return mf_advise(advice, "write * or **: three stars mean nothing more");
        }
    }
    return mf_string_check(pattern, advice);
}

/* Bytes of the star at a place of the pattern: 0, 1 or 2. */
static size_t star_size(struct mf_view pattern, size_t at)
{
    if (at >= pattern.size || pattern.data[at] != '*') {
        return 0;
    }
    return at + 1 < pattern.size && pattern.data[at + 1] == '*' ? 2 : 1;
}

/* A star may also stand for nothing: whoever is before it is behind it, too. */
static void pass_stars(struct mf_view pattern, bool *places)
{
    for (size_t at = 0; at < pattern.size; at++) {
        size_t star = star_size(pattern, at);

        if (places[at] && star > 0) {
            places[at + star] = true;
        }
        /* The second byte of a double star is no place. */
        at += star == 2 ? 1 : 0;
    }
}

/* From the places before a character to those behind it. False if there are none left. */
static bool step(struct mf_view pattern, struct mf_view character, const bool *before, bool *behind)
{
    bool slash = character.data[0] == '/';
    bool any = false;

    memset(behind, 0, pattern.size + 1);
    for (size_t at = 0; at < pattern.size; at++) {
        size_t star = star_size(pattern, at);

        if (!before[at]) {
            /* Nobody is here. */
        } else if (star > 0) {
            behind[at] = behind[at] || star == 2 || !slash;
        } else if (pattern.data[at] == '?') {
            behind[at + 1] = behind[at + 1] || !slash;
        } else if (pattern.size - at >= character.size &&
                   memcmp(pattern.data + at, character.data, character.size) == 0) {
            behind[at + character.size] = true;
        }
        at += star == 2 ? 1 : 0;
    }
    pass_stars(pattern, behind);
    for (size_t at = 0; at <= pattern.size; at++) {
        any = any || behind[at];
    }
    return any;
}

bool mf_glob_match(struct mf_view pattern, struct mf_view text)
{
    bool places[2][MF_GLOB_SIZE + 1] = { { false } };
    size_t now = 0;

    if (pattern.size > MF_GLOB_SIZE) {
        return false;
    }
    places[now][0] = true;
    pass_stars(pattern, places[now]);
    while (text.size > 0) {
        uint32_t code;
        size_t size = mf_utf8_decode(text, &code);

        if (size == 0 || !step(pattern, mf_view_make(text.data, size), places[now], places[1 - now])) {
            return false;
        }
        now = 1 - now;
        text = mf_view_from(text, size);
    }
    return places[now][pattern.size];
}
