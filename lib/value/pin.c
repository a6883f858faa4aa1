/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the addresses of model hubs, object stores, git, registries and packages look like, and where in them stands what they
 * name. Revisions and digests are told by their length: nobody calls a branch like that.
 */
#include "value/pin.h"

#include "value/ascii.h"
#include "value/uri.h"

enum {
    COMMIT_SIZE = 40,
    SHA256_SIZE = 64, /* of a commit too */
    SHA512_SIZE = 128,
};

static bool is_any_of(const struct mf_uri *uri, const char *const *names)
{
    while (*names != NULL && !mf_uri_has_scheme(uri, *names)) {
        names++;
    }
    return *names != NULL;
}

static bool is_within_any_of(const struct mf_uri *uri, const char *const *domains)
{
    while (*domains != NULL && !mf_uri_host_is_within(uri, *domains)) {
        domains++;
    }
    return *domains != NULL;
}

static bool is_word_of(struct mf_view text, const char *const *words)
{
    while (*words != NULL && !mf_ascii_is_word(text, *words)) {
        words++;
    }
    return *words != NULL;
}

static bool consists_of_hex(struct mf_view text)
{
    size_t i = 0;

    while (i < text.size && mf_ascii_is_hex(text.data[i])) {
        i++;
    }
    return i == text.size;
}

static bool is_commit(struct mf_view text)
{
    return (text.size == COMMIT_SIZE || text.size == SHA256_SIZE) && consists_of_hex(text);
}

/* The first run of letters and digits that is the digits of a digest, or of a commit with `shortest` COMMIT_SIZE. */
static struct mf_view find_hex(struct mf_view text, size_t shortest)
{
    size_t at = 0;

    while (at < text.size) {
        size_t end = at;
        struct mf_view run;

        while (end < text.size && mf_ascii_is_alphanumeric(text.data[end])) {
            end++;
        }
        run = mf_view_make(text.data + at, end - at);
        if ((run.size == COMMIT_SIZE || run.size == SHA256_SIZE || run.size == SHA512_SIZE) &&
            run.size >= shortest && consists_of_hex(run)) {
            return run;
        }
        at = end + 1;
    }
    return mf_view_make(NULL, 0);
}

/* The value of the first parameter of a query that has one of these names, in whatever case; no data if there is none. */
static struct mf_view parameter_of(struct mf_view query, const char *const *names)
{
    while (query.data != NULL) {
        struct mf_view value = mf_view_cut(&query, '&');
        struct mf_view name = mf_view_cut(&value, '=');

        if (value.data != NULL && is_word_of(name, names)) {
            return value;
        }
    }
    return mf_view_make(NULL, 0);
}

static struct mf_view without_slash(struct mf_view path)
{
    return path.size > 0 && path.data[0] == '/' ? mf_view_from(path, 1) : path;
}

static struct mf_view last_segment(struct mf_view path)
{
    struct mf_view last = mf_view_make(NULL, 0);

    while (path.data != NULL) {
        struct mf_view segment = mf_view_cut(&path, '/');

        last = segment.size > 0 ? segment : last;
    }
    return last;
}

/* What follows the last such byte; no data if there is none. */
static struct mf_view behind_last(struct mf_view text, char byte)
{
    for (size_t i = text.size; i > 0; i--) {
        if (text.data[i - 1] == byte) {
            return mf_view_make(text.data + i, text.size - i);
        }
    }
    return mf_view_make(NULL, 0);
}

/* A branch that every repository has, or a word for whatever is newest. */
static bool is_moving(struct mf_view text)
{
    static const char *const branches[] = { "main", "master", "trunk", "develop", NULL };
    static const char *const newest[] = { "latest", "nightly", NULL };

    return mf_view_is(text, "HEAD") || is_word_of(text, newest) ||
           (is_word_of(text, branches) && mf_ascii_is_lower(text.data[0])) ||
           mf_view_starts_with(text, "refs/heads/");
}

/* The part of a segment that moves, such as `latest` of model:latest and latest.tar.gz; no data if none does. */
static struct mf_view moving_part(struct mf_view segment)
{
    struct mf_view stem = mf_view_make(segment.data, mf_view_find(segment, '.'));
    struct mf_view tag = behind_last(segment, ':');
    struct mf_view version = behind_last(segment, '@');

    if (is_moving(segment)) {
        return segment;
    }
    if (mf_ascii_is_word(stem, "latest")) {
        return stem;
    }
    if (tag.size > 0 && is_moving(tag)) {
        return tag;
    }
    return version.size > 0 && is_moving(version) ? version : mf_view_make(NULL, 0);
}

/* The first segment of a path that moves, or names a branch or tag in git's own words; no data if none does. */
static struct mf_view find_moving(struct mf_view path)
{
    struct mf_view before = mf_view_make(NULL, 0);
    bool archive = false; /* of a distribution, where `main` is a component */

    path = without_slash(path);
    while (path.data != NULL) {
        struct mf_view rest = path;
        struct mf_view segment = mf_view_cut(&path, '/');
        struct mf_view moving = moving_part(segment);

        archive = archive || mf_view_is(before, "pool") || mf_view_is(before, "dists");
        if (moving.data != NULL && !(archive && mf_view_is(moving, "main"))) {
            return moving;
        }
        if (mf_view_starts_with(rest, "refs/heads/") || mf_view_starts_with(rest, "refs/tags/")) {
            return rest;
        }
        before = segment;
    }
    return mf_view_make(NULL, 0);
}

/* Takes what stands where a commit should: fixed if it is one. */
static void take_revision(struct mf_pinned *pinned, struct mf_view found, enum mf_pin otherwise)
{
    pinned->pin = otherwise;
    if (is_commit(found)) {
        pinned->pin = MF_PIN_FIXED;
        pinned->revision = found;
    } else if (found.size > 0) {
        pinned->named = found;
    }
}

/* What follows these segments, up to the next '/'; no data if none of them is there. */
static struct mf_view segment_behind(struct mf_view path, const char *const *markers)
{
    bool behind = false;

    while (path.data != NULL) {
        struct mf_view segment = mf_view_cut(&path, '/');
        bool marker = is_word_of(segment, markers);

        if (behind && !marker && segment.size > 0) {
            return segment;
        }
        behind = behind || marker;
    }
    return mf_view_make(NULL, 0);
}

/* Leaves off the first `count` segments. */
static struct mf_view skip_segments(struct mf_view path, int count)
{
    path = without_slash(path);
    while (count > 0 && path.data != NULL) {
        (void)mf_view_cut(&path, '/');
        count--;
    }
    return path;
}

/* models:/NAME/VERSION and models:/m-ID of MLflow; a version is a number, and anything else is an alias or a stage. */
static void judge_registry(const struct mf_uri *uri, struct mf_pinned *pinned)
{
    struct mf_view last = last_segment(uri->path);
    struct mf_view alias = behind_last(last, '@');
    size_t digits = 0;

    while (digits < last.size && mf_ascii_is_digit(last.data[digits])) {
        digits++;
    }
    if ((digits > 0 && digits == last.size) ||
        (last.size == 34 && mf_view_starts_with(last, "m-") && consists_of_hex(mf_view_from(last, 2)))) {
        pinned->pin = MF_PIN_FIXED;
    } else {
        pinned->pin = MF_PIN_HUB;
        pinned->named = alias.data != NULL ? alias : last;
    }
}

/* huggingface.co/OWNER/NAME/resolve/REVISION/FILE, and hf://OWNER/NAME@REVISION/FILE. */
static void judge_hub(const struct mf_uri *uri, struct mf_pinned *pinned)
{
    static const char *const markers[] = { "resolve", "raw", "blob", "tree", "commit", "revision", NULL };
    static const char *const names[] = { "revision", "ref", NULL };
    struct mf_view revision = parameter_of(uri->query, names);
    size_t at = mf_view_find(uri->path, '@');

    if (mf_uri_has_scheme(uri, "models")) {
        judge_registry(uri, pinned);
        return;
    }
    if (at < uri->path.size) {
        revision = mf_view_from(uri->path, at + 1);
        revision.size = mf_view_find(revision, '/');
    } else if (revision.data == NULL) {
        /* The first segment is a name, whatever it is called. */
        revision = segment_behind(skip_segments(uri->path, 1), markers);
    }
    take_revision(pinned, revision, MF_PIN_HUB);
}

/* A version id, a generation, or a name made of a digest. */
static void judge_object(const struct mf_uri *uri, struct mf_pinned *pinned)
{
    static const char *const names[] = { "versionid",  "version-id", "version_id",
                                         "generation", "snapshot",   NULL };
    struct mf_view version = parameter_of(uri->query, names);
    size_t digits = 0;

    while (digits < uri->fragment.size && mf_ascii_is_digit(uri->fragment.data[digits])) {
        digits++;
    }
    pinned->pin = MF_PIN_OBJECT;
    /* `null` is the version of what was stored before a bucket kept versions; writing replaces it. */
    if (version.size > 0 && (is_moving(version) || mf_ascii_is_word(version, "null"))) {
        pinned->named = version;
    } else if (version.size > 0 || (digits > 0 && digits == uri->fragment.size) ||
               find_hex(uri->path, SHA256_SIZE).data != NULL) {
        pinned->pin = MF_PIN_FIXED;
    } else {
        pinned->named = find_moving(uri->path);
    }
}

/* REPOSITORY@REVISION, REPOSITORY?ref=REVISION or REPOSITORY#REVISION. */
static void judge_git(const struct mf_uri *uri, struct mf_pinned *pinned)
{
    static const char *const names[] = {
        "ref", "rev", "revision", "commit", "tag", "branch", "id", "h", NULL
    };
    struct mf_view path = mf_view_from(uri->path, mf_view_find(uri->path, '@'));
    struct mf_view found[] = {
        path.size > 0 ? mf_view_from(path, 1) : path,
        parameter_of(uri->query, names),
        parameter_of(uri->fragment, names),
        mf_view_find(uri->fragment, '=') == uri->fragment.size ? uri->fragment : mf_view_make(NULL, 0),
        find_hex(uri->path, COMMIT_SIZE),
    };

    pinned->pin = MF_PIN_GIT;
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
        if (found[i].size > 0) {
            take_revision(pinned, found[i], MF_PIN_GIT);
            return;
        }
    }
}

/* What follows a segment "-", which GitLab puts between a project and its pages; no data if there is none. */
static struct mf_view behind_dash(struct mf_view path)
{
    while (path.data != NULL) {
        struct mf_view segment = mf_view_cut(&path, '/');

        if (mf_view_is(segment, "-")) {
            return path;
        }
    }
    return path;
}

/* What stands behind OWNER/NAME/raw/ and the like; no data if nothing does. */
static struct mf_view revision_of_page(struct mf_view path)
{
    static const char *const kinds[] = { "raw",           "blob",    "tree",       "src",
                                         "media",         "commit",  "commits",    "archive",
                                         "tarball",       "zipball", "get",        "tar.gz",
                                         "legacy.tar.gz", "zip",     "legacy.zip", NULL };
    static const char *const words[] = { "refs", "heads", "tags", "branch", "tag", "commit", NULL };
    struct mf_view rest = behind_dash(path);
    struct mf_view kind;

    rest = rest.data == NULL ? skip_segments(path, 2) : rest;
    kind = mf_view_cut(&rest, '/');
    if (!is_word_of(kind, kinds)) {
        return mf_view_make(NULL, 0);
    }
    while (rest.data != NULL && is_word_of(mf_view_make(rest.data, mf_view_find(rest, '/')), words)) {
        (void)mf_view_cut(&rest, '/');
    }
    return mf_view_cut(&rest, '/');
}

/* Any other address: what is in it decides. */
static void judge_plain(const struct mf_uri *uri, struct mf_pinned *pinned)
{
    static const char *const names[] = { "ref",     "rev", "revision", "commit", "branch", "tag",
                                         "version", "id",  "h",        "digest", "sha256", NULL };
    struct mf_view reference = parameter_of(uri->query, names);

    if (mf_uri_has_scheme(uri, "data") || find_hex(uri->path, COMMIT_SIZE).data != NULL ||
        find_hex(reference, COMMIT_SIZE).data != NULL || find_hex(uri->fragment, COMMIT_SIZE).data != NULL) {
        pinned->pin = MF_PIN_FIXED;
        return;
    }
    pinned->named = find_moving(uri->path);
    if (pinned->named.data == NULL && reference.size > 0 && is_moving(reference)) {
        pinned->named = reference;
    }
    pinned->pin = pinned->named.data != NULL ? MF_PIN_MOVING : MF_PIN_PLAIN;
}

/* A page or file of a site that shows git repositories. A page of the repository itself says nothing of a revision. */
static void judge_page(const struct mf_uri *uri, struct mf_pinned *pinned)
{
    static const char *const forges[] = { "github.com", "gitlab.com", "bitbucket.org", "codeberg.org", NULL };
    struct mf_view found = mf_view_make(NULL, 0);

    if (mf_uri_host_is_within(uri, "raw.githubusercontent.com")) {
        found = skip_segments(uri->path, 2);
        found.size = mf_view_find(found, '/');
    } else if (is_within_any_of(uri, forges) || behind_dash(uri->path).data != NULL) {
        found = revision_of_page(uri->path);
    }
    if (found.size == 0) {
        judge_plain(uri, pinned);
        return;
    }
    pinned->place = MF_PIN_GIT;
    take_revision(pinned, find_hex(uri->path, COMMIT_SIZE), MF_PIN_GIT);
    if (pinned->pin != MF_PIN_FIXED) {
        pinned->named = found;
    }
}

/* NAME@ALGORITHM:DIGITS, which a purl writes with %3A. */
static bool take_digest(struct mf_pinned *pinned, struct mf_view text)
{
    size_t end = 0;
    struct mf_view digits;

    while (end < text.size && mf_ascii_is_alphanumeric(text.data[end])) {
        end++;
    }
    digits = mf_view_from(text, end);
    if (mf_view_starts_with(digits, "%3A") || mf_view_starts_with(digits, "%3a")) {
        digits = mf_view_from(digits, 3);
    } else if (digits.size > 0 && digits.data[0] == ':') {
        digits = mf_view_from(digits, 1);
    } else {
        return false;
    }
    text.size = end;
    if (!(mf_view_is(text, "sha256") && digits.size == SHA256_SIZE) &&
        !(mf_view_is(text, "sha512") && digits.size == SHA512_SIZE)) {
        return false;
    }
    pinned->algorithm = text;
    pinned->digest = digits;
    return consists_of_hex(digits);
}

static void judge_image(const struct mf_uri *uri, struct mf_pinned *pinned)
{
    struct mf_view last = last_segment(uri->path);
    struct mf_view digest = behind_last(last, '@');

    pinned->pin = MF_PIN_IMAGE;
    if (digest.data == NULL) {
        pinned->named = behind_last(last, ':');
    } else if (take_digest(pinned, digest)) {
        pinned->pin = MF_PIN_FIXED;
    } else {
        pinned->named = digest;
    }
}

/* pkg:TYPE/NAME@VERSION. Some types are places where only a digest or a commit is a version that stays. */
static void judge_package(const struct mf_uri *uri, struct mf_pinned *pinned)
{
    static const char *const images[] = { "oci", "docker", NULL };
    static const char *const repositories[] = { "github", "gitlab", "bitbucket", "huggingface", NULL };
    struct mf_view rest = uri->path;
    struct mf_view type = mf_view_cut(&rest, '/');
    struct mf_view version = behind_last(rest, '@');

    pinned->pin = MF_PIN_PACKAGE;
    if (version.size == 0) {
        return;
    }
    if (is_word_of(type, images)) {
        pinned->pin = take_digest(pinned, version) ? MF_PIN_FIXED : MF_PIN_PACKAGE;
    } else if (is_word_of(type, repositories)) {
        take_revision(pinned, version, MF_PIN_PACKAGE);
    } else if (!is_moving(version) && !mf_ascii_is_one_of(version.data[0], "^~<>=*!")) {
        pinned->pin = MF_PIN_FIXED;
    }
    if (pinned->pin != MF_PIN_FIXED) {
        pinned->named = version;
    }
}

static bool is_object(const struct mf_uri *uri)
{
    static const char *const schemes[] = { "s3",    "s3a",  "s3n",   "gs",  "gcs", "az",  "abfs",
                                           "abfss", "wasb", "wasbs", "oss", "cos", "obs", NULL };
    static const char *const hosts[] = { "storage.googleapis.com", "storage.cloud.google.com",
                                         "blob.core.windows.net", "dfs.core.windows.net", NULL };
    struct mf_view host = uri->host;

    /* oci://BUCKET@NAMESPACE/… is a bucket, not an image. */
    if (is_any_of(uri, schemes) || is_within_any_of(uri, hosts) ||
        (mf_uri_has_scheme(uri, "oci") && uri->user.size > 0)) {
        return true;
    }
    /* BUCKET.s3.REGION.amazonaws.com, s3-REGION.amazonaws.com, BUCKET.oss-REGION.aliyuncs.com */
    while (host.data != NULL) {
        bool s3 = mf_view_starts_with(host, "s3.") || mf_view_starts_with(host, "s3-");

        if ((s3 && mf_uri_host_is_within(uri, "amazonaws.com")) ||
            (mf_view_starts_with(host, "oss-") && mf_uri_host_is_within(uri, "aliyuncs.com"))) {
            return true;
        }
        (void)mf_view_cut(&host, '.');
    }
    return false;
}

static bool is_git(const struct mf_uri *uri)
{
    static const char *const schemes[] = { "git", "ssh", NULL };
    struct mf_view path = uri->path;

    if (is_any_of(uri, schemes) || mf_view_starts_with(uri->scheme, "git+")) {
        return true;
    }
    while (path.data != NULL) {
        struct mf_view segment = mf_view_cut(&path, '/');

        segment.size = mf_view_find(segment, '@');
        if (segment.size > 4 && mf_view_is(mf_view_from(segment, segment.size - 4), ".git")) {
            return true;
        }
    }
    return false;
}

static enum mf_pin place_of(const struct mf_uri *uri)
{
    static const char *const hubs[] = { "huggingface.co", "hf.co", "modelscope.cn", NULL };
    static const char *const hub_schemes[] = { "hf", "huggingface", "models", NULL };
    static const char *const images[] = { "oci", "docker", NULL };

    if (mf_uri_has_scheme(uri, "pkg")) {
        return MF_PIN_PACKAGE;
    }
    if (is_object(uri)) {
        return MF_PIN_OBJECT;
    }
    if (is_any_of(uri, images)) {
        return MF_PIN_IMAGE;
    }
    if (is_any_of(uri, hub_schemes) || is_within_any_of(uri, hubs)) {
        return MF_PIN_HUB;
    }
    if (mf_uri_has_scheme(uri, "file")) {
        return MF_PIN_LOCAL;
    }
    return is_git(uri) ? MF_PIN_GIT : MF_PIN_PLAIN;
}

void mf_pin_judge(struct mf_view text, struct mf_pinned *ret_pinned)
{
    struct mf_pinned pinned = { .pin = MF_PIN_PLAIN, .place = MF_PIN_PLAIN };
    struct mf_uri uri;

    if (mf_uri_split(text, &uri)) {
        pinned.place = place_of(&uri);
        switch (pinned.place) {
        case MF_PIN_PACKAGE:
            judge_package(&uri, &pinned);
            break;
        case MF_PIN_OBJECT:
            judge_object(&uri, &pinned);
            break;
        case MF_PIN_IMAGE:
            judge_image(&uri, &pinned);
            break;
        case MF_PIN_HUB:
            judge_hub(&uri, &pinned);
            break;
        case MF_PIN_LOCAL:
            pinned.pin = MF_PIN_LOCAL;
            break;
        case MF_PIN_GIT:
            judge_git(&uri, &pinned);
            break;
        case MF_PIN_PLAIN:
        case MF_PIN_FIXED:
        case MF_PIN_MOVING:
            judge_page(&uri, &pinned);
            break;
        }
    }
    *ret_pinned = pinned;
}

bool mf_pin_same(struct mf_view left, struct mf_view right)
{
    size_t i = 0;

    while (i < left.size && i < right.size && mf_ascii_lower(left.data[i]) == mf_ascii_lower(right.data[i])) {
        i++;
    }
    return i == left.size && i == right.size;
}
