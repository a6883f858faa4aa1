// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	manifest "libmanifest.example/go/manifest"
)

const lock = `numpy==2.1.0 \
    --hash=sha256:0101010101010101010101010101010101010101010101010101010101010101
My_Package==1.0 ; python_version >= "3.9" \
    --hash=sha256:0202020202020202020202020202020202020202020202020202020202020202
`

func TestLockfile(t *testing.T) {
	l, err := manifest.ParseLockfile([]byte(lock), nil)
	must(t, err)
	if l.Format() != "requirements" || len(l.Packages()) != 2 || l.Report() == nil {
		t.Fatalf("%+v", l)
	}
	first := l.Packages()[0]
	if first.Name != "my-package" || first.WrittenName != "My_Package" || first.Version != "1.0" || first.PURL != "pkg:pypi/my-package@1.0" ||
		first.Ecosystem != "pypi" || first.Line != 3 || len(first.Digests) != 1 || first.Marker == "" {
		t.Errorf("%+v", first)
	}
	text, err := json.Marshal(l)
	must(t, err)
	if !strings.Contains(string(text), `"pkg:pypi/numpy@2.1.0"`) {
		t.Error(string(text))
	}
	l.Close()
	if _, err = l.MarshalJSON(); !is(err, manifest.ErrClosed) || len(l.Packages()) != 2 {
		t.Error(err)
	}
	file, err := manifest.LoadLockfile(source("examples", "iris-classifier", "requirements.lock"), nil)
	must(t, err)
	defer file.Close()
	if len(file.Packages()) < 3 {
		t.Error(file.Packages())
	}
}

func TestLockfileDependencies(t *testing.T) {
	l, err := manifest.ParseLockfile([]byte(`version = 3
[[package]]
name = "a"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "0101010101010101010101010101010101010101010101010101010101010101"
dependencies = ["b", "gone"]
[[package]]
name = "b"
version = "2.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "0202020202020202020202020202020202020202020202020202020202020202"
`), &manifest.LockOptions{Format: "cargo"})
	if err != nil {
		var failure *manifest.Error
		if errors.As(err, &failure) {
			t.Fatal(failure.Report)
		}
		t.Fatal(err)
	}
	defer l.Close()
	wanted := []manifest.Dependency{{Name: "b", Package: 1}, {Name: "gone", Package: -1}}
	if found := l.Packages()[0].Dependencies; !reflect.DeepEqual(found, wanted) {
		t.Error(found)
	}
}

func TestImport(t *testing.T) {
	l, err := manifest.ParseLockfile([]byte(lock), nil)
	must(t, err)
	b, err := manifest.NewBuilder(nil)
	must(t, err)
	defer b.Close()
	must(t, b.Import(l, manifest.ImportOptions{Path: "requirements.txt", Scope: "test"}))
	m, err := b.Build(manifest.ProfileDraft)
	must(t, err)
	defer m.Close()
	if keys, err := m.Keys("/dependencies/packages"); err != nil || len(keys) != 2 {
		t.Error(keys, err)
	}
	mustBe(t, b.Import(l, manifest.ImportOptions{}), manifest.ErrArgument)
	mustBe(t, b.Import(l, manifest.ImportOptions{Path: "a\x00"}), manifest.ErrArgument)
	mustBe(t, b.Import(l, manifest.ImportOptions{Path: "requirements.txt", Name: "\x00"}), manifest.ErrArgument)
	mustBe(t, b.Import(l, manifest.ImportOptions{Path: "requirements.txt", Scope: "some"}), manifest.ErrArgument)
	mustBe(t, b.Import(nil, manifest.ImportOptions{Path: "requirements.txt"}), manifest.ErrClosed)
	l.Close()
	mustBe(t, b.Import(l, manifest.ImportOptions{Path: "requirements.txt"}), manifest.ErrClosed)
}

func TestCheckLockfiles(t *testing.T) {
	root := t.TempDir()
	l, err := manifest.ParseLockfile([]byte(lock), nil)
	must(t, err)
	defer l.Close()
	b, err := manifest.NewBuilder(nil)
	must(t, err)
	defer b.Close()
	must(t, b.Import(l, manifest.ImportOptions{Path: "requirements.txt"}))
	m, err := b.Build(manifest.ProfileDraft)
	must(t, err)
	defer m.Close()
	must(t, os.WriteFile(filepath.Join(root, "requirements.txt"), []byte(lock), 0o644))
	check, err := m.CheckLockfiles(root, nil)
	must(t, err)
	if check.Pinned != 2 || check.Verified != 2 || !check.Report.Good() {
		t.Errorf("%+v", check)
	}
	must(t, os.WriteFile(filepath.Join(root, "requirements.txt"), []byte(strings.Replace(lock, "2.1.0", "2.1.1", 1)), 0o644))
	check, err = m.CheckLockfiles(root, nil)
	mustBe(t, err, manifest.ErrInvalid)
	if check.Report.Good() {
		t.Errorf("%+v", check)
	}
	_, err = m.CheckLockfiles(filepath.Join(root, "nothing"), nil)
	mustBe(t, err, manifest.ErrIO)
	_, err = m.CheckLockfiles("a\x00", nil)
	mustBe(t, err, manifest.ErrArgument)
	_, err = parse(t, []byte(draft)).CheckLockfiles(root, nil)
	mustBe(t, err, manifest.ErrInvalid)
	m.Close()
	_, err = m.CheckLockfiles(root, nil)
	mustBe(t, err, manifest.ErrClosed)
}

func TestLockfileRefuses(t *testing.T) {
	for text, options := range map[string]*manifest.LockOptions{
		"numpy==2.1.0 --hash=sha256:zz\n": nil,
		"\x00":                            nil,
		"[[package]]\nname = 7\n":         {Format: "cargo"},
		"{\"lockfileVersion\": 3, \"packages\": [1]}":     nil,
		"example.com/m v1.0.0 h1:x\nexample.com/m v1 h1:": {Format: "go"},
	} {
		l, err := manifest.ParseLockfile([]byte(text), options)
		if err == nil {
			t.Errorf("%q is taken for a lock file: %v", text, l.Report())
		}
	}
	_, err := manifest.ParseLockfile([]byte(lock), &manifest.LockOptions{Format: "rpm"})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.ParseLockfile([]byte(lock), &manifest.LockOptions{Format: "go\x00"})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.ParseLockfile([]byte(lock), &manifest.LockOptions{MaximumInput: 5})
	mustBe(t, err, manifest.ErrLimit)
	_, err = manifest.LoadLockfile("nothing is here", nil)
	mustBe(t, err, manifest.ErrIO)
}

const settings = `schema: manifest/v1
release: {id: tiny-1}
configuration:
  parameters:
    - {name: batch, type: int, value: 7, change: deploy, minimum: 1, maximum: 9}
    - {name: floor, type: number, value: 0.25}
    - {name: patience, type: duration, value: 1m30s}
    - {name: verbose, type: bool, value: true, change: live}
`

func TestResolve(t *testing.T) {
	m := parse(t, []byte(settings))
	stage, err := manifest.ParseOverrides([]byte("schema: overrides/v1\nparameters: [{name: batch, value: 8}]\n"), nil, manifest.OriginStage, "production.yaml")
	must(t, err)
	defer stage.Close()
	person, err := manifest.NewOverrides([]string{"batch=9"}, manifest.OriginCommandLine, "--set")
	must(t, err)
	defer person.Close()
	c, err := manifest.Resolve(m, []*manifest.Overrides{stage, person}, nil)
	must(t, err)
	batch, err := c.Find("batch")
	must(t, err)
	wanted := []manifest.Superseded{{Value: "8", Origin: manifest.OriginStage, Label: "production.yaml"}, {Value: "7", Origin: manifest.OriginManifest}}
	if value, err := batch.Int(); err != nil || value != 9 || batch.Value != "9" || batch.Type != "int" || batch.Label != "--set" ||
		batch.Origin.String() != "command-line" || !reflect.DeepEqual(batch.Before, wanted) {
		t.Errorf("%+v %v", batch, err)
	}
	all := c.Settings()
	if len(all) != 4 {
		t.Fatal(all)
	}
	if value, err := all[1].Number(); err != nil || value != 0.25 {
		t.Error(value, err)
	}
	if value, err := all[2].Number(); err != nil || value != 90 {
		t.Error(value, err)
	}
	if value, err := all[3].Bool(); err != nil || !value {
		t.Error(value, err)
	}
	_, err = all[3].Int()
	mustBe(t, err, manifest.ErrType)
	_, err = c.Find("nothing")
	mustBe(t, err, manifest.ErrAbsent)
	_, err = c.Find("a\x00")
	mustBe(t, err, manifest.ErrArgument)
	digest, err := m.Digest()
	must(t, err)
	if c.Manifest() != digest || c.Release() != "tiny-1" || c.Report() == nil {
		t.Error(c.Manifest(), c.Release())
	}
	for _, form := range []manifest.ConfigurationForm{manifest.ConfigurationYAML, manifest.ConfigurationJSON} {
		text, err := c.Text(form)
		must(t, err)
		again, err := manifest.ParseConfiguration(text, nil)
		must(t, err)
		first, err := c.Digest()
		must(t, err)
		if second, err := again.Digest(); err != nil || first != second {
			t.Error(first, second, err)
		}
		_, err = again.Text(manifest.ConfigurationEnv)
		mustBe(t, err, manifest.ErrArgument)
		again.Close()
	}
	text, err := json.Marshal(c)
	must(t, err)
	if canonical, err := c.Canonical(); err != nil || string(canonical) != string(text) {
		t.Error(string(text), err)
	}
	c.Close()
	_, err = batch.Int()
	mustBe(t, err, manifest.ErrClosed)
	if c.Settings() != nil || c.Manifest() != "" || c.Release() != "" {
		t.Error("something is left of a closed configuration")
	}
}

func TestResolveWhileRunning(t *testing.T) {
	m := parse(t, []byte(settings))
	running, err := manifest.Resolve(m, nil, nil)
	must(t, err)
	set := func(assignment string) error {
		layer, err := manifest.NewOverrides([]string{assignment}, manifest.OriginCommandLine, "--set")
		must(t, err)
		defer layer.Close()
		c, err := manifest.Resolve(m, []*manifest.Overrides{layer}, &manifest.ResolveOptions{Running: running})
		c.Close()
		return err
	}
	must(t, set("verbose=false"))
	mustBe(t, set("batch=8"), manifest.ErrInvalid)
	running.Close()
	mustBe(t, set("verbose=false"), manifest.ErrClosed)
}

func TestResolveRefuses(t *testing.T) {
	m := parse(t, []byte(settings))
	for _, assignment := range []string{"batch=10", "batch=x", "nothing=1", "verbose=yes", "floor=1e999"} {
		layer, err := manifest.NewOverrides([]string{assignment}, manifest.OriginCommandLine, "--set")
		must(t, err)
		_, err = manifest.Resolve(m, []*manifest.Overrides{layer}, nil)
		mustBe(t, err, manifest.ErrInvalid)
		var finding manifest.Finding
		if !errors.As(err, &finding) || finding.Source != "--set" {
			t.Error(finding)
		}
		layer.Close()
		_, err = manifest.Resolve(m, []*manifest.Overrides{layer}, nil)
		mustBe(t, err, manifest.ErrClosed)
	}
	_, err := manifest.Resolve(m, []*manifest.Overrides{nil}, nil)
	mustBe(t, err, manifest.ErrClosed)
	_, err = manifest.NewOverrides([]string{"batch"}, manifest.OriginCommandLine, "--set")
	mustBe(t, err, manifest.ErrSyntax)
	_, err = manifest.NewOverrides([]string{"a\x00=1"}, manifest.OriginCommandLine, "--set")
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.NewOverrides(nil, manifest.OriginCommandLine, "")
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.NewOverrides(nil, manifest.OriginManifest, "x")
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.ParseOverrides(nil, nil, manifest.OriginStage, "x")
	mustBe(t, err, manifest.ErrInvalid)
	_, err = manifest.ParseOverrides(nil, nil, manifest.OriginStage, "\x00")
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.ParseConfiguration([]byte("{}"), nil)
	mustBe(t, err, manifest.ErrInvalid)
}

func TestExpression(t *testing.T) {
	variables := map[string]manifest.Type{"n": manifest.TypeInt, "p99": manifest.TypeDouble, "on": manifest.TypeBool, "stage": manifest.TypeString,
		"is": manifest.TypeIntList, "ds": manifest.TypeDoubleList, "bs": manifest.TypeBoolList, "ts": manifest.TypeStringList}
	values := map[string]interface{}{"n": 4, "p99": 0.5, "on": true, "stage": "prod", "is": []int64{1, 2}, "ds": []float64{0.5}, "bs": []bool{true, false},
		"ts": []string{"a", "é"}, "unused": "x"}
	for source, wanted := range map[string]interface{}{
		"n + 1": int64(5), "p99 * 2.0": 1.0, "on && p99 < 1.0": true, "stage + '!'": "prod!", "is": []int64{1, 2}, "ds": []float64{0.5},
		"bs": []bool{true, false}, "ts": []string{"a", "é"}, "[]": []interface{}{}, "n in is": false, "'a' in ts && size(stage) == 4": true,
	} {
		e, err := manifest.CompileExpression(source, variables, manifest.TypeAny)
		must(t, err)
		for round := 0; round < 2; round++ {
			if found, err := e.Evaluate(values); err != nil || !reflect.DeepEqual(found, wanted) {
				t.Errorf("%s gives %#v (%v)", e, found, err)
			}
		}
		e.Close()
		_, err = e.Evaluate(values)
		mustBe(t, err, manifest.ErrClosed)
	}
	e, err := manifest.CompileExpression("p99 < 1.0 || n > 3", variables, manifest.TypeBool)
	must(t, err)
	defer e.Close()
	if found := e.Variables(); len(found) != 2 || found[0] != (manifest.Variable{Name: "n", Type: manifest.TypeInt}) || e.Type() != manifest.TypeBool {
		t.Error(found)
	}
	if truth, err := e.EvaluateBool(map[string]interface{}{"n": int32(4), "p99": nil}); err != nil || !truth {
		t.Error(truth, err)
	}
	_, err = e.EvaluateBool(map[string]interface{}{"n": 1, "p99": math.NaN()})
	mustBe(t, err, manifest.ErrEvaluation)
	_, err = e.EvaluateBool(nil)
	mustBe(t, err, manifest.ErrEvaluation)
	_, err = e.Evaluate(map[string]interface{}{"n": "four", "p99": 2.0})
	mustBe(t, err, manifest.ErrType)
	_, err = e.Evaluate(map[string]interface{}{"n": uint8(4)})
	mustBe(t, err, manifest.ErrArgument)
	var group sync.WaitGroup
	for i := 0; i < 8; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			for n := 0; n < 200; n++ {
				if truth, err := e.EvaluateBool(map[string]interface{}{"n": i, "p99": 2.0}); err != nil || truth != (i > 3) {
					t.Error(truth, err)
				}
			}
		}(i)
	}
	group.Wait()
}

func TestExpressionRefuses(t *testing.T) {
	variables := map[string]manifest.Type{"n": manifest.TypeInt, "ts": manifest.TypeStringList}
	for _, source := range []string{"", "n +", "n + 1.0", "m", "n\x00", "\xff", "1 ? 2 : 3", strings.Repeat("(", 200), "n == 'x'"} {
		_, err := manifest.CompileExpression(source, variables, manifest.TypeAny)
		mustBe(t, err, manifest.ErrExpression)
		var failure *manifest.Error
		if !errors.As(err, &failure) || failure.Line != 1 {
			t.Errorf("%q: %v", source, err)
		}
	}
	_, err := manifest.CompileExpression(strings.Repeat("n + ", 2000)+"n", variables, manifest.TypeAny)
	mustBe(t, err, manifest.ErrLimit)
	_, err = manifest.CompileExpression("n", variables, manifest.TypeBool)
	mustBe(t, err, manifest.ErrExpression)
	for name, kind := range map[string]manifest.Type{"a b": manifest.TypeInt, "in": manifest.TypeInt, "a\x00": manifest.TypeInt, "": manifest.TypeInt, "x": 99, "y": manifest.TypeAny} {
		_, err = manifest.CompileExpression("1", map[string]manifest.Type{name: kind}, manifest.TypeAny)
		mustBe(t, err, manifest.ErrArgument)
	}
	e, err := manifest.CompileExpression("size(ts) + n", variables, manifest.TypeAny)
	must(t, err)
	defer e.Close()
	_, err = e.EvaluateBool(map[string]interface{}{"n": 1, "ts": []string{}})
	mustBe(t, err, manifest.ErrType)
	_, err = e.Evaluate(map[string]interface{}{"n": int64(math.MaxInt64), "ts": []string{"a"}})
	mustBe(t, err, manifest.ErrEvaluation)
	_, err = e.Evaluate(map[string]interface{}{"n": 1, "ts": []string{"a\x00b"}})
	mustBe(t, err, manifest.ErrArgument)
	_, err = e.Evaluate(map[string]interface{}{"n": 1, "ts": []string{"\xff"}})
	mustBe(t, err, manifest.ErrArgument)
	m := release(t)
	_, err = m.CompileAt("/release/id")
	mustBe(t, err, manifest.ErrType)
	_, err = m.CompileAt("/nothing")
	mustBe(t, err, manifest.ErrPath)
}
