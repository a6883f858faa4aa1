/* SPDX-License-Identifier: Apache-2.0 */
/* The registry of findings, looked up by number. The catalogue is sorted, so a rule's index is its place in it. */
#ifndef MF_REPORT_REGISTRY_H
#define MF_REPORT_REGISTRY_H

#include "report/report.h"

enum {
#define FINDING(name, ...) MF_RULE_##name,
#include "findings.h"
#undef FINDING
    MF_RULE_COUNT
};

/* Index of the rule with this number; MF_RULE_COUNT if there is none. */
size_t mf_rule_index(uint32_t number);

/* Never NULL for a number of the registry. */
const mf_rule *mf_rule_of(enum mf_finding_code code);

/* Is it one of the rules, which validation runs and a rules file can change? The others are about the form of a document, or about
 * things outside it. */
bool mf_rule_is_of_rules(const mf_rule *rule);

/* Does the rule apply to drafts too? */
bool mf_rule_is_of_drafts(const mf_rule *rule);

#endif
