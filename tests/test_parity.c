/* SPDX-License-Identifier: Apache-2.0 */
/* Parity of two environments: each part of them, what is drift and what is not, and what cannot be compared. */
#include "parities.h"

#define H(fields) E("hardware: {" fields "}")
#define R(fields) E("resources: {" fields "}")
#define S(fields) E("system: [" fields "]")
#define L(fields) "dependencies: {compatibility: [{" fields ", reason: x}]}\n"

START_TEST(platform)
{
    static const struct parity_case cases[] = {
        { P("os: linux, architecture: amd64"), P("os: linux, architecture: amd64, kernel: 6.1.0"),
          "=os, =architecture" },
        { P("os: linux, architecture: amd64"), P("os: darwin, architecture: arm64"),
          "E~os MF3601, E~architecture MF3601" },
        { P("os: linux, architecture: amd64"), "", "W?os MF3650, W?architecture MF3650" },
        { P("architecture: amd64, variant: v3"), P("architecture: amd64, variant: v4"),
          "=architecture, =architecture:variant" },
        { P("architecture: amd64, variant: v3"), P("architecture: amd64, variant: v2"),
          "=architecture, E~architecture:variant MF3601" },
        { P("architecture: amd64, variant: v3"), P("architecture: amd64"),
          "=architecture, W?architecture:variant MF3650" },
        { P("architecture: arm64, variant: v8"), P("architecture: amd64, variant: v3"),
          "E~architecture MF3601" },
        { P("cpu_features: [avx2, avx512f]"), P("cpu_features: [amx_bf16, avx2, avx512f]"), "=cpu-features" },
        { P("cpu_features: [avx2, avx512f]"), P("cpu_features: [avx2]"), "E-cpu-features:avx512f MF3602" },
        { P("cpu_features: [avx2, avx512f]"), P("cpu_features: [sse2]"),
          "E-cpu-features:avx2 MF3602, E-cpu-features:avx512f MF3602" },
        { P("cpu_features: [avx2]"), P("os: linux"), "W?cpu-features MF3650" },
        { P("kernel: 6.1.0-28-amd64"), P("kernel: 6.1.0-28-amd64"), "=kernel" },
        { P("kernel: 6.1.0-28-amd64"), P("kernel: 6.1.0-30-amd64"), "N~kernel MF3604" },
        { P("kernel: 6.1.0-28-amd64"), P("kernel: 6.10.2"), "N~kernel MF3604" },
        { P("kernel: 6.1.0-28-amd64"), P("kernel: 5.15.0-100-generic"), "W~kernel MF3603" },
        { P("kernel: 6.1.0-28-amd64") L("component: kernel, range: '>=5.10'"),
          P("kernel: 5.15.0-100-generic"), "N~kernel MF3613, =compatibility:kernel" },
        { P("kernel: 6.1.0-28-amd64") L("component: kernel, range: '>=5.16'"),
          P("kernel: 5.15.0-100-generic"), "W~kernel MF3603, E~compatibility:kernel MF3640" },
        { P("kernel: 6.1.0"), P("kernel: custom"), "W~kernel MF3603" },
        { P("kernel: 6.1.0"), P("os: linux"), "W?kernel MF3650" },
        { P("distribution: {name: debian, version: '12'}"), P("distribution: {name: debian, version: '12'}"),
          "=distribution" },
        { P("distribution: {name: debian, version: '12'}"),
          P("distribution: {name: debian, version: '12.5'}"), "=distribution" },
        { P("distribution: {name: debian, version: '12.5'}"),
          P("distribution: {name: debian, version: '12'}"), "W?distribution MF3650" },
        { P("distribution: {name: debian, version: '12'}"), P("distribution: {name: debian, version: '11'}"),
          "E~distribution MF3605" },
        { P("distribution: {name: debian, version: '12'}"), P("distribution: {name: ubuntu, version: '12'}"),
          "E~distribution MF3605" },
        { P("distribution: {name: debian, version: '12'}"), P("distribution: {name: debian}"),
          "W?distribution MF3650" },
        { P("distribution: {name: debian, version: '12'}"), "", "W?distribution MF3650" },
        { P("libc: {name: glibc, version: '2.36'}"), P("libc: {name: glibc, version: '2.36'}"), "=libc" },
        { P("libc: {name: glibc, version: '2.36'}"), P("libc: {name: glibc, version: '2.4'}"),
          "E~libc MF3606" },
        { P("libc: {name: glibc, version: '2.36'}"), P("libc: {name: glibc, version: '2.39'}"),
          "W~libc MF3607" },
        { P("libc: {name: glibc, version: '2.36'}"), P("libc: {name: musl, version: '2.36'}"),
          "E~libc MF3606" },
        { P("libc: {name: glibc, version: '2.36'}"), P("libc: {name: glibc, version: unknown}"),
          "E~libc MF3606" },
        { P("libc: {name: glibc, version: '2.36'}"), E("runtime: {name: cpython}"), "W?libc MF3650" },
    };

    assert_parities(cases, COUNT_OF(cases));
}
END_TEST

#define IMAGE(digest)        E("image: {repository: registry.example.com/a/b, digest: '" digest "'}")
#define INDEX(index, of)     E("image: {digest: '" index "', platform_digest: '" of "'}")
#define RUNTIME(of, version) E("runtime: {name: " of ", version: '" version "'}")

START_TEST(image_and_runtime)
{
    static const struct parity_case cases[] = {
        { IMAGE(DIGEST_A), IMAGE(DIGEST_A), "=image" },
        { IMAGE(DIGEST_A), E("image: {repository: mirror.example.com/c, digest: '" DIGEST_A "'}"), "=image" },
        { IMAGE(DIGEST_A), IMAGE(DIGEST_B), "E~image MF3608" },
        { INDEX(DIGEST_A, DIGEST_B), IMAGE(DIGEST_B), "=image" },
        { INDEX(DIGEST_A, DIGEST_B), INDEX(DIGEST_C, DIGEST_B), "=image" },
        { INDEX(DIGEST_A, DIGEST_B), IMAGE(DIGEST_C), "E~image MF3608" },
        { INDEX(DIGEST_A, DIGEST_B), E("image: {platform_digest: '" DIGEST_C "'}"), "E~image MF3608" },
        { IMAGE(DIGEST_A), E("image: {platform_digest: '" DIGEST_C "'}"), "W?image MF3650" },
        { IMAGE(DIGEST_A), P("os: linux"), "W?image MF3650" },
        { RUNTIME("cpython", "3.11.9"), RUNTIME("cpython", "3.11.9"), "=runtime" },
        { RUNTIME("cpython", "3.11.9"), RUNTIME("python", "3.11.9"), "=runtime" },
        { RUNTIME("cpython", "3.13.0rc1"), RUNTIME("cpython", "3.13.0-rc.1"), "=runtime" },
        { RUNTIME("cpython", "3.11"), RUNTIME("cpython", "3.11.9"), "=runtime" },
        { RUNTIME("cpython", "3.1"), RUNTIME("cpython", "3.11.9"), "E~runtime MF3609" },
        { RUNTIME("cpython", "3.11.9"), RUNTIME("cpython", "3.11.10"), "E~runtime MF3609" },
        { RUNTIME("cpython", "3.11.9"), RUNTIME("cpython", "3.11.8"), "E~runtime MF3609" },
        { RUNTIME("cpython", "3.11.9"), RUNTIME("cpython", "3.11.9rc1"), "E~runtime MF3609" },
        { RUNTIME("cpython", "3.11.9rc1"), RUNTIME("cpython", "3.11.9"), "E~runtime MF3609" },
        { RUNTIME("cpython", "3.11.9"), RUNTIME("pypy", "3.11.9"), "E~runtime MF3609" },
        { RUNTIME("cpython", "3.11.9"), RUNTIME("cpython", "3.11"), "W?runtime MF3650" },
        { RUNTIME("cpython", "3.11.9"), "", "W?runtime MF3650" },
        { RUNTIME("node", "20.11.1"), RUNTIME("node", "20.11.1-nightly"), "E~runtime MF3609" },
    };

    assert_parities(cases, COUNT_OF(cases));
}
END_TEST

START_TEST(accelerator)
{
    static const struct parity_case cases[] = {
        { A("kind: cuda, toolkit: '12.4'"), A("kind: cuda, toolkit: '12.4'"), "=accelerator, =toolkit" },
        { A("kind: cuda, toolkit: '12.4'"), A("kind: cuda, toolkit: 12.4.1"), "=accelerator, =toolkit" },
        { A("kind: cuda, toolkit: '12.4'"), A("kind: cuda, toolkit: '12.40'"),
          "=accelerator, E~toolkit MF3610" },
        { A("kind: cuda, toolkit: '12.4'"), A("kind: cuda, toolkit: '12.1'"),
          "=accelerator, E~toolkit MF3610" },
        { A("kind: cuda, toolkit: '12.4'"), A("kind: cuda, toolkit: '12.5'"),
          "=accelerator, E~toolkit MF3610" },
        { A("kind: cuda, toolkit: '12.4'"), A("kind: cuda, toolkit: '12'"),
          "=accelerator, W?toolkit MF3650" },
        { A("kind: cuda, toolkit: '12.4'"), A("kind: cuda, toolkit: 12.4-rc1"),
          "=accelerator, E~toolkit MF3610" },
        { A("kind: cuda, toolkit: '12.4'"), A("kind: rocm, toolkit: '12.4'"), "E~accelerator MF3610" },
        { A("kind: cuda, toolkit: '12.4'"), A("kind: none"), "E~accelerator MF3610" },
        { A("kind: none"), A("kind: cuda"), "N~accelerator MF3616" },
        { A("kind: cuda, toolkit: '12.4'"), P("os: linux"), "W?accelerator MF3650, W?toolkit MF3650" },
        { DRIVER("550.54.14"), DRIVER("550.54.14"), "=accelerator, =driver" },
        { DRIVER("550.90.07"), DRIVER("550.90.7"), "=accelerator, =driver" },
        { DRIVER("550.54.14"), DRIVER("535.183.01"), "=accelerator, E~driver MF3611" },
        { DRIVER("550.54.14"), DRIVER("560.28.03"), "=accelerator, W~driver MF3612" },
        { DRIVER("550.54.14") L("component: driver, range: '>=535'"), DRIVER("535.183.01"),
          "=accelerator, N~driver MF3613, =compatibility:driver" },
        { DRIVER("550.54.14") L("component: driver, range: '>=535,<556'"), DRIVER("560.28.03"),
          "=accelerator, W~driver MF3612, E~compatibility:driver MF3640" },
        { DRIVER("550.54.14"), A("kind: cuda"), "=accelerator, W?driver MF3650" },
        { CUDNN("9.1.0.70"), CUDNN("9.1.0.70"), "=accelerator, =library:cudnn" },
        { CUDNN("9.1"), CUDNN("9.1.0.70"), "=accelerator, =library:cudnn" },
        { CUDNN("9.1.0.70"), CUDNN("9.1.0.71"), "=accelerator, E~library:cudnn MF3610" },
        { CUDNN("9.1.0.70"), CUDNN("8.9.7.29"), "=accelerator, E~library:cudnn MF3610" },
        { CUDNN("9.1.0.70"), CUDNN("9"), "=accelerator, W?library:cudnn MF3650" },
        { CUDNN("9.1.0.70"), A("kind: cuda, libraries: [{name: nccl, version: '2.20'}]"),
          "=accelerator, W?library:cudnn MF3650" },
    };

    assert_parities(cases, COUNT_OF(cases));
}
END_TEST

#define H100 "{model: NVIDIA-H100-80GB-HBM3, memory: 80Gi}"
#define A100 "{model: NVIDIA-A100-SXM4-40GB, memory: 40Gi}"

START_TEST(hardware)
{
    static const struct parity_case cases[] = {
        { R("gpus: {count: 2, models: [NVIDIA-H100-80GB-HBM3], memory: 80Gi}"),
          H("gpus: [" H100 ", " H100 ", " A100 "]"), "=gpus" },
        { R("gpus: {count: 1, models: [NVIDIA-H100-80GB-HBM3]}"), H("gpus: [{model: NVIDIA H100 80GB HBM3}]"),
          "=gpus" },
        { R("gpus: {count: 2}"), H("gpus: [" H100 ", " A100 "]"), "=gpus" },
        { R("gpus: {count: 2, models: [NVIDIA-H100-80GB-HBM3]}"), H("gpus: [" H100 ", " A100 "]"),
          "E~gpus MF3614" },
        { R("gpus: {count: 2, memory: 80Gi}"), H("gpus: [" H100 ", " A100 "]"), "E~gpus MF3614" },
        { R("gpus: {count: 3}"), H("gpus: [" H100 ", " A100 "]"), "E~gpus MF3614" },
        { R("gpus: {count: 1}"), H("cores: 8"), "E-gpus MF3614" },
        { R("gpus: {count: 1, memory: 80Gi}"), H("gpus: [{model: NVIDIA-H100-80GB-HBM3}]"), "W?gpus MF3650" },
        { R("gpus: {count: 1}"), "", "W?gpus MF3650" },
        { R("gpus: {count: 0}"), "", "" },
        { R("gpus: {count: 2, memory: 80Gi}"), R("gpus: {count: 2, memory: 81920Mi}"), "=gpus" },
        { R("gpus: {count: 2, memory: 80Gi}"), R("gpus: {count: 2, memory: 40Gi}"), "E~gpus MF3614" },
        { R("gpus: {count: 2, memory: 80Gi}"), R("gpus: {count: 2}"), "W?gpus MF3650" },
        { R("gpus: {count: 2}"), R("gpus: {count: 1}"), "E~gpus MF3614" },
        { R("gpus: {count: 1, models: [A, B]}"), R("gpus: {count: 1, models: [B, C]}"), "E~gpus MF3614" },
        { H("gpus: [" H100 "]"), H("gpus: [" H100 "]"), "=hardware:gpus" },
        { H("gpus: [" H100 "]"), H("gpus: [" A100 "]"), "W~hardware:gpus MF3615" },
        { H("gpus: [" H100 "]"), H("gpus: [" H100 ", " H100 "]"), "W~hardware:gpus MF3615" },
        { H("gpus: [" H100 "]"), H("cores: 1"), "N?hardware:gpus MF3651" },
        { H("cpu: X, cores: 8, numa_nodes: 1, memory: 64Gi"),
          H("cpu: X, cores: 8, numa_nodes: 1, memory: 65536Mi"),
          "=hardware:cpu, =hardware:cores, =hardware:numa_nodes, =hardware:memory" },
        { H("cpu: X, cores: 8, memory: 64Gi"), H("cpu: Z, cores: 9, memory: 63Gi"),
          "N~hardware:cpu MF3616, N~hardware:cores MF3616, N~hardware:memory MF3616" },
        { H("cpu: X"), "", "N?hardware:cpu MF3651" },
        { R("cpu: {request: 500m}, memory: {request: 48Gi}"), H("cores: 1, memory: 64Gi"), "=cpu, =memory" },
        { R("cpu: {request: 8}, memory: {request: 48Gi}"), H("cores: 7, memory: 47Gi"),
          "E~cpu MF3617, E~memory MF3617" },
        { R("cpu: {request: 8}, memory: {request: 48Gi}"),
          E("hardware: {cores: 64, memory: 512Gi}, resources: {cpu: {limit: 4}, memory: {limit: 32Gi}}"),
          "E~cpu MF3617, E~memory MF3617" },
        { R("cpu: {request: 8}, memory: {request: 48Gi}"), P("os: linux"), "W?cpu MF3650, W?memory MF3650" },
    };

    assert_parities(cases, COUNT_OF(cases));
}
END_TEST

START_TEST(variables_and_settings)
{
    static const struct parity_case cases[] = {
        { V("{name: OMP_NUM_THREADS, value: '2'}"), V("{name: OMP_NUM_THREADS, value: '2'}"),
          "=variable:OMP_NUM_THREADS" },
        { V("{name: A, value: ''}"), V("{name: A, value: ''}"), "=variable:A" },
        { V("{name: A, value: ''}"), V("{name: A, value: x}"), "E~variable:A MF3630" },
        { V("{name: A, value: '2'}"), V("{name: A, value: '02'}"), "E~variable:A MF3630" },
        { V("{name: A, value: '2'}"), V("{name: B, value: '2'}"), "E-variable:A MF3630, N+variable MF3632" },
        { V("{name: A, value: '2'}"), V("{name: A, value: '2'}, {name: B, value: x}, {name: C, value: x}"),
          "=variable:A, N+variable MF3632" },
        { V("{name: A, value: '2'}"), V("{name: A, secret: s}"), "W?variable:A MF3650" },
        { V("{name: A, value: '2'}"), "", "W?variable:A MF3650" },
        { V("{name: A, secret: s}"), V("{name: A, secret: s}"), "=variable:A" },
        { V("{name: A, secret: s}"), V("{name: A, secret: t}"), "E~variable:A MF3630" },
        { V("{name: A, secret: s}"), V("{name: A, value: s}"), "N?variable:A MF3651" },
        { V("{name: A, secret: s}"), V("{name: B, value: s}"), "N?variable:A MF3651, N+variable MF3632" },
        { S("{name: vm.nr_hugepages, value: '1024'}"), S("{name: vm.nr_hugepages, value: '1024'}"),
          "=system:vm.nr_hugepages" },
        { S("{name: vm.nr_hugepages, value: '1024'}"), S("{name: vm.nr_hugepages, value: '0'}"),
          "W~system:vm.nr_hugepages MF3631" },
        { S("{name: vm.nr_hugepages, value: '1024'}"), S("{name: ulimit.memlock, value: unlimited}"),
          "W?system:vm.nr_hugepages MF3650, N+system MF3632" },
    };

    assert_parities(cases, COUNT_OF(cases));
}
END_TEST

START_TEST(limits)
{
    static const struct parity_case cases[] = {
        { L("component: python, range: '>=3.10,<3.13'"), RUNTIME("cpython", "3.12.1"),
          "=compatibility:python" },
        { L("component: python, range: '>=3.10,<3.13'"), RUNTIME("cpython", "3.13.0rc1"),
          "E~compatibility:python MF3640" },
        { L("component: python, range: '>=3.10,<3.13'"), RUNTIME("pypy", "7.3"),
          "W?compatibility:python MF3641" },
        { L("component: python, range: '>=3.10,<3.13'"), "", "W?compatibility:python MF3641" },
        { L("component: cuda, range: '>=12'"), A("kind: cuda, toolkit: '12.4'"), "=compatibility:cuda" },
        { L("component: cuda, range: '>=12'"), A("kind: cuda, toolkit: '11.8'"),
          "E~compatibility:cuda MF3640" },
        { L("component: cuda, range: '>=12'"), A("kind: rocm, toolkit: '12'"),
          "E~compatibility:cuda MF3640" },
        { L("component: cudnn, range: '>=9'"), CUDNN("8.9"), "E~compatibility:cudnn MF3640" },
        { L("component: nccl, range: '>=2'"), CUDNN("8.9"), "W?compatibility:nccl MF3641" },
        { L("component: rocm, range: '>=6'"), A("kind: rocm, toolkit: '5.7'"),
          "E~compatibility:rocm MF3640" },
        { L("component: glibc, range: '>=2.28'"), P("libc: {name: glibc, version: '2.17'}"),
          "E~compatibility:glibc MF3640" },
        { L("component: glibc, range: '>=2.28'"), P("libc: {name: musl, version: '2.30'}"),
          "E~compatibility:glibc MF3640" },
        { L("component: musl, range: '>=1.2'"), P("libc: {name: musl, version: '1.2.5'}"),
          "=compatibility:musl" },
        { L("component: distribution, one_of: [debian-12]"), P("distribution: {name: debian, version: '12'}"),
          "=compatibility:distribution" },
        { L("component: distribution, one_of: [debian-12]"), P("distribution: {name: debian, version: '11'}"),
          "E~compatibility:distribution MF3640" },
        { L("component: architecture, one_of: [amd64]"), P("architecture: arm64"),
          "E~compatibility:architecture MF3640" },
        { L("component: cpu-features, one_of: [avx2, avx512f]"), P("cpu_features: [sse2]"),
          "E~compatibility:cpu-features MF3640" },
        { L("component: cpu-features, one_of: [avx2, avx512f]"), P("cpu_features: [avx2]"),
          "=compatibility:cpu-features" },
        { L("component: gpu, one_of: [NVIDIA-A100-SXM4-40GB]"), H("gpus: [" A100 "]"), "=compatibility:gpu" },
        { L("component: gpu, one_of: [NVIDIA-A100-SXM4-40GB]"), H("gpus: [" A100 ", " H100 "]"),
          "E~compatibility:gpu MF3640" },
        /* What was found counts more than what is asked for. */
        { L("component: gpu, one_of: [NVIDIA-A100-SXM4-40GB]"),
          E("resources: {gpus: {count: 1, models: [NVIDIA-A100-SXM4-40GB]}}, hardware: {gpus: [" H100 "]}"),
          "E~compatibility:gpu MF3640" },
        { L("component: gpu-memory, range: '>=80Gi'"), H("gpus: [" H100 "]"), "=compatibility:gpu-memory" },
        { L("component: gpu-memory, range: '>=80Gi'"), H("gpus: [" A100 "]"),
          "E~compatibility:gpu-memory MF3640" },
        { L("component: gpu-memory, range: '>=80Gi'"), H("gpus: [{model: X}]"),
          "W?compatibility:gpu-memory MF3641" },
        { L("component: kernel, range: '>=80Gi'"), P("kernel: '6.1'"), "W?compatibility:kernel MF3641" },
        { L("component: gpu-capability, range: '>=8.0'"), H("gpus: [" H100 "]"),
          "W?compatibility:gpu-capability MF3641" },
    };

    assert_parities(cases, COUNT_OF(cases));
}
END_TEST

/* What looks like a secret is never repeated. */
START_TEST(secrets_are_not_shown)
{
    mf_parity *parity =
        parity_of(V("{name: DB_PASSWORD, value: correct-horse-battery}, {name: A, value: x}"),
                  V("{name: DB_PASSWORD, value: another-one-entirely}, {name: A, value: z}"), NULL, 0);
    mf_bytes *json = NULL;

    ck_assert_uint_eq(mf_parity_count(parity), 2);
    ck_assert_str_eq(mf_parity_item_expected(mf_parity_item_at(parity, 0)), "x");
    ck_assert_str_eq(mf_parity_item_expected(mf_parity_item_at(parity, 1)), "(a secret)");
    ck_assert_str_eq(mf_parity_item_actual(mf_parity_item_at(parity, 1)), "(a secret)");
    ck_assert_int_eq(mf_parity_json(parity, &json, NULL), MF_OK);
    ck_assert_ptr_null(strstr(mf_bytes_data(json), "horse"));
    ck_assert_ptr_null(strstr(mf_bytes_data(json), "entirely"));
    mf_bytes_unref(json);
    mf_parity_unref(parity);
}
END_TEST

START_TEST(counts_and_json)
{
    mf_parity *parity =
        parity_of(P("os: linux, kernel: '6.2'") D(PKG("pypi/a@1") ", " PKG("pypi/b@1") ", " PKG("pypi/c@1")),
                  P("os: linux, kernel: '6.1'") D(PKG("pypi/a@1") ", " PKG("pypi/b@2") ", " PKG("pypi/d@1")),
                  "ignore: [{package: pkg:pypi/d, reason: a tool}]\n", 0);
    static const char *const members[] = {
        "\"same\":\t2",
        "\"different\":\t2",
        "\"missing\":\t1",
        "\"extra\":\t1",
        "\"unknown\":\t0",
        "\"allowed\":\t1",
        "\"errors\":\t2",
        "\"warnings\":\t1",
        "\"notes\":\t0",
        "\"allowed\":\t\"a tool\"",
        "\"path\":\t\"/dependencies/packages/pkg:pypi~1b@1\"",
        "\"expected\":\t\"1\"",
        "\"code\":\t\"MF3621\"",
    };
    mf_bytes *json = NULL;

    ck_assert_uint_eq(mf_parity_count(parity), 6);
    ck_assert_uint_eq(mf_parity_count_severity(parity, MF_SEVERITY_ERROR), 2);
    ck_assert_uint_eq(mf_parity_count_severity(parity, MF_SEVERITY_WARNING), 3);
    ck_assert_uint_eq(mf_parity_count_severity(parity, MF_SEVERITY_NOTE), 3);
    ck_assert_uint_eq(mf_parity_count_allowed(parity), 1);
    ck_assert_uint_eq(mf_parity_count_outcome(parity, MF_PARITY_SAME), 2);
    ck_assert_int_eq(mf_parity_json(parity, &json, NULL), MF_OK);
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        ck_assert_msg(strstr(mf_bytes_data(json), members[i]) != NULL, "%s is not in %s", members[i],
                      (const char *)mf_bytes_data(json));
    }
    mf_bytes_unref(json);
    mf_parity_unref(parity);
}
END_TEST

START_TEST(wrong_calls)
{
    mf_manifest *manifest = must_read("schema: manifest/v1\n");
    mf_parity_options options;
    mf_parity *parity = NULL;
    mf_bytes *json = NULL;

    mf_parity_options_init(&options, sizeof options);
    ck_assert_int_eq(mf_parity_compare(NULL, manifest, NULL, NULL, &parity, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_parity_compare(manifest, NULL, NULL, NULL, &parity, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_parity_compare(manifest, manifest, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    options.size = 1;
    ck_assert_int_eq(mf_parity_compare(manifest, manifest, NULL, &options, &parity, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_parity_json(NULL, &json, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_parity_policy_read(NULL, 1, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_parity_compare(manifest, manifest, NULL, NULL, &parity, NULL), MF_OK);
    ck_assert_uint_eq(mf_parity_count(parity), 0);
    ck_assert_int_eq(mf_parity_json(parity, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_uint_eq(
        mf_parity_count(NULL) + mf_parity_count_severity(NULL, 1) + mf_parity_count_allowed(NULL), 0);
    ck_assert_ptr_null(mf_parity_item_at(parity, 0));
    ck_assert_str_eq(mf_parity_item_kind(NULL), "");
    ck_assert_str_eq(mf_parity_item_name(NULL), "");
    ck_assert_str_eq(mf_parity_item_path(NULL), "");
    ck_assert_str_eq(mf_parity_item_code(NULL), "");
    ck_assert_str_eq(mf_parity_item_reason(NULL), "");
    ck_assert_int_eq(mf_parity_item_outcome(NULL) + mf_parity_item_severity(NULL), 0);
    ck_assert_str_eq(mf_parity_outcome_name(0), "");
    ck_assert_str_eq(mf_parity_outcome_name(6), "");
    ck_assert_ptr_null(mf_parity_unref(mf_parity_ref(NULL)));
    ck_assert_ptr_null(mf_parity_policy_unref(mf_parity_policy_ref(NULL)));
    ck_assert_ptr_null(mf_parity_unref(mf_parity_ref(parity)));
    mf_parity_unref(parity);
    mf_manifest_unref(manifest);
}
END_TEST

/* A manifest is the same as itself, and as the example is written, nothing of it is unknown. */
START_TEST(the_example_is_as_itself)
{
    mf_bytes *text = source_file("examples/iris-classifier/manifest.yaml");
    mf_manifest *manifest = must_read(mf_bytes_data(text));
    mf_parity *parity = NULL;

    ck_assert_int_eq(mf_parity_compare(manifest, manifest, NULL, NULL, &parity, NULL), MF_OK);
    ck_assert_uint_gt(mf_parity_count(parity), 10);
    ck_assert_uint_eq(mf_parity_count_severity(parity, MF_SEVERITY_WARNING), 0);
    ck_assert_uint_eq(mf_parity_count_outcome(parity, MF_PARITY_DIFFERENT), 0);
    ck_assert_uint_eq(mf_parity_count_outcome(parity, MF_PARITY_EXTRA), 0);
    mf_parity_unref(parity);
    mf_manifest_unref(manifest);
    mf_bytes_unref(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parity");
    TCase *tests = tcase_create("parity");

    tcase_add_test(tests, platform);
    tcase_add_test(tests, image_and_runtime);
    tcase_add_test(tests, accelerator);
    tcase_add_test(tests, hardware);
    tcase_add_test(tests, variables_and_settings);
    tcase_add_test(tests, limits);
    tcase_add_test(tests, secrets_are_not_shown);
    tcase_add_test(tests, counts_and_json);
    tcase_add_test(tests, wrong_calls);
    tcase_add_test(tests, the_example_is_as_itself);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
