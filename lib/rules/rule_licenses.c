/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about licences: every identifier in an expression is on the SPDX list, and not deprecated there. */
#include "rules/run.h"
#include "value/spdx.h"

/* Of a hostile document every licence may be unknown, and a guess looks at the whole list. */
enum { MOST_GUESSES = 100 };

struct judge {
    struct mf_rules_run *run;
    unsigned guesses;
};

static void report_unknown(struct judge *judge, const struct mf_scalar *license, const struct mf_spdx_id *id)
{
    struct mf_view instead = mf_view_make(NULL, 0);

    if (judge->guesses < MOST_GUESSES) {
        judge->guesses++;
        instead = mf_spdx_instead(id);
    }
    if (instead.data == NULL) {
        mf_rules_add(
            judge->run, MF_FINDING_LICENSE_UNKNOWN, license,
            "'%.*s' is not on the SPDX list of %s: write a licence that is not on it as LicenseRef-NAME",
            MF_SHOWN(id->text), id->exception ? "exceptions" : "licences");
    } else {
        mf_rules_add(judge->run, MF_FINDING_LICENSE_UNKNOWN, license,
                     "'%.*s' is not on the SPDX list of %s: did you mean %.*s?", MF_SHOWN(id->text),
                     id->exception ? "exceptions" : "licences", MF_SHOWN(instead));
    }
}

static void report_deprecated(struct judge *judge, const struct mf_scalar *license,
                              const struct mf_spdx_id *id)
{
    struct mf_view instead = mf_spdx_instead(id);

    if (instead.data == NULL) {
        mf_rules_add(judge->run, MF_FINDING_LICENSE_DEPRECATED, license,
                     "SPDX has given up the identifier '%.*s': name the licences that it stood for",
                     MF_SHOWN(id->text));
    } else {
        mf_rules_add(judge->run, MF_FINDING_LICENSE_DEPRECATED, license,
                     "SPDX has given up the identifier '%.*s': write %.*s", MF_SHOWN(id->text),
                     MF_SHOWN(instead));
    }
}

/* One finding of each sort for an expression is enough to look at it again. */
static void check_license(struct judge *judge, const struct mf_scalar *license)
{
    struct mf_spdx_id id;

    if (license->text == NULL) {
        return;
    }
    if (mf_spdx_find(mf_scalar_view(license), MF_SPDX_UNKNOWN, &id)) {
        report_unknown(judge, license, &id);
    }
    if (mf_spdx_find(mf_scalar_view(license), MF_SPDX_DEPRECATED, &id)) {
        report_deprecated(judge, license, &id);
    }
}

void mf_rules_licenses(struct mf_rules_run *run)
{
    const struct model_manifest *root = run->root;
    const struct model_artifacts *artifacts = root->artifacts.items;
    struct judge judge = { run, 0 };

    if (root->release != NULL) {
        check_license(&judge, &root->release->license);
    }
    if (root->build != NULL) {
        const struct model_build_materials *materials = root->build->materials.items;

        for (size_t i = 0; i < root->build->materials.count; i++) {
            check_license(&judge, &materials[i].license);
        }
    }
    for (size_t i = 0; i < root->artifacts.count; i++) {
        check_license(&judge, &artifacts[i].license);
    }
}
