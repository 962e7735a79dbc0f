// Package capi is the only package of the module that knows C: one Go function for each function of
// Hornbeam's C interface that the other packages need.
//
// Handles are plain pointers here; who owns them and when they go is the business of the callers.
package capi
