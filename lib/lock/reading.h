/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the readers of all formats share. A failure to get memory sticks to the arenas: every function then still returns something
 * that can be used, and mf_lock_read() looks once, at the end.
 */
#ifndef MF_LOCK_READING_H
#define MF_LOCK_READING_H

#include "lock/lock.h"
#include "report/report.h"

#include "json/tree.h"

struct mf_lock_reading {
    struct mf_view text;
    size_t skipped; /* bytes of the file before the text: a byte order mark */
    enum mf_lock_format format;
    mf_report *report;
    struct mf_arena *arena;   /* of the lock file */
    struct mf_arena *scratch; /* for the time of reading */
    struct mf_lock_package **packages;
    uint32_t count;
    struct mf_lock_package spare; /* what is written to where there is no memory */
};

/* Deepest nesting of the formats that nest. */
enum { MF_LOCK_DEPTH = 200 };

/* True once memory has run out or a limit was passed: reading on is of no use. */
bool mf_lock_failed(const struct mf_lock_reading *reading);

/* Adds a finding about a place in the file. */
void mf_lock_finding(struct mf_lock_reading *reading, enum mf_finding_code code, struct mf_position position,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));

/* A copy that lasts as long as the lock file. */
const char *mf_lock_keep(struct mf_lock_reading *reading, struct mf_view text);

/* As mf_lock_keep(), of what must be one line of text; else it is a finding, and "" comes back. */
const char *mf_lock_keep_line(struct mf_lock_reading *reading, struct mf_view text,
                              struct mf_position position);

/* Begins a package of an ecosystem. It comes from a registry until something else is said. */
struct mf_lock_package *mf_lock_add(struct mf_lock_reading *reading, const char *ecosystem,
                                    struct mf_position position);

/* Takes back the package that was added last: the file does not say what it is. */
void mf_lock_drop(struct mf_lock_reading *reading);

/* Gives a package its name; false, with a finding, where there can be no such name. Of npm and Go it has its namespace in front. */
bool mf_lock_set_name(struct mf_lock_reading *reading, struct mf_lock_package *package, struct mf_view name,
                      struct mf_position position);

/* Gives a package its version, if it is one exact version of its ecosystem; else a finding. */
void mf_lock_set_version(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         struct mf_view version, struct mf_position position);

/* Adds a hash: `algorithm` in lower case, and hexadecimal digits. */
void mf_lock_add_hash(struct mf_lock_reading *reading, struct mf_lock_package *package,
                      struct mf_view algorithm, struct mf_view digits, struct mf_position position);

/* Adds a hash that is spelled ALGORITHM:DIGITS. */
void mf_lock_add_spelled_hash(struct mf_lock_reading *reading, struct mf_lock_package *package,
                              struct mf_view hash, struct mf_position position);

/* Adds hashes of subresource integrity, with white space between them: sha512-BASE64. */
void mf_lock_add_integrity(struct mf_lock_reading *reading, struct mf_lock_package *package,
                           struct mf_view integrity, struct mf_position position);

/* Adds a hash of Go: h1:BASE64, over the names and hashes of all files of a module. It is the digest of no archive. */
void mf_lock_add_go_hash(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         struct mf_view hash, struct mf_position position);

/* Adds a package that this one needs; `version` may be empty. Names that there cannot be are findings. */
void mf_lock_add_dependency(struct mf_lock_reading *reading, struct mf_lock_package *package,
                            struct mf_view name, struct mf_view version, struct mf_position position);

/* True if the text is an address; a finding where anybody on the way can answer for it. */
bool mf_lock_check_address(struct mf_lock_reading *reading, struct mf_view address,
                           struct mf_position position);

/* The name that a file has must be that of the package, which gets it if it has none. */
void mf_lock_check_file_name(struct mf_lock_reading *reading, struct mf_lock_package *package,
                             struct mf_view name, struct mf_position position);

/* Gives a package the address that it comes from, and its kind where that is version control or a file. */
void mf_lock_set_address(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         struct mf_view address, struct mf_position position);

/* --- members of trees; what has the wrong shape is a finding ------------------------------------------------------------ */

/* The text of a member that is a string; no data where it is missing, which is a finding if it is `needed`. */
struct mf_view mf_lock_text(struct mf_lock_reading *reading, const struct mf_json_node *node,
                            const char *name, bool needed);

/* A member that is of this shape, or NULL. */
const struct mf_json_node *mf_lock_member(struct mf_lock_reading *reading, const struct mf_json_node *node,
                                          const char *name, enum mf_json_token token, bool needed);

/* True for an element or member that has the shape. */
bool mf_lock_is(struct mf_lock_reading *reading, const struct mf_json_node *node, enum mf_json_token token);

/* True if the member is there and true. */
bool mf_lock_is_true(const struct mf_json_node *node, const char *name);

/* Reads each element of a list, which may be NULL, that is an object: a finding about the others. */
void mf_lock_read_each(struct mf_lock_reading *reading, const struct mf_json_node *list,
                       void (*read)(struct mf_lock_reading *reading, const struct mf_json_node *node));

/* Adds the tables of `dependencies`, each with a name and perhaps a version. */
void mf_lock_read_dependency_tables(struct mf_lock_reading *reading, struct mf_lock_package *package,
                                    const struct mf_json_node *node);

/* --- the readers; each adds the packages of a whole file ----------------------------------------------------------------- */

void mf_lock_read_requirements(struct mf_lock_reading *reading);
void mf_lock_read_go(struct mf_lock_reading *reading);
void mf_lock_read_conda_explicit(struct mf_lock_reading *reading);
void mf_lock_read_pylock(struct mf_lock_reading *reading, const struct mf_json_node *root);
void mf_lock_read_uv(struct mf_lock_reading *reading, const struct mf_json_node *root);
void mf_lock_read_poetry(struct mf_lock_reading *reading, const struct mf_json_node *root);
void mf_lock_read_cargo(struct mf_lock_reading *reading, const struct mf_json_node *root);
void mf_lock_read_pipfile(struct mf_lock_reading *reading, const struct mf_json_node *root);
void mf_lock_read_npm(struct mf_lock_reading *reading, const struct mf_json_node *root);
void mf_lock_read_conda_lock(struct mf_lock_reading *reading, const struct mf_json_node *root);

#endif
