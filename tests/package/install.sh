#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the build into an empty directory, and compiles, links (shared and static) and runs a program that is told
# nothing about it but what pkg-config says.
#
#   install.sh BUILD-DIRECTORY PROGRAM.c SONAME VERSION HEADER…
#
# The compiler is in COMPILER, words apart. Prints TAP.
set -eu

build=$1
program=$2
soname=$3
version=$4
shift 4

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
stage=$work/stage
number=0

# check NAME COMMAND…: one line of TAP; what the command says is shown if it fails.
check()
{
    check_name=$1
    shift
    number=$((number + 1))
    if "$@" >"$work/said" 2>&1; then
        echo "ok $number - $check_name"
    else
        cat "$work/said" >&2
        echo "not ok $number - $check_name"
        echo "1..$number"
        exit 1
    fi
}

installed_headers()
{
    printf '%s\n' "$@" | sort >"$work/expected"
    (cd "$stage$prefix/include/libmanifest" && find . -type f | sed 's,^\./,,' | sort) >"$work/found"
    diff "$work/expected" "$work/found"
}

no_build_paths()
{
    ! grep -F -e "$build" -e "$stage" "$pc"
}

says_version()
{
    [ "$(pkg-config --modversion libmanifest)" = "$version" ]
}

# A program that links the shared library must not be made to link what the library itself needs.
shared_needs_nothing_else()
{
    libraries=$(pkg-config --libs libmanifest)
    echo "$libraries"
    for word in $libraries; do
        case $word in
        -lmanifest | -L*) ;;
        *) return 1 ;;
        esac
    done
}

# shellcheck disable=SC2046,SC2086 # lists of words
link_shared()
{
    $COMPILER -std=c99 -Wall -Wextra -Werror $(pkg-config --cflags libmanifest) -o "$work/shared" "$program" \
        $(pkg-config --libs libmanifest)
}

# The whole archive, so that the .pc file must name everything that any part of it needs.
# shellcheck disable=SC2046,SC2086 # lists of words
link_static()
{
    $COMPILER -std=c99 -Wall -Wextra -Werror $(pkg-config --static --cflags libmanifest) -o "$work/static" "$program" \
        $(pkg-config --static --libs libmanifest | sed 's/-lmanifest/-Wl,--whole-archive -l:libmanifest.a -Wl,--no-whole-archive/')
}

needs_soname()
{
    readelf -d "$work/shared" | grep NEEDED | grep -F "[$soname]"
}

needs_no_libmanifest()
{
    ! readelf -d "$work/static" | grep NEEDED | grep manifest
}

# It prints the version and the digest of the smallest manifest, which is the SHA-256 of its canonical form.
runs()
{
    LD_LIBRARY_PATH=$2 "$work/$1" >"$work/output" && cat "$work/output" &&
        [ "$(cat "$work/output")" = "$version sha256:$(printf '{"schema":"manifest/v1"}' | sha256sum | cut -d' ' -f1)" ]
}

check 'installs' meson install -C "$build" --no-rebuild --destdir "$stage" --tags devel,runtime
pc=$(find "$stage" -name libmanifest.pc)
library_directory=${pc%/pkgconfig/libmanifest.pc}
prefix=$(sed -n 's/^prefix=//p' "$pc")
# In this directory the file is found as it would be after copying the stage to the root of a system.
PKG_CONFIG_PATH=${pc%/libmanifest.pc}
PKG_CONFIG_SYSROOT_DIR=$stage
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR

check 'the public headers and no others' installed_headers "$@"
check 'the .pc file names no directory of the build' no_build_paths
check 'the .pc file has the version' says_version
check 'a shared link needs the library alone' shared_needs_nothing_else
check 'links with the shared library' link_shared
check "needs $soname" needs_soname
check 'runs with the shared library' runs shared "$library_directory"
check 'links with the static library' link_static
check 'needs no shared libmanifest' needs_no_libmanifest
check 'runs with the static library' runs static /nonexistent
echo "1..$number"
