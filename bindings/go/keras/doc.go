// Package keras has layers, models and training, under the names of Keras 3:
//
//	m := keras.Sequential(layers.Dense(16, layers.Activation("relu")), layers.Dense(1))
//	defer m.Close()
//	if err := m.Compile(optimizers.Adam(0.01), losses.MeanSquaredError()); err != nil {
//		return err
//	}
//	history, err := m.Fit(ctx, x, y, keras.Epochs(100))
//	err = m.Save("model")
//	n, err := keras.Load("model")
//	out, err := n.Predict(ctx, x)
//
// The classes are functions of the packages layers, losses, metrics, optimizers, schedules,
// initializers, regularizers, constraints and callbacks: parameters that must be given come first, and
// options take the place of keyword arguments. A constructor returns no error; a parameter that is
// wrong comes out at [Model.Compile], or at the first other call, with the layer's name.
//
// A functional model is made of symbols:
//
//	a, b := keras.Input([]int{8}), keras.Input([]int{4})
//	h := layers.Concatenate().Call(layers.Dense(16).Call(a), b)
//	m := keras.Functional([]*keras.Symbol{a, b}, []*keras.Symbol{layers.Dense(1).Call(h)})
//
// A layer, loss or metric of one's own is a Go function that builds a computation: [CustomLayer],
// [CustomLoss], [CustomMetric].
//
// # Goroutines
//
// Any number of goroutines may call Predict of one model at the same time, also while another one
// trains it. Other calls of one model wait for each other. Layers and symbols are for one goroutine
// at a time.
package keras
