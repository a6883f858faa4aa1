/* SPDX-License-Identifier: Apache-2.0 */
/* The packages that were found: collected first, then sorted and put into the builder in one pass. */
#include "capture/capture.h"

#include "base/error.h"
#include "value/type.h"

#include <stdlib.h>

/* The package URL in the arena; NULL: there is none, or the run has failed. */
static const char *make_purl(struct mf_capture_run *run, const char *file, const struct mf_package *package)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const char *wrong = mf_package_purl(&buffer, package);
    const char *purl = NULL;

    if (buffer.status != MF_OK) {
        mf_capture_fail_memory(run);
    } else if (wrong == NULL && package->version.size == 0) {
        wrong = "it has no version";
    }
    if (mf_capture_goes_on(run) && wrong != NULL) {
        mf_capture_find(run, MF_FINDING_CAPTURE_PACKAGE, "/dependencies/packages", file,
                        "package '%.*s' of version '%.*s' is left out: %s", MF_VIEW_ARGS(package->name),
                        MF_VIEW_ARGS(package->version), wrong);
    } else if (mf_capture_goes_on(run)) {
        purl = mf_capture_copy(run, mf_buffer_view(&buffer));
    }
    mf_buffer_release(&buffer);
    return purl;
}

static const char *copy_if(struct mf_capture_run *run, const char *file, enum mf_type type, const char *text)
{
    if (text == NULL) {
        return NULL;
    }
    if (!mf_type_check(type, mf_view_of(text), NULL)) {
        mf_capture_find(run, MF_FINDING_CAPTURE_VALUE, "/dependencies/packages", file,
                        "'%.200s' is not written down: expected %s", text, mf_type_info(type)->expected);
        return NULL;
    }
    return mf_capture_copy(run, mf_view_of(text));
}

void mf_capture_add_package(struct mf_capture_run *run, const char *file, const struct mf_package *package,
                            const struct mf_capture_package *facts)
{
    struct mf_capture_package *items;
    const char *purl = mf_capture_goes_on(run) ? make_purl(run, file, package) : NULL;

    if (purl == NULL) {
        return;
    }
    if (run->package_count >= run->options.maximum_entries) {
        mf_error *error = NULL;
        mf_status status =
            mf_error_set(&error, MF_ERROR_LIMIT, "the system has more than the limit of %u packages",
                         run->options.maximum_entries);

        mf_capture_fail(run, status, error);
        return;
    }
    items = mf_capture_resize(run, run->packages, run->package_count + (size_t)1, sizeof *items);
    if (items == NULL) {
        return;
    }
    run->packages = items;
    items += run->package_count++;
    *items = (struct mf_capture_package){ .purl = purl };
    if (facts != NULL) {
        items->origin = copy_if(run, file, MF_TYPE_URI, facts->origin);
        items->record = copy_if(run, file, MF_TYPE_DIGEST, facts->record);
        for (size_t i = 0; i < 2; i++) {
            items->digests[i] = copy_if(run, file, MF_TYPE_DIGEST, facts->digests[i]);
        }
        items->editable = facts->editable;
    }
}

/* --- into the builder -------------------------------------------------------------------------------------------------- */

/* NULL, which is no text, comes first. */
static int compare_texts(const char *left, const char *right)
{
    if (left == NULL || right == NULL) {
        return (left != NULL) - (right != NULL);
    }
    return strcmp(left, right);
}

static int compare_facts(const struct mf_capture_package *left, const struct mf_capture_package *right)
{
    int order = compare_texts(left->record, right->record);

    order = order != 0 ? order : compare_texts(left->origin, right->origin);
    for (size_t i = 0; i < 2 && order == 0; i++) {
        order = compare_texts(left->digests[i], right->digests[i]);
    }
    return order != 0 ? order : (int)left->editable - (int)right->editable;
}

static int compare_packages(const void *left, const void *right)
{
    int order = strcmp(((const struct mf_capture_package *)left)->purl,
                       ((const struct mf_capture_package *)right)->purl);

    return order != 0 ? order : compare_facts(left, right);
}

/* Leaves one of those that are the same; where they differ in what they say, nobody knows which is meant. */
static void unite(struct mf_capture_run *run)
{
    uint32_t kept = 0;
    uint32_t told = 0; /* the package that the last finding was about, counted from 1 */

    for (uint32_t i = 0; i < run->package_count; i++) {
        struct mf_capture_package *last = kept == 0 ? NULL : &run->packages[kept - 1];
        const struct mf_capture_package *package = &run->packages[i];

        if (last == NULL || strcmp(last->purl, package->purl) != 0) {
            run->packages[kept++] = *package;
        } else if (compare_facts(last, package) != 0) {
            if (last->record != NULL || last->origin != NULL || last->digests[0] != NULL ||
                last->digests[1] != NULL || last->editable) {
                *last = (struct mf_capture_package){ .purl = last->purl };
            }
            if (told == kept) {
                continue;
            }
            told = kept;
            mf_capture_find(run, MF_FINDING_CAPTURE_TWICE, "/dependencies/packages", package->purl,
                            "it is installed in several places, with different files or origins");
        }
    }
    run->package_count = kept;
}

static int compare_known(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The package URLs that the builder has, sorted. */
static const char **known_packages(struct mf_capture_run *run, uint32_t *ret_count)
{
    const struct model_dependencies *dependencies = run->builder->root->dependencies;
    const struct mf_list *list = dependencies == NULL ? NULL : &dependencies->packages;
    const struct model_dependencies_packages *packages = list == NULL ? NULL : list->items;
    const char **known = mf_capture_alloc(run, list == NULL ? 1 : list->count + (size_t)1, sizeof *known);

    *ret_count = 0;
    for (uint32_t i = 0; known != NULL && list != NULL && i < list->count; i++) {
        if (packages[i].purl.text != NULL) {
            known[(*ret_count)++] = packages[i].purl.text;
        }
    }
    if (*ret_count > 1) {
        qsort(known, *ret_count, sizeof *known, compare_known);
    }
    return known;
}

static bool put_text(struct mf_capture_run *run, struct mf_scalar *scalar, const char *text)
{
    if (text != NULL) {
        scalar->text = mf_arena_copy(run->builder->arena, mf_view_of(text));
        scalar->size = (uint32_t)strlen(text);
        scalar->at = MF_SPELLED_FREELY;
    }
    return text == NULL || scalar->text != NULL;
}

/* Digests are a set of scalars, whose entries are scalars themselves. */
static bool put_digests(struct mf_capture_run *run, struct mf_list *list, const char *const digests[2])
{
    uint32_t count = (digests[0] != NULL ? 1U : 0U) + (digests[1] != NULL ? 1U : 0U);
    struct mf_scalar *items;

    if (count == 0) {
        return true;
    }
    items = mf_arena_resize(run->builder->arena, NULL, count * sizeof *items);
    if (items == NULL) {
        return false;
    }
    memset(items, 0, count * sizeof *items);
    list->items = items;
    list->count = count;
    return put_text(run, &items[0], digests[0] != NULL ? digests[0] : digests[1]) &&
           (count == 1 || put_text(run, &items[1], digests[1]));
}

/* The list of the builder grows by one entry; nothing is looked for. */
static bool put(struct mf_capture_run *run, const struct mf_slot *list,
                const struct mf_capture_package *package)
{
    mf_error *error = NULL;
    mf_status status = MF_OK;
    struct model_dependencies_packages *entry =
        mf_builder_add_entry(run->builder, list->field, list->value, &error, &status);

    if (entry != NULL &&
        (!put_text(run, &entry->purl, package->purl) || !put_text(run, &entry->scope, "runtime") ||
         !put_text(run, &entry->in_image, (run->options.flags & MF_CAPTURE_IMAGE) != 0 ? "true" : NULL) ||
         !put_text(run, &entry->origin, package->origin) || !put_text(run, &entry->record, package->record) ||
         !put_digests(run, &entry->digests, package->digests) ||
         !put_text(run, &entry->editable, package->editable ? "true" : NULL))) {
        status = mf_arena_error(run->builder->arena, &error);
    }
    if (status != MF_OK) {
        mf_capture_fail(run, status, error);
    }
    return status == MF_OK;
}

void mf_capture_put_packages(struct mf_capture_run *run)
{
    uint32_t known_count;
    const char **known = known_packages(run, &known_count);
    mf_error *error = NULL;
    struct mf_made made;
    struct mf_slot slot;
    mf_status status;

    if (known == NULL || run->package_count == 0) {
        return;
    }
    qsort(run->packages, run->package_count, sizeof *run->packages, compare_packages);
    unite(run);
    status = mf_builder_find(run->builder, "/dependencies/packages", &made, &slot, &error);
    if (status != MF_OK) {
        mf_capture_fail(run, status, error);
        return;
    }
    for (uint32_t i = 0; i < run->package_count; i++) {
        const char *purl = run->packages[i].purl;

        if (bsearch(&purl, known, known_count, sizeof *known, compare_known) == NULL &&
            !put(run, &slot, &run->packages[i])) {
            return;
        }
    }
}
