/* SPDX-License-Identifier: Apache-2.0 */
/* Files and standard output. */
#include "output.h"

#include "command.h"
#include "complain.h"
#include "input.h"
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The bytes as they are; on a terminal in printable form, since they may come from anywhere. */
static int write_standard(const void *data, size_t size)
{
    if (cli_terminal_is(stdout)) {
        cli_print_lines(stdout, data, size);
    } else if (size > 0) {
        (void)fwrite(data, 1, size, stdout);
    }
    return CLI_GOOD; /* cli_output_finish() sees what failed */
}

/* A device or a pipe cannot be replaced, and must not. */
static int write_through(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    int failed;

    if (file == NULL) {
        cli_complain("cannot open %s: %s", path, strerror(errno));
        return CLI_TROUBLE;
    }
    failed = size > 0 && fwrite(data, 1, size, file) != size;
    if (fclose(file) != 0 || failed) {
        cli_complain("cannot write %s: %s", path, strerror(errno));
        return CLI_TROUBLE;
    }
    return CLI_GOOD;
}

/* With all of the mode's bits: the mask is for files whose mode nobody chose. */
static mf_status write_with_mode(const void *data, size_t size, const char *path, uint32_t mode,
                                 mf_error **reterr)
{
    mode_t mask = umask(0);
    mf_status status = mf_file_write(data, size, path, mode, reterr);

    (void)umask(mask);
    return status;
}

static int replace(const char *path, const void *data, size_t size, uint32_t mode)
{
    mf_error *error = NULL;
    mf_status status = mode == 0 ? mf_file_write(data, size, path, 0, &error)
                                 : write_with_mode(data, size, path, mode, &error);

    return status == MF_OK ? CLI_GOOD : cli_complain_error(NULL, status, error);
}

int cli_output_write(const char *path, const void *data, size_t size, uint32_t mode)
{
    struct stat information;
    char *target;
    int result;

    if (cli_is_standard(path)) {
        return write_standard(data, size);
    }
    if (stat(path, &information) != 0) {
        return replace(path, data, size, mode);
    }
    if (S_ISDIR(information.st_mode)) {
        cli_complain("cannot write %s: %s", path, strerror(EISDIR));
        return CLI_TROUBLE;
    }
    if (!S_ISREG(information.st_mode)) {
        return write_through(path, data, size);
    }
    target = realpath(path, NULL);
    if (target == NULL) {
        cli_complain("cannot find %s: %s", path, strerror(errno));
        return CLI_TROUBLE;
    }
    if (mode == 0) {
        /* A file that nobody may read stays closed to others: 0 would mean 0644. */
        mode = (information.st_mode & 0777) == 0 ? 0600 : (uint32_t)(information.st_mode & 0777);
    }
    result = replace(target, data, size, mode);
    free(target);
    return result;
}

int cli_output_bytes(const char *path, const mf_bytes *bytes)
{
    return cli_output_write(path, mf_bytes_data(bytes), mf_bytes_size(bytes), 0);
}

int cli_output_finish(int result)
{
    int failed = fflush(stdout) != 0;

    if (failed || ferror(stdout) != 0) {
        cli_complain("cannot write standard output%s%s", failed ? ": " : "", failed ? strerror(errno) : "");
        return CLI_TROUBLE;
    }
    return result;
}

void cli_output_guard(void)
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
        if (fcntl(stream, F_GETFD) < 0 && errno == EBADF) {
            /* Opened the wrong way round, so that its use still fails. */
            (void)open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}
