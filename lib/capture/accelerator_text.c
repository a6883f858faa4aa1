/* SPDX-License-Identifier: Apache-2.0 */
/* Drivers: the files that NVIDIA's and AMD's make in /proc and /sys. */
#include "capture/accelerator_text.h"

#include "base/buffer.h"
#include "capture/defines.h"
#include "value/ascii.h"

enum { LONGEST_VERSION = 64, MOST_DIGITS = 19 };

size_t mf_version_parts(struct mf_view text)
{
    size_t parts = 0;

    if (text.size > LONGEST_VERSION) {
        return 0;
    }
    while (text.data != NULL) {
        struct mf_view part = mf_view_cut(&text, '.');

        if (part.size == 0 || mf_digits_size(part) != part.size) {
            return 0;
        }
        parts++;
    }
    return parts;
}

/* The first word of a line that is numbers with dots. */
static struct mf_view numbers_in(struct mf_view line)
{
    while (line.size > 0) {
        struct mf_view word = mf_ascii_cut_word(&line);

        if (mf_version_parts(word) > 1) {
            return word;
        }
    }
    return mf_view_make(NULL, 0);
}

struct mf_view mf_nvidia_driver_read(struct mf_view text)
{
    while (text.data != NULL) {
        struct mf_view line = mf_ascii_chomp(mf_view_cut(&text, '\n'));

        if (mf_view_starts_with(line, "NVRM version:")) {
            return numbers_in(line);
        }
    }
    return mf_view_make(NULL, 0);
}

static bool is_number(struct mf_view text, uint64_t *ret_number)
{
    uint64_t number = 0;

    if (text.size == 0 || text.size > MOST_DIGITS || mf_digits_size(text) != text.size) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        number = number * 10 + (uint64_t)(text.data[i] - '0');
    }
    *ret_number = number;
    return true;
}

void mf_nvidia_device_read(struct mf_view text, struct mf_nvidia_device *ret_device)
{
    *ret_device = (struct mf_nvidia_device){ .minor = UINT32_MAX };
    while (text.data != NULL) {
        struct mf_view value = mf_ascii_chomp(mf_view_cut(&text, '\n'));
        struct mf_view key = mf_view_cut(&value, ':');
        uint64_t number;

        if (value.data == NULL) {
            continue;
        }
        value = mf_ascii_trim(value);
        if (mf_view_is(key, "Model") && value.size > 0) {
            ret_device->model = value;
        } else if (mf_view_is(key, "Device Minor") && is_number(value, &number) && number < UINT32_MAX) {
            ret_device->minor = (uint32_t)number;
        } else if (mf_view_is(key, "GPU Excluded")) {
            ret_device->is_excluded = mf_view_is(value, "Yes");
        }
    }
}

bool mf_amd_property(struct mf_view text, const char *name, uint64_t *ret_number)
{
    while (text.data != NULL) {
        struct mf_view value = mf_ascii_chomp(mf_view_cut(&text, '\n'));
        struct mf_view key = mf_view_cut(&value, ' ');

        if (value.data != NULL && mf_view_is(key, name)) {
            return is_number(mf_ascii_trim(value), ret_number);
        }
    }
    return false;
}

/* The number holds major * 10000 + minor * 100 + step; in the name, minor and step are one hexadecimal digit each. */
void mf_amd_target_append(struct mf_buffer *buffer, uint64_t number)
{
    mf_buffer_append_text(buffer, "gfx");
    mf_buffer_append_unsigned(buffer, number / 10000);
    mf_buffer_format(buffer, "%x%x", (unsigned)(number / 100 % 100), (unsigned)(number % 100));
}

struct mf_view mf_plain_version_read(struct mf_view text)
{
    struct mf_view version = mf_ascii_trim(mf_ascii_chomp(mf_view_cut(&text, '\n')));
    struct mf_view rest = version;
    struct mf_view numbers = mf_view_cut(&rest, '-');

    /* One line end at most. */
    if (text.size > 0 || version.size > LONGEST_VERSION || mf_version_parts(numbers) < 2) {
        return mf_view_make(NULL, 0);
    }
    for (size_t i = 0; i < rest.size; i++) {
        if (!mf_ascii_is_alphanumeric(rest.data[i]) && !mf_ascii_is_one_of(rest.data[i], "._-")) {
            return mf_view_make(NULL, 0);
        }
    }
    return version;
}

/* --- CUDA ------------------------------------------------------------------------------------------------------------------ */

struct mf_view mf_cuda_version_text_read(struct mf_view text)
{
    struct mf_view line = mf_ascii_chomp(mf_view_cut(&text, '\n'));

    return mf_view_starts_with(line, "CUDA Version ") ? numbers_in(line) : mf_view_make(NULL, 0);
}

bool mf_cuda_header_read(struct mf_view text, struct mf_buffer *version)
{
    uint32_t number;

    if (!mf_define_number(text, "CUDA_VERSION", &number) || number < 1000) {
        return false;
    }
    mf_buffer_append_unsigned(version, number / 1000);
    mf_buffer_append_byte(version, '.');
    mf_buffer_append_unsigned(version, number % 1000 / 10);
    return true;
}
