#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# generated.sh PAGE PROGRAM ARGUMENT…: the page in the source tree is what the program prints now.
set -eu
page=$1
shift
if ! "$@" | diff -u "$page" -; then
    echo "$page is out of date: scripts/generate-docs writes it" >&2
    exit 1
fi
