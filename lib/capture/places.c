/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns are taken apart at their stars, and each part widens what the parts before it led to. */
#include "capture/places.h"

enum { MOST_PARTS = 8 };

static bool has(const struct mf_capture_places *places, const char *place)
{
    for (uint32_t i = 0; i < places->count; i++) {
        if (strcmp(places->items[i], place) == 0) {
            return true;
        }
    }
    return false;
}

static void add(struct mf_capture_run *run, const char *path, const char *place,
                struct mf_capture_places *places)
{
    const char **items;

    if (place == NULL || has(places, place)) {
        return;
    }
    if (places->count == MF_CAPTURE_PLACES) {
        mf_capture_find(run, MF_FINDING_CAPTURE_LIMIT, path, place,
                        "this place and those behind it are not looked at: there are more than %d of them",
                        MF_CAPTURE_PLACES);
        return;
    }
    items = mf_capture_resize(run, places->items, places->count + (size_t)1, sizeof *items);
    if (items != NULL) {
        places->items = items;
        items[places->count++] = place;
    }
}

/* Everything below what was found so far that the next part of the pattern stands for. */
static struct mf_capture_places widen(struct mf_capture_run *run, const char *path,
                                      const struct mf_capture_places *from, struct mf_view part)
{
    struct mf_capture_places places = { NULL, 0 };

    for (uint32_t i = 0; i < from->count && mf_capture_goes_on(run); i++) {
        const char *above = from->items[i];
        struct mf_capture_names names = { NULL, 0 };

        if (!mf_view_is(part, "*")) {
            const char *name = mf_capture_copy(run, part);

            add(run, path, name == NULL || *above == '\0' ? name : mf_capture_join(run, above, name),
                &places);
        } else if (mf_capture_list(run, path, above, &names) == MF_CAPTURE_READ) {
            for (uint32_t j = 0; j < names.count && places.count < MF_CAPTURE_PLACES; j++) {
                add(run, path, mf_capture_join(run, above, names.items[j]), &places);
            }
        }
    }
    return places;
}

void mf_capture_places_add(struct mf_capture_run *run, const char *path, const char *pattern,
                           struct mf_capture_places *places)
{
    static const char *root = "";
    struct mf_capture_places found = { &root, 1 };
    const char *part = pattern;

    for (int i = 0; i < MOST_PARTS && *part != '\0' && mf_capture_goes_on(run); i++) {
        size_t size = strcspn(part, "/");

        found = widen(run, path, &found, mf_view_make(part, size));
        part += size + (part[size] == '/' ? 1 : 0);
    }
    for (uint32_t i = 0; i < found.count; i++) {
        add(run, path, found.items[i], places);
    }
}
