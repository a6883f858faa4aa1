/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two manifests, NUL between them, held against each other: nothing differs from itself, the way back has as many differences as
 * the way there, and the patch, applied by cJSON, makes the second of the first.
 */
#include "documents.h"

#include "base/buffer.h"

#include <cjson/cJSON.h>

/* Goes to what the last token of the path stands in, and leaves that token, decoded, in `name`. */
static cJSON *parent_of(cJSON *root, const char *path, struct mf_buffer *name)
{
    cJSON *at = root;

    require(*path == '/', "a path of the patch that is none");
    for (;;) {
        name->size = 0;
        for (path++; *path != '/' && *path != '\0'; path++) {
            char byte = *path;

            if (byte == '~') {
                path++;
                byte = *path == '0' ? '~' : '/';
            }
            mf_buffer_append_byte(name, byte);
        }
        mf_buffer_append_byte(name, '\0');
        if (*path == '\0') {
            return at;
        }
        at = cJSON_IsArray(at) ? cJSON_GetArrayItem(at, atoi(name->data))
                               : cJSON_GetObjectItemCaseSensitive(at, name->data);
        require(at != NULL, "a path of the patch leads nowhere");
    }
}

/* By moving what comes behind it to the end: cJSON_InsertItemInArray() of some distributions refuses every place but the first. */
static void insert(cJSON *list, int index, int size, cJSON *value)
{
    require(index >= 0 && index <= size && cJSON_AddItemToArray(list, value),
            "an entry is added behind the end");
    for (int i = index; i < size; i++) {
        (void)cJSON_AddItemToArray(list, cJSON_DetachItemFromArray(list, index));
    }
}

static void apply_to_list(cJSON *list, const char *operation, const char *name, cJSON *value)
{
    int size = cJSON_GetArraySize(list);
    int index = strcmp(name, "-") == 0 ? size : atoi(name);

    if (strcmp(operation, "add") == 0) {
        insert(list, index, size, value);
        return;
    }
    require(index < size, "the patch changes an entry that is not there");
    if (strcmp(operation, "remove") == 0) {
        cJSON_DeleteItemFromArray(list, index);
    } else {
        require(cJSON_ReplaceItemInArray(list, index, value), "an entry cannot be replaced");
    }
}

static void apply_to_object(cJSON *object, const char *operation, const char *name, cJSON *value)
{
    bool is_there = cJSON_GetObjectItemCaseSensitive(object, name) != NULL;

    require(strcmp(operation, "add") == 0 || is_there, "the patch changes a member that is not there");
    cJSON_DeleteItemFromObjectCaseSensitive(object, name);
    if (value != NULL) {
        require(cJSON_AddItemToObject(object, name, value), "a member cannot be set");
    }
}

static cJSON *apply(cJSON *root, const cJSON *step)
{
    struct mf_buffer name = MF_BUFFER_EMPTY;
    const char *operation = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, "op"));
    const char *path = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, "path"));
    cJSON *value = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(step, "value"), 1);
    cJSON *parent;

    require(operation != NULL && path != NULL, "a step of the patch that is none");
    require((value == NULL) == (strcmp(operation, "remove") == 0), "a step with a value too many or few");
    parent = parent_of(root, path, &name);
    if (cJSON_IsArray(parent)) {
        apply_to_list(parent, operation, name.data, value);
    } else {
        apply_to_object(parent, operation, name.data, value);
    }
    mf_buffer_release(&name);
    return root;
}

/* Of numbers, cJSON compares the first 15 digits. */
static void check_patch(const mf_diff *diff, const mf_bytes *before, const mf_bytes *after)
{
    mf_bytes *patch = NULL;
    cJSON *root = cJSON_ParseWithLength(mf_bytes_data(before), mf_bytes_size(before));
    cJSON *steps;
    cJSON *expected = cJSON_ParseWithLength(mf_bytes_data(after), mf_bytes_size(after));
    const cJSON *step;

    require(mf_diff_patch(diff, &patch, NULL) == MF_OK, "no patch");
    steps = cJSON_ParseWithLength(mf_bytes_data(patch), mf_bytes_size(patch));
    require(root != NULL && cJSON_IsArray(steps), "the patch is no list");
    require((cJSON_GetArraySize(steps) == 0) == mf_view_equal(mf_bytes_view(before), mf_bytes_view(after)),
            "a patch for nothing, or none for something");
    cJSON_ArrayForEach(step, steps)
    {
        root = apply(root, step);
    }
    require(cJSON_Compare(root, expected, 1), "the patch makes something else");
    cJSON_Delete(expected);
    cJSON_Delete(steps);
    cJSON_Delete(root);
    mf_bytes_unref(patch);
}

static void check_change(const mf_change *change)
{
    mf_diff_kind kind = mf_change_kind(change);
    bool has_before = *mf_change_before(change) != '\0';
    bool has_after = *mf_change_after(change) != '\0';

    require(has_before || kind == MF_DIFF_ADDED, "a change without what was there");
    require(has_after || kind == MF_DIFF_REMOVED, "a change without what is there");
    require(kind != MF_DIFF_ADDED || !has_before, "what was added was there");
    require(kind != MF_DIFF_REMOVED || !has_after, "what was removed is there");
    require(*mf_change_section(change) != '\0' && *mf_change_path(change) == '/' &&
                *mf_change_label(change) != '\0' && *mf_change_message(change) != '\0',
            "a change that says nothing");
}

static mf_diff *compare(const mf_manifest *before, const mf_manifest *after, mf_diff_severity least)
{
    mf_diff *diff = NULL;
    mf_diff_options options;

    mf_diff_options_init(&options, sizeof options);
    options.least = least;
    require(mf_diff_compare(before, after, &options, &diff, NULL) == MF_OK, "they cannot be compared");
    return diff;
}

static void check_least(const mf_diff *all, const mf_manifest *before, const mf_manifest *after)
{
    mf_diff *high = compare(before, after, MF_DIFF_HIGH);

    require(mf_diff_count(high) == mf_diff_count_severity(all, MF_DIFF_HIGH), "a severe change is lost");
    require(mf_diff_count(all) == mf_diff_count_severity(all, MF_DIFF_LOW), "a change without severity");
    mf_diff_unref(high);
}

static void check_same(const mf_manifest *manifest)
{
    mf_diff *diff = compare(manifest, manifest, MF_DIFF_LOW);

    require(mf_diff_count(diff) == 0 && mf_diff_respelled(diff) == 0, "a manifest differs from itself");
    mf_diff_unref(diff);
}

static void check_both_ways(const mf_manifest *before, const mf_manifest *after)
{
    mf_bytes *canonical[2] = { canonical_of(before), canonical_of(after) };
    mf_diff *there = compare(before, after, MF_DIFF_LOW);
    mf_diff *back = compare(after, before, MF_DIFF_LOW);

    require(mf_diff_count(there) == mf_diff_count(back), "the way back has another number of changes");
    require(mf_diff_respelled(there) == mf_diff_respelled(back), "the way back is spelled differently");
    require((mf_diff_count(there) + mf_diff_respelled(there) == 0) ==
                mf_view_equal(mf_bytes_view(canonical[0]), mf_bytes_view(canonical[1])),
            "a difference that is none, or none where one is");
    for (size_t i = 0; i < mf_diff_count(there); i++) {
        check_change(mf_diff_change(there, i));
    }
    check_least(there, before, after);
    check_patch(there, canonical[0], canonical[1]);
    check_patch(back, canonical[1], canonical[0]);
    mf_diff_unref(there);
    mf_diff_unref(back);
    mf_bytes_unref(canonical[0]);
    mf_bytes_unref(canonical[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view text = mf_view_make((const char *)data, size);
    mf_manifest *before = read_manifest(take_part(&text), MF_FORMAT_AUTO);
    mf_manifest *after = before == NULL ? NULL : read_manifest(text, MF_FORMAT_AUTO);

    if (before != NULL) {
        check_same(before);
    }
    if (after != NULL) {
        check_both_ways(before, after);
    }
    mf_manifest_unref(before);
    mf_manifest_unref(after);
    return 0;
}
