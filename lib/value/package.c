/* SPDX-License-Identifier: Apache-2.0 */
/* What each ecosystem allows in a name, and which spellings it takes for the same. */
#include "value/package.h"

#include "value/ascii.h"
#include "value/check.h"

/* How names of a type are spelled. */
struct naming {
    const char *type;
    const char *marks; /* besides letters and digits */
    bool ends;         /* the first and the last byte are letters or digits */
    bool fold;         /* upper and lower case are the same */
    const char *same;  /* these marks are the same, and normally '-' */
    bool runs;         /* and so are several of them in a row */
};

static const struct naming namings[] = {
    { "pypi", "-_.", true, true, "-_.", true },    { "npm", "-_.~!'()*", false, false, "", false },
    { "cargo", "-_", false, false, "", false },    { "conda", "-_.", false, true, "", false },
    { "golang", "-_.~", false, false, "", false },
};

static const struct naming *naming_of(struct mf_view type)
{
    for (size_t i = 0; i < sizeof namings / sizeof namings[0]; i++) {
        if (mf_view_is(type, namings[i].type)) {
            return &namings[i];
        }
    }
    return NULL;
}

void mf_package_normalise(struct mf_buffer *buffer, struct mf_view type, struct mf_view name)
{
    const struct naming *naming = naming_of(type);
    bool follows = false; /* a mark that is the same as this one has been written */

    if (naming == NULL) {
        mf_buffer_append(buffer, name);
        return;
    }
    for (size_t i = 0; i < name.size; i++) {
        bool is_same = mf_ascii_is_one_of(name.data[i], naming->same);

        if (!(is_same && follows && naming->runs)) {
            char byte = is_same ? '-' : name.data[i];

            mf_buffer_append_byte(buffer, naming->fold ? mf_ascii_lower(byte) : byte);
        }
        follows = is_same;
    }
}

bool mf_package_name_check(struct mf_view type, struct mf_view name)
{
    const struct naming *naming = naming_of(type);

    if (naming == NULL) {
        return mf_string_check(name, NULL);
    }
    for (size_t i = 0; i < name.size; i++) {
        bool is_end = i == 0 || i + 1 == name.size;

        if (!mf_ascii_is_alphanumeric(name.data[i]) &&
            ((is_end && naming->ends) || !mf_ascii_is_one_of(name.data[i], naming->marks))) {
            return false;
        }
    }
    return name.size > 0 && !mf_view_is(name, ".") && !mf_view_is(name, "..");
}
