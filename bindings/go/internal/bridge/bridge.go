// Package bridge lets the packages of this module reach into the root package, without functions
// that users would see. The root package sets the variables.
package bridge

import (
	"context"

	"hornbeam.dev/go/internal/capi"
)

// The values of type any are: an error of the root package, a *Tensor, a *Scope, an Output.
var (
	// Error makes an error.
	Error func(*capi.Failure) error
	// NewTensor takes over a tensor.
	NewTensor func(*capi.Tensor, capi.TensorInfo) any
	// Acquire gives the tensor for a call; Release must follow.
	Acquire func(tensor any) (*capi.Tensor, error)
	Release func(tensor any)
	// BorrowScope refers to a graph that lives during a call, with a prefix for names.
	BorrowScope func(g *capi.Graph, prefix string) any
	// MakeOutput and OutputOf convert outputs of the scope's graph.
	MakeOutput func(scope any, o capi.Output) any
	OutputOf   func(output any) capi.Output
	// EndScope makes a borrowed scope and its outputs unusable.
	EndScope func(scope any)
)

// WithToken calls run with a token that is cancelled when the context is done, nil when it can't be.
// The error says so when the context was done.
func WithToken(ctx context.Context, run func(*capi.Token) *capi.Failure) error {
	if err := ctx.Err(); err != nil {
		return Done(ctx)
	}
	var failure *capi.Failure
	if ctx.Done() == nil {
		failure = run(nil)
	} else {
		token := capi.NewToken()
		stop := OnDone(ctx, func() { capi.CancelToken(token) })
		failure = run(token)
		stop()
		capi.DeleteToken(token)
	}
	return Ended(ctx, failure)
}

// OnDone calls f when the context is done; after stop has returned f does not run.
func OnDone(ctx context.Context, f func()) (stop func()) {
	ran := make(chan struct{})
	cancel := context.AfterFunc(ctx, func() {
		f()
		close(ran)
	})
	return func() {
		if !cancel() {
			<-ran
		}
	}
}

// Ended is the error of a call that the context may have stopped.
func Ended(ctx context.Context, failure *capi.Failure) error {
	if failure == nil {
		return nil
	}
	if failure.Code == capi.Cancelled && ctx.Err() != nil && failure.Raised == nil {
		failure.Raised = &capi.Raised{Err: context.Cause(ctx)}
	}
	return Error(failure)
}

// Done is the error of a call that was not begun, or does not go on, because the context is done.
func Done(ctx context.Context) error {
	failure := capi.Fail(capi.Cancelled, "the context is done")
	failure.Raised = &capi.Raised{Err: context.Cause(ctx)}
	return Error(failure)
}
