/* SPDX-License-Identifier: Apache-2.0 */
/* The checks of one scalar, from how it was written to what it means. */
#include "model/scalar.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "value/number.h"
#include "value/plain.h"

static void finding(const struct mf_scalar_check *check, enum mf_finding_code code, struct mf_view text,
                    const char *expected, const char *suggestion, const char *message)
{
    struct mf_finding_facts facts = {
        .code = code,
        .position = check->position,
        .found = text,
        .expected = expected,
        .suggestion = suggestion,
    };

    mf_trail_finding(check->trail, check->report, facts, message);
}

/* As finding(), with a message made of what was found, what is wrong with it, and what was expected. */
static void mismatch(const struct mf_scalar_check *check, enum mf_finding_code code, struct mf_view text,
                     const char *wrong, const char *expected, struct mf_view advice, const char *suggestion)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (mf_report_counts_only(check->report, code)) {
        return;
    }
    mf_buffer_append_byte(&message, '\'');
    mf_buffer_append_printable(&message, text, 60);
    mf_buffer_format(&message, "' %s: expected %s", wrong, expected);
    if (advice.size > 0) {
        mf_buffer_append_text(&message, "; ");
        mf_buffer_append(&message, advice);
    }
    if (suggestion != NULL) {
        mf_buffer_format(&message, "; did you mean '%s'?", suggestion);
    }
    mf_buffer_append_byte(&message, '\0');
    finding(check, code, text, expected, suggestion, message.status == MF_OK ? message.data : wrong);
    mf_buffer_release(&message);
}

static const char *kind_name(enum mf_json_kind kind)
{
    switch (kind) {
    case MF_JSON_KIND_NUMBER:
        return "a number, without quotes";
    case MF_JSON_KIND_BOOL:
        return "true or false, without quotes";
    case MF_JSON_KIND_STRING:
    case MF_JSON_KIND_ANY:
        break;
    }
    return "a string";
}

static bool is_boolean(struct mf_view text)
{
    return mf_view_is(text, "true") || mf_view_is(text, "false");
}

/* The text is not empty. */
static bool is_choice(const struct mf_field *field, struct mf_view text)
{
    for (size_t i = 0; i < field->choice_count; i++) {
        if (text.data[0] == field->choices[i][0] && mf_view_is(text, field->choices[i])) {
            return true;
        }
    }
    return field->choice_count == 0;
}

/* A plain YAML scalar in a field of strings: fine unless other readers take it for something else. */
static bool plain_string_is_good(const struct mf_scalar_check *check, struct mf_view text, enum mf_plain kind)
{
    static const char *const names[] = { "text", "null", "a boolean", "a number" };
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (kind == MF_PLAIN_TEXT || (mf_type_info(check->type)->plain && kind == MF_PLAIN_NUMBER)) {
        return true;
    }
    /* Quotes would not mend what is misspelt too; that is said instead. */
    if (kind != MF_PLAIN_NULL &&
        (!is_choice(check->field, text) || !mf_type_check(check->type, text, NULL))) {
        return true;
    }
    mf_buffer_append_byte(&message, '\'');
    mf_buffer_append_printable(&message, text, 60);
    mf_buffer_format(&message, "' without quotes is %s to other readers: write it in quotes", names[kind]);
    mf_buffer_append_byte(&message, '\0');
    finding(check, MF_FINDING_UNQUOTED, text, "a string in quotes", NULL,
            message.status == MF_OK ? message.data : "");
    mf_buffer_release(&message);
    return false;
}

/* Was it written as the JSON kind of its type is written? `plain` is what it is without quotes. */
static bool kind_is_good(const struct mf_scalar_check *check, struct mf_view text, enum mf_plain plain)
{
    enum mf_json_kind kind = mf_type_info(check->type)->kind;
    bool good = true;

    switch (check->spelling) {
    case MF_SPELLED_FREELY:
        break;
    case MF_SPELLED_PLAIN:
        if (kind == MF_JSON_KIND_STRING) {
            return plain_string_is_good(check, text, plain);
        }
        good = kind != MF_JSON_KIND_NUMBER || plain == MF_PLAIN_NUMBER;
        good = good && (kind != MF_JSON_KIND_BOOL || is_boolean(text));
        break;
    case MF_SPELLED_STRING:
        good = kind == MF_JSON_KIND_STRING || kind == MF_JSON_KIND_ANY;
        break;
    case MF_SPELLED_NUMBER:
        good = kind == MF_JSON_KIND_NUMBER || kind == MF_JSON_KIND_ANY || check->type == MF_TYPE_QUANTITY;
        break;
    case MF_SPELLED_BOOL:
        good = kind == MF_JSON_KIND_BOOL || kind == MF_JSON_KIND_ANY;
        break;
    }
    if (!good) {
        mismatch(check, MF_FINDING_WRONG_TYPE, text, "is of the wrong type", kind_name(kind),
                 mf_view_of(NULL), NULL);
    }
    return good;
}

/* "a, b or c" for an enum; what its type says for any other field. */
static bool append_expected(struct mf_buffer *buffer, const struct mf_field *field, enum mf_type type)
{
    for (size_t i = 0; i < field->choice_count; i++) {
        mf_buffer_append_text(buffer, i == 0 ? "" : i + 1 == field->choice_count ? " or " : ", ");
        mf_buffer_append_text(buffer, field->choices[i]);
    }
    if (field->choice_count == 0) {
        mf_buffer_append_text(buffer, mf_type_info(type)->expected);
    }
    mf_buffer_append_byte(buffer, '\0');
    return buffer->status == MF_OK;
}

/* Says what is wrong with a spelling, which costs more than to find that nothing is. */
static mf_status explain_spelling(const struct mf_scalar_check *check, struct mf_view text)
{
    struct mf_buffer expected = MF_BUFFER_EMPTY;
    struct mf_buffer advice = MF_BUFFER_EMPTY;
    bool known = is_choice(check->field, text);
    enum mf_finding_code code = known ? MF_FINDING_SPELLING : MF_FINDING_CHOICE;
    mf_status status;

    if (mf_report_counts_only(check->report, code)) {
        return MF_OK;
    }
    (void)mf_type_check(check->type, text, &advice);
    if (check->field->choice_count == 1) {
        mf_buffer_append_text(&advice, "the document may need a newer libmanifest");
    }
    if (append_expected(&expected, check->field, check->type)) {
        mismatch(check, code, text, known ? "has the wrong form" : "is not one of the choices", expected.data,
                 mf_buffer_view(&advice),
                 check->field->choice_count > 1 ? mf_field_suggest(check->field, text) : NULL);
    }
    status = expected.status;
    mf_buffer_release(&expected);
    mf_buffer_release(&advice);
    return status;
}

/* Is the text spelled as its type and field demand? */
static bool spelling_is_good(const struct mf_scalar_check *check, struct mf_view text)
{
    return is_choice(check->field, text) && mf_type_check(check->type, text, NULL);
}

static mf_status set_text(const struct mf_scalar_check *check, struct mf_scalar *scalar, struct mf_view text)
{
    char *copy;

    if (mf_view_equal(mf_scalar_view(scalar), text)) {
        return MF_OK;
    }
    copy = mf_arena_copy(check->arena, text);
    if (copy == NULL) {
        return mf_arena_status(check->arena);
    }
    scalar->text = copy;
    scalar->size = (uint32_t)text.size;
    return MF_OK;
}

/* The bounds of a field, in the words of a finding. */
static void out_of_range(const struct mf_scalar_check *check, struct mf_view text)
{
    const struct mf_field *field = check->field;
    struct mf_buffer expected = MF_BUFFER_EMPTY;
    bool low = field->minimum > -MF_INTEGER_MAXIMUM;
    bool high = field->maximum < MF_INTEGER_MAXIMUM;

    if (mf_report_counts_only(check->report, MF_FINDING_RANGE)) {
        return;
    }
    if (low && high) {
        mf_buffer_format(&expected, "%lld to %lld", (long long)field->minimum, (long long)field->maximum);
    } else {
        mf_buffer_format(&expected, low ? "at least %lld" : "at most %lld",
                         (long long)(low ? field->minimum : field->maximum));
    }
    mf_buffer_append_byte(&expected, '\0');
    if (expected.status == MF_OK) {
        mismatch(check, MF_FINDING_RANGE, text, "is out of range", expected.data, mf_view_of(NULL), NULL);
    }
    mf_buffer_release(&expected);
}

/* Integers and numbers: their range, and the spelling of ECMAScript. The text has passed its grammar. */
static mf_status normalise_number(const struct mf_scalar_check *check, struct mf_scalar *scalar)
{
    struct mf_view text = mf_scalar_view(scalar);
    struct mf_buffer spelling = MF_BUFFER_EMPTY;
    mf_status status;
    double value;

    if (!mf_number_parse(text, &value)) {
        return MF_ERROR_INTERNAL;
    }
    if (check->field->bounded &&
        (value < (double)check->field->minimum || value > (double)check->field->maximum)) {
        out_of_range(check, text);
        return MF_OK;
    }
    if (check->type == MF_TYPE_INT) {
        return MF_OK; /* has one spelling already */
    }
    mf_number_append(&spelling, value);
    status = spelling.status == MF_OK ? set_text(check, scalar, mf_buffer_view(&spelling)) : spelling.status;
    mf_buffer_release(&spelling);
    return status;
}

/* Text of any type: length, and the code points that code may have brought in. */
static bool length_is_good(const struct mf_scalar_check *check, struct mf_view text)
{
    bool may_be_empty =
        check->field->may_be_empty || (check->field->type == MF_TYPE_SCALAR &&
                                       (check->type == MF_TYPE_STRING || check->type == MF_TYPE_SCALAR));

    if (text.size > check->limits->string) {
        finding(check, MF_FINDING_LENGTH, text, NULL, NULL,
                "the string is longer than the limit of the reader");
        return false;
    }
    /* What was read from text is UTF-8. */
    if (check->spelling == MF_SPELLED_FREELY && mf_utf8_valid_prefix(text) != text.size) {
        finding(check, MF_FINDING_CHARACTERS, text, "UTF-8", NULL, "the text is not UTF-8");
        return false;
    }
    /* In quotes it is a string where a number belongs, and that is what is said. */
    if (text.size == 0 && !may_be_empty &&
        (mf_type_info(check->type)->kind != MF_JSON_KIND_NUMBER || check->spelling == MF_SPELLED_FREELY)) {
        finding(check, MF_FINDING_EMPTY_STRING, text, NULL, NULL,
                "the text is empty: leave the key out instead");
        return false;
    }
    return true;
}

mf_status mf_scalar_normalise(const struct mf_scalar_check *check, struct mf_scalar *scalar)
{
    struct mf_view text = mf_scalar_view(scalar);
    enum mf_plain plain = check->spelling == MF_SPELLED_PLAIN ? mf_plain_kind(text) : MF_PLAIN_TEXT;

    if (plain == MF_PLAIN_NULL) {
        finding(check, MF_FINDING_NULL_VALUE, text, NULL, NULL,
                text.size == 0 ? "there is no value: give it one or leave the key out"
                               : "null is not a value: leave the key out instead");
        return MF_OK;
    }
    if (!length_is_good(check, text) || !kind_is_good(check, text, plain)) {
        return MF_OK;
    }
    if (text.size == 0) {
        return MF_OK;
    }
    if (!spelling_is_good(check, text)) {
        return explain_spelling(check, text);
    }
    if (check->type == MF_TYPE_INT || check->type == MF_TYPE_NUMBER) {
        return normalise_number(check, scalar);
    }
    return MF_OK;
}
