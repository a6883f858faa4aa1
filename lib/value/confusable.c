/* SPDX-License-Identifier: Apache-2.0 */
/* The code points that do not show (Unicode 16: Default_Ignorable_Code_Point, and what is blank besides), and folding. */
#include "value/confusable.h"

#include "base/utf8.h"
#include "value/ascii.h"

/* In their order. Controls, line separators and bidirectional controls are no part of any text of a document: the scalar
 * types refuse them. Those that are default ignorable stand here all the same. */
static const struct mf_unseen rows[] = {
    { 0x00a0, 0x00a0, MF_UNSEEN_SPACE, "a no-break space" },
    { 0x00ad, 0x00ad, MF_UNSEEN_NOTHING, "a soft hyphen" },
    { 0x034f, 0x034f, MF_UNSEEN_NOTHING, "a combining grapheme joiner" },
    { 0x061c, 0x061c, MF_UNSEEN_NOTHING, "a bidirectional control" },
    { 0x115f, 0x1160, MF_UNSEEN_NOTHING, "an invisible filler" },
    { 0x1680, 0x1680, MF_UNSEEN_SPACE, "an Ogham space" },
    { 0x17b4, 0x17b5, MF_UNSEEN_NOTHING, "an invisible vowel" },
    { 0x180b, 0x180d, MF_UNSEEN_NOTHING, "a variation selector" },
    { 0x180e, 0x180e, MF_UNSEEN_NOTHING, "a Mongolian vowel separator" },
    { 0x180f, 0x180f, MF_UNSEEN_NOTHING, "a variation selector" },
    { 0x2000, 0x200a, MF_UNSEEN_SPACE, "a space of another width" },
    { 0x200b, 0x200b, MF_UNSEEN_NOTHING, "a zero-width space" },
    { 0x200c, 0x200d, MF_UNSEEN_NOTHING, "a zero-width joiner" },
    { 0x200e, 0x200f, MF_UNSEEN_NOTHING, "a bidirectional control" },
    { 0x202a, 0x202e, MF_UNSEEN_NOTHING, "a bidirectional control" },
    { 0x202f, 0x202f, MF_UNSEEN_SPACE, "a narrow no-break space" },
    { 0x205f, 0x205f, MF_UNSEEN_SPACE, "a mathematical space" },
    { 0x2060, 0x2060, MF_UNSEEN_NOTHING, "a word joiner" },
    { 0x2061, 0x2064, MF_UNSEEN_NOTHING, "an invisible operator" },
    { 0x2065, 0x2065, MF_UNSEEN_NOTHING, "a code point that is not assigned" },
    { 0x2066, 0x2069, MF_UNSEEN_NOTHING, "a bidirectional control" },
    { 0x206a, 0x206f, MF_UNSEEN_NOTHING, "a deprecated format control" },
    { 0x2800, 0x2800, MF_UNSEEN_NOTHING, "a blank Braille pattern" },
    { 0x3000, 0x3000, MF_UNSEEN_SPACE, "an ideographic space" },
    { 0x3164, 0x3164, MF_UNSEEN_NOTHING, "an invisible filler" },
    { 0xfe00, 0xfe0f, MF_UNSEEN_NOTHING, "a variation selector" },
    { 0xfeff, 0xfeff, MF_UNSEEN_NOTHING, "a byte order mark" },
    { 0xffa0, 0xffa0, MF_UNSEEN_NOTHING, "an invisible filler" },
    { 0xfff0, 0xfff8, MF_UNSEEN_NOTHING, "a code point that is not assigned" },
    { 0xfff9, 0xfffb, MF_UNSEEN_NOTHING, "an annotation control" },
    { 0x13430, 0x1343f, MF_UNSEEN_NOTHING, "a format control" },
    { 0x1bca0, 0x1bca3, MF_UNSEEN_NOTHING, "a format control" },
    { 0x1d173, 0x1d17a, MF_UNSEEN_NOTHING, "a format control" },
    { 0xe0000, 0xe0000, MF_UNSEEN_NOTHING, "a code point that is not assigned" },
    { 0xe0001, 0xe007f, MF_UNSEEN_NOTHING, "a tag character" },
    { 0xe0080, 0xe00ff, MF_UNSEEN_NOTHING, "a code point that is not assigned" },
    { 0xe0100, 0xe01ef, MF_UNSEEN_NOTHING, "a variation selector" },
    { 0xe01f0, 0xe0fff, MF_UNSEEN_NOTHING, "a code point that is not assigned" },
};

const struct mf_unseen *mf_unseen_of(uint32_t code)
{
    size_t low = 0;
    size_t high = sizeof rows / sizeof rows[0];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (code < rows[middle].first) {
            high = middle;
        } else if (code > rows[middle].last) {
            low = middle + 1;
        } else {
            return &rows[middle];
        }
    }
    return NULL;
}

size_t mf_unseen_find(struct mf_view text, unsigned kinds, uint32_t *ret_code)
{
    size_t at = 0;

    while (at < text.size) {
        struct mf_view rest = mf_view_from(text, at);
        size_t size = mf_ascii_prefix(rest);

        if (size == 0) {
            const struct mf_unseen *unseen;
            uint32_t code = 0;

            size = mf_utf8_decode(rest, &code);
            unseen = mf_unseen_of(code);
            if (unseen != NULL && ((unsigned)unseen->kind & kinds) != 0) {
                *ret_code = code;
                return at;
            }
            /* What is no UTF-8 is somebody else's to refuse. */
            size += size == 0;
        }
        at += size;
    }
    return text.size;
}

/* Takes one folded byte off the front; -1 at the end. */
static int next_folded(struct mf_view *rest, enum mf_fold fold)
{
    char byte;

    if (rest->size == 0) {
        return -1;
    }
    byte = mf_ascii_lower(rest->data[0]);
    *rest = mf_view_from(*rest, 1);
    if (fold == MF_FOLD_CASE || !mf_ascii_is_one_of(byte, "-_.")) {
        return (unsigned char)byte;
    }
    while (rest->size > 0 && mf_ascii_is_one_of(rest->data[0], "-_.")) {
        *rest = mf_view_from(*rest, 1);
    }
    return '-';
}

int mf_name_compare_folded(struct mf_view left, struct mf_view right, enum mf_fold fold)
{
    int first;
    int second;

    do {
        first = next_folded(&left, fold);
        second = next_folded(&right, fold);
    } while (first == second && first >= 0);
    return (first > second) - (first < second);
}
