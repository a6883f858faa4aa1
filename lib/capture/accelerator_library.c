/* SPDX-License-Identifier: Apache-2.0 */
/* Libraries of accelerators: the names of their files, and what CUDA writes down of them. */
#include "capture/accelerator_text.h"

#include "value/ascii.h"
#include "json/tree.h"

enum { DEPTH = 8, LEAST_PARTS = 3, LONGEST_PATCH = 6 };

static const struct {
    const char *name;
    const char *file;   /* what the name of its file begins with, before ".so." */
    const char *member; /* of version.json; NULL: it does not stand there */
} libraries[MF_LIBRARY_COUNT] = {
    [MF_LIBRARY_CUBLAS] = { "cublas", "libcublas", "libcublas" },
    [MF_LIBRARY_CUDART] = { "cudart", "libcudart", "cuda_cudart" },
    [MF_LIBRARY_CUDNN] = { "cudnn", "libcudnn", NULL },
    [MF_LIBRARY_CUFFT] = { "cufft", "libcufft", "libcufft" },
    [MF_LIBRARY_CURAND] = { "curand", "libcurand", "libcurand" },
    [MF_LIBRARY_CUSOLVER] = { "cusolver", "libcusolver", "libcusolver" },
    [MF_LIBRARY_CUSPARSE] = { "cusparse", "libcusparse", "libcusparse" },
    [MF_LIBRARY_NCCL] = { "nccl", "libnccl", NULL },
    [MF_LIBRARY_NVRTC] = { "nvrtc", "libnvrtc", "cuda_nvrtc" },
    [MF_LIBRARY_RCCL] = { "rccl", NULL, NULL },
    [MF_LIBRARY_TENSORRT] = { "tensorrt", "libnvinfer", NULL },
};

const char *mf_accelerator_library_name(enum mf_accelerator_library library)
{
    return libraries[library].name;
}

bool mf_accelerator_file_name(const char *name, enum mf_accelerator_library *ret_library,
                              struct mf_view *ret_version)
{
    static const char marker[] = ".so.";
    const char *at = strstr(name, marker);
    struct mf_view stem = { name, at == NULL ? 0 : (size_t)(at - name) };
    struct mf_view version;

    if (at == NULL) {
        return false;
    }
    version = mf_view_of(at + sizeof marker - 1);
    if (mf_version_parts(version) < LEAST_PARTS) {
        return false;
    }
    for (int i = 0; i < MF_LIBRARY_COUNT; i++) {
        if (libraries[i].file != NULL && mf_view_is(stem, libraries[i].file)) {
            *ret_library = (enum mf_accelerator_library)i;
            *ret_version = version;
            return true;
        }
    }
    return false;
}

static struct mf_view version_of(const struct mf_json_node *root, const char *name)
{
    const struct mf_json_node *member = mf_json_tree_member(root, name);
    const struct mf_json_node *version = member == NULL ? NULL : mf_json_tree_member(member, "version");

    return version != NULL && version->token == MF_JSON_STRING && mf_version_parts(version->text) > 1
               ? version->text
               : mf_view_make(NULL, 0);
}

/* The third number is the patch, or, in some releases, the day of the build: 11.4.20210728 is 11.4. */
static struct mf_view without_day(struct mf_view version)
{
    struct mf_view rest = version;
    size_t size = mf_view_cut(&rest, '.').size + 1;

    size += mf_view_cut(&rest, '.').size;
    if (rest.data != NULL && rest.size > LONGEST_PATCH) {
        version.size = size;
    }
    return version;
}

const char *mf_cuda_version_json_read(struct mf_arena *arena, struct mf_view text,
                                      struct mf_cuda_versions *ret_versions)
{
    const struct mf_json_node *root = NULL;

    memset(ret_versions, 0, sizeof *ret_versions);
    if (mf_json_tree_read(arena, text, DEPTH, &root, NULL) != MF_OK || root->token != MF_JSON_OBJECT) {
        return "it is no JSON";
    }
    ret_versions->toolkit = without_day(version_of(root, "cuda"));
    for (int i = 0; i < MF_LIBRARY_COUNT; i++) {
        if (libraries[i].member != NULL) {
            ret_versions->libraries[i] = version_of(root, libraries[i].member);
        }
    }
    return NULL;
}
