/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two counts, an index of 16 bytes an entry (tag, type, offset, count), and the data that it points into; all numbers with their
 * most significant byte first. Every offset comes from the file, so each is held against the data.
 */
#include "capture/rpm_header.h"

enum {
    PREFIX = 8,
    ENTRY = 16,
    TYPE_INT32 = 4,
    TYPE_STRING = 6,
    TAG_NAME = 1000,
    TAG_VERSION = 1001,
    TAG_RELEASE = 1002,
    TAG_EPOCH = 1003,
    TAG_ARCHITECTURE = 1022,
};

static uint32_t number(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;

    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool take_string(struct mf_view data, uint32_t offset, struct mf_view *to)
{
    const char *end;

    if (offset >= data.size) {
        return false;
    }
    end = memchr(data.data + offset, '\0', data.size - offset);
    if (end == NULL) {
        return false;
    }
    *to = mf_view_make(data.data + offset, (size_t)(end - data.data) - offset);
    return true;
}

/* False if the entry points out of the data. Tags that do not matter are not looked at. */
static bool take(struct mf_rpm_header *header, const char *entry, struct mf_view data)
{
    uint32_t type = number(entry + 4);
    uint32_t offset = number(entry + 8);
    struct mf_view *to = NULL;

    switch (number(entry)) {
    case TAG_NAME:
        to = &header->name;
        break;
    case TAG_VERSION:
        to = &header->version;
        break;
    case TAG_RELEASE:
        to = &header->release;
        break;
    case TAG_ARCHITECTURE:
        to = &header->architecture;
        break;
    case TAG_EPOCH:
        if (type != TYPE_INT32 || data.size < 4 || offset > data.size - 4) {
            return false;
        }
        header->epoch = number(data.data + offset);
        header->has_epoch = true;
        return true;
    default:
        return true;
    }
    return type == TYPE_STRING && take_string(data, offset, to);
}

bool mf_rpm_header_read(struct mf_view bytes, struct mf_rpm_header *ret_header)
{
    struct mf_rpm_header header = { { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 }, 0, false };
    struct mf_view data;
    uint64_t index_size;
    uint64_t count;

    if (bytes.size < PREFIX) {
        return false;
    }
    count = number(bytes.data);
    index_size = count * ENTRY;
    if (index_size + number(bytes.data + 4) > bytes.size - PREFIX) {
        return false;
    }
    data = mf_view_make(bytes.data + PREFIX + index_size, number(bytes.data + 4));
    for (uint64_t i = 0; i < count; i++) {
        if (!take(&header, bytes.data + PREFIX + i * ENTRY, data)) {
            return false;
        }
    }
    *ret_header = header;
    return true;
}
