// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"

	manifest "libmanifest.example/go/manifest"
)

// An entry is one release of the store.
type entry struct {
	Digest  manifest.Digest `json:"digest"`
	Release string          `json:"release"`
}

// errTaken: a release id stands for one content for ever.
var errTaken = errors.New("the id of the release is that of another manifest")

const suffix = ".dsse.json"

// A store keeps envelopes in a directory, each in a file that has the digest of the manifest as its name. A file is either there as a
// whole or not at all.
type store struct {
	folder string
	verify func([]byte) (*manifest.Verified, error)

	mutex    sync.RWMutex
	releases map[string]manifest.Digest
	digests  map[manifest.Digest]string
}

// openStore looks at all that is there. What is not verified, because it was tampered with or its key is trusted no longer, is not a
// part of the store.
func openStore(folder string, verify func([]byte) (*manifest.Verified, error)) (*store, error) {
	s := &store{folder: folder, verify: verify, releases: map[string]manifest.Digest{}, digests: map[manifest.Digest]string{}}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		digits := strings.TrimSuffix(file.Name(), suffix)
		digest, err := manifest.ParseDigest("sha256:" + digits)
		if err != nil || digits == file.Name() {
			continue
		}
		if _, release, err := s.load(digest); err != nil {
			log.Printf("%s is left out: %v", file.Name(), err)
		} else if other, taken := s.releases[release]; taken {
			log.Printf("%s is left out: %s has its id %s already", file.Name(), other, release)
		} else {
			s.releases[release], s.digests[digest] = digest, release
		}
	}
	return s, nil
}

func (s *store) path(digest manifest.Digest) string {
	return filepath.Join(s.folder, digest.Hex()+suffix)
}

// load reads an envelope and verifies it again: nobody gets what only the file system vouches for.
func (s *store) load(digest manifest.Digest) (envelope []byte, release string, err error) {
	envelope, err = os.ReadFile(s.path(digest))
	if err != nil {
		return nil, "", err
	}
	verified, err := s.verify(envelope)
	if err != nil {
		return nil, "", fmt.Errorf("what is stored is not verified: %v", err)
	}
	defer verified.Close()
	if verified.Digest() != digest {
		return nil, "", fmt.Errorf("the file holds %s", verified.Digest())
	}
	release, err = verified.Manifest().GetText("/release/id")
	return envelope, release, err
}

// put keeps a release that was verified. The first envelope of a manifest stays: created says whether this was it.
func (s *store) put(verified *manifest.Verified, envelope []byte) (added entry, created bool, err error) {
	release, err := verified.Manifest().GetText("/release/id")
	if err != nil {
		return entry{}, false, err
	}
	added = entry{verified.Digest(), release}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if other, taken := s.releases[release]; taken {
		if other != added.Digest {
			return entry{}, false, errTaken
		}
		return added, false, nil
	}
	if err := manifest.WriteFile(s.path(added.Digest), envelope, 0o644); err != nil {
		return entry{}, false, err
	}
	s.releases[release], s.digests[added.Digest] = added.Digest, release
	return added, true, nil
}

// get is os.ErrNotExist for a digest that is not there.
func (s *store) get(digest manifest.Digest) ([]byte, error) {
	s.mutex.RLock()
	_, known := s.digests[digest]
	s.mutex.RUnlock()
	if !known {
		return nil, os.ErrNotExist
	}
	envelope, _, err := s.load(digest)
	return envelope, err
}

// list is in the order of release ids.
func (s *store) list() []entry {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	entries := make([]entry, 0, len(s.releases))
	for release, digest := range s.releases {
		entries = append(entries, entry{digest, release})
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Release < entries[j].Release })
	return entries
}
