// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	manifest "libmanifest.example/go/manifest"
)

// source is the top of the project.
func source(parts ...string) string {
	return filepath.Join(append([]string{"..", ".."}, parts...)...)
}

func contents(t testing.TB, parts ...string) []byte {
	t.Helper()
	text, err := os.ReadFile(source(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func vector(t testing.TB, name string) []byte {
	t.Helper()
	return contents(t, "tests", "vectors", name)
}

// rows are the lines of a table, split into at most so many words.
func rows(t testing.TB, name string, words int) [][]string {
	t.Helper()
	var found [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(vector(t, name))), "\n") {
		fields := strings.Fields(line)
		if len(fields) > words {
			fields = append(fields[:words-1:words-1], strings.Join(fields[words-1:], " "))
		}
		if len(fields) != words {
			t.Fatalf("%s: %q has not %d words", name, line, words)
		}
		found = append(found, fields)
	}
	return found
}

func parse(t testing.TB, text []byte) *manifest.Manifest {
	t.Helper()
	m, err := manifest.Parse(text, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// release is the least manifest that may be signed.
func release(t testing.TB) *manifest.Manifest {
	t.Helper()
	return parse(t, contents(t, "examples", "iris-classifier", "manifest.yaml"))
}

func newKey(t testing.TB) *manifest.Key {
	t.Helper()
	key, err := manifest.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { key.Close() })
	return key
}

func publicOf(t testing.TB, key *manifest.Key) *manifest.Key {
	t.Helper()
	public, err := manifest.NewPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { public.Close() })
	return public
}

func sign(t testing.TB, m *manifest.Manifest, keys ...*manifest.Key) []byte {
	t.Helper()
	envelope, err := manifest.Sign(m, keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	return envelope
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// mustBe fails unless the error is the wanted one.
func mustBe(t testing.TB, err, wanted error) {
	t.Helper()
	if !errors.Is(err, wanted) {
		t.Fatalf("the error is %v, not %v", err, wanted)
	}
}

// command runs the command `manifest`, which the variable MF_COMMAND names.
func command(t testing.TB, arguments ...string) (string, error) {
	t.Helper()
	program := os.Getenv("MF_COMMAND")
	if program == "" {
		t.Skip("skipped: MF_COMMAND does not name the command")
	}
	output, err := exec.Command(program, arguments...).CombinedOutput()
	return string(output), err
}
