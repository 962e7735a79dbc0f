package main

// Reads the handwritten digits: tf.train.Example messages in a TFRecord file.

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"

	hornbeam "hornbeam.dev/go"
)

// field takes the first field of a message of protocol buffers that has a length.
func field(data []byte) (number int, content, rest []byte, err error) {
	tag, n := binary.Uvarint(data)
	size, m := binary.Uvarint(data[max(n, 0):])
	if n <= 0 || m <= 0 || tag&7 != 2 || uint64(len(data)-n-m) < size {
		return 0, nil, nil, fmt.Errorf("a field is damaged")
	}
	data = data[n+m:]
	return int(tag >> 3), data[:size], data[size:], nil
}

// example reads an Example with the features "image" and "label".
func example(data []byte) (image []float32, label int64, err error) {
	_, features, _, err := field(data)
	for err == nil && len(features) > 0 {
		var entry, key, feature, list, values []byte
		if _, entry, features, err = field(features); err != nil {
			break
		}
		if _, key, feature, err = field(entry); err != nil {
			break
		}
		if _, feature, _, err = field(feature); err != nil {
			break
		}
		if _, list, _, err = field(feature); err != nil {
			break
		}
		if _, values, _, err = field(list); err != nil {
			break
		}
		if string(key) == "label" {
			n, _ := binary.Uvarint(values)
			label = int64(n)
			continue
		}
		for ; len(values) >= 4; values = values[4:] {
			image = append(image, math.Float32frombits(binary.LittleEndian.Uint32(values))/16)
		}
	}
	return image, label, err
}

// readDigits gives images [n, 8, 8, 1] from 0 to 1, and labels [n], of a TFRecord file.
func readDigits(path string) (images, labels *hornbeam.Tensor, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	var x []float32
	var y []int64
	for len(data) > 0 {
		if len(data) < 16 || uint64(len(data)-16) < binary.LittleEndian.Uint64(data) {
			return nil, nil, fmt.Errorf("%s: a record is damaged", path)
		}
		size := binary.LittleEndian.Uint64(data)
		image, label, err := example(data[12 : 12+size])
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		x, y = append(x, image...), append(y, label)
		data = data[size+16:]
	}
	if images, err = hornbeam.FromSlice(x, int64(len(y)), 8, 8, 1); err != nil {
		return nil, nil, err
	}
	labels, err = hornbeam.FromSlice(y)
	return images, labels, err
}
