// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"time"
	"unsafe"
)

// VerifyOptions say what is asked of an envelope.
type VerifyOptions struct {
	// Threshold is how many of the trusted keys must have signed. 0 is 1, which is the least that there is.
	Threshold uint32
	// Profile defaults to ProfileRelease.
	Profile Profile
	// Time refuses a release that has expired by then. The zero time: expiry is not checked.
	Time time.Time
	// Limits for the manifest inside.
	Limits *ReadOptions
}

func (o *VerifyOptions) inC(memory *scratch) (*C.mf_verify_options, error) {
	if o == nil {
		return nil, nil
	}
	seconds, err := secondsOf(o.Time)
	if err != nil {
		return nil, err
	}
	options := (*C.mf_verify_options)(memory.alloc(C.sizeof_mf_verify_options))
	C.mf_verify_options_init(options, C.sizeof_mf_verify_options)
	if o.Threshold != 0 {
		options.threshold = C.uint32_t(o.Threshold)
	}
	options.profile = C.mf_profile(o.Profile)
	options.time = seconds
	options.limits = o.Limits.inC(memory)
	return options, nil
}

// secondsOf is a time as C has it. There 0 means that no time is given, so the first second of 1970 cannot be.
func secondsOf(moment time.Time) (C.int64_t, error) {
	if moment.IsZero() {
		return 0, nil
	}
	seconds := moment.Unix()
	if seconds <= 0 {
		return 0, misused("the time must be after 1970-01-01T00:00:00Z")
	}
	return C.int64_t(seconds), nil
}

// Verified is what a successful verification established. It never changes, and goroutines may share it.
type Verified struct {
	handle   *handle
	manifest *Manifest
	report   *Report
}

func newVerified(pointer *C.mf_verified, report *Report) *Verified {
	v := &Verified{report: report}
	v.handle = newHandle(unsafe.Pointer(pointer), func(p unsafe.Pointer) { C.mf_verified_unref((*C.mf_verified)(p)) })
	if inside := C.mf_verified_manifest(pointer); inside != nil {
		v.manifest = newManifest(C.mf_manifest_ref(inside), report)
	}
	return v
}

// Verify verifies a signed release against trusted keys: its signatures first, then that the payload is exactly the statement of the
// manifest inside, and that the manifest passes. What an envelope or a manifest says about keys decides nothing.
func Verify(envelope []byte, keys []*Key, options *VerifyOptions) (*Verified, error) {
	envelope, size := solid(envelope)
	return verified(keys, options, func(keys **C.mf_key, count C.size_t, options *C.mf_verify_options, result **C.mf_verified,
		found **C.mf_report, failure **C.mf_error) C.mf_status {
		return C.mf_envelope_verify(unsafe.Pointer(&envelope[0]), size, keys, count, options, result, found, failure)
	})
}

// VerifyAny verifies the signatures of any DSSE envelope, whatever its payload. Look at PayloadType before you use the payload.
func VerifyAny(envelope []byte, keys []*Key, options *VerifyOptions) (*Verified, error) {
	envelope, size := solid(envelope)
	return verified(keys, options, func(keys **C.mf_key, count C.size_t, options *C.mf_verify_options, result **C.mf_verified,
		found **C.mf_report, failure **C.mf_error) C.mf_status {
		return C.mf_envelope_verify_any(unsafe.Pointer(&envelope[0]), size, keys, count, options, result, failure)
	})
}

func verified(keys []*Key, options *VerifyOptions, call func(**C.mf_key, C.size_t, *C.mf_verify_options, **C.mf_verified,
	**C.mf_report, **C.mf_error) C.mf_status) (*Verified, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	ring, err := holdKeys(keys, false)
	if err != nil {
		return nil, err
	}
	defer ring.end()
	var memory scratch
	defer memory.free()
	inC, err := options.inC(&memory)
	if err != nil {
		return nil, err
	}
	var pointer *C.mf_verified
	var found *C.mf_report
	var failure *C.mf_error
	array, count := ring.array()
	status := call(array, count, inC, &pointer, &found, &failure)
	report, err := judged(status, &failure, found)
	if err != nil {
		return nil, err
	}
	return newVerified(pointer, report), nil
}

func (v *Verified) hold() (*C.mf_verified, error) {
	if v == nil {
		return nil, ErrClosed
	}
	pointer, err := v.handle.hold()
	return (*C.mf_verified)(pointer), err
}

// Close gives back what C holds, the manifest included.
func (v *Verified) Close() error {
	if v != nil {
		v.handle.close()
		v.manifest.Close()
	}
	return nil
}

// Manifest was parsed from exactly the bytes that were verified. It ends with what was verified, and is nil after VerifyAny.
func (v *Verified) Manifest() *Manifest {
	if v == nil {
		return nil
	}
	return v.manifest
}

// Report is what was found in the manifest: warnings and notes; nil after VerifyAny.
func (v *Verified) Report() *Report {
	if v == nil {
		return nil
	}
	return v.report
}

// Digest is that of the manifest; "" after VerifyAny and Close.
func (v *Verified) Digest() Digest {
	pointer, err := v.hold()
	if err != nil {
		return ""
	}
	defer v.handle.release()
	return Digest(C.GoString(C.mf_verified_digest(pointer)))
}

// PayloadType is the one that was signed; "" after Close.
func (v *Verified) PayloadType() string {
	pointer, err := v.hold()
	if err != nil {
		return ""
	}
	defer v.handle.release()
	return C.GoString(C.mf_verified_payload_type(pointer))
}

// Payload is the bytes that were signed; nil after Close.
func (v *Verified) Payload() []byte {
	pointer, err := v.hold()
	if err != nil {
		return nil
	}
	defer v.handle.release()
	payload := C.mf_verified_payload(pointer)
	return borrowed(C.mf_bytes_data(payload), C.mf_bytes_size(payload))
}

// Signers are the ids of the trusted keys that signed, in the order in which the keys were given; nil after Close.
func (v *Verified) Signers() []string {
	pointer, err := v.hold()
	if err != nil {
		return nil
	}
	defer v.handle.release()
	signers := make([]string, int(C.mf_verified_signer_count(pointer)))
	for i := range signers {
		signers[i] = C.GoString(C.mf_verified_signer(pointer, C.size_t(i)))
	}
	return signers
}

// Threshold is the one that was met; 0 after Close.
func (v *Verified) Threshold() uint32 {
	pointer, err := v.hold()
	if err != nil {
		return 0
	}
	defer v.handle.release()
	return uint32(C.mf_verified_threshold(pointer))
}
