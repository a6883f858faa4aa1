/* SPDX-License-Identifier: Apache-2.0 */
#include "groups.h"

#include <stdio.h>
#include <string.h>

static const struct group *find(const struct group *groups, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(groups[i].name, name) == 0) {
            return &groups[i];
        }
    }
    return NULL;
}

int run_groups(const struct group *groups, size_t count, int argc, char **argv)
{
    if (argc < 2) {
        (void)fprintf(stderr, "%s: say which groups to measure\n", argv[0]);
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        if (find(groups, count, argv[i]) == NULL) {
            (void)fprintf(stderr, "%s: there is no group '%s' here\n", argv[0], argv[i]);
            return 2;
        }
    }
    for (int i = 1; i < argc; i++) {
        const struct group *group = find(groups, count, argv[i]);

        if (group != NULL) {
            group->run();
        }
    }
    return 0;
}
