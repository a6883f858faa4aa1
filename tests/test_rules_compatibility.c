/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about compatibility and tested combinations: each component, and each way of not knowing. */
#include "documents.h"

#define LIMIT(component, limit) "dependencies: {compatibility: [{component: " component ", " limit "}]}\n"
#define C                       "/dependencies/compatibility/"
#define E                       "/environment/"

#define PYTHON(name, version) "environment: {runtime: {name: " name ", version: '" version "'}}\n"
#define PLATFORM(fields)      "environment: {platform: {" fields "}}\n"
#define ACCELERATOR(fields)   "environment: {accelerator: {" fields "}}\n"
#define GPUS(fields)          "environment: {resources: {gpus: {" fields "}}}\n"
#define HARDWARE(gpus)        "environment: {hardware: {gpus: [" gpus "]}}\n"

/* The findings of a case that are of these families, all of them compared at once. */
static void assert_compatible(const struct rule_case *cases, size_t count)
{
    static const char *const families[] = { "MF2301", "MF2302", "MF2303" };

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < COUNT_OF(families); j++) {
            bool ours = strncmp(cases[i].expected, families[j], 6) == 0;
            struct rule_case one = { cases[i].piece, ours ? cases[i].expected : "" };

            assert_rules_find(&one, 1, MF_PROFILE_RELEASE, families[j]);
        }
    }
}

START_TEST(versions_of_components)
{
    static const struct rule_case cases[] = {
        { LIMIT("python", "range: '>=3.10,<3.13'") PYTHON("cpython", "3.12.9"), "" },
        { LIMIT("python", "range: '>=3.10,<3.13'") PYTHON("python", "3.9.19"),
          "MF2301 " C "python/range + " E "runtime/version" },
        { LIMIT("python", "range: '>=3.10,<3.13'") PYTHON("cpython", "3.13.0rc2"),
          "MF2301 " C "python/range + " E "runtime/version" },
        { LIMIT("python", "range: '>=3.10'") PYTHON("pypy", "7.3.17"),
          "MF2302 " C "python/component + " E "runtime/name" },
        { LIMIT("python", "range: '>=3.10'") PYTHON("cpython", "3.12.0-custom"),
          "MF2302 " C "python/range + " E "runtime/version" },
        { LIMIT("python", "one_of: ['3.11', '3.12']") PYTHON("cpython", "3.12.9"), "" },
        { LIMIT("python", "one_of: ['3.1', '3.120']") PYTHON("cpython", "3.12.9"),
          "MF2301 " C "python/one_of + " E "runtime/version" },
        { LIMIT("cuda", "range: '>=12.1,<13'") ACCELERATOR("kind: cuda, toolkit: '12.10'"), "" },
        { LIMIT("cuda", "range: '>=12.1,<13'") ACCELERATOR("kind: cuda, toolkit: '12'"),
          "MF2301 " C "cuda/range + " E "accelerator/toolkit" },
        { LIMIT("cuda", "range: '>=12.1'") ACCELERATOR("kind: rocm, toolkit: '13'"),
          "MF2301 " C "cuda/component + " E "accelerator/kind" },
        { LIMIT("rocm", "range: '>=6'") ACCELERATOR("kind: rocm, toolkit: '6.2'"), "" },
        { LIMIT("cuda", "range: '>=12.1'") ACCELERATOR("kind: none"),
          "MF2302 " C "cuda/component + " E "accelerator/kind" },
        { LIMIT("cuda", "range: '>=12.1'") ACCELERATOR("kind: cuda"),
          "MF2302 " C "cuda/component + " E "accelerator/toolkit" },
        { LIMIT("cudnn", "range: '>=9'") ACCELERATOR(
              "kind: cuda, libraries: [{name: cudnn, version: 9.1.0.70}, {name: nccl, version: '2'}]"),
          "" },
        { LIMIT("nccl", "range: '>=2.20'")
              ACCELERATOR("kind: cuda, libraries: [{name: nccl, version: 2.3.1}]"),
          "MF2301 " C "nccl/range + " E "accelerator/libraries/nccl/version" },
        { LIMIT("nccl", "range: '>=2.20'")
              ACCELERATOR("kind: cuda, libraries: [{name: cudnn, version: '9'}]"),
          "MF2302 " C "nccl/component + " E "accelerator/libraries" },
        { LIMIT("driver", "range: '>=550.54.14'") ACCELERATOR("kind: cuda, driver: 550.90.07"), "" },
        { LIMIT("driver", "range: '>=550.54.14'") ACCELERATOR("kind: cuda, driver: 550.54.2"),
          "MF2301 " C "driver/range + " E "accelerator/driver" },
        { LIMIT("glibc", "range: '>=2.28'") PLATFORM("libc: {name: glibc, version: '2.36'}"), "" },
        { LIMIT("glibc", "range: '>=2.28'") PLATFORM("libc: {name: glibc, version: '2.4'}"),
          "MF2301 " C "glibc/range + " E "platform/libc/version" },
        { LIMIT("glibc", "range: '>=2.28'") PLATFORM("libc: {name: musl, version: '1.2.4'}"),
          "MF2301 " C "glibc/component + " E "platform/libc/name" },
        { LIMIT("musl", "range: '>=1.2'") PLATFORM("libc: {name: musl, version: '1.2.4'}"), "" },
        { LIMIT("glibc", "range: '>=2.28'") PLATFORM("os: linux"),
          "MF2302 " C "glibc/component + " E "platform/libc" },
        { LIMIT("glibc", "range: '>=2.28'"), "MF2302 " C "glibc/component + /environment" },
        { LIMIT("kernel", "range: '>=5.15'") PLATFORM("kernel: 6.1.0-28-amd64"), "" },
        { LIMIT("kernel", "range: '>=6.1.1'") PLATFORM("kernel: 6.1.0-28-amd64"),
          "MF2301 " C "kernel/range + " E "platform/kernel" },
        { LIMIT("kernel", "range: '>=6.1'") PLATFORM("kernel: generic"),
          "MF2302 " C "kernel/range + " E "platform/kernel" },
        { LIMIT("distribution", "range: '>=22.04'")
              PLATFORM("distribution: {name: ubuntu, version: '22.10'}"),
          "" },
        { LIMIT("distribution", "range: '>=22.04'")
              PLATFORM("distribution: {name: ubuntu, version: '20.04'}"),
          "MF2301 " C "distribution/range + " E "platform/distribution/version" },
    };

    assert_compatible(cases, COUNT_OF(cases));
}
END_TEST

START_TEST(names_of_components)
{
    static const struct rule_case cases[] = {
        { LIMIT("distribution", "one_of: [debian]") PLATFORM("distribution: {name: debian, version: '12'}"),
          "" },
        { LIMIT("distribution", "one_of: [debian-11, debian-12]")
              PLATFORM("distribution: {name: debian, version: '12'}"),
          "" },
        { LIMIT("distribution", "one_of: ['12']") PLATFORM("distribution: {name: debian, version: '12'}"),
          "" },
        { LIMIT("distribution", "one_of: [debian-1, debianx, debian-12-slim]")
              PLATFORM("distribution: {name: debian, version: '12'}"),
          "MF2301 " C "distribution/one_of + " E "platform/distribution/version" },
        { LIMIT("architecture", "one_of: [amd64]") PLATFORM("architecture: amd64, variant: v3"), "" },
        { LIMIT("architecture", "one_of: [amd64/v3]") PLATFORM("architecture: amd64, variant: v3"), "" },
        { LIMIT("architecture", "one_of: [amd64/v4]") PLATFORM("architecture: amd64, variant: v3"),
          "MF2301 " C "architecture/one_of + " E "platform/architecture" },
        { LIMIT("architecture", "one_of: [x86_64]") PLATFORM("architecture: amd64"),
          "MF2301 " C "architecture/one_of + " E "platform/architecture" },
        { LIMIT("architecture", "range: '>=1'") PLATFORM("architecture: amd64"),
          "MF2303 " C "architecture/range" },
        { LIMIT("cpu-features", "one_of: [avx2, avx512f]") PLATFORM("cpu_features: [amx_bf16, avx512f]"),
          "" },
        { LIMIT("cpu-features", "one_of: [avx2]") PLATFORM("cpu_features: [amx_bf16, avx512f]"),
          "MF2301 " C "cpu-features/one_of + " E "platform/cpu_features" },
        { LIMIT("cpu-features", "one_of: [avx2]") PLATFORM("architecture: amd64"),
          "MF2302 " C "cpu-features/component + " E "platform/cpu_features" },
        { LIMIT("cpu-features", "range: '>=1'"), "MF2303 " C "cpu-features/range" },
        { LIMIT("python", "range: '>=80Gi'") PYTHON("cpython", "3.12"), "MF2303 " C "python/range" },
        { LIMIT("gpu-memory", "range: '>=8.0.0'") GPUS("memory: 80Gi"), "MF2303 " C "gpu-memory/range" },
    };

    assert_compatible(cases, COUNT_OF(cases));
}
END_TEST

START_TEST(gpus_of_the_environment)
{
    static const struct rule_case cases[] = {
        { LIMIT("gpu", "one_of: [A100, H100, L40S]") GPUS("count: 1, models: [A100, H100]"), "" },
        /* The scheduler may take any of the models. */
        { LIMIT("gpu", "one_of: [H100]") GPUS("count: 1, models: [A100, H100]"),
          "MF2301 " C "gpu/one_of + " E "resources/gpus/models/A100" },
        { LIMIT("gpu", "one_of: [a100]") GPUS("count: 1, models: [A100]"),
          "MF2301 " C "gpu/one_of + " E "resources/gpus/models/A100" },
        { LIMIT("gpu", "one_of: [A100]") HARDWARE("{model: A100}, {model: A100}"), "" },
        { LIMIT("gpu", "one_of: [A100]") HARDWARE("{model: A100}, {model: T4}, {model: V100}"),
          "MF2301 " C "gpu/one_of + " E "hardware/gpus/1/model" },
        { LIMIT("gpu", "one_of: [A100]") GPUS("count: 0"),
          "MF2302 " C "gpu/component + " E "resources/gpus/count" },
        { LIMIT("gpu", "one_of: [A100]") GPUS("count: 2"),
          "MF2302 " C "gpu/component + " E "resources/gpus/models" },
        { LIMIT("gpu", "one_of: [A100]") PLATFORM("os: linux"), "MF2302 " C "gpu/component + /environment" },
        { LIMIT("gpu-memory", "range: '>=80Gi'") GPUS("count: 1, memory: 80Gi"), "" },
        { LIMIT("gpu-memory", "range: '>=80Gi'") GPUS("count: 1, memory: 80G"),
          "MF2301 " C "gpu-memory/range + " E "resources/gpus/memory" },
        { LIMIT("gpu-memory", "range: '>=40G'")
              HARDWARE("{model: A, memory: 80Gi}, {model: B, memory: 24Gi}"),
          "MF2301 " C "gpu-memory/range + " E "hardware/gpus/1/memory" },
        { LIMIT("gpu-memory", "range: '>=40G'") HARDWARE("{model: A}, {model: B}"),
          "MF2302 " C "gpu-memory/component + " E "hardware/gpus" },
        { LIMIT("gpu-memory", "one_of: [80Gi]") GPUS("count: 1, memory: 81920Mi"), "" },
        /* Nothing states a capability; the models beside it do as well. */
        { LIMIT("gpu-capability", "range: '>=8.0'") GPUS("count: 1, models: [A100]"),
          "MF2302 " C "gpu-capability/component + /environment" },
        { "dependencies: {compatibility: [{component: gpu-capability, range: '>=8.0'}, {component: gpu, one_of: "
          "[A100]}]}\n" GPUS("count: 1, models: [A100]"),
          "" },
    };

    assert_compatible(cases, COUNT_OF(cases));
}
END_TEST

#define TESTED(versions)      "dependencies: {tested: [{name: t, versions: [" versions "]}]}\n"
#define V(component, version) "{component: " component ", version: '" version "'},"
#define T                     "/dependencies/tested"
#define TV(component)         T "/t/versions/" component "/version"

START_TEST(tested_combinations)
{
    static const struct rule_case cases[] = {
        { TESTED(V("python", "3.12.5")) PYTHON("cpython", "3.12.5"), "" },
        { TESTED(V("python", "3.12")) PYTHON("cpython", "3.12.5"), "" },
        { TESTED(V("python", "3.12.5")) PYTHON("cpython", "3.12.9"),
          "MF2304 " T " + " TV("python") " + " E "runtime/version" },
        { TESTED(V("cuda", "12.4") V("driver", "550.90.7"))
              ACCELERATOR("kind: cuda, toolkit: 12.4.1, driver: 550.90.07"),
          "" },
        { TESTED(V("gpu", "H100")) GPUS("count: 1, models: [A100, H100]"), "" },
        { TESTED(V("gpu", "T4")) GPUS("count: 1, models: [A100, H100]"),
          "MF2304 " T " + " TV("gpu") " + " E "resources/gpus/models" },
        { TESTED(V("gpu", "A100")) HARDWARE("{model: T4}, {model: A100}"), "" },
        { TESTED(V("glibc", "2.36")) PLATFORM("libc: {name: musl, version: '2.36'}"),
          "MF2304 " T " + " TV("glibc") " + " E "platform/libc/name" },
        /* What is stated nowhere is not compared; if nothing is left to compare, nothing was tested that is known. */
        { TESTED(V("python", "3.12.5") V("magic", "1")) PYTHON("cpython", "3.12.5"), "" },
        { TESTED(V("magic", "1")) PYTHON("cpython", "3.12.5"), "MF2304 " T },
        /* Packages go by their name, whatever their type. */
        { "dependencies: {packages: [{purl: 'pkg:pypi/ml-dtypes@0.6.0', scope: runtime}], tested: [{name: t, versions: "
          "[{component: ml_dtypes, version: '0.6'}]}]}\n",
          "" },
        { "dependencies: {packages: [{purl: 'pkg:pypi/numpy@2.4.6', scope: runtime}], tested: [{name: t, versions: "
          "[{component: numpy, version: 2.4.5}]}]}\n",
          "MF2304 " T " + " TV("numpy") " + /dependencies/packages/pkg:pypi~1numpy@2.4.6/purl" },
        { "dependencies: {packages: [{purl: 'pkg:pypi/numpy@2.4.5', scope: build}, {purl: 'pkg:pypi/numpy@2.4.6', "
          "scope: runtime}, {purl: 'pkg:npm/numpy@2.4.5', scope: runtime}], tested: [{name: t, versions: "
          "[{component: numpy, version: 2.4.5}]}]}\n",
          "" },
        { "dependencies: {packages: [{purl: 'pkg:pypi/numpy@2.4.5', scope: build}], tested: [{name: t, versions: "
          "[{component: numpy, version: 2.4.6}]}]}\n",
          "MF2304 " T },
        /* One of several is enough; of those that are not, the nearest is named. */
        { "dependencies: {tested: [{name: a, versions: [{component: python, version: 3.11.1}]}, {name: b, versions: "
          "[{component: python, version: 3.12.5}]}]}\n" PYTHON("cpython", "3.12.5"),
          "" },
        { "dependencies: {tested: [{name: a, versions: [{component: python, version: 3.11.1}, {component: kernel, "
          "version: '5.1'}]}, {name: b, versions: [{component: python, version: 3.12.6}, {component: kernel, version: "
          "'6.1'}]}]}\n"
          "environment: {runtime: {name: cpython, version: 3.12.5}, platform: {kernel: 6.1.0-28}}\n",
          "MF2304 " T " + " T "/b/versions/python/version + " E "runtime/version" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF2304");
}
END_TEST

START_TEST(claims_were_tried)
{
    static const struct rule_case cases[] = {
        { TESTED(V("python", "3")), "" },
        { LIMIT("python", "range: '>=3'") PYTHON("cpython", "3"),
          "MF2305 " T " + /dependencies/compatibility" },
        { "dependencies: {packages: [{purl: 'pkg:pypi/a@1'}]}\n", "" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF2305");
}
END_TEST

/* As many entries as may be, wherever one is held against another. */
START_TEST(long_lists)
{
    enum { MANY = 20 * 1000 };
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_validate_options options = validation_for(MF_PROFILE_RELEASE);
    mf_manifest *manifest;
    mf_report *report = NULL;

    mf_buffer_append_text(
        &text, "{\"schema\":\"manifest/v1\",\"environment\":{\"resources\":{\"gpus\":{\"models\":[");
    for (unsigned i = 0; i < MANY; i++) {
        mf_buffer_format(&text, "%s\"g%u\"", i == 0 ? "" : ",", i);
    }
    mf_buffer_append_text(&text, "]}},\"hardware\":{\"gpus\":[");
    for (unsigned i = 0; i < MANY; i++) {
        mf_buffer_format(&text, "%s{\"model\":\"g\",\"memory\":\"%uG\"}", i == 0 ? "" : ",", i + 1);
    }
    mf_buffer_append_text(&text, "]}},\"dependencies\":{\"compatibility\":[");
    for (unsigned component = 0; component < 2; component++) {
        mf_buffer_format(&text, "%s{\"component\":\"%s\",\"one_of\":[", component == 0 ? "" : ",",
                         component == 0 ? "gpu" : "gpu-memory");
        for (unsigned i = 0; i < MANY; i++) {
            mf_buffer_format(&text, "%s\"%s%u\"", i == 0 ? "" : ",", component == 0 ? "g" : "1.", i + 1);
        }
        mf_buffer_append_text(&text, "]}");
    }
    mf_buffer_append_text(&text, "],\"packages\":[");
    for (unsigned i = 0; i < MANY; i++) {
        mf_buffer_format(&text, "%s{\"purl\":\"pkg:npm/%%40n%u/same@1.0.0\",\"scope\":\"runtime\"}",
                         i == 0 ? "" : ",", i);
    }
    mf_buffer_append_text(&text, "],\"tested\":[");
    for (unsigned i = 0; i < MANY; i++) {
        mf_buffer_format(
            &text,
            "%s{\"name\":\"t%u\",\"versions\":[{\"component\":\"gpu\",\"version\":\"x\"},"
            "{\"component\":\"gpu-memory\",\"version\":\"0\"},{\"component\":\"same\",\"version\":\"2\"}]}",
            i == 0 ? "" : ",", i);
    }
    mf_buffer_append_text(&text, "]}}");
    ck_assert_int_eq(text.status, MF_OK);
    manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_JSON, MF_PROFILE_DRAFT);
    ck_assert_int_eq(mf_manifest_validate(manifest, &options, &report, NULL), MF_ERROR_INVALID);
    ck_assert_uint_gt(mf_report_total(report), 2);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    mf_buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_compatibility");
    TCase *tcase = tcase_create("rules_compatibility");

    tcase_add_test(tcase, versions_of_components);
    tcase_add_test(tcase, names_of_components);
    tcase_add_test(tcase, gpus_of_the_environment);
    tcase_add_test(tcase, tested_combinations);
    tcase_add_test(tcase, claims_were_tried);
    tcase_add_test(tcase, long_lists);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
