/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CUDA and its libraries. What stands in a Python environment is what its programs load, so that is looked at first; then the toolkit
 * that /usr/local/cuda leads to, the other toolkits, and the libraries of the system.
 */
#include "capture/accelerator.h"

#include "base/error.h"
#include "capture/defines.h"
#include "capture/python.h"
#include "value/ascii.h"
#include "value/purl.h"

static const char toolkit_path[] = "/environment/accelerator/toolkit";
static const char libraries_path[] = "/environment/accelerator/libraries";

/* Packages of an index that hold a library; behind the name comes the version of CUDA that they are for, cu12. */
static const struct {
    const char *name;
    enum mf_accelerator_library library;
} wheels[] = {
    { "nvidia-cublas", MF_LIBRARY_CUBLAS },     { "nvidia-cuda-runtime", MF_LIBRARY_CUDART },
    { "nvidia-cuda-nvrtc", MF_LIBRARY_NVRTC },  { "nvidia-cudnn", MF_LIBRARY_CUDNN },
    { "nvidia-cufft", MF_LIBRARY_CUFFT },       { "nvidia-curand", MF_LIBRARY_CURAND },
    { "nvidia-cusolver", MF_LIBRARY_CUSOLVER }, { "nvidia-cusparse", MF_LIBRARY_CUSPARSE },
    { "nvidia-nccl", MF_LIBRARY_NCCL },         { "tensorrt", MF_LIBRARY_TENSORRT },
};

static const struct {
    const char *file;
    enum mf_accelerator_library library;
    const char *macros[3];
} headers[] = {
    { "cudnn_version.h", MF_LIBRARY_CUDNN, { "CUDNN_MAJOR", "CUDNN_MINOR", "CUDNN_PATCHLEVEL" } },
    { "nccl.h", MF_LIBRARY_NCCL, { "NCCL_MAJOR", "NCCL_MINOR", "NCCL_PATCH" } },
};

static const char *const system_libraries[] = {
    "usr/lib/x86_64-linux-gnu",
    "usr/lib/aarch64-linux-gnu",
    "usr/lib64",
    "usr/local/lib",
};
static const char *const system_headers[] = {
    "usr/include",
    "usr/include/x86_64-linux-gnu",
    "usr/include/aarch64-linux-gnu",
    "usr/local/include",
};

enum { LONGEST_HEADER = 4 * 1024 * 1024 };

static void fail_memory(struct mf_capture_run *run)
{
    mf_error *error = NULL;
    mf_status status = mf_error_memory(&error);

    mf_capture_fail(run, status, error);
}

/* --- files of one directory ------------------------------------------------------------------------------------------------- */

static void look_at_headers(struct mf_capture_run *run, struct mf_accelerator *accelerator,
                            const char *directory)
{
    for (size_t i = 0; i < sizeof headers / sizeof headers[0] && mf_capture_goes_on(run); i++) {
        const char *file = mf_capture_join(run, directory, headers[i].file);
        struct mf_buffer version = MF_BUFFER_EMPTY;
        struct mf_view text;

        if (file != NULL &&
            mf_capture_read(run, libraries_path, file, LONGEST_HEADER, &text) == MF_CAPTURE_READ &&
            mf_define_version(text, headers[i].macros, 3, &version)) {
            if (version.status == MF_OK) {
                mf_library_take(run, accelerator, headers[i].library, mf_buffer_view(&version), file);
            } else {
                fail_memory(run);
            }
        }
        mf_buffer_release(&version);
    }
}

static void look_at_files(struct mf_capture_run *run, struct mf_accelerator *accelerator,
                          const char *directory)
{
    struct mf_capture_names names = { NULL, 0 };

    if (mf_capture_list(run, libraries_path, directory, &names) != MF_CAPTURE_READ) {
        return;
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        enum mf_accelerator_library library;
        struct mf_view version;

        if (mf_accelerator_file_name(names.items[i], &library, &version)) {
            const char *file = mf_capture_join(run, directory, names.items[i]);

            if (file != NULL) {
                mf_library_take(run, accelerator, library, version, file);
            }
        }
    }
}

/* cuda.h says the release of the toolkit, without its patch. */
static void look_at_cuda_header(struct mf_capture_run *run, struct mf_accelerator *accelerator,
                                const char *directory)
{
    const char *file = mf_capture_join(run, directory, "cuda.h");
    struct mf_buffer version = MF_BUFFER_EMPTY;
    struct mf_view text;

    if (file != NULL && mf_capture_read(run, toolkit_path, file, LONGEST_HEADER, &text) == MF_CAPTURE_READ &&
        mf_cuda_header_read(text, &version)) {
        if (version.status == MF_OK) {
            mf_capture_version_take(run, toolkit_path, &accelerator->toolkit, mf_buffer_view(&version), file);
        } else {
            fail_memory(run);
        }
    }
    mf_buffer_release(&version);
}

/* --- Python environments ----------------------------------------------------------------------------------------------------- */

/* nvidia-cudnn-cu12 and nvidia-cudnn are packages of cuDNN; nvidia-cudnn-frontend is none. */
static bool is_wheel(struct mf_view name, const char *wheel)
{
    struct mf_view rest;

    if (!mf_view_starts_with(name, wheel)) {
        return false;
    }
    rest = mf_view_from(name, strlen(wheel));
    if (mf_view_starts_with(rest, "-cu")) {
        rest = mf_view_from(rest, 3);
        return rest.size > 0 && mf_digits_size(rest) == rest.size;
    }
    return rest.size == 0;
}

static void look_at_packages(struct mf_capture_run *run, struct mf_accelerator *accelerator)
{
    for (uint32_t i = 0; i < run->package_count && mf_capture_goes_on(run); i++) {
        const char *text = run->packages[i].purl;
        struct mf_purl purl = mf_purl_split(mf_view_of(text));

        if (!mf_view_is(purl.type, "pypi")) {
            continue;
        }
        for (size_t j = 0; j < sizeof wheels / sizeof wheels[0]; j++) {
            if (is_wheel(purl.name, wheels[j].name) && mf_version_parts(purl.version) > 1) {
                mf_library_take(run, accelerator, wheels[j].library, purl.version, text);
            }
        }
    }
}

/* PACKAGES/nvidia/LIBRARY/lib and include. */
static void look_below_packages(struct mf_capture_run *run, struct mf_accelerator *accelerator,
                                const char *directory)
{
    const char *above = mf_capture_join(run, directory, "nvidia");
    struct mf_capture_names names = { NULL, 0 };

    if (above == NULL || !mf_capture_exists(run, above) ||
        mf_capture_list(run, libraries_path, above, &names) != MF_CAPTURE_READ) {
        return;
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        const char *folder = mf_capture_join(run, above, names.items[i]);
        const char *files = folder == NULL ? NULL : mf_capture_join(run, folder, "lib");
        const char *include = folder == NULL ? NULL : mf_capture_join(run, folder, "include");

        if (files != NULL && include != NULL) {
            look_at_files(run, accelerator, files);
            look_at_headers(run, accelerator, include);
        }
    }
}

/* --- toolkits ------------------------------------------------------------------------------------------------------------------ */

/* True if version.json is there, whatever it says. */
static bool look_at_json(struct mf_capture_run *run, struct mf_accelerator *accelerator,
                         const char *directory)
{
    const char *file = mf_capture_join(run, directory, "version.json");
    struct mf_cuda_versions versions;
    struct mf_arena *scratch;
    struct mf_view text;
    const char *problem;

    if (file == NULL ||
        mf_capture_read(run, toolkit_path, file, MF_CAPTURE_SMALL, &text) != MF_CAPTURE_READ) {
        return false;
    }
    scratch = mf_arena_new(run->options.maximum_memory);
    problem = scratch == NULL ? NULL : mf_cuda_version_json_read(scratch, text, &versions);
    if (scratch == NULL || mf_arena_status(scratch) == MF_ERROR_MEMORY) {
        fail_memory(run);
    } else if (problem != NULL) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, toolkit_path, file, "nothing is taken from it: %s",
                        problem);
    } else {
        mf_capture_version_take(run, toolkit_path, &accelerator->toolkit, versions.toolkit, file);
        for (int i = 0; i < MF_LIBRARY_COUNT; i++) {
            mf_library_take(run, accelerator, (enum mf_accelerator_library)i, versions.libraries[i], file);
        }
    }
    mf_arena_free(scratch);
    return true;
}

static void look_at_toolkit(struct mf_capture_run *run, struct mf_accelerator *accelerator,
                            const char *directory)
{
    const char *text_file = mf_capture_join(run, directory, "version.txt");
    const char *include = mf_capture_join(run, directory, "include");
    const char *files = mf_capture_join(run, directory, "lib64");
    struct mf_view text;

    if (text_file == NULL || include == NULL || files == NULL) {
        return;
    }
    if (!look_at_json(run, accelerator, directory) &&
        mf_capture_read(run, toolkit_path, text_file, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ) {
        mf_capture_version_take(run, toolkit_path, &accelerator->toolkit, mf_cuda_version_text_read(text),
                                text_file);
    }
    look_at_cuda_header(run, accelerator, include);
    look_at_headers(run, accelerator, include);
    look_at_files(run, accelerator, files);
}

static void look_at_toolkits(struct mf_capture_run *run, struct mf_accelerator *accelerator)
{
    struct mf_capture_names names = { NULL, 0 };

    look_at_toolkit(run, accelerator, "usr/local/cuda");
    if (mf_capture_list(run, toolkit_path, "usr/local", &names) != MF_CAPTURE_READ) {
        return;
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        const char *directory = strncmp(names.items[i], "cuda-", 5) == 0
                                    ? mf_capture_join(run, "usr/local", names.items[i])
                                    : NULL;

        if (directory != NULL) {
            look_at_toolkit(run, accelerator, directory);
        }
    }
}

/* The first two numbers of the runtime library are the release of the toolkit that it belongs to. */
static void take_from_runtime(struct mf_capture_run *run, struct mf_accelerator *accelerator)
{
    const struct mf_capture_version *runtime = &accelerator->libraries[MF_LIBRARY_CUDART];
    struct mf_view rest = mf_view_of(runtime->text);
    struct mf_view release = rest;

    if (runtime->text != NULL && accelerator->toolkit.text == NULL) {
        release.size = mf_view_cut(&rest, '.').size + 1;
        release.size += mf_view_cut(&rest, '.').size;
        mf_capture_version_take(run, toolkit_path, &accelerator->toolkit, release, runtime->file);
    }
}

void mf_cuda_find(struct mf_capture_run *run, struct mf_accelerator *accelerator)
{
    look_at_packages(run, accelerator);
    for (uint32_t i = 0; run->python != NULL && i < run->python->count; i++) {
        const struct mf_python_environment *environment = &run->python->items[i];

        for (uint32_t j = 0; j < environment->directory_count && mf_capture_goes_on(run); j++) {
            look_below_packages(run, accelerator, environment->directories[j]);
        }
    }
    look_at_toolkits(run, accelerator);
    for (size_t i = 0; i < sizeof system_libraries / sizeof system_libraries[0] && mf_capture_goes_on(run);
         i++) {
        look_at_files(run, accelerator, system_libraries[i]);
    }
    for (size_t i = 0; i < sizeof system_headers / sizeof system_headers[0] && mf_capture_goes_on(run); i++) {
        look_at_headers(run, accelerator, system_headers[i]);
    }
    take_from_runtime(run, accelerator);
}
