// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	manifest "libmanifest.example/go/manifest"
)

// bigFile is a file of 40 MiB, so that its progress is told several times.
func bigFile(t testing.TB) (path string, digest manifest.Digest) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "big")
	data := bytes.Repeat([]byte("0123456789abcdef"), 40<<20/16)
	must(t, os.WriteFile(path, data, 0600))
	return path, manifest.Digest(fmt.Sprintf("sha256:%x", sha256.Sum256(data)))
}

func TestHashFile(t *testing.T) {
	path, wanted := bigFile(t)
	var last manifest.Progress
	calls := 0
	digest, size, err := manifest.HashFile(context.Background(), path, &manifest.HashOptions{Progress: func(p manifest.Progress) error {
		calls++
		if p.BytesDone < last.BytesDone || p.BytesDone > p.Bytes || p.Files != 1 {
			t.Errorf("%+v after %+v", p, last)
		}
		last = p
		return nil
	}})
	must(t, err)
	if digest != wanted || size != 40<<20 || calls < 2 || last.BytesDone != size {
		t.Error(digest, size, calls, last)
	}
	for algorithm, name := range map[manifest.Algorithm]string{manifest.SHA512: "sha512", manifest.BLAKE2b256: "blake2b-256"} {
		digest, _, err := manifest.HashFile(context.Background(), path, &manifest.HashOptions{Algorithm: algorithm})
		if err != nil || digest.Algorithm() != name || algorithm.String() != name {
			t.Error(digest, err)
		}
		if _, err = manifest.ParseDigest(string(digest)); err != nil {
			t.Error(err)
		}
	}
}

func TestHashFileEnds(t *testing.T) {
	path, _ := bigFile(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	hash := func(ctx context.Context, tell func(manifest.Progress) error) error {
		_, _, err := manifest.HashFile(ctx, path, &manifest.HashOptions{Progress: tell})
		mustBe(t, err, manifest.ErrCancelled)
		return err
	}
	mustBe(t, hash(ctx, func(manifest.Progress) error { cancel(); return nil }), context.Canceled)
	mustBe(t, hash(ctx, nil), context.Canceled)
	late, done := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer done()
	mustBe(t, hash(late, nil), context.DeadlineExceeded)
	mustBe(t, hash(context.Background(), func(manifest.Progress) error { return errAway }), errAway)
	mustBe(t, hash(context.Background(), func(manifest.Progress) error { panic(errAway) }), errAway)
	hash(context.Background(), func(manifest.Progress) error { panic("no") })
	hash(context.Background(), func(manifest.Progress) error { runtime.Goexit(); return nil })
	var nothing map[string]int
	err := hash(context.Background(), func(manifest.Progress) error { nothing["x"] = 1; return nil })
	var panicked *manifest.PanicError
	if !errors.As(err, &panicked) || !strings.Contains(string(panicked.Stack), "TestHashFileEnds") {
		t.Error(err)
	}
}

func TestHashFileRefuses(t *testing.T) {
	ctx := context.Background()
	_, _, err := manifest.HashFile(ctx, "nothing is here", nil)
	mustBe(t, err, manifest.ErrIO)
	_, _, err = manifest.HashFile(ctx, t.TempDir(), nil)
	mustBe(t, err, manifest.ErrIO)
	_, _, err = manifest.HashFile(ctx, "a\x00b", nil)
	mustBe(t, err, manifest.ErrArgument)
	_, _, err = manifest.HashFile(ctx, "go.mod", &manifest.HashOptions{Algorithm: 99})
	mustBe(t, err, manifest.ErrArgument)
}

func TestTree(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"b", "a", "d/c", ".git/config", "skip/x"} {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0700))
		must(t, os.WriteFile(filepath.Join(root, name), []byte(name), 0600))
	}
	names := func(options *manifest.TreeOptions) string {
		tree, err := manifest.ReadTree(context.Background(), root, options)
		must(t, err)
		var names []string
		for _, file := range tree.Files {
			names = append(names, file.Path)
			if wanted := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(file.Path))); string(file.Digest) != wanted || file.Size != uint64(len(file.Path)) {
				t.Error(file)
			}
		}
		return strings.Join(names, " ")
	}
	if found := names(nil); found != "a b d/c skip/x" {
		t.Error(found)
	}
	if found := names(&manifest.TreeOptions{Excluded: []string{"skip", ".git"}}); found != "a b d/c" {
		t.Error(found)
	}
	if found := names(&manifest.TreeOptions{Excluded: []string{}}); found != ".git/config a b d/c skip/x" {
		t.Error(found)
	}
	if excluded := manifest.ExcludedByDefault(); len(excluded) == 0 || excluded[0] != ".git" {
		t.Error(excluded)
	}
	_, err := manifest.ReadTree(context.Background(), root, &manifest.TreeOptions{MaximumFiles: 2})
	mustBe(t, err, manifest.ErrLimit)
	_, err = manifest.ReadTree(context.Background(), root, &manifest.TreeOptions{Excluded: []string{"a\x00b"}})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.ReadTree(context.Background(), "a\x00b", nil)
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.ReadTree(context.Background(), filepath.Join(root, "nothing"), nil)
	mustBe(t, err, manifest.ErrIO)
	_, err = manifest.ReadTree(context.Background(), root, &manifest.TreeOptions{Hash: &manifest.HashOptions{Progress: func(manifest.Progress) error { panic("no") }}})
	mustBe(t, err, manifest.ErrCancelled)
	must(t, os.Symlink("/etc/passwd", filepath.Join(root, "link")))
	_, err = manifest.ReadTree(context.Background(), root, nil)
	mustBe(t, err, manifest.ErrInvalid)
	var finding manifest.Finding
	if !errors.As(err, &finding) || !strings.HasPrefix(string(finding.Code), "MF33") {
		t.Error(err)
	}
}

func TestVerifyArtifacts(t *testing.T) {
	ctx := context.Background()
	root := t.TempDir()
	m := release(t)
	report, err := m.VerifyArtifacts(ctx, source("examples", "iris-classifier"), &manifest.TreeOptions{AllowUnexpected: true})
	must(t, err)
	if !report.Good() {
		t.Error(report)
	}
	report, err = m.VerifyArtifacts(ctx, source("examples", "iris-classifier"), nil)
	mustBe(t, err, manifest.ErrInvalid)
	if report == nil || report.Errors == 0 {
		t.Error(report)
	}
	_, err = m.VerifyArtifacts(ctx, root, &manifest.TreeOptions{AllowUnexpected: true})
	mustBe(t, err, manifest.ErrInvalid)
	_, err = m.VerifyArtifacts(ctx, filepath.Join(root, "nothing"), nil)
	mustBe(t, err, manifest.ErrIO)
	_, err = m.VerifyArtifacts(ctx, "a\x00b", nil)
	mustBe(t, err, manifest.ErrArgument)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = m.VerifyArtifacts(ended, root, nil)
	mustBe(t, err, context.Canceled)
	m.Close()
	_, err = m.VerifyArtifacts(ctx, root, nil)
	mustBe(t, err, manifest.ErrClosed)
}
