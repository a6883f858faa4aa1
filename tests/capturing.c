/* SPDX-License-Identifier: Apache-2.0 */
/* Trees of files made for a test, and captures of them. */
#include "capturing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
