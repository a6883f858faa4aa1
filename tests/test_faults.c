/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System calls that fail: each that an operation on files makes fails in turn, with every reason, once and from then on, or moves a
 * single byte. The result is then the right one or none, never a wrong one, and nothing is left open, in memory or on the disk.
 */
#include "allocations.h"
#include "capturing.h"
#include "documents.h"
#include "faults.h"
#include "operations.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILES = 256 };

static int open_files(void)
{
    int count = 0;

    for (int file = 0; file < FILES; file++) {
        count += fcntl(file, F_GETFD) != -1;
    }
    return count;
}

static bool same_text(const mf_bytes *left, const mf_bytes *right)
{
    return mf_bytes_size(left) == mf_bytes_size(right) &&
           memcmp(mf_bytes_data(left), mf_bytes_data(right), mf_bytes_size(left)) == 0;
}

/* --- the sweep ------------------------------------------------------------------------------------------------------------ */

/* Whether the error, or a finding where that only says how many there are, names a file or directory. */
static bool names_a_file(const struct outcome_of_files *outcome)
{
    static const char *const names[] = { "files", "secret.key", "models", "long.safetensors", "big",
                                         "locks", "l.txt",      "system", "written" };
    bool named = strstr(mf_error_message(outcome->error), tree_root()) != NULL;

    for (size_t i = 0; i < COUNT_OF(names) && !named; i++) {
        named = strstr(mf_error_message(outcome->error), names[i]) != NULL;
    }
    for (size_t i = 0; i < mf_report_count(outcome->report) && !named; i++) {
        named = outcome->status == MF_ERROR_INVALID &&
                *mf_finding_found(mf_report_finding(outcome->report, i)) != '\0';
    }
    return named;
}

static void judge(const struct operation *operation, const struct outcome_of_files *clean,
                  struct outcome_of_files *faulty, const char *what)
{
    if (faulty->status != MF_OK) {
        ck_assert_msg(faulty->status == MF_ERROR_IO || faulty->status == MF_ERROR_INVALID, "%s: %s", what,
                      mf_status_name(faulty->status));
        ck_assert_msg(faulty->text == NULL, "%s: an error and a result", what);
        ck_assert_msg(mf_error_code(faulty->error) == faulty->status, "%s: no error", what);
        ck_assert_msg(names_a_file(faulty), "%s: which file? %s", what, mf_error_message(faulty->error));
        if (operation->assert_usable != NULL) {
            operation->assert_usable(faulty->builder, clean->text, what);
        }
    } else if (operation->assert_less == NULL || faulty->unreadable == clean->unreadable) {
        ck_assert_msg(same_text(clean->text, faulty->text), "%s: a wrong result, and nothing said", what);
        ck_assert_msg(mf_report_total(faulty->report) == mf_report_total(clean->report),
                      "%s: findings, and all is good", what);
    } else {
        operation->assert_less(clean->text, faulty->text, what);
    }
}

/* Where nothing lasting is wrong, a call that was interrupted or moved little was made again. */
static void judge_patience(const struct outcome_of_files *faulty, struct fault fault, const char *name,
                           const char *what)
{
    bool transfer = strcmp(name, "read") == 0 || strcmp(name, "pread") == 0 || strcmp(name, "write") == 0;

    if (fault.kind == FAULT_SHORT || (fault.kind == FAULT_ERROR && fault.error == EINTR && transfer)) {
        ck_assert_msg(faulty->status == MF_OK && faulty->unreadable == 0, "%s: not done again: %s", what,
                      mf_error_message(faulty->error));
    }
}

/* One run with a fault; whether that was reached. `ret_lost`: whether memory was kept. */
static bool run_once(const struct operation *operation, const struct outcome_of_files *clean,
                     struct fault fault, const char *what, bool *ret_lost)
{
    struct outcome_of_files faulty;
    int files = open_files();
    size_t held = held_now();
    long calls;

    if (operation->writes) {
        written_make_old();
        held = held_now();
    }
    faults_begin(fault);
    faulty = operation->run();
    calls = faults_end();
    judge(operation, clean, &faulty, what);
    judge_patience(&faulty, fault, faults_hit(), what);
    if (operation->writes) {
        bool written = written_is_new(what);

        ck_assert_msg(faulty.status != MF_OK || written, "%s: not written, and nothing said", what);
        ck_assert_msg(fault.for_good || written_rubbish(what) == 0, "%s: something is left", what);
    }
    outcome_end(&faulty);
    ck_assert_msg(open_files() == files, "%s: a file is left open", what);
    *ret_lost = held_now() != held;
    return calls > fault.call;
}

/* What the libraries below keep for threads, they keep once, at a time of their own; what is lost, is lost every time. */
static bool run_with(const struct operation *operation, const struct outcome_of_files *clean,
                     struct fault fault)
{
    char what[128];
    bool lost = false;
    bool reached = false;

    (void)snprintf(what, sizeof what, "%s, %s %d%s at call %ld", operation->name,
                   fault.kind == FAULT_SHORT ? "short" : "error", fault.error,
                   fault.for_good ? " for good" : "", fault.call);
    for (int i = 0; i < 4 && (i == 0 || lost); i++) {
        reached = run_once(operation, clean, fault, what, &lost);
    }
    ck_assert_msg(!lost, "%s: memory is lost", what);
    return reached;
}

static void sweep_with(const struct operation *operation, const struct outcome_of_files *clean,
                       struct fault fault)
{
    for (fault.call = 0; run_with(operation, clean, fault); fault.call++) {
    }
    ck_assert_msg(fault.call > 0, "%s: no call that can fail was seen", operation->name);
}

START_TEST(every_system_call_may_fail)
{
    static const int reasons[] = { EIO, ENOSPC, EINTR, EACCES };
    const struct operation *operation = &operations[_i];
    struct outcome_of_files clean;

    /* What libraries and the C library allocate once in a process is not counted. */
    for (int i = 0; i < 3; i++) {
        written_make_old();
        clean = operation->run();
        assert_ok(clean.status, clean.error);
        if (i < 2) {
            outcome_end(&clean);
        }
    }
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        sweep_with(operation, &clean, (struct fault){ FAULT_ERROR, reasons[i], false, 0 });
        /* A call that is always interrupted is made for ever, as it should be. */
        if (reasons[i] != EINTR) {
            sweep_with(operation, &clean, (struct fault){ FAULT_ERROR, reasons[i], true, 0 });
        }
    }
    outcome_end(&clean);
}
END_TEST

START_TEST(every_transfer_may_be_short)
{
    const struct operation *operation = &operations[_i];
    struct outcome_of_files clean;

    written_make_old();
    clean = operation->run();
    assert_ok(clean.status, clean.error);
    outcome_end(&clean);
    written_make_old();
    clean = operation->run();
    sweep_with(operation, &clean, (struct fault){ FAULT_SHORT, 0, false, 0 });
    outcome_end(&clean);
}
END_TEST

/* --- the end of the process ------------------------------------------------------------------------------------------------- */

static const struct operation *write_operation(void)
{
    const struct operation *operation = operations;

    while (!operation->writes) {
        operation++;
    }
    return operation;
}

/* Writes in a process that ends at a call; whether it came to that. */
static bool write_and_end(long call)
{
    pid_t child = fork();
    int status = 0;

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        faults_begin((struct fault){ FAULT_END, 0, false, call });
        _exit(write_operation()->run().status == MF_OK ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == FAULT_STATUS);
    return WEXITSTATUS(status) == FAULT_STATUS;
}

START_TEST(a_process_that_ends_leaves_the_old_file_or_the_new)
{
    bool was_written = false;
    long call = 0;

    for (;; call++) {
        struct outcome_of_files again;
        bool ended;
        bool written;

        written_make_old();
        ended = write_and_end(call);
        written = written_is_new("an end");
        /* Once it is new, it stays that. */
        ck_assert(written || !was_written);
        was_written = written;
        ck_assert_uint_le(written_rubbish("an end"), ended && !written);
        /* Whatever lies around, the next one can write. */
        again = write_operation()->run();
        assert_ok(again.status, again.error);
        outcome_end(&again);
        ck_assert(written_is_new("the next"));
        if (!ended) {
            break;
        }
    }
    ck_assert(was_written);
    /* Created, written, synced, renamed, and the directory synced. */
    ck_assert_int_ge(call, 5);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("faults");
    TCase *tests = tcase_create("faults");

    tcase_add_checked_fixture(tests, operations_prepare, operations_finish);
    tcase_add_loop_test(tests, every_system_call_may_fail, 0, (int)operation_count);
    tcase_add_loop_test(tests, every_transfer_may_be_short, 0, (int)operation_count);
    tcase_add_test(tests, a_process_that_ends_leaves_the_old_file_or_the_new);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
