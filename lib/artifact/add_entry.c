/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files made into entries of the set of artifacts. What a file tells takes the place of what the manifest said; what no file can tell is
 * kept. Entries are made as JSON, all of them, before the first is put into the builder.
 */
#include "artifact/add.h"

#include "base/error.h"
#include "value/ascii.h"
#include "value/check.h"
#include "json/writer.h"

#include <stdlib.h>

/* One artifact. */
struct entry {
    const char *name;
    const char *path;
    const struct mf_added_file *files;
    size_t count;
    bool directory;
    const struct model_artifacts *old;              /* what the manifest says of it; NULL */
    const struct model_artifacts_files **old_files; /* of those in it, sorted */
    const char *json;
};

struct entries {
    struct mf_adding *adding;
    struct entry *items;
    size_t count;
    const struct model_artifacts **by_name; /* those of the manifest, sorted */
    const struct model_artifacts **by_path;
    uint32_t old_count;
};

/* --- what the manifest has --------------------------------------------------------------------------------------------- */

static int compare_scalars(const struct mf_scalar *left, const struct mf_scalar *right)
{
    return mf_view_compare(mf_scalar_view(left), mf_scalar_view(right));
}

static int compare_names(const void *left, const void *right)
{
    return compare_scalars(&(*(const struct model_artifacts *const *)left)->name,
                           &(*(const struct model_artifacts *const *)right)->name);
}

static int compare_paths(const void *left, const void *right)
{
    return compare_scalars(&(*(const struct model_artifacts *const *)left)->path,
                           &(*(const struct model_artifacts *const *)right)->path);
}

static bool index_old(struct entries *entries)
{
    const struct mf_list *list = &entries->adding->builder->root->artifacts;
    const struct model_artifacts *items = list->items;
    struct mf_arena *arena = entries->adding->arena;

    entries->old_count = list->count;
    entries->by_name = mf_arena_alloc_array(arena, (size_t)list->count + 1, sizeof *entries->by_name);
    entries->by_path = mf_arena_alloc_array(arena, (size_t)list->count + 1, sizeof *entries->by_path);
    if (entries->by_name == NULL || entries->by_path == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        entries->by_name[i] = &items[i];
        entries->by_path[i] = &items[i];
    }
    qsort(entries->by_name, list->count, sizeof *entries->by_name, compare_names);
    qsort(entries->by_path, list->count, sizeof *entries->by_path, compare_paths);
    return true;
}

static const struct model_artifacts *find(const struct model_artifacts **sorted, uint32_t count,
                                          const struct model_artifacts *wanted,
                                          int (*compare)(const void *left, const void *right))
{
    const struct model_artifacts **found = bsearch(&wanted, sorted, count, sizeof *sorted, compare);

    return found == NULL ? NULL : *found;
}

static struct mf_scalar scalar_of(const char *text)
{
    return (struct mf_scalar){ .text = text, .size = (uint32_t)strlen(text) };
}

/* --- names ------------------------------------------------------------------------------------------------------------- */

/* "Model/Iris V1.onnx" becomes "model-iris-v1.onnx". NULL without memory. */
static const char *name_from(struct mf_arena *arena, const char *path)
{
    char *name = mf_arena_copy(arena, mf_view_of(path));
    size_t size = 0;

    for (const char *from = name; name != NULL && *from != '\0' && size < MF_NAME_SIZE; from++) {
        char byte = mf_ascii_lower(*from);
        bool good = mf_ascii_is_alphanumeric(byte);

        if (!good && !mf_ascii_is_one_of(byte, "._-")) {
            byte = '-';
        }
        /* A name begins with a letter or digit, and no two hyphens come of one character of several bytes. */
        if (good || (size > 0 && !(byte == '-' && name[size - 1] == '-'))) {
            name[size++] = byte;
        }
    }
    while (size > 0 && !mf_ascii_is_alphanumeric(name[size - 1])) {
        size--;
    }
    if (name != NULL) {
        name[size] = '\0';
    }
    return name == NULL || size > 0 ? name : "artifact";
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* The name that was asked for; else that of the artifact which has this path already; else one made of the path. */
static bool name_entry(struct entries *entries, struct entry *entry, const char *path)
{
    struct mf_adding *adding = entries->adding;
    struct model_artifacts wanted = { .path = scalar_of(entry->path) };

    entry->name = adding->options.name;
    if (entry->name == NULL) {
        const struct model_artifacts *old =
            find(entries->by_path, entries->old_count, &wanted, compare_paths);

        entry->name = old != NULL && mf_name_check(mf_scalar_view(&old->name), NULL)
                          ? old->name.text
                          : name_from(adding->arena, path);
    }
    if (entry->name == NULL) {
        return false;
    }
    wanted.name = scalar_of(entry->name);
    entry->old = find(entries->by_name, entries->old_count, &wanted, compare_names);
    return true;
}

static int compare_entries(const void *left, const void *right)
{
    return strcmp((*(const struct entry *const *)left)->name, (*(const struct entry *const *)right)->name);
}

static void tell_twice(struct mf_adding *adding, const struct entry *one, const struct entry *other)
{
    struct mf_finding_facts facts = { .code = MF_FINDING_ARTIFACT_NAME_TWICE,
                                      .found = mf_view_of(other->path) };

    mf_report_add(adding->report, &facts, "%.200s: its artifact would be named %.128s, as that of %.200s",
                  other->path, other->name, one->path);
}

/* Finds names that two entries would have. */
static bool check_names(struct entries *entries)
{
    const struct entry **sorted =
        mf_arena_alloc_array(entries->adding->arena, entries->count + 1, sizeof *sorted);

    if (sorted == NULL) {
        return false;
    }
    for (size_t i = 0; i < entries->count; i++) {
        sorted[i] = &entries->items[i];
    }
    qsort(sorted, entries->count, sizeof *sorted, compare_entries);
    for (size_t i = 1; i < entries->count; i++) {
        if (compare_entries(&sorted[i - 1], &sorted[i]) == 0) {
            tell_twice(entries->adding, sorted[i - 1], sorted[i]);
        }
    }
    return true;
}

/* --- what the files tell ----------------------------------------------------------------------------------------------- */

/* Of a directory: weights if it has some, else what all are, else something other. */
static const char *kind_of(const struct entry *entry)
{
    const char *kind = entry->files[0].format->kind;

    for (size_t i = 0; i < entry->count; i++) {
        const char *own = entry->files[i].format->kind;

        if (strcmp(own, "weights") == 0) {
            return own;
        }
        kind = strcmp(own, kind) == 0 ? kind : "other";
    }
    return kind;
}

/* Of a directory: that of its weights, if all of them have one. */
static const char *media_type_of(const struct entry *entry)
{
    const char *type = NULL;

    for (size_t i = 0; i < entry->count; i++) {
        const struct mf_file_format *format = entry->files[i].format;

        if (!entry->directory || strcmp(format->kind, "weights") == 0) {
            type = type == NULL || strcmp(type, format->media_type) == 0 ? format->media_type : "";
        }
    }
    return type == NULL ? "" : type;
}

/* The digest of a file, or the root digest of a directory, as text. */
static mf_status append_digest(struct mf_buffer *buffer, const struct entry *entry, mf_error **reterr)
{
    uint8_t digest[MF_LONGEST_DIGEST];
    struct mf_hash *hash;
    bool done;

    if (!entry->directory) {
        mf_digest_append(buffer, entry->files[0].algorithm, entry->files[0].digest);
        return MF_OK;
    }
    hash = mf_hash_new(MF_HASH_SHA256);
    if (hash == NULL) {
        return mf_error_memory(reterr);
    }
    done = mf_hash_begin(hash);
    for (size_t i = 0; done && i < entry->count; i++) {
        const struct mf_added_file *file = &entry->files[i];

        done = mf_hash_update(hash, mf_view_make((const char *)file->digest, mf_hash_size(file->algorithm)));
    }
    done = done && mf_hash_finish(hash, digest);
    mf_hash_free(hash);
    if (!done) {
        return mf_error_set(reterr, MF_ERROR_CRYPTO, "the digest of a directory cannot be computed");
    }
    mf_digest_append(buffer, MF_HASH_SHA256, digest);
    return MF_OK;
}

/* --- JSON -------------------------------------------------------------------------------------------------------------- */

static void append_member(struct mf_buffer *json, const char *name, struct mf_view text)
{
    if (text.size > 0) {
        mf_buffer_format(json, "%s\"%s\":", json->data[json->size - 1] == '{' ? "" : ",", name);
        mf_json_append_string(json, text);
    }
}

/* A value of the caller, or the one that the manifest had. */
static void append_chosen(struct mf_buffer *json, const char *name, const char *chosen,
                          const struct mf_scalar *old)
{
    append_member(json, name,
                  chosen != NULL ? mf_view_of(chosen)
                  : old == NULL  ? mf_view_of(NULL)
                                 : mf_scalar_view(old));
}

static void append_encoded(struct mf_buffer *uri, const char *path)
{
    for (; *path != '\0'; path++) {
        if (mf_ascii_is_alphanumeric(*path) || mf_ascii_is_one_of(*path, "-._~/")) {
            mf_buffer_append_byte(uri, *path);
        } else {
            mf_buffer_format(uri, "%%%02X", (unsigned)(unsigned char)*path);
        }
    }
}

/* Where it is fetched from. What the manifest said is kept only as long as the digest is the same. */
static void append_uri(struct mf_buffer *json, const struct mf_adding *adding, const struct entry *entry,
                       struct mf_view digest)
{
    const char *base = adding->options.uri_base;
    struct mf_buffer uri = MF_BUFFER_EMPTY;

    if (adding->options.uri != NULL) {
        append_member(json, "uri", mf_view_of(adding->options.uri));
    } else if (base != NULL) {
        mf_buffer_append_text(&uri, base);
        if (*base == '\0' || base[strlen(base) - 1] != '/') {
            mf_buffer_append_byte(&uri, '/');
        }
        append_encoded(&uri, entry->path);
        append_member(json, "uri", mf_buffer_view(&uri));
        json->status = json->status == MF_OK ? uri.status : json->status;
    } else if (entry->old != NULL && mf_view_equal(mf_scalar_view(&entry->old->digest), digest)) {
        append_member(json, "uri", mf_scalar_view(&entry->old->uri));
    }
    mf_buffer_release(&uri);
}

static void append_derived(struct mf_buffer *json, const struct entry *entry)
{
    const struct mf_list *list = entry->old == NULL ? NULL : &entry->old->derived_from;
    const struct mf_scalar *names = list == NULL ? NULL : list->items;

    if (list == NULL || list->count == 0) {
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        mf_buffer_append_text(json, i == 0 ? ",\"derived_from\":[" : ",");
        mf_json_append_string(json, mf_scalar_view(&names[i]));
    }
    mf_buffer_append_byte(json, ']');
}

static int compare_file_paths(const void *left, const void *right)
{
    return compare_scalars(&(*(const struct model_artifacts_files *const *)left)->path,
                           &(*(const struct model_artifacts_files *const *)right)->path);
}

static bool index_old_files(struct mf_arena *arena, struct entry *entry)
{
    const struct mf_list *list = entry->old == NULL ? NULL : &entry->old->files;
    const struct model_artifacts_files *items = list == NULL ? NULL : list->items;

    if (list == NULL || list->count == 0) {
        return true;
    }
    entry->old_files = mf_arena_alloc_array(arena, list->count, sizeof *entry->old_files);
    for (uint32_t i = 0; entry->old_files != NULL && i < list->count; i++) {
        entry->old_files[i] = &items[i];
    }
    if (entry->old_files != NULL) {
        qsort(entry->old_files, list->count, sizeof *entry->old_files, compare_file_paths);
    }
    return entry->old_files != NULL;
}

/* The address of a file is kept where its digest is the same. */
static void append_file_uri(struct mf_buffer *json, const struct entry *entry, const char *path,
                            struct mf_view digest)
{
    struct model_artifacts_files wanted = { .path = scalar_of(path) };
    const struct model_artifacts_files *key = &wanted;
    const struct model_artifacts_files **found = NULL;

    if (entry->old_files != NULL) {
        found = bsearch(&key, entry->old_files, entry->old->files.count, sizeof *entry->old_files,
                        compare_file_paths);
    }
    if (found != NULL && mf_view_equal(mf_scalar_view(&(*found)->digest), digest)) {
        append_member(json, "uri", mf_scalar_view(&(*found)->uri));
    }
}

static void append_file(struct mf_buffer *json, const struct entry *entry, const struct mf_added_file *file)
{
    struct mf_buffer digest = MF_BUFFER_EMPTY;

    mf_digest_append(&digest, file->algorithm, file->digest);
    mf_buffer_append_byte(json, '{');
    append_member(json, "path", mf_view_of(file->below));
    append_member(json, "digest", mf_buffer_view(&digest));
    mf_buffer_append_text(json, ",\"size\":");
    mf_buffer_append_unsigned(json, file->size);
    append_file_uri(json, entry, file->below, mf_buffer_view(&digest));
    mf_buffer_append_byte(json, '}');
    json->status = json->status == MF_OK ? digest.status : json->status;
    mf_buffer_release(&digest);
}

static void append_files(struct mf_buffer *json, const struct entry *entry)
{
    mf_buffer_append_text(json, ",\"files\":[");
    for (size_t i = 0; i < entry->count; i++) {
        mf_buffer_append_text(json, i == 0 ? "" : ",");
        append_file(json, entry, &entry->files[i]);
    }
    mf_buffer_append_byte(json, ']');
}

static void append_entry(struct mf_buffer *json, const struct mf_adding *adding, const struct entry *entry,
                         struct mf_view digest)
{
    const mf_artifact_options *options = &adding->options;
    const struct model_artifacts *old = entry->old;
    const char *kind = options->kind;
    const char *type;
    uint64_t size = 0;

    for (size_t i = 0; i < entry->count; i++) {
        size += entry->files[i].size;
    }
    if (kind == NULL) {
        kind = old != NULL && old->kind.text != NULL ? old->kind.text : kind_of(entry);
    }
    type = options->media_type == NULL ? media_type_of(entry) : options->media_type;
    mf_buffer_append_byte(json, '{');
    append_member(json, "name", mf_view_of(entry->name));
    append_member(json, "kind", mf_view_of(kind));
    append_chosen(json, "version", options->version, old == NULL ? NULL : &old->version);
    append_uri(json, adding, entry, digest);
    append_member(json, "digest", digest);
    mf_buffer_append_text(json, ",\"size\":");
    mf_buffer_append_unsigned(json, size);
    append_member(json, "path", mf_view_of(entry->path));
    append_chosen(json, "media_type", *type == '\0' ? NULL : type, old == NULL ? NULL : &old->media_type);
    append_chosen(json, "license", options->license, old == NULL ? NULL : &old->license);
    append_derived(json, entry);
    if (entry->directory) {
        append_files(json, entry);
    }
    mf_buffer_append_byte(json, '}');
}

static mf_status make_json(struct mf_adding *adding, struct entry *entry, mf_error **reterr)
{
    struct mf_buffer digest = MF_BUFFER_EMPTY;
    struct mf_buffer json = MF_BUFFER_EMPTY;
    mf_status status = append_digest(&digest, entry, reterr);

    if (status == MF_OK && index_old_files(adding->arena, entry) && mf_buffer_reserve(&json, 256)) {
        append_entry(&json, adding, entry, mf_buffer_view(&digest));
    }
    if (status == MF_OK) {
        entry->json = digest.status == MF_OK && json.status == MF_OK && json.size > 0
                          ? mf_arena_copy(adding->arena, mf_buffer_view(&json))
                          : NULL;
        status = entry->json == NULL ? mf_error_memory(reterr) : MF_OK;
    }
    mf_buffer_release(&digest);
    mf_buffer_release(&json);
    return status;
}

/* --- all of them ------------------------------------------------------------------------------------------------------- */

static mf_status make_entries(struct entries *entries, mf_error **reterr)
{
    struct mf_adding *adding = entries->adding;
    bool each = !adding->directory || (adding->options.flags & MF_ARTIFACT_EACH) != 0;

    entries->count = each ? adding->count : 1;
    entries->items = mf_arena_alloc_array(adding->arena, entries->count + 1, sizeof *entries->items);
    if (entries->items == NULL || !index_old(entries)) {
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < entries->count; i++) {
        const struct mf_added_file *file = &adding->files[i];
        struct entry *entry = &entries->items[i];

        *entry = (struct entry){ .path = each ? file->path : adding->path,
                                 .files = file,
                                 .count = each ? 1 : adding->count,
                                 .directory = !each };
        if (!name_entry(entries, entry, each && adding->directory ? file->below : last_part(entry->path))) {
            return mf_error_memory(reterr);
        }
    }
    return check_names(entries) ? MF_OK : mf_error_memory(reterr);
}

static mf_status put_entries(const struct entries *entries, mf_error **reterr)
{
    mf_builder *builder = entries->adding->builder;
    mf_status status = MF_OK;

    for (size_t i = 0; i < entries->count && status == MF_OK; i++) {
        const struct entry *entry = &entries->items[i];
        char path[sizeof "/artifacts/" + MF_NAME_SIZE];

        if (entry->old == NULL) {
            status = mf_builder_append_json(builder, "/artifacts", entry->json, MF_ZERO_TERMINATED, reterr);
        } else {
            memcpy(path, "/artifacts/", sizeof "/artifacts/");
            memcpy(path + sizeof "/artifacts/" - 1, entry->name, strlen(entry->name) + 1);
            status = mf_builder_set_json(builder, path, entry->json, MF_ZERO_TERMINATED, reterr);
        }
    }
    return status;
}

mf_status mf_adding_put(struct mf_adding *adding, mf_error **reterr)
{
    struct entries entries = { .adding = adding };
    mf_status status = make_entries(&entries, reterr);

    if (status != MF_OK || mf_report_count_severity(adding->report, MF_SEVERITY_ERROR) > 0) {
        return status;
    }
    for (size_t i = 0; i < entries.count && status == MF_OK; i++) {
        status = make_json(adding, &entries.items[i], reterr);
    }
    return status == MF_OK ? put_entries(&entries, reterr) : status;
}
