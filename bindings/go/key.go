// SPDX-License-Identifier: Apache-2.0

package manifest

// #include "shim.h"
import "C"

import (
	"crypto"
	"crypto/ed25519"
	"unsafe"
)

// A Key is a public Ed25519 key, with or without the means to sign. It never changes, and goroutines may share it. Its secret, if it
// has one, lives in guarded memory of C and is wiped at the end.
type Key struct {
	handle *handle
	signer crypto.Signer
}

func newKey(pointer *C.mf_key) *Key {
	return &Key{handle: newHandle(unsafe.Pointer(pointer), func(p unsafe.Pointer) { C.mf_key_unref((*C.mf_key)(p)) })}
}

func (k *Key) hold() (*C.mf_key, error) {
	if k == nil {
		return nil, ErrClosed
	}
	pointer, err := k.handle.hold()
	return (*C.mf_key)(pointer), err
}

// GenerateKey makes a new key pair from the system's random number generator.
func GenerateKey() (*Key, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	var pointer *C.mf_key
	var failure *C.mf_error
	if err := failed(C.mf_key_generate(&pointer, &failure), &failure); err != nil {
		return nil, err
	}
	return newKey(pointer), nil
}

// ParseKey reads a key from PEM: a secret one as PKCS #8, a public one as SubjectPublicKeyInfo.
func ParseKey(pem []byte) (*Key, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	var pointer *C.mf_key
	var failure *C.mf_error
	pem, count := solid(pem)
	if err := failed(C.mf_key_read(unsafe.Pointer(&pem[0]), count, &pointer, &failure), &failure); err != nil {
		return nil, err
	}
	return newKey(pointer), nil
}

// LoadKey is ParseKey of a file. That of a secret key must not be open to group or others.
func LoadKey(path string) (*Key, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	name, err := zeroTerminated(path)
	if err != nil {
		return nil, err
	}
	var pointer *C.mf_key
	var failure *C.mf_error
	if err := failed(C.mf_key_read_file(characters(name), &pointer, &failure), &failure); err != nil {
		return nil, err
	}
	return newKey(pointer), nil
}

// NewPublicKey is a key that verifies.
func NewPublicKey(public ed25519.PublicKey) (*Key, error) {
	if wrongVersion != nil {
		return nil, wrongVersion
	}
	var pointer *C.mf_key
	var failure *C.mf_error
	raw, count := solid(public)
	if err := failed(C.mf_key_new_public((*C.uint8_t)(unsafe.Pointer(&raw[0])), count, &pointer, &failure), &failure); err != nil {
		return nil, err
	}
	return newKey(pointer), nil
}

// NewSigner is a key that signs with a crypto.Signer for pure Ed25519, wherever it keeps its secret: an ed25519.PrivateKey, an HSM, a
// KMS. Every signature is verified before it is used. A signer that panics, or ends its goroutine, makes signing fail with ErrSigner;
// it is called on a goroutine of its own.
func NewSigner(signer crypto.Signer) (*Key, error) {
	if signer == nil {
		return nil, misused("there is no signer")
	}
	public, ok := signer.Public().(ed25519.PublicKey)
	if !ok {
		return nil, &Error{Code: ErrKey, Message: "the signer's public key is not one of Ed25519"}
	}
	key, err := NewPublicKey(public)
	if err == nil {
		key.signer = signer
	}
	return key, err
}

// Close gives back what C holds of the key, and wipes its secret.
func (k *Key) Close() error {
	if k != nil {
		k.handle.close()
	}
	return nil
}

// ID is the key id: the hexadecimal SHA-256 of the DER SubjectPublicKeyInfo. "" of a closed key.
func (k *Key) ID() string {
	pointer, err := k.hold()
	if err != nil {
		return ""
	}
	defer k.handle.release()
	return C.GoString(C.mf_key_id(pointer))
}

// String is ID: no secret gets into a log.
func (k *Key) String() string {
	return k.ID()
}

// GoString is ID too.
func (k *Key) GoString() string {
	return "manifest.Key(" + k.ID() + ")"
}

// Public is the public key; nil of a closed key.
func (k *Key) Public() ed25519.PublicKey {
	pointer, err := k.hold()
	if err != nil {
		return nil
	}
	defer k.handle.release()
	return borrowed(unsafe.Pointer(C.mf_key_public(pointer)), C.MF_KEY_PUBLIC_SIZE)
}

// Equal compares public keys.
func (k *Key) Equal(other *Key) bool {
	public := k.Public()
	return public != nil && public.Equal(other.Public())
}

// CanSign is true of a key with a secret or a signer.
func (k *Key) CanSign() bool {
	pointer, err := k.hold()
	if err != nil {
		return false
	}
	defer k.handle.release()
	return k.signer != nil || C.mf_key_can_sign(pointer) != 0
}

// MarshalText is the public key as PEM.
func (k *Key) MarshalText() ([]byte, error) {
	pointer, err := k.hold()
	if err != nil {
		return nil, err
	}
	defer k.handle.release()
	var pem *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_key_write_public(pointer, &pem, &failure), &failure); err != nil {
		return nil, err
	}
	return took(pem), nil
}

// UnmarshalText is ParseKey.
func (k *Key) UnmarshalText(pem []byte) error {
	key, err := ParseKey(pem)
	if err == nil {
		*k = *key
	}
	return err
}

// SecretPEM is the secret key as PEM; ErrKey where there is none. The copy is in memory of Go: overwrite it when it is done with.
func (k *Key) SecretPEM() ([]byte, error) {
	pointer, err := k.hold()
	if err != nil {
		return nil, err
	}
	defer k.handle.release()
	var pem *C.mf_bytes
	var failure *C.mf_error
	if err := failed(C.mf_key_write_secret(pointer, &pem, &failure), &failure); err != nil {
		return nil, err
	}
	return took(pem), nil
}
