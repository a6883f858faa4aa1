/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of header files. No preprocessor: what stands within #if counts as well, which is how these headers are written. */
#include "capture/defines.h"

#include "value/ascii.h"

enum { MOST_DIGITS = 9, MOST_PARTS = 4 };

/* `#define` and `# define`. */
static bool cut_define(struct mf_view *line)
{
    *line = mf_ascii_trim(*line);
    if (line->size == 0 || line->data[0] != '#') {
        return false;
    }
    *line = mf_ascii_trim(mf_view_from(*line, 1));
    return mf_view_is(mf_ascii_cut_word(line), "define");
}

/* Without the comment behind it. In none of the values that are looked for can a slash stand. */
static struct mf_view without_comment(struct mf_view value)
{
    for (size_t i = 0; i + 1 < value.size; i++) {
        if (value.data[i] == '/' && (value.data[i + 1] == '*' || value.data[i + 1] == '/')) {
            value.size = i;
        }
    }
    return mf_ascii_trim(value);
}

struct mf_view mf_define_find(struct mf_view text, const char *name)
{
    while (text.data != NULL) {
        struct mf_view line = mf_view_cut(&text, '\n');

        if (cut_define(&line) && mf_view_is(mf_ascii_cut_word(&line), name)) {
            return without_comment(line);
        }
    }
    return mf_view_make(NULL, 0);
}

struct mf_view mf_define_text(struct mf_view text, const char *name)
{
    struct mf_view value = mf_define_find(text, name);

    if (value.size < 2 || value.data[0] != '"' || value.data[value.size - 1] != '"') {
        return mf_view_make(NULL, 0);
    }
    return mf_view_make(value.data + 1, value.size - 2);
}

bool mf_define_number(struct mf_view text, const char *name, uint32_t *ret_number)
{
    struct mf_view value = mf_define_find(text, name);
    uint32_t number = 0;

    if (value.size == 0 || value.size > MOST_DIGITS || mf_digits_size(value) != value.size) {
        return false;
    }
    for (size_t i = 0; i < value.size; i++) {
        number = number * 10 + (uint32_t)(value.data[i] - '0');
    }
    *ret_number = number;
    return true;
}

bool mf_define_version(struct mf_view text, const char *const *names, size_t count, struct mf_buffer *buffer)
{
    uint32_t numbers[MOST_PARTS];

    for (size_t i = 0; i < count; i++) {
        if (i == MOST_PARTS || !mf_define_number(text, names[i], &numbers[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            mf_buffer_append_byte(buffer, '.');
        }
        mf_buffer_append_unsigned(buffer, numbers[i]);
    }
    return count > 0;
}
