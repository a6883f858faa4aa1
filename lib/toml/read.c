/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statement by statement: headers choose the table, and key and value go into it. Arrays and tables in brackets may stand within
 * each other; those that are open are linked to each other, so nothing recurses.
 */
#include "toml/toml.h"

#include "toml/scalar.h"
#include "toml/table.h"

/* Most bytes of a text: so counts fit 32 bits. */
static const size_t text_limit = (size_t)1 << 31;

struct reader {
    struct mf_toml_scanner scanner;
    uint32_t maximum_depth;
    struct mf_toml_item *root;
    struct mf_toml_item *table; /* that keys go into */
    struct mf_toml_item *open;  /* innermost array or table whose bracket is open; NULL: none */
};

static bool read_part(struct reader *reader, struct mf_toml_key *key)
{
    key->position = mf_toml_here(&reader->scanner);
    return mf_toml_read_key(&reader->scanner, &key->name);
}

/*
 * Reads a key up to its last part, with the blanks around it. `table` becomes the table that the last part belongs in: those on the
 * way are entered, and made where they are missing.
 */
static bool read_path(struct reader *reader, enum mf_toml_state made_as, struct mf_toml_item **table,
                      struct mf_toml_key *last)
{
    struct mf_toml_scanner *scanner = &reader->scanner;

    for (;;) {
        mf_toml_skip_blanks(scanner);
        if (!read_part(reader, last)) {
            return false;
        }
        mf_toml_skip_blanks(scanner);
        if (!mf_toml_take(scanner, '.')) {
            return true;
        }
        *table = mf_toml_enter(scanner, *table, last, made_as, reader->maximum_depth);
        if (*table == NULL) {
            return false;
        }
    }
}

static bool read_header(struct reader *reader)
{
    struct mf_toml_scanner *scanner = &reader->scanner;
    struct mf_toml_item *table = reader->root;
    struct mf_toml_key last;
    bool is_array;

    (void)mf_toml_take(scanner, '[');
    is_array = mf_toml_take(scanner, '[');
    if (!read_path(reader, MF_TOML_IMPLIED, &table, &last)) {
        return false;
    }
    if (!mf_toml_take(scanner, ']') || (is_array && !mf_toml_take(scanner, ']'))) {
        return mf_toml_fail(scanner, is_array ? "']]' belongs here" : "']' belongs here");
    }
    reader->table = is_array ? mf_toml_append(scanner, table, &last, reader->maximum_depth)
                             : mf_toml_define(scanner, table, &last, reader->maximum_depth);
    return reader->table != NULL;
}

/* Reads a key and '='. Returns the item that the value goes into. */
static struct mf_toml_item *read_assignment(struct reader *reader, struct mf_toml_item *table)
{
    struct mf_toml_scanner *scanner = &reader->scanner;
    struct mf_toml_key last;

    if (!read_path(reader, MF_TOML_DOTTED, &table, &last)) {
        return NULL;
    }
    if (!mf_toml_take(scanner, '=')) {
        (void)mf_toml_fail(scanner, "'=' belongs here");
        return NULL;
    }
    mf_toml_skip_blanks(scanner);
    return mf_toml_add(scanner, table, &last, reader->maximum_depth);
}

/* Reads a scalar, or opens an array or table. */
static bool begin_value(struct reader *reader, struct mf_toml_item *item)
{
    struct mf_toml_scanner *scanner = &reader->scanner;
    char first = mf_toml_peek(scanner);

    item->node.position = mf_toml_here(scanner);
    item->state = MF_TOML_CLOSED;
    if (first == '"' || first == '\'') {
        item->node.token = MF_JSON_STRING;
        return mf_toml_read_string(scanner, &item->node.text);
    }
    if (first != '[' && first != '{') {
        return mf_toml_read_scalar(scanner, &item->node);
    }
    scanner->at++;
    item->node.token = first == '[' ? MF_JSON_ARRAY : MF_JSON_OBJECT;
    item->link = reader->open;
    reader->open = item;
    return true;
}

/* Goes past what stands before the next value of an open array, or its end, where *ret_next becomes NULL. */
static bool next_element(struct reader *reader, struct mf_toml_item *array, struct mf_toml_item **ret_next)
{
    struct mf_toml_scanner *scanner = &reader->scanner;
    bool may_go_on = array->node.count == 0;

    *ret_next = NULL;
    if (!mf_toml_skip_lines(scanner)) {
        return false;
    }
    if (!may_go_on && mf_toml_take(scanner, ',')) {
        may_go_on = true;
        if (!mf_toml_skip_lines(scanner)) {
            return false;
        }
    }
    if (mf_toml_take(scanner, ']')) {
        return true;
    }
    if (mf_toml_at_end(scanner)) {
        return mf_toml_fail_at(scanner, MF_ERROR_SYNTAX, mf_toml_here(scanner),
                               "the text ends within the array that begins in line %u",
                               array->node.position.line);
    }
    if (!may_go_on) {
        return mf_toml_fail(scanner, "',' or ']' belongs here");
    }
    *ret_next = mf_toml_add_element(scanner, array, reader->maximum_depth);
    return *ret_next != NULL;
}

/* As next_element(), of a table in braces: it stands on one line. */
static bool next_member(struct reader *reader, struct mf_toml_item *table, struct mf_toml_item **ret_next)
{
    struct mf_toml_scanner *scanner = &reader->scanner;

    *ret_next = NULL;
    mf_toml_skip_blanks(scanner);
    if (mf_toml_take(scanner, '}')) {
        return true;
    }
    if (table->node.count > 0 && !mf_toml_take(scanner, ',')) {
        return mf_toml_fail(scanner, mf_toml_at_end(scanner) ? "the text ends within a table in braces"
                                                             : "',' or '}' belongs here");
    }
    *ret_next = read_assignment(reader, table);
    return *ret_next != NULL;
}

/* Reads a value, whatever is in it. */
static bool read_value(struct reader *reader, struct mf_toml_item *item)
{
    do {
        if (!begin_value(reader, item)) {
            return false;
        }
        item = NULL;
        while (item == NULL && reader->open != NULL) {
            struct mf_toml_item *open = reader->open;

            if (!(open->node.token == MF_JSON_ARRAY ? next_element(reader, open, &item)
                                                    : next_member(reader, open, &item))) {
                return false;
            }
            if (item == NULL) {
                reader->open = open->link;
            }
        }
    } while (item != NULL);
    return true;
}

static bool read_statement(struct reader *reader)
{
    struct mf_toml_item *item;

    if (mf_toml_peek(&reader->scanner) == '[') {
        return read_header(reader);
    }
    item = read_assignment(reader, reader->table);
    return item != NULL && read_value(reader, item);
}

static bool read_statements(struct reader *reader)
{
    struct mf_toml_scanner *scanner = &reader->scanner;

    while (mf_toml_skip_lines(scanner)) {
        if (mf_toml_at_end(scanner)) {
            return true;
        }
        if (!read_statement(reader) || !mf_toml_skip_rest(scanner)) {
            return false;
        }
    }
    return false;
}

mf_status mf_toml_read(struct mf_arena *arena, struct mf_view text, uint32_t maximum_depth,
                       const struct mf_json_node **ret_root, mf_error **reterr)
{
    struct reader reader = { .maximum_depth = maximum_depth < MF_JSON_MAXIMUM_DEPTH
                                                  ? maximum_depth
                                                  : MF_JSON_MAXIMUM_DEPTH - 1 };
    struct mf_json_node *root;

    if (text.size > text_limit) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "a text of more than 2 GiB");
    }
    if (!mf_toml_scanner_init(&reader.scanner, arena, text, reterr)) {
        return reader.scanner.status;
    }
    reader.root = mf_toml_item_new(&reader.scanner, 0, reader.maximum_depth);
    if (reader.root == NULL) {
        return reader.scanner.status;
    }
    root = mf_arena_alloc(arena, sizeof *root);
    if (root == NULL) {
        return mf_arena_error(arena, reterr);
    }
    reader.root->node.token = MF_JSON_OBJECT;
    reader.root->node.position = mf_toml_here(&reader.scanner);
    reader.root->state = MF_TOML_DEFINED;
    reader.table = reader.root;
    if (!read_statements(&reader) || !mf_toml_finish(&reader.scanner, reader.root, root)) {
        return reader.scanner.status;
    }
    *ret_root = root;
    return MF_OK;
}
