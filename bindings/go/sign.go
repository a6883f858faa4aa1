// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"runtime/cgo"
	"unsafe"
)

const (
	// PayloadType is the payloadType of a signed release.
	PayloadType = C.MF_PAYLOAD_TYPE
	// PredicateType is the predicateType of a signed release.
	PredicateType = C.MF_PREDICATE_TYPE
)

// SignOptions say what a manifest must pass before it is signed.
type SignOptions struct {
	// Profile defaults to ProfileRelease.
	Profile Profile
	// Rules by which it is judged; nil: every rule as it is.
	Rules *Rules
}

// keyring holds the keys of one call.
type keyring struct {
	pointers []*C.mf_key
	signings []*signing
	ends     []func()
}

// holdKeys holds keys until the end of the ring. A key with a signer of Go is represented by one that lives only for the call, so
// that the error of the signer is that of this call.
func holdKeys(keys []*Key, toSign bool) (*keyring, error) {
	ring := &keyring{pointers: make([]*C.mf_key, 0, len(keys)+1)}
	for _, key := range keys {
		pointer, err := key.hold()
		if err != nil {
			ring.end()
			return nil, err
		}
		ring.ends = append(ring.ends, key.handle.release)
		if toSign && key.signer != nil {
			if pointer, err = ring.represent(pointer, key); err != nil {
				ring.end()
				return nil, err
			}
		}
		ring.pointers = append(ring.pointers, pointer)
	}
	return ring, nil
}

func (r *keyring) represent(public *C.mf_key, key *Key) (*C.mf_key, error) {
	s := &signing{signer: key.signer}
	context := cgo.NewHandle(s)
	r.ends = append(r.ends, context.Delete)
	var pointer *C.mf_key
	var failure *C.mf_error
	err := failed(C.manifest_go_key_new_signer(C.mf_key_public(public), C.MF_KEY_PUBLIC_SIZE, C.uintptr_t(context), &pointer, &failure), &failure)
	if err != nil {
		return nil, err
	}
	r.signings = append(r.signings, s)
	r.ends = append(r.ends, func() { C.mf_key_unref(pointer) })
	return pointer, nil
}

// end gives everything back, the last taken first.
func (r *keyring) end() {
	for i := len(r.ends) - 1; i >= 0; i-- {
		r.ends[i]()
	}
	r.ends = nil
}

// array is the first of the pointers, for C. There is an address also where there is no key.
func (r *keyring) array() (**C.mf_key, C.size_t) {
	return &append(r.pointers, nil)[0], C.size_t(len(r.pointers))
}

// cause adds the error of the signer that failed.
func (r *keyring) cause(err error) error {
	if failure, ok := err.(*Error); ok && failure.Code == ErrSigner {
		for _, s := range r.signings {
			if s.err != nil {
				failure.Cause = s.err
			}
		}
	}
	return err
}

// Sign signs a manifest in which Validate finds no error, and returns the envelope: JSON with one signature for each key.
func Sign(m *Manifest, keys []*Key, options *SignOptions) ([]byte, error) {
	pointer, err := m.hold()
	if err != nil {
		return nil, err
	}
	defer m.handle.release()
	return signed(keys, options, func(keys **C.mf_key, count C.size_t, options *C.mf_sign_options, envelope **C.mf_bytes,
		found **C.mf_report, failure **C.mf_error) C.mf_status {
		return C.mf_manifest_sign(pointer, keys, count, options, envelope, found, failure)
	})
}

// AddSignatures signs what is in an envelope, after its payload was checked as in Verify. The signatures that are already there are
// kept and not verified.
func AddSignatures(envelope []byte, keys []*Key, options *SignOptions) ([]byte, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	envelope, size := solid(envelope)
	return signed(keys, options, func(keys **C.mf_key, count C.size_t, options *C.mf_sign_options, longer **C.mf_bytes,
		found **C.mf_report, failure **C.mf_error) C.mf_status {
		return C.mf_envelope_sign(unsafe.Pointer(&envelope[0]), size, keys, count, options, longer, found, failure)
	})
}

func signed(keys []*Key, options *SignOptions, call func(**C.mf_key, C.size_t, *C.mf_sign_options, **C.mf_bytes, **C.mf_report,
	**C.mf_error) C.mf_status) ([]byte, error) {
	ring, err := holdKeys(keys, true)
	if err != nil {
		return nil, err
	}
	defer ring.end()
	var memory scratch
	defer memory.free()
	var inC *C.mf_sign_options
	if options != nil {
		rules, err := options.Rules.holdOptional()
		if err != nil {
			return nil, err
		}
		defer options.Rules.releaseOptional()
		inC = (*C.mf_sign_options)(memory.alloc(C.sizeof_mf_sign_options))
		C.mf_sign_options_init(inC, C.sizeof_mf_sign_options)
		inC.profile = C.mf_profile(options.Profile)
		inC.rules = rules
	}
	var envelope *C.mf_bytes
	var found *C.mf_report
	var failure *C.mf_error
	array, count := ring.array()
	status := call(array, count, inC, &envelope, &found, &failure)
	if _, err := judged(status, &failure, found); err != nil {
		return nil, ring.cause(err)
	}
	return took(envelope), nil
}
