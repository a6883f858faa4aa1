/* SPDX-License-Identifier: Apache-2.0 */
/* Parity of the hardware: GPUs, processor and memory that an instance asks for, and those that the release was tested on. */
#include "comparison/parity.h"
#include "rules/run.h"
#include "value/ascii.h"
#include "value/quantity.h"

/* More than any machine has; those behind them are not looked at. */
enum { MOST_GPUS = 64 };

static const struct model_environment_hardware no_hardware;
static const struct model_environment_resources no_resources;

static const struct model_environment_hardware *hardware_of(const struct model_manifest *root)
{
    return root->environment == NULL || root->environment->hardware == NULL ? &no_hardware
                                                                            : root->environment->hardware;
}

static const struct model_environment_resources *resources_of(const struct model_manifest *root)
{
    return root->environment == NULL || root->environment->resources == NULL ? &no_resources
                                                                             : root->environment->resources;
}

/* --- names of GPUs ----------------------------------------------------------------------------------------------------- */

/* A driver writes spaces where labels of schedulers have '-'. */
static char fold(char byte)
{
    return byte == ' ' || byte == '_' ? '-' : mf_ascii_lower(byte);
}

static bool are_one_model(struct mf_view left, struct mf_view right)
{
    if (left.size != right.size) {
        return false;
    }
    for (size_t i = 0; i < left.size; i++) {
        if (fold(left.data[i]) != fold(right.data[i])) {
            return false;
        }
    }
    return true;
}

static bool is_model_of(const struct mf_list *models, const struct mf_scalar *model)
{
    const struct mf_scalar *names = models->items;

    for (uint32_t i = 0; i < models->count; i++) {
        if (are_one_model(mf_scalar_view(&names[i]), mf_scalar_view(model))) {
            return true;
        }
    }
    return models->count == 0;
}

/* --- GPUs that an instance asks for ------------------------------------------------------------------------------------ */

struct gpu_count {
    int64_t suitable;
    int64_t unclear; /* whose memory is not known */
    int64_t all;
};

static bool is_less(const struct mf_scalar *left, const struct mf_scalar *right)
{
    return mf_version_compare(MF_VERSION_AMOUNT, mf_scalar_view(left), mf_scalar_view(right)) < 0;
}

static struct gpu_count count_gpus(const struct model_environment_resources_gpus *wanted,
                                   const struct mf_list *list)
{
    const struct model_environment_hardware_gpus *gpus = list->items;
    struct gpu_count count = { .all = list->count };

    for (uint32_t i = 0; i < list->count && i < MOST_GPUS; i++) {
        bool memory = wanted->memory.text != NULL;

        if (!is_model_of(&wanted->models, &gpus[i].model) ||
            (memory && gpus[i].memory.text != NULL && is_less(&gpus[i].memory, &wanted->memory))) {
            continue;
        }
        if (memory && gpus[i].memory.text == NULL) {
            count.unclear++;
        } else {
            count.suitable++;
        }
    }
    return count;
}

/* "2 with at least 80Gi of A, B" */
static void append_wanted(struct mf_buffer *text, const struct model_environment_resources_gpus *wanted)
{
    const struct mf_scalar *models = wanted->models.items;

    mf_buffer_append(text, mf_scalar_view(&wanted->count));
    for (uint32_t i = 0; i < wanted->models.count && text->size < 200; i++) {
        mf_buffer_append_text(text, i == 0 ? " x " : " or ");
        mf_buffer_append(text, mf_scalar_view(&models[i]));
    }
    if (wanted->memory.text != NULL) {
        mf_buffer_append_text(text, " with at least ");
        mf_buffer_append(text, mf_scalar_view(&wanted->memory));
    }
}

static void append_models(struct mf_buffer *text, const struct mf_list *list)
{
    const struct model_environment_hardware_gpus *gpus = list->items;

    for (uint32_t i = 0; i < list->count && text->size < 200; i++) {
        mf_buffer_append_text(text, i == 0 ? "" : ", ");
        mf_buffer_append(text, mf_scalar_view(&gpus[i].model));
    }
}

/* Another stage says what it asks for, not what it has. */
static void compare_requests(struct mf_parity_run *run, struct mf_parity_fact fact,
                             const struct model_environment_resources_gpus *wanted,
                             const struct model_environment_resources_gpus *theirs)
{
    const struct mf_scalar *models = theirs->models.items;
    bool enough = mf_scalar_integer(&theirs->count, 0) >= mf_scalar_integer(&wanted->count, 0);
    bool known = wanted->models.count == 0 || theirs->models.count > 0;

    for (uint32_t i = 0; i < theirs->models.count && i < MOST_GPUS; i++) {
        enough = enough && is_model_of(&wanted->models, &models[i]);
    }
    if (wanted->memory.text != NULL) {
        known = known && theirs->memory.text != NULL;
        enough = enough && (theirs->memory.text == NULL || !is_less(&theirs->memory, &wanted->memory));
    }
    fact.outcome = !enough ? MF_PARITY_DIFFERENT : known ? MF_PARITY_SAME : MF_PARITY_UNKNOWN;
    fact.code = enough ? MF_FINDING_PARITY_UNKNOWN : MF_FINDING_PARITY_GPUS;
    fact.compared = fact.outcome == MF_PARITY_UNKNOWN ? NULL : "request";
    mf_parity_add(run, &fact);
}

static void compare_with_found(struct mf_parity_run *run, struct mf_parity_fact fact,
                               const struct model_environment_resources_gpus *wanted,
                               const struct mf_list *found)
{
    struct gpu_count count = count_gpus(wanted, found);
    int64_t least = mf_scalar_integer(&wanted->count, 0);

    if (count.suitable >= least) {
        fact.outcome = MF_PARITY_SAME;
    } else if (count.suitable + count.unclear >= least) {
        fact.outcome = MF_PARITY_UNKNOWN;
        fact.code = MF_FINDING_PARITY_UNKNOWN;
        fact.message = "the memory of the GPUs is not known";
    } else {
        fact.outcome = count.all == 0 ? MF_PARITY_MISSING : MF_PARITY_DIFFERENT;
        fact.code = MF_FINDING_PARITY_GPUS;
    }
    fact.compared = fact.outcome == MF_PARITY_UNKNOWN ? NULL : "models, memory, count";
    mf_parity_add(run, &fact);
}

static void compare_gpus(struct mf_parity_run *run, const struct model_environment_resources_gpus *wanted,
                         struct mf_buffer *texts)
{
    const struct model_environment_hardware *hardware = hardware_of(run->actual);
    const struct model_environment_resources *resources = resources_of(run->actual);
    struct mf_parity_fact fact = { .kind = "gpus", .where = wanted };

    append_wanted(&texts[0], wanted);
    fact.expected = mf_buffer_view(&texts[0]);
    if (hardware->gpus.count > 0 || (hardware != &no_hardware && resources->gpus == NULL)) {
        append_models(&texts[1], &hardware->gpus);
        fact.actual = mf_buffer_view(&texts[1]);
        compare_with_found(run, fact, wanted, &hardware->gpus);
    } else if (resources->gpus != NULL) {
        append_wanted(&texts[1], resources->gpus);
        fact.actual = mf_buffer_view(&texts[1]);
        compare_requests(run, fact, wanted, resources->gpus);
    } else {
        mf_parity_add_unknown(run, fact);
    }
}

/* --- what it was tested on --------------------------------------------------------------------------------------------- */

static bool are_same_gpus(const struct mf_list *expected, const struct mf_list *actual)
{
    const struct model_environment_hardware_gpus *ours = expected->items;
    const struct model_environment_hardware_gpus *theirs = actual->items;

    for (uint32_t i = 0; i < expected->count && i < actual->count; i++) {
        if (!are_one_model(mf_scalar_view(&ours[i].model), mf_scalar_view(&theirs[i].model))) {
            return false;
        }
    }
    return expected->count == actual->count;
}

static void compare_tested_gpus(struct mf_parity_run *run, bool modelled, struct mf_buffer *texts)
{
    const struct mf_list *expected = &hardware_of(run->expected)->gpus;
    const struct mf_list *actual = &hardware_of(run->actual)->gpus;
    struct mf_parity_fact fact = { .kind = "hardware", .name = mf_view_of("gpus"), .where = expected };

    if (expected->count == 0) {
        return;
    }
    append_models(&texts[2], expected);
    append_models(&texts[3], actual);
    fact.expected = mf_buffer_view(&texts[2]);
    fact.actual = mf_buffer_view(&texts[3]);
    if (actual->count == 0) {
        fact.code = MF_FINDING_PARITY_NOT_COMPARED;
        mf_parity_add_unknown(run, fact);
        return;
    }
    fact.outcome = are_same_gpus(expected, actual) ? MF_PARITY_SAME : MF_PARITY_DIFFERENT;
    fact.code = modelled ? MF_FINDING_PARITY_HARDWARE : MF_FINDING_PARITY_GPU_MODEL;
    fact.compared = "models, count";
    mf_parity_add(run, &fact);
}

static void compare_fact(struct mf_parity_run *run, const char *name, const struct mf_scalar *expected,
                         const struct mf_scalar *actual, bool amount)
{
    struct mf_parity_fact fact = {
        .code = MF_FINDING_PARITY_HARDWARE,
        .kind = "hardware",
        .name = mf_view_of(name),
        .where = expected,
        .expected = mf_scalar_view(expected),
        .actual = mf_scalar_view(actual),
        .compared = "value",
    };
    bool same = mf_view_equal(fact.expected, fact.actual);

    if (expected->text == NULL) {
        return;
    }
    if (actual->text == NULL) {
        fact.code = MF_FINDING_PARITY_NOT_COMPARED;
        fact.compared = NULL;
        mf_parity_add_unknown(run, fact);
        return;
    }
    if (amount) {
        same = mf_version_compare(MF_VERSION_AMOUNT, fact.expected, fact.actual) == 0;
    }
    fact.outcome = same ? MF_PARITY_SAME : MF_PARITY_DIFFERENT;
    mf_parity_add(run, &fact);
}

/* --- processor and memory that an instance asks for -------------------------------------------------------------------- */

/* What an instance may use is the lesser of what the machine has and what it is limited to. */
static const struct mf_scalar *lesser(const struct mf_scalar *left, const struct mf_scalar *right)
{
    if (left->text == NULL || right->text == NULL) {
        return left->text == NULL ? right : left;
    }
    return is_less(right, left) ? right : left;
}

static void compare_amount(struct mf_parity_run *run, const char *kind, const struct mf_scalar *wanted,
                           const struct mf_scalar *there)
{
    struct mf_parity_fact fact = {
        .code = MF_FINDING_PARITY_RESOURCES,
        .kind = kind,
        .where = wanted,
        .expected = mf_scalar_view(wanted),
        .actual = mf_scalar_view(there),
        .compared = "amount",
    };

    if (wanted->text == NULL) {
        return;
    }
    if (there->text == NULL) {
        fact.code = MF_FINDING_PARITY_UNKNOWN;
        fact.compared = NULL;
        mf_parity_add_unknown(run, fact);
        return;
    }
    fact.outcome = is_less(there, wanted) ? MF_PARITY_DIFFERENT : MF_PARITY_SAME;
    mf_parity_add(run, &fact);
}

static void compare_resources(struct mf_parity_run *run, const struct model_environment_resources *wanted)
{
    static const struct mf_scalar absent;
    const struct model_environment_hardware *hardware = hardware_of(run->actual);
    const struct model_environment_resources *there = resources_of(run->actual);
    const struct mf_scalar *cpu = there->cpu == NULL               ? &absent
                                  : there->cpu->limit.text == NULL ? &there->cpu->request
                                                                   : &there->cpu->limit;

    if (wanted->cpu != NULL) {
        compare_amount(run, "cpu", &wanted->cpu->request, lesser(cpu, &hardware->cores));
    }
    if (wanted->memory != NULL) {
        compare_amount(run, "memory", &wanted->memory->request,
                       lesser(there->memory == NULL ? &absent : &there->memory->limit, &hardware->memory));
    }
}

void mf_parity_compare_hardware(struct mf_parity_run *run)
{
    const struct model_environment_resources *wanted = resources_of(run->expected);
    const struct model_environment_hardware *expected = hardware_of(run->expected);
    const struct model_environment_hardware *actual = hardware_of(run->actual);
    struct mf_buffer texts[4] = { { 0 } };
    bool gpus = wanted->gpus != NULL && mf_scalar_integer(&wanted->gpus->count, 0) > 0;

    if (gpus) {
        compare_gpus(run, wanted->gpus, texts);
    }
    compare_tested_gpus(run, gpus && wanted->gpus->models.count > 0, texts);
    compare_fact(run, "cpu", &expected->cpu, &actual->cpu, false);
    compare_fact(run, "cores", &expected->cores, &actual->cores, false);
    compare_fact(run, "numa_nodes", &expected->numa_nodes, &actual->numa_nodes, false);
    compare_fact(run, "memory", &expected->memory, &actual->memory, true);
    compare_resources(run, wanted);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i].status != MF_OK) {
            run->text.status = texts[i].status;
        }
        mf_buffer_release(&texts[i]);
    }
}
