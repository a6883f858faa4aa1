// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	manifest "libmanifest.example/go/manifest"
)

func is(err, target error) bool { return errors.Is(err, target) }

const draft = `schema: manifest/v1
release: {id: tiny-1, version: 1.0.0}
configuration:
  parameters:
    - {name: batch, type: int, value: 7}
    - {name: floor, type: number, value: 0.25}
    - {name: verbose, type: bool, value: true}
`

func TestGetters(t *testing.T) {
	m := parse(t, []byte(draft))
	value := manifest.Path("configuration", "parameters", "batch", "value")
	if value != "/configuration/parameters/batch/value" || manifest.Path("a/b", "~") != "/a~1b/~0" || manifest.Path() != "" {
		t.Error(value)
	}
	if text, err := m.GetText(value); err != nil || text != "7" {
		t.Error(text, err)
	}
	if number, err := m.GetNumber("/configuration/parameters/floor/value"); err == nil && number != 0.25 {
		t.Error(number, err)
	}
	if kind, err := m.GetKind("/configuration/parameters"); err != nil || kind != manifest.KindSet {
		t.Error(kind, err)
	}
	if count, err := m.Count("/configuration/parameters"); err != nil || count != 3 {
		t.Error(count, err)
	}
	if keys, err := m.Keys("/configuration/parameters"); err != nil || strings.Join(keys, " ") != "batch floor verbose" {
		t.Error(keys, err)
	}
	var parameters []struct{ Name, Type string }
	if err := m.Decode("/configuration/parameters", &parameters); err != nil || len(parameters) != 3 || parameters[1].Name != "floor" {
		t.Error(parameters, err)
	}
	position, err := m.Position("/release/id")
	if err != nil || position.Line != 2 || draft[position.Offset:position.End] != "tiny-1" {
		t.Error(position, err)
	}
	if text := m.String(); !strings.HasPrefix(text, "tiny-1 sha256:") {
		t.Error(text)
	}
	if r := m.Report(); r == nil || !r.Good() {
		t.Error(r)
	}
}

func TestGettersRefuse(t *testing.T) {
	m := parse(t, []byte(draft))
	_, err := m.GetText("/release/notes")
	mustBe(t, err, manifest.ErrPath)
	_, err = m.GetText("/release/description")
	mustBe(t, err, manifest.ErrAbsent)
	_, err = m.GetText("/release")
	mustBe(t, err, manifest.ErrType)
	_, err = m.GetInt("/release/id")
	mustBe(t, err, manifest.ErrType)
	_, err = m.GetBool("/release/id")
	mustBe(t, err, manifest.ErrType)
	_, err = m.GetNumber("release")
	mustBe(t, err, manifest.ErrPath)
	_, err = m.GetText("/release/id\x00")
	mustBe(t, err, manifest.ErrArgument)
	_, err = m.Walk("/release/id")
	mustBe(t, err, manifest.ErrType)
	_, err = m.Position("/release/nothing")
	mustBe(t, err, manifest.ErrPath)
	if is(err, manifest.ErrType) || is(err, fs.ErrClosed) {
		t.Error("an error is of two kinds")
	}
	mustBe(t, m.Decode("/release/description", nil), manifest.ErrAbsent)
}

func TestCursor(t *testing.T) {
	m := release(t)
	cursor, err := m.Walk("/artifacts")
	must(t, err)
	// The cursor holds what it needs.
	count, err := m.Count("/artifacts")
	must(t, err)
	m.Close()
	seen := 0
	for cursor.Next() {
		seen++
		name, err := cursor.GetText("/name")
		if err != nil || name != cursor.Key() {
			t.Error(name, cursor.Key(), err)
		}
		if size, err := cursor.GetInt("/size"); err != nil || size <= 0 {
			t.Error(size, err)
		}
		if kind, err := cursor.GetKind(""); err != nil || kind != manifest.KindMapping {
			t.Error(kind, err)
		}
		if _, err = cursor.GetBool("/name"); !is(err, manifest.ErrType) {
			t.Error(err)
		}
		if _, err = cursor.GetNumber("/nothing"); !is(err, manifest.ErrPath) {
			t.Error(err)
		}
		below, err := cursor.Walk("")
		must(t, err)
		if !below.Next() || below.Key() == "" {
			t.Error("an entry has no members")
		}
		below.Close()
	}
	if seen != count || seen == 0 || cursor.Next() || cursor.Key() != "" {
		t.Error(seen, count)
	}
	_, err = cursor.GetText("/name")
	mustBe(t, err, manifest.ErrArgument)
	cursor.Close()
	_, err = cursor.GetText("/name")
	mustBe(t, err, manifest.ErrClosed)
	if cursor.Next() {
		t.Error("a closed cursor goes on")
	}
}

func TestErrors(t *testing.T) {
	_, err := manifest.Parse([]byte("schema: manifest/v1\nrelease:\n  idd: x\n  version: 1\n"), nil)
	var failure *manifest.Error
	if !errors.As(err, &failure) || failure.Code != manifest.ErrInvalid || failure.Report == nil {
		t.Fatal(err)
	}
	var finding manifest.Finding
	if !errors.As(err, &finding) || finding.Line != 3 || finding.Column != 3 || finding.Suggestion != "id" || finding.Severity != manifest.SeverityError {
		t.Fatalf("%+v", finding)
	}
	if failure.Line != finding.Line || failure.Column != finding.Column || !strings.Contains(err.Error(), "3:3") {
		t.Error(err)
	}
	if !is(err, finding.Code) || is(err, manifest.FindingCode("MF9999")) || is(err, manifest.ErrSyntax) || !is(finding, finding.Code) {
		t.Error("the codes are not as they should be")
	}
	if manifest.ErrSignature.Error() != "MF_ERROR_SIGNATURE" || manifest.Code(77).Error() != "unknown status" {
		t.Error(manifest.ErrSignature)
	}
	if text := fmt.Sprint(failure.Report); !strings.Contains(text, string(finding.Code)) || !strings.Contains(text, "error: ") {
		t.Error(text)
	}
	var buffer bytes.Buffer
	if n, err := failure.Report.WriteTo(&buffer); err != nil || n != int64(buffer.Len()) || n == 0 {
		t.Error(n, err)
	}
	if text, err := json.Marshal(failure.Report); err != nil || !strings.Contains(string(text), `"suggestion":"id"`) {
		t.Error(string(text), err)
	}
	failure.Report.Close()
	_, err = json.Marshal(failure.Report)
	mustBe(t, err, manifest.ErrClosed)
}

func TestLimits(t *testing.T) {
	text := []byte(draft)
	_, err := manifest.Parse(text, &manifest.ReadOptions{MaximumInput: 10})
	mustBe(t, err, manifest.ErrLimit)
	_, err = manifest.Read(bytes.NewReader(text), &manifest.ReadOptions{MaximumInput: 10})
	mustBe(t, err, manifest.ErrLimit)
	_, err = manifest.Parse(text, &manifest.ReadOptions{MaximumInput: math.MaxUint64})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.Parse(text, &manifest.ReadOptions{MaximumDepth: math.MaxUint32})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.Parse(text, &manifest.ReadOptions{Format: 77})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.Parse(text, &manifest.ReadOptions{Profile: -1})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.Parse(text, &manifest.ReadOptions{MaximumMemory: 1})
	mustBe(t, err, manifest.ErrLimit)
	_, err = manifest.Parse(text, &manifest.ReadOptions{MaximumString: 2})
	mustBe(t, err, manifest.ErrInvalid)
	if m, err := manifest.Parse(text, &manifest.ReadOptions{MaximumMemory: math.MaxUint64, MaximumString: math.MaxUint64}); err != nil {
		t.Log("the greatest numbers are refused:", err)
		mustBe(t, err, manifest.ErrArgument)
	} else {
		m.Close()
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, fs.ErrPermission }

func TestReadAndLoad(t *testing.T) {
	_, err := manifest.Read(brokenReader{}, nil)
	mustBe(t, err, manifest.ErrIO)
	mustBe(t, err, fs.ErrPermission)
	_, err = manifest.Load("nothing is here", nil)
	mustBe(t, err, manifest.ErrIO)
	_, err = manifest.Load("manifest\x00.yaml", nil)
	mustBe(t, err, manifest.ErrArgument)
	for _, text := range [][]byte{nil, {}, {0}, []byte("schema: manifest/v1\x00"), []byte("\xff\xfe"), []byte("schema: \xed\xa0\x80")} {
		_, err := manifest.Parse(text, nil)
		mustBe(t, err, manifest.ErrInvalid)
	}
	m, err := manifest.Load(source("examples", "iris-classifier", "manifest.yaml"), &manifest.ReadOptions{Profile: manifest.ProfileRelease})
	must(t, err)
	defer m.Close()
	file, err := os.Open(source("examples", "iris-classifier", "manifest.yaml"))
	must(t, err)
	defer file.Close()
	again, err := manifest.Read(file, nil)
	must(t, err)
	defer again.Close()
	first, err := m.Digest()
	must(t, err)
	if second, err := again.Digest(); err != nil || first != second {
		t.Error(first, second, err)
	}
}

// A text may be a part of something that holds pointers of Go: nothing but its bytes is given to C.
func TestTextWithinOtherMemory(t *testing.T) {
	type buffer struct {
		name *string
		text [len(draft)]byte
	}
	name := "draft"
	b := &buffer{name: &name}
	copy(b.text[:], draft)
	m, err := manifest.Parse(b.text[:], nil)
	must(t, err)
	m.Close()
	if _, err = manifest.CanonicalizeJSON(b.text[:]); err == nil {
		t.Error("YAML is no JSON", *b.name)
	}
}

func TestEncodings(t *testing.T) {
	type record struct {
		Manifest *manifest.Manifest `json:"manifest"`
		Digest   manifest.Digest    `json:"digest"`
	}
	m := parse(t, []byte(draft))
	digest, err := m.Digest()
	must(t, err)
	text, err := json.Marshal(record{m, digest})
	must(t, err)
	var read record
	must(t, json.Unmarshal(text, &read))
	defer read.Manifest.Close()
	if again, err := read.Manifest.Digest(); err != nil || again != digest || read.Digest != digest {
		t.Error(again, err)
	}
	mustBe(t, json.Unmarshal([]byte(`{"manifest": {"schema": "manifest/v9"}}`), &read), manifest.ErrInvalid)
	if err := json.Unmarshal([]byte(`{"digest": "sha256:xyz"}`), &read); err == nil {
		t.Error("that is no digest")
	}
	yaml, err := m.MarshalText()
	must(t, err)
	var other manifest.Manifest
	must(t, other.UnmarshalText(yaml))
	defer other.Close()
	var buffer bytes.Buffer
	if n, err := other.WriteTo(&buffer); err != nil || n != int64(len(yaml)) || !bytes.Equal(buffer.Bytes(), yaml) {
		t.Error(n, err)
	}
	_, err = m.Text(9)
	mustBe(t, err, manifest.ErrArgument)
}

func TestDigests(t *testing.T) {
	good := "sha256:" + strings.Repeat("0a", 32)
	digest, err := manifest.ParseDigest(good)
	must(t, err)
	if digest.Algorithm() != "sha256" || digest.Hex() != strings.Repeat("0a", 32) || digest.String() != good {
		t.Error(digest)
	}
	for _, bad := range []string{"", "sha256", "sha256:", good[:70], good + "00", strings.ToUpper(good), "sha256:" + strings.Repeat("0A", 32),
		"md5:" + strings.Repeat("0a", 16), "sha512:" + strings.Repeat("0a", 32), good + "\n", " " + good, "sha256:" + strings.Repeat("zz", 32)} {
		if digest, err := manifest.ParseDigest(bad); err == nil {
			t.Errorf("%q is taken for %s", bad, digest)
		}
	}
}

func TestSetText(t *testing.T) {
	changed, err := manifest.SetText([]byte(draft), nil, "/release/version", "2.0.0")
	must(t, err)
	if string(changed) != strings.Replace(draft, "1.0.0", "2.0.0", 1) {
		t.Error(string(changed))
	}
	_, err = manifest.SetText([]byte(draft), nil, "/configuration/parameters/verbose/value", "")
	mustBe(t, err, manifest.ErrInvalid)
	_, err = manifest.SetText([]byte(draft), nil, "/release/description", "x")
	mustBe(t, err, manifest.ErrAbsent)
	_, err = manifest.SetText([]byte(draft), nil, "/release", "x")
	mustBe(t, err, manifest.ErrType)
	_, err = manifest.SetText(nil, nil, "/release/id", "x")
	mustBe(t, err, manifest.ErrInvalid)
	_, err = manifest.SetText([]byte(draft), nil, "/\x00", "x")
	mustBe(t, err, manifest.ErrArgument)
}

func TestSchemaAndRegistry(t *testing.T) {
	text, err := manifest.Schema("manifest/v1")
	must(t, err)
	if !json.Valid(text) {
		t.Error("the schema is no JSON")
	}
	_, err = manifest.Schema("manifest/v9")
	mustBe(t, err, manifest.ErrArgument)
	rules := manifest.Registry()
	if len(rules) < 200 || rules[0].Code >= rules[1].Code || rules[0].Title == "" {
		t.Error(len(rules))
	}
	if manifest.Version() == "" {
		t.Error("there is no version")
	}
}

func TestValidate(t *testing.T) {
	m := release(t)
	report, err := m.Validate(nil)
	must(t, err)
	if !report.Good() || report.Total != 0 {
		t.Error(report)
	}
	report, err = parse(t, []byte(draft)).Validate(nil)
	mustBe(t, err, manifest.ErrInvalid)
	if report == nil || report.Good() || report.Errors == 0 {
		t.Error(report)
	}
	report, err = parse(t, []byte(draft)).Validate(&manifest.ValidateOptions{Profile: manifest.ProfileDraft, MaximumFindings: 1})
	if err != nil && !is(err, manifest.ErrInvalid) || report == nil || len(report.Findings) > 1 {
		t.Error(report, err)
	}
	rules, err := manifest.ParseRules([]byte("schema: rules/v1\nseverity: [{code: MF2401, severity: error}]\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Validate(&manifest.ValidateOptions{Rules: rules})
	must(t, err)
	rules.Close()
	_, err = m.Validate(&manifest.ValidateOptions{Rules: rules})
	mustBe(t, err, manifest.ErrClosed)
	_, err = manifest.ParseRules([]byte("schema: rules/v1\nrules: 7\n"), nil)
	mustBe(t, err, manifest.ErrInvalid)
}

func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	must(t, manifest.WriteFile(path, []byte("one"), 0600))
	must(t, manifest.WriteFile(path, nil, 0600))
	if text, err := os.ReadFile(path); err != nil || len(text) != 0 {
		t.Error(text, err)
	}
	mustBe(t, manifest.WriteFile(filepath.Join(path, "below"), []byte("x"), 0), manifest.ErrIO)
	mustBe(t, manifest.WriteFile("a\x00b", []byte("x"), 0), manifest.ErrArgument)
}

func TestBuilder(t *testing.T) {
	b, err := manifest.NewBuilder(nil)
	must(t, err)
	defer b.Close()
	must(t, b.Set("/release/id", "tiny-1"))
	must(t, b.Set("/release/version", "1.0.0"))
	must(t, b.Set("/configuration/parameters/batch", map[string]interface{}{"name": "batch", "type": "int", "value": 7}))
	must(t, b.Append("/configuration/parameters", map[string]interface{}{"name": "floor", "type": "number", "value": 0.25}))
	must(t, b.Set("/configuration/parameters/verbose/type", "bool"))
	must(t, b.Set("/configuration/parameters/verbose/value", true))
	must(t, b.Set("/release/description", "x"))
	must(t, b.Remove("/release/description"))
	mustBe(t, b.Remove("/release/description"), manifest.ErrAbsent)
	built, err := b.Build(manifest.ProfileDraft)
	must(t, err)
	defer built.Close()
	wanted, err := parse(t, []byte(draft)).Canonical()
	must(t, err)
	if found, err := built.Canonical(); err != nil || !bytes.Equal(found, wanted) {
		t.Errorf("%s\n%s\n%v", found, wanted, err)
	}
	_, err = b.Build(manifest.ProfileRelease)
	mustBe(t, err, manifest.ErrInvalid)
	edit, err := built.Edit(nil)
	must(t, err)
	defer edit.Close()
	must(t, edit.Set("/release/version", "1.0.1"))
	next, err := edit.Build(manifest.ProfileDraft)
	must(t, err)
	defer next.Close()
	if version, err := next.GetText("/release/version"); err != nil || version != "1.0.1" {
		t.Error(version, err)
	}
}

func TestBuilderRefuses(t *testing.T) {
	b, err := manifest.NewBuilder(nil)
	must(t, err)
	mustBe(t, b.Set("/release/idd", "x"), manifest.ErrPath)
	mustBe(t, b.Set("/release", "x"), manifest.ErrType)
	mustBe(t, b.Set("/release\x00/id", "x"), manifest.ErrArgument)
	mustBe(t, b.Set("/environment/resources/gpu/count", int64(math.MaxInt64)), manifest.ErrArgument)
	mustBe(t, b.Set("/environment/resources/gpu/count", uint64(math.MaxUint64)), manifest.ErrArgument)
	mustBe(t, b.Set("/acceptance/performance/latency/max", math.NaN()), manifest.ErrArgument)
	mustBe(t, b.Set("/acceptance/performance/latency/max", math.Inf(1)), manifest.ErrArgument)
	mustBe(t, b.Set("/release", func() {}), manifest.ErrArgument)
	mustBe(t, b.Append("/artifacts", make(chan int)), manifest.ErrArgument)
	mustBe(t, b.SetJSON("/release", []byte(`{"id":`)), manifest.ErrSyntax)
	mustBe(t, b.SetJSON("/release", nil), manifest.ErrSyntax)
	mustBe(t, b.SetJSON("/release", []byte(`{"idd": "x"}`)), manifest.ErrInvalid)
	mustBe(t, b.Append("/release/id", "x"), manifest.ErrType)
	mustBe(t, b.SetText("/release/id", "a\x00b"), manifest.ErrArgument)
	must(t, b.SetText("/release/id", "\xff"))
	if _, err = b.Build(manifest.ProfileDraft); !is(err, manifest.ErrInvalid) {
		t.Error("what is no UTF-8 gets into a manifest:", err)
	}
	b.Close()
	mustBe(t, b.Set("/release/id", "x"), manifest.ErrClosed)
	_, err = b.Build(manifest.ProfileDraft)
	mustBe(t, err, manifest.ErrClosed)
}
