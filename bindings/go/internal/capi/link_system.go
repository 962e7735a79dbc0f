//go:build hornbeam_system && !hornbeam_dev

package capi

// #cgo pkg-config: hornbeam
// #cgo LDFLAGS: -lhornbeam_keras -lhornbeam
import "C"
