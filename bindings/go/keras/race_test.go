//go:build race

package keras_test

// The race detector keeps memory of its own for what it has seen.
const racing = true
