/* SPDX-License-Identifier: Apache-2.0 */
/* Values of parameters against their range and choices. */
#include "documents.h"

#include "model/parameter.h"

static mf_manifest *parameter(const char *fields)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_manifest *manifest;

    mf_buffer_append_text(&text, "schema: manifest/v1\nconfiguration:\n  parameters:\n  - {name: a, ");
    mf_buffer_append_text(&text, fields);
    mf_buffer_append_text(&text, "}\n");
    mf_buffer_append_byte(&text, '\0');
    manifest = must_read(text.data);
    mf_buffer_release(&text);
    return manifest;
}

START_TEST(values_are_judged_by_type)
{
    static const struct {
        const char *parameter;
        const char *value;
        enum mf_parameter_fault fault;
        const char *message;
    } cases[] = {
        { "type: int, minimum: 1, maximum: 64", "1", MF_PARAMETER_GOOD, "'1' is good" },
        { "type: int, minimum: 1, maximum: 64", "64", MF_PARAMETER_GOOD, "'64' is good" },
        { "type: int, minimum: 1, maximum: 64", "0", MF_PARAMETER_BELOW, "'0' is below the minimum of 1" },
        { "type: int, minimum: 1, maximum: 64", "-9007199254740991", MF_PARAMETER_BELOW,
          "'-9007199254740991' is below the minimum of 1" },
        { "type: int, minimum: 1, maximum: 64", "65", MF_PARAMETER_ABOVE, "'65' is above the maximum of 64" },
        { "type: int, minimum: 9007199254740990", "9007199254740991", MF_PARAMETER_GOOD, NULL },
        { "type: int, maximum: 9007199254740990", "9007199254740991", MF_PARAMETER_ABOVE, NULL },
        { "type: int, minimum: -5, maximum: -5", "-5", MF_PARAMETER_GOOD, NULL },
        { "type: number, minimum: 0, maximum: 1", "0.5", MF_PARAMETER_GOOD, NULL },
        { "type: number, minimum: 0, maximum: 1", "1.0000000000000002", MF_PARAMETER_ABOVE, NULL },
        { "type: number, minimum: 0.1", "1e-1", MF_PARAMETER_GOOD, NULL },
        { "type: number, minimum: 0.1", "-1e300", MF_PARAMETER_BELOW, NULL },
        { "type: number, choices: [0.5, 1]", "5e-1", MF_PARAMETER_GOOD, NULL },
        { "type: number, choices: [0.5, 1]", "0.75", MF_PARAMETER_NO_CHOICE,
          "'0.75' is none of the choices: 0.5 or 1" },
        { "type: duration, minimum: 5s, maximum: 5m", "300s", MF_PARAMETER_GOOD, NULL },
        { "type: duration, minimum: 5s, maximum: 5m", "301s", MF_PARAMETER_ABOVE,
          "'301s' is above the maximum of 5m" },
        { "type: duration, minimum: 5s, maximum: 5m", "4s999ms", MF_PARAMETER_BELOW, NULL },
        { "type: duration, choices: [90s, 1h]", "1m30s", MF_PARAMETER_GOOD, NULL },
        { "type: quantity, minimum: 1Gi, maximum: 2Gi", "1024Mi", MF_PARAMETER_GOOD, NULL },
        { "type: quantity, minimum: 1Gi, maximum: 2Gi", "2.000000001Gi", MF_PARAMETER_ABOVE, NULL },
        { "type: quantity, minimum: 1Gi, maximum: 2Gi", "1G", MF_PARAMETER_BELOW, NULL },
        { "type: quantity, choices: [500m, 1]", "0.5", MF_PARAMETER_GOOD, NULL },
        { "type: enum, choices: [info, debug]", "info", MF_PARAMETER_GOOD, NULL },
        { "type: enum, choices: [info, debug]", "INFO", MF_PARAMETER_NO_CHOICE,
          "'INFO' is none of the choices: debug or info" },
        { "type: string, choices: ['']", "", MF_PARAMETER_GOOD, NULL },
        { "type: string, choices: [a]", "", MF_PARAMETER_NO_CHOICE, "'' is none of the choices: a" },
        { "type: string, choices: [a, b, c, d, e, f, g, h, i, j]", "k", MF_PARAMETER_NO_CHOICE,
          "'k' is none of the choices: a, b, c, d, e, f, g, h and 2 more" },
        { "type: string", "\xe2\x80\xae", MF_PARAMETER_GOOD, "'\\u{202e}' is good" },
        { "type: bool, choices: [true]", "false", MF_PARAMETER_NO_CHOICE, NULL },
        { "type: bool", "false", MF_PARAMETER_GOOD, NULL },
        /* Text has no order, so bounds mean nothing to it. */
        { "type: string, minimum: b, maximum: c", "a", MF_PARAMETER_GOOD, NULL },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_manifest *manifest = parameter(cases[i].parameter);
        const struct model_configuration_parameters *entry = manifest->root->configuration->parameters.items;
        struct mf_view value = mf_view_of(cases[i].value);
        struct mf_buffer message = MF_BUFFER_EMPTY;
        enum mf_parameter_fault fault = mf_parameter_judge(entry, value);

        ck_assert_msg(fault == cases[i].fault, "%s: '%s' gives %d", cases[i].parameter, cases[i].value,
                      fault);
        mf_parameter_append_fault(&message, entry, value, fault);
        if (cases[i].message != NULL) {
            assert_view_is(mf_buffer_view(&message), cases[i].message);
        }
        mf_buffer_release(&message);
        mf_manifest_unref(manifest);
    }
}
END_TEST

START_TEST(values_are_compared_by_type)
{
    static const struct {
        enum mf_type type;
        const char *left;
        const char *right;
        bool same;
    } cases[] = {
        { MF_TYPE_INT, "7", "7", true },
        { MF_TYPE_INT, "7", "8", false },
        { MF_TYPE_NUMBER, "1e2", "100.0", true },
        { MF_TYPE_NUMBER, "1", "1.5", false },
        { MF_TYPE_DURATION, "60s", "1m", true },
        { MF_TYPE_DURATION, "60s", "61s", false },
        { MF_TYPE_QUANTITY, "1k", "1000", true },
        { MF_TYPE_QUANTITY, "1k", "1Ki", false },
        { MF_TYPE_STRING, "60s", "1m", false },
        { MF_TYPE_STRING, "a", "a", true },
        { MF_TYPE_BOOL, "true", "true", true },
        { MF_TYPE_BOOL, "true", "false", false },
        { MF_TYPE_SCALAR, "1.0", "1.0", true },
        { MF_TYPE_SCALAR, "1.0", "1", false },
        { MF_TYPE_DURATION, "60", "60", true },
        { MF_TYPE_DURATION, "60", "60s", false },
        { MF_TYPE_QUANTITY, "1KB", "1000", false },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool same = mf_parameter_same(cases[i].type, mf_view_of(cases[i].left), mf_view_of(cases[i].right));

        ck_assert_msg(same == cases[i].same, "'%s' and '%s'", cases[i].left, cases[i].right);
    }
}
END_TEST

START_TEST(a_parameter_without_type_is_never_wrong)
{
    struct model_configuration_parameters entry = { .minimum = { "5", 1, 0 }, .maximum = { "1", 1, 0 } };

    ck_assert_int_eq(mf_parameter_type(&entry), MF_TYPE_SCALAR);
    ck_assert_int_eq(mf_parameter_judge(&entry, mf_view_of("3")), MF_PARAMETER_GOOD);
    entry.type = (struct mf_scalar){ "purple", 6, 0 };
    ck_assert_int_eq(mf_parameter_judge(&entry, mf_view_of("3")), MF_PARAMETER_GOOD);
    entry.type = (struct mf_scalar){ "int", 3, 0 };
    ck_assert_int_eq(mf_parameter_judge(&entry, mf_view_of("3")), MF_PARAMETER_BELOW);
    ck_assert_int_eq(mf_parameter_judge(&entry, mf_view_of("three")), MF_PARAMETER_GOOD);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parameter");
    TCase *tcase = tcase_create("parameter");

    tcase_add_test(tcase, values_are_judged_by_type);
    tcase_add_test(tcase, values_are_compared_by_type);
    tcase_add_test(tcase, a_parameter_without_type_is_never_wrong);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
