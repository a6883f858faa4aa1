// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unsafe"
)

// A Severity says how bad a finding is.
type Severity int32

const (
	// SeverityNote is for what one may want to know.
	SeverityNote Severity = C.MF_SEVERITY_NOTE
	// SeverityWarning is for what should be mended.
	SeverityWarning Severity = C.MF_SEVERITY_WARNING
	// SeverityError is for what makes a document not good.
	SeverityError Severity = C.MF_SEVERITY_ERROR
)

// String is "error", "warning" or "note".
func (s Severity) String() string {
	return C.GoString(C.mf_severity_name(C.mf_severity(s)))
}

// MarshalText is String.
func (s Severity) MarshalText() ([]byte, error) {
	return []byte(s.String()), nil
}

// UnmarshalText reads what String gives.
func (s *Severity) UnmarshalText(text []byte) error {
	for _, severity := range []Severity{SeverityNote, SeverityWarning, SeverityError} {
		if severity.String() == string(text) {
			*s = severity
			return nil
		}
	}
	return misused("a severity is error, warning or note")
}

// A FindingCode is the stable code of a finding, such as "MF1101". It is an error by itself, for errors.Is.
type FindingCode string

// Error is the code.
func (c FindingCode) Error() string {
	return string(c)
}

// A Finding is one thing that was found in a document. It is an error too, so that errors.As can give it.
type Finding struct {
	Code     FindingCode `json:"code"`
	Severity Severity    `json:"severity"`
	// Source is the label of the overrides that the finding is about; "" for the document itself.
	Source string `json:"source,omitempty"`
	// Path is that of the value (RFC 6901); "" for the whole document.
	Path string `json:"path"`
	// Line and Column are from 1, and 0 where the document was not read from text. Columns count code points.
	Line   int `json:"line"`
	Column int `json:"column"`
	// Offset is in bytes, from 0.
	Offset int `json:"offset"`
	// Message says what is wrong and how to mend it.
	Message    string `json:"message"`
	Found      string `json:"found"`
	Expected   string `json:"expected"`
	Suggestion string `json:"suggestion"`
	// Related are other values that the finding is about.
	Related []Related `json:"related,omitempty"`
	// Concealed is true if what stands there may be a secret: do not show the line of the text beside the finding.
	Concealed bool `json:"-"`
}

// A Related value has a part in a finding.
type Related struct {
	Source string `json:"source,omitempty"`
	Path   string `json:"path"`
	Note   string `json:"note"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Offset int    `json:"offset"`
}

// Error is the finding as one line: position, code, message and path.
func (f Finding) Error() string {
	var text strings.Builder
	if f.Source != "" {
		text.WriteString(f.Source + ":")
	}
	if f.Line > 0 {
		fmt.Fprintf(&text, "%d:%d: ", f.Line, f.Column)
	}
	fmt.Fprintf(&text, "%s: [%s] %s", f.Severity, f.Code, f.Message)
	if f.Path != "" {
		fmt.Fprintf(&text, " (%s)", f.Path)
	}
	return text.String()
}

// Is compares with a FindingCode.
func (f Finding) Is(target error) bool {
	code, ok := target.(FindingCode)
	return ok && code == f.Code
}

// A Report is everything that was found in one document. Its fields are copies and stay after Close.
type Report struct {
	handle *handle
	// Findings stand in the order of their position.
	Findings []Finding
	// Total counts all findings: more than there are where the limit of the options cut them.
	Total int
	// Errors, Warnings and Notes count them by severity, those that were cut too.
	Errors, Warnings, Notes int
}

func newReport(found *C.mf_report) *Report {
	if found == nil {
		return nil
	}
	r := &Report{Total: int(C.mf_report_total(found)), Findings: make([]Finding, int(C.mf_report_count(found)))}
	for i := range r.Findings {
		r.Findings[i] = newFinding(C.mf_report_finding(found, C.size_t(i)))
	}
	r.Errors = int(C.mf_report_count_severity(found, C.MF_SEVERITY_ERROR))
	r.Warnings = int(C.mf_report_count_severity(found, C.MF_SEVERITY_WARNING)) - r.Errors
	r.Notes = r.Total - r.Errors - r.Warnings
	r.handle = newHandle(unsafe.Pointer(found), func(p unsafe.Pointer) { C.mf_report_unref((*C.mf_report)(p)) })
	return r
}

func newFinding(f *C.mf_finding) Finding {
	finding := Finding{
		Code:       FindingCode(C.GoString(C.mf_finding_code(f))),
		Severity:   Severity(C.mf_finding_severity(f)),
		Source:     C.GoString(C.mf_finding_source(f)),
		Path:       C.GoString(C.mf_finding_path(f)),
		Line:       int(C.mf_finding_line(f)),
		Column:     int(C.mf_finding_column(f)),
		Offset:     int(C.mf_finding_offset(f)),
		Message:    C.GoString(C.mf_finding_message(f)),
		Found:      C.GoString(C.mf_finding_found(f)),
		Expected:   C.GoString(C.mf_finding_expected(f)),
		Suggestion: C.GoString(C.mf_finding_suggestion(f)),
		Concealed:  C.mf_finding_is_concealed(f) != 0,
	}
	for i := C.size_t(0); i < C.mf_finding_related_count(f); i++ {
		finding.Related = append(finding.Related, Related{
			Source: C.GoString(C.mf_finding_related_source(f, i)),
			Path:   C.GoString(C.mf_finding_related_path(f, i)),
			Note:   C.GoString(C.mf_finding_related_note(f, i)),
			Line:   int(C.mf_finding_related_line(f, i)),
			Column: int(C.mf_finding_related_column(f, i)),
			Offset: int(C.mf_finding_related_offset(f, i)),
		})
	}
	return finding
}

// Good is true if there is no finding of severity error.
func (r *Report) Good() bool {
	return r != nil && r.Errors == 0
}

// String is the report as text, a line for each finding.
func (r *Report) String() string {
	if r == nil {
		return ""
	}
	var text strings.Builder
	for _, finding := range r.Findings {
		text.WriteString(finding.Error() + "\n")
	}
	if cut := r.Total - len(r.Findings); cut > 0 {
		fmt.Fprintf(&text, "and %d more\n", cut)
	}
	return text.String()
}

// WriteTo writes what String gives.
func (r *Report) WriteTo(w io.Writer) (int64, error) {
	return bytes.NewBufferString(r.String()).WriteTo(w)
}

// JSON is the report as JSON document. The file is named in it, unless it is "".
func (r *Report) JSON(file string) ([]byte, error) {
	if r == nil {
		return nil, ErrClosed
	}
	pointer, err := r.handle.hold()
	if err != nil {
		return nil, err
	}
	defer r.handle.release()
	var name *C.char
	if file != "" {
		terminated, err := zeroTerminated(file)
		if err != nil {
			return nil, err
		}
		name = characters(terminated)
	}
	var text *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_report_json((*C.mf_report)(pointer), name, &text, &failure), &failure); err != nil {
		return nil, err
	}
	return took(text), nil
}

// MarshalJSON is JSON without a file.
func (r *Report) MarshalJSON() ([]byte, error) {
	if r == nil {
		return []byte("null"), nil
	}
	return r.JSON("")
}

// Close gives back what C holds of the report. What was copied stays.
func (r *Report) Close() error {
	if r != nil {
		r.handle.close()
	}
	return nil
}

// A Rule is an entry of the registry of findings.
type Rule struct {
	Code     FindingCode `json:"code"`
	Severity Severity    `json:"severity"`
	// Profile is the least one in which it applies, "draft" or "release".
	Profile string `json:"profile"`
	// Section is the one of the manifest that it is about, or "document".
	Section string `json:"section"`
	Title   string `json:"title"`
}

// Registry is everything that can be found, in the order of codes.
func Registry() []Rule {
	rules := make([]Rule, int(C.mf_rule_count()))
	for i := range rules {
		rule := C.mf_rule_at(C.size_t(i))
		rules[i] = Rule{
			Code:     FindingCode(C.GoString(C.mf_rule_code(rule))),
			Severity: Severity(C.mf_rule_severity(rule)),
			Profile:  C.GoString(C.mf_rule_profile(rule)),
			Section:  C.GoString(C.mf_rule_section(rule)),
			Title:    C.GoString(C.mf_rule_title(rule)),
		}
	}
	return rules
}
