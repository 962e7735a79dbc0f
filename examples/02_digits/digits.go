// A small convolutional network learns handwritten digits, is saved, and loaded again.
//
// usage: digits DATA_FOLDER MODEL_FOLDER
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"hornbeam.dev/go/keras"
	"hornbeam.dev/go/keras/layers"
	"hornbeam.dev/go/keras/losses"
	"hornbeam.dev/go/keras/metrics"
	"hornbeam.dev/go/keras/optimizers"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: digits DATA_FOLDER MODEL_FOLDER")
	}
	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, data, folder string) error {
	x, y, err := readDigits(filepath.Join(data, "train.tfrecord"))
	if err != nil {
		return err
	}
	defer x.Close()
	defer y.Close()
	testX, testY, err := readDigits(filepath.Join(data, "test.tfrecord"))
	if err != nil {
		return err
	}
	defer testX.Close()
	defer testY.Close()

	keras.SetRandomSeed(7)
	m := keras.Sequential(
		layers.InputLayer(layers.Shape(8, 8, 1)),
		layers.Conv2D(16, 3, layers.Padding("same"), layers.Activation("relu")),
		layers.MaxPooling2D(),
		layers.BatchNormalization(),
		layers.Flatten(),
		layers.Dropout(0.25, layers.Seed(5)),
		layers.Dense(10, layers.Activation("softmax")))
	defer m.Close()
	err = m.Compile(optimizers.Adam(0.005), losses.SparseCategoricalCrossentropy(),
		keras.Metrics(metrics.SparseCategoricalAccuracy()))
	if err != nil {
		return err
	}
	history, err := m.Fit(ctx, x, y, keras.Epochs(5), keras.BatchSize(32), keras.Seed(1))
	if err != nil {
		return err
	}
	for _, loss := range history.Metrics["loss"] {
		fmt.Printf("loss %.6f\n", loss)
	}
	logs, err := m.Evaluate(ctx, testX, testY)
	if err != nil {
		return err
	}
	fmt.Printf("test accuracy %.6f\n", logs.Get("sparse_categorical_accuracy"))
	if err := m.Save(folder); err != nil {
		return err
	}
	loaded, err := keras.Load(folder)
	if err != nil {
		return err
	}
	defer loaded.Close()
	if logs, err = loaded.Evaluate(ctx, testX, testY); err != nil {
		return err
	}
	fmt.Printf("loaded, test accuracy %.6f\n", logs.Get("sparse_categorical_accuracy"))
	return nil
}
