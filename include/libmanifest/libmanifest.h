/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_LIBMANIFEST_H
#define LIBMANIFEST_LIBMANIFEST_H
/**
 * @file
 * Everything: include this one.
 */
#include <libmanifest/builder.h>
#include <libmanifest/bytes.h>
#include <libmanifest/envelope.h>
#include <libmanifest/error.h>
#include <libmanifest/json.h>
#include <libmanifest/key.h>
#include <libmanifest/manifest.h>
#include <libmanifest/report.h>
#include <libmanifest/version.h>
#endif
