package hornbeam

import (
	"context"
	"fmt"

	"hornbeam.dev/go/internal/bridge"
	"hornbeam.dev/go/internal/capi"
	"hornbeam.dev/go/internal/handle"
)

// Session runs parts of a graph and owns the values of its variables. Any number of goroutines may
// run one at the same time.
type Session struct {
	ref   handle.Ref[*capi.Session]
	graph *Graph
}

// SessionOption is a choice about a session.
type SessionOption func(*sessionOptions)

type sessionOptions struct {
	threads  int
	allFiles bool
}

// Threads is the most threads that one run uses; 0 for the number of processors.
func Threads(n int) SessionOption { return func(o *sessionOptions) { o.threads = n } }

// AllFiles lets the graph of a SavedModel touch all files that the process may, not only those in the
// folder of the model.
func AllFiles() SessionOption { return func(o *sessionOptions) { o.allFiles = true } }

func optionsOf(list []SessionOption) (o sessionOptions) {
	for _, option := range list {
		option(&o)
	}
	return o
}

// NewSession makes a session. The graph may be closed before it, and may still grow.
func NewSession(g *Graph, options ...SessionOption) (*Session, error) {
	s := &Session{graph: g}
	err := g.with(func(p *capi.Graph) error {
		made, failure := capi.NewSession(p, optionsOf(options).threads)
		if failure != nil {
			return toError(failure)
		}
		handle.Init(s, &s.ref, made, capi.DeleteSession)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Graph is the graph that the session runs.
func (s *Session) Graph() *Graph { return s.graph }

func (s *Session) acquire() (*capi.Session, error) {
	p, ok := s.ref.Acquire()
	if !ok {
		return nil, newError(ErrCancelled, "the session is closed")
	}
	return p, nil
}

// Close ends operations that wait and refuses later runs, which get ErrCancelled; those that have
// begun finish.
func (s *Session) Close() error {
	p, ok := s.ref.Acquire()
	if !ok {
		return nil
	}
	defer s.ref.Release()
	s.ref.Close()
	return toError(capi.CloseSession(p))
}

// Run feeds tensors and runs what is needed for the fetches and targets. The results are in the order
// of the fetches and are the caller's to close. When ctx is done the run ends before its next
// operation.
func (s *Session) Run(ctx context.Context, feeds map[Output]*Tensor, fetches []Output,
	targets []Operation) ([]*Tensor, error) {
	p, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.ref.Release()
	in, values := make([]Output, 0, len(feeds)), make([]*Tensor, 0, len(feeds))
	for o, t := range feeds {
		in, values = append(in, o), append(values, t)
	}
	if err := s.check(in, fetches, targets); err != nil {
		return nil, err
	}
	call := capi.NewCall(len(values), len(fetches))
	defer call.Done()
	if err := acquireAll(call.Feeds, values); err != nil {
		return nil, err
	}
	defer releaseAll(values)
	err = bridge.WithToken(ctx, func(token *capi.Token) *capi.Failure {
		return capi.Run(p, toC(in), toC(fetches), operationsToC(targets), call, token)
	})
	if err != nil {
		return nil, err
	}
	out := make([]*Tensor, len(fetches))
	for i := range out {
		out[i] = newTensor(call.Result(i))
	}
	return out, nil
}

func operationsToC(list []Operation) []*capi.Operation {
	out := make([]*capi.Operation, len(list))
	for i, op := range list {
		out[i] = op.p
	}
	return out
}

func (s *Session) check(feeds, fetches []Output, targets []Operation) error {
	wrong := func(what string, name any) error {
		return newError(ErrInvalidArgument, fmt.Sprintf("%s %v is not in the graph of the session", what, name))
	}
	for _, o := range feeds {
		if o.Op.g != s.graph || o.IsZero() {
			return wrong("feed", o.Name())
		}
	}
	for _, o := range fetches {
		if o.Op.g != s.graph || o.IsZero() {
			return wrong("fetch", o.Name())
		}
	}
	for _, op := range targets {
		if op.g != s.graph || op.IsZero() {
			return wrong("target", op.Name())
		}
	}
	return nil
}

// Callable is a run whose feeds, fetches and targets are fixed, so that a call looks nothing up. Any
// number of goroutines may run one at the same time.
type Callable struct {
	ref              handle.Ref[*capi.Callable]
	session          *Session
	nfeeds, nfetches int
}

// MakeCallable prepares a run. Operations that the graph gains later are no part of it.
func (s *Session) MakeCallable(feeds, fetches []Output, targets []Operation) (*Callable, error) {
	p, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer s.ref.Release()
	if err := s.check(feeds, fetches, targets); err != nil {
		return nil, err
	}
	made, failure := capi.MakeCallable(p, toC(feeds), toC(fetches), operationsToC(targets))
	if failure != nil {
		return nil, toError(failure)
	}
	c := &Callable{session: s, nfeeds: len(feeds), nfetches: len(fetches)}
	handle.Init(c, &c.ref, made, capi.DeleteCallable)
	return c, nil
}

// Close gives the callable back; runs that have begun finish.
func (c *Callable) Close() error {
	c.ref.Close()
	return nil
}

// Run runs the callable with a value for each of its feeds.
func (c *Callable) Run(ctx context.Context, feeds ...*Tensor) ([]*Tensor, error) {
	out := make([]*Tensor, c.nfetches)
	if err := c.RunInto(ctx, feeds, out); err != nil {
		return nil, err
	}
	return out, nil
}

// RunInto is Run with room for the results: an entry that is nil receives a new tensor, any other is
// filled in place and must have the type and the size of the result.
func (c *Callable) RunInto(ctx context.Context, feeds, results []*Tensor) error {
	if len(feeds) != c.nfeeds || len(results) != c.nfetches {
		return newError(ErrInvalidArgument, fmt.Sprintf("the callable has %d feeds and %d fetches, got %d and %d",
			c.nfeeds, c.nfetches, len(feeds), len(results)))
	}
	// The session must not go while its callable runs.
	if _, err := c.session.acquire(); err != nil {
		return err
	}
	defer c.session.ref.Release()
	p, ok := c.ref.Acquire()
	if !ok {
		return errClosed("callable")
	}
	defer c.ref.Release()
	call := capi.NewCall(len(feeds), len(results))
	defer call.Done()
	if err := acquireAll(call.Feeds, feeds); err != nil {
		return err
	}
	defer releaseAll(feeds)
	if err := acquireGiven(call.Results, results); err != nil {
		return err
	}
	defer releaseGiven(results, call.Results)
	err := bridge.WithToken(ctx, func(token *capi.Token) *capi.Failure {
		return capi.RunCallable(p, call, token)
	})
	if err != nil {
		return err
	}
	for i, t := range results {
		if t == nil {
			results[i] = newTensor(call.Result(i))
			call.Results[i] = nil
		}
	}
	return nil
}

// acquireGiven is acquireAll for a list in which nil stands for what a run makes.
func acquireGiven(handles []*capi.Tensor, list []*Tensor) error {
	for i, t := range list {
		if t == nil {
			continue
		}
		var err error
		if handles[i], err = t.acquire(); err != nil {
			releaseGiven(list[:i], handles)
			return err
		}
	}
	return nil
}

// releaseGiven releases the tensors of the list that have a handle.
func releaseGiven(list []*Tensor, handles []*capi.Tensor) {
	for i, t := range list {
		if t != nil && handles[i] != nil {
			t.ref.Release()
		}
	}
}
