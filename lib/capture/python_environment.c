/* SPDX-License-Identifier: Apache-2.0 */
/* Finding Python environments by their folders, and what says the exact version of their interpreters. */
#include "capture/python.h"

#include "capture/python_text.h"
#include "value/ascii.h"
#include "value/check.h"
#include "value/purl.h"

#include <stdlib.h>

static const char runtime_path[] = "/environment/runtime/version";
static const char packages_path[] = "/dependencies/packages";

/* doc/capture.md lists them for users. */
static const char *const usual_places[] = {
    "usr",
    "usr/local",
    "opt/conda",
    "opt/conda/envs/*",
    "opt/*",
    "opt/*/venv",
    "opt/*/.venv",
    "srv/*",
    "srv/*/venv",
    "srv/*/.venv",
    "app",
    "app/venv",
    "app/.venv",
    "usr/src/app/venv",
    "usr/src/app/.venv",
    "workspace/venv",
    "workspace/.venv",
    "venv",
    ".venv",
    "opt/*/envs/*",
    "root/miniconda3",
    "root/miniconda3/envs/*",
    "root/.pyenv/versions/*",
    "home/*/.pyenv/versions/*",
};

enum { MOST_DIGITS = 4 };

/* "python3.11": two numbers of one to four digits. */
static bool is_folder(const char *name)
{
    struct mf_view rest = mf_view_of(name);
    struct mf_view major;

    if (!mf_view_starts_with(rest, "python")) {
        return false;
    }
    rest = mf_view_from(rest, strlen("python"));
    major = mf_view_cut(&rest, '.');
    return major.size > 0 && major.size <= MOST_DIGITS && mf_digits_size(major) == major.size &&
           rest.size > 0 && rest.size <= MOST_DIGITS && mf_digits_size(rest) == rest.size;
}

/* Is the version that of the folder? "3.11.9" and "python3.11". */
static bool is_of_folder(struct mf_view version, const char *folder)
{
    const char *numbers = folder + strlen("python");
    size_t size = strlen(numbers);

    return mf_view_starts_with(version, numbers) && version.size > size && version.data[size] == '.';
}

static bool has_file(struct mf_capture_run *run, const char *directory, const char *name)
{
    const char *file = mf_capture_join(run, directory, name);

    return file != NULL && mf_capture_exists(run, file);
}

static void add_directory(struct mf_capture_run *run, struct mf_python_environment *environment,
                          const char *above, const char *folder, const char *name)
{
    const char *directory = mf_capture_join(run, above, folder);

    directory = directory == NULL ? NULL : mf_capture_join(run, directory, name);
    if (directory != NULL && environment->directory_count < MF_PYTHON_DIRECTORIES &&
        mf_capture_exists(run, directory)) {
        environment->directories[environment->directory_count++] = directory;
    }
}

/* In the order of sys.path. Debian and its kin have the distribution's own packages in folders of their own. */
static void add_directories(struct mf_capture_run *run, struct mf_python_environment *environment,
                            const char *prefix)
{
    const char *library = mf_capture_join(run, prefix, "lib");
    const char *library64 = mf_capture_join(run, prefix, "lib64");
    bool is_system = strcmp(prefix, "usr") == 0;

    if (library == NULL || library64 == NULL) {
        return;
    }
    if (is_system) {
        add_directory(run, environment, "usr/local/lib", environment->folder, "dist-packages");
        add_directory(run, environment, "usr/lib", "python3", "dist-packages");
        add_directory(run, environment, "usr/lib", environment->folder, "dist-packages");
    }
    /* In most environments the one is a link to the other. */
    if (mf_capture_link(run, library64) == NULL) {
        add_directory(run, environment, library64, environment->folder, "site-packages");
    }
    add_directory(run, environment, library, environment->folder, "site-packages");
}

/* --- versions ------------------------------------------------------------------------------------------------------------- */

/* Takes a version that is said to be that of the interpreter; false if it is none, or that of another one. */
static bool take_version(struct mf_capture_run *run, struct mf_python_environment *environment,
                         struct mf_view version)
{
    if (version.size == 0 || !is_of_folder(version, environment->folder)) {
        return false;
    }
    environment->version = mf_capture_copy(run, version);
    return true;
}

/* Until Python 3.7 the folder of the headers had an `m` behind its name. */
static bool ask_header(struct mf_capture_run *run, struct mf_python_environment *environment)
{
    static const char *const endings[] = { "/patchlevel.h", "m/patchlevel.h" };
    const char *folder = mf_capture_join(run, environment->prefix, "include");

    folder = folder == NULL ? NULL : mf_capture_join(run, folder, environment->folder);
    for (size_t i = 0; i < 2 && folder != NULL; i++) {
        size_t size = strlen(folder);
        char *file = mf_capture_alloc(run, size + strlen(endings[i]) + 1, 1);
        struct mf_view text;

        if (file == NULL) {
            return false;
        }
        memcpy(file, folder, size);
        memcpy(file + size, endings[i], strlen(endings[i]));
        if (mf_capture_read(run, runtime_path, file, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ &&
            take_version(run, environment, mf_python_patchlevel_read(text))) {
            return true;
        }
    }
    return false;
}

/* conda-meta/python-3.11.9-h955ad1f_0.json, and nothing that is only called python-something. */
static bool ask_conda(struct mf_capture_run *run, struct mf_python_environment *environment)
{
    const char *directory = mf_capture_join(run, environment->prefix, "conda-meta");
    struct mf_capture_names names = { NULL, 0 };

    if (directory == NULL || mf_capture_list(run, runtime_path, directory, &names) != MF_CAPTURE_READ) {
        return false;
    }
    for (uint32_t i = 0; i < names.count; i++) {
        struct mf_view rest = mf_view_of(names.items[i]);

        if (mf_view_starts_with(rest, "python-") &&
            take_version(run, environment, mf_python_exact_version(mf_view_from(rest, strlen("python-"))))) {
            return true;
        }
    }
    return false;
}

/* The package of the distribution that holds the interpreter. The probes of their databases ran before. */
static bool ask_packages(struct mf_capture_run *run, struct mf_python_environment *environment)
{
    for (uint32_t i = 0; i < run->package_count; i++) {
        struct mf_purl purl = mf_purl_split(mf_view_of(run->packages[i].purl));
        struct mf_view name = purl.name;
        size_t size = strlen(environment->folder);
        bool is_its_own = mf_view_starts_with(name, environment->folder) &&
                          (name.size == size || mf_view_is(mf_view_from(name, size), "-minimal"));

        if ((mf_view_is(purl.type, "deb") || mf_view_is(purl.type, "apk") || mf_view_is(purl.type, "rpm")) &&
            (is_its_own || mf_view_is(name, "python3")) &&
            take_version(run, environment, mf_python_exact_version(purl.version))) {
            return true;
        }
    }
    return false;
}

static void find_version(struct mf_capture_run *run, struct mf_python_environment *environment,
                         const struct mf_python_venv *venv)
{
    bool is_known = venv != NULL && take_version(run, environment, venv->version);

    is_known = is_known || (venv == NULL && ask_header(run, environment)) ||
               (venv == NULL && ask_conda(run, environment));
    if (!is_known && venv == NULL && strcmp(environment->prefix, "usr") == 0) {
        is_known = ask_packages(run, environment);
    }
    if (!is_known && mf_capture_goes_on(run) && environment->is_interpreter) {
        mf_capture_find(run, MF_FINDING_CAPTURE_ABSENT, runtime_path, environment->prefix,
                        "nothing says the exact version of its interpreter, %s", environment->folder);
    }
}

/* --- environments ----------------------------------------------------------------------------------------------------------- */

/* A directory that somebody names from "/", as a path below the root; NULL if it can be none. */
static const char *below_root(struct mf_capture_run *run, struct mf_view path)
{
    while (path.size > 0 && path.data[0] == '/') {
        path = mf_view_from(path, 1);
    }
    while (path.size > 0 && path.data[path.size - 1] == '/') {
        path.size--;
    }
    return mf_path_check(path, NULL) ? mf_capture_copy(run, path) : NULL;
}

/* The prefix that a virtual environment was made of, from /PREFIX/bin. */
static const char *base_of(struct mf_capture_run *run, const struct mf_python_venv *venv)
{
    struct mf_view home = venv->home;

    if (home.size < 5 || !mf_view_is(mf_view_from(home, home.size - 4), "/bin")) {
        return NULL;
    }
    home.size -= 4;
    return below_root(run, home);
}

static void add_environment(struct mf_capture_run *run, struct mf_python_environments *environments,
                            const char *prefix, const char *folder, bool is_named,
                            const struct mf_python_venv *venv)
{
    struct mf_python_environment *items =
        mf_capture_resize(run, environments->items, environments->count + (size_t)1, sizeof *items);
    const char *programs = mf_capture_join(run, prefix, "bin");
    const char *base = venv != NULL && venv->uses_system ? base_of(run, venv) : NULL;

    if (items == NULL || programs == NULL) {
        return;
    }
    environments->items = items;
    items += environments->count;
    *items = (struct mf_python_environment){ .prefix = prefix, .folder = folder, .is_named = is_named };
    items->is_interpreter =
        venv != NULL || has_file(run, programs, folder) || has_file(run, programs, "python3");
    add_directories(run, items, prefix);
    if (base != NULL) {
        add_directories(run, items, base);
    }
    if (items->is_interpreter) {
        find_version(run, items, venv);
    }
    environments->count++;
}

static void look_below(struct mf_capture_run *run, struct mf_python_environments *environments,
                       const char *prefix, bool is_named)
{
    const char *configuration = mf_capture_join(run, prefix, "pyvenv.cfg");
    const char *library = mf_capture_join(run, prefix, "lib");
    struct mf_capture_names names = { NULL, 0 };
    struct mf_python_venv venv;
    struct mf_view text;
    bool is_venv;

    if (configuration == NULL || library == NULL || !mf_capture_exists(run, library) ||
        mf_capture_list(run, packages_path, library, &names) != MF_CAPTURE_READ) {
        return;
    }
    is_venv = mf_capture_read(run, runtime_path, configuration, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ;
    if (is_venv) {
        mf_python_venv_read(text, &venv);
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        if (is_folder(names.items[i])) {
            add_environment(run, environments, prefix, names.items[i], is_named, is_venv ? &venv : NULL);
        }
    }
}

/* Returns how many of them the options name. */
static uint32_t find_places(struct mf_capture_run *run, struct mf_capture_places *places)
{
    uint32_t named;

    for (size_t i = 0; i < run->options.python_prefix_count && mf_capture_goes_on(run); i++) {
        const char *prefix = run->options.python_prefixes[i];
        const char *place = below_root(run, mf_view_of(prefix));

        if (place != NULL) {
            mf_capture_places_add(run, packages_path, place, places);
        } else if (mf_capture_goes_on(run)) {
            mf_capture_find(run, MF_FINDING_CAPTURE_VALUE, packages_path, prefix,
                            "it is not looked at: it is no path below the root");
        }
    }
    named = places->count;
    for (size_t i = 0; i < sizeof usual_places / sizeof usual_places[0] && mf_capture_goes_on(run); i++) {
        mf_capture_places_add(run, packages_path, usual_places[i], places);
    }
    return named;
}

void mf_python_environments_find(struct mf_capture_run *run, struct mf_python_environments *ret_environments)
{
    uint32_t named;

    memset(ret_environments, 0, sizeof *ret_environments);
    named = find_places(run, &ret_environments->places);
    for (uint32_t i = 0; i < ret_environments->places.count && mf_capture_goes_on(run); i++) {
        look_below(run, ret_environments, ret_environments->places.items[i], i < named);
    }
}
