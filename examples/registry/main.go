// SPDX-License-Identifier: Apache-2.0

// Command registry is a small registry of signed releases over HTTP. It takes a release only if keys that it trusts have signed it and
// its manifest is valid, keeps it by digest, and serves it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	manifest "libmanifest.example/go/manifest"
)

// names is a flag that may be given several times.
type names []string

func (n *names) String() string { return strings.Join(*n, ",") }

func (n *names) Set(name string) error {
	*n = append(*n, name)
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "registry:", err)
		os.Exit(2)
	}
}

func run(arguments []string) error {
	flags := flag.NewFlagSet("registry", flag.ContinueOnError)
	var keys names
	flags.Var(&keys, "key", "`file` of a public key that is trusted; may be given several times")
	threshold := flags.Uint("threshold", 1, "how many of the keys must have signed")
	listen := flags.String("listen", "127.0.0.1:8080", "`address` to listen on")
	folder := flags.String("store", "releases", "`directory` that releases are kept in")
	rules := flags.String("rules", "", "rules `file` that manifests are judged by too")
	body := flags.Int64("maximum-body", 4<<20, "most `bytes` of a release")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *threshold == 0 || *threshold > uint(len(keys)) {
		return fmt.Errorf("a threshold of %d cannot be met with %d keys", *threshold, len(keys))
	}
	p := policy{threshold: uint32(*threshold), maximumBody: *body, maximumChecks: runtime.GOMAXPROCS(0), now: time.Now}
	if *body <= 0 {
		return errors.New("-maximum-body must be more than 0")
	}
	for _, name := range keys {
		key, err := manifest.LoadKey(name)
		if err != nil {
			return err
		}
		p.keys = append(p.keys, key)
	}
	if *rules != "" {
		text, err := os.ReadFile(*rules)
		if err != nil {
			return err
		}
		if p.rules, err = manifest.ParseRules(text, nil); err != nil {
			return err
		}
	}
	handler, err := newRegistry(*folder, p)
	if err != nil {
		return err
	}
	return serve(*listen, handler)
}

// serve answers until the process is told to end, and then finishes what it has begun.
func serve(address string, handler http.Handler) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	log.Printf("listening on http://%s", listener.Addr())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stop()
	log.Print("ending")
	grace, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return server.Shutdown(grace)
}
