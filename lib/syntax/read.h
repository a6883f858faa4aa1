/* SPDX-License-Identifier: Apache-2.0 */
/* What MF_FORMAT_AUTO makes of a text. */
#ifndef MF_SYNTAX_READ_H
#define MF_SYNTAX_READ_H

#include "base/view.h"

#include <libmanifest/manifest.h>

mf_format mf_guess_format(struct mf_view text);

#endif
