/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <stdio.h>
#include <stdlib.h>

void table_begin(const char *ours, const char *other)
{
    printf("\n%-58s %11s %11s %7s %6s\n", "", ours, other, "ratio", "aim");
}

void table_row(const char *what, const char *ours, const char *other, double ratio, double aim)
{
    printf("%-58s %11s %11s %7.2f", what, ours, other, ratio);
    if (aim > 0) {
        printf(" %6.1f  %s", aim, ratio <= aim ? "met" : "MISSED");
    }
    printf("\n");
    (void)fflush(stdout);
}

void give_up(const char *what, const char *why)
{
    (void)fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(2);
}
