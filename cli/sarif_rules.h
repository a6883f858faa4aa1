/* SPDX-License-Identifier: Apache-2.0 */
/* The rules that a SARIF log describes: those that found something. */
#ifndef CLI_SARIF_RULES_H
#define CLI_SARIF_RULES_H

#include "json.h"

#include <libmanifest/report.h>

struct cli_sarif_rules {
    cJSON *descriptors;
    size_t count;
    size_t *
        places; /* of each rule of the catalogue: one more than its index among the descriptors; 0: it is not there */
};

void cli_sarif_rules_begin(struct cli_sarif_rules *rules, cJSON *descriptors);

/* Index of the rule of a finding among the descriptors, to which it is added where it is not there yet. */
size_t cli_sarif_rule_index(struct cli_sarif_rules *rules, const mf_finding *finding);

void cli_sarif_rules_end(struct cli_sarif_rules *rules);

#endif
