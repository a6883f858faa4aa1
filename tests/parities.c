/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing small environments in tests. */
#include "parities.h"

#include "value/package.h"

#include <stdio.h>
#include <stdlib.h>

static char *join(const char *left, const char *right)
{
    size_t size = strlen(left) + strlen(right) + 1;
    char *text = malloc(size);

    ck_assert_ptr_nonnull(text);
    (void)snprintf(text, size, "%s%s", left, right);
    return text;
}

static mf_manifest *read_piece(const char *piece)
{
    char *text = join("schema: manifest/v1\n", piece);
    mf_manifest *manifest = must_read(text);

    free(text);
    return manifest;
}

static mf_parity_policy *read_policy(const char *piece)
{
    char *text = piece == NULL ? NULL : join("schema: parity/v1\n", piece);
    mf_parity_policy *policy = NULL;
    mf_error *error = NULL;

    if (text != NULL) {
        mf_status status = mf_parity_policy_read(text, MF_ZERO_TERMINATED, NULL, &policy, NULL, &error);

        assert_ok(status, error);
    }
    free(text);
    return policy;
}

mf_parity *parity_of(const char *expected, const char *actual, const char *policy, int64_t time)
{
    mf_manifest *left = read_piece(expected);
    mf_manifest *right = read_piece(actual);
    mf_parity_policy *allowed = read_policy(policy);
    mf_parity_options options;
    mf_parity *parity = NULL;
    mf_error *error = NULL;
    mf_status status;

    mf_parity_options_init(&options, sizeof options);
    options.time = time;
    status = mf_parity_compare(left, right, allowed, &options, &parity, &error);
    assert_ok(status, error);
    /* The result needs none of them. */
    mf_parity_policy_unref(allowed);
    mf_manifest_unref(left);
    mf_manifest_unref(right);
    return parity;
}

static char *package_piece(const char *package, const char *version)
{
    struct mf_package parts = { .version = mf_view_of(version) };
    struct mf_buffer purl = MF_BUFFER_EMPTY;
    struct mf_buffer text = MF_BUFFER_EMPTY;
    const char *slash = strchr(package, '/');
    const char *last = strrchr(package, '/');

    parts.type = mf_view_make(package, (size_t)(slash - package));
    parts.name = mf_view_of(last + 1);
    if (last > slash) {
        parts.namespace = mf_view_make(slash + 1, (size_t)(last - slash - 1));
    }
    ck_assert_ptr_null(mf_package_purl(&purl, &parts));
    mf_buffer_append_text(&text, "dependencies: {packages: [{purl: '");
    mf_buffer_append(&text, mf_buffer_view(&purl));
    mf_buffer_append_text(&text, "', scope: runtime}]}\n");
    mf_buffer_append_byte(&text, '\0');
    mf_buffer_release(&purl);
    return text.data;
}

mf_parity *parity_of_versions(const char *package, const char *expected, const char *actual)
{
    char *left = package_piece(package, expected);
    char *right = package_piece(package, actual);
    mf_parity *parity = parity_of(left, right, NULL, 0);

    free(left);
    free(right);
    return parity;
}

/* What holds for every item. */
static void check_item(const mf_parity_item *item)
{
    mf_parity_outcome outcome = mf_parity_item_outcome(item);
    bool same = outcome == MF_PARITY_SAME;
    bool allowed = *mf_parity_item_reason(item) != '\0';

    ck_assert_int_ge(outcome, MF_PARITY_SAME);
    ck_assert_int_le(outcome, MF_PARITY_UNKNOWN);
    ck_assert_int_eq(*mf_parity_item_path(item), '/');
    ck_assert((mf_parity_item_severity(item) == 0) == (same || allowed));
    ck_assert((*mf_parity_item_code(item) == '\0') == same);
    ck_assert((*mf_parity_item_message(item) == '\0') == same);
    if (outcome == MF_PARITY_UNKNOWN) {
        ck_assert_str_eq(mf_parity_item_compared(item), "");
    }
    if (same) {
        ck_assert_str_ne(mf_parity_item_compared(item), "");
    }
}

static void append_item(struct mf_buffer *text, const mf_parity_item *item)
{
    static const char severities[] = "-NWE";
    static const char outcomes[] = " =~-+?";
    const char *name = mf_parity_item_name(item);

    mf_buffer_append_text(text, text->size == 0 ? "" : ", ");
    if (mf_parity_item_outcome(item) != MF_PARITY_SAME) {
        mf_buffer_append_byte(text, severities[mf_parity_item_severity(item)]);
    }
    mf_buffer_append_byte(text, outcomes[mf_parity_item_outcome(item)]);
    mf_buffer_append_text(text, mf_parity_item_kind(item));
    mf_buffer_append_text(text, *name == '\0' ? "" : ":");
    mf_buffer_append_text(text, name);
    if (mf_parity_item_outcome(item) != MF_PARITY_SAME) {
        mf_buffer_append_text(text, " ");
        mf_buffer_append_text(text, mf_parity_item_code(item));
    }
}

void assert_parity(const struct parity_case *expected, const char *policy, int64_t time)
{
    mf_parity *parity = parity_of(expected->expected, expected->actual, policy, time);
    struct mf_buffer text = MF_BUFFER_EMPTY;

    for (size_t i = 0; i < mf_parity_count(parity); i++) {
        check_item(mf_parity_item_at(parity, i));
        append_item(&text, mf_parity_item_at(parity, i));
    }
    mf_buffer_append_byte(&text, '\0');
    ck_assert_int_eq(text.status, MF_OK);
    ck_assert_msg(strcmp(text.data, expected->items) == 0, "%sagainst\n%s%sgives\n%s\nnot\n%s",
                  expected->expected, expected->actual, policy == NULL ? "" : policy, text.data,
                  expected->items);
    mf_buffer_release(&text);
    mf_parity_unref(parity);
}

void assert_parities(const struct parity_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_parity(&cases[i], NULL, 0);
    }
}
