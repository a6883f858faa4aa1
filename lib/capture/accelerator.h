/* SPDX-License-Identifier: Apache-2.0 */
/* What is found of one stack of accelerators, before it is known which one the system has. */
#ifndef MF_CAPTURE_ACCELERATOR_H
#define MF_CAPTURE_ACCELERATOR_H

#include "capture/accelerator_text.h"
#include "capture/capture.h"

/* A version, and the file that says it; NULL: nothing does. */
struct mf_capture_version {
    const char *text;
    const char *file;
};

struct mf_gpu {
    const char *model;
    const char *file;
    uint64_t memory; /* bytes; 0: nothing says it */
    uint32_t order;  /* in which the driver counts it */
};

struct mf_accelerator {
    struct mf_capture_version toolkit;
    struct mf_capture_version driver;
    struct mf_capture_version libraries[MF_LIBRARY_COUNT];
    struct mf_gpu *gpus;
    uint32_t gpu_count;
};

/*
 * Takes a version where there is none yet. One that says more of the same, 9.1.0.70 of 9.1.0, takes its place; another one is a
 * finding, and the first stays.
 */
void mf_capture_version_take(struct mf_capture_run *run, const char *path, struct mf_capture_version *version,
                             struct mf_view text, const char *file);

void mf_library_take(struct mf_capture_run *run, struct mf_accelerator *accelerator,
                     enum mf_accelerator_library library, struct mf_view text, const char *file);

void mf_gpu_add(struct mf_capture_run *run, struct mf_accelerator *accelerator, const struct mf_gpu *gpu);

/* NVIDIA's driver and the devices that it has. */
void mf_nvidia_find(struct mf_capture_run *run, struct mf_accelerator *accelerator);
/* CUDA and its libraries: in Python environments, of the toolkit, of the system. */
void mf_cuda_find(struct mf_capture_run *run, struct mf_accelerator *accelerator);
/* AMD's driver, devices and ROCm. */
void mf_amd_find(struct mf_capture_run *run, struct mf_accelerator *accelerator);

#endif
