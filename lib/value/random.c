/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entropy per character needs a long text before it tells a key from a name in camel case. Pairs of neighbours tell sooner:
 * in names most of them are common in English, in a drawn text most are not, or step between letters and digits.
 */
#include "value/random.h"

#include "value/ascii.h"

/* Behind each letter, those that follow it often: the 250 pairs that make up 89 % of all in English technical words. */
static const char *const followers[26] = {
    "bcdgilmnprstuxy",       /* a */
    "aeijlosu",              /* b */
    "acehiklmorstu",         /* c */
    "abcdeilorstu",          /* d */
    "abcdefgilmnopqrstvwxy", /* e */
    "aefilnorsu",            /* f */
    "aeilnrs",               /* g */
    "aeio",                  /* h */
    "abcdefglmnoprstvz",     /* i */
    "",                      /* j */
    "eis",                   /* k */
    "adeilostuy",            /* l */
    "abeilmopsu",            /* m */
    "acdefginostuv",         /* n */
    "abcdfgilmnoprstuvw",    /* o */
    "aehiloprstuy",          /* p */
    "u",                     /* q */
    "acdefgilmnoprstuy",     /* r */
    "acehiklmoprstuy",       /* s */
    "acdefhilmnoprstuy",     /* t */
    "bcefilmnprst",          /* u */
    "aei",                   /* v */
    "air",                   /* w */
    "empst",                 /* x */
    "mps",                   /* y */
    "e",                     /* z */
};

struct counts {
    size_t characters; /* letters and digits */
    size_t marks;
    size_t longest; /* run of letters and digits */
    size_t pairs;
    size_t surprising;
    bool digits;
    bool hexadecimal;
};

static bool follows(char first, char second)
{
    return second == first || second == first + 1;
}

static bool is_surprising(char first, char second)
{
    if (mf_ascii_is_digit(first) || mf_ascii_is_digit(second)) {
        return mf_ascii_is_digit(first) != mf_ascii_is_digit(second);
    }
    if (follows(first, second)) {
        return false;
    }
    return (mf_ascii_is_lower(first) && mf_ascii_is_upper(second)) ||
           !mf_ascii_is_one_of(mf_ascii_lower(second), followers[mf_ascii_lower(first) - 'a']);
}

static bool is_hexadecimal(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_hex(text.data[i])) {
            return false;
        }
    }
    return true;
}

/* A part between marks. Hexadecimal ones say nothing, unless they are too short to be known as such. */
static void count_part(struct mf_view part, struct counts *counts)
{
    bool hexadecimal = is_hexadecimal(part);

    counts->characters += part.size;
    counts->hexadecimal = counts->hexadecimal && hexadecimal;
    if (part.size > counts->longest) {
        counts->longest = part.size;
    }
    for (size_t i = 0; i < part.size && !counts->digits; i++) {
        counts->digits = mf_ascii_is_digit(part.data[i]);
    }
    for (size_t i = 1; i < part.size && !(hexadecimal && part.size >= 8); i++) {
        counts->pairs++;
        counts->surprising += is_surprising(part.data[i - 1], part.data[i]);
    }
}

static struct counts count(struct mf_view text)
{
    struct counts counts = { .hexadecimal = true };
    size_t begin = 0;

    for (size_t i = 0; i <= text.size; i++) {
        if (i == text.size || !mf_ascii_is_alphanumeric(text.data[i])) {
            count_part(mf_view_make(text.data + begin, i - begin), &counts);
            counts.marks += i < text.size;
            begin = i + 1;
        }
    }
    return counts;
}

bool mf_text_is_random(struct mf_view text)
{
    struct counts counts;

    while (text.size > 0 && text.data[text.size - 1] == '=') {
        text.size--;
    }
    if (text.size < MF_RANDOM_LEAST || text.size > MF_RANDOM_MOST) {
        return false;
    }
    counts = count(text);
    /* Of the 64 characters of Base64 two are marks: more of them, and no long part between them, is a name or a path. Short
     * words in camel case surprise at their seams, so that without digits it takes more. */
    return !counts.hexadecimal && counts.characters + counts.marks >= MF_RANDOM_LEAST &&
           counts.marks * 8 <= counts.characters + 8 && counts.longest >= 12 &&
           counts.pairs * 10 >= counts.characters * 6 &&
           counts.surprising * 100 >= counts.pairs * (counts.digits ? 45 : 58);
}

bool mf_text_is_sequence(struct mf_view text)
{
    size_t following = 0;

    for (size_t i = 1; i < text.size; i++) {
        following += follows(text.data[i - 1], text.data[i]) || text.data[i] == text.data[i - 1] - 1;
    }
    return following > 0 && following * 2 >= text.size;
}
