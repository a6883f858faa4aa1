/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of GPU drivers and container runtimes say: the readers of their bytes. */
#include "harness.h"

#include "capture/accelerator_text.h"
#include "capture/container_text.h"
#include "capture/defines.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define DIGITS "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"

/* No data where "" is expected. */
static void assert_text(struct mf_view view, const char *expected)
{
    ck_assert_msg(mf_view_is(view, expected), "'%.*s' instead of '%s'", (int)view.size,
                  view.data == NULL ? "" : view.data, expected);
}

/* --- accelerators ---------------------------------------------------------------------------------------------------------- */

START_TEST(versions_of_nvidia_drivers)
{
    static const struct {
        const char *text;
        const char *version;
    } cases[] = {
        { "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct 19 18:56:32 UTC 2023\nGCC version:  gcc "
          "version 12.2.0 (Debian 12.2.0-14)\n",
          "535.129.03" },
        { "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release Build  (builder@host)  Tue Mar  5 "
          "22:15:33 UTC 2024\n",
          "550.54.15" },
        { "NVRM version: NVIDIA UNIX aarch64 Kernel Module  570.86\r\n", "570.86" },
        { "GCC version:  gcc version 12.2.0\n", "" },
        { "NVRM version: NVIDIA UNIX x86_64 Kernel Module\nGCC version: 12.2.0\n", "" },
        { "NVRM version: 535\n", "" },
        { "NVRM version: 535.129.03x 535..3 .5 5.\n", "" },
        { "NVRM version: \x1b[31m535.1\x1b[0m\n", "" },
        { "", "" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_text(mf_nvidia_driver_read(mf_view_of(cases[i].text)), cases[i].version);
    }
}
END_TEST

START_TEST(a_device_of_nvidia)
{
    static const char good[] =
        "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 10\nGPU UUID: \t GPU-00000000\n"
        "Bus Location: \t 0000:62:00.0\nDevice Minor: \t 5\nGPU Firmware: \t 535.129.03\n"
        "GPU Excluded:\t No\n";
    static const char *const bad[] = {
        "",
        "Model:\nDevice Minor: \n",
        "model: x\ndevice minor: 1\n",
        "Model\nDevice Minor: -1\n",
        "Device Minor: 99999999999999999999\n",
        "Device Minor: 4294967295\n",
        "Device Minor: 1x\n",
    };
    struct mf_nvidia_device device;

    mf_nvidia_device_read(mf_view_of(good), &device);
    assert_text(device.model, "NVIDIA H100 80GB HBM3");
    ck_assert_uint_eq(device.minor, 5);
    ck_assert(!device.is_excluded);
    mf_nvidia_device_read(mf_view_of("GPU Excluded:\t Yes\n"), &device);
    ck_assert(device.is_excluded);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        mf_nvidia_device_read(mf_view_of(bad[i]), &device);
        ck_assert_ptr_null(device.model.data);
        ck_assert_uint_eq(device.minor, UINT32_MAX);
    }
}
END_TEST

START_TEST(versions_of_cuda)
{
    static const char *const cudnn[] = { "CUDNN_MAJOR", "CUDNN_MINOR", "CUDNN_PATCHLEVEL" };
    static const struct {
        const char *text;
        const char *version;
    } headers[] = {
        { "#ifndef __cuda_cuda_h__\n#define CUDA_VERSION 12040\n", "12.4" },
        { "#  define\tCUDA_VERSION\t10020 /* as built */\n", "10.2" },
        { "#define CUDA_VERSION 99\n", "" },
        { "#define CUDA_VERSION 12.4\n", "" },
        { "#define CUDA_VERSION 123456789012\n", "" },
        { "#define CUDA_VERSION (12040)\n", "" },
        { "#define CUDA_VERSION_OF 12040\n", "" },
        { "define CUDA_VERSION 12040\n", "" },
        { "// #define CUDA_VERSION 12040\n", "" },
        { "", "" },
    };
    struct mf_buffer version = MF_BUFFER_EMPTY;

    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        version.size = 0;
        ck_assert_int_eq(mf_cuda_header_read(mf_view_of(headers[i].text), &version),
                         *headers[i].version != '\0');
        assert_text(mf_buffer_view(&version), headers[i].version);
    }
    version.size = 0;
    ck_assert(mf_define_version(
        mf_view_of("#define CUDNN_PATCHLEVEL 0\n#define CUDNN_MAJOR 9\n#define CUDNN_MINOR 1\n"), cudnn, 3,
        &version));
    assert_text(mf_buffer_view(&version), "9.1.0");
    ck_assert(!mf_define_version(mf_view_of("#define CUDNN_MAJOR 9\n#define CUDNN_MINOR CUDNN_MAJOR\n"),
                                 cudnn, 3, &version));
    assert_text(mf_buffer_view(&version), "9.1.0");
    mf_buffer_release(&version);
    assert_text(mf_cuda_version_text_read(mf_view_of("CUDA Version 10.2.89\nCUDA Patch Version 10.2.1\n")),
                "10.2.89");
    assert_text(mf_cuda_version_text_read(mf_view_of("CUDA Version\n")), "");
    assert_text(mf_cuda_version_text_read(mf_view_of("10.2.89\n")), "");
    assert_text(mf_cuda_version_text_read(mf_view_of("")), "");
}
END_TEST

START_TEST(what_cuda_says_of_itself)
{
    static const char text[] =
        "{\"cuda\": {\"name\": \"CUDA SDK\", \"version\": \"12.4.1\"}, \"cuda_cudart\": {\"name\": \"CUDA Runtime\", "
        "\"version\": \"12.4.127\"}, \"libcublas\": {\"version\": \"12.4.5.8\"}, \"libcufft\": {\"version\": 11}, "
        "\"libcurand\": {\"version\": \"x\"}, \"libcusolver\": \"11.6.1.9\"}";
    static const char *const bad[] = { "", "[]", "{\"cuda\": ", "12.4.1", "{\"cuda\": {}, \"cuda\": {}}" };
    struct mf_arena *arena = mf_arena_new(0);
    struct mf_cuda_versions versions;

    ck_assert_ptr_null(mf_cuda_version_json_read(arena, mf_view_of(text), &versions));
    assert_text(versions.toolkit, "12.4.1");
    assert_text(versions.libraries[MF_LIBRARY_CUDART], "12.4.127");
    assert_text(versions.libraries[MF_LIBRARY_CUBLAS], "12.4.5.8");
    ck_assert_ptr_null(versions.libraries[MF_LIBRARY_CUFFT].data);
    ck_assert_ptr_null(versions.libraries[MF_LIBRARY_CURAND].data);
    ck_assert_ptr_null(versions.libraries[MF_LIBRARY_CUSOLVER].data);
    ck_assert_ptr_null(mf_cuda_version_json_read(
        arena, mf_view_of("{\"cuda\": {\"version\": \"11.4.20210728\"}}"), &versions));
    assert_text(versions.toolkit, "11.4");
    ck_assert_ptr_null(
        mf_cuda_version_json_read(arena, mf_view_of("{\"cuda\": {\"version\": \"11\"}}"), &versions));
    ck_assert_ptr_null(versions.toolkit.data);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        ck_assert_ptr_nonnull(mf_cuda_version_json_read(arena, mf_view_of(bad[i]), &versions));
        ck_assert_ptr_null(versions.toolkit.data);
    }
    mf_arena_free(arena);
}
END_TEST

START_TEST(names_of_libraries)
{
    static const struct {
        const char *file;
        const char *library; /* NULL: none */
        const char *version;
    } cases[] = {
        { "libcudart.so.12.4.127", "cudart", "12.4.127" },
        { "libcudnn.so.9.1.0", "cudnn", "9.1.0" },
        { "libnccl.so.2.20.5", "nccl", "2.20.5" },
        { "libcublas.so.12.4.5.8", "cublas", "12.4.5.8" },
        { "libnvinfer.so.10.0.1", "tensorrt", "10.0.1" },
        { "libcudnn.so.9", NULL, NULL },
        { "libcudnn.so.9.1", NULL, NULL },
        { "libcudnn.so", NULL, NULL },
        { "libcudnn.so.", NULL, NULL },
        { "libcudnn.so.9.1.0.bak", NULL, NULL },
        { "libcudnn.so.9..1", NULL, NULL },
        { "libcudnn.so.9.1.x", NULL, NULL },
        { "libcudnn_ops.so.9.1.0", NULL, NULL },
        { "xlibcudnn.so.9.1.0", NULL, NULL },
        { ".so.9.1.0", NULL, NULL },
        { "libcudnn.so.11111111111111111111111111111111.2222222222222222222222222222.333333333333333333",
          NULL, NULL },
        { "", NULL, NULL },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum mf_accelerator_library library;
        struct mf_view version;

        ck_assert_msg(mf_accelerator_file_name(cases[i].file, &library, &version) ==
                          (cases[i].library != NULL),
                      "%s", cases[i].file);
        if (cases[i].library != NULL) {
            ck_assert_str_eq(mf_accelerator_library_name(library), cases[i].library);
            assert_text(version, cases[i].version);
        }
    }
}
END_TEST

START_TEST(properties_of_amd)
{
    static const char text[] =
        "cpu_cores_count 0\nsimd_count 304\nvendor_id 4098\ngfx_target_version 90402\nsize_in_bytes "
        "18446744073709551615\nbad x\nempty\nempty \n";
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    uint64_t number = 7;

    ck_assert(mf_amd_property(mf_view_of(text), "simd_count", &number) && number == 304);
    ck_assert(mf_amd_property(mf_view_of(text), "gfx_target_version", &number) && number == 90402);
    ck_assert(!mf_amd_property(mf_view_of(text), "simd", &number));
    ck_assert(!mf_amd_property(mf_view_of(text), "size_in_bytes", &number));
    ck_assert(!mf_amd_property(mf_view_of(text), "bad", &number));
    ck_assert(!mf_amd_property(mf_view_of(text), "empty", &number));
    ck_assert(!mf_amd_property(mf_view_of(""), "simd_count", &number));
    ck_assert_uint_eq(number, 90402);
    mf_amd_target_append(&buffer, 90402);
    mf_buffer_append_byte(&buffer, ' ');
    mf_amd_target_append(&buffer, 90010);
    mf_buffer_append_byte(&buffer, ' ');
    mf_amd_target_append(&buffer, 110001);
    assert_text(mf_buffer_view(&buffer), "gfx942 gfx90a gfx1101");
    mf_buffer_release(&buffer);
}
END_TEST

START_TEST(a_file_that_is_a_version)
{
    static const struct {
        const char *text;
        const char *version;
    } cases[] = {
        { "6.1.2-119\n", "6.1.2-119" },
        { "6.7.0", "6.7.0" },
        { "5.4.0-72~20.04\n", "" },
        { "6\n", "" },
        { "6.1\n6.2\n", "" },
        { "6.1.x\n", "" },
        { "-6.1\n", "" },
        { "", "" },
        { "\n", "" },
        { "6.1-\x1b[31m\n", "" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_text(mf_plain_version_read(mf_view_of(cases[i].text)), cases[i].version);
    }
}
END_TEST

/* --- containers ------------------------------------------------------------------------------------------------------------ */

START_TEST(what_podman_tells)
{
    static const char text[] =
        "engine=\"podman-4.9.3\"\nname=\"x\"\nid=\"1\"\nimage=\"docker.io/library/alpine:3.20\"\n"
        "imageid=\"" DIGITS "\"\nrootless=1\n";
    static const char *const bad[] = {
        "",
        "engine=podman\nimage=\"\nimageid=" DIGITS "\n",
        "engine=\"a\\\"b\"\nimage=\"a\"b\"\nimageid=\"ABC\"\n",
        "engine\nimage\nimageid\n",
        "imageid=\"" DIGITS "0\"\n",
    };
    struct mf_container_file file;

    mf_container_file_read(mf_view_of(text), &file);
    assert_text(file.engine, "podman-4.9.3");
    assert_text(file.image, "docker.io/library/alpine:3.20");
    assert_text(file.id, DIGITS);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        mf_container_file_read(mf_view_of(bad[i]), &file);
        ck_assert(file.engine.size == 0 && file.image.size == 0 && file.id.size == 0);
    }
}
END_TEST

START_TEST(names_of_images)
{
    static const struct {
        const char *name;
        const char *repository; /* NULL: refused */
        const char *tag;
        const char *digest;
    } cases[] = {
        { "docker.io/library/alpine:3.20", "docker.io/library/alpine", "3.20", "" },
        { "r.example:5000/a/b@sha256:" DIGITS, "r.example:5000/a/b", "", "sha256:" DIGITS },
        { "r.example:5000/a:1@sha256:" DIGITS, "r.example:5000/a", "1", "sha256:" DIGITS },
        { "r.example:5000/a", "r.example:5000/a", "", "" },
        { "r.example/a@", NULL, NULL, NULL },
        { "r.example/a@sha256:abc", NULL, NULL, NULL },
        { "r.example/a:", NULL, NULL, NULL },
        { "r.example/A B", NULL, NULL, NULL },
        { "@sha256:" DIGITS, NULL, NULL, NULL },
        { DIGITS "\n", NULL, NULL, NULL },
        { "", NULL, NULL, NULL },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_container_image image;

        ck_assert_msg(mf_container_image_split(mf_view_of(cases[i].name), &image) ==
                          (cases[i].repository != NULL),
                      "%s", cases[i].name);
        if (cases[i].repository != NULL) {
            assert_text(image.repository, cases[i].repository);
            assert_text(image.tag, cases[i].tag);
            assert_text(image.digest, cases[i].digest);
        }
    }
}
END_TEST

START_TEST(kinds_of_containers)
{
    static const struct {
        const char *text;
        const char *kind; /* NULL: none */
    } cases[] = {
        { "12:cpu:/kubepods/burstable/podX/ID\n0::/\n", "kubernetes" },
        { "0::/kubepods.slice/kubepods-besteffort.slice/cri-containerd-X.scope\n", "kubernetes" },
        { "12:memory:/docker/ID\n", "docker" },
        { "0::/system.slice/docker-ID.scope\n", "docker" },
        { "0::/docker/ID/kubepods/podX\n", "kubernetes" },
        { "0::/machine.slice/libpod-ID.scope/container\n", "podman" },
        { "3:cpu:/lxc/web\n", "lxc" },
        { "0::/lxc.payload.web/init.scope\n", "lxc" },
        { "0::/\n", NULL },
        { "0::/system.slice/dockerd.service\n", NULL },
        { "0::/user.slice/user-1000.slice/session-1.scope\n", NULL },
        { "docker\n", NULL },
        { "0:docker:/\n", NULL },
        { "", NULL },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *kind = mf_container_of_groups(mf_view_of(cases[i].text));

        ck_assert_pstr_eq(kind, cases[i].kind);
    }
    ck_assert_pstr_eq(mf_container_of_word(mf_view_of("podman\n")), "podman");
    ck_assert_pstr_eq(mf_container_of_word(mf_view_of("systemd-nspawn")), "systemd-nspawn");
    ck_assert_pstr_eq(mf_container_of_word(mf_view_of("oci\x07\n")), NULL);
    ck_assert_pstr_eq(mf_container_of_word(mf_view_of("")), NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("capture_texts");
    TCase *accelerators = tcase_create("accelerators");
    TCase *containers = tcase_create("containers");

    tcase_add_test(accelerators, versions_of_nvidia_drivers);
    tcase_add_test(accelerators, a_device_of_nvidia);
    tcase_add_test(accelerators, versions_of_cuda);
    tcase_add_test(accelerators, what_cuda_says_of_itself);
    tcase_add_test(accelerators, names_of_libraries);
    tcase_add_test(accelerators, properties_of_amd);
    tcase_add_test(accelerators, a_file_that_is_a_version);
    suite_add_tcase(suite, accelerators);
    tcase_add_test(containers, what_podman_tells);
    tcase_add_test(containers, names_of_images);
    tcase_add_test(containers, kinds_of_containers);
    suite_add_tcase(suite, containers);
    return run_suite(suite);
}
