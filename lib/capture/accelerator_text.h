/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What drivers of GPUs and their libraries say of themselves. Each function takes the bytes of one file, which may be anything, or a
 * file name; results point into them, or into the arena where one is given.
 */
#ifndef MF_CAPTURE_ACCELERATOR_TEXT_H
#define MF_CAPTURE_ACCELERATOR_TEXT_H

#include "base/arena.h"
#include "base/buffer.h"

#include <stdint.h>

/* Of numbers with dots between them, how many; 0 if the text is anything else, or too long for a version. */
size_t mf_version_parts(struct mf_view text);

/* The version of the driver, from /proc/driver/nvidia/version; no data if it says none. */
struct mf_view mf_nvidia_driver_read(struct mf_view text);

/* A GPU, from /proc/driver/nvidia/gpus/ADDRESS/information. */
struct mf_nvidia_device {
    struct mf_view model; /* no data: it does not say */
    uint32_t minor;       /* the number that the driver counts it by; UINT32_MAX: it does not say */
    bool is_excluded;     /* the driver was told to leave it alone */
};

void mf_nvidia_device_read(struct mf_view text, struct mf_nvidia_device *ret_device);

/* The version in version.txt of CUDA, "CUDA Version 10.2.89"; no data if there is none. */
struct mf_view mf_cuda_version_text_read(struct mf_view text);

/* The libraries that a manifest may name, apart from those that nobody asks for. */
enum mf_accelerator_library {
    MF_LIBRARY_CUBLAS,
    MF_LIBRARY_CUDART,
    MF_LIBRARY_CUDNN,
    MF_LIBRARY_CUFFT,
    MF_LIBRARY_CURAND,
    MF_LIBRARY_CUSOLVER,
    MF_LIBRARY_CUSPARSE,
    MF_LIBRARY_NCCL,
    MF_LIBRARY_NVRTC,
    MF_LIBRARY_RCCL,
    MF_LIBRARY_TENSORRT,
    MF_LIBRARY_COUNT,
};

/* "cudnn", as in environment.accelerator.libraries. */
const char *mf_accelerator_library_name(enum mf_accelerator_library library);

/* version.json of CUDA: what it says of the toolkit and of libraries. No data where it does not say. */
struct mf_cuda_versions {
    struct mf_view toolkit;
    struct mf_view libraries[MF_LIBRARY_COUNT];
};

/* NULL, or what is wrong with it; the caller looks at the arena for a lack of memory. */
const char *mf_cuda_version_json_read(struct mf_arena *arena, struct mf_view text,
                                      struct mf_cuda_versions *ret_versions);

/*
 * The library and its version, from the name of its file: libcudnn.so.9.1.0. False where the name says neither, or only the number
 * of the interface, as libcudnn.so.9 does. A view into the name.
 */
bool mf_accelerator_file_name(const char *name, enum mf_accelerator_library *ret_library,
                              struct mf_view *ret_version);

/* CUDA_VERSION of cuda.h, 12040, as people write it: 12.4. False if there is none. */
bool mf_cuda_header_read(struct mf_view text, struct mf_buffer *version);

/* A line `NAME NUMBER` of the properties of AMD's driver. False if there is none. */
bool mf_amd_property(struct mf_view text, const char *name, uint64_t *ret_number);

/* Appends the name of a target, gfx90a, of its number in those properties, 90010. */
void mf_amd_target_append(struct mf_buffer *buffer, uint64_t number);

/* A version of numbers and dots, with words and digits behind '-' perhaps, which is all of a file: 6.1.2-119. No data else. */
struct mf_view mf_plain_version_read(struct mf_view text);

#endif
