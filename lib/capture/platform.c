/* SPDX-License-Identifier: Apache-2.0 */
/* Kernel, architecture and C library. What the root is for is said by its programs, not by the process that looks at it. */
#include "capture/capture.h"
#include "capture/elf.h"

#include "value/ascii.h"

#include <stdio.h>

#define PLATFORM "/environment/platform"

enum { HEAD = 64 * 1024, LARGEST_LIBRARY = 32 * 1024 * 1024, LONGEST_PLACE = 1100 };

struct architecture {
    const char *name;
    uint16_t machine;
    bool is_little;
    const char *glibc; /* paths of the dynamic loaders */
    const char *musl;
    const char *triplet; /* name of Debian's directory of libraries */
};

static const struct architecture architectures[] = {
    { "amd64", 62, true, "lib64/ld-linux-x86-64.so.2", "lib/ld-musl-x86_64.so.1", "x86_64-linux-gnu" },
    { "arm64", 183, true, "lib/ld-linux-aarch64.so.1", "lib/ld-musl-aarch64.so.1", "aarch64-linux-gnu" },
    { "ppc64le", 21, true, "lib64/ld64.so.2", "lib/ld-musl-powerpc64le.so.1", "powerpc64le-linux-gnu" },
    { "riscv64", 243, true, "lib/ld-linux-riscv64-lp64d.so.1", "lib/ld-musl-riscv64.so.1",
      "riscv64-linux-gnu" },
    { "s390x", 22, false, "lib/ld64.so.1", "lib/ld-musl-s390x.so.1", "s390x-linux-gnu" },
};

enum { ARCHITECTURES = sizeof architectures / sizeof architectures[0] };

/* What is known of the programs of a root. */
struct programs {
    const struct architecture *architecture;
    const char *interpreter; /* relative to the root; NULL: not known */
};

static const struct architecture *architecture_of(const struct mf_elf *elf)
{
    for (size_t i = 0; i < ARCHITECTURES; i++) {
        if (elf->machine == architectures[i].machine && elf->is_64 &&
            elf->is_little == architectures[i].is_little) {
            return &architectures[i];
        }
    }
    return NULL;
}

static bool read_elf(struct mf_capture_run *run, const char *file, struct mf_elf *ret_elf)
{
    struct mf_view head;

    return mf_capture_read_head(run, PLATFORM "/architecture", file, HEAD, &head) == MF_CAPTURE_READ &&
           mf_elf_read(head, ret_elf);
}

/* --- architecture ------------------------------------------------------------------------------------------------------ */

static void take_program(struct mf_capture_run *run, const char *file, const struct mf_elf *elf,
                         struct programs *programs)
{
    struct mf_view interpreter = elf->interpreter;

    programs->architecture = architecture_of(elf);
    if (programs->architecture == NULL) {
        mf_capture_find(run, MF_FINDING_CAPTURE_VALUE, PLATFORM "/architecture", file,
                        "it is for a processor that the format has no name for (machine %u of ELF)",
                        (unsigned)elf->machine);
        return;
    }
    while (interpreter.size > 0 && interpreter.data[0] == '/') {
        interpreter = mf_view_make(interpreter.data + 1, interpreter.size - 1);
    }
    if (interpreter.size > 0) {
        programs->interpreter = mf_capture_copy(run, interpreter);
    }
}

/* The programs that every system with a shell has. */
static bool look_at_programs(struct mf_capture_run *run, struct programs *programs)
{
    static const char *const files[] = { "bin/sh", "usr/bin/sh", "usr/bin/env", "bin/busybox",
                                         "usr/bin/coreutils" };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct mf_elf elf;

        if (read_elf(run, files[i], &elf)) {
            take_program(run, files[i], &elf, programs);
            return true;
        }
    }
    return false;
}

static bool is_loader(struct mf_capture_run *run, const char *file, const struct architecture *architecture)
{
    struct mf_elf elf;

    return read_elf(run, file, &elf) && architecture_of(&elf) == architecture;
}

/* Without programs, such as in a distroless image, the dynamic loader tells, if there is one only. */
static void look_at_loaders(struct mf_capture_run *run, struct programs *programs)
{
    const char *last = NULL;
    uint32_t count = 0;

    for (size_t i = 0; i < ARCHITECTURES; i++) {
        const char *const loaders[] = { architectures[i].glibc, architectures[i].musl };

        for (size_t k = 0; k < 2; k++) {
            if (is_loader(run, loaders[k], &architectures[i])) {
                *programs = (struct programs){ &architectures[i], loaders[k] };
                last = loaders[k];
                count++;
            }
        }
    }
    if (count > 1) {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PLATFORM "/architecture", last,
                        "one of several dynamic loaders: nothing says which is the system's own");
        *programs = (struct programs){ NULL, NULL };
    } else if (count == 0) {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PLATFORM "/architecture", "bin/sh",
                        "neither this nor another program or dynamic loader is there that would tell");
    }
}

/* --- C library --------------------------------------------------------------------------------------------------------- */

/* Where a text begins in another; NULL: nowhere. Linear but for texts made to slow it down, which are bounded. */
static const char *find(struct mf_view text, const char *wanted)
{
    size_t size = strlen(wanted);

    while (text.size >= size) {
        const char *at = memchr(text.data, wanted[0], text.size - size + 1);

        if (at == NULL) {
            return NULL;
        }
        if (memcmp(at, wanted, size) == 0) {
            return at;
        }
        text = mf_view_make(at + 1, text.size - (size_t)(at + 1 - text.data));
    }
    return NULL;
}

/* Digits and dots; does not end with a dot. */
static struct mf_view take_version(struct mf_view text)
{
    size_t size = 0;

    while (size < text.size && (mf_ascii_is_digit(text.data[size]) || text.data[size] == '.')) {
        size++;
    }
    while (size > 0 && text.data[size - 1] == '.') {
        size--;
    }
    return mf_view_make(text.data, size);
}

static struct mf_view behind(struct mf_view text, const char *at, const char *what)
{
    at += strlen(what);
    return mf_view_make(at, text.size - (size_t)(at - text.data));
}

/* "GNU C Library (Debian GLIBC 2.36-9) stable release version 2.36." stands in the library for who runs it. */
static struct mf_view glibc_version(struct mf_view library)
{
    static const char name[] = "GNU C Library ";
    static const char before[] = "release version ";
    const char *at = find(library, name);
    struct mf_view banner;

    if (at == NULL) {
        return mf_view_make(NULL, 0);
    }
    banner = behind(library, at, name);
    banner.size = banner.size > 200 ? 200 : banner.size;
    at = find(banner, before);
    return at == NULL ? mf_view_make(NULL, 0) : take_version(behind(banner, at, before));
}

/* "1.2.4": a first number of one digit and two more. */
static bool is_musl_version(struct mf_view text)
{
    size_t dots = 0;

    if (text.size < 5 || text.size > 12 || take_version(text).size != text.size || text.data[1] != '.') {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        dots += text.data[i] == '.';
    }
    return dots == 2;
}

/* musl keeps its version as a text of its own among its constants. It counts if there is no other that looks like one. */
static struct mf_view musl_version(struct mf_view library)
{
    struct mf_view version = { NULL, 0 };

    while (library.size > 0) {
        const char *end = memchr(library.data, '\0', library.size);
        struct mf_view text =
            mf_view_make(library.data, end == NULL ? library.size : (size_t)(end - library.data));

        if (end != NULL && is_musl_version(text)) {
            if (version.size > 0 && !mf_view_equal(version, text)) {
                return mf_view_make(NULL, 0);
            }
            version = text;
        }
        text.size += end == NULL ? 0 : 1;
        library = mf_view_make(library.data + text.size, library.size - text.size);
    }
    return version;
}

static void set_libc(struct mf_capture_run *run, const char *name, const char *file, struct mf_view version)
{
    if (!mf_capture_set(run, PLATFORM "/libc/name", file, mf_view_of(name))) {
        return;
    }
    if (version.size == 0) {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PLATFORM "/libc/version", file,
                        "it does not say its version");
        return;
    }
    (void)mf_capture_set(run, PLATFORM "/libc/version", file, version);
}

static void read_musl(struct mf_capture_run *run, const char *file)
{
    struct mf_view library;

    switch (mf_capture_read(run, PLATFORM "/libc", file, LARGEST_LIBRARY, &library)) {
    case MF_CAPTURE_READ:
        set_libc(run, "musl", file, musl_version(library));
        break;
    case MF_CAPTURE_MISSING:
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PLATFORM "/libc", file,
                        "programs need this dynamic loader, and it is not there");
        break;
    case MF_CAPTURE_NOT_READ:
        break;
    }
}

/* Beside the loader, or where distributions keep libraries. */
static void read_glibc(struct mf_capture_run *run, const struct programs *programs)
{
    const char *slash = strrchr(programs->interpreter, '/');
    size_t size = slash == NULL ? 0 : (size_t)(slash - programs->interpreter);
    const char *triplet = programs->architecture->triplet;
    char places[6][LONGEST_PLACE];

    (void)snprintf(places[0], LONGEST_PLACE, "%.*s/libc.so.6", (int)size, programs->interpreter);
    (void)snprintf(places[1], LONGEST_PLACE, "lib/%s/libc.so.6", triplet);
    (void)snprintf(places[2], LONGEST_PLACE, "usr/lib/%s/libc.so.6", triplet);
    (void)snprintf(places[3], LONGEST_PLACE, "lib64/libc.so.6");
    (void)snprintf(places[4], LONGEST_PLACE, "usr/lib64/libc.so.6");
    (void)snprintf(places[5], LONGEST_PLACE, "usr/lib/libc.so.6");
    for (size_t i = size == 0 ? 1 : 0; i < 6; i++) {
        struct mf_view library;
        struct mf_elf elf;

        if (mf_capture_read(run, PLATFORM "/libc", places[i], LARGEST_LIBRARY, &library) == MF_CAPTURE_READ &&
            mf_elf_read(library, &elf) && architecture_of(&elf) == programs->architecture) {
            set_libc(run, "glibc", places[i], glibc_version(library));
            return;
        }
    }
    mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PLATFORM "/libc", places[1],
                    "programs need the GNU C library, and it is not there");
}

static void look_for_libc(struct mf_capture_run *run, const struct programs *programs)
{
    const char *slash;
    struct mf_view name;

    if (programs->interpreter == NULL) {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PLATFORM "/libc", "bin/sh",
                        "the programs looked at are linked with no C library");
        return;
    }
    slash = strrchr(programs->interpreter, '/');
    name = mf_view_of(slash == NULL ? programs->interpreter : slash + 1);
    if (mf_view_starts_with(name, "ld-musl-")) {
        read_musl(run, programs->interpreter);
    } else if (mf_view_starts_with(name, "ld-linux") || mf_view_starts_with(name, "ld64.so") ||
               mf_view_starts_with(name, "ld.so")) {
        read_glibc(run, programs);
    } else {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PLATFORM "/libc", programs->interpreter,
                        "a dynamic loader that is not known");
    }
}

void mf_capture_architecture(struct mf_capture_run *run)
{
    struct programs programs = { NULL, NULL };

    if (!look_at_programs(run, &programs)) {
        look_at_loaders(run, &programs);
    }
    if (programs.architecture == NULL || !mf_capture_goes_on(run)) {
        return;
    }
    run->architecture = programs.architecture->name;
    (void)mf_capture_set(run, PLATFORM "/os", "", mf_view_of("linux"));
    (void)mf_capture_set(run, PLATFORM "/architecture", "", mf_view_of(run->architecture));
    look_for_libc(run, &programs);
}

/* --- kernel ------------------------------------------------------------------------------------------------------------ */

void mf_capture_kernel(struct mf_capture_run *run)
{
    static const char file[] = "proc/sys/kernel/osrelease";
    struct mf_view text;
    struct mf_view line = { NULL, 0 };

    if (!run->has_processes) {
        return;
    }
    switch (mf_capture_read(run, PLATFORM "/kernel", file, MF_CAPTURE_SMALL, &text)) {
    case MF_CAPTURE_READ:
        (void)mf_capture_line(&text, &line);
        (void)mf_capture_set(run, PLATFORM "/kernel", file, mf_capture_trim(line));
        break;
    case MF_CAPTURE_MISSING:
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, PLATFORM "/kernel", file, "there is no such file");
        break;
    case MF_CAPTURE_NOT_READ:
        break;
    }
}
