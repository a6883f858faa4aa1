/* SPDX-License-Identifier: Apache-2.0 */
/* MF20xx: texts that people see otherwise than machines do, anywhere in a document. */
#include "base/utf8.h"
#include "rules/walk.h"
#include "value/ascii.h"
#include "value/confusable.h"
#include "value/uri.h"

#include <stdlib.h>

/* --- characters -------------------------------------------------------------------------------------------------------- */

/* Number of the character at an offset, as people count, from 1. */
static size_t number_of(struct mf_view text, size_t offset)
{
    size_t number = 1;

    for (size_t i = 0; i < offset; i++) {
        number += ((unsigned char)text.data[i] & 0xc0) != 0x80;
    }
    return number;
}

static void check_unseen(struct mf_rules_run *run, const struct mf_member *member, struct mf_view text)
{
    uint32_t code = 0;
    size_t at = mf_unseen_find(text, MF_UNSEEN_NOTHING, &code);

    if (at < text.size) {
        mf_rules_add(run, MF_FINDING_INVISIBLE_CHARACTER, member->scalar,
                     "character %zu is U+%04X, %s, which nobody sees: remove it", number_of(text, at),
                     (unsigned)code, mf_unseen_of(code)->name);
    }
    /* In prose of several lines a typographer's space does no harm. */
    if (mf_member_type(member) == MF_TYPE_TEXT) {
        return;
    }
    at = mf_unseen_find(text, MF_UNSEEN_SPACE, &code);
    if (at < text.size) {
        mf_rules_add(run, MF_FINDING_UNUSUAL_SPACE, member->scalar,
                     "character %zu is U+%04X, %s: write a common space", number_of(text, at), (unsigned)code,
                     mf_unseen_of(code)->name);
    }
}

/* --- addresses --------------------------------------------------------------------------------------------------------- */

/* Where a place in a file system or on a server is written as a mere string. */
static bool is_path(const struct mf_member *member)
{
    return mf_member_type(member) == MF_TYPE_PATH ||
           (mf_member_type(member) == MF_TYPE_STRING &&
            (strcmp(member->field->name, "path") == 0 ||
             strcmp(member->field->name, "working_directory") == 0));
}

static void check_path(struct mf_rules_run *run, const struct mf_scalar *scalar)
{
    struct mf_view text = mf_scalar_view(scalar);
    size_t at = mf_ascii_prefix(text);
    uint32_t code = 0;

    if (at < text.size && mf_utf8_decode(mf_view_from(text, at), &code) > 0) {
        mf_rules_add(
            run, MF_FINDING_FOREIGN_PATH, scalar,
            "character %zu of the path is U+%04X: write it in ASCII, which has one spelling everywhere",
            number_of(text, at), (unsigned)code);
    }
}

/* A label in Punycode: what browsers show instead may look like another host. */
static bool has_punycode(struct mf_view host)
{
    while (host.data != NULL) {
        struct mf_view label = mf_view_cut(&host, '.');

        if (label.size > 4 && mf_ascii_lower(label.data[0]) == 'x' && mf_ascii_lower(label.data[1]) == 'n' &&
            label.data[2] == '-' && label.data[3] == '-') {
            return true;
        }
    }
    return false;
}

static void check_host(struct mf_rules_run *run, const struct mf_scalar *scalar, struct mf_view host)
{
    if (mf_view_find(host, '%') < host.size) {
        mf_rules_add(run, MF_FINDING_ENCODED_HOST, scalar,
                     "the host '%.*s' is percent-encoded: write its name in ASCII letters", MF_SHOWN(host));
    } else if (has_punycode(host)) {
        mf_rules_add(
            run, MF_FINDING_PUNYCODE_HOST, scalar,
            "the host '%.*s' is shown to people in letters that may look like those of another one: use "
            "a name in ASCII",
            MF_SHOWN(host));
    }
}

static void check_uri(struct mf_rules_run *run, const struct mf_scalar *scalar)
{
    struct mf_uri uri;

    if (mf_uri_split(mf_scalar_view(scalar), &uri) && uri.host.data != NULL) {
        check_host(run, scalar, uri.host);
    }
}

static void check_repository(struct mf_rules_run *run, const struct mf_scalar *scalar)
{
    struct mf_view rest = mf_scalar_view(scalar);

    check_host(run, scalar, mf_view_cut(&rest, '/'));
}

/* The grammar lets nothing but ASCII through, so that what is foreign is percent-encoded: a first digit of 8 or more. */
static void check_purl(struct mf_rules_run *run, const struct mf_scalar *scalar)
{
    struct mf_view text = mf_scalar_view(scalar);

    for (size_t i = 0; i + 2 < text.size; i++) {
        if (text.data[i] == '%' && text.data[i + 1] >= '8') {
            mf_rules_add(
                run, MF_FINDING_FOREIGN_PURL, scalar,
                "the package URL holds characters that are not ASCII, percent-encoded from byte %zu on: is "
                "this the package that you mean?",
                i + 1);
            return;
        }
    }
}

static void check_scalar(struct mf_rules_run *run, const struct mf_member *member)
{
    struct mf_view text = mf_scalar_view(member->scalar);
    enum mf_type type = mf_member_type(member);

    if (mf_ascii_prefix(text) < text.size) {
        check_unseen(run, member, text);
        if (is_path(member)) {
            check_path(run, member->scalar);
        }
    }
    if (type == MF_TYPE_URI) {
        check_uri(run, member->scalar);
    } else if (type == MF_TYPE_REPOSITORY) {
        check_repository(run, member->scalar);
    } else if (type == MF_TYPE_PURL) {
        check_purl(run, member->scalar);
    }
}

/* --- names of a set ---------------------------------------------------------------------------------------------------- */

/* The field whose values are the names of a set's entries; NULL if they are no names that people choose. */
static const struct mf_field *name_field(const struct mf_field *set)
{
    static const bool is_name[MF_TYPE_COUNT] = {
        [MF_TYPE_STRING] = true,   [MF_TYPE_NAME] = true,  [MF_TYPE_IDENTIFIER] = true,
        [MF_TYPE_VARIABLE] = true, [MF_TYPE_LABEL] = true, [MF_TYPE_PATH] = true,
    };
    const struct mf_field *field = set->shape == MF_SHAPE_SET ? &set->record->fields[set->record->key] : set;

    return is_name[field->type] ? field : NULL;
}

/* On file systems that do not tell cases apart two such files are one; '-' and '_' they do tell apart. */
static enum mf_fold fold_of(const struct mf_field *field)
{
    return field->type == MF_TYPE_PATH ? MF_FOLD_CASE : MF_FOLD_MARKS;
}

static int compare_marks(const void *left, const void *right)
{
    struct mf_view first = mf_scalar_view(*(const struct mf_scalar *const *)left);
    struct mf_view second = mf_scalar_view(*(const struct mf_scalar *const *)right);
    int order = mf_name_compare_folded(first, second, MF_FOLD_MARKS);

    return order == 0 ? mf_view_compare(first, second) : order;
}

static int compare_case(const void *left, const void *right)
{
    struct mf_view first = mf_scalar_view(*(const struct mf_scalar *const *)left);
    struct mf_view second = mf_scalar_view(*(const struct mf_scalar *const *)right);
    int order = mf_name_compare_folded(first, second, MF_FOLD_CASE);

    return order == 0 ? mf_view_compare(first, second) : order;
}

/* http_proxy and HTTP_PROXY are set side by side on purpose, because programs disagree about which one counts. */
static bool is_known_pair(const struct mf_field *field, struct mf_view name)
{
    return field->type == MF_TYPE_VARIABLE && name.size > 6 &&
           mf_name_compare_folded(mf_view_from(name, name.size - 6), mf_view_of("_proxy"), MF_FOLD_CASE) == 0;
}

/* Like names stand side by side once they are sorted; of each run every name but the first is a finding. */
static void check_names(struct mf_rules_run *run, const struct mf_field *field,
                        const struct mf_scalar **names, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct mf_view first = mf_scalar_view(names[i - 1]);
        struct mf_view second = mf_scalar_view(names[i]);

        if (mf_name_compare_folded(first, second, fold_of(field)) == 0 && !mf_view_equal(first, second) &&
            !is_known_pair(field, second)) {
            mf_rules_add(
                run, MF_FINDING_LOOKALIKE_NAMES, names[i],
                "'%.*s' and '%.*s' are easily taken for each other: rename one of them, or use one name for both",
                MF_SHOWN(second), MF_SHOWN(first));
            mf_rules_relate(run, names[i - 1], "the name that looks like it");
        }
    }
}

static void check_list(struct mf_rules_run *run, const struct mf_member *member)
{
    const struct mf_list *list = member->list;
    const struct mf_field *field = mf_shape_is_set(member->field->shape) ? name_field(member->field) : NULL;
    const struct mf_scalar **names;
    size_t count = 0;

    if (field == NULL || list->count < 2 || !mf_rules_wants(run, MF_FINDING_LOOKALIKE_NAMES)) {
        return;
    }
    names = mf_arena_alloc_array(run->scratch, list->count, sizeof *names);
    for (uint32_t i = 0; names != NULL && i < list->count; i++) {
        const struct mf_scalar *name = mf_entry_key(member->field, mf_entry_of(member->field, list, i));

        if (name->text != NULL) {
            names[count++] = name;
        }
    }
    if (count > 1) {
        qsort(names, count, sizeof *names, fold_of(field) == MF_FOLD_CASE ? compare_case : compare_marks);
        check_names(run, field, names, count);
    }
}

void mf_rules_text(struct mf_rules_run *run)
{
    static const struct mf_visitor visitor = { check_scalar, check_list };

    mf_rules_walk(run, &visitor);
}
