/* SPDX-License-Identifier: Apache-2.0 */
/* Short ways to say what is expected of a lock file. */
#include "locks.h"

#include <stdlib.h>

static void describe_package(struct mf_buffer *buffer, const mf_lock_package *package)
{
    if (*mf_lock_package_purl(package) != '\0') {
        mf_buffer_append_text(buffer, mf_lock_package_purl(package));
    } else {
        mf_buffer_format(buffer, "'%s' '%s'", mf_lock_package_name(package),
                         mf_lock_package_version(package));
    }
    if (strcmp(mf_lock_package_kind(package), "registry") != 0) {
        mf_buffer_format(buffer, " %s", mf_lock_package_kind(package));
    }
    if (mf_lock_package_hash_count(package) > 0) {
        mf_buffer_format(buffer, " %zu/%zu", mf_lock_package_digest_count(package),
                         mf_lock_package_hash_count(package));
    }
    if (*mf_lock_package_source(package) != '\0') {
        mf_buffer_format(buffer, " <%s>", mf_lock_package_source(package));
    }
    if (*mf_lock_package_marker(package) != '\0') {
        mf_buffer_format(buffer, " (%s)", mf_lock_package_marker(package));
    }
    for (size_t i = 0; i < mf_lock_package_dependency_count(package); i++) {
        const mf_lock_package *needed = mf_lock_package_dependency_package(package, i);

        mf_buffer_format(buffer, " needs %s%s%s", mf_lock_package_dependency(package, i),
                         needed == NULL ? "" : "=", mf_lock_package_version(needed));
    }
    mf_buffer_append_byte(buffer, '\n');
}

char *describe_lock(struct mf_view text, const char *format)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_lock_options options;
    mf_lock *lock = NULL;
    mf_report *report = NULL;
    mf_status status;

    mf_lock_options_init(&options, sizeof options);
    options.format = format;
    status = mf_lock_read(text.data, text.size, &options, &lock, &report, NULL);
    if (status != MF_OK && status != MF_ERROR_INVALID) {
        mf_buffer_format(&buffer, "%s\n", mf_status_name(status));
    }
    ck_assert((status == MF_OK) == (lock != NULL));
    ck_assert((mf_report_count_severity(report, MF_SEVERITY_ERROR) > 0) == (status == MF_ERROR_INVALID));
    for (size_t i = 0; i < mf_lock_count(lock); i++) {
        describe_package(&buffer, mf_lock_package_at(lock, i));
    }
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        mf_buffer_format(&buffer, "%s %u:%u\n", mf_finding_code(finding), mf_finding_line(finding),
                         mf_finding_column(finding));
    }
    mf_buffer_append_byte(&buffer, '\0');
    ck_assert_int_eq(buffer.status, MF_OK);
    mf_report_unref(report);
    mf_lock_unref(lock);
    return buffer.data;
}

void assert_lock(const char *format, const char *text, const char *expected)
{
    char *found = describe_lock(mf_view_of(text), format);

    ck_assert_msg(strcmp(found, expected) == 0, "%s\n--- gave\n%s--- not\n%s", text, found, expected);
    free(found);
}
