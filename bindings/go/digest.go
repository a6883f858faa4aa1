// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"encoding/hex"
	"strings"
)

// A Digest is "sha256:" and hexadecimal digits, or the same with another algorithm.
type Digest string

// digestSizes are the bytes of the digests that the format knows.
var digestSizes = map[string]int{"sha256": 32, "sha512": 64, "blake2b-256": 32}

// ParseDigest checks that a text is a digest: a known algorithm, a colon and the right number of lower-case hexadecimal digits.
func ParseDigest(text string) (Digest, error) {
	algorithm, digits, ok := strings.Cut(text, ":")
	size := digestSizes[algorithm]
	if !ok || size == 0 {
		return "", misused("a digest begins with the name of its algorithm and a colon, as in sha256:…")
	}
	if decoded, err := hex.DecodeString(digits); err != nil || len(decoded) != size || strings.ToLower(digits) != digits {
		return "", misused("a digest with %s has %d lower-case hexadecimal digits", algorithm, 2*size)
	}
	return Digest(text), nil
}

// Algorithm is what stands before the colon.
func (d Digest) Algorithm() string {
	algorithm, _, _ := strings.Cut(string(d), ":")
	return algorithm
}

// Hex is what stands behind the colon.
func (d Digest) Hex() string {
	_, digits, _ := strings.Cut(string(d), ":")
	return digits
}

// String is the digest.
func (d Digest) String() string {
	return string(d)
}

// MarshalText is the digest; no digest is the empty text.
func (d Digest) MarshalText() ([]byte, error) {
	return []byte(d), nil
}

// UnmarshalText is ParseDigest; the empty text is no digest.
func (d *Digest) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = ""
		return nil
	}
	digest, err := ParseDigest(string(text))
	if err == nil {
		*d = digest
	}
	return err
}
