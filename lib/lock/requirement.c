/* SPDX-License-Identifier: Apache-2.0 */
/* What one line asks for: PEP 508, and the addresses and paths that pip takes besides. */
#include "lock/requirement.h"

#include "value/ascii.h"
#include "value/check.h"
#include "value/uri.h"
#include "value/version.h"

/* One line while it is read. */
struct requirement {
    struct mf_lock_reading *reading;
    struct mf_lock_joined *joined;
    struct mf_lock_package *package;
    struct mf_view rest; /* of the text */
};

static struct mf_position place(struct requirement *requirement, struct mf_view part)
{
    return mf_lock_joined_place(requirement->joined, part);
}

static bool refuse(struct requirement *requirement, struct mf_view part, const char *problem)
{
    mf_lock_finding(requirement->reading, MF_FINDING_LOCK_SYNTAX, place(requirement, part), "%s: '%.*s'",
                    problem, MF_VIEW_ARGS(part));
    return false;
}

static void skip_blanks(struct requirement *requirement)
{
    while (requirement->rest.size > 0 && mf_ascii_is_one_of(requirement->rest.data[0], " \t")) {
        requirement->rest = mf_view_from(requirement->rest, 1);
    }
}

static bool is_at(const struct requirement *requirement, const char *set)
{
    return requirement->rest.size > 0 && mf_ascii_is_one_of(requirement->rest.data[0], set);
}

/* Cuts as many bytes off the front as are letters, digits, or marks. */
static struct mf_view cut_run(struct requirement *requirement, const char *marks)
{
    struct mf_view run = requirement->rest;

    run.size = 0;
    while (requirement->rest.size > 0 && (mf_ascii_is_alphanumeric(requirement->rest.data[0]) ||
                                          mf_ascii_is_one_of(requirement->rest.data[0], marks))) {
        requirement->rest = mf_view_from(requirement->rest, 1);
        run.size++;
    }
    return run;
}

/* [extra, extra]: what else of the package is wanted. Nothing is kept of it. */
static bool skip_extras(struct requirement *requirement)
{
    struct mf_view begin = requirement->rest;

    if (!is_at(requirement, "[")) {
        return true;
    }
    do {
        requirement->rest = mf_view_from(requirement->rest, 1);
        skip_blanks(requirement);
        if (cut_run(requirement, "._-").size == 0 && !is_at(requirement, "]")) {
            return refuse(requirement, begin, "extras are names with ',' between them");
        }
        skip_blanks(requirement);
    } while (is_at(requirement, ","));
    if (!is_at(requirement, "]")) {
        return refuse(requirement, begin, "']' is missing behind extras");
    }
    requirement->rest = mf_view_from(requirement->rest, 1);
    skip_blanks(requirement);
    return true;
}

/* A marker is kept as it is; only what is open in it must be closed. */
static bool read_marker(struct requirement *requirement)
{
    struct mf_view marker = mf_lock_trim(requirement->rest);
    int open = 0;
    char quote = '\0';

    for (size_t i = 0; i < marker.size && open >= 0; i++) {
        char byte = marker.data[i];

        if (quote != '\0') {
            quote = byte == quote ? '\0' : quote;
        } else if (byte == '"' || byte == '\'') {
            quote = byte;
        } else {
            open += (byte == '(') - (byte == ')');
        }
    }
    if (marker.size == 0 || quote != '\0' || open != 0) {
        return refuse(requirement, marker, "this is no complete marker");
    }
    requirement->package->marker =
        mf_lock_keep_line(requirement->reading, marker, place(requirement, marker));
    return true;
}

/* What follows everything else: nothing, or ';' and a marker. */
static bool read_end(struct requirement *requirement)
{
    skip_blanks(requirement);
    if (requirement->rest.size == 0) {
        return true;
    }
    if (!is_at(requirement, ";")) {
        return refuse(requirement, requirement->rest, "this belongs to nothing");
    }
    requirement->rest = mf_view_from(requirement->rest, 1);
    return read_marker(requirement);
}

/* Cuts a comparison off the front; its size, or 0. */
static size_t cut_operator(struct requirement *requirement)
{
    static const char *const operators[] = { "===", "==", "~=", "!=", "<=", ">=", "<", ">" };

    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        if (mf_view_starts_with(requirement->rest, operators[i])) {
            requirement->rest = mf_view_from(requirement->rest, strlen(operators[i]));
            skip_blanks(requirement);
            return strlen(operators[i]);
        }
    }
    return 0;
}

/* Comparisons with ',' between them, perhaps in parentheses. One alone that says `==` or `===` gives the version. */
static bool read_versions(struct requirement *requirement)
{
    struct mf_view begin = requirement->rest;
    struct mf_view exact = { NULL, 0 };
    bool in_parentheses = is_at(requirement, "(");
    bool goes_on = true;
    int count = 0;

    if (in_parentheses) {
        requirement->rest = mf_view_from(requirement->rest, 1);
    }
    for (; goes_on; count++) {
        const char *operator;
        struct mf_view version;

        skip_blanks(requirement);
        operator= requirement->rest.data;
        if (cut_operator(requirement) == 0) {
            return refuse(requirement, begin, "a comparison such as ==1.0 belongs here");
        }
        version = cut_run(requirement, "._*+!-");
        if (version.size == 0) {
            return refuse(requirement, begin, "a version is missing");
        }
        exact = operator[0] == '=' ? version : exact;
        skip_blanks(requirement);
        goes_on = is_at(requirement, ",");
        requirement->rest = mf_view_from(requirement->rest, goes_on);
    }
    if (in_parentheses && !is_at(requirement, ")")) {
        return refuse(requirement, begin, "')' is missing");
    }
    requirement->rest = mf_view_from(requirement->rest, in_parentheses);
    begin.size = (size_t)(requirement->rest.data - begin.data);
    mf_lock_set_version(requirement->reading, requirement->package,
                        count == 1 && exact.data != NULL ? exact : mf_lock_trim(begin),
                        place(requirement, begin));
    return true;
}

static bool ends_with(struct mf_view text, const char *end)
{
    size_t size = strlen(end);

    return text.size > size && mf_view_is(mf_view_from(text, text.size - size), end);
}

static bool is_archive(struct mf_view name)
{
    static const char *const ends[] = { ".whl", ".zip",     ".tar.gz", ".tgz", ".tar",
                                        ".tbz", ".tar.bz2", ".tar.xz", ".txz" };

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (ends_with(name, ends[i])) {
            return true;
        }
    }
    return false;
}

/* Name and version as the name of an archive has them: of a wheel its first two parts, else what is around the last '-'. */
static bool split_archive(struct mf_view file, struct mf_view *ret_name, struct mf_view *ret_version)
{
    struct mf_view version = file;

    if (ends_with(file, ".whl")) {
        *ret_name = mf_view_cut(&version, '-');
        *ret_version = mf_view_cut(&version, '-');
        return version.data != NULL;
    }
    if (!ends_with(file, ".tar.gz") && !ends_with(file, ".zip")) {
        return false;
    }
    file.size -= ends_with(file, ".zip") ? 4 : 7;
    for (size_t at = file.size; at > 0; at--) {
        if (file.data[at - 1] == '-') {
            *ret_name = mf_view_make(file.data, at - 1);
            *ret_version = mf_view_from(file, at);
            return at > 1 && at < file.size;
        }
    }
    return false;
}

/* What stands behind '#': egg=NAME, ALGORITHM=DIGITS, and what does not matter here. */
static void read_fragment(struct requirement *requirement, struct mf_view fragment)
{
    while (fragment.data != NULL) {
        struct mf_view value = mf_view_cut(&fragment, '&');
        struct mf_view key = mf_view_cut(&value, '=');

        if (mf_view_is(key, "egg") && *requirement->package->name == '\0') {
            value.size = mf_view_find(value, '[');
            (void)mf_lock_set_name(requirement->reading, requirement->package, value,
                                   place(requirement, value));
        } else if (mf_view_is(key, "sha256") || mf_view_is(key, "sha384") || mf_view_is(key, "sha512") ||
                   mf_view_is(key, "sha1") || mf_view_is(key, "md5")) {
            mf_lock_add_hash(requirement->reading, requirement->package, key, value,
                             place(requirement, value));
        }
    }
}

/* A repository is pinned by the full id of a commit behind the '@' of its path. */
static void check_commit(struct requirement *requirement, struct mf_view address)
{
    struct mf_view commit = address;

    for (size_t at = address.size; at > 0 && address.data[at - 1] != '/'; at--) {
        if (address.data[at - 1] == '@') {
            commit = mf_view_from(address, at);
            break;
        }
    }
    if (!mf_commit_check(commit, NULL)) {
        mf_lock_finding(requirement->reading, MF_FINDING_LOCK_UNPINNED, place(requirement, address),
                        "%s: a repository is pinned by the full id of a commit behind '@'",
                        requirement->package->name);
    }
}

/* What the name of the file at an address says of the package. */
static void read_file_name(struct requirement *requirement, struct mf_view address)
{
    struct mf_lock_package *package = requirement->package;
    struct mf_view file = address;
    struct mf_view name;
    struct mf_view version;
    const char *slash = NULL;

    file.size = mf_view_find(file, '?');
    for (size_t i = 0; i < file.size; i++) {
        slash = file.data[i] == '/' ? file.data + i : slash;
    }
    file = slash == NULL ? file : mf_view_from(file, (size_t)(slash + 1 - file.data));
    if (!split_archive(file, &name, &version) || mf_view_find(name, '%') < name.size) {
        return;
    }
    mf_lock_check_file_name(requirement->reading, package, name, place(requirement, address));
    if (mf_version_check(MF_VERSION_PYTHON, version, NULL)) {
        mf_lock_set_version(requirement->reading, package, version, place(requirement, address));
    }
}

/* An address or a path, up to a blank. */
static bool read_location(struct requirement *requirement, bool is_editable)
{
    struct mf_lock_package *package = requirement->package;
    struct mf_view address = mf_lock_cut_word(&requirement->rest);
    struct mf_view fragment = address;
    struct mf_uri uri;

    address = mf_view_cut(&fragment, '#');
    if (address.size == 0) {
        return refuse(requirement, requirement->rest, "an address is missing");
    }
    package->kind = mf_uri_split(address, &uri) ? MF_LOCK_URL : MF_LOCK_PATH;
    mf_lock_set_address(requirement->reading, package, address, place(requirement, address));
    read_fragment(requirement, fragment);
    if (package->kind == MF_LOCK_VCS) {
        check_commit(requirement, address);
    } else if (!is_editable) {
        read_file_name(requirement, address);
    }
    package->kind = is_editable ? MF_LOCK_EDITABLE : package->kind;
    return true;
}

/* What pip takes for a place rather than a name: "./x", "a/b", "https://…", "x-1.0.zip". */
static bool is_location(struct mf_view text)
{
    struct mf_view word = mf_lock_cut_word(&text);
    struct mf_view name = word;
    size_t at = 0;

    while (at < word.size && !mf_ascii_is_one_of(word.data[at], "@=<>!~[;")) {
        at++;
    }
    name.size = at;
    return mf_view_find(name, '/') < name.size || mf_view_find(name, ':') < name.size ||
           mf_view_is(name, ".") || mf_view_is(name, "..") || is_archive(name);
}

static bool read_named(struct requirement *requirement)
{
    struct mf_view name = cut_run(requirement, "._-");

    if (name.size == 0) {
        return refuse(requirement, requirement->rest, "a name, an address or a path belongs here");
    }
    /* A name that there cannot be has its finding; the rest is read all the same. */
    (void)mf_lock_set_name(requirement->reading, requirement->package, name, place(requirement, name));
    skip_blanks(requirement);
    if (!skip_extras(requirement)) {
        return false;
    }
    if (is_at(requirement, "@")) {
        requirement->rest = mf_lock_trim(mf_view_from(requirement->rest, 1));
        return read_location(requirement, false);
    }
    if (is_at(requirement, "=<>!~(")) {
        return read_versions(requirement);
    }
    if (requirement->rest.size == 0 || is_at(requirement, ";")) {
        mf_lock_finding(requirement->reading, MF_FINDING_LOCK_UNPINNED, place(requirement, name),
                        "%s has no version: any may be installed", requirement->package->name);
    }
    return true;
}

struct mf_lock_package *mf_lock_read_requirement(struct mf_lock_reading *reading,
                                                 struct mf_lock_joined *joined, struct mf_view text,
                                                 bool is_editable)
{
    struct requirement requirement = { .reading = reading, .joined = joined, .rest = text };
    bool good;

    requirement.package = mf_lock_add(reading, "pypi", mf_lock_joined_place(joined, text));
    good = is_editable || is_location(text) ? read_location(&requirement, is_editable)
                                            : read_named(&requirement);
    if (!good || !read_end(&requirement)) {
        mf_lock_drop(reading);
        return NULL;
    }
    return requirement.package;
}
