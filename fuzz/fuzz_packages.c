/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a file that says which packages, drivers or images a system has: what the readers take from it stands in it and can be
 * written down; and as the databases of a system that is captured, of which a manifest can be made whatever they hold.
 */
#include "fuzz.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "capture/accelerator_text.h"
#include "capture/container_text.h"
#include "capture/elf.h"
#include "capture/python_text.h"
#include "capture/rpm_header.h"
#include "value/check.h"

#include <libmanifest/libmanifest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MEMORY = 1 << 24 };

/* Visible ASCII, and a part of the input. */
static void check_word(struct mf_view input, struct mf_view word)
{
    require(word.size == 0 || (word.data >= input.data && word.data + word.size <= input.data + input.size),
            "a word from elsewhere");
    require(mf_ascii_visible_prefix(word) == word.size, "a word with controls");
}

static void read_python(struct mf_view text, struct mf_arena *arena)
{
    struct mf_python_metadata metadata;
    struct mf_python_venv venv;
    struct mf_python_origin origin;
    struct mf_conda_package package;

    if (mf_python_metadata_read(text, &metadata) == NULL) {
        check_word(text, metadata.name);
        check_word(text, metadata.version);
        require(metadata.name.size > 0 && metadata.version.size > 0, "a distribution without a name");
    }
    mf_python_venv_read(text, &venv);
    check_word(text, venv.version);
    check_word(text, mf_python_patchlevel_read(text));
    check_word(text, mf_python_exact_version(text));
    if (mf_python_origin_read(arena, text, &origin) == NULL && mf_arena_status(arena) == MF_OK) {
        require(mf_uri_check(mf_view_of(origin.url), NULL), "an origin that is no address");
        require(origin.digests[0] == NULL || mf_digest_check(mf_view_of(origin.digests[0]), NULL),
                "no digest");
    }
    if (mf_conda_package_read(arena, text, &package) == NULL) {
        require(package.name.size > 0 && package.version.size > 0, "a package without a name");
        require(package.sha256.size == 0 || package.sha256.size == 64, "a digest of no size");
    }
}

static void read_accelerator(struct mf_view text, struct mf_arena *arena)
{
    struct mf_nvidia_device device;
    struct mf_cuda_versions versions;
    struct mf_buffer version = MF_BUFFER_EMPTY;
    uint64_t number;

    check_word(text, mf_nvidia_driver_read(text));
    check_word(text, mf_cuda_version_text_read(text));
    check_word(text, mf_plain_version_read(text));
    mf_nvidia_device_read(text, &device);
    (void)mf_amd_property(text, "simd_count", &number);
    if (mf_cuda_header_read(text, &version)) {
        require(mf_version_parts(mf_buffer_view(&version)) == 2, "no version");
    }
    mf_buffer_release(&version);
    if (mf_cuda_version_json_read(arena, text, &versions) == NULL) {
        require(versions.toolkit.size == 0 || mf_version_parts(versions.toolkit) > 1, "no version");
    }
}

static void read_container(struct mf_view text)
{
    struct mf_container_file file;
    struct mf_container_image image;

    mf_container_file_read(text, &file);
    if (mf_container_image_split(file.image, &image)) {
        require(mf_repository_check(image.repository, NULL), "no repository");
        require(image.digest.size == 0 || mf_digest_check(image.digest, NULL), "no digest");
    }
    (void)mf_container_of_groups(text);
    (void)mf_container_of_word(text);
}

/* --- a system ------------------------------------------------------------------------------------------------------------- */

static char root[] = "/tmp/mf-fuzz-packages-XXXXXX";
static int input = -1; /* one file under many names */

static const char *const directories[] = {
    "etc",
    "var",
    "var/lib",
    "var/lib/dpkg",
    "lib",
    "lib/apk",
    "lib/apk/db",
    "venv",
    "venv/lib",
    "venv/lib/python3.11",
    "venv/lib/python3.11/site-packages",
    "venv/lib/python3.11/site-packages/a-1.dist-info",
    "app",
    "app/node_modules",
    "bin",
    "proc",
    "proc/self",
    "proc/sys",
    "proc/sys/kernel",
    "sys",
    "sys/fs",
    "sys/fs/cgroup",
    "var/lib/rpm",
};
static const char *const files[] = {
    "var/lib/dpkg/status",
    "lib/apk/db/installed",
    "venv/lib/python3.11/site-packages/a-1.dist-info/METADATA",
    "venv/pyvenv.cfg",
    "app/node_modules/.package-lock.json",
    "bin/sh",
    "proc/cpuinfo",
    "proc/meminfo",
    "proc/self/cgroup",
    "proc/sys/kernel/osrelease",
    "sys/fs/cgroup/cpu.max",
    "sys/fs/cgroup/memory.max",
    "var/lib/rpm/rpmdb.sqlite",
};

static void remove_system(void)
{
    char command[128];

    (void)snprintf(command, sizeof command, "rm -rf %s", root);
    if (system(command) != 0) {
        fprintf(stderr, "fuzz: cannot remove %s\n", root);
    }
}

static void make_system(void)
{
    char full[256];
    FILE *release;

    if (input >= 0) {
        return;
    }
    require(mkdtemp(root) != NULL && atexit(remove_system) == 0, "no directory");
    for (size_t i = 0; i < sizeof directories / sizeof directories[0]; i++) {
        (void)snprintf(full, sizeof full, "%s/%s", root, directories[i]);
        require(mkdir(full, 0700) == 0, "no directory");
    }
    (void)snprintf(full, sizeof full, "%s/etc/os-release", root);
    release = fopen(full, "wb");
    require(release != NULL && fputs("ID=debian\nVERSION_ID=12\n", release) >= 0 && fclose(release) == 0,
            "no file");
    (void)snprintf(full, sizeof full, "%s/input", root);
    input = open(full, O_RDWR | O_CREAT, 0600);
    require(input >= 0, "no file");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char name[256];

        (void)snprintf(name, sizeof name, "%s/%s", root, files[i]);
        require(link(full, name) == 0, "no link");
    }
}

static void capture(struct mf_view text)
{
    mf_capture_options options;
    mf_builder *builder = NULL;
    mf_manifest *manifest = NULL;
    mf_status status;

    make_system();
    require(ftruncate(input, 0) == 0 && pwrite(input, text.data, text.size, 0) == (ssize_t)text.size,
            "no file");
    mf_capture_options_init(&options, sizeof options);
    options.root = root;
    options.maximum_memory = MEMORY;
    require(mf_builder_new(NULL, &builder, NULL) == MF_OK, "no builder");
    status = mf_environment_capture(builder, &options, NULL, NULL);
    require(status == MF_OK || status == MF_ERROR_LIMIT, "a wrong status");
    require(status != MF_OK || mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL) == MF_OK,
            "what was captured is no manifest");
    (void)mf_manifest_unref(manifest);
    (void)mf_builder_unref(builder);
}

static void check_part(struct mf_view text, struct mf_view part)
{
    require(part.size == 0 || (part.data >= text.data && part.data + part.size < text.data + text.size),
            "a text from elsewhere");
    require(part.size == 0 || memchr(part.data, '\0', part.size) == NULL,
            "a text that goes on behind its end");
}

static void read_system(struct mf_view text)
{
    struct mf_rpm_header header;
    struct mf_elf elf;

    if (mf_elf_read(text, &elf)) {
        check_part(text, elf.interpreter);
    }
    if (mf_rpm_header_read(text, &header)) {
        check_part(text, header.name);
        check_part(text, header.version);
        check_part(text, header.release);
        check_part(text, header.architecture);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view text = mf_view_make((const char *)data, size);
    struct mf_arena *arena = mf_arena_new(MEMORY);

    require(arena != NULL, "no memory");
    read_python(text, arena);
    read_accelerator(text, arena);
    read_container(text);
    read_system(text);
    mf_arena_free(arena);
    capture(text);
    return 0;
}
