/* SPDX-License-Identifier: Apache-2.0 */
/* MF29xx, secrets: none stands in the document, and those that it names are kept where secrets belong, and replaced in time. */
#include "rules/walk.h"
#include "value/ascii.h"
#include "value/duration.h"
#include "value/secret.h"
#include "value/uri.h"

/* --- secrets in plain text --------------------------------------------------------------------------------------------- */

/* How texts of a type are searched. Types whose grammar leaves no room for a secret are not. */
enum search {
    SEARCH_NOT,
    SEARCH_ADDRESS,
    SEARCH_TEXT,
};

static enum search search_of(enum mf_type type)
{
    static const uint8_t searches[MF_TYPE_COUNT] = {
        [MF_TYPE_STRING] = SEARCH_TEXT,      [MF_TYPE_TEXT] = SEARCH_TEXT,
        [MF_TYPE_EXPRESSION] = SEARCH_TEXT,  [MF_TYPE_SCALAR] = SEARCH_TEXT,
        [MF_TYPE_NAME] = SEARCH_ADDRESS,     [MF_TYPE_IDENTIFIER] = SEARCH_ADDRESS,
        [MF_TYPE_VARIABLE] = SEARCH_ADDRESS, [MF_TYPE_LABEL] = SEARCH_ADDRESS,
        [MF_TYPE_PATH] = SEARCH_ADDRESS,     [MF_TYPE_REPOSITORY] = SEARCH_ADDRESS,
        [MF_TYPE_URI] = SEARCH_ADDRESS,      [MF_TYPE_PURL] = SEARCH_ADDRESS,
    };

    return (enum search)searches[type];
}

static bool is_one_of(struct mf_view text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (mf_ascii_is_word(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* What the value is called, where that says something of it: the key beside a `value`, the option before an argument. */
static struct mf_view name_of(const struct mf_member *member)
{
    static const char *const values[] = { "value", "default", "fallback", "choices", "content" };
    const struct mf_record *record = member->record;

    if (member->field->shape == MF_SHAPE_SCALAR_SEQUENCE && member->index > 0) {
        struct mf_view before = mf_scalar_view(mf_entry_of(member->field, member->list, member->index - 1));

        return mf_view_starts_with(before, "-") && !mf_view_starts_with(mf_scalar_view(member->scalar), "-")
                   ? before
                   : mf_view_make(NULL, 0);
    }
    return record->key != MF_NO_FIELD &&
                   is_one_of(mf_view_of(member->field->name), values, sizeof values / sizeof values[0])
               ? mf_scalar_view(mf_field_in(&record->fields[record->key], member->object))
               : mf_view_make(NULL, 0);
}

/* The value, unless its path would show it: then the list that it stands in. */
static const void *place_of(const struct mf_member *member)
{
    return member->field->shape == MF_SHAPE_SCALAR_SET ? (const void *)member->list : member->scalar;
}

static void check_plaintext(struct mf_rules_run *run, const struct mf_member *member)
{
    enum search search = search_of(mf_member_type(member));
    struct mf_view text = mf_scalar_view(member->scalar);
    struct mf_buffer shown = MF_BUFFER_EMPTY;
    struct mf_view name = name_of(member);
    struct mf_secret secret;

    if (search == SEARCH_NOT ||
        !(search == SEARCH_TEXT && name.size > 0
              ? mf_secret_find_in_setting(name, text, &secret)
              : mf_secret_find(text, search == SEARCH_TEXT ? MF_SECRET_IN_TEXT : MF_SECRET_IN_ADDRESS,
                               &secret))) {
        return;
    }
    mf_secret_append_masked(&shown, text, &secret);
    if (shown.status != MF_OK) {
        mf_report_fail(run->report);
    }
    mf_rules_add_concealed(
        run, MF_FINDING_PLAINTEXT_SECRET, place_of(member),
        "this looks like %s (%.*s), which everybody who can read the manifest knows now: replace it, "
        "keep the new one in a secret manager, and name it in governance.secrets",
        secret.kind, (int)shown.size, shown.size == 0 ? "" : shown.data);
    mf_buffer_release(&shown);
}

/* --- references -------------------------------------------------------------------------------------------------------- */

/* Schemes under which secret managers, and what fetches from them, are known. */
static const char *const schemes[] = {
    "akeyless",
    "akv",
    "aws-secretsmanager",
    "aws-sm",
    "aws-ssm",
    "awsparamstore",
    "awssecrets",
    "awssecretsmanager",
    "awssm",
    "awsssm",
    "azure-keyvault",
    "azure-kv",
    "azurekeyvault",
    "azurekv",
    "bao",
    "berglas",
    "bitwarden",
    "bws",
    "conjur",
    "cyberark",
    "delinea",
    "doppler",
    "gcp-secretmanager",
    "gcp-sm",
    "gcpsecretmanager",
    "gcpsecrets",
    "gcpsm",
    "gsm",
    "hcp-vault",
    "hcvault",
    "ibm-sm",
    "ibmsm",
    "infisical",
    "k8s",
    "keeper",
    "keyvault",
    "kubernetes",
    "oci-vault",
    "ocivault",
    "onepassword",
    "op",
    "openbao",
    "passbolt",
    "secretmanager",
    "secretsmanager",
    "ssm",
    "vault",
    "vault+http",
    "vault+https",
};

/* Hosts of managers that are asked over https. */
static const char *const domains[] = {
    "1password.ca",
    "1password.com",
    "1password.eu",
    "akeyless.io",
    "app.infisical.com",
    "bitwarden.com",
    "bitwarden.eu",
    "doppler.com",
    "hashicorp.cloud",
    "keepersecurity.com",
    "keepersecurity.eu",
    "managedhsm.azure.net",
    "secretmanager.googleapis.com",
    "secretservercloud.com",
    "vault.azure.cn",
    "vault.azure.net",
    "vault.usgovcloudapi.net",
};

/* Hosts of the manager of AWS, secretsmanager.REGION.amazonaws.com; and of one that an organisation runs, vault.ITS.DOMAIN. */
static bool is_manager_host(const struct mf_uri *uri)
{
    static const char *const first_labels[] = { "vault",    "openbao", "bao",          "conjur",
                                                "keyvault", "secrets", "secretmanager" };
    struct mf_view rest = uri->host;
    struct mf_view label = mf_view_cut(&rest, '.');

    for (size_t i = 0; i < sizeof domains / sizeof domains[0]; i++) {
        if (mf_uri_host_is_within(uri, domains[i])) {
            return true;
        }
    }
    return is_one_of(label, first_labels, sizeof first_labels / sizeof first_labels[0]) ||
           ((mf_ascii_is_word(label, "secretsmanager") || mf_ascii_is_word(label, "ssm")) &&
            (mf_uri_host_is_within(uri, "amazonaws.com") || mf_uri_host_is_within(uri, "amazonaws.com.cn")));
}

static bool leads_into_manager(const struct mf_uri *uri)
{
    if (mf_uri_has_scheme(uri, "https")) {
        return is_manager_host(uri);
    }
    if (mf_uri_has_scheme(uri, "arn")) {
        return mf_view_contains(uri->path, ":secretsmanager:") || mf_view_contains(uri->path, ":ssm:");
    }
    return is_one_of(uri->scheme, schemes, sizeof schemes / sizeof schemes[0]) ||
           (uri->scheme.size > 4 && mf_view_starts_with(uri->scheme, "ref+"));
}

/* The reference is not repeated: it may hold what it should only lead to. */
static void check_reference(struct mf_rules_run *run, const struct mf_scalar *reference)
{
    struct mf_uri uri;

    if (reference->text == NULL || !mf_uri_split(mf_scalar_view(reference), &uri) ||
        leads_into_manager(&uri)) {
        return;
    }
    if (mf_uri_has_scheme(&uri, "data")) {
        mf_rules_add_concealed(
            run, MF_FINDING_PLAINTEXT_SECRET, reference,
            "a data: URI holds the secret itself: replace the secret, and refer to it where a secret "
            "manager keeps it");
        return;
    }
    mf_rules_add_concealed(
        run, MF_FINDING_SECRET_NOT_MANAGED, reference,
        "%.*s://%.*s is no secret manager that is known: keep the secret in one, and refer to it as "
        "in vault://kv/team/name",
        MF_SHOWN(uri.scheme), MF_SHOWN(uri.host));
}

/* --- rotation ---------------------------------------------------------------------------------------------------------- */

static void check_rotation(struct mf_rules_run *run, const struct mf_scalar *rotate_every)
{
    static const int64_t day = INT64_C(24) * 60 * 60 * 1000;

    int64_t milliseconds;

    if (!mf_duration_parse(mf_scalar_view(rotate_every), &milliseconds)) {
        return;
    }
    if (milliseconds == 0) {
        mf_rules_add(run, MF_FINDING_SECRET_NEVER_ROTATED, rotate_every,
                     "0s is no time after which a secret could be replaced: write one such as 90d");
    } else if (milliseconds > 366 * day) {
        mf_rules_add(run, MF_FINDING_SECRET_ROTATED_RARELY, rotate_every,
                     "one value is used for %.*s, which is more than a year: replace it more often",
                     MF_SHOWN(mf_scalar_view(rotate_every)));
    }
}

void mf_rules_secrets(struct mf_rules_run *run)
{
    static const struct mf_visitor visitor = { check_plaintext, NULL };
    const struct model_governance *governance = run->root->governance;
    const struct model_governance_secrets *secrets = governance == NULL ? NULL : governance->secrets.items;

    if (mf_rules_wants(run, MF_FINDING_PLAINTEXT_SECRET)) {
        mf_rules_walk(run, &visitor);
    }
    for (uint32_t i = 0; secrets != NULL && i < governance->secrets.count; i++) {
        check_reference(run, &secrets[i].reference);
        check_rotation(run, &secrets[i].rotate_every);
    }
}
