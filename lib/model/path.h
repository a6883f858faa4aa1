/* SPDX-License-Identifier: Apache-2.0 */
/* Paths (RFC 6901): the trail of a walk as it goes down and up, which becomes text for a finding, and reading them. */
#ifndef MF_MODEL_PATH_H
#define MF_MODEL_PATH_H

#include "base/buffer.h"
#include "report/report.h"
#include "schema/schema.h"

/* Deeper than any walk goes: the schema nests less than MF_READER_LEVELS deep. */
enum { MF_TRAIL_SIZE = 16 };

struct mf_step {
    struct mf_view
        name; /* of a field or the key of an entry, not escaped; without data it is the index that counts */
    uint32_t index;
    bool unnamed; /* `#7`: an entry of a set that cannot be named by its key */
};

/* The steps from the root to where a walk is. Names belong to the walk. */
struct mf_trail {
    uint32_t count;
    struct mf_step steps[MF_TRAIL_SIZE];
};

static inline void mf_trail_push(struct mf_trail *trail, struct mf_view name)
{
    if (trail->count < MF_TRAIL_SIZE) {
        trail->steps[trail->count].name = name;
    }
    trail->count++;
}

static inline void mf_trail_push_index(struct mf_trail *trail, uint32_t index, bool unnamed)
{
    if (trail->count < MF_TRAIL_SIZE) {
        trail->steps[trail->count] = (struct mf_step){ { NULL, 0 }, index, unnamed };
    }
    trail->count++;
}

/* An entry of a list: of a set by its key, where it has one that is not repeated, else by its index. */
void mf_trail_push_entry(struct mf_trail *trail, const struct mf_field *field, const void *entry,
                         uint32_t index);

static inline void mf_trail_pop(struct mf_trail *trail)
{
    trail->count--;
}

/* Appends the path of the first `count` steps. */
void mf_trail_append(struct mf_buffer *buffer, const struct mf_trail *trail, uint32_t count);

/* True if the report begins with a finding about the path of the trail; see mf_report_mentions(). */
bool mf_trail_is_mentioned(const struct mf_trail *trail, mf_report *report);

/* Adds a finding with the path of the trail. */
void mf_trail_finding(const struct mf_trail *trail, mf_report *report, struct mf_finding_facts facts,
                      const char *message);

/* True if a key is there and short enough to name its entry in a path. */
bool mf_path_key_is_named(const struct mf_scalar *key);

/* Appends a token as it is written in a path: `~` and `/` escaped. */
void mf_path_escape(struct mf_buffer *buffer, struct mf_view token);

/* Cuts the first token, still escaped, off a path that begins with `/`. */
struct mf_view mf_path_next(struct mf_view *path);

/* True if every `~` in a token begins an escape. */
bool mf_path_token_is_good(struct mf_view token);

/* True if an escaped token is this key. */
bool mf_path_token_is(struct mf_view token, struct mf_view key);

/* The unescaped token in `buffer`, which is emptied first. False if an escape is wrong or memory cannot be had. */
bool mf_path_unescape(struct mf_view token, struct mf_buffer *buffer);

#endif
