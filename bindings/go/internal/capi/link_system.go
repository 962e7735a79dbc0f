//go:build hornbeam_system && !hornbeam_dev

package capi

// Links to an installed library.

// #cgo pkg-config: hornbeam_keras
import "C"
