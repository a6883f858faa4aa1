/* SPDX-License-Identifier: Apache-2.0 */
/* ELF headers, by the System V ABI. Offsets come from the file, so each is held against its size. */
#include "capture/elf.h"

enum {
    IDENT_CLASS = 4,
    IDENT_DATA = 5,
    IDENT_ABI = 7,
    HEADER_64 = 64,
    PROGRAM_32 = 32,
    PROGRAM_64 = 56,
    PT_INTERP = 3,
    MOST_PROGRAMS = 256,
    LONGEST_INTERPRETER = 1024,
};

/* An unsigned number of `size` bytes in the order of the file. The bytes are there. */
static uint64_t number(const struct mf_elf *elf, struct mf_view text, uint64_t offset, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text.data + offset;
    uint64_t value = 0;

    for (size_t i = 0; i < size; i++) {
        value = value << 8 | bytes[elf->is_little ? size - 1 - i : i];
    }
    return value;
}

static void take_interpreter(struct mf_elf *elf, struct mf_view text, uint64_t offset, uint64_t size)
{
    if (size < 2 || size > LONGEST_INTERPRETER || offset > text.size || size > text.size - offset ||
        memchr(text.data + offset, '\0', (size_t)size) != text.data + offset + size - 1) {
        return;
    }
    elf->interpreter = mf_view_make(text.data + offset, (size_t)size - 1);
}

static void read_programs(struct mf_elf *elf, struct mf_view text)
{
    uint64_t offset = elf->is_64 ? number(elf, text, 32, 8) : number(elf, text, 28, 4);
    uint64_t size = number(elf, text, elf->is_64 ? 54 : 42, 2);
    uint64_t count = number(elf, text, elf->is_64 ? 56 : 44, 2);

    if (size < (elf->is_64 ? PROGRAM_64 : PROGRAM_32)) {
        return;
    }
    for (uint64_t i = 0; i < count && i < MOST_PROGRAMS; i++, offset += size) {
        if (offset > text.size || size > text.size - offset) {
            return;
        }
        if (number(elf, text, offset, 4) == PT_INTERP) {
            if (elf->is_64) {
                take_interpreter(elf, text, number(elf, text, offset + 8, 8),
                                 number(elf, text, offset + 32, 8));
            } else {
                take_interpreter(elf, text, number(elf, text, offset + 4, 4),
                                 number(elf, text, offset + 16, 4));
            }
            return;
        }
    }
}

bool mf_elf_read(struct mf_view text, struct mf_elf *ret_elf)
{
    static const char magic[] = { 0x7f, 'E', 'L', 'F' };
    struct mf_elf elf = { 0, false, false, { NULL, 0 } };
    char abi;

    if (text.size < HEADER_64 || memcmp(text.data, magic, sizeof magic) != 0) {
        return false;
    }
    elf.is_64 = text.data[IDENT_CLASS] == 2;
    elf.is_little = text.data[IDENT_DATA] == 1;
    abi = text.data[IDENT_ABI];
    /* Programs of Linux say either that, or nothing. */
    if ((!elf.is_64 && text.data[IDENT_CLASS] != 1) || (!elf.is_little && text.data[IDENT_DATA] != 2) ||
        (abi != 0 && abi != 3)) {
        return false;
    }
    elf.machine = (uint16_t)number(&elf, text, 18, 2);
    read_programs(&elf, text);
    *ret_elf = elf;
    return true;
}
