/* SPDX-License-Identifier: Apache-2.0 */
/* Traces of container runtimes. */
#include "capture/container_text.h"

#include "value/ascii.h"
#include "value/check.h"
#include "value/hex.h"

/* What stands in quotes; no data if there is an escape in it, which no name of an image needs. */
static struct mf_view quoted(struct mf_view value)
{
    if (value.size < 2 || value.data[0] != '"' || value.data[value.size - 1] != '"') {
        return mf_view_make(NULL, 0);
    }
    value = mf_view_make(value.data + 1, value.size - 2);
    return mf_view_find(value, '\\') == value.size && mf_view_find(value, '"') == value.size
               ? value
               : mf_view_make(NULL, 0);
}

void mf_container_file_read(struct mf_view text, struct mf_container_file *ret_file)
{
    *ret_file = (struct mf_container_file){ .engine = { NULL, 0 } };
    while (text.data != NULL) {
        struct mf_view value = mf_ascii_chomp(mf_view_cut(&text, '\n'));
        struct mf_view key = mf_view_cut(&value, '=');

        if (value.data == NULL) {
            continue;
        }
        value = quoted(value);
        if (mf_view_is(key, "engine")) {
            ret_file->engine = value;
        } else if (mf_view_is(key, "image")) {
            ret_file->image = value;
        } else if (mf_view_is(key, "imageid") && value.size == 64 && mf_hex_is_lower(value)) {
            ret_file->id = value;
        }
    }
}

/* Only a colon behind the last slash begins a tag: before it stands that of a port. */
static size_t find_tag(struct mf_view name)
{
    size_t at = name.size;

    while (at > 0 && name.data[at - 1] != '/' && name.data[at - 1] != ':') {
        at--;
    }
    return at > 0 && name.data[at - 1] == ':' ? at - 1 : name.size;
}

bool mf_container_image_split(struct mf_view name, struct mf_container_image *ret_image)
{
    struct mf_container_image image = { .tag = { NULL, 0 } };
    struct mf_view rest = name;
    size_t tag;

    image.repository = mf_view_cut(&rest, '@');
    if (rest.data != NULL) {
        if (!mf_digest_check(rest, NULL)) {
            return false;
        }
        image.digest = rest;
    }
    tag = find_tag(image.repository);
    if (tag < image.repository.size) {
        image.tag = mf_view_from(image.repository, tag + 1);
        image.repository.size = tag;
        if (image.tag.size == 0) {
            return false;
        }
    }
    if (!mf_repository_check(image.repository, NULL)) {
        return false;
    }
    *ret_image = image;
    return true;
}

/* Kinds by what a part of the path of a group begins with; the first that is found counts, so those that others are built of come last. */
static const struct {
    const char *prefix;
    const char *kind;
} groups[] = {
    { "kubepods", "kubernetes" }, { "libpod", "podman" }, { "docker", "docker" },
    { "nerdctl", "containerd" },  { "lxc", "lxc" },       { "machine-systemd-nspawn", "systemd-nspawn" },
    { "garden", "garden" },       { "ecs", "ecs" },
};

static bool has_group(struct mf_view path, const char *prefix)
{
    while (path.data != NULL) {
        struct mf_view part = mf_view_cut(&path, '/');

        if (mf_view_starts_with(part, prefix)) {
            size_t size = strlen(prefix);

            if (part.size == size || mf_ascii_is_one_of(part.data[size], "-._:")) {
                return true;
            }
        }
    }
    return false;
}

const char *mf_container_of_groups(struct mf_view text)
{
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        struct mf_view rest = text;

        while (rest.data != NULL) {
            struct mf_view path = mf_ascii_chomp(mf_view_cut(&rest, '\n'));

            /* NUMBER:CONTROLLERS:PATH */
            (void)mf_view_cut(&path, ':');
            (void)mf_view_cut(&path, ':');
            if (has_group(path, groups[i].prefix)) {
                return groups[i].kind;
            }
        }
    }
    return NULL;
}

const char *mf_container_of_word(struct mf_view text)
{
    static const char *const words[] = { "docker",         "podman",     "lxc", "lxc-libvirt",
                                         "systemd-nspawn", "containerd", "wsl", "rkt" };
    struct mf_view word = mf_ascii_trim(mf_ascii_chomp(mf_view_cut(&text, '\n')));

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (mf_view_is(word, words[i])) {
            return words[i];
        }
    }
    return NULL;
}
