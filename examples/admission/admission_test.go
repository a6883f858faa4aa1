// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	manifest "libmanifest.example/go/manifest"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// digest is that of a name.
func digest(name string) string { return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(name))) }

const (
	index    = "index"
	platform = "platform"
	proxy    = "proxy"
	other    = "other"
	base     = "base"
	unknown  = "unknown"
)

func at(name string) string { return "registry.example/risk/app@" + digest(name) }

func newKey(t testing.TB) *manifest.Key {
	t.Helper()
	key, err := manifest.GenerateKey()
	must(t, err)
	t.Cleanup(func() { key.Close() })
	return key
}

// envelope is the example release with images and an expiry of our own.
func envelope(t testing.TB, key *manifest.Key, id string, changes map[string]interface{}) []byte {
	t.Helper()
	original, err := manifest.Load(filepath.Join("..", "iris-classifier", "manifest.yaml"), nil)
	must(t, err)
	defer original.Close()
	builder, err := original.Edit(nil)
	must(t, err)
	defer builder.Close()
	if err := builder.Remove("/environment/sidecars"); err != nil && err != manifest.ErrAbsent {
		t.Fatal(err)
	}
	must(t, builder.Set("/release/id", id))
	for path, value := range changes {
		must(t, builder.Set(path, value))
	}
	m, err := builder.Build(manifest.ProfileRelease)
	must(t, err)
	defer m.Close()
	text, err := manifest.Sign(m, []*manifest.Key{key}, nil)
	must(t, err)
	return text
}

var now = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// newReleases are two: one with an index, an image for the platform and a sidecar, and one with another image, which expires.
func newReleases(t testing.TB) (releases, *manifest.Key, string) {
	t.Helper()
	key := newKey(t)
	folder := t.TempDir()
	first := envelope(t, key, "first", map[string]interface{}{
		"/environment/image/digest":          digest(index),
		"/environment/image/platform_digest": digest(platform),
		"/environment/image/base/digest":     digest(base),
		"/environment/sidecars/proxy":        map[string]interface{}{"name": "proxy", "purpose": "Speaks TLS.", "repository": "registry.example/proxy", "digest": digest(proxy)},
	})
	second := envelope(t, key, "second", map[string]interface{}{
		"/environment/image/digest": digest(other), "/release/expires": "2026-11-20T00:00:00Z",
	})
	must(t, os.WriteFile(filepath.Join(folder, "first.dsse.json"), first, 0o644))
	must(t, os.WriteFile(filepath.Join(folder, "second.dsse.json"), second, 0o644))
	all, err := loadReleases(folder, []*manifest.Key{key}, 1, now)
	must(t, err)
	if len(all) != 2 {
		t.Fatal(all)
	}
	return all, key, folder
}

// pod is the spec of a pod, as JSON.
func pod(t testing.TB, spec string) json.RawMessage {
	t.Helper()
	if !json.Valid([]byte(spec)) {
		t.Fatal(spec)
	}
	return json.RawMessage(fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","annotations":{"image":"x:latest"}},"spec":%s}`, spec))
}

func ask(operation string, object json.RawMessage) *request {
	asked := &request{UID: "u-1", Operation: operation, Object: object}
	asked.Kind.Version, asked.Kind.Kind = "v1", "Pod"
	return asked
}

func TestPodsAreAdmitted(t *testing.T) {
	all, _, _ := newReleases(t)
	hook := newWebhook(all, func() time.Time { return now })
	for spec, id := range map[string]string{
		`{"containers":[{"image":"` + at(index) + `"}]}`:                                                                                 "first",
		`{"containers":[{"image":"` + at(platform) + `"}]}`:                                                                              "first",
		`{"containers":[{"image":"mirror.example:5000/a/b:1.0@` + digest(index) + `"}]}`:                                                 "first",
		`{"containers":[{"image":"` + at(index) + `"},{"image":"` + at(proxy) + `"}]}`:                                                   "first",
		`{"initContainers":[{"image":"` + at(proxy) + `","restartPolicy":"Always"}],"containers":[{"image":"` + at(platform) + `"}]}`:    "first",
		`{"containers":[{"image":"` + at(index) + `"}],"ephemeralContainers":[{"image":"` + at(proxy) + `"}]}`:                           "first",
		`{"containers":[{"image":"` + at(other) + `"}],"nodeSelector":{"image":"gpu"},"initContainers":null}`:                            "second",
		`{"containers":[{"image":"` + at(index) + `"}],"volumes":[{"name":"v","image":{"reference":"` + at(proxy) + `"}},{"name":"w"}]}`: "first",
	} {
		for _, operation := range []string{"CREATE", "UPDATE"} {
			answer := hook.judge(ask(operation, pod(t, spec)))
			if !answer.Allowed || answer.AuditAnnotations["release"] != id || answer.UID != "u-1" {
				t.Errorf("%s: %+v", spec, answer.Status)
			}
		}
	}
	if answer := hook.judge(ask("DELETE", nil)); !answer.Allowed {
		t.Error(answer.Status)
	}
}

func TestPodsAreRefused(t *testing.T) {
	all, _, _ := newReleases(t)
	hook := newWebhook(all, func() time.Time { return now })
	good := `{"image":"` + at(index) + `"}`
	for _, spec := range []string{
		// Tags, and what is no reference with a digest.
		`{"containers":[{"image":"registry.example/risk/app:1.0"}]}`,
		`{"containers":[{"image":"registry.example/risk/app"}]}`,
		`{"containers":[{"image":"app:latest"}]}`,
		`{"containers":[{"image":"` + digest(index) + `"}]}`,
		`{"containers":[{"image":"@` + digest(index) + `"}]}`,
		`{"containers":[{"image":"app@` + digest(index) + `0"}]}`,
		`{"containers":[{"image":"app@` + digest(index)[:70] + `"}]}`,
		`{"containers":[{"image":"app@` + digest(index) + `@` + digest(other) + `"}]}`,
		`{"containers":[{"image":"app@` + digest(index) + `\n"}]}`,
		`{"containers":[{"image":" app@` + digest(index) + `"}]}`,
		`{"containers":[{"image":"app@sha512:` + strings.Repeat("1", 128) + `"}]}`,
		`{"containers":[{"image":"app@SHA256:` + digest(index)[7:] + `"}]}`,
		`{"containers":[{"image":"app@sha256:` + strings.ToUpper(digest(index)[7:]) + `"}]}`,
		`{"containers":[{"image":"app:` + digest(index) + `"}]}`,
		// Images of no release, wherever they are.
		`{"containers":[{"image":"` + at(unknown) + `"}]}`,
		`{"containers":[{"image":"` + at(base) + `"}]}`,
		`{"containers":[` + good + `,{"image":"` + at(unknown) + `"}]}`,
		`{"containers":[` + good + `],"initContainers":[{"image":"` + at(unknown) + `"}]}`,
		`{"containers":[` + good + `],"initContainers":[{"image":"` + at(unknown) + `","restartPolicy":"Always"}]}`,
		`{"containers":[` + good + `],"ephemeralContainers":[{"image":"` + at(unknown) + `"}]}`,
		`{"containers":[` + good + `],"ephemeralContainers":[{"image":"busybox","targetContainerName":"app"}]}`,
		`{"containers":[` + good + `],"volumes":[{"name":"v","image":{"reference":"` + at(unknown) + `"}}]}`,
		`{"containers":[` + good + `],"volumes":[{"name":"v","image":{"reference":"models:latest"}}]}`,
		`{"containers":[` + good + `],"volumes":[{"name":"v","image":{}}]}`,
		`{"containers":[` + good + `],"futureContainers":[{"image":"busybox"}]}`,
		`{"containers":[` + good + `],"future":{"deep":[{"Image":"busybox"}]}}`,
		// Images of two releases.
		`{"containers":[` + good + `,{"image":"` + at(other) + `"}]}`,
		`{"containers":[{"image":"` + at(other) + `"},{"image":"` + at(proxy) + `"}]}`,
		// What is no pod.
		`{"containers":[]}`, `{}`, `null`, `[]`, `"x"`, `{"containers":{}}`, `{"containers":[null]}`, `{"containers":[{}]}`, `{"containers":["x"]}`,
		`{"containers":[{"image":""}]}`, `{"containers":[{"image":7}]}`, `{"containers":[{"image":null}]}`, `{"containers":[` + good + `,{"name":"x"}]}`,
		`{"containers":[` + good + `],"initContainers":"x"}`, `{"containers":[{"image":["` + at(index) + `"]}]}`, `{"Containers":[{"name":"x"}]}`,
	} {
		answer := hook.judge(ask("CREATE", pod(t, spec)))
		if answer.Allowed || answer.Status == nil || answer.Status.Code != 403 || answer.Status.Message == "" || answer.UID != "u-1" {
			t.Errorf("%s: %+v", spec, answer)
		}
	}
}

func TestOtherRequestsAreRefused(t *testing.T) {
	all, _, _ := newReleases(t)
	hook := newWebhook(all, func() time.Time { return now })
	good := pod(t, `{"containers":[{"image":"`+at(index)+`"}]}`)
	for _, object := range []string{"null", "{}", "[]", `"x"`, `{"spec":null}`, `{"Spec":{"containers":[{"image":"` + at(index) + `"}]}}`, "7"} {
		if answer := hook.judge(ask("CREATE", json.RawMessage(object))); answer.Allowed {
			t.Error(object)
		}
	}
	for _, operation := range []string{"", "CONNECT", "create", "PATCH"} {
		if answer := hook.judge(ask(operation, good)); answer.Allowed {
			t.Error(operation)
		}
	}
	for _, kind := range [][3]string{{"apps", "v1", "Deployment"}, {"apps", "v1", "Pod"}, {"", "v2", "Pod"}, {"", "v1", "PodTemplate"}, {"", "", ""}} {
		asked := ask("CREATE", good)
		asked.Kind.Group, asked.Kind.Version, asked.Kind.Kind = kind[0], kind[1], kind[2]
		if answer := hook.judge(asked); answer.Allowed {
			t.Error(kind)
		}
	}
}

func TestReleasesExpire(t *testing.T) {
	all, key, folder := newReleases(t)
	clock := time.Date(2026, 11, 19, 23, 59, 59, 0, time.UTC)
	hook := newWebhook(all, func() time.Time { return clock })
	asked := ask("CREATE", pod(t, `{"containers":[{"image":"`+at(other)+`"}]}`))
	if answer := hook.judge(asked); !answer.Allowed {
		t.Error(answer.Status)
	}
	clock = clock.Add(time.Second)
	if answer := hook.judge(asked); answer.Allowed {
		t.Error("a release that has expired counts")
	}
	later, err := loadReleases(folder, []*manifest.Key{key}, 1, clock.Add(time.Hour))
	if err != nil || len(later) != 1 {
		t.Error(later, err)
	}
}

func TestReleasesThatAreNotTrusted(t *testing.T) {
	_, key, folder := newReleases(t)
	stranger := newKey(t)
	load := func(threshold uint32, keys ...*manifest.Key) error {
		_, err := loadReleases(folder, keys, threshold, now)
		return err
	}
	if err := load(1, stranger); err == nil || !strings.Contains(err.Error(), "first.dsse.json") {
		t.Error(err)
	}
	if load(2, key, stranger) == nil || load(1) == nil {
		t.Error("too few signatures are enough")
	}
	must(t, load(1, stranger, key))
	must(t, os.WriteFile(filepath.Join(folder, "third.dsse.json"), envelope(t, stranger, "third", nil), 0o644))
	if load(1, key) == nil {
		t.Error("the release of a stranger is taken")
	}
	must(t, os.WriteFile(filepath.Join(folder, "third.dsse.json"), []byte("{}"), 0o644))
	if load(1, key) == nil {
		t.Error("what is no release is taken")
	}
	none, err := loadReleases(t.TempDir(), []*manifest.Key{key}, 1, now)
	must(t, err)
	hook := newWebhook(none, func() time.Time { return now })
	if answer := hook.judge(ask("CREATE", pod(t, `{"containers":[{"image":"`+at(index)+`"}]}`))); answer.Allowed {
		t.Error("without a release nothing is admitted")
	}
}

func TestReviews(t *testing.T) {
	all, _, _ := newReleases(t)
	server := httptest.NewTLSServer(newWebhook(all, func() time.Time { return now }))
	defer server.Close()
	send := func(method, kind, body string) (int, string) {
		request, err := http.NewRequest(method, server.URL, strings.NewReader(body))
		must(t, err)
		request.Header.Set("Content-Type", kind)
		response, err := server.Client().Do(request)
		must(t, err)
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		must(t, err)
		return response.StatusCode, string(text)
	}
	review := func(image string) string {
		return `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002",` +
			`"kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},"name":"p","namespace":"risk",` +
			`"operation":"CREATE","userInfo":{"username":"admin"},"object":` + string(pod(t, `{"containers":[{"name":"c","image":"`+image+`"}]}`)) +
			`,"oldObject":null,"dryRun":false,"options":{"apiVersion":"meta.k8s.io/v1","kind":"CreateOptions"}}}`
	}
	code, text := send("POST", "application/json", review(at(index)))
	wanted := `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","allowed":true,"auditAnnotations":{"release":"first"}}}`
	if code != 200 || text != wanted {
		t.Error(code, text)
	}
	code, text = send("POST", "application/json", review("app:latest"))
	if code != 200 || !strings.Contains(text, `"allowed":false`) || !strings.Contains(text, `"code":403`) || !strings.Contains(text, "tag only") ||
		!strings.Contains(text, "spec.containers[0].image") || strings.Contains(text, `"request"`) {
		t.Error(code, text)
	}
	for body, wanted := range map[string]int{
		"": 400, "{": 400, "null": 400, "[]": 400, "{}": 400, `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}`: 400,
		strings.Replace(review(at(index)), "k8s.io/v1", "k8s.io/v1beta1", 1):              400,
		strings.Replace(review(at(index)), "AdmissionReview", "ConversionReview", 1):      400,
		strings.Replace(review(at(index)), "705ab4f5-6393-11e8-b7cc-42010a800002", "", 1): 400,
		string(bytes.Repeat([]byte(" "), maximumReview+1)):                                413,
	} {
		if code, text := send("POST", "application/json", body); code != wanted || strings.Contains(text, `"allowed":true`) {
			t.Errorf("%.80s: %d %s", body, code, text)
		}
	}
	if code, _ = send("GET", "application/json", ""); code != 405 {
		t.Error(code)
	}
	if code, _ = send("POST", "text/plain", review(at(index))); code != 415 {
		t.Error(code)
	}
}

func TestWrongCommandLines(t *testing.T) {
	folder := t.TempDir()
	for _, arguments := range [][]string{{}, {"-threshold", "0"}, {"-key", "nothing"}, {"-threshold", "2", "-key", "a"}, {"-nothing"}, {"-releases", folder}} {
		if err := run(arguments); err == nil {
			t.Error(arguments)
		}
	}
}
