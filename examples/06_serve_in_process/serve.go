// An HTTP server that predicts in its own process, from many goroutines, and takes up a new model
// without pausing.
//
// usage: serve MODEL_FOLDER
//
// POST /predict takes a line of numbers for each sample, and answers with a line for each.
// POST /reload loads the model anew. The address is printed.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
)

type server struct {
	folder string
	model  atomic.Pointer[keras.Model]
}

// reload puts a new model in the place of the old one. Predictions that run finish on the old one.
func (s *server) reload() error {
	m, err := keras.Load(s.folder)
	if err != nil {
		return err
	}
	if old := s.model.Swap(m); old != nil {
		old.Close()
	}
	return nil
}

// predict predicts with the model of the moment.
func (s *server) predict(ctx context.Context, x *hornbeam.Tensor) (*hornbeam.Tensor, error) {
	for {
		m := s.model.Load()
		y, err := m.Predict(ctx, x)
		// A model that was closed between these two lines has a successor.
		if errors.Is(err, hornbeam.ErrCancelled) && m != s.model.Load() {
			continue
		}
		return y, err
	}
}

// read makes a tensor of lines of numbers.
func read(body io.Reader) (*hornbeam.Tensor, error) {
	var rows [][]float32
	lines := bufio.NewScanner(body)
	for lines.Scan() {
		var row []float32
		for _, word := range strings.Fields(lines.Text()) {
			value, err := strconv.ParseFloat(word, 32)
			if err != nil {
				return nil, err
			}
			row = append(row, float32(value))
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	return hornbeam.NewTensor(rows)
}

func write(w io.Writer, y *hornbeam.Tensor) error {
	rows, err := hornbeam.As[[][]float32](y)
	if err != nil {
		return err
	}
	for _, row := range rows {
		words := make([]string, len(row))
		for i, value := range row {
			words[i] = strconv.FormatFloat(float64(value), 'g', -1, 32)
		}
		fmt.Fprintln(w, strings.Join(words, " "))
	}
	return nil
}

func (s *server) handlePredict(w http.ResponseWriter, r *http.Request) {
	x, err := read(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	defer x.Close()
	// When the client goes away the prediction ends.
	y, err := s.predict(r.Context(), x)
	if errors.Is(err, hornbeam.ErrInvalidArgument) {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	} else if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer y.Close()
	if err := write(w, y); err != nil {
		log.Print(err)
	}
}

func (s *server) handleReload(w http.ResponseWriter, r *http.Request) {
	if err := s.reload(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: serve MODEL_FOLDER")
	}
	s := &server{folder: os.Args[1]}
	if err := s.reload(); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("POST /predict", s.handlePredict)
	http.HandleFunc("POST /reload", s.handleReload)
	fmt.Println(listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
