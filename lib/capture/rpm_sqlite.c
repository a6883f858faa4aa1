/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the database through SQLite, from memory: no file is opened. The database may be hostile, so its schema is not trusted,
 * and values, steps and functions have limits.
 */
#include "capture/rpm.h"

#include <sqlite3.h>

enum {
    HEADER_SIZE = 100,
    WRITE_VERSION = 18, /* of the file format: 2 is a write-ahead log */
    READ_VERSION = 19,
    PAGE_SIZE = 16, /* two bytes */
    CHANGES = 24,
    PAGES = 28,
    CHANGES_OF_PAGES = 92, /* the number of changes for which PAGES is right */
    LARGEST_HEADER = 64 * 1024 * 1024,
    STEPS = 10000,
    MOST_STEPS = 2000, /* times STEPS */
};

static int count_steps(void *context)
{
    int *steps = context;

    return ++*steps > MOST_STEPS;
}

/* What a result of SQLite says is wrong; NULL for a lack of memory, which fails the run. */
static const char *explain(struct mf_capture_run *run, int result)
{
    if (result == SQLITE_NOMEM) {
        mf_capture_fail_memory(run);
        return NULL;
    }
    return result == SQLITE_INTERRUPT ? "reading it takes longer than any real one does"
                                      : sqlite3_errstr(result);
}

/* A view or virtual table of this name could compute anything. */
static int check_table(sqlite3 *database, bool *ret_good)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(
        database,
        "SELECT count(*) FROM sqlite_master WHERE name = 'Packages' COLLATE NOCASE AND "
        "type = 'table' AND rootpage > 0 AND sql NOT LIKE '%GENERATED%' AND sql NOT LIKE '% AS %'",
        -1, &statement, NULL);

    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    *ret_good = result == SQLITE_ROW && sqlite3_column_int(statement, 0) == 1;
    (void)sqlite3_finalize(statement);
    return result == SQLITE_ROW ? SQLITE_OK : result;
}

static int read_rows(struct mf_capture_run *run, sqlite3 *database,
                     void (*take)(void *context, struct mf_view header), void *context)
{
    sqlite3_stmt *statement = NULL;
    int result =
        sqlite3_prepare_v2(database, "SELECT blob FROM Packages ORDER BY hnum", -1, &statement, NULL);

    while (result == SQLITE_OK || result == SQLITE_ROW) {
        result = mf_capture_goes_on(run) ? sqlite3_step(statement) : SQLITE_DONE;
        if (result == SQLITE_ROW) {
            const void *blob = sqlite3_column_blob(statement, 0);
            int size = sqlite3_column_bytes(statement, 0);

            if (blob == NULL && size == 0 && sqlite3_errcode(database) == SQLITE_NOMEM) {
                result = SQLITE_NOMEM;
            } else if (take != NULL) {
                take(context, mf_view_make(blob, (size_t)size));
            }
        }
    }
    (void)sqlite3_finalize(statement);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

static int harden(sqlite3 *database, int *steps)
{
    int result = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);

    if (result == SQLITE_OK) {
        result = sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    }
    (void)sqlite3_limit(database, SQLITE_LIMIT_LENGTH, LARGEST_HEADER);
    (void)sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_progress_handler(database, STEPS, count_steps, steps);
    return result;
}

static uint32_t number(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;

    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Is the file shorter than it says? It says nothing where a very old SQLite wrote last. */
static bool is_cut(const char *bytes, size_t size)
{
    uint64_t page;

    if (size < HEADER_SIZE) {
        return true;
    }
    page = number(bytes + PAGE_SIZE) >> 16;
    page = page == 1 ? 65536 : page;
    return number(bytes + CHANGES) == number(bytes + CHANGES_OF_PAGES) && size < page * number(bytes + PAGES);
}

/* Without a log beside it, a database that has one for writing is read like any other. */
static void forget_log(char *bytes, size_t size)
{
    if (size >= HEADER_SIZE && bytes[WRITE_VERSION] == 2 && bytes[READ_VERSION] == 2) {
        bytes[WRITE_VERSION] = 1;
        bytes[READ_VERSION] = 1;
    }
}

/* A result of SQLite. `take` is NULL for a rehearsal, which looks at everything and keeps nothing. */
static int read_database(struct mf_capture_run *run, char *bytes, size_t size, bool *ret_has_table,
                         void (*take)(void *context, struct mf_view header), void *context)
{
    sqlite3 *database = NULL;
    int steps = 0;
    int result = sqlite3_open_v2(":memory:", &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    *ret_has_table = false;
    if (result == SQLITE_OK) {
        result = harden(database, &steps);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_deserialize(database, "main", (unsigned char *)bytes, (sqlite3_int64)size,
                                     (sqlite3_int64)size, SQLITE_DESERIALIZE_READONLY);
    }
    if (result == SQLITE_OK) {
        result = check_table(database, ret_has_table);
    }
    if (result == SQLITE_OK && *ret_has_table) {
        result = read_rows(run, database, take, context);
    }
    (void)sqlite3_close(database);
    return result;
}

/*
 * SQLite says that memory is lacking where some broken databases make no sense to it, too. So reading is rehearsed, and after such
 * an answer once more: what fails twice is the database, unless memory is really gone, and then there is none for saying so.
 */
const char *mf_rpm_sqlite_read(struct mf_capture_run *run, char *bytes, size_t size,
                               void (*take)(void *context, struct mf_view header), void *context)
{
    bool has_table = false;
    int result = SQLITE_NOMEM;

    forget_log(bytes, size);
    for (int i = 0; i < 2 && result == SQLITE_NOMEM; i++) {
        result = read_database(run, bytes, size, &has_table, NULL, NULL);
    }
    if (result == SQLITE_NOMEM) {
        return "SQLite cannot make sense of it";
    }
    result = read_database(run, bytes, size, &has_table, take, context);
    if (result != SQLITE_OK) {
        return explain(run, result);
    }
    if (!has_table) {
        return "it has no table of packages";
    }
    return is_cut(bytes, size) ? "it is cut off" : NULL;
}
