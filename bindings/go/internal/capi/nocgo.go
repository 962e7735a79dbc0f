//go:build !cgo

package capi

// Without cgo there is no library to call; the compiler's message is the name of this variable.
var _ = hornbeam_needs_cgo__install_gcc_and_build_with_CGO_ENABLED_1
