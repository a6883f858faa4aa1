/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules about the graph that `requires` draws between packages: every arrow leads somewhere, none lead in a circle, and every package is
 * reached. Everything here is linear in packages and arrows, but for finding what an arrow points at, and nothing recurses.
 */
#include "rules/dependencies.h"
#include "value/purl.h"

#include <stddef.h>

enum { MOST_RELATED = 8 };

/* Where an arrow leads whose package is not listed. */
static const uint32_t nowhere = UINT32_MAX;

struct graph {
    struct mf_rules_run *run;
    struct mf_locked_types locked;
    const struct model_dependencies_packages *packages;
    uint32_t count;
    size_t *first;     /* arrows of package i: from first[i] to first[i + 1] */
    uint32_t *targets; /* number of a package, or nowhere */
};

static const struct mf_scalar *required_by(const struct graph *graph, uint32_t package, size_t arrow)
{
    const struct mf_scalar *required = graph->packages[package].requires.items;

    return &required[arrow - graph->first[package]];
}

/* The first entry that is not before the text; `count` if there is none. */
static uint32_t lower_bound(const struct graph *graph, struct mf_view text)
{
    uint32_t low = 0;
    uint32_t high = graph->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (mf_view_compare(mf_scalar_view(&graph->packages[middle].purl), text) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t find_package(const struct graph *graph, struct mf_view purl)
{
    uint32_t at = lower_bound(graph, purl);

    return at < graph->count && mf_view_equal(mf_scalar_view(&graph->packages[at].purl), purl) ? at : nowhere;
}

/* An entry of the same package, in whatever version: those are neighbours. */
static uint32_t find_other_version(const struct graph *graph, const struct mf_purl *purl)
{
    /* With the '@', which stands behind the package. */
    uint32_t at = lower_bound(graph, mf_view_make(purl->package.data, purl->package.size + 1));

    if (at < graph->count) {
        struct mf_purl other = mf_purl_split(mf_scalar_view(&graph->packages[at].purl));

        return mf_view_equal(other.package, purl->package) ? at : nowhere;
    }
    return nowhere;
}

/* False if memory cannot be had, which the arena remembers. */
static bool draw(struct graph *graph)
{
    struct mf_arena *scratch = graph->run->scratch;
    size_t arrows = 0;

    graph->first = mf_arena_alloc_array(scratch, (size_t)graph->count + 1, sizeof *graph->first);
    for (uint32_t i = 0; graph->first != NULL && i < graph->count; i++) {
        graph->first[i] = arrows;
        arrows += graph->packages[i].requires.count;
    }
    graph->targets = mf_arena_alloc_array(scratch, arrows + 1, sizeof *graph->targets);
    if (graph->first == NULL || graph->targets == NULL) {
        return false;
    }
    graph->first[graph->count] = arrows;
    for (uint32_t i = 0; i < graph->count; i++) {
        for (size_t j = graph->first[i]; j < graph->first[i + 1]; j++) {
            graph->targets[j] = find_package(graph, mf_scalar_view(required_by(graph, i, j)));
        }
    }
    return true;
}

/* A package that is not listed may be pinned by a complete lock file, or be in the image with the package that needs it. Not so one
 * that is listed in another version. */
static void check_unresolved(struct graph *graph, uint32_t package, size_t arrow)
{
    const struct mf_scalar *required = required_by(graph, package, arrow);
    struct mf_purl purl = mf_purl_split(mf_scalar_view(required));
    uint32_t other = find_other_version(graph, &purl);

    if (other != nowhere) {
        struct mf_purl listed = mf_purl_split(mf_scalar_view(&graph->packages[other].purl));

        mf_rules_add(
            graph->run, MF_FINDING_REQUIRES_UNRESOLVED, required,
            "%.*s is required in version %.*s and listed in version %.*s: correct the one that is wrong",
            MF_SHOWN(purl.package), MF_SHOWN(purl.version), MF_SHOWN(listed.version));
        mf_rules_relate(graph->run, &graph->packages[other].purl, "the package that is listed");
    } else if (!mf_scalar_is(&graph->packages[package].in_image, "true") &&
               !mf_locked_types_have(&graph->locked, purl.type)) {
        mf_rules_add(
            graph->run, MF_FINDING_REQUIRES_UNRESOLVED, required,
            "%.*s is required and not among the packages: list it, or name a lock file that is complete",
            MF_SHOWN(mf_scalar_view(required)));
    }
}

static bool is_runtime(const struct graph *graph, uint32_t package)
{
    return mf_scalar_is(&graph->packages[package].scope, "runtime");
}

/* What runs cannot need what is only there to build or test. */
static void check_scope(struct graph *graph, uint32_t package, uint32_t target)
{
    const struct model_dependencies_packages *needed = &graph->packages[target];

    if (is_runtime(graph, package) && needed->scope.text != NULL && !is_runtime(graph, target)) {
        mf_rules_add(graph->run, MF_FINDING_SCOPE_TOO_NARROW, &needed->scope,
                     "%.*s is needed at run time by %.*s: its scope is runtime",
                     MF_SHOWN(mf_scalar_view(&needed->purl)),
                     MF_SHOWN(mf_scalar_view(&graph->packages[package].purl)));
        mf_rules_relate(graph->run, &graph->packages[package].scope,
                        "the scope of the package that needs it");
    }
}

/* Each narrow scope is reported once, however many packages need it. */
static void check_arrows(struct graph *graph)
{
    bool *reported = mf_arena_alloc_array(graph->run->scratch, graph->count, sizeof *reported);

    for (uint32_t i = 0; reported != NULL && i < graph->count; i++) {
        for (size_t j = graph->first[i]; j < graph->first[i + 1]; j++) {
            uint32_t target = graph->targets[j];

            if (target == nowhere) {
                check_unresolved(graph, i, j);
            } else if (!reported[target] && is_runtime(graph, i)) {
                check_scope(graph, i, target);
                reported[target] = true;
            }
        }
    }
}

/* Tarjan's search for strongly connected components, with its recursion laid out in arrays. */
struct search {
    uint32_t *number; /* in which packages are met, from 1; 0: not yet */
    uint32_t *low;    /* the least number that is reached from here and still open */
    uint32_t *open;   /* packages whose component is not complete */
    uint32_t *path;   /* packages from where the search began to where it is */
    size_t *arrow;    /* the next one to follow, by package */
    bool *is_open;
    uint32_t numbers;
    uint32_t open_count;
    uint32_t depth;
};

static bool requires_itself(const struct graph *graph, uint32_t package)
{
    for (size_t i = graph->first[package]; i < graph->first[package + 1]; i++) {
        if (graph->targets[i] == package) {
            return true;
        }
    }
    return false;
}

static void report_circle(struct graph *graph, const uint32_t *members, uint32_t count)
{
    uint32_t first = members[0];
    uint32_t related = 0;

    for (uint32_t i = 1; i < count; i++) {
        first = members[i] < first ? members[i] : first;
    }
    if (count == 1) {
        mf_rules_add(graph->run, MF_FINDING_REQUIRES_CIRCLE, &graph->packages[first].requires,
                     "%.*s requires itself", MF_SHOWN(mf_scalar_view(&graph->packages[first].purl)));
        return;
    }
    mf_rules_add(graph->run, MF_FINDING_REQUIRES_CIRCLE, &graph->packages[first].requires,
                 "%.*s and %u other %s require each other",
                 MF_SHOWN(mf_scalar_view(&graph->packages[first].purl)), (unsigned)count - 1,
                 count == 2 ? "package" : "packages");
    for (uint32_t i = 0; i < count && related < MOST_RELATED; i++) {
        if (members[i] != first) {
            mf_rules_relate(graph->run, &graph->packages[members[i]].requires, "a package of the circle");
            related++;
        }
    }
}

static void enter(struct search *search, uint32_t package, size_t arrow)
{
    search->number[package] = search->low[package] = ++search->numbers;
    search->open[search->open_count++] = package;
    search->is_open[package] = true;
    search->arrow[package] = arrow;
    search->path[search->depth++] = package;
}

/* All that a package leads to has been seen: if nothing leads further back, it and what is open behind it are a component. */
static void leave(struct graph *graph, struct search *search, uint32_t package)
{
    uint32_t start = search->open_count;

    search->depth--;
    if (search->depth > 0) {
        uint32_t before = search->path[search->depth - 1];

        search->low[before] =
            search->low[package] < search->low[before] ? search->low[package] : search->low[before];
    }
    if (search->low[package] != search->number[package]) {
        return;
    }
    do {
        start--;
        search->is_open[search->open[start]] = false;
    } while (search->open[start] != package);
    if (search->open_count - start > 1 || requires_itself(graph, package)) {
        report_circle(graph, search->open + start, search->open_count - start);
    }
    search->open_count = start;
}

static void search_from(struct graph *graph, struct search *search, uint32_t start)
{
    enter(search, start, graph->first[start]);
    while (search->depth > 0) {
        uint32_t package = search->path[search->depth - 1];
        uint32_t target;

        if (search->arrow[package] == graph->first[package + 1]) {
            leave(graph, search, package);
            continue;
        }
        target = graph->targets[search->arrow[package]++];
        if (target == nowhere) {
            continue;
        }
        if (search->number[target] == 0) {
            enter(search, target, graph->first[target]);
        } else if (search->is_open[target] && search->number[target] < search->low[package]) {
            search->low[package] = search->number[target];
        }
    }
}

static void find_circles(struct graph *graph)
{
    struct mf_arena *scratch = graph->run->scratch;
    struct search search = {
        .number = mf_arena_alloc_array(scratch, graph->count, sizeof *search.number),
        .low = mf_arena_alloc_array(scratch, graph->count, sizeof *search.low),
        .open = mf_arena_alloc_array(scratch, graph->count, sizeof *search.open),
        .path = mf_arena_alloc_array(scratch, graph->count, sizeof *search.path),
        .arrow = mf_arena_alloc_array(scratch, graph->count, sizeof *search.arrow),
        .is_open = mf_arena_alloc_array(scratch, graph->count, sizeof *search.is_open),
    };

    if (mf_arena_status(scratch) != MF_OK) {
        return;
    }
    for (uint32_t i = 0; i < graph->count; i++) {
        if (search.number[i] == 0) {
            search_from(graph, &search, i);
        }
    }
}

/* Puts a package and all that it leads to among those that are reached. */
static void reach(const struct graph *graph, bool *reached, uint32_t *waiting, uint32_t start)
{
    uint32_t count = 1;

    waiting[0] = start;
    reached[start] = true;
    while (count > 0) {
        uint32_t package = waiting[--count];

        for (size_t i = graph->first[package]; i < graph->first[package + 1]; i++) {
            uint32_t target = graph->targets[i];

            if (target != nowhere && !reached[target]) {
                reached[target] = true;
                waiting[count++] = target;
            }
        }
    }
}

/* Roots are the packages that no other requires: those that the release itself uses. What they do not lead to hangs on a circle. */
static void find_unreachable(struct graph *graph)
{
    struct mf_arena *scratch = graph->run->scratch;
    bool *required = mf_arena_alloc_array(scratch, graph->count, sizeof *required);
    bool *reached = mf_arena_alloc_array(scratch, graph->count, sizeof *reached);
    uint32_t *waiting = mf_arena_alloc_array(scratch, graph->count, sizeof *waiting);

    if (required == NULL || reached == NULL || waiting == NULL) {
        return;
    }
    for (uint32_t i = 0; i < graph->count; i++) {
        for (size_t j = graph->first[i]; j < graph->first[i + 1]; j++) {
            if (graph->targets[j] != nowhere && graph->targets[j] != i) {
                required[graph->targets[j]] = true;
            }
        }
    }
    for (uint32_t i = 0; i < graph->count; i++) {
        if (!required[i]) {
            reach(graph, reached, waiting, i);
        }
    }
    for (uint32_t i = 0; i < graph->count; i++) {
        if (!reached[i]) {
            mf_rules_add(graph->run, MF_FINDING_PACKAGE_UNREACHABLE, &graph->packages[i].purl,
                         "%.*s is required only by packages that nothing else leads to",
                         MF_SHOWN(mf_scalar_view(&graph->packages[i].purl)));
        }
    }
}

void mf_rules_requires(struct mf_rules_run *run)
{
    struct graph graph = {
        .run = run,
        .locked = mf_locked_types_find(run->root->dependencies),
        .packages = run->root->dependencies->packages.items,
        .count = run->root->dependencies->packages.count,
    };

    if (graph.count == 0 || !draw(&graph)) {
        return;
    }
    check_arrows(&graph);
    find_circles(&graph);
    find_unreachable(&graph);
}
