/* SPDX-License-Identifier: Apache-2.0 */
/* Architecture, C library and kernel of trees whose programs are a few bytes of ELF. */
#include "capturing.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARCHITECTURE "/environment/platform/architecture"
#define LIBC         "/environment/platform/libc/name"
#define VERSION      "/environment/platform/libc/version"
#define KERNEL       "/environment/platform/kernel"

enum { ELF_SIZE = 64 + 56 };

/* The header of an ELF file of 64 bits with one entry that names the interpreter, and the texts behind it. */
struct elf {
    unsigned char bytes[1024];
    size_t size;
};

static void put(struct elf *elf, size_t offset, size_t size, unsigned long value, bool little)
{
    for (size_t i = 0; i < size; i++) {
        elf->bytes[offset + (little ? i : size - 1 - i)] = (unsigned char)(value >> (8 * i));
    }
}

static struct elf make_elf(unsigned machine, bool little, const char *interpreter)
{
    struct elf elf = { { 0x7f, 'E', 'L', 'F', 2, little ? 1 : 2, 1 }, ELF_SIZE };
    size_t size = strlen(interpreter) + 1;

    put(&elf, 18, 2, machine, little);
    put(&elf, 32, 8, 64, little);
    put(&elf, 54, 2, 56, little);
    put(&elf, 56, 2, size > 1, little);
    put(&elf, 64, 4, 3, little);
    put(&elf, 72, 8, ELF_SIZE, little);
    put(&elf, 96, 8, size, little);
    memcpy(elf.bytes + ELF_SIZE, interpreter, size);
    elf.size += size;
    return elf;
}

static void append(struct elf *elf, const char *text, size_t size)
{
    ck_assert_uint_le(elf->size + size, sizeof elf->bytes);
    memcpy(elf->bytes + elf->size, text, size);
    elf->size += size;
}

static void write_elf(const char *path, const struct elf *elf)
{
    tree_bytes(path, elf->bytes, elf->size);
}

/* A program, and what it needs. */
static void program(const char *path, unsigned machine, bool little, const char *interpreter)
{
    struct elf elf = make_elf(machine, little, interpreter);

    write_elf(path, &elf);
}

static void library(const char *path, unsigned machine, bool little, const char *text, size_t size)
{
    struct elf elf = make_elf(machine, little, "");

    append(&elf, text, size);
    write_elf(path, &elf);
}

static const char banner[] =
    "\0GNU C Library (Debian GLIBC 2.36-9+deb12u10) stable release version 2.36.\nCopyright";
static const char musl[] = "musl libc\0 1.2.4\0"
                           "1.2.4\0"
                           "Version %s\0"
                           "127.0.0.1\0"
                           "1.2\0";

static void assert_platform(const char *architecture, const char *libc, const char *version)
{
    struct captured captured = capture_tree(NULL);

    assert_captured(&captured, ARCHITECTURE, architecture);
    assert_captured(&captured, "/environment/platform/os", architecture == NULL ? NULL : "linux");
    assert_captured(&captured, LIBC, libc);
    assert_captured(&captured, VERSION, version);
    captured_end(&captured);
}

START_TEST(glibc_of_every_architecture_is_found)
{
    static const struct {
        unsigned machine;
        bool little;
        const char *loader;
        const char *library;
        const char *name;
    } cases[] = {
        { 62, true, "/lib64/ld-linux-x86-64.so.2", "lib/x86_64-linux-gnu/libc.so.6", "amd64" },
        { 183, true, "/lib/ld-linux-aarch64.so.1", "lib64/libc.so.6", "arm64" },
        { 21, true, "/lib64/ld64.so.2", "lib64/libc.so.6", "ppc64le" },
        { 243, true, "/lib/ld-linux-riscv64-lp64d.so.1", "usr/lib/libc.so.6", "riscv64" },
        { 22, false, "/lib/ld64.so.1", "usr/lib64/libc.so.6", "s390x" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        remove_tree();
        make_tree();
        program("bin/sh", cases[i].machine, cases[i].little, cases[i].loader);
        library(cases[i].library, cases[i].machine, cases[i].little, banner, sizeof banner);
        assert_platform(cases[i].name, "glibc", "2.36");
    }
}
END_TEST

START_TEST(musl_is_found_in_the_loader)
{
    program("bin/busybox", 62, true, "/lib/ld-musl-x86_64.so.1");
    tree_link("bin/sh", "/bin/busybox");
    library("lib/ld-musl-x86_64.so.1", 62, true, musl, sizeof musl);
    assert_platform("amd64", "musl", "1.2.4");
    /* Two texts that might be it: nobody knows. */
    library("lib/ld-musl-x86_64.so.1", 62, true,
            "\0"
            "1.2.4\0"
            "1.2.5\0",
            13);
    assert_platform("amd64", "musl", NULL);
    ck_assert_int_eq(unlink(in_tree("lib/ld-musl-x86_64.so.1")), 0);
    assert_platform("amd64", NULL, NULL);
}
END_TEST

START_TEST(without_programs_the_only_loader_tells)
{
    library("lib64/ld-linux-x86-64.so.2", 62, true, "", 0);
    library("lib/x86_64-linux-gnu/libc.so.6", 62, true, banner, sizeof banner);
    assert_platform("amd64", "glibc", "2.36");
    library("lib/ld-linux-aarch64.so.1", 183, true, "", 0);
    assert_platform(NULL, NULL, NULL);
}
END_TEST

START_TEST(a_library_of_another_architecture_is_not_taken)
{
    program("bin/sh", 62, true, "/lib64/ld-linux-x86-64.so.2");
    library("lib/x86_64-linux-gnu/libc.so.6", 183, true, banner, sizeof banner);
    assert_platform("amd64", NULL, NULL);
    library("usr/lib64/libc.so.6", 62, true, "\0GNU C Library ", 15);
    assert_platform("amd64", "glibc", NULL);
}
END_TEST

START_TEST(what_is_no_program_tells_nothing)
{
    struct elf elf = make_elf(62, true, "/lib64/ld-linux-x86-64.so.2");

    tree_file("bin/sh", "#!/usr/bin/env\n");
    assert_platform(NULL, NULL, NULL);
    program("bin/sh", 3, true, "/lib/ld-linux.so.2"); /* a processor without a name */
    assert_platform(NULL, NULL, NULL);
    elf.bytes[7] = 9; /* of another system */
    write_elf("bin/sh", &elf);
    assert_platform(NULL, NULL, NULL);
    elf.bytes[7] = 0;
    elf.bytes[4] = 3;
    write_elf("bin/sh", &elf);
    assert_platform(NULL, NULL, NULL);
}
END_TEST

/* Headers that point anywhere: the architecture is told, and nothing outside of the file is read. */
START_TEST(hostile_headers_do_no_harm)
{
    static const struct {
        size_t offset;
        size_t size;
        unsigned long value;
    } changes[] = {
        { 32, 8, ~0UL },      { 32, 8, ELF_SIZE }, { 54, 2, 0xffff }, { 54, 2, 0 },    { 72, 8, ~0UL },
        { 72, 8, 1UL << 63 }, { 96, 8, ~0UL },     { 96, 8, 1 },      { 96, 8, 5000 }, { 96, 8, 4 },
    };

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct elf elf = make_elf(62, true, "/lib64/ld-linux-x86-64.so.2");

        put(&elf, changes[i].offset, changes[i].size, changes[i].value, true);
        put(&elf, 56, 2, 0xffff, true);
        write_elf("bin/sh", &elf);
        assert_platform("amd64", NULL, NULL);
    }
    for (size_t size = 0; size < ELF_SIZE + 28; size++) {
        struct elf elf = make_elf(62, true, "/lib64/ld-linux-x86-64.so.2");

        elf.size = size;
        write_elf("bin/sh", &elf);
        assert_platform(size < 64 ? NULL : "amd64", NULL, NULL);
    }
}
END_TEST

START_TEST(an_interpreter_cannot_lead_out_of_the_root)
{
    program("bin/sh", 62, true, "/../../../../../../lib64/ld-linux-x86-64.so.2");
    assert_platform("amd64", NULL, NULL);
}
END_TEST

START_TEST(the_kernel_of_a_running_system_is_found)
{
    struct captured captured;

    tree_file("proc/sys/kernel/osrelease", "6.1.0-28-amd64\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, KERNEL, "6.1.0-28-amd64");
    captured_end(&captured);
    tree_file("proc/sys/kernel/osrelease", "6.1\033[0m\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, KERNEL, NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3410", "proc/sys/kernel/osrelease"), 1);
    captured_end(&captured);
    ck_assert_int_eq(unlink(in_tree("proc/sys/kernel/osrelease")), 0);
    captured = capture_tree(NULL);
    assert_captured(&captured, KERNEL, NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", "proc/sys/kernel/osrelease"), 1);
    captured_end(&captured);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("capture_platform");
    TCase *tests = tcase_create("capture_platform");

    tcase_add_checked_fixture(tests, make_tree, remove_tree);
    tcase_add_test(tests, glibc_of_every_architecture_is_found);
    tcase_add_test(tests, musl_is_found_in_the_loader);
    tcase_add_test(tests, without_programs_the_only_loader_tells);
    tcase_add_test(tests, a_library_of_another_architecture_is_not_taken);
    tcase_add_test(tests, what_is_no_program_tells_nothing);
    tcase_add_test(tests, hostile_headers_do_no_harm);
    tcase_add_test(tests, an_interpreter_cannot_lead_out_of_the_root);
    tcase_add_test(tests, the_kernel_of_a_running_system_is_found);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
