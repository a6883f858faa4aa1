/* SPDX-License-Identifier: Apache-2.0 */
/* Files that commands read: named, or "-" for standard input. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <libmanifest/manifest.h>

#include <stdbool.h>

/* A file, whole. */
struct cli_input {
    const char *path; /* as it was given */
    const char *name; /* for messages: the path, or "(standard input)" */
    const char *data;
    size_t size;
    mf_format format; /* #MF_FORMAT_JSON or #MF_FORMAT_YAML */
    mf_bytes *bytes;  /* what holds `data`, of a named file */
    char *buffer;     /* what holds `data`, of standard input */
};

enum {
    CLI_DOCUMENT_LIMIT = 16 * 1024 * 1024,
    CLI_ENVELOPE_LIMIT = 2 * CLI_DOCUMENT_LIMIT,
    CLI_JSON_LIMIT = 256 * 1024 * 1024,
};

/* Reads a file of at most `limit` bytes. Says what is wrong and returns the exit status; release the input in any case. */
int cli_input_read(struct cli_input *input, const char *path, size_t limit);

/* The same, but what is wrong is handed out instead of said: a text to free(). */
int cli_input_take(struct cli_input *input, const char *path, size_t limit, char **ret_trouble);

/* An input of a text that was read already, and that stays the caller's. */
struct cli_input cli_input_of(const char *path, const char *text, size_t size);

void cli_input_release(struct cli_input *input);

/* Is that "-"? */
bool cli_is_standard(const char *path);

/* True for a JSON object with a member "payloadType" at its top: an envelope, which no manifest can look like. */
bool cli_input_is_envelope(const struct cli_input *input);

/*
 * The manifest in an input, which must pass the profile. Where it does not, its findings are printed to standard error
 * and the exit status returned. `ret_manifest` receives the manifest.
 */
int cli_input_manifest(const struct cli_input *input, mf_profile profile, mf_manifest **ret_manifest);

/* Reads file and manifest in one; release the input in any case. */
int cli_read_manifest(struct cli_input *input, const char *path, mf_profile profile,
                      mf_manifest **ret_manifest);

/* Reads a file and takes the digest of the manifest in it, a draft at least; release the input in any case. */
int cli_read_digest(struct cli_input *input, const char *path, mf_bytes **ret_digest);

/* Options of reading for an input. */
mf_read_options cli_input_options(const struct cli_input *input, mf_profile profile);

/* "draft" or "release"; NULL gives the default. */
mf_profile cli_profile(const char *name, mf_profile default_profile);

/* "draft" or "release". */
const char *cli_profile_name(mf_profile profile);

/* The format that a file name's extension stands for: #MF_FORMAT_AUTO where it says nothing. */
mf_format cli_format_of_name(const char *path);

#endif
