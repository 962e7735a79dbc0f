package dev.hornbeam;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** Arrays of arrays: what tensors are made of and turned into. */
final class Nested {
  private Nested() {}

  static Tensor tensor(Object array) {
    if (array == null) {
      throw new InvalidArgumentException("null is no tensor");
    }
    if (!array.getClass().isArray()) {
      return scalar(array);
    }
    Class<?> element = array.getClass();
    int rank = 0;
    for (; element.isArray(); element = element.getComponentType()) {
      rank++;
    }
    long[] sizes = new long[rank];
    Object at = array;
    for (int i = 0; i < rank; i++) {
      sizes[i] = at == null ? 0 : Array.getLength(at);
      at = sizes[i] == 0 ? null : Array.get(at, 0);
    }
    Shape shape = Shape.of(sizes);
    if (element == String.class) {
      List<String> texts = new ArrayList<>();
      texts(array, sizes, 0, texts);
      return Tensor.of(shape, texts.toArray(new String[0]));
    }
    DType dtype = typeOf(element);
    if (rank == 1) {
      return Tensor.copy(dtype, shape, array, sizes[0]);
    }
    Tensor tensor = Tensor.allocate(dtype, shape);
    try {
      write(tensor, array, sizes, 0, 0);
      return tensor;
    } catch (RuntimeException e) {
      tensor.close();
      throw e;
    }
  }

  static <T> T array(Tensor tensor, Class<T> type) {
    Class<?> wanted = classOf(tensor.dtype());
    for (int i = 0; i < tensor.shape().rank(); i++) {
      wanted = wanted.arrayType();
    }
    if (wanted != type) {
      throw new InvalidArgumentException(
          "a tensor of type " + tensor.dtype() + " and shape " + tensor.shape() + " becomes "
              + wanted.getSimpleName() + ", not " + type.getSimpleName());
    }
    return type.cast(array(tensor));
  }

  static Object array(Tensor tensor) {
    Class<?> element = classOf(tensor.dtype());
    long[] sizes = tensor.shape().toArray();
    Object flat =
        element == String.class
            ? tensor.strings()
            : tensor.read(Array.newInstance(element, tensor.length()), 0, tensor.size());
    if (sizes.length == 0) {
      return Array.get(flat, 0);
    }
    return sizes.length == 1 ? flat : arrange(flat, element, sizes, 0, new int[1]);
  }

  private static Object arrange(Object flat, Class<?> element, long[] sizes, int depth, int[] at) {
    int size = (int) sizes[depth];
    if (depth == sizes.length - 1) {
      Object row = Array.newInstance(element, size);
      System.arraycopy(flat, at[0], row, 0, size);
      at[0] += size;
      return row;
    }
    Class<?> component = element;
    for (int i = depth + 1; i < sizes.length; i++) {
      component = component.arrayType();
    }
    Object array = Array.newInstance(component, size);
    for (int i = 0; i < size; i++) {
      Array.set(array, i, arrange(flat, element, sizes, depth + 1, at));
    }
    return array;
  }

  private static Tensor scalar(Object value) {
    Shape shape = Shape.of();
    if (value instanceof Float v) {
      return Tensor.of(shape, (float) v);
    } else if (value instanceof Double v) {
      return Tensor.of(shape, (double) v);
    } else if (value instanceof Integer v) {
      return Tensor.of(shape, (int) v);
    } else if (value instanceof Long v) {
      return Tensor.of(shape, (long) v);
    } else if (value instanceof Boolean v) {
      return Tensor.of(shape, (boolean) v);
    } else if (value instanceof Short v) {
      return Tensor.copy(DType.INT16, shape, new short[] {v}, 1);
    } else if (value instanceof Byte v) {
      return Tensor.copy(DType.INT8, shape, new byte[] {v}, 1);
    } else if (value instanceof String v) {
      return Tensor.of(shape, v);
    }
    throw new InvalidArgumentException(
        "no tensor can be made of a " + value.getClass().getName()
            + "; numbers, Booleans, Strings and arrays of them can");
  }

  private static DType typeOf(Class<?> element) {
    if (element == float.class) {
      return DType.FLOAT;
    } else if (element == double.class) {
      return DType.DOUBLE;
    } else if (element == int.class) {
      return DType.INT32;
    } else if (element == long.class) {
      return DType.INT64;
    } else if (element == short.class) {
      return DType.INT16;
    } else if (element == byte.class) {
      return DType.INT8;
    } else if (element == boolean.class) {
      return DType.BOOL;
    }
    throw new InvalidArgumentException(
        "no tensor can be made of an array of " + element.getName()
            + "; float, double, int, long, short, byte, boolean and String can be elements");
  }

  private static Class<?> classOf(DType dtype) {
    return switch (dtype) {
      case FLOAT -> float.class;
      case DOUBLE -> double.class;
      case INT32, UINT32, QINT32 -> int.class;
      case INT64, UINT64 -> long.class;
      case INT16, UINT16, HALF, BFLOAT16, QINT16, QUINT16 -> short.class;
      case INT8, UINT8, QINT8, QUINT8 -> byte.class;
      case BOOL -> boolean.class;
      case STRING -> String.class;
      default ->
          throw new InvalidArgumentException(
              "elements of type " + dtype + " have no class in Java; use buffer()");
    };
  }

  private static void check(Object row, long[] sizes, int depth) {
    long length = row == null ? -1 : Array.getLength(row);
    if (length != sizes[depth]) {
      throw new InvalidArgumentException(
          "the arrays of dimension " + depth + " have lengths " + sizes[depth] + " and "
              + (row == null ? "null" : length) + "; all must be equal");
    }
  }

  private static long write(Tensor tensor, Object array, long[] sizes, int depth, long start) {
    check(array, sizes, depth);
    if (depth == sizes.length - 1) {
      tensor.write(array, start, sizes[depth]);
      return start + sizes[depth];
    }
    long at = start;
    for (Object row : (Object[]) array) {
      at = write(tensor, row, sizes, depth + 1, at);
    }
    return at;
  }

  private static void texts(Object array, long[] sizes, int depth, List<String> found) {
    check(array, sizes, depth);
    for (Object element : (Object[]) array) {
      if (depth < sizes.length - 1) {
        texts(element, sizes, depth + 1, found);
      } else if (element == null) {
        throw new InvalidArgumentException("a text of the array is null");
      } else {
        found.add((String) element);
      }
    }
  }
}
