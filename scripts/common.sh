# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# What the scripts of this folder share. A script finds its own directory, then reads this file:
#   here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) && . "$here/common.sh"
# The file sets `root`, the top of the source tree, from `here`. Nothing is printed by reading it.

root=$(CDPATH='' cd -- "${here:?}/.." && pwd)

# say TEXT…: a headline.
say()
{
    printf '\n== %s\n' "$*"
}

# fail STATUS TEXT…: says what is wrong and ends the script.
fail()
{
    fail_status=$1
    shift
    printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2
    exit "$fail_status"
}

# is_at_least FLOOR VERSION: compares dotted numbers; text behind the first character that is neither digit nor dot
# does not count.
is_at_least()
{
    awk -v floor="$1" -v version="$2" 'BEGIN {
        sub(/[^0-9.].*/, "", version)
        if (version == "") exit 1
        n = split(floor, a, "."); split(version, b, ".")
        for (i = 1; i <= n; i++) {
            if (b[i] + 0 > a[i] + 0) exit 0
            if (b[i] + 0 < a[i] + 0) exit 1
        }
        exit 0
    }'
}

# first_number TEXT: the first dotted number in it, or nothing.
first_number()
{
    printf '%s\n' "$1" | grep -Eo '[0-9]+(\.[0-9]+)+' | head -n 1
}

# tool_version COMMAND: the version it says it has, or nothing.
tool_version()
{
    command -v "$1" >/dev/null 2>&1 || return 0
    first_number "$("$1" --version 2>/dev/null | head -n 2)"
}

# find_tool FLOOR COMMAND…: prints the first of these commands that exists and is at least FLOOR; fails if none is.
find_tool()
{
    find_tool_floor=$1
    shift
    for find_tool_name in "$@"; do
        if is_at_least "$find_tool_floor" "$(tool_version "$find_tool_name")"; then
            printf '%s\n' "$find_tool_name"
            return 0
        fi
    done
    return 1
}

# find_clang: prints the clang to test with.
find_clang()
{
    find_tool 14 clang-14 clang clang-19 clang-18 clang-17 clang-16 clang-15
}

# set_up_build DIRECTORY OPTION…: configures a build directory, once. One that was configured here with other options, or for
# another source tree, is made anew; one that somebody configured by hand is used as it is.
set_up_build()
{
    build_directory=$1
    shift
    build_stamp="$root ${CC:-cc} $*"
    if [ -f "$build_directory/build.ninja" ] &&
        { [ ! -f "$build_directory/set-up" ] || [ "$(cat "$build_directory/set-up")" = "$build_stamp" ]; }; then
        return 0
    fi
    rm -rf "$build_directory"
    mkdir -p "$build_directory"
    if ! meson setup "$build_directory" "$root" "$@" >"$build_directory/setup.log" 2>&1; then
        tail -n 25 "$build_directory/setup.log" >&2
        return 1
    fi
    printf '%s\n' "$build_stamp" >"$build_directory/set-up"
}

# compile DIRECTORY: builds it, and prints what ninja said only if that failed.
compile()
{
    if ! ninja -k 0 -C "$1" >"$1/compile.log" 2>&1; then
        tail -n 60 "$1/compile.log" >&2
        return 1
    fi
}

# dump_abi LIBRARY INCLUDE-DIRECTORY: prints the description of its ABI that abidiff compares later builds with. File names
# stay in it: to abidiff a type that comes from nowhere, or from a header without directory, is a private one.
dump_abi()
{
    abidw --headers-dir "$2" --drop-private-types --exported-interfaces-only --no-corpus-path --no-comp-dir-path \
        --no-elf-needed "$1"
}
