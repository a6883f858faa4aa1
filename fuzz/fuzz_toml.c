/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as TOML: a tree whose parts stand where it says, in order and within the limits, or an error with a place.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "toml/toml.h"
#include "value/number.h"
#include "json/writer.h"

/* Less than a caller would allow, so that both sides of the limits are seen. */
enum { DEPTH = 20, MEMORY = 1 << 20 };

static void check_text(struct mf_view text)
{
    require(mf_utf8_valid_prefix(text) == text.size, "a decoded text is not UTF-8");
}

static void check_number(struct mf_view text)
{
    double value;

    require(mf_number_parse(text, &value) || mf_view_is(text, "inf") || mf_view_is(text, "-inf") ||
                mf_view_is(text, "nan"),
            "a number has no spelling of JSON");
}

/* The depth of the recursion is DEPTH at most. */
static void check_node(const struct mf_json_node *node, struct mf_view text, int depth)
{
    require(depth <= DEPTH, "the tree is too deep");
    require(node->token >= MF_JSON_OBJECT && node->token != MF_JSON_KEY && node->token != MF_JSON_NULL,
            "TOML has no such value");
    require(node->position.offset <= text.size && node->position.line > 0 && node->position.column > 0,
            "a value stands outside of the text");
    check_text(node->name);
    check_text(node->text);
    if (node->token == MF_JSON_NUMBER) {
        check_number(node->text);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct mf_json_node *child = &node->children[i];

        check_node(child, text, depth + 1);
        require(node->token != MF_JSON_OBJECT || i == 0 ||
                    mf_json_compare_names(child[-1].name, child->name) < 0,
                "keys are not in order");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view text = mf_view_make(size == 0 ? "" : (const char *)data, size);
    struct mf_arena *arena = mf_arena_new(MEMORY);
    const struct mf_json_node *root = NULL;
    mf_error *error = NULL;
    mf_status status;

    require(arena != NULL, "out of memory");
    status = mf_toml_read(arena, text, DEPTH, &root, &error);
    require(mf_arena_used(arena) <= MEMORY, "the limit of memory was passed");
    if (status == MF_OK) {
        require(root->token == MF_JSON_OBJECT, "the root is no table");
        check_node(root, text, 0);
    } else {
        require(root == NULL && (status == MF_ERROR_LIMIT || status == MF_ERROR_SYNTAX), "a wrong status");
        require(status == MF_ERROR_LIMIT || (mf_error_line(error) > 0 && mf_error_column(error) > 0),
                "an error without place");
        require(mf_error_offset(error) <= size, "an error outside of the text");
    }
    mf_arena_free(arena);
    mf_error_unref(error);
    return 0;
}
