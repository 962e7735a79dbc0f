//go:build !hornbeam_dev && !hornbeam_system

package capi

// #cgo LDFLAGS: -lm -lpthread -ldl
import "C"

// The library is an object file in a module for the platform.
import _ "hornbeam.dev/go/native/linux_amd64"
