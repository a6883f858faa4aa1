/* SPDX-License-Identifier: Apache-2.0 */
/* The start of libsodium, and random bytes. libsodium ends the process where the system gives it no random
 * bytes, so that is looked at first. */
#include "base/error.h"
#include "crypto/crypto.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#if defined(__linux__)
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool started;

/* True if libsodium will get random bytes: by getrandom(), or where the kernel has none from the device. */
static bool system_has_random(void)
{
#if defined(__linux__)
    unsigned char probe[16];
    ssize_t count;
    int device;

    do {
        count = getrandom(probe, sizeof probe, 0);
    } while (count < 0 && errno == EINTR);
    if (count >= 0) {
        return count == (ssize_t)sizeof probe;
    }
    device = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (device < 0) {
        return false;
    }
    (void)close(device);
#endif
    return true;
}

static void start(void)
{
    started = system_has_random() && sodium_init() >= 0;
}

mf_status mf_crypto_start(mf_error **reterr)
{
    if (pthread_once(&once, start) != 0 || !started) {
        return mf_error_set(reterr, MF_ERROR_CRYPTO, "the cryptographic library cannot be started");
    }
    return MF_OK;
}

bool mf_random(void *memory, size_t size)
{
    if (!system_has_random()) {
        return false;
    }
    randombytes_buf(memory, size);
    return true;
}
