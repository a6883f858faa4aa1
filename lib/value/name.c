/* SPDX-License-Identifier: Apache-2.0 */
/* What things are called: names, identifiers of expressions, variables of the environment, labels. */
#include "value/ascii.h"
#include "value/check.h"

static bool is_name_end(char byte)
{
    return mf_ascii_is_lower(byte) || mf_ascii_is_digit(byte);
}

bool mf_name_check(struct mf_view text, struct mf_buffer *advice)
{
    if (text.size == 0) {
        return false;
    }
    if (text.size > MF_NAME_SIZE) {
        return mf_advise(advice, "the name is too long");
    }
    for (size_t i = 0; i < text.size; i++) {
        if (mf_ascii_is_upper(text.data[i])) {
            return mf_advise(advice, "write it in lower case");
        }
        if (!is_name_end(text.data[i]) && !mf_ascii_is_one_of(text.data[i], "._-")) {
            return false;
        }
    }
    return is_name_end(text.data[0]) && is_name_end(text.data[text.size - 1]);
}

bool mf_identifier_is_reserved(struct mf_view text)
{
    static const char *const words[] = { "true",   "false",    "null", "in",      "as",        "break",
                                         "const",  "continue", "else", "for",     "function",  "if",
                                         "import", "let",      "loop", "package", "namespace", "return",
                                         "var",    "void",     "while" };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (mf_view_is(text, words[i])) {
            return true;
        }
    }
    return false;
}

bool mf_identifier_check(struct mf_view text, struct mf_buffer *advice)
{
    if (text.size == 0 || text.size > MF_IDENTIFIER_SIZE || !mf_ascii_is_lower(text.data[0])) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '-' || text.data[i] == '.') {
            return mf_advise(advice, "write '_' instead");
        }
        if (!is_name_end(text.data[i]) && text.data[i] != '_') {
            return false;
        }
    }
    if (mf_identifier_is_reserved(text)) {
        return mf_advise(advice, "this word is reserved in expressions");
    }
    return true;
}

bool mf_variable_check(struct mf_view text, struct mf_buffer *advice)
{
    (void)advice;
    if (text.size == 0 || text.size > MF_VARIABLE_SIZE || mf_ascii_is_digit(text.data[0])) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_alphanumeric(text.data[i]) && text.data[i] != '_') {
            return false;
        }
    }
    return true;
}

/* Parts of lower-case letters, digits and '-' with dots between them, as RFC 1123 has them. */
static bool is_domain(struct mf_view text)
{
    if (text.size == 0 || text.size > 253) {
        return false;
    }
    while (text.data != NULL) {
        struct mf_view part = mf_view_cut(&text, '.');

        if (part.size == 0 || part.size > 63 || part.data[0] == '-' || part.data[part.size - 1] == '-') {
            return false;
        }
        for (size_t i = 0; i < part.size; i++) {
            if (!is_name_end(part.data[i]) && part.data[i] != '-') {
                return false;
            }
        }
    }
    return true;
}

bool mf_label_check(struct mf_view text, struct mf_buffer *advice)
{
    size_t slash = mf_view_find(text, '/');
    struct mf_view name = slash == text.size ? text : mf_view_from(text, slash + 1);

    (void)advice;
    if (slash < text.size && !is_domain(mf_view_make(text.data, slash))) {
        return false;
    }
    if (name.size == 0 || name.size > 63) {
        return false;
    }
    for (size_t i = 0; i < name.size; i++) {
        if (!mf_ascii_is_alphanumeric(name.data[i]) && !mf_ascii_is_one_of(name.data[i], "._-")) {
            return false;
        }
    }
    return mf_ascii_is_alphanumeric(name.data[0]) && mf_ascii_is_alphanumeric(name.data[name.size - 1]);
}
