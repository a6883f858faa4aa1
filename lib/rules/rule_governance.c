/* SPDX-License-Identifier: Apache-2.0 */
/* MF29xx: who may do what to a release, for how long, and how its data and records are kept. */
#include "rules/expressions.h"
#include "value/ascii.h"
#include "value/duration.h"
#include "value/timestamp.h"

#include <stdlib.h>

/* The actions that change something, as bits. */
enum {
    CREATE = 1 << 0,
    MODIFY = 1 << 1,
    APPROVE = 1 << 2,
    DEPLOY = 1 << 3,
    ROLLBACK = 1 << 4,
    ALL_ACTIONS = (1 << 5) - 1,
};

static const char *const actions[] = { "create", "modify", "approve", "deploy", "rollback" };

enum { ACTION_COUNT = sizeof actions / sizeof actions[0] };

static unsigned actions_of(const struct mf_list *list)
{
    const struct mf_scalar *items = list->items;
    unsigned found = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        for (unsigned j = 0; j < ACTION_COUNT; j++) {
            found |= mf_scalar_is(&items[i], actions[j]) ? 1U << j : 0;
        }
    }
    return found;
}

/* "create, modify and approve" */
static void append_actions(struct mf_buffer *buffer, unsigned wanted)
{
    bool first = true;

    for (unsigned i = 0; i < ACTION_COUNT; i++) {
        unsigned bit = 1U << i;

        if ((wanted & bit) != 0) {
            mf_buffer_append_text(buffer, first ? "" : wanted >> i == 1 ? " and " : ", ");
            mf_buffer_append_text(buffer, actions[i]);
            first = false;
        }
    }
}

/* --- least privilege --------------------------------------------------------------------------------------------------- */

static void check_roles(struct mf_rules_run *run, const struct model_governance *governance)
{
    static const unsigned needed[] = { DEPLOY, APPROVE, ROLLBACK };
    const struct model_governance_roles *roles = governance->roles.items;
    unsigned held = 0;

    for (uint32_t i = 0; i < governance->roles.count; i++) {
        unsigned can = actions_of(&roles[i].can);

        held |= roles[i].members.count > 0 ? can : 0;
        if (can == ALL_ACTIONS) {
            mf_rules_add(
                run, MF_FINDING_ROLE_CAN_EVERYTHING, &roles[i].can,
                "the role '%.*s' may create, modify, approve, deploy and roll back: give these to different roles",
                MF_SHOWN(mf_scalar_view(&roles[i].name)));
        }
    }
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if ((held & needed[i]) == 0) {
            struct mf_buffer action = MF_BUFFER_EMPTY;

            append_actions(&action, needed[i]);
            mf_rules_add(run, MF_FINDING_ACTION_WITHOUT_ROLE, &governance->roles,
                         "no role that has members can '%.*s': add the action to one, or members to the role",
                         MF_SHOWN(mf_buffer_view(&action)));
            mf_buffer_release(&action);
        }
    }
}

/* --- separation of duties ---------------------------------------------------------------------------------------------- */

/* By which entry of which list an identity has come to a duty; NULL: it has not. */
struct duties {
    const struct mf_scalar *creates;
    const struct mf_scalar *approves;
};

/* What holds for the identity that a reference names; NULL if it names none. */
static struct duties *duties_of(const struct model_governance *governance, struct duties *duties,
                                const struct mf_scalar *reference)
{
    const struct model_governance_identities *identities = governance->identities.items;
    const struct model_governance_identities *identity =
        reference->text == NULL
            ? NULL
            : mf_list_find(&governance->identities, sizeof *identity,
                           offsetof(struct model_governance_identities, name), mf_scalar_view(reference));

    return identity == NULL ? NULL : &duties[identity - identities];
}

static void collect_duties(const struct model_governance *governance, const struct mf_scalar *created_by,
                           struct duties *duties)
{
    const struct model_governance_roles *roles = governance->roles.items;
    struct duties *creator = duties_of(governance, duties, created_by);

    if (creator != NULL) {
        creator->creates = created_by;
    }
    for (uint32_t i = 0; i < governance->roles.count; i++) {
        const struct mf_scalar *members = roles[i].members.items;
        unsigned can = actions_of(&roles[i].can);

        for (uint32_t j = 0; j < roles[i].members.count && (can & (CREATE | APPROVE)) != 0; j++) {
            struct duties *member = duties_of(governance, duties, &members[j]);

            if (member != NULL && (can & CREATE) != 0 && member->creates == NULL) {
                member->creates = &members[j];
            }
            if (member != NULL && (can & APPROVE) != 0 && member->approves == NULL) {
                member->approves = &members[j];
            }
        }
    }
}

static void check_duties(struct mf_rules_run *run, const struct model_governance *governance)
{
    static const struct mf_scalar nobody;

    const struct model_governance_identities *identities = governance->identities.items;
    const struct model_release *release = run->root->release;
    const struct mf_scalar *created_by = release == NULL ? &nobody : &release->created_by;
    struct duties *duties;

    if (governance->identities.count == 0 || !mf_rules_wants(run, MF_FINDING_CREATES_AND_APPROVES)) {
        return;
    }
    duties = mf_arena_alloc_array(run->scratch, governance->identities.count, sizeof *duties);
    if (duties == NULL) {
        return;
    }
    collect_duties(governance, created_by, duties);
    for (uint32_t i = 0; i < governance->identities.count; i++) {
        if (duties[i].creates != NULL && duties[i].approves != NULL) {
            bool made = duties[i].creates == created_by;

            mf_rules_add(
                run, MF_FINDING_CREATES_AND_APPROVES, &identities[i].name,
                "'%.*s' %s and may also approve: nobody approves his own work, so take one of the two away",
                MF_SHOWN(mf_scalar_view(&identities[i].name)),
                made ? "made this release" : "may create releases");
            mf_rules_relate(run, duties[i].creates, made ? "made by" : "may create");
            mf_rules_relate(run, duties[i].approves, "may approve");
        }
    }
}

/* Order of identities by who vouches for them, and under what name. */
static int compare_subjects(const void *left, const void *right)
{
    const struct model_governance_identities *first =
        *(const struct model_governance_identities *const *)left;
    const struct model_governance_identities *second =
        *(const struct model_governance_identities *const *)right;
    int order = mf_view_compare(mf_scalar_view(&first->provider), mf_scalar_view(&second->provider));

    if (order == 0) {
        order = mf_view_compare(mf_scalar_view(&first->subject), mf_scalar_view(&second->subject));
    }
    return order == 0 ? mf_view_compare(mf_scalar_view(&first->name), mf_scalar_view(&second->name)) : order;
}

/* One person under two names counts twice where two are asked for. */
static void check_doubles(struct mf_rules_run *run, const struct mf_list *list)
{
    const struct model_governance_identities *items = list->items;
    const struct model_governance_identities **sorted;
    size_t count = 0;

    if (list->count < 2 || !mf_rules_wants(run, MF_FINDING_IDENTITY_TWICE)) {
        return;
    }
    sorted = mf_arena_alloc_array(run->scratch, list->count, sizeof *sorted);
    for (uint32_t i = 0; sorted != NULL && i < list->count; i++) {
        if (items[i].provider.text != NULL && items[i].subject.text != NULL) {
            sorted[count++] = &items[i];
        }
    }
    if (count > 1) {
        qsort(sorted, count, sizeof *sorted, compare_subjects);
    }
    for (size_t i = 1; i < count; i++) {
        if (mf_view_equal(mf_scalar_view(&sorted[i - 1]->provider), mf_scalar_view(&sorted[i]->provider)) &&
            mf_view_equal(mf_scalar_view(&sorted[i - 1]->subject), mf_scalar_view(&sorted[i]->subject))) {
            mf_rules_add(run, MF_FINDING_IDENTITY_TWICE, &sorted[i]->subject,
                         "'%.*s' is the same person or machine as '%.*s': keep one name for it",
                         MF_SHOWN(mf_scalar_view(&sorted[i]->name)),
                         MF_SHOWN(mf_scalar_view(&sorted[i - 1]->name)));
            mf_rules_relate(run, &sorted[i - 1]->subject, "the same subject");
        }
    }
}

/* --- approvals --------------------------------------------------------------------------------------------------------- */

static void check_approval(struct mf_rules_run *run, const struct model_governance *governance,
                           const struct model_governance_approvals *approval)
{
    const struct model_governance_roles *role =
        approval->role.text == NULL
            ? NULL
            : mf_list_find(&governance->roles, sizeof *role, offsetof(struct model_governance_roles, name),
                           mf_scalar_view(&approval->role));

    if (role == NULL) {
        return;
    }
    if (mf_scalar_integer(&approval->threshold, 0) > (int64_t)role->members.count) {
        mf_rules_add(
            run, MF_FINDING_THRESHOLD_OUT_OF_REACH, &approval->threshold,
            "the approval '%.*s' needs %.*s members of '%.*s', which has %u: it could never be given",
            MF_SHOWN(mf_scalar_view(&approval->name)), MF_SHOWN(mf_scalar_view(&approval->threshold)),
            MF_SHOWN(mf_scalar_view(&role->name)), (unsigned)role->members.count);
        mf_rules_relate(run, &role->members, "the members");
    }
    if ((actions_of(&role->can) & APPROVE) == 0) {
        mf_rules_add(
            run, MF_FINDING_APPROVER_MAY_NOT, &approval->role,
            "the approval '%.*s' is given by '%.*s', a role that may not approve: let it, or name another one",
            MF_SHOWN(mf_scalar_view(&approval->name)), MF_SHOWN(mf_scalar_view(&role->name)));
        mf_rules_relate(run, &role->can, "what the role may do");
    }
}

static void check_approvals(struct mf_rules_run *run, const struct model_governance *governance)
{
    const struct model_governance_approvals *approvals = governance->approvals.items;
    struct mf_declarations declarations;

    if (governance->approvals.count == 0 ||
        !mf_context_declare(MF_CONTEXT_APPROVALS, run->root, run->scratch, &declarations)) {
        return;
    }
    for (uint32_t i = 0; i < governance->approvals.count; i++) {
        check_approval(run, governance, &approvals[i]);
        mf_expression_unref(
            mf_rules_compile(run, MF_FINDING_APPROVAL_EXPRESSION, &declarations, &approvals[i].expression));
    }
}

/* --- encryption -------------------------------------------------------------------------------------------------------- */

/* How people write the same thing: "TLS 1.3", "tls-1.3" and "TLSv1.3" become "tls13" and "tlsv13". */
static struct mf_view squeeze(struct mf_view text, char *bytes, size_t room)
{
    size_t size = 0;

    for (size_t i = 0; i < text.size && size < room; i++) {
        if (mf_ascii_is_alphanumeric(text.data[i])) {
            bytes[size++] = mf_ascii_lower(text.data[i]);
        }
    }
    return mf_view_make(bytes, size);
}

static bool begins_with_one_of(struct mf_view text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (mf_view_starts_with(text, words[i])) {
            return true;
        }
    }
    return false;
}

enum strength {
    WEAK,
    UNKNOWN,
    STRONG,
};

static enum strength strength_at_rest(struct mf_view text)
{
    static const char *const broken[] = { "des",       "3des",      "tdes",      "tripledes", "rc2",   "rc4",
                                          "arcfour",   "blowfish",  "xor",       "base64",    "rot13", "md5",
                                          "aes128ecb", "aes192ecb", "aes256ecb", "aesecb" };
    static const char *const known[] = { "aes",      "xtsaes",  "chacha20", "xchacha20", "camellia",
                                         "aria",     "serpent", "twofish",  "sm4",       "luks",
                                         "dmcrypt",  "fscrypt", "tde",      "cmek",      "kms",
                                         "sse",      "awskms",  "gcpkms",   "azurekms",  "bitlocker",
                                         "filevault" };

    if (begins_with_one_of(text, broken, sizeof broken / sizeof broken[0])) {
        return WEAK;
    }
    return begins_with_one_of(text, known, sizeof known / sizeof known[0]) ? STRONG : UNKNOWN;
}

static enum strength strength_in_transit(struct mf_view text)
{
    static const char *const modern[] = { "tls12", "tls13", "tlsv12", "tlsv13" };
    static const char *const broken[] = { "ssl",     "tls1",   "tlsv1",   "mtls10", "mtls11", "mtlsv10",
                                          "mtlsv11", "dtls10", "dtlsv10", "ssh1",   "sshv1" };
    static const char *const others[] = { "mtls",    "mutualtls", "dtls12",    "dtls13", "dtlsv12",
                                          "dtlsv13", "ssh",       "wireguard", "ipsec",  "quic" };

    if (begins_with_one_of(text, modern, sizeof modern / sizeof modern[0])) {
        return STRONG;
    }
    if (begins_with_one_of(text, broken, sizeof broken / sizeof broken[0])) {
        return WEAK;
    }
    return begins_with_one_of(text, others, sizeof others / sizeof others[0]) ? STRONG : UNKNOWN;
}

/* Words that say in so many letters that there is none. */
static bool says_none(struct mf_view text)
{
    static const char *const words[] = { "",         "none",  "no",        "off",       "false",
                                         "na",       "plain", "plaintext", "cleartext", "unencrypted",
                                         "disabled", "http",  "h2c",       "tcp" };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (mf_view_is(text, words[i])) {
            return true;
        }
    }
    return false;
}

static void check_cipher(struct mf_rules_run *run, const struct mf_scalar *classification,
                         const struct mf_scalar *scalar, bool in_transit)
{
    enum { LONGEST = 64 };

    char bytes[LONGEST];
    struct mf_view text = squeeze(mf_scalar_view(scalar), bytes, sizeof bytes);
    enum strength strength = says_none(text) ? WEAK
                             : in_transit    ? strength_in_transit(text)
                                             : strength_at_rest(text);

    if (scalar->text == NULL || strength == STRONG) {
        return;
    }
    mf_rules_add(run, strength == WEAK ? MF_FINDING_ENCRYPTION_TOO_WEAK : MF_FINDING_ENCRYPTION_UNKNOWN,
                 scalar, "%s data are %s%.*s%s: %s", classification->text,
                 strength == WEAK ? "not safe with '" : "said to be encrypted with '",
                 MF_SHOWN(mf_scalar_view(scalar)), strength == WEAK ? "'" : "', which is no name known here",
                 in_transit ? "write tls-1.2, tls-1.3 or mtls" : "write a cipher such as aes-256-gcm");
    mf_rules_relate(run, classification, "the classification");
}

static void check_encryption(struct mf_rules_run *run, const struct model_governance *governance)
{
    if (governance->encryption != NULL && (mf_scalar_is(&governance->classification, "confidential") ||
                                           mf_scalar_is(&governance->classification, "restricted"))) {
        check_cipher(run, &governance->classification, &governance->encryption->at_rest, false);
        check_cipher(run, &governance->classification, &governance->encryption->in_transit, true);
    }
}

/* --- records ----------------------------------------------------------------------------------------------------------- */

static void check_audit(struct mf_rules_run *run, const struct model_governance_audit *audit)
{
    unsigned missing = ALL_ACTIONS & ~actions_of(&audit->events);
    struct mf_buffer names = MF_BUFFER_EMPTY;

    if (missing != 0) {
        append_actions(&names, missing);
        mf_rules_add(run, MF_FINDING_EVENTS_NOT_AUDITED, &audit->events,
                     "the audit log does not record %.*s: add it to events",
                     MF_SHOWN(mf_buffer_view(&names)));
        mf_buffer_release(&names);
    }
}

static void check_retention(struct mf_rules_run *run, const struct mf_scalar *retention)
{
    static const int64_t day = INT64_C(24) * 60 * 60 * 1000;

    int64_t milliseconds;

    if (mf_duration_parse(mf_scalar_view(retention), &milliseconds) && milliseconds < day) {
        mf_rules_add(
            run, MF_FINDING_RETENTION_TOO_SHORT, retention,
            "records that are kept for %.*s are gone before anybody can look at them: keep them for months or years",
            MF_SHOWN(mf_scalar_view(retention)));
    }
}

/* As verification does it: at the second itself the release is still good. */
static void check_expiry(struct mf_rules_run *run)
{
    const struct model_release *release = run->root->release;
    int64_t last;

    if (run->time != 0 && release != NULL && mf_timestamp_parse(mf_scalar_view(&release->expires), &last) &&
        run->time > last) {
        mf_rules_add(run, MF_FINDING_EXPIRED, &release->expires,
                     "the release expired at %.*s: make a new one, it will not be let in any more",
                     MF_SHOWN(mf_scalar_view(&release->expires)));
    }
}

void mf_rules_governance(struct mf_rules_run *run)
{
    const struct model_governance *governance = run->root->governance;

    check_expiry(run);
    if (governance == NULL) {
        return;
    }
    check_roles(run, governance);
    check_duties(run, governance);
    check_doubles(run, &governance->identities);
    check_approvals(run, governance);
    check_encryption(run, governance);
    check_retention(run, &governance->retention);
    if (governance->audit != NULL) {
        check_audit(run, governance->audit);
    }
}
