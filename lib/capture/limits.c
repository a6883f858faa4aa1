/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The limits of control groups that apply to this process. A group is limited by all groups above it, so each of them is looked at
 * and the least limit counts. Version 1 has a tree for each controller, version 2 one for all.
 */
#include "capture/amount.h"
#include "capture/capture.h"

#include <stdio.h>

#define RESOURCES "/environment/resources"
#define MOUNT     "sys/fs/cgroup"

enum { DEEPEST = 64 };

/* The least limits so far; UINT64_MAX: none. */
struct limits {
    struct mf_capture_run *run;
    uint64_t memory; /* bytes */
    uint64_t cores;  /* thousandths */
};

/* What is read in one group. */
typedef void look(struct limits *limits, const char *group);

static void lower(uint64_t *limit, uint64_t value)
{
    *limit = value < *limit ? value : *limit;
}

/* The first line of a file of a group; false: there is none. */
static bool read_line(struct limits *limits, const char *path, const char *group, const char *name,
                      struct mf_view *ret_line)
{
    const char *file = mf_capture_join(limits->run, group, name);
    struct mf_view text;

    return file != NULL &&
           mf_capture_read(limits->run, path, file, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ &&
           mf_capture_line(&text, ret_line);
}

/* --- what a group says ------------------------------------------------------------------------------------------------- */

static void take_memory(struct limits *limits, const char *group, const char *name)
{
    struct mf_view line;
    uint64_t bytes;

    /* Version 1 writes the largest number of pages for none. */
    if (read_line(limits, RESOURCES "/memory/limit", group, name, &line) && mf_amount_take(&line, &bytes) &&
        bytes < (uint64_t)INT64_MAX - 65535) {
        lower(&limits->memory, bytes);
    }
}

/* Time that may be used in a period. "max" and -1, which are none, are no numbers. */
static void take_time(struct limits *limits, struct mf_view quota, struct mf_view period)
{
    uint64_t used;
    uint64_t all;

    if (mf_amount_take(&quota, &used) && mf_amount_take(&period, &all) && used > 0 && all > 0 &&
        used < UINT64_MAX / 1000 && used * 1000 / all > 0) {
        lower(&limits->cores, used * 1000 / all);
    }
}

/* How many processors a list such as "0-3,8" names; 0 if it is none. */
static uint64_t count_processors(struct mf_view list)
{
    uint64_t count = 0;
    uint64_t first;

    while (mf_amount_take(&list, &first)) {
        uint64_t last = first;

        if (list.size > 0 && list.data[0] == '-') {
            list = mf_view_make(list.data + 1, list.size - 1);
            if (!mf_amount_take(&list, &last) || last < first || last > UINT32_MAX) {
                return 0;
            }
        }
        count += last - first + 1;
        if (list.size == 0 || list.data[0] != ',') {
            return count;
        }
        list = mf_view_make(list.data + 1, list.size - 1);
    }
    return 0;
}

/* The processors that a group may use, where they are fewer than there are. */
static void take_processors(struct limits *limits, const char *group, const char *name)
{
    struct mf_view line;
    uint64_t mine =
        read_line(limits, RESOURCES "/cpu/limit", group, name, &line) ? count_processors(line) : 0;
    uint64_t all = read_line(limits, RESOURCES "/cpu/limit", "sys/devices/system/cpu", "online", &line)
                       ? count_processors(line)
                       : 0;

    if (mine > 0 && mine < all) {
        lower(&limits->cores, mine * 1000);
    }
}

static void look_at_unified(struct limits *limits, const char *group)
{
    struct mf_view line;

    take_memory(limits, group, "memory.max");
    take_processors(limits, group, "cpuset.cpus.effective");
    if (read_line(limits, RESOURCES "/cpu/limit", group, "cpu.max", &line)) {
        const char *space = memchr(line.data, ' ', line.size);
        size_t size = space == NULL ? line.size : (size_t)(space - line.data) + 1;

        take_time(limits, line, mf_view_make(line.data + size, line.size - size));
    }
}

static void look_at_memory(struct limits *limits, const char *group)
{
    take_memory(limits, group, "memory.limit_in_bytes");
}

static void look_at_time(struct limits *limits, const char *group)
{
    struct mf_view quota;
    struct mf_view period;

    if (read_line(limits, RESOURCES "/cpu/limit", group, "cpu.cfs_quota_us", &quota) &&
        read_line(limits, RESOURCES "/cpu/limit", group, "cpu.cfs_period_us", &period)) {
        take_time(limits, quota, period);
    }
}

static void look_at_processors(struct limits *limits, const char *group)
{
    take_processors(limits, group, "cpuset.effective_cpus");
    take_processors(limits, group, "cpuset.cpus");
}

/* --- which groups ------------------------------------------------------------------------------------------------------ */

/* In a container the tree may begin with its own group, while the path is still that of the host: then that tree's top is meant. */
static void climb(struct limits *limits, const char *mount, struct mf_view path, look *look_at)
{
    char group[4096];
    size_t least = strlen(mount);
    int size = snprintf(group, sizeof group, "%s%.*s", mount, (int)(path.size > 2000 ? 0 : path.size),
                        path.size == 0 ? "" : path.data);

    if (size < 0 || (size_t)size >= sizeof group || strstr(group, "/..") != NULL ||
        !mf_capture_exists(limits->run, group)) {
        group[least] = '\0';
    }
    for (int i = 0; i < DEEPEST && mf_capture_goes_on(limits->run); i++) {
        char *slash;

        size = (int)strlen(group);
        while ((size_t)size > least && group[size - 1] == '/') {
            group[--size] = '\0';
        }
        look_at(limits, group);
        slash = strrchr(group, '/');
        if ((size_t)size <= least || slash == NULL) {
            return;
        }
        *slash = '\0';
    }
}

static bool has_word(struct mf_view list, const char *word)
{
    while (list.size > 0) {
        const char *comma = memchr(list.data, ',', list.size);
        size_t size = comma == NULL ? list.size : (size_t)(comma - list.data);

        if (mf_view_is(mf_view_make(list.data, size), word)) {
            return true;
        }
        size += comma == NULL ? 0 : 1;
        list = mf_view_make(list.data + size, list.size - size);
    }
    return false;
}

static void look_at_controllers(struct limits *limits, struct mf_view names, struct mf_view path)
{
    static const struct {
        const char *name;
        const char *mount;
        look *look_at;
    } controllers[] = {
        { "memory", MOUNT "/memory", look_at_memory },
        { "cpu", MOUNT "/cpu", look_at_time },
        { "cpuset", MOUNT "/cpuset", look_at_processors },
    };

    if (names.size == 0) {
        bool is_hybrid = mf_capture_exists(limits->run, MOUNT "/unified");

        climb(limits, is_hybrid ? MOUNT "/unified" : MOUNT, path, look_at_unified);
        return;
    }
    for (size_t i = 0; i < sizeof controllers / sizeof controllers[0]; i++) {
        if (has_word(names, controllers[i].name)) {
            climb(limits, controllers[i].mount, path, controllers[i].look_at);
        }
    }
}

/* A line is "4:memory:/path", of version 2 "0::/path". */
static void look_at_line(struct limits *limits, struct mf_view line)
{
    struct mf_view parts[2];

    for (size_t i = 0; i < 2; i++) {
        const char *colon = line.size == 0 ? NULL : memchr(line.data, ':', line.size);
        size_t size = colon == NULL ? 0 : (size_t)(colon - line.data);

        if (colon == NULL) {
            return;
        }
        parts[i] = mf_view_make(line.data, size);
        line = mf_view_make(colon + 1, line.size - size - 1);
    }
    if (memchr(line.data, '\0', line.size) == NULL) {
        look_at_controllers(limits, parts[1], line);
    }
}

/* What people wrote down as a limit stays. */
static void set_limit(struct mf_capture_run *run, const char *path, const char *text)
{
    if (!mf_capture_has(run, path)) {
        (void)mf_capture_set(run, path, MOUNT, mf_view_of(text));
    }
}

void mf_capture_limits(struct mf_capture_run *run)
{
    static const char file[] = "proc/self/cgroup";
    struct limits limits = { run, UINT64_MAX, UINT64_MAX };
    char quantity[MF_AMOUNT_TEXT];
    struct mf_view text;
    struct mf_view line;

    if (!run->has_processes ||
        mf_capture_read(run, RESOURCES, file, MF_CAPTURE_SMALL, &text) != MF_CAPTURE_READ) {
        return;
    }
    while (mf_capture_goes_on(run) && mf_capture_line(&text, &line)) {
        look_at_line(&limits, line);
    }
    if (mf_capture_goes_on(run) && limits.cores != UINT64_MAX) {
        mf_amount_cores(limits.cores, quantity);
        set_limit(run, RESOURCES "/cpu/limit", quantity);
    }
    if (mf_capture_goes_on(run) && limits.memory != UINT64_MAX) {
        mf_amount_bytes(limits.memory, quantity);
        set_limit(run, RESOURCES "/memory/limit", quantity);
    }
}
