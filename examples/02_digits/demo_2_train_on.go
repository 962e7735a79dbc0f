// The second link of the demo: trains the network of Python on, and saves it.
//
// usage: demo_2_train_on DATA_FOLDER MODEL_FOLDER
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	hornbeam "hornbeam.dev/go"
	"hornbeam.dev/go/keras"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: demo_2_train_on DATA_FOLDER MODEL_FOLDER")
	}
	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func report(ctx context.Context, m *keras.Model, what string, x, y *hornbeam.Tensor) error {
	logs, err := m.Evaluate(ctx, x, y)
	if err != nil {
		return err
	}
	fmt.Printf("Go %s with test accuracy %.6f\n", what, logs.Get("sparse_categorical_accuracy"))
	return nil
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

	m, err := keras.Load(folder)
	if err != nil {
		return err
	}
	defer m.Close()
	if err := report(ctx, m, "starts", testX, testY); err != nil {
		return err
	}
	history, err := m.Fit(ctx, x, y, keras.Epochs(4), keras.BatchSize(32), keras.Seed(2),
		keras.Progress(os.Stdout))
	if err != nil {
		return err
	}
	for _, loss := range history.Metrics["loss"] {
		fmt.Printf("loss %.6f\n", loss)
	}
	if err := report(ctx, m, "ends", testX, testY); err != nil {
		return err
	}
	return m.Save(folder)
}
