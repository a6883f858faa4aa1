/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the environment: does what is asked for exist, and fit together? Placement and processes have files of their own. */
#include "rules/run.h"
#include "value/quantity.h"

/* --- resources --------------------------------------------------------------------------------------------------------- */

/* A request above its limit would never be scheduled. */
static void check_request(struct mf_rules_run *run, const struct mf_scalar *request,
                          const struct mf_scalar *limit)
{
    struct mf_quantity asked;
    struct mf_quantity most;

    if (mf_quantity_parse(mf_scalar_view(request), &asked) &&
        mf_quantity_parse(mf_scalar_view(limit), &most) && mf_quantity_compare(&asked, &most) > 0) {
        mf_rules_add(run, MF_FINDING_REQUEST_ABOVE_LIMIT, request,
                     "the request of %.*s is above the limit of %.*s: lower it, or raise the limit",
                     MF_SHOWN(mf_scalar_view(request)), MF_SHOWN(mf_scalar_view(limit)));
        mf_rules_relate(run, limit, "the limit");
    }
}

/* The least bytes of something that make sense, or none of it at all. */
struct bounds {
    uint64_t least;
    bool none;
};

static const struct bounds of_process = { UINT64_C(1024) * 1024, false };
static const struct bounds of_request = { UINT64_C(1024) * 1024, true };
static const struct bounds of_disk = { 4096, true };

/* An amount of memory that nothing fits in has lost its unit, or has that of something else: 512m is half a byte. */
static void check_bytes(struct mf_rules_run *run, const struct mf_scalar *amount, struct bounds bounds)
{
    struct mf_quantity bytes;

    if (!mf_quantity_parse(mf_scalar_view(amount), &bytes)) {
        return;
    }
    if (bytes.fraction != 0) {
        mf_rules_add(run, MF_FINDING_RESOURCE_UNIT, amount,
                     "%.*s is not a whole number of bytes: `m` means thousandths, and a mebibyte is Mi",
                     MF_SHOWN(mf_scalar_view(amount)));
    } else if (bytes.whole < bounds.least && !(bytes.whole == 0 && bounds.none)) {
        mf_rules_add(run, MF_FINDING_RESOURCE_UNIT, amount,
                     "this means %u bytes, and nothing fits in that: add the unit, such as Mi or Gi",
                     (unsigned)bytes.whole);
    }
}

/* More cores than any host has were meant as thousandths, or as bytes. */
static void check_cores(struct mf_rules_run *run, const struct mf_scalar *amount)
{
    enum { MOST_CORES = 8192 };

    struct mf_quantity cores;

    if (mf_quantity_parse(mf_scalar_view(amount), &cores) && cores.whole > MOST_CORES) {
        mf_rules_add(run, MF_FINDING_RESOURCE_UNIT, amount,
                     "%.*s means more cores than a host has: of a core, 500m is one half",
                     MF_SHOWN(mf_scalar_view(amount)));
    }
}

/* A limit of nothing at all. */
static void check_cpu_limit(struct mf_rules_run *run, const struct mf_scalar *limit)
{
    struct mf_quantity cores;

    if (mf_quantity_parse(mf_scalar_view(limit), &cores) && cores.whole == 0 && cores.fraction == 0) {
        mf_rules_add(run, MF_FINDING_RESOURCE_UNIT, limit,
                     "no instance can run without processor time: raise the limit, or leave it out");
    }
}

/* What is in shared memory counts as memory of the instance. */
static void check_shared_memory(struct mf_rules_run *run, const struct mf_scalar *shared,
                                const struct mf_scalar *limit)
{
    struct mf_quantity size;
    struct mf_quantity most;

    if (mf_quantity_parse(mf_scalar_view(shared), &size) && mf_quantity_parse(mf_scalar_view(limit), &most) &&
        mf_quantity_compare(&size, &most) > 0) {
        mf_rules_add(
            run, MF_FINDING_SHARED_MEMORY_ABOVE_LIMIT, shared,
            "%.*s of shared memory can never be filled: they count as memory, of which the limit is %.*s",
            MF_SHOWN(mf_scalar_view(shared)), MF_SHOWN(mf_scalar_view(limit)));
        mf_rules_relate(run, limit, "the limit");
    }
}

static void check_resources(struct mf_rules_run *run, const struct model_environment_resources *resources)
{
    const struct model_environment_resources_memory *memory = resources->memory;

    if (resources->cpu != NULL) {
        check_request(run, &resources->cpu->request, &resources->cpu->limit);
        check_cores(run, &resources->cpu->request);
        check_cores(run, &resources->cpu->limit);
        check_cpu_limit(run, &resources->cpu->limit);
    }
    if (memory != NULL) {
        check_request(run, &memory->request, &memory->limit);
        check_bytes(run, &memory->request, of_request);
        check_bytes(run, &memory->limit, of_process);
        check_shared_memory(run, &resources->shared_memory, &memory->limit);
    }
    check_bytes(run, &resources->storage, of_disk);
    check_bytes(run, &resources->shared_memory, of_disk);
}

/* --- accelerators ------------------------------------------------------------------------------------------------------ */

static bool is_of_gpus(const struct mf_scalar *kind)
{
    return mf_scalar_is(kind, "cuda") || mf_scalar_is(kind, "rocm");
}

/* Devices and the software that drives them are asked for together. */
static void check_gpus(struct mf_rules_run *run, const struct model_environment *environment)
{
    const struct model_environment_resources *resources = environment->resources;
    const struct model_environment_resources_gpus *gpus = resources == NULL ? NULL : resources->gpus;
    const struct model_environment_accelerator *accelerator = environment->accelerator;
    int64_t count = gpus == NULL ? 0 : mf_scalar_integer(&gpus->count, 0);

    if (count > 0 && (accelerator == NULL || mf_scalar_is(&accelerator->kind, "none"))) {
        mf_rules_add(
            run, MF_FINDING_GPU_WITHOUT_ACCELERATOR, &gpus->count,
            "GPUs are asked for, and no accelerator is declared: say in environment.accelerator with "
            "which toolkit and driver the release was built and tested");
        mf_rules_relate(run,
                        accelerator == NULL ? (const void *)&environment->accelerator : &accelerator->kind,
                        "the accelerator");
    }
    if (count == 0 && accelerator != NULL && is_of_gpus(&accelerator->kind) && resources != NULL) {
        mf_rules_add(
            run, MF_FINDING_ACCELERATOR_WITHOUT_GPU, &accelerator->kind,
            "the release uses %.*s, and asks for no GPU: set environment.resources.gpus, or kind none",
            MF_SHOWN(mf_scalar_view(&accelerator->kind)));
        mf_rules_relate(run, gpus == NULL ? (const void *)&resources->gpus : &gpus->count, "the GPUs");
    }
    if (gpus != NULL && mf_scalar_is(&gpus->count, "0") &&
        (gpus->models.count > 0 || gpus->memory.text != NULL)) {
        mf_rules_add(
            run, MF_FINDING_GPU_OF_NONE, &gpus->count,
            "no GPU is asked for, and yet it is said what it must be like: raise the count, or remove "
            "models and memory");
        mf_rules_relate(run, gpus->models.count > 0 ? (const void *)&gpus->models : &gpus->memory,
                        "what it must be like");
    }
    if (gpus != NULL) {
        check_bytes(run, &gpus->memory, of_process);
    }
}

/* `none` leaves nothing to be described. */
static void check_none(struct mf_rules_run *run, const struct model_environment_accelerator *accelerator)
{
    const void *described = accelerator->toolkit.text != NULL  ? (const void *)&accelerator->toolkit
                            : accelerator->driver.text != NULL ? (const void *)&accelerator->driver
                            : accelerator->libraries.count > 0 ? (const void *)&accelerator->libraries
                                                               : NULL;

    if (mf_scalar_is(&accelerator->kind, "none") && described != NULL) {
        mf_rules_add(
            run, MF_FINDING_ACCELERATOR_OF_NONE, &accelerator->kind,
            "`none` says that no accelerator is used, and yet its software is described: correct the "
            "kind, or remove the rest");
        mf_rules_relate(run, described, "the software");
    }
}

/* --- platform ---------------------------------------------------------------------------------------------------------- */

static void check_platform(struct mf_rules_run *run, const struct model_environment_platform *platform)
{
    static const struct {
        const char *libc;
        const char *os;
    } rows[] = {
        { "glibc", "linux" },  { "musl", "linux" },       { "bionic", "linux" },
        { "ucrt", "windows" }, { "libsystem", "darwin" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (platform->libc != NULL && platform->os.text != NULL &&
            mf_scalar_is(&platform->libc->name, rows[i].libc) && !mf_scalar_is(&platform->os, rows[i].os)) {
            mf_rules_add(run, MF_FINDING_PLATFORM_LIBC, &platform->libc->name,
                         "%s is the C library of %s, and the operating system is %.*s: correct one of them",
                         rows[i].libc, rows[i].os, MF_SHOWN(mf_scalar_view(&platform->os)));
            mf_rules_relate(run, &platform->os, "the operating system");
        }
    }
}

static void check_instances(struct mf_rules_run *run, const struct model_environment_instances *instances)
{
    int64_t least = mf_scalar_integer(&instances->minimum, 0);

    if (mf_scalar_integer(&instances->maximum, INT64_MAX) < least) {
        mf_rules_add(run, MF_FINDING_INSTANCES, &instances->minimum,
                     "at least %.*s instances and at most %.*s cannot both hold: correct one of them",
                     MF_SHOWN(mf_scalar_view(&instances->minimum)),
                     MF_SHOWN(mf_scalar_view(&instances->maximum)));
        mf_rules_relate(run, &instances->maximum, "the maximum");
    }
}

/* --- replication ------------------------------------------------------------------------------------------------------- */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t';
}

/* True of a text of a word or two, and of one that begins with a note to write it later. Other scripts do not part words. */
static bool says_nothing(struct mf_view text)
{
    enum { FEWEST_WORDS = 3 };
    static const char *const notes[] = { "TODO", "TBD", "FIXME", "XXX" };

    size_t words = 0;

    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        if (mf_view_starts_with(text, notes[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.data[i] >= 0x80) {
            return false;
        }
        words += !is_space(text.data[i]) && (i == 0 || is_space(text.data[i - 1]));
    }
    return words < FEWEST_WORDS;
}

static void check_replication(struct mf_rules_run *run,
                              const struct model_environment_replication *replication)
{
    if (replication->guide.text != NULL && replication->command.count == 0 &&
        says_nothing(mf_scalar_view(&replication->guide))) {
        mf_rules_add(
            run, MF_FINDING_GUIDE_SAYS_NOTHING, &replication->guide,
            "nobody can run the release by this guide: say what is needed, and what to do, or give a command");
    }
    if (replication->sandbox != NULL) {
        check_bytes(run, &replication->sandbox->memory, of_process);
        check_cores(run, &replication->sandbox->cpu);
    }
}

void mf_rules_environment(struct mf_rules_run *run)
{
    const struct model_environment *environment = run->root->environment;

    if (environment == NULL) {
        return;
    }
    if (environment->platform != NULL) {
        check_platform(run, environment->platform);
    }
    if (environment->resources != NULL) {
        check_resources(run, environment->resources);
    }
    check_gpus(run, environment);
    if (environment->accelerator != NULL) {
        check_none(run, environment->accelerator);
    }
    if (environment->instances != NULL) {
        check_instances(run, environment->instances);
    }
    if (environment->replication != NULL) {
        check_replication(run, environment->replication);
    }
}
