/* SPDX-License-Identifier: Apache-2.0 */
/* Hardware, limits of control groups, and environment variables. */
#include "capturing.h"

#include "capture/amount.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CPU      "/environment/hardware/cpu"
#define CORES    "/environment/hardware/cores"
#define NODES    "/environment/hardware/numa_nodes"
#define MEMORY   "/environment/hardware/memory"
#define FEATURES "/environment/platform/cpu_features"
#define CPU_MOST "/environment/resources/cpu/limit"
#define MOST     "/environment/resources/memory/limit"

static void begin(void)
{
    make_tree();
    tree_directory("proc/sys/kernel");
}

static void assert_one(const char *path, const char *expected)
{
    struct captured captured = capture_tree(NULL);

    assert_captured(&captured, path, expected);
    captured_end(&captured);
}

/* --- hardware ---------------------------------------------------------------------------------------------------------- */

static size_t count_features(const struct captured *captured)
{
    size_t count = 0;

    (void)mf_manifest_count(captured->manifest, FEATURES, &count, NULL);
    return count;
}

START_TEST(the_processor_is_named_with_what_all_cores_can_do)
{
    struct captured captured;

    tree_file("proc/cpuinfo",
              "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R) 8480C\n"
              "flags\t\t: fpu sse4_2 avx2 avx512f amx_bf16 hypervisor\n\n"
              "processor\t: 1\nmodel name\t: other\nflags\t\t: avx2 fpu amx_bf16\n\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, CPU, "Intel(R) Xeon(R) 8480C");
    ck_assert_uint_eq(count_features(&captured), 2);
    assert_captured(&captured, FEATURES "/amx_bf16", "amx_bf16");
    assert_captured(&captured, FEATURES "/avx2", "avx2");
    captured_end(&captured);
}
END_TEST

START_TEST(other_architectures_write_it_otherwise)
{
    struct captured captured;

    tree_file("proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd bf16 sve\nCPU implementer\t: 0x41\n\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, CPU, NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", "proc/cpuinfo"), 1);
    ck_assert_uint_eq(count_features(&captured), 3);
    captured_end(&captured);
    tree_file("proc/cpuinfo", "processor\t: 0\ncpu\t\t: POWER9, altivec supported\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, CPU, "POWER9, altivec supported");
    ck_assert_uint_eq(count_features(&captured), 0);
    captured_end(&captured);
    tree_file("proc/cpuinfo", "model name\t: \033[31mred\n:\nflags");
    assert_one(CPU, NULL);
    tree_file("proc/cpuinfo", "");
    assert_one(CPU, NULL);
}
END_TEST

START_TEST(threads_are_no_cores)
{
    static const char *const first[] = { "0,4", "1,5", "2,6", "3,7", "0,4", "1,5", "2,6", "3,7" };
    char path[128];

    for (unsigned i = 0; i < 8; i++) {
        (void)snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%u/topology/thread_siblings_list", i);
        tree_file(path, first[i]);
    }
    tree_directory("sys/devices/system/cpu/cpu8");
    tree_directory("sys/devices/system/cpu/cpufreq");
    tree_file("sys/devices/system/cpu/online", "0-7\n");
    assert_one(CORES, "4");
    tree_file("sys/devices/system/cpu/cpu0/topology/core_cpus_list", "x\n");
    assert_one(CORES, "3");
}
END_TEST

START_TEST(nodes_and_memory_are_counted)
{
    tree_directory("sys/devices/system/node/node0");
    tree_directory("sys/devices/system/node/node1");
    tree_directory("sys/devices/system/node/nodes");
    tree_directory("sys/devices/system/node/node");
    tree_file("sys/devices/system/node/online", "0-1\n");
    assert_one(NODES, "2");
    tree_file("proc/meminfo", "MemTotal:       16777216 kB\nMemFree: 1 kB\n");
    assert_one(MEMORY, "16Gi");
    tree_file("proc/meminfo", "MemFree: 1 kB\nMemTotal:       24682417 kB\n");
    assert_one(MEMORY, "24682417Ki");
}
END_TEST

START_TEST(what_is_no_amount_of_memory_is_none)
{
    static const char *const texts[] = {
        "MemTotal: 1 MB\n",
        "MemTotal: kB\n",
        "MemTotal: -1 kB\n",
        "MemTotal: 99999999999999999999 kB\n",
        "MemTotal: 18014398509481984 kB\n",
        "MemTotal",
        "",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct captured captured;

        tree_file("proc/meminfo", texts[i]);
        captured = capture_tree(NULL);
        assert_captured(&captured, MEMORY, NULL);
        ck_assert_uint_eq(captured_findings(&captured, "MF3401", "proc/meminfo"), 1);
        captured_end(&captured);
    }
}
END_TEST

START_TEST(a_tree_without_proc_has_no_hardware)
{
    struct captured captured;

    remove_tree();
    make_tree();
    tree_file("sys/devices/system/cpu/cpu0/topology/core_cpus_list", "0\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, CORES, NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3409", NULL), 1);
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", "proc/cpuinfo"), 0);
    captured_end(&captured);
}
END_TEST

START_TEST(amounts_are_exact)
{
    char text[MF_AMOUNT_TEXT];
    struct mf_view view = mf_view_of("18446744073709551615x");
    uint64_t number = 0;

    ck_assert(mf_amount_take(&view, &number) && number == UINT64_MAX);
    assert_view_is(view, "x");
    view = mf_view_of("18446744073709551616");
    ck_assert(!mf_amount_take(&view, &number));
    view = mf_view_of("");
    ck_assert(!mf_amount_take(&view, &number));
    mf_amount_bytes(0, text);
    ck_assert_str_eq(text, "0");
    mf_amount_bytes(1536, text);
    ck_assert_str_eq(text, "1536");
    mf_amount_bytes(UINT64_C(3) << 50, text);
    ck_assert_str_eq(text, "3Pi");
    mf_amount_cores(1500, text);
    ck_assert_str_eq(text, "1500m");
    mf_amount_cores(2000, text);
    ck_assert_str_eq(text, "2");
}
END_TEST

/* --- limits ------------------------------------------------------------------------------------------------------------ */

static void assert_limits(const char *cpu, const char *memory)
{
    struct captured captured = capture_tree(NULL);

    assert_captured(&captured, CPU_MOST, cpu);
    assert_captured(&captured, MOST, memory);
    captured_end(&captured);
}

START_TEST(the_least_limit_of_all_groups_above_counts)
{
    tree_file("proc/self/cgroup", "0::/kubepods/pod1/c\n");
    tree_file("sys/fs/cgroup/kubepods/pod1/c/memory.max", "max\n");
    tree_file("sys/fs/cgroup/kubepods/pod1/memory.max", "4294967296\n");
    tree_file("sys/fs/cgroup/kubepods/memory.max", "8589934592\n");
    tree_file("sys/fs/cgroup/kubepods/pod1/c/cpu.max", "150000 100000\n");
    tree_file("sys/fs/cgroup/kubepods/pod1/cpu.max", "max 100000\n");
    tree_file("sys/fs/cgroup/kubepods/cpu.max", "400000 100000\n");
    assert_limits("1500m", "4Gi");
}
END_TEST

START_TEST(in_a_container_the_tree_begins_with_its_own_group)
{
    tree_file("proc/self/cgroup", "0::/../../elsewhere\n");
    tree_file("sys/fs/cgroup/memory.max", "1073741824\n");
    assert_limits(NULL, "1Gi");
    tree_file("proc/self/cgroup", "0::/docker/0123\n");
    assert_limits(NULL, "1Gi");
    tree_file("proc/self/cgroup", "0::/\n");
    assert_limits(NULL, "1Gi");
}
END_TEST

START_TEST(version_1_has_a_tree_for_each_controller)
{
    tree_file("proc/self/cgroup", "9:name=systemd:/\n4:memory:/a/b\n3:cpu,cpuacct:/a\n2:cpuset:/a\n0::/\n");
    tree_file("sys/fs/cgroup/memory/a/b/memory.limit_in_bytes", "9223372036854771712\n");
    tree_file("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "536870912\n");
    tree_file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    tree_file("sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "-1\n");
    tree_file("sys/fs/cgroup/cpu/a/cpu.cfs_period_us", "100000\n");
    assert_limits(NULL, "512Mi");
    tree_file("sys/devices/system/cpu/online", "0-15\n");
    tree_file("sys/fs/cgroup/cpuset/a/cpuset.cpus", "0-3,8,10-11\n");
    assert_limits("7", "512Mi");
    tree_file("sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "250000\n");
    assert_limits("2500m", "512Mi");
}
END_TEST

START_TEST(what_is_no_limit_is_none)
{
    static const char *const times[] = { "",
                                         "max",
                                         "0 100000",
                                         "1 0",
                                         "x y",
                                         "100000",
                                         "99999999999999999999 1",
                                         "18446744073709551615 1",
                                         "1 18446744073709551615",
                                         "-5 100000" };
    static const char *const groups[] = { "", "0", "0:", "0:x", "::", "0::", "x:memory", "0::\n\n:::\n" };

    tree_file("proc/self/cgroup", "0::/\n");
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        tree_file("sys/fs/cgroup/cpu.max", times[i]);
        tree_file("sys/fs/cgroup/memory.max", i % 2 == 0 ? "max" : "-1");
        assert_limits(NULL, NULL);
    }
    tree_file("sys/devices/system/cpu/online", "0-3\n");
    tree_file("sys/fs/cgroup/cpuset.cpus.effective", "0-3\n");
    assert_limits(NULL, NULL);
    tree_file("sys/fs/cgroup/cpuset.cpus.effective", "3-0,1\n");
    assert_limits(NULL, NULL);
    tree_file("sys/fs/cgroup/cpuset.cpus.effective", "0-18446744073709551615\n");
    assert_limits(NULL, NULL);
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        tree_file("proc/self/cgroup", groups[i]);
        assert_limits(NULL, NULL);
    }
}
END_TEST

START_TEST(a_limit_that_people_wrote_stays)
{
    mf_capture_options options;
    mf_manifest *manifest = NULL;
    mf_builder *builder = NULL;
    const char *text = "";

    tree_file("proc/self/cgroup", "0::/\n");
    tree_file("sys/fs/cgroup/memory.max", "1073741824\n");
    mf_capture_options_init(&options, sizeof options);
    options.root = tree_root();
    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_set_text(builder, MOST, "64Gi", MF_ZERO_TERMINATED, NULL), MF_OK);
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_manifest_get_text(manifest, MOST, &text, NULL, NULL), MF_OK);
    ck_assert_str_eq(text, "64Gi");
    mf_manifest_unref(manifest);
    mf_builder_unref(builder);
}
END_TEST

/* --- variables --------------------------------------------------------------------------------------------------------- */

#define VARIABLES "/environment/variables"

static const char *const environment[] = {
    "NCCL_DEBUG=INFO",
    "NCCL_ALGO=Ring",
    "NCCLX=no",
    "OMP_NUM_THREADS=8",
    "OMP_NUM_THREADS=16",
    "EMPTY=",
    "DB_PASSWORD=swordfish",
    "OTHER=postgres://user:swordfish@db.example/x",
    "MARKER=\033[2J",
    "BINARY=\xff",
    "WITH SPACE=1",
    "=nothing",
    "NO_EQUALS",
};

static struct captured with_variables(const char *const *names, size_t count)
{
    mf_capture_options options;

    mf_capture_options_init(&options, sizeof options);
    options.variables = names;
    options.variable_count = count;
    options.environment = environment;
    options.environment_count = sizeof environment / sizeof environment[0];
    return capture_tree(&options);
}

START_TEST(variables_are_taken_that_are_asked_for)
{
    static const char *const names[] = { "OMP_NUM_THREADS", "NCCL_*", "EMPTY", "ABSENT" };
    struct captured captured = with_variables(names, 4);
    size_t count = 0;

    ck_assert_int_eq(mf_manifest_count(captured.manifest, VARIABLES, &count, NULL), MF_OK);
    ck_assert_uint_eq(count, 4);
    assert_captured(&captured, VARIABLES "/NCCL_DEBUG/value", "INFO");
    assert_captured(&captured, VARIABLES "/NCCL_ALGO/value", "Ring");
    assert_captured(&captured, VARIABLES "/OMP_NUM_THREADS/value", "8");
    assert_captured(&captured, VARIABLES "/EMPTY/name", "EMPTY");
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", "ABSENT"), 1);
    captured_end(&captured);
    captured = with_variables(NULL, 0);
    ck_assert_int_eq(mf_manifest_count(captured.manifest, VARIABLES, &count, NULL), MF_ABSENT);
    captured_end(&captured);
}
END_TEST

START_TEST(secrets_and_what_no_manifest_holds_are_left_out)
{
    static const char *const names[] = { "*" };
    struct captured captured = with_variables(names, 1);
    mf_bytes *json = NULL;

    assert_captured(&captured, VARIABLES "/DB_PASSWORD/name", NULL);
    assert_captured(&captured, VARIABLES "/OTHER/name", NULL);
    assert_captured(&captured, VARIABLES "/MARKER/name", NULL);
    assert_captured(&captured, VARIABLES "/BINARY/name", NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3408", "DB_PASSWORD"), 1);
    ck_assert_uint_eq(captured_findings(&captured, "MF3408", "OTHER"), 1);
    ck_assert_uint_eq(captured_findings(&captured, "MF3410", NULL), 3);
    /* Nothing of the report says what the secret is. */
    ck_assert_int_eq(mf_report_json(captured.report, NULL, &json, NULL), MF_OK);
    ck_assert_ptr_null(strstr(mf_bytes_data(json), "swordfish"));
    mf_bytes_unref(json);
    captured_end(&captured);
}
END_TEST

START_TEST(a_variable_that_a_secret_fills_stays)
{
    static const char *const names[] = { "NCCL_DEBUG" };
    mf_capture_options options;
    mf_manifest *manifest = NULL;
    mf_builder *builder = NULL;
    const char *text = "";

    mf_capture_options_init(&options, sizeof options);
    options.root = tree_root();
    options.variables = names;
    options.variable_count = 1;
    options.environment = environment;
    options.environment_count = 1;
    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    ck_assert_int_eq(
        mf_builder_set_json(builder, "/governance/secrets", "[{\"name\": \"s\"}]", MF_ZERO_TERMINATED, NULL),
        MF_OK);
    ck_assert_int_eq(
        mf_builder_set_text(builder, VARIABLES "/NCCL_DEBUG/secret", "s", MF_ZERO_TERMINATED, NULL), MF_OK);
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_manifest_get_text(manifest, VARIABLES "/NCCL_DEBUG/value", &text, NULL, NULL),
                     MF_ABSENT);
    mf_manifest_unref(manifest);
    mf_builder_unref(builder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("capture_system");
    TCase *tests = tcase_create("capture_system");

    tcase_add_checked_fixture(tests, begin, remove_tree);
    tcase_add_test(tests, the_processor_is_named_with_what_all_cores_can_do);
    tcase_add_test(tests, other_architectures_write_it_otherwise);
    tcase_add_test(tests, threads_are_no_cores);
    tcase_add_test(tests, nodes_and_memory_are_counted);
    tcase_add_test(tests, what_is_no_amount_of_memory_is_none);
    tcase_add_test(tests, a_tree_without_proc_has_no_hardware);
    tcase_add_test(tests, amounts_are_exact);
    tcase_add_test(tests, the_least_limit_of_all_groups_above_counts);
    tcase_add_test(tests, in_a_container_the_tree_begins_with_its_own_group);
    tcase_add_test(tests, version_1_has_a_tree_for_each_controller);
    tcase_add_test(tests, what_is_no_limit_is_none);
    tcase_add_test(tests, a_limit_that_people_wrote_stays);
    tcase_add_test(tests, variables_are_taken_that_are_asked_for);
    tcase_add_test(tests, secrets_and_what_no_manifest_holds_are_left_out);
    tcase_add_test(tests, a_variable_that_a_secret_fills_stays);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
