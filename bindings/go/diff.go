// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unsafe"
)

// A ChangeKind is what has been done to a value.
type ChangeKind int32

const (
	// ChangeAdded: it is in the second manifest only.
	ChangeAdded ChangeKind = C.MF_DIFF_ADDED
	// ChangeRemoved: it is in the first manifest only.
	ChangeRemoved ChangeKind = C.MF_DIFF_REMOVED
	// ChangeChanged: it is another one, or an entry has another key.
	ChangeChanged ChangeKind = C.MF_DIFF_CHANGED
	// ChangeMoved: an entry of a sequence stands elsewhere among the others.
	ChangeMoved ChangeKind = C.MF_DIFF_MOVED
)

// String is "added", "removed", "changed" or "moved".
func (k ChangeKind) String() string {
	return C.GoString(C.mf_diff_kind_name(C.mf_diff_kind(k)))
}

// MarshalText is String.
func (k ChangeKind) MarshalText() ([]byte, error) {
	return []byte(k.String()), nil
}

// A ChangeSeverity is how much a change matters.
type ChangeSeverity int32

const (
	// ChangeLow is for words, labels, times, addresses of documents.
	ChangeLow ChangeSeverity = C.MF_DIFF_LOW
	// ChangeMedium is for all that is neither low nor high.
	ChangeMedium ChangeSeverity = C.MF_DIFF_MEDIUM
	// ChangeHigh is for what decides what runs and what it computes, and who may do what.
	ChangeHigh ChangeSeverity = C.MF_DIFF_HIGH
)

// String is "low", "medium" or "high".
func (s ChangeSeverity) String() string {
	return C.GoString(C.mf_diff_severity_name(C.mf_diff_severity(s)))
}

// MarshalText is String.
func (s ChangeSeverity) MarshalText() ([]byte, error) {
	return []byte(s.String()), nil
}

// A Change is one difference between two manifests.
type Change struct {
	Kind     ChangeKind     `json:"kind"`
	Severity ChangeSeverity `json:"severity"`
	Section  string         `json:"section"`
	// Path is that of the value in the first manifest; of what was added, where it would stand there.
	Path string `json:"path"`
	// Label is the value's place in its section as people say it.
	Label string `json:"label"`
	// Message says what it was and what it is.
	Message string `json:"message"`
	// Before and After are the value in the first and in the second manifest; nil where there is none.
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// String is the change as one line.
func (c Change) String() string {
	return fmt.Sprintf("%s: %s %s: %s", c.Severity, c.Section, c.Label, c.Message)
}

// DiffOptions say what of a comparison is wanted. 0 stands for the default.
type DiffOptions struct {
	// MaximumMemory is in bytes; default 512 MiB.
	MaximumMemory uint64
	// Least leaves out changes below it, though not of the patch; default ChangeLow.
	Least ChangeSeverity
}

// A Diff is what changed from one manifest to another. Its fields are copies and stay after Close.
type Diff struct {
	handle *handle
	// Changes are in the order of the sections of a manifest.
	Changes []Change
	// High, Medium and Low count them.
	High, Medium, Low int
	// Respelled counts values that are the same in another spelling. They are no changes.
	Respelled int
}

// Compare holds two manifests against each other.
func Compare(before, after *Manifest, options *DiffOptions) (*Diff, error) {
	first, err := before.hold()
	if err != nil {
		return nil, err
	}
	defer before.handle.release()
	second, err := after.hold()
	if err != nil {
		return nil, err
	}
	defer after.handle.release()
	var memory scratch
	defer memory.free()
	var inC *C.mf_diff_options
	if options != nil {
		inC = (*C.mf_diff_options)(memory.alloc(C.sizeof_mf_diff_options))
		C.mf_diff_options_init(inC, C.sizeof_mf_diff_options)
		inC.maximum_memory = size(options.MaximumMemory)
		inC.least = C.mf_diff_severity(options.Least)
	}
	var pointer *C.mf_diff
	var failure *C.mf_error
	if err := failed(C.mf_diff_compare(first, second, inC, &pointer, &failure), &failure); err != nil {
		return nil, err
	}
	return newDiff(pointer), nil
}

func newDiff(pointer *C.mf_diff) *Diff {
	d := &Diff{Changes: make([]Change, int(C.mf_diff_count(pointer))), Respelled: int(C.mf_diff_respelled(pointer))}
	for i := range d.Changes {
		d.Changes[i] = newChange(C.mf_diff_change(pointer, C.size_t(i)))
	}
	d.High = int(C.mf_diff_count_severity(pointer, C.MF_DIFF_HIGH))
	d.Medium = int(C.mf_diff_count_severity(pointer, C.MF_DIFF_MEDIUM)) - d.High
	d.Low = len(d.Changes) - d.High - d.Medium
	d.handle = newHandle(unsafe.Pointer(pointer), func(p unsafe.Pointer) { C.mf_diff_unref((*C.mf_diff)(p)) })
	return d
}

func newChange(c *C.mf_change) Change {
	change := Change{
		Kind:     ChangeKind(C.mf_change_kind(c)),
		Severity: ChangeSeverity(C.mf_change_severity(c)),
		Section:  C.GoString(C.mf_change_section(c)),
		Path:     C.GoString(C.mf_change_path(c)),
		Label:    C.GoString(C.mf_change_label(c)),
		Message:  C.GoString(C.mf_change_message(c)),
	}
	if text := C.GoString(C.mf_change_before(c)); text != "" {
		change.Before = json.RawMessage(text)
	}
	if text := C.GoString(C.mf_change_after(c)); text != "" {
		change.After = json.RawMessage(text)
	}
	return change
}

// String has a line for each change.
func (d *Diff) String() string {
	if d == nil {
		return ""
	}
	var text strings.Builder
	for _, change := range d.Changes {
		text.WriteString(change.String() + "\n")
	}
	return text.String()
}

// WriteTo writes what String gives.
func (d *Diff) WriteTo(w io.Writer) (int64, error) {
	return bytes.NewBufferString(d.String()).WriteTo(w)
}

// Patch is the changes as operations of RFC 6902, which make the canonical form of the second manifest of that of the first.
func (d *Diff) Patch() ([]byte, error) {
	return d.write(func(pointer *C.mf_diff, text **C.mf_bytes, failure **C.mf_error) C.mf_status {
		return C.mf_diff_patch(pointer, text, failure)
	})
}

// MarshalJSON is all of it as a JSON document, with both digests and the patch.
func (d *Diff) MarshalJSON() ([]byte, error) {
	if d == nil {
		return []byte("null"), nil
	}
	return d.write(func(pointer *C.mf_diff, text **C.mf_bytes, failure **C.mf_error) C.mf_status {
		return C.mf_diff_to_json(pointer, text, failure)
	})
}

func (d *Diff) write(call func(*C.mf_diff, **C.mf_bytes, **C.mf_error) C.mf_status) ([]byte, error) {
	if d == nil {
		return nil, ErrClosed
	}
	pointer, err := d.handle.hold()
	if err != nil {
		return nil, err
	}
	defer d.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(call((*C.mf_diff)(pointer), &text, &failure), &failure); err != nil {
		return nil, err
	}
	return took(text), nil
}

// Close gives back what C holds of the comparison. What was copied stays.
func (d *Diff) Close() error {
	if d != nil {
		d.handle.close()
	}
	return nil
}
