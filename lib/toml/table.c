/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree of the keys of a table is an AA tree (A. Andersson, Balanced search trees made simple, 1993): its height is at most
 * twice the logarithm of the number of keys, whatever they are.
 */
#include "toml/table.h"

#include "json/writer.h"

/* No tree of 2^31 keys is higher. */
enum { MOST_LEVELS = 64 };

struct mf_toml_item *mf_toml_item_new(struct mf_toml_scanner *scanner, uint32_t depth, uint32_t maximum_depth)
{
    struct mf_toml_item *item;

    if (depth > maximum_depth) {
        (void)mf_toml_fail_at(scanner, MF_ERROR_LIMIT, mf_toml_here(scanner),
                              "this is nested deeper than the limit of %u levels", maximum_depth);
        return NULL;
    }
    item = mf_arena_alloc(scanner->arena, sizeof *item);
    if (item == NULL) {
        (void)mf_toml_fail_memory(scanner);
        return NULL;
    }
    item->depth = depth;
    return item;
}

/* Two left children in a row do not occur: turns to the right what would make them. */
static void skew(struct mf_toml_item **link)
{
    struct mf_toml_item *item = *link;
    struct mf_toml_item *left = item->left;

    if (left != NULL && left->level == item->level) {
        item->left = left->right;
        left->right = item;
        *link = left;
    }
}

/* Nor do two right children of one level. */
static void split(struct mf_toml_item **link)
{
    struct mf_toml_item *item = *link;
    struct mf_toml_item *right = item->right;

    if (right != NULL && right->right != NULL && right->right->level == item->level) {
        item->right = right->left;
        right->left = item;
        right->level++;
        *link = right;
    }
}

/* The member of that name; if there is none, a new one, which has no token yet. */
static struct mf_toml_item *find_or_make(struct mf_toml_scanner *scanner, struct mf_toml_item *table,
                                         const struct mf_toml_key *key, uint32_t maximum_depth)
{
    struct mf_toml_item **path[MOST_LEVELS];
    struct mf_toml_item **link = &table->members;
    struct mf_toml_item *item;
    size_t count = 0;

    while (*link != NULL) {
        int order = mf_json_compare_names(key->name, (*link)->node.name);

        if (order == 0) {
            return *link;
        }
        path[count++] = link;
        link = order < 0 ? &(*link)->left : &(*link)->right;
    }
    item = mf_toml_item_new(scanner, table->depth + 1, maximum_depth);
    if (item == NULL) {
        return NULL;
    }
    item->node.name = key->name;
    item->node.position = key->position;
    item->level = 1;
    *link = item;
    table->node.count++;
    while (count > 0) {
        link = path[--count];
        skew(link);
        split(link);
    }
    return item;
}

/* An item that find_or_make() made becomes a table. */
static struct mf_toml_item *become_table(struct mf_toml_item *item, enum mf_toml_state state)
{
    item->node.token = MF_JSON_OBJECT;
    item->state = (uint8_t)state;
    return item;
}

static bool is_new(const struct mf_toml_item *item)
{
    return item->node.token == MF_JSON_ERROR;
}

static struct mf_toml_item *refuse(struct mf_toml_scanner *scanner, const struct mf_toml_key *key,
                                   const struct mf_toml_item *item, const char *problem)
{
    (void)mf_toml_fail_at(scanner, MF_ERROR_SYNTAX, key->position, "\"%.*s\" %s: see line %u",
                          MF_VIEW_ARGS(key->name), problem, item->node.position.line);
    return NULL;
}

struct mf_toml_item *mf_toml_enter(struct mf_toml_scanner *scanner, struct mf_toml_item *table,
                                   const struct mf_toml_key *key, enum mf_toml_state made_as,
                                   uint32_t maximum_depth)
{
    struct mf_toml_item *item = find_or_make(scanner, table, key, maximum_depth);

    if (item == NULL) {
        return NULL;
    }
    if (is_new(item)) {
        return become_table(item, made_as);
    }
    if (made_as == MF_TOML_DOTTED) {
        return item->state == MF_TOML_DOTTED
                   ? item
                   : refuse(scanner, key, item,
                            item->state == MF_TOML_CLOSED
                                ? "has a value already"
                                : "is a table with a header: a key with dots cannot "
                                  "add to it");
    }
    if (item->state == MF_TOML_CLOSED) {
        return refuse(scanner, key, item, "has a value already");
    }
    return item->state == MF_TOML_ELEMENTS ? item->last : item;
}

struct mf_toml_item *mf_toml_define(struct mf_toml_scanner *scanner, struct mf_toml_item *table,
                                    const struct mf_toml_key *key, uint32_t maximum_depth)
{
    struct mf_toml_item *item = find_or_make(scanner, table, key, maximum_depth);

    if (item == NULL) {
        return NULL;
    }
    if (is_new(item) || item->state == MF_TOML_IMPLIED) {
        item->node.position = key->position;
        return become_table(item, MF_TOML_DEFINED);
    }
    return refuse(scanner, key, item,
                  item->state == MF_TOML_ELEMENTS ? "is an array of tables: write [[…]]" : "is repeated");
}

struct mf_toml_item *mf_toml_append(struct mf_toml_scanner *scanner, struct mf_toml_item *table,
                                    const struct mf_toml_key *key, uint32_t maximum_depth)
{
    struct mf_toml_item *item = find_or_make(scanner, table, key, maximum_depth);

    if (item == NULL) {
        return NULL;
    }
    if (is_new(item)) {
        item->node.token = MF_JSON_ARRAY;
        item->state = MF_TOML_ELEMENTS;
    } else if (item->state != MF_TOML_ELEMENTS) {
        return refuse(scanner, key, item, "is no array of tables that more could be added to");
    }
    item = mf_toml_add_element(scanner, item, maximum_depth);
    if (item != NULL) {
        item->node.position = key->position;
    }
    return item == NULL ? NULL : become_table(item, MF_TOML_DEFINED);
}

struct mf_toml_item *mf_toml_add(struct mf_toml_scanner *scanner, struct mf_toml_item *table,
                                 const struct mf_toml_key *key, uint32_t maximum_depth)
{
    struct mf_toml_item *item = find_or_make(scanner, table, key, maximum_depth);

    if (item == NULL || is_new(item)) {
        return item;
    }
    return refuse(scanner, key, item, "is repeated");
}

struct mf_toml_item *mf_toml_add_element(struct mf_toml_scanner *scanner, struct mf_toml_item *array,
                                         uint32_t maximum_depth)
{
    struct mf_toml_item *item = mf_toml_item_new(scanner, array->depth + 1, maximum_depth);

    if (item == NULL) {
        return NULL;
    }
    if (array->last == NULL) {
        array->members = item;
    } else {
        array->last->right = item;
    }
    array->last = item;
    array->node.count++;
    return item;
}

/* Puts a child's node into its place; what has children of its own is left for later, in the list of `pending`. */
static void place(struct mf_toml_item *child, struct mf_json_node *target, struct mf_toml_item **pending)
{
    *target = child->node;
    if (child->node.count > 0) {
        child->target = target;
        child->link = *pending;
        *pending = child;
    }
}

static void place_members(const struct mf_toml_item *table, struct mf_json_node *children,
                          struct mf_toml_item **pending)
{
    struct mf_toml_item *path[MOST_LEVELS];
    struct mf_toml_item *item = table->members;
    size_t count = 0;
    size_t placed = 0;

    while (item != NULL || count > 0) {
        for (; item != NULL; item = item->left) {
            path[count++] = item;
        }
        item = path[--count];
        place(item, &children[placed++], pending);
        item = item->right;
    }
}

static void place_elements(const struct mf_toml_item *array, struct mf_json_node *children,
                           struct mf_toml_item **pending)
{
    size_t placed = 0;

    for (struct mf_toml_item *item = array->members; item != NULL; item = item->right) {
        place(item, &children[placed++], pending);
    }
}

bool mf_toml_finish(struct mf_toml_scanner *scanner, struct mf_toml_item *item, struct mf_json_node *root)
{
    struct mf_toml_item *pending = NULL;

    place(item, root, &pending);
    while (pending != NULL) {
        struct mf_json_node *children;

        item = pending;
        pending = item->link;
        children = mf_arena_alloc_array(scanner->arena, item->node.count, sizeof *children);
        if (children == NULL) {
            return mf_toml_fail_memory(scanner);
        }
        item->target->children = children;
        if (item->node.token == MF_JSON_OBJECT) {
            place_members(item, children, &pending);
        } else {
            place_elements(item, children, &pending);
        }
    }
    return true;
}
