/* SPDX-License-Identifier: Apache-2.0 */
/* Values of parameters, compared by type. */
#include "model/parameter.h"

#include "value/duration.h"
#include "value/number.h"
#include "value/quantity.h"

enum {
    LONGEST_SHOWN = 60,
    MOST_SHOWN = 8, /* choices */
};

enum mf_type mf_parameter_type(const struct model_configuration_parameters *parameter)
{
    return mf_type_of_values(&parameter->type);
}

static int order_of_integers(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* Negative, 0 or positive. False if the type has no order, or a value is none of it. */
static bool compare(enum mf_type type, struct mf_view left, struct mf_view right, int *ret_order)
{
    struct mf_quantity quantities[2];
    int64_t integers[2];
    double numbers[2];

    if (type == MF_TYPE_INT && mf_integer_parse(left, &integers[0]) &&
        mf_integer_parse(right, &integers[1])) {
        *ret_order = order_of_integers(integers[0], integers[1]);
        return true;
    }
    if (type == MF_TYPE_NUMBER && mf_number_parse(left, &numbers[0]) && mf_number_parse(right, &numbers[1])) {
        *ret_order = (numbers[0] > numbers[1]) - (numbers[0] < numbers[1]);
        return true;
    }
    if (type == MF_TYPE_DURATION && mf_duration_parse(left, &integers[0]) &&
        mf_duration_parse(right, &integers[1])) {
        *ret_order = order_of_integers(integers[0], integers[1]);
        return true;
    }
    if (type == MF_TYPE_QUANTITY && mf_quantity_parse(left, &quantities[0]) &&
        mf_quantity_parse(right, &quantities[1])) {
        *ret_order = mf_quantity_compare(&quantities[0], &quantities[1]);
        return true;
    }
    return false;
}

bool mf_parameter_number(enum mf_type type, struct mf_view value, double *ret_number)
{
    struct mf_quantity quantity;
    int64_t milliseconds;

    if (type == MF_TYPE_DURATION && mf_duration_parse(value, &milliseconds)) {
        *ret_number = mf_duration_seconds(milliseconds);
        return true;
    }
    if (type == MF_TYPE_QUANTITY && mf_quantity_parse(value, &quantity)) {
        *ret_number = mf_quantity_to_double(&quantity);
        return true;
    }
    return (type == MF_TYPE_INT || type == MF_TYPE_NUMBER) && mf_number_parse(value, ret_number);
}

bool mf_parameter_same(enum mf_type type, struct mf_view left, struct mf_view right)
{
    int order;

    return compare(type, left, right, &order) ? order == 0 : mf_view_equal(left, right);
}

enum mf_parameter_fault mf_parameter_judge(const struct model_configuration_parameters *parameter,
                                           struct mf_view value)
{
    enum mf_type type = mf_parameter_type(parameter);
    const struct mf_scalar *choices = parameter->choices.items;
    int order;

    if (parameter->minimum.text != NULL &&
        compare(type, value, mf_scalar_view(&parameter->minimum), &order) && order < 0) {
        return MF_PARAMETER_BELOW;
    }
    if (parameter->maximum.text != NULL &&
        compare(type, value, mf_scalar_view(&parameter->maximum), &order) && order > 0) {
        return MF_PARAMETER_ABOVE;
    }
    for (uint32_t i = 0; i < parameter->choices.count; i++) {
        if (mf_parameter_same(type, value, mf_scalar_view(&choices[i]))) {
            return MF_PARAMETER_GOOD;
        }
    }
    return parameter->choices.count == 0 ? MF_PARAMETER_GOOD : MF_PARAMETER_NO_CHOICE;
}

bool mf_parameter_is_unspoken(const struct model_configuration_parameters *parameter, struct mf_view value)
{
    struct mf_view argument = mf_scalar_view(&parameter->argument);

    return mf_parameter_type(parameter) == MF_TYPE_BOOL && mf_view_is(value, "false") && argument.size > 0 &&
           argument.data[argument.size - 1] != '=' && parameter->default_.text != NULL &&
           mf_view_is(mf_scalar_view(&parameter->default_), "true");
}

static void append_shown(struct mf_buffer *buffer, const struct mf_scalar *scalar)
{
    mf_buffer_append_printable(buffer, mf_scalar_view(scalar), LONGEST_SHOWN);
}

/* "a, b or c"; of many choices the first. */
static void append_choices(struct mf_buffer *buffer, const struct mf_list *choices)
{
    uint32_t shown = choices->count > MOST_SHOWN ? MOST_SHOWN : choices->count;

    for (uint32_t i = 0; i < shown; i++) {
        mf_buffer_append_text(buffer, i == 0 ? "" : i + 1 == choices->count ? " or " : ", ");
        append_shown(buffer, (const struct mf_scalar *)choices->items + i);
    }
    if (shown < choices->count) {
        mf_buffer_format(buffer, " and %u more", (unsigned)(choices->count - shown));
    }
}

void mf_parameter_append_fault(struct mf_buffer *buffer,
                               const struct model_configuration_parameters *parameter, struct mf_view value,
                               enum mf_parameter_fault fault)
{
    mf_buffer_append_byte(buffer, '\'');
    mf_buffer_append_printable(buffer, value, LONGEST_SHOWN);
    mf_buffer_append_byte(buffer, '\'');
    switch (fault) {
    case MF_PARAMETER_BELOW:
        mf_buffer_append_text(buffer, " is below the minimum of ");
        append_shown(buffer, &parameter->minimum);
        break;
    case MF_PARAMETER_ABOVE:
        mf_buffer_append_text(buffer, " is above the maximum of ");
        append_shown(buffer, &parameter->maximum);
        break;
    case MF_PARAMETER_NO_CHOICE:
        mf_buffer_append_text(buffer, " is none of the choices: ");
        append_choices(buffer, &parameter->choices);
        break;
    case MF_PARAMETER_GOOD:
        mf_buffer_append_text(buffer, " is good");
        break;
    }
}
