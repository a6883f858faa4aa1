/* SPDX-License-Identifier: Apache-2.0 */
/* The table of the scalar types, and the checks of those that need no file of their own. */
#include "value/type.h"

#include "value/check.h"
#include "value/number.h"

/* Code points that no text may hold, as the inside of a class of a regular expression: controls without TAB and LF, line
 * and paragraph separators, bidirectional controls, the byte order mark, noncharacters of the first plane. */
#define HIDDEN                                                                                               \
    "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-"              \
    "\\u2069\\ufdd0-\\ufdef"                                                                                 \
    "\\ufeff\\ufffe\\uffff"
#define LINE_PATTERN "^[^\\t\\n" HIDDEN "]+$"
#define URI_BYTES    "[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]"

#define LINE_GRAMMAR                                                                                         \
    "one line of UTF-8 without control characters, line separators, bidirectional controls and "             \
    "noncharacters"

static const struct mf_type_info types[MF_TYPE_COUNT] = {
    [MF_TYPE_STRING] = { "string", MF_JSON_KIND_STRING, "a line of text", LINE_GRAMMAR, LINE_PATTERN, 0,
                         false },
    [MF_TYPE_TEXT] = { "text", MF_JSON_KIND_STRING, "text", "as `string`, with line feeds and tabs",
                       "^[^" HIDDEN "]+$", 0, false },
    [MF_TYPE_NAME] = { "name", MF_JSON_KIND_STRING,
                       "a name: lower-case letters, digits, '.', '_' and '-', beginning and ending with a "
                       "letter or digit, at most 128 bytes",
                       "`[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?`", "^[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?$",
                       MF_NAME_SIZE, false },
    [MF_TYPE_IDENTIFIER] = { "identifier", MF_JSON_KIND_STRING,
                             "an identifier: lower-case letters, digits and '_', beginning with a letter, "
                             "at most 63 bytes, no reserved word",
                             "`[a-z][a-z0-9_]{0,62}`, no keyword or reserved word of CEL",
                             "^[a-z][a-z0-9_]{0,62}$", MF_IDENTIFIER_SIZE, false },
    [MF_TYPE_VARIABLE] = { "variable", MF_JSON_KIND_STRING,
                           "the name of an environment variable: letters, digits and '_', not beginning "
                           "with a digit, at most 255 bytes",
                           "`[A-Za-z_][A-Za-z0-9_]{0,254}`", "^[A-Za-z_][A-Za-z0-9_]{0,254}$",
                           MF_VARIABLE_SIZE, false },
    [MF_TYPE_LABEL] = { "label", MF_JSON_KIND_STRING,
                        "a label such as app or example.com/team: letters, digits, '.', '_' and '-', at "
                        "most 63 bytes, perhaps after a domain and '/'",
                        "a qualified name of Kubernetes: perhaps a DNS name of at most 253 bytes and `/`, "
                        "then `[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?`",
                        "^([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$", MF_LABEL_SIZE,
                        false },
    [MF_TYPE_PATH] = { "path", MF_JSON_KIND_STRING,
                       "a relative path with '/' between its parts, none of them '.' or '..'",
                       "relative, `/` between the parts, no part empty, `.` or `..`, no `\\`, at most 1024 "
                       "bytes",
                       "^[^/\\\\\\t\\n" HIDDEN "]+(/[^/\\\\\\t\\n" HIDDEN "]+)*$", MF_PATH_SIZE, false },
    [MF_TYPE_REPOSITORY] = { "repository", MF_JSON_KIND_STRING,
                             "an image repository with its registry, such as "
                             "registry.example.com/team/image, without tag and digest",
                             "an OCI reference without tag and digest, in lower case, at most 255 bytes; "
                             "the registry's host is always written: it has a dot or a port, or is "
                             "`localhost`",
                             "^[a-z0-9.:\\[\\]-]+(/[a-z0-9._-]+)+$", MF_REPOSITORY_SIZE, false },
    [MF_TYPE_COMMIT] = { "commit", MF_JSON_KIND_STRING,
                         "the full id of a commit: 40 or 64 lower-case hexadecimal digits",
                         "40 or 64 digits `0-9a-f`", "^([0-9a-f]{40}|[0-9a-f]{64})$", MF_COMMIT_SIZE, false },
    [MF_TYPE_SEMVER] = { "semver", MF_JSON_KIND_STRING, "a semantic version such as 1.4.0 or 2.0.0-rc.1",
                         "Semantic Versioning 2.0.0, at most 255 bytes",
                         "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$",
                         MF_SEMVER_SIZE, false },
    [MF_TYPE_RANGE] = { "range", MF_JSON_KIND_STRING, "a range of versions such as >=3.10,<3.13",
                        "comparisons that must all hold, with commas between them: one of `>=` `>` `<=` "
                        "`<` `==` `!=`, then up to 8 numbers with dots between them, or for memory a quantity "
                        "with a factor, such as `80Gi`; at most 255 bytes",
                        "^(>=|>|<=|<|==|!=)[0-9]+(\\.[0-9]+)*([mkMGTP]|[KMGTP]i)?(,(>=|>|<=|<|==|!=)[0-9]+(\\.[0-9]+)*([mkMGTP]|[KMGTP]i)?)*$",
                        MF_RANGE_SIZE, false },
    [MF_TYPE_URI] = { "uri", MF_JSON_KIND_STRING, "an absolute URI such as https://example.com/x",
                      "RFC 3986 with a scheme, perhaps with a fragment, at most 4096 bytes",
                      "^[A-Za-z][A-Za-z0-9+.-]*:" URI_BYTES "+$", MF_URI_SIZE, false },
    [MF_TYPE_SPDX] = { "spdx", MF_JSON_KIND_STRING,
                       "an SPDX licence expression such as Apache-2.0 or MIT AND BSD-3-Clause",
                       "an SPDX licence expression: identifiers, `LicenseRef-…`, `+`, `WITH`, `AND`, `OR` "
                       "and parentheses up to 32 deep, with single spaces; at most 4096 bytes",
                       "^[A-Za-z0-9.:+() -]+$", MF_SPDX_SIZE, false },
    [MF_TYPE_PURL] = { "purl", MF_JSON_KIND_STRING,
                       "a package URL in its canonical spelling with a version, such as pkg:pypi/numpy@2.1.0",
                       "a package URL (ECMA-427) in its canonical spelling, with a version, at most 2048 "
                       "bytes",
                       "^pkg:[a-z][a-z0-9.-]*/([A-Za-z0-9._~:%-]+/)*[A-Za-z0-9._~:%-]+@[A-Za-z0-9._~:%-]+(\\?[A-Za-z0-9._~:%=&-]+)?(#[A-Za-z0-9._~:%/-]+)?$",
                       MF_PURL_SIZE, false },
    [MF_TYPE_DIGEST] = { "digest", MF_JSON_KIND_STRING,
                         "a digest: sha256: and 64, or sha512: and 128 lower-case hexadecimal digits",
                         "`sha256:` and 64 digits `0-9a-f`, or `sha512:` and 128",
                         "^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$", MF_DIGEST_SIZE, false },
    [MF_TYPE_TIMESTAMP] = { "timestamp", MF_JSON_KIND_STRING, "a time in UTC such as 2026-01-31T09:30:00Z",
                            "`YYYY-MM-DDThh:mm:ssZ`: whole seconds, a real date, no leap second, years "
                            "1970 to 9999",
                            "^(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
                            MF_TIMESTAMP_SIZE, true },
    [MF_TYPE_DURATION] = { "duration", MF_JSON_KIND_STRING, "a duration such as 1h30m",
                           "`([1-9][0-9]*d)?([1-9][0-9]*h)?([1-9][0-9]*m)?([1-9][0-9]*s)?([1-9][0-9]*ms)?`, "
                           "not empty, or `0s`; `d` is 24 h; at most 100 years of 365.25 days",
                           "^(0s|(?=[1-9])([1-9][0-9]*d)?([1-9][0-9]*h)?([1-9][0-9]*m)?([1-9][0-9]*s)?([1-9][0-9]*ms)?)$",
                           MF_DURATION_SIZE, false },
    [MF_TYPE_QUANTITY] = { "quantity", MF_JSON_KIND_STRING, "a quantity such as 500m, 1.5 or 64Gi",
                           "`(0|[1-9][0-9]*)(\\.[0-9]{1,9})?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?`, below 2^63; a "
                           "bare number is accepted and becomes that string",
                           "^(0|[1-9][0-9]*)(\\.[0-9]{1,9})?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$", MF_QUANTITY_SIZE,
                           true },
    [MF_TYPE_PORTION] = { "portion", MF_JSON_KIND_STRING,
                          "a number of instances such as 2, or a share such as 25%",
                          "`0`, or `[1-9][0-9]{0,8}%?`", "^(0|[1-9][0-9]{0,8}%?)$", MF_PORTION_SIZE, false },
    [MF_TYPE_EXPRESSION] = { "expression", MF_JSON_KIND_STRING, "an expression", LINE_GRAMMAR, LINE_PATTERN,
                             0, false },
    [MF_TYPE_INT] = { "int", MF_JSON_KIND_NUMBER, "an integer",
                      "`0` or `-?[1-9][0-9]*`, from -(2^53 - 1) to 2^53 - 1", NULL, 0, true },
    [MF_TYPE_NUMBER] = { "number", MF_JSON_KIND_NUMBER, "a number",
                         "a number of JSON (RFC 8259), finite as a double", NULL, 0, true },
    [MF_TYPE_BOOL] = { "bool", MF_JSON_KIND_BOOL, "true or false", "`true` or `false`", NULL, 0, true },
    [MF_TYPE_ENUM] = { "enum", MF_JSON_KIND_STRING, "one of the choices", "one of the choices of the field",
                       NULL, 0, false },
    [MF_TYPE_REF] = { "ref", MF_JSON_KIND_STRING, "the key of an entry", "the key of an entry of another set",
                      NULL, 0, false },
    [MF_TYPE_SCALAR] = { "scalar", MF_JSON_KIND_ANY, "a number, true or false, or a line of text",
                         "as the `type` of the entry says: a number, a boolean or a string", NULL, 0, true },
};

const struct mf_type_info *mf_type_info(enum mf_type type)
{
    return &types[type];
}

enum mf_type mf_type_named(struct mf_view name)
{
    int type = 0;

    while (type < MF_TYPE_COUNT && !mf_view_is(name, types[type].name)) {
        type++;
    }
    return (enum mf_type)type;
}

static bool check_int(struct mf_view text, struct mf_buffer *advice)
{
    int64_t value;

    if (mf_integer_parse(text, &value)) {
        return true;
    }
    return mf_number_is_json(text)
               ? mf_advise(advice, "write all its digits and nothing else, within 2^53 - 1")
               : false;
}

static bool check_number(struct mf_view text, struct mf_buffer *advice)
{
    double value;

    if (mf_number_parse(text, &value)) {
        return true;
    }
    return mf_number_is_json(text) ? mf_advise(advice, "the number is too great") : false;
}

static bool check_bool(struct mf_view text, struct mf_buffer *advice)
{
    (void)advice;
    return mf_view_is(text, "true") || mf_view_is(text, "false");
}

bool mf_type_check(enum mf_type type, struct mf_view text, struct mf_buffer *advice)
{
    static bool (*const checks[MF_TYPE_COUNT])(struct mf_view text, struct mf_buffer * advice) = {
        [MF_TYPE_STRING] = mf_string_check,
        [MF_TYPE_TEXT] = mf_text_check,
        [MF_TYPE_NAME] = mf_name_check,
        [MF_TYPE_IDENTIFIER] = mf_identifier_check,
        [MF_TYPE_VARIABLE] = mf_variable_check,
        [MF_TYPE_LABEL] = mf_label_check,
        [MF_TYPE_PATH] = mf_path_check,
        [MF_TYPE_REPOSITORY] = mf_repository_check,
        [MF_TYPE_COMMIT] = mf_commit_check,
        [MF_TYPE_SEMVER] = mf_semver_check,
        [MF_TYPE_RANGE] = mf_range_check,
        [MF_TYPE_URI] = mf_uri_check,
        [MF_TYPE_SPDX] = mf_spdx_check,
        [MF_TYPE_PURL] = mf_purl_check,
        [MF_TYPE_DIGEST] = mf_digest_check,
        [MF_TYPE_TIMESTAMP] = mf_timestamp_check,
        [MF_TYPE_DURATION] = mf_duration_check,
        [MF_TYPE_QUANTITY] = mf_quantity_check,
        [MF_TYPE_PORTION] = mf_portion_check,
        [MF_TYPE_EXPRESSION] = mf_string_check,
        [MF_TYPE_INT] = check_int,
        [MF_TYPE_NUMBER] = check_number,
        [MF_TYPE_BOOL] = check_bool,
        [MF_TYPE_ENUM] = mf_string_check,
        [MF_TYPE_REF] = mf_string_check,
        [MF_TYPE_SCALAR] = mf_string_check,
    };

    return checks[type](text, advice);
}
