/* SPDX-License-Identifier: Apache-2.0 */
/* Printable text and colour. */
#include "terminal.h"

#include "memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 80, LEAST_WIDTH = 20, MOST_WIDTH = 500 };

bool cli_terminal_is(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

bool cli_terminal_has_colour(FILE *stream)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    return cli_terminal_is(stream) && (no_color == NULL || *no_color == '\0') && term != NULL &&
           *term != '\0' && strcmp(term, "dumb") != 0;
}

size_t cli_terminal_width(FILE *stream)
{
#ifdef TIOCGWINSZ
    struct winsize size;

    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col >= LEAST_WIDTH) {
        return size.ws_col < MOST_WIDTH ? size.ws_col : MOST_WIDTH;
    }
#endif
    (void)stream;
    return USUAL_WIDTH;
}

void cli_style(FILE *stream, enum cli_style style)
{
    static const char *const sequences[] = {
        [CLI_PLAIN] = "\x1b[0m",   [CLI_BOLD] = "\x1b[1m",     [CLI_DIM] = "\x1b[2m",
        [CLI_RED] = "\x1b[1;31m",  [CLI_GREEN] = "\x1b[1;32m", [CLI_YELLOW] = "\x1b[1;33m",
        [CLI_BLUE] = "\x1b[1;34m",
    };

    if (cli_terminal_has_colour(stream)) {
        (void)fputs(sequences[style], stream);
    }
}

/* Size of the UTF-8 sequence that begins the text and its code point; 0 if there is none that is valid. */
static size_t decode(const unsigned char *text, size_t size, uint32_t *ret_code)
{
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t length = text[0] < 0x80   ? 1
                    : text[0] < 0xc0 ? 0
                    : text[0] < 0xe0 ? 2
                    : text[0] < 0xf0 ? 3
                    : text[0] < 0xf8 ? 4
                                     : 0;
    uint32_t code = length < 2 ? text[0] : text[0] & (0x7fu >> length);

    if (length == 0 || length > size) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80) {
            return 0;
        }
        code = code << 6 | (text[i] & 0x3f);
    }
    if (code < smallest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        return 0;
    }
    *ret_code = code;
    return length;
}

static bool is_printable(uint32_t code)
{
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x2028 || code == 0x2029 || code == 0xfeff) {
        return false;
    }
    if (code == 0x061c || code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e) ||
        (code >= 0x2066 && code <= 0x2069)) {
        return false; /* bidirectional controls */
    }
    return (code & 0xfffe) != 0xfffe && !(code >= 0xfdd0 && code <= 0xfdef);
}

size_t cli_printable(const char *text, size_t size, char ret_printed[CLI_PRINTED_SIZE], size_t *ret_width)
{
    uint32_t code = 0;
    size_t length = decode((const unsigned char *)text, size, &code);

    if (length > 0 && is_printable(code)) {
        memcpy(ret_printed, text, length);
        ret_printed[length] = '\0';
        *ret_width = 1;
        return length;
    }
    if (length == 0) {
        code = (unsigned char)text[0];
        length = 1;
    }
    if (code == '\n' || code == '\t') {
        (void)snprintf(ret_printed, CLI_PRINTED_SIZE, code == '\n' ? "\\n" : "\\t");
    } else {
        (void)snprintf(ret_printed, CLI_PRINTED_SIZE, code <= 0xff ? "\\x%02x" : "\\u{%x}", (unsigned)code);
    }
    *ret_width = strlen(ret_printed);
    return length;
}

char *cli_printable_copy(const char *text)
{
    size_t size = strlen(text);
    size_t length = 0;
    char *copy = cli_memory_array(size + 1, CLI_PRINTED_SIZE);

    while (size > 0) {
        char printed[CLI_PRINTED_SIZE];
        size_t width;
        size_t used = cli_printable(text, size, printed, &width);

        memcpy(copy + length, printed, strlen(printed));
        length += strlen(printed);
        text += used;
        size -= used;
    }
    return copy;
}

static void print(FILE *stream, const char *text, size_t size, bool with_lines)
{
    while (size > 0) {
        char printed[CLI_PRINTED_SIZE];
        size_t width;
        size_t used = cli_printable(text, size, printed, &width);

        if (with_lines && (*text == '\n' || *text == '\t')) {
            (void)fputc(*text, stream);
        } else {
            (void)fputs(printed, stream);
        }
        text += used;
        size -= used;
    }
}

void cli_print_bytes(FILE *stream, const char *text, size_t size)
{
    print(stream, text, size, false);
}

void cli_print(FILE *stream, const char *text)
{
    print(stream, text, strlen(text), false);
}

void cli_print_lines(FILE *stream, const char *text, size_t size)
{
    print(stream, text, size, true);
}

size_t cli_print_width(const char *text)
{
    size_t size = strlen(text);
    size_t total = 0;

    while (size > 0) {
        char printed[CLI_PRINTED_SIZE];
        size_t width;
        size_t used = cli_printable(text, size, printed, &width);

        total += width;
        text += used;
        size -= used;
    }
    return total;
}
