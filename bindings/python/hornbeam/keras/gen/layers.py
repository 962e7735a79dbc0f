"""The layers, generated from the schema of the library; do not edit."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from hornbeam.keras._base import Constraint, Initializer, Layer, Regularizer

__all__ = [
    "Layer", "Activation", "ActivityRegularization", "Add", "Average", "AveragePooling2D",
    "BatchNormalization", "Concatenate", "Conv2D", "Dense", "DepthwiseConv2D", "Dropout", "ELU",
    "Embedding", "Flatten", "GaussianDropout", "GaussianNoise", "GlobalAveragePooling1D",
    "GlobalAveragePooling2D", "GlobalMaxPooling1D", "GlobalMaxPooling2D", "LSTM",
    "LayerNormalization", "LeakyReLU", "MaxPooling2D", "Maximum", "Minimum", "MultiHeadAttention",
    "Multiply", "Normalization", "Permute", "ReLU", "Rescaling", "Reshape", "Softmax", "Subtract",
    "UnitNormalization", "UpSampling2D", "ZeroPadding2D",
]


class Activation(Layer):
    """Applies an activation.

    Args:
      activation: The activation.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, activation: str | Callable[..., Any], name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Activation", {"activation": activation, "name": name, "trainable": trainable, "dtype": dtype})


class ActivityRegularization(Layer):
    """Adds penalties of the input to the loss.

    Args:
      l1: Factor of the sum of absolute values.
      l2: Factor of the sum of squares.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("ActivityRegularization", {"l1": l1, "l2": l2, "name": name, "trainable": trainable, "dtype": dtype})


class Add(Layer):
    """Sum of the inputs.

    Args:
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Add", {"name": name, "trainable": trainable, "dtype": dtype})


class Average(Layer):
    """Mean of the inputs.

    Args:
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Average", {"name": name, "trainable": trainable, "dtype": dtype})


class AveragePooling2D(Layer):
    """Mean over windows of an image.

    Args:
      pool_size: Height and width of the window.
      strides: Steps of the window; null for its size.
      padding: Whether only whole windows count, or images are padded with zeros.
      data_format: Where the channels are; null for last.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, pool_size: int | Sequence[int], strides: int | Sequence[int] | None = None, padding: str = 'valid', data_format: str | None = 'channels_last', name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("AveragePooling2D", {"pool_size": pool_size, "strides": strides, "padding": padding, "data_format": data_format, "name": name, "trainable": trainable, "dtype": dtype})


class BatchNormalization(Layer):
    """Brings each channel to mean 0 and variance 1.

    Args:
      axis: Axis of the channels.
      momentum: Momentum of the moving statistics.
      epsilon: Added to the variance.
      center: Whether beta is added.
      scale: Whether gamma multiplies.
      beta_initializer: Where the weights begin.
      gamma_initializer: Where the weights begin.
      moving_mean_initializer: Where the weights begin.
      moving_variance_initializer: Where the weights begin.
      beta_regularizer: Penalty of the weights.
      gamma_regularizer: Penalty of the weights.
      beta_constraint: What holds for the weights.
      gamma_constraint: What holds for the weights.
      renorm: Must be false.
      renorm_clipping: Must be null.
      renorm_momentum: Has no effect.
      synchronized: Has no effect.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, axis: int = -1, momentum: float = 0.99, epsilon: float = 0.001, center: bool = True, scale: bool = True, beta_initializer: str | dict[str, Any] | Initializer = 'Zeros', gamma_initializer: str | dict[str, Any] | Initializer = 'Ones', moving_mean_initializer: str | dict[str, Any] | Initializer = 'Zeros', moving_variance_initializer: str | dict[str, Any] | Initializer = 'Ones', beta_regularizer: str | dict[str, Any] | Regularizer | None = None, gamma_regularizer: str | dict[str, Any] | Regularizer | None = None, beta_constraint: str | dict[str, Any] | Constraint | None = None, gamma_constraint: str | dict[str, Any] | Constraint | None = None, renorm: bool = False, renorm_clipping: Any = None, renorm_momentum: float = 0.99, synchronized: bool = False, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("BatchNormalization", {"axis": axis, "momentum": momentum, "epsilon": epsilon, "center": center, "scale": scale, "beta_initializer": beta_initializer, "gamma_initializer": gamma_initializer, "moving_mean_initializer": moving_mean_initializer, "moving_variance_initializer": moving_variance_initializer, "beta_regularizer": beta_regularizer, "gamma_regularizer": gamma_regularizer, "beta_constraint": beta_constraint, "gamma_constraint": gamma_constraint, "renorm": renorm, "renorm_clipping": renorm_clipping, "renorm_momentum": renorm_momentum, "synchronized": synchronized, "name": name, "trainable": trainable, "dtype": dtype})


class Concatenate(Layer):
    """The inputs one after another.

    Args:
      axis: Along which axis.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, axis: int = -1, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Concatenate", {"axis": axis, "name": name, "trainable": trainable, "dtype": dtype})


class Conv2D(Layer):
    """Convolution of images.

    Args:
      filters: Number of output channels.
      kernel_size: Height and width of the window.
      strides: Steps of the window.
      padding: Whether only whole windows count, or images are padded with zeros.
      data_format: Where the channels are; null for last.
      dilation_rate: Distance of the window's points.
      groups: Groups of channels that are convolved apart.
      activation: Applied to the result.
      use_bias: Whether a bias is added.
      kernel_initializer: Where the weights begin.
      bias_initializer: Where the weights begin.
      kernel_regularizer: Penalty of the weights.
      bias_regularizer: Penalty of the weights.
      activity_regularizer: Penalty of the weights.
      kernel_constraint: What holds for the weights.
      bias_constraint: What holds for the weights.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, filters: int, kernel_size: int | Sequence[int], strides: int | Sequence[int] = 1, padding: str = 'valid', data_format: str | None = 'channels_last', dilation_rate: int | Sequence[int] = 1, groups: int = 1, activation: str | Callable[..., Any] | None = 'linear', use_bias: bool = True, kernel_initializer: str | dict[str, Any] | Initializer = 'GlorotUniform', bias_initializer: str | dict[str, Any] | Initializer = 'Zeros', kernel_regularizer: str | dict[str, Any] | Regularizer | None = None, bias_regularizer: str | dict[str, Any] | Regularizer | None = None, activity_regularizer: str | dict[str, Any] | Regularizer | None = None, kernel_constraint: str | dict[str, Any] | Constraint | None = None, bias_constraint: str | dict[str, Any] | Constraint | None = None, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Conv2D", {"filters": filters, "kernel_size": kernel_size, "strides": strides, "padding": padding, "data_format": data_format, "dilation_rate": dilation_rate, "groups": groups, "activation": activation, "use_bias": use_bias, "kernel_initializer": kernel_initializer, "bias_initializer": bias_initializer, "kernel_regularizer": kernel_regularizer, "bias_regularizer": bias_regularizer, "activity_regularizer": activity_regularizer, "kernel_constraint": kernel_constraint, "bias_constraint": bias_constraint, "name": name, "trainable": trainable, "dtype": dtype})


class Dense(Layer):
    """Matrix product with a kernel, plus a bias.

    Args:
      units: Size of the output.
      activation: Applied to the result.
      use_bias: Whether a bias is added.
      kernel_initializer: Where the weights begin.
      bias_initializer: Where the weights begin.
      kernel_regularizer: Penalty of the weights.
      bias_regularizer: Penalty of the weights.
      activity_regularizer: Penalty of the weights.
      kernel_constraint: What holds for the weights.
      bias_constraint: What holds for the weights.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, units: int, activation: str | Callable[..., Any] | None = 'linear', use_bias: bool = True, kernel_initializer: str | dict[str, Any] | Initializer = 'GlorotUniform', bias_initializer: str | dict[str, Any] | Initializer = 'Zeros', kernel_regularizer: str | dict[str, Any] | Regularizer | None = None, bias_regularizer: str | dict[str, Any] | Regularizer | None = None, activity_regularizer: str | dict[str, Any] | Regularizer | None = None, kernel_constraint: str | dict[str, Any] | Constraint | None = None, bias_constraint: str | dict[str, Any] | Constraint | None = None, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Dense", {"units": units, "activation": activation, "use_bias": use_bias, "kernel_initializer": kernel_initializer, "bias_initializer": bias_initializer, "kernel_regularizer": kernel_regularizer, "bias_regularizer": bias_regularizer, "activity_regularizer": activity_regularizer, "kernel_constraint": kernel_constraint, "bias_constraint": bias_constraint, "name": name, "trainable": trainable, "dtype": dtype})


class DepthwiseConv2D(Layer):
    """Convolution of each channel by itself.

    Args:
      kernel_size: Height and width of the window.
      strides: Steps of the window.
      padding: Whether only whole windows count, or images are padded with zeros.
      depth_multiplier: Output channels for each input channel.
      data_format: Where the channels are; null for last.
      dilation_rate: Distance of the window's points.
      activation: Applied to the result.
      use_bias: Whether a bias is added.
      depthwise_initializer: Where the weights begin.
      bias_initializer: Where the weights begin.
      depthwise_regularizer: Penalty of the weights.
      bias_regularizer: Penalty of the weights.
      activity_regularizer: Penalty of the weights.
      depthwise_constraint: What holds for the weights.
      bias_constraint: What holds for the weights.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, kernel_size: int | Sequence[int], strides: int | Sequence[int] = 1, padding: str = 'valid', depth_multiplier: int = 1, data_format: str | None = 'channels_last', dilation_rate: int | Sequence[int] = 1, activation: str | Callable[..., Any] | None = 'linear', use_bias: bool = True, depthwise_initializer: str | dict[str, Any] | Initializer = 'GlorotUniform', bias_initializer: str | dict[str, Any] | Initializer = 'Zeros', depthwise_regularizer: str | dict[str, Any] | Regularizer | None = None, bias_regularizer: str | dict[str, Any] | Regularizer | None = None, activity_regularizer: str | dict[str, Any] | Regularizer | None = None, depthwise_constraint: str | dict[str, Any] | Constraint | None = None, bias_constraint: str | dict[str, Any] | Constraint | None = None, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("DepthwiseConv2D", {"kernel_size": kernel_size, "strides": strides, "padding": padding, "depth_multiplier": depth_multiplier, "data_format": data_format, "dilation_rate": dilation_rate, "activation": activation, "use_bias": use_bias, "depthwise_initializer": depthwise_initializer, "bias_initializer": bias_initializer, "depthwise_regularizer": depthwise_regularizer, "bias_regularizer": bias_regularizer, "activity_regularizer": activity_regularizer, "depthwise_constraint": depthwise_constraint, "bias_constraint": bias_constraint, "name": name, "trainable": trainable, "dtype": dtype})


class Dropout(Layer):
    """Sets random elements to 0 in training.

    Args:
      rate: Share of elements.
      noise_shape: Shape of the random mask.
      seed: Seed; null draws one from the global generator.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, rate: float, noise_shape: Sequence[int | None] | None = None, seed: int | None = None, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Dropout", {"rate": rate, "noise_shape": noise_shape, "seed": seed, "name": name, "trainable": trainable, "dtype": dtype})


class ELU(Layer):
    """x where positive, else alpha (exp(x) - 1).

    Args:
      alpha: Limit below zero.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, alpha: float = 1.0, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("ELU", {"alpha": alpha, "name": name, "trainable": trainable, "dtype": dtype})


class Embedding(Layer):
    """A row of a table for each integer.

    Args:
      input_dim: Number of rows.
      output_dim: Size of a row.
      embeddings_initializer: Where the weights begin.
      embeddings_regularizer: Penalty of the weights.
      embeddings_constraint: What holds for the weights.
      mask_zero: Whether 0 stands for no value; layers and losses that know masks then skip
        it.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, input_dim: int, output_dim: int, embeddings_initializer: str | dict[str, Any] | Initializer = 'RandomUniform', embeddings_regularizer: str | dict[str, Any] | Regularizer | None = None, embeddings_constraint: str | dict[str, Any] | Constraint | None = None, mask_zero: bool = False, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Embedding", {"input_dim": input_dim, "output_dim": output_dim, "embeddings_initializer": embeddings_initializer, "embeddings_regularizer": embeddings_regularizer, "embeddings_constraint": embeddings_constraint, "mask_zero": mask_zero, "name": name, "trainable": trainable, "dtype": dtype})


class Flatten(Layer):
    """One dimension a sample.

    Args:
      data_format: Where the channels are; null for last.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, data_format: str | None = 'channels_last', name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Flatten", {"data_format": data_format, "name": name, "trainable": trainable, "dtype": dtype})


class GaussianDropout(Layer):
    """Multiplies by normal noise around 1 in training.

    Args:
      rate: Dropout of the same variance.
      seed: Seed; null draws one from the global generator.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, rate: float, seed: int | None = None, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("GaussianDropout", {"rate": rate, "seed": seed, "name": name, "trainable": trainable, "dtype": dtype})


class GaussianNoise(Layer):
    """Adds normal noise in training.

    Args:
      stddev: Standard deviation.
      seed: Seed; null draws one from the global generator.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, stddev: float, seed: int | None = None, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("GaussianNoise", {"stddev": stddev, "seed": seed, "name": name, "trainable": trainable, "dtype": dtype})


class GlobalAveragePooling1D(Layer):
    """Mean over the steps of a sequence, without masked ones.

    Args:
      data_format: Where the channels are; null for last.
      keepdims: Whether the steps stay, with size 1.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, data_format: str | None = 'channels_last', keepdims: bool = False, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("GlobalAveragePooling1D", {"data_format": data_format, "keepdims": keepdims, "name": name, "trainable": trainable, "dtype": dtype})


class GlobalAveragePooling2D(Layer):
    """Mean over an image.

    Args:
      data_format: Where the channels are; null for last.
      keepdims: Whether height and width stay, with size 1.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, data_format: str | None = 'channels_last', keepdims: bool = False, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("GlobalAveragePooling2D", {"data_format": data_format, "keepdims": keepdims, "name": name, "trainable": trainable, "dtype": dtype})


class GlobalMaxPooling1D(Layer):
    """Maximum over the steps of a sequence.

    Args:
      data_format: Where the channels are; null for last.
      keepdims: Whether the steps stay, with size 1.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, data_format: str | None = 'channels_last', keepdims: bool = False, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("GlobalMaxPooling1D", {"data_format": data_format, "keepdims": keepdims, "name": name, "trainable": trainable, "dtype": dtype})


class GlobalMaxPooling2D(Layer):
    """Maximum over an image.

    Args:
      data_format: Where the channels are; null for last.
      keepdims: Whether height and width stay, with size 1.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, data_format: str | None = 'channels_last', keepdims: bool = False, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("GlobalMaxPooling2D", {"data_format": data_format, "keepdims": keepdims, "name": name, "trainable": trainable, "dtype": dtype})


class LSTM(Layer):
    """Long short-term memory over the steps of a sequence.

    Args:
      units: Size of the state.
      activation: Applied to cells.
      recurrent_activation: Applied to gates.
      use_bias: Whether a bias is added.
      kernel_initializer: Where the weights begin.
      recurrent_initializer: Where the weights begin.
      bias_initializer: Where the weights begin.
      unit_forget_bias: Whether the bias of the forget gate begins with 1.
      kernel_regularizer: Penalty of the weights.
      recurrent_regularizer: Penalty of the weights.
      bias_regularizer: Penalty of the weights.
      activity_regularizer: Penalty of the weights.
      kernel_constraint: What holds for the weights.
      recurrent_constraint: What holds for the weights.
      bias_constraint: What holds for the weights.
      dropout: Share of the inputs' features set to 0 in training.
      recurrent_dropout: Share of the state set to 0 in training.
      seed: Seed; null draws one from the global generator.
      return_sequences: Whether to return the states of all steps.
      return_state: Whether to return the last h and c too.
      go_backwards: Whether to begin with the last step.
      stateful: Must be false.
      unroll: Has no effect.
      use_cudnn: Has no effect.
      zero_output_for_mask: Has no effect.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, units: int, activation: str | Callable[..., Any] | None = 'tanh', recurrent_activation: str | Callable[..., Any] | None = 'sigmoid', use_bias: bool = True, kernel_initializer: str | dict[str, Any] | Initializer = 'GlorotUniform', recurrent_initializer: str | dict[str, Any] | Initializer = 'Orthogonal', bias_initializer: str | dict[str, Any] | Initializer = 'Zeros', unit_forget_bias: bool = True, kernel_regularizer: str | dict[str, Any] | Regularizer | None = None, recurrent_regularizer: str | dict[str, Any] | Regularizer | None = None, bias_regularizer: str | dict[str, Any] | Regularizer | None = None, activity_regularizer: str | dict[str, Any] | Regularizer | None = None, kernel_constraint: str | dict[str, Any] | Constraint | None = None, recurrent_constraint: str | dict[str, Any] | Constraint | None = None, bias_constraint: str | dict[str, Any] | Constraint | None = None, dropout: float = 0.0, recurrent_dropout: float = 0.0, seed: int | None = None, return_sequences: bool = False, return_state: bool = False, go_backwards: bool = False, stateful: bool = False, unroll: bool = False, use_cudnn: Any = 'auto', zero_output_for_mask: bool = False, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("LSTM", {"units": units, "activation": activation, "recurrent_activation": recurrent_activation, "use_bias": use_bias, "kernel_initializer": kernel_initializer, "recurrent_initializer": recurrent_initializer, "bias_initializer": bias_initializer, "unit_forget_bias": unit_forget_bias, "kernel_regularizer": kernel_regularizer, "recurrent_regularizer": recurrent_regularizer, "bias_regularizer": bias_regularizer, "activity_regularizer": activity_regularizer, "kernel_constraint": kernel_constraint, "recurrent_constraint": recurrent_constraint, "bias_constraint": bias_constraint, "dropout": dropout, "recurrent_dropout": recurrent_dropout, "seed": seed, "return_sequences": return_sequences, "return_state": return_state, "go_backwards": go_backwards, "stateful": stateful, "unroll": unroll, "use_cudnn": use_cudnn, "zero_output_for_mask": zero_output_for_mask, "name": name, "trainable": trainable, "dtype": dtype})


class LayerNormalization(Layer):
    """Brings each sample to mean 0 and variance 1.

    Args:
      axis: Axis or axes of a sample.
      epsilon: Added to the variance.
      center: Whether beta is added.
      scale: Whether gamma multiplies.
      beta_initializer: Where the weights begin.
      gamma_initializer: Where the weights begin.
      beta_regularizer: Penalty of the weights.
      gamma_regularizer: Penalty of the weights.
      beta_constraint: What holds for the weights.
      gamma_constraint: What holds for the weights.
      rms_scaling: Scales by the deviation only; deprecated in Keras.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, axis: int | Sequence[int] = -1, epsilon: float = 0.001, center: bool = True, scale: bool = True, beta_initializer: str | dict[str, Any] | Initializer = 'Zeros', gamma_initializer: str | dict[str, Any] | Initializer = 'Ones', beta_regularizer: str | dict[str, Any] | Regularizer | None = None, gamma_regularizer: str | dict[str, Any] | Regularizer | None = None, beta_constraint: str | dict[str, Any] | Constraint | None = None, gamma_constraint: str | dict[str, Any] | Constraint | None = None, rms_scaling: bool = False, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("LayerNormalization", {"axis": axis, "epsilon": epsilon, "center": center, "scale": scale, "beta_initializer": beta_initializer, "gamma_initializer": gamma_initializer, "beta_regularizer": beta_regularizer, "gamma_regularizer": gamma_regularizer, "beta_constraint": beta_constraint, "gamma_constraint": gamma_constraint, "rms_scaling": rms_scaling, "name": name, "trainable": trainable, "dtype": dtype})


class LeakyReLU(Layer):
    """x where positive, else a small slope.

    Args:
      negative_slope: The slope.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, negative_slope: float = 0.3, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("LeakyReLU", {"negative_slope": negative_slope, "name": name, "trainable": trainable, "dtype": dtype})


class MaxPooling2D(Layer):
    """Maximum over windows of an image.

    Args:
      pool_size: Height and width of the window.
      strides: Steps of the window; null for its size.
      padding: Whether only whole windows count, or images are padded with zeros.
      data_format: Where the channels are; null for last.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, pool_size: int | Sequence[int] = 2, strides: int | Sequence[int] | None = None, padding: str = 'valid', data_format: str | None = 'channels_last', name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("MaxPooling2D", {"pool_size": pool_size, "strides": strides, "padding": padding, "data_format": data_format, "name": name, "trainable": trainable, "dtype": dtype})


class Maximum(Layer):
    """Largest of the inputs.

    Args:
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Maximum", {"name": name, "trainable": trainable, "dtype": dtype})


class Minimum(Layer):
    """Smallest of the inputs.

    Args:
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Minimum", {"name": name, "trainable": trainable, "dtype": dtype})


class MultiHeadAttention(Layer):
    """Attention with several heads; inputs: query, value, key.

    Args:
      num_heads: Number of heads.
      key_dim: Size of a head's queries and keys.
      value_dim: Size of a head's values; null: key_dim.
      dropout: Share of the weights set to 0 in training.
      use_bias: Whether the projections add a bias.
      output_shape: Size of the result; null: that of the query.
      attention_axes: Must be null or 1.
      sliding_window: Must be null.
      flash_attention: Has no effect.
      kernel_initializer: Where the weights begin.
      bias_initializer: Where the weights begin.
      kernel_regularizer: Penalty of the weights.
      bias_regularizer: Penalty of the weights.
      activity_regularizer: Penalty of the weights.
      kernel_constraint: What holds for the weights.
      bias_constraint: What holds for the weights.
      use_gate: Must be false.
      seed: Seed; null draws one from the global generator.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, num_heads: int, key_dim: int, value_dim: int | None = None, dropout: float = 0.0, use_bias: bool = True, output_shape: Any = None, attention_axes: Any = None, sliding_window: Any = None, flash_attention: Any = None, kernel_initializer: str | dict[str, Any] | Initializer = 'GlorotUniform', bias_initializer: str | dict[str, Any] | Initializer = 'Zeros', kernel_regularizer: str | dict[str, Any] | Regularizer | None = None, bias_regularizer: str | dict[str, Any] | Regularizer | None = None, activity_regularizer: str | dict[str, Any] | Regularizer | None = None, kernel_constraint: str | dict[str, Any] | Constraint | None = None, bias_constraint: str | dict[str, Any] | Constraint | None = None, use_gate: bool = False, seed: int | None = None, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("MultiHeadAttention", {"num_heads": num_heads, "key_dim": key_dim, "value_dim": value_dim, "dropout": dropout, "use_bias": use_bias, "output_shape": output_shape, "attention_axes": attention_axes, "sliding_window": sliding_window, "flash_attention": flash_attention, "kernel_initializer": kernel_initializer, "bias_initializer": bias_initializer, "kernel_regularizer": kernel_regularizer, "bias_regularizer": bias_regularizer, "activity_regularizer": activity_regularizer, "kernel_constraint": kernel_constraint, "bias_constraint": bias_constraint, "use_gate": use_gate, "seed": seed, "name": name, "trainable": trainable, "dtype": dtype})


class Multiply(Layer):
    """Product of the inputs.

    Args:
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Multiply", {"name": name, "trainable": trainable, "dtype": dtype})


class Normalization(Layer):
    """(x - mean) / sqrt(variance)

    Args:
      axis: Axes with statistics of their own.
      mean: Mean or means.
      variance: Variance or variances.
      invert: Whether to go back.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, axis: int | Sequence[int] | None = -1, mean: Any = None, variance: Any = None, invert: bool = False, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Normalization", {"axis": axis, "mean": mean, "variance": variance, "invert": invert, "name": name, "trainable": trainable, "dtype": dtype})


class Permute(Layer):
    """Another order of the dimensions.

    Args:
      dims: The order, counted from 1.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, dims: int | Sequence[int], name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Permute", {"dims": dims, "name": name, "trainable": trainable, "dtype": dtype})


class ReLU(Layer):
    """max(x, 0), with options.

    Args:
      max_value: Largest output.
      negative_slope: Slope below the threshold.
      threshold: Where the output begins to rise.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, max_value: float | None = None, negative_slope: float = 0.0, threshold: float = 0.0, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("ReLU", {"max_value": max_value, "negative_slope": negative_slope, "threshold": threshold, "name": name, "trainable": trainable, "dtype": dtype})


class Rescaling(Layer):
    """x scale + offset

    Args:
      scale: Factor, or one for each channel.
      offset: Offset, or one for each channel.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, scale: Any, offset: Any = 0.0, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Rescaling", {"scale": scale, "offset": offset, "name": name, "trainable": trainable, "dtype": dtype})


class Reshape(Layer):
    """Another shape of the samples.

    Args:
      target_shape: The shape; one size may be unknown.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, target_shape: Sequence[int | None], name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Reshape", {"target_shape": target_shape, "name": name, "trainable": trainable, "dtype": dtype})


class Softmax(Layer):
    """exp(x) normalised to the sum 1.

    Args:
      axis: Axis or axes of the sum.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, axis: int | Sequence[int] = -1, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Softmax", {"axis": axis, "name": name, "trainable": trainable, "dtype": dtype})


class Subtract(Layer):
    """First input minus the second.

    Args:
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("Subtract", {"name": name, "trainable": trainable, "dtype": dtype})


class UnitNormalization(Layer):
    """Brings each sample to norm 1.

    Args:
      axis: Axis or axes of the norm.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, axis: int | Sequence[int] = -1, name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("UnitNormalization", {"axis": axis, "name": name, "trainable": trainable, "dtype": dtype})


class UpSampling2D(Layer):
    """Repeats rows and columns of images.

    Args:
      size: How often.
      data_format: Where the channels are; null for last.
      interpolation: How.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, size: int | Sequence[int] = 2, data_format: str | None = 'channels_last', interpolation: str = 'nearest', name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("UpSampling2D", {"size": size, "data_format": data_format, "interpolation": interpolation, "name": name, "trainable": trainable, "dtype": dtype})


class ZeroPadding2D(Layer):
    """Zeros around images.

    Args:
      padding: Rows and columns, or pairs of them.
      data_format: Where the channels are; null for last.
      name: Name of the layer; null lets the model choose.
      trainable: Whether training changes the weights.
      dtype: float32 (also null) or float64.
    """

    def __init__(self, padding: Any = 1, data_format: str | None = 'channels_last', name: str | None = None, trainable: bool = True, dtype: Any = None) -> None:
        super().__init__("ZeroPadding2D", {"padding": padding, "data_format": data_format, "name": name, "trainable": trainable, "dtype": dtype})
