/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every field of the format, by a walk over the table: each can be set, read by its path, written and read back in both
 * spellings, and refuses what is not of its type, with the right code, path, line and column.
 */
#include "documents.h"

#include "model/path.h"
#include "syntax/reader.h"

#include <stdio.h>

#define HEX_40 "0123456789abcdef0123456789abcdef01234567"
#define HEX_64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* A good value of each type, and one of the wrong spelling. */
static const struct {
    const char *good;
    const char *bad;
} samples[MF_TYPE_COUNT] = {
    [MF_TYPE_STRING] = { "3.10: a, 'b' # \"c\" [\xc3\xa4 \xf0\x9f\x98\x80]", "a\nb" },
    [MF_TYPE_TEXT] = { "line one\n  line two\ttab\n\nend ", "a\xe2\x80\xa8z" },
    [MF_TYPE_NAME] = { "a.b-c_1", "Not A Name" },
    [MF_TYPE_IDENTIFIER] = { "max_len_1", "in" },
    [MF_TYPE_VARIABLE] = { "OMP_NUM_THREADS", "1A" },
    [MF_TYPE_LABEL] = { "example.com/Some_Label.v1", "/x" },
    [MF_TYPE_PATH] = { "models/fraud x/\xc3\xa9", "../x" },
    [MF_TYPE_REPOSITORY] = { "registry.example.com:5000/a/b", "nginx:latest" },
    [MF_TYPE_COMMIT] = { HEX_40, "main" },
    [MF_TYPE_SEMVER] = { "1.2.3-rc.1+b", "1.2" },
    [MF_TYPE_RANGE] = { ">=3.10,<3.13", "~=3" },
    [MF_TYPE_URI] = { "https://example.com/a?b=c#d", "not a uri" },
    [MF_TYPE_SPDX] = { "Apache-2.0 OR MIT", "Apache 2" },
    [MF_TYPE_PURL] = { "pkg:pypi/numpy@1.26.4", "pkg:pypi/NumPy@1" },
    [MF_TYPE_DIGEST] = { "sha256:" HEX_64, "md5:0123" },
    [MF_TYPE_TIMESTAMP] = { "2025-08-05T09:30:00Z", "2025-02-30T00:00:00Z" },
    [MF_TYPE_DURATION] = { "1h30m", "1.5h" },
    [MF_TYPE_QUANTITY] = { "1.5Gi", "1 GB" },
    [MF_TYPE_PORTION] = { "25%", "0%" },
    [MF_TYPE_EXPRESSION] = { "!a && b < 2.0", "a\nb" },
    [MF_TYPE_INT] = { "42", "1.5" },
    [MF_TYPE_NUMBER] = { "0.25", "1e999" },
    [MF_TYPE_BOOL] = { "true", NULL },
    [MF_TYPE_ENUM] = { NULL, "no-such-choice" },
    [MF_TYPE_REF] = { "some-name", "a\nb" },
    [MF_TYPE_SCALAR] = { "as a string", "a\nb" },
};

/* The way from the document to a scalar or list of scalars. */
struct way {
    const struct mf_record *records[MF_READER_LEVELS + 1];
    const struct mf_field *fields[MF_READER_LEVELS + 1];
    size_t depth;
};

static const struct mf_field *leaf_of(const struct way *way)
{
    return way->fields[way->depth - 1];
}

static const struct mf_record *parent_of(const struct way *way)
{
    return way->records[way->depth - 1];
}

static bool is_key(const struct way *way)
{
    return parent_of(way)->key != MF_NO_FIELD && &parent_of(way)->fields[parent_of(way)->key] == leaf_of(way);
}

static enum mf_json_kind kind_of(const struct mf_field *field)
{
    return field->type == MF_TYPE_SCALAR ? MF_JSON_KIND_STRING
                                         : mf_type_info((enum mf_type)field->type)->kind;
}

static const char *good_of(const struct mf_field *field)
{
    return field->type == MF_TYPE_ENUM ? field->choices[field->choice_count - 1] : samples[field->type].good;
}

/* A string as JSON, and as YAML in double quotes: what may not stand in a document raw is escaped. */
static void append_string(struct mf_buffer *buffer, const char *text)
{
    struct mf_view rest = mf_view_of(text);

    mf_buffer_append_byte(buffer, '"');
    while (rest.size > 0) {
        uint32_t code = (unsigned char)rest.data[0];
        size_t size = 1;

        if (rest.size >= 3 && memcmp(rest.data, "\xe2\x80\xa8", 3) == 0) {
            code = 0x2028;
            size = 3;
        }
        if (code < 0x20 || code == 0x2028 || code == '"' || code == '\\') {
            mf_buffer_format(buffer, "\\u%04x", (unsigned)code);
        } else {
            mf_buffer_append(buffer, mf_view_make(rest.data, size));
        }
        rest = mf_view_make(rest.data + size, rest.size - size);
    }
    mf_buffer_append_byte(buffer, '"');
}

/* A value of the field as it stands in a text. */
static void append_value(struct mf_buffer *buffer, const struct mf_field *field, const char *value)
{
    if (kind_of(field) == MF_JSON_KIND_STRING) {
        append_string(buffer, value);
    } else {
        mf_buffer_append_text(buffer, value);
    }
}

/* What else an entry needs: its key and what is required in drafts. */
static void append_siblings(struct mf_buffer *buffer, const struct mf_record *record,
                            const struct mf_field *but)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];

        if (field != but && field->need == MF_NEED_ALWAYS) {
            mf_buffer_format(buffer, "\"%s\": ", field->name);
            append_value(buffer, field, strcmp(field->name, "type") == 0 ? "string" : good_of(field));
            mf_buffer_append_text(buffer, ", ");
        }
    }
}

/*
 * A document that holds the field alone, with this text for its value, which stands in line 2 at column 3. It is JSON if the value
 * is, and always YAML.
 */
static void write_text(struct mf_buffer *buffer, const struct way *way, const char *value)
{
    char closing[3 * (MF_READER_LEVELS + 1)];
    size_t count = 0;

    mf_buffer_append_byte(buffer, '{');
    closing[count++] = '}';
    for (size_t i = 0; i < way->depth; i++) {
        const struct mf_field *field = way->fields[i];

        append_siblings(buffer, way->records[i], field);
        mf_buffer_format(buffer, "\"%s\":", field->name);
        if (mf_shape_is_list(field->shape)) {
            mf_buffer_append_byte(buffer, '[');
            closing[count++] = ']';
        }
        if (field->record != NULL) {
            mf_buffer_append_byte(buffer, '{');
            closing[count++] = '}';
        }
    }
    mf_buffer_append_text(buffer, "\n  ");
    mf_buffer_append_text(buffer, value);
    while (count > 0) {
        mf_buffer_append_byte(buffer, closing[--count]);
    }
    mf_buffer_append_byte(buffer, '\n');
}

enum path_kind {
    PATH_TO_SET,     /* new entries of sequences are appended */
    PATH_TO_GET,     /* where the value is then found */
    PATH_OF_FINDING, /* as a finding names it; a scalar in a set by its number */
};

/* The path of the value, where the field holds the text `value`. NULL: nothing that could name its entry. */
static void write_path(struct mf_buffer *buffer, const struct way *way, const char *value,
                       enum path_kind kind)
{
    for (size_t i = 0; i < way->depth; i++) {
        const struct mf_field *field = way->fields[i];
        bool last = i + 1 == way->depth;
        const char *key = NULL;

        mf_buffer_format(buffer, "/%s", field->name);
        if (!mf_shape_is_list(field->shape)) {
            continue;
        }
        mf_buffer_append_byte(buffer, '/');
        if (!mf_shape_is_set(field->shape)) {
            mf_buffer_append_text(buffer, kind == PATH_TO_SET ? "-" : "0");
            continue;
        }
        if (last) {
            key = kind == PATH_OF_FINDING ? NULL : value;
        } else {
            bool names = i + 2 == way->depth && is_key(way);

            key = names ? value : good_of(&field->record->fields[field->record->key]);
        }
        if (key == NULL) {
            mf_buffer_append_text(buffer, "#0");
        } else {
            mf_path_escape(buffer, mf_view_of(key));
        }
    }
    mf_buffer_append_byte(buffer, '\0');
}

/* Sets the type of a parameter, without which nothing in it is good. */
static void set_type(mf_builder *builder, const struct way *way, const char *value)
{
    for (size_t i = 1; i < way->depth; i++) {
        struct way to_type = *way;
        struct mf_buffer path = MF_BUFFER_EMPTY;
        mf_error *error = NULL;

        if (way->records[i]->typed_by == MF_NO_FIELD ||
            way->fields[i] == &way->records[i]->fields[way->records[i]->typed_by]) {
            continue;
        }
        to_type.depth = i + 1;
        if (!is_key(&to_type)) {
            value = NULL;
        }
        to_type.fields[i] =
            &way->records[i]->fields[value == NULL ? way->records[i]->typed_by : way->records[i]->key];
        write_path(&path, &to_type, value, PATH_TO_SET);
        if (value != NULL) {
            path.size = (size_t)(strrchr(path.data, '/') - path.data);
            mf_buffer_append_text(&path, "/type");
            mf_buffer_append_byte(&path, '\0');
        }
        assert_ok(mf_builder_set_text(builder, path.data, "string", MF_ZERO_TERMINATED, &error), error);
        mf_buffer_release(&path);
    }
}

static mf_builder *new_builder(const struct way *way, const char *value)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    mf_builder *builder = NULL;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    write_path(&path, way, value, PATH_TO_SET);
    assert_ok(mf_builder_set_text(builder, path.data, value, MF_ZERO_TERMINATED, &error), error);
    set_type(builder, way, value);
    mf_buffer_release(&path);
    return builder;
}

static void assert_value(const mf_manifest *manifest, const char *path, const char *value)
{
    const char *text = NULL;
    size_t size = 0;
    mf_error *error = NULL;

    assert_ok(mf_manifest_get_text(manifest, path, &text, &size, &error), error);
    ck_assert_msg(strcmp(text, value) == 0 && size == strlen(value), "%s is '%s', not '%s'", path, text,
                  value);
}

/* Set by a builder, read by path, written, read back; and the same document as text. */
static void check_good(const struct way *way)
{
    const char *value = good_of(leaf_of(way));
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_buffer spelled = MF_BUFFER_EMPTY;
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_error *error = NULL;
    mf_builder *builder = new_builder(way, value);
    mf_manifest *built = NULL;
    uint32_t line = 0;
    uint32_t column = 0;

    assert_ok(mf_builder_build(builder, MF_PROFILE_DRAFT, &built, NULL, &error), error);
    write_path(&path, way, value, PATH_TO_GET);
    assert_value(built, path.data, value);
    ck_assert_int_eq(mf_manifest_position(built, path.data, NULL, NULL, NULL, NULL, NULL), MF_ABSENT);
    assert_survives(built, path.data);
    append_value(&spelled, leaf_of(way), value);
    mf_buffer_append_byte(&spelled, '\0');
    write_text(&text, way, spelled.data);
    for (mf_format format = MF_FORMAT_YAML; format <= MF_FORMAT_JSON; format++) {
        mf_manifest *read = must_read_as(mf_buffer_view(&text), format, MF_PROFILE_DRAFT);

        assert_same(built, read, path.data);
        assert_value(read, path.data, value);
        ck_assert_int_eq(mf_manifest_position(read, path.data, NULL, NULL, &line, &column, NULL), MF_OK);
        ck_assert_uint_eq(line, 2);
        ck_assert_uint_eq(column, 3);
        mf_manifest_unref(read);
    }
    mf_manifest_unref(built);
    mf_builder_unref(builder);
    mf_buffer_release(&path);
    mf_buffer_release(&spelled);
    mf_buffer_release(&text);
}

static void assert_only(const mf_report *report, const char *code, const char *path, uint32_t line,
                        uint32_t column, const char *what)
{
    struct mf_buffer printable = MF_BUFFER_EMPTY;
    struct expected_finding expected = { code, NULL, line, column, NULL, NULL, NULL };

    mf_buffer_append_printable(&printable, mf_view_of(path), SIZE_MAX);
    mf_buffer_append_byte(&printable, '\0');
    expected.path = printable.data;
    assert_findings(report, &expected, 1, what);
    mf_buffer_release(&printable);
}

/* A text of the wrong spelling, from a builder. */
static void check_bad_built(const struct way *way, const char *value, const char *code)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    mf_error *error = NULL;
    mf_builder *builder = new_builder(way, value);
    mf_manifest *built = NULL;
    mf_report *report = NULL;

    write_path(&path, way, value, PATH_OF_FINDING);
    ck_assert_msg(mf_builder_build(builder, MF_PROFILE_DRAFT, &built, &report, &error) == MF_ERROR_INVALID,
                  "%s took '%s'", path.data, value);
    ck_assert_ptr_null(built);
    assert_only(report, code, path.data, 0, 0, path.data);
    mf_report_unref(report);
    mf_builder_unref(builder);
    mf_error_unref(error);
    mf_buffer_release(&path);
}

/* A value as it stands in a text, whose entry, if it is a key, it names as `key`. */
static void check_bad_read(const struct way *way, mf_format format, const char *spelled, const char *key,
                           const char *code)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_read_options options = options_for(format, MF_PROFILE_DRAFT);
    struct outcome outcome;

    write_text(&text, way, spelled);
    write_path(&path, way, key, PATH_OF_FINDING);
    outcome = read_text(mf_buffer_view(&text), &options);
    mf_buffer_append_byte(&text, '\0');
    ck_assert_msg(outcome.status == MF_ERROR_INVALID, "%s\n%s, not %s", text.data,
                  mf_status_name(outcome.status), code);
    assert_only(outcome.report, code, path.data, 2, 3, text.data);
    end_outcome(&outcome);
    mf_buffer_release(&path);
    mf_buffer_release(&text);
}

static void check_spelling(const struct way *way, const char *value, const char *code)
{
    struct mf_buffer spelled = MF_BUFFER_EMPTY;

    append_value(&spelled, leaf_of(way), value);
    mf_buffer_append_byte(&spelled, '\0');
    check_bad_read(way, MF_FORMAT_JSON, spelled.data, value, code);
    check_bad_read(way, MF_FORMAT_YAML, spelled.data, value, code);
    check_bad_built(way, value, code);
    mf_buffer_release(&spelled);
}

/* Text without quotes that other readers take for something else: quotes are asked for where they mend it. */
static const char *code_of_plain(const struct mf_field *field, const char *text, const char *wrong_spelling)
{
    bool good_in_quotes =
        field->choice_count == 0 && mf_type_check((enum mf_type)field->type, mf_view_of(text), NULL);

    return good_in_quotes ? "MF1202" : wrong_spelling;
}

static void check_string(const struct way *way)
{
    const struct mf_field *field = leaf_of(way);
    bool plain = mf_type_info((enum mf_type)field->type)->plain;
    bool may_be_empty = field->may_be_empty || field->type == MF_TYPE_SCALAR;
    bool scalar = field->type == MF_TYPE_SCALAR;
    const char *wrong_spelling = field->type == MF_TYPE_ENUM ? "MF1204" : "MF1203";

    check_spelling(way, samples[field->type].bad, wrong_spelling);
    check_bad_read(way, MF_FORMAT_JSON, "true", "true", "MF1201");
    check_bad_read(way, MF_FORMAT_JSON, "null", NULL, "MF1105");
    check_bad_read(way, MF_FORMAT_YAML, "~", "~", "MF1105");
    if (field->type != MF_TYPE_QUANTITY) {
        check_bad_read(way, MF_FORMAT_JSON, "7", "7", "MF1201");
    }
    if (!plain || scalar) {
        check_bad_read(way, MF_FORMAT_YAML, "7", "7", code_of_plain(field, "7", wrong_spelling));
    }
    check_bad_read(way, MF_FORMAT_YAML, "no", "no", code_of_plain(field, "no", wrong_spelling));
    if (!may_be_empty) {
        check_bad_read(way, MF_FORMAT_JSON, "\"\"", "", "MF1106");
        check_bad_read(way, MF_FORMAT_YAML, "''", "", "MF1106");
    }
}

static void check_number(const struct way *way)
{
    const struct mf_field *field = leaf_of(way);

    check_spelling(way, samples[field->type].bad, "MF1203");
    check_bad_built(way, "", "MF1106");
    check_bad_read(way, MF_FORMAT_JSON, "\"7\"", "7", "MF1201");
    check_bad_read(way, MF_FORMAT_JSON, "true", "true", "MF1201");
    check_bad_read(way, MF_FORMAT_JSON, "null", NULL, "MF1105");
    check_bad_read(way, MF_FORMAT_YAML, "'7'", "7", "MF1201");
    check_bad_read(way, MF_FORMAT_YAML, "\"\"", "", "MF1201");
    check_bad_read(way, MF_FORMAT_YAML, "seven", "seven", "MF1201");
    check_bad_read(way, MF_FORMAT_YAML, "0x1", "0x1", "MF1203");
    check_bad_read(way, MF_FORMAT_YAML, "+1", "+1", "MF1203");
    check_bad_read(way, MF_FORMAT_YAML, "01", "01", "MF1203");
    check_bad_read(way, MF_FORMAT_YAML, "null", "null", "MF1105");
    if (field->bounded) {
        char beyond[32];
        bool high = field->maximum < INT64_C(9007199254740991);

        (void)snprintf(beyond, sizeof beyond, "%lld",
                       (long long)(high ? field->maximum + 1 : field->minimum - 1));
        check_spelling(way, beyond, "MF1205");
    }
}

static void check_bool(const struct way *way)
{
    check_bad_built(way, "yes", "MF1203");
    check_bad_built(way, "", "MF1106");
    check_bad_read(way, MF_FORMAT_JSON, "\"true\"", "true", "MF1201");
    check_bad_read(way, MF_FORMAT_JSON, "1", "1", "MF1201");
    check_bad_read(way, MF_FORMAT_JSON, "null", NULL, "MF1105");
    check_bad_read(way, MF_FORMAT_YAML, "yes", "yes", "MF1201");
    check_bad_read(way, MF_FORMAT_YAML, "True", "True", "MF1201");
    check_bad_read(way, MF_FORMAT_YAML, "maybe", "maybe", "MF1201");
    check_bad_read(way, MF_FORMAT_YAML, "0", "0", "MF1201");
}

static void check_leaf(const struct way *way)
{
    check_good(way);
    switch (kind_of(leaf_of(way))) {
    case MF_JSON_KIND_STRING:
    case MF_JSON_KIND_ANY:
        check_string(way);
        break;
    case MF_JSON_KIND_NUMBER:
        check_number(way);
        break;
    case MF_JSON_KIND_BOOL:
        check_bool(way);
        break;
    }
    check_bad_read(way, MF_FORMAT_JSON, "{}", NULL, "MF1103");
    check_bad_read(way, MF_FORMAT_YAML, "[a, b]", NULL, "MF1103");
}

/* Visits every scalar and list of scalars below a record. */
static size_t walk(struct way *way, const struct mf_record *record, void (*visit)(const struct way *way))
{
    size_t count = 0;

    ck_assert_uint_lt(way->depth, COUNT_OF(way->fields));
    for (size_t i = 0; i < record->field_count; i++) {
        way->records[way->depth] = record;
        way->fields[way->depth++] = &record->fields[i];
        if (record->fields[i].record != NULL) {
            count += walk(way, record->fields[i].record, visit);
        } else {
            visit(way);
            count++;
        }
        way->depth--;
    }
    return count;
}

/* One section of the document at a time, so that a failure says where. */
START_TEST(every_field_of_the_format)
{
    struct way way = { .depth = 1 };
    const struct mf_field *section = &mf_manifest_record.fields[_i];

    way.records[0] = &mf_manifest_record;
    way.fields[0] = section;
    if (section->record == NULL) {
        check_leaf(&way);
    } else {
        ck_assert_uint_ge(walk(&way, section->record, check_leaf), 3);
    }
}
END_TEST

static size_t seen_types[MF_TYPE_COUNT];

static void count_type(const struct way *way)
{
    seen_types[leaf_of(way)->type]++;
}

START_TEST(every_type_is_used_and_sampled)
{
    struct way way = { .depth = 0 };

    ck_assert_uint_ge(walk(&way, &mf_manifest_record, count_type), 300);
    for (int i = 0; i < MF_TYPE_COUNT; i++) {
        ck_assert_msg(seen_types[i] > 0, "no field is of type %s", mf_type_info((enum mf_type)i)->name);
        ck_assert(i == MF_TYPE_ENUM || samples[i].good != NULL);
        ck_assert(i == MF_TYPE_ENUM || mf_type_check((enum mf_type)i, mf_view_of(samples[i].good), NULL));
        ck_assert(i == MF_TYPE_ENUM || samples[i].bad == NULL ||
                  !mf_type_check((enum mf_type)i, mf_view_of(samples[i].bad), NULL));
    }
}
END_TEST

/* What a parameter of each type takes as its value, and what it does not. */
START_TEST(parameters_are_typed_by_their_type)
{
    static const struct {
        const char *type;
        const char *json;
        const char *code; /* NULL: good */
    } cases[] = {
        { "int", "7", NULL },
        { "int", "7.5", "MF1203" },
        { "int", "\"7\"", "MF1201" },
        { "int", "true", "MF1201" },
        { "int", "1e2", "MF1203" },
        { "number", "7.5", NULL },
        { "number", "1e2", NULL },
        { "number", "\"1\"", "MF1201" },
        { "number", "false", "MF1201" },
        { "bool", "true", NULL },
        { "bool", "\"true\"", "MF1201" },
        { "bool", "0", "MF1201" },
        { "string", "\"x\"", NULL },
        { "string", "\"\"", NULL },
        { "string", "1", "MF1201" },
        { "string", "true", "MF1201" },
        { "enum", "\"x\"", NULL },
        { "enum", "1", "MF1201" },
        { "duration", "\"5s\"", NULL },
        { "duration", "5", "MF1201" },
        { "duration", "\"5\"", "MF1203" },
        { "quantity", "\"5Gi\"", NULL },
        { "quantity", "5", NULL },
        { "quantity", "\"5GB\"", "MF1203" },
        { "quantity", "true", "MF1201" },
        { "duration", "\"\"", "MF1106" },
        { "quantity", "\"\"", "MF1106" },
    };
    static const char *const fields[] = { "value", "default", "fallback", "minimum", "maximum", "choices" };

    for (size_t i = 0; i < COUNT_OF(cases) * COUNT_OF(fields); i++) {
        const char *field = fields[i % COUNT_OF(fields)];
        bool list = strcmp(field, "choices") == 0;
        const char *code = cases[i / COUNT_OF(fields)].code;
        char text[300];
        struct outcome outcome;

        (void)snprintf(
            text, sizeof text,
            "{\"schema\": \"manifest/v1\", \"configuration\": {\"parameters\": [{\"%s\": %s%s%s, \"name\": "
            "\"p\", \"type\": \"%s\"}]}}",
            field, list ? "[" : "", cases[i / COUNT_OF(fields)].json, list ? "]" : "",
            cases[i / COUNT_OF(fields)].type);
        outcome = read_text(mf_view_of(text), NULL);
        ck_assert_msg(outcome.status == (code == NULL ? MF_OK : MF_ERROR_INVALID), "%s: %s", text,
                      mf_error_message(outcome.error));
        if (code != NULL) {
            ck_assert_str_eq(mf_finding_code(mf_report_finding(outcome.report, 0)), code);
        } else {
            assert_survives(outcome.manifest, text);
        }
        end_outcome(&outcome);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fields");
    TCase *tcase = tcase_create("fields");

    tcase_add_test(tcase, every_type_is_used_and_sampled);
    tcase_add_loop_test(tcase, every_field_of_the_format, 0, mf_manifest_record.field_count);
    tcase_add_test(tcase, parameters_are_typed_by_their_type);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
