/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy and two documents, with lines "---" between them: they are read as what they are, and what is good is compared both ways.
 * Whatever they are, a manifest has no difference to itself, a policy only changes how much one counts, and what comes of it is
 * valid JSON.
 */
#include "fuzz.h"

#include "base/view.h"
#include "value/ascii.h"

#include <libmanifest/libmanifest.h>

static mf_read_options options_for(void)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.maximum_input = 64 * 1024;
    options.maximum_memory = 4 * 1024 * 1024;
    options.maximum_entries = 50;
    options.maximum_findings = 20;
    return options;
}

/* Takes the text up to a line "---". */
static struct mf_view cut(struct mf_view *rest)
{
    struct mf_view part = *rest;

    for (size_t at = 0; at < rest->size; at++) {
        if (rest->data[at] == '\n' && mf_view_starts_with(mf_view_from(*rest, at), "\n---\n")) {
            part.size = at + 1;
            *rest = mf_view_from(*rest, at + 5);
            return part;
        }
    }
    *rest = mf_view_make(NULL, 0);
    return part;
}

static mf_manifest *read_manifest(struct mf_view text)
{
    mf_read_options options = options_for();
    mf_manifest *manifest = NULL;

    options.profile = MF_PROFILE_DRAFT;
    if (text.data != NULL) {
        (void)mf_manifest_read(text.data, text.size, &options, &manifest, NULL, NULL);
    }
    return manifest;
}

static mf_parity_policy *read_policy(struct mf_view text)
{
    mf_read_options options = options_for();
    mf_parity_policy *policy = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_parity_policy_read(text.data, text.size, &options, &policy, &report, &error);

    require(status == MF_OK || status == MF_ERROR_INVALID || status == MF_ERROR_LIMIT,
            "a status that should not be");
    require((policy != NULL) == (status == MF_OK), "policy and status disagree");
    require((error == NULL) == (status == MF_OK), "error and status disagree");
    mf_error_unref(error);
    mf_report_unref(report);
    return policy;
}

static void check_item(const mf_parity_item *item)
{
    mf_parity_outcome outcome = mf_parity_item_outcome(item);
    bool same = outcome == MF_PARITY_SAME;

    require(*mf_parity_outcome_name(outcome) != '\0', "an outcome that is none");
    require(*mf_parity_item_path(item) == '/', "a path that is none");
    require((*mf_parity_item_code(item) == '\0') == same, "code and outcome disagree");
    require((mf_parity_item_severity(item) == 0) == (same || *mf_parity_item_reason(item) != '\0'),
            "severity and outcome disagree");
    require(!same || *mf_parity_item_compared(item) != '\0', "the same, and nothing was compared");
}

static void check_json(const mf_parity *parity)
{
    mf_bytes *json = NULL;
    mf_bytes *canonical = NULL;

    require(mf_parity_json(parity, &json, NULL) == MF_OK, "no JSON");
    require(mf_json_canonicalize(mf_bytes_data(json), mf_bytes_size(json), 0, &canonical, NULL) == MF_OK,
            "JSON that is none");
    mf_bytes_unref(canonical);
    mf_bytes_unref(json);
}

static mf_parity *compare(const mf_manifest *left, const mf_manifest *right, const mf_parity_policy *policy)
{
    mf_parity_options options;
    mf_parity *parity = NULL;

    mf_parity_options_init(&options, sizeof options);
    options.time = 1767225600;
    require(mf_parity_compare(left, right, policy, &options, &parity, NULL) == MF_OK,
            "two manifests that cannot be compared");
    for (size_t i = 0; i < mf_parity_count(parity); i++) {
        check_item(mf_parity_item_at(parity, i));
    }
    check_json(parity);
    return parity;
}

/* What is there is what is expected. Resources may ask for more than the hardware beside them has. */
static void compare_with_itself(const mf_manifest *manifest)
{
    mf_parity *parity = compare(manifest, manifest, NULL);

    for (size_t i = 0; i < mf_parity_count(parity); i++) {
        const mf_parity_item *item = mf_parity_item_at(parity, i);
        const char *kind = mf_parity_item_kind(item);
        bool free_to_differ = strcmp(kind, "gpus") == 0 || strcmp(kind, "cpu") == 0 ||
                              strcmp(kind, "memory") == 0 || strcmp(kind, "compatibility") == 0;

        require(free_to_differ || mf_parity_item_outcome(item) == MF_PARITY_SAME ||
                    mf_parity_item_outcome(item) == MF_PARITY_UNKNOWN,
                "a manifest that differs from itself");
    }
    mf_parity_unref(parity);
}

static void compare_all(const mf_manifest *left, const mf_manifest *right, const mf_parity_policy *policy)
{
    mf_parity *plain = compare(left, right, NULL);
    mf_parity *judged = compare(left, right, policy);

    require(mf_parity_count(plain) == mf_parity_count(judged), "a policy that changes what there is");
    for (size_t i = 0; i < mf_parity_count(plain); i++) {
        require(mf_parity_item_outcome(mf_parity_item_at(plain, i)) ==
                    mf_parity_item_outcome(mf_parity_item_at(judged, i)),
                "a policy that changes an outcome");
    }
    mf_parity_unref(judged);
    mf_parity_unref(plain);
    mf_parity_unref(compare(right, left, policy));
    compare_with_itself(left);
    compare_with_itself(right);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view rest = mf_view_make((const char *)data, size);
    struct mf_view first = cut(&rest);
    mf_parity_policy *policy;
    mf_manifest *left;
    mf_manifest *right;

    if (first.size == 0) {
        return 0;
    }
    policy = read_policy(first);
    left = read_manifest(cut(&rest));
    right = read_manifest(cut(&rest));
    if (left != NULL && right != NULL) {
        compare_all(left, right, policy);
    }
    mf_manifest_unref(right);
    mf_manifest_unref(left);
    mf_parity_policy_unref(policy);
    return 0;
}
