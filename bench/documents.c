/* SPDX-License-Identifier: Apache-2.0 */
#include "documents.h"

#include "row.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/bytes.h"

#define MIB ((size_t)1024 * 1024)

mf_read_options large_options(void)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.profile = MF_PROFILE_RELEASE;
    options.maximum_input = 512 * MIB;
    options.maximum_memory = 4096 * MIB;
    return options;
}

mf_bytes *real_yaml(const char *name)
{
    char path[512];
    mf_bytes *text = NULL;
    mf_error *error = NULL;

    (void)snprintf(path, sizeof path, "%s/tests/vectors/%s.yaml", MF_BENCH_SOURCE, name);
    if (mf_bytes_read_file(path, 0, &text, &error) != MF_OK) {
        give_up(path, mf_error_message(error));
    }
    return text;
}

/* Numbers in an order that looks like none: multiplication by an odd number is one to one. */
static uint32_t scatter(uint32_t number)
{
    return number * UINT32_C(2654435761);
}

static void append_digest(struct mf_buffer *buffer, uint32_t number)
{
    mf_buffer_append_text(buffer, "sha256:");
    for (uint32_t i = 0; i < 8; i++) {
        mf_buffer_format(buffer, "%08" PRIx32, scatter(number + i * 7919));
    }
}

/* Each tenth has a digest that `other` changes. */
static void append_packages(struct mf_buffer *buffer, uint32_t count, uint32_t other)
{
    for (uint32_t i = 0; i < count; i++) {
        mf_buffer_format(buffer, "  - purl: pkg:pypi/library-%08" PRIx32 "@%" PRIu32 ".%" PRIu32 ".1\n",
                         scatter(i), i % 7, i % 23);
        mf_buffer_append_text(
            buffer,
            "    scope: runtime\n    source: pypi-mirror\n    lockfile: python\n    digests:\n    - ");
        append_digest(buffer, i % 10 == 0 ? i + other : i);
        mf_buffer_append_text(buffer, "\n    - ");
        append_digest(buffer, i + 1);
        mf_buffer_append_byte(buffer, '\n');
        if (i > 0) {
            mf_buffer_format(
                buffer, "    requires:\n    - pkg:pypi/library-%08" PRIx32 "@%" PRIu32 ".%" PRIu32 ".1\n",
                scatter(i / 2), i / 2 % 7, i / 2 % 23);
        }
    }
}

static void append_artifacts(struct mf_buffer *buffer, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        mf_buffer_format(
            buffer, "- name: shard-%08" PRIx32 "\n  kind: weights\n  version: 4.2.0\n  digest: ", scatter(i));
        append_digest(buffer, i);
        mf_buffer_format(buffer,
                         "\n  size: %" PRIu32 "\n  path: model/shard-%08" PRIx32
                         ".safetensors\n  uri: s3://risk-models/fraud/4.2.0/shard-%08" PRIx32
                         "?versionId=b1\n  license: LicenseRef-proprietary\n",
                         scatter(i) / 2 + 1, scatter(i), scatter(i));
    }
}

static void append_parameters(struct mf_buffer *buffer, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        mf_buffer_format(
            buffer,
            "  - name: weight_%08" PRIx32 "\n    type: number\n    value: 0.%" PRIu32
            "\n    minimum: 0\n    maximum: 1.0\n    group: hyperparameter\n"
            "    description: Weight of feature number %" PRIu32
            " in the score.\n    impact:\n      quality: the larger, the more the feature counts\n"
            "    adjust: After training anew.\n    change: deploy\n",
            scatter(i), i + 1, i);
    }
}

/* Each is about two parameters that are far from each other. */
static void append_rules(struct mf_buffer *buffer, uint32_t count, uint32_t parameters)
{
    for (uint32_t i = 0; i < count; i++) {
        mf_buffer_format(buffer,
                         "  - name: weights-%08" PRIx32 "\n    expression: weight_%08" PRIx32
                         " < 1.0 || weight_%08" PRIx32 " < 1.0\n    message: not both are 1\n",
                         scatter(i), scatter(i % parameters), scatter(parameters - 1 - i % parameters));
    }
}

/* Copies a text up to and with the line `heading`, and moves on in it. */
static void copy_through(struct mf_buffer *buffer, const char **text, const char *heading)
{
    const char *found = strstr(*text, heading);

    if (found == NULL) {
        give_up("the manifest has no line", heading);
    }
    found += strlen(heading);
    mf_buffer_append(buffer, mf_view_make(*text, (size_t)(found - *text)));
    *text = found;
}

/* More entries for the lists of a manifest. */
struct entries {
    uint32_t packages;
    uint32_t parameters;
    uint32_t rules;
    uint32_t artifacts;
    uint32_t other; /* another number makes other digests */
};

/* The real manifest "tabular" with more entries. */
static mf_bytes *extended(struct entries more)
{
    mf_bytes *real = real_yaml("tabular");
    const char *text = mf_bytes_data(real);
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_bytes *generated = NULL;

    copy_through(&buffer, &text, "\n  packages:\n");
    append_packages(&buffer, more.packages, more.other);
    copy_through(&buffer, &text, "\n  parameters:\n");
    append_parameters(&buffer, more.parameters);
    copy_through(&buffer, &text, "\n  rules:\n");
    append_rules(&buffer, more.rules, more.parameters);
    copy_through(&buffer, &text, "\nartifacts:\n");
    append_artifacts(&buffer, more.artifacts);
    mf_buffer_append_text(&buffer, text);
    if (mf_buffer_finish(&buffer, &generated, NULL) != MF_OK) {
        give_up("generated manifest", "out of memory");
    }
    (void)mf_bytes_unref(real);
    return generated;
}

mf_bytes *generated_yaml(unsigned packages)
{
    return extended((struct entries){ packages, packages / 10, 0, packages / 10, 0 });
}

mf_bytes *generated_successor(unsigned packages)
{
    return extended((struct entries){ packages, packages / 10, 0, packages / 10, 1U << 24 });
}

mf_bytes *generated_parameters(unsigned parameters)
{
    return extended((struct entries){ 0, parameters, parameters, 0, 0 });
}

unsigned packages_for(size_t size)
{
    enum { REAL = 15459, SAMPLE = 1000 };
    mf_bytes *sample = generated_yaml(SAMPLE);
    size_t each = (mf_bytes_size(sample) - REAL) / SAMPLE;

    (void)mf_bytes_unref(sample);
    return size < REAL ? 0 : (unsigned)((size - REAL) / each);
}

mf_manifest *read_manifest(const mf_bytes *text, const mf_read_options *options)
{
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;

    if (mf_manifest_read(mf_bytes_data(text), mf_bytes_size(text), options, &manifest, NULL, &error) !=
        MF_OK) {
        give_up(mf_error_path(error), mf_error_message(error));
    }
    return manifest;
}

static mf_bytes *converted(const mf_bytes *yaml, bool canonical)
{
    mf_read_options options = large_options();
    mf_manifest *manifest = read_manifest(yaml, &options);
    mf_bytes *json = NULL;
    mf_status status = canonical ? mf_manifest_canonical(manifest, &json, NULL)
                                 : mf_manifest_write(manifest, MF_FORMAT_JSON, &json, NULL);

    if (status != MF_OK) {
        give_up("writing JSON", mf_status_name(status));
    }
    (void)mf_manifest_unref(manifest);
    return json;
}

mf_bytes *indented_json(const mf_bytes *yaml)
{
    return converted(yaml, false);
}

mf_bytes *canonical_json(const mf_bytes *yaml)
{
    return converted(yaml, true);
}
