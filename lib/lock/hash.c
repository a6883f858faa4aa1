/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes in all the ways in which lock files spell them. */
#include "lock/reading.h"

#include "value/ascii.h"
#include "value/base64.h"
#include "value/hex.h"

enum { LONGEST_HASH = 64 };

struct algorithm {
    const char *name;
    size_t size; /* bytes; 0: whatever comes */
    bool is_strong;
};

/* Those that stand for the bytes of an archive are the ones of SHA-2 that are long enough. */
static const struct algorithm algorithms[] = {
    { "sha256", 32, true },  { "sha384", 48, true }, { "sha512", 64, true },
    { "sha224", 28, false }, { "sha1", 20, false },  { "md5", 16, false },
};

static const struct algorithm *algorithm_named(struct mf_view name)
{
    static const struct algorithm unknown = { "", 0, false };

    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++) {
        if (mf_view_is(name, algorithms[i].name)) {
            return &algorithms[i];
        }
    }
    return &unknown;
}

/* What is said of a hash, before it is added. */
struct hash {
    const struct algorithm *algorithm;
    struct mf_view written;  /* the whole hash */
    struct mf_view spelling; /* of it, equal for equal hashes */
};

static void add(struct mf_lock_reading *reading, struct mf_lock_package *package, const struct hash *hash)
{
    struct mf_lock_hash *hashes =
        mf_arena_resize(reading->arena, package->hashes, (package->hash_count + (size_t)1) * sizeof *hashes);

    if (hashes == NULL) {
        return;
    }
    package->hashes = hashes;
    hashes += package->hash_count++;
    hashes->written = mf_lock_keep(reading, hash->written);
    hashes->spelling = mf_view_equal(hash->written, hash->spelling) ? hashes->written
                                                                    : mf_lock_keep(reading, hash->spelling);
    hashes->is_digest = hash->algorithm->is_strong;
}

static void refuse(struct mf_lock_reading *reading, const struct mf_lock_package *package,
                   struct mf_view hash, struct mf_position position)
{
    mf_lock_finding(reading, MF_FINDING_LOCK_HASH, position, "%s: this cannot be a hash: '%.*s'",
                    package->name, MF_VIEW_ARGS(hash));
}

/* True for the name of an algorithm: letters, digits and '-' or '_', not many. */
static bool is_name(struct mf_view name)
{
    for (size_t i = 0; i < name.size; i++) {
        if (!mf_ascii_is_alphanumeric(name.data[i]) && !mf_ascii_is_one_of(name.data[i], "-_")) {
            return false;
        }
    }
    return name.size > 0 && name.size <= 20;
}

void mf_lock_add_hash(struct mf_lock_reading *reading, struct mf_lock_package *package,
                      struct mf_view algorithm, struct mf_view digits, struct mf_position position)
{
    struct hash hash = { .algorithm = algorithm_named(algorithm) };
    char written[20 + 1 + 4 * LONGEST_HASH];
    char spelling[sizeof written];
    size_t size = algorithm.size + 1 + digits.size;

    if (!is_name(algorithm) || digits.size == 0 || digits.size > (size_t)4 * LONGEST_HASH ||
        (hash.algorithm->size > 0 && digits.size != 2 * hash.algorithm->size)) {
        refuse(reading, package, digits, position);
        return;
    }
    memcpy(written, algorithm.data, algorithm.size);
    written[algorithm.size] = ':';
    memcpy(written + algorithm.size + 1, digits.data, digits.size);
    for (size_t i = 0; i < size; i++) {
        if (i > algorithm.size && !mf_ascii_is_hex(written[i])) {
            refuse(reading, package, digits, position);
            return;
        }
        spelling[i] = mf_ascii_lower(written[i]);
    }
    hash.written = mf_view_make(written, size);
    hash.spelling = mf_view_make(spelling, size);
    add(reading, package, &hash);
}

void mf_lock_add_spelled_hash(struct mf_lock_reading *reading, struct mf_lock_package *package,
                              struct mf_view hash, struct mf_position position)
{
    struct mf_view digits = hash;
    struct mf_view algorithm = mf_view_cut(&digits, ':');

    if (digits.data == NULL) {
        refuse(reading, package, hash, position);
    } else {
        mf_lock_add_hash(reading, package, algorithm, digits, position);
    }
}

static void add_encoded(struct mf_lock_reading *reading, struct mf_lock_package *package, struct mf_view text,
                        struct mf_position position)
{
    struct mf_view encoded = text;
    struct mf_view name = mf_view_cut(&encoded, '-');
    struct hash hash = { .algorithm = algorithm_named(name), .written = text };
    char bytes[2 * LONGEST_HASH];
    char spelling[8 + 2 * LONGEST_HASH];
    size_t size = 0;

    if (encoded.data == NULL || hash.algorithm->size == 0 || encoded.size > sizeof bytes ||
        !mf_base64_decode(encoded, bytes, &size) || size != hash.algorithm->size) {
        refuse(reading, package, text, position);
        return;
    }
    memcpy(spelling, name.data, name.size);
    spelling[name.size] = ':';
    mf_hex_encode((const unsigned char *)bytes, size, spelling + name.size + 1);
    hash.spelling = mf_view_make(spelling, name.size + 1 + 2 * size);
    add(reading, package, &hash);
}

void mf_lock_add_integrity(struct mf_lock_reading *reading, struct mf_lock_package *package,
                           struct mf_view integrity, struct mf_position position)
{
    bool found = false;

    while (integrity.data != NULL) {
        struct mf_view text = mf_view_cut(&integrity, ' ');

        if (text.size > 0) {
            add_encoded(reading, package, text, position);
            found = true;
        }
    }
    if (!found) {
        refuse(reading, package, mf_view_of(""), position);
    }
}

void mf_lock_add_go_hash(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         struct mf_view hash, struct mf_position position)
{
    static const struct algorithm of_directories = { "h1", 32, false };
    struct mf_view encoded = hash;
    struct mf_lock_hash *hashes;
    char bytes[2 * LONGEST_HASH];
    size_t size = 0;

    if (!mf_view_is(mf_view_cut(&encoded, ':'), of_directories.name) || encoded.data == NULL ||
        encoded.size > sizeof bytes || !mf_base64_decode(encoded, bytes, &size) ||
        size != of_directories.size) {
        refuse(reading, package, hash, position);
        return;
    }
    hashes =
        mf_arena_resize(reading->arena, package->hashes, (package->hash_count + (size_t)1) * sizeof *hashes);
    if (hashes != NULL) {
        package->hashes = hashes;
        hashes += package->hash_count++;
        hashes->written = hashes->spelling = mf_lock_keep(reading, hash);
        hashes->is_digest = false;
    }
}
