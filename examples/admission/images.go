// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// An image is one that a pod runs, and where the pod names it.
type image struct {
	path, reference string
}

// containerLists are the fields of a pod that hold containers. A sidecar is a container, or an init container that goes on.
var containerLists = []string{"initContainers", "containers", "ephemeralContainers"}

// imagesOf finds every image in the spec of a pod. It looks at all that is in there, not only where images are known to be: a field
// that a later version of Kubernetes adds is found too.
func imagesOf(spec json.RawMessage) ([]image, error) {
	decoder := json.NewDecoder(bytes.NewReader(spec))
	decoder.UseNumber()
	var tree interface{}
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("the spec cannot be read: %v", err)
	}
	fields, ok := tree.(map[string]interface{})
	if !ok {
		return nil, fmt.Errorf("the pod has no spec")
	}
	for _, list := range containerLists {
		if err := mustHaveImages(list, fields[list]); err != nil {
			return nil, err
		}
	}
	var found []image
	if err := walk("spec", fields, &found); err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("the pod has no image")
	}
	return found, nil
}

// mustHaveImages: a container that names no image is not one that can be judged.
func mustHaveImages(list string, value interface{}) error {
	if value == nil {
		return nil
	}
	containers, ok := value.([]interface{})
	if !ok {
		return fmt.Errorf("spec.%s is no list", list)
	}
	for i, entry := range containers {
		container, _ := entry.(map[string]interface{})
		if name, _ := container["image"].(string); name == "" {
			return fmt.Errorf("spec.%s[%d] names no image", list, i)
		}
	}
	return nil
}

// labels are fields whose members have names that users choose, and values that are no images.
var labels = map[string]bool{"nodeSelector": true, "matchLabels": true}

// walk goes through a value. A field `image` is a reference, or an object (a volume that is an image) with a field `reference`. The
// depth is that of the JSON text, which encoding/json limits.
func walk(path string, value interface{}, found *[]image) error {
	switch value := value.(type) {
	case []interface{}:
		for i, entry := range value {
			if err := walk(fmt.Sprintf("%s[%d]", path, i), entry, found); err != nil {
				return err
			}
		}
	case map[string]interface{}:
		names := make([]string, 0, len(value))
		for name := range value {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			if labels[name] {
				continue
			}
			if err := walkMember(path+"."+name, strings.EqualFold(name, "image"), value[name], found); err != nil {
				return err
			}
		}
	}
	return nil
}

func walkMember(path string, isImage bool, value interface{}, found *[]image) error {
	if !isImage {
		return walk(path, value, found)
	}
	reference, ok := value.(string)
	if volume, isVolume := value.(map[string]interface{}); isVolume {
		path += ".reference"
		reference, ok = volume["reference"].(string)
	}
	if !ok {
		return fmt.Errorf("%s names no image", path)
	}
	*found = append(*found, image{path, reference})
	return nil
}

// pinned is a reference with a digest: what a tag says beside it does not count, neither here nor when the image is pulled.
var pinned = regexp.MustCompile(`^[a-z0-9][a-zA-Z0-9._:/-]*@(sha256:[0-9a-f]{64})$`)

// digestOf is the digest that a reference is pinned by.
func digestOf(reference string) (string, error) {
	match := pinned.FindStringSubmatch(reference)
	if match == nil {
		if strings.Contains(reference, "@") {
			return "", fmt.Errorf("%.200q is no reference with a digest sha256:… of 64 digits", reference)
		}
		return "", fmt.Errorf("%.200q is named by tag only: give its digest, as in image@sha256:…", reference)
	}
	return match[1], nil
}
