/* SPDX-License-Identifier: Apache-2.0 */
/* Parity of the variables of the process and the settings of the system. */
#include "comparison/parity.h"
#include "rules/run.h"
#include "value/secret.h"

/* A set of names and values in both manifests. */
struct settings {
    const struct mf_list *expected;
    const struct mf_list *actual;
    struct mf_pairs pairs;
};

static const struct model_environment no_environment;

static const struct model_environment *actual_of(const struct mf_parity_run *run)
{
    return run->actual->environment == NULL ? &no_environment : run->actual->environment;
}

static void add_extras(struct mf_parity_run *run, const char *kind, const struct settings *settings)
{
    struct mf_parity_fact fact = {
        .outcome = MF_PARITY_EXTRA,
        .code = MF_FINDING_PARITY_OTHERS,
        .kind = kind,
        .where = settings->actual,
        .is_of_actual = true,
    };
    struct mf_buffer text = MF_BUFFER_EMPTY;
    size_t count = 0;

    for (uint32_t i = 0; i < settings->pairs.right_count; i++) {
        count += settings->pairs.partner_of_right[i] == MF_UNPAIRED;
    }
    if (count > 0) {
        mf_buffer_append_unsigned(&text, count);
        mf_buffer_append_text(&text, " more");
        fact.actual = mf_buffer_view(&text);
        mf_parity_add(run, &fact);
    }
    if (text.status != MF_OK) {
        run->text.status = text.status;
    }
    mf_buffer_release(&text);
}

/* --- variables --------------------------------------------------------------------------------------------------------- */

static bool is_secret(const struct model_environment_variables *variable)
{
    struct mf_secret secret;

    return variable != NULL && variable->value.text != NULL &&
           (mf_secret_is_named(mf_scalar_view(&variable->name)) ||
            mf_secret_find_in_setting(mf_scalar_view(&variable->name), mf_scalar_view(&variable->value),
                                      &secret));
}

/* Of a secret only the reference can be compared. */
static void compare_secret(struct mf_parity_run *run, struct mf_parity_fact fact,
                           const struct model_environment_variables *expected,
                           const struct model_environment_variables *actual)
{
    fact.where = &expected->secret;
    fact.expected = mf_scalar_view(&expected->secret);
    if (actual == NULL || actual->secret.text == NULL) {
        fact.code = MF_FINDING_PARITY_NOT_COMPARED;
        fact.message = "secrets are never compared";
        mf_parity_add_unknown(run, fact);
        return;
    }
    fact.actual = mf_scalar_view(&actual->secret);
    fact.compared = "name of the secret";
    fact.outcome = mf_view_equal(fact.expected, fact.actual) ? MF_PARITY_SAME : MF_PARITY_DIFFERENT;
    mf_parity_add(run, &fact);
}

static void compare_variable(struct mf_parity_run *run, const struct model_environment_variables *expected,
                             const struct model_environment_variables *actual, bool captured)
{
    struct mf_parity_fact fact = {
        .code = MF_FINDING_PARITY_VARIABLE,
        .kind = "variable",
        .name = mf_scalar_view(&expected->name),
        .where = &expected->value,
        .expected = mf_scalar_view(&expected->value),
        .concealed = is_secret(expected) || is_secret(actual),
    };

    if (expected->secret.text != NULL) {
        fact.concealed = false;
        compare_secret(run, fact, expected, actual);
        return;
    }
    if (expected->value.text == NULL) {
        return;
    }
    if (actual == NULL && captured) {
        fact.outcome = MF_PARITY_MISSING;
        fact.compared = "presence";
        mf_parity_add(run, &fact);
    } else if (actual == NULL || actual->value.text == NULL) {
        fact.code = MF_FINDING_PARITY_UNKNOWN;
        mf_parity_add_unknown(run, fact);
    } else {
        fact.actual = mf_scalar_view(&actual->value);
        fact.compared = "value";
        fact.outcome = mf_view_equal(fact.expected, fact.actual) ? MF_PARITY_SAME : MF_PARITY_DIFFERENT;
        mf_parity_add(run, &fact);
    }
}

static void compare_variables(struct mf_parity_run *run, const struct settings *settings)
{
    const struct model_environment_variables *expected = settings->expected->items;
    const struct model_environment_variables *actual = settings->actual->items;

    for (uint32_t i = 0; i < settings->pairs.left_count; i++) {
        uint32_t partner = settings->pairs.partner_of_left[i];

        compare_variable(run, &expected[i], partner == MF_UNPAIRED ? NULL : &actual[partner],
                         settings->actual->count > 0);
    }
    add_extras(run, "variable", settings);
}

/* --- settings of the system -------------------------------------------------------------------------------------------- */

static void compare_setting(struct mf_parity_run *run, const struct model_environment_system *expected,
                            const struct model_environment_system *actual)
{
    struct mf_parity_fact fact = {
        .code = MF_FINDING_PARITY_SETTING,
        .kind = "system",
        .name = mf_scalar_view(&expected->name),
        .where = &expected->value,
        .expected = mf_scalar_view(&expected->value),
    };

    if (expected->value.text == NULL) {
        return;
    }
    if (actual == NULL || actual->value.text == NULL) {
        fact.code = MF_FINDING_PARITY_UNKNOWN;
        mf_parity_add_unknown(run, fact);
        return;
    }
    fact.actual = mf_scalar_view(&actual->value);
    fact.compared = "value";
    fact.outcome = mf_view_equal(fact.expected, fact.actual) ? MF_PARITY_SAME : MF_PARITY_DIFFERENT;
    mf_parity_add(run, &fact);
}

static void compare_system(struct mf_parity_run *run, const struct settings *settings)
{
    const struct model_environment_system *expected = settings->expected->items;
    const struct model_environment_system *actual = settings->actual->items;

    for (uint32_t i = 0; i < settings->pairs.left_count; i++) {
        uint32_t partner = settings->pairs.partner_of_left[i];

        compare_setting(run, &expected[i], partner == MF_UNPAIRED ? NULL : &actual[partner]);
    }
    add_extras(run, "system", settings);
}

void mf_parity_compare_settings(struct mf_parity_run *run, struct mf_arena *scratch)
{
    const struct model_environment *expected = run->expected->environment;
    struct settings variables = { &expected->variables, &actual_of(run)->variables, { 0 } };
    struct settings system = { &expected->system, &actual_of(run)->system, { 0 } };

    if (mf_parity_pair(run, scratch, "environment", "variables", &variables.pairs)) {
        compare_variables(run, &variables);
    }
    if (mf_parity_pair(run, scratch, "environment", "system", &system.pairs)) {
        compare_system(run, &system);
    }
}
