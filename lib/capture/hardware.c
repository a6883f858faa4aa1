/* SPDX-License-Identifier: Apache-2.0 */
/* Processor, memory and NUMA nodes of a running system, from /proc and /sys. */
#include "capture/amount.h"
#include "capture/capture.h"

#include "value/ascii.h"

#include <stdio.h>

#define HARDWARE "/environment/hardware"
#define FEATURES "/environment/platform/cpu_features"

/* As the kernel spells them: those by which libraries of linear algebra choose their code, and so the last bits of results. */
static const char *const features[] = {
    "amx_bf16", "amx_complex", "amx_fp16", "amx_int8", "amx_tile",    "asimd",       "asimddp",
    "asimdfhm", "asimdhp",     "avx",      "avx2",     "avx512_bf16", "avx512_fp16", "avx512_vnni",
    "avx512bw", "avx512cd",    "avx512dq", "avx512f",  "avx512ifma",  "avx512vl",    "avx_vnni",
    "bf16",     "f16c",        "fma",      "fma4",     "fphp",        "i8mm",        "nnpa",
    "sme",      "sme2",        "sse4_1",   "sse4_2",   "ssse3",       "sve",         "sve2",
    "svebf16",  "svei8mm",     "vx",       "vxe",      "vxe2",
};

enum { FEATURE_COUNT = sizeof features / sizeof features[0] };

/* Why there is no value, where a file is missing. */
static void find_missing(struct mf_capture_run *run, const char *path, const char *file)
{
    mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, path, file, "there is no such file");
}

/* "name\t: value" */
static bool split(struct mf_view line, struct mf_view *ret_name, struct mf_view *ret_value)
{
    const char *colon = line.size == 0 ? NULL : memchr(line.data, ':', line.size);
    size_t size = colon == NULL ? 0 : (size_t)(colon - line.data);

    if (colon == NULL) {
        return false;
    }
    *ret_name = mf_capture_trim(mf_view_make(line.data, size));
    *ret_value = mf_capture_trim(mf_view_make(colon + 1, line.size - size - 1));
    return true;
}

/* --- processor --------------------------------------------------------------------------------------------------------- */

struct processors {
    struct mf_view model; /* of the first */
    uint64_t features;    /* that all of them have, a bit for each of the table */
    bool has_features;
};

static uint64_t feature_bit(struct mf_view word)
{
    for (size_t i = 0; i < FEATURE_COUNT; i++) {
        if (mf_view_is(word, features[i])) {
            return UINT64_C(1) << i;
        }
    }
    return 0;
}

static uint64_t feature_bits(struct mf_view words)
{
    uint64_t bits = 0;

    while (words.size > 0) {
        const char *space = memchr(words.data, ' ', words.size);
        size_t size = space == NULL ? words.size : (size_t)(space - words.data);

        bits |= feature_bit(mf_view_make(words.data, size));
        size += space == NULL ? 0 : 1;
        words = mf_view_make(words.data + size, words.size - size);
    }
    return bits;
}

/* Architectures have names of their own for both. */
static void take_line(struct processors *found, struct mf_view name, struct mf_view value)
{
    if (mf_view_is(name, "model name") || mf_view_is(name, "cpu")) {
        found->model = found->model.size == 0 ? value : found->model;
    } else if (mf_view_is(name, "flags") || mf_view_is(name, "Features") || mf_view_is(name, "features")) {
        found->features = found->has_features ? found->features & feature_bits(value) : feature_bits(value);
        found->has_features = true;
    }
}

static void set_features(struct mf_capture_run *run, const char *file, uint64_t bits)
{
    for (size_t i = 0; i < FEATURE_COUNT && mf_capture_goes_on(run); i++) {
        char path[128];

        if ((bits >> i & 1) != 0) {
            (void)snprintf(path, sizeof path, FEATURES "/%s", features[i]);
            (void)mf_capture_set(run, path, file, mf_view_of(features[i]));
        }
    }
}

static void look_at_processor(struct mf_capture_run *run)
{
    static const char file[] = "proc/cpuinfo";
    struct processors found = { .has_features = false };
    struct mf_view text;
    struct mf_view line;
    enum mf_capture_reading reading = mf_capture_read(run, HARDWARE "/cpu", file, MF_CAPTURE_TABLE, &text);

    if (reading == MF_CAPTURE_MISSING) {
        find_missing(run, HARDWARE "/cpu", file);
    }
    if (reading != MF_CAPTURE_READ) {
        return;
    }
    while (mf_capture_line(&text, &line)) {
        struct mf_view name;
        struct mf_view value;

        if (split(line, &name, &value)) {
            take_line(&found, name, value);
        }
    }
    if (found.model.size > 0) {
        (void)mf_capture_set(run, HARDWARE "/cpu", file, found.model);
    } else {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, HARDWARE "/cpu", file,
                        "it names no model of processor");
    }
    if (found.has_features) {
        set_features(run, file, found.features);
    } else {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, FEATURES, file, "it lists no features of processors");
    }
}

/* --- cores and nodes --------------------------------------------------------------------------------------------------- */

/* "cpu12" is 12; false for "cpufreq". */
static bool numbered(const char *name, const char *begin, uint64_t *ret_number)
{
    size_t size = strlen(begin);
    struct mf_view rest = mf_view_of(strncmp(name, begin, size) == 0 ? name + size : "");

    return mf_amount_take(&rest, ret_number) && rest.size == 0;
}

/* A core is counted at the first of its threads. */
static bool is_first_thread(struct mf_capture_run *run, uint64_t number)
{
    static const char *const names[] = { "core_cpus_list", "thread_siblings_list" };

    for (size_t i = 0; i < 2; i++) {
        char file[128];
        struct mf_view text;
        uint64_t first;

        (void)snprintf(file, sizeof file, "sys/devices/system/cpu/cpu%llu/topology/%s",
                       (unsigned long long)number, names[i]);
        if (mf_capture_read(run, HARDWARE "/cores", file, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ) {
            return mf_amount_take(&text, &first) && first == number;
        }
    }
    return false; /* one that is switched off has no topology */
}

static void look_at_cores(struct mf_capture_run *run)
{
    static const char directory[] = "sys/devices/system/cpu";
    struct mf_capture_names names = { NULL, 0 };
    int64_t cores = 0;

    if (mf_capture_list(run, HARDWARE "/cores", directory, &names) == MF_CAPTURE_MISSING) {
        find_missing(run, HARDWARE "/cores", directory);
        return;
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        uint64_t number;

        cores += numbered(names.items[i], "cpu", &number) && is_first_thread(run, number);
    }
    if (cores > 0) {
        (void)mf_capture_set_int(run, HARDWARE "/cores", directory, cores);
    } else if (names.count > 0) {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, HARDWARE "/cores", directory,
                        "it does not say which threads belong to one core");
    }
}

static void look_at_nodes(struct mf_capture_run *run)
{
    static const char directory[] = "sys/devices/system/node";
    struct mf_capture_names names = { NULL, 0 };
    int64_t nodes = 0;

    if (mf_capture_list(run, HARDWARE "/numa_nodes", directory, &names) == MF_CAPTURE_MISSING) {
        find_missing(run, HARDWARE "/numa_nodes", directory);
    }
    for (uint32_t i = 0; i < names.count; i++) {
        uint64_t number;

        nodes += numbered(names.items[i], "node", &number);
    }
    if (nodes > 0) {
        (void)mf_capture_set_int(run, HARDWARE "/numa_nodes", directory, nodes);
    }
}

/* --- memory ------------------------------------------------------------------------------------------------------------ */

static void look_at_memory(struct mf_capture_run *run)
{
    static const char file[] = "proc/meminfo";
    struct mf_view text = { NULL, 0 };
    struct mf_view line;
    enum mf_capture_reading reading = mf_capture_read(run, HARDWARE "/memory", file, MF_CAPTURE_SMALL, &text);

    if (reading == MF_CAPTURE_MISSING) {
        find_missing(run, HARDWARE "/memory", file);
    }
    if (reading != MF_CAPTURE_READ) {
        return;
    }
    while (mf_capture_line(&text, &line)) {
        struct mf_view name;
        struct mf_view value;
        uint64_t kibibytes;

        if (split(line, &name, &value) && mf_view_is(name, "MemTotal") &&
            mf_amount_take(&value, &kibibytes) && mf_view_is(value, " kB") &&
            kibibytes <= UINT64_MAX / 1024) {
            char quantity[MF_AMOUNT_TEXT];

            mf_amount_bytes(kibibytes * 1024, quantity);
            (void)mf_capture_set(run, HARDWARE "/memory", file, mf_view_of(quantity));
            return;
        }
    }
    mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, HARDWARE "/memory", file, "it has no MemTotal");
}

void mf_capture_hardware(struct mf_capture_run *run)
{
    if (!run->has_processes) {
        return;
    }
    look_at_processor(run);
    look_at_cores(run);
    look_at_nodes(run);
    look_at_memory(run);
}
