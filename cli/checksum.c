/* SPDX-License-Identifier: Apache-2.0 */
/* Writes and reads the lines of lists of digests. */
#include "checksum.h"

#include "memory.h"

#include <string.h>

enum { SHORT_DIGITS = 64, LONG_DIGITS = 128 };

static const char special[] = "\\\n\r";
static const char special_letters[] = "\\nr";

char *cli_checksum_line(const char *digest, const char *path)
{
    bool escaped = strpbrk(path, special) != NULL;
    size_t size = strlen(path);
    char *line = cli_memory_array(strlen(digest) + 2 * size + 5, 1);
    char *end = line;

    if (escaped) {
        *end++ = '\\';
    }
    memcpy(end, digest, strlen(digest));
    end += strlen(digest);
    *end++ = ' ';
    *end++ = ' ';
    for (const char *c = path; *c != '\0'; c++) {
        const char *found = strchr(special, *c);

        if (found != NULL) {
            *end++ = '\\';
        }
        *end++ = found != NULL ? special_letters[found - special] : *c;
    }
    *end++ = '\n';
    *end = '\0';
    return line;
}

/* Takes the escapes out of a name, in place. False where one is not known. */
static bool unescape(char *path)
{
    char *end = path;

    for (const char *c = path; *c != '\0'; c++) {
        const char *found;

        if (*c != '\\') {
            *end++ = *c;
            continue;
        }
        c++;
        found = *c == '\0' ? NULL : strchr(special_letters, *c);
        if (found == NULL) {
            return false;
        }
        *end++ = special[found - special_letters];
    }
    *end = '\0';
    return true;
}

/* Digits become lower case. False if they are none, or as many as no algorithm has. */
static bool take_digest(char *digest, mf_hash_algorithm algorithm, struct cli_checksum *checksum)
{
    size_t size = strspn(digest, "0123456789abcdefABCDEF");
    mf_hash_algorithm guess = size == LONG_DIGITS ? MF_HASH_SHA512 : MF_HASH_SHA256;
    size_t expected = algorithm == MF_HASH_SHA512 ? LONG_DIGITS : SHORT_DIGITS;

    if (digest[size] != '\0' || (size != SHORT_DIGITS && size != LONG_DIGITS) ||
        (algorithm != 0 && size != expected)) {
        return false;
    }
    for (char *c = digest; *c != '\0'; c++) {
        *c = (char)(*c >= 'A' && *c <= 'F' ? *c - 'A' + 'a' : *c);
    }
    checksum->algorithm = algorithm == 0 ? guess : algorithm;
    checksum->digest = digest;
    return true;
}

/* "SHA256 (PATH) = HEX". A line that begins otherwise is not touched. */
static bool parse_tagged(char *line, mf_hash_algorithm algorithm, struct cli_checksum *checksum,
                         char **ret_path)
{
    static const struct {
        const char *begin;
        mf_hash_algorithm algorithm;
    } tags[] = {
        { "SHA256 (", MF_HASH_SHA256 },
        { "SHA512 (", MF_HASH_SHA512 },
        { "BLAKE2b-256 (", MF_HASH_BLAKE2B_256 },
    };
    static const char middle[] = ") = ";

    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        size_t size = strlen(tags[i].begin);
        size_t digits = tags[i].algorithm == MF_HASH_SHA512 ? LONG_DIGITS : SHORT_DIGITS;
        size_t tail = sizeof middle - 1 + digits;
        char *close;

        if (strncmp(line, tags[i].begin, size) == 0 && strlen(line) > size + tail) {
            close = line + strlen(line) - tail;
            if (strncmp(close, middle, sizeof middle - 1) == 0 &&
                (algorithm == 0 || algorithm == tags[i].algorithm)) {
                *close = '\0';
                *ret_path = line + size;
                return take_digest(close + sizeof middle - 1, tags[i].algorithm, checksum);
            }
        }
    }
    return false;
}

static bool parse_plain(char *line, mf_hash_algorithm algorithm, struct cli_checksum *checksum,
                        char **ret_path)
{
    char *space = strchr(line, ' ');

    if (space == NULL || (space[1] != ' ' && space[1] != '*')) {
        return false;
    }
    *space = '\0';
    *ret_path = space + 2;
    return take_digest(line, algorithm, checksum);
}

bool cli_checksum_parse(char *line, mf_hash_algorithm algorithm, struct cli_checksum *ret_checksum)
{
    bool escaped;
    char *path = NULL;

    line += strspn(line, " \t");
    escaped = *line == '\\';
    line += escaped;
    if (!parse_tagged(line, algorithm, ret_checksum, &path) &&
        !parse_plain(line, algorithm, ret_checksum, &path)) {
        return false;
    }
    ret_checksum->path = path;
    return (!escaped || unescape(path)) && *path != '\0';
}
