/* SPDX-License-Identifier: Apache-2.0 */
/* Looking up variables. */
#include "expression/declarations.h"

#include "base/nearest.h"
#include "value/ascii.h"
#include "value/check.h"

enum { LOOKED_AT = 64 };

static bool is_identifier(struct mf_view text)
{
    /* The variables of the environment have the same form. */
    return mf_variable_check(text, NULL) && !mf_identifier_is_reserved(text);
}

bool mf_declaration_name_check(struct mf_view name)
{
    if (name.size == 0 || name.size > MF_VARIABLE_SIZE) {
        return false;
    }
    while (name.data != NULL) {
        if (!is_identifier(mf_view_cut(&name, '.'))) {
            return false;
        }
    }
    return true;
}

size_t mf_declarations_place(const struct mf_declarations *declarations, struct mf_view name)
{
    size_t low = 0;
    size_t high = declarations->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (mf_view_compare(declarations->sorted[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct mf_declaration *mf_declarations_find(const struct mf_declarations *declarations,
                                                  struct mf_view name)
{
    size_t place = mf_declarations_place(declarations, name);

    if (place == declarations->count || !mf_view_equal(declarations->sorted[place].name, name)) {
        return NULL;
    }
    return &declarations->sorted[place];
}

struct mf_view mf_declarations_nearest(const struct mf_declarations *declarations, struct mf_view name)
{
    struct mf_nearest nearest = { .wanted = name };
    size_t place = mf_declarations_place(declarations, name);
    size_t first = place > LOOKED_AT / 2 ? place - LOOKED_AT / 2 : 0;
    size_t end = declarations->count - first < LOOKED_AT ? declarations->count : first + LOOKED_AT;

    first = end < LOOKED_AT ? 0 : end - LOOKED_AT;
    for (size_t i = first; i < end; i++) {
        mf_nearest_offer(&nearest, declarations->sorted[i].name);
    }
    return nearest.best;
}
