/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One capture of one system. A probe is a function that looks for the facts of one topic; it reads files with the functions here,
 * which say in the report why something could not be read, and sets values with those here, which see to it that a value fits its
 * field. A probe has no result: a failure of the process itself (memory, limits of the builder) sticks to the run.
 */
#ifndef MF_CAPTURE_CAPTURE_H
#define MF_CAPTURE_CAPTURE_H

#include "model/builder.h"
#include "report/report.h"
#include "value/package.h"

#include <libmanifest/capture.h>

/* Most bytes of a file of which only a few lines are wanted, and of one with lines for each of many processors. */
enum { MF_CAPTURE_SMALL = 256 * 1024, MF_CAPTURE_TABLE = 16 * 1024 * 1024 };

/* A package that was found. Texts are in the arena of the run. */
struct mf_capture_package {
    const char *purl;
    const char *origin; /* URI; NULL: none */
    const char *record; /* "sha256:…" of the RECORD file; NULL: none */
    const char *digests
        [2]; /* of archives that it may have been installed from, where what is installed says so; NULL: none */
    bool editable;
};

struct mf_python_environments;

struct mf_capture_run {
    int root; /* an open directory */
    mf_builder *builder;
    mf_report *report;
    struct mf_arena *arena; /* everything that lives as long as the run */
    mf_capture_options options;
    /* Facts that other probes need; "" until they are known. */
    const char *architecture; /* as in environment.platform.architecture */
    const char *distribution; /* ID and VERSION_ID of os-release */
    const char *distribution_version;
    bool has_processes; /* /proc of a running system is there */
    struct mf_capture_package *packages;
    uint32_t package_count;
    const struct mf_python_environments *python; /* NULL: not looked for yet */
    mf_report *judge;                            /* of values that may not fit their field */
    mf_status status; /* the first failure of the process itself; then nothing more is done */
    mf_error *error;
};

/* --- failing ----------------------------------------------------------------------------------------------------------- */

/* Notes a failure; the first sticks. Takes the error over. */
void mf_capture_fail(struct mf_capture_run *run, mf_status status, mf_error *error);

/* The failure that memory could not be had. */
void mf_capture_fail_memory(struct mf_capture_run *run);

/* Has the run not failed? */
static inline bool mf_capture_goes_on(const struct mf_capture_run *run)
{
    return run->status == MF_OK;
}

/* Memory of the run. NULL: the run has failed. */
void *mf_capture_alloc(struct mf_capture_run *run, size_t count, size_t size);
const char *mf_capture_copy(struct mf_capture_run *run, struct mf_view text);
/* As mf_arena_resize(). */
void *mf_capture_resize(struct mf_capture_run *run, void *pointer, size_t count, size_t size);

/* --- findings ---------------------------------------------------------------------------------------------------------- */

/*
 * Adds a finding.
 *
 * @param path  of the value that is absent for it, "/environment/platform/kernel"; NULL: none
 * @param file  below the root, or what else it is about; begins the message. Made printable
 */
void mf_capture_find(struct mf_capture_run *run, enum mf_finding_code code, const char *path,
                     const char *file, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* --- reading ----------------------------------------------------------------------------------------------------------- */

enum mf_capture_reading {
    MF_CAPTURE_READ,
    MF_CAPTURE_MISSING,  /* there is no such file: no finding was added */
    MF_CAPTURE_NOT_READ, /* a finding says why */
};

/*
 * Reads a file below the root, following symbolic links within it.
 *
 * @param path      of the value that is wanted, for findings; may be NULL
 * @param file      relative, as for mf_open_beneath()
 * @param limit     most bytes: MF_CAPTURE_SMALL, or run->options.maximum_file
 * @param ret_text  receives its bytes, zero-terminated, in the arena. Written only with MF_CAPTURE_READ
 */
enum mf_capture_reading mf_capture_read(struct mf_capture_run *run, const char *path, const char *file,
                                        size_t limit, struct mf_view *ret_text);

/* As mf_capture_read(), for at most the first `size` bytes of a file that may be larger: a header, the magic of an ELF file. */
enum mf_capture_reading mf_capture_read_head(struct mf_capture_run *run, const char *path, const char *file,
                                             size_t size, struct mf_view *ret_text);

/* Names of what is in a directory, sorted by bytes. They may hold anything but '/' and NUL. */
struct mf_capture_names {
    const char **items;
    uint32_t count;
};

/* Lists a directory below the root; "." is the root itself. As mf_capture_read(). */
enum mf_capture_reading mf_capture_list(struct mf_capture_run *run, const char *path, const char *directory,
                                        struct mf_capture_names *ret_names);

/* Is there anything at this path? Links are followed. A finding says where that cannot be told; here and below. */
bool mf_capture_exists(struct mf_capture_run *run, const char *file);

/* The text of a symbolic link, in the arena; NULL if there is none. Links before the last part are followed. */
const char *mf_capture_link(struct mf_capture_run *run, const char *file);

/* "directory/name" in the arena. NULL: the run has failed. */
const char *mf_capture_join(struct mf_capture_run *run, const char *directory, const char *name);

/* Takes the next line off a text, without its '\n' or "\r\n". False at the end. */
bool mf_capture_line(struct mf_view *text, struct mf_view *ret_line);

/* Without spaces and tabs at its ends. */
struct mf_view mf_capture_trim(struct mf_view text);

/* --- setting ----------------------------------------------------------------------------------------------------------- */

/*
 * Sets a scalar of the builder. A text that the field cannot hold makes a finding, and the field stays as it is.
 *
 * @param path  as for mf_builder_set_text(). Entries of sets are named by keys, which must fit their field too
 * @param file  where the text stands, for the finding
 * @return whether it was set
 */
bool mf_capture_set(struct mf_capture_run *run, const char *path, const char *file, struct mf_view text);
bool mf_capture_set_int(struct mf_capture_run *run, const char *path, const char *file, int64_t value);

/* Does the field at a path hold this text? */
bool mf_capture_fits(struct mf_capture_run *run, const char *path, struct mf_view text);

/* Has the builder a value at this path? */
bool mf_capture_has(struct mf_capture_run *run, const char *path);

/*
 * Adds a package. It goes into the builder at the end of the run, all at once, sorted and none twice. One whose name or version
 * cannot stand in a package URL makes a finding.
 *
 * @param file   where it stands, for the finding
 * @param facts  what the package says of itself; purl is not used. NULL: nothing. Texts are copied
 */
void mf_capture_add_package(struct mf_capture_run *run, const char *file, const struct mf_package *package,
                            const struct mf_capture_package *facts);

/* The qualifier `distro` of package URLs: "debian-12", or "" without a version. Cut at the size. */
void mf_capture_distro(const struct mf_capture_run *run, char *text, size_t size);

/* Puts the packages into the builder. Once, behind all probes. */
void mf_capture_put_packages(struct mf_capture_run *run);

/* --- the probes, in the order in which they run ------------------------------------------------------------------------ */

/* Distribution, from os-release. */
void mf_capture_distribution(struct mf_capture_run *run);
/* Architecture and C library, from programs and libraries. */
void mf_capture_architecture(struct mf_capture_run *run);
void mf_capture_kernel(struct mf_capture_run *run);
/* Packages of the system. */
void mf_capture_dpkg(struct mf_capture_run *run);
void mf_capture_apk(struct mf_capture_run *run);
void mf_capture_rpm(struct mf_capture_run *run);
/* Processor, memory, NUMA nodes; and the limits that control groups set. */
void mf_capture_hardware(struct mf_capture_run *run);
void mf_capture_limits(struct mf_capture_run *run);
/* Environment variables that the options ask for. */
void mf_capture_variables(struct mf_capture_run *run);
/* Interpreter and distributions of Python, from its environments. Behind the packages of the system, which may name the interpreter. */
void mf_capture_python(struct mf_capture_run *run);
/* Packages of conda, from conda-meta. Behind Python. */
void mf_capture_conda(struct mf_capture_run *run);
/* Packages of Node, from what npm leaves in node_modules. */
void mf_capture_node(struct mf_capture_run *run);
/* GPUs, their drivers and libraries. Behind Python. */
void mf_capture_accelerator(struct mf_capture_run *run);
/* The container that the system runs in, and its image. */
void mf_capture_container(struct mf_capture_run *run);

#endif
