import dev.hornbeam.keras.Config;
import dev.hornbeam.keras.Layer;
import dev.hornbeam.keras.Part;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects by the names of their classes and parameters, made by the builders of their classes. */
final class Parts {
  private final Map<String, Part> parts = new HashMap<>();

  void put(String name, Part part) {
    parts.put(name, part);
  }

  @SuppressWarnings("unchecked")
  <T extends Part> List<T> list(String names) {
    String bare = names.startsWith("@") ? names.substring(1) : names;
    return Words.split(bare, ",").stream().map(name -> (T) parts.get(name)).toList();
  }

  /** A part of a kind such as "layer". */
  Part make(String kind, String className, Map<String, String> options) {
    String folder = kind.equals("loss") ? "losse" : kind;
    try {
      Class<?> type = Class.forName("dev.hornbeam.keras." + folder + "s." + className);
      Object builder = type.getMethod("builder").invoke(null);
      for (Map.Entry<String, String> option : options.entrySet()) {
        set(builder, camel(option.getKey()), option.getValue());
      }
      return (Part) builder.getClass().getMethod("build").invoke(builder);
    } catch (ClassNotFoundException e) {
      return byName(className, options);
    } catch (InvocationTargetException e) {
      throw (RuntimeException) e.getCause();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A layer of which there is no class. */
  private static Layer byName(String className, Map<String, String> options) {
    Config config = new Config();
    options.forEach(
        (name, word) -> {
          if (name.equals("shape")) {
            config.putShape(name, Words.sizes(word));
          } else {
            config.put(name, word.matches("-?\\d+") ? Long.valueOf(word) : word);
          }
        });
    return Layer.of(className, config);
  }

  private static String camel(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("_")) {
      text.append(text.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)));
      text.append(word.substring(1));
    }
    return text.toString();
  }

  private void set(Object builder, String name, String word) throws ReflectiveOperationException {
    for (Method method : builder.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == 1) {
        Object value = value(method.getParameterTypes()[0], word);
        if (value != null) {
          method.invoke(builder, value);
          return;
        }
      }
    }
    throw new IllegalArgumentException(builder.getClass() + " does not take " + name + "=" + word);
  }

  /** A word as a value of a type, null when it is none. */
  private Object value(Class<?> type, String word) {
    if (word.startsWith("@")) {
      List<Part> list = list(word);
      return type.isInstance(list.get(0)) ? list.get(0) : null;
    }
    boolean truth = word.equals("true") || word.equals("false");
    boolean number = word.matches("[-\\d.,e]*\\d[-\\d.,e]*");
    if (type == boolean.class) {
      return truth ? Boolean.valueOf(word) : null;
    }
    if (type == String.class) {
      return truth || number ? null : Words.decoded(word);
    }
    if (!number || word.contains(",") && !type.isArray()) {
      return null;
    }
    boolean whole = word.matches("[-\\d,]*");
    if (type == long.class) {
      return whole ? Long.valueOf(word) : null;
    }
    if (type == double.class) {
      return Double.valueOf(word);
    }
    if (!type.isArray() || type.getComponentType() == long.class && !whole) {
      return null;
    }
    List<String> words = Arrays.asList(word.split(","));
    Object array = Array.newInstance(type.getComponentType(), words.size());
    for (int i = 0; i < words.size(); i++) {
      Array.set(array, i, value(type.getComponentType(), words.get(i)));
    }
    return array;
  }
}
