// SPDX-License-Identifier: Apache-2.0

// Package dsse holds the envelopes of libmanifest against another implementation of DSSE, go-securesystemslib: each verifies what the
// other signed, and refuses what the other refuses.
package dsse

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"

	judge "github.com/secure-systems-lab/go-securesystemslib/dsse"
	manifest "libmanifest.example/go/manifest"
)

// ed is an Ed25519 key as that implementation wants it.
type ed struct {
	private ed25519.PrivateKey
	public  ed25519.PublicKey
	id      string
}

func (e ed) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(e.private, data), nil
}

func (e ed) Verify(_ context.Context, data, signature []byte) error {
	if !ed25519.Verify(e.public, data, signature) {
		return errors.New("the signature is not good")
	}
	return nil
}

func (e ed) KeyID() (string, error)   { return e.id, nil }
func (e ed) Public() crypto.PublicKey { return e.public }

func newKey(t *testing.T) (ed, *manifest.Key) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	key, err := manifest.NewSigner(private)
	must(t, err)
	t.Cleanup(func() { key.Close() })
	return ed{private, public, key.ID()}, key
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func release(t *testing.T) *manifest.Manifest {
	t.Helper()
	m, err := manifest.Load(filepath.Join("..", "..", "examples", "iris-classifier", "manifest.yaml"), nil)
	must(t, err)
	t.Cleanup(func() { m.Close() })
	return m
}

func accepts(t *testing.T, text []byte, threshold int, keys ...ed) error {
	t.Helper()
	var envelope judge.Envelope
	if err := json.Unmarshal(text, &envelope); err != nil {
		return err
	}
	verifiers := make([]judge.Verifier, len(keys))
	for i, key := range keys {
		verifiers[i] = key
	}
	verifier, err := judge.NewMultiEnvelopeVerifier(threshold, verifiers...)
	must(t, err)
	accepted, err := verifier.Verify(context.Background(), &envelope)
	if err == nil && len(accepted) < threshold {
		t.Errorf("%d signatures are accepted for a threshold of %d", len(accepted), threshold)
	}
	return err
}

func TestTheyVerifyOurs(t *testing.T) {
	one, first := newKey(t)
	two, second := newKey(t)
	three, _ := newKey(t)
	m := release(t)
	text, err := manifest.Sign(m, []*manifest.Key{first, second}, nil)
	must(t, err)
	must(t, accepts(t, text, 1, one))
	must(t, accepts(t, text, 1, two, three))
	must(t, accepts(t, text, 2, one, two, three))
	if accepts(t, text, 1, three) == nil || accepts(t, text, 2, one, three) == nil || accepts(t, text, 3, one, two, three) == nil {
		t.Error("a threshold is met by too few")
	}
	var envelope judge.Envelope
	must(t, json.Unmarshal(text, &envelope))
	payload, err := envelope.DecodeB64Payload()
	must(t, err)
	if statement, err := m.Statement(); err != nil || string(statement) != string(payload) || envelope.PayloadType != manifest.PayloadType {
		t.Error("the payload is not the statement", err)
	}
}

func TestWeVerifyTheirs(t *testing.T) {
	one, first := newKey(t)
	two, second := newKey(t)
	_, third := newKey(t)
	statement, err := release(t).Statement()
	must(t, err)
	for _, payload := range []struct {
		kind string
		data []byte
		good bool
	}{
		{manifest.PayloadType, statement, true},
		{"text/plain", []byte("hello"), false},
		{manifest.PayloadType, []byte("{}"), false},
		{manifest.PayloadType, append(statement[:len(statement):len(statement)], '\n'), false},
	} {
		signer, err := judge.NewEnvelopeSigner(one, two)
		must(t, err)
		envelope, err := signer.SignPayload(context.Background(), payload.kind, payload.data)
		must(t, err)
		text, err := json.Marshal(envelope)
		must(t, err)
		any, err := manifest.VerifyAny(text, []*manifest.Key{first, second, third}, &manifest.VerifyOptions{Threshold: 2})
		must(t, err)
		if any.PayloadType() != payload.kind || string(any.Payload()) != string(payload.data) || len(any.Signers()) != 2 {
			t.Errorf("%+v", any)
		}
		any.Close()
		verified, err := manifest.Verify(text, []*manifest.Key{first}, nil)
		if (err == nil) != payload.good {
			t.Error(payload.kind, err)
		}
		verified.Close()
		if _, err = manifest.VerifyAny(text, []*manifest.Key{third}, nil); !errors.Is(err, manifest.ErrSignature) {
			t.Error(err)
		}
	}
}

// What was tampered with is refused by both.
func TestBothRefuse(t *testing.T) {
	one, first := newKey(t)
	text, err := manifest.Sign(release(t), []*manifest.Key{first}, nil)
	must(t, err)
	for name, change := range map[string]func(*judge.Envelope){
		"payload":      func(e *judge.Envelope) { e.Payload = base64.StdEncoding.EncodeToString([]byte("{}")) },
		"type":         func(e *judge.Envelope) { e.PayloadType += "x" },
		"signature":    func(e *judge.Envelope) { e.Signatures[0].Sig = base64.StdEncoding.EncodeToString(make([]byte, 64)) },
		"no signature": func(e *judge.Envelope) { e.Signatures = nil },
		"short":        func(e *judge.Envelope) { e.Signatures[0].Sig = e.Signatures[0].Sig[:40] },
		"not base64":   func(e *judge.Envelope) { e.Payload = "*" + e.Payload },
	} {
		var envelope judge.Envelope
		must(t, json.Unmarshal(text, &envelope))
		change(&envelope)
		changed, err := json.Marshal(envelope)
		must(t, err)
		if accepts(t, changed, 1, one) == nil {
			t.Errorf("they take an envelope with another %s", name)
		}
		if _, err := manifest.Verify(changed, []*manifest.Key{first}, nil); err == nil {
			t.Errorf("we take an envelope with another %s", name)
		}
	}
}
