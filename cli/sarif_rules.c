/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the catalogue as reportingDescriptor objects of SARIF (section 3.49). */
#include "sarif_rules.h"

#include "explanation.h"
#include "findings.h"
#include "memory.h"

#include "catalogue.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* "not well-formed" gives "NotWellFormed": a name is an identifier. */
static void add_name(cJSON *descriptor, const char *title)
{
    char *name = cli_memory_array(strlen(title) + 1, 1);
    char *end = name;
    bool begins_word = true;

    for (const char *c = title; *c != '\0'; c++) {
        if (!isalnum((unsigned char)*c)) {
            begins_word = begins_word || *c != '\'';
        } else {
            *end++ = (char)(begins_word ? toupper((unsigned char)*c) : *c);
            begins_word = false;
        }
    }
    cli_json_text(descriptor, "name", name);
    free(name);
}

/* "\n\nTITLE:\n\n" and the example as a block of YAML, or nothing. */
static char *example(const char *title, const char *text)
{
    return *text == '\0' ? cli_memory_copy("", 0)
                         : cli_memory_format("\n\n%s:\n\n```yaml\n%s```", title, text);
}

static void add_help(cJSON *descriptor, const struct catalogue_entry *entry)
{
    char *text = cli_memory_format("%s%s%s", entry->why, *entry->mend == '\0' ? "" : "\n\n", entry->mend);
    char *rules = example("With this rules file", entry->rules);
    char *bad = example("Bad", entry->bad);
    char *good = example("Good", entry->good);
    char *markdown = cli_memory_format("%s%s%s%s", text, rules, bad, good);

    cJSON *help;

    cli_json_text(cli_json_object(descriptor, "fullDescription"), "text", entry->why);
    help = cli_json_object(descriptor, "help");
    cli_json_text(help, "text", text);
    cli_json_text(help, "markdown", markdown);
    free(markdown);
    free(good);
    free(bad);
    free(rules);
    free(text);
}

static void add_descriptor(cJSON *descriptors, const mf_rule *rule)
{
    const struct catalogue_entry *entry = cli_explanation(mf_rule_code(rule));
    const char *level = mf_severity_name(mf_rule_severity(rule));
    cJSON *descriptor = cli_json_entry(descriptors);
    cJSON *properties;

    cli_json_text(descriptor, "id", mf_rule_code(rule));
    add_name(descriptor, mf_rule_title(rule));
    cli_json_text(cli_json_object(descriptor, "shortDescription"), "text", mf_rule_title(rule));
    if (entry != NULL) {
        add_help(descriptor, entry);
    }
    cli_json_text(cli_json_object(descriptor, "defaultConfiguration"), "level", level);
    properties = cli_json_object(descriptor, "properties");
    cli_json_entry_text(cli_json_array(properties, "tags"), mf_rule_section(rule));
    cli_json_text(properties, "profile", mf_rule_profile(rule));
    /* What GitHub sorts by. */
    cli_json_text(properties, "problem.severity",
                  mf_rule_severity(rule) == MF_SEVERITY_NOTE ? "recommendation" : level);
}

void cli_sarif_rules_begin(struct cli_sarif_rules *rules, cJSON *descriptors)
{
    *rules = (struct cli_sarif_rules){
        .descriptors = descriptors,
        .places = cli_memory_array(mf_rule_count(), sizeof *rules->places),
    };
}

size_t cli_sarif_rule_index(struct cli_sarif_rules *rules, const mf_finding *finding)
{
    size_t index = cli_finding_rule(finding);

    if (rules->places[index] == 0) {
        add_descriptor(rules->descriptors, mf_rule_at(index));
        rules->places[index] = ++rules->count;
    }
    return rules->places[index] - 1;
}

void cli_sarif_rules_end(struct cli_sarif_rules *rules)
{
    free(rules->places);
}
