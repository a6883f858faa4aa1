#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every public header compiles alone: nothing else need be included before it.
#
#   headers.sh c|c++ INCLUDE-DIRECTORY INCLUDE-DIRECTORY HEADER…
#
# The compiler is in COMPILER, words apart. Prints TAP.
set -eu

language=$1
source=$2
build=$3
shift 3

case $language in
c) standard='c99' ;;
c++) standard='c++11' ;;
esac
[ -n "${COMPILER:-}" ] || { echo "1..0 # SKIP there is no $language compiler" && exit 0; }

number=0
status=0
echo "1..$#"
for header in "$@"; do
    number=$((number + 1))
    # Twice, because the second time must add nothing; and a use, because a header may be empty by mistake.
    # shellcheck disable=SC2086 # the compiler may be several words
    if printf '#include <libmanifest/%s>\n#include <libmanifest/%s>\n#ifndef MF_VERSION_NUMBER\n#error no version\n#endif\n' \
        "$header" "$header" |
        $COMPILER -x "$language" -std=$standard -pedantic -Wall -Wextra -Wshadow -Wundef -Werror -fsyntax-only \
            -I"$source" -I"$build" - 2>&1 | grep . >&2; then
        echo "not ok $number - $header as $standard"
        status=1
    else
        echo "ok $number - $header as $standard"
    fi
done
exit "$status"
