/* SPDX-License-Identifier: Apache-2.0 */
/* The list of SPDX identifiers against a published copy of it, and what is said of identifiers in expressions. */
#include "harness.h"

#include "value/check.h"
#include "value/spdx.h"
#include "value/spdx_ids.h"

#include <cjson/cJSON.h>

#include <stdlib.h>

START_TEST(arrays_are_sorted)
{
    for (size_t i = 1; i < mf_spdx_ids.license_count; i++) {
        ck_assert_msg(strcmp(mf_spdx_ids.licenses[i - 1], mf_spdx_ids.licenses[i]) < 0, "%s",
                      mf_spdx_ids.licenses[i]);
    }
    for (size_t i = 1; i < mf_spdx_ids.exception_count; i++) {
        ck_assert_msg(strcmp(mf_spdx_ids.exceptions[i - 1], mf_spdx_ids.exceptions[i]) < 0, "%s",
                      mf_spdx_ids.exceptions[i]);
    }
    for (size_t i = 1; i < mf_spdx_ids.deprecated_count; i++) {
        ck_assert_msg(strcmp(mf_spdx_ids.deprecated[i - 1].id, mf_spdx_ids.deprecated[i].id) < 0, "%s",
                      mf_spdx_ids.deprecated[i].id);
    }
    ck_assert_uint_gt(mf_spdx_ids.license_count, 600);
    ck_assert_uint_gt(mf_spdx_ids.exception_count, 60);
}
END_TEST

static bool is_known(const char *id)
{
    char text[128] = "MIT WITH ";
    struct mf_spdx_id found;

    if (mf_spdx_check(mf_view_of(id), NULL) && !mf_spdx_find(mf_view_of(id), MF_SPDX_UNKNOWN, &found)) {
        return true;
    }
    (void)strncat(text, id, sizeof text - strlen(text) - 1);
    return mf_spdx_check(mf_view_of(text), NULL) && !mf_spdx_find(mf_view_of(text), MF_SPDX_UNKNOWN, &found);
}

/* Every published identifier is known, and there are no more of ours. */
START_TEST(published_list)
{
    mf_bytes *bytes;
    cJSON *schema;
    const cJSON *ids;
    const cJSON *id;

    if (!have_testdata("spdx")) {
        return;
    }
    bytes = testdata_file("cyclonedx/schema/spdx.schema.json");
    ck_assert_ptr_nonnull(bytes);
    schema = cJSON_ParseWithLength((const char *)mf_bytes_data(bytes), mf_bytes_size(bytes));
    ck_assert_ptr_nonnull(schema);
    ck_assert_ptr_nonnull(
        strstr(cJSON_GetStringValue(cJSON_GetObjectItem(schema, "$comment")), mf_spdx_ids.version));
    ids = cJSON_GetObjectItem(schema, "enum");
    ck_assert_int_eq(cJSON_GetArraySize(ids), (int)(mf_spdx_ids.license_count + mf_spdx_ids.exception_count +
                                                    mf_spdx_ids.deprecated_count));
    cJSON_ArrayForEach(id, ids)
    {
        ck_assert_msg(is_known(id->valuestring), "%s", id->valuestring);
    }
    cJSON_Delete(schema);
    mf_bytes_unref(bytes);
}
END_TEST

/* What is to be written instead of a deprecated identifier is an expression of identifiers that are not. */
START_TEST(replacements_are_good)
{
    struct mf_spdx_id found;

    for (size_t i = 0; i < mf_spdx_ids.deprecated_count; i++) {
        const struct mf_spdx_deprecated *row = &mf_spdx_ids.deprecated[i];
        char text[128] = "";

        if (row->instead != NULL) {
            (void)strcat(strcat(text, row->exception ? "MIT WITH " : ""), row->instead);
            ck_assert_msg(mf_spdx_check(mf_view_of(text), NULL), "%s", text);
            ck_assert_msg(!mf_spdx_find(mf_view_of(text), MF_SPDX_UNKNOWN, &found), "%s", text);
            ck_assert_msg(!mf_spdx_find(mf_view_of(text), MF_SPDX_DEPRECATED, &found), "%s", text);
        }
    }
}
END_TEST

START_TEST(standings)
{
    static const struct {
        const char *expression;
        const char *unknown; /* NULL: none */
        const char *instead;
        const char *deprecated;
        const char *new;
    } cases[] = {
        { "Apache-2.0", NULL, NULL, NULL, NULL },
        { "MIT AND (BSD-3-Clause OR GPL-2.0-or-later WITH Classpath-exception-2.0)", NULL, NULL, NULL, NULL },
        { "Apache-2.0+", NULL, NULL, NULL, NULL },
        { "LicenseRef-acme OR DocumentRef-x:LicenseRef-y", NULL, NULL, NULL, NULL },
        { "MIT WITH AdditionRef-acme", NULL, NULL, NULL, NULL },
        { "MIT WITH DocumentRef-x:AdditionRef-acme", NULL, NULL, NULL, NULL },
        { "GPL-2.0", NULL, NULL, "GPL-2.0", "GPL-2.0-only" },
        { "MIT OR GPL-2.0+", NULL, NULL, "GPL-2.0+", "GPL-2.0-or-later" },
        { "AGPL-3.0+", NULL, NULL, "AGPL-3.0+", "AGPL-3.0-or-later" },
        { "eCos-2.0", NULL, NULL, "eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0" },
        { "Net-SNMP", NULL, NULL, "Net-SNMP", NULL },
        { "LGPL-2.1-only WITH Nokia-Qt-exception-1.1", NULL, NULL, "Nokia-Qt-exception-1.1",
          "Qt-LGPL-exception-1.1" },
        { "Apache-2", "Apache-2", "Apache-2.0", NULL, NULL },
        { "apache-2.0", "apache-2.0", "Apache-2.0", NULL, NULL },
        { "mit", "mit", "MIT", NULL, NULL },
        { "MIT OR BSD", "BSD", "BSD-3-Clause", NULL, NULL },
        { "GPLv3+", "GPLv3+", "GPL-3.0-or-later", NULL, NULL },
        { "Apache-2.1", "Apache-2.1", "Apache-1.1", NULL, NULL },
        { "Proprietary", "Proprietary", NULL, NULL, NULL },
        { "ACME-1.0-house-rules-of-the-whole-enterprise-and-more",
          "ACME-1.0-house-rules-of-the-whole-enterprise-and-more", NULL, NULL, NULL },
        { "(((MIT)) AND (Foo OR Bar))", "Foo", NULL, NULL, NULL },
        /* Each in its own place: an exception is no licence, nor the other way round. */
        { "Classpath-exception-2.0", "Classpath-exception-2.0", NULL, NULL, NULL },
        { "MIT WITH Apache-2.0", "Apache-2.0", NULL, NULL, NULL },
        { "MIT WITH classpath-exception-2.0", "classpath-exception-2.0", "Classpath-exception-2.0", NULL,
          NULL },
        { "MIT WITH GPL-2.0 AND GPL-3.0", "GPL-2.0", NULL, "GPL-3.0", "GPL-3.0-only" },
        { "NOASSERTION", "NOASSERTION", NULL, NULL, NULL },
        { "NONE", "NONE", NULL, NULL, NULL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_view expression = mf_view_of(cases[i].expression);
        struct mf_spdx_id id = { { NULL, 0 }, MF_SPDX_LISTED, false };

        ck_assert_msg(mf_spdx_check(expression, NULL), "%s", cases[i].expression);
        ck_assert_msg(mf_spdx_find(expression, MF_SPDX_UNKNOWN, &id) == (cases[i].unknown != NULL), "%s",
                      cases[i].expression);
        assert_view_is(id.text, cases[i].unknown == NULL ? "" : cases[i].unknown);
        if (cases[i].instead != NULL) {
            assert_view_is(mf_spdx_instead(&id), cases[i].instead);
        }
        id = (struct mf_spdx_id){ { NULL, 0 }, MF_SPDX_LISTED, false };
        ck_assert_msg(mf_spdx_find(expression, MF_SPDX_DEPRECATED, &id) == (cases[i].deprecated != NULL),
                      "%s", cases[i].expression);
        assert_view_is(id.text, cases[i].deprecated == NULL ? "" : cases[i].deprecated);
        assert_view_is(mf_spdx_instead(&id), cases[i].new == NULL ? "" : cases[i].new);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spdx");
    TCase *tcase = tcase_create("spdx");

    tcase_add_test(tcase, arrays_are_sorted);
    tcase_add_test(tcase, published_list);
    tcase_add_test(tcase, replacements_are_good);
    tcase_add_test(tcase, standings);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
