/* SPDX-License-Identifier: Apache-2.0 */
/* The types that ECMA-427 and its registry of types describe. */
#include "value/purl_rule.h"

#include "value/ascii.h"

#include <stdlib.h>

/*
 * Sorted by type. A type that is not here has the general rules only; so has golang, of which the specification demands a
 * namespace that modules such as go.opencensus.io do not have.
 */
static const struct mf_purl_rule rules[] = {
    { "alpm", MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "apk", MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "bazel", MF_PURL_NAMESPACE_NEVER, NULL },
    { "bitbucket", MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "bitnami", MF_PURL_NAMESPACE_NEVER | MF_PURL_LOWER_NAME, NULL },
    { "brew", MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "cargo", MF_PURL_NAMESPACE_NEVER, NULL },
    { "chrome-extension", MF_PURL_NAMESPACE_NEVER | MF_PURL_LOWER_NAME, NULL },
    { "cocoapods", MF_PURL_NAMESPACE_NEVER, NULL },
    { "composer", MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "conda", MF_PURL_NAMESPACE_NEVER, NULL },
    { "cpan", MF_PURL_UPPER_NAMESPACE, NULL },
    { "cran", MF_PURL_NAMESPACE_NEVER, NULL },
    { "deb", MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "gem", MF_PURL_NAMESPACE_NEVER, NULL },
    { "github", MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "gitlab", MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "hackage", MF_PURL_NAMESPACE_NEVER, NULL },
    { "hex", MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "huggingface", MF_PURL_LOWER_VERSION, NULL },
    { "julia", MF_PURL_NAMESPACE_NEVER, "uuid" },
    { "luarocks", MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME, NULL },
    { "maven", MF_PURL_NAMESPACE_ALWAYS, NULL },
    { "mlflow", MF_PURL_NAMESPACE_NEVER, NULL },
    { "nuget", MF_PURL_NAMESPACE_NEVER, NULL },
    { "oci", MF_PURL_NAMESPACE_NEVER | MF_PURL_LOWER_NAME | MF_PURL_LOWER_VERSION, NULL },
    { "opam", MF_PURL_NAMESPACE_NEVER, NULL },
    { "otp", MF_PURL_NAMESPACE_NEVER | MF_PURL_LOWER_NAME, NULL },
    { "pub", MF_PURL_NAMESPACE_NEVER | MF_PURL_LOWER_NAME | MF_PURL_UNDERSCORE_NAME, NULL },
    { "pypi", MF_PURL_NAMESPACE_NEVER | MF_PURL_LOWER_NAME | MF_PURL_DASH_NAME | MF_PURL_LOWER_VERSION,
      NULL },
    { "qpkg", MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE, NULL },
    { "rpm", MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE, NULL },
    { "swid", 0, "tag_id" },
    { "swift", MF_PURL_NAMESPACE_ALWAYS, NULL },
    { "vcpkg", MF_PURL_NAMESPACE_NEVER, NULL },
    { "vscode-extension",
      MF_PURL_NAMESPACE_ALWAYS | MF_PURL_LOWER_NAMESPACE | MF_PURL_LOWER_NAME | MF_PURL_LOWER_VERSION, NULL },
    { "yocto", MF_PURL_LOWER_NAMESPACE, NULL },
};

static int compare_rule(const void *key, const void *element)
{
    return mf_ascii_compare(*(const struct mf_view *)key,
                            mf_view_of(((const struct mf_purl_rule *)element)->type));
}

const struct mf_purl_rule *mf_purl_rule_find(struct mf_view type)
{
    static const struct mf_purl_rule general = { "", 0, NULL };
    const struct mf_purl_rule *rule =
        bsearch(&type, rules, sizeof rules / sizeof rules[0], sizeof rules[0], compare_rule);

    return rule == NULL ? &general : rule;
}
