/* SPDX-License-Identifier: Apache-2.0 */
/* Booleans, numbers, dates and times: what TOML writes without quotes. */
#ifndef MF_TOML_SCALAR_H
#define MF_TOML_SCALAR_H

#include "toml/scanner.h"
#include "json/tree.h"

/* Reads the scalar at hand into a node, its position apart. A string is not for this. */
bool mf_toml_read_scalar(struct mf_toml_scanner *scanner, struct mf_json_node *node);

#endif
