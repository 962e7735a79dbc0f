package hornbeam

import (
	"errors"

	"hornbeam.dev/go/internal/bridge"
	"hornbeam.dev/go/internal/capi"
)

// Code is the kind of an error; the numbers are those of TensorFlow and gRPC. A code is an error
// itself, for use with errors.Is.
type Code int

// The codes.
const (
	ErrCancelled          Code = 1
	ErrUnknown            Code = 2
	ErrInvalidArgument    Code = 3
	ErrDeadlineExceeded   Code = 4
	ErrNotFound           Code = 5
	ErrAlreadyExists      Code = 6
	ErrPermissionDenied   Code = 7
	ErrResourceExhausted  Code = 8
	ErrFailedPrecondition Code = 9
	ErrAborted            Code = 10
	ErrOutOfRange         Code = 11
	ErrUnimplemented      Code = 12
	ErrInternal           Code = 13
	ErrUnavailable        Code = 14
	ErrDataLoss           Code = 15
	ErrUnauthenticated    Code = 16
)

var codeNames = [...]string{"ok", "cancelled", "unknown", "invalid argument", "deadline exceeded",
	"not found", "already exists", "permission denied", "resource exhausted", "failed precondition",
	"aborted", "out of range", "unimplemented", "internal", "unavailable", "data loss",
	"unauthenticated"}

// Error is the name of the code.
func (c Code) Error() string {
	if c < 0 || int(c) >= len(codeNames) {
		return "unknown code"
	}
	return codeNames[c]
}

// Error is what went wrong in the library or on the way to it.
type Error struct {
	Code    Code
	Message string
	cause   error
}

// Error is the code's name and the message.
func (e *Error) Error() string { return "hornbeam: " + e.Code.Error() + ": " + e.Message }

// Is finds the code.
func (e *Error) Is(target error) bool {
	code, ok := target.(Code)
	return ok && code == e.Code
}

// Unwrap is the error of a context or of a traced function that led to this one, or nil.
func (e *Error) Unwrap() error { return e.cause }

// CodeOf is the code of an error, ErrUnknown when it is not one of this module's, 0 for nil.
func CodeOf(err error) Code {
	if err == nil {
		return 0
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ErrUnknown
}

// Must returns the value, and panics if there is an error. It is for programs that have nothing to do
// about one, such as tests and scripts.
func Must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func toError(f *capi.Failure) error {
	if f == nil {
		return nil
	}
	e := &Error{Code: Code(f.Code), Message: f.Message}
	if f.Raised != nil {
		e.cause = f.Raised.Err
	}
	return e
}

func newError(code Code, message string) error { return &Error{Code: code, Message: message} }

func errClosed(what string) error {
	return newError(ErrFailedPrecondition, "the "+what+" is closed")
}

func init() {
	bridge.Error = toError
	capi.CodeOf = func(err error) (int, string) {
		var e *Error
		if errors.As(err, &e) && e.Code != 0 {
			return int(e.Code), e.Message
		}
		return capi.InvalidArgument, err.Error()
	}
}
