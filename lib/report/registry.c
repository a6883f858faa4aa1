/* SPDX-License-Identifier: Apache-2.0 */
/* The registry of findings: one table, made of findings.def. */
#include "report/registry.h"

struct mf_rule {
    uint32_t number;
    char code[8];
    mf_severity severity;
    const char *profile;
    const char *section;
    const char *title;
    const char *explanation;
};

#define PROFILE_DRAFT   "draft"
#define PROFILE_RELEASE "release"

static const struct mf_rule rules[] = {
#define FINDING(name, number, severity, profile, section, title, explanation)                                \
    { number, "MF" #number, MF_SEVERITY_##severity, PROFILE_##profile, section, title, explanation },
#include "report/findings.def"
#undef FINDING
};

enum { RULE_COUNT = sizeof rules / sizeof rules[0] };

const mf_rule *mf_rule_of(enum mf_finding_code code)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rules[i].number == (uint32_t)code) {
            return &rules[i];
        }
    }
    return NULL;
}

size_t mf_rule_count(void)
{
    return RULE_COUNT;
}

const mf_rule *mf_rule_at(size_t index)
{
    return index < RULE_COUNT ? &rules[index] : NULL;
}

const char *mf_rule_code(const mf_rule *rule)
{
    return rule == NULL ? "" : rule->code;
}

mf_severity mf_rule_severity(const mf_rule *rule)
{
    return rule == NULL ? 0 : rule->severity;
}

const char *mf_rule_profile(const mf_rule *rule)
{
    return rule == NULL ? "" : rule->profile;
}

const char *mf_rule_section(const mf_rule *rule)
{
    return rule == NULL ? "" : rule->section;
}

const char *mf_rule_title(const mf_rule *rule)
{
    return rule == NULL ? "" : rule->title;
}

const char *mf_rule_explanation(const mf_rule *rule)
{
    return rule == NULL ? "" : rule->explanation;
}

const char *mf_severity_name(mf_severity severity)
{
    switch (severity) {
    case MF_SEVERITY_NOTE:
        return "note";
    case MF_SEVERITY_WARNING:
        return "warning";
    case MF_SEVERITY_ERROR:
        return "error";
    default:
        return "unknown";
    }
}
