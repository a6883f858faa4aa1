// SPDX-License-Identifier: Apache-2.0

// Command admission is a validating admission webhook for Kubernetes. It admits a pod only if every image in it is one of a release
// that keys which it trusts have signed.
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
		fmt.Fprintln(os.Stderr, "admission:", err)
		os.Exit(2)
	}
}

func run(arguments []string) error {
	flags := flag.NewFlagSet("admission", flag.ContinueOnError)
	var files names
	flags.Var(&files, "key", "`file` of a public key that is trusted; may be given several times")
	threshold := flags.Uint("threshold", 1, "how many of the keys must have signed")
	folder := flags.String("releases", "releases", "`directory` of signed releases, *.dsse.json; read again on SIGHUP")
	listen := flags.String("listen", ":8443", "`address` to listen on")
	certificate := flags.String("tls-certificate", "tls.crt", "`file` of the certificate")
	private := flags.String("tls-key", "tls.key", "`file` of the certificate's key")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *threshold == 0 || *threshold > uint(len(files)) {
		return fmt.Errorf("a threshold of %d cannot be met with %d keys", *threshold, len(files))
	}
	var keys []*manifest.Key
	for _, file := range files {
		key, err := manifest.LoadKey(file)
		if err != nil {
			return err
		}
		keys = append(keys, key)
	}
	load := func() (releases, error) { return loadReleases(*folder, keys, uint32(*threshold), time.Now()) }
	all, err := load()
	if err != nil {
		return err
	}
	handler := newWebhook(all, time.Now)
	go reload(handler, load)
	return serve(*listen, *certificate, *private, handler)
}

// reload replaces the releases on SIGHUP; if that fails, those that there were stay.
func reload(handler *webhook, load func() (releases, error)) {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGHUP)
	for range told {
		all, err := load()
		if err != nil {
			log.Printf("the releases stay as they were: %v", err)
			continue
		}
		handler.releases.Store(&all)
		log.Printf("%d releases", len(all))
	}
}

func serve(address, certificate, private string, handler http.Handler) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	mux := http.NewServeMux()
	mux.Handle("/validate", handler)
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	server := &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	log.Printf("listening on https://%s/validate", listener.Addr())
	ended := make(chan error, 1)
	go func() { ended <- server.ServeTLS(listener, certificate, private) }()
	select {
	case err := <-ended:
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	case <-ctx.Done():
	}
	stop()
	grace, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	return server.Shutdown(grace)
}
