// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	manifest "libmanifest.example/go/manifest"
)

// A release is what a verified manifest says about images.
type release struct {
	id      string
	images  map[string]bool
	expires time.Time
}

// releases are all that pods may be of.
type releases []release

// loadReleases verifies every envelope of a directory. One that is not verified makes all of it fail: it is better to learn that now
// than to refuse its pods one by one.
func loadReleases(folder string, keys []*manifest.Key, threshold uint32, now time.Time) (releases, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.dsse.json"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	var all releases
	for _, file := range files {
		envelope, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		one, err := readRelease(envelope, keys, threshold, now)
		if errors.Is(err, manifest.ErrExpired) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, one)
	}
	return all, nil
}

// readRelease verifies an envelope and takes the digests of its images: that of the image, which may be an index, that of the image for
// the platform, and those of the sidecars. What the image was built on is no image of the release.
func readRelease(envelope []byte, keys []*manifest.Key, threshold uint32, now time.Time) (release, error) {
	verified, err := manifest.Verify(envelope, keys, &manifest.VerifyOptions{Threshold: threshold, Time: now})
	if err != nil {
		return release{}, err
	}
	defer verified.Close()
	m := verified.Manifest()
	one := release{images: map[string]bool{}}
	if one.id, err = m.GetText("/release/id"); err != nil {
		return release{}, err
	}
	paths := []string{"/environment/image/digest", "/environment/image/platform_digest"}
	sidecars, err := m.Keys("/environment/sidecars")
	if err != nil && !errors.Is(err, manifest.ErrAbsent) {
		return release{}, err
	}
	for _, name := range sidecars {
		paths = append(paths, manifest.Path("environment", "sidecars", name, "digest"))
	}
	for _, path := range paths {
		digest, err := m.GetText(path)
		if err != nil && !errors.Is(err, manifest.ErrAbsent) {
			return release{}, err
		}
		if strings.HasPrefix(digest, "sha256:") {
			one.images[digest] = true
		}
	}
	expires, err := m.GetText("/release/expires")
	if errors.Is(err, manifest.ErrAbsent) {
		return one, nil
	}
	if err != nil {
		return release{}, err
	}
	one.expires, err = time.Parse(time.RFC3339, expires)
	return one, err
}

// admit says which release all the images of a pod belong to. It must be one: images of two releases were never tried together.
func (r releases) admit(images []image, now time.Time) (string, error) {
	digests := make([]string, len(images))
	for i, image := range images {
		digest, err := digestOf(image.reference)
		if err != nil {
			return "", fmt.Errorf("%s: %v", image.path, err)
		}
		digests[i] = digest
	}
	// The image that the most suitable release lacks is the one to tell about.
	best, missing := -1, "there is no release"
	for _, release := range r {
		if !release.expires.IsZero() && !now.Before(release.expires) {
			continue
		}
		known, lacks := 0, ""
		for i, digest := range digests {
			if release.images[digest] {
				known++
			} else if lacks == "" {
				lacks = images[i].path + ": " + digests[i]
			}
		}
		if lacks == "" {
			return release.id, nil
		}
		if known > best {
			best, missing = known, lacks+" is no image of a verified release"
			if known > 0 {
				missing = lacks + " is no image of the release " + release.id
			}
		}
	}
	return "", errors.New(missing)
}
