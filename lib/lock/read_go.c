/* SPDX-License-Identifier: Apache-2.0 */
/* go.sum: a module, its version, and the hash of its files; or, with /go.mod behind the version, of that file alone. */
#include "lock/lines.h"

#include "value/ascii.h"

static const char go_file[] = "/go.mod";

static void read_line(struct mf_lock_reading *reading, const struct mf_lock_line *line, struct mf_view text)
{
    struct mf_view module = mf_lock_cut_word(&text);
    struct mf_view version = mf_lock_cut_word(&text);
    struct mf_view hash = mf_lock_cut_word(&text);
    struct mf_lock_package *package;
    struct mf_view base = version;

    if (hash.size == 0 || text.size > 0) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SYNTAX, mf_lock_place(line, module),
                        "a line is a module, a version and a hash");
        return;
    }
    if (version.size >= sizeof go_file &&
        mf_view_is(mf_view_from(version, version.size - (sizeof go_file - 1)), go_file)) {
        base.size -= sizeof go_file - 1;
    }
    package = mf_lock_add(reading, "golang", mf_lock_place(line, module));
    (void)mf_lock_set_name(reading, package, module, package->position);
    mf_lock_set_version(reading, package, base, mf_lock_place(line, version));
    if (*package->version != '\0' && base.size < version.size) {
        package->version = mf_lock_keep(reading, version);
    }
    mf_lock_add_go_hash(reading, package, hash, mf_lock_place(line, hash));
}

void mf_lock_read_go(struct mf_lock_reading *reading)
{
    struct mf_lock_lines lines = mf_lock_lines_of(reading);
    struct mf_lock_line line;

    while (!mf_lock_failed(reading) && mf_lock_next_line(&lines, &line)) {
        struct mf_view text = mf_lock_trim(line.text);

        if (text.size > 0) {
            read_line(reading, &line, text);
        }
    }
}
