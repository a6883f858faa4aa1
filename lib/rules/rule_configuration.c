/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about parameters: values within their bounds, words for those who run the release, and one way to the process for each. */
#include "model/outlets.h"
#include "model/parameter.h"
#include "rules/run.h"

/* --- values ------------------------------------------------------------------------------------------------------------ */

/* The bound or the choices that a value breaks. */
static const void *broken_bound(const struct model_configuration_parameters *parameter,
                                enum mf_parameter_fault fault)
{
    switch (fault) {
    case MF_PARAMETER_BELOW:
        return &parameter->minimum;
    case MF_PARAMETER_ABOVE:
        return &parameter->maximum;
    case MF_PARAMETER_NO_CHOICE:
    case MF_PARAMETER_GOOD:
        break;
    }
    return &parameter->choices;
}

/* What a value is for, and what is to be done where it is out of range. */
struct role {
    enum mf_finding_code code;
    const char *what;
    const char *mend;
};

static void check_value(struct mf_rules_run *run, const struct model_configuration_parameters *parameter,
                        const struct mf_scalar *value, const struct role *role)
{
    struct mf_buffer fault_text = MF_BUFFER_EMPTY;
    enum mf_parameter_fault fault;

    if (value->text == NULL) {
        return;
    }
    fault = mf_parameter_judge(parameter, mf_scalar_view(value));
    if (fault == MF_PARAMETER_GOOD) {
        return;
    }
    mf_parameter_append_fault(&fault_text, parameter, mf_scalar_view(value), fault);
    if (fault_text.status != MF_OK) {
        mf_report_fail(run->report);
    } else {
        mf_rules_add(run, role->code, value, "%s %.*s: %s", role->what, (int)fault_text.size, fault_text.data,
                     role->mend);
        mf_rules_relate(run, broken_bound(parameter, fault),
                        fault == MF_PARAMETER_NO_CHOICE ? "the choices" : "the bound");
    }
    mf_buffer_release(&fault_text);
}

static void check_values(struct mf_rules_run *run, const struct model_configuration_parameters *parameter)
{
    static const struct role roles[] = {
        { MF_FINDING_VALUE_RANGE, "the value", "correct it, or what is allowed" },
        { MF_FINDING_DEFAULT_RANGE, "the default",
          "correct what is allowed, or the default, which must be what the software does" },
        { MF_FINDING_FALLBACK_RANGE, "the fallback",
          "nobody can go to it in an incident; correct it, or what is allowed" },
    };

    check_value(run, parameter, &parameter->value, &roles[0]);
    check_value(run, parameter, &parameter->default_, &roles[1]);
    check_value(run, parameter, &parameter->fallback, &roles[2]);
}

/* --- bounds ------------------------------------------------------------------------------------------------------------ */

static bool has_order(enum mf_type type)
{
    return type == MF_TYPE_INT || type == MF_TYPE_NUMBER || type == MF_TYPE_DURATION ||
           type == MF_TYPE_QUANTITY;
}

static void check_bounds(struct mf_rules_run *run, const struct model_configuration_parameters *parameter)
{
    const struct mf_scalar *bounds[] = { &parameter->minimum, &parameter->maximum };
    enum mf_type type = mf_parameter_type(parameter);

    /* Is the least value that is allowed allowed? */
    if (parameter->minimum.text != NULL &&
        mf_parameter_judge(parameter, mf_scalar_view(&parameter->minimum)) == MF_PARAMETER_ABOVE) {
        mf_rules_add(
            run, MF_FINDING_BOUNDS_CROSSED, &parameter->minimum,
            "the minimum of %.*s is above the maximum of %.*s, so that no value is good: correct one of "
            "them",
            MF_SHOWN(mf_scalar_view(&parameter->minimum)), MF_SHOWN(mf_scalar_view(&parameter->maximum)));
        mf_rules_relate(run, &parameter->maximum, "the maximum");
    }
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        if (bounds[i]->text != NULL && parameter->type.text != NULL && !has_order(type)) {
            mf_rules_add(
                run, MF_FINDING_BOUND_WITHOUT_ORDER, bounds[i],
                "values of type %.*s are neither less nor greater, so this bounds nothing: remove it, or "
                "list the choices",
                MF_SHOWN(mf_scalar_view(&parameter->type)));
            mf_rules_relate(run, &parameter->type, "the type");
        }
    }
}

static void check_choices(struct mf_rules_run *run, const struct model_configuration_parameters *parameter)
{
    const struct mf_scalar *choices = parameter->choices.items;
    struct model_configuration_parameters bounds = *parameter;

    bounds.choices.count = 0;
    if (mf_scalar_is(&parameter->type, "enum") && parameter->choices.count == 0) {
        mf_rules_add(run, MF_FINDING_ENUM_WITHOUT_CHOICES, &parameter->choices,
                     "which values may it have? List the choices, or write type string");
        mf_rules_relate(run, &parameter->type, "the type");
    }
    if (mf_scalar_is(&parameter->type, "bool") && parameter->choices.count > 0) {
        mf_rules_add(
            run, MF_FINDING_CHOICES_OF_BOOL, &parameter->choices,
            "a boolean is true or false: remove the choices; if it must not change, write change: never");
        mf_rules_relate(run, &parameter->type, "the type");
    }
    for (uint32_t i = 0; i < parameter->choices.count; i++) {
        enum mf_parameter_fault fault = mf_parameter_judge(&bounds, mf_scalar_view(&choices[i]));

        if (fault != MF_PARAMETER_GOOD) {
            mf_rules_add(
                run, MF_FINDING_CHOICE_OUT_OF_RANGE, &choices[i],
                "the choice %.*s can never be taken, because it is %s: remove it, or correct the bound",
                MF_SHOWN(mf_scalar_view(&choices[i])),
                fault == MF_PARAMETER_BELOW ? "below the minimum" : "above the maximum");
            mf_rules_relate(run, broken_bound(parameter, fault), "the bound");
        }
    }
}

/* --- what operators need ----------------------------------------------------------------------------------------------- */

static void check_words(struct mf_rules_run *run, const struct model_configuration_parameters *parameter)
{
    if (parameter->impact == NULL) {
        mf_rules_add(
            run, MF_FINDING_IMPACT_MISSING, &parameter->impact,
            "what does a change of '%.*s' do to the service? Say it of latency, throughput, memory or "
            "quality",
            MF_SHOWN(mf_scalar_view(&parameter->name)));
    }
    if (parameter->adjust.text == NULL && !mf_scalar_is(&parameter->change, "never")) {
        mf_rules_add(run, MF_FINDING_ADJUST_MISSING, &parameter->adjust,
                     "when should an operator change '%.*s', and which way? Say it in `adjust`",
                     MF_SHOWN(mf_scalar_view(&parameter->name)));
    }
}

static void check_change(struct mf_rules_run *run, const struct model_configuration_parameters *parameter)
{
    if (mf_scalar_is(&parameter->change, "never") && parameter->fallback.text != NULL &&
        parameter->value.text != NULL &&
        !mf_parameter_same(mf_parameter_type(parameter), mf_scalar_view(&parameter->fallback),
                           mf_scalar_view(&parameter->value))) {
        mf_rules_add(
            run, MF_FINDING_FALLBACK_OF_FIXED, &parameter->fallback,
            "the parameter never changes, so nobody can go to this fallback: allow a change, or remove it");
        mf_rules_relate(run, &parameter->change, "when it may change");
    }
    if (mf_scalar_is(&parameter->group, "determinism") && mf_scalar_is(&parameter->change, "live")) {
        mf_rules_add(
            run, MF_FINDING_DETERMINISM_LIVE, &parameter->change,
            "once this is changed, the answers are no longer those of the tests: write deploy or never");
        mf_rules_relate(run, &parameter->group, "the group");
    }
}

/* --- on the way to the process ----------------------------------------------------------------------------------------- */

static void check_flag(struct mf_rules_run *run, const struct model_configuration_parameters *parameter)
{
    const struct mf_scalar *values[] = { &parameter->value, &parameter->fallback };

    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (values[i]->text != NULL && mf_parameter_is_unspoken(parameter, mf_scalar_view(values[i]))) {
            mf_rules_add(
                run, MF_FINDING_FLAG_ALWAYS_ON, values[i],
                "without its argument the flag is true, so that false never arrives: end the argument in '=' "
                "to hand the value over");
            mf_rules_relate(run, &parameter->argument, "the argument");
            mf_rules_relate(run, &parameter->default_, "what the software does without it");
        }
    }
}

struct codes {
    enum mf_finding_code both;  /* two parameters write the same */
    enum mf_finding_code fixed; /* a parameter writes what is set already */
    const char *what;
};

static void check_outlets(struct mf_rules_run *run, const struct mf_outlets *outlets,
                          const struct codes *codes)
{
    for (size_t i = 0; i < outlets->count; i++) {
        const struct mf_outlet *outlet = &outlets->items[i];
        const struct mf_outlet *before = mf_outlet_written_before(outlets, i);

        if (before == NULL) {
            continue;
        }
        if (before->parameter != NULL) {
            mf_rules_add(
                run, codes->both, outlet->scalar,
                "the parameter '%.*s' writes the %s %.*s too, and which of them counts is chance: remove it "
                "from one of them",
                MF_SHOWN(mf_scalar_view(&before->parameter->name)), codes->what, MF_SHOWN(outlet->name));
        } else {
            mf_rules_add(
                run, codes->fixed, outlet->scalar,
                "the %s %.*s is set in the environment already, and which of them counts is chance: remove "
                "it there",
                codes->what, MF_SHOWN(outlet->name));
        }
        mf_rules_relate(run, before->scalar, "written here too");
    }
}

static void check_ways(struct mf_rules_run *run)
{
    static const struct codes arguments = { MF_FINDING_SAME_ARGUMENT, MF_FINDING_ARGUMENT_IS_FIXED,
                                            "argument" };
    static const struct codes variables = { MF_FINDING_SAME_VARIABLE, MF_FINDING_VARIABLE_IS_FIXED,
                                            "variable" };
    struct mf_outlets outlets;

    /* Memory that cannot be had is known to the arena. */
    if (mf_outlets_of_arguments(run->scratch, run->root, &outlets) == MF_OK) {
        check_outlets(run, &outlets, &arguments);
    }
    if (mf_outlets_of_variables(run->scratch, run->root, &outlets) == MF_OK) {
        check_outlets(run, &outlets, &variables);
    }
}

void mf_rules_configuration(struct mf_rules_run *run)
{
    const struct model_configuration *configuration = run->root->configuration;
    const struct model_configuration_parameters *parameters;

    if (configuration == NULL) {
        return;
    }
    parameters = configuration->parameters.items;
    for (uint32_t i = 0; i < configuration->parameters.count; i++) {
        check_values(run, &parameters[i]);
        check_bounds(run, &parameters[i]);
        check_choices(run, &parameters[i]);
        check_words(run, &parameters[i]);
        check_change(run, &parameters[i]);
        check_flag(run, &parameters[i]);
    }
    check_ways(run);
}
