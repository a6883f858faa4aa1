/* SPDX-License-Identifier: Apache-2.0 */
/* manifest keygen: a new key pair in two files. */
#include "command.h"
#include "complain.h"
#include "memory.h"

#include <libmanifest/key.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct cli_option options[] = {
    { .name = "force", .help = "replace the files if they are there" },
    { .name = NULL },
};

/* A key pair and where it goes. */
struct pair {
    mf_key *key;
    char *secret_name;
    char *public_name;
};

/* True if nothing of that name is there, not even a symbolic link to nowhere. */
static bool is_free(const char *path)
{
    struct stat information;

    if (lstat(path, &information) != 0 && errno == ENOENT) {
        return true;
    }
    cli_complain("%s is there already; --force replaces it", path);
    return false;
}

static int write_file(const char *path, uint32_t mode, mf_bytes *bytes)
{
    mf_error *error = NULL;
    mf_status status = mf_file_write(mf_bytes_data(bytes), mf_bytes_size(bytes), path, mode, &error);

    return status == MF_OK ? CLI_GOOD : cli_complain_error(NULL, status, error);
}

/* The secret first: a public key alone is of no use. Where one cannot be written, or not for good, new files go again. */
static int write_pair(const struct pair *pair, bool force)
{
    mf_bytes *secret = NULL;
    mf_bytes *public = NULL;
    mf_error *error = NULL;
    mf_status status = mf_key_write_secret(pair->key, &secret, &error);
    int result = CLI_TROUBLE;

    if (status == MF_OK) {
        status = mf_key_write_public(pair->key, &public, &error);
    }
    if (status != MF_OK) {
        (void)cli_complain_error(NULL, status, error);
    } else {
        result = write_file(pair->secret_name, 0600, secret);
        if (result == CLI_GOOD) {
            result = write_file(pair->public_name, 0644, public);
        }
        if (result != CLI_GOOD && !force) {
            (void)unlink(pair->public_name);
            (void)unlink(pair->secret_name);
        }
    }
    (void)mf_bytes_unref(public);
    (void)mf_bytes_unref(secret);
    return result;
}

static int generate(struct pair *pair, bool force)
{
    mf_error *error = NULL;
    mf_status status;
    int result;

    if (!force && (!is_free(pair->secret_name) || !is_free(pair->public_name))) {
        return CLI_TROUBLE;
    }
    status = mf_key_generate(&pair->key, &error);
    if (status != MF_OK) {
        return cli_complain_error(NULL, status, error);
    }
    result = write_pair(pair, force);
    if (result == CLI_GOOD) {
        (void)printf("%s\n", mf_key_id(pair->key));
    }
    (void)mf_key_unref(pair->key);
    return result;
}

static int run(const struct cli_arguments *arguments)
{
    const char *name = arguments->operands[0];
    struct pair pair = {
        .secret_name = cli_memory_format("%s.key", name),
        .public_name = cli_memory_format("%s.pub", name),
    };
    int result = CLI_TROUBLE;

    if (*name == '\0' || strcmp(name, "-") == 0) {
        (void)cli_complain_usage("keygen", "NAME is the beginning of the names of two files");
    } else {
        result = generate(&pair, cli_arguments_has(arguments, "force"));
    }
    free(pair.secret_name);
    free(pair.public_name);
    return result;
}

const struct cli_command cli_keygen = {
    .name = "keygen",
    .summary = "make a key pair",
    .usage = "[--force] NAME",
    .description = "Makes an Ed25519 key pair: the secret key in NAME.key (PKCS#8 PEM, for its\n"
                   "owner alone to read) and the public key in NAME.pub (SPKI PEM). Prints the key\n"
                   "id, the SHA-256 of the public key's DER. openssl reads both files, and\n"
                   "'manifest sign' and 'manifest verify' read those that openssl makes.",
    .example = "  manifest keygen release-team",
    .options = options,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
