/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of core metadata, pyvenv.cfg and patchlevel.h: texts of lines. */
#include "capture/python_text.h"

#include "capture/defines.h"
#include "value/ascii.h"
#include "value/package.h"

enum { LONGEST_VERSION = 128 };

bool mf_python_version_check(struct mf_view version)
{
    if (version.size == 0 || version.size > LONGEST_VERSION || !mf_ascii_is_alphanumeric(version.data[0])) {
        return false;
    }
    for (size_t i = 0; i < version.size; i++) {
        if (!mf_ascii_is_alphanumeric(version.data[i]) && !mf_ascii_is_one_of(version.data[i], ".!+-_")) {
            return false;
        }
    }
    return true;
}

/* Cuts `NAME: value` apart; false if there is no colon behind a name. */
static bool cut_header(struct mf_view line, struct mf_view *ret_name, struct mf_view *ret_value)
{
    size_t at = mf_view_find(line, ':');

    if (at == line.size || at == 0) {
        return false;
    }
    *ret_name = mf_view_make(line.data, at);
    *ret_value = mf_ascii_trim(mf_view_from(line, at + 1));
    return true;
}

/* The first of several fields of a name counts, as it does for Python. */
static void take(struct mf_view *field, struct mf_view value)
{
    if (field->data == NULL) {
        *field = value;
    }
}

static const char *judge(const struct mf_python_metadata *metadata)
{
    if (metadata->name.data == NULL) {
        return "it does not say the name";
    }
    if (!mf_package_name_check(mf_view_of("pypi"), metadata->name)) {
        return "its name is none that a distribution can have";
    }
    if (metadata->version.data == NULL) {
        return "it does not say the version";
    }
    return mf_python_version_check(metadata->version) ? NULL : "its version is none";
}

const char *mf_python_metadata_read(struct mf_view text, struct mf_python_metadata *ret_metadata)
{
    struct mf_python_metadata metadata = { { NULL, 0 }, { NULL, 0 } };
    const char *problem;

    while (text.data != NULL) {
        struct mf_view line = mf_ascii_chomp(mf_view_cut(&text, '\n'));
        struct mf_view name;
        struct mf_view value;

        if (line.size == 0) {
            break;
        }
        if (mf_ascii_is_one_of(line.data[0], " \t")) {
            continue; /* goes on with the value of the line before */
        }
        if (!cut_header(line, &name, &value)) {
            return "a line of its head is no field";
        }
        if (mf_ascii_is_word(name, "name")) {
            take(&metadata.name, value);
        } else if (mf_ascii_is_word(name, "version")) {
            take(&metadata.version, value);
        }
    }
    problem = judge(&metadata);
    if (problem == NULL) {
        *ret_metadata = metadata;
    }
    return problem;
}

struct mf_view mf_python_exact_version(struct mf_view text)
{
    struct mf_view rest = text;
    size_t size = 0;

    for (int part = 0; part < 3; part++) {
        size_t digits = mf_digits_size(rest);

        if (digits == 0 || digits > 4) {
            return mf_view_make(NULL, 0);
        }
        size += digits;
        rest = mf_view_from(rest, digits);
        if (part < 2) {
            if (rest.size == 0 || rest.data[0] != '.') {
                return mf_view_make(NULL, 0);
            }
            size++;
            rest = mf_view_from(rest, 1);
        }
    }
    return mf_view_make(text.data, size);
}

void mf_python_venv_read(struct mf_view text, struct mf_python_venv *ret_venv)
{
    *ret_venv = (struct mf_python_venv){ .uses_system = false };
    while (text.data != NULL) {
        struct mf_view value = mf_ascii_chomp(mf_view_cut(&text, '\n'));
        struct mf_view key = mf_ascii_trim(mf_view_cut(&value, '='));

        if (value.data == NULL) {
            continue;
        }
        value = mf_ascii_trim(value);
        if (mf_ascii_is_word(key, "version") || mf_ascii_is_word(key, "version_info")) {
            take(&ret_venv->version, mf_python_exact_version(value));
        } else if (mf_ascii_is_word(key, "home")) {
            take(&ret_venv->home, value);
        } else if (mf_ascii_is_word(key, "include-system-site-packages")) {
            ret_venv->uses_system = mf_ascii_is_word(value, "true");
        }
    }
}

/* PY_VERSION has a '+' behind it where it was built between two releases. */
struct mf_view mf_python_patchlevel_read(struct mf_view text)
{
    struct mf_view version = mf_define_text(text, "PY_VERSION");

    return mf_python_version_check(version) && mf_python_exact_version(version).data != NULL
               ? version
               : mf_view_make(NULL, 0);
}
