package digits_test

import (
	"os"
	"path/filepath"
	"testing"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/internal/digits"
)

func TestReadGivesEveryDigit(t *testing.T) {
	for name, count := range map[string]int64{"train": 1438, "test": 359} {
		x, y, err := digits.Read("../../../../tests/data/digits/" + name + ".tfrecord")
		if err != nil {
			t.Fatal(err)
		}
		if shape := x.Shape(); shape[0] != count || y.Shape()[0] != count {
			t.Errorf("%s: images %v, labels %v", name, shape, y.Shape())
		}
		seen := map[int64]int{}
		for _, label := range hornbeam.Must(hornbeam.Slice[int64](y)) {
			seen[label]++
		}
		if len(seen) != 10 || seen[9] < 20 {
			t.Errorf("%s: labels %v", name, seen)
		}
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	data, err := os.ReadFile("../../../../tests/data/digits/test.tfrecord")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cut")
	for _, size := range []int{10, 100, 1000} {
		if err := os.WriteFile(path, data[:size], 0o666); err != nil {
			t.Fatal(err)
		}
		if _, _, err := digits.Read(path); err == nil {
			t.Errorf("%d bytes were read", size)
		}
	}
}
