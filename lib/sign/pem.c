/* SPDX-License-Identifier: Apache-2.0 */
/* PEM text of keys. Everything decoded lies in guarded memory, and no error shows more of a text than its label. */
#include "sign/pem.h"

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"
#include "sign/der.h"

static const char secret_label[] = "PRIVATE KEY";
static const char public_label[] = "PUBLIC KEY";

static const uint8_t spki_prefix[] = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
};
static const uint8_t pkcs8_prefix[] = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                        0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20 };

/* A text on its way through the reader. */
struct lines {
    struct mf_view rest;
    uint32_t number; /* of the line that was taken last, from 1 */
};

/* A block of PEM: its label, and the lines of base64 with their line ends. */
struct block {
    struct mf_view label;
    struct mf_view body;
};

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool is_base64(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
           byte == '+' || byte == '/' || byte == '=';
}

static bool ends_with(struct mf_view view, const char *suffix)
{
    size_t size = strlen(suffix);

    return view.size >= size && memcmp(view.data + view.size - size, suffix, size) == 0;
}

static struct mf_view trim(struct mf_view view)
{
    while (view.size > 0 && is_space(view.data[0])) {
        view = mf_view_make(view.data + 1, view.size - 1);
    }
    while (view.size > 0 && is_space(view.data[view.size - 1])) {
        view.size--;
    }
    return view;
}

/* Takes one line, without its LF or CR LF. False at the end of the text. */
static bool take_line(struct lines *lines, struct mf_view *ret_line)
{
    struct mf_view rest = lines->rest;
    const char *end;
    size_t size;

    if (rest.size == 0) {
        return false;
    }
    end = memchr(rest.data, '\n', rest.size);
    size = end == NULL ? rest.size : (size_t)(end - rest.data);
    *ret_line = mf_view_make(rest.data, size);
    if (end != NULL && size > 0 && rest.data[size - 1] == '\r') {
        ret_line->size--;
    }
    size += end != NULL;
    lines->rest = mf_view_make(rest.data + size, rest.size - size);
    lines->number++;
    return true;
}

static mf_status bad_line(const struct lines *lines, const char *what, mf_error **reterr)
{
    struct mf_position position = { 0, lines->number, 1 };

    return mf_error_set_at(reterr, MF_ERROR_SYNTAX, position, NULL, "not a PEM key: %s", what);
}

/* Takes the label out of "-----BEGIN LABEL-----". */
static bool label_of(struct mf_view line, const char *begin, struct mf_view *ret_label)
{
    size_t size = strlen(begin);

    if (!mf_view_starts_with(line, begin) || !ends_with(line, "-----") || line.size < size + 5) {
        return false;
    }
    *ret_label = mf_view_make(line.data + size, line.size - size - 5);
    return true;
}

static mf_status encrypted(mf_error **reterr)
{
    return mf_error_set(reterr, MF_ERROR_KEY, "the key is encrypted: decrypt it with openssl pkey first");
}

/* The lines up to the one that ends the block. */
static mf_status take_body(struct lines *lines, struct block *block, mf_error **reterr)
{
    struct mf_view line;

    block->body = mf_view_make(lines->rest.data, 0);
    while (take_line(lines, &line)) {
        struct mf_view label;

        if (label_of(line, "-----END ", &label)) {
            if (!mf_view_equal(label, block->label)) {
                return bad_line(lines, "the labels of its first and last line differ", reterr);
            }
            return MF_OK;
        }
        if (mf_view_starts_with(line, "Proc-Type:") && ends_with(line, "ENCRYPTED")) {
            return encrypted(reterr);
        }
        for (size_t i = 0; i < line.size; i++) {
            if (!is_base64(line.data[i])) {
                return bad_line(lines, "a character that is none of base64", reterr);
            }
        }
        if (line.size == 0) {
            return bad_line(lines, "an empty line", reterr);
        }
        block->body.size = (size_t)(lines->rest.data - block->body.data);
    }
    return bad_line(lines, "its last line, \"-----END …\", is missing", reterr);
}

/* Finds the one block of a text. */
static mf_status read_block(struct mf_view text, struct block *block, mf_error **reterr)
{
    struct lines lines = { text, 0 };
    struct mf_view line = { NULL, 0 };
    mf_status status;

    do {
        if (!take_line(&lines, &line)) {
            return bad_line(&lines, "there is no \"-----BEGIN …\"", reterr);
        }
    } while (trim(line).size == 0);
    if (!label_of(line, "-----BEGIN ", &block->label)) {
        return bad_line(&lines, "it does not begin with \"-----BEGIN …\"", reterr);
    }
    status = take_body(&lines, block, reterr);
    if (status == MF_OK && trim(lines.rest).size != 0) {
        lines.number++;
        return bad_line(&lines, "something follows its last line", reterr);
    }
    return status;
}

static mf_status keep_secret(struct mf_view der, struct mf_pem_key *key, mf_error **reterr)
{
    struct mf_view seed;
    struct mf_view public_key;
    mf_status status = mf_der_read_secret(der, &seed, &public_key, reterr);

    if (status != MF_OK) {
        return status;
    }
    key->seed = mf_secret_alloc(MF_ED25519_SEED_SIZE);
    if (key->seed == NULL) {
        return mf_error_memory(reterr);
    }
    memcpy(key->seed, seed.data, MF_ED25519_SEED_SIZE);
    key->has_public = public_key.size > 0;
    if (key->has_public) {
        memcpy(key->public_key, public_key.data, sizeof key->public_key);
    }
    return MF_OK;
}

static mf_status keep_public(struct mf_view der, struct mf_pem_key *key, mf_error **reterr)
{
    struct mf_view public_key;
    mf_status status = mf_der_read_public(der, &public_key, reterr);

    if (status == MF_OK) {
        key->has_public = true;
        memcpy(key->public_key, public_key.data, sizeof key->public_key);
    }
    return status;
}

mf_status mf_pem_read_key(struct mf_view text, struct mf_pem_key *ret_key, mf_error **reterr)
{
    struct block block = { { NULL, 0 }, { NULL, 0 } };
    mf_status status = read_block(text, &block, reterr);
    uint8_t *der;
    size_t size = 0;

    *ret_key = (struct mf_pem_key){ .seed = NULL };
    if (status != MF_OK) {
        return status;
    }
    if (mf_view_is(block.label, "ENCRYPTED PRIVATE KEY")) {
        return encrypted(reterr);
    }
    if (!mf_view_is(block.label, secret_label) && !mf_view_is(block.label, public_label)) {
        return mf_error_set(reterr, MF_ERROR_KEY,
                            "found \"%.*s\": only Ed25519 keys can be used, as PKCS#8 (\"%s\") or \"%s\"",
                            MF_VIEW_ARGS(block.label), secret_label, public_label);
    }
    der = mf_secret_alloc(block.body.size + 1);
    if (der == NULL) {
        return mf_error_memory(reterr);
    }
    if (!mf_secret_decode_base64(block.body, der, block.body.size, &size)) {
        status = mf_error_set(reterr, MF_ERROR_SYNTAX, "not a PEM key: its base64 is broken");
    } else if (mf_view_is(block.label, secret_label)) {
        status = keep_secret(mf_view_make((const char *)der, size), ret_key, reterr);
    } else {
        status = keep_public(mf_view_make((const char *)der, size), ret_key, reterr);
    }
    mf_secret_free(der);
    return status;
}

void mf_pem_spki(const uint8_t public_key[MF_ED25519_PUBLIC_SIZE], uint8_t spki[MF_SPKI_SIZE])
{
    memcpy(spki, spki_prefix, sizeof spki_prefix);
    memcpy(spki + sizeof spki_prefix, public_key, MF_ED25519_PUBLIC_SIZE);
}

mf_status mf_pem_write_public(const uint8_t public_key[MF_ED25519_PUBLIC_SIZE], mf_bytes **ret_pem,
                              mf_error **reterr)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    uint8_t spki[MF_SPKI_SIZE];
    char base64[(MF_SPKI_SIZE + 2) / 3 * 4 + 1];

    mf_pem_spki(public_key, spki);
    mf_secret_encode_base64(spki, sizeof spki, base64);
    mf_buffer_format(&text, "-----BEGIN %s-----\n%s\n-----END %s-----\n", public_label, base64, public_label);
    return mf_buffer_finish(&text, ret_pem, reterr);
}

mf_status mf_pem_write_secret(const uint8_t seed[MF_ED25519_SEED_SIZE], mf_bytes **ret_pem, mf_error **reterr)
{
    static const char begin[] = "-----BEGIN PRIVATE KEY-----\n";
    static const char end[] = "\n-----END PRIVATE KEY-----\n";
    enum {
        DER_SIZE = sizeof pkcs8_prefix + MF_ED25519_SEED_SIZE,
        BASE64_SIZE = (DER_SIZE + 2) / 3 * 4,
        TEXT_SIZE = sizeof begin - 1 + BASE64_SIZE + sizeof end - 1,
    };
    uint8_t *der = mf_secret_alloc(DER_SIZE);
    char *text = mf_secret_alloc(TEXT_SIZE + 1);
    mf_bytes *pem = NULL;

    if (der != NULL && text != NULL) {
        memcpy(der, pkcs8_prefix, sizeof pkcs8_prefix);
        memcpy(der + sizeof pkcs8_prefix, seed, MF_ED25519_SEED_SIZE);
        memcpy(text, begin, sizeof begin - 1);
        mf_secret_encode_base64(der, DER_SIZE, text + sizeof begin - 1);
        memcpy(text + sizeof begin - 1 + BASE64_SIZE, end, sizeof end);
        pem = mf_bytes_adopt_with(text, TEXT_SIZE, mf_secret_free);
    }
    mf_secret_free(der);
    if (pem == NULL) {
        mf_secret_free(text);
        return mf_error_memory(reterr);
    }
    *ret_pem = pem;
    return MF_OK;
}
