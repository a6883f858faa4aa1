/* SPDX-License-Identifier: Apache-2.0 */
/* Names of the types, and which go together. */
#include "expression/type.h"

bool mf_expression_type_is_known(mf_expression_type type)
{
    return (type >= MF_EXPRESSION_INT && type <= MF_EXPRESSION_STRING) ||
           (type >= MF_EXPRESSION_LIST && type <= MF_EXPRESSION_LIST_STRING);
}

const char *mf_expression_type_name(mf_expression_type type)
{
    switch (type) {
    case MF_EXPRESSION_ANY:
        return "any";
    case MF_EXPRESSION_INT:
        return "int";
    case MF_EXPRESSION_DOUBLE:
        return "double";
    case MF_EXPRESSION_BOOL:
        return "bool";
    case MF_EXPRESSION_STRING:
        return "string";
    case MF_EXPRESSION_LIST:
        return "list";
    case MF_EXPRESSION_LIST_INT:
        return "list(int)";
    case MF_EXPRESSION_LIST_DOUBLE:
        return "list(double)";
    case MF_EXPRESSION_LIST_BOOL:
        return "list(bool)";
    case MF_EXPRESSION_LIST_STRING:
        return "list(string)";
    default:
        return "unknown";
    }
}

const char *mf_expression_type_article(mf_expression_type type)
{
    switch (type) {
    case MF_EXPRESSION_INT:
        return "an int";
    case MF_EXPRESSION_DOUBLE:
        return "a double";
    case MF_EXPRESSION_BOOL:
        return "a bool";
    case MF_EXPRESSION_STRING:
        return "a string";
    case MF_EXPRESSION_LIST:
        return "an empty list";
    case MF_EXPRESSION_LIST_INT:
        return "a list(int)";
    case MF_EXPRESSION_LIST_DOUBLE:
        return "a list(double)";
    case MF_EXPRESSION_LIST_BOOL:
        return "a list(bool)";
    case MF_EXPRESSION_LIST_STRING:
        return "a list(string)";
    default:
        return "nothing";
    }
}

mf_expression_type mf_expression_type_join(mf_expression_type left, mf_expression_type right)
{
    if (left == right || (right == MF_EXPRESSION_LIST && mf_expression_type_is_list(left))) {
        return left;
    }
    return left == MF_EXPRESSION_LIST && mf_expression_type_is_list(right) ? right : MF_EXPRESSION_ANY;
}
