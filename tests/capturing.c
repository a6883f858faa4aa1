/* SPDX-License-Identifier: Apache-2.0 */
/* Trees of files made for a test, and captures of them. */
#include "capturing.h"

#include "base/buffer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#if MF_HAVE_SQLITE
#include <sqlite3.h>
#endif

static char root[64];

void make_tree(void)
{
    (void)snprintf(root, sizeof root, "/tmp/mf-test-capture-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
}

void remove_tree(void)
{
    char command[256];

    (void)snprintf(command, sizeof command, "chmod -R u+rwx %s && rm -rf %s", root, root);
    ck_assert_int_eq(system(command), 0);
}

const char *tree_root(void)
{
    return root;
}

const char *in_tree(const char *path)
{
    static char full[1024];

    (void)snprintf(full, sizeof full, "%s/%s", root, path);
    return full;
}

/* The directories on the way to a path. */
static void make_way(const char *path)
{
    char full[1024];

    (void)snprintf(full, sizeof full, "%s", in_tree(path));
    for (char *slash = full + strlen(root) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        ck_assert(mkdir(full, 0700) == 0 || errno == EEXIST);
        *slash = '/';
    }
}

void tree_bytes(const char *path, const void *data, size_t size)
{
    FILE *file;

    make_way(path);
    file = fopen(in_tree(path), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(data, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

void tree_file(const char *path, const char *text)
{
    tree_bytes(path, text, strlen(text));
}

void tree_link(const char *path, const char *to)
{
    make_way(path);
    ck_assert_int_eq(symlink(to, in_tree(path)), 0);
}

void tree_directory(const char *path)
{
    make_way(path);
    ck_assert_int_eq(mkdir(in_tree(path), 0700), 0);
}

#if MF_HAVE_SQLITE
/* A header with name, version and release of rpm: an index of three strings, and these. */
#define HEADER                                                                                               \
    "x'000000030000000b"                                                                                     \
    "000003e8000000060000000000000001"                                                                       \
    "000003e9000000060000000500000001"                                                                       \
    "000003ea000000060000000900000001"                                                                       \
    "6261736800352e320031"                                                                                   \
    "00'"

void tree_rpm_database(const char *path, const char *more)
{
    struct mf_buffer statement = MF_BUFFER_EMPTY;
    sqlite3 *database = NULL;

    tree_file(path, "");
    mf_buffer_format(&statement,
                     "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL);"
                     "INSERT INTO Packages (blob) VALUES (" HEADER ")%s",
                     more);
    mf_buffer_append_byte(&statement, '\0');
    ck_assert_int_eq(statement.status, MF_OK);
    ck_assert_int_eq(sqlite3_open(in_tree(path), &database), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(database, statement.data, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(database), SQLITE_OK);
    mf_buffer_release(&statement);
}
#else
void tree_rpm_database(const char *path, const char *more)
{
    (void)path;
    (void)more;
}
#endif

struct captured capture_tree(const mf_capture_options *given)
{
    struct captured captured = { NULL, NULL };
    mf_capture_options options;
    mf_builder *builder = NULL;
    mf_error *error = NULL;
    mf_status status;

    mf_capture_options_init(&options, sizeof options);
    if (given != NULL) {
        options = *given;
    }
    options.root = options.root == NULL ? root : options.root;
    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    status = mf_environment_capture(builder, &options, &captured.report, &error);
    assert_ok(status, error);
    status = mf_builder_build(builder, MF_PROFILE_DRAFT, &captured.manifest, NULL, &error);
    assert_ok(status, error);
    (void)mf_builder_unref(builder);
    ck_assert_uint_eq(mf_report_count_severity(captured.report, MF_SEVERITY_ERROR), 0);
    return captured;
}

void captured_end(struct captured *captured)
{
    (void)mf_manifest_unref(captured->manifest);
    (void)mf_report_unref(captured->report);
}

const char *captured_text(const struct captured *captured, const char *path)
{
    const char *text = "";
    mf_bytes *json = NULL;
    static char number[64];
    mf_status status = mf_manifest_get_text(captured->manifest, path, &text, NULL, NULL);

    if (status != MF_ERROR_TYPE) {
        return status == MF_OK ? text : "";
    }
    ck_assert_int_eq(mf_manifest_get_json(captured->manifest, path, &json, NULL), MF_OK);
    (void)snprintf(number, sizeof number, "%.*s", (int)mf_bytes_size(json),
                   (const char *)mf_bytes_data(json));
    (void)mf_bytes_unref(json);
    return number;
}

void assert_captured(const struct captured *captured, const char *path, const char *expected)
{
    const char *text = captured_text(captured, path);

    ck_assert_msg(strcmp(text, expected == NULL ? "" : expected) == 0, "%s is '%s', expected '%s'", path,
                  text, expected == NULL ? "" : expected);
}

bool captured_package(const struct captured *captured, const char *purl)
{
    mf_cursor *cursor = NULL;
    bool found = false;

    if (mf_manifest_walk(captured->manifest, "/dependencies/packages", &cursor, NULL) != MF_OK) {
        return false;
    }
    while (!found && mf_cursor_next(cursor) == 1) {
        found = strcmp(mf_cursor_key(cursor), purl) == 0;
    }
    (void)mf_cursor_unref(cursor);
    return found;
}

size_t captured_package_count(const struct captured *captured)
{
    size_t count = 0;

    (void)mf_manifest_count(captured->manifest, "/dependencies/packages", &count, NULL);
    return count;
}

size_t captured_findings(const struct captured *captured, const char *code, const char *found)
{
    size_t count = 0;

    for (size_t i = 0; i < mf_report_count(captured->report); i++) {
        const mf_finding *finding = mf_report_finding(captured->report, i);

        count += (code == NULL || strcmp(mf_finding_code(finding), code) == 0) &&
                 (found == NULL || strcmp(mf_finding_found(finding), found) == 0);
    }
    return count;
}

#define DIGITS "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"
#define SITE   "opt/venv/lib/python3.11/site-packages/"

/* Files that make the probes do all they can. */
static const struct {
    const char *file;
    const char *text;
} everything[] = {
    { "opt/venv/pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = true\nversion = 3.11.9\n" },
    { SITE "a-1.dist-info/METADATA", "Name: A_a\nVersion: 1\n" },
    { SITE "a-1.dist-info/RECORD", "a,,\n" },
    { SITE "a-1.dist-info/direct_url.json",
      "{\"url\": \"https://p.example/a.tar.gz\", \"archive_info\": {\"hash\": \"sha256=" DIGITS "\"}}" },
    { SITE "b-1.egg-info", "Name: b\nVersion: 1\n" },
    { SITE "broken-1.dist-info/METADATA", "Name: b\n" },
    { SITE "nvidia/nccl/lib/libnccl.so.2.21.5", "" },
    { "usr/bin/python3", "" },
    { "usr/include/python3.11/patchlevel.h", "#define PY_VERSION \"3.11.9\"\n" },
    { "usr/lib/python3.11/os.py", "" },
    { "usr/lib/python3/dist-packages/a-2.dist-info/METADATA", "Name: a-a\nVersion: 2\n" },
    { "opt/conda/conda-meta/c-1-0.json",
      "{\"name\": \"c\", \"version\": \"1\", \"build\": \"0\", \"sha256\": \"" DIGITS "\"}" },
    { "opt/conda/lib/python3.11/os.py", "" },
    { "app/node_modules/.package-lock.json",
      "{\"lockfileVersion\": 3, \"packages\": {\"node_modules/d\": {\"version\": \"1.0.0\"}}}" },
    { "proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  x\n" },
    { "proc/driver/nvidia/gpus/0/information", "Model: G\nDevice Minor: 0\n" },
    { "proc/self/cgroup", "0::/\n" },
    { "usr/local/cuda/version.json", "{\"cuda\": {\"version\": \"12.4.1\"}}" },
    { "usr/local/cuda/include/cuda.h", "#define CUDA_VERSION 12040\n" },
    { "usr/include/cudnn_version.h",
      "#define CUDNN_MAJOR 9\n#define CUDNN_MINOR 1\n#define CUDNN_PATCHLEVEL 0\n" },
    { "sys/class/kfd/kfd/topology/nodes/1/properties",
      "simd_count 4\ngfx_target_version 90010\ndrm_render_minor 128\n" },
    { "sys/class/kfd/kfd/topology/nodes/1/mem_banks/0/properties", "heap_type 1\nsize_in_bytes 4096\n" },
    { "run/.containerenv", "image=\"r.example/a:1@sha256:" DIGITS "\"\nimageid=\"" DIGITS "\"\n" },
};

void tree_everything(const char *below)
{
    for (size_t i = 0; i < sizeof everything / sizeof everything[0]; i++) {
        char path[256];

        (void)snprintf(path, sizeof path, "%s%s", below, everything[i].file);
        tree_file(path, everything[i].text);
    }
}
