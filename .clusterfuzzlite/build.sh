#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds each target of fuzz/meson.build for OSS-Fuzz and ClusterFuzzLite, which say by CC, CXX, CFLAGS, CXXFLAGS and
# LIB_FUZZING_ENGINE how, and by SRC, WORK and OUT where. Leaves in OUT fuzz_NAME, fuzz_NAME_seed_corpus.zip, fuzz_NAME.dict, and in
# lib/ the libraries that the system where it runs does not have.
set -eu
source=$SRC/libmanifest
build=${WORK:-$SRC/work}/build

rm -rf "$build"
# Neither optimisation nor sanitizers of ours: both come with CFLAGS. Hashing with libsodium is enough here.
meson setup "$build" "$source" --buildtype=plain -Db_lundef=false -Dprefer_static=true -Dtests=disabled -Dlibcrypto=disabled \
    -Dfuzzing=true "-Dfuzz_engine=$LIB_FUZZING_ENGINE"
names=$("$source/fuzz/targets")
# shellcheck disable=SC2046,SC2086 # names are words
ninja -C "$build" $(printf 'fuzz/fuzz_%s ' $names)

mkdir -p "$OUT/lib"
for name in $names; do
    target=$OUT/fuzz_$name
    cp "$build/fuzz/fuzz_$name" "$target"
    rm -f "${target}_seed_corpus.zip"
    "$source/fuzz/seeds" "$name" "$build/seeds/$name"
    zip -q -j "${target}_seed_corpus.zip" "$build/seeds/$name"/*
    [ ! -f "$source/fuzz/dictionaries/$name.dict" ] || cp "$source/fuzz/dictionaries/$name.dict" "$target.dict"
    # What has no archive, as cJSON in Debian, is found by $ORIGIN/lib.
    ldd "$target" | sed -n 's/^.*\(libcjson\|libcyaml\|libyaml\|libsodium\|libsqlite3\)[^ ]* => \([^ ]*\) .*$/\2/p' |
        xargs -r cp -L -n -t "$OUT/lib"
done
