// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	manifest "libmanifest.example/go/manifest"
)

// TestMain is the registry itself where a test starts it as a process.
func TestMain(m *testing.M) {
	if os.Getenv("REGISTRY_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newKey(t testing.TB) *manifest.Key {
	t.Helper()
	key, err := manifest.GenerateKey()
	must(t, err)
	t.Cleanup(func() { key.Close() })
	return key
}

// edited is the example release with some values changed.
func edited(t testing.TB, changes map[string]interface{}) *manifest.Manifest {
	t.Helper()
	original, err := manifest.Load(filepath.Join("..", "iris-classifier", "manifest.yaml"), nil)
	must(t, err)
	defer original.Close()
	builder, err := original.Edit(nil)
	must(t, err)
	defer builder.Close()
	for path, value := range changes {
		must(t, builder.Set(path, value))
	}
	m, err := builder.Build(manifest.ProfileRelease)
	must(t, err)
	t.Cleanup(func() { m.Close() })
	return m
}

func sign(t testing.TB, m *manifest.Manifest, keys ...*manifest.Key) []byte {
	t.Helper()
	envelope, err := manifest.Sign(m, keys, nil)
	must(t, err)
	return envelope
}

// unruly is a signed release with a rule broken, and the key that signed it, which asked no library whether it may.
func unruly(t testing.TB) ([]byte, *manifest.Key) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	key, err := manifest.NewPublicKey(public)
	must(t, err)
	t.Cleanup(func() { key.Close() })
	statement, err := edited(t, map[string]interface{}{"/configuration/parameters/confidence_floor/value": 7}).Statement()
	must(t, err)
	message := fmt.Sprintf("DSSEv1 %d %s %d %s", len(manifest.PayloadType), manifest.PayloadType, len(statement), statement)
	envelope, err := json.Marshal(map[string]interface{}{
		"payload": statement, "payloadType": manifest.PayloadType,
		"signatures": []map[string]interface{}{{"sig": ed25519.Sign(private, []byte(message))}},
	})
	must(t, err)
	return envelope, key
}

func newPolicy(threshold uint32, keys ...*manifest.Key) policy {
	return policy{keys: keys, threshold: threshold, maximumBody: 1 << 20, maximumChecks: 2, now: time.Now}
}

func start(t testing.TB, folder string, p policy) *httptest.Server {
	t.Helper()
	handler, err := newRegistry(folder, p)
	must(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func do(t testing.TB, method, url, kind string, body []byte) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, bytes.NewReader(body))
	must(t, err)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(t, err)
	return response, string(text)
}

// mustRefuse sends a request and looks at the problem that comes back.
func mustRefuse(t *testing.T, method, url, kind string, body []byte, status int, name string) problem {
	t.Helper()
	response, text := do(t, method, url, kind, body)
	var p problem
	if err := json.Unmarshal([]byte(text), &p); err != nil || response.Header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("%s is no problem: %v", text, err)
	}
	if response.StatusCode != status || p.Status != status || p.Type != problems+name || p.Title == "" {
		t.Errorf("status %d, %s; not %d, %s", response.StatusCode, text, status, name)
	}
	return p
}

func TestReleaseIsTakenAndServed(t *testing.T) {
	key := newKey(t)
	server := start(t, t.TempDir(), newPolicy(1, key))
	m := edited(t, nil)
	envelope := sign(t, m, key)
	response, text := do(t, "POST", server.URL+"/v1/releases", envelopeType, envelope)
	digest, err := m.Digest()
	must(t, err)
	if response.StatusCode != http.StatusCreated || response.Header.Get("Location") != "/v1/releases/"+string(digest) || !strings.Contains(text, key.ID()) {
		t.Fatal(response.Status, text)
	}
	response, text = do(t, "POST", server.URL+"/v1/releases", "application/json; charset=utf-8", envelope)
	if response.StatusCode != http.StatusOK {
		t.Error("the same again:", response.Status, text)
	}
	response, text = do(t, "GET", server.URL+"/v1/releases/"+string(digest), "", nil)
	if text != string(envelope) || response.Header.Get("Content-Type") != envelopeType || response.Header.Get("ETag") != `"`+string(digest)+`"` {
		t.Error(response.Header)
	}
	verified, err := manifest.Verify([]byte(text), []*manifest.Key{key}, nil)
	must(t, err)
	verified.Close()
	canonical, err := m.Canonical()
	must(t, err)
	if _, text = do(t, "GET", server.URL+"/v1/releases/"+string(digest)+"/manifest", "", nil); text != string(canonical) {
		t.Error(text)
	}
	if response, text = do(t, "HEAD", server.URL+"/v1/releases/"+string(digest), "", nil); response.StatusCode != 200 || text != "" {
		t.Error(response.Status)
	}
	if _, text = do(t, "GET", server.URL+"/v1/releases", "", nil); !strings.Contains(text, string(digest)) {
		t.Error(text)
	}
	if response, _ = do(t, "GET", server.URL+"/healthz", "", nil); response.StatusCode != http.StatusNoContent {
		t.Error(response.Status)
	}
	request, err := http.NewRequest("GET", server.URL+"/v1/releases/"+string(digest), nil)
	must(t, err)
	request.Header.Set("If-None-Match", `"`+string(digest)+`"`)
	cached, err := http.DefaultClient.Do(request)
	must(t, err)
	cached.Body.Close()
	if cached.StatusCode != http.StatusNotModified {
		t.Error(cached.Status)
	}
}

func TestReleasesAreRefused(t *testing.T) {
	key, stranger := newKey(t), newKey(t)
	folder := t.TempDir()
	server := start(t, folder, newPolicy(1, key))
	address := server.URL + "/v1/releases"
	good := sign(t, edited(t, nil), key)
	mustRefuse(t, "POST", address, envelopeType, sign(t, edited(t, nil), stranger), http.StatusForbidden, "untrusted")
	mustRefuse(t, "POST", address, envelopeType, bytes.Replace(good, []byte(`"payload":"eyJ`), []byte(`"payload":"eyK`), 1), http.StatusForbidden, "untrusted")
	for _, body := range [][]byte{nil, []byte("{}"), []byte("null"), good[:len(good)-3], []byte("schema: manifest/v1"), append(good[:len(good):len(good)], '{')} {
		mustRefuse(t, "POST", address, envelopeType, body, http.StatusBadRequest, "not-an-envelope")
	}
	for _, kind := range []string{"", "text/plain", "multipart/form-data", "application/problem+json", ";"} {
		mustRefuse(t, "POST", address, kind, good, http.StatusUnsupportedMediaType, "media-type")
	}
	mustRefuse(t, "POST", address, envelopeType, bytes.Repeat([]byte(" "), 1<<20+1), http.StatusRequestEntityTooLarge, "too-large")
	for _, method := range []string{"PUT", "DELETE", "PATCH"} {
		mustRefuse(t, method, address, envelopeType, good, http.StatusMethodNotAllowed, "method")
	}
	mustRefuse(t, "POST", address+"/sha256:00", envelopeType, good, http.StatusMethodNotAllowed, "method")
	expired := sign(t, edited(t, map[string]interface{}{"/release/expires": "2026-10-01T00:00:00Z"}), key)
	mustRefuse(t, "POST", address, envelopeType, expired, http.StatusUnprocessableEntity, "expired")
	if files, err := os.ReadDir(folder); err != nil || len(files) != 0 {
		t.Error("something was stored:", files, err)
	}
}

func TestFindingsAreTold(t *testing.T) {
	envelope, key := unruly(t)
	folder := t.TempDir()
	server := start(t, folder, newPolicy(1, key))
	refused := mustRefuse(t, "POST", server.URL+"/v1/releases", envelopeType, envelope, http.StatusUnprocessableEntity, "invalid")
	mustTell(t, refused, "/configuration/parameters/confidence_floor/value")
	if files, err := os.ReadDir(folder); err != nil || len(files) != 0 {
		t.Error("something was stored:", files, err)
	}
}

func TestRulesOfAnOrganisation(t *testing.T) {
	p := newPolicy(1, newKey(t))
	rules, err := manifest.ParseRules([]byte("schema: rules/v1\nconventions: {release_ids: ['risk-*']}\n"), nil)
	must(t, err)
	defer rules.Close()
	p.rules = rules
	server := start(t, t.TempDir(), p)
	envelope := sign(t, edited(t, nil), p.keys[0])
	mustTell(t, mustRefuse(t, "POST", server.URL+"/v1/releases", envelopeType, envelope, http.StatusUnprocessableEntity, "invalid"), "/release/id")
}

// mustTell looks for an error at a path.
func mustTell(t *testing.T, p problem, path string) {
	t.Helper()
	for _, finding := range p.Findings {
		if finding.Path == path && finding.Severity == manifest.SeverityError && finding.Message != "" && p.Total >= len(p.Findings) {
			return
		}
	}
	t.Errorf("%+v", p)
}

func TestThreshold(t *testing.T) {
	one, two := newKey(t), newKey(t)
	server := start(t, t.TempDir(), newPolicy(2, one, two))
	m := edited(t, nil)
	mustRefuse(t, "POST", server.URL+"/v1/releases", envelopeType, sign(t, m, one), http.StatusForbidden, "untrusted")
	mustRefuse(t, "POST", server.URL+"/v1/releases", envelopeType, sign(t, m, two, newKey(t)), http.StatusForbidden, "untrusted")
	if response, text := do(t, "POST", server.URL+"/v1/releases", envelopeType, sign(t, m, two, one)); response.StatusCode != http.StatusCreated {
		t.Error(text)
	}
}

func TestIDsAreTakenForEver(t *testing.T) {
	key := newKey(t)
	folder := t.TempDir()
	server := start(t, folder, newPolicy(1, key))
	other := sign(t, edited(t, map[string]interface{}{"/release/description": "Another one."}), key)
	if response, text := do(t, "POST", server.URL+"/v1/releases", envelopeType, sign(t, edited(t, nil), key)); response.StatusCode != http.StatusCreated {
		t.Fatal(text)
	}
	mustRefuse(t, "POST", server.URL+"/v1/releases", envelopeType, other, http.StatusConflict, "taken")
	// Also after the registry was started again.
	again := start(t, folder, newPolicy(1, key))
	mustRefuse(t, "POST", again.URL+"/v1/releases", envelopeType, other, http.StatusConflict, "taken")
}

func TestAddressesThatLeadNowhere(t *testing.T) {
	server := start(t, t.TempDir(), newPolicy(1, newKey(t)))
	nothing := "sha256:" + strings.Repeat("0", 64)
	for _, path := range []string{"/", "/v1", "/v1/releases/", "/v1/releases/" + nothing, "/v1/releases/" + nothing + "/manifest", "/v1/releases/" + nothing + "/",
		"/v1/releases/" + nothing + "/other", "/v1/releases/" + strings.ToUpper(nothing), "/v1/releases/..%2f..%2fetc%2fpasswd", "/v1/releases/sha256:..%2f",
		"/v1/releases/sha512:" + strings.Repeat("0", 128), "/v1/releases/%00"} {
		mustRefuse(t, "GET", server.URL+path, "", nil, http.StatusNotFound, "not-found")
	}
}

func TestStoreThatWasTamperedWith(t *testing.T) {
	key, stranger := newKey(t), newKey(t)
	folder := t.TempDir()
	server := start(t, folder, newPolicy(1, key))
	m := edited(t, nil)
	digest, err := m.Digest()
	must(t, err)
	if response, text := do(t, "POST", server.URL+"/v1/releases", envelopeType, sign(t, m, key)); response.StatusCode != http.StatusCreated {
		t.Fatal(text)
	}
	path := filepath.Join(folder, digest.Hex()+suffix)
	address := server.URL + "/v1/releases/" + string(digest)
	must(t, os.WriteFile(path, sign(t, m, stranger), 0o644))
	mustRefuse(t, "GET", address, "", nil, http.StatusInternalServerError, "internal")
	must(t, os.WriteFile(path, sign(t, edited(t, map[string]interface{}{"/release/id": "iris-2"}), key), 0o644))
	mustRefuse(t, "GET", address, "", nil, http.StatusInternalServerError, "internal")
	must(t, os.WriteFile(path, nil, 0o644))
	mustRefuse(t, "GET", address+"/manifest", "", nil, http.StatusInternalServerError, "internal")
	// One that is started now does not know it.
	again := start(t, folder, newPolicy(1, key))
	mustRefuse(t, "GET", again.URL+"/v1/releases/"+string(digest), "", nil, http.StatusNotFound, "not-found")
	must(t, os.Remove(path))
	mustRefuse(t, "GET", address, "", nil, http.StatusNotFound, "not-found")
}

func TestManyAtOnce(t *testing.T) {
	key := newKey(t)
	folder := t.TempDir()
	server := start(t, folder, newPolicy(1, key))
	envelopes := make([][]byte, 4)
	for i := range envelopes {
		envelopes[i] = sign(t, edited(t, map[string]interface{}{"/release/id": fmt.Sprintf("iris-%d", i)}), key)
	}
	var group sync.WaitGroup
	created := make(chan int, 40)
	for i := 0; i < 40; i++ {
		group.Add(1)
		go func(envelope []byte) {
			defer group.Done()
			response, err := http.Post(server.URL+"/v1/releases", envelopeType, bytes.NewReader(envelope))
			if err != nil {
				t.Error(err)
				return
			}
			response.Body.Close()
			created <- response.StatusCode
		}(envelopes[i%4])
	}
	group.Wait()
	close(created)
	count := map[int]int{}
	for status := range created {
		count[status]++
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 4 || count[http.StatusCreated] != 4 || count[http.StatusOK] != 36 {
		t.Error(files, count, err)
	}
}

func TestWrongCommandLines(t *testing.T) {
	for _, arguments := range [][]string{{}, {"-threshold", "0"}, {"-key", "nothing"}, {"-threshold", "2", "-key", "a"}, {"-nothing"},
		{"-threshold", "4294967297", "-key", "a"}} {
		if err := run(arguments); err == nil {
			t.Error(arguments)
		}
	}
}

// The registry as a process: it takes a release, is told to end while a request is under way, answers that, and ends with status 0.
func TestProcess(t *testing.T) {
	key := newKey(t)
	folder := t.TempDir()
	public, err := key.MarshalText()
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, "key.pub"), public, 0o644))
	process := exec.Command(os.Args[0], "-listen", "127.0.0.1:0", "-key", filepath.Join(folder, "key.pub"), "-store", filepath.Join(folder, "releases"))
	process.Env = append(os.Environ(), "REGISTRY_MAIN=1")
	errors, err := process.StderrPipe()
	must(t, err)
	must(t, process.Start())
	defer process.Process.Kill()
	lines := bufio.NewScanner(errors)
	if !lines.Scan() {
		t.Fatal("it said nothing")
	}
	address := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(lines.Text())
	envelope := sign(t, edited(t, nil), key)
	if response, text := do(t, "POST", "http://"+address+"/v1/releases", envelopeType, envelope); response.StatusCode != http.StatusCreated {
		t.Fatal(text)
	}
	// Half of a request, then the signal, then the other half.
	connection, err := net.Dial("tcp", address)
	must(t, err)
	defer connection.Close()
	must(t, connection.SetDeadline(time.Now().Add(30*time.Second)))
	fmt.Fprintf(connection, "POST /v1/releases HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", envelopeType, len(envelope))
	reader := bufio.NewReader(connection)
	// The server asks for the body only when the handler reads it: the request is under way from then on.
	if line, err := reader.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatal(line, err)
	}
	must(t, process.Process.Signal(syscall.SIGTERM))
	if !lines.Scan() || !strings.Contains(lines.Text(), "ending") {
		t.Fatal(lines.Text())
	}
	_, err = connection.Write(envelope)
	must(t, err)
	rest, err := io.ReadAll(reader)
	must(t, err)
	if !strings.Contains(string(rest), "200 OK") {
		t.Error(string(rest))
	}
	io.Copy(io.Discard, errors)
	must(t, process.Wait())
	if _, err = net.Dial("tcp", address); err == nil {
		t.Error("it still listens")
	}
}
