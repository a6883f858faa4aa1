// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"strconv"

	"github.com/gowebpki/jcs"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const (
	payloadType   = "application/vnd.in-toto+json"
	statementType = "https://in-toto.io/Statement/v1"
)

type envelope struct {
	PayloadType string `json:"payloadType"`
	Payload     []byte `json:"payload"`
	Signatures  []struct {
		Sig []byte `json:"sig"`
	} `json:"signatures"`
}

// The predicate is kept as it stands: it is canonicalised from its text, and parsed once more only where a schema wants values.
type statement struct {
	Type          string          `json:"_type"`
	PredicateType string          `json:"predicateType"`
	Predicate     json.RawMessage `json:"predicate"`
	Subject       []struct {
		Name   string            `json:"name"`
		Digest map[string]string `json:"digest"`
	} `json:"subject"`
}

func readKey(path string) (ed25519.PublicKey, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("there is no PEM in " + path)
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	public, ok := key.(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("the key is none of Ed25519: " + path)
	}
	return public, nil
}

// message is what DSSE signs: PAE(type, payload).
func message(kind string, payload []byte) []byte {
	text := make([]byte, 0, len(payload)+len(kind)+64)
	text = append(text, "DSSEv1 "...)
	text = strconv.AppendInt(text, int64(len(kind)), 10)
	text = append(text, ' ')
	text = append(text, kind...)
	text = append(text, ' ')
	text = strconv.AppendInt(text, int64(len(payload)), 10)
	text = append(text, ' ')
	return append(text, payload...)
}

func isSigned(signed *envelope, key ed25519.PublicKey) bool {
	text := message(signed.PayloadType, signed.Payload)
	for _, signature := range signed.Signatures {
		if ed25519.Verify(key, text, signature.Sig) {
			return true
		}
	}
	return false
}

// open verifies the signature and the digest of a release, and returns its manifest.
func open(text []byte, key ed25519.PublicKey) (json.RawMessage, error) {
	var signed envelope
	var said statement

	if err := json.Unmarshal(text, &signed); err != nil {
		return nil, err
	}
	if signed.PayloadType != payloadType {
		return nil, errors.New("the payload is of another type")
	}
	if !isSigned(&signed, key) {
		return nil, errors.New("the key has not signed this")
	}
	if err := json.Unmarshal(signed.Payload, &said); err != nil {
		return nil, err
	}
	if said.Type != statementType || len(said.Subject) == 0 {
		return nil, errors.New("the payload is no statement")
	}
	canonical, err := jcs.Transform(said.Predicate)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(canonical)
	if said.Subject[0].Digest["sha256"] != hex.EncodeToString(digest[:]) {
		return nil, errors.New("the manifest is not what the statement is about")
	}
	return said.Predicate, nil
}

// readRelease takes an envelope and a key from their files.
func readRelease(files []string) ([]byte, ed25519.PublicKey, error) {
	text, err := os.ReadFile(files[0])
	if err != nil {
		return nil, nil, err
	}
	key, err := readKey(files[1])
	return text, key, err
}

func openVerify(files []string) (work, error) {
	text, key, err := readRelease(files)
	if err != nil {
		return nil, err
	}
	return func() error {
		_, err := open(text, key)
		return err
	}, nil
}

func openVerifySchema(files []string) (work, error) {
	text, key, err := readRelease(files)
	if err != nil {
		return nil, err
	}
	schema, err := compileSchema(files[2])
	if err != nil {
		return nil, err
	}
	return func() error {
		predicate, err := open(text, key)
		if err != nil {
			return err
		}
		return validate(schema, predicate)
	}, nil
}

func validate(schema *jsonschema.Schema, text []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}
