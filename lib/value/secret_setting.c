/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets that only their surroundings give away: passwords in URLs, and values of settings that are named like one. */
#include "value/ascii.h"
#include "value/random.h"
#include "value/secret_kinds.h"

/* Of a value no more than this is looked at, so that the search stays linear. */
enum { LONGEST_VALUE = 256, LONGEST_NAME = 64 };

/* --- placeholders ------------------------------------------------------------------------------------------------------ */

static bool starts_with_folded(struct mf_view text, const char *lower)
{
    size_t size = strlen(lower);

    for (size_t i = 0; i < size; i++) {
        if (i >= text.size || mf_ascii_lower(text.data[i]) != lower[i]) {
            return false;
        }
    }
    return true;
}

static bool is_word_of(struct mf_view text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (mf_ascii_is_word(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* What people write where a secret would stand, or to switch something on or off. */
static bool is_stock_word(struct mf_view text)
{
    static const char *const words[] = {
        "",          "0",           "1",       "abc",    "auto",     "changeit", "changeme", "default",
        "disabled",  "empty",       "enabled", "env",    "false",    "file",     "foo",      "foobar",
        "hidden",    "insert",      "key",     "masked", "mypass",   "n/a",      "never",    "nil",
        "no",        "none",        "null",    "off",    "on",       "optional", "pass",     "password",
        "passwd",    "prompt",      "pw",      "pwd",    "redacted", "removed",  "required", "sample",
        "secret",    "stdin",       "str",     "string", "tbd",      "todo",     "token",    "true",
        "undefined", "unset",       "value",   "yes",    "bearer",   "basic",    "apikey",   "api_key",
        "api-key",   "credentials",
    };

    return is_word_of(text, words, sizeof words / sizeof words[0]);
}

static bool contains_folded(struct mf_view text, const char *lower)
{
    for (size_t at = 0; at < text.size; at++) {
        if (starts_with_folded(mf_view_from(text, at), lower)) {
            return true;
        }
    }
    return false;
}

/* scheme:… of something that says where the secret is kept, and names of such places. */
static bool is_reference(struct mf_view text)
{
    static const char *const beginnings[] = {
        "arn:", "aws:", "azure:",   "env:",       "file:",    "gcp:", "k8s:",   "op:",    "projects/",
        "ref+", "ref:", "secret:",  "secretref:", "sm:",      "ssm:", "vault:", "./",     "../",
        "~/",   "os.",  "process.", "env.",       "secrets.", "var.", "data.",  "local.", "config."
    };

    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        if (starts_with_folded(text, beginnings[i])) {
            return true;
        }
    }
    return false;
}

/* A path, as that of a file with the secret in it: `/` with more of them, and nothing but names between. */
static bool is_path(struct mf_view text)
{
    return text.size > 1 && text.data[0] == '/' && !mf_text_is_random(text) &&
           (mf_ascii_is_letter(text.data[1]) || text.data[1] == '.');
}

/* get_password(), settings.password[0]: code that fetches it. */
static bool is_code(struct mf_view text)
{
    size_t at = 0;

    while (at < text.size &&
           (mf_ascii_is_alphanumeric(text.data[at]) || mf_ascii_is_one_of(text.data[at], "_."))) {
        at++;
    }
    return at > 0 && at < text.size && mf_ascii_is_one_of(text.data[at], "([") &&
           !mf_ascii_is_digit(text.data[0]);
}

static bool is_one_byte_repeated(struct mf_view text)
{
    for (size_t i = 1; i < text.size; i++) {
        if (text.data[i] != text.data[0]) {
            return false;
        }
    }
    return true;
}

/* A word of prose or of a program: neither a digit nor a mark that makes it a password. */
static bool is_prose(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_letter(text.data[i]) && !mf_ascii_is_one_of(text.data[i], "._-():")) {
            return false;
        }
    }
    return true;
}

bool mf_secret_is_placeholder(struct mf_view text)
{
    static const char *const signs[] = { "example",   "placeholder", "redacted",     "xxxx",     "****",
                                         "your-",     "your_",       "dummy",        "changeme", "change-me",
                                         "change_me", "replace",     "\xe2\x80\xa6", "..." };

    if (is_stock_word(text) || mf_ascii_is_one_of(text.data[0], "$<{[%@*,) ") || is_one_byte_repeated(text) ||
        is_reference(text) || is_path(text) || is_code(text)) {
        return true;
    }
    if (contains_folded(text, "passw") && is_prose(text)) {
        return true;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (contains_folded(text, signs[i])) {
            return true;
        }
    }
    return false;
}

/* --- names ------------------------------------------------------------------------------------------------------------- */

/* How far a name is to be believed that its value is secret. */
enum trust {
    PLAIN,    /* it says nothing */
    KEY,      /* if the value looks like a key */
    PASSWORD, /* whatever the value looks like */
};

/* The name in lower case with '_' between its words, which separators and camel case tell apart; its end, if it is long. */
static struct mf_view spell_name(struct mf_view name, char bytes[2 * LONGEST_NAME])
{
    size_t size = 0;

    if (name.size > LONGEST_NAME) {
        name = mf_view_from(name, name.size - LONGEST_NAME);
    }
    for (size_t i = 0; i < name.size; i++) {
        bool apart = size > 0 && bytes[size - 1] != '_';

        if (!mf_ascii_is_alphanumeric(name.data[i])) {
            if (apart) {
                bytes[size++] = '_';
            }
            continue;
        }
        if (apart && mf_ascii_is_upper(name.data[i]) && i > 0 && !mf_ascii_is_upper(name.data[i - 1])) {
            bytes[size++] = '_';
        }
        bytes[size++] = mf_ascii_lower(name.data[i]);
    }
    return mf_view_make(bytes, size);
}

static enum trust trust_in(struct mf_view name)
{
    static const struct {
        const char *end;
        enum trust trust;
        bool anywhere; /* also where no separator is in front: PGPASSWORD */
    } rows[] = {
        { "password", PASSWORD, true },   { "passwd", PASSWORD, true },  { "passphrase", PASSWORD, true },
        { "pwd", PASSWORD, false },       { "pass", KEY, false },        { "secret", KEY, false },
        { "token", KEY, false },          { "apikey", KEY, true },       { "api_key", KEY, false },
        { "access_key", KEY, false },     { "accesskey", KEY, true },    { "secret_key", KEY, false },
        { "secretkey", KEY, true },       { "private_key", KEY, false }, { "account_key", KEY, false },
        { "accountkey", KEY, true },      { "auth_key", KEY, false },    { "authkey", KEY, true },
        { "encryption_key", KEY, false }, { "signing_key", KEY, false }, { "master_key", KEY, false },
        { "storage_key", KEY, false },    { "service_key", KEY, false }, { "admin_key", KEY, false },
        { "session_key", KEY, false },    { "credential", KEY, false },  { "credentials", KEY, false },
        { "authorization", KEY, false },  { "bearer", KEY, false },
    };
    char bytes[2 * LONGEST_NAME];
    struct mf_view spelled = spell_name(name, bytes);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t size = strlen(rows[i].end);

        if (spelled.size >= size && memcmp(spelled.data + spelled.size - size, rows[i].end, size) == 0 &&
            (rows[i].anywhere || spelled.size == size || spelled.data[spelled.size - size - 1] == '_')) {
            return rows[i].trust;
        }
    }
    return PLAIN;
}

bool mf_secret_is_named(struct mf_view name)
{
    return trust_in(name) != PLAIN;
}

/* --- values ------------------------------------------------------------------------------------------------------------ */

/* Letters and digits mixed, and where there are marks between them, as in the names of things, more than that. */
static bool is_like_a_key(struct mf_view value)
{
    enum { LEAST = 8 };

    bool letters = false;
    bool digits = false;
    bool marks = false;

    for (size_t i = 0; i < value.size; i++) {
        letters = letters || mf_ascii_is_letter(value.data[i]);
        digits = digits || mf_ascii_is_digit(value.data[i]);
        marks = marks || mf_ascii_is_one_of(value.data[i], "-_./:,@# ");
    }
    return value.size >= LEAST && letters && digits && (!marks || mf_text_is_random(value));
}

static bool is_secret(enum trust trust, struct mf_view value)
{
    enum { SHORTEST_PASSWORD = 3, MOST_SPACES = 2 };

    size_t spaces = 0;

    if (trust == PLAIN || mf_secret_is_placeholder(value)) {
        return false;
    }
    for (size_t i = 0; i < value.size; i++) {
        spaces += value.data[i] == ' ';
    }
    return trust == PASSWORD ? value.size >= SHORTEST_PASSWORD && spaces <= MOST_SPACES
                             : is_like_a_key(value);
}

/* --- name=value -------------------------------------------------------------------------------------------------------- */

static bool is_quote(char byte)
{
    return byte == '"' || byte == '\'' || byte == '`' || byte == '\\';
}

/* The name that ends before an offset; spaces, quotes and a bracket may stand between. */
static struct mf_view name_before(struct mf_view text, size_t at)
{
    size_t end = at;
    size_t begin;

    while (end > 0 && at - end < 4 &&
           (text.data[end - 1] == ' ' || text.data[end - 1] == ']' || is_quote(text.data[end - 1]))) {
        end--;
    }
    begin = end;
    while (
        begin > 0 && end - begin < LONGEST_NAME &&
        (mf_ascii_is_alphanumeric(text.data[begin - 1]) || mf_ascii_is_one_of(text.data[begin - 1], "-_."))) {
        begin--;
    }
    return mf_view_make(text.data + begin, end - begin);
}

struct value {
    struct mf_view text;
    bool quoted;
};

/* The value that begins at an offset, without its quotes, of which an inner text may have escaped the first. */
static struct value value_at(struct mf_view text, size_t at)
{
    struct value value = { { NULL, 0 }, false };
    char quote = '\0';
    size_t end;

    for (size_t spaces = 0; at < text.size && text.data[at] == ' ' && spaces < 2; spaces++) {
        at++;
    }
    if (at + 1 < text.size && text.data[at] == '\\') {
        at++;
    }
    if (at < text.size && is_quote(text.data[at])) {
        value.quoted = true;
        quote = text.data[at++];
    }
    end = at;
    while (end < text.size && end - at < LONGEST_VALUE && text.data[end] != '\n' &&
           (value.quoted ? text.data[end] != quote && text.data[end] != '\\'
                         : !is_quote(text.data[end]) && !mf_ascii_is_one_of(text.data[end], " \t;,&)|"))) {
        end++;
    }
    value.text = mf_view_make(text.data + at, end - at);
    return value;
}

/* Authorization: Bearer … and the like: the scheme is not the secret, what follows it is. */
static struct value skip_scheme(struct mf_view text, struct value value)
{
    static const char *const schemes[] = { "bearer", "basic", "token", "apikey" };
    struct mf_view word = mf_view_make(value.text.data, mf_view_find(value.text, ' '));
    size_t behind = (size_t)(word.data - text.data) + word.size;

    return is_word_of(word, schemes, sizeof schemes / sizeof schemes[0]) && behind < text.size
               ? value_at(text, behind)
               : value;
}

static bool take(struct mf_view text, enum trust trust, struct mf_view value, struct mf_secret *ret_secret)
{
    size_t begin = (size_t)(value.data - text.data);

    if (!is_secret(trust, value)) {
        return false;
    }
    *ret_secret =
        (struct mf_secret){ trust == PASSWORD ? "a password" : "a key or token", begin, begin + value.size };
    return true;
}

/* At '=' or ':', but not at ==, :=, :: and ://. */
static bool find_assigned(struct mf_view text, size_t at, struct mf_secret *ret_secret)
{
    bool colon = text.data[at] == ':';
    enum trust trust = trust_in(name_before(text, at));
    struct value value;

    if (trust == PLAIN || at + 1 == text.size || mf_ascii_is_one_of(text.data[at + 1], colon ? "=/:" : "=")) {
        return false;
    }
    value = skip_scheme(text, value_at(text, at + 1));
    /* In prose and programs a word follows `password:`, and `secret:` may be a part of a longer name. */
    if (!value.quoted &&
        (((colon || text.data[at + 1] == ' ') && is_prose(value.text)) ||
         (colon && text.data[at + 1] != ' ' && trust == KEY && !mf_text_is_random(value.text)))) {
        return false;
    }
    return take(text, trust, value.text, ret_secret);
}

/* --name value, and `bearer value`. Words that follow an option may be prose about it. */
static bool find_behind_space(struct mf_view text, size_t at, struct mf_secret *ret_secret)
{
    struct mf_view name = name_before(text, at);
    struct value value;

    if (!mf_view_starts_with(name, "--") && !(mf_ascii_is_word(name, "bearer"))) {
        return false;
    }
    value = value_at(text, at + 1);
    return value.text.size > 0 && value.text.data[0] != '-' && (value.quoted || !is_prose(value.text)) &&
           take(text, trust_in(name), value.text, ret_secret);
}

/* In the query of a signed URL the signature is all that it takes to use it. */
static bool find_signature(struct mf_view text, size_t at, struct mf_secret *ret_secret)
{
    static const char *const names[] = { "sig", "signature", "x-amz-signature", "x-goog-signature" };
    struct mf_view name = name_before(text, at);
    struct value value = value_at(text, at + 1);
    size_t begin = (size_t)(name.data - text.data);

    if (begin == 0 || !mf_ascii_is_one_of(text.data[begin - 1], "?&") || value.text.size < 32 ||
        mf_secret_is_placeholder(value.text) || !is_word_of(name, names, sizeof names / sizeof names[0])) {
        return false;
    }
    *ret_secret = (struct mf_secret){ "a signed URL", (size_t)(value.text.data - text.data),
                                      (size_t)(value.text.data - text.data) + value.text.size };
    return true;
}

bool mf_secret_find_setting(struct mf_view text, struct mf_secret *ret_secret)
{
    for (size_t at = 0; at < text.size; at++) {
        char byte = text.data[at];

        if (((byte == '=' || byte == ':') && find_assigned(text, at, ret_secret)) ||
            (byte == '=' && find_signature(text, at, ret_secret)) ||
            (byte == ' ' && find_behind_space(text, at, ret_secret))) {
            return true;
        }
    }
    return false;
}

bool mf_secret_find_in_setting(struct mf_view name, struct mf_view value, struct mf_secret *ret_secret)
{
    return mf_secret_find(value, MF_SECRET_IN_TEXT, ret_secret) ||
           (value.size <= LONGEST_VALUE && take(value, trust_in(name), value, ret_secret));
}

/* --- URLs -------------------------------------------------------------------------------------------------------------- */

/* The user information that begins at an offset: what stands before the last '@' of an authority. */
static struct mf_view user_at(struct mf_view text, size_t at)
{
    struct mf_view user = { text.data + at, 0 };

    for (size_t end = at; end < text.size && !mf_ascii_is_one_of(text.data[end], "/?# \t\n\"'`<>,;|\\");
         end++) {
        if (text.data[end] == '@') {
            user.size = end - at;
        }
    }
    return user;
}

bool mf_secret_find_in_url(struct mf_view text, struct mf_secret *ret_secret)
{
    for (size_t at = 0; at + 3 <= text.size; at++) {
        struct mf_view user;
        struct mf_view password;

        if (text.data[at] != ':' || memcmp(text.data + at, "://", 3) != 0) {
            continue;
        }
        user = user_at(text, at + 3);
        password = user;
        (void)mf_view_cut(&password, ':');
        if (password.size > 0 && !mf_secret_is_placeholder(password)) {
            size_t begin = (size_t)(password.data - text.data);

            *ret_secret = (struct mf_secret){ "a password in a URL", begin, begin + password.size };
            return true;
        }
    }
    return false;
}
