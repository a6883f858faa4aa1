/* SPDX-License-Identifier: Apache-2.0 */
/* direct_url.json and the files of conda-meta. */
#include "capture/python_text.h"

#include "base/buffer.h"
#include "value/ascii.h"
#include "value/check.h"
#include "value/hex.h"
#include "value/package.h"
#include "value/type.h"
#include "value/uri.h"
#include "json/tree.h"

enum { DEPTH = 32 };

static const char no_json[] = "it is no JSON";

/* The text of a member; no data if there is none. */
static struct mf_view text_of(const struct mf_json_node *node, const char *name)
{
    const struct mf_json_node *member = node == NULL ? NULL : mf_json_tree_member(node, name);

    return member != NULL && member->token == MF_JSON_STRING ? member->text : mf_view_make(NULL, 0);
}

static const struct mf_json_node *root_of(struct mf_arena *arena, struct mf_view text)
{
    const struct mf_json_node *root = NULL;

    return mf_json_tree_read(arena, text, DEPTH, &root, NULL) == MF_OK && root->token == MF_JSON_OBJECT
               ? root
               : NULL;
}

/* --- direct_url.json ------------------------------------------------------------------------------------------------------ */

/* Appends the address without a password: PEP 610 wants none in there, but not every tool keeps to it. */
static void append_address(struct mf_buffer *buffer, struct mf_view url)
{
    struct mf_uri uri;

    if (mf_uri_split(url, &uri) && uri.user.data != NULL) {
        size_t before = (size_t)(uri.user.data - url.data);

        mf_buffer_append(buffer, mf_view_make(url.data, before));
        url = mf_view_from(url, before + uri.user.size + 1);
    }
    mf_buffer_append(buffer, url);
}

static bool is_word(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_alphanumeric(text.data[i])) {
            return false;
        }
    }
    return text.size > 0 && text.size <= 64;
}

static void keep_digests(struct mf_arena *arena, const struct mf_json_node *archive,
                         struct mf_python_origin *origin)
{
    static const char *const names[] = { "sha256", "sha512" };
    const struct mf_json_node *hashes = archive == NULL ? NULL : mf_json_tree_member(archive, "hashes");
    struct mf_view single = text_of(archive, "hash"); /* sha256=DIGITS */
    struct mf_view algorithm = mf_view_cut(&single, '=');

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct mf_view digits = text_of(hashes, names[i]);
        struct mf_buffer buffer = MF_BUFFER_EMPTY;

        if (digits.data == NULL && mf_view_is(algorithm, names[i])) {
            digits = single;
        }
        mf_buffer_format(&buffer, "%s:", names[i]);
        mf_buffer_append(&buffer, digits);
        if (buffer.status == MF_OK && mf_digest_check(mf_buffer_view(&buffer), NULL)) {
            origin->digests[i] = mf_arena_copy(arena, mf_buffer_view(&buffer));
        }
        mf_buffer_release(&buffer);
    }
}

static const char *keep_url(struct mf_arena *arena, const struct mf_json_node *root, struct mf_view url,
                            struct mf_python_origin *origin)
{
    const struct mf_json_node *repository = mf_json_tree_member(root, "vcs_info");
    struct mf_view kind = text_of(repository, "vcs");
    struct mf_view commit = text_of(repository, "commit_id");
    struct mf_view subdirectory = text_of(root, "subdirectory");
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const char *problem = NULL;

    if (repository != NULL && (!is_word(kind) || !is_word(commit))) {
        return "it names no commit";
    }
    if (repository != NULL) {
        mf_buffer_append(&buffer, kind);
        mf_buffer_append_byte(&buffer, '+');
    }
    append_address(&buffer, url);
    if (repository != NULL) {
        mf_buffer_append_byte(&buffer, '@');
        mf_buffer_append(&buffer, commit);
    }
    if (subdirectory.size > 0) {
        mf_buffer_append_text(&buffer, "#subdirectory=");
        mf_buffer_append(&buffer, subdirectory);
    }
    if (buffer.status == MF_OK && !mf_type_check(MF_TYPE_URI, mf_buffer_view(&buffer), NULL)) {
        problem = "its url is no address";
    } else if (buffer.status == MF_OK) {
        origin->url = mf_arena_copy(arena, mf_buffer_view(&buffer));
    } else {
        problem = "its url is too long";
    }
    mf_buffer_release(&buffer);
    return problem;
}

const char *mf_python_origin_read(struct mf_arena *arena, struct mf_view text,
                                  struct mf_python_origin *ret_origin)
{
    const struct mf_json_node *root = root_of(arena, text);
    struct mf_view url = root == NULL ? mf_view_make(NULL, 0) : text_of(root, "url");
    const struct mf_json_node *directory;
    const char *problem;

    *ret_origin = (struct mf_python_origin){ .url = NULL };
    if (root == NULL) {
        return no_json;
    }
    if (url.size == 0) {
        return "it has no url";
    }
    problem = keep_url(arena, root, url, ret_origin);
    if (problem != NULL) {
        return problem;
    }
    directory = mf_json_tree_member(root, "dir_info");
    if (directory != NULL) {
        const struct mf_json_node *editable = mf_json_tree_member(directory, "editable");

        ret_origin->is_editable = editable != NULL && editable->token == MF_JSON_TRUE;
    }
    keep_digests(arena, mf_json_tree_member(root, "archive_info"), ret_origin);
    return NULL;
}

/* --- conda-meta ------------------------------------------------------------------------------------------------------------ */

/* A word as names of builds, channels and platforms are; anything else is left out. */
static struct mf_view word_of(const struct mf_json_node *root, const char *name)
{
    struct mf_view text = text_of(root, name);

    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_alphanumeric(text.data[i]) && !mf_ascii_is_one_of(text.data[i], "._+-")) {
            return mf_view_make(NULL, 0);
        }
    }
    return text.size > MF_NAME_SIZE ? mf_view_make(NULL, 0) : text;
}

/* The name of a channel, of which there may be the whole address: https://conda.example/conda-forge/linux-64. */
static struct mf_view channel_of(const struct mf_json_node *root, struct mf_view subdirectory)
{
    struct mf_view rest = text_of(root, "channel");
    struct mf_view channel = { NULL, 0 };

    while (rest.data != NULL) {
        struct mf_view part = mf_view_cut(&rest, '/');

        if (part.size > 0 && !mf_view_equal(part, subdirectory)) {
            channel = part;
        }
    }
    for (size_t i = 0; i < channel.size; i++) {
        if (!mf_ascii_is_alphanumeric(channel.data[i]) && !mf_ascii_is_one_of(channel.data[i], "._-")) {
            return mf_view_make(NULL, 0);
        }
    }
    return channel;
}

static struct mf_view archive_type_of(const struct mf_json_node *root)
{
    static const char *const types[] = { "conda", "tar.bz2" };
    struct mf_view file = text_of(root, "fn");

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        size_t size = strlen(types[i]);

        if (file.size > size + 1 && file.data[file.size - size - 1] == '.' &&
            mf_view_is(mf_view_from(file, file.size - size), types[i])) {
            return mf_view_of(types[i]);
        }
    }
    return mf_view_make(NULL, 0);
}

const char *mf_conda_package_read(struct mf_arena *arena, struct mf_view text,
                                  struct mf_conda_package *ret_package)
{
    const struct mf_json_node *root = root_of(arena, text);
    struct mf_view digest;

    *ret_package = (struct mf_conda_package){ .name = { NULL, 0 } };
    if (root == NULL) {
        return no_json;
    }
    ret_package->name = text_of(root, "name");
    ret_package->version = text_of(root, "version");
    if (ret_package->name.size == 0 || !mf_package_name_check(mf_view_of("conda"), ret_package->name)) {
        return "its name is none that a package can have";
    }
    if (!mf_python_version_check(ret_package->version)) {
        return "its version is none";
    }
    ret_package->build = word_of(root, "build");
    ret_package->subdirectory = word_of(root, "subdir");
    ret_package->channel = channel_of(root, ret_package->subdirectory);
    ret_package->archive_type = archive_type_of(root);
    digest = text_of(root, "sha256");
    if (digest.size == 64 && mf_hex_is_lower(digest)) {
        ret_package->sha256 = digest;
    }
    return NULL;
}
