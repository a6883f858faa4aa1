/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the time grows with what there is to do: small and large take turns, and the exponent of the power law that fits tells n, n log n
 * and n squared apart. `growth GROUP…` measures `packages`, `rules` and `resolve`.
 */
#include "documents.h"
#include "groups.h"
#include "measure.h"
#include "works.h"

#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SIZES = 4 };

/* What a work of one size needs; each uses a part of it. */
struct load {
    struct subject subject;
    struct release release;
    mf_bytes *text;
    mf_manifest *other;
    mf_overrides *overrides;
};

/* Makes a load, which is zeroed before, and returns the context of the work. */
typedef void *(*loading)(struct load *load, unsigned count);

struct growth {
    struct row row; /* the aim is that of the exponent */
    const char *over;
    unsigned first;
    unsigned factor;
    double
        step_aim; /* of the last step alone, which memory makes the steepest: the greatest ratio that is good */
    loading load;
    work run;
};

/* --- loads ------------------------------------------------------------------------------------------------------------- */

static void *load_yaml(struct load *load, unsigned packages)
{
    load->text = generated_yaml(packages);
    load->subject = subject_of(load->text);
    return &load->subject;
}

static void *load_json(struct load *load, unsigned packages)
{
    mf_bytes *yaml = generated_yaml(packages);

    load->text = indented_json(yaml);
    load->subject = subject_of(load->text);
    (void)mf_bytes_unref(yaml);
    return &load->subject;
}

/* The manifest alone. */
static void *load_manifest(struct load *load, mf_bytes *yaml)
{
    load->subject.options = large_options();
    load->subject.manifest = read_manifest(yaml, &load->subject.options);
    (void)mf_bytes_unref(yaml);
    return &load->subject;
}

static void *load_packages(struct load *load, unsigned packages)
{
    return load_manifest(load, generated_yaml(packages));
}

static void *load_parameters(struct load *load, unsigned parameters)
{
    return load_manifest(load, generated_parameters(parameters));
}

static void *load_successor(struct load *load, unsigned packages)
{
    mf_bytes *yaml = generated_successor(packages);

    (void)load_packages(load, packages);
    load->other = read_manifest(yaml, &load->subject.options);
    (void)mf_bytes_unref(yaml);
    return load;
}

static void *load_release(struct load *load, unsigned packages)
{
    (void)load_packages(load, packages);
    release_sign(&load->release, load->subject.manifest, 1);
    return &load->release;
}

/* One override for each parameter that was generated. */
static void *load_overrides(struct load *load, unsigned parameters)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_configuration *configuration = NULL;

    (void)load_parameters(load, parameters);
    if (mf_configuration_resolve(load->subject.manifest, NULL, 0, NULL, &configuration, NULL, NULL) !=
        MF_OK) {
        give_up("resolve", "the manifest is refused");
    }
    mf_buffer_append_text(&text, "schema: overrides/v1\nparameters:\n");
    for (size_t i = 0; i < mf_configuration_count(configuration); i++) {
        const char *name = mf_setting_name(mf_configuration_setting(configuration, i));

        if (strncmp(name, "weight_", strlen("weight_")) == 0) {
            mf_buffer_format(&text, "- {name: %s, value: 0.25}\n", name);
        }
    }
    if (mf_overrides_read(text.data, text.size, NULL, MF_ORIGIN_STAGE, "stage.yaml", &load->overrides, NULL,
                          NULL) != MF_OK) {
        give_up("resolve", "the overrides are refused");
    }
    mf_buffer_release(&text);
    (void)mf_configuration_unref(configuration);
    return load;
}

static void unload(struct load *load)
{
    (void)mf_overrides_unref(load->overrides);
    (void)mf_manifest_unref(load->other);
    (void)mf_manifest_unref(load->subject.manifest);
    (void)mf_bytes_unref(load->text);
    release_end(&load->release);
}

/* --- works on loads ---------------------------------------------------------------------------------------------------- */

static void compare_manifests(void *context)
{
    const struct load *load = context;
    mf_diff *diff = NULL;
    mf_error *error = NULL;

    if (mf_diff_compare(load->subject.manifest, load->other, NULL, &diff, &error) != MF_OK) {
        give_up("diff", mf_error_message(error));
    }
    (void)mf_diff_unref(diff);
}

static void resolve(void *context)
{
    const struct load *load = context;
    const mf_overrides *layers[] = { load->overrides };
    mf_configuration *configuration = NULL;

    if (mf_configuration_resolve(load->subject.manifest, layers, 1, NULL, &configuration, NULL, NULL) !=
        MF_OK) {
        give_up("resolve", "it is refused");
    }
    (void)mf_configuration_unref(configuration);
}

/* --- rows -------------------------------------------------------------------------------------------------------------- */

static void step_row(const struct growth *growth, const double *sizes, size_t last, const struct turns *turns)
{
    char what[96];
    char peer[64];

    (void)snprintf(what, sizeof what, "%s, %.0f %s", growth->row.what, sizes[last], growth->over);
    (void)snprintf(peer, sizeof peer, "%.0f", sizes[last - 1]);
    comparison_row(&(struct row){ growth->row.group, what, growth->row.unit, growth->step_aim }, peer,
                   compare_sides(turns, last, last - 1));
}

static void growth_rows(const struct growth *growth)
{
    struct load *loads = calloc(MOST_SIZES, sizeof *loads);
    struct side sides[MOST_SIZES];
    double sizes[MOST_SIZES];
    struct point points[MOST_SIZES];
    struct turns turns;
    unsigned size = growth->first;

    if (loads == NULL) {
        give_up("growth", "out of memory");
    }
    for (size_t i = 0; i < MOST_SIZES; i++, size *= growth->factor) {
        sizes[i] = size;
        sides[i] = (struct side){ growth->run, growth->load(&loads[i], size) };
    }
    take_turns(sides, MOST_SIZES, &turns);
    for (size_t i = 0; i < MOST_SIZES; i++) {
        points[i] = (struct point){ sizes[i], median_of(&turns, i) };
        unload(&loads[i]);
    }
    series_row(&growth->row, growth->over, points, MOST_SIZES, exponent_of(&turns, sizes));
    step_row(growth, sizes, MOST_SIZES - 1, &turns);
    free(loads);
}

/* From 100 to 100,000 n log n has the exponent 1.13, and the last step is 12.5 times as long. */
static void packages_group(void)
{
    static const struct {
        const char *what;
        loading load;
        work run;
    } works[] = {
        { "read + check YAML", load_yaml, read_and_check },
        { "read + check JSON", load_json, read_and_check },
        { "canonical form + digest", load_packages, take_digest },
        { "validate", load_packages, validate },
        { "diff of two", load_successor, compare_manifests },
        { "verify a release", load_release, verify_release },
    };

    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        growth_rows(&(struct growth){
            { "scaling", works[i].what, "s", 1.15 }, "packages", 100, 10, 13, works[i].load, works[i].run });
    }
}

/* From 1,250 to 10,000 n log n has the exponent 1.12, and a step is 2.2 times as long. */
static void rules_group(void)
{
    growth_rows(&(struct growth){ { "rules", "validate", "s", 1.2 },
                                  "parameters with a rule each",
                                  1250,
                                  2,
                                  2.6,
                                  load_parameters,
                                  validate });
}

static void resolve_group(void)
{
    growth_rows(&(struct growth){ { "resolve", "resolve", "s", 1.2 },
                                  "parameters with a rule and an override each",
                                  1250,
                                  2,
                                  2.6,
                                  load_overrides,
                                  resolve });
}

int main(int argc, char **argv)
{
    static const struct group groups[] = {
        { "packages", packages_group },
        { "rules", rules_group },
        { "resolve", resolve_group },
    };

    return run_groups(groups, sizeof groups / sizeof groups[0], argc, argv);
}
