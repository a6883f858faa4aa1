/* SPDX-License-Identifier: Apache-2.0 */
/* Which format a lock file has, what parser it goes through, and what comes out. */
#include "lock/finish.h"

#include "base/options.h"
#include "crypto/crypto.h"
#include "lock/guess.h"
#include "syntax/characters.h"
#include "syntax/yaml_tree.h"
#include "toml/toml.h"
#include "value/hex.h"

#include <stdlib.h>

static const size_t default_input = (size_t)64 * 1024 * 1024;
static const size_t default_memory = (size_t)512 * 1024 * 1024;
/* Sizes and counts of what is read then fit 32 bits. */
static const size_t largest_input = (size_t)INT32_MAX;

enum { DEFAULT_FINDINGS = 100 };

/* How the bytes of a format are made out. */
enum syntax {
    SYNTAX_LINES,
    SYNTAX_TOML,
    SYNTAX_JSON,
    SYNTAX_YAML,
};

static const struct {
    enum syntax syntax;
    void (*read_lines)(struct mf_lock_reading *reading);
    void (*read_tree)(struct mf_lock_reading *reading, const struct mf_json_node *root);
} readers[MF_LOCK_FORMAT_COUNT] = {
    [MF_LOCK_REQUIREMENTS] = { SYNTAX_LINES, mf_lock_read_requirements, NULL },
    [MF_LOCK_PYLOCK] = { SYNTAX_TOML, NULL, mf_lock_read_pylock },
    [MF_LOCK_UV] = { SYNTAX_TOML, NULL, mf_lock_read_uv },
    [MF_LOCK_POETRY] = { SYNTAX_TOML, NULL, mf_lock_read_poetry },
    [MF_LOCK_PIPFILE] = { SYNTAX_JSON, NULL, mf_lock_read_pipfile },
    [MF_LOCK_CONDA_LOCK] = { SYNTAX_YAML, NULL, mf_lock_read_conda_lock },
    [MF_LOCK_CONDA_EXPLICIT] = { SYNTAX_LINES, mf_lock_read_conda_explicit, NULL },
    [MF_LOCK_NPM] = { SYNTAX_JSON, NULL, mf_lock_read_npm },
    [MF_LOCK_CARGO] = { SYNTAX_TOML, NULL, mf_lock_read_cargo },
    [MF_LOCK_GO] = { SYNTAX_LINES, mf_lock_read_go, NULL },
};

void mf_lock_options_init(mf_lock_options *options, size_t size)
{
    if (options != NULL && size >= sizeof options->size) {
        memset(options, 0, size);
        options->size = size;
    }
}

mf_status mf_lock_options_take(const mf_lock_options *options, mf_lock_options *ours, mf_error **reterr)
{
    mf_status status;

    mf_lock_options_init(ours, sizeof *ours);
    status = mf_options_copy(ours, sizeof *ours, sizeof *ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (ours->maximum_input > largest_input || ours->reserved != 0) {
        return mf_error_argument(reterr, "a limit in the options is out of range");
    }
    if (ours->format != NULL && mf_lock_format_named(ours->format) == MF_LOCK_FORMAT_COUNT) {
        return mf_error_argument(reterr, "there is no such format of lock files");
    }
    ours->maximum_input = ours->maximum_input == 0 ? default_input : ours->maximum_input;
    ours->maximum_memory = ours->maximum_memory == 0 ? default_memory : ours->maximum_memory;
    ours->maximum_findings = ours->maximum_findings == 0 ? DEFAULT_FINDINGS : ours->maximum_findings;
    return MF_OK;
}

const char *mf_lock_file_digest(struct mf_arena *arena, struct mf_view file, mf_hash_algorithm algorithm)
{
    struct mf_hash *hash = mf_hash_new(algorithm);
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    uint8_t bytes[MF_LONGEST_DIGEST];
    const char *digest = NULL;

    if (hash != NULL && mf_hash_begin(hash) && mf_hash_update(hash, file) && mf_hash_finish(hash, bytes)) {
        mf_buffer_append_text(&buffer, mf_hash_algorithm_name(algorithm));
        mf_buffer_append_byte(&buffer, ':');
        mf_hex_append(&buffer, bytes, mf_hash_size(algorithm));
        digest = buffer.status == MF_OK ? mf_arena_copy(arena, mf_buffer_view(&buffer)) : NULL;
    }
    mf_buffer_release(&buffer);
    mf_hash_free(hash);
    return digest;
}

/* A text that no parser takes is a finding. */
static void refuse_text(struct mf_lock_reading *reading, mf_error *error)
{
    struct mf_position position = { mf_error_offset(error), mf_error_line(error), mf_error_column(error) };

    mf_lock_finding(reading, MF_FINDING_LOCK_SYNTAX, position, "%s", mf_error_message(error));
}

static mf_status read_tree(struct mf_lock_reading *reading, mf_error **reterr)
{
    static mf_status (*const parsers[])(struct mf_arena * arena, struct mf_view text, uint32_t maximum_depth,
                                        const struct mf_json_node **ret_root, mf_error **reterr) = {
        [SYNTAX_TOML] = mf_toml_read,
        [SYNTAX_JSON] = mf_json_tree_read,
        [SYNTAX_YAML] = mf_yaml_tree_read,
    };
    const struct mf_json_node *root = NULL;
    mf_error *error = NULL;
    mf_status status = parsers[readers[reading->format].syntax](reading->scratch, reading->text,
                                                                MF_LOCK_DEPTH, &root, &error);

    if (status == MF_OK) {
        if (mf_lock_is(reading, root, MF_JSON_OBJECT)) {
            readers[reading->format].read_tree(reading, root);
        }
    } else if (status == MF_ERROR_SYNTAX) {
        refuse_text(reading, error);
        status = MF_OK;
    } else if (reterr != NULL) {
        *reterr = error;
        return status;
    }
    (void)mf_error_unref(error);
    return status;
}

static void read_lines(struct mf_lock_reading *reading)
{
    size_t offset = 0;
    const char *wrong;

    if (mf_view_starts_with(reading->text, "\xef\xbb\xbf")) {
        reading->text.data += 3;
        reading->text.size -= 3;
        reading->skipped = 3;
    }
    wrong = mf_characters_wrong(reading->text, &offset);
    wrong = wrong == NULL ? mf_line_ends_wrong(reading->text, &offset) : wrong;
    if (wrong != NULL) {
        struct mf_position position = mf_position_of(reading->text, offset);

        position.offset += reading->skipped;
        mf_lock_finding(reading, MF_FINDING_LOCK_SYNTAX, position, "%s", wrong);
        return;
    }
    readers[reading->format].read_lines(reading);
}

static mf_status failure(const struct mf_lock_reading *reading, mf_error **reterr)
{
    if (mf_arena_status(reading->arena) != MF_OK) {
        return mf_arena_error(reading->arena, reterr);
    }
    if (mf_arena_status(reading->scratch) != MF_OK) {
        return mf_arena_error(reading->scratch, reterr);
    }
    return mf_report_error(reading->report, reterr);
}

static mf_status read_packages(struct mf_lock_reading *reading, mf_error **reterr)
{
    mf_status status = MF_OK;

    if (reading->format == MF_LOCK_FORMAT_COUNT) {
        mf_lock_finding(reading, MF_FINDING_LOCK_VERSION, (struct mf_position){ 0, 1, 1 },
                        "this is no lock file of a format that is known: if it is one, name its format");
    } else if (readers[reading->format].syntax == SYNTAX_LINES) {
        read_lines(reading);
    } else {
        status = read_tree(reading, reterr);
    }
    if (status == MF_OK) {
        mf_lock_finish(reading);
    }
    return status == MF_OK && mf_lock_failed(reading) ? failure(reading, reterr) : status;
}

/* Makes the lock file of what was read. It takes over the arena. */
static mf_status hand_out(struct mf_lock_reading *reading, mf_lock **ret_lock, mf_error **reterr)
{
    mf_lock *lock = malloc(sizeof *lock);
    struct mf_lock_package **packages =
        mf_arena_alloc_array(reading->arena, reading->count == 0 ? 1 : reading->count, sizeof(void *));
    const char *sha256 = mf_lock_file_digest(reading->arena, reading->text, MF_HASH_SHA256);
    const char *sha512 = mf_lock_file_digest(reading->arena, reading->text, MF_HASH_SHA512);

    if (lock == NULL || packages == NULL || sha256 == NULL || sha512 == NULL) {
        free(lock);
        return mf_lock_failed(reading) ? failure(reading, reterr) : mf_error_memory(reterr);
    }
    if (reading->count > 0) {
        memcpy(packages, reading->packages, reading->count * sizeof(void *));
    }
    mf_reference_init(&lock->reference);
    lock->arena = reading->arena;
    lock->format = reading->format;
    lock->packages = packages;
    lock->count = reading->count;
    lock->sha256 = sha256;
    lock->sha512 = sha512;
    lock->size = reading->text.size;
    reading->arena = NULL;
    *ret_lock = lock;
    return MF_OK;
}

static mf_status read_lock(struct mf_lock_reading *reading, struct mf_view file, mf_lock **ret_lock,
                           mf_error **reterr)
{
    mf_status status = read_packages(reading, reterr);

    if (status == MF_OK) {
        mf_report_sort(reading->report);
        status = mf_report_verdict(reading->report, reterr);
    }
    reading->text = file;
    return status == MF_OK && ret_lock != NULL ? hand_out(reading, ret_lock, reterr) : status;
}

mf_status mf_lock_read(const void *data, size_t size, const mf_lock_options *options, mf_lock **ret_lock,
                       mf_report **ret_report, mf_error **reterr)
{
    struct mf_lock_reading reading = { .text = { data == NULL ? "" : data, size } };
    mf_lock_options ours;
    mf_status status = mf_lock_options_take(options, &ours, reterr);

    if (status != MF_OK || (data == NULL && size > 0)) {
        return status != MF_OK ? status : mf_error_argument(reterr, "data must not be NULL");
    }
    if (size == MF_ZERO_TERMINATED) {
        reading.text.size = strlen(data);
    }
    if (reading.text.size > ours.maximum_input) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "the lock file is larger than the limit of %zu bytes",
                            ours.maximum_input);
    }
    status = mf_crypto_start(reterr);
    if (status != MF_OK) {
        return status;
    }
    reading.format = ours.format == NULL ? mf_lock_guess(reading.text) : mf_lock_format_named(ours.format);
    /* The parser needs most: half for it, and the other half for what stays. */
    reading.report = mf_report_new(ours.maximum_findings, ours.maximum_memory / 4 + 1);
    reading.arena = mf_arena_new(ours.maximum_memory / 4 + 1);
    reading.scratch = mf_arena_new(ours.maximum_memory / 2 + 1);
    status = reading.report == NULL || reading.arena == NULL || reading.scratch == NULL
                 ? mf_error_memory(reterr)
                 : read_lock(&reading, reading.text, ret_lock, reterr);
    if ((status == MF_OK || status == MF_ERROR_INVALID) && ret_report != NULL) {
        *ret_report = reading.report;
        reading.report = NULL;
    }
    mf_arena_free(reading.scratch);
    mf_arena_free(reading.arena);
    (void)mf_report_unref(reading.report);
    return status;
}
