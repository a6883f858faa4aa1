/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text is scanned twice: first to count the children of every object and array, then to build nodes into arrays of
 * just that size. So nothing is moved or taken twice, and syntax errors have all been found before the first node.
 * Nothing recurses: what is open stands in a stack of frames.
 */
#include "json/tree.h"

#include "value/number.h"
#include "json/sort.h"
#include "json/writer.h"

/* Most bytes of a text: so counts fit 32 bits. */
static const size_t text_limit = (size_t)1 << 31;

_Static_assert(sizeof(struct mf_json_node) <= 64, "a node takes more memory than it should");

/* An object or array that is open. */
struct frame {
    struct mf_json_node *node;
    struct mf_json_node *children;
    uint32_t index;  /* in `counts` */
    uint32_t filled; /* children so far */
};

struct builder {
    struct mf_arena *arena;
    struct mf_json_scanner scanner;
    struct mf_view text;
    uint32_t maximum_depth;
    uint32_t *counts; /* children of each object and array, in the order in which they open */
    uint32_t containers;
    struct frame *frames;
    uint32_t depth;
    uint32_t *scratch; /* of sorting */
    mf_error **reterr;
};

static mf_status fail_scan(struct builder *builder)
{
    const struct mf_json_scanner *scanner = &builder->scanner;

    return mf_error_set_at(builder->reterr, scanner->too_deep ? MF_ERROR_LIMIT : MF_ERROR_SYNTAX,
                           scanner->position, NULL, "%s", scanner->error);
}

static void restart(struct builder *builder)
{
    mf_json_scanner_init(&builder->scanner, builder->text, builder->maximum_depth);
    builder->containers = 0;
    builder->depth = 0;
}

/* Opens a frame; NULL without memory. */
static struct frame *push(struct builder *builder)
{
    struct frame *frames =
        mf_arena_resize(builder->arena, builder->frames, (builder->depth + 1) * sizeof *frames);

    if (frames == NULL) {
        return NULL;
    }
    builder->frames = frames;
    frames[builder->depth] = (struct frame){ NULL, NULL, builder->containers++, 0 };
    return &frames[builder->depth++];
}

static bool count_value(struct builder *builder, enum mf_json_token token)
{
    uint32_t *counts;

    if (builder->depth > 0) {
        builder->frames[builder->depth - 1].filled++;
    }
    if (token != MF_JSON_OBJECT && token != MF_JSON_ARRAY) {
        return true;
    }
    counts =
        mf_arena_resize(builder->arena, builder->counts, (builder->containers + (size_t)1) * sizeof *counts);
    if (counts == NULL) {
        return false;
    }
    builder->counts = counts;
    return push(builder) != NULL;
}

/* The first pass. */
static mf_status count_children(struct builder *builder)
{
    restart(builder);
    for (;;) {
        enum mf_json_token token = mf_json_next(&builder->scanner);

        if (token == MF_JSON_ERROR) {
            return fail_scan(builder);
        }
        if (token == MF_JSON_END) {
            return MF_OK;
        }
        if (token == MF_JSON_OBJECT_END || token == MF_JSON_ARRAY_END) {
            const struct frame *frame = &builder->frames[--builder->depth];

            builder->counts[frame->index] = frame->filled;
        } else if (token != MF_JSON_KEY && !count_value(builder, token)) {
            return mf_arena_error(builder->arena, builder->reterr);
        }
    }
}

/* The position of the name of the member whose value begins at `offset`. The text is known to be good. */
static struct mf_position name_position(struct builder *builder, size_t offset)
{
    struct mf_position position = { 0, 0, 0 };

    restart(builder);
    for (;;) {
        enum mf_json_token token = mf_json_next(&builder->scanner);

        if (token == MF_JSON_KEY) {
            position = builder->scanner.position;
        } else if (builder->scanner.start >= offset || token == MF_JSON_END || token == MF_JSON_ERROR) {
            return position;
        }
    }
}

/* Sorted nodes: the first one in the text that repeats a name is an error. */
static mf_status refuse_repeated(struct builder *builder, const struct mf_json_node *nodes, size_t count)
{
    const struct mf_json_node *repeated = NULL;

    for (size_t i = 1; i < count; i++) {
        if (mf_view_equal(nodes[i - 1].name, nodes[i].name) &&
            (repeated == NULL || nodes[i].position.offset < repeated->position.offset)) {
            repeated = &nodes[i];
        }
    }
    if (repeated == NULL) {
        return MF_OK;
    }
    return mf_error_set_at(builder->reterr, MF_ERROR_SYNTAX,
                           name_position(builder, repeated->position.offset), NULL,
                           "the name \"%.*s\" is repeated", MF_VIEW_ARGS(repeated->name));
}

/* True for a number that is spelled without fraction and exponent. */
static bool is_integer(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '.' || text.data[i] == 'e' || text.data[i] == 'E') {
            return false;
        }
    }
    return true;
}

/* True for a number that is less than 10^15, as its few digits before the point show at a glance. */
static bool is_small(struct mf_view text)
{
    const char *point = memchr(text.data, '.', text.size < 16 ? text.size : 16);

    return point != NULL && memchr(point, 'e', text.size - (size_t)(point - text.data)) == NULL &&
           memchr(point, 'E', text.size - (size_t)(point - text.data)) == NULL;
}

/* What is wrong with a number of good grammar, or NULL. */
static const char *number_error(struct mf_view text)
{
    static const char beyond[] =
        "an integer beyond \xc2\xb1(2^53 - 1) loses digits in other readers: write it as a string";
    int64_t integer;
    double value;

    if (is_integer(text)) {
        return mf_integer_parse(text, &integer) || mf_view_is(text, "-0") ? NULL : beyond;
    }
    if (is_small(text)) {
        return NULL;
    }
    if (!mf_number_parse(text, &value)) {
        return "a number beyond the range of doubles";
    }
    /* The canonical form spells these as integers, and would then be refused itself. */
    value = value < 0 ? -value : value;
    return value > (double)MF_INTEGER_MAXIMUM && value < 1e21 ? beyond : NULL;
}

/* The decoded form of the string that was scanned last; false without memory. */
static bool read_text(struct builder *builder, struct mf_view *ret_text)
{
    struct mf_view text = builder->scanner.text;

    if (builder->scanner.escaped) {
        char *bytes = mf_arena_alloc(builder->arena, text.size);

        if (bytes == NULL) {
            return false;
        }
        text = mf_view_make(bytes, mf_json_decode(text, bytes));
    }
    *ret_text = text;
    return true;
}

/* Makes room for the children of a node and opens it; false without memory. */
static bool open_node(struct builder *builder, struct mf_json_node *node)
{
    struct frame *frame = push(builder);

    if (frame == NULL) {
        return false;
    }
    node->count = builder->counts[frame->index];
    frame->node = node;
    if (node->count > 0) {
        frame->children = mf_arena_alloc_array(builder->arena, node->count, sizeof *node);
        node->children = frame->children;
    }
    return node->count == 0 || frame->children != NULL;
}

static mf_status build_value(struct builder *builder, struct mf_json_node *node, enum mf_json_token token)
{
    bool good = true;

    node->token = token;
    node->position = builder->scanner.position;
    if (token == MF_JSON_STRING) {
        good = read_text(builder, &node->text);
    } else if (token == MF_JSON_NUMBER) {
        const char *error = number_error(builder->scanner.text);

        if (error != NULL) {
            return mf_error_set_at(builder->reterr, MF_ERROR_SYNTAX, node->position, NULL, "%s", error);
        }
        node->text = builder->scanner.text;
    } else if (token == MF_JSON_OBJECT || token == MF_JSON_ARRAY) {
        good = open_node(builder, node);
    }
    return good ? MF_OK : mf_arena_error(builder->arena, builder->reterr);
}

static mf_status close_node(struct builder *builder)
{
    const struct frame *frame = &builder->frames[--builder->depth];

    if (frame->node->token != MF_JSON_OBJECT) {
        return MF_OK;
    }
    if (!mf_json_sort_members(builder->arena, frame->children, frame->filled, &builder->scratch)) {
        return mf_arena_error(builder->arena, builder->reterr);
    }
    return refuse_repeated(builder, frame->children, frame->filled);
}

/* The second pass. The first has seen that the text is good. */
static mf_status build_nodes(struct builder *builder, struct mf_json_node *root)
{
    mf_status status = MF_OK;

    restart(builder);
    while (status == MF_OK) {
        enum mf_json_token token = mf_json_next(&builder->scanner);
        struct frame *frame = builder->depth == 0 ? NULL : &builder->frames[builder->depth - 1];

        if (token == MF_JSON_END) {
            break;
        }
        if (token == MF_JSON_ERROR) {
            return fail_scan(builder);
        }
        if (token == MF_JSON_OBJECT_END || token == MF_JSON_ARRAY_END) {
            status = close_node(builder);
        } else if (token != MF_JSON_KEY) {
            status = build_value(builder, frame == NULL ? root : &frame->children[frame->filled++], token);
        } else if (!read_text(builder, &frame->children[frame->filled].name)) {
            status = mf_arena_error(builder->arena, builder->reterr);
        }
    }
    return status;
}

mf_status mf_json_tree_read(struct mf_arena *arena, struct mf_view text, uint32_t maximum_depth,
                            const struct mf_json_node **ret_root, mf_error **reterr)
{
    struct builder builder = {
        .arena = arena, .text = text, .maximum_depth = maximum_depth, .reterr = reterr
    };
    struct mf_json_node *root = mf_arena_alloc(arena, sizeof *root);
    mf_status status;

    if (root == NULL) {
        return mf_arena_error(arena, reterr);
    }
    if (text.size > text_limit) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "a text of more than 2 GiB");
    }
    status = count_children(&builder);
    if (status == MF_OK) {
        status = build_nodes(&builder, root);
    }
    if (status == MF_OK) {
        *ret_root = root;
    }
    return status;
}

const struct mf_json_node *mf_json_tree_member(const struct mf_json_node *node, const char *name)
{
    struct mf_view wanted = mf_view_of(name);
    size_t low = 0;
    size_t high = node->token == MF_JSON_OBJECT ? node->count : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = mf_json_compare_names(wanted, node->children[middle].name);

        if (order == 0) {
            return &node->children[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

static void append_number(struct mf_buffer *buffer, struct mf_view text)
{
    double value;

    /* An integer that was not refused is spelled canonically, or is -0. */
    if (is_integer(text)) {
        mf_buffer_append(buffer, mf_view_is(text, "-0") ? mf_view_of("0") : text);
    } else if (mf_number_parse(text, &value)) {
        mf_number_append(buffer, value);
    }
}

/* Appends a value, or the bracket that opens it. */
static void append_value(struct mf_buffer *buffer, const struct mf_json_node *node)
{
    switch (node->token) {
    case MF_JSON_OBJECT:
        mf_buffer_append_byte(buffer, '{');
        break;
    case MF_JSON_ARRAY:
        mf_buffer_append_byte(buffer, '[');
        break;
    case MF_JSON_STRING:
        mf_json_append_string(buffer, node->text);
        break;
    case MF_JSON_NUMBER:
        append_number(buffer, node->text);
        break;
    case MF_JSON_TRUE:
        mf_buffer_append_text(buffer, "true");
        break;
    case MF_JSON_FALSE:
        mf_buffer_append_text(buffer, "false");
        break;
    case MF_JSON_NULL:
    case MF_JSON_TIME:
    case MF_JSON_ERROR:
    case MF_JSON_END:
    case MF_JSON_OBJECT_END:
    case MF_JSON_ARRAY_END:
    case MF_JSON_KEY:
    default: /* a node is nothing else */
        mf_buffer_append_text(buffer, "null");
        break;
    }
}

void mf_json_tree_append(struct mf_buffer *buffer, const struct mf_json_node *node)
{
    struct {
        const struct mf_json_node *node;
        uint32_t at;
    } levels[MF_JSON_MAXIMUM_DEPTH];
    size_t depth = 0;

    for (;;) {
        append_value(buffer, node);
        if (node->token == MF_JSON_OBJECT || node->token == MF_JSON_ARRAY) {
            levels[depth].node = node;
            levels[depth++].at = 0;
        }
        while (depth > 0 && levels[depth - 1].at == levels[depth - 1].node->count) {
            mf_buffer_append_byte(buffer, levels[--depth].node->token == MF_JSON_OBJECT ? '}' : ']');
        }
        if (depth == 0 || buffer->status != MF_OK) {
            return;
        }
        node = &levels[depth - 1].node->children[levels[depth - 1].at];
        if (levels[depth - 1].at++ > 0) {
            mf_buffer_append_byte(buffer, ',');
        }
        if (levels[depth - 1].node->token == MF_JSON_OBJECT) {
            mf_json_append_string(buffer, node->name);
            mf_buffer_append_byte(buffer, ':');
        }
    }
}
