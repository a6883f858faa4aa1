/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the environment, its processes and their placement, at their edges. */
#include "documents.h"

#define ENVIRONMENT(text) "environment: {" text "}\n"
#define RESOURCES(text)   "environment: {resources: {" text "}}\n"
#define PROCESS(text)     "environment: {process: {" text "}}\n"
#define VARIABLE(text)    "environment: {variables: [{" text "}]}\n"
#define AFFINITY(text)    "environment: {placement: {affinity: [{" text "}]}}\n"
#define TOLERATION(text)  "environment: {placement: {tolerations: [{" text "}]}}\n"

START_TEST(amounts_have_units)
{
    static const struct rule_case cases[] = {
        { RESOURCES("memory: {request: 1Mi, limit: 1Mi}"), "" },
        { RESOURCES("memory: {request: 0, limit: 1Mi}"), "" },
        { RESOURCES("memory: {request: 1048576, limit: 1.5Gi}"), "" },
        { RESOURCES("storage: 0, shared_memory: 4096"), "" },
        { RESOURCES("cpu: {request: 500m, limit: 8192}"), "" },
        { RESOURCES("cpu: {request: 0}"), "" },
        { RESOURCES("memory: {request: 512m}"), "MF2406 /environment/resources/memory/request" },
        { RESOURCES("memory: {limit: 512m}"), "MF2406 /environment/resources/memory/limit" },
        { RESOURCES("memory: {request: 1}"), "MF2406 /environment/resources/memory/request" },
        { RESOURCES("memory: {limit: 1048575}"), "MF2406 /environment/resources/memory/limit" },
        { RESOURCES("memory: {limit: 0}"), "MF2406 /environment/resources/memory/limit" },
        { RESOURCES("memory: {limit: 1048576.5}"), "MF2406 /environment/resources/memory/limit" },
        { RESOURCES("storage: 60"), "MF2406 /environment/resources/storage" },
        { RESOURCES("storage: 60m"), "MF2406 /environment/resources/storage" },
        { RESOURCES("shared_memory: 4095"), "MF2406 /environment/resources/shared_memory" },
        { RESOURCES("cpu: {request: 8193}"), "MF2406 /environment/resources/cpu/request" },
        { RESOURCES("cpu: {limit: 500Mi}"), "MF2406 /environment/resources/cpu/limit" },
        { RESOURCES("cpu: {limit: 0}"), "MF2406 /environment/resources/cpu/limit" },
        { RESOURCES("cpu: {limit: 0m}"), "MF2406 /environment/resources/cpu/limit" },
        { RESOURCES("gpus: {memory: 80}"), "MF2406 /environment/resources/gpus/memory" },
        { ENVIRONMENT("replication: {sandbox: {memory: 48, cpu: 8000Mi}}"),
          "MF2406 /environment/replication/sandbox/memory, MF2406 /environment/replication/sandbox/cpu" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF24");
}
END_TEST

START_TEST(bounds_hold)
{
    static const struct rule_case cases[] = {
        { RESOURCES("memory: {request: 1Gi, limit: 1024Mi}, cpu: {request: 1000m, limit: 1}"), "" },
        { RESOURCES("memory: {request: 2Gi}"), "" },
        { RESOURCES("memory: {request: 1.000000001Gi, limit: 1Gi}"),
          "MF2401 /environment/resources/memory/request + /environment/resources/memory/limit, "
          "MF2406 /environment/resources/memory/request" },
        { RESOURCES("memory: {request: 1Gi, limit: 1G}"),
          "MF2401 /environment/resources/memory/request + /environment/resources/memory/limit" },
        { RESOURCES("cpu: {request: 1001m, limit: 1}"),
          "MF2401 /environment/resources/cpu/request + /environment/resources/cpu/limit" },
        { RESOURCES("memory: {limit: 8Gi}, shared_memory: 8Gi"), "" },
        { RESOURCES("shared_memory: 8Gi"), "" },
        { RESOURCES("memory: {limit: 8Gi}, shared_memory: 8193Mi"),
          "MF2407 /environment/resources/shared_memory + /environment/resources/memory/limit" },
        { ENVIRONMENT("instances: {minimum: 2, maximum: 2}"), "" },
        { ENVIRONMENT("instances: {minimum: 9007199254740991}"), "" },
        { ENVIRONMENT("instances: {maximum: 1}"), "" },
        { ENVIRONMENT("instances: {minimum: 2, maximum: 1}"),
          "MF2408 /environment/instances/minimum + /environment/instances/maximum" },
        { ENVIRONMENT("instances: {minimum: 10, maximum: 9}"),
          "MF2408 /environment/instances/minimum + /environment/instances/maximum" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF24");
}
END_TEST

START_TEST(gpus_and_accelerators_go_together)
{
    static const struct rule_case cases[] = {
        { ENVIRONMENT("accelerator: {kind: cuda}, resources: {gpus: {count: 1}}"), "" },
        { ENVIRONMENT("accelerator: {kind: neuron}, resources: {gpus: {count: 1}}"), "" },
        /* The format has no field for these, and a scheduler finds them by labels. */
        { ENVIRONMENT("accelerator: {kind: tpu}, resources: {storage: 1Gi}"), "" },
        { ENVIRONMENT("accelerator: {kind: none}, resources: {gpus: {count: 0}}"), "" },
        { ENVIRONMENT("accelerator: {kind: cuda}"), "" },
        { RESOURCES("gpus: {count: 0}"), "" },
        { RESOURCES("storage: 1Gi"), "" },
        { RESOURCES("gpus: {count: 1}"),
          "MF2402 /environment/resources/gpus/count + /environment/accelerator" },
        { ENVIRONMENT("accelerator: {kind: none}, resources: {gpus: {count: 1}}"),
          "MF2402 /environment/resources/gpus/count + /environment/accelerator/kind" },
        { ENVIRONMENT("accelerator: {kind: cuda}, resources: {storage: 1Gi}"),
          "MF2403 /environment/accelerator/kind + /environment/resources/gpus" },
        { ENVIRONMENT("accelerator: {kind: rocm}, resources: {gpus: {count: 0}}"),
          "MF2403 /environment/accelerator/kind + /environment/resources/gpus/count" },
        { ENVIRONMENT("accelerator: {kind: none, driver: '550'}"),
          "MF2404 /environment/accelerator/kind + /environment/accelerator/driver" },
        { ENVIRONMENT("accelerator: {kind: none, libraries: [{name: nccl}]}"),
          "MF2404 /environment/accelerator/kind + /environment/accelerator/libraries" },
        { ENVIRONMENT("accelerator: {driver: '550'}"), "" },
        { RESOURCES("gpus: {count: 0, models: [NVIDIA-L40S]}"),
          "MF2405 /environment/resources/gpus/count + /environment/resources/gpus/models" },
        { RESOURCES("gpus: {count: 0, memory: 1Gi}"),
          "MF2405 /environment/resources/gpus/count + /environment/resources/gpus/memory" },
        { RESOURCES("gpus: {memory: 1Gi}"), "" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF24");
}
END_TEST

START_TEST(platforms_have_their_own_c_library)
{
    static const struct rule_case cases[] = {
        { ENVIRONMENT("platform: {os: linux, libc: {name: musl}}"), "" },
        { ENVIRONMENT("platform: {os: windows, libc: {name: ucrt}}"), "" },
        { ENVIRONMENT("platform: {os: darwin, libc: {name: libsystem}}"), "" },
        { ENVIRONMENT("platform: {libc: {name: libsystem}}"), "" },
        { ENVIRONMENT("platform: {os: windows, libc: {name: musl}}"),
          "MF2409 /environment/platform/libc/name + /environment/platform/os" },
        { ENVIRONMENT("platform: {os: linux, libc: {name: ucrt}}"),
          "MF2409 /environment/platform/libc/name + /environment/platform/os" },
        { ENVIRONMENT("platform: {os: darwin, libc: {name: bionic}}"),
          "MF2409 /environment/platform/libc/name + /environment/platform/os" },
        { ENVIRONMENT("platform: {os: linux, libc: {name: libsystem}}"),
          "MF2409 /environment/platform/libc/name + /environment/platform/os" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF24");
}
END_TEST

START_TEST(probes_can_be_answered)
{
    static const struct rule_case cases[] = {
        { PROCESS("ports: [{name: a, port: 1}], probes: [{name: startup, port: a, path: /x, period: 1ms}]"),
          "" },
        { PROCESS("probes: [{name: startup, command: [x]}]"), "" },
        { PROCESS(
              "ports: [{name: a, port: 1, protocol: http}], probes: [{name: startup, port: a, path: /x}]"),
          "" },
        { PROCESS("ports: [{name: a, port: 1, protocol: tcp}], probes: [{name: startup, port: a}]"), "" },
        { PROCESS("ports: [{name: a, port: 1}, {name: b, port: 2}]"), "" },
        { PROCESS("ports: [{name: a, port: 80}, {name: b}, {name: c}]"), "" },
        { PROCESS("probes: [{name: startup}]"), "MF2411 /environment/process/probes/startup/port" },
        { PROCESS("probes: [{name: startup, path: /x}]"), "MF2411 /environment/process/probes/startup/port" },
        { PROCESS("ports: [{name: a}], probes: [{name: startup, port: a, command: [x]}]"),
          "MF2412 /environment/process/probes/startup/port + /environment/process/probes/startup/command" },
        { PROCESS("ports: [{name: a, protocol: grpc}], probes: [{name: startup, port: a, path: /x}]"),
          "MF2413 /environment/process/probes/startup/path + /environment/process/ports/a/protocol" },
        { PROCESS("ports: [{name: a, protocol: tcp}], probes: [{name: startup, port: a, path: /x}]"),
          "MF2413 /environment/process/probes/startup/path + /environment/process/ports/a/protocol" },
        { PROCESS("ports: [{name: a}], probes: [{name: startup, port: a, period: 0s}]"),
          "MF2414 /environment/process/probes/startup/period" },
        { PROCESS(
              "ports: [{name: a, port: 80}, {name: b, port: 81}, {name: c, port: 80}, {name: d, port: 80}]"),
          "MF2410 /environment/process/ports/c/port + /environment/process/ports/a/port, "
          "MF2410 /environment/process/ports/d/port + /environment/process/ports/c/port" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF24");
}
END_TEST

START_TEST(processes_do_not_run_as_root)
{
    static const struct rule_case cases[] = {
        { PROCESS("user: '10001'"), "" },
        { PROCESS("user: '10001:0'"), "" },
        { PROCESS("user: rooty"), "" },
        { PROCESS("command: [x]"), "" },
        { PROCESS("user: root"), "MF2415 /environment/process/user" },
        { PROCESS("user: 'root:users'"), "MF2415 /environment/process/user" },
        { PROCESS("user: '0'"), "MF2415 /environment/process/user" },
        { PROCESS("user: '0:10001'"), "MF2415 /environment/process/user" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF24");
}
END_TEST

START_TEST(secrets_are_known_by_their_names)
{
    static const struct rule_case cases[] = {
        { VARIABLE("name: DB_PASSWORD, secret: database"), "" },
        { VARIABLE("name: DB_PASSWORD, value: ''"), "" },
        { VARIABLE("name: DB_PASSWORD, value: $(DATABASE)"), "" },
        { VARIABLE("name: DB_PASSWORD, value: /run/secrets/db"), "" },
        { VARIABLE("name: DB_PASSWORD_FILE, value: secret"), "" },
        { VARIABLE("name: TOKENIZERS_PARALLELISM, value: 'false'"), "" },
        { VARIABLE("name: EOS_TOKEN, value: '</s>'"), "" },
        { VARIABLE("name: HF_HUB_DISABLE_IMPLICIT_TOKEN, value: '1'"), "" },
        { VARIABLE("name: VLLM_API_KEY, value: EMPTY"), "" },
        { VARIABLE("name: SORT_KEY, value: user"), "" },
        { VARIABLE("name: DB_PASSWORD, value: changeme"), "MF2416 /environment/variables/DB_PASSWORD/value" },
        { VARIABLE("name: db_password, value: password"), "MF2416 /environment/variables/db_password/value" },
        { VARIABLE("name: API_TOKEN, value: abc"), "MF2416 /environment/variables/API_TOKEN/value" },
        { VARIABLE("name: SESSION_SECRET, value: iris"),
          "MF2416 /environment/variables/SESSION_SECRET/value" },
        { VARIABLE("name: OPENAI_API_KEY, value: abc"),
          "MF2416 /environment/variables/OPENAI_API_KEY/value" },
        /* What looks like a password is found as such, and not twice. */
        { VARIABLE("name: MYSQL_PWD, value: root"), "" },
        { "configuration: {parameters: [{name: api_key, type: string, value: abc}]}\n",
          "MF2416 /configuration/parameters/api_key/value" },
        { "configuration: {parameters: [{name: a, type: string, value: abc, variable: API_KEY}]}\n",
          "MF2416 /configuration/parameters/a/value" },
        { "configuration: {parameters: [{name: a, type: string, value: abc, argument: --api-key}]}\n",
          "MF2416 /configuration/parameters/a/value" },
        { "configuration: {parameters: [{name: max_token, type: int, value: 4096}]}\n", "" },
        { "configuration: {parameters: [{name: eos_token, type: string, value: ''}]}\n", "" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF24");
}
END_TEST

START_TEST(guides_say_something)
{
    static const struct rule_case cases[] = {
        { ENVIRONMENT("replication: {guide: Run the image.}"), "" },
        { ENVIRONMENT("replication: {guide: Run it., command: [make]}"), "" },
        { ENVIRONMENT("replication: {guide: 運行此圖像}"), "" },
        { ENVIRONMENT("replication: {command: [make]}"), "" },
        { ENVIRONMENT("replication: {guide: See wiki.}"), "MF2417 /environment/replication/guide" },
        { ENVIRONMENT("replication: {guide: '-'}"), "MF2417 /environment/replication/guide" },
        { ENVIRONMENT("replication: {guide: '  a  b  '}"), "MF2417 /environment/replication/guide" },
        { ENVIRONMENT("replication: {guide: 'TODO: write down how to run the image'}"),
          "MF2417 /environment/replication/guide" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF24");
}
END_TEST

START_TEST(affinities_can_be_met)
{
    static const struct rule_case cases[] = {
        { AFFINITY("to: node, key: a, operator: in, values: [b]"), "" },
        { AFFINITY("to: node, key: a, operator: exists"), "" },
        { AFFINITY("to: node, key: a, operator: less, values: ['-3']"), "" },
        { AFFINITY("to: instance, key: a, operator: exists, topology: b"), "" },
        { AFFINITY("to: node, key: a, operator: exists, strength: required"), "" },
        { AFFINITY("to: node, key: a, operator: exists, strength: preferred, weight: 1"), "" },
        { AFFINITY("to: node, key: a"), "" },
        { AFFINITY("to: node, key: a, operator: in"), "MF2420 /environment/placement/affinity/0/values + "
                                                      "/environment/placement/affinity/0/operator" },
        { AFFINITY("to: node, key: a, operator: not-in"), "MF2420 /environment/placement/affinity/0/values + "
                                                          "/environment/placement/affinity/0/operator" },
        { AFFINITY("to: node, key: a, operator: greater"),
          "MF2420 /environment/placement/affinity/0/values + "
          "/environment/placement/affinity/0/operator" },
        { AFFINITY("to: node, key: a, operator: exists, values: [b]"),
          "MF2421 /environment/placement/affinity/0/values + /environment/placement/affinity/0/operator" },
        { AFFINITY("to: node, key: a, operator: does-not-exist, values: [b]"),
          "MF2421 /environment/placement/affinity/0/values + /environment/placement/affinity/0/operator" },
        { AFFINITY("to: node, key: a, operator: less, values: ['3', '4']"),
          "MF2422 /environment/placement/affinity/0/values + /environment/placement/affinity/0/operator" },
        { AFFINITY("to: node, key: a, operator: greater, values: ['3.5']"),
          "MF2422 /environment/placement/affinity/0/values + /environment/placement/affinity/0/operator" },
        { AFFINITY("to: node, key: a, operator: greater, values: [many]"),
          "MF2422 /environment/placement/affinity/0/values + /environment/placement/affinity/0/operator" },
        { AFFINITY("to: instance, key: a, operator: less, values: ['3'], topology: b"),
          "MF2423 /environment/placement/affinity/0/operator + /environment/placement/affinity/0/to" },
        { AFFINITY("to: instance, key: a, operator: exists"),
          "MF2424 /environment/placement/affinity/0/topology + /environment/placement/affinity/0/to" },
        { AFFINITY("to: node, key: a, operator: exists, topology: b"),
          "MF2425 /environment/placement/affinity/0/topology + /environment/placement/affinity/0/to" },
        { AFFINITY("to: node, key: a, operator: exists, strength: required, weight: 5"),
          "MF2426 /environment/placement/affinity/0/weight + /environment/placement/affinity/0/strength" },
        { AFFINITY("to: node, key: a, operator: exists, strength: preferred"),
          "MF2426 /environment/placement/affinity/0/weight + /environment/placement/affinity/0/strength" },
        { AFFINITY("to: node, key: a, operator: in, values: [b, b c]"),
          "MF2427 /environment/placement/affinity/0/values/b c" },
        { AFFINITY("to: node, key: a, operator: in, values: [example.com/b]"),
          "MF2427 /environment/placement/affinity/0/values/example.com~1b" },
        { AFFINITY("to: node, key: a, operator: not-in, values: [-b]"),
          "MF2427 /environment/placement/affinity/0/values/-b" },
        { AFFINITY("to: node, key: a, operator: in, values: "
                   "[a123456789012345678901234567890123456789012345678901234567890123]"),
          "MF2427 /environment/placement/affinity/0/values/"
          "a123456789012345678901234567890123456789012345678901234567890123" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF24");
}
END_TEST

#define PLATFORM(affinity)                                                                                   \
    "environment: {platform: {os: linux, architecture: arm64}, placement: {affinity: [{to: node, " affinity  \
    "}]}}\n"

START_TEST(placement_leaves_the_platform)
{
    static const char kept_out[] = "MF2428 /environment/placement/affinity/0/values + "
                                   "/environment/platform/architecture";
    const struct rule_case cases[] = {
        { PLATFORM("strength: required, key: kubernetes.io/arch, operator: in, values: [amd64, arm64]"), "" },
        { PLATFORM("strength: required, key: kubernetes.io/arch, operator: not-in, values: [amd64]"), "" },
        { PLATFORM("strength: required, key: example.com/arch, operator: in, values: [amd64]"), "" },
        { PLATFORM("strength: preferred, weight: 1, key: kubernetes.io/arch, operator: in, values: [amd64]"),
          "" },
        { PLATFORM("strength: required, apart: true, key: kubernetes.io/arch, operator: in, values: [amd64]"),
          "" },
        { PLATFORM("strength: required, key: kubernetes.io/arch, operator: exists"), "" },
        { PLATFORM("strength: required, key: kubernetes.io/arch, operator: in, values: [amd64]"), kept_out },
        { PLATFORM("strength: required, key: beta.kubernetes.io/arch, operator: in, values: [amd64]"),
          kept_out },
        { PLATFORM("strength: required, key: kubernetes.io/arch, operator: not-in, values: [arm64]"),
          kept_out },
        { PLATFORM("strength: required, apart: true, key: kubernetes.io/arch, operator: in, values: [arm64]"),
          kept_out },
        { PLATFORM(
              "strength: required, apart: true, key: kubernetes.io/arch, operator: not-in, values: [amd64]"),
          kept_out },
        { PLATFORM("strength: required, key: kubernetes.io/os, operator: in, values: [windows]"),
          "MF2428 /environment/placement/affinity/0/values + /environment/platform/os" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF24");
}
END_TEST

START_TEST(tolerations_tolerate)
{
    static const struct rule_case cases[] = {
        { TOLERATION("key: a, operator: equal, value: b"), "" },
        { TOLERATION("key: a, operator: exists"), "" },
        { TOLERATION("key: a, value: b"), "" },
        { TOLERATION("key: a, operator: equal"), "MF2430 /environment/placement/tolerations/0/value + "
                                                 "/environment/placement/tolerations/0/operator" },
        { TOLERATION("key: a, operator: exists, value: b"),
          "MF2431 /environment/placement/tolerations/0/value + "
          "/environment/placement/tolerations/0/operator" },
        { TOLERATION("key: a, operator: equal, value: b c"),
          "MF2427 /environment/placement/tolerations/0/value" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF24");
}
END_TEST

/* What a draft may still lack. */
START_TEST(drafts_may_be_unfinished)
{
    static const struct rule_case cases[] = {
        { RESOURCES("gpus: {count: 1}"), "" },
        { PROCESS("user: root, probes: [{name: startup}]"), "" },
        { AFFINITY("to: instance, key: a, operator: in, strength: preferred"), "" },
        { TOLERATION("key: a, operator: equal"), "" },
        { VARIABLE("name: DB_PASSWORD, value: changeme"), "" },
        { ENVIRONMENT("replication: {guide: TODO}"), "" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF24");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_environment");
    TCase *tests = tcase_create("rules_environment");

    tcase_add_test(tests, amounts_have_units);
    tcase_add_test(tests, bounds_hold);
    tcase_add_test(tests, gpus_and_accelerators_go_together);
    tcase_add_test(tests, platforms_have_their_own_c_library);
    tcase_add_test(tests, probes_can_be_answered);
    tcase_add_test(tests, processes_do_not_run_as_root);
    tcase_add_test(tests, secrets_are_known_by_their_names);
    tcase_add_test(tests, guides_say_something);
    tcase_add_test(tests, affinities_can_be_met);
    tcase_add_test(tests, placement_leaves_the_platform);
    tcase_add_test(tests, tolerations_tolerate);
    tcase_add_test(tests, drafts_may_be_unfinished);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
