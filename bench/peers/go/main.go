// SPDX-License-Identifier: Apache-2.0

// A contender of bench/peers: the same work in Go.
//
//	peers WORK FILE… --seconds S --threads N
//
// WORK is verify ENVELOPE KEY, verify-schema ENVELOPE KEY SCHEMA, yaml-any TEXT, yaml-node TEXT or yaml-schema TEXT SCHEMA. What is
// needed once, keys and schemas, is read once. Prints {"runs":…,"processor":…,"clock":…}; status 3 says that the input is no good, and 2
// that something else is.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

const (
	trouble = 2
	refused = 3
)

// work does the whole thing once. An error says that the input is no good.
type work func() error

// An opener makes a work of its files.
type opener struct {
	files int
	open  func(files []string) (work, error)
}

var openers = map[string]opener{
	"verify":        {2, openVerify},
	"verify-schema": {3, openVerifySchema},
	"yaml-any":      {1, openAny},
	"yaml-node":     {1, openNode},
	"yaml-schema":   {2, openYAMLSchema},
}

type sample struct {
	Runs      int     `json:"runs"`
	Processor float64 `json:"processor"`
	Clock     float64 `json:"clock"`
}

// processorTime is that of all threads of the process, those that collect garbage included.
func processorTime() (float64, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, err
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9, nil
}

// measure repeats the work in as many goroutines as there are threads until the time is over.
func measure(run work, seconds float64, threads int) (sample, error) {
	runs := make([]int, threads)
	failures := make([]error, threads)
	before, err := processorTime()
	if err != nil {
		return sample{}, err
	}
	begin := time.Now()
	var group sync.WaitGroup
	for i := 0; i < threads; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			count := 0
			for failures[i] == nil && (count == 0 || time.Since(begin).Seconds() < seconds) {
				failures[i] = run()
				count++
			}
			runs[i] = count
		}(i)
	}
	group.Wait()
	clock := time.Since(begin).Seconds()
	after, err := processorTime()
	total := 0
	for i := range runs {
		total += runs[i]
		err = errors.Join(err, failures[i])
	}
	return sample{total, after - before, clock}, err
}

func parse(arguments []string) (files []string, seconds float64, threads int, err error) {
	seconds, threads = 0.5, 1
	for i := 0; i < len(arguments) && err == nil; i++ {
		switch {
		case arguments[i] == "--seconds" && i+1 < len(arguments):
			i++
			seconds, err = strconv.ParseFloat(arguments[i], 64)
		case arguments[i] == "--threads" && i+1 < len(arguments):
			i++
			threads, err = strconv.Atoi(arguments[i])
		default:
			files = append(files, arguments[i])
		}
	}
	if err == nil && threads < 1 {
		err = errors.New("there must be at least one thread")
	}
	return files, seconds, threads, err
}

func end(status int, err error) {
	fmt.Fprintln(os.Stderr, "peers:", err)
	os.Exit(status)
}

func main() {
	files, seconds, threads, err := parse(os.Args[1:])
	if err != nil {
		end(trouble, err)
	}
	if len(files) == 0 || openers[files[0]].files != len(files)-1 {
		end(trouble, errors.New("say which work to do on which files"))
	}
	run, err := openers[files[0]].open(files[1:])
	if err != nil {
		end(trouble, err)
	}
	runtime.GOMAXPROCS(threads)
	if err := run(); err != nil {
		end(refused, err)
	}
	result, err := measure(run, seconds, threads)
	if err != nil {
		end(trouble, err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		end(trouble, err)
	}
}
