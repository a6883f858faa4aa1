/* SPDX-License-Identifier: Apache-2.0 */
/* Repositories of container images: an OCI reference without tag and digest whose registry host is always written. */
#include "value/ascii.h"
#include "value/check.h"

static bool is_lower_or_digit(char byte)
{
    return mf_ascii_is_lower(byte) || mf_ascii_is_digit(byte);
}

static bool is_port(struct mf_view text)
{
    unsigned port = 0;

    if (text.size == 0 || text.size > 5 || text.data[0] == '0') {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_digit(text.data[i])) {
            return false;
        }
        port = port * 10 + (unsigned)(text.data[i] - '0');
    }
    return port <= 65535;
}

static bool is_domain(struct mf_view text)
{
    while (text.data != NULL) {
        struct mf_view part = mf_view_cut(&text, '.');

        if (part.size == 0 || part.data[0] == '-' || part.data[part.size - 1] == '-') {
            return false;
        }
        for (size_t i = 0; i < part.size; i++) {
            if (!is_lower_or_digit(part.data[i]) && part.data[i] != '-') {
                return false;
            }
        }
    }
    return true;
}

/* [::1]: the registry will say whether it is an address; here only its alphabet counts. */
static bool is_address(struct mf_view text)
{
    if (text.size < 4 || text.data[0] != '[' || text.data[text.size - 1] != ']') {
        return false;
    }
    for (size_t i = 1; i + 1 < text.size; i++) {
        if (!mf_ascii_is_lower_hex(text.data[i]) && text.data[i] != ':') {
            return false;
        }
    }
    return true;
}

/* A first part is a host if it could not be the first part of a name: it has a dot or a port, or is localhost. */
static bool is_host(struct mf_view text)
{
    size_t end = text.size;
    struct mf_view name;

    while (end > 0 && mf_ascii_is_digit(text.data[end - 1])) {
        end--;
    }
    if (end > 0 && text.data[end - 1] == ':' && (text.data[0] != '[' || text.data[end - 2] == ']')) {
        name = mf_view_make(text.data, end - 1);
        return is_port(mf_view_from(text, end)) && (is_domain(name) || is_address(name));
    }
    return is_address(text) ||
           (is_domain(text) && (mf_view_find(text, '.') < text.size || mf_view_is(text, "localhost")));
}

/* Lower-case letters and digits, with '.', '_', '__' or any number of '-' between them. */
static bool is_path_part(struct mf_view part)
{
    size_t at = 0;

    while (at < part.size) {
        size_t start = at;
        char separator;

        while (at < part.size && is_lower_or_digit(part.data[at])) {
            at++;
        }
        if (at == start) {
            return false;
        }
        if (at == part.size) {
            return true;
        }
        separator = part.data[at++];
        if (separator == '_' && at < part.size && part.data[at] == '_') {
            at++;
        }
        while (separator == '-' && at < part.size && part.data[at] == '-') {
            at++;
        }
        if (!mf_ascii_is_one_of(separator, "._-")) {
            return false;
        }
    }
    return false;
}

static bool fail_with_advice(struct mf_view text, bool whole, struct mf_buffer *advice)
{
    size_t at = mf_view_find(text, '@');

    if (at < text.size) {
        return mf_advise(advice, "the digest has a field of its own");
    }
    for (size_t i = 0; i + 2 < text.size; i++) {
        if (memcmp(text.data + i, "://", 3) == 0) {
            return mf_advise(advice, "leave out the scheme in front");
        }
    }
    for (at = text.size; at > 0 && text.data[at - 1] != '/' && text.data[at - 1] != ':';) {
        at--;
    }
    if (at > 0 && text.data[at - 1] == ':') {
        return mf_advise(advice, "the tag has a field of its own");
    }
    for (at = 0; at < text.size; at++) {
        if (mf_ascii_is_upper(text.data[at])) {
            return mf_advise(advice, "write it in lower case");
        }
    }
    return whole ? false
                 : mf_advise(
                       advice,
                       "write the registry's host and the image's name, such as docker.io/library/python");
}

bool mf_repository_check(struct mf_view text, struct mf_buffer *advice)
{
    struct mf_view rest = text;

    if (text.size == 0) {
        return false;
    }
    if (text.size > MF_REPOSITORY_SIZE) {
        return mf_advise(advice, "the name is too long");
    }
    if (!is_host(mf_view_cut(&rest, '/')) || rest.data == NULL) {
        return fail_with_advice(text, false, advice);
    }
    while (rest.data != NULL) {
        if (!is_path_part(mf_view_cut(&rest, '/'))) {
            return fail_with_advice(text, true, advice);
        }
    }
    return true;
}
