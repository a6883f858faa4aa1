// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
	"unsafe"
)

// A ParityPolicy says which differences between environments are allowed, and how much others count.
type ParityPolicy struct {
	handle *handle
	report *Report
}

// ParseParityPolicy reads a policy, in YAML or JSON.
func ParseParityPolicy(text []byte, options *ReadOptions) (*ParityPolicy, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	var memory scratch
	defer memory.free()
	var pointer *C.mf_parity_policy
	var found *C.mf_report
	var failure *C.mf_error
	text, count := solid(text)
	status := C.mf_parity_policy_read(unsafe.Pointer(&text[0]), count, options.inC(&memory), &pointer, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	end := func(p unsafe.Pointer) { C.mf_parity_policy_unref((*C.mf_parity_policy)(p)) }
	return &ParityPolicy{handle: newHandle(unsafe.Pointer(pointer), end), report: report}, nil
}

// Report is what was found in the policy: warnings and notes.
func (p *ParityPolicy) Report() *Report {
	if p == nil {
		return nil
	}
	return p.report
}

// Close gives back what C holds of the policy.
func (p *ParityPolicy) Close() error {
	if p != nil {
		p.handle.close()
	}
	return nil
}

// A ParityOutcome is how an item stands.
type ParityOutcome int32

const (
	// ParitySame: as expected, or enough.
	ParitySame ParityOutcome = C.MF_PARITY_SAME
	// ParityDifferent: there, but not as expected.
	ParityDifferent ParityOutcome = C.MF_PARITY_DIFFERENT
	// ParityMissing: expected, and not there.
	ParityMissing ParityOutcome = C.MF_PARITY_MISSING
	// ParityExtra: there, and not in the expected manifest.
	ParityExtra ParityOutcome = C.MF_PARITY_EXTRA
	// ParityUnknown: expected, and the actual environment does not say: it was not compared.
	ParityUnknown ParityOutcome = C.MF_PARITY_UNKNOWN
)

// String is "same", "different", "missing", "extra" or "unknown".
func (o ParityOutcome) String() string {
	return C.GoString(C.mf_parity_outcome_name(C.mf_parity_outcome(o)))
}

// MarshalText is String.
func (o ParityOutcome) MarshalText() ([]byte, error) {
	return []byte(o.String()), nil
}

// ParityOptions say how two environments are compared. 0 stands for the default.
type ParityOptions struct {
	// Policy says what is allowed; nil: nothing is.
	Policy *ParityPolicy
	// Time ends entries of the policy that have expired by then. The zero time: none that can expire counts.
	Time time.Time
	// MaximumMemory is in bytes; default 256 MiB.
	MaximumMemory uint64
}

// A ParityItem is one thing that was compared.
type ParityItem struct {
	Outcome ParityOutcome
	// Severity is how much it counts; 0 for what is the same or allowed.
	Severity Severity
	// Kind is what it is, such as "driver" or "package"; Name which one of its kind.
	Kind, Name string
	// Path is that in the expected manifest; of what is extra, in the actual one.
	Path string
	// Expected and Actual are printable, and hold no secrets.
	Expected, Actual string
	// Compared is what was, such as "version, record".
	Compared string
	// Code is that of the finding which explains it; "" for what is the same. Message says it in a few words.
	Code    FindingCode
	Message string
	// Reason is why the policy allows it; "" if it does not.
	Reason string
}

// String is the item as one line.
func (i ParityItem) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s", i.Outcome, i.Kind)
	if i.Name != "" {
		text.WriteString(" " + i.Name)
	}
	if i.Expected != "" {
		text.WriteString(", expected " + i.Expected)
	}
	if i.Actual != "" {
		text.WriteString(", found " + i.Actual)
	}
	if i.Message != "" {
		fmt.Fprintf(&text, ": [%s] %s", i.Code, i.Message)
	}
	if i.Reason != "" {
		text.WriteString(" (allowed: " + i.Reason + ")")
	}
	return text.String()
}

// A Parity is what came of holding an environment against the one that a manifest expects. Its fields are copies and stay after Close.
type Parity struct {
	handle *handle
	// Items are everything that was compared, what is the same included: the environment first, then the compatibility matrix, then
	// packages.
	Items []ParityItem
	// Errors and Warnings count items by severity, Allowed the differences that the policy allows.
	Errors, Warnings, Allowed int
}

// CompareEnvironments holds an actual environment, captured or that of another stage, against the expected one. Whatever the differences
// are, they are no error: see Drift.
func CompareEnvironments(expected, actual *Manifest, options *ParityOptions) (*Parity, error) {
	first, err := expected.hold()
	if err != nil {
		return nil, err
	}
	defer expected.handle.release()
	second, err := actual.hold()
	if err != nil {
		return nil, err
	}
	defer actual.handle.release()
	var memory scratch
	defer memory.free()
	var inC *C.mf_parity_options
	var policy *C.mf_parity_policy
	if options != nil {
		seconds, err := secondsOf(options.Time)
		if err != nil {
			return nil, err
		}
		inC = (*C.mf_parity_options)(memory.alloc(C.sizeof_mf_parity_options))
		C.mf_parity_options_init(inC, C.sizeof_mf_parity_options)
		inC.time = seconds
		inC.maximum_memory = size(options.MaximumMemory)
		if options.Policy != nil {
			held, err := options.Policy.handle.hold()
			if err != nil {
				return nil, err
			}
			defer options.Policy.handle.release()
			policy = (*C.mf_parity_policy)(held)
		}
	}
	var pointer *C.mf_parity
	var failure *C.mf_error
	if err := failed(C.mf_parity_compare(first, second, policy, inC, &pointer, &failure), &failure); err != nil {
		return nil, err
	}
	return newParity(pointer), nil
}

func newParity(pointer *C.mf_parity) *Parity {
	p := &Parity{Items: make([]ParityItem, int(C.mf_parity_count(pointer)))}
	for i := range p.Items {
		p.Items[i] = newParityItem(C.mf_parity_item_at(pointer, C.size_t(i)))
	}
	p.Errors = int(C.mf_parity_count_severity(pointer, C.MF_SEVERITY_ERROR))
	p.Warnings = int(C.mf_parity_count_severity(pointer, C.MF_SEVERITY_WARNING)) - p.Errors
	p.Allowed = int(C.mf_parity_count_allowed(pointer))
	p.handle = newHandle(unsafe.Pointer(pointer), func(p unsafe.Pointer) { C.mf_parity_unref((*C.mf_parity)(p)) })
	return p
}

func newParityItem(item *C.mf_parity_item) ParityItem {
	return ParityItem{
		Outcome:  ParityOutcome(C.mf_parity_item_outcome(item)),
		Severity: Severity(C.mf_parity_item_severity(item)),
		Kind:     C.GoString(C.mf_parity_item_kind(item)),
		Name:     C.GoString(C.mf_parity_item_name(item)),
		Path:     C.GoString(C.mf_parity_item_path(item)),
		Expected: C.GoString(C.mf_parity_item_expected(item)),
		Actual:   C.GoString(C.mf_parity_item_actual(item)),
		Compared: C.GoString(C.mf_parity_item_compared(item)),
		Code:     FindingCode(C.GoString(C.mf_parity_item_code(item))),
		Message:  C.GoString(C.mf_parity_item_message(item)),
		Reason:   C.GoString(C.mf_parity_item_reason(item)),
	}
}

// Drift is true if there is a difference that counts as an error. Nothing was found out of nil, so that is drift too.
func (p *Parity) Drift() bool {
	return p == nil || p.Errors > 0
}

// Count is the number of items with an outcome, those that the policy allows included.
func (p *Parity) Count(outcome ParityOutcome) int {
	if p == nil {
		return 0
	}
	count := 0
	for _, item := range p.Items {
		if item.Outcome == outcome {
			count++
		}
	}
	return count
}

// String has a line for each item that is not the same.
func (p *Parity) String() string {
	if p == nil {
		return ""
	}
	var text strings.Builder
	for _, item := range p.Items {
		if item.Outcome != ParitySame {
			text.WriteString(item.String() + "\n")
		}
	}
	return text.String()
}

// WriteTo writes what String gives.
func (p *Parity) WriteTo(w io.Writer) (int64, error) {
	return bytes.NewBufferString(p.String()).WriteTo(w)
}

// MarshalJSON is the result with its counts and items.
func (p *Parity) MarshalJSON() ([]byte, error) {
	if p == nil {
		return []byte("null"), nil
	}
	pointer, err := p.handle.hold()
	if err != nil {
		return nil, err
	}
	defer p.handle.release()
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_parity_json((*C.mf_parity)(pointer), &text, &failure), &failure); err != nil {
		return nil, err
	}
	return took(text), nil
}

// Close gives back what C holds of the comparison. What was copied stays.
func (p *Parity) Close() error {
	if p != nil {
		p.handle.close()
	}
	return nil
}
