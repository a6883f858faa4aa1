/* SPDX-License-Identifier: Apache-2.0 */
#include "clock.h"

#include "row.h"

double seconds_of(clockid_t clock)
{
    struct timespec time;

    if (clock_gettime(clock, &time) != 0) {
        give_up("clock", "this system does not tell the time");
    }
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}
