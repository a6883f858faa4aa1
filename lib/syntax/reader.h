/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one strict reader. It takes events from a YAML or a JSON parser and holds them against the schema table: shape, unknown
 * and repeated keys, limits. It numbers the place of every value, and can bind: fill the structs itself.
 *
 * After an event that does not fit, everything below it is passed over, so that one mistake makes one finding.
 */
#ifndef MF_SYNTAX_READER_H
#define MF_SYNTAX_READER_H

#include "model/manifest.h"
#include "model/path.h"

enum {
    /* Deeper than any path of the schema: a mapping or list counts one. The table has a test for it. */
    MF_READER_LEVELS = 12,
    /* A longer key is none of ours; this much of it is shown. */
    MF_READER_NAME = 200,
};

struct mf_reader_level {
    const struct mf_record *record; /* in a mapping: its fields */
    const struct mf_field *list;    /* in a list: its field; in a mapping that is an entry: the list's */
    char *object;                   /* in a mapping: the struct, when binding */
    struct mf_list *items;          /* in a list: the list, when binding */
    uint64_t seen;                  /* in a mapping: the fields that came */
    uint32_t count;                 /* in a list: the entries that came */
    uint32_t place;
    uint8_t next;    /* in a mapping: the field that is likely to come next */
    uint32_t steps;  /* of the trail, before the level's own */
    size_t findings; /* how many there were when the level began */
};

struct mf_reader {
    struct mf_arena *arena;
    const struct mf_limits *limits;
    mf_report *report;
    const struct mf_record *record; /* of the document */
    bool bind;
    struct mf_head *root; /* when binding: the document */
    struct mf_places places;
    mf_status status; /* MF_OK, or why the reader cannot go on */

    struct mf_reader_level levels[MF_READER_LEVELS];
    uint32_t depth;   /* levels in use */
    uint32_t passing; /* nesting of what is passed over */
    bool pass_value;  /* the value that comes next is passed over */
    bool cut_short;   /* reading stopped before the end of the text */
    size_t end;       /* of YAML: offset behind the document; what follows was found to be nothing */
    const struct mf_field *field; /* in a mapping: the field whose value comes next */
    uint8_t field_number;
    struct mf_trail trail;
    char name[MF_READER_NAME]; /* of the last step, if it is no field's */
};

/* Where a value stands, as a parser tells it. */
struct mf_span {
    struct mf_position position;
    size_t end;
};

mf_status mf_reader_init(struct mf_reader *reader, const struct mf_record *record, struct mf_arena *arena,
                         const struct mf_limits *limits, mf_report *report, bool bind);

/* Events. Each returns false when reading cannot go on: memory, or nesting past the limit. */
bool mf_reader_begin_mapping(struct mf_reader *reader, struct mf_span span);
bool mf_reader_begin_list(struct mf_reader *reader, struct mf_span span);
/* The end of a mapping or list; `end` is the offset behind it. */
bool mf_reader_end(struct mf_reader *reader, size_t end);
/* Makes a key the end of the path, for findings about it, before it is looked up. */
void mf_reader_enter(struct mf_reader *reader, struct mf_view name);
/* Makes the entry that comes next in a list the end of the path, for findings about it. In a mapping its key is that. */
void mf_reader_enter_value(struct mf_reader *reader);
bool mf_reader_key(struct mf_reader *reader, struct mf_view name, struct mf_position position);
bool mf_reader_scalar(struct mf_reader *reader, struct mf_view text, enum mf_spelling spelling,
                      struct mf_span span);
/* JSON's null. */
bool mf_reader_null(struct mf_reader *reader, struct mf_span span);

/* Adds a finding at the path the reader has come to. */
void mf_reader_finding(struct mf_reader *reader, enum mf_finding_code code, struct mf_position position,
                       const char *message);

/* As mf_reader_finding(), and the text is not read to its end: what is missing in the document will not be looked for. */
void mf_reader_stop(struct mf_reader *reader, enum mf_finding_code code, struct mf_position position,
                    const char *message);

#endif
