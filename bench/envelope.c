/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verifying signed releases: against what cannot be done without, and as signatures grow. `envelope GROUP…` measures `envelope` and
 * `signatures`.
 */
#include "documents.h"
#include "groups.h"
#include "measure.h"
#include "parts.h"
#include "works.h"

#include <stdio.h>

enum { MOST_SIGNATURES = 16 };

/* --- one signature, against the bare libraries ------------------------------------------------------------------------- */

static void verify_signature(void *context)
{
    if (!parts_are_signed(context)) {
        give_up("Ed25519", "does not verify");
    }
}

static void verify_barely(void *context)
{
    if (!parts_verify(context)) {
        give_up("Ed25519 + SHA-256 + cJSON", "do not take the release");
    }
}

static void envelope_row(mf_bytes *yaml)
{
    const mf_read_options limits = large_options();
    mf_manifest *manifest = read_manifest(yaml, &limits);
    struct release release = { .count = 0 };
    struct parts parts;
    struct turns turns;
    char what[96];

    release_sign(&release, manifest, 1);
    parts_take(&release, &parts);
    take_turns((struct side[]){ { verify_release, &release }, { verify_barely, &parts } }, 2, &turns);
    (void)snprintf(what, sizeof what, "verify a release of %zu KB",
                   (mf_bytes_size(parts.statement) + 500) / 1000);
    comparison_row(&(struct row){ "envelope", what, "s", 1.6 }, "Ed25519 + SHA-256 + cJSON",
                   compare_sides(&turns, 0, 1));
    parts_end(&parts);
    release_end(&release);
    (void)mf_manifest_unref(manifest);
    (void)mf_bytes_unref(yaml);
}

static void envelope_group(void)
{
    envelope_row(real_yaml("tabular"));
    envelope_row(generated_yaml(packages_for(25 * 1000)));
    envelope_row(generated_yaml(packages_for(250 * 1000)));
}

/* --- many signatures --------------------------------------------------------------------------------------------------- */

static void growth_rows(mf_manifest *manifest)
{
    static const double counts[] = { 1, 2, 4, 8, MOST_SIGNATURES };
    enum { COUNTS = sizeof counts / sizeof counts[0] };
    struct release releases[COUNTS];
    struct side sides[COUNTS];
    struct point points[COUNTS];
    struct turns turns;

    for (size_t i = 0; i < COUNTS; i++) {
        releases[i] = (struct release){ .count = 0 };
        release_sign(&releases[i], manifest, (size_t)counts[i]);
        sides[i] = (struct side){ verify_release, &releases[i] };
    }
    take_turns(sides, COUNTS, &turns);
    for (size_t i = 0; i < COUNTS; i++) {
        points[i] = (struct point){ counts[i], median_of(&turns, i) };
        release_end(&releases[i]);
    }
    series_row(&(struct row){ "scaling", "verify a release with as many keys", "s", 1.15 }, "signatures",
               points, COUNTS, exponent_of(&turns, counts));
}

static void refuse_release(void *context)
{
    const struct release *release = context;
    mf_verified *verified = NULL;

    if (mf_envelope_verify(mf_bytes_data(release->envelope), mf_bytes_size(release->envelope), release->keys,
                           release->count, &release->options, &verified, NULL, NULL) != MF_ERROR_SIGNATURE) {
        give_up("verify", "what others signed is not refused");
    }
}

/* As often as each of the most signatures that an envelope may have can be held against each of as many keys. */
static void verify_every_pair(void *context)
{
    for (size_t i = 0; i < (size_t)MOST_SIGNATURES * MOST_SIGNATURES; i++) {
        verify_signature(context);
    }
}

/* The worst that an envelope can do to a verifier: the most signatures, by keys of which it trusts none. */
static void hostile_rows(mf_manifest *manifest)
{
    struct release good = { .count = 0 };
    struct release hostile = { .count = 0 };
    const struct row row = { "scaling", "refuse 16 signatures, on 16 keys of which none fits", "s", 1.1 };
    const struct row against_good = { row.group, row.what, row.unit, 0 };
    struct parts parts;
    struct turns turns;
    mf_bytes *swapped;

    release_sign(&good, manifest, MOST_SIGNATURES);
    release_sign(&hostile, manifest, MOST_SIGNATURES);
    parts_take(&good, &parts);
    swapped = hostile.envelope;
    hostile.envelope = mf_bytes_ref(good.envelope);
    take_turns((struct side[]){ { refuse_release, &hostile },
                                { verify_every_pair, &parts },
                                { verify_release, &good } },
               3, &turns);
    comparison_row(&row, "256 bare Ed25519", compare_sides(&turns, 0, 1));
    comparison_row(&against_good, "verifying 16 that fit", compare_sides(&turns, 0, 2));
    (void)mf_bytes_unref(swapped);
    parts_end(&parts);
    release_end(&hostile);
    release_end(&good);
}

static void signatures_group(void)
{
    const mf_read_options limits = large_options();
    mf_bytes *yaml = real_yaml("tabular");
    mf_manifest *manifest = read_manifest(yaml, &limits);

    growth_rows(manifest);
    hostile_rows(manifest);
    (void)mf_manifest_unref(manifest);
    (void)mf_bytes_unref(yaml);
}

int main(int argc, char **argv)
{
    static const struct group groups[] = {
        { "envelope", envelope_group },
        { "signatures", signatures_group },
    };

    return run_groups(groups, sizeof groups / sizeof groups[0], argc, argv);
}
