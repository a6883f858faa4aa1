/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Results as SARIF 2.1.0, the format in which code-review tools take them. Nothing in it depends on the time, the machine or the
 * directory, and no text of a document is in it but what a finding quotes.
 */
#include "command.h"
#include "input.h"
#include "json.h"
#include "memory.h"
#include "place.h"
#include "reporter.h"
#include "sarif_rules.h"
#include "terminal.h"

#include <libmanifest/version.h>

#include <stdlib.h>
#include <string.h>

/* The names of relative paths begin here (section 3.4.4). Viewers know this one. */
static const char root_id[] = "%SRCROOT%";

enum { NOT_JUDGED, MORE_FINDINGS };

static const struct {
    const char *id;
    const char *text;
    const char *help;
} notifications[] = {
    [NOT_JUDGED] = { "not-judged", "A file or directory could not be judged, so nothing is known about it.",
                     "Look at the message: the file may be missing, closed to the user who runs the command, or "
                     "too large." },
    [MORE_FINDINGS] = { "more-findings", "A file has more findings than are shown.",
                        "Mend those that are shown, and run the command again." },
};

struct sarif {
    cJSON *document;
    cJSON *results;
    cJSON *invocation;
    cJSON *notifications;
    struct cli_sarif_rules rules;
};

/*
 * A plain text message: braces stand for placeholders unless they are doubled (3.11.5), and "](" makes a link unless it is broken,
 * as are all brackets within the text of a link (3.11.6). free() it.
 */
static char *escaped(const char *text, bool in_link)
{
    char *printable = cli_printable_copy(text);
    char *copy = cli_memory_array(strlen(printable) * 2 + 1, 1);
    char *end = copy;

    for (const char *c = printable; *c != '\0'; c++) {
        if (*c == '{' || *c == '}') {
            *end++ = *c;
        } else if ((c[0] == ']' && c[1] == '(') || (in_link && strchr("[]\\", *c) != NULL)) {
            *end++ = '\\';
        }
        *end++ = *c;
    }
    free(printable);
    return copy;
}

/* Takes over the text. */
static void add_message(cJSON *object, char *text)
{
    cli_json_text(cli_json_object(object, "message"), "text", text);
    free(text);
}

/* Links are what makes viewers show the other values. */
static void add_message_of(cJSON *result, const mf_finding *finding)
{
    char *text = escaped(mf_finding_message(finding), false);

    for (size_t i = 0; i < mf_finding_related_count(finding); i++) {
        char *note = escaped(mf_finding_related_note(finding, i), true);
        char *longer = cli_memory_format("%s%s[%s](%zu)", text, i == 0 ? ". See " : ", ", note, i + 1);

        free(note);
        free(text);
        text = longer;
    }
    add_message(result, text);
}

/* --- locations --------------------------------------------------------------------------------------------------------- */

static void add_physical_location(cJSON *location, const char *path, uint32_t line, uint32_t column)
{
    char *uri = cli_place_uri(cli_is_standard(path) ? "/dev/stdin" : path);
    cJSON *physical = cli_json_object(location, "physicalLocation");
    cJSON *artifact = cli_json_object(physical, "artifactLocation");

    cli_json_text(artifact, "uri", uri);
    if (strncmp(uri, "file:", 5) != 0) {
        cli_json_text(artifact, "uriBaseId", root_id);
    }
    if (line > 0) {
        cJSON *region = cli_json_object(physical, "region");

        cli_json_count(region, "startLine", line);
        cli_json_count(region, "startColumn", column);
    }
    free(uri);
}

static void add_logical_location(cJSON *location, const char *value_path)
{
    const char *slash = strrchr(value_path, '/');

    if (slash != NULL) {
        cJSON *logical = cli_json_entry(cli_json_array(location, "logicalLocations"));

        cli_json_text(logical, "name", slash + 1);
        cli_json_text(logical, "fullyQualifiedName", value_path);
    }
}

/* --- results ----------------------------------------------------------------------------------------------------------- */

/* How many findings before this one say the same of the same value: a report holds a hundred at most. */
static size_t count_alike(const mf_report *report, size_t index)
{
    const mf_finding *finding = mf_report_finding(report, index);
    size_t count = 0;

    for (size_t i = 0; i < index; i++) {
        const mf_finding *other = mf_report_finding(report, i);

        count += strcmp(mf_finding_code(other), mf_finding_code(finding)) == 0 &&
                         strcmp(mf_finding_path(other), mf_finding_path(finding)) == 0
                     ? 1
                     : 0;
    }
    return count;
}

/* What stays the same while lines move: the rule and the value (3.27.17). */
static void add_fingerprint(cJSON *result, const mf_report *report, size_t index)
{
    const mf_finding *finding = mf_report_finding(report, index);
    size_t alike = count_alike(report, index);
    char *print = cli_memory_format(alike == 0 ? "%s %s" : "%s %s %zu", mf_finding_code(finding),
                                    mf_finding_path(finding), alike + 1);

    cli_json_text(cli_json_object(result, "partialFingerprints"), "codeAndPath/v1", print);
    free(print);
}

static void add_related(cJSON *result, const struct cli_judged *judged, const mf_finding *finding)
{
    size_t count = mf_finding_related_count(finding);
    cJSON *related = count == 0 ? NULL : cli_json_array(result, "relatedLocations");

    for (size_t i = 0; i < count; i++) {
        cJSON *location = cli_json_entry(related);

        cli_json_count(location, "id", i + 1);
        add_physical_location(location, judged->path, mf_finding_related_line(finding, i),
                              mf_finding_related_column(finding, i));
        add_logical_location(location, mf_finding_related_path(finding, i));
        add_message(location, escaped(mf_finding_related_note(finding, i), false));
    }
}

static void add_result(struct sarif *sarif, const struct cli_judged *judged, size_t index)
{
    const mf_finding *finding = mf_report_finding(judged->report, index);
    cJSON *result = cli_json_entry(sarif->results);
    cJSON *location;

    cli_json_text(result, "ruleId", mf_finding_code(finding));
    cli_json_count(result, "ruleIndex", cli_sarif_rule_index(&sarif->rules, finding));
    cli_json_text(result, "level", mf_severity_name(mf_finding_severity(finding)));
    add_message_of(result, finding);
    location = cli_json_entry(cli_json_array(result, "locations"));
    add_physical_location(location, judged->path, mf_finding_line(finding), mf_finding_column(finding));
    add_logical_location(location, mf_finding_path(finding));
    add_related(result, judged, finding);
    add_fingerprint(result, judged->report, index);
}

static void add_notification(struct sarif *sarif, size_t kind, const char *level, const char *path,
                             const char *message)
{
    cJSON *notification = cli_json_entry(sarif->notifications);
    cJSON *descriptor = cli_json_object(notification, "descriptor");
    cJSON *location;

    cli_json_text(descriptor, "id", notifications[kind].id);
    cli_json_count(descriptor, "index", kind);
    cli_json_text(notification, "level", level);
    add_message(notification, escaped(message, false));
    location = cli_json_entry(cli_json_array(notification, "locations"));
    add_physical_location(location, path, 0, 0);
}

/* --- the reporter ------------------------------------------------------------------------------------------------------ */

static void add_driver(cJSON *run, struct sarif *sarif)
{
    cJSON *driver = cli_json_object(cli_json_object(run, "tool"), "driver");
    cJSON *descriptors;

    cli_json_text(driver, "name", "manifest");
    cli_json_text(driver, "version", MF_VERSION);
    cli_json_text(driver, "semanticVersion", MF_VERSION);
    cli_json_text(driver, "informationUri", "https://libmanifest.github.io/deployment-manifest/");
    cli_sarif_rules_begin(&sarif->rules, cli_json_array(driver, "rules"));
    descriptors = cli_json_array(driver, "notifications");
    for (size_t i = 0; i < sizeof notifications / sizeof notifications[0]; i++) {
        cJSON *descriptor = cli_json_entry(descriptors);

        cli_json_text(descriptor, "id", notifications[i].id);
        cli_json_text(cli_json_object(descriptor, "shortDescription"), "text", notifications[i].text);
        cli_json_text(cli_json_object(descriptor, "fullDescription"), "text", notifications[i].text);
        cli_json_text(cli_json_object(descriptor, "help"), "text", notifications[i].help);
    }
}

static void begin(struct cli_run *run)
{
    struct sarif *sarif = cli_memory_array(1, sizeof *sarif);
    cJSON *root;
    cJSON *base;

    sarif->document = cli_json_new();
    cli_json_text(
        sarif->document, "$schema",
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    cli_json_text(sarif->document, "version", "2.1.0");
    root = cli_json_entry(cli_json_array(sarif->document, "runs"));
    add_driver(root, sarif);
    base = cli_json_object(cli_json_object(root, "originalUriBaseIds"), root_id);
    cli_json_text(cli_json_object(base, "description"), "text", "The directory in which the command ran.");
    cli_json_text(root, "columnKind", "unicodeCodePoints");
    sarif->invocation = cli_json_entry(cli_json_array(root, "invocations"));
    sarif->notifications = cli_json_array(sarif->invocation, "toolExecutionNotifications");
    sarif->results = cli_json_array(root, "results");
    run->state = sarif;
}

static void file(struct cli_run *run, const struct cli_judged *judged)
{
    struct sarif *sarif = run->state;
    size_t count;

    if (judged->report == NULL) {
        add_notification(sarif, NOT_JUDGED, "error", judged->path, judged->trouble);
        return;
    }
    count = mf_report_count(judged->report);
    for (size_t i = 0; i < count; i++) {
        add_result(sarif, judged, i);
    }
    if (mf_report_total(judged->report) > count) {
        char *message =
            cli_memory_format("%zu more findings are not shown", mf_report_total(judged->report) - count);

        add_notification(sarif, MORE_FINDINGS, "warning", judged->path, message);
        free(message);
    }
}

static void end(struct cli_run *run)
{
    struct sarif *sarif = run->state;

    cli_json_bool(sarif->invocation, "executionSuccessful", run->tally.not_judged == 0);
    cli_json_count(sarif->invocation, "exitCode", (size_t)run->result);
    cli_json_print(sarif->document);
    cli_sarif_rules_end(&sarif->rules);
    free(sarif);
}

const struct cli_reporter cli_sarif_reporter = { begin, file, end };
