/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts the text of an expression into tokens, in one pass. */
#ifndef MF_EXPRESSION_LEXER_H
#define MF_EXPRESSION_LEXER_H

#include "base/view.h"

#include <stdint.h>

enum mf_token_kind {
    MF_TOKEN_END,
    MF_TOKEN_WRONG, /* `advice` says why */
    MF_TOKEN_INT,
    MF_TOKEN_DOUBLE,
    MF_TOKEN_STRING,
    MF_TOKEN_TRUE,
    MF_TOKEN_FALSE,
    MF_TOKEN_NAME,
    MF_TOKEN_DOT,
    MF_TOKEN_COMMA,
    MF_TOKEN_OPEN,
    MF_TOKEN_CLOSE,
    MF_TOKEN_OPEN_LIST,
    MF_TOKEN_CLOSE_LIST,
    MF_TOKEN_QUESTION,
    MF_TOKEN_COLON,
    MF_TOKEN_NOT,
    MF_TOKEN_MINUS,
    MF_TOKEN_PLUS,
    MF_TOKEN_TIMES,
    MF_TOKEN_DIVIDE,
    MF_TOKEN_REMAINDER,
    MF_TOKEN_LESS,
    MF_TOKEN_LESS_EQUAL,
    MF_TOKEN_GREATER,
    MF_TOKEN_GREATER_EQUAL,
    MF_TOKEN_EQUAL,
    MF_TOKEN_NOT_EQUAL,
    MF_TOKEN_IN,
    MF_TOKEN_AND,
    MF_TOKEN_OR,
};

struct mf_token {
    enum mf_token_kind kind;
    struct mf_view text; /* as it stands in the source */
    const char *advice;  /* what to do about MF_TOKEN_WRONG */
};

/* Begin with { .source = … }; a copy of it looks ahead. */
struct mf_lexer {
    struct mf_view source; /* valid UTF-8 */
    size_t at;
};

/* The next token; the end again and again. */
struct mf_token mf_lexer_next(struct mf_lexer *lexer);

#endif
