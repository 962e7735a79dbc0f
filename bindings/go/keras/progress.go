package keras

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// progress writes how a fit goes on.
type progress struct {
	w      io.Writer
	epochs int
	live   bool // on a terminal
}

func newProgress(w io.Writer, epochs int) *progress {
	p := &progress{w: w, epochs: epochs}
	if file, ok := w.(*os.File); ok {
		info, err := file.Stat()
		p.live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

func rate(steps int, seconds float64) float64 {
	if seconds <= 0 {
		return 0
	}
	return float64(steps) / seconds
}

func (l Logs) line() string {
	var text strings.Builder
	for _, log := range l {
		fmt.Fprintf(&text, " - %s: %.4g", log.Name, log.Value)
	}
	return text.String()
}

func (p *progress) step(s Step) {
	if p == nil || !p.live {
		return
	}
	const width = 20
	bar, total, left := strings.Repeat(" ", width), "?", ""
	perSecond := rate(s.Number, s.Seconds)
	if s.Steps > 0 {
		done := width * s.Number / s.Steps
		bar = strings.Repeat("━", done) + strings.Repeat(" ", width-done)
		total = fmt.Sprint(s.Steps)
		if perSecond > 0 {
			left = fmt.Sprintf(" %.0fs left", float64(s.Steps-s.Number)/perSecond)
		}
	}
	fmt.Fprintf(p.w, "\r\x1b[KEpoch %d/%d %d/%s %s %.0f steps/s%s%s", s.Epoch+1, p.epochs, s.Number,
		total, bar, perSecond, left, s.Logs.line())
}

func (p *progress) epochEnd(e Epoch) {
	if p == nil {
		return
	}
	start := ""
	if p.live {
		start = "\r\x1b[K"
	}
	fmt.Fprintf(p.w, "%sEpoch %d/%d - %.1fs - %.0f steps/s%s\n", start, e.Number+1, p.epochs, e.Seconds,
		rate(e.Steps, e.Seconds), e.Logs.line())
}
