/* SPDX-License-Identifier: Apache-2.0 */
/* An allocator that counts and fails when it is told to, and what lets every allocation of a call fail with it. */
#include "allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#if defined(__GLIBC__) && !defined(SANITIZED)
#define CAN_SWEEP 1
#include <malloc.h>
#else
#define CAN_SWEEP 0
#endif

/* The allocation that fails, counted from 0; negative: none. */
static long until_failure = -1;
static bool fails_for_good;
static bool has_failed;
static atomic_long blocks; /* that were taken and not given back */
static atomic_size_t held; /* in them */
static size_t most;

#if CAN_SWEEP
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static bool must_fail(void)
{
    if (until_failure < 0) {
        return false;
    }
    if (until_failure > 0) {
        until_failure--;
        return false;
    }
    has_failed = true;
    errno = ENOMEM;
    until_failure = fails_for_good ? 0 : -1;
    return true;
}

static void *count(void *block)
{
    blocks += block != NULL;
    held += block == NULL ? 0 : malloc_usable_size(block);
    most = held > most ? held : most;
    return block;
}

void *malloc(size_t size)
{
    return count(must_fail() ? NULL : __libc_malloc(size));
}

void *calloc(size_t number, size_t size)
{
    return count(must_fail() ? NULL : __libc_calloc(number, size));
}

int posix_memalign(void **ret_block, size_t alignment, size_t size)
{
    void *block = count(must_fail() ? NULL : __libc_memalign(alignment, size));

    if (block == NULL) {
        return ENOMEM;
    }
    *ret_block = block;
    return 0;
}

void *realloc(void *old, size_t size)
{
    size_t before = old == NULL ? 0 : malloc_usable_size(old);
    void *block = must_fail() ? NULL : __libc_realloc(old, size);

    if (old != NULL && block != NULL) {
        blocks--;
        held -= before;
    }
    return count(block);
}

void free(void *block)
{
    blocks -= block != NULL;
    held -= block == NULL ? 0 : malloc_usable_size(block);
    __libc_free(block);
}
#endif

bool can_sweep(void)
{
    if (!CAN_SWEEP) {
        fprintf(stderr,
                "skipped: allocations cannot be made to fail with this C library or under a sanitizer\n");
    }
    return CAN_SWEEP;
}

/* Makes a call while one allocation fails; returns whether it came to that. */
static bool call_with_failure(const struct call *call, long allocation, bool for_good)
{
    struct result result = { .status = MF_ERROR_INTERNAL };
    long before = blocks;
    bool gave;
    bool said;

    has_failed = false;
    fails_for_good = for_good;
    until_failure = allocation;
    call->call(&result);
    until_failure = -1;
    gave = result.manifest != NULL || result.bytes != NULL || result.verified != NULL || result.key != NULL ||
           result.rules != NULL || result.overrides != NULL || result.configuration != NULL ||
           result.expression != NULL || result.variables != NULL || result.values != NULL ||
           result.lock != NULL || result.diff != NULL || result.tree != NULL || result.model != NULL ||
           result.policy != NULL || result.parity != NULL;
    /* Where there was no memory for the error itself, it says that. */
    said = result.error != NULL && (mf_error_code(result.error) == result.status ||
                                    (has_failed && mf_error_code(result.error) == MF_ERROR_MEMORY));
    mf_manifest_unref(result.manifest);
    mf_bytes_unref(result.bytes);
    mf_report_unref(result.report);
    mf_verified_unref(result.verified);
    mf_key_unref(result.key);
    mf_rules_unref(result.rules);
    mf_overrides_unref(result.overrides);
    mf_configuration_unref(result.configuration);
    mf_tree_unref(result.tree);
    mf_model_unref(result.model);
    mf_expression_unref(result.expression);
    mf_expression_variables_unref(result.variables);
    mf_expression_values_unref(result.values);
    mf_lock_unref(result.lock);
    mf_diff_unref(result.diff);
    mf_parity_policy_unref(result.policy);
    mf_parity_unref(result.parity);
    mf_error_unref(result.error);
    if (result.status != call->status && !(has_failed && result.status == MF_ERROR_MEMORY)) {
        ck_abort_msg("%s, allocation %ld: %s", call->name, allocation, mf_status_name(result.status));
    }
    if (gave != (result.status == MF_OK) || said == gave) {
        ck_abort_msg("%s, allocation %ld: a result and an error, or none of both", call->name, allocation);
    }
    if (blocks != before) {
        ck_abort_msg("%s, allocation %ld: %ld blocks lost", call->name, allocation, blocks - before);
    }
    return has_failed;
}

void sweep(const struct call *call)
{
    if (!can_sweep()) {
        return;
    }
    /* What libraries allocate once in a process is not counted. */
    (void)call_with_failure(call, -1, false);
    for (int for_good = 0; for_good < 2; for_good++) {
        long allocation = 0;

        while (call_with_failure(call, allocation, for_good != 0)) {
            allocation++;
        }
        ck_assert_msg(allocation > 0, "%s allocates nothing", call->name);
    }
}

size_t held_now(void)
{
    return held;
}

size_t most_held(void)
{
    size_t since = most;

    most = held;
    return since;
}
