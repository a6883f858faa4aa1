// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	manifest "libmanifest.example/go/manifest"
)

const environment = `schema: manifest/v1
environment:
  platform: {os: linux, architecture: amd64, kernel: 6.1.0}
  runtime: {name: cpython, version: %s}
`

func TestCompareEnvironments(t *testing.T) {
	expected, actual := parse(t, []byte(fmt.Sprintf(environment, "3.12.5"))), parse(t, []byte(fmt.Sprintf(environment, "3.11.2")))
	same, err := manifest.CompareEnvironments(expected, expected, nil)
	must(t, err)
	if same.Drift() || same.String() != "" || len(same.Items) == 0 || same.Count(manifest.ParitySame) != len(same.Items) {
		t.Errorf("%+v", same)
	}
	same.Close()
	p, err := manifest.CompareEnvironments(expected, actual, &manifest.ParityOptions{Time: time.Unix(1790000000, 0)})
	must(t, err)
	if !p.Drift() || p.Errors != 1 || p.Count(manifest.ParityDifferent) != 1 {
		t.Fatalf("%+v", p)
	}
	for _, item := range p.Items {
		if item.Outcome == manifest.ParityDifferent && (item.Path == "" || item.Code == "" || !strings.Contains(item.Expected, "3.12.5") ||
			!strings.Contains(item.Actual, "3.11.2") || item.Severity != manifest.SeverityError) {
			t.Errorf("%+v", item)
		}
	}
	if text := p.String(); !strings.Contains(text, "3.11.2") || strings.Count(text, "\n") != 1 {
		t.Error(text)
	}
	var fromC struct{ Items []map[string]interface{} }
	text, err := json.Marshal(p)
	must(t, err)
	must(t, json.Unmarshal(text, &fromC))
	if len(fromC.Items) != len(p.Items) {
		t.Error(string(text))
	}
	for i, item := range fromC.Items {
		if item["outcome"] != p.Items[i].Outcome.String() || item["kind"] != p.Items[i].Kind || item["path"] != p.Items[i].Path {
			t.Errorf("%v is not %+v", item, p.Items[i])
		}
	}
	p.Close()
	_, err = json.Marshal(p)
	mustBe(t, err, manifest.ErrClosed)
	if !(*manifest.Parity)(nil).Drift() {
		t.Error("no comparison is no parity")
	}
}

func TestParityRefuses(t *testing.T) {
	m := parse(t, []byte(fmt.Sprintf(environment, "3.12.5")))
	for _, pair := range [][2]*manifest.Manifest{{m, nil}, {nil, m}} {
		_, err := manifest.CompareEnvironments(pair[0], pair[1], nil)
		mustBe(t, err, manifest.ErrClosed)
	}
	_, err := manifest.CompareEnvironments(m, m, &manifest.ParityOptions{Policy: &manifest.ParityPolicy{}})
	mustBe(t, err, manifest.ErrClosed)
	_, err = manifest.CompareEnvironments(m, m, &manifest.ParityOptions{Time: time.Unix(0, 0)})
	mustBe(t, err, manifest.ErrArgument)
	_, err = manifest.CompareEnvironments(m, m, &manifest.ParityOptions{MaximumMemory: 1})
	mustBe(t, err, manifest.ErrLimit)
	for _, text := range []string{"", "schema: parity/v1\nunknown: 1\n", "schema: manifest/v1\n", "\x00"} {
		_, err := manifest.ParseParityPolicy([]byte(text), nil)
		mustBe(t, err, manifest.ErrInvalid)
	}
	policy, err := manifest.ParseParityPolicy([]byte("schema: parity/v1\n"), nil)
	must(t, err)
	p, err := manifest.CompareEnvironments(m, m, &manifest.ParityOptions{Policy: policy})
	must(t, err)
	p.Close()
	policy.Close()
	_, err = manifest.CompareEnvironments(m, m, &manifest.ParityOptions{Policy: policy})
	mustBe(t, err, manifest.ErrClosed)
}
