/* SPDX-License-Identifier: Apache-2.0 */
/* The types of the expression language, and the values they have while something is evaluated. */
#ifndef MF_EXPRESSION_TYPE_H
#define MF_EXPRESSION_TYPE_H

#include "base/view.h"

#include <libmanifest/expression.h>

/* True for the types that a value can have; the bare MF_EXPRESSION_LIST among them. */
bool mf_expression_type_is_known(mf_expression_type type);

/* "an int", "a double". */
const char *mf_expression_type_article(mf_expression_type type);

static inline bool mf_expression_type_is_list(mf_expression_type type)
{
    return type >= MF_EXPRESSION_LIST;
}

/* Of a list the type of its entries; MF_EXPRESSION_ANY where nothing is known of them. */
static inline mf_expression_type mf_expression_type_entry(mf_expression_type type)
{
    return type - MF_EXPRESSION_LIST;
}

/* The type that both fit: the same, or of two lists, one of which is empty, that of the other. MF_EXPRESSION_ANY if there is
 * none. */
mf_expression_type mf_expression_type_join(mf_expression_type left, mf_expression_type right);

/* Why something has no value. */
enum mf_lack {
    MF_LACK_OVERFLOW = 1,
    MF_LACK_DIVISION,
    MF_LACK_REMAINDER,
    MF_LACK_ORDER, /* NaN is neither less nor greater */
    MF_LACK_DATA,
    MF_LACK_FINITE, /* NaN and infinity of a variable are no data */
};

/* A value. In place of one that could not be had stands why, with type MF_EXPRESSION_ANY. */
struct mf_operand {
    mf_expression_type type;
    union {
        int64_t integer;
        double number;
        bool truth;
        struct mf_view text;
        struct {
            const struct mf_operand *entries;
            size_t count;
        } list;
        struct {
            enum mf_lack why;
            uint32_t instruction; /* that failed first */
        } lack;
    } as;
};

static inline bool mf_operand_lacks(const struct mf_operand *operand)
{
    return operand->type == MF_EXPRESSION_ANY;
}

#endif
