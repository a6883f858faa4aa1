/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One check for each scalar type: true if the text is spelled as the type demands. `advice` may be NULL; a check that
 * fails may append a phrase that says how to mend the value. Every check takes time linear in the text at most, and none
 * takes memory but for the advice.
 */
#ifndef MF_VALUE_CHECK_H
#define MF_VALUE_CHECK_H

#include "base/buffer.h"

bool mf_string_check(struct mf_view text, struct mf_buffer *advice);
bool mf_text_check(struct mf_view text, struct mf_buffer *advice);
bool mf_name_check(struct mf_view text, struct mf_buffer *advice);
bool mf_identifier_check(struct mf_view text, struct mf_buffer *advice);
bool mf_variable_check(struct mf_view text, struct mf_buffer *advice);
bool mf_label_check(struct mf_view text, struct mf_buffer *advice);
bool mf_path_check(struct mf_view text, struct mf_buffer *advice);
bool mf_repository_check(struct mf_view text, struct mf_buffer *advice);
bool mf_commit_check(struct mf_view text, struct mf_buffer *advice);
bool mf_semver_check(struct mf_view text, struct mf_buffer *advice);
bool mf_range_check(struct mf_view text, struct mf_buffer *advice);
bool mf_uri_check(struct mf_view text, struct mf_buffer *advice);
bool mf_spdx_check(struct mf_view text, struct mf_buffer *advice);
bool mf_purl_check(struct mf_view text, struct mf_buffer *advice);
bool mf_digest_check(struct mf_view text, struct mf_buffer *advice);
bool mf_timestamp_check(struct mf_view text, struct mf_buffer *advice);
bool mf_duration_check(struct mf_view text, struct mf_buffer *advice);
bool mf_quantity_check(struct mf_view text, struct mf_buffer *advice);
bool mf_portion_check(struct mf_view text, struct mf_buffer *advice);

/* True for words that the expression language, or CEL where it came from, keeps for itself. */
bool mf_identifier_is_reserved(struct mf_view text);

/* Most bytes of a text, where its grammar bounds it. */
enum {
    MF_NAME_SIZE = 128,
    MF_IDENTIFIER_SIZE = 63,
    MF_VARIABLE_SIZE = 255,
    MF_LABEL_SIZE = 253 + 1 + 63,
    MF_PATH_SIZE = 1024,
    MF_REPOSITORY_SIZE = 255,
    MF_COMMIT_SIZE = 64,
    MF_SEMVER_SIZE = 255,
    MF_RANGE_SIZE = 255,
    MF_URI_SIZE = 4096,
    MF_SPDX_SIZE = 4096,
    MF_PURL_SIZE = 2048,
    MF_DIGEST_SIZE = 7 + 128,
    MF_TIMESTAMP_SIZE = 20,
    MF_DURATION_SIZE = 64,
    MF_QUANTITY_SIZE = 32,
    MF_PORTION_SIZE = 10,
};

/* Gives advice and fails. */
static inline bool mf_advise(struct mf_buffer *advice, const char *phrase)
{
    if (advice != NULL) {
        mf_buffer_append_text(advice, phrase);
    }
    return false;
}

#endif
