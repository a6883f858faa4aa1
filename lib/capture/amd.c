/* SPDX-License-Identifier: Apache-2.0 */
/* AMD: the nodes of the driver's topology in /sys, and ROCm. */
#include "capture/accelerator.h"

#include "base/error.h"
#include "capture/defines.h"
#include "value/ascii.h"

static const char gpus_path[] = "/environment/hardware/gpus";
static const char driver_path[] = "/environment/accelerator/driver";
static const char toolkit_path[] = "/environment/accelerator/toolkit";
static const char libraries_path[] = "/environment/accelerator/libraries";
static const char nodes[] = "sys/class/kfd/kfd/topology/nodes";

/* Kinds of memory in the topology: that of the GPU, seen by the processor or not. */
enum { HEAP_PUBLIC = 1, HEAP_PRIVATE = 2 };

static void fail_memory(struct mf_capture_run *run)
{
    mf_error *error = NULL;
    mf_status status = mf_error_memory(&error);

    mf_capture_fail(run, status, error);
}

/* The line of a small file; no data where there is none. */
static struct mf_view line_of(struct mf_capture_run *run, const char *path, const char *directory,
                              const char *name)
{
    const char *file = mf_capture_join(run, directory, name);
    struct mf_view text = { NULL, 0 };

    if (file == NULL || mf_capture_read(run, path, file, MF_CAPTURE_SMALL, &text) != MF_CAPTURE_READ) {
        return mf_view_make(NULL, 0);
    }
    return mf_ascii_trim(mf_view_cut(&text, '\n'));
}

/* Bytes of all banks that belong to the GPU. */
static uint64_t memory_of(struct mf_capture_run *run, const char *node)
{
    const char *directory = mf_capture_join(run, node, "mem_banks");
    struct mf_capture_names names = { NULL, 0 };
    uint64_t sum = 0;

    if (directory == NULL || mf_capture_list(run, gpus_path, directory, &names) != MF_CAPTURE_READ) {
        return 0;
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        const char *file = mf_capture_join(run, directory, names.items[i]);
        struct mf_view text;
        uint64_t kind;
        uint64_t size;

        file = file == NULL ? NULL : mf_capture_join(run, file, "properties");
        if (file != NULL &&
            mf_capture_read(run, gpus_path, file, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ &&
            mf_amd_property(text, "heap_type", &kind) && (kind == HEAP_PUBLIC || kind == HEAP_PRIVATE) &&
            mf_amd_property(text, "size_in_bytes", &size) && size <= INT64_MAX - sum) {
            sum += size;
        }
    }
    return sum;
}

/* The name of the product as its firmware has it, of the chip as the driver has it, or that of the target of its compiler. */
static const char *model_of(struct mf_capture_run *run, const char *node, struct mf_view properties)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    struct mf_view model = { NULL, 0 };
    const char *copy = NULL;
    uint64_t number;

    if (mf_amd_property(properties, "drm_render_minor", &number) && number > 0) {
        const char *device;

        mf_buffer_format(&text, "sys/class/drm/renderD%u/device", (unsigned)(number % 10000));
        device = text.status == MF_OK ? mf_capture_copy(run, mf_buffer_view(&text)) : NULL;
        model = device == NULL ? model : line_of(run, gpus_path, device, "product_name");
    }
    if (model.size == 0) {
        model = line_of(run, gpus_path, node, "name");
        model = mf_view_is(model, "ip discovery") ? mf_view_make(NULL, 0) : model;
    }
    text.size = 0;
    if (model.size == 0 && mf_amd_property(properties, "gfx_target_version", &number) && number > 0) {
        mf_amd_target_append(&text, number);
        model = mf_buffer_view(&text);
    }
    if (text.status != MF_OK) {
        fail_memory(run);
    } else if (model.size > 0) {
        copy = mf_capture_copy(run, model);
    }
    mf_buffer_release(&text);
    return copy;
}

/* A node is a processor where it has no units of its own for many data at once. */
static void read_node(struct mf_capture_run *run, struct mf_accelerator *accelerator, const char *name)
{
    const char *node = mf_capture_join(run, nodes, name);
    const char *file = node == NULL ? NULL : mf_capture_join(run, node, "properties");
    struct mf_gpu gpu = { .file = file, .order = UINT32_MAX };
    struct mf_view text;
    struct mf_view digits = mf_view_of(name);
    uint64_t units;

    if (file == NULL || mf_capture_read(run, gpus_path, file, MF_CAPTURE_SMALL, &text) != MF_CAPTURE_READ ||
        !mf_amd_property(text, "simd_count", &units) || units == 0) {
        return;
    }
    if (mf_digits_size(digits) == digits.size && digits.size < 6) {
        gpu.order = 0;
        for (size_t i = 0; i < digits.size; i++) {
            gpu.order = gpu.order * 10 + (uint32_t)(digits.data[i] - '0');
        }
    }
    gpu.model = model_of(run, node, text);
    gpu.memory = memory_of(run, node);
    if (gpu.model != NULL) {
        mf_gpu_add(run, accelerator, &gpu);
    } else if (mf_capture_goes_on(run)) {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, gpus_path, file,
                        "nothing names the model of this GPU");
    }
}

static void find_rocm(struct mf_capture_run *run, struct mf_accelerator *accelerator)
{
    static const char *const rccl[] = { "NCCL_MAJOR", "NCCL_MINOR", "NCCL_PATCH" };
    static const char version[] = "opt/rocm/.info/version";
    static const char header[] = "opt/rocm/include/rccl/rccl.h";
    struct mf_view text;

    if (mf_capture_read(run, toolkit_path, version, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ) {
        struct mf_view found = mf_plain_version_read(text);

        if (found.size == 0) {
            mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, toolkit_path, version, "it is no version");
        }
        mf_capture_version_take(run, toolkit_path, &accelerator->toolkit, found, version);
    }
    if (mf_capture_read(run, libraries_path, header, (size_t)4 * MF_CAPTURE_SMALL, &text) ==
        MF_CAPTURE_READ) {
        struct mf_buffer found = MF_BUFFER_EMPTY;

        if (mf_define_version(text, rccl, 3, &found) && found.status == MF_OK) {
            mf_library_take(run, accelerator, MF_LIBRARY_RCCL, mf_buffer_view(&found), header);
        } else if (found.status != MF_OK) {
            fail_memory(run);
        }
        mf_buffer_release(&found);
    }
}

void mf_amd_find(struct mf_capture_run *run, struct mf_accelerator *accelerator)
{
    static const char module[] = "sys/module/amdgpu/version";
    struct mf_capture_names names = { NULL, 0 };
    struct mf_view text;

    if (mf_capture_list(run, gpus_path, nodes, &names) == MF_CAPTURE_READ) {
        for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
            read_node(run, accelerator, names.items[i]);
        }
    }
    if (mf_capture_read(run, driver_path, module, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ) {
        mf_capture_version_take(run, driver_path, &accelerator->driver, mf_plain_version_read(text), module);
    }
    find_rocm(run, accelerator);
}
