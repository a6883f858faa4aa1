/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at what an evaluation gave. */
#include "base/error.h"
#include "expression/values.h"

mf_expression_type mf_expression_values_result_type(const mf_expression_values *values)
{
    return values == NULL ? MF_EXPRESSION_ANY : values->result.type;
}

size_t mf_expression_values_result_count(const mf_expression_values *values)
{
    mf_expression_type type = mf_expression_values_result_type(values);

    if (mf_expression_type_is_list(type)) {
        return values->result.as.list.count;
    }
    return type == MF_EXPRESSION_ANY ? 0 : 1;
}

/* The result, or its entry, if it is of the type that is asked for. */
static mf_status find(const mf_expression_values *values, size_t index, mf_expression_type type, bool given,
                      const struct mf_operand **ret_operand, mf_error **reterr)
{
    const struct mf_operand *operand;

    if (values == NULL || !given) {
        return mf_error_argument(reterr, "values and the place for the result must not be NULL");
    }
    if (index >= mf_expression_values_result_count(values)) {
        return MF_ABSENT;
    }
    operand = mf_expression_type_is_list(values->result.type) ? &values->result.as.list.entries[index]
                                                              : &values->result;
    if (operand->type != type) {
        return mf_error_set(reterr, MF_ERROR_TYPE, "the result is %s, not %s",
                            mf_expression_type_article(operand->type), mf_expression_type_article(type));
    }
    *ret_operand = operand;
    return MF_OK;
}

mf_status mf_expression_values_result_int(const mf_expression_values *values, size_t index,
                                          int64_t *ret_value, mf_error **reterr)
{
    const struct mf_operand *operand = NULL;
    mf_status status = find(values, index, MF_EXPRESSION_INT, ret_value != NULL, &operand, reterr);

    if (status == MF_OK) {
        *ret_value = operand->as.integer;
    }
    return status;
}

mf_status mf_expression_values_result_double(const mf_expression_values *values, size_t index,
                                             double *ret_value, mf_error **reterr)
{
    const struct mf_operand *operand = NULL;
    mf_status status = find(values, index, MF_EXPRESSION_DOUBLE, ret_value != NULL, &operand, reterr);

    if (status == MF_OK) {
        *ret_value = operand->as.number;
    }
    return status;
}

mf_status mf_expression_values_result_bool(const mf_expression_values *values, size_t index,
                                           int32_t *ret_value, mf_error **reterr)
{
    const struct mf_operand *operand = NULL;
    mf_status status = find(values, index, MF_EXPRESSION_BOOL, ret_value != NULL, &operand, reterr);

    if (status == MF_OK) {
        *ret_value = operand->as.truth;
    }
    return status;
}

mf_status mf_expression_values_result_text(const mf_expression_values *values, size_t index,
                                           const char **ret_text, size_t *ret_size, mf_error **reterr)
{
    const struct mf_operand *operand = NULL;
    mf_status status = find(values, index, MF_EXPRESSION_STRING, ret_text != NULL, &operand, reterr);

    if (status == MF_OK) {
        *ret_text = operand->as.text.data;
        if (ret_size != NULL) {
            *ret_size = operand->as.text.size;
        }
    }
    return status;
}
