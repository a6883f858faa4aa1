/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout of the public structs as it was released, on 64-bit systems. Compiling this file is the test: abidiff, told to let
 * options grow at their end, no longer sees that a field of them changed its type. A new field is added here, at the end;
 * nothing else changes.
 */
#include <libmanifest/libmanifest.h>

#define FIELD(structure, field, type, offset)                                                                \
    _Static_assert(sizeof(void *) != 8 || (offsetof(structure, field) == (offset) &&                         \
                                           _Generic(((structure *)0)->field, type : 1, default : 0)),        \
                   #structure "." #field " has moved or changed its type")

FIELD(mf_read_options, size, size_t, 0);
FIELD(mf_read_options, format, int32_t, 8);
FIELD(mf_read_options, profile, int32_t, 12);
FIELD(mf_read_options, maximum_input, size_t, 16);
FIELD(mf_read_options, maximum_memory, size_t, 24);
FIELD(mf_read_options, maximum_depth, uint32_t, 32);
FIELD(mf_read_options, maximum_entries, uint32_t, 36);
FIELD(mf_read_options, maximum_string, size_t, 40);
FIELD(mf_read_options, maximum_findings, uint32_t, 48);
FIELD(mf_read_options, reserved, uint32_t, 52);

FIELD(mf_sign_options, size, size_t, 0);
FIELD(mf_sign_options, profile, int32_t, 8);
FIELD(mf_sign_options, reserved, uint32_t, 12);

FIELD(mf_verify_options, size, size_t, 0);
FIELD(mf_verify_options, threshold, uint32_t, 8);
FIELD(mf_verify_options, profile, int32_t, 12);
FIELD(mf_verify_options, time, int64_t, 16);
FIELD(mf_verify_options, limits, const mf_read_options *, 24);

int main(void)
{
    return 0;
}
