/* SPDX-License-Identifier: Apache-2.0 */
/* Absolute URIs as RFC 3986 spells them; relative references and what only browsers accept are refused. */
#include "value/uri.h"

#include "value/ascii.h"
#include "value/check.h"

#define SUBDELIMITERS "!$&'()*+,;="

static bool is_unreserved(char byte)
{
    return mf_ascii_is_alphanumeric(byte) || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

/* Offset of the first byte that is neither unreserved, one of `others`, nor a whole percent-encoding; or text.size. */
static size_t find_foreign(struct mf_view text, const char *others)
{
    size_t at = 0;

    while (at < text.size) {
        char byte = text.data[at];

        if (is_unreserved(byte) || mf_ascii_is_one_of(byte, others)) {
            at++;
        } else if (byte == '%' && text.size - at > 2 && mf_ascii_is_hex(text.data[at + 1]) &&
                   mf_ascii_is_hex(text.data[at + 2])) {
            at += 3;
        } else {
            break;
        }
    }
    return at;
}

static bool consists_of(struct mf_view text, const char *others)
{
    return find_foreign(text, others) == text.size;
}

static bool is_scheme(struct mf_view text)
{
    if (text.size == 0 || !mf_ascii_is_letter(text.data[0])) {
        return false;
    }
    for (size_t i = 1; i < text.size; i++) {
        if (!mf_ascii_is_alphanumeric(text.data[i]) && !mf_ascii_is_one_of(text.data[i], "+-.")) {
            return false;
        }
    }
    return true;
}

/* Four numbers up to 255 without zeros in front. */
static bool is_ipv4(struct mf_view text)
{
    int count = 0;

    do {
        struct mf_view part = mf_view_cut(&text, '.');
        int number = 0;

        if (part.size == 0 || part.size > 3 || (part.size > 1 && part.data[0] == '0') || ++count > 4) {
            return false;
        }
        for (size_t i = 0; i < part.size; i++) {
            if (!mf_ascii_is_digit(part.data[i])) {
                return false;
            }
            number = number * 10 + (part.data[i] - '0');
        }
        if (number > 255) {
            return false;
        }
    } while (text.data != NULL);
    return count == 4;
}

static bool is_group(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_hex(text.data[i])) {
            return false;
        }
    }
    return text.size >= 1 && text.size <= 4;
}

/* Groups of 16 bits between colons, of which the last two may be an IPv4 address. Returns how many groups there are, -1 if
 * the text is wrong. */
static int count_groups(struct mf_view text, bool last)
{
    int count = 0;

    if (text.size == 0) {
        return 0;
    }
    do {
        struct mf_view group = mf_view_cut(&text, ':');

        if (is_group(group)) {
            count++;
        } else if (last && text.data == NULL && is_ipv4(group)) {
            count += 2;
        } else {
            return -1;
        }
    } while (text.data != NULL && count <= 8);
    return count;
}

static bool is_ipv6(struct mf_view text)
{
    for (size_t i = 0; i + 1 < text.size; i++) {
        if (text.data[i] == ':' && text.data[i + 1] == ':') {
            int before = count_groups(mf_view_make(text.data, i), false);
            int after = count_groups(mf_view_make(text.data + i + 2, text.size - i - 2), true);

            /* "::" stands for one group at least. */
            return before >= 0 && after >= 0 && before + after <= 7;
        }
    }
    return count_groups(text, true) == 8;
}

/* vX.… of RFC 3986, for kinds of addresses that do not exist yet. */
static bool is_future_address(struct mf_view text)
{
    size_t dot = mf_view_find(text, '.');

    if (dot < 2 || dot + 1 >= text.size || (text.data[0] != 'v' && text.data[0] != 'V')) {
        return false;
    }
    for (size_t i = 1; i < dot; i++) {
        if (!mf_ascii_is_hex(text.data[i])) {
            return false;
        }
    }
    return mf_view_find(text, '%') == text.size &&
           consists_of(mf_view_from(text, dot + 1), ":" SUBDELIMITERS);
}

static bool is_port(struct mf_view text)
{
    unsigned long port = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_digit(text.data[i]) || port > 65535) {
            return false;
        }
        port = port * 10 + (unsigned long)(text.data[i] - '0');
    }
    return port <= 65535;
}

/* [ userinfo "@" ] host [ ":" port ] */
static void split_authority(struct mf_view text, struct mf_uri *uri)
{
    size_t at = mf_view_find(text, '@');
    size_t end;

    if (at < text.size) {
        uri->user = mf_view_make(text.data, at);
        text = mf_view_make(text.data + at + 1, text.size - at - 1);
    }
    end = text.size > 0 && text.data[0] == '[' ? mf_view_find(text, ']') : 0;
    if (end < text.size) {
        end += mf_view_find(mf_view_from(text, end), ':');
    }
    uri->host = mf_view_make(text.data, end);
    if (end < text.size) {
        uri->port = mf_view_make(text.data + end + 1, text.size - end - 1);
    }
}

/* Cuts what follows the first such byte off the end, if there is one. */
static struct mf_view cut_behind(struct mf_view *text, char byte)
{
    size_t at = mf_view_find(*text, byte);
    struct mf_view behind = mf_view_make(NULL, 0);

    if (at < text->size) {
        behind = mf_view_make(text->data + at + 1, text->size - at - 1);
        text->size = at;
    }
    return behind;
}

bool mf_uri_split(struct mf_view text, struct mf_uri *ret_uri)
{
    struct mf_uri uri = { 0 };
    size_t colon = mf_view_find(text, ':');

    if (colon == text.size || !is_scheme(mf_view_make(text.data, colon))) {
        return false;
    }
    uri.scheme = mf_view_make(text.data, colon);
    text = mf_view_make(text.data + colon + 1, text.size - colon - 1);
    uri.fragment = cut_behind(&text, '#');
    uri.query = cut_behind(&text, '?');
    if (mf_view_starts_with(text, "//")) {
        size_t end = 2 + mf_view_find(mf_view_make(text.data + 2, text.size - 2), '/');

        split_authority(mf_view_make(text.data + 2, end - 2), &uri);
        text = mf_view_make(text.data + end, text.size - end);
    }
    uri.path = text;
    *ret_uri = uri;
    return true;
}

bool mf_uri_has_scheme(const struct mf_uri *uri, const char *name)
{
    return mf_ascii_is_word(uri->scheme, name);
}

bool mf_uri_host_is_within(const struct mf_uri *uri, const char *domain)
{
    struct mf_view host = uri->host;
    size_t size = strlen(domain);

    if (host.size > size && host.data[host.size - size - 1] == '.') {
        host = mf_view_from(host, host.size - size);
    }
    return mf_ascii_is_word(host, domain);
}

bool mf_uri_is_loopback(const struct mf_uri *uri)
{
    return mf_uri_host_is_within(uri, "localhost") || mf_view_is(uri->host, "[::1]") ||
           (mf_view_starts_with(uri->host, "127.") && is_ipv4(uri->host));
}

static bool is_host(struct mf_view text)
{
    struct mf_view address;

    if (text.size == 0 || text.data[0] != '[') {
        return consists_of(text, SUBDELIMITERS);
    }
    if (text.data[text.size - 1] != ']') {
        return false;
    }
    address = mf_view_make(text.data + 1, text.size - 2);
    return is_ipv6(address) || is_future_address(address);
}

bool mf_uri_check(struct mf_view text, struct mf_buffer *advice)
{
    struct mf_uri uri;
    size_t foreign = find_foreign(text, "/:?#@[]" SUBDELIMITERS);

    if (text.size > MF_URI_SIZE) {
        return mf_advise(advice, "the URI is too long");
    }
    if (!mf_uri_split(text, &uri)) {
        return mf_advise(advice, "begin it with a scheme, such as https:");
    }
    if (foreign < text.size) {
        if (advice != NULL && text.data[foreign] == '%') {
            mf_buffer_append_text(advice, "write '%' itself as %25");
        } else if (advice != NULL) {
            mf_buffer_format(advice, "write the byte 0x%02X as %%%02X",
                             (unsigned)(unsigned char)text.data[foreign],
                             (unsigned)(unsigned char)text.data[foreign]);
        }
        return false;
    }
    /* "scheme:" alone names nothing. */
    return uri.scheme.size + 1 < text.size && consists_of(uri.user, ":" SUBDELIMITERS) && is_host(uri.host) &&
           is_port(uri.port) && consists_of(uri.path, "/:@" SUBDELIMITERS) &&
           consists_of(uri.query, "/:@?" SUBDELIMITERS) && consists_of(uri.fragment, "/:@?" SUBDELIMITERS);
}
