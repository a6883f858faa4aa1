// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"time"
	"unsafe"
)

// Rules is a rules file: which rules are off or stricter, and an organisation's own conventions.
type Rules struct {
	handle *handle
	report *Report
}

// ParseRules reads a rules file, in YAML or JSON.
func ParseRules(text []byte, options *ReadOptions) (*Rules, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	var memory scratch
	defer memory.free()
	var pointer *C.mf_rules
	var found *C.mf_report
	var failure *C.mf_error
	text, count := solid(text)
	status := C.mf_rules_read(unsafe.Pointer(&text[0]), count, options.inC(&memory), &pointer, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	end := func(p unsafe.Pointer) { C.mf_rules_unref((*C.mf_rules)(p)) }
	return &Rules{handle: newHandle(unsafe.Pointer(pointer), end), report: report}, nil
}

// Report is what was found in the rules file: warnings and notes.
func (r *Rules) Report() *Report {
	if r == nil {
		return nil
	}
	return r.report
}

// Close gives back what C holds of the rules.
func (r *Rules) Close() error {
	if r != nil {
		r.handle.close()
	}
	return nil
}

// holdOptional holds rules for a call; no rules are NULL, closed ones an error. releaseOptional ends it.
func (r *Rules) holdOptional() (*C.mf_rules, error) {
	if r == nil {
		return nil, nil
	}
	pointer, err := r.handle.hold()
	return (*C.mf_rules)(pointer), err
}

func (r *Rules) releaseOptional() {
	if r != nil {
		r.handle.release()
	}
}

// ValidateOptions say what a manifest must pass.
type ValidateOptions struct {
	// Profile defaults to ProfileRelease.
	Profile Profile
	// MaximumFindings is that of a report; default 100.
	MaximumFindings uint32
	// Time finds a release that has expired by then. The zero time: expiry is not checked.
	Time time.Time
	// Rules by which it is judged; nil: every rule as it is.
	Rules *Rules
}

// hold makes the options of C; release must follow if there is no error.
func (o *ValidateOptions) hold(memory *scratch) (*C.mf_validate_options, error) {
	if o == nil {
		return nil, nil
	}
	seconds, err := secondsOf(o.Time)
	if err != nil {
		return nil, err
	}
	rules, err := o.Rules.holdOptional()
	if err != nil {
		return nil, err
	}
	options := (*C.mf_validate_options)(memory.alloc(C.sizeof_mf_validate_options))
	C.mf_validate_options_init(options, C.sizeof_mf_validate_options)
	options.profile = C.mf_profile(o.Profile)
	options.maximum_findings = C.uint32_t(o.MaximumFindings)
	options.time = seconds
	options.rules = rules
	return options, nil
}

func (o *ValidateOptions) release() {
	if o != nil {
		o.Rules.releaseOptional()
	}
}

// Validate checks what the profile requires, and the rules. The report is there whether or not the manifest is good; the error is
// ErrInvalid if it has a finding of severity error.
func (m *Manifest) Validate(options *ValidateOptions) (*Report, error) {
	pointer, err := m.hold()
	if err != nil {
		return nil, err
	}
	defer m.handle.release()
	var memory scratch
	defer memory.free()
	inC, err := options.hold(&memory)
	if err != nil {
		return nil, err
	}
	defer options.release()
	var found *C.mf_report
	var failure *C.mf_error
	status := C.mf_manifest_validate(pointer, inC, &found, &failure)
	return judged(status, &failure, found)
}

// ValidateText reads a text and validates what it holds, in one report, which is there whether or not the text is good.
func ValidateText(text []byte, limits *ReadOptions, options *ValidateOptions) (*Manifest, *Report, error) {
	if wrongVersion != nil {
		return nil, nil, wrongVersion
	}
	var memory scratch
	defer memory.free()
	inC, err := options.hold(&memory)
	if err != nil {
		return nil, nil, err
	}
	defer options.release()
	var pointer *C.mf_manifest
	var found *C.mf_report
	var failure *C.mf_error
	text, count := solid(text)
	status := C.mf_text_validate(unsafe.Pointer(&text[0]), count, limits.inC(&memory), inC, &pointer, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, report, err
	}
	return newManifest(pointer, report), report, nil
}
