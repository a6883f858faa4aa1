// SPDX-License-Identifier: Apache-2.0

// Package manifest reads, checks, canonicalises, signs and verifies deployment manifests of machine-learning models.
//
// It is libmanifest, the C library, seen from Go: every judgement is made there. The library is found with pkg-config.
//
// # Objects
//
// A Manifest, a Key, a Report and the like hold memory of C. Close gives it back at once; the garbage collector does where nobody
// calls Close. Close may be called more than once, and while other goroutines use the object: their calls end as they would have,
// and later ones fail with ErrClosed. The zero value and nil are closed objects.
//
// All objects but Builder and Cursor are immutable and may be used by any number of goroutines at once. A Builder and a Cursor are
// for one goroutine at a time; calls from several wait for each other, in no order that is worth anything.
//
// # Errors
//
// An error of the library is an *Error. errors.Is compares it with a Code (manifest.ErrSignature) or with the code of a finding
// (manifest.FindingCode("MF1101")); errors.As gives the *Error, which has message, path, line, column and the report, or the first
// Finding that is an error.
//
// # Options
//
// Options may be nil, and a field that is 0 stands for its default.
package manifest

// #cgo pkg-config: libmanifest
// #include "shim.h"
import "C"

import "fmt"

// Version is the version of the library that this program runs with.
func Version() string {
	return C.GoString(C.mf_version())
}

// wrongVersion is the reason why the library cannot be used, or nil. The tests replace it.
var wrongVersion = compareVersions(uint32(C.mf_version_number()), C.MF_VERSION_NUMBER)

// compareVersions holds the library that was found at run time against the headers of the build. A library with another soname
// is not loaded at all, so it can only be too old.
func compareVersions(found, built uint32) error {
	if found >= built {
		return nil
	}
	return &Error{Code: ErrArgument, Message: fmt.Sprintf("libmanifest %s is older than %s, which this program was built with: "+
		"install the newer library, or build the program against the older one", spelled(found), spelled(built))}
}

func spelled(version uint32) string {
	return fmt.Sprintf("%d.%d.%d", version/1000000, version/1000%1000, version%1000)
}
