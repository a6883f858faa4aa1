/* SPDX-License-Identifier: Apache-2.0 */
/* Accelerators: each stack is looked for, and that which is there is written down. */
#include "capture/accelerator.h"

#include "base/error.h"
#include "value/ascii.h"

#include <stdlib.h>

static const char kind_path[] = "/environment/accelerator/kind";
static const char gpus_path[] = "/environment/hardware/gpus";

/* True if a text goes on where the shorter one ends, with a further number: 9.1.0.70 and 9.1.0. */
static bool goes_on(struct mf_view longer, struct mf_view shorter)
{
    return longer.size > shorter.size && longer.data[shorter.size] == '.' &&
           memcmp(longer.data, shorter.data, shorter.size) == 0;
}

void mf_capture_version_take(struct mf_capture_run *run, const char *path, struct mf_capture_version *version,
                             struct mf_view text, const char *file)
{
    struct mf_view known = mf_view_of(version->text);

    if (text.size == 0) {
        return;
    }
    if (version->text == NULL || goes_on(text, known)) {
        version->text = mf_capture_copy(run, text);
        version->file = file;
    } else if (!mf_view_equal(text, known) && !goes_on(known, text)) {
        mf_capture_find(run, MF_FINDING_CAPTURE_SEVERAL, path, file,
                        "its version is %.*s; what is written down is %.100s of %.200s", MF_VIEW_ARGS(text),
                        version->text, version->file);
    }
}

void mf_library_take(struct mf_capture_run *run, struct mf_accelerator *accelerator,
                     enum mf_accelerator_library library, struct mf_view text, const char *file)
{
    mf_capture_version_take(run, "/environment/accelerator/libraries", &accelerator->libraries[library], text,
                            file);
}

void mf_gpu_add(struct mf_capture_run *run, struct mf_accelerator *accelerator, const struct mf_gpu *gpu)
{
    struct mf_gpu *gpus =
        mf_capture_resize(run, accelerator->gpus, accelerator->gpu_count + (size_t)1, sizeof *gpus);

    if (gpus != NULL) {
        accelerator->gpus = gpus;
        gpus[accelerator->gpu_count++] = *gpu;
    }
}

/* --- writing down --------------------------------------------------------------------------------------------------------- */

static int compare_gpus(const void *left, const void *right)
{
    const struct mf_gpu *a = left;
    const struct mf_gpu *b = right;

    return a->order != b->order ? (a->order > b->order) - (a->order < b->order) : strcmp(a->file, b->file);
}

static const char *gpu_path(struct mf_capture_run *run, uint32_t index, const char *name)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    const char *copy = NULL;

    mf_buffer_format(&path, "%s/%u/%s", gpus_path, index, name);
    if (path.status == MF_OK) {
        copy = mf_capture_copy(run, mf_buffer_view(&path));
    } else {
        mf_error *error = NULL;
        mf_status status = mf_error_memory(&error);

        mf_capture_fail(run, status, error);
    }
    mf_buffer_release(&path);
    return copy;
}

/* Sets the GPUs from number `index` on, and returns the number behind the last. */
static uint32_t set_gpus(struct mf_capture_run *run, struct mf_accelerator *accelerator, uint32_t index)
{
    if (accelerator->gpu_count > 1) {
        qsort(accelerator->gpus, accelerator->gpu_count, sizeof *accelerator->gpus, compare_gpus);
    }
    for (uint32_t i = 0; i < accelerator->gpu_count && mf_capture_goes_on(run); i++) {
        const struct mf_gpu *gpu = &accelerator->gpus[i];
        const char *model = gpu_path(run, index, "model");
        const char *memory = gpu_path(run, index, "memory");

        if (model == NULL || memory == NULL ||
            !mf_capture_set(run, model, gpu->file, mf_view_of(gpu->model))) {
            continue;
        }
        if (gpu->memory > 0 && gpu->memory <= INT64_MAX) {
            char digits[24];
            size_t at = sizeof digits;

            for (uint64_t rest = gpu->memory; rest > 0; rest /= 10) {
                digits[--at] = (char)('0' + rest % 10);
            }
            (void)mf_capture_set(run, memory, gpu->file, mf_view_make(digits + at, sizeof digits - at));
        }
        index++;
    }
    return index;
}

static void remove_gpus(struct mf_capture_run *run)
{
    mf_error *error = NULL;
    mf_status status = mf_builder_remove(run->builder, gpus_path, &error);

    if (status != MF_OK && status != MF_ABSENT) {
        mf_capture_fail(run, status, error);
    }
}

static void set_version(struct mf_capture_run *run, const char *path,
                        const struct mf_capture_version *version)
{
    if (version->text != NULL) {
        (void)mf_capture_set(run, path, version->file, mf_view_of(version->text));
    }
}

static void set_stack(struct mf_capture_run *run, const char *kind, const struct mf_accelerator *accelerator)
{
    (void)mf_capture_set(run, kind_path, kind, mf_view_of(kind));
    set_version(run, "/environment/accelerator/toolkit", &accelerator->toolkit);
    set_version(run, "/environment/accelerator/driver", &accelerator->driver);
    for (int i = 0; i < MF_LIBRARY_COUNT && mf_capture_goes_on(run); i++) {
        char path[80] = "/environment/accelerator/libraries/";

        (void)strcat(strcat(path, mf_accelerator_library_name((enum mf_accelerator_library)i)), "/version");
        set_version(run, path, &accelerator->libraries[i]);
    }
}

static bool has_software(const struct mf_accelerator *accelerator)
{
    bool has = accelerator->toolkit.text != NULL;

    for (int i = 0; i < MF_LIBRARY_COUNT; i++) {
        has = has || accelerator->libraries[i].text != NULL;
    }
    return has;
}

static bool has_device(const struct mf_accelerator *accelerator)
{
    return accelerator->gpu_count > 0 || accelerator->driver.text != NULL;
}

/* A graphics unit inside of the processor counts as a device too, so that what software is there for decides first. */
static void set_kind(struct mf_capture_run *run, const struct mf_accelerator *cuda,
                     const struct mf_accelerator *rocm)
{
    bool of_cuda = has_software(cuda);
    bool of_rocm = has_software(rocm);

    if (of_cuda == of_rocm) {
        of_cuda = has_device(cuda);
        of_rocm = has_device(rocm);
    }
    if (of_cuda && of_rocm) {
        mf_capture_find(run, MF_FINDING_CAPTURE_SEVERAL, kind_path, "CUDA and ROCm",
                        "both are there, and nothing says which of them is used");
    } else if (of_cuda || of_rocm) {
        set_stack(run, of_cuda ? "cuda" : "rocm", of_cuda ? cuda : rocm);
    }
}

void mf_capture_accelerator(struct mf_capture_run *run)
{
    struct mf_accelerator cuda = { .gpu_count = 0 };
    struct mf_accelerator rocm = { .gpu_count = 0 };

    mf_nvidia_find(run, &cuda);
    mf_cuda_find(run, &cuda);
    mf_amd_find(run, &rocm);
    if (mf_capture_goes_on(run)) {
        set_kind(run, &cuda, &rocm);
    }
    if (cuda.gpu_count + rocm.gpu_count > 0 && mf_capture_goes_on(run)) {
        remove_gpus(run);
        (void)set_gpus(run, &rocm, set_gpus(run, &cuda, 0));
    }
}
