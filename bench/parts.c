/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

#include "row.h"

#include "base/bytes.h"
#include "sign/dsse.h"

#include <cjson/cJSON.h>
#include <string.h>

void parts_take(const struct release *release, struct parts *ret_parts)
{
    const struct mf_dsse_limits limits = { SIZE_MAX, 0, 64 };
    struct mf_dsse dsse;

    *ret_parts = (struct parts){ .key = release->keys[0] };
    if (mf_dsse_read(mf_bytes_view(release->envelope), &limits, &dsse, NULL) != MF_OK) {
        give_up("envelope", "cannot be taken apart");
    }
    ret_parts->statement = mf_bytes_ref(dsse.payload);
    memcpy(ret_parts->signature, dsse.signatures[0].bytes, sizeof ret_parts->signature);
    mf_buffer_append(&ret_parts->message, dsse.message);
    mf_dsse_release(&dsse);
}

void parts_end(struct parts *parts)
{
    mf_buffer_release(&parts->message);
    (void)mf_bytes_unref(parts->statement);
}

bool parts_are_signed(const struct parts *parts)
{
    return mf_ed25519_verify(mf_view_make(parts->signature, sizeof parts->signature),
                             mf_buffer_view(&parts->message), mf_key_public(parts->key));
}

bool parts_verify(const struct parts *parts)
{
    struct mf_view statement = mf_bytes_view(parts->statement);
    uint8_t digest[MF_SHA256_SIZE];
    cJSON *tree;

    if (!parts_are_signed(parts) || !mf_sha256(statement, digest)) {
        return false;
    }
    tree = cJSON_ParseWithLength(statement.data, statement.size);
    cJSON_Delete(tree);
    return tree != NULL;
}
