/* SPDX-License-Identifier: Apache-2.0 */
/* The public values of variables, sorted by name, and what the last evaluation made of them. */
#include "expression/values.h"
#include "base/error.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

/* One block: the name, zero-terminated, stands behind it. */
struct mf_value_entry {
    struct mf_operand value;
    void *data; /* what the value points to */
    size_t name_size;
    char name[];
};

mf_status mf_expression_values_new(mf_expression_values **ret_values, mf_error **reterr)
{
    mf_expression_values *values;

    if (ret_values == NULL) {
        return mf_error_argument(reterr, "ret_values must not be NULL");
    }
    values = calloc(1, sizeof *values);
    if (values != NULL) {
        values->scratch = mf_scratch_new(UINT64_MAX);
    }
    if (values == NULL || values->scratch == NULL) {
        free(values);
        return mf_error_memory(reterr);
    }
    *ret_values = values;
    return MF_OK;
}

static void free_entry(struct mf_value_entry *entry)
{
    free(entry->data);
    free(entry);
}

/* What the result points to is about to change. */
static void forget_result(mf_expression_values *values)
{
    values->expression = mf_expression_unref(values->expression);
    values->result = (struct mf_operand){ .type = MF_EXPRESSION_ANY };
}

/* Index of the first entry that does not come before the name. */
static size_t find_place(const mf_expression_values *values, struct mf_view name)
{
    size_t low = 0;
    size_t high = values->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mf_value_entry *entry = values->entries[middle];

        if (mf_view_compare(mf_view_make(entry->name, entry->name_size), name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_at(const mf_expression_values *values, size_t place, struct mf_view name)
{
    return place < values->count &&
           mf_view_equal(mf_view_make(values->entries[place]->name, values->entries[place]->name_size), name);
}

static bool grow(mf_expression_values *values)
{
    size_t capacity = values->capacity < 8 ? 8 : values->capacity * 2;
    struct mf_value_entry **entries;

    if (values->count < values->capacity) {
        return true;
    }
    entries = realloc(values->entries, capacity * sizeof *entries);
    if (entries == NULL) {
        return false;
    }
    values->entries = entries;
    values->capacity = capacity;
    return true;
}

/* Inserts an entry without a value. */
static struct mf_value_entry *insert(mf_expression_values *values, size_t place, struct mf_view name)
{
    struct mf_value_entry *entry = calloc(1, sizeof *entry + name.size + 1);

    if (entry == NULL || !grow(values)) {
        free(entry);
        return NULL;
    }
    memcpy(entry->name, name.data, name.size);
    entry->name_size = name.size;
    memmove(values->entries + place + 1, values->entries + place,
            (values->count - place) * sizeof *values->entries);
    values->entries[place] = entry;
    values->count++;
    return entry;
}

/* Sets a value whose data, if it has any, is one block that becomes ours, also on failure. */
static mf_status set(mf_expression_values *values, const char *name, struct mf_operand value, void *data,
                     mf_error **reterr)
{
    struct mf_view view = mf_view_of(name);
    size_t place = find_place(values, view);
    struct mf_value_entry *entry =
        is_at(values, place, view) ? values->entries[place] : insert(values, place, view);

    if (entry == NULL) {
        free(data);
        return mf_error_memory(reterr);
    }
    forget_result(values);
    free(entry->data);
    entry->data = data;
    entry->value = value;
    return MF_OK;
}

static mf_status check(const mf_expression_values *values, const char *name, bool given, mf_error **reterr)
{
    if (values == NULL || name == NULL || !given) {
        return mf_error_argument(reterr, "values, name and what is to be set must not be NULL");
    }
    if (!mf_declaration_name_check(mf_view_of(name))) {
        return mf_error_set(reterr, MF_ERROR_ARGUMENT, "'%.200s' cannot be the name of a variable", name);
    }
    return MF_OK;
}

static struct mf_operand no_data(void)
{
    return (struct mf_operand){ .type = MF_EXPRESSION_ANY, .as.lack.why = MF_LACK_FINITE };
}

mf_status mf_expression_values_set_int(mf_expression_values *values, const char *name, int64_t value,
                                       mf_error **reterr)
{
    mf_status status = check(values, name, true, reterr);

    return status != MF_OK
               ? status
               : set(values, name, (struct mf_operand){ .type = MF_EXPRESSION_INT, .as.integer = value },
                     NULL, reterr);
}

mf_status mf_expression_values_set_double(mf_expression_values *values, const char *name, double value,
                                          mf_error **reterr)
{
    struct mf_operand operand = { .type = MF_EXPRESSION_DOUBLE, .as.number = value };
    mf_status status = check(values, name, true, reterr);

    return status != MF_OK ? status : set(values, name, isfinite(value) ? operand : no_data(), NULL, reterr);
}

mf_status mf_expression_values_set_bool(mf_expression_values *values, const char *name, int32_t value,
                                        mf_error **reterr)
{
    mf_status status = check(values, name, true, reterr);

    return status != MF_OK ? status : set(values, name, mf_operand_bool(value != 0), NULL, reterr);
}

static mf_status refuse_text(mf_error **reterr)
{
    return mf_error_argument(reterr, "the text is not UTF-8");
}

mf_status mf_expression_values_set_text(mf_expression_values *values, const char *name, const char *text,
                                        size_t size, mf_error **reterr)
{
    struct mf_operand operand = { .type = MF_EXPRESSION_STRING };
    mf_status status = check(values, name, text != NULL || size == 0, reterr);
    char *copy;

    if (status != MF_OK) {
        return status;
    }
    size = size == MF_ZERO_TERMINATED ? strlen(text) : size;
    if (mf_utf8_valid_prefix(mf_view_make(text, size)) < size) {
        return refuse_text(reterr);
    }
    copy = size == SIZE_MAX ? NULL : malloc(size + 1);
    if (copy == NULL) {
        return mf_error_memory(reterr);
    }
    if (size > 0) {
        memcpy(copy, text, size);
    }
    copy[size] = '\0';
    operand.as.text = mf_view_make(copy, size);
    return set(values, name, operand, copy, reterr);
}

/* A block of entries, each of the same type, with room for texts behind them. NULL without memory; never for no entries. */
static struct mf_operand *new_entries(size_t count, size_t more, mf_expression_type type)
{
    struct mf_operand *entries = NULL;

    if (count < SIZE_MAX / 2 / sizeof *entries && more < SIZE_MAX / 2) {
        entries = malloc(count * sizeof *entries + more + 1);
    }
    for (size_t i = 0; entries != NULL && i < count; i++) {
        entries[i].type = type;
    }
    return entries;
}

static mf_status set_list(mf_expression_values *values, const char *name, struct mf_operand *entries,
                          size_t count, mf_expression_type type, mf_error **reterr)
{
    struct mf_operand list = { .type = MF_EXPRESSION_LIST + type, .as.list = { entries, count } };

    return set(values, name, list, entries, reterr);
}

mf_status mf_expression_values_set_ints(mf_expression_values *values, const char *name,
                                        const int64_t *entries, size_t count, mf_error **reterr)
{
    mf_status status = check(values, name, entries != NULL || count == 0, reterr);
    struct mf_operand *list = status == MF_OK ? new_entries(count, 0, MF_EXPRESSION_INT) : NULL;

    if (list == NULL) {
        return status != MF_OK ? status : mf_error_memory(reterr);
    }
    for (size_t i = 0; i < count; i++) {
        list[i].as.integer = entries[i];
    }
    return set_list(values, name, list, count, MF_EXPRESSION_INT, reterr);
}

mf_status mf_expression_values_set_doubles(mf_expression_values *values, const char *name,
                                           const double *entries, size_t count, mf_error **reterr)
{
    mf_status status = check(values, name, entries != NULL || count == 0, reterr);
    struct mf_operand *list = status == MF_OK ? new_entries(count, 0, MF_EXPRESSION_DOUBLE) : NULL;

    if (list == NULL) {
        return status != MF_OK ? status : mf_error_memory(reterr);
    }
    for (size_t i = 0; i < count; i++) {
        list[i].as.number = entries[i];
        if (!isfinite(entries[i])) {
            return set(values, name, no_data(), list, reterr);
        }
    }
    return set_list(values, name, list, count, MF_EXPRESSION_DOUBLE, reterr);
}

mf_status mf_expression_values_set_bools(mf_expression_values *values, const char *name,
                                         const int32_t *entries, size_t count, mf_error **reterr)
{
    mf_status status = check(values, name, entries != NULL || count == 0, reterr);
    struct mf_operand *list = status == MF_OK ? new_entries(count, 0, MF_EXPRESSION_BOOL) : NULL;

    if (list == NULL) {
        return status != MF_OK ? status : mf_error_memory(reterr);
    }
    for (size_t i = 0; i < count; i++) {
        list[i].as.truth = entries[i] != 0;
    }
    return set_list(values, name, list, count, MF_EXPRESSION_BOOL, reterr);
}

mf_status mf_expression_values_set_texts(mf_expression_values *values, const char *name,
                                         const char *const *entries, size_t count, mf_error **reterr)
{
    mf_status status = check(values, name, entries != NULL || count == 0, reterr);
    struct mf_operand *list;
    size_t size = 0;
    char *text;

    if (status != MF_OK) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        if (entries[i] == NULL) {
            return mf_error_argument(reterr, "no entry may be NULL");
        }
        if (mf_utf8_valid_prefix(mf_view_of(entries[i])) < strlen(entries[i])) {
            return refuse_text(reterr);
        }
        size += strlen(entries[i]) + 1;
    }
    list = new_entries(count, size, MF_EXPRESSION_STRING);
    if (list == NULL) {
        return mf_error_memory(reterr);
    }
    text = (char *)(list + count);
    for (size_t i = 0; i < count; i++) {
        list[i].as.text = mf_view_make(text, strlen(entries[i]));
        memcpy(text, entries[i], list[i].as.text.size + 1);
        text += list[i].as.text.size + 1;
    }
    return set_list(values, name, list, count, MF_EXPRESSION_STRING, reterr);
}

mf_status mf_expression_values_unset(mf_expression_values *values, const char *name, mf_error **reterr)
{
    mf_status status = check(values, name, true, reterr);
    size_t place;

    if (status != MF_OK) {
        return status;
    }
    place = find_place(values, mf_view_of(name));
    if (!is_at(values, place, mf_view_of(name))) {
        return MF_ABSENT;
    }
    forget_result(values);
    free_entry(values->entries[place]);
    values->count--;
    memmove(values->entries + place, values->entries + place + 1,
            (values->count - place) * sizeof *values->entries);
    return MF_OK;
}

void mf_expression_values_clear(mf_expression_values *values)
{
    if (values != NULL) {
        forget_result(values);
        for (size_t i = 0; i < values->count; i++) {
            free_entry(values->entries[i]);
        }
        values->count = 0;
    }
}

mf_expression_values *mf_expression_values_unref(mf_expression_values *values)
{
    if (values != NULL) {
        mf_expression_values_clear(values);
        free(values->entries);
        free(values->scratch);
        free(values);
    }
    return NULL;
}

static const struct mf_operand *find_value(const struct mf_used *variable, void *context)
{
    const mf_expression_values *values = context;
    size_t place = find_place(values, variable->name);

    return is_at(values, place, variable->name) ? &values->entries[place]->value : NULL;
}

mf_status mf_expression_evaluate(mf_expression *expression, mf_expression_values *values, mf_error **reterr)
{
    mf_status status;

    if (expression == NULL || values == NULL) {
        return mf_error_argument(reterr, "expression and values must not be NULL");
    }
    forget_result(values);
    status = mf_expression_run(expression, find_value, values, values->scratch, &values->result, reterr);
    if (status == MF_OK) {
        values->expression = mf_expression_ref(expression);
    }
    return status;
}
