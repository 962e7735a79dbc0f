// Package handle counts the calls that use an object of C, so that it can be closed at any time from
// any goroutine: it goes when it is closed and no call uses it.
package handle

import (
	"runtime"
	"sync/atomic"
)

const closed = 1 << 62

// Ref is the reference of one Go object to one object of C.
type Ref[P comparable] struct {
	state   atomic.Int64 // calls that use it, plus closed
	p       P
	drop    func(P)
	cleanup runtime.Cleanup
}

// Init takes over p for owner, which must contain the Ref. When owner is collected without having
// been closed, p is dropped then; as calls hold owner, that can't be during one.
func Init[O any, P comparable](owner *O, r *Ref[P], p P, drop func(P)) {
	r.p, r.drop = p, drop
	r.cleanup = runtime.AddCleanup(owner, drop, p)
}

// Borrow refers to p without owning it.
func (r *Ref[P]) Borrow(p P) { r.p = p }

// Acquire gives the object for a call, or false when it was closed. Release must follow.
func (r *Ref[P]) Acquire() (P, bool) {
	var none P
	if r.p == none {
		return none, false
	}
	if r.state.Add(1) >= closed {
		r.Release()
		return none, false
	}
	return r.p, true
}

// Release ends the use by a call.
func (r *Ref[P]) Release() {
	if r.state.Add(-1) == closed {
		r.dropOnce()
	}
}

// Close drops the object once no call uses it; it tells whether this was the first Close.
func (r *Ref[P]) Close() bool {
	var none P
	for {
		old := r.state.Load()
		if old >= closed || r.p == none {
			return false
		}
		if r.state.CompareAndSwap(old, old+closed) {
			if old == 0 {
				r.dropOnce()
			}
			return true
		}
	}
}

// dropOnce runs when the count falls to zero after Close. A late Acquire makes it rise and fall
// again, so the drop is guarded by a second bit.
func (r *Ref[P]) dropOnce() {
	if r.drop == nil || !r.state.CompareAndSwap(closed, closed|closed>>1) {
		return
	}
	r.cleanup.Stop()
	r.drop(r.p)
}
