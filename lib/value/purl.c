/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Package URLs (ECMA-427): the canonical spelling with a version is the only one. A text is taken apart as leniently as the
 * specification asks, written anew as it demands, and compared: the difference is what the advice shows.
 */
#include "value/purl.h"

#include "value/ascii.h"
#include "value/check.h"
#include "value/package.h"
#include "value/purl_rule.h"

enum { MOST_QUALIFIERS = 32 };

struct qualifier {
    struct mf_view key;
    struct mf_view value;
};

/* The parts of a text, as they are written in it. Parts that are not there are empty. */
struct parts {
    struct mf_view type;
    struct mf_view namespace;
    struct mf_view name;
    struct mf_view version;
    struct mf_view subpath;
    struct qualifier qualifiers[MOST_QUALIFIERS];
    size_t count;
};

/* The canonical spelling: no byte of the text becomes more than three. Never cleared as a whole: it is large, and most package
 * URLs are short. */
struct canonical {
    bool is_literal; /* the parts are as they are: nothing in them is percent-encoded */
    size_t size;
    char bytes[3 * MF_PURL_SIZE + 16];
};

static void put(struct canonical *canonical, char byte)
{
    canonical->bytes[canonical->size++] = byte;
}

static char fold(char byte, unsigned flags)
{
    if ((flags & MF_PURL_UPPER_NAMESPACE) != 0 && mf_ascii_is_lower(byte)) {
        return (char)(byte - 'a' + 'A');
    }
    if ((flags & (MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME | MF_PURL_LOWER_VERSION)) != 0) {
        byte = mf_ascii_lower(byte);
    }
    if ((flags & MF_PURL_DASH_NAME) != 0 && byte == '_') {
        return '-';
    }
    if ((flags & MF_PURL_UNDERSCORE_NAME) != 0 && !mf_ascii_is_alphanumeric(byte)) {
        return '_';
    }
    return byte;
}

static unsigned digit_value(char digit)
{
    return (unsigned)(mf_ascii_is_digit(digit) ? digit - '0' : mf_ascii_lower(digit) - 'a' + 10);
}

/* Undoes percent-encoding. What comes out must be text that may stand in a document. */
static const char *decode(struct mf_view part, bool is_literal, char *bytes, size_t *ret_size)
{
    size_t size = 0;

    for (size_t i = 0; i < part.size; i++) {
        char byte = part.data[i];

        if (byte == '%' && !is_literal) {
            if (part.size - i < 3 || !mf_ascii_is_hex(part.data[i + 1]) ||
                !mf_ascii_is_hex(part.data[i + 2])) {
                return "write '%' itself as %25";
            }
            byte = (char)(digit_value(part.data[i + 1]) << 4 | digit_value(part.data[i + 2]));
            i += 2;
        }
        bytes[size++] = byte;
    }
    *ret_size = size;
    return size == 0 || mf_string_check(mf_view_make(bytes, size), NULL)
               ? NULL
               : "it may hold no control characters and nothing but UTF-8";
}

/* What is written as itself in any part; everything else is percent-encoded. */
static inline bool is_plain(char byte)
{
    return mf_ascii_is_alphanumeric(byte) || byte == '.' || byte == '-' || byte == '_' || byte == '~' ||
           byte == ':';
}

/* True for a part that is spelled as it should be, which is most of them. */
static bool is_spelled(struct mf_view part, unsigned flags)
{
    size_t at = 0;

    while (at < part.size && is_plain(part.data[at]) && fold(part.data[at], flags) == part.data[at]) {
        at++;
    }
    return at == part.size;
}

/* Writes a part as the rules of its type spell it. */
static const char *put_part(struct canonical *canonical, struct mf_view part, unsigned flags, bool segment)
{
    static const char digits[] = "0123456789ABCDEF";
    char bytes[MF_PURL_SIZE];
    const char *problem;
    size_t size;

    /* What is shorter may be "." or "..". */
    if (part.size > 2 && is_spelled(part, flags)) {
        memcpy(canonical->bytes + canonical->size, part.data, part.size);
        canonical->size += part.size;
        return NULL;
    }
    problem = decode(part, canonical->is_literal, bytes, &size);
    if (problem != NULL) {
        return problem;
    }
    if (segment &&
        (mf_view_is(mf_view_make(bytes, size), ".") || mf_view_is(mf_view_make(bytes, size), ".."))) {
        return "no part of a namespace or subpath may be '.' or '..'";
    }
    for (size_t i = 0; i < size; i++) {
        char byte = fold(bytes[i], flags);

        if (segment && byte == '/') {
            return "no part of a namespace or subpath may hold '/'";
        }
        if (is_plain(byte)) {
            put(canonical, byte);
        } else {
            put(canonical, '%');
            put(canonical, digits[(unsigned char)byte >> 4]);
            put(canonical, digits[(unsigned char)byte & 15]);
        }
    }
    return NULL;
}

/* Writes the parts of a namespace or subpath with '/' behind each. Those that say nothing fall away: empty ones, and unless
 * they count, '.' and '..'. */
static const char *put_path(struct canonical *canonical, struct mf_view path, unsigned flags, bool dots)
{
    while (path.data != NULL) {
        struct mf_view part = mf_view_cut(&path, '/');
        const char *problem;

        if (part.size == 0 || (!dots && (mf_view_is(part, ".") || mf_view_is(part, "..")))) {
            continue;
        }
        problem = put_part(canonical, part, flags, true);
        if (problem != NULL) {
            return problem;
        }
        put(canonical, '/');
    }
    return NULL;
}

static bool is_type(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_alphanumeric(text.data[i]) && text.data[i] != '.' && text.data[i] != '-') {
            return false;
        }
    }
    return text.size > 0 && mf_ascii_is_letter(text.data[0]);
}

static bool is_key(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_alphanumeric(text.data[i]) && !mf_ascii_is_one_of(text.data[i], ".-_")) {
            return false;
        }
    }
    return text.size > 0 && mf_ascii_is_letter(text.data[0]);
}

/* Puts a qualifier where it belongs among those before it. */
static const char *add_qualifier(struct parts *parts, struct qualifier qualifier)
{
    size_t at = parts->count;

    if (at == MOST_QUALIFIERS) {
        return "it has too many qualifiers";
    }
    while (at > 0 && mf_ascii_compare(parts->qualifiers[at - 1].key, qualifier.key) > 0) {
        parts->qualifiers[at] = parts->qualifiers[at - 1];
        at--;
    }
    if (at > 0 && mf_ascii_compare(parts->qualifiers[at - 1].key, qualifier.key) == 0) {
        return "a qualifier is repeated";
    }
    parts->qualifiers[at] = qualifier;
    parts->count++;
    return NULL;
}

static const char *split_qualifiers(struct mf_view text, struct parts *parts)
{
    while (text.data != NULL) {
        struct mf_view value = mf_view_cut(&text, '&');
        struct mf_view key = mf_view_cut(&value, '=');
        const char *problem;

        if (key.size == 0 && value.data == NULL) {
            continue;
        }
        if (!is_key(key) || value.data == NULL) {
            return "a qualifier is written key=value";
        }
        if (value.size == 0) {
            continue;
        }
        problem = add_qualifier(parts, (struct qualifier){ key, value });
        if (problem != NULL) {
            return problem;
        }
    }
    return NULL;
}

/* Offset of the last such byte, or text.size. */
static size_t find_last(struct mf_view text, char byte)
{
    for (size_t i = text.size; i > 0; i--) {
        if (text.data[i - 1] == byte) {
            return i - 1;
        }
    }
    return text.size;
}

/* Cuts what is behind the last such byte off the end; nothing if there is no such byte. */
static struct mf_view cut_end(struct mf_view *text, char byte)
{
    size_t at = find_last(*text, byte);
    struct mf_view end = mf_view_make(NULL, 0);

    if (at < text->size) {
        end = mf_view_from(*text, at + 1);
        text->size = at;
    }
    return end;
}

static const char *split(struct mf_view text, struct parts *parts)
{
    struct mf_view qualifiers;

    parts->count = 0;
    if (mf_ascii_compare(mf_view_make(text.data, text.size < 4 ? text.size : 4), mf_view_of("pkg:")) != 0) {
        return "begin it with pkg:";
    }
    text = mf_view_from(text, 4);
    while (text.size > 0 && text.data[0] == '/') {
        text = mf_view_from(text, 1);
    }
    parts->subpath = cut_end(&text, '#');
    qualifiers = cut_end(&text, '?');
    parts->type = mf_view_cut(&text, '/');
    if (!is_type(parts->type) || text.data == NULL) {
        return "write it as pkg:TYPE/NAME@VERSION";
    }
    parts->name = text;
    parts->namespace = mf_view_make(NULL, 0);
    if (mf_view_find(text, '/') < text.size) {
        parts->name = cut_end(&text, '/');
        parts->namespace = text;
    }
    parts->version = cut_end(&parts->name, '@');
    if (parts->name.size == 0) {
        return "the name is missing";
    }
    if (parts->version.size == 0) {
        return "write the exact version behind '@'";
    }
    return split_qualifiers(qualifiers, parts);
}

static bool is_chrome_extension(const struct parts *parts)
{
    struct mf_view version = parts->version;
    int numbers = 0;

    for (size_t i = 0; i < parts->name.size; i++) {
        char letter = mf_ascii_lower(parts->name.data[i]);

        if (letter < 'a' || letter > 'p') {
            return false;
        }
    }
    while (version.data != NULL) {
        struct mf_view number = mf_view_cut(&version, '.');

        for (size_t i = 0; i < number.size; i++) {
            if (!mf_ascii_is_digit(number.data[i])) {
                return false;
            }
        }
        if (number.size == 0 || ++numbers > 4) {
            return false;
        }
    }
    return parts->name.size == 32;
}

/* What a type demands of its parts beyond their spelling. */
static const char *check_parts(const struct parts *parts, const struct mf_purl_rule *rule)
{
    bool found = rule->qualifier == NULL;

    if ((rule->flags & MF_PURL_NAMESPACE_NEVER) != 0 && parts->namespace.size > 0) {
        return "packages of this type have no namespace";
    }
    if ((rule->flags & MF_PURL_NAMESPACE_ALWAYS) != 0 && parts->namespace.size == 0) {
        return "packages of this type need a namespace before the name";
    }
    for (size_t i = 0; i < parts->count && !found; i++) {
        found = mf_ascii_compare(parts->qualifiers[i].key, mf_view_of(rule->qualifier)) == 0;
    }
    if (!found) {
        return "a qualifier that packages of this type need is missing";
    }
    if (strcmp(rule->type, "cpan") == 0 && mf_view_find(parts->name, ':') < parts->name.size) {
        return "name the distribution, not a module";
    }
    if (strcmp(rule->type, "chrome-extension") == 0 && !is_chrome_extension(parts)) {
        return "an extension has 32 letters from a to p and a version of up to four numbers";
    }
    return NULL;
}

static const char *put_qualifiers(struct canonical *canonical, const struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const char *problem;

        put(canonical, i == 0 ? '?' : '&');
        for (size_t j = 0; j < parts->qualifiers[i].key.size; j++) {
            put(canonical, mf_ascii_lower(parts->qualifiers[i].key.data[j]));
        }
        put(canonical, '=');
        problem = put_part(canonical, parts->qualifiers[i].value, 0, false);
        if (problem != NULL) {
            return problem;
        }
    }
    return NULL;
}

static const char *put_subpath(struct canonical *canonical, struct mf_view subpath)
{
    size_t before = canonical->size;
    const char *problem;

    put(canonical, '#');
    problem = put_path(canonical, subpath, 0, false);
    /* The '#' of an empty subpath goes, or the '/' behind the last part. */
    canonical->size--;
    if (canonical->size < before) {
        canonical->size = before;
    }
    return problem;
}

static const char *put_all(struct canonical *canonical, const struct parts *parts, unsigned flags)
{
    const char *problem;

    memcpy(canonical->bytes, "pkg:", 4);
    canonical->size = 4;
    for (size_t i = 0; i < parts->type.size; i++) {
        put(canonical, mf_ascii_lower(parts->type.data[i]));
    }
    put(canonical, '/');
    problem = put_path(canonical, parts->namespace,
                       flags & (MF_PURL_LOWER_NAMESPACE | MF_PURL_UPPER_NAMESPACE), true);
    if (problem == NULL) {
        problem = put_part(canonical, parts->name,
                           flags & (MF_PURL_LOWER_NAME | MF_PURL_DASH_NAME | MF_PURL_UNDERSCORE_NAME), false);
    }
    if (problem == NULL) {
        put(canonical, '@');
        problem = put_part(canonical, parts->version, flags & MF_PURL_LOWER_VERSION, false);
    }
    if (problem == NULL) {
        problem = put_qualifiers(canonical, parts);
    }
    return problem == NULL ? put_subpath(canonical, parts->subpath) : problem;
}

bool mf_purl_check(struct mf_view text, struct mf_buffer *advice)
{
    struct parts parts;
    struct canonical canonical;
    const struct mf_purl_rule *rule;
    const char *problem;

    canonical.is_literal = false;
    canonical.size = 0;
    if (text.size > MF_PURL_SIZE) {
        return mf_advise(advice, "the package URL is too long");
    }
    problem = split(text, &parts);
    if (problem == NULL) {
        rule = mf_purl_rule_find(parts.type);
        problem = check_parts(&parts, rule);
        if (problem == NULL) {
            problem = put_all(&canonical, &parts, rule->flags);
        }
    }
    if (problem != NULL) {
        return mf_advise(advice, problem);
    }
    if (mf_view_equal(text, mf_view_make(canonical.bytes, canonical.size))) {
        return true;
    }
    if (advice != NULL) {
        mf_buffer_append_text(advice, "write ");
        mf_buffer_append(advice, mf_view_make(canonical.bytes, canonical.size));
    }
    return false;
}

/* Takes over the parts of a package; NULL, or what is wrong with them. */
static const char *take_parts(const struct mf_package *package, struct parts *parts)
{
    size_t size = package->type.size + package->namespace.size + package->name.size + package->version.size +
                  package->subpath.size;

    *parts = (struct parts){ package->type,    package->namespace, package->name,
                             package->version, package->subpath,   .count = 0 };
    for (size_t i = 0; i < package->qualifier_count && size <= MF_PURL_SIZE; i++) {
        const struct mf_package_qualifier *given = &package->qualifiers[i];
        struct qualifier qualifier = { given->key, given->value };
        const char *problem = is_key(given->key) ? NULL : "a qualifier has a key of letters and digits";

        size += given->key.size + given->value.size;
        if (problem == NULL && given->value.size > 0) {
            problem = add_qualifier(parts, qualifier);
        }
        if (problem != NULL) {
            return problem;
        }
    }
    if (size > MF_PURL_SIZE) {
        return "the parts of the package URL are too long";
    }
    if (!is_type(parts->type) || parts->name.size == 0 || parts->version.size == 0) {
        return "type, name and version are needed";
    }
    return NULL;
}

const char *mf_package_purl(struct mf_buffer *buffer, const struct mf_package *package)
{
    struct parts parts;
    struct canonical canonical;
    const char *problem = take_parts(package, &parts);
    const struct mf_purl_rule *rule;

    canonical.is_literal = true;
    canonical.size = 0;
    if (problem == NULL) {
        rule = mf_purl_rule_find(parts.type);
        problem = check_parts(&parts, rule);
        if (problem == NULL) {
            problem = put_all(&canonical, &parts, rule->flags);
        }
    }
    if (problem == NULL && canonical.size > MF_PURL_SIZE) {
        problem = "the package URL is too long";
    }
    if (problem == NULL) {
        mf_buffer_append(buffer, mf_view_make(canonical.bytes, canonical.size));
    }
    return problem;
}

struct mf_purl mf_purl_split(struct mf_view text)
{
    struct mf_purl purl = { 0 };
    size_t at = mf_view_find(text, '@');
    size_t slash;

    purl.package = mf_view_make(text.data, at);
    purl.version = mf_view_from(text, at == text.size ? at : at + 1);
    purl.version.size = mf_view_find(purl.version, '#');
    purl.qualifiers = cut_end(&purl.version, '?');
    purl.type = mf_view_from(purl.package, at < 4 ? at : 4);
    purl.type.size = mf_view_find(purl.type, '/');
    slash = find_last(purl.package, '/');
    purl.name = mf_view_from(purl.package, slash == at ? at : slash + 1);
    return purl;
}

bool mf_purl_decode(struct mf_view part, char bytes[MF_PURL_SIZE], struct mf_view *ret_text)
{
    size_t size;

    if (part.size > MF_PURL_SIZE || decode(part, false, bytes, &size) != NULL) {
        return false;
    }
    *ret_text = mf_view_make(bytes, size);
    return true;
}
