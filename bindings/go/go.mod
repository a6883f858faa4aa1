module libmanifest.example/go/manifest

go 1.19
