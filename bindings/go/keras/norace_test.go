//go:build !race

package keras_test

const racing = false
