/* SPDX-License-Identifier: Apache-2.0 */
/* Packages of rpm: which database there is, and what its headers say. */
#include "capture/rpm.h"
#include "capture/rpm_header.h"

#include <stdio.h>

#define PACKAGES "/dependencies/packages"

enum { LONGEST_DISTRO = 256, LONGEST_VERSION = 1024 };

/* A database that is being read. */
struct database {
    struct mf_capture_run *run;
    const char *file;
    const char *namespace;
    char distro[LONGEST_DISTRO];
    uint32_t damaged; /* headers */
};

/* Digits in the text, and how many; 0 where there is no epoch. */
static size_t write_epoch(const struct mf_rpm_header *header, char *text, size_t size)
{
    return header->has_epoch ? (size_t)snprintf(text, size, "%u", (unsigned)header->epoch) : 0;
}

static void add(struct database *database, const struct mf_rpm_header *header)
{
    char version[LONGEST_VERSION];
    char epoch[16] = "";
    const struct mf_package_qualifier qualifiers[] = {
        { mf_view_of("arch"), header->architecture },
        { mf_view_of("distro"), mf_view_of(database->distro) },
        { mf_view_of("epoch"), mf_view_make(epoch, write_epoch(header, epoch, sizeof epoch)) },
    };
    struct mf_package package = {
        .type = mf_view_of("rpm"),
        .namespace = mf_view_of(database->namespace),
        .name = header->name,
        .qualifiers = qualifiers,
        .qualifier_count = sizeof qualifiers / sizeof qualifiers[0],
    };
    int size = snprintf(version, sizeof version, "%.*s-%.*s", (int)header->version.size, header->version.data,
                        (int)header->release.size, header->release.data);

    if (size > 0 && (size_t)size < sizeof version && header->version.size > 0 && header->release.size > 0) {
        package.version = mf_view_make(version, (size_t)size);
    }
    mf_capture_add_package(database->run, database->file, &package, NULL);
}

#if MF_HAVE_SQLITE
/* Keys that packages are signed with stand in the database as if they were packages. */
static void take(void *context, struct mf_view bytes)
{
    struct database *database = context;
    struct mf_rpm_header header;

    if (!mf_rpm_header_read(bytes, &header) || header.version.size > UINT16_MAX ||
        header.release.size > UINT16_MAX) {
        database->damaged++;
    } else if (!mf_view_is(header.name, "gpg-pubkey")) {
        add(database, &header);
    }
}

static void look_for_log(struct mf_capture_run *run, const char *file)
{
    char log[LONGEST_DISTRO];
    struct mf_view text;

    (void)snprintf(log, sizeof log, "%s-wal", file);
    if (mf_capture_read_head(run, PACKAGES, log, 1, &text) == MF_CAPTURE_READ && text.size > 0) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, PACKAGES, log,
                        "changes stand in it that are not in the database yet, and are not seen here");
    }
}

static void read_sqlite(struct mf_capture_run *run, struct database *database)
{
    struct mf_view text;
    const char *wrong;

    if (mf_capture_read(run, PACKAGES, database->file, run->options.maximum_file, &text) != MF_CAPTURE_READ) {
        return;
    }
    look_for_log(run, database->file);
    /* The text is the run's own memory, which nobody else looks at. */
    wrong = mf_rpm_sqlite_read(run, (char *)(uintptr_t)text.data, text.size, take, database);
    if (wrong != NULL) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, PACKAGES, database->file,
                        "it cannot be read to its end: %s", wrong);
    }
    if (database->damaged > 0) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, PACKAGES, database->file,
                        "%u of its entries are no headers of packages, and are left out", database->damaged);
    }
}
#else
static void read_sqlite(struct mf_capture_run *run, struct database *database)
{
    (void)add;
    mf_capture_find(run, MF_FINDING_CAPTURE_FORMAT, PACKAGES, database->file,
                    "it is not read: this libmanifest was built without libsqlite3");
}
#endif

/* In package URLs the vendor has another name than in os-release. */
static void read_database(struct mf_capture_run *run, const char *file)
{
    bool is_red_hat = strcmp(run->distribution, "rhel") == 0;
    struct database database = { .run = run,
                                 .file = file,
                                 .namespace = is_red_hat ? "redhat" : run->distribution };

    if (*run->distribution == '\0') {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PACKAGES, file,
                        "its packages are left out: the distribution that they belong to is not known");
        return;
    }
    mf_capture_distro(run, database.distro, sizeof database.distro);
    read_sqlite(run, &database);
}

/* The first place and form that is there is the system's; the places are often links to each other. */
void mf_capture_rpm(struct mf_capture_run *run)
{
    static const char *const directories[] = { "usr/lib/sysimage/rpm", "var/lib/rpm", "usr/share/rpm" };
    static const struct {
        const char *name;
        const char *format; /* NULL: SQLite */
    } forms[] = { { "rpmdb.sqlite", NULL }, { "Packages.db", "ndb" }, { "Packages", "Berkeley DB" } };

    for (size_t i = 0; i < sizeof directories / sizeof directories[0]; i++) {
        for (size_t k = 0; k < sizeof forms / sizeof forms[0] && mf_capture_goes_on(run); k++) {
            const char *file = mf_capture_join(run, directories[i], forms[k].name);

            if (file == NULL || !mf_capture_exists(run, file)) {
                continue;
            }
            if (forms[k].format == NULL) {
                read_database(run, file);
            } else {
                mf_capture_find(
                    run, MF_FINDING_CAPTURE_FORMAT, PACKAGES, file,
                    "it is not read: a database of the form %s; 'rpmdb --rebuilddb' of a newer rpm "
                    "writes it as SQLite",
                    forms[k].format);
            }
            return;
        }
    }
}
