package main

import (
	"fmt"
	"hash/fnv"
	"log"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
)

var types = map[string]hornbeam.DType{"float32": hornbeam.Float32, "float64": hornbeam.Float64,
	"int32": hornbeam.Int32, "int64": hornbeam.Int64, "uint8": hornbeam.Uint8, "bool": hornbeam.Bool,
	"string": hornbeam.String}

var codes = [...]string{"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED",
	"NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
	"ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
	"UNAUTHENTICATED"}

// known is a value of which the program can't be wrong.
func known[T any](value T, err error) T {
	if err != nil {
		log.Panic(err)
	}
	return value
}

func number(word string) float64 { return known(strconv.ParseFloat(word, 64)) }

func integer(word string) int { return known(strconv.Atoi(word)) }

func decoded(word string) string { return known(url.PathUnescape(word)) }

// split cuts at a separator; nothing has no parts.
func split(text, separator string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, separator)
}

// shapeOf reads sizes such as 2,3 or 2,?.
func shapeOf(word string) []int64 {
	dims := []int64{}
	if word == "-" {
		return dims
	}
	for _, d := range split(word, ",") {
		if d == "?" {
			dims = append(dims, -1)
		} else {
			dims = append(dims, int64(integer(d)))
		}
	}
	return dims
}

func intsOf(word string) (out []int) {
	for _, d := range shapeOf(word) {
		out = append(out, int(d))
	}
	return out
}

// valuesOf is the values that a line describes.
func valuesOf(kind string, words []string, count int64) []float64 {
	values := make([]float64, count)
	var state int64
	if kind == "random" || kind == "below" {
		state = int64(integer(words[0]))
	}
	for i := range values {
		state = (state*1103515245 + 12345) % (1 << 31)
		switch kind {
		case "values":
			values[i] = number(words[i])
		case "range":
			values[i] = number(words[0]) + float64(i)*number(words[1])
		case "random":
			values[i] = float64(state)/(1<<30) - 1
		default:
			values[i] = float64((state >> 8) % int64(integer(words[1])))
		}
	}
	return values
}

func cast[T float32 | float64 | int32 | int64 | uint8](values []float64, shape []int64) (*hornbeam.Tensor, error) {
	out := make([]T, len(values))
	for i, v := range values {
		out[i] = T(v)
	}
	if len(shape) == 0 {
		return hornbeam.NewTensor(out[0])
	}
	return hornbeam.FromSlice(out, shape...)
}

// tensorOf makes a tensor of TYPE SHAPE KIND...
func tensorOf(w []string, folder string) (*hornbeam.Tensor, error) {
	shape, kind, rest := shapeOf(w[1]), w[2], w[3:]
	count := int64(1)
	for _, d := range shape {
		count *= d
	}
	switch kind {
	case "file":
		dtype := types[w[0]]
		data := known(os.ReadFile(filepath.Join(folder, rest[0])))
		return hornbeam.FromBytes(dtype, data[:count*int64(dtype.Size())], shape...)
	case "text":
		texts := make([]string, len(rest))
		for i, word := range rest {
			texts[i] = decoded(word)
		}
		if len(shape) == 0 {
			return hornbeam.NewTensor(texts[0])
		}
		flat, err := hornbeam.NewTensor(texts)
		if err != nil {
			return nil, err
		}
		defer flat.Close()
		return flat.Reshape(shape...)
	}
	values := valuesOf(kind, rest, count)
	switch w[0] {
	case "float32":
		return cast[float32](values, shape)
	case "float64":
		return cast[float64](values, shape)
	case "int32":
		return cast[int32](values, shape)
	case "int64":
		return cast[int64](values, shape)
	case "uint8":
		return cast[uint8](values, shape)
	}
	truths := make([]bool, count)
	for i, v := range values {
		truths[i] = v != 0
	}
	return hornbeam.FromSlice(truths, shape...)
}

// shown is a tensor as text: type, shape, bytes; of a big one a hash of the bytes.
func shown(t *hornbeam.Tensor) string {
	var dims []string
	for _, d := range t.Shape() {
		dims = append(dims, fmt.Sprint(d))
	}
	shape := strings.Join(dims, ",")
	if len(dims) == 0 {
		shape = "-"
	}
	text := t.DType().String() + " " + shape
	if t.DType() == hornbeam.String {
		for _, s := range known(hornbeam.Slice[string](t)) {
			if s == "" {
				text += " -"
			} else {
				text += fmt.Sprintf(" %x", s)
			}
		}
		return text
	}
	data := known(t.Bytes())
	if len(data) <= 512 {
		return fmt.Sprintf("%s %x", text, data)
	}
	hash := fnv.New64a()
	hash.Write(data)
	return fmt.Sprintf("%s %x fnv %016x", text, data[:16], hash.Sum64())
}

func bits(v float64) string { return fmt.Sprintf("%016x", math.Float64bits(v)) }

func shownLogs(logs keras.Logs) string {
	var parts []string
	for _, l := range logs {
		parts = append(parts, l.Name+"="+bits(l.Value))
	}
	sort.Strings(parts)
	return strings.Join(parts, " ")
}

func quoted(text string) string {
	text = strings.ReplaceAll(text, `\`, `\\`)
	return `"` + strings.ReplaceAll(text, "\n", `\n`) + `"`
}

var (
	intWord    = regexp.MustCompile(`^-?\d+$`)
	numberWord = regexp.MustCompile(`^[-\d.,e]*\d[-\d.,e]*$`)
)

// wordsOf are the words of a line and its options, those with a =, in their order.
func wordsOf(line string) (words []string, options []option) {
	for _, word := range strings.Fields(line) {
		if name, value, ok := strings.Cut(word, "="); ok {
			options = append(options, option{name, value})
		} else {
			words = append(words, word)
		}
	}
	return words, options
}

type option struct{ name, value string }

type options []option

func (o options) get(name string) string {
	for _, each := range o {
		if each.name == name {
			return each.value
		}
	}
	return ""
}
