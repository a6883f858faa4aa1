/* SPDX-License-Identifier: Apache-2.0 */
/* GPUs and containers, in trees made of the formats that drivers, toolkits and runtimes document. */
#include "capturing.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define KIND      "/environment/accelerator/kind"
#define TOOLKIT   "/environment/accelerator/toolkit"
#define DRIVER    "/environment/accelerator/driver"
#define LIBRARY   "/environment/accelerator/libraries/"
#define GPU       "/environment/hardware/gpus/"
#define CONTAINER "/environment/system/container.kind/value"
#define DIGITS    "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"

static void make_gpu(const char *address, const char *model, int minor)
{
    char path[128];
    char text[512];

    (void)snprintf(path, sizeof path, "proc/driver/nvidia/gpus/%s/information", address);
    (void)snprintf(
        text, sizeof text,
        "Model: \t\t %s\nIRQ:   \t\t 10\nGPU UUID: \t GPU-00000000-0000-0000-0000-000000000000\n"
        "Video BIOS: \t 96.00.99.00.01\nBus Type: \t PCIe\nDMA Size: \t 52 bits\nDMA Mask: \t 0xfffffffffffff\n"
        "Bus Location: \t %s\nDevice Minor: \t %d\nGPU Firmware: \t 535.129.03\nGPU Excluded:\t No\n",
        model, address, minor);
    tree_file(path, text);
}

static void make_driver(void)
{
    tree_file("proc/driver/nvidia/version",
              "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct 19 18:56:32 UTC 2023\n"
              "GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n");
}

START_TEST(gpus_of_nvidia_stand_in_the_order_of_their_driver)
{
    struct captured captured;

    make_driver();
    make_gpu("0000:1a:00.0", "NVIDIA H100 80GB HBM3", 1);
    make_gpu("0000:62:00.0", "NVIDIA A100-SXM4-80GB", 0);
    tree_file("proc/driver/nvidia/gpus/0000:63:00.0/information", "Model: \t X\nGPU Excluded:\t Yes\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, KIND, "cuda");
    assert_captured(&captured, DRIVER, "535.129.03");
    assert_captured(&captured, TOOLKIT, NULL);
    assert_captured(&captured, GPU "0/model", "NVIDIA A100-SXM4-80GB");
    assert_captured(&captured, GPU "1/model", "NVIDIA H100 80GB HBM3");
    assert_captured(&captured, GPU "0/memory", NULL);
    assert_captured(&captured, GPU "2/model", NULL);
    captured_end(&captured);
}
END_TEST

START_TEST(what_a_driver_says_may_be_damaged)
{
    struct captured captured;

    tree_file("proc/driver/nvidia/version", "NVRM version: unknown\n");
    make_gpu("0000:1a:00.0", "", 0);
    make_gpu("0000:1b:00.0", "evil \x1b[31m model", 1);
    make_gpu("0000:1c:00.0", "\xff\xfe", 2);
    make_gpu("0000:1d:00.0", "good", 3);
    tree_directory("proc/driver/nvidia/gpus/0000:1e:00.0");
    tree_directory("proc/driver/nvidia/gpus/0000:1f:00.0");
    ck_assert_int_eq(mkfifo(in_tree("proc/driver/nvidia/gpus/0000:1f:00.0/information"), 0600), 0);
    captured = capture_tree(NULL);
    assert_captured(&captured, DRIVER, NULL);
    assert_captured(&captured, GPU "0/model", "good");
    assert_captured(&captured, GPU "1/model", NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3403", "proc/driver/nvidia/version"), 1);
    ck_assert_uint_eq(
        captured_findings(&captured, "MF3403", "proc/driver/nvidia/gpus/0000:1a:00.0/information"), 1);
    ck_assert_uint_eq(captured_findings(&captured, "MF3410", NULL), 2);
    ck_assert_uint_eq(
        captured_findings(&captured, "MF3406", "proc/driver/nvidia/gpus/0000:1f:00.0/information"), 1);
    captured_end(&captured);
}
END_TEST

/* Its model is not guessed from the number of the device. */
START_TEST(a_gpu_without_a_driver_is_said)
{
    struct captured captured;

    tree_file("sys/devices/pci0000:00/0000:01:00.0/vendor", "0x10de\n");
    tree_file("sys/devices/pci0000:00/0000:01:00.0/class", "0x030200\n");
    tree_file("sys/devices/pci0000:00/0000:01:00.0/device", "0x2330\n");
    tree_file("sys/devices/pci0000:00/0000:02:00.0/vendor", "0x10de\n");
    tree_file("sys/devices/pci0000:00/0000:02:00.0/class", "0x068000\n");
    tree_file("sys/devices/pci0000:00/0000:03:00.0/vendor", "0x8086\n");
    tree_file("sys/devices/pci0000:00/0000:03:00.0/class", "0x030000\n");
    tree_link("sys/bus/pci/devices/0000:01:00.0", "../../../devices/pci0000:00/0000:01:00.0");
    tree_link("sys/bus/pci/devices/0000:02:00.0", "../../../devices/pci0000:00/0000:02:00.0");
    tree_link("sys/bus/pci/devices/0000:03:00.0", "../../../devices/pci0000:00/0000:03:00.0");
    captured = capture_tree(NULL);
    assert_captured(&captured, KIND, NULL);
    assert_captured(&captured, GPU "0/model", NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", "sys/bus/pci/devices/0000:01:00.0"), 1);
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", "sys/bus/pci/devices/0000:02:00.0"), 0);
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", "sys/bus/pci/devices/0000:03:00.0"), 0);
    captured_end(&captured);
}
END_TEST

START_TEST(a_toolkit_is_found_by_what_it_leaves)
{
    struct captured captured;

    tree_file(
        "usr/local/cuda-12.4/version.json",
        "{\"cuda\": {\"name\": \"CUDA SDK\", \"version\": \"12.4.1\"}, \"cuda_cudart\": {\"name\": \"CUDA Runtime "
        "(cudart)\", \"version\": \"12.4.127\"}, \"libcublas\": {\"version\": \"12.4.5.8\"}}");
    tree_file("usr/local/cuda-12.4/include/cuda.h", "#define CUDA_VERSION 12040\n");
    tree_file("usr/local/cuda-12.4/targets/x86_64-linux/lib/libcudart.so.12.4.127", "");
    tree_link("usr/local/cuda-12.4/lib64", "targets/x86_64-linux/lib");
    tree_link("etc/alternatives/cuda", "/usr/local/cuda-12.4");
    tree_link("usr/local/cuda", "/etc/alternatives/cuda");
    tree_file("usr/include/cudnn_version.h",
              "#define CUDNN_MAJOR 9\n#define CUDNN_MINOR 1\n#define CUDNN_PATCHLEVEL 0\n");
    tree_file("usr/lib/x86_64-linux-gnu/libnccl.so.2.20.5", "");
    tree_file("usr/lib/x86_64-linux-gnu/libcudnn.so.9", "");
    captured = capture_tree(NULL);
    assert_captured(&captured, KIND, "cuda");
    assert_captured(&captured, TOOLKIT, "12.4.1");
    assert_captured(&captured, DRIVER, NULL);
    assert_captured(&captured, LIBRARY "cudart/version", "12.4.127");
    assert_captured(&captured, LIBRARY "cublas/version", "12.4.5.8");
    assert_captured(&captured, LIBRARY "cudnn/version", "9.1.0");
    assert_captured(&captured, LIBRARY "nccl/version", "2.20.5");
    ck_assert_uint_eq(captured_findings(&captured, "MF3431", NULL), 0);
    captured_end(&captured);
}
END_TEST

START_TEST(an_old_toolkit_has_a_text)
{
    struct captured captured;

    tree_file("usr/local/cuda/version.txt", "CUDA Version 10.2.89\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, TOOLKIT, "10.2.89");
    captured_end(&captured);
    tree_file("usr/local/cuda/version.json", "{\"cuda\": ");
    captured = capture_tree(NULL);
    assert_captured(&captured, TOOLKIT, NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3403", "usr/local/cuda/version.json"), 1);
    captured_end(&captured);
}
END_TEST

START_TEST(python_environments_bring_their_own)
{
    static const char site[] = "opt/venv/lib/python3.11/site-packages/";
    static const struct {
        const char *file;
        const char *text;
    } files[] = {
        { "nvidia_cudnn_cu12-9.1.0.70.dist-info/METADATA", "Name: nvidia-cudnn-cu12\nVersion: 9.1.0.70\n" },
        { "nvidia_cuda_runtime_cu12-12.4.127.dist-info/METADATA",
          "Name: nvidia-cuda-runtime-cu12\nVersion: 12.4.127\n" },
        { "nvidia_cudnn_frontend-1.5.2.dist-info/METADATA", "Name: nvidia-cudnn-frontend\nVersion: 1.5.2\n" },
        { "nvidia/cudnn/include/cudnn_version.h",
          "#define CUDNN_MAJOR 9\n#define CUDNN_MINOR 1\n#define CUDNN_PATCHLEVEL 0\n" },
        { "nvidia/cudnn/lib/libcudnn.so.9", "" },
        { "nvidia/nccl/lib/libnccl.so.2.21.5", "" },
    };
    struct captured captured;
    char path[256];

    tree_file("opt/venv/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.9\n");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)snprintf(path, sizeof path, "%s%s", site, files[i].file);
        tree_file(path, files[i].text);
    }
    tree_file("usr/lib/x86_64-linux-gnu/libcudnn.so.8.9.7", "");
    captured = capture_tree(NULL);
    assert_captured(&captured, KIND, "cuda");
    assert_captured(&captured, TOOLKIT, "12.4");
    assert_captured(&captured, LIBRARY "cudnn/version", "9.1.0.70");
    assert_captured(&captured, LIBRARY "cudart/version", "12.4.127");
    assert_captured(&captured, LIBRARY "nccl/version", "2.21.5");
    ck_assert_uint_eq(captured_findings(&captured, "MF3431", NULL), 1);
    ck_assert_uint_eq(captured_findings(&captured, "MF3431", "usr/lib/x86_64-linux-gnu/libcudnn.so.8.9.7"),
                      1);
    captured_end(&captured);
}
END_TEST

static void make_amd(void)
{
    static const char node[] = "sys/devices/virtual/kfd/kfd/topology/nodes/";
    static const struct {
        const char *file;
        const char *text;
    } files[] = {
        { "0/properties", "cpu_cores_count 64\nsimd_count 0\n" },
        { "0/mem_banks/0/properties", "heap_type 0\nsize_in_bytes 270000000000\n" },
        { "1/properties",
          "cpu_cores_count 0\nsimd_count 416\nvendor_id 4098\ndevice_id 29704\ndrm_render_minor 128\n"
          "gfx_target_version 90010\n" },
        { "1/name", "aldebaran\n" },
        { "1/mem_banks/0/properties", "heap_type 1\nsize_in_bytes 68702699520\nflags 0\nwidth 4096\n" },
        { "2/properties", "simd_count 1216\ndrm_render_minor 129\ngfx_target_version 90402\n" },
        { "2/name", "ip discovery\n" },
        { "10/properties", "simd_count 4\n" },
        { "11/properties", "simd_count x\n" },
    };
    char path[256];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)snprintf(path, sizeof path, "%s%s", node, files[i].file);
        tree_file(path, files[i].text);
    }
    tree_link("sys/class/kfd/kfd", "../../devices/virtual/kfd/kfd");
    tree_file("sys/class/drm/renderD128/device/product_name", "AMD Instinct MI250X\n");
    tree_file("sys/module/amdgpu/version", "6.7.0\n");
}

START_TEST(gpus_of_amd_are_nodes_of_its_topology)
{
    struct captured captured;

    make_amd();
    tree_file("opt/rocm-6.1.2/.info/version", "6.1.2-119\n");
    tree_file("opt/rocm-6.1.2/include/rccl/rccl.h",
              "#define NCCL_MAJOR 2\n#define NCCL_MINOR 18\n#define NCCL_PATCH 6\n");
    tree_link("opt/rocm", "rocm-6.1.2");
    captured = capture_tree(NULL);
    assert_captured(&captured, KIND, "rocm");
    assert_captured(&captured, TOOLKIT, "6.1.2-119");
    assert_captured(&captured, DRIVER, "6.7.0");
    assert_captured(&captured, LIBRARY "rccl/version", "2.18.6");
    assert_captured(&captured, GPU "0/model", "AMD Instinct MI250X");
    assert_captured(&captured, GPU "0/memory", "68702699520");
    assert_captured(&captured, GPU "1/model", "gfx942");
    assert_captured(&captured, GPU "1/memory", NULL);
    assert_captured(&captured, GPU "2/model", NULL);
    ck_assert_uint_eq(
        captured_findings(&captured, "MF3401", "sys/class/kfd/kfd/topology/nodes/10/properties"), 1);
    captured_end(&captured);
}
END_TEST

START_TEST(two_stacks_are_not_chosen_from)
{
    struct captured captured;

    make_amd();
    make_driver();
    captured = capture_tree(NULL);
    assert_captured(&captured, KIND, NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3431", NULL), 1);
    captured_end(&captured);
    /* The software that is there decides. */
    tree_file("usr/local/cuda/version.txt", "CUDA Version 10.2.89\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, KIND, "cuda");
    assert_captured(&captured, DRIVER, "535.129.03");
    captured_end(&captured);
}
END_TEST

/* --- containers ----------------------------------------------------------------------------------------------------------- */

START_TEST(the_kind_of_a_container_is_found)
{
    struct captured captured = capture_tree(NULL);

    assert_captured(&captured, CONTAINER, NULL);
    captured_end(&captured);
    tree_file("run/systemd/container", "systemd-nspawn\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, CONTAINER, "systemd-nspawn");
    captured_end(&captured);
    tree_file(".dockerenv", "");
    captured = capture_tree(NULL);
    assert_captured(&captured, CONTAINER, "docker");
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", ".dockerenv"), 1);
    captured_end(&captured);
    tree_file("proc/42/cgroup", "0::/machine.slice/libpod-ID.scope/container\n");
    tree_link("proc/self", "42");
    captured = capture_tree(NULL);
    assert_captured(&captured, CONTAINER, "podman");
    captured_end(&captured);
    tree_directory("run/secrets/kubernetes.io/serviceaccount");
    captured = capture_tree(NULL);
    assert_captured(&captured, CONTAINER, "kubernetes");
    assert_captured(&captured, "/environment/image/digest", NULL);
    captured_end(&captured);
}
END_TEST

START_TEST(an_image_is_what_the_runtime_tells)
{
    struct captured captured;

    tree_file("run/.containerenv",
              "engine=\"podman-4.9.3\"\nimage=\"r.example:5000/risk/fraud:1.2@sha256:" DIGITS
              "\"\nimageid=\"" DIGITS "\"\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, CONTAINER, "podman");
    assert_captured(&captured, "/environment/image/repository", "r.example:5000/risk/fraud");
    assert_captured(&captured, "/environment/image/tag", "1.2");
    assert_captured(&captured, "/environment/image/digest", "sha256:" DIGITS);
    assert_captured(&captured, "/environment/system/container.image-id/value", "sha256:" DIGITS);
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", "run/.containerenv"), 0);
    captured_end(&captured);
}
END_TEST

/* The id of an image is not the digest that deployments refer to. */
START_TEST(the_digest_of_an_image_is_not_guessed)
{
    static const char *const texts[] = {
        "",
        "engine=\"podman-4.9.3\"\nimage=\"r.example/a:1\"\nimageid=\"" DIGITS "\"\n",
        "image=\"r.example/a@sha256:123\"\n",
        "image=\"" DIGITS "\"\n",
        "image=\"r.example/a b@sha256:" DIGITS "\"\n",
        "image=\"\x1b[31m\"\n",
        "image=r.example/a@sha256:" DIGITS "\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct captured captured;

        tree_file("run/.containerenv", texts[i]);
        captured = capture_tree(NULL);
        assert_captured(&captured, CONTAINER, "podman");
        assert_captured(&captured, "/environment/image/digest", NULL);
        ck_assert_uint_eq(captured_findings(&captured, "MF3401", "run/.containerenv"), 1);
        captured_end(&captured);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("capture_accelerator");
    TCase *tests = tcase_create("capture_accelerator");

    tcase_add_checked_fixture(tests, make_tree, remove_tree);
    tcase_add_test(tests, gpus_of_nvidia_stand_in_the_order_of_their_driver);
    tcase_add_test(tests, what_a_driver_says_may_be_damaged);
    tcase_add_test(tests, a_gpu_without_a_driver_is_said);
    tcase_add_test(tests, a_toolkit_is_found_by_what_it_leaves);
    tcase_add_test(tests, an_old_toolkit_has_a_text);
    tcase_add_test(tests, python_environments_bring_their_own);
    tcase_add_test(tests, gpus_of_amd_are_nodes_of_its_topology);
    tcase_add_test(tests, two_stacks_are_not_chosen_from);
    tcase_add_test(tests, the_kind_of_a_container_is_found);
    tcase_add_test(tests, an_image_is_what_the_runtime_tells);
    tcase_add_test(tests, the_digest_of_an_image_is_not_guessed);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
