// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	manifest "libmanifest.example/go/manifest"
)

// envelopeType is the media type of a DSSE envelope.
const envelopeType = "application/vnd.dsse.envelope.v1+json"

// A policy says what the registry takes.
type policy struct {
	keys      []*manifest.Key
	threshold uint32
	rules     *manifest.Rules
	// maximumBody is in bytes.
	maximumBody int64
	// maximumChecks is how many releases are judged at a time: each may take the memory that the limits allow.
	maximumChecks int
	now           func() time.Time
}

// verify holds an envelope against the trusted keys. A release that has expired is not taken, but may still be fetched.
func (p *policy) verify(envelope []byte, at time.Time) (*manifest.Verified, error) {
	return manifest.Verify(envelope, p.keys, &manifest.VerifyOptions{
		Threshold: p.threshold,
		Time:      at,
		Limits:    &manifest.ReadOptions{MaximumInput: uint64(p.maximumBody), MaximumMemory: 64 << 20},
	})
}

// A registry is the HTTP service.
type registry struct {
	policy
	store *store
	slots chan struct{}
}

func newRegistry(folder string, p policy) (*registry, error) {
	s, err := openStore(folder, func(envelope []byte) (*manifest.Verified, error) { return p.verify(envelope, time.Time{}) })
	if err != nil {
		return nil, err
	}
	return &registry{policy: p, store: s, slots: make(chan struct{}, p.maximumChecks)}, nil
}

// ServeHTTP knows these:
//
//	POST /v1/releases                    takes a signed release
//	GET  /v1/releases                    lists what there is
//	GET  /v1/releases/{digest}           the envelope
//	GET  /v1/releases/{digest}/manifest  the manifest inside, in canonical form
//	GET  /healthz
func (r *registry) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	const collection = "/v1/releases"
	path := request.URL.Path
	switch {
	case path == "/healthz":
		if allowed(w, request, http.MethodGet, http.MethodHead) {
			w.WriteHeader(http.StatusNoContent)
		}
	case path == collection:
		if !allowed(w, request, http.MethodGet, http.MethodHead, http.MethodPost) {
			return
		}
		if request.Method == http.MethodPost {
			r.take(w, request)
		} else {
			answer(w, http.StatusOK, map[string]interface{}{"releases": r.store.list()})
		}
	case strings.HasPrefix(path, collection+"/"):
		if allowed(w, request, http.MethodGet, http.MethodHead) {
			r.serve(w, request, strings.TrimPrefix(path, collection+"/"))
		}
	default:
		newProblem(http.StatusNotFound, "not-found", "There is nothing at this address", "").write(w)
	}
}

// allowed answers for a method that is not.
func allowed(w http.ResponseWriter, request *http.Request, methods ...string) bool {
	for _, method := range methods {
		if request.Method == method {
			return true
		}
	}
	w.Header().Set("Allow", strings.Join(methods, ", "))
	newProblem(http.StatusMethodNotAllowed, "method", "That cannot be done here", "").write(w)
	return false
}

// take verifies a release, validates it, and keeps it.
func (r *registry) take(w http.ResponseWriter, request *http.Request) {
	kind, _, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil || kind != envelopeType && kind != "application/json" {
		newProblem(http.StatusUnsupportedMediaType, "media-type", "A release is sent as "+envelopeType, "").write(w)
		return
	}
	envelope, err := io.ReadAll(http.MaxBytesReader(w, request.Body, r.maximumBody))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			newProblem(http.StatusRequestEntityTooLarge, "too-large", "The release is larger than is taken here", "").write(w)
		} else {
			newProblem(http.StatusBadRequest, "incomplete", "The release did not arrive", "").write(w)
		}
		return
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-request.Context().Done():
		return
	}
	verified, err := r.verify(envelope, r.now())
	if err != nil {
		problemOf(err).write(w)
		return
	}
	defer verified.Close()
	report, err := verified.Manifest().Validate(&manifest.ValidateOptions{Time: r.now(), Rules: r.rules})
	if err != nil {
		problemOf(err).write(w)
		return
	}
	added, created, err := r.store.put(verified, envelope)
	if errors.Is(err, errTaken) {
		newProblem(http.StatusConflict, "taken", "The id of this release is taken", "Another manifest has this id. Give the release a new one.").write(w)
		return
	}
	if err != nil {
		problemOf(err).write(w)
		return
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
		w.Header().Set("Location", "/v1/releases/"+string(added.Digest))
	}
	answer(w, status, map[string]interface{}{"digest": added.Digest, "release": added.Release, "signers": verified.Signers(), "findings": report.Findings})
}

// serve gives what stands at `digest` or `digest/manifest`.
func (r *registry) serve(w http.ResponseWriter, request *http.Request, rest string) {
	name, part, _ := strings.Cut(rest, "/")
	digest, err := manifest.ParseDigest(name)
	if err != nil || digest.Algorithm() != "sha256" || part != "" && part != "manifest" || strings.HasSuffix(rest, "/") {
		newProblem(http.StatusNotFound, "not-found", "There is nothing at this address", "").write(w)
		return
	}
	text, err := r.store.get(digest)
	kind := envelopeType
	if err == nil && part == "manifest" {
		kind = "application/json"
		text, err = r.inside(text)
	}
	if errors.Is(err, os.ErrNotExist) {
		newProblem(http.StatusNotFound, "not-found", "There is no such release", "").write(w)
		return
	}
	if err != nil {
		internal(err).write(w)
		return
	}
	// A digest names one content for ever.
	w.Header().Set("ETag", `"`+name+`"`)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if request.Header.Get("If-None-Match") == w.Header().Get("ETag") {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Write(text)
}

// inside is the canonical form of the manifest in an envelope: the bytes that the digest is about.
func (r *registry) inside(envelope []byte) ([]byte, error) {
	verified, err := r.verify(envelope, time.Time{})
	if err != nil {
		return nil, err
	}
	defer verified.Close()
	return verified.Manifest().Canonical()
}

func answer(w http.ResponseWriter, status int, value interface{}) {
	text, err := json.Marshal(value)
	if err != nil {
		internal(err).write(w)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(text, '\n'))
}
