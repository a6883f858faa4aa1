/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiling this file is the test: what was released is still what the headers say. Every constant, type and function that was
 * recorded is declared once more, which C allows only if it is the same; and the fields of the options stand, on 64-bit systems,
 * where they stood.
 */
#include <libmanifest/libmanifest.h>

#include "../abi/declarations.h"

#define FIELD(structure, field, type, offset)                                                                \
    _Static_assert(sizeof(void *) != 8 || (offsetof(structure, field) == (offset) &&                         \
                                           _Generic(((structure *)0)->field, type : 1, default : 0)),        \
                   #structure "." #field " has moved or changed its type")

#include "../abi/fields.h"

int main(void)
{
    return 0;
}
