#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compares the ABI of the shared library with the recorded baseline: nothing that programs were compiled against has
# changed. New functions are good, and so are new fields at the end of the option structs (tests/abi/suppressions).
#
#   abi.sh LIBRARY BASELINE SUPPRESSIONS INCLUDE-DIRECTORY
#
# Ends with 77, skipped, where the comparison is not possible.
set -eu

library=$1
baseline=$2
suppressions=$3
include=$4

skip()
{
    echo "skipped: $*" >&2
    exit 77
}

command -v abidiff >/dev/null 2>&1 || skip 'abidiff is not installed'
[ "$(uname -m)" = x86_64 ] || skip "the baseline is that of x86_64, and this is $(uname -m)"
readelf -S "$library" | grep -q '\.debug_info' || skip 'the library was built without debug information'

# Both sides without what the public headers do not show, or every opaque struct that grows would count.
if ! abidiff --headers-dir2 "$include" --drop-private-types --suppressions "$suppressions" --no-added-syms \
    "$baseline" "$library"; then
    echo 'the ABI has changed: see above. What was released stays; scripts/record-abi records what is new' >&2
    exit 1
fi
