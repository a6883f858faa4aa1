/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of ASCII, which no locale changes, and cutting texts into parts. */
#ifndef MF_VALUE_ASCII_H
#define MF_VALUE_ASCII_H

#include "base/view.h"

static inline bool mf_ascii_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool mf_ascii_is_lower(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static inline bool mf_ascii_is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static inline bool mf_ascii_is_letter(char byte)
{
    return mf_ascii_is_lower(byte) || mf_ascii_is_upper(byte);
}

static inline bool mf_ascii_is_alphanumeric(char byte)
{
    return mf_ascii_is_letter(byte) || mf_ascii_is_digit(byte);
}

static inline bool mf_ascii_is_lower_hex(char byte)
{
    return mf_ascii_is_digit(byte) || (byte >= 'a' && byte <= 'f');
}

static inline bool mf_ascii_is_hex(char byte)
{
    return mf_ascii_is_lower_hex(byte) || (byte >= 'A' && byte <= 'F');
}

static inline char mf_ascii_lower(char byte)
{
    return mf_ascii_is_upper(byte) ? (char)(byte - 'A' + 'a') : byte;
}

/* True if the text is this one, which is in lower case, without regard to case. */
static inline bool mf_ascii_is_word(struct mf_view text, const char *lower)
{
    bool same = text.size == strlen(lower);

    for (size_t i = 0; i < text.size && same; i++) {
        same = mf_ascii_lower(text.data[i]) == lower[i];
    }
    return same;
}

/* Order of texts of ASCII without regard to case. */
static inline int mf_ascii_compare(struct mf_view left, struct mf_view right)
{
    for (size_t i = 0; i < left.size && i < right.size; i++) {
        int difference = mf_ascii_lower(left.data[i]) - mf_ascii_lower(right.data[i]);

        if (difference != 0) {
            return difference;
        }
    }
    return (left.size > right.size) - (left.size < right.size);
}

/* True if the byte is one of `set`; never for NUL. */
static inline bool mf_ascii_is_one_of(char byte, const char *set)
{
    while (*set != '\0' && *set != byte) {
        set++;
    }
    return *set != '\0';
}

/* How many digits the view begins with. */
static inline size_t mf_digits_size(struct mf_view view)
{
    size_t size = 0;

    while (size < view.size && mf_ascii_is_digit(view.data[size])) {
        size++;
    }
    return size;
}

/* Order of numbers of any length, written in digits alone; no digits are 0. */
static inline int mf_digits_compare(struct mf_view left, struct mf_view right)
{
    while (left.size > 0 && left.data[0] == '0') {
        left = mf_view_make(left.data + 1, left.size - 1);
    }
    while (right.size > 0 && right.data[0] == '0') {
        right = mf_view_make(right.data + 1, right.size - 1);
    }
    if (left.size != right.size) {
        return left.size < right.size ? -1 : 1;
    }
    return mf_view_compare(left, right);
}

/* From an offset on. */
static inline struct mf_view mf_view_from(struct mf_view view, size_t offset)
{
    return view.size == 0 ? view : mf_view_make(view.data + offset, view.size - offset);
}

/* Offset of the first such byte, or view.size. */
static inline size_t mf_view_find(struct mf_view view, char byte)
{
    const char *found = view.size == 0 ? NULL : memchr(view.data, byte, view.size);

    return found == NULL ? view.size : (size_t)(found - view.data);
}

/* Does the text stand anywhere in it? */
static inline bool mf_view_contains(struct mf_view view, const char *wanted)
{
    size_t size = strlen(wanted);

    for (size_t at = 0; at + size <= view.size; at++) {
        if (memcmp(view.data + at, wanted, size) == 0) {
            return true;
        }
    }
    return false;
}

/* Is it one of a sorted list of texts? */
static inline bool mf_view_is_listed(struct mf_view view, const char *const *texts, size_t count)
{
    size_t low = 0;

    while (low < count) {
        size_t middle = low + (count - low) / 2;
        int order = mf_view_compare(mf_view_of(texts[middle]), view);

        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return false;
}

/* Takes the part up to the separator off the front; the last part leaves nothing and is told by `rest->data` NULL. */
static inline struct mf_view mf_view_cut(struct mf_view *rest, char separator)
{
    size_t at = mf_view_find(*rest, separator);
    struct mf_view part = mf_view_make(rest->data, at);

    *rest = at == rest->size ? mf_view_make(NULL, 0) : mf_view_from(*rest, at + 1);
    return part;
}

/* Without blanks, which are spaces and tabs, at either end. */
static inline struct mf_view mf_ascii_trim(struct mf_view text)
{
    while (text.size > 0 && mf_ascii_is_one_of(text.data[0], " \t")) {
        text = mf_view_from(text, 1);
    }
    while (text.size > 0 && mf_ascii_is_one_of(text.data[text.size - 1], " \t")) {
        text.size--;
    }
    return text;
}

/* Cuts the first word off a text without blanks in front, and the blanks behind it. */
static inline struct mf_view mf_ascii_cut_word(struct mf_view *text)
{
    struct mf_view word = { text->data, 0 };

    while (word.size < text->size && !mf_ascii_is_one_of(text->data[word.size], " \t")) {
        word.size++;
    }
    *text = mf_view_from(*text, word.size);
    while (text->size > 0 && mf_ascii_is_one_of(text->data[0], " \t")) {
        *text = mf_view_from(*text, 1);
    }
    return word;
}

/* A line without the carriage return that ends it. */
static inline struct mf_view mf_ascii_chomp(struct mf_view line)
{
    line.size -= line.size > 0 && line.data[line.size - 1] == '\r' ? 1 : 0;
    return line;
}

#endif
