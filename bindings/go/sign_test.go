// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	manifest "libmanifest.example/go/manifest"
)

type envelope struct {
	Payload     string `json:"payload"`
	PayloadType string `json:"payloadType"`
	Signatures  []struct {
		KeyID string `json:"keyid"`
		Sig   string `json:"sig"`
	} `json:"signatures"`
}

// judgeEnvelope verifies an envelope with the standard library of Go alone.
func judgeEnvelope(t *testing.T, text []byte, public ed25519.PublicKey) []byte {
	t.Helper()
	var read envelope
	must(t, json.Unmarshal(text, &read))
	payload, err := base64.StdEncoding.DecodeString(read.Payload)
	must(t, err)
	message := fmt.Sprintf("DSSEv1 %d %s %d %s", len(read.PayloadType), read.PayloadType, len(payload), payload)
	for _, signature := range read.Signatures {
		raw, err := base64.StdEncoding.DecodeString(signature.Sig)
		must(t, err)
		if ed25519.Verify(public, []byte(message), raw) {
			return payload
		}
	}
	t.Fatal("crypto/ed25519 does not verify the envelope")
	return nil
}

func TestSignAndVerify(t *testing.T) {
	m, key := release(t), newKey(t)
	text := sign(t, m, key)
	payload := judgeEnvelope(t, text, key.Public())
	statement, err := m.Statement()
	must(t, err)
	if !bytes.Equal(payload, statement) {
		t.Error("the payload is not the statement")
	}
	verified, err := manifest.Verify(text, []*manifest.Key{publicOf(t, key)}, &manifest.VerifyOptions{Time: time.Now()})
	must(t, err)
	digest, err := m.Digest()
	must(t, err)
	if verified.Digest() != digest || verified.PayloadType() != manifest.PayloadType || verified.Threshold() != 1 ||
		!bytes.Equal(verified.Payload(), payload) || len(verified.Signers()) != 1 || verified.Signers()[0] != key.ID() || !verified.Report().Good() {
		t.Errorf("%+v", verified)
	}
	if id, err := verified.Manifest().GetText("/release/id"); err != nil || id == "" {
		t.Error(id, err)
	}
	inside := verified.Manifest()
	verified.Close()
	if verified.Digest() != "" || verified.Payload() != nil || verified.Signers() != nil || verified.Threshold() != 0 || verified.PayloadType() != "" {
		t.Error("something is left after Close")
	}
	_, err = inside.Digest()
	mustBe(t, err, manifest.ErrClosed)
}

func TestThreshold(t *testing.T) {
	m, one, two, three := release(t), newKey(t), newKey(t), newKey(t)
	text := sign(t, m, one)
	text, err := manifest.AddSignatures(text, []*manifest.Key{two}, nil)
	must(t, err)
	keys := []*manifest.Key{publicOf(t, one), publicOf(t, two), publicOf(t, three)}
	verified, err := manifest.Verify(text, keys, &manifest.VerifyOptions{Threshold: 2})
	must(t, err)
	if signers := verified.Signers(); len(signers) != 2 || signers[0] != one.ID() || signers[1] != two.ID() {
		t.Error(signers)
	}
	verified.Close()
	_, err = manifest.Verify(text, keys, &manifest.VerifyOptions{Threshold: 3})
	mustBe(t, err, manifest.ErrSignature)
	_, err = manifest.Verify(text, keys, &manifest.VerifyOptions{Threshold: 4})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.Verify(text, []*manifest.Key{keys[0], keys[0]}, &manifest.VerifyOptions{Threshold: 2})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.AddSignatures(text, []*manifest.Key{one}, nil)
	mustBe(t, err, manifest.ErrKey)
	_, err = manifest.AddSignatures(nil, []*manifest.Key{one}, nil)
	mustBe(t, err, manifest.ErrSyntax)
}

func TestVerifyRefuses(t *testing.T) {
	m, key, other := release(t), newKey(t), newKey(t)
	text := sign(t, m, key)
	keys := []*manifest.Key{publicOf(t, key)}
	_, err := manifest.Verify(text, []*manifest.Key{publicOf(t, other)}, nil)
	mustBe(t, err, manifest.ErrSignature)
	for _, none := range [][]*manifest.Key{nil, {}} {
		_, err = manifest.Verify(text, none, nil)
		mustBe(t, err, manifest.ErrArgument)
	}
	_, err = manifest.Verify(text, []*manifest.Key{nil}, nil)
	mustBe(t, err, manifest.ErrClosed)
	_, err = manifest.Verify(text, keys, &manifest.VerifyOptions{Time: time.Unix(-5, 0)})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.Verify(text, keys, &manifest.VerifyOptions{Time: time.Unix(0, 0)})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.Verify(text, keys, &manifest.VerifyOptions{Limits: &manifest.ReadOptions{MaximumInput: 100}})
	mustBe(t, err, manifest.ErrLimit)
	for _, bad := range [][]byte{nil, []byte("{}"), []byte("null"), text[:len(text)-5], bytes.Replace(text, []byte(`"payload"`), []byte(`"Payload"`), 1), append(text[:len(text):len(text)], 'x')} {
		_, err = manifest.Verify(bad, keys, nil)
		mustBe(t, err, manifest.ErrSyntax)
	}
	var read envelope
	must(t, json.Unmarshal(text, &read))
	for change, wanted := range map[string]manifest.Code{"payload": manifest.ErrSignature, "type": manifest.ErrSignature, "signature": manifest.ErrSignature} {
		changed := read
		changed.Signatures = append(changed.Signatures[:0:0], read.Signatures...)
		switch change {
		case "payload":
			changed.Payload = base64.StdEncoding.EncodeToString([]byte("{}"))
		case "type":
			changed.PayloadType = "text/plain"
		case "signature":
			changed.Signatures[0].Sig = base64.StdEncoding.EncodeToString(make([]byte, 64))
		}
		text, err := json.Marshal(changed)
		must(t, err)
		_, err = manifest.Verify(text, keys, nil)
		mustBe(t, err, wanted)
	}
}

// An envelope that was made without the library is verified, and one with another payload is not taken for a release.
func TestEnvelopesOfOthers(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	key, err := manifest.NewPublicKey(public)
	must(t, err)
	defer key.Close()
	make := func(kind string, payload []byte) []byte {
		message := fmt.Sprintf("DSSEv1 %d %s %d %s", len(kind), kind, len(payload), payload)
		text, err := json.Marshal(map[string]interface{}{
			"payload": base64.StdEncoding.EncodeToString(payload), "payloadType": kind,
			"signatures": []map[string]string{{"sig": base64.StdEncoding.EncodeToString(ed25519.Sign(private, []byte(message)))}},
		})
		must(t, err)
		return text
	}
	statement, err := release(t).Statement()
	must(t, err)
	verified, err := manifest.Verify(make(manifest.PayloadType, statement), []*manifest.Key{key}, nil)
	must(t, err)
	verified.Close()
	verified, err = manifest.VerifyAny(make("text/plain", []byte("hello")), []*manifest.Key{key}, nil)
	must(t, err)
	if string(verified.Payload()) != "hello" || verified.PayloadType() != "text/plain" || verified.Manifest() != nil || verified.Digest() != "" {
		t.Errorf("%+v", verified)
	}
	verified.Close()
	_, err = manifest.Verify(make("text/plain", statement), []*manifest.Key{key}, nil)
	mustBe(t, err, manifest.ErrPayload)
	_, err = manifest.Verify(make(manifest.PayloadType, append(statement, ' ')), []*manifest.Key{key}, nil)
	mustBe(t, err, manifest.ErrPayload)
	_, err = manifest.Verify(make(manifest.PayloadType, bytes.Replace(statement, []byte("Statement/v1"), []byte("Statement/v0"), 1)), []*manifest.Key{key}, nil)
	mustBe(t, err, manifest.ErrPayload)
}

func TestSignRefuses(t *testing.T) {
	m, key := release(t), newKey(t)
	for _, keys := range [][]*manifest.Key{nil, {}} {
		_, err := manifest.Sign(m, keys, nil)
		mustBe(t, err, manifest.ErrArgument)
	}
	_, err := manifest.Sign(m, []*manifest.Key{publicOf(t, key)}, nil)
	mustBe(t, err, manifest.ErrKey)
	_, err = manifest.Sign(m, []*manifest.Key{key, key}, nil)
	mustBe(t, err, manifest.ErrKey)
	_, err = manifest.Sign(parse(t, []byte(draft)), []*manifest.Key{key}, nil)
	mustBe(t, err, manifest.ErrInvalid)
	var finding manifest.Finding
	if !errors.As(err, &finding) || finding.Code == "" {
		t.Error(err)
	}
	_, err = manifest.Sign(parse(t, []byte("schema: manifest/v1\n")), []*manifest.Key{key}, &manifest.SignOptions{Profile: manifest.ProfileDraft})
	mustBe(t, err, manifest.ErrInvalid)
	key.Close()
	_, err = manifest.Sign(m, []*manifest.Key{key}, nil)
	mustBe(t, err, manifest.ErrClosed)
	m.Close()
	_, err = manifest.Sign(m, []*manifest.Key{newKey(t)}, nil)
	mustBe(t, err, manifest.ErrClosed)
}

// A stranger is a crypto.Signer that does what a test says.
type stranger struct {
	public crypto.PublicKey
	sign   func(message []byte) ([]byte, error)
}

func (s stranger) Public() crypto.PublicKey { return s.public }
func (s stranger) Sign(_ io.Reader, message []byte, options crypto.SignerOpts) ([]byte, error) {
	if options.HashFunc() != 0 {
		return nil, errors.New("that is not pure Ed25519")
	}
	return s.sign(message)
}

func TestSigner(t *testing.T) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	key, err := manifest.NewSigner(private)
	must(t, err)
	defer key.Close()
	if !key.CanSign() || !bytes.Equal(key.Public(), private.Public().(ed25519.PublicKey)) {
		t.Error("the key is not that of the signer")
	}
	text := sign(t, release(t), key, newKey(t))
	judgeEnvelope(t, text, key.Public())
	verified, err := manifest.Verify(text, []*manifest.Key{key}, nil)
	must(t, err)
	verified.Close()
	_, err = key.SecretPEM()
	mustBe(t, err, manifest.ErrKey)
}

var errAway = errors.New("the HSM is away")

func TestSignersThatFail(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	m := release(t)
	signWith := func(behaviour func([]byte) ([]byte, error)) error {
		key, err := manifest.NewSigner(stranger{public, behaviour})
		must(t, err)
		defer key.Close()
		_, err = manifest.Sign(m, []*manifest.Key{newKey(t), key}, nil)
		mustBe(t, err, manifest.ErrSigner)
		return err
	}
	mustBe(t, signWith(func([]byte) ([]byte, error) { return nil, errAway }), errAway)
	err = signWith(func([]byte) ([]byte, error) { panic(errAway) })
	mustBe(t, err, errAway)
	var panicked *manifest.PanicError
	if !errors.As(err, &panicked) || len(panicked.Stack) == 0 {
		t.Error(err)
	}
	signWith(func([]byte) ([]byte, error) { panic("no") })
	signWith(func([]byte) ([]byte, error) { runtime.Goexit(); return nil, nil })
	signWith(func([]byte) ([]byte, error) { return nil, nil })
	signWith(func([]byte) ([]byte, error) { return make([]byte, 63), nil })
	signWith(func([]byte) ([]byte, error) { return make([]byte, 6400), nil })
	signWith(func([]byte) ([]byte, error) { return make([]byte, 64), nil })
	signWith(func(message []byte) ([]byte, error) { return ed25519.Sign(private, message[1:]), nil })
	// One that changes the message changes a copy.
	key, err := manifest.NewSigner(stranger{public, func(message []byte) ([]byte, error) {
		signature := ed25519.Sign(private, message)
		for i := range message {
			message[i] = 'x'
		}
		return signature, nil
	}})
	must(t, err)
	defer key.Close()
	judgeEnvelope(t, sign(t, m, key), public)
	// One that closes its own key while it signs.
	var closing *manifest.Key
	closing, err = manifest.NewSigner(stranger{public, func(message []byte) ([]byte, error) {
		closing.Close()
		return ed25519.Sign(private, message), nil
	}})
	must(t, err)
	judgeEnvelope(t, sign(t, m, closing), public)
	_, err = manifest.Sign(m, []*manifest.Key{closing}, nil)
	mustBe(t, err, manifest.ErrClosed)
}

func TestSignersOfOtherKinds(t *testing.T) {
	_, err := manifest.NewSigner(nil)
	mustBe(t, err, manifest.ErrArgument)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	_, err = manifest.NewSigner(curve)
	mustBe(t, err, manifest.ErrKey)
	for _, public := range []crypto.PublicKey{nil, ed25519.PublicKey(nil), ed25519.PublicKey(make([]byte, 32)), ed25519.PublicKey(make([]byte, 33)), "key"} {
		if _, err = manifest.NewSigner(stranger{public, nil}); err == nil {
			t.Errorf("%v is taken for a key", public)
		}
	}
}

func TestKeys(t *testing.T) {
	key := newKey(t)
	secret, err := key.SecretPEM()
	must(t, err)
	block, _ := pem.Decode(secret)
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil || !bytes.Equal(private.(ed25519.PrivateKey).Public().(ed25519.PublicKey), key.Public()) {
		t.Fatal("crypto/x509 does not read the secret key:", err)
	}
	public, err := key.MarshalText()
	must(t, err)
	block, _ = pem.Decode(public)
	if read, err := x509.ParsePKIXPublicKey(block.Bytes); err != nil || !bytes.Equal(read.(ed25519.PublicKey), key.Public()) {
		t.Fatal("crypto/x509 does not read the public key:", err)
	}
	again, err := manifest.ParseKey(secret)
	must(t, err)
	defer again.Close()
	var unmarshalled manifest.Key
	must(t, unmarshalled.UnmarshalText(public))
	if !again.Equal(key) || !again.CanSign() || !unmarshalled.Equal(key) || unmarshalled.CanSign() || again.Equal(newKey(t)) {
		t.Error("keys that are equal are not, or the other way round")
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(format, key); !strings.Contains(text, key.ID()) || strings.Contains(text, "PRIVATE") {
			t.Error(text)
		}
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	must(t, err)
	ours, err := manifest.ParseKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	must(t, err)
	ours.Close()
	if ours.ID() != "" || ours.Public() != nil || ours.CanSign() || ours.Equal(ours) || ours.String() != "" {
		t.Error("something is left of a closed key")
	}
	_, err = ours.MarshalText()
	mustBe(t, err, manifest.ErrClosed)
	for _, bad := range [][]byte{nil, []byte("key"), secret[:40], append(secret[:len(secret):len(secret)], public...), append(public[:len(public):len(public)], 0)} {
		if _, err = manifest.ParseKey(bad); err == nil {
			t.Errorf("%q is taken for a key", bad)
		}
	}
	_, err = manifest.NewPublicKey(nil)
	mustBe(t, err, manifest.ErrArgument)
	path := filepath.Join(t.TempDir(), "key.pem")
	must(t, os.WriteFile(path, secret, 0644))
	_, err = manifest.LoadKey(path)
	mustBe(t, err, manifest.ErrKey)
	must(t, os.Chmod(path, 0600))
	loaded, err := manifest.LoadKey(path)
	must(t, err)
	loaded.Close()
	_, err = manifest.LoadKey(path + "\x00")
	mustBe(t, err, manifest.ErrArgument)
}

// What Go signs the command verifies, and the other way round.
func TestSignaturesOfTheCommand(t *testing.T) {
	folder := t.TempDir()
	file := func(name string) string { return filepath.Join(folder, name) }
	if output, err := command(t, "keygen", file("theirs")); err != nil {
		t.Fatal(output)
	}
	document := source("examples", "iris-classifier", "manifest.yaml")
	if output, err := command(t, "sign", "--key", file("theirs.key"), document, "-o", file("theirs.dsse.json")); err != nil {
		t.Fatal(output)
	}
	trusted, err := manifest.LoadKey(file("theirs.pub"))
	must(t, err)
	defer trusted.Close()
	text, err := os.ReadFile(file("theirs.dsse.json"))
	must(t, err)
	verified, err := manifest.Verify(text, []*manifest.Key{trusted}, nil)
	must(t, err)
	verified.Close()

	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	key, err := manifest.NewSigner(private)
	must(t, err)
	defer key.Close()
	public, err := key.MarshalText()
	must(t, err)
	must(t, os.WriteFile(file("ours.pub"), public, 0644))
	must(t, os.WriteFile(file("ours.dsse.json"), sign(t, release(t), key), 0644))
	if output, err := command(t, "verify", "--key", file("ours.pub"), file("ours.dsse.json")); err != nil || !strings.Contains(output, key.ID()) {
		t.Error(output, err)
	}
	if output, err := command(t, "verify", "--key", file("theirs.pub"), file("ours.dsse.json")); err == nil {
		t.Error("the command verifies with the wrong key:", output)
	}
	_, err = manifest.Verify(text, []*manifest.Key{key}, nil)
	mustBe(t, err, manifest.ErrSignature)
	// A threshold over both: each adds its signature to the other's.
	both, err := manifest.AddSignatures(text, []*manifest.Key{key}, nil)
	must(t, err)
	must(t, os.WriteFile(file("both.dsse.json"), both, 0644))
	if output, err := command(t, "verify", "--key", file("ours.pub"), "--key", file("theirs.pub"), "--threshold", "2", file("both.dsse.json")); err != nil {
		t.Error(output)
	}
}

// In Python: makes a key, signs a manifest and verifies an envelope, each in a folder, or says that it cannot be used.
const inPython = `
import sys
try:
    import libmanifest
except ImportError as error:
    print("skipped:", error)
    sys.exit(77)
folder, document = sys.argv[1:]
manifest = libmanifest.Manifest.load(document, profile="release")
key = libmanifest.Key.generate()
key.save_public(folder + "/python.pub")
with open(folder + "/python.dsse.json", "wb") as file:
    file.write(manifest.sign(key))
with open(folder + "/go.dsse.json", "rb") as file:
    envelope = file.read()
trusted = libmanifest.Key.load(folder + "/go.pub")
verified = libmanifest.verify(envelope, [key, trusted])
assert verified.signers == (trusted.id,) and verified.digest == manifest.digest
try:
    libmanifest.verify(envelope, key)
except libmanifest.SignatureError:
    pass
else:
    raise AssertionError("verified with the wrong key")
with open(folder + "/both.dsse.json", "wb") as file:
    file.write(libmanifest.add_signatures(envelope, key))
print(manifest.digest)
`

// What Go signs Python verifies, and the other way round; and a threshold over both.
func TestSignaturesOfPython(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("skipped: there is no python3")
	}
	folder := t.TempDir()
	file := func(name string) string { return filepath.Join(folder, name) }
	m, key := release(t), newKey(t)
	public, err := key.MarshalText()
	must(t, err)
	must(t, os.WriteFile(file("go.pub"), public, 0644))
	must(t, os.WriteFile(file("go.dsse.json"), sign(t, m, key), 0644))
	program := exec.Command(python, "-c", inPython, folder, source("examples", "iris-classifier", "manifest.yaml"))
	path, err := filepath.Abs(source("bindings", "python"))
	must(t, err)
	program.Env = append(os.Environ(), "PYTHONPATH="+path, "PYTHONDONTWRITEBYTECODE=1")
	output, err := program.CombinedOutput()
	if program.ProcessState.ExitCode() == 77 {
		t.Skip(string(output))
	}
	if digest, e := m.Digest(); err != nil || e != nil || strings.TrimSpace(string(output)) != string(digest) {
		t.Fatalf("%s%v", output, err)
	}
	theirs, err := manifest.LoadKey(file("python.pub"))
	must(t, err)
	defer theirs.Close()
	for name, threshold := range map[string]uint32{"python.dsse.json": 1, "both.dsse.json": 2} {
		text, err := os.ReadFile(file(name))
		must(t, err)
		verified, err := manifest.Verify(text, []*manifest.Key{theirs, key}, &manifest.VerifyOptions{Threshold: threshold})
		must(t, err)
		verified.Close()
		_, err = manifest.Verify(text, []*manifest.Key{newKey(t), key}, &manifest.VerifyOptions{Threshold: threshold})
		mustBe(t, err, manifest.ErrSignature)
	}
}
