/* SPDX-License-Identifier: Apache-2.0 */
/* Packages and findings while a lock file is read, whatever its format. */
#include "lock/reading.h"

#include "base/buffer.h"
#include "value/ascii.h"
#include "value/check.h"
#include "value/package.h"
#include "value/uri.h"
#include "value/version.h"

#include <stdarg.h>
#include <stdio.h>

bool mf_lock_failed(const struct mf_lock_reading *reading)
{
    return mf_arena_status(reading->arena) != MF_OK || mf_arena_status(reading->scratch) != MF_OK ||
           mf_report_status(reading->report) != MF_OK;
}

void mf_lock_finding(struct mf_lock_reading *reading, enum mf_finding_code code, struct mf_position position,
                     const char *format, ...)
{
    struct mf_finding_facts facts = { .code = code, .position = position };
    char message[1000];
    va_list arguments;

    if (mf_report_counts_only(reading->report, code)) {
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    mf_report_add(reading->report, &facts, "%s", message);
}

const char *mf_lock_keep(struct mf_lock_reading *reading, struct mf_view text)
{
    const char *copy = text.size == 0 ? "" : mf_arena_copy(reading->arena, text);

    return copy == NULL ? "" : copy;
}

const char *mf_lock_keep_line(struct mf_lock_reading *reading, struct mf_view text,
                              struct mf_position position)
{
    if (text.size > 0 && !mf_string_check(text, NULL)) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, position,
                        "a text holds control characters or line ends: '%.*s'", MF_VIEW_ARGS(text));
        return "";
    }
    return mf_lock_keep(reading, text);
}

struct mf_lock_package *mf_lock_add(struct mf_lock_reading *reading, const char *ecosystem,
                                    struct mf_position position)
{
    struct mf_lock_package *package = mf_arena_alloc(reading->arena, sizeof *package);
    struct mf_lock_package **packages =
        mf_arena_resize(reading->scratch, reading->packages, (reading->count + (size_t)1) * sizeof(void *));

    if (packages != NULL) {
        reading->packages = packages;
    }
    if (package == NULL || packages == NULL) {
        package = &reading->spare;
    } else {
        packages[reading->count++] = package;
    }
    *package = (struct mf_lock_package){ .name = "",
                                         .written = "",
                                         .version = "",
                                         .ecosystem = ecosystem,
                                         .purl = "",
                                         .source = "",
                                         .marker = "",
                                         .position = position };
    return package;
}

void mf_lock_drop(struct mf_lock_reading *reading)
{
    if (reading->count > 0) {
        reading->count--;
    }
}

/* The name in its one spelling; no data after a finding. */
static struct mf_view normal_name(struct mf_lock_reading *reading, const char *ecosystem, struct mf_view name,
                                  struct mf_position position, struct mf_buffer *buffer)
{
    struct mf_view type = mf_view_of(ecosystem);
    struct mf_view rest = name;
    bool is_scoped = name.size > 0 && name.data[0] == '@' && strcmp(ecosystem, "npm") == 0;
    bool good = name.size <= MF_PURL_SIZE;

    if (is_scoped) {
        rest = mf_view_from(name, 1);
        good = mf_view_find(rest, '/') < rest.size && good;
    }
    while (good && rest.data != NULL) {
        struct mf_view part = rest;

        if (is_scoped || strcmp(ecosystem, "golang") == 0) {
            part = mf_view_cut(&rest, '/');
            is_scoped = false; /* one '/' is between scope and name */
        } else {
            rest = mf_view_make(NULL, 0);
        }
        good = mf_package_name_check(type, part);
    }
    if (!good || name.size == 0) {
        mf_lock_finding(reading, MF_FINDING_LOCK_NAME, position, "'%.*s' is no name of a package of %s",
                        MF_VIEW_ARGS(name), ecosystem);
        return mf_view_make(NULL, 0);
    }
    mf_package_normalise(buffer, type, name);
    return mf_buffer_view(buffer);
}

bool mf_lock_set_name(struct mf_lock_reading *reading, struct mf_lock_package *package, struct mf_view name,
                      struct mf_position position)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    struct mf_view normal = normal_name(reading, package->ecosystem, name, position, &buffer);

    if (buffer.status != MF_OK) {
        mf_report_fail(reading->report);
    }
    package->name = mf_lock_keep(reading, normal);
    package->written = normal.data == NULL ? "" : mf_lock_keep(reading, name);
    mf_buffer_release(&buffer);
    return normal.data != NULL;
}

void mf_lock_check_file_name(struct mf_lock_reading *reading, struct mf_lock_package *package,
                             struct mf_view name, struct mf_position position)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    if (*package->name == '\0') {
        (void)mf_lock_set_name(reading, package, name, position);
        return;
    }
    mf_package_normalise(&buffer, mf_view_of(package->ecosystem), name);
    if (buffer.status != MF_OK) {
        mf_report_fail(reading->report);
    } else if (!mf_view_equal(mf_buffer_view(&buffer), mf_view_of(package->name))) {
        mf_lock_finding(reading, MF_FINDING_LOCK_ADDRESS, position,
                        "%s comes from a file that is called '%.*s'", package->name, MF_VIEW_ARGS(name));
    }
    mf_buffer_release(&buffer);
}

void mf_lock_set_version(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         struct mf_view version, struct mf_position position)
{
    enum mf_version_kind kind = mf_version_kind_of(mf_view_of(package->ecosystem));
    /* In these files a range may stand in the place of a version; in all others it is one, however it is spelled. */
    bool may_be_range = reading->format == MF_LOCK_REQUIREMENTS || reading->format == MF_LOCK_PIPFILE;

    package->is_exact =
        version.size > 0 && mf_string_check(version, NULL) && mf_version_check(kind, version, NULL);
    if (!package->is_exact) {
        mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, position, "%s: '%.*s' is not %s", package->name,
                        MF_VIEW_ARGS(version), mf_version_expected(kind));
    }
    if (package->is_exact || !may_be_range) {
        package->version = mf_lock_keep_line(reading, version, position);
    }
}

void mf_lock_add_dependency(struct mf_lock_reading *reading, struct mf_lock_package *package,
                            struct mf_view name, struct mf_view version, struct mf_position position)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    struct mf_view normal = normal_name(reading, package->ecosystem, name, position, &buffer);
    struct mf_lock_dependency *dependencies =
        mf_arena_resize(reading->arena, package->dependencies,
                        (package->dependency_count + (size_t)1) * sizeof *dependencies);

    if (buffer.status != MF_OK) {
        mf_report_fail(reading->report);
    }
    if (normal.data != NULL && dependencies != NULL) {
        package->dependencies = dependencies;
        dependencies[package->dependency_count++] =
            (struct mf_lock_dependency){ .name = mf_lock_keep(reading, normal),
                                         .version = mf_lock_keep_line(reading, version, position) };
    }
    mf_buffer_release(&buffer);
}

/* Does the scheme of an address name a system of version control, as in git+https: or git:? */
static bool is_version_control(const struct mf_uri *uri)
{
    static const char *const systems[] = { "git", "hg", "bzr", "svn" };
    struct mf_view rest = uri->scheme;
    struct mf_uri system = { .scheme = mf_view_cut(&rest, '+') };

    for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++) {
        if (mf_uri_has_scheme(&system, systems[i])) {
            return true;
        }
    }
    return false;
}

bool mf_lock_check_address(struct mf_lock_reading *reading, struct mf_view address,
                           struct mf_position position)
{
    struct mf_uri uri;
    struct mf_view transport;
    struct mf_uri last = { .scheme = { NULL, 0 } };

    if (!mf_uri_split(address, &uri)) {
        return false;
    }
    /* Of git+http it is the end that counts. */
    for (transport = uri.scheme; transport.data != NULL;) {
        last.scheme = mf_view_cut(&transport, '+');
    }
    if (mf_uri_has_scheme(&last, "http") || mf_uri_has_scheme(&last, "git") ||
        mf_uri_has_scheme(&last, "ftp")) {
        mf_lock_finding(reading, MF_FINDING_LOCK_INSECURE, position,
                        "anybody on the way can answer for %.*s: use https", MF_VIEW_ARGS(uri.host));
    }
    return true;
}

void mf_lock_set_address(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         struct mf_view address, struct mf_position position)
{
    struct mf_uri uri;

    package->source = mf_lock_keep_line(reading, address, position);
    if (!mf_lock_check_address(reading, address, position) || !mf_uri_split(address, &uri)) {
        return;
    }
    if (is_version_control(&uri)) {
        package->kind = MF_LOCK_VCS;
    } else if (mf_uri_has_scheme(&uri, "file")) {
        package->kind = MF_LOCK_PATH;
    }
}

bool mf_lock_is(struct mf_lock_reading *reading, const struct mf_json_node *node, enum mf_json_token token)
{
    const char *expected = token == MF_JSON_STRING   ? "a text"
                           : token == MF_JSON_OBJECT ? "a table"
                           : token == MF_JSON_ARRAY  ? "a list"
                                                     : "another value";

    if (node->token == token) {
        return true;
    }
    mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, node->position, "%s belongs here%s%.*s%s", expected,
                    node->name.size == 0 ? "" : ", as '", MF_VIEW_ARGS(node->name),
                    node->name.size == 0 ? "" : "'");
    return false;
}

const struct mf_json_node *mf_lock_member(struct mf_lock_reading *reading, const struct mf_json_node *node,
                                          const char *name, enum mf_json_token token, bool needed)
{
    const struct mf_json_node *member = mf_json_tree_member(node, name);

    if (member == NULL) {
        if (needed) {
            mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, node->position, "'%s' is missing here", name);
        }
        return NULL;
    }
    return mf_lock_is(reading, member, token) ? member : NULL;
}

struct mf_view mf_lock_text(struct mf_lock_reading *reading, const struct mf_json_node *node,
                            const char *name, bool needed)
{
    const struct mf_json_node *member = mf_lock_member(reading, node, name, MF_JSON_STRING, needed);

    return member == NULL ? mf_view_make(NULL, 0) : member->text;
}

bool mf_lock_is_true(const struct mf_json_node *node, const char *name)
{
    const struct mf_json_node *member = mf_json_tree_member(node, name);

    return member != NULL && member->token == MF_JSON_TRUE;
}

void mf_lock_read_each(struct mf_lock_reading *reading, const struct mf_json_node *list,
                       void (*read)(struct mf_lock_reading *reading, const struct mf_json_node *node))
{
    for (uint32_t i = 0; list != NULL && i < list->count && !mf_lock_failed(reading); i++) {
        if (mf_lock_is(reading, &list->children[i], MF_JSON_OBJECT)) {
            read(reading, &list->children[i]);
        }
    }
}
