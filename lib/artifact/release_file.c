/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are releases themselves: manifests, and envelopes of them. */
#include "artifact/add.h"

#include "base/buffer.h"
#include "value/ascii.h"
#include "json/scanner.h"

#include <errno.h>
#include <unistd.h>

/* As the readers have them by default: nothing larger is read as a manifest or an envelope. */
enum { LARGEST_DOCUMENT = 16 * 1024 * 1024, LARGEST_ENVELOPE = 2 * LARGEST_DOCUMENT, DEEPEST = 64 };

static bool ends_with(const char *path, const char *ending)
{
    size_t size = strlen(path);
    size_t end = strlen(ending);

    return size >= end && mf_ascii_is_word(mf_view_make(path + size - end, end), ending);
}

static bool read_all(int file, uint64_t size, struct mf_buffer *buffer, mf_status *ret_status)
{
    if (!mf_buffer_reserve(buffer, (size_t)size + 1)) {
        *ret_status = MF_ERROR_MEMORY;
        return false;
    }
    while (buffer->size < size) {
        ssize_t more =
            pread(file, buffer->data + buffer->size, (size_t)size - buffer->size, (off_t)buffer->size);

        if (more < 0 && errno == EINTR) {
            continue;
        }
        if (more < 0) {
            *ret_status = MF_ERROR_IO;
            return false;
        }
        if (more == 0) {
            break;
        }
        buffer->size += (size_t)more;
    }
    return true;
}

/* A member "payloadType", or "schema" of a manifest, at the top of an object. What is no JSON is judged up to the mistake. */
static bool is_release_json(struct mf_view text)
{
    struct mf_json_scanner scanner;
    enum mf_json_token token;

    mf_json_scanner_init(&scanner, text, DEEPEST);
    if (mf_json_next(&scanner) != MF_JSON_OBJECT) {
        return false;
    }
    for (token = mf_json_next(&scanner); token == MF_JSON_KEY; token = mf_json_next(&scanner)) {
        struct mf_view name = scanner.text;

        if (mf_view_is(name, "payloadType")) {
            return true;
        }
        token = mf_json_next(&scanner);
        if (mf_view_is(name, "schema") && token == MF_JSON_STRING &&
            mf_view_starts_with(scanner.text, "manifest/")) {
            return true;
        }
        if (mf_json_skip(&scanner, token) == MF_JSON_ERROR) {
            return false;
        }
    }
    return false;
}

static struct mf_view trim(struct mf_view text, const char *bytes)
{
    while (text.size > 0 && mf_ascii_is_one_of(text.data[0], bytes)) {
        text = mf_view_make(text.data + 1, text.size - 1);
    }
    return text;
}

/* A line "schema: manifest/v1", the key and the value in quotes or not. */
static bool declares(struct mf_view line)
{
    line = trim(line, "\"'{");
    if (!mf_view_starts_with(line, "schema")) {
        return false;
    }
    line = trim(mf_view_make(line.data + 6, line.size - 6), "\"' \t");
    if (line.size == 0 || line.data[0] != ':') {
        return false;
    }
    return mf_view_starts_with(trim(mf_view_make(line.data + 1, line.size - 1), "\"' \t"), "manifest/");
}

static bool is_release_yaml(struct mf_view text)
{
    while (text.data != NULL) {
        if (declares(mf_view_cut(&text, '\n'))) {
            return true;
        }
    }
    return false;
}

bool mf_file_is_release(int file, const char *path, uint64_t size, mf_status *ret_status)
{
    bool json = ends_with(path, ".json") || ends_with(path, ".dsse");
    bool yaml = ends_with(path, ".yaml") || ends_with(path, ".yml");
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    bool result = false;

    *ret_status = MF_OK;
    if ((!json && !yaml) || size > (json ? LARGEST_ENVELOPE : LARGEST_DOCUMENT)) {
        return false;
    }
    if (read_all(file, size, &buffer, ret_status)) {
        struct mf_view text = mf_buffer_view(&buffer);

        result = is_release_json(text) || (yaml && is_release_yaml(text));
    }
    mf_buffer_release(&buffer);
    return result;
}
