package capi

// #include "shim.h"
// #include <stdlib.h>
import "C"

// LoadLibrary loads a plug-in; its code stays loaded.
func LoadLibrary(path string) *Failure {
	if failure := checkPath(path); failure != nil {
		return failure
	}
	c := text(path)
	defer free(c)
	return call(func(s *C.HB_Status) { C.HB_DeleteLibraryHandle(C.HB_LoadLibrary(c, s)) })
}
