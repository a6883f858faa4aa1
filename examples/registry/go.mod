module libmanifest.example/registry

go 1.19

require libmanifest.example/go/manifest v0.0.0

replace libmanifest.example/go/manifest => ../../bindings/go
