/* SPDX-License-Identifier: Apache-2.0 */
#include "works.h"

#include "documents.h"
#include "row.h"

struct subject subject_of(const mf_bytes *text)
{
    return (struct subject){ mf_bytes_data(text), mf_bytes_size(text), large_options(), NULL };
}

bool is_good_text(const struct subject *subject, mf_error **reterr)
{
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_status status =
        mf_manifest_read(subject->data, subject->size, &subject->options, &manifest, &report, reterr);

    (void)mf_report_unref(report);
    (void)mf_manifest_unref(manifest);
    return status == MF_OK;
}

void read_and_check(void *context)
{
    mf_error *error = NULL;

    if (!is_good_text(context, &error)) {
        give_up(mf_error_path(error), mf_error_message(error));
    }
}

void validate(void *context)
{
    const struct subject *subject = context;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_manifest_validate(subject->manifest, NULL, &report, &error);

    if (status != MF_OK && status != MF_ERROR_INVALID) {
        give_up("validate", mf_error_message(error));
    }
    (void)mf_error_unref(error);
    (void)mf_report_unref(report);
}

void take_digest(void *context)
{
    const struct subject *subject = context;
    mf_bytes *digest = NULL;

    if (mf_manifest_digest(subject->manifest, &digest, NULL) != MF_OK) {
        give_up("digest", "failed");
    }
    (void)mf_bytes_unref(digest);
}

/* All `keys` must have signed. */
static void set_options(struct release *release, size_t keys)
{
    release->limits = large_options();
    mf_verify_options_init(&release->options, sizeof release->options);
    release->options.limits = &release->limits;
    release->options.threshold = (uint32_t)keys;
}

void release_open(struct release *release, mf_bytes *envelope, mf_key *key)
{
    set_options(release, 1);
    release->keys[0] = key;
    release->count = 1;
    release->envelope = envelope;
}

void release_sign(struct release *release, mf_manifest *manifest, size_t keys)
{
    mf_error *error = NULL;

    set_options(release, keys);
    for (release->count = 0; release->count < keys; release->count++) {
        if (mf_key_generate(&release->keys[release->count], &error) != MF_OK) {
            give_up("generate a key", mf_error_message(error));
        }
    }
    if (mf_manifest_sign(manifest, release->keys, keys, NULL, &release->envelope, NULL, &error) != MF_OK) {
        give_up("sign", mf_error_message(error));
    }
}

void release_end(struct release *release)
{
    for (size_t i = 0; i < release->count; i++) {
        (void)mf_key_unref(release->keys[i]);
    }
    (void)mf_bytes_unref(release->envelope);
}

bool is_good_release(const struct release *release, mf_error **reterr)
{
    mf_verified *verified = NULL;
    mf_report *report = NULL;
    mf_status status =
        mf_envelope_verify(mf_bytes_data(release->envelope), mf_bytes_size(release->envelope), release->keys,
                           release->count, &release->options, &verified, &report, reterr);

    (void)mf_report_unref(report);
    (void)mf_verified_unref(verified);
    return status == MF_OK;
}

void verify_release(void *context)
{
    mf_error *error = NULL;

    if (!is_good_release(context, &error)) {
        give_up("verify", mf_error_message(error));
    }
}
