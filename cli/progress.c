/* SPDX-License-Identifier: Apache-2.0 */
/* A line of progress, drawn over and over again, on a terminal only. */
#include "progress.h"

#include "terminal.h"

#include <inttypes.h>
#include <string.h>

/* Less than this is done before anybody could read the line. */
enum { LEAST_BYTES = 16 * 1024 * 1024, BAR_WIDTH = 20, MEBIBYTE = 1024 * 1024 };

/* Columns that the line on the terminal has now. */
static size_t drawn;

void cli_progress_end(void)
{
    if (drawn > 0) {
        (void)fprintf(stderr, "\r%*s\r", (int)drawn, "");
        (void)fflush(stderr);
        drawn = 0;
    }
}

/* As much of a name as there is room for; returns its columns. */
static size_t print_name(const char *name, size_t room)
{
    size_t size = strlen(name);
    size_t columns = 0;

    for (size_t at = 0; at < size;) {
        char printed[CLI_PRINTED_SIZE];
        size_t width;
        size_t used = cli_printable(name + at, size - at, printed, &width);

        if (columns + width > room) {
            break;
        }
        (void)fputs(printed, stderr);
        columns += width;
        at += used;
    }
    return columns;
}

static int32_t draw(void *context, const char *file, uint64_t files_done, uint64_t files, uint64_t bytes_done,
                    uint64_t bytes)
{
    char bar[BAR_WIDTH + 1] = "";
    double part;
    int count;
    size_t columns;
    size_t room = cli_terminal_width(stderr);

    (void)context;
    if (bytes < LEAST_BYTES) {
        return 0;
    }
    /* A file that grows has more bytes than it had. */
    part = bytes_done >= bytes ? 1 : (double)bytes_done / (double)bytes;
    memset(bar, '#', (size_t)(part * BAR_WIDTH));
    cli_progress_end();
    count = fprintf(
        stderr, "[%-*s] %3d %%, %" PRIu64 " of %" PRIu64 " MiB, %" PRIu64 " of %" PRIu64 " files ", BAR_WIDTH,
        bar, (int)(part * 100), bytes_done / MEBIBYTE, bytes / MEBIBYTE, files_done, files);
    columns = count > 0 ? (size_t)count : 0;
    /* The last column stays free: some terminals begin a new line after it. */
    drawn = columns + (columns + 1 < room ? print_name(file, room - columns - 1) : 0);
    (void)fflush(stderr);
    return 0;
}

mf_hash_options cli_progress_options(mf_hash_algorithm algorithm)
{
    mf_hash_options options;

    mf_hash_options_init(&options, sizeof options);
    options.algorithm = algorithm;
    options.progress = cli_terminal_is(stderr) ? draw : NULL;
    return options;
}
