// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"bytes"
	"context"
	"path/filepath"
	"sync"
	"testing"

	manifest "libmanifest.example/go/manifest"
)

// Whatever the text: no crash, and what is taken has one canonical form.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"*.yaml", "*.json", filepath.Join("must-fail", "*")} {
		names, err := filepath.Glob(source("tests", "vectors", pattern))
		must(f, err)
		for _, name := range names {
			f.Add(contents(f, "tests", "vectors", name[len(source("tests", "vectors"))+1:]))
		}
	}
	limits := &manifest.ReadOptions{MaximumMemory: 64 << 20}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := manifest.Parse(text, limits)
		if err != nil {
			return
		}
		defer m.Close()
		canonical, err := m.Canonical()
		must(t, err)
		again, err := manifest.Parse(canonical, limits)
		must(t, err)
		defer again.Close()
		if second, err := again.Canonical(); err != nil || !bytes.Equal(canonical, second) {
			t.Fatalf("the canonical form changes: %v", err)
		}
	})
}

// Whatever the envelope: without a signature of the key nothing is verified.
func FuzzVerify(f *testing.F) {
	m, key, other := release(f), newKey(f), newKey(f)
	text := sign(f, m, key)
	f.Add(text)
	f.Add([]byte(`{"payload":"","payloadType":"","signatures":[{"sig":""}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if verified, err := manifest.Verify(text, []*manifest.Key{other}, nil); err == nil {
			t.Fatal(verified.Digest())
		}
		if verified, err := manifest.VerifyAny(text, []*manifest.Key{other}, nil); err == nil {
			t.Fatal(verified.PayloadType())
		}
	})
}

// Whatever the path: the getters answer.
func FuzzPath(f *testing.F) {
	m := release(f)
	for _, path := range []string{"", "/", "/release/id", "/artifacts/-", "/artifacts/0", "/~", "/~2", "/release/id\x00", "/\xff"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		text, err := m.GetText(path)
		if kind, e := m.GetKind(path); err == nil && (e != nil || kind > manifest.KindBool) {
			t.Fatal(path, text, kind, e)
		}
		if _, err = m.GetJSON(path); err == nil {
			if _, err := m.GetKind(path); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// One manifest, one key and one report, used by many goroutines: the race detector looks on.
func TestConcurrentUse(t *testing.T) {
	m, key := release(t), newKey(t)
	wanted, err := m.Digest()
	must(t, err)
	envelope := sign(t, m, key)
	keys := []*manifest.Key{key}
	var group sync.WaitGroup
	for i := 0; i < 8; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for n := 0; n < 5; n++ {
				report, err := m.Validate(nil)
				if err != nil || !report.Good() {
					t.Error(report, err)
				}
				if digest, err := m.Digest(); err != nil || digest != wanted {
					t.Error(digest, err)
				}
				if _, err = manifest.Sign(m, keys, nil); err != nil {
					t.Error(err)
				}
				verified, err := manifest.Verify(envelope, keys, nil)
				if err != nil || verified.Digest() != wanted {
					t.Error(err)
				}
				verified.Close()
				if _, _, err = manifest.HashFile(context.Background(), "go.mod", nil); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	group.Wait()
}

func BenchmarkParse(b *testing.B) {
	text := contents(b, "examples", "iris-classifier", "manifest.yaml")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		m, err := manifest.Parse(text, nil)
		must(b, err)
		m.Close()
	}
}

func BenchmarkValidate(b *testing.B) {
	m := release(b)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		report, err := m.Validate(nil)
		must(b, err)
		report.Close()
	}
}

func BenchmarkDigest(b *testing.B) {
	m := release(b)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		_, err := m.Digest()
		must(b, err)
	}
}

func BenchmarkGetText(b *testing.B) {
	m := release(b)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		_, err := m.GetText("/release/id")
		must(b, err)
	}
}

func BenchmarkGetTextParallel(b *testing.B) {
	m := release(b)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := m.GetText("/release/id"); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	key := newKey(b)
	envelope := sign(b, release(b), key)
	keys := []*manifest.Key{key}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		verified, err := manifest.Verify(envelope, keys, nil)
		must(b, err)
		verified.Close()
	}
}

func BenchmarkEvaluate(b *testing.B) {
	e, err := manifest.CompileExpression("p99 < 1.0 && n > 3", map[string]manifest.Type{"n": manifest.TypeInt, "p99": manifest.TypeDouble}, manifest.TypeBool)
	must(b, err)
	defer e.Close()
	values := map[string]interface{}{"n": 4, "p99": 0.5}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := e.EvaluateBool(values); err != nil {
			b.Fatal(err)
		}
	}
}
