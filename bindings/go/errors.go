// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"fmt"
	"strings"
)

// A Code says what kind of thing went wrong. It is an error by itself, for errors.Is.
type Code int32

const (
	// ErrAbsent: the path is good, but the document has no value at it.
	ErrAbsent Code = C.MF_ABSENT
	// ErrMemory: memory could not be had.
	ErrMemory Code = C.MF_ERROR_MEMORY
	// ErrArgument: the call itself is wrong.
	ErrArgument Code = C.MF_ERROR_ARGUMENT
	// ErrLimit: a limit of the options was reached.
	ErrLimit Code = C.MF_ERROR_LIMIT
	// ErrIO: a file could not be read or written.
	ErrIO Code = C.MF_ERROR_IO
	// ErrSyntax: the bytes are not what they should be: not JSON, not PEM, not an envelope.
	ErrSyntax Code = C.MF_ERROR_SYNTAX
	// ErrInvalid: the document breaks a rule of its format. The error has the report.
	ErrInvalid Code = C.MF_ERROR_INVALID
	// ErrPath: the path names nothing that the format has.
	ErrPath Code = C.MF_ERROR_PATH
	// ErrType: the value is of another kind than the call asked for.
	ErrType Code = C.MF_ERROR_TYPE
	// ErrKey: the key cannot be used.
	ErrKey Code = C.MF_ERROR_KEY
	// ErrSignature: too few of the trusted keys signed.
	ErrSignature Code = C.MF_ERROR_SIGNATURE
	// ErrPayload: the signature is good, but what was signed is not what the caller asked for.
	ErrPayload Code = C.MF_ERROR_PAYLOAD
	// ErrExpired: the release expired before the given time.
	ErrExpired Code = C.MF_ERROR_EXPIRED
	// ErrSigner: the signer failed, or returned a signature that does not verify.
	ErrSigner Code = C.MF_ERROR_SIGNER
	// ErrCrypto: the cryptographic library could not be started.
	ErrCrypto Code = C.MF_ERROR_CRYPTO
	// ErrInternal: the library found itself in a state that should not exist. Please report it.
	ErrInternal Code = C.MF_ERROR_INTERNAL
	// ErrExpression: an expression is not one.
	ErrExpression Code = C.MF_ERROR_EXPRESSION
	// ErrEvaluation: an expression has no result.
	ErrEvaluation Code = C.MF_ERROR_EVALUATION
	// ErrCancelled: the context or the progress function ended the work.
	ErrCancelled Code = C.MF_ERROR_CANCELLED
)

// Error is the name that the code has in C.
func (c Code) Error() string {
	return C.GoString(C.mf_status_name(C.mf_status(c)))
}

// An Error is what went wrong in one call.
type Error struct {
	// Code is what kind of thing it was.
	Code Code
	// Message is one printable line for a person.
	Message string
	// Path is that of the value which the error is about, or "".
	Path string
	// Line and Column are its position in the input, from 1; 0 where there is none. Columns count code points.
	Line, Column int
	// Offset is its position in bytes, from 0.
	Offset int
	// Report has everything that was found, where the error is ErrInvalid; nil otherwise.
	Report *Report
	// Cause is the error of a signer, a progress function or a context, where one ended the work.
	Cause error
}

// Error says what went wrong and where.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString("manifest: ")
	if e.Line > 0 {
		fmt.Fprintf(&text, "%d:%d: ", e.Line, e.Column)
	}
	if e.Message != "" {
		text.WriteString(e.Message)
	} else {
		text.WriteString(e.Code.Error())
	}
	if e.Path != "" {
		fmt.Fprintf(&text, " (%s)", e.Path)
	}
	if e.Cause != nil {
		fmt.Fprintf(&text, ": %v", e.Cause)
	}
	return text.String()
}

// Is compares with a Code, or with the code of one of the findings.
func (e *Error) Is(target error) bool {
	switch target := target.(type) {
	case Code:
		return e.Code == target
	case FindingCode:
		if e.Report != nil {
			for _, finding := range e.Report.Findings {
				if finding.Code == target {
					return true
				}
			}
		}
	}
	return false
}

// As gives the first finding that is an error to a *Finding.
func (e *Error) As(target interface{}) bool {
	wanted, ok := target.(*Finding)
	if !ok || e.Report == nil {
		return false
	}
	for _, finding := range e.Report.Findings {
		if finding.Severity == SeverityError {
			*wanted = finding
			return true
		}
	}
	return false
}

// Unwrap returns the Cause.
func (e *Error) Unwrap() error {
	return e.Cause
}

// A PanicError is the cause of an error where a signer or a progress function panicked: a panic cannot go through C.
type PanicError struct {
	// Value is what was given to panic.
	Value interface{}
	// Stack is where that happened.
	Stack []byte
}

// Error is the value of the panic.
func (e *PanicError) Error() string {
	return fmt.Sprintf("a callback panicked: %v", e.Value)
}

// Unwrap returns the value of the panic, if that is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// failed makes an error of the outcome of a call and ends the error object of C. It takes the address of that, because Go does not
// say whether a variable among the arguments is read before or after the call among them that sets it.
func failed(status C.mf_status, reterr **C.mf_error) error {
	failure := *reterr
	switch status {
	case C.MF_OK:
		return nil
	case C.MF_ABSENT:
		C.mf_error_unref(failure)
		return ErrAbsent
	}
	err := &Error{Code: Code(status)}
	if failure != nil {
		err.Message = C.GoString(C.mf_error_message(failure))
		err.Path = C.GoString(C.mf_error_path(failure))
		err.Line = int(C.mf_error_line(failure))
		err.Column = int(C.mf_error_column(failure))
		err.Offset = int(C.mf_error_offset(failure))
		C.mf_error_unref(failure)
	}
	return err
}

// judged is failed for calls that report: the error has the report too.
func judged(status C.mf_status, reterr **C.mf_error, found *C.mf_report) (*Report, error) {
	report := newReport(found)
	err := failed(status, reterr)
	if invalid, ok := err.(*Error); ok && report != nil {
		invalid.Report = report
	}
	return report, err
}

func misused(format string, arguments ...interface{}) error {
	return &Error{Code: ErrArgument, Message: fmt.Sprintf(format, arguments...)}
}
