/* SPDX-License-Identifier: Apache-2.0 */
/*
 * package-lock.json, versions 1 to 3. A package is found by where it is installed: what needs it looks into its own node_modules,
 * then into those of the packages that it is installed below.
 */
#include "lock/reading.h"

#include "base/buffer.h"
#include "lock/lines.h"
#include "value/ascii.h"
#include "value/check.h"
#include "value/uri.h"

#include <stdlib.h>

static const char folder[] = "node_modules/";

static const uint32_t NOWHERE = UINT32_MAX; /* below no package: where the project itself is */

enum {
    LONGEST_PATH = 4096,
    MOST_STEPS = 32, /* up the tree that a dependency is looked for; real trees have less than ten */
};

/* Where a package is installed. */
struct place {
    struct mf_lock_package *package;
    struct mf_view path; /* "node_modules/a/node_modules/b" */
    struct mf_view name; /* under which it is found: "b"; none of what lies outside of node_modules */
    struct mf_view link; /* the path that this is only a link to; no data: none */
    uint32_t above;      /* index of the place that it is installed below, or NOWHERE */
};

struct npm {
    struct mf_lock_reading *reading;
    struct place *places;
    uint32_t count;
};

static struct place *add_place(struct npm *npm, struct mf_lock_package *package, struct mf_view path)
{
    struct place *places =
        mf_arena_resize(npm->reading->scratch, npm->places, (npm->count + (size_t)1) * sizeof *places);

    if (places == NULL) {
        return NULL;
    }
    npm->places = places;
    places += npm->count++;
    *places = (struct place){ .package = package, .path = path, .above = NOWHERE };
    return places;
}

/* The address of an archive; some versions of npm wrote `false` where there is none. */
static struct mf_view address_of(struct mf_lock_reading *reading, const struct mf_json_node *node)
{
    const struct mf_json_node *address = mf_json_tree_member(node, "resolved");

    return address == NULL || address->token == MF_JSON_FALSE
               ? mf_view_make(NULL, 0)
               : mf_lock_text(reading, node, "resolved", false);
}

/* --- one package ------------------------------------------------------------------------------------------------------ */

/* Does the address of a registry, …/NAME/-/FILE.tgz, name the package? */
static void check_address(struct mf_lock_reading *reading, const struct mf_lock_package *package,
                          struct mf_view address, struct mf_position position)
{
    static const char separator[] = "/-/";
    struct mf_view before = address;
    struct mf_view name = mf_view_of(package->name);
    struct mf_view last = name;
    size_t at = address.size;

    while (at >= sizeof separator && memcmp(address.data + at - 3, separator, 3) != 0) {
        at--;
    }
    if (at < sizeof separator) {
        return;
    }
    before.size = at - 3;
    /* The '/' of a scope may be encoded: what counts is the part behind it. */
    if (name.size > 0 && name.data[0] == '@') {
        (void)mf_view_cut(&last, '/');
    }
    if (before.size <= last.size || !mf_view_equal(mf_view_from(before, before.size - last.size), last) ||
        !mf_ascii_is_one_of(before.data[before.size - last.size - 1], "/fF")) {
        mf_lock_finding(reading, MF_FINDING_LOCK_ADDRESS, position,
                        "%s comes from the address of another package", package->name);
    }
}

/* The commit stands behind '#'. */
static void check_commit(struct mf_lock_reading *reading, const struct mf_lock_package *package,
                         struct mf_view address, struct mf_position position)
{
    (void)mf_view_cut(&address, '#');
    if (address.data == NULL || !mf_commit_check(address, NULL)) {
        mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, position,
                        "%s: the full id of a commit stands behind '#'", package->name);
    }
}

static void read_address(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         struct mf_view address, struct mf_position position)
{
    mf_lock_set_address(reading, package, address, position);
    if (package->kind == MF_LOCK_VCS || mf_view_starts_with(address, "github:")) {
        package->kind = MF_LOCK_VCS;
        check_commit(reading, package, address, position);
    } else if (package->kind == MF_LOCK_REGISTRY) {
        check_address(reading, package, address, position);
    }
}

static void read_hashes(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    const struct mf_json_node *integrity = mf_lock_member(reading, node, "integrity", MF_JSON_STRING, false);

    if (integrity != NULL) {
        mf_lock_add_integrity(reading, package, integrity->text, integrity->position);
    }
}

static void read_dependencies(struct mf_lock_reading *reading, struct mf_lock_package *package,
                              const struct mf_json_node *node, const char *name)
{
    const struct mf_json_node *table = mf_json_tree_member(node, name);

    /* `requires` is also a boolean, where it says nothing. */
    for (uint32_t i = 0; table != NULL && table->token == MF_JSON_OBJECT && i < table->count; i++) {
        mf_lock_add_dependency(reading, package, table->children[i].name, mf_view_make(NULL, 0),
                               table->children[i].position);
    }
}

/* --- versions 2 and 3: `packages` by path -------------------------------------------------------------------------------- */

/* Offset behind the last "node_modules/" of a path; 0 if there is none. */
static size_t behind_folder(struct mf_view path)
{
    size_t size = sizeof folder - 1;

    for (size_t at = path.size; at >= size; at--) {
        if (memcmp(path.data + at - size, folder, size) == 0 &&
            (at == size || path.data[at - size - 1] == '/')) {
            return at;
        }
    }
    return 0;
}

static void set_name(struct mf_lock_reading *reading, struct mf_lock_package *package,
                     const struct mf_json_node *node, struct mf_view fallback)
{
    struct mf_view name = mf_lock_text(reading, node, "name", false);

    name = name.data == NULL ? fallback : name;
    if (name.size > 0) {
        (void)mf_lock_set_name(reading, package, name, node->position);
    }
    package->written = mf_lock_keep_line(reading, node->name, node->position);
}

static void set_version(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    const struct mf_json_node *version = mf_lock_member(reading, node, "version", MF_JSON_STRING, false);

    if (version != NULL) {
        mf_lock_set_version(reading, package, version->text, version->position);
    } else if (package->kind == MF_LOCK_REGISTRY) {
        mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, node->position, "%s has no version",
                        package->name);
    }
}

static void read_package(struct npm *npm, const struct mf_json_node *node, struct mf_view project)
{
    struct mf_lock_reading *reading = npm->reading;
    struct mf_lock_package *package = mf_lock_add(reading, "npm", node->position);
    struct place *place = add_place(npm, package, node->name);
    size_t at = behind_folder(node->name);
    struct mf_view address = address_of(reading, node);

    if (place == NULL || node->name.size > LONGEST_PATH) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, node->position, "this path is too long");
        return;
    }
    place->name = at > 0 ? mf_view_from(node->name, at) : mf_view_make(NULL, 0);
    set_name(reading, package, node, at > 0 ? place->name : node->name.size == 0 ? project : node->name);
    if (mf_lock_is_true(node, "link")) {
        place->link = address;
        package->kind = MF_LOCK_PATH;
        package->source = mf_lock_keep_line(reading, address, node->position);
    } else if (at == 0) {
        package->kind = MF_LOCK_PROJECT;
    } else if (address.size > 0) {
        read_address(reading, package, address, node->position);
    }
    package->is_covered = mf_lock_is_true(node, "inBundle");
    set_version(reading, package, node);
    read_hashes(reading, package, node);
    read_dependencies(reading, package, node, "dependencies");
    read_dependencies(reading, package, node, "optionalDependencies");
}

static int compare_paths(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;

    return mf_view_compare(a->path, b->path);
}

static uint32_t find_path(const struct npm *npm, struct mf_view path)
{
    struct place sought = { .path = path };
    const struct place *found =
        npm->count == 0 ? NULL : bsearch(&sought, npm->places, npm->count, sizeof sought, compare_paths);

    return found == NULL ? NOWHERE : (uint32_t)(found - npm->places);
}

static void read_packages(struct npm *npm, const struct mf_json_node *root,
                          const struct mf_json_node *packages)
{
    struct mf_view project = mf_lock_text(npm->reading, root, "name", false);

    for (uint32_t i = 0; i < packages->count && !mf_lock_failed(npm->reading); i++) {
        if (mf_lock_is(npm->reading, &packages->children[i], MF_JSON_OBJECT)) {
            read_package(npm, &packages->children[i], project);
        }
    }
    if (npm->count > 1) {
        qsort(npm->places, npm->count, sizeof *npm->places, compare_paths);
    }
    for (uint32_t i = 0; i < npm->count; i++) {
        struct mf_view above = npm->places[i].path;
        size_t at = behind_folder(above);

        if (at > sizeof folder - 1) {
            above.size = at - sizeof folder;
            npm->places[i].above = find_path(npm, above);
        }
    }
}

/* --- version 1: `dependencies` within each other ------------------------------------------------------------------------- */

/* What stands in the place of a version: an alias, an address, or indeed a version. */
static void read_version(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         const struct mf_json_node *version)
{
    struct mf_view text = version->text;

    if (mf_view_starts_with(text, "npm:")) {
        size_t at = text.size;

        while (at > 5 && text.data[at - 1] != '@') {
            at--;
        }
        if (at > 5) {
            (void)mf_lock_set_name(reading, package, mf_view_make(text.data + 4, at - 5), version->position);
            text = mf_view_from(text, at);
        }
    } else if (mf_view_find(text, ':') < text.size) {
        package->kind = MF_LOCK_URL;
        read_address(reading, package, text, version->position);
        return;
    }
    mf_lock_set_version(reading, package, text, version->position);
}

static struct mf_view nested_path(struct npm *npm, uint32_t above, struct mf_view name)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const char *path;
    size_t size;

    if (above != NOWHERE) {
        mf_buffer_append(&buffer, npm->places[above].path);
        mf_buffer_append_byte(&buffer, '/');
    }
    mf_buffer_append_text(&buffer, folder);
    mf_buffer_append(&buffer, name);
    path = buffer.status == MF_OK && buffer.size <= LONGEST_PATH
               ? mf_arena_copy(npm->reading->arena, mf_buffer_view(&buffer))
               : NULL;
    size = buffer.size;
    if (buffer.status != MF_OK) {
        mf_report_fail(npm->reading->report);
    }
    mf_buffer_release(&buffer);
    return mf_view_make(path, path == NULL ? 0 : size);
}

/* Adds a package below another one. Returns its place; NOWHERE without memory or after a finding. */
static uint32_t read_nested(struct npm *npm, const struct mf_json_node *node, uint32_t above)
{
    struct mf_lock_reading *reading = npm->reading;
    const struct mf_json_node *version = mf_lock_member(reading, node, "version", MF_JSON_STRING, true);
    struct mf_view address = address_of(reading, node);
    struct mf_view path = nested_path(npm, above, node->name);
    struct mf_lock_package *package;
    struct place *place;

    if (path.data == NULL) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, node->position, "this is nested too deep");
        return NOWHERE;
    }
    package = mf_lock_add(reading, "npm", node->position);
    place = add_place(npm, package, path);
    if (place == NULL) {
        return NOWHERE;
    }
    place->name = node->name;
    place->above = above;
    (void)mf_lock_set_name(reading, package, node->name, node->position);
    package->is_covered = mf_lock_is_true(node, "bundled");
    if (version != NULL) {
        read_version(reading, package, version);
    }
    package->written = path.data;
    if (address.size > 0 && package->kind == MF_LOCK_REGISTRY) {
        read_address(reading, package, address, node->position);
    }
    read_hashes(reading, package, node);
    read_dependencies(reading, package, node, "requires");
    return npm->count - 1;
}

/* The trees within each other are gone through without recursion: their depth is that of the JSON at most. */
static void read_nests(struct npm *npm, const struct mf_json_node *root)
{
    struct {
        const struct mf_json_node *table;
        uint32_t next;
        uint32_t above;
    } levels[MF_LOCK_DEPTH + 1];
    size_t depth = 0;
    const struct mf_json_node *table =
        mf_lock_member(npm->reading, root, "dependencies", MF_JSON_OBJECT, false);

    if (table != NULL) {
        levels[depth].table = table;
        levels[depth].next = 0;
        levels[depth++].above = NOWHERE;
    }
    while (depth > 0 && !mf_lock_failed(npm->reading)) {
        const struct mf_json_node *node;
        uint32_t place;

        if (levels[depth - 1].next == levels[depth - 1].table->count) {
            depth--;
            continue;
        }
        node = &levels[depth - 1].table->children[levels[depth - 1].next++];
        if (!mf_lock_is(npm->reading, node, MF_JSON_OBJECT)) {
            continue;
        }
        place = read_nested(npm, node, levels[depth - 1].above);
        table = mf_lock_member(npm->reading, node, "dependencies", MF_JSON_OBJECT, false);
        if (table != NULL && place != NOWHERE) {
            levels[depth].table = table;
            levels[depth].next = 0;
            levels[depth++].above = place;
        }
    }
}

/* --- who needs whom ------------------------------------------------------------------------------------------------------- */

/* What is installed below a place, by name. */
struct entry {
    uint32_t above;
    struct mf_view name;
    uint32_t place;
};

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;

    if (a->above != b->above) {
        return a->above < b->above ? -1 : 1;
    }
    return mf_view_compare(a->name, b->name);
}

static const struct mf_lock_package *find_dependency(const struct npm *npm, const struct entry *index,
                                                     uint32_t place, const char *name)
{
    for (int step = 0; step < MOST_STEPS; step++) {
        struct entry sought = { .above = place, .name = mf_view_of(name) };
        const struct entry *found = bsearch(&sought, index, npm->count, sizeof sought, compare_entries);

        if (found != NULL) {
            const struct place *target = &npm->places[found->place];
            uint32_t linked = target->link.data == NULL ? NOWHERE : find_path(npm, target->link);

            return linked == NOWHERE ? target->package : npm->places[linked].package;
        }
        if (place == NOWHERE) {
            break;
        }
        place = npm->places[place].above;
    }
    return NULL;
}

static void join(struct npm *npm)
{
    struct entry *index =
        npm->count == 0 ? NULL : mf_arena_alloc_array(npm->reading->scratch, npm->count, sizeof *index);

    if (index == NULL) {
        return;
    }
    for (uint32_t i = 0; i < npm->count; i++) {
        index[i] = (struct entry){ npm->places[i].above, npm->places[i].name, i };
    }
    qsort(index, npm->count, sizeof *index, compare_entries);
    for (uint32_t i = 0; i < npm->count; i++) {
        struct mf_lock_package *package = npm->places[i].package;

        for (uint32_t j = 0; j < package->dependency_count; j++) {
            package->dependencies[j].package = find_dependency(npm, index, i, package->dependencies[j].name);
        }
    }
}

void mf_lock_read_npm(struct mf_lock_reading *reading, const struct mf_json_node *root)
{
    struct npm npm = { .reading = reading };
    const struct mf_json_node *version =
        mf_lock_member(reading, root, "lockfileVersion", MF_JSON_NUMBER, true);
    const struct mf_json_node *packages = mf_lock_member(reading, root, "packages", MF_JSON_OBJECT, false);

    if (version == NULL) {
        return;
    }
    if (!mf_view_is(version->text, "1") && !mf_view_is(version->text, "2") &&
        !mf_view_is(version->text, "3")) {
        mf_lock_finding(reading, MF_FINDING_LOCK_VERSION, version->position,
                        "versions 1 to 3 of package-lock.json are known, not this one");
    } else if (mf_view_is(version->text, "1")) {
        read_nests(&npm, root);
        /* Links are of later versions: nothing looks for a path, and places stay as they came. */
        join(&npm);
    } else if (packages == NULL) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, root->position, "'packages' is missing here");
    } else {
        read_packages(&npm, root, packages);
        join(&npm);
    }
}
