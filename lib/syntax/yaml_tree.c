/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nodes are put on a stack as they come. When a mapping or list ends, those that belong to it are taken off into an array of
 * their own.
 */
#include "syntax/yaml_tree.h"

#include "syntax/characters.h"
#include "syntax/yaml_events.h"
#include "value/ascii.h"
#include "value/plain.h"
#include "json/sort.h"

/* A mapping or list that is open: its node is the one on the stack before the first child. */
struct level {
    uint32_t first;
    bool is_mapping;
    bool has_key; /* the key was read, its value comes next */
    struct mf_view key;
};

struct tree {
    struct mf_arena *arena;
    struct mf_yaml_events events;
    struct mf_json_node *nodes; /* the stack */
    uint32_t count;
    struct level *levels;
    uint32_t depth;
    uint32_t maximum_depth;
    uint32_t *scratch; /* of sorting */
    mf_status status;
    mf_error **reterr;
};

static bool fail_at(struct tree *tree, mf_status status, struct mf_position position, const char *problem)
{
    tree->status = mf_error_set_at(tree->reterr, status, position, NULL, "%s", problem);
    return false;
}

static bool fail(struct tree *tree, const char *problem)
{
    return fail_at(tree, MF_ERROR_SYNTAX, tree->events.span.position, problem);
}

static bool fail_memory(struct tree *tree)
{
    tree->status = mf_arena_error(tree->arena, tree->reterr);
    return false;
}

static struct level *innermost(const struct tree *tree)
{
    return tree->depth == 0 ? NULL : &tree->levels[tree->depth - 1];
}

/* Puts a node on the stack, under the key that came before it; NULL without memory. */
static struct mf_json_node *push(struct tree *tree, enum mf_json_token token)
{
    struct level *level = innermost(tree);
    struct mf_json_node *nodes =
        mf_arena_resize(tree->arena, tree->nodes, (tree->count + (size_t)1) * sizeof *nodes);
    struct mf_json_node *node;

    if (nodes == NULL) {
        (void)fail_memory(tree);
        return NULL;
    }
    tree->nodes = nodes;
    node = &nodes[tree->count++];
    *node = (struct mf_json_node){ .token = token, .position = tree->events.span.position };
    if (level != NULL && level->is_mapping) {
        node->name = level->key;
        level->has_key = false;
    }
    return node;
}

static bool refuse_properties(struct tree *tree, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL) {
        return fail(tree, "anchors are not used here");
    }
    return tag == NULL || fail(tree, "tags are not used here");
}

static enum mf_json_token token_of(struct mf_view text, bool is_plain)
{
    switch (is_plain ? mf_plain_kind(text) : MF_PLAIN_TEXT) {
    case MF_PLAIN_NULL:
        return MF_JSON_NULL;
    case MF_PLAIN_BOOL:
        /* y, yes, true, on: the first letters of all others are n, f, and o of "of". */
        return mf_ascii_is_one_of(text.data[0], "yYtT") ||
                       (text.size == 2 && mf_ascii_lower(text.data[0]) == 'o')
                   ? MF_JSON_TRUE
                   : MF_JSON_FALSE;
    case MF_PLAIN_NUMBER:
        return MF_JSON_NUMBER;
    case MF_PLAIN_TEXT:
        break;
    }
    return MF_JSON_STRING;
}

static bool keep(struct tree *tree, struct mf_view text, struct mf_view *ret_text)
{
    const char *copy = mf_arena_copy(tree->arena, text);

    *ret_text = mf_view_make(copy, text.size);
    return copy != NULL || fail_memory(tree);
}

static bool take_scalar(struct tree *tree, const yaml_event_t *event)
{
    struct mf_view text = { (const char *)event->data.scalar.value, event->data.scalar.length };
    bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    struct level *level = innermost(tree);
    struct mf_json_node *node;

    if (!refuse_properties(tree, event->data.scalar.anchor, event->data.scalar.tag)) {
        return false;
    }
    if (text.size > 0 && memchr(text.data, '\0', text.size) != NULL) {
        return fail(tree, "a text may not hold NUL");
    }
    if (level != NULL && level->is_mapping && !level->has_key) {
        if (is_plain && mf_view_is(text, "<<")) {
            return fail(tree, "merge keys are not used here");
        }
        level->has_key = true;
        return keep(tree, text, &level->key);
    }
    node = push(tree, token_of(text, is_plain));
    return node != NULL && keep(tree, text, &node->text);
}

static bool open_level(struct tree *tree, bool is_mapping, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    const struct level *level = innermost(tree);
    struct level *levels;

    if (!refuse_properties(tree, anchor, tag)) {
        return false;
    }
    if (level != NULL && level->is_mapping && !level->has_key) {
        return fail(tree, "a key must be a single value, not a mapping or list");
    }
    if (tree->depth >= tree->maximum_depth) {
        return fail_at(tree, MF_ERROR_LIMIT, tree->events.span.position,
                       "this is nested deeper than the limit");
    }
    if (push(tree, is_mapping ? MF_JSON_OBJECT : MF_JSON_ARRAY) == NULL) {
        return false;
    }
    levels = mf_arena_resize(tree->arena, tree->levels, (tree->depth + (size_t)1) * sizeof *levels);
    if (levels == NULL) {
        return fail_memory(tree);
    }
    tree->levels = levels;
    levels[tree->depth++] = (struct level){ .first = tree->count, .is_mapping = is_mapping };
    return true;
}

/* Sorts the members of a mapping; the first in the text that repeats a key is an error. */
static bool sort_members(struct tree *tree, struct mf_json_node *members, uint32_t count)
{
    const struct mf_json_node *repeated = NULL;

    if (!mf_json_sort_members(tree->arena, members, count, &tree->scratch)) {
        return fail_memory(tree);
    }
    for (uint32_t i = 1; i < count; i++) {
        if (mf_view_equal(members[i - 1].name, members[i].name) &&
            (repeated == NULL || members[i].position.offset < repeated->position.offset)) {
            repeated = &members[i];
        }
    }
    return repeated == NULL ||
           fail_at(tree, MF_ERROR_SYNTAX, repeated->position, "this key stands in the mapping already");
}

static bool close_level(struct tree *tree)
{
    struct level level = tree->levels[--tree->depth];
    uint32_t count = tree->count - level.first;
    struct mf_json_node *parent;
    struct mf_json_node *children;

    tree->count = level.first;
    if (count == 0) {
        return true;
    }
    children = mf_arena_alloc_array(tree->arena, count, sizeof *children);
    if (children == NULL) {
        return fail_memory(tree);
    }
    memcpy(children, &tree->nodes[level.first], count * sizeof *children);
    parent = &tree->nodes[level.first - 1];
    parent->children = children;
    parent->count = count;
    return !level.is_mapping || sort_members(tree, children, count);
}

/* Behind the document nothing may come. */
static bool check_rest(struct tree *tree)
{
    size_t wrong_at = 0;
    const char *wrong;
    size_t at = mf_yaml_events_rest(&tree->events, &wrong, &wrong_at);

    if (wrong != NULL) {
        return fail_at(tree, MF_ERROR_SYNTAX, mf_position_of(tree->events.text, wrong_at), wrong);
    }
    return at == tree->events.text.size ||
           fail_at(tree, MF_ERROR_SYNTAX, mf_position_of(tree->events.text, at),
                   "a second document begins here");
}

/* Takes one event. `ret_more` becomes false behind the document. */
static bool take(struct tree *tree, const yaml_event_t *event, bool *ret_more)
{
    switch (event->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_START_EVENT:
        return true;
    case YAML_STREAM_END_EVENT:
        return fail(tree, "the document is empty");
    case YAML_DOCUMENT_END_EVENT:
        *ret_more = false;
        return check_rest(tree);
    case YAML_ALIAS_EVENT:
        return fail(tree, "aliases are not used here");
    case YAML_SCALAR_EVENT:
        return take_scalar(tree, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(tree, false, event->data.sequence_start.anchor, event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return open_level(tree, true, event->data.mapping_start.anchor, event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_level(tree);
    }
    return false;
}

static bool read_events(struct tree *tree)
{
    bool more = true;
    bool good = true;

    while (more && good) {
        yaml_event_t event;

        if (!mf_yaml_events_next(&tree->events, &event)) {
            return false;
        }
        good = take(tree, &event, &more);
        yaml_event_delete(&event);
    }
    return good;
}

mf_status mf_yaml_tree_read(struct mf_arena *arena, struct mf_view text, uint32_t maximum_depth,
                            const struct mf_json_node **ret_root, mf_error **reterr)
{
    struct tree tree = { .arena = arena, .maximum_depth = maximum_depth, .reterr = reterr };

    if (maximum_depth >= MF_JSON_MAXIMUM_DEPTH) {
        tree.maximum_depth = MF_JSON_MAXIMUM_DEPTH - 1;
    }
    text = text.data == NULL ? mf_view_of("") : text;
    if (mf_yaml_events_begin(&tree.events, text) && read_events(&tree)) {
        *ret_root = &tree.nodes[0];
    } else if (tree.status == MF_OK) {
        tree.status = tree.events.problem == NULL
                          ? mf_error_memory(reterr)
                          : mf_error_set_at(reterr, MF_ERROR_SYNTAX, tree.events.position, NULL, "%s",
                                            tree.events.problem);
    }
    mf_yaml_events_end(&tree.events);
    return tree.status;
}
