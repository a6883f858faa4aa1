/* SPDX-License-Identifier: Apache-2.0 */
/* The run: options, the probes one after another, and the report. */
#include "capture/capture.h"

#include "base/error.h"
#include "base/options.h"
#include "crypto/crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    DEFAULT_FINDINGS = 100,
    DEFAULT_ENTRIES = 100000,
    DEFAULT_MEMORY = 512 * 1024 * 1024,
    DEFAULT_FILE = 256 * 1024 * 1024,
    REPORT_MEMORY = 64 * 1024 * 1024,
    LONGEST_MESSAGE = 800,
};

/* Those that others need facts from come first. */
static void (*const probes[])(struct mf_capture_run *run) = {
    /* what the system is */
    mf_capture_distribution,
    mf_capture_architecture,
    mf_capture_kernel,
    mf_capture_hardware,
    mf_capture_limits,
    mf_capture_variables,
    /* packages of the system */
    mf_capture_dpkg,
    mf_capture_apk,
    mf_capture_rpm,
    /* packages of languages */
    mf_capture_python,
    mf_capture_conda,
    mf_capture_node,
    /* what programs may use */
    mf_capture_accelerator,
    mf_capture_container,
};

void mf_capture_options_init(mf_capture_options *options, size_t size)
{
    mf_options_init(options, size);
}

/* --- failing ----------------------------------------------------------------------------------------------------------- */

void mf_capture_fail(struct mf_capture_run *run, mf_status status, mf_error *error)
{
    if (run->status != MF_OK) {
        (void)mf_error_unref(error);
        return;
    }
    run->status = status;
    run->error = error;
}

static void fail_arena(struct mf_capture_run *run)
{
    mf_error *error = NULL;
    mf_status status = mf_arena_error(run->arena, &error);

    mf_capture_fail(run, status, error);
}

void mf_capture_fail_memory(struct mf_capture_run *run)
{
    mf_error *error = NULL;
    mf_status status = mf_error_memory(&error);

    mf_capture_fail(run, status, error);
}

void *mf_capture_alloc(struct mf_capture_run *run, size_t count, size_t size)
{
    void *memory = mf_arena_alloc_array(run->arena, count, size);

    if (memory == NULL) {
        fail_arena(run);
    }
    return memory;
}

const char *mf_capture_copy(struct mf_capture_run *run, struct mf_view text)
{
    const char *copy = mf_arena_copy(run->arena, text);

    if (copy == NULL) {
        fail_arena(run);
    }
    return copy;
}

void *mf_capture_resize(struct mf_capture_run *run, void *pointer, size_t count, size_t size)
{
    void *memory = count > SIZE_MAX / size ? NULL : mf_arena_resize(run->arena, pointer, count * size);

    if (memory == NULL) {
        fail_arena(run);
    }
    return memory;
}

void mf_capture_find(struct mf_capture_run *run, enum mf_finding_code code, const char *path,
                     const char *file, const char *format, ...)
{
    struct mf_finding_facts facts = { .code = code, .path = mf_view_of(path), .found = mf_view_of(file) };
    char message[LONGEST_MESSAGE];
    va_list arguments;

    if (mf_report_counts_only(run->report, code)) {
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    mf_report_add(run->report, &facts, "%.200s: %s", file, message);
}

/* --- the run ----------------------------------------------------------------------------------------------------------- */

static bool is_list(const char *const *items, size_t count)
{
    for (size_t i = 0; items != NULL && i < count; i++) {
        if (items[i] == NULL) {
            return false;
        }
    }
    return items != NULL || count == 0;
}

static mf_status take_options(struct mf_capture_run *run, const mf_capture_options *options,
                              mf_error **reterr)
{
    mf_capture_options *ours = &run->options;
    mf_status status;

    mf_capture_options_init(ours, sizeof *ours);
    status = mf_options_copy(ours, sizeof *ours, sizeof *ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if ((ours->flags & ~MF_CAPTURE_IMAGE) != 0 || ours->reserved != 0) {
        return mf_error_argument(reterr,
                                 "the options have a flag that is not known, or use what is reserved");
    }
    if (!is_list(ours->variables, ours->variable_count) ||
        !is_list(ours->environment, ours->environment_count) ||
        !is_list(ours->python_prefixes, ours->python_prefix_count)) {
        return mf_error_argument(reterr, "a list of the options, or an entry of one, is NULL");
    }
    ours->root = ours->root == NULL ? "/" : ours->root;
    ours->maximum_findings = ours->maximum_findings == 0 ? DEFAULT_FINDINGS : ours->maximum_findings;
    ours->maximum_memory = ours->maximum_memory == 0 ? DEFAULT_MEMORY : ours->maximum_memory;
    ours->maximum_file = ours->maximum_file == 0 ? DEFAULT_FILE : ours->maximum_file;
    ours->maximum_entries = ours->maximum_entries == 0 ? DEFAULT_ENTRIES : ours->maximum_entries;
    return MF_OK;
}

static mf_status begin(struct mf_capture_run *run, const mf_capture_options *options, mf_error **reterr)
{
    mf_status status = take_options(run, options, reterr);

    status = status != MF_OK ? status : mf_crypto_start(reterr);
    if (status != MF_OK) {
        return status;
    }
    run->architecture = "";
    run->distribution = "";
    run->distribution_version = "";
    run->arena = mf_arena_new(run->options.maximum_memory);
    run->report = mf_report_new(run->options.maximum_findings, REPORT_MEMORY);
    run->judge = mf_report_new(1, REPORT_MEMORY);
    if (run->arena == NULL || run->report == NULL || run->judge == NULL) {
        return mf_error_memory(reterr);
    }
    run->root = open(run->options.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (run->root < 0) {
        char reason[128] = "";

        (void)strerror_r(errno, reason, sizeof reason);
        return mf_error_set(reterr, MF_ERROR_IO, "cannot open the directory %s: %s", run->options.root,
                            reason);
    }
    return MF_OK;
}

static void look_for_processes(struct mf_capture_run *run)
{
    run->has_processes = mf_capture_exists(run, "proc/sys/kernel");
    if (!run->has_processes) {
        mf_capture_find(run, MF_FINDING_CAPTURE_NOT_RUNNING, "/environment", "proc",
                        "below this root there is no /proc: kernel, processor, memory, accelerators and "
                        "limits of a running system are absent");
    }
}

static mf_status look(struct mf_capture_run *run, mf_error **reterr)
{
    look_for_processes(run);
    for (size_t i = 0; i < sizeof probes / sizeof probes[0] && mf_capture_goes_on(run); i++) {
        probes[i](run);
    }
    if (mf_capture_goes_on(run)) {
        mf_capture_put_packages(run);
    }
    if (!mf_capture_goes_on(run)) {
        mf_status status = run->status;

        if (reterr != NULL) {
            *reterr = run->error;
            run->error = NULL;
        }
        return status;
    }
    if (mf_report_status(run->report) != MF_OK) {
        return mf_report_error(run->report, reterr);
    }
    mf_report_sort(run->report);
    return mf_report_verdict(run->report, reterr);
}

static void end(struct mf_capture_run *run)
{
    if (run->root >= 0) {
        (void)close(run->root);
    }
    (void)mf_report_unref(run->report);
    (void)mf_report_unref(run->judge);
    (void)mf_error_unref(run->error);
    mf_arena_free(run->arena);
}

mf_status mf_environment_capture(mf_builder *builder, const mf_capture_options *options,
                                 mf_report **ret_report, mf_error **reterr)
{
    struct mf_capture_run run = { .root = -1, .builder = builder };
    mf_status status;

    if (builder == NULL) {
        return mf_error_argument(reterr, "builder must not be NULL");
    }
    status = begin(&run, options, reterr);
    if (status == MF_OK) {
        status = look(&run, reterr);
    }
    if (status == MF_OK && ret_report != NULL) {
        *ret_report = run.report;
        run.report = NULL;
    }
    end(&run);
    return status;
}
