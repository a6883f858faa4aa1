/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about where packages come from: declared, over a way that nobody can change, and without credentials. */
#include "rules/dependencies.h"
#include "value/ascii.h"
#include "value/purl.h"
#include "value/uri.h"

#include <stddef.h>

static const struct model_dependencies_sources *find_source(const struct model_dependencies *dependencies,
                                                            const struct model_dependencies_packages *package)
{
    return package->source.text == NULL
               ? NULL
               : mf_list_find(&dependencies->sources, sizeof(struct model_dependencies_sources),
                              offsetof(struct model_dependencies_sources, name),
                              mf_scalar_view(&package->source));
}

/* file: or git+file: and the like. */
static bool is_local(const struct mf_uri *uri)
{
    struct mf_uri transport = *uri;
    size_t plus = mf_view_find(uri->scheme, '+');

    transport.scheme = plus == uri->scheme.size ? uri->scheme : mf_view_from(uri->scheme, plus + 1);
    return mf_uri_has_scheme(&transport, "file");
}

/* Ways that prove whom one speaks to: TLS, SSH, and stores and registries that are reached over TLS alone. What is behind '+' is the
 * way of a version control system: git+https. */
static bool is_secure(const struct mf_uri *uri)
{
    static const char *const schemes[] = { "https", "ssh", "s3", "gs", "abfss", "oci" };
    struct mf_uri transport = *uri;
    size_t plus = mf_view_find(uri->scheme, '+');

    transport.scheme = plus == uri->scheme.size ? uri->scheme : mf_view_from(uri->scheme, plus + 1);
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (mf_uri_has_scheme(&transport, schemes[i])) {
            return true;
        }
    }
    return false;
}

/* Parameters of a query by which services take a token or a signed permission. */
static bool is_credential(struct mf_view name)
{
    static const char *const names[] = {
        "access_token", "api_key",         "apikey",           "auth", "auth_token",
        "password",     "private_token",   "secret",           "sig",  "signature",
        "token",        "x-amz-signature", "x-goog-signature",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *known = names[i];
        size_t at = 0;

        while (at < name.size && known[at] != '\0' && mf_ascii_lower(name.data[at]) == known[at]) {
            at++;
        }
        if (at == name.size && known[at] == '\0') {
            return true;
        }
    }
    return false;
}

/* A user alone is who one logs in as with SSH, and git's own user is nobody; over other ways a user is a token. */
static bool has_credentials(const struct mf_uri *uri)
{
    struct mf_view query = uri->query;
    size_t size = uri->scheme.size;
    bool ssh = size >= 3 && mf_view_is(mf_view_from(uri->scheme, size - 3), "ssh");

    if (uri->user.size > 0 && !mf_view_is(uri->user, "git") &&
        (!ssh || mf_view_find(uri->user, ':') < uri->user.size)) {
        return true;
    }
    while (query.data != NULL) {
        struct mf_view value = mf_view_cut(&query, '&');
        struct mf_view name = mf_view_cut(&value, '=');

        if (value.size > 0 && is_credential(name)) {
            return true;
        }
    }
    return false;
}

/* `value` is where the URL stands; `what` says so. */
static void check_credentials(struct mf_rules_run *run, const struct mf_scalar *value,
                              const struct mf_uri *uri, const char *what)
{
    if (has_credentials(uri)) {
        mf_rules_add_concealed(run, MF_FINDING_SOURCE_CREDENTIALS, value,
                               "%s holds a user, password or token that everybody can read who reads the "
                               "manifest: take it out, and change it",
                               what);
    }
}

static void check_source(struct mf_rules_run *run, const struct model_dependencies_sources *source)
{
    struct mf_uri uri;

    if (source->uri.text == NULL || !mf_uri_split(mf_scalar_view(&source->uri), &uri)) {
        return;
    }
    check_credentials(run, &source->uri, &uri, "the address of a source");
    if (!is_secure(&uri) && !is_local(&uri)) {
        mf_rules_add(run, MF_FINDING_SOURCE_NOT_SECURE, &source->uri,
                     "what comes over %.*s can be changed on its way: use https", MF_SHOWN(uri.scheme));
    }
}

static void check_origin(struct mf_rules_run *run, const struct model_dependencies_packages *package)
{
    struct mf_uri uri;

    if (package->origin.text == NULL || !mf_uri_split(mf_scalar_view(&package->origin), &uri)) {
        return;
    }
    check_credentials(run, &package->origin, &uri, "the origin of a package");
    if (is_local(&uri)) {
        mf_rules_add(run, MF_FINDING_LOCAL_INSTALL, &package->origin,
                     "%.*s was installed from a file that nobody else has: put it into an index, and install "
                     "it from there",
                     MF_SHOWN(mf_scalar_view(&package->purl)));
    } else if (!is_secure(&uri)) {
        mf_rules_add(run, MF_FINDING_SOURCE_NOT_SECURE, &package->origin,
                     "what comes over %.*s can be changed on its way: use https", MF_SHOWN(uri.scheme));
    }
}

/* Some qualifiers of a package URL are URLs themselves: repository_url, download_url, vcs_url. */
static void check_qualifiers(struct mf_rules_run *run, const struct model_dependencies_packages *package)
{
    struct mf_view rest = mf_purl_split(mf_scalar_view(&package->purl)).qualifiers;

    while (rest.data != NULL) {
        struct mf_view value = mf_view_cut(&rest, '&');
        char bytes[MF_PURL_SIZE];
        struct mf_view url;
        struct mf_uri uri;

        (void)mf_view_cut(&value, '=');
        if (mf_purl_decode(value, bytes, &url) && mf_uri_split(url, &uri) && has_credentials(&uri)) {
            check_credentials(run, &package->purl, &uri, "a URL in the package URL");
            return;
        }
    }
}

static void check_declared(struct mf_rules_run *run, const struct model_dependencies_packages *package)
{
    const struct model_dependencies_sources *source = find_source(run->root->dependencies, package);
    struct mf_uri uri;

    if (package->source.text == NULL && package->origin.text == NULL &&
        !mf_scalar_is(&package->in_image, "true")) {
        mf_rules_add(run, MF_FINDING_SOURCE_UNDECLARED, &package->source,
                     "nothing says where %.*s comes from: name its source, or the URL of its origin",
                     MF_SHOWN(mf_scalar_view(&package->purl)));
    }
    if (source == NULL) {
        return;
    }
    if (mf_scalar_is(&source->kind, "local") ||
        (source->uri.text != NULL && mf_uri_split(mf_scalar_view(&source->uri), &uri) && is_local(&uri))) {
        mf_rules_add(run, MF_FINDING_LOCAL_INSTALL, &package->source,
                     "%.*s comes from a directory that nobody else has: put it into an index, and install it "
                     "from there",
                     MF_SHOWN(mf_scalar_view(&package->purl)));
        mf_rules_relate(run, source, "the local source");
    }
}

void mf_rules_sources(struct mf_rules_run *run)
{
    const struct model_dependencies *dependencies = run->root->dependencies;
    const struct model_dependencies_sources *sources = dependencies->sources.items;
    const struct model_dependencies_packages *packages = dependencies->packages.items;

    for (size_t i = 0; i < dependencies->sources.count; i++) {
        check_source(run, &sources[i]);
    }
    for (size_t i = 0; i < dependencies->packages.count; i++) {
        check_origin(run, &packages[i]);
        check_qualifiers(run, &packages[i]);
        check_declared(run, &packages[i]);
    }
}
