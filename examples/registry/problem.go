// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"log"
	"net/http"

	manifest "libmanifest.example/go/manifest"
)

// A problem is what a request is refused with (RFC 9457).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	// Findings are everything that is wrong with the document, each with its place.
	Findings []manifest.Finding `json:"findings,omitempty"`
	// Total counts the findings, where not all of them are here.
	Total int `json:"total,omitempty"`
}

const problems = "https://libmanifest.example/problems/"

func newProblem(status int, name, title, detail string) *problem {
	return &problem{Type: problems + name, Title: title, Status: status, Detail: detail}
}

func (p *problem) write(w http.ResponseWriter) {
	text, err := json.Marshal(p)
	if err != nil {
		log.Printf("a problem cannot be written: %v", err)
		text = []byte("{}")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	w.Write(append(text, '\n'))
}

// problemOf says what an error of the library means to the one who sent the document. What is no fault of theirs goes to the log.
func problemOf(err error) *problem {
	var failure *manifest.Error
	if !errors.As(err, &failure) {
		return internal(err)
	}
	refused := func(status int, name, title string) *problem {
		p := newProblem(status, name, title, failure.Message)
		if failure.Report != nil {
			p.Findings, p.Total = failure.Report.Findings, failure.Report.Total
		}
		return p
	}
	switch failure.Code {
	case manifest.ErrSyntax:
		return refused(http.StatusBadRequest, "not-an-envelope", "This is no DSSE envelope")
	case manifest.ErrSignature:
		return refused(http.StatusForbidden, "untrusted", "Too few of the keys that are trusted here signed this release")
	case manifest.ErrPayload:
		return refused(http.StatusUnprocessableEntity, "not-a-release", "What was signed is no release")
	case manifest.ErrInvalid:
		return refused(http.StatusUnprocessableEntity, "invalid", "The manifest is not fit to be released")
	case manifest.ErrExpired:
		return refused(http.StatusUnprocessableEntity, "expired", "The release has expired")
	case manifest.ErrLimit:
		return refused(http.StatusRequestEntityTooLarge, "too-large", "The release is larger than is taken here")
	}
	return internal(err)
}

func internal(err error) *problem {
	log.Printf("internal error: %v", err)
	return newProblem(http.StatusInternalServerError, "internal", "The registry failed", "The log of the registry says why.")
}
