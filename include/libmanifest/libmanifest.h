/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_LIBMANIFEST_H
#define LIBMANIFEST_LIBMANIFEST_H
/**
 * @file
 * Everything: include this one. And what holds for every function, so that it is not said of each:
 *
 * - Manifests, reports, findings, rules, expressions, keys, bytes, errors and what a verification established never change.
 *   Functions that only look at them, and those that take no object, may be called from any number of threads at once. A builder,
 *   a cursor or the values of an expression are for one thread at a time; different ones are independent.
 * - An object must not be NULL where it is only looked at, but nothing bad happens if it is: the answer is then NULL, "" or 0.
 *   A call that returns a status answers #MF_ERROR_ARGUMENT. `…_ref()` and `…_unref()` take NULL.
 * - What a call gives through a `ret_…` parameter belongs to the caller, if it is an object: it ends with its `…_unref()`.
 * - #MF_ERROR_INTERNAL may come from any call. It means a mistake in this library: please report it.
 */
#include <libmanifest/artifact.h>
#include <libmanifest/builder.h>
#include <libmanifest/bytes.h>
#include <libmanifest/capture.h>
#include <libmanifest/configuration.h>
#include <libmanifest/diff.h>
#include <libmanifest/envelope.h>
#include <libmanifest/error.h>
#include <libmanifest/expression.h>
#include <libmanifest/hash.h>
#include <libmanifest/json.h>
#include <libmanifest/key.h>
#include <libmanifest/lock.h>
#include <libmanifest/manifest.h>
#include <libmanifest/model.h>
#include <libmanifest/parity.h>
#include <libmanifest/report.h>
#include <libmanifest/validate.h>
#include <libmanifest/version.h>
#endif
