/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory in the calls that work on rules files, overrides and configurations. */
#include "allocations.h"
#include "resolving.h"

#define RULES "schema: rules/v1\n"

/* What the calls work on; made once. */
static struct {
    mf_manifest *manifest;
    mf_manifest *ruled;
    mf_rules *rules;
    mf_overrides *overrides;
    mf_configuration *configuration;
    mf_bytes *written;
} given;

static const char good_rules[] =
    RULES "disable: [MF2401]\nseverity: [{code: MF3101, severity: note}]\n"
          "conventions: {release_ids: [a-*, b-*], required_labels: [{name: a, value: 'b*'}]}\n";
static const char bad_rules[] =
    RULES "disable: [MF1001, MF9999, MF2401]\nseverity: [{code: MF2401, severity: note}]\n"
          "conventions: {release_ids: ['[a]']}\n";
static const char bad_overrides[] =
    OVERRIDES "parameters: [{name: rows, value: 65}, {name: row, value: 1}, {name: log, value: no}, "
              "{name: shards, value: 3}, {name: wait, value: 6m}]\n";

static void read_rules(struct result *to)
{
    to->status = mf_rules_read(good_rules, MF_ZERO_TERMINATED, NULL, &to->rules, &to->report, &to->error);
}

static void read_bad_rules(struct result *to)
{
    to->status = mf_rules_read(bad_rules, MF_ZERO_TERMINATED, NULL, &to->rules, &to->report, &to->error);
}

static void validate(struct result *to)
{
    mf_validate_options options;

    mf_validate_options_init(&options, sizeof options);
    options.rules = given.rules;
    to->status = mf_manifest_validate(given.manifest, &options, &to->report, &to->error);
}

static void read_overrides(struct result *to)
{
    to->status = mf_overrides_read(OVERRIDES "parameters: [{name: b, value: x}, {name: a, value: 1}]\n",
                                   MF_ZERO_TERMINATED, NULL, MF_ORIGIN_STAGE, "stage.yaml", &to->overrides,
                                   &to->report, &to->error);
}

static void read_bad_overrides(struct result *to)
{
    to->status = mf_overrides_read(
        OVERRIDES "parameters: [{name: B, value: x}, {name: a}, {name: a, value: 1}]\n", MF_ZERO_TERMINATED,
        NULL, MF_ORIGIN_STAGE, "stage.yaml", &to->overrides, &to->report, &to->error);
}

static void take_texts(struct result *to)
{
    static const char *const texts[] = { "b=1", "a=2", "c=3" };

    to->status = mf_overrides_from_text(texts, 3, MF_ORIGIN_COMMAND_LINE, "--override", &to->overrides,
                                        &to->report, &to->error);
}

static void take_bad_texts(struct result *to)
{
    static const char *const texts[] = { "b=1", "A=2", "b=\n" };

    to->status = mf_overrides_from_text(texts, 3, MF_ORIGIN_COMMAND_LINE, "--override", &to->overrides,
                                        &to->report, &to->error);
}

static void resolve(struct result *to)
{
    const mf_overrides *layers[] = { given.overrides, given.overrides };
    mf_resolve_options options;

    mf_resolve_options_init(&options, sizeof options);
    options.running = given.configuration;
    to->status = mf_configuration_resolve(given.manifest, layers, 2, &options, &to->configuration,
                                          &to->report, &to->error);
}

static void resolve_badly(struct result *to)
{
    mf_overrides *overrides = NULL;

    to->status = mf_overrides_read(bad_overrides, MF_ZERO_TERMINATED, NULL, MF_ORIGIN_STAGE, "stage.yaml",
                                   &overrides, NULL, &to->error);
    if (to->status == MF_OK) {
        const mf_overrides *layers[] = { overrides };

        to->status = mf_configuration_resolve(given.manifest, layers, 1, NULL, &to->configuration,
                                              &to->report, &to->error);
    }
    mf_overrides_unref(overrides);
}

static void resolve_by_rules(struct result *to)
{
    to->status =
        mf_configuration_resolve(given.ruled, NULL, 0, NULL, &to->configuration, &to->report, &to->error);
}

static void read_configuration(struct result *to)
{
    to->status = mf_configuration_read(mf_bytes_data(given.written), mf_bytes_size(given.written), NULL,
                                       &to->configuration, &to->report, &to->error);
}

static void get_wrongly(struct result *to)
{
    double number;

    to->status =
        mf_setting_get_number(mf_configuration_find(given.configuration, "greeting"), &number, &to->error);
}

static void canonical(struct result *to)
{
    to->status = mf_configuration_canonical(given.configuration, &to->bytes, &to->error);
}

static void digest(struct result *to)
{
    to->status = mf_configuration_digest(given.configuration, &to->bytes, &to->error);
}

static void write_yaml(struct result *to)
{
    to->status = mf_configuration_write(given.configuration, MF_CONFIGURATION_YAML, &to->bytes, &to->error);
}

static void write_json(struct result *to)
{
    to->status = mf_configuration_write(given.configuration, MF_CONFIGURATION_JSON, &to->bytes, &to->error);
}

static void write_variables(struct result *to)
{
    to->status = mf_configuration_write(given.configuration, MF_CONFIGURATION_ENV, &to->bytes, &to->error);
}

static void write_arguments(struct result *to)
{
    to->status = mf_configuration_write(given.configuration, MF_CONFIGURATION_ARGS, &to->bytes, &to->error);
}

static const struct call calls[] = {
    { "read rules", read_rules, MF_OK },
    { "read bad rules", read_bad_rules, MF_ERROR_INVALID },
    { "validate by rules", validate, MF_ERROR_INVALID },
    { "read overrides", read_overrides, MF_OK },
    { "read bad overrides", read_bad_overrides, MF_ERROR_INVALID },
    { "take texts", take_texts, MF_OK },
    { "take bad texts", take_bad_texts, MF_ERROR_INVALID },
    { "resolve", resolve, MF_OK },
    { "resolve badly", resolve_badly, MF_ERROR_INVALID },
    { "resolve by rules", resolve_by_rules, MF_ERROR_INVALID },
    { "read a configuration", read_configuration, MF_OK },
    { "get wrongly", get_wrongly, MF_ERROR_TYPE },
    { "canonicalise", canonical, MF_OK },
    { "digest", digest, MF_OK },
    { "write YAML", write_yaml, MF_OK },
    { "write JSON", write_json, MF_OK },
    { "write variables", write_variables, MF_OK },
    { "write arguments", write_arguments, MF_OK },
};

static void prepare(void)
{
    given.manifest = must_read(resolved_manifest);
    given.ruled = must_read(
        "schema: manifest/v1\n"
        "configuration:\n"
        "  parameters: [{name: rows, type: int, value: 8}, {name: cache, type: bool, value: true}]\n"
        "  rules: [{name: a, expression: 'rows > 1 && cache'}, {name: b, expression: rows < 8}, "
        "{name: c, expression: 1 / (rows - 8) > 0}, {name: d, expression: row > 1}]\n");
    given.rules = must_read_rules(good_rules);
    given.overrides = overrides_of_file(
        OVERRIDES "parameters: [{name: rows, value: 16}, {name: log, value: debug}]\n", "stage.yaml");
    given.configuration = must_resolve(OVERRIDES "parameters: [{name: rows, value: 16}]\n", NULL);
    ck_assert_int_eq(mf_configuration_write(given.configuration, MF_CONFIGURATION_YAML, &given.written, NULL),
                     MF_OK);
}

static void finish(void)
{
    mf_bytes_unref(given.written);
    mf_configuration_unref(given.configuration);
    mf_overrides_unref(given.overrides);
    mf_rules_unref(given.rules);
    mf_manifest_unref(given.manifest);
    mf_manifest_unref(given.ruled);
}

START_TEST(every_allocation_may_fail)
{
    sweep(&calls[_i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_settings");
    TCase *tests = tcase_create("memory_settings");

    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_loop_test(tests, every_allocation_may_fail, 0, COUNT_OF(calls));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
