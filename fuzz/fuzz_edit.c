/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A value of a text is changed. The input is the number of a scalar of the document, the new value, NUL, and the text. Where that
 * succeeds, nothing but the bytes of the value has changed, and the new text says what a builder makes of the old one.
 */
#include "fuzz.h"

#include "base/buffer.h"
#include "base/view.h"
#include "model/path.h"

#include <libmanifest/libmanifest.h>

/* Goes to scalar number `wanted` below a list or mapping, and leaves its path in the buffer. */
static bool find_scalar(mf_manifest *manifest, struct mf_buffer *path, unsigned *wanted)
{
    mf_cursor *cursor = NULL;
    size_t size = path->size;
    bool found = false;
    mf_kind kind = 0;

    mf_buffer_append_byte(path, '\0');
    require(mf_manifest_get_kind(manifest, path->data, &kind, NULL) == MF_OK,
            "a path of a walk leads nowhere");
    if (kind < MF_KIND_MAPPING) {
        path->size = size;
        return (*wanted)-- == 0;
    }
    require(mf_manifest_walk(manifest, path->data, &cursor, NULL) == MF_OK, "no walk");
    while (!found && mf_cursor_next(cursor) == 1) {
        path->size = size;
        mf_buffer_append_byte(path, '/');
        mf_path_escape(path, mf_view_of(mf_cursor_key(cursor)));
        found = find_scalar(manifest, path, wanted);
    }
    mf_cursor_unref(cursor);
    if (!found) {
        path->size = size;
    }
    return found;
}

static void check_change(struct mf_view text, const mf_manifest *manifest, const char *path,
                         struct mf_view value, const mf_bytes *changed)
{
    struct mf_view after = mf_view_make(mf_bytes_data(changed), mf_bytes_size(changed));
    mf_builder *builder = NULL;
    mf_manifest *expected = NULL;
    mf_manifest *found = NULL;
    mf_bytes *canonical[2] = { NULL, NULL };
    size_t offset = 0;
    size_t end = 0;

    require(mf_manifest_position(manifest, path, &offset, &end, NULL, NULL, NULL) == MF_OK, "no position");
    require(after.size >= offset && memcmp(after.data, text.data, offset) == 0,
            "what stands before has changed");
    require(after.size >= text.size - end &&
                memcmp(after.data + after.size - (text.size - end), text.data + end, text.size - end) == 0,
            "what stands behind has changed");
    require(mf_manifest_read(after.data, after.size, NULL, &found, NULL, NULL) == MF_OK,
            "the new text is not good");
    require(mf_builder_new_from(manifest, NULL, &builder, NULL) == MF_OK &&
                mf_builder_set_text(builder, path, value.data, value.size, NULL) == MF_OK &&
                mf_builder_build(builder, MF_PROFILE_DRAFT, &expected, NULL, NULL) == MF_OK,
            "a builder refuses the value");
    require(mf_manifest_canonical(found, &canonical[0], NULL) == MF_OK &&
                mf_manifest_canonical(expected, &canonical[1], NULL) == MF_OK,
            "no canonical form");
    require(mf_bytes_size(canonical[0]) == mf_bytes_size(canonical[1]) &&
                memcmp(mf_bytes_data(canonical[0]), mf_bytes_data(canonical[1]),
                       mf_bytes_size(canonical[0])) == 0,
            "another value has changed");
    mf_bytes_unref(canonical[0]);
    mf_bytes_unref(canonical[1]);
    mf_manifest_unref(found);
    mf_manifest_unref(expected);
    mf_builder_unref(builder);
}

static void change(struct mf_view text, unsigned number, struct mf_view value)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    mf_manifest *manifest = NULL;
    mf_bytes *changed = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;

    if (mf_manifest_read(text.data, text.size, NULL, &manifest, NULL, NULL) != MF_OK) {
        return;
    }
    number %= 64;
    if (find_scalar(manifest, &path, &number)) {
        mf_status status;

        mf_buffer_append_byte(&path, '\0');
        status = mf_text_set(text.data, text.size, NULL, path.data, value.data, value.size, &changed, &report,
                             &error);
        require(status == MF_OK || status == MF_ABSENT || status == MF_ERROR_INVALID,
                "a status that should not be");
        require((report != NULL) == (status == MF_ERROR_INVALID), "report and status disagree");
        require((error != NULL) == (status < 0), "error and status disagree");
        if (status == MF_OK) {
            check_change(text, manifest, path.data, value, changed);
        }
    }
    mf_bytes_unref(changed);
    mf_report_unref(report);
    mf_error_unref(error);
    mf_manifest_unref(manifest);
    mf_buffer_release(&path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    const char *end = size < 2 ? NULL : memchr(bytes + 1, '\0', size - 1);

    if (end != NULL && size < 64 * 1024) {
        change(mf_view_make(end + 1, (size_t)(bytes + size - end) - 1), data[0],
               mf_view_make(bytes + 1, (size_t)(end - bytes) - 1));
    }
    return 0;
}
