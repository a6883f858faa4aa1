// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	manifest "libmanifest.example/go/manifest"
)

// judgeGood holds a good document against its canonical bytes and digest.
func judgeGood(t *testing.T, text []byte, format manifest.Format, profile manifest.Profile, canonical []byte, digest string) {
	t.Helper()
	m, err := manifest.Parse(text, &manifest.ReadOptions{Format: format, Profile: profile})
	must(t, err)
	defer m.Close()
	found, err := m.Canonical()
	must(t, err)
	if !bytes.Equal(found, canonical) {
		t.Error("the canonical bytes differ")
	}
	taken, err := m.Digest()
	must(t, err)
	if string(taken) != digest {
		t.Errorf("the digest is %s, not %s", taken, digest)
	}
	for _, as := range []manifest.Format{manifest.FormatYAML, manifest.FormatJSON} {
		written, err := m.Text(as)
		must(t, err)
		again, err := manifest.Parse(written, &manifest.ReadOptions{Format: as, Profile: profile})
		must(t, err)
		if taken, err := again.Digest(); err != nil || string(taken) != digest {
			t.Errorf("written and read again the digest is %s (%v)", taken, err)
		}
		again.Close()
	}
}

func TestVectors(t *testing.T) {
	releases := map[string]bool{}
	for _, row := range rows(t, "release.txt", 1) {
		releases[row[0]] = true
	}
	documents := rows(t, "digests.txt", 2)
	if len(documents) < 14 || len(releases) < 4 {
		t.Fatalf("there are %d documents and %d releases", len(documents), len(releases))
	}
	for _, row := range documents {
		digest, name := row[0], row[1]
		t.Run(name, func(t *testing.T) {
			canonical := vector(t, name+".canonical.json")
			profiles := []manifest.Profile{manifest.ProfileDraft}
			if releases[name] {
				profiles = append(profiles, manifest.ProfileRelease)
			}
			for _, profile := range profiles {
				judgeGood(t, vector(t, name+".yaml"), manifest.FormatYAML, profile, canonical, digest)
				judgeGood(t, vector(t, name+".json"), manifest.FormatJSON, profile, canonical, digest)
				judgeGood(t, canonical, manifest.FormatJSON, profile, canonical, digest)
			}
			if name == "numbers" {
				return // It has doubles that are spelled as integers beyond 2^53, which I-JSON warns of.
			}
			if again, err := manifest.CanonicalizeJSON(canonical); err != nil || !bytes.Equal(again, canonical) {
				t.Errorf("the canonical form changes (%v)", err)
			}
		})
	}
}

func TestVectorsMustFail(t *testing.T) {
	documents := rows(t, filepath.Join("must-fail", "reasons.txt"), 4)
	if len(documents) < 400 {
		t.Fatalf("there are only %d documents", len(documents))
	}
	for _, row := range documents {
		name, profile, code := row[0], row[1], manifest.FindingCode(row[2])
		format := manifest.FormatYAML
		if strings.HasSuffix(name, ".json") {
			format = manifest.FormatJSON
		}
		text := vector(t, filepath.Join("must-fail", name))
		profiles := []manifest.Profile{manifest.ProfileDraft, manifest.ProfileRelease}
		if profile == "release" {
			m, err := manifest.Parse(text, &manifest.ReadOptions{Format: format})
			must(t, err)
			m.Close()
			profiles = profiles[1:]
		}
		for _, profile := range profiles {
			m, err := manifest.Parse(text, &manifest.ReadOptions{Format: format, Profile: profile})
			if m != nil {
				t.Errorf("%s is taken", name)
			}
			if mustBe(t, err, manifest.ErrInvalid); !is(err, code) {
				t.Errorf("%s: %v, not %s", name, err, code)
			}
		}
	}
}

// The fields of findings in Go are those that C writes as JSON.
func TestReportsAreThoseOfC(t *testing.T) {
	for _, row := range rows(t, filepath.Join("must-fail", "reasons.txt"), 4) {
		_, report, err := manifest.ValidateText(vector(t, filepath.Join("must-fail", row[0])), nil, nil)
		if err == nil {
			t.Errorf("%s is a release", row[0])
			continue
		}
		text, err := report.JSON("file")
		must(t, err)
		var fromC struct {
			Findings                []manifest.Finding
			Errors, Warnings, Notes int
			File                    string
		}
		must(t, json.Unmarshal(text, &fromC))
		ours, err := json.Marshal(report.Findings)
		must(t, err)
		theirs, err := json.Marshal(fromC.Findings)
		must(t, err)
		if !bytes.Equal(ours, theirs) {
			t.Fatalf("%s:\n%s\n%s", row[0], ours, theirs)
		}
		if fromC.Errors != report.Errors || fromC.Warnings != report.Warnings || fromC.Notes != report.Notes || fromC.File != "file" {
			t.Errorf("%s: counts differ: %s", row[0], text)
		}
	}
}
