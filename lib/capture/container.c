/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Containers. The format has no field for their kind, and environment.system holds what is set on "the host or the container": so the
 * kind stands there, as `container.kind`, and the id of the image as `container.image-id`. The id is the digest of the image's
 * configuration. The digest of its manifest, which deployments refer to, is seldom told, and is then absent.
 */
#include "capture/capture.h"

#include "base/error.h"
#include "capture/container_text.h"

static const char kind_path[] = "/environment/system/container.kind/value";
static const char id_path[] = "/environment/system/container.image-id/value";
static const char repository_path[] = "/environment/image/repository";
static const char digest_path[] = "/environment/image/digest";
static const char podman_file[] = "run/.containerenv";

/* A kind, and the file that shows it. */
struct trace {
    const char *kind; /* NULL: none */
    const char *file;
};

/* What is there by its mere being there; the first one counts, because an orchestrator stands above a runtime. */
static const struct trace marks[] = {
    { "kubernetes", "var/run/secrets/kubernetes.io/serviceaccount" },
    { "kubernetes", "run/secrets/kubernetes.io/serviceaccount" },
    { "podman", podman_file },
    { "docker", ".dockerenv" },
};
static const char *const groups[] = { "proc/self/cgroup", "proc/1/cgroup" };

static struct trace find_mark(struct mf_capture_run *run, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        if (mf_capture_exists(run, marks[i].file)) {
            return marks[i];
        }
    }
    return (struct trace){ NULL, NULL };
}

static struct trace find_groups(struct mf_capture_run *run)
{
    for (size_t i = 0; i < sizeof groups / sizeof groups[0] && mf_capture_goes_on(run); i++) {
        struct mf_view text;

        if (mf_capture_read(run, kind_path, groups[i], MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ) {
            struct trace trace = { mf_container_of_groups(text), groups[i] };

            if (trace.kind != NULL) {
                return trace;
            }
        }
    }
    return (struct trace){ NULL, NULL };
}

static struct trace find_word(struct mf_capture_run *run)
{
    static const char file[] = "run/systemd/container";
    struct trace trace = { NULL, file };
    struct mf_view text;

    if (mf_capture_read(run, kind_path, file, MF_CAPTURE_SMALL, &text) == MF_CAPTURE_READ) {
        trace.kind = mf_container_of_word(text);
    }
    return trace;
}

static struct trace find_kind(struct mf_capture_run *run)
{
    struct trace trace = find_mark(run, 0, 2);

    trace = trace.kind != NULL ? trace : find_groups(run);
    trace = trace.kind != NULL ? trace : find_mark(run, 2, 2);
    return trace.kind != NULL ? trace : find_word(run);
}

/* Podman tells the image as it was asked for. Returns whether its digest is known. */
static bool set_image(struct mf_capture_run *run, const struct mf_container_file *file)
{
    struct mf_container_image image;

    if (!mf_container_image_split(file->image, &image)) {
        mf_capture_find(run, MF_FINDING_CAPTURE_VALUE, repository_path, podman_file,
                        "'%.*s' is no repository with its registry in front", MF_VIEW_ARGS(file->image));
        return false;
    }
    (void)mf_capture_set(run, repository_path, podman_file, image.repository);
    if (image.tag.size > 0) {
        (void)mf_capture_set(run, "/environment/image/tag", podman_file, image.tag);
    }
    return image.digest.size > 0 && mf_capture_set(run, digest_path, podman_file, image.digest);
}

static bool ask_podman(struct mf_capture_run *run)
{
    struct mf_container_file file;
    struct mf_view text;
    char id[sizeof "sha256:" + 64] = "sha256:";

    if (mf_capture_read(run, digest_path, podman_file, MF_CAPTURE_SMALL, &text) != MF_CAPTURE_READ) {
        return false;
    }
    mf_container_file_read(text, &file);
    if (file.id.size == 64) {
        memcpy(id + strlen(id), file.id.data, 64);
        (void)mf_capture_set(run, id_path, podman_file, mf_view_of(id));
    }
    return file.image.size > 0 && mf_capture_goes_on(run) && set_image(run, &file);
}

void mf_capture_container(struct mf_capture_run *run)
{
    struct trace trace = find_kind(run);
    bool knows_digest = ask_podman(run);

    if (trace.kind == NULL || !mf_capture_goes_on(run)) {
        return;
    }
    (void)mf_capture_set(run, kind_path, trace.file, mf_view_of(trace.kind));
    if (!knows_digest && mf_capture_goes_on(run)) {
        mf_capture_find(
            run, MF_FINDING_CAPTURE_ABSENT, digest_path, trace.file,
            "the container is not told the digest of its image: take it from the registry, or from what "
            "started the container");
    }
}
