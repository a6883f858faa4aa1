/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the services that a release calls: nobody listens in, they know who calls, and no call waits for ever. */
#include "model/parameter.h"
#include "rules/run.h"
#include "value/ascii.h"
#include "value/uri.h"

#include <stddef.h>

/* What is known of an address. */
enum secrecy {
    SECRECY_UNKNOWN,
    SECRECY_PLAIN,
    SECRECY_ENCRYPTED,
    SECRECY_ON_REQUEST, /* encrypted if the query asks for it: the drivers of databases and queues */
};

/* The schemes of what releases call. That of a store of objects goes over HTTPS; a socket of the host over no network. */
static const struct {
    const char *scheme;
    enum secrecy secrecy;
} schemes[] = {
    { "abfs", SECRECY_PLAIN },
    { "abfss", SECRECY_ENCRYPTED },
    { "amqp", SECRECY_PLAIN },
    { "amqps", SECRECY_ENCRYPTED },
    { "cassandra", SECRECY_ON_REQUEST },
    { "clickhouse", SECRECY_ON_REQUEST },
    { "ftp", SECRECY_PLAIN },
    { "ftps", SECRECY_ENCRYPTED },
    { "grpc", SECRECY_PLAIN },
    { "grpcs", SECRECY_ENCRYPTED },
    { "gs", SECRECY_ENCRYPTED },
    { "h2c", SECRECY_PLAIN },
    { "http", SECRECY_PLAIN },
    { "https", SECRECY_ENCRYPTED },
    { "kafka", SECRECY_ON_REQUEST },
    { "ldap", SECRECY_PLAIN },
    { "ldaps", SECRECY_ENCRYPTED },
    { "mariadb", SECRECY_ON_REQUEST },
    { "memcache", SECRECY_PLAIN },
    { "memcached", SECRECY_PLAIN },
    { "mongodb", SECRECY_ON_REQUEST },
    { "mongodb+srv", SECRECY_ENCRYPTED },
    { "mqtt", SECRECY_PLAIN },
    { "mqtts", SECRECY_ENCRYPTED },
    { "mysql", SECRECY_ON_REQUEST },
    { "nats", SECRECY_PLAIN },
    { "postgres", SECRECY_ON_REQUEST },
    { "postgresql", SECRECY_ON_REQUEST },
    { "redis", SECRECY_PLAIN },
    { "rediss", SECRECY_ENCRYPTED },
    { "s3", SECRECY_ENCRYPTED },
    { "sftp", SECRECY_ENCRYPTED },
    { "smtp", SECRECY_PLAIN },
    { "smtps", SECRECY_ENCRYPTED },
    { "ssh", SECRECY_ENCRYPTED },
    { "ssl", SECRECY_ENCRYPTED },
    { "tcp", SECRECY_PLAIN },
    { "telnet", SECRECY_PLAIN },
    { "tls", SECRECY_ENCRYPTED },
    { "udp", SECRECY_PLAIN },
    { "unix", SECRECY_ENCRYPTED },
    { "wasb", SECRECY_PLAIN },
    { "wasbs", SECRECY_ENCRYPTED },
    { "ws", SECRECY_PLAIN },
    { "wss", SECRECY_ENCRYPTED },
};

static bool is_one_of(struct mf_view text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (mf_ascii_is_word(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* Does the query turn encryption on, as drivers write it: sslmode=verify-full, tls=true? What a driver may quietly do without,
 * such as sslmode=prefer, does not count. */
static bool asks_for_encryption(struct mf_view query)
{
    static const char *const keys[] = { "sslmode", "ssl-mode", "ssl", "tls", "secure", "security.protocol" };
    static const char *const values[] = { "true",
                                          "1",
                                          "require",
                                          "required",
                                          "verify-ca",
                                          "verify_ca",
                                          "verify-identity",
                                          "verify_identity",
                                          "verify-full",
                                          "verify_full",
                                          "ssl",
                                          "sasl_ssl" };

    while (query.data != NULL) {
        struct mf_view value = mf_view_cut(&query, '&');
        struct mf_view key = mf_view_cut(&value, '=');

        if (is_one_of(key, keys, sizeof keys / sizeof keys[0]) &&
            is_one_of(value, values, sizeof values / sizeof values[0])) {
            return true;
        }
    }
    return false;
}

static bool ends_with(struct mf_view text, const char *lower)
{
    size_t size = strlen(lower);

    return text.size >= size && mf_ascii_is_word(mf_view_from(text, text.size - size), lower);
}

static enum secrecy secrecy_of(const struct mf_uri *uri)
{
    if (mf_uri_is_loopback(uri) || ends_with(uri->scheme, "+tls") || ends_with(uri->scheme, "+ssl") ||
        ends_with(uri->scheme, "+https")) {
        return SECRECY_ENCRYPTED;
    }
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (!mf_uri_has_scheme(uri, schemes[i].scheme)) {
            continue;
        }
        if (schemes[i].secrecy == SECRECY_ON_REQUEST) {
            return asks_for_encryption(uri->query) ? SECRECY_ENCRYPTED : SECRECY_PLAIN;
        }
        return schemes[i].secrecy;
    }
    return SECRECY_UNKNOWN;
}

/* False where a user or a query may hold a password or a token. */
static bool may_be_shown(struct mf_view address)
{
    return mf_view_find(address, '@') == address.size && mf_view_find(address, '?') == address.size;
}

static void add_address(struct mf_rules_run *run, enum mf_finding_code code, const struct mf_scalar *address,
                        struct mf_view subject, const char *advice)
{
    if (may_be_shown(mf_scalar_view(address))) {
        mf_rules_add(run, code, address, "%.*s %s", MF_SHOWN(subject), advice);
    } else {
        mf_rules_add_concealed(run, code, address, "%.*s %s", MF_SHOWN(subject), advice);
    }
}

/* @param parameter  of the service; NULL: the address is its endpoint */
static void check_address(struct mf_rules_run *run, const struct mf_scalar *address,
                          const struct mf_scalar *parameter)
{
    struct mf_uri uri = { 0 };
    enum secrecy secrecy = SECRECY_UNKNOWN;

    if (address->text == NULL) {
        return;
    }
    if (mf_uri_split(mf_scalar_view(address), &uri)) {
        secrecy = secrecy_of(&uri);
    }
    if (secrecy == SECRECY_ENCRYPTED) {
        return;
    }
    if (secrecy == SECRECY_PLAIN) {
        add_address(
            run, MF_FINDING_SERVICE_PLAIN, address, uri.scheme,
            "is not encrypted: everybody on the way can read and change what is sent; use TLS, such as "
            "https or grpcs");
    } else {
        add_address(run, MF_FINDING_SERVICE_SCHEME, address, mf_view_of("the address"),
                    "does not say whether calls are encrypted: write it as a URI whose scheme does, such as "
                    "https or grpcs");
    }
    if (parameter != NULL) {
        mf_rules_relate(run, parameter, "the service that is reached there");
    }
}

/* All addresses that the parameter may have: its value, and what an operator may set. */
static void check_addresses(struct mf_rules_run *run, const struct model_services *service,
                            const struct model_configuration_parameters *parameter)
{
    const struct mf_scalar *choices = parameter->choices.items;

    check_address(run, &parameter->value, &service->parameter);
    check_address(run, &parameter->fallback, &service->parameter);
    for (uint32_t i = 0; i < parameter->choices.count; i++) {
        if (parameter->value.text == NULL ||
            !mf_view_equal(mf_scalar_view(&choices[i]), mf_scalar_view(&parameter->value))) {
            check_address(run, &choices[i], &service->parameter);
        }
    }
}

/* @param judged  of the parameter, whether its addresses were looked at: many services may share one that has many */
static void check_parameter(struct mf_rules_run *run, const struct model_services *service,
                            const struct model_configuration_parameters *parameter, bool *judged)
{
    enum mf_type type = mf_parameter_type(parameter);

    if (type != MF_TYPE_STRING && type != MF_TYPE_SCALAR) {
        mf_rules_add(
            run, MF_FINDING_SERVICE_PARAMETER, &service->parameter,
            "'%.*s' is of type %.*s, which holds no address: name a parameter of type string or enum",
            MF_SHOWN(mf_scalar_view(&service->parameter)), MF_SHOWN(mf_scalar_view(&parameter->type)));
        mf_rules_relate(run, &parameter->type, "its type");
    } else if (!*judged) {
        check_addresses(run, service, parameter);
    }
    *judged = true;
}

static const struct model_configuration_parameters *
find_parameter(const struct model_configuration *configuration, const struct mf_scalar *reference)
{
    return configuration == NULL || reference->text == NULL
               ? NULL
               : mf_list_find(&configuration->parameters, sizeof(struct model_configuration_parameters),
                              offsetof(struct model_configuration_parameters, name),
                              mf_scalar_view(reference));
}

static bool stays_on_host(const struct mf_scalar *address)
{
    struct mf_uri uri;

    return address->text != NULL && mf_uri_split(mf_scalar_view(address), &uri) &&
           (mf_uri_is_loopback(&uri) || mf_uri_has_scheme(&uri, "unix"));
}

/* Without authentication: bad, and less so where there is little to lose. */
static void check_open(struct mf_rules_run *run, const struct model_services *service,
                       const struct model_configuration_parameters *parameter)
{
    const struct mf_scalar *scheme = &service->authentication->scheme;

    if (stays_on_host(parameter == NULL ? &service->endpoint : &parameter->value)) {
        mf_rules_add(run, MF_FINDING_SERVICE_OPEN, scheme,
                     "the service on this host takes calls from every process there: let it authenticate its "
                     "callers, if it can");
    } else if (mf_scalar_is(&service->classification, "public")) {
        mf_rules_add(run, MF_FINDING_SERVICE_OPEN, scheme,
                     "the service takes calls from everybody, and nobody knows who answers for them: let it "
                     "authenticate its callers");
        mf_rules_relate(run, &service->classification, "its data are public");
    } else {
        mf_rules_add(run, MF_FINDING_SERVICE_UNAUTHENTICATED, scheme,
                     "the service takes calls from everybody, and its data are not said to be public: "
                     "authenticate, by mtls or workload-identity say");
        mf_rules_relate(run, &service->classification, "its data");
    }
}

static void check_authentication(struct mf_rules_run *run, const struct model_services *service,
                                 const struct model_configuration_parameters *parameter)
{
    static const char *const with_secrets[] = { "basic", "bearer", "api-key", "mtls" };
    const struct model_services_authentication *authentication = service->authentication;
    const struct mf_scalar *scheme = &authentication->scheme;

    if (mf_scalar_is(scheme, "none")) {
        check_open(run, service, parameter);
        if (authentication->secrets.count > 0) {
            mf_rules_add(
                run, MF_FINDING_SERVICE_SECRET_UNUSED, &authentication->secrets,
                "secrets are named, but the scheme none uses no secret: write the scheme that does, or "
                "remove them");
            mf_rules_relate(run, scheme, "the scheme");
        }
    } else if (scheme->text != NULL && authentication->secrets.count == 0 &&
               is_one_of(mf_scalar_view(scheme), with_secrets,
                         sizeof with_secrets / sizeof with_secrets[0])) {
        mf_rules_add(
            run, MF_FINDING_SERVICE_SECRET_MISSING, &authentication->secrets,
            "%.*s needs a secret, and none is named: declare it in governance.secrets and refer to it "
            "here",
            MF_SHOWN(mf_scalar_view(scheme)));
        mf_rules_relate(run, scheme, "the scheme");
    }
}

static void check_service(struct mf_rules_run *run, const struct model_services *service, bool *judged)
{
    const struct model_configuration *configuration = run->root->configuration;
    const struct model_configuration_parameters *parameter =
        find_parameter(configuration, &service->parameter);

    check_address(run, &service->endpoint, NULL);
    if (parameter != NULL) {
        const struct model_configuration_parameters *first = configuration->parameters.items;

        check_parameter(run, service, parameter, &judged[parameter - first]);
    }
    if (service->authentication != NULL) {
        check_authentication(run, service, parameter);
    }
    if (mf_scalar_duration(&service->timeout, -1) == 0) {
        mf_rules_add(run, MF_FINDING_SERVICE_TIMEOUT_ZERO, &service->timeout,
                     "a timeout of 0s fails every call, or waits for ever: write how long a call may take");
    }
}

void mf_rules_services(struct mf_rules_run *run)
{
    const struct model_services *services = run->root->services.items;
    const struct model_configuration *configuration = run->root->configuration;
    size_t parameters = configuration == NULL ? 0 : configuration->parameters.count;
    bool *judged;

    if (run->root->services.count == 0) {
        return;
    }
    judged = mf_arena_alloc_array(run->scratch, parameters + 1, sizeof *judged);
    for (uint32_t i = 0; i < run->root->services.count && judged != NULL; i++) {
        check_service(run, &services[i], judged);
    }
}
