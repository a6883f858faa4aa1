/* SPDX-License-Identifier: Apache-2.0 */
/* `conda list --explicit`: behind the line @EXPLICIT an address a line, with a hash behind '#'. */
#include "lock/conda.h"
#include "lock/lines.h"

#include "value/ascii.h"

/* Cuts what is behind the last such byte off the end. No data if there is none. */
static struct mf_view cut_end(struct mf_view *text, char byte)
{
    for (size_t at = text->size; at > 0; at--) {
        if (text->data[at - 1] == byte) {
            struct mf_view end = mf_view_make(text->data + at, text->size - at);

            text->size = at - 1;
            return end;
        }
    }
    return mf_view_make(NULL, 0);
}

static bool cut_suffix(struct mf_view *text, const char *suffix)
{
    size_t size = strlen(suffix);

    if (text->size <= size || !mf_view_is(mf_view_from(*text, text->size - size), suffix)) {
        return false;
    }
    text->size -= size;
    return true;
}

bool mf_lock_conda_split(struct mf_view address, struct mf_lock_conda_archive *ret_archive)
{
    struct mf_lock_conda_archive archive = { .type = { NULL, 0 } };

    if (cut_suffix(&address, ".conda")) {
        archive.type = mf_view_of("conda");
    } else if (cut_suffix(&address, ".tar.bz2")) {
        archive.type = mf_view_of("tar.bz2");
    } else {
        return false;
    }
    archive.name = cut_end(&address, '/');
    archive.platform = cut_end(&address, '/');
    archive.channel = cut_end(&address, '/');
    archive.build = cut_end(&archive.name, '-');
    archive.version = cut_end(&archive.name, '-');
    *ret_archive = archive;
    return archive.name.size > 0 && archive.version.size > 0 && archive.build.size > 0;
}

/* The hash behind '#': 32 digits of MD5, or 64 of SHA-256, perhaps with its name in front. */
static void add_hash(struct mf_lock_reading *reading, struct mf_lock_package *package, struct mf_view hash,
                     struct mf_position position)
{
    if (mf_view_find(hash, ':') < hash.size) {
        mf_lock_add_spelled_hash(reading, package, hash, position);
    } else {
        mf_lock_add_hash(reading, package, mf_view_of(hash.size == 32 ? "md5" : "sha256"), hash, position);
    }
}

static void read_address(struct mf_lock_reading *reading, const struct mf_lock_line *line,
                         struct mf_view address)
{
    struct mf_view hash = address;
    struct mf_lock_conda_archive archive;
    struct mf_lock_package *package;

    address = mf_view_cut(&hash, '#');
    if (!mf_lock_conda_split(address, &archive)) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SYNTAX, mf_lock_place(line, address),
                        "a line is the address of an archive, as NAME-VERSION-BUILD.conda");
        return;
    }
    package = mf_lock_add(reading, "conda", mf_lock_place(line, address));
    (void)mf_lock_set_name(reading, package, archive.name, mf_lock_place(line, archive.name));
    mf_lock_set_version(reading, package, archive.version, mf_lock_place(line, archive.version));
    mf_lock_set_address(reading, package, address, package->position);
    package->build = archive.build;
    package->channel = archive.channel;
    package->subdirectory = archive.platform;
    package->archive_type = archive.type;
    if (hash.data != NULL) {
        add_hash(reading, package, hash, mf_lock_place(line, hash));
    }
}

void mf_lock_read_conda_explicit(struct mf_lock_reading *reading)
{
    struct mf_lock_lines lines = mf_lock_lines_of(reading);
    struct mf_lock_line line = { .number = 1 };
    bool begun = false;

    while (!mf_lock_failed(reading) && mf_lock_next_line(&lines, &line)) {
        struct mf_view text = mf_lock_trim(line.text);

        if (text.size == 0 || text.data[0] == '#') {
            continue;
        }
        if (mf_view_is(text, "@EXPLICIT")) {
            begun = true;
        } else if (begun) {
            read_address(reading, &line, text);
        } else {
            break;
        }
    }
    if (!begun) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SYNTAX, mf_lock_place(&line, line.text),
                        "the line @EXPLICIT comes before all addresses");
    }
}
