#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Proves that the comparison of ABIs finds what it must, and lets pass what it may: small libraries with the habits of
# ours are recorded, changed and compared. (What abidiff 2.2 does not see beside the suppressions, that a field of the
# options changes its type or that a function takes another object, released.c sees: released_judge.py.)
#
#   abi-judge.sh ABI.sh SUPPRESSIONS SOURCE-ROOT
#
# The compiler is in COMPILER, words apart. Prints TAP.
set -eu

compare=$1
suppressions=$2
here=$3/scripts
# shellcheck source=scripts/common.sh
. "$here/common.sh"

if ! command -v abidw >/dev/null 2>&1 || [ "$(uname -m)" != x86_64 ]; then
    echo '1..0 # SKIP needs abidw on x86_64'
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
number=0
status=0

mkdir -p "$work/old/include" "$work/old/lib/model"
cat >"$work/old/include/public.h" <<'C'
#include <stddef.h>
#include <stdint.h>
#define API __attribute__((visibility("default")))
typedef struct mf_thing mf_thing;
typedef struct mf_read_options {
    size_t size;
    uint32_t limit;
    uint32_t reserved;
/* end of options */
} mf_read_options;
API void mf_read_options_init(mf_read_options *options, size_t size);
typedef enum mf_order { MF_FIRST = 1,
    MF_SECOND = 2,
} mf_order;
API mf_order mf_thing_order(const mf_thing *thing);
API int32_t mf_thing_use(mf_thing *thing);
API int32_t mf_thing_count(const mf_thing *thing);
/* end of functions */
C
# A private header may have the name of a public one.
cat >"$work/old/lib/model/public.h" <<'C'
struct mf_part {
    int32_t count;
/* end of part */
};
struct mf_thing {
    struct mf_part part;
/* end of thing */
};
C
cat >"$work/old/lib/model/thing.c" <<'C'
#include <public.h>
#include "public.h"
void mf_read_options_init(mf_read_options *options, size_t size) { options->size = size; }
mf_order mf_thing_order(const mf_thing *thing) { return thing->part.count != 0 ? MF_FIRST : MF_SECOND; }
int32_t mf_thing_use(mf_thing *thing) { return thing->part.count; }
int32_t mf_thing_count(const mf_thing *thing) { return thing->part.count; }
/* end of code */
C

build_in()
{
    # shellcheck disable=SC2086 # the compiler may be several words
    $COMPILER -g -shared -fPIC -fvisibility=hidden -I"$1/include" -o "$1/library.so" "$1/lib/model/thing.c"
}

# judge good|bad NAME SED-EXPRESSION: changes the sources by the expression; the comparison must say so.
judge()
{
    number=$((number + 1))
    rm -rf "$work/new"
    cp -r "$work/old" "$work/new"
    sed -i "$3" "$work/new/include/public.h" "$work/new/lib/model/public.h" "$work/new/lib/model/thing.c"
    build_in "$work/new"
    verdict=good
    sh "$compare" "$work/new/library.so" "$work/old.abi" "$suppressions" "$work/new/include" >"$work/said" 2>&1 || verdict=bad
    if [ "$verdict" = "$1" ]; then
        echo "ok $number - $2"
    else
        cat "$work/said" >&2
        echo "not ok $number - $2"
        status=1
    fi
}

build_in "$work/old"
dump_abi "$work/old/library.so" "$work/old/include" >"$work/old.abi"

echo '1..13'
judge good 'nothing changed' ''
judge good 'an opaque struct grows' 's,/\* end of thing \*/,int64_t more;,'
judge good 'a part of an opaque struct grows' 's,/\* end of part \*/,int64_t more;,'
judge good 'an opaque struct changes in the middle' 's,^    struct mf_part part;,    int64_t more;\n&,'
judge good 'options grow at the end' 's,/\* end of options \*/,uint64_t more;,'
judge good 'a function is added' 's,/\* end of functions \*/,API int32_t mf_new(void);,; s,/\* end of code \*/,int32_t mf_new(void) { return 0; },'
judge bad 'options grow in the middle' 's,^    uint32_t limit;,    uint64_t more;\n&,'
judge bad 'a function is removed' '/mf_thing_count/d'
judge bad 'a function takes one more argument' 's,mf_thing_use(mf_thing \*thing),mf_thing_use(mf_thing *thing\, int32_t more),'
judge bad 'a function takes another type' 's,mf_thing_use(mf_thing \*thing),mf_thing_use(const mf_read_options *thing),; s,return thing->part.count; }$,return 0; },'
judge bad 'a function returns another type' 's,int32_t mf_thing_use,int64_t mf_thing_use,'
judge bad 'options shrink' '/^    uint32_t reserved;/d'
judge bad 'a public enumeration changes a value' 's/^    MF_SECOND = 2,/    MF_SECOND = 3,/'
exit "$status"
