//go:build hornbeam_dev

package capi

// Links to the libraries that ./dev build has installed in out/ of this checkout.

// #cgo LDFLAGS: -L${SRCDIR}/../../../../out/lib -Wl,-rpath,${SRCDIR}/../../../../out/lib
// #cgo LDFLAGS: -lhornbeam_keras -lhornbeam
import "C"
