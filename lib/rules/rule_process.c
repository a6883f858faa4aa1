/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the process in the main container: its ports and probes, its user, and its environment variables. */
#include "rules/run.h"
#include "value/ascii.h"
#include "value/duration.h"
#include "value/secret.h"

#include <stddef.h>
#include <stdlib.h>

/* --- ports ------------------------------------------------------------------------------------------------------------- */

static const struct model_environment_process_ports *
find_port(const struct model_environment_process *process, const struct mf_scalar *name)
{
    return name->text == NULL
               ? NULL
               : mf_list_find(&process->ports, sizeof(struct model_environment_process_ports),
                              offsetof(struct model_environment_process_ports, name), mf_scalar_view(name));
}

static int compare_ports(const void *left, const void *right)
{
    const struct model_environment_process_ports *a =
        *(const struct model_environment_process_ports *const *)left;
    const struct model_environment_process_ports *b =
        *(const struct model_environment_process_ports *const *)right;
    int order = mf_view_compare(mf_scalar_view(&a->port), mf_scalar_view(&b->port));

    return order != 0 ? order : mf_view_compare(mf_scalar_view(&a->name), mf_scalar_view(&b->name));
}

/* Two names of one number: only one of them can be listened on. */
static void check_ports(struct mf_rules_run *run, const struct mf_list *ports)
{
    const struct model_environment_process_ports **sorted;
    size_t count = 0;

    if (ports->count < 2 || !mf_rules_wants(run, MF_FINDING_SAME_PORT)) {
        return;
    }
    sorted = mf_arena_alloc_array(run->scratch, ports->count, sizeof *sorted);
    if (sorted == NULL) {
        return;
    }
    for (uint32_t i = 0; i < ports->count; i++) {
        const struct model_environment_process_ports *port = ports->items;

        if (port[i].port.text != NULL) {
            sorted[count++] = &port[i];
        }
    }
    qsort(sorted, count, sizeof *sorted, compare_ports);
    for (size_t i = 1; i < count; i++) {
        if (mf_view_equal(mf_scalar_view(&sorted[i]->port), mf_scalar_view(&sorted[i - 1]->port))) {
            mf_rules_add(run, MF_FINDING_SAME_PORT, &sorted[i]->port,
                         "port %.*s has the name '%.*s' already: correct the number, or use one name",
                         MF_SHOWN(mf_scalar_view(&sorted[i]->port)),
                         MF_SHOWN(mf_scalar_view(&sorted[i - 1]->name)));
            mf_rules_relate(run, &sorted[i - 1]->port, "the same port");
        }
    }
}

/* --- probes ------------------------------------------------------------------------------------------------------------ */

static void check_probe(struct mf_rules_run *run, const struct model_environment_process *process,
                        const struct model_environment_process_probes *probe)
{
    const struct model_environment_process_ports *port = find_port(process, &probe->port);
    int64_t period;

    if (probe->port.text == NULL && probe->command.count == 0) {
        mf_rules_add(run, MF_FINDING_PROBE_WITHOUT_PORT, &probe->port,
                     "which port is asked? Name one of environment.process.ports, or give a command");
    }
    if (probe->port.text != NULL && probe->command.count > 0) {
        mf_rules_add(run, MF_FINDING_PROBE_PORT_UNUSED, &probe->port,
                     "the probe runs a command, so no port is asked: remove one of the two");
        mf_rules_relate(run, &probe->command, "the command");
    }
    if (probe->path.text != NULL && port != NULL && port->protocol.text != NULL &&
        !mf_scalar_is(&port->protocol, "http")) {
        mf_rules_add(
            run, MF_FINDING_PROBE_PROTOCOL, &probe->path,
            "the probe asks by HTTP a port that speaks %.*s: name another port, or leave the path out",
            MF_SHOWN(mf_scalar_view(&port->protocol)));
        mf_rules_relate(run, &port->protocol, "what the port speaks");
    }
    if (probe->period.text != NULL && mf_duration_parse(mf_scalar_view(&probe->period), &period) &&
        period == 0) {
        mf_rules_add(run, MF_FINDING_PROBE_PERIOD, &probe->period,
                     "a probe without a pause in between would never end: give it a period, such as 10s");
    }
}

/* --- user -------------------------------------------------------------------------------------------------------------- */

static void check_user(struct mf_rules_run *run, const struct mf_scalar *user)
{
    struct mf_view name = mf_scalar_view(user);

    name.size = mf_view_find(name, ':');
    if (user->text != NULL && (mf_view_is(name, "root") || mf_view_is(name, "0"))) {
        mf_rules_add(
            run, MF_FINDING_ROOT_USER, user,
            "the process may do anything in its container: give it a user of its own, such as \"10001\"");
    }
}

/* --- variables --------------------------------------------------------------------------------------------------------- */

/* What people write where no secret is needed, or where it is found elsewhere. */
static bool is_stand_in(struct mf_view value)
{
    static const char *const words[] = { "",         "true", "false", "yes",        "no",
                                         "on",       "off",  "none",  "null",       "empty",
                                         "disabled", "auto", "dummy", "not-needed", "unused" };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (mf_ascii_is_word(value, words[i])) {
            return true;
        }
    }
    /* A path, a reference to another variable or a template, a token of a model's vocabulary; a number of no more than two digits. */
    return mf_ascii_is_one_of(value.data[0], "/.~$<{[%@*") || memchr(value.data, ' ', value.size) != NULL ||
           (value.size <= 2 && mf_digits_size(value) == value.size);
}

/* A value that looks like a secret is found wherever it stands (MF29xx); here the name alone says that it is one. */
static void check_secret(struct mf_rules_run *run, struct mf_view name, const struct mf_scalar *value)
{
    struct mf_secret secret;

    if (value->text != NULL && mf_secret_is_named(name) && !is_stand_in(mf_scalar_view(value)) &&
        !mf_secret_find_in_setting(name, mf_scalar_view(value), &secret)) {
        mf_rules_add_concealed(
            run, MF_FINDING_SECRET_BY_NAME, value,
            "'%.*s' sounds like a secret, and its value stands here for everybody to read: name the "
            "secret in governance.secrets, and refer to it by `secret`",
            MF_SHOWN(name));
    }
}

static void check_variables(struct mf_rules_run *run, const struct mf_list *variables)
{
    const struct model_environment_variables *items = variables->items;

    for (uint32_t i = 0; i < variables->count; i++) {
        check_secret(run, mf_scalar_view(&items[i].name), &items[i].value);
    }
}

/* A parameter becomes a variable or an argument, too. */
static void check_parameters(struct mf_rules_run *run, const struct mf_list *parameters)
{
    const struct model_configuration_parameters *items = parameters->items;

    for (uint32_t i = 0; i < parameters->count; i++) {
        const struct model_configuration_parameters *parameter = &items[i];
        const struct mf_scalar *names[] = { &parameter->name, &parameter->variable, &parameter->argument };

        for (size_t j = 0; mf_scalar_is(&parameter->type, "string") && j < sizeof names / sizeof names[0];
             j++) {
            if (names[j]->text != NULL && mf_secret_is_named(mf_scalar_view(names[j]))) {
                check_secret(run, mf_scalar_view(names[j]), &parameter->value);
                break;
            }
        }
    }
}

void mf_rules_process(struct mf_rules_run *run)
{
    const struct model_environment *environment = run->root->environment;

    if (environment != NULL && environment->process != NULL) {
        const struct model_environment_process *process = environment->process;
        const struct model_environment_process_probes *probes = process->probes.items;

        check_ports(run, &process->ports);
        for (uint32_t i = 0; i < process->probes.count; i++) {
            check_probe(run, process, &probes[i]);
        }
        check_user(run, &process->user);
    }
    if (environment != NULL) {
        check_variables(run, &environment->variables);
    }
    if (run->root->configuration != NULL) {
        check_parameters(run, &run->root->configuration->parameters);
    }
}
