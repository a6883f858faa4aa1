/* SPDX-License-Identifier: Apache-2.0 */
/* A strict reader of DER, as far as a key needs one. Errors never show contents: they may be secret. */
#include "sign/der.h"

#include "crypto/crypto.h"

#include <stdint.h>

enum tag {
    TAG_INTEGER = 0x02,
    TAG_BIT_STRING = 0x03,
    TAG_OCTET_STRING = 0x04,
    TAG_OID = 0x06,
    TAG_SEQUENCE = 0x30,
    TAG_ATTRIBUTES = 0xa0, /* [0], constructed */
    TAG_PUBLIC_KEY = 0x81, /* [1], primitive */
};

static bool next_is(struct mf_view rest, enum tag tag)
{
    return rest.size > 0 && (uint8_t)rest.data[0] == (uint8_t)tag;
}

/* Takes the element at the front, which must have this tag, and a length in its shortest form. */
static bool take(struct mf_view *rest, enum tag tag, struct mf_view *ret_contents)
{
    size_t header = 2;
    size_t size;

    if (rest->size < 2 || !next_is(*rest, tag)) {
        return false;
    }
    size = (uint8_t)rest->data[1];
    if (size >= 0x80) {
        size_t count = size & 0x7f;

        if (count < 1 || count > 2 || rest->size < 2 + count) {
            return false;
        }
        size = 0;
        for (size_t i = 0; i < count; i++) {
            size = size << 8 | (uint8_t)rest->data[header++];
        }
        if (size < (count == 1 ? 0x80U : 0x100U)) {
            return false;
        }
    }
    if (size > rest->size - header) {
        return false;
    }
    *ret_contents = mf_view_make(rest->data + header, size);
    *rest = mf_view_make(rest->data + header + size, rest->size - header - size);
    return true;
}

/* Name of an algorithm by its object identifier; NULL if it is none that keys often have. */
static const char *algorithm_name(struct mf_view oid)
{
    static const struct {
        const char *oid;
        const char *name;
    } names[] = {
        { "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", "RSA" },
        { "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", "RSA-PSS" },
        { "\x2a\x86\x48\xce\x3d\x02\x01", "elliptic curve (ECDSA)" },
        { "\x2a\x86\x48\xce\x38\x04\x01", "DSA" },
        { "\x2b\x65\x6e", "X25519" },
        { "\x2b\x65\x6f", "X448" },
        { "\x2b\x65\x71", "Ed448" },
        { "\x60\x86\x48\x01\x65\x03\x04\x03\x11", "ML-DSA-44" },
        { "\x60\x86\x48\x01\x65\x03\x04\x03\x12", "ML-DSA-65" },
        { "\x60\x86\x48\x01\x65\x03\x04\x03\x13", "ML-DSA-87" },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (mf_view_is(oid, names[i].oid)) {
            return names[i].name;
        }
    }
    return NULL;
}

/* Takes an AlgorithmIdentifier, which must be Ed25519 without parameters. */
static mf_status take_algorithm(struct mf_view *rest, const char *what, mf_error **reterr)
{
    struct mf_view algorithm;
    struct mf_view oid;
    const char *name;

    if (!take(rest, TAG_SEQUENCE, &algorithm) || !take(&algorithm, TAG_OID, &oid)) {
        return mf_error_set(reterr, MF_ERROR_SYNTAX, "the key is not %s", what);
    }
    if (!mf_view_is(oid, "\x2b\x65\x70")) {
        name = algorithm_name(oid);
        return mf_error_set(reterr, MF_ERROR_KEY, "the key is %s%s: only Ed25519 keys can be used",
                            name == NULL ? "of an algorithm that is not known here" : "an ",
                            name == NULL ? "" : name);
    }
    if (algorithm.size != 0) {
        return mf_error_set(reterr, MF_ERROR_SYNTAX, "the key is not %s: Ed25519 has no parameters", what);
    }
    return MF_OK;
}

/* A BIT STRING's contents as a public key. */
static bool public_key_of(struct mf_view bits, struct mf_view *ret_key)
{
    if (bits.size != 1 + MF_ED25519_PUBLIC_SIZE || bits.data[0] != 0) {
        return false;
    }
    *ret_key = mf_view_make(bits.data + 1, MF_ED25519_PUBLIC_SIZE);
    return true;
}

mf_status mf_der_read_public(struct mf_view der, struct mf_view *ret_key, mf_error **reterr)
{
    static const char what[] = "a SubjectPublicKeyInfo (RFC 8410 section 4)";
    struct mf_view info;
    struct mf_view bits;
    mf_status status;

    if (!take(&der, TAG_SEQUENCE, &info) || der.size != 0) {
        return mf_error_set(reterr, MF_ERROR_SYNTAX, "the key is not %s", what);
    }
    status = take_algorithm(&info, what, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (!take(&info, TAG_BIT_STRING, &bits) || info.size != 0 || !public_key_of(bits, ret_key)) {
        return mf_error_set(reterr, MF_ERROR_SYNTAX, "the key is not %s", what);
    }
    return MF_OK;
}

/* What follows the algorithm: the seed, attributes that nobody needs here, and in version 2 the public key. */
static bool read_rest(struct mf_view rest, bool second, struct mf_view *ret_seed, struct mf_view *ret_key)
{
    struct mf_view contents;

    if (!take(&rest, TAG_OCTET_STRING, &contents) || !take(&contents, TAG_OCTET_STRING, ret_seed) ||
        contents.size != 0 || ret_seed->size != MF_ED25519_SEED_SIZE) {
        return false;
    }
    if (next_is(rest, TAG_ATTRIBUTES) && !take(&rest, TAG_ATTRIBUTES, &contents)) {
        return false;
    }
    *ret_key = mf_view_make(NULL, 0);
    if (second && (!take(&rest, TAG_PUBLIC_KEY, &contents) || !public_key_of(contents, ret_key))) {
        return false;
    }
    return rest.size == 0;
}

mf_status mf_der_read_secret(struct mf_view der, struct mf_view *ret_seed, struct mf_view *ret_key,
                             mf_error **reterr)
{
    static const char what[] = "a PKCS#8 structure (RFC 8410 section 7)";
    struct mf_view info;
    struct mf_view version;
    mf_status status;

    if (!take(&der, TAG_SEQUENCE, &info) || der.size != 0 || !take(&info, TAG_INTEGER, &version) ||
        version.size != 1 || (version.data[0] != 0 && version.data[0] != 1)) {
        return mf_error_set(reterr, MF_ERROR_SYNTAX, "the key is not %s", what);
    }
    status = take_algorithm(&info, what, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (!read_rest(info, version.data[0] == 1, ret_seed, ret_key)) {
        return mf_error_set(reterr, MF_ERROR_SYNTAX, "the key is not %s", what);
    }
    return MF_OK;
}
