// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	manifest "libmanifest.example/go/manifest"
)

func TestCompare(t *testing.T) {
	before := parse(t, []byte(settings))
	after := parse(t, []byte(strings.Replace(strings.Replace(settings, "value: 7", "value: 8", 1), "1m30s", "90s", 1)))
	d, err := manifest.Compare(before, after, nil)
	must(t, err)
	if len(d.Changes) != 1 || d.Respelled != 1 || d.High+d.Medium+d.Low != 1 {
		t.Fatalf("%+v", d)
	}
	change := d.Changes[0]
	if change.Kind != manifest.ChangeChanged || change.Path != "/configuration/parameters/batch/value" || string(change.Before) != "7" || string(change.After) != "8" {
		t.Errorf("%+v", change)
	}
	if text := d.String(); !strings.Contains(text, "batch") || !strings.Contains(text, "7") {
		t.Error(text)
	}
	var fromC struct {
		Before, After manifest.Digest
		Changes       []json.RawMessage
		Patch         []map[string]interface{}
	}
	text, err := json.Marshal(d)
	must(t, err)
	must(t, json.Unmarshal(text, &fromC))
	var ours, theirs map[string]interface{}
	one, err := json.Marshal(change)
	must(t, err)
	must(t, json.Unmarshal(one, &ours))
	must(t, json.Unmarshal(fromC.Changes[0], &theirs))
	if !reflect.DeepEqual(ours, theirs) {
		t.Errorf("%s is not %s", one, fromC.Changes[0])
	}
	if digest, err := before.Digest(); err != nil || digest != fromC.Before || len(fromC.Patch) != 2 {
		t.Error(string(text))
	}
	if patch, err := d.Patch(); err != nil || !json.Valid(patch) {
		t.Error(string(patch), err)
	}
	high, err := manifest.Compare(before, after, &manifest.DiffOptions{Least: manifest.ChangeHigh})
	must(t, err)
	defer high.Close()
	if high.Low != 0 || high.Medium != 0 {
		t.Errorf("%+v", high)
	}
	same, err := manifest.Compare(before, before, nil)
	must(t, err)
	if len(same.Changes) != 0 || same.String() != "" {
		t.Error(same)
	}
	same.Close()
	d.Close()
	_, err = d.Patch()
	mustBe(t, err, manifest.ErrClosed)
}

func TestCompareRefuses(t *testing.T) {
	m := parse(t, []byte(settings))
	_, err := manifest.Compare(m, nil, nil)
	mustBe(t, err, manifest.ErrClosed)
	_, err = manifest.Compare(nil, m, nil)
	mustBe(t, err, manifest.ErrClosed)
	_, err = manifest.Compare(m, m, &manifest.DiffOptions{Least: 99})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.Compare(m, m, &manifest.DiffOptions{MaximumMemory: 1})
	mustBe(t, err, manifest.ErrLimit)
	closed := parse(t, []byte(settings))
	closed.Close()
	_, err = manifest.Compare(m, closed, nil)
	mustBe(t, err, manifest.ErrClosed)
}

func TestCapture(t *testing.T) {
	root := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(root, "etc"), 0o755))
	must(t, os.WriteFile(filepath.Join(root, "etc", "os-release"), []byte("ID=debian\nVERSION_ID=\"12\"\n"), 0o644))
	b, err := manifest.NewBuilder(nil)
	must(t, err)
	defer b.Close()
	report, err := b.Capture(&manifest.CaptureOptions{Root: root, Image: true, Variables: []string{"OMP_*"}, Environment: []string{"OMP_NUM_THREADS=4", "SECRET=x"}})
	must(t, err)
	if report == nil || report.Errors != 0 {
		t.Error(report)
	}
	m, err := b.Build(manifest.ProfileDraft)
	must(t, err)
	defer m.Close()
	text, err := m.Canonical()
	must(t, err)
	if !strings.Contains(string(text), `"debian"`) || strings.Contains(string(text), "SECRET") {
		t.Error(string(text))
	}
}

func TestCaptureRefuses(t *testing.T) {
	b, err := manifest.NewBuilder(nil)
	must(t, err)
	capture := func(options manifest.CaptureOptions) error {
		_, err := b.Capture(&options)
		return err
	}
	mustBe(t, capture(manifest.CaptureOptions{Root: filepath.Join(t.TempDir(), "nothing")}), manifest.ErrIO)
	mustBe(t, capture(manifest.CaptureOptions{Root: "a\x00b"}), manifest.ErrArgument)
	mustBe(t, capture(manifest.CaptureOptions{Variables: []string{"A\x00"}}), manifest.ErrArgument)
	mustBe(t, capture(manifest.CaptureOptions{Environment: []string{"A=\x00"}}), manifest.ErrArgument)
	mustBe(t, capture(manifest.CaptureOptions{PythonPrefixes: []string{"\x00"}}), manifest.ErrArgument)
	if err := capture(manifest.CaptureOptions{Root: t.TempDir(), MaximumMemory: math.MaxUint64, MaximumFile: math.MaxUint64}); err != nil {
		mustBe(t, err, manifest.ErrArgument)
	}
	b.Close()
	mustBe(t, capture(manifest.CaptureOptions{Root: t.TempDir()}), manifest.ErrClosed)
}
