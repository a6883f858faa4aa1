/* SPDX-License-Identifier: Apache-2.0 */
/* Does an address name one content for ever, or whatever stands there when somebody looks? */
#ifndef MF_VALUE_PIN_H
#define MF_VALUE_PIN_H

#include "base/view.h"

enum mf_pin {
    MF_PIN_PLAIN,   /* nothing in the address tells: a digest beside it must */
    MF_PIN_FIXED,   /* the address holds a digest, a full commit, or a version that is never given twice */
    MF_PIN_MOVING,  /* a branch, or a word such as `latest` */
    MF_PIN_HUB,     /* a model hub, and no full revision */
    MF_PIN_OBJECT,  /* an object store, and no version of the object */
    MF_PIN_GIT,     /* a git repository, and no full commit */
    MF_PIN_IMAGE,   /* a registry of images, and no digest */
    MF_PIN_PACKAGE, /* a package, and no exact version */
    MF_PIN_LOCAL,   /* a file of one machine */
};

struct mf_pinned {
    enum mf_pin pin;
    enum mf_pin place;       /* MF_PIN_HUB to MF_PIN_LOCAL: what sort of place it is; else MF_PIN_PLAIN */
    struct mf_view named;    /* what stands where something fixed should: a branch, a tag; no data: nothing */
    struct mf_view revision; /* the full commit that the address names; no data: none */
    struct mf_view algorithm; /* of the digest that the address names; no data: none */
    struct mf_view digest;    /* its hexadecimal digits */
};

/* Judges a URI by its spelling alone. Takes time linear in the text. */
void mf_pin_judge(struct mf_view text, struct mf_pinned *ret_pinned);

/* Are these the same hexadecimal digits? */
bool mf_pin_same(struct mf_view left, struct mf_view right);

#endif
