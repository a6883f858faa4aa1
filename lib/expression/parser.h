/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compiler's first half: reads an expression once from left to right, checks the types as it goes, and leaves the
 * instructions in buffers. Operators wait on a stack of their own, so that nothing here recurses.
 */
#ifndef MF_EXPRESSION_PARSER_H
#define MF_EXPRESSION_PARSER_H

#include "base/arena.h"
#include "expression/check.h"
#include "expression/declarations.h"
#include "expression/lexer.h"

enum {
    MF_SOURCE_MAXIMUM = 4096,
    MF_NESTING_MAXIMUM = 250,
};

/* What was opened and waits for its end. */
enum mf_open_kind {
    MF_OPEN_PREFIX,
    MF_OPEN_BINARY,
    MF_OPEN_GROUP, /* ( */
    MF_OPEN_CALL,  /* name( */
    MF_OPEN_LIST,  /* [ */
    MF_OPEN_THEN,  /* ? and waits for its : */
    MF_OPEN_ELSE,  /* ? : */
};

struct mf_open {
    uint8_t kind;
    uint8_t operation;  /* of a prefix, binary operator or call */
    uint8_t precedence; /* of an operator; 0 of what only its own end closes */
    bool odd;           /* of a run of prefixes */
    bool method;        /* of a call: the value it was called on stands before `base` */
    uint32_t offset;
    uint32_t base;  /* how many values stood on the stack */
    uint32_t patch; /* the jump whose target is not known yet */
};

/* All buffers have room for as many entries as the source has bytes, which is as many as there can be. */
struct mf_parser {
    struct mf_lexer lexer;
    struct mf_token token; /* the next, not taken yet */
    const struct mf_declarations *declarations;
    struct mf_arena *arena;
    mf_error **reterr;
    mf_status status;
    bool wants_operand;

    struct mf_open *open;
    uint32_t open_count;
    struct mf_pending *pending;
    uint32_t pending_count;
    uint32_t stack; /* the most that stood on it */
    struct mf_instruction *instructions;
    uint32_t instruction_count;
    struct mf_operand *constants;
    uint32_t constant_count;
    uint32_t *used; /* indices of declarations, in order */
    uint32_t used_count;
    char *text; /* of the constants */
    size_t text_size;
    char *scratch; /* one name, or one number */
};

/* Compiles into the buffers of the parser, which are taken from the arena. Returns the type, MF_EXPRESSION_ANY after an error,
 * which `status` and `reterr` then have. */
mf_expression_type mf_parser_run(struct mf_parser *parser, struct mf_view source,
                                 const struct mf_declarations *declarations, struct mf_arena *arena,
                                 mf_error **reterr);

/* Reports the error, with the position that the offset has. Always false. */
bool mf_parser_fail(struct mf_parser *parser, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Line and column of an offset. */
struct mf_position mf_source_position(struct mf_view source, size_t offset);

/* The stacks. False after an error. */
bool mf_parser_push(struct mf_parser *parser, const struct mf_pending *value);
bool mf_parser_open(struct mf_parser *parser, const struct mf_open *open);
struct mf_open *mf_parser_innermost(struct mf_parser *parser); /* NULL: nothing is open */
uint32_t mf_parser_emit(struct mf_parser *parser, enum mf_operation operation, uint32_t argument,
                        size_t offset);
size_t mf_parser_offset(const struct mf_parser *parser); /* of the token */

/* Checks the types of the `count` topmost values, one or two, and puts what the operation makes of them in their place. */
bool mf_parser_apply(struct mf_parser *parser, enum mf_operation operation, uint32_t count, size_t offset);

/* Closes operators that bind at least so strongly. */
bool mf_parser_reduce(struct mf_parser *parser, uint8_t precedence);

/* What to write instead of a word that people write where CEL has a sign: and, or, not. NULL for others. */
const char *mf_word_advice(struct mf_view name);

/* A name in the place of a value: a variable or the beginning of a call. */
bool mf_parser_take_name(struct mf_parser *parser);
/* The dot behind a value: a method. */
bool mf_parser_take_method(struct mf_parser *parser);
/* Closes the innermost call, its `)` being the token. */
bool mf_parser_close_call(struct mf_parser *parser);

#endif
