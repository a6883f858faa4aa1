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

# sanitizer_build NAME: prints the Meson options of a build in which tests are watched, for clang.
sanitizer_build()
{
    case $1 in
    # With libFuzzer, which replays the corpora.
    address) echo '-Db_sanitize=address,undefined -Db_lundef=false -Dfuzzing=true' ;;
    # b_sanitize has no word for these; the linker then needs to be told too.
    integer)
        integer_checks=-fsanitize=undefined,integer,implicit-conversion
        integer_exceptions=-fsanitize-ignorelist=$root/scripts/sanitize.exceptions
        echo "-Db_lundef=false -Dc_link_args=['$integer_checks'] -Dc_args=['$integer_checks','$integer_exceptions']"
        ;;
    thread) echo '-Db_sanitize=thread -Db_lundef=false' ;;
    esac
}

# sanitizer_directory NAME: where that build is, in build-test/.
sanitizer_directory()
{
    case $1 in address) echo sanitizers ;; *) echo "$1" ;; esac
}

# set_sanitizer_options: what a sanitizer finds ends a test as a crash would, leaks too.
set_sanitizer_options()
{
    export ASAN_OPTIONS=abort_on_error=0:detect_leaks=1:allocator_may_return_null=1
    export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
    export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
}

# sanitizer_tests NAME: prints the unit tests that matter to it, or nothing: all. Of races, those that start threads.
sanitizer_tests()
{
    case $1 in thread) echo threads artifacts hash expression_api ;; esac
}

# sanitizer_targets NAME: what they are built from, or nothing: everything.
sanitizer_targets()
{
    sanitizer_tests "$1" | sed 's|[^ ]*|tests/test_&|g'
}

# compile DIRECTORY TARGET…: builds it, or these of it, and prints what ninja said only if that failed.
compile()
{
    compile_directory=$1
    shift
    if ! ninja -k 0 -C "$compile_directory" "$@" >"$compile_directory/compile.log" 2>&1; then
        tail -n 60 "$compile_directory/compile.log" >&2
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
