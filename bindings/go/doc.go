// Package hornbeam is the Go binding of Hornbeam: tensors, graphs, sessions and SavedModels.
//
// Graphs are built with the functions of package op, models with package keras:
//
//	x, err := hornbeam.NewTensor([][]float32{{1}, {2}, {3}, {4}})
//	m := keras.Sequential(layers.Dense(16, layers.Activation("relu")), layers.Dense(1))
//	defer m.Close()
//	err = m.Compile(optimizers.Adam(0.01), losses.MeanSquaredError())
//	history, err := m.Fit(ctx, x, y, keras.Epochs(100))
//
// # Errors
//
// An [Error] has a code and a message that says what was wrong, where, and what would be right.
// errors.Is finds the code:
//
//	if errors.Is(err, hornbeam.ErrNotFound) { ... }
//
// A call that a context stopped gives an error that is both [ErrCancelled] and the context's own.
//
// # Memory
//
// Tensors, graphs, sessions, callables and models have memory that the garbage collector doesn't
// know. Close gives it back at once; it may be called at any time, from any goroutine, and more than
// once. Calls that run finish; later ones fail, with [ErrCancelled] for sessions and models and
// [ErrFailedPrecondition] for what else there is. What was never closed is given back when it is
// collected.
//
// # Goroutines
//
// Everything may be used by several goroutines, unless its page says otherwise. A tensor's bytes must
// not be written while a call reads them.
//
// # The library
//
// The native library comes along in a module of its own and is linked into the program: no
// installation, no variable of the environment, and a binary that can be copied. The tag
// hornbeam_system links to an installed library that pkg-config finds, hornbeam_dev to the one that
// ./dev build has left in out/ of this checkout.
package hornbeam

import (
	"fmt"

	"hornbeam.dev/go/internal/capi"
)

// Version is the version of the native library.
func Version() string { return capi.Version() }

// LoadLibrary loads a plug-in: a shared library with ops and kernels, which every graph of the process
// has from then on. It stays loaded.
func LoadLibrary(path string) error { return toError(capi.LoadLibrary(path)) }

func init() {
	built, low, high := capi.AbiVersion()
	if built < low || built > high {
		panic(fmt.Sprintf("hornbeam: this module needs interface version %d, the library %s serves %d to %d",
			built, capi.Version(), low, high))
	}
}
