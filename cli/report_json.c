/* SPDX-License-Identifier: Apache-2.0 */
/* Results for programs: one object, whatever was named, with the report of each file as the library writes it. */
#include "input.h"
#include "json.h"
#include "memory.h"
#include "output.h"
#include "reporter.h"

#include <stdio.h>

static void begin(struct cli_run *run)
{
    (void)printf("{\n\"profile\":\t\"%s\",\n\"files\":\t[", cli_profile_name(run->profile));
}

static void print_report(const struct cli_judged *judged)
{
    mf_bytes *json = NULL;

    if (mf_report_json(judged->report, judged->name, &json, NULL) != MF_OK) {
        cli_memory_is_out();
    }
    (void)cli_output_bytes("-", json);
    (void)mf_bytes_unref(json);
}

static void print_trouble(const struct cli_judged *judged)
{
    cJSON *object = cli_json_new();

    cli_json_printable(object, "file", judged->name);
    cli_json_printable(object, "error", judged->trouble);
    cli_json_print(object);
}

static void file(struct cli_run *run, const struct cli_judged *judged)
{
    const struct cli_tally *tally = &run->tally;

    (void)fputs(tally->good + tally->not_good + tally->not_judged > 1 ? ",\n" : "\n", stdout);
    if (judged->report != NULL) {
        print_report(judged);
    } else {
        print_trouble(judged);
    }
}

static void end(struct cli_run *run)
{
    cJSON *summary = cli_json_new();
    const struct cli_tally *tally = &run->tally;

    (void)fputs("],\n\"summary\":\t", stdout);
    cli_json_count(summary, "files", tally->good + tally->not_good + tally->not_judged);
    cli_json_count(summary, "good", tally->good);
    cli_json_count(summary, "not_good", tally->not_good);
    cli_json_count(summary, "not_judged", tally->not_judged);
    cli_json_count(summary, "passed_over", tally->passed_over);
    cli_json_count(summary, "errors", tally->errors);
    cli_json_count(summary, "warnings", tally->warnings);
    cli_json_count(summary, "notes", tally->notes);
    cli_json_print(summary);
    (void)fputs("}\n", stdout);
}

const struct cli_reporter cli_json_reporter = { begin, file, end };
