/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The library writes the changed manifest whole; from that text the lists are cut and put into the old one, with the indentation that
 * it has there. The outcome is read again, and used only if it is the changed manifest.
 */
#include "splice.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* A text that grows. */
struct growing {
    char *data;
    size_t size;
    size_t room;
};

/* Where a value stands. */
struct place {
    size_t offset;
    size_t end;
    uint32_t column;
};

/* Those that importing a lock file changes. */
static const char *const lists[] = { "lockfiles", "packages" };

/* Those that adding artifacts changes; only the first is a list. */
static const char *const sections[] = { "artifacts", "interface" };

enum { LISTS = sizeof lists / sizeof lists[0], LONGEST_PATH = 64 };

static void append(struct growing *text, const char *data, size_t size)
{
    if (text->room <= text->size + size) {
        text->room = 2 * (text->size + size) + 1;
        text->data = cli_memory_resize(text->data, text->room, 1);
    }
    memcpy(text->data + text->size, data, size);
    text->size += size;
    text->data[text->size] = '\0';
}

static void append_spaces(struct growing *text, size_t count)
{
    while (count-- > 0) {
        append(text, " ", 1);
    }
}

/* Whether a call went well. Without memory nothing goes on: the whole manifest would be written anew for want of a better way. */
static bool went_well(mf_status status)
{
    if (status == MF_ERROR_MEMORY) {
        cli_memory_is_out();
    }
    return status == MF_OK;
}

static bool find(const mf_manifest *manifest, const char *path, struct place *place)
{
    return went_well(
        mf_manifest_position(manifest, path, &place->offset, &place->end, NULL, &place->column, NULL));
}

/* Takes white space and lines that are comments off the end: a block reaches up to the next value. */
static void trim(const char *text, struct place *place)
{
    for (;;) {
        size_t line;

        while (place->end > place->offset && strchr(" \t\r\n", text[place->end - 1]) != NULL) {
            place->end--;
        }
        line = place->end;
        while (line > place->offset && text[line - 1] != '\n') {
            line--;
        }
        if (line == place->offset || text[line + strspn(text + line, " \t")] != '#') {
            return;
        }
        place->end = line;
    }
}

/* Appends a block of one text with the indentation of another: the first line begins where the text ends. */
static void append_block(struct growing *text, const char *from, struct place block, uint32_t column)
{
    size_t at = block.offset;

    trim(from, &block);
    while (at < block.end) {
        const char *feed = memchr(from + at, '\n', block.end - at);
        size_t end = feed == NULL ? block.end : (size_t)(feed - from) + 1;

        append(text, from + at, end - at);
        at = end;
        if (at < block.end) {
            append_spaces(text, column - 1);
            at += strspn(from + at, " ") < block.column - 1 ? strspn(from + at, " ") : block.column - 1;
        }
    }
}

/* What is put in the place of some bytes of the old text. */
struct change {
    size_t offset;
    size_t end;
    struct growing text;
};

/* The list is there, as a block or in brackets. */
static bool replace(const struct cli_input *input, struct place old, const mf_manifest *after,
                    const mf_bytes *whole, struct place new, const char *path, struct change *change)
{
    mf_bytes *json = NULL;

    change->offset = old.offset;
    if (input->data[old.offset] == '-') {
        trim(input->data, &old);
        append_block(&change->text, mf_bytes_data(whole), new, old.column);
    } else if (went_well(mf_manifest_get_json(after, path, &json, NULL))) {
        append(&change->text, mf_bytes_data(json), mf_bytes_size(json));
    }
    (void)mf_bytes_unref(json);
    change->end = old.end;
    return change->text.size > 0;
}

/* The list is not there: it becomes the first of its mapping. */
static void insert(struct place mapping, const mf_bytes *whole, struct place new, const char *name,
                   struct change *change)
{
    change->offset = mapping.offset;
    change->end = mapping.offset;
    append(&change->text, name, strlen(name));
    append(&change->text, ":\n", 2);
    append_spaces(&change->text, mapping.column + 1);
    append_block(&change->text, mf_bytes_data(whole), new, mapping.column + 2);
    append(&change->text, "\n", 1);
    append_spaces(&change->text, mapping.column - 1);
}

/* The section is not there at all: it comes last. */
static void insert_all(const struct cli_input *input, const mf_bytes *whole, struct place new,
                       const char *name, struct change *change)
{
    bool ends = input->size > 0 && input->data[input->size - 1] == '\n';

    change->offset = input->size;
    change->end = input->size;
    append(&change->text, "\n", ends ? 0 : 1);
    append(&change->text, name, strlen(name));
    append(&change->text, ":\n", 2);
    append_spaces(&change->text, 2);
    append_block(&change->text, mf_bytes_data(whole), new, 3);
    append(&change->text, "\n", 1);
}

static bool is_same(const mf_manifest *before, const mf_manifest *after, const char *path)
{
    mf_bytes *old = NULL;
    mf_bytes *new = NULL;
    bool same = went_well(mf_manifest_get_json(before, path, &old, NULL)) &&
                went_well(mf_manifest_get_json(after, path, &new, NULL)) &&
                mf_bytes_size(old) == mf_bytes_size(new) &&
                memcmp(mf_bytes_data(old), mf_bytes_data(new), mf_bytes_size(old)) == 0;

    (void)mf_bytes_unref(old);
    (void)mf_bytes_unref(new);
    return same;
}

/* The changes, in the order of the lists; false where there is no way to make one of them. */
static bool plan_lists(const struct cli_input *input, const mf_manifest *before, const mf_manifest *after,
                       const mf_bytes *whole, const mf_manifest *written, struct change changes[LISTS],
                       size_t *ret_count)
{
    struct place mapping;
    struct place old;
    struct place new;
    size_t count = 0;

    if (!find(before, "/dependencies", &mapping)) {
        *ret_count = 1;
        if (!find(written, "/dependencies", &new)) {
            return false;
        }
        insert_all(input, whole, new, "dependencies", &changes[0]);
        return true;
    }
    for (size_t i = 0; i < LISTS; i++) {
        char *path = cli_memory_format("/dependencies/%s", lists[i]);
        bool good = true;

        if (!is_same(before, after, path)) {
            good = find(written, path, &new);
            if (good && find(before, path, &old)) {
                good = replace(input, old, after, whole, new, path, &changes[count]);
            } else if (good) {
                insert(mapping, whole, new, lists[i], &changes[count]);
            }
            count++;
        }
        free(path);
        if (!good) {
            return false;
        }
    }
    *ret_count = count;
    return true;
}

/* The same of whole sections: a list is written anew in its place, and a mapping only where there is none. */
static bool plan_sections(const struct cli_input *input, const mf_manifest *before, const mf_manifest *after,
                          const mf_bytes *whole, const mf_manifest *written, struct change changes[LISTS],
                          size_t *ret_count)
{
    size_t count = 0;

    for (size_t i = 0; i < LISTS; i++) {
        char *path = cli_memory_format("/%s", sections[i]);
        struct place old = { .offset = 0 };
        struct place new = { .offset = 0 };
        bool was = find(before, path, &old);
        bool is = find(written, path, &new);
        bool good = true;

        if ((was || is) && !is_same(before, after, path)) {
            good = is && (!was || i == 0);
            if (good && was) {
                good = replace(input, old, after, whole, new, path, &changes[count]);
            } else if (good) {
                insert_all(input, whole, new, sections[i], &changes[count]);
            }
            count++;
        }
        free(path);
        if (!good) {
            return false;
        }
    }
    *ret_count = count;
    return true;
}

/* Carries the changes out, the first of the text first. */
static void carry_out(const struct cli_input *input, struct change *changes, size_t count,
                      struct growing *text)
{
    size_t at = 0;

    if (count == 2 && changes[1].offset < changes[0].offset) {
        struct change first = changes[1];

        changes[1] = changes[0];
        changes[0] = first;
    }
    for (size_t i = 0; i < count; i++) {
        append(text, input->data + at, changes[i].offset - at);
        append(text, changes[i].text.data, changes[i].text.size);
        at = changes[i].end;
    }
    append(text, input->data + at, input->size - at);
}

/* Does the text say what it should? */
static bool says(const struct growing *text, const mf_manifest *after)
{
    mf_read_options options;
    mf_manifest *manifest = NULL;
    mf_bytes *found = NULL;
    mf_bytes *expected = NULL;
    bool good;

    mf_read_options_init(&options, sizeof options);
    options.format = MF_FORMAT_YAML;
    good = went_well(mf_manifest_read(text->data, text->size, &options, &manifest, NULL, NULL)) &&
           went_well(mf_manifest_digest(manifest, &found, NULL)) &&
           went_well(mf_manifest_digest(after, &expected, NULL)) &&
           strcmp(mf_bytes_data(found), mf_bytes_data(expected)) == 0;
    (void)mf_bytes_unref(found);
    (void)mf_bytes_unref(expected);
    (void)mf_manifest_unref(manifest);
    return good;
}

typedef bool (*planner)(const struct cli_input *input, const mf_manifest *before, const mf_manifest *after,
                        const mf_bytes *whole, const mf_manifest *written, struct change changes[LISTS],
                        size_t *ret_count);

static bool splice(const struct cli_input *input, const mf_manifest *before, const mf_manifest *after,
                   planner plan, const mf_bytes *whole, struct growing *text)
{
    struct change changes[LISTS] = { { .offset = 0 } };
    mf_read_options options;
    mf_manifest *written = NULL;
    size_t count = 0;
    bool good;

    mf_read_options_init(&options, sizeof options);
    options.format = MF_FORMAT_YAML;
    good = went_well(mf_manifest_read(mf_bytes_data(whole), mf_bytes_size(whole), &options, &written, NULL,
                                      NULL)) &&
           plan(input, before, after, whole, written, changes, &count);
    if (good) {
        carry_out(input, changes, count, text);
    }
    for (size_t i = 0; i < LISTS; i++) {
        free(changes[i].text.data);
    }
    (void)mf_manifest_unref(written);
    return good && says(text, after);
}

static char *splice_or_write(const struct cli_input *input, const mf_manifest *before,
                             const mf_manifest *after, planner plan, size_t *ret_size, bool *ret_anew)
{
    struct growing text = { NULL, 0, 0 };
    mf_bytes *whole = NULL;

    if (mf_manifest_write(after, input->format, &whole, NULL) != MF_OK) {
        cli_memory_is_out();
    }
    *ret_anew = input->format != MF_FORMAT_YAML || !splice(input, before, after, plan, whole, &text);
    if (*ret_anew) {
        text.size = 0;
        append(&text, mf_bytes_data(whole), mf_bytes_size(whole));
    }
    (void)mf_bytes_unref(whole);
    *ret_size = text.size;
    return text.data;
}

char *cli_splice_dependencies(const struct cli_input *input, const mf_manifest *before,
                              const mf_manifest *after, size_t *ret_size, bool *ret_anew)
{
    return splice_or_write(input, before, after, plan_lists, ret_size, ret_anew);
}

char *cli_splice_artifacts(const struct cli_input *input, const mf_manifest *before, const mf_manifest *after,
                           size_t *ret_size, bool *ret_anew)
{
    return splice_or_write(input, before, after, plan_sections, ret_size, ret_anew);
}
