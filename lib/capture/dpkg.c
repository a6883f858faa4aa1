/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The database of dpkg: one file of stanzas, or one file a package in status.d as distroless images have it. And that of apk,
 * which is the same idea with shorter names.
 */
#include "capture/capture.h"

#include "base/error.h"

#include <stdio.h>

#define PACKAGES "/dependencies/packages"

enum { LONGEST_DISTRO = 256 };

/* What one stanza says. */
struct stanza {
    struct mf_view name;
    struct mf_view version;
    struct mf_view architecture;
    struct mf_view status; /* of dpkg: "install ok installed" */
    bool is_damaged;       /* a line of it is none */
};

/* A database that is being read. */
struct database {
    struct mf_capture_run *run;
    const char *file;
    const char *type;
    char distro[LONGEST_DISTRO]; /* debian-12; "" if it has no version */
    /* Takes one line of a stanza that begins with the name of a field. */
    void (*take)(struct stanza *stanza, struct mf_view line);
};

/* Package URLs of these types begin with the distribution. */
static bool begin(struct mf_capture_run *run, const char *file, const char *type,
                  void (*take)(struct stanza *stanza, struct mf_view line), struct database *ret_database)
{
    if (*run->distribution == '\0') {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PACKAGES, file,
                        "its packages are left out: the distribution that they belong to is not known");
        return false;
    }
    *ret_database = (struct database){ .run = run, .file = file, .type = type, .take = take };
    mf_capture_distro(run, ret_database->distro, LONGEST_DISTRO);
    return true;
}

static void add(const struct database *database, const struct stanza *stanza)
{
    const struct mf_package_qualifier qualifiers[] = {
        { mf_view_of("arch"), stanza->architecture },
        { mf_view_of("distro"), mf_view_of(database->distro) },
    };
    const struct mf_package package = {
        .type = mf_view_of(database->type),
        .namespace = mf_view_of(database->run->distribution),
        .name = stanza->name,
        .version = stanza->version,
        .qualifiers = qualifiers,
        .qualifier_count = sizeof qualifiers / sizeof qualifiers[0],
    };

    mf_capture_add_package(database->run, database->file, &package, NULL);
}

/* The third word of a status says what there is; the first two are wishes and errors. */
static struct mf_view state_of(struct mf_view status)
{
    for (int i = 0; i < 2; i++) {
        const char *space = memchr(status.data, ' ', status.size);

        if (space == NULL) {
            return mf_view_make(status.data, 0);
        }
        status = mf_capture_trim(mf_view_make(space, status.size - (size_t)(space - status.data)));
    }
    return status;
}

/* True if all of the package is there. One that is removed is no matter; one in between makes a finding. */
static bool is_installed(const struct database *database, const struct stanza *stanza)
{
    struct mf_view state;

    if (stanza->status.data == NULL) {
        return true;
    }
    state = state_of(stanza->status);
    if (mf_view_is(state, "installed") || mf_view_is(state, "triggers-awaited") ||
        mf_view_is(state, "triggers-pending")) {
        return true;
    }
    if (!mf_view_is(state, "not-installed") && !mf_view_is(state, "config-files")) {
        mf_capture_find(database->run, MF_FINDING_CAPTURE_PACKAGE, PACKAGES, database->file,
                        "package '%.*s' is left out: its status is '%.*s'", MF_VIEW_ARGS(stanza->name),
                        MF_VIEW_ARGS(stanza->status));
    }
    return false;
}

static void end_stanza(const struct database *database, struct stanza *stanza)
{
    bool is_there = stanza->name.size + stanza->version.size + stanza->status.size > 0;

    if (stanza->is_damaged) {
        mf_capture_find(database->run, MF_FINDING_CAPTURE_CORRUPT, PACKAGES, database->file,
                        "the entry of package '%.*s' has a line that is no field; it is left out",
                        MF_VIEW_ARGS(stanza->name));
    } else if (is_there && is_installed(database, stanza)) {
        add(database, stanza);
    }
    *stanza = (struct stanza){ .is_damaged = false };
}

/* Every line of a file that was written whole ends; the stanza in which one does not is left out. */
static void read_stanzas(const struct database *database, struct mf_view text)
{
    bool is_cut = text.size > 0 && text.data[text.size - 1] != '\n';
    struct stanza stanza = { .is_damaged = false };
    struct mf_view line;

    while (mf_capture_goes_on(database->run) && mf_capture_line(&text, &line)) {
        if (line.size == 0) {
            end_stanza(database, &stanza);
        } else if (line.data[0] == ' ' || line.data[0] == '\t') {
            continue; /* goes on with the field before */
        } else if (memchr(line.data, ':', line.size) == NULL) {
            stanza.is_damaged = !(is_cut && text.size == 0);
        } else {
            database->take(&stanza, line);
        }
    }
    if (is_cut) {
        mf_capture_find(database->run, MF_FINDING_CAPTURE_CORRUPT, PACKAGES, database->file,
                        "it is cut off in the entry of package '%.*s', which is left out",
                        MF_VIEW_ARGS(stanza.name));
    } else {
        end_stanza(database, &stanza);
    }
}

/* --- dpkg -------------------------------------------------------------------------------------------------------------- */

static bool take_field(struct mf_view line, const char *name, struct mf_view *to)
{
    size_t size = strlen(name);

    if (!mf_view_starts_with(line, name)) {
        return false;
    }
    *to = mf_capture_trim(mf_view_make(line.data + size, line.size - size));
    return true;
}

static void take_dpkg(struct stanza *stanza, struct mf_view line)
{
    (void)(take_field(line, "Package:", &stanza->name) || take_field(line, "Version:", &stanza->version) ||
           take_field(line, "Architecture:", &stanza->architecture) ||
           take_field(line, "Status:", &stanza->status));
}

static void read_file(struct mf_capture_run *run, const char *file, const char *type,
                      void (*take)(struct stanza *stanza, struct mf_view line))
{
    struct database database;
    struct mf_view text;

    if (mf_capture_read(run, PACKAGES, file, run->options.maximum_file, &text) == MF_CAPTURE_READ &&
        begin(run, file, type, take, &database)) {
        read_stanzas(&database, text);
    }
}

/* dpkg writes down here what it is about to do, and clears it when that is in the status. */
static void look_for_updates(struct mf_capture_run *run)
{
    static const char directory[] = "var/lib/dpkg/updates";
    struct mf_capture_names names;

    if (mf_capture_list(run, PACKAGES, directory, &names) == MF_CAPTURE_READ && names.count > 0) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, PACKAGES, directory,
                        "dpkg was interrupted, and what it did last is not in its database: run "
                        "'dpkg --configure -a'");
    }
}

static bool ends_with(struct mf_view text, const char *end)
{
    size_t size = strlen(end);

    return text.size >= size && memcmp(text.data + text.size - size, end, size) == 0;
}

void mf_capture_dpkg(struct mf_capture_run *run)
{
    static const char directory[] = "var/lib/dpkg/status.d";
    struct mf_capture_names names = { NULL, 0 };

    read_file(run, "var/lib/dpkg/status", "deb", take_dpkg);
    look_for_updates(run);
    if (mf_capture_list(run, PACKAGES, directory, &names) != MF_CAPTURE_READ) {
        return;
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        const char *file = mf_capture_join(run, directory, names.items[i]);

        /* Lists of digests stand beside the packages. */
        if (file != NULL && !ends_with(mf_view_of(file), ".md5sums")) {
            read_file(run, file, "deb", take_dpkg);
        }
    }
}

/* --- apk --------------------------------------------------------------------------------------------------------------- */

static void take_apk(struct stanza *stanza, struct mf_view line)
{
    (void)(take_field(line, "P:", &stanza->name) || take_field(line, "V:", &stanza->version) ||
           take_field(line, "A:", &stanza->architecture));
}

void mf_capture_apk(struct mf_capture_run *run)
{
    /* Where newer versions keep it, the old place is often a link to it. */
    if (mf_capture_exists(run, "usr/lib/apk/db/installed")) {
        read_file(run, "usr/lib/apk/db/installed", "apk", take_apk);
    } else {
        read_file(run, "lib/apk/db/installed", "apk", take_apk);
    }
}
