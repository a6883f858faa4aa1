/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about references: what a release names must be the same whenever somebody looks. */
#include "rules/walk.h"
#include "value/ascii.h"
#include "value/pin.h"

#include <inttypes.h>

/* An address, and what stands beside it that says which content is meant. */
struct address {
    const struct mf_scalar *uri;
    const struct mf_scalar *digest;   /* NULL where the entry has no such field */
    const struct mf_scalar *revision; /* NULL likewise */
};

static bool is_there(const struct mf_scalar *scalar)
{
    return scalar != NULL && scalar->text != NULL;
}

/* What is wrong with an address of a kind, and what belongs into it. */
struct advice {
    enum mf_pin pin;
    enum mf_finding_code code;
    const char *lacking; /* nothing is named */
    const char *naming;  /* something is, which goes in front of it */
};

static const struct advice *advice_for(enum mf_pin pin)
{
    static const struct advice rows[] = {
        { MF_PIN_MOVING, MF_FINDING_MOVING_ADDRESS, "",
          "moves on to other content: write the address of one version, best one with a digest or commit in "
          "it" },
        { MF_PIN_HUB, MF_FINDING_HUB_WITHOUT_REVISION,
          "the address names no revision: add the full commit, as in /resolve/COMMIT/FILE or NAME@COMMIT",
          "is no full commit, so other content can take its place: write all 40 digits of the commit" },
        { MF_PIN_OBJECT, MF_FINDING_OBJECT_WITHOUT_VERSION,
          "the object can be overwritten: add its version id (?versionId=…, of Google #GENERATION), or name "
          "it by its digest",
          "names no version of the object, which can be overwritten: add its version id (?versionId=…, of "
          "Google #GENERATION), or name it by its digest" },
        { MF_PIN_GIT, MF_FINDING_GIT_WITHOUT_COMMIT,
          "the address names no commit: add all 40 or 64 digits of it, as in REPOSITORY@COMMIT",
          "is no full commit, so other content can take its place: write all 40 or 64 digits of the commit" },
        { MF_PIN_IMAGE, MF_FINDING_IMAGE_WITHOUT_DIGEST,
          "the address names no digest: add it, as in NAME@sha256:DIGITS",
          "is no digest, and tags can be moved: write NAME@sha256:DIGITS" },
        { MF_PIN_PACKAGE, MF_FINDING_PACKAGE_WITHOUT_VERSION,
          "the package URL names no version: add the exact one behind '@'",
          "is no version that stays: write the exact version; of images the digest, of repositories the full "
          "commit" },
        { MF_PIN_LOCAL, MF_FINDING_LOCAL_ADDRESS,
          "only one machine has this file: publish it, and write where it can be fetched", "" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].pin == pin) {
            return &rows[i];
        }
    }
    return NULL;
}

static void add_advice(struct mf_rules_run *run, const struct address *address,
                       const struct mf_pinned *pinned)
{
    const struct advice *advice = advice_for(pinned->pin);

    if (advice == NULL) {
        return;
    }
    if (pinned->named.data != NULL) {
        mf_rules_add(run, advice->code, address->uri, "'%.*s' %s", MF_SHOWN(pinned->named), advice->naming);
    } else {
        mf_rules_add(run, advice->code, address->uri, "%s", advice->lacking);
    }
}

/* The address and the field beside it must not name two different things. */
static void check_agreement(struct mf_rules_run *run, const struct address *address,
                            const struct mf_pinned *pinned)
{
    if (pinned->revision.data != NULL && is_there(address->revision) &&
        !mf_pin_same(pinned->revision, mf_scalar_view(address->revision))) {
        mf_rules_add(
            run, MF_FINDING_ADDRESS_DISAGREES, address->uri,
            "the address names the commit %.*s, and the revision is another one: correct one of them",
            MF_SHOWN(pinned->revision));
        mf_rules_relate(run, address->revision, "the revision");
    }
    if (pinned->digest.data != NULL && is_there(address->digest)) {
        struct mf_view digits = mf_scalar_view(address->digest);
        struct mf_view algorithm = mf_view_cut(&digits, ':');

        if (mf_view_equal(algorithm, pinned->algorithm) && !mf_pin_same(pinned->digest, digits)) {
            mf_rules_add(
                run, MF_FINDING_ADDRESS_DISAGREES, address->uri,
                "the address names the digest %.*s…, and the digest is another one: correct one of them", 12,
                pinned->digest.data);
            mf_rules_relate(run, address->digest, "the digest");
        }
    }
}

/* A revision says something where there are commits only. */
static void check_revision(struct mf_rules_run *run, const struct address *address,
                           const struct mf_pinned *pinned)
{
    if (is_there(address->revision) &&
        (pinned->place == MF_PIN_OBJECT || pinned->place == MF_PIN_IMAGE || pinned->place == MF_PIN_LOCAL)) {
        mf_rules_add(run, MF_FINDING_REVISION_OF_NOTHING, address->revision,
                     "there are no commits where this comes from: give the digest instead of a revision");
        mf_rules_relate(run, address->uri, "where it comes from");
    }
}

static void check_address(struct mf_rules_run *run, const struct address *address)
{
    struct mf_pinned pinned;

    if (!is_there(address->uri)) {
        return;
    }
    mf_pin_judge(mf_scalar_view(address->uri), &pinned);
    check_agreement(run, address, &pinned);
    check_revision(run, address, &pinned);
    if ((pinned.pin == MF_PIN_HUB || pinned.pin == MF_PIN_GIT) && pinned.named.data == NULL &&
        is_there(address->revision)) {
        return;
    }
    add_advice(run, address, &pinned);
}

/* --- sizes ------------------------------------------------------------------------------------------------------------ */

static bool is_digest_of_nothing(struct mf_view digest)
{
    return mf_view_is(digest, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") ||
           mf_view_is(digest, "sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                              "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
}

static void check_size(struct mf_rules_run *run, const struct mf_scalar *size, const struct mf_scalar *digest)
{
    int64_t bytes = mf_scalar_integer(size, -1);

    if (bytes >= 0 && digest->text != NULL && (bytes == 0) != is_digest_of_nothing(mf_scalar_view(digest))) {
        mf_rules_add(run, MF_FINDING_SIZE_AND_DIGEST, digest, "%s",
                     bytes == 0
                         ? "this is not the digest of an empty file, and the size is 0: take both from "
                           "the file again"
                         : "this is the digest of an empty file, and the size is not 0: take both from "
                           "the file again");
        mf_rules_relate(run, size, "the size");
    }
}

/* Whoever fetches something checks its size before its digest, and stops where it is too large. */
static void check_missing(struct mf_rules_run *run, const struct mf_scalar *size,
                          const struct mf_scalar *digest)
{
    if (digest->text != NULL && size->text == NULL) {
        mf_rules_add(run, MF_FINDING_SIZE_MISSING, size,
                     "add the size in bytes, so that whoever fetches this knows when to stop");
        mf_rules_relate(run, digest, "the digest");
    }
}

/* The size of a directory is the sum of those of its files, as the format says. */
static void check_sum(struct mf_rules_run *run, const struct model_artifacts *artifact)
{
    const struct model_artifacts_files *files = artifact->files.items;
    int64_t total = mf_scalar_integer(&artifact->size, -1);
    int64_t sum = 0;

    for (uint32_t i = 0; i < artifact->files.count; i++) {
        int64_t bytes = mf_scalar_integer(&files[i].size, -1);

        if (bytes < 0) {
            return;
        }
        sum = sum > INT64_MAX - bytes ? INT64_MAX : sum + bytes;
    }
    if (artifact->files.count > 0 && total >= 0 && total != sum) {
        mf_rules_add(run, MF_FINDING_SIZE_OF_FILES, &artifact->size,
                     "the sizes of the files are %" PRId64
                     " bytes together: a file is missing or one too many, "
                     "or a size is wrong",
                     sum);
        mf_rules_relate(run, &artifact->files, "the files");
    }
}

/* --- placeholders ------------------------------------------------------------------------------------------------------ */

/* The same digit all over, or all digits in order again and again: nothing has such a digest. */
static bool is_placeholder(struct mf_view digits)
{
    static const char order[] = "0123456789abcdef";
    bool same = true;
    bool ordered = true;

    for (size_t i = 0; i < digits.size; i++) {
        same = same && digits.data[i] == digits.data[0];
        ordered = ordered && digits.data[i] == order[i % (sizeof order - 1)];
    }
    return digits.size > 0 && (same || ordered);
}

static void check_placeholder(struct mf_rules_run *run, const struct mf_member *member)
{
    enum mf_type type = mf_member_type(member);
    struct mf_view digits = mf_scalar_view(member->scalar);

    if (type == MF_TYPE_DIGEST) {
        (void)mf_view_cut(&digits, ':');
    }
    if ((type == MF_TYPE_DIGEST || type == MF_TYPE_COMMIT) && is_placeholder(digits)) {
        mf_rules_add(run, MF_FINDING_PLACEHOLDER_DIGEST, member->scalar,
                     "this is a placeholder, which nothing has: write the true %s",
                     type == MF_TYPE_DIGEST ? "digest" : "commit");
    }
}

/* --- what holds references --------------------------------------------------------------------------------------------- */

static void check_files(struct mf_rules_run *run, const struct model_artifacts *artifact)
{
    const struct model_artifacts_files *files = artifact->files.items;

    for (uint32_t i = 0; i < artifact->files.count; i++) {
        check_address(run, &(struct address){ .uri = &files[i].uri, .digest = &files[i].digest });
        check_size(run, &files[i].size, &files[i].digest);
    }
    check_sum(run, artifact);
}

/* True if nothing is fetched from the artifact's own address. */
static bool has_addresses_of_files(const struct model_artifacts *artifact)
{
    const struct model_artifacts_files *files = artifact->files.items;
    uint32_t i = 0;

    while (i < artifact->files.count && files[i].uri.text != NULL) {
        i++;
    }
    return i > 0 && i == artifact->files.count;
}

static void check_artifacts(struct mf_rules_run *run)
{
    const struct model_artifacts *artifacts = run->root->artifacts.items;

    for (uint32_t i = 0; i < run->root->artifacts.count; i++) {
        const struct model_artifacts *artifact = &artifacts[i];

        if (!has_addresses_of_files(artifact)) {
            check_address(run, &(struct address){ .uri = &artifact->uri, .digest = &artifact->digest });
        }
        if (artifact->files.count == 0) {
            check_size(run, &artifact->size, &artifact->digest);
        }
        check_files(run, artifact);
    }
}

static void check_build(struct mf_rules_run *run, const struct model_build *build)
{
    const struct model_build_materials *materials = build->materials.items;

    if (build->source != NULL && mf_scalar_is(&build->source->dirty, "true")) {
        mf_rules_add(run, MF_FINDING_SOURCE_DIRTY, &build->source->dirty,
                     "the build had changes that no commit holds: commit them, and build again");
        mf_rules_relate(run, &build->source->revision, "the commit without them");
    }
    for (uint32_t i = 0; i < build->materials.count; i++) {
        check_address(run, &(struct address){ .uri = &materials[i].uri,
                                              .digest = &materials[i].digest,
                                              .revision = &materials[i].revision });
        check_size(run, &materials[i].size, &materials[i].digest);
        check_missing(run, &materials[i].size, &materials[i].digest);
    }
    if (build->provenance != NULL) {
        check_address(
            run, &(struct address){ .uri = &build->provenance->uri, .digest = &build->provenance->digest });
    }
}

static void check_lockfiles(struct mf_rules_run *run, const struct mf_list *list)
{
    const struct model_dependencies_lockfiles *lockfiles = list->items;

    for (uint32_t i = 0; i < list->count; i++) {
        check_size(run, &lockfiles[i].size, &lockfiles[i].digest);
        check_missing(run, &lockfiles[i].size, &lockfiles[i].digest);
    }
}

/* Documents are of any age; one that has a digest is evidence, and evidence needs one. */
static void check_documents(struct mf_rules_run *run)
{
    static const char *const evidence[] = { "sbom", "scan", "provenance", "vex" };
    const struct model_documents *documents = run->root->documents.items;

    for (uint32_t i = 0; i < run->root->documents.count; i++) {
        const struct model_documents *document = &documents[i];

        if (document->digest.text != NULL) {
            check_address(run, &(struct address){ .uri = &document->uri, .digest = &document->digest });
            continue;
        }
        for (size_t j = 0; j < sizeof evidence / sizeof evidence[0]; j++) {
            if (mf_scalar_is(&document->kind, evidence[j])) {
                mf_rules_add(run, MF_FINDING_EVIDENCE_WITHOUT_DIGEST, &document->digest,
                             "nobody can tell whether this is the %s of this release: add its digest",
                             evidence[j]);
                mf_rules_relate(run, &document->uri, "the document");
            }
        }
    }
}

static void check_tag(struct mf_rules_run *run, const struct model_environment_image *image)
{
    static const char *const moving[] = { "latest", "main",    "master", "edge", "nightly",
                                          "stable", "develop", "dev",    "head" };

    for (size_t i = 0; i < sizeof moving / sizeof moving[0]; i++) {
        if (mf_scalar_is(&image->tag, moving[i])) {
            mf_rules_add(run, MF_FINDING_MOVING_TAG, &image->tag,
                         "'%s' will be the tag of another image soon: write the tag of this version, or none",
                         moving[i]);
        }
    }
}

/* The registry may show more than one version; it must not be asked for whichever is newest. */
static void check_registry(struct mf_rules_run *run, const struct mf_scalar *registry)
{
    struct mf_pinned pinned = { 0 };

    if (registry->text != NULL) {
        mf_pin_judge(mf_scalar_view(registry), &pinned);
    }
    if (pinned.named.data != NULL) {
        add_advice(run, &(struct address){ .uri = registry }, &pinned);
    }
}

void mf_rules_immutable(struct mf_rules_run *run)
{
    const struct model_manifest *root = run->root;

    if (root->release != NULL && root->release->model != NULL) {
        check_registry(run, &root->release->model->registry);
    }
    if (root->build != NULL) {
        check_build(run, root->build);
    }
    if (root->environment != NULL && root->environment->image != NULL) {
        check_tag(run, root->environment->image);
    }
    if (root->dependencies != NULL) {
        check_lockfiles(run, &root->dependencies->lockfiles);
    }
    check_artifacts(run);
    if (root->governance != NULL && root->governance->policy != NULL) {
        check_address(run, &(struct address){ .uri = &root->governance->policy->uri,
                                              .digest = &root->governance->policy->digest });
    }
    check_documents(run);
    if (mf_rules_wants(run, MF_FINDING_PLACEHOLDER_DIGEST)) {
        mf_rules_walk(run, &(struct mf_visitor){ .scalar = check_placeholder });
    }
}
