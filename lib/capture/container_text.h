/* SPDX-License-Identifier: Apache-2.0 */
/* What a container can read of how it is run. Each function takes the bytes of one file, which may be anything. */
#ifndef MF_CAPTURE_CONTAINER_TEXT_H
#define MF_CAPTURE_CONTAINER_TEXT_H

#include "base/view.h"

/* /run/.containerenv of Podman. Views into the text; no data where it does not say. */
struct mf_container_file {
    struct mf_view engine; /* podman-4.9.3 */
    struct mf_view image;  /* as it was asked for: registry/name:tag or registry/name@digest */
    struct mf_view
        id; /* of the image: 64 digits, which are the digest of its configuration and not of its manifest */
};

void mf_container_file_read(struct mf_view text, struct mf_container_file *ret_file);

/* An image by name, taken apart. */
struct mf_container_image {
    struct mf_view repository; /* with its registry */
    struct mf_view tag;
    struct mf_view digest;
};

/* False if it is no name with a registry in front, or a part of it is spelled wrong. */
bool mf_container_image_split(struct mf_view name, struct mf_container_image *ret_image);

/* The kind of container that /proc/PID/cgroup tells by the names of its groups: "kubernetes", "docker", …; NULL: none. */
const char *mf_container_of_groups(struct mf_view text);

/* The kind by a word as systemd's /run/systemd/container has it; NULL: none that is known. */
const char *mf_container_of_word(struct mf_view text);

#endif
