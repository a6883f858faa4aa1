/* SPDX-License-Identifier: Apache-2.0 */
/* Short ways to resolve the configuration of a manifest, and to say what is expected of it. */
#ifndef MF_TESTS_RESOLVING_H
#define MF_TESTS_RESOLVING_H

#include "documents.h"

#define OVERRIDES "schema: overrides/v1\n"

/* What one resolution gave. */
struct resolution {
    mf_status status;
    mf_configuration *configuration;
    mf_report *report;
    mf_error *error;
};

/* A draft with a parameter of each type; those of the tests are named by it. */
extern const char resolved_manifest[];

/* Overrides of a stage, from a file that is good; and of a command line, from one text. Their label is given, and "--override". */
mf_overrides *overrides_of_file(const char *text, const char *label);
mf_overrides *overrides_of_text(const char *text);

/* Resolves a manifest with a file, labelled "stage.yaml", then a text over it; each may be NULL. The caller ends it. */
struct resolution resolve_as(const char *manifest, const char *file, const char *text,
                             const mf_configuration *running);
void end_resolution(struct resolution *resolution);

/* As resolve_as(), of the manifest above. Ends the test if it does not go well. */
mf_configuration *must_resolve(const char *file, const char *text);

/* Fails unless the setting has this value from there. */
void assert_setting(const mf_configuration *configuration, const char *name, const char *value,
                    mf_origin origin, const char *label);

#endif
