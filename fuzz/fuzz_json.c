/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as JSON: what the scanner says holds together, the tree agrees with it, and what is canonical stays as it is.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "json/tree.h"
#include "json/writer.h"

#include <libmanifest/libmanifest.h>

/* Less than canonicalisation allows, so that both sides of the limit are seen. */
enum { DEPTH = 40 };

static void check_text(const struct mf_json_scanner *scanner)
{
    char *decoded = malloc(scanner->text.size + 1);
    size_t size;

    require(decoded != NULL, "out of memory");
    size = mf_json_decode(scanner->text, decoded);
    require(size <= scanner->text.size, "decoding makes a string longer");
    require((size < scanner->text.size) == scanner->escaped, "a string has escapes and does not say so");
    require(mf_utf8_valid_prefix(mf_view_make(decoded, size)) == size, "a decoded string is not UTF-8");
    free(decoded);
}

/* Returns the number of values, or -1 if the text is refused. */
static long scan(struct mf_view text)
{
    struct mf_json_scanner scanner;
    enum mf_json_token token;
    size_t end = 0;
    long values = 0;

    mf_json_scanner_init(&scanner, text, DEPTH);
    while ((token = mf_json_next(&scanner)) != MF_JSON_END) {
        require(scanner.position.offset == scanner.start && scanner.start <= scanner.end &&
                    scanner.end <= text.size,
                "a token stands outside of the text");
        if (token == MF_JSON_ERROR) {
            require(scanner.error != NULL && mf_json_next(&scanner) == MF_JSON_ERROR,
                    "an error does not last");
            return -1;
        }
        require(scanner.start >= end && scanner.end > scanner.start, "tokens overlap");
        end = scanner.end;
        if (token == MF_JSON_KEY || token == MF_JSON_STRING) {
            check_text(&scanner);
        }
        values += token == MF_JSON_KEY || token == MF_JSON_OBJECT_END || token == MF_JSON_ARRAY_END ? 0 : 1;
    }
    return values;
}

static void check_skip(struct mf_view text)
{
    struct mf_json_scanner scanner;
    enum mf_json_token first;

    mf_json_scanner_init(&scanner, text, DEPTH);
    first = mf_json_next(&scanner);
    require(mf_json_skip(&scanner, first) != MF_JSON_ERROR, "a good value cannot be skipped");
    require(mf_json_next(&scanner) == MF_JSON_END, "skipping does not end behind the value");
}

/* Returns the number of values. The depth of the recursion is DEPTH at most. */
static long count_nodes(const struct mf_json_node *node)
{
    long count = 1;

    for (uint32_t i = 0; i < node->count; i++) {
        const struct mf_json_node *child = &node->children[i];

        count += count_nodes(child);
        require(node->token != MF_JSON_OBJECT || i == 0 ||
                    mf_json_compare_names(child[-1].name, child->name) < 0,
                "members are not in order");
    }
    return count;
}

static void check_tree(struct mf_view text, long values, const mf_bytes *canonical)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    struct mf_arena *arena = mf_arena_new(0);
    const struct mf_json_node *root = NULL;

    require(arena != NULL, "out of memory");
    if (mf_json_tree_read(arena, text, DEPTH, &root, NULL) == MF_OK) {
        require(count_nodes(root) == values, "tree and scanner differ");
        require(canonical != NULL, "the tree takes what cannot be canonicalised");
        mf_json_tree_append(&buffer, root);
        require(buffer.status == MF_OK &&
                    mf_view_equal(mf_buffer_view(&buffer),
                                  mf_view_make(mf_bytes_data(canonical), mf_bytes_size(canonical))),
                "the tree writes something else");
        mf_buffer_release(&buffer);
    } else {
        require(values < 0 || canonical == NULL, "the tree refuses what can be canonicalised");
    }
    mf_arena_free(arena);
}

static void check_canonical(const mf_bytes *canonical)
{
    mf_bytes *again = NULL;

    require(mf_json_canonicalize(mf_bytes_data(canonical), mf_bytes_size(canonical), 0, &again, NULL) ==
                MF_OK,
            "the canonical form is refused");
    require(mf_view_equal(mf_view_make(mf_bytes_data(canonical), mf_bytes_size(canonical)),
                          mf_view_make(mf_bytes_data(again), mf_bytes_size(again))),
            "the canonical form is not canonical");
    mf_bytes_unref(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view text = mf_view_make((const char *)data, size);
    mf_bytes *canonical = NULL;
    mf_error *error = NULL;
    long values = scan(text);

    if (mf_json_canonicalize(size == 0 ? "" : (const char *)data, size, 0, &canonical, &error) == MF_OK) {
        check_canonical(canonical);
    } else {
        require(canonical == NULL && mf_error_line(error) > 0 && mf_error_column(error) > 0,
                "an error without place");
    }
    if (values >= 0) {
        check_skip(text);
    }
    check_tree(text, values, canonical);
    mf_bytes_unref(canonical);
    mf_error_unref(error);
    return 0;
}
