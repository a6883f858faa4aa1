/* SPDX-License-Identifier: Apache-2.0 */
/* Reads key files. */
#include "keys.h"

#include "command.h"
#include "complain.h"
#include "input.h"
#include "memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEY_LIMIT = 64 * 1024 };

/* A loop that the compiler must keep: what it clears is never read again. */
static void wipe(char *memory, size_t size)
{
    volatile char *byte = memory;

    while (size-- > 0) {
        *byte++ = 0;
    }
}

/* Without stdio, whose buffer would keep the secret. The bytes that were read are wiped in any case. */
static mf_status read_standard(mf_key **ret_key, mf_error **reterr)
{
    static char pem[KEY_LIMIT];
    size_t size = 0;
    ssize_t count = 1;
    mf_status status = MF_ERROR_IO;

    while (size < sizeof pem && count != 0) {
        count = read(STDIN_FILENO, pem + size, sizeof pem - size);
        if (count < 0 && errno != EINTR) {
            break;
        }
        size += count > 0 ? (size_t)count : 0;
    }
    if (count == 0) {
        status = mf_key_read(pem, size, ret_key, reterr);
    }
    wipe(pem, size);
    return status;
}

static int read_key(const char *name, mf_key **ret_key)
{
    bool standard = cli_is_standard(name);
    mf_error *error = NULL;
    mf_status status = standard ? read_standard(ret_key, &error) : mf_key_read_file(name, ret_key, &error);

    if (status == MF_OK) {
        return CLI_GOOD;
    }
    if (standard && error == NULL) {
        cli_complain("cannot read a key of at most %d bytes from standard input", KEY_LIMIT);
    } else {
        (void)cli_complain_error(standard ? "(standard input)" : name, status, error);
    }
    return CLI_TROUBLE; /* a bad key is no bad document */
}

bool cli_keys_use_standard(const struct cli_arguments *arguments)
{
    const char *name;

    for (size_t i = 0; (name = cli_arguments_nth(arguments, "key", i)) != NULL; i++) {
        if (cli_is_standard(name)) {
            return true;
        }
    }
    return false;
}

int cli_keys_read(struct cli_keys *keys, const struct cli_arguments *arguments)
{
    const char *name;
    bool standard = false;

    *keys = (struct cli_keys){
        .keys = cli_memory_array(arguments->given_count, sizeof(mf_key *)),
        .names = cli_memory_array(arguments->given_count, sizeof *keys->names),
    };
    for (size_t i = 0; (name = cli_arguments_nth(arguments, "key", i)) != NULL; i++) {
        int result;

        if (cli_is_standard(name) && standard) {
            cli_complain("only one --key can be standard input");
            return CLI_TROUBLE;
        }
        standard = standard || cli_is_standard(name);
        result = read_key(name, &keys->keys[i]);
        if (result != CLI_GOOD) {
            return result;
        }
        keys->names[i] = name;
        keys->count = i + 1;
    }
    return CLI_GOOD;
}

void cli_keys_release(struct cli_keys *keys)
{
    for (size_t i = 0; i < keys->count; i++) {
        (void)mf_key_unref(keys->keys[i]);
    }
    free(keys->keys);
    free(keys->names);
    *keys = (struct cli_keys){ 0 };
}
