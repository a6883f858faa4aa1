/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory while Python environments, packages of Node and conda, GPUs and containers are captured. */
#include "allocations.h"
#include "capturing.h"

#define DIGITS "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"
#define SITE   "opt/venv/lib/python3.11/site-packages/"

/* Files that make the probes do all they can. */
static const struct {
    const char *file;
    const char *text;
} files[] = {
    { "opt/venv/pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = true\nversion = 3.11.9\n" },
    { SITE "a-1.dist-info/METADATA", "Name: A_a\nVersion: 1\n" },
    { SITE "a-1.dist-info/RECORD", "a,,\n" },
    { SITE "a-1.dist-info/direct_url.json",
      "{\"url\": \"https://p.example/a.tar.gz\", \"archive_info\": {\"hash\": \"sha256=" DIGITS "\"}}" },
    { SITE "b-1.egg-info", "Name: b\nVersion: 1\n" },
    { SITE "broken-1.dist-info/METADATA", "Name: b\n" },
    { SITE "nvidia/nccl/lib/libnccl.so.2.21.5", "" },
    { "usr/bin/python3", "" },
    { "usr/include/python3.11/patchlevel.h", "#define PY_VERSION \"3.11.9\"\n" },
    { "usr/lib/python3.11/os.py", "" },
    { "usr/lib/python3/dist-packages/a-2.dist-info/METADATA", "Name: a-a\nVersion: 2\n" },
    { "opt/conda/conda-meta/c-1-0.json",
      "{\"name\": \"c\", \"version\": \"1\", \"build\": \"0\", \"sha256\": \"" DIGITS "\"}" },
    { "opt/conda/lib/python3.11/os.py", "" },
    { "app/node_modules/.package-lock.json",
      "{\"lockfileVersion\": 3, \"packages\": {\"node_modules/d\": {\"version\": \"1.0.0\"}}}" },
    { "proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  x\n" },
    { "proc/driver/nvidia/gpus/0/information", "Model: G\nDevice Minor: 0\n" },
    { "proc/self/cgroup", "0::/\n" },
    { "usr/local/cuda/version.json", "{\"cuda\": {\"version\": \"12.4.1\"}}" },
    { "usr/local/cuda/include/cuda.h", "#define CUDA_VERSION 12040\n" },
    { "usr/include/cudnn_version.h",
      "#define CUDNN_MAJOR 9\n#define CUDNN_MINOR 1\n#define CUDNN_PATCHLEVEL 0\n" },
    { "sys/class/kfd/kfd/topology/nodes/1/properties",
      "simd_count 4\ngfx_target_version 90010\ndrm_render_minor 128\n" },
    { "sys/class/kfd/kfd/topology/nodes/1/mem_banks/0/properties", "heap_type 1\nsize_in_bytes 4096\n" },
    { "run/.containerenv", "image=\"r.example/a:1@sha256:" DIGITS "\"\nimageid=\"" DIGITS "\"\n" },
};

static void capture(struct result *to)
{
    mf_builder *builder = NULL;
    mf_capture_options options;

    mf_capture_options_init(&options, sizeof options);
    options.root = tree_root();
    to->status = mf_builder_new(NULL, &builder, &to->error);
    if (to->status == MF_OK) {
        to->status = mf_environment_capture(builder, &options, &to->report, &to->error);
    }
    if (to->status == MF_OK) {
        to->status = mf_builder_build(builder, MF_PROFILE_DRAFT, &to->manifest, NULL, &to->error);
    }
    (void)mf_builder_unref(builder);
}

/* What libraries take in a process once, or keep from one time to the next, is not counted. */
static void make_files(void)
{
    make_tree();
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        tree_file(files[i].file, files[i].text);
    }
    for (int i = 0; i < 3; i++) {
        struct result result = { .status = MF_OK };

        capture(&result);
        assert_ok(result.status, result.error);
        (void)mf_manifest_unref(result.manifest);
        (void)mf_report_unref(result.report);
    }
}

START_TEST(every_allocation_may_fail)
{
    static const struct call call = { "capture", capture, MF_OK };

    sweep(&call);
}
END_TEST

/* What is left out for want of memory would look as if it were not there. */
START_TEST(the_limit_of_memory_is_an_error)
{
    mf_capture_options options;
    mf_builder *builder = NULL;
    mf_status status = MF_ERROR_LIMIT;
    size_t limit = 1024;

    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    mf_capture_options_init(&options, sizeof options);
    options.root = tree_root();
    while (status == MF_ERROR_LIMIT && limit < (size_t)1 << 26) {
        options.maximum_memory = limit;
        status = mf_environment_capture(builder, &options, NULL, NULL);
        limit *= 2;
    }
    ck_assert_int_eq(status, MF_OK);
    ck_assert_uint_gt(limit, 4096);
    (void)mf_builder_unref(builder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_capture_languages");
    TCase *tests = tcase_create("memory_capture_languages");

    tcase_add_checked_fixture(tests, make_files, remove_tree);
    tcase_add_test(tests, every_allocation_may_fail);
    tcase_add_test(tests, the_limit_of_memory_is_an_error);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
