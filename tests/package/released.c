/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiling this file is the test: what was released is still what the headers say. Every constant, type and function that was
 * recorded is declared once more, which C allows only if it is the same; and the fields of the options stand, on 64-bit systems,
 * where they stood. A new field is added here, at the end; nothing else changes.
 */
#include <libmanifest/libmanifest.h>

#include "../abi/declarations.h"

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
FIELD(mf_sign_options, rules, const mf_rules *, 16);

FIELD(mf_validate_options, size, size_t, 0);
FIELD(mf_validate_options, profile, int32_t, 8);
FIELD(mf_validate_options, maximum_findings, uint32_t, 12);
FIELD(mf_validate_options, time, int64_t, 16);
FIELD(mf_validate_options, rules, const mf_rules *, 24);

FIELD(mf_verify_options, size, size_t, 0);
FIELD(mf_verify_options, threshold, uint32_t, 8);
FIELD(mf_verify_options, profile, int32_t, 12);
FIELD(mf_verify_options, time, int64_t, 16);
FIELD(mf_verify_options, limits, const mf_read_options *, 24);

int main(void)
{
    return 0;
}
