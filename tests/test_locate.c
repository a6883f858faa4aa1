/* SPDX-License-Identifier: Apache-2.0 */
/* Values found by their address: every one of a document that has all fields, compared with a walk that knows where it is. */
#include "documents.h"

#include "model/locate.h"
#include "model/manifest.h"

#include <stdio.h>

struct walk {
    mf_manifest *manifest;
    struct mf_trail trail;
    size_t values;
    size_t absent;
};

static void append_path(struct mf_buffer *path, const struct mf_trail *trail)
{
    mf_trail_append(path, trail, trail->count);
    mf_buffer_append_byte(path, '\0');
    ck_assert_int_eq(path->status, MF_OK);
}

/* Fails unless the value at this address is found where the walk is, at this place of the text. */
static void assert_found(const struct walk *walk, const void *value, uint32_t at)
{
    struct mf_buffer expected = MF_BUFFER_EMPTY;
    struct mf_buffer found = MF_BUFFER_EMPTY;
    struct mf_location location;

    append_path(&expected, &walk->trail);
    ck_assert_msg(mf_locate(mf_schema_manifest.record, walk->manifest->root, value, &location), "%s",
                  expected.data);
    append_path(&found, &location.trail);
    ck_assert_str_eq(found.data, expected.data);
    ck_assert_msg(location.at == at, "%s: place %u instead of %u", expected.data, location.at, at);
    mf_buffer_release(&expected);
    mf_buffer_release(&found);
}

static void walk_record(struct walk *walk, const struct mf_record *record, const void *object);

static void walk_list(struct walk *walk, const struct mf_field *field, const struct mf_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const void *entry = mf_entry_of(field, list, i);

        mf_trail_push_entry(&walk->trail, field, entry, i);
        if (field->record == NULL) {
            assert_found(walk, entry, ((const struct mf_scalar *)entry)->at);
        } else {
            assert_found(walk, entry, ((const struct mf_head *)entry)->at);
            walk_record(walk, field->record, entry);
        }
        mf_trail_pop(&walk->trail);
    }
}

static void walk_field(struct walk *walk, const struct mf_field *field, const void *object)
{
    const void *value = mf_field_in(field, object);
    const struct mf_head *const *mapping = value;

    if (!mf_field_is_set(field, object)) {
        /* What is not there has the position of the mapping that lacks it. */
        assert_found(walk, value, ((const struct mf_head *)object)->at);
        walk->absent++;
        return;
    }
    walk->values++;
    if (field->shape == MF_SHAPE_MAPPING) {
        assert_found(walk, value, (*mapping)->at);
        assert_found(walk, *mapping, (*mapping)->at);
        walk_record(walk, field->record, *mapping);
    } else if (mf_shape_is_list(field->shape)) {
        assert_found(walk, value, ((const struct mf_list *)value)->at);
        walk_list(walk, field, value);
    } else {
        assert_found(walk, value, ((const struct mf_scalar *)value)->at);
    }
}

static void walk_record(struct walk *walk, const struct mf_record *record, const void *object)
{
    for (size_t i = 0; i < record->field_count; i++) {
        mf_trail_push(&walk->trail, mf_view_of(record->fields[i].name));
        walk_field(walk, &record->fields[i], object);
        mf_trail_pop(&walk->trail);
    }
}

START_TEST(every_value_is_found_where_it_stands)
{
    static const char *const documents[] = { "full", "llm", "minimal-draft" };
    char path[64];
    mf_bytes *text;
    struct walk walk = { .values = 0 };

    (void)snprintf(path, sizeof path, "tests/vectors/%s.yaml", documents[_i]);
    text = source_file(path);
    walk.manifest = must_read_as(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)), MF_FORMAT_YAML,
                                 MF_PROFILE_DRAFT);
    assert_found(&walk, walk.manifest->root, walk.manifest->root->head.at);
    walk_record(&walk, mf_schema_manifest.record, walk.manifest->root);
    ck_assert_uint_gt(walk.values + walk.absent, 10);
    mf_manifest_unref(walk.manifest);
    mf_bytes_unref(text);
}
END_TEST

START_TEST(what_is_no_value_of_the_document_is_not_found)
{
    mf_manifest *manifest =
        must_read("schema: manifest/v1\nrelease: {id: a, labels: [{name: b, value: c}]}\n");
    const struct model_release *release = manifest->root->release;
    const char *const entry = release->labels.items;
    struct mf_location location;
    const void *const others[] = {
        &location,
        NULL,
        manifest,
        (const char *)manifest->root + 1,
        (const char *)&release->id + 1,
        entry + sizeof(struct model_release_labels),
        entry - 1,
        entry + 1,
    };

    for (size_t i = 0; i < COUNT_OF(others); i++) {
        ck_assert_msg(!mf_locate(mf_schema_manifest.record, manifest->root, others[i], &location), "%zu", i);
        ck_assert_uint_eq(location.trail.count, 0);
        ck_assert_uint_eq(location.at, 0);
    }
    mf_manifest_unref(manifest);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("locate");
    TCase *tests = tcase_create("locate");

    tcase_add_loop_test(tests, every_value_is_found_where_it_stands, 0, 3);
    tcase_add_test(tests, what_is_no_value_of_the_document_is_not_found);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
