/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a URI, for those who look at more than its spelling. */
#ifndef MF_VALUE_URI_H
#define MF_VALUE_URI_H

#include "base/view.h"

/* As RFC 3986 names them. A part that is not there has no data; one that is there and empty has. */
struct mf_uri {
    struct mf_view scheme; /* without ':' */
    struct mf_view user;   /* what stands before '@' in the authority */
    struct mf_view host;   /* an address of IPv6 in its brackets; no data: there is no authority */
    struct mf_view port;
    struct mf_view path; /* always there, mostly with its '/' in front */
    struct mf_view query;
    struct mf_view fragment;
};

/* Takes a URI apart, which mf_uri_check() may have accepted or not. False if it does not begin with a scheme. */
bool mf_uri_split(struct mf_view text, struct mf_uri *ret_uri);

/* Schemes and hosts are compared without regard to case. `name` is in lower case. */
bool mf_uri_has_scheme(const struct mf_uri *uri, const char *name);

/* True if the host is this domain or one below it. `domain` is in lower case, without a dot in front. */
bool mf_uri_host_is_within(const struct mf_uri *uri, const char *domain);

/* True if what is sent there stays on the host: localhost, 127.0.0.0/8 and [::1]. */
bool mf_uri_is_loopback(const struct mf_uri *uri);

#endif
