/* SPDX-License-Identifier: Apache-2.0 */
/* The contract of option structs, in one place. */
#include "base/options.h"

#include "base/error.h"

/* No caller's struct is larger; a size above this is a wild pointer. */
enum { LARGEST_OPTIONS = 4096 };

void mf_options_init(void *options, size_t size)
{
    if (options != NULL && size >= sizeof size) {
        memset(options, 0, size);
        memcpy(options, &size, sizeof size);
    }
}

mf_status mf_options_copy(void *ours, size_t size, size_t least, const void *theirs, mf_error **reterr)
{
    const unsigned char *bytes = theirs;
    size_t their_size;

    if (theirs == NULL) {
        return MF_OK;
    }
    memcpy(&their_size, theirs, sizeof their_size);
    if (their_size < least || their_size > LARGEST_OPTIONS) {
        return mf_error_argument(
            reterr, "the size in the options is wrong: fill them with their _init function first");
    }
    for (size_t i = size; i < their_size; i++) {
        if (bytes[i] != 0) {
            return mf_error_argument(
                reterr, "the options ask for something that this version of the library does not know");
        }
    }
    memcpy(ours, theirs, their_size < size ? their_size : size);
    return MF_OK;
}
