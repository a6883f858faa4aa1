/* SPDX-License-Identifier: Apache-2.0 */
/* The registry of findings: one table, made of the catalogue. */
#include "report/registry.h"

struct mf_rule {
    uint32_t number;
    char code[8];
    mf_severity severity;
    bool of_drafts;
    const char *section;
    const char *title;
};

enum { FIRST_RULE = 2000, FIRST_BEYOND_RULES = 3200 };
enum { OF_DRAFT = true, OF_RELEASE = false };

static const struct mf_rule rules[MF_RULE_COUNT] = {
#define FINDING(name, number, severity, profile, section, title)                                             \
    { number, "MF" #number, MF_SEVERITY_##severity, OF_##profile, section, title },
#include "findings.h"
#undef FINDING
};

size_t mf_rule_index(uint32_t number)
{
    size_t low = 0;
    size_t high = MF_RULE_COUNT;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (rules[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < MF_RULE_COUNT && rules[low].number == number ? low : MF_RULE_COUNT;
}

const mf_rule *mf_rule_of(enum mf_finding_code code)
{
    return mf_rule_at(mf_rule_index((uint32_t)code));
}

size_t mf_rule_count(void)
{
    return MF_RULE_COUNT;
}

const mf_rule *mf_rule_at(size_t index)
{
    return index < MF_RULE_COUNT ? &rules[index] : NULL;
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
    return rule == NULL ? "" : rule->of_drafts ? "draft" : "release";
}

bool mf_rule_is_of_rules(const mf_rule *rule)
{
    return rule->number >= FIRST_RULE && rule->number < FIRST_BEYOND_RULES;
}

bool mf_rule_is_of_drafts(const mf_rule *rule)
{
    return rule->of_drafts;
}

const char *mf_rule_section(const mf_rule *rule)
{
    return rule == NULL ? "" : rule->section;
}

const char *mf_rule_title(const mf_rule *rule)
{
    return rule == NULL ? "" : rule->title;
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
