/* SPDX-License-Identifier: Apache-2.0 */
/* What targets share that read manifests: small limits, canonical forms, and what was written must read as the same. */
#ifndef MF_FUZZ_DOCUMENTS_H
#define MF_FUZZ_DOCUMENTS_H

#include "fuzz.h"

#include "base/bytes.h"

#include <libmanifest/libmanifest.h>

/* Small, so that both sides of each limit are seen. */
static inline mf_read_options small_options(mf_format format)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.format = format;
    options.maximum_input = 64 * 1024;
    options.maximum_memory = 4 * 1024 * 1024;
    options.maximum_depth = 20;
    options.maximum_entries = 50;
    options.maximum_string = 300;
    options.maximum_findings = 20;
    return options;
}

/* NULL if it is none. */
static inline mf_manifest *read_manifest(struct mf_view text, mf_format format)
{
    mf_read_options options = small_options(format);
    mf_manifest *manifest = NULL;

    (void)mf_manifest_read(text.size == 0 ? "" : text.data, text.size, &options, &manifest, NULL, NULL);
    return manifest;
}

static inline mf_bytes *canonical_of(const mf_manifest *manifest)
{
    mf_bytes *bytes = NULL;

    require(mf_manifest_canonical(manifest, &bytes, NULL) == MF_OK, "no canonical form");
    return bytes;
}

static inline void require_same(const mf_bytes *left, const mf_bytes *right, const char *what)
{
    require(mf_view_equal(mf_bytes_view(left), mf_bytes_view(right)), what);
}

static inline void require_canonical(const mf_manifest *manifest, const mf_bytes *canonical, const char *what)
{
    mf_bytes *bytes = canonical_of(manifest);

    require_same(bytes, canonical, what);
    mf_bytes_unref(bytes);
}

/* The text, which the library wrote, is this manifest. */
static inline void check_text(const mf_bytes *text, mf_format format, const mf_bytes *canonical)
{
    mf_read_options options;
    mf_manifest *again = NULL;

    mf_read_options_init(&options, sizeof options);
    options.format = format;
    require(mf_manifest_read(mf_bytes_data(text), mf_bytes_size(text), &options, &again, NULL, NULL) == MF_OK,
            "what was written cannot be read");
    require_canonical(again, canonical, "what was written reads as something else");
    mf_manifest_unref(again);
}

static inline void check_written(const mf_manifest *manifest, const mf_bytes *canonical)
{
    check_text(canonical, MF_FORMAT_JSON, canonical);
    for (mf_format format = MF_FORMAT_YAML; format <= MF_FORMAT_JSON; format++) {
        mf_bytes *text = NULL;

        require(mf_manifest_write(manifest, format, &text, NULL) == MF_OK, "it cannot be written");
        check_text(text, format, canonical);
        mf_bytes_unref(text);
    }
}

/* Takes what stands before the next NUL off the front of the text; all of it where there is none. */
static inline struct mf_view take_part(struct mf_view *text)
{
    const char *end = text->size == 0 ? NULL : memchr(text->data, '\0', text->size);
    struct mf_view part = *text;

    if (end != NULL) {
        part.size = (size_t)(end - text->data);
        *text = mf_view_make(end + 1, text->size - part.size - 1);
    } else {
        *text = mf_view_make("", 0);
    }
    return part;
}

#endif
