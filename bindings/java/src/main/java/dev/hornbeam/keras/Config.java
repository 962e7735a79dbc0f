package dev.hornbeam.keras;

import dev.hornbeam.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parameters by name; what the builders of parts fill. */
public final class Config {
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** No parameters. */
  public Config() {}

  /**
   * Sets a parameter.
   *
   * @param name as Keras has it
   * @param value a number, Boolean, String, part, data type, or a list of them; null is a value too
   */
  public Config put(String name, Object value) {
    values.put(name, value(value));
    return this;
  }

  /**
   * Sets a parameter that is one number or several.
   *
   * @param name as Keras has it
   * @param numbers one stands for itself
   */
  public Config putNumbers(String name, long... numbers) {
    if (numbers.length == 1) {
      return put(name, numbers[0]);
    }
    List<Object> list = new ArrayList<>();
    for (long number : numbers) {
      list.add(number);
    }
    return put(name, list);
  }

  /**
   * Sets a parameter that is one number or several.
   *
   * @param name as Keras has it
   * @param numbers one stands for itself
   */
  public Config putNumbers(String name, double... numbers) {
    if (numbers.length == 1) {
      return put(name, numbers[0]);
    }
    List<Object> list = new ArrayList<>();
    for (double number : numbers) {
      list.add(number);
    }
    return put(name, list);
  }

  /**
   * Sets a parameter that is a shape.
   *
   * @param name as Keras has it
   * @param sizes negative ones are unknown
   */
  public Config putShape(String name, long... sizes) {
    List<Object> list = new ArrayList<>();
    for (long size : sizes) {
      list.add(size < 0 ? null : size);
    }
    return put(name, list);
  }

  Config copy() {
    Config copy = new Config();
    copy.values.putAll(values);
    return copy;
  }

  Map<String, Object> json() {
    return values;
  }

  /** The name that Keras has for a type. */
  static String name(DType dtype) {
    return switch (dtype) {
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      case HALF -> "float16";
      default -> dtype.name().toLowerCase(Locale.ROOT);
    };
  }

  private static Object value(Object value) {
    if (value instanceof Part part) {
      return part.json();
    } else if (value instanceof DType dtype) {
      return name(dtype);
    } else if (value instanceof List<?> list) {
      return list.stream().map(Config::value).collect(ArrayList::new, List::add, List::addAll);
    } else if (value instanceof Object[] array) {
      return value(List.of(array));
    }
    return value;
  }
}
