/* SPDX-License-Identifier: Apache-2.0 */
/* The search for secrets in its order, from what is certain to what is likely; runs that look random; masking. */
#include "value/secret.h"

#include "value/ascii.h"
#include "value/random.h"
#include "value/secret_kinds.h"

/* --- runs that look random --------------------------------------------------------------------------------------------- */

static bool is_base64(char byte)
{
    return mf_ascii_is_alphanumeric(byte) || mf_ascii_is_one_of(byte, "+/-_");
}

/*
 * Base64 of a private key in DER or PEM. SEQUENCE { INTEGER 0 or 1 … } begins those of PKCS #1 and #8 and SEC 1, and 3 an
 * archive of PKCS #12; public keys and certificates begin with another SEQUENCE, signatures with a long INTEGER.
 */
static bool is_private_key(struct mf_view run)
{
    static const char pem[] = "-----BEGIN ";

    char bytes[96];
    size_t size = run.size < 64 ? 0 : mf_secret_decode(run, bytes, sizeof bytes);
    size_t at = 2;

    if (size < 48) {
        return false;
    }
    if (memcmp(bytes, pem, sizeof pem - 1) == 0) {
        for (at = sizeof pem - 1; at + 11 <= size; at++) {
            if (memcmp(bytes + at, "PRIVATE KEY", 11) == 0) {
                return true;
            }
        }
        return false;
    }
    if (((unsigned char)bytes[1] & 0x80) != 0) {
        at += (unsigned char)bytes[1] & 0x7f;
    }
    return bytes[0] == 0x30 && at <= 4 && bytes[at] == 2 && bytes[at + 1] == 1 &&
           (bytes[at + 2] == 0 || bytes[at + 2] == 1 || bytes[at + 2] == 3);
}

static bool is_label_of_digest(struct mf_view label)
{
    static const char *const labels[] = { "h1",          "md5",      "sha1",   "sha224", "sha256",
                                          "sha384",      "sha512",   "SHA256", "etag",   "base64",
                                          "fingerprint", "checksum", "digest", "crc32c", "blake3",
                                          "integrity",   "nonce",    "keyid" };

    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (mf_view_is(label, labels[i])) {
            return true;
        }
    }
    return false;
}

/* The word in front of a run, if one of : = , ~ is between: sha256:… */
static struct mf_view label_before(struct mf_view text, size_t at)
{
    size_t end = at > 0 && mf_ascii_is_one_of(text.data[at - 1], ":=,~") ? at - 1 : at;
    size_t begin = end;

    while (end < at && begin > 0 && end - begin < 16 && mf_ascii_is_alphanumeric(text.data[begin - 1])) {
        begin--;
    }
    return mf_view_make(text.data + begin, end - begin);
}

/* What looks random and is public: digests with the name of their algorithm, public keys, certificates, content ids. */
static bool is_public(struct mf_view text, struct mf_view run)
{
    struct mf_view label = mf_view_make(run.data, mf_view_find(run, '-'));

    return is_label_of_digest(label) ||
           is_label_of_digest(label_before(text, (size_t)(run.data - text.data))) ||
           mf_view_starts_with(run, "AAAA") || mf_view_starts_with(run, "age1") ||
           mf_view_starts_with(run, "bafy") || mf_view_starts_with(run, "MII") ||
           mf_view_starts_with(run, "MCowBQYDK2Vw") || mf_view_starts_with(run, "MFkwEwYHKoZI") ||
           mf_view_starts_with(run, "MHYwEAYHKoZI") || (mf_view_starts_with(run, "Qm") && run.size == 46);
}

/* A run of Base64 that begins at an offset, with its padding. */
static struct mf_view run_at(struct mf_view text, size_t at)
{
    size_t end = at;

    while (end < text.size && is_base64(text.data[end])) {
        end++;
    }
    for (size_t padding = 0; end > at && end < text.size && text.data[end] == '=' && padding < 2; padding++) {
        end++;
    }
    return mf_view_make(text.data + at, end - at);
}

/* A URL or a path, which may hold ids of any kind. */
static bool is_address(struct mf_view word)
{
    if (word.size > 0 && mf_ascii_is_one_of(word.data[0], "/~.") &&
        mf_view_find(mf_view_from(word, 1), '/') < word.size - 1) {
        return true;
    }
    for (size_t at = 0; at + 3 <= word.size; at++) {
        if (memcmp(word.data + at, "://", 3) == 0) {
            return true;
        }
    }
    return false;
}

static bool find_in_word(struct mf_view text, struct mf_view word, struct mf_secret *ret_secret)
{
    bool address = is_address(word);

    for (size_t at = 0; at < word.size;) {
        struct mf_view run = run_at(word, at);
        bool key = is_private_key(run);

        if (key || (!address && mf_text_is_random(run) && !mf_text_is_sequence(run) &&
                    !mf_secret_is_placeholder(run) && !is_public(text, run))) {
            size_t begin = (size_t)(run.data - text.data);

            *ret_secret = (struct mf_secret){ key ? "a private key" : "a value that looks random, as keys do",
                                              begin, begin + run.size };
            return true;
        }
        at += run.size + (run.size == 0);
    }
    return false;
}

bool mf_secret_find_random(struct mf_view text, struct mf_secret *ret_secret)
{
    size_t begin = 0;

    for (size_t end = 0; end <= text.size; end++) {
        if (end < text.size && (mf_ascii_is_alphanumeric(text.data[end]) ||
                                !mf_ascii_is_one_of(text.data[end], " \t\n\"'`<>(){}[],;|"))) {
            continue;
        }
        if (end - begin >= MF_RANDOM_LEAST &&
            find_in_word(text, mf_view_make(text.data + begin, end - begin), ret_secret)) {
            return true;
        }
        begin = end + 1;
    }
    return false;
}

/* --- all together ------------------------------------------------------------------------------------------------------ */

bool mf_secret_find(struct mf_view text, enum mf_secret_place place, struct mf_secret *ret_secret)
{
    enum { SHORTEST = 6 };

    return text.size >= SHORTEST &&
           (mf_secret_find_pem(text, ret_secret) || mf_secret_find_token(text, ret_secret) ||
            mf_secret_find_in_url(text, ret_secret) || mf_secret_find_setting(text, ret_secret) ||
            (place == MF_SECRET_IN_TEXT && mf_secret_find_random(text, ret_secret)));
}

void mf_secret_append_masked(struct mf_buffer *buffer, struct mf_view text, const struct mf_secret *secret)
{
    enum { MOST_SHOWN = 4, SHARE = 5 };

    size_t most = (secret->end - secret->begin) / SHARE;
    size_t shown = 0;

    while (shown < most && shown < MOST_SHOWN && (unsigned char)text.data[secret->begin + shown] >= 0x20 &&
           (unsigned char)text.data[secret->begin + shown] < 0x7f) {
        shown++;
    }
    mf_buffer_append(buffer, mf_view_make(text.data + secret->begin, shown));
    mf_buffer_append_text(buffer, "\xe2\x80\xa6");
}

void mf_secret_append_redacted(struct mf_buffer *buffer, struct mf_view text)
{
    struct mf_secret secret;

    while (mf_secret_find(text, MF_SECRET_IN_TEXT, &secret)) {
        mf_buffer_append(buffer, mf_view_make(text.data, secret.begin));
        mf_secret_append_masked(buffer, text, &secret);
        text = mf_view_make(text.data + secret.end, text.size - secret.end);
    }
    mf_buffer_append(buffer, text);
}
