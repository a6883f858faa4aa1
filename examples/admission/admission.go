// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"mime"
	"net/http"
	"sync/atomic"
	"time"
)

// review is an AdmissionReview of admission.k8s.io/v1, as far as it matters here.
type review struct {
	APIVersion string    `json:"apiVersion"`
	Kind       string    `json:"kind"`
	Request    *request  `json:"request,omitempty"`
	Response   *response `json:"response,omitempty"`
}

type request struct {
	UID  string `json:"uid"`
	Kind struct {
		Group   string `json:"group"`
		Version string `json:"version"`
		Kind    string `json:"kind"`
	} `json:"kind"`
	SubResource string          `json:"subResource"`
	Name        string          `json:"name"`
	Namespace   string          `json:"namespace"`
	Operation   string          `json:"operation"`
	Object      json.RawMessage `json:"object"`
}

type response struct {
	UID     string  `json:"uid"`
	Allowed bool    `json:"allowed"`
	Status  *status `json:"status,omitempty"`
	// AuditAnnotations get into the audit log of the cluster.
	AuditAnnotations map[string]string `json:"auditAnnotations,omitempty"`
}

type status struct {
	Code    int    `json:"code"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

const (
	reviewVersion = "admission.k8s.io/v1"
	reviewKind    = "AdmissionReview"
	// maximumReview is in bytes; the API server takes objects of about 3 MiB.
	maximumReview = 8 << 20
)

// A webhook admits pods. The releases may be replaced while it runs.
type webhook struct {
	releases atomic.Pointer[releases]
	now      func() time.Time
}

func newWebhook(r releases, now func() time.Time) *webhook {
	w := &webhook{now: now}
	w.releases.Store(&r)
	return w
}

// ServeHTTP answers reviews. What is no review gets an error of HTTP, which the API server takes for a failure of the webhook: with
// failurePolicy: Fail, as it should be, nothing is admitted then.
func (h *webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "only POST", http.StatusMethodNotAllowed)
		return
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		http.Error(w, "only application/json", http.StatusUnsupportedMediaType)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maximumReview))
	if err != nil {
		http.Error(w, "the review is too large, or did not arrive", http.StatusRequestEntityTooLarge)
		return
	}
	var asked review
	if err := json.Unmarshal(body, &asked); err != nil {
		http.Error(w, "this is no JSON of an AdmissionReview", http.StatusBadRequest)
		return
	}
	if asked.APIVersion != reviewVersion || asked.Kind != reviewKind || asked.Request == nil || asked.Request.UID == "" {
		http.Error(w, "this is no request of "+reviewVersion+" "+reviewKind, http.StatusBadRequest)
		return
	}
	answer := review{APIVersion: reviewVersion, Kind: reviewKind, Response: h.judge(asked.Request)}
	text, err := json.Marshal(answer)
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(text)
}

// judge answers one request.
func (h *webhook) judge(asked *request) *response {
	id, err := h.admit(asked)
	if err != nil {
		log.Printf("refused %q in %q: %v", asked.Name, asked.Namespace, err)
		return &response{UID: asked.UID, Status: &status{Code: http.StatusForbidden, Reason: "Forbidden", Message: err.Error()}}
	}
	answer := &response{UID: asked.UID, Allowed: true}
	if id != "" {
		answer.AuditAnnotations = map[string]string{"release": id}
	}
	return answer
}

// admit returns the id of the release that the pod is of. Only what is known to be good gets through: other kinds of objects, which the
// webhook should not be asked about, are refused.
func (h *webhook) admit(asked *request) (string, error) {
	if asked.Kind.Group != "" || asked.Kind.Version != "v1" || asked.Kind.Kind != "Pod" {
		return "", fmt.Errorf("%.100q is no pod: this webhook judges pods only", asked.Kind.Kind)
	}
	switch asked.Operation {
	case "DELETE":
		// What ends runs nothing.
		return "", nil
	case "CREATE", "UPDATE":
	default:
		return "", fmt.Errorf("the operation %.100q is not known here", asked.Operation)
	}
	// A map, because the fields of a struct are found in any case, and Kubernetes minds it.
	var pod map[string]json.RawMessage
	if err := json.Unmarshal(asked.Object, &pod); err != nil || pod["spec"] == nil {
		return "", fmt.Errorf("the request holds no pod")
	}
	images, err := imagesOf(pod["spec"])
	if err != nil {
		return "", err
	}
	return h.releases.Load().admit(images, h.now())
}
