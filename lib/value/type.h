/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scalar types of the format: one table says of each its name, its JSON kind, what a person is told to write, the
 * pattern for the JSON Schema, and the function that checks a text.
 */
#ifndef MF_VALUE_TYPE_H
#define MF_VALUE_TYPE_H

#include "base/buffer.h"
#include "base/view.h"

#include <stdbool.h>
#include <stdint.h>

enum mf_type {
    MF_TYPE_STRING,
    MF_TYPE_TEXT,
    MF_TYPE_NAME,
    MF_TYPE_IDENTIFIER,
    MF_TYPE_VARIABLE,
    MF_TYPE_LABEL,
    MF_TYPE_PATH,
    MF_TYPE_REPOSITORY,
    MF_TYPE_COMMIT,
    MF_TYPE_SEMVER,
    MF_TYPE_RANGE,
    MF_TYPE_URI,
    MF_TYPE_SPDX,
    MF_TYPE_PURL,
    MF_TYPE_DIGEST,
    MF_TYPE_TIMESTAMP,
    MF_TYPE_DURATION,
    MF_TYPE_QUANTITY,
    MF_TYPE_PORTION,
    MF_TYPE_EXPRESSION,
    MF_TYPE_INT,
    MF_TYPE_NUMBER,
    MF_TYPE_BOOL,
    MF_TYPE_ENUM,   /* one of the field's choices; its own check is the field's */
    MF_TYPE_REF,    /* the key of an entry elsewhere; its own check is the field's */
    MF_TYPE_SCALAR, /* typed by a sibling field */
    MF_TYPE_COUNT,
};

/* What a value is in JSON. */
enum mf_json_kind {
    MF_JSON_KIND_STRING,
    MF_JSON_KIND_NUMBER,
    MF_JSON_KIND_BOOL,
    MF_JSON_KIND_ANY, /* MF_TYPE_SCALAR: as its sibling says */
};

struct mf_type_info {
    const char *name; /* as the schema and the reference page write it */
    enum mf_json_kind kind;
    const char *expected; /* completes "expected …": "a duration such as 1h30m", "64 lower-case …" */
    const char *grammar;  /* for the reference page, in Markdown */
    /* ECMA-262 regular expression for the JSON Schema, anchored; NULL if there is none. May accept more than the check
     * does, never less. */
    const char *pattern;
    uint32_t maximum; /* most bytes of a text, or 0: only the limit of the options */
    bool plain;       /* a plain YAML scalar that looks like a number or a time is welcome */
};

/* The row of a type. */
const struct mf_type_info *mf_type_info(enum mf_type type);

/* The type with this name; MF_TYPE_COUNT if there is none. */
enum mf_type mf_type_named(struct mf_view name);

/*
 * Checks that a text is spelled as its type demands. The text is valid UTF-8. ENUM, REF and SCALAR accept what STRING
 * does: more is known only to the field. The empty text is a value of no type: where a field may be empty, do not ask.
 *
 * @param advice  receives a hint how to mend the value where there is one to give (the canonical spelling of a purl, the
 *                right unit), appended as a phrase without a full stop; may be NULL
 */
bool mf_type_check(enum mf_type type, struct mf_view text, struct mf_buffer *advice);

#endif
