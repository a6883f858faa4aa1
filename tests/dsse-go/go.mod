module libmanifest.example/dsse-go

go 1.19

require (
	github.com/secure-systems-lab/go-securesystemslib v0.8.0
	libmanifest.example/go/manifest v0.0.0
)

require (
	golang.org/x/crypto v0.17.0 // indirect
	golang.org/x/sys v0.15.0 // indirect
)

replace libmanifest.example/go/manifest => ../../bindings/go
