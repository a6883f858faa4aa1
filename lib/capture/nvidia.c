/* SPDX-License-Identifier: Apache-2.0 */
/* NVIDIA: what the driver shows in /proc, and devices on the bus that no driver names. */
#include "capture/accelerator.h"

#include "base/error.h"
#include "value/ascii.h"

static const char gpus_path[] = "/environment/hardware/gpus";
static const char driver_path[] = "/environment/accelerator/driver";
static const char driver_folder[] = "proc/driver/nvidia/gpus";
static const char bus[] = "sys/bus/pci/devices";

static void find_driver(struct mf_capture_run *run, struct mf_accelerator *accelerator)
{
    static const char shown[] = "proc/driver/nvidia/version";
    static const char module[] = "sys/module/nvidia/version";
    struct mf_view text;
    struct mf_view version = { NULL, 0 };

    if (mf_capture_read(run, driver_path, shown, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ) {
        version = mf_nvidia_driver_read(text);
        if (version.size == 0) {
            mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, driver_path, shown,
                            "it names no version of the driver");
        }
        mf_capture_version_take(run, driver_path, &accelerator->driver, version, shown);
    } else if (mf_capture_read(run, driver_path, module, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ) {
        mf_capture_version_take(run, driver_path, &accelerator->driver, mf_plain_version_read(text), module);
    }
}

static void read_device(struct mf_capture_run *run, struct mf_accelerator *accelerator, const char *address)
{
    const char *file = mf_capture_join(run, driver_folder, address);
    struct mf_nvidia_device device;
    struct mf_view text;
    struct mf_gpu gpu;

    file = file == NULL ? NULL : mf_capture_join(run, file, "information");
    if (file == NULL || mf_capture_read(run, gpus_path, file, MF_CAPTURE_SMALL, &text) != MF_CAPTURE_READ) {
        return;
    }
    mf_nvidia_device_read(text, &device);
    if (device.model.size == 0) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, gpus_path, file, "it names no model");
    } else if (!device.is_excluded) {
        gpu = (struct mf_gpu){ mf_capture_copy(run, device.model), file, 0, device.minor };
        if (gpu.model != NULL) {
            mf_gpu_add(run, accelerator, &gpu);
        }
    }
}

/* One small file of a device on the bus: "0x10de". */
static struct mf_view attribute_of(struct mf_capture_run *run, const char *device, const char *name)
{
    const char *file = mf_capture_join(run, device, name);
    struct mf_view text = { NULL, 0 };

    if (file == NULL || mf_capture_read(run, gpus_path, file, MF_CAPTURE_SMALL, &text) != MF_CAPTURE_READ) {
        return mf_view_make(NULL, 0);
    }
    return mf_ascii_trim(mf_view_cut(&text, '\n'));
}

/* Devices that are there without a driver: their model is known by number alone, so it stays absent. */
static void find_without_driver(struct mf_capture_run *run)
{
    struct mf_capture_names names = { NULL, 0 };

    if (mf_capture_list(run, gpus_path, bus, &names) != MF_CAPTURE_READ) {
        return;
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        const char *device = mf_capture_join(run, bus, names.items[i]);

        /* Class 03: controllers of displays, which is what all GPUs call themselves. */
        if (device != NULL && mf_view_is(attribute_of(run, device, "vendor"), "0x10de") &&
            mf_view_starts_with(attribute_of(run, device, "class"), "0x03")) {
            struct mf_view number = attribute_of(run, device, "device");

            mf_capture_find(
                run, MF_FINDING_CAPTURE_ABSENT, gpus_path, device,
                "a GPU of NVIDIA, device %.*s, that no driver names: load the driver, or show its /proc "
                "to the container",
                MF_VIEW_ARGS(number));
        }
    }
}

void mf_nvidia_find(struct mf_capture_run *run, struct mf_accelerator *accelerator)
{
    struct mf_capture_names names = { NULL, 0 };

    find_driver(run, accelerator);
    if (mf_capture_list(run, gpus_path, driver_folder, &names) == MF_CAPTURE_READ && names.count > 0) {
        for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
            read_device(run, accelerator, names.items[i]);
        }
    } else {
        find_without_driver(run);
    }
}
