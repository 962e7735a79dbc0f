package dev.hornbeam.internal;

import dev.hornbeam.DataLossException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as the layers' interface reads and writes it: NaN, Infinity and -Infinity are numbers.
 * Objects are maps, arrays lists, numbers Long or Double.
 */
public final class Json {
  /** A value that knows how it is written. */
  public interface Value {
    Object toJson();
  }

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  public static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at != text.length()) {
      throw json.error("text after the value");
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  public static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  public static double number(Object value) {
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }

  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value == null || value instanceof Boolean || value instanceof Long
        || value instanceof Integer) {
      out.append(value);
    } else if (value instanceof Number number) {
      // Java's text of a double reads back as the same double; a whole number keeps its point.
      out.append(number.doubleValue());
    } else if (value instanceof String string) {
      quote(string, out);
    } else if (value instanceof Value own) {
      write(own.toJson(), out);
    } else if (value instanceof Map<?, ?> map) {
      String between = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(between);
        quote(entry.getKey().toString(), out);
        out.append(": ");
        write(entry.getValue(), out);
        between = ", ";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> items) {
      out.append('[');
      String between = "";
      for (Object item : items) {
        out.append(between);
        write(item, out);
        between = ", ";
      }
      out.append(']');
    } else if (value.getClass().isArray()) {
      out.append('[');
      for (int i = 0; i < Array.getLength(value); i++) {
        out.append(i == 0 ? "" : ", ");
        write(Array.get(value, i), out);
      }
      out.append(']');
    } else {
      throw new IllegalArgumentException(
          "a " + value.getClass().getName() + " can't be written as JSON");
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private Object value(int depth) {
    space();
    if (at == text.length() || depth > 500) {
      throw error("no value");
    }
    char c = text.charAt(at);
    if (c == '{') {
      return map(depth);
    } else if (c == '[') {
      return array(depth);
    } else if (c == '"') {
      return string();
    }
    for (String word : new String[] {"null", "true", "false", "NaN", "Infinity", "-Infinity"}) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return switch (word) {
          case "null" -> null;
          case "true", "false" -> Boolean.valueOf(word);
          default -> Double.valueOf(word);
        };
      }
    }
    return numeral();
  }

  private Object numeral() {
    int start = at;
    while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    try {
      return digits.matches("-?\\d{1,18}") ? (Object) Long.valueOf(digits) : Double.valueOf(digits);
    } catch (NumberFormatException e) {
      throw error("'" + digits + "' is no number");
    }
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> found = new LinkedHashMap<>();
    at++;
    space();
    if (take('}')) {
      return found;
    }
    do {
      space();
      String key = string();
      space();
      need(':');
      found.put(key, value(depth + 1));
      space();
    } while (take(','));
    need('}');
    return found;
  }

  private List<Object> array(int depth) {
    List<Object> found = new ArrayList<>();
    at++;
    space();
    if (take(']')) {
      return found;
    }
    do {
      found.add(value(depth + 1));
      space();
    } while (take(','));
    need(']');
    return found;
  }

  private String string() {
    need('"');
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = at < text.length() ? text.charAt(at++) : '"';
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'u' -> {
          if (at + 4 > text.length()) {
            throw error("a cut \\u");
          }
          out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
          at += 4;
        }
        default -> out.append(escaped);
      }
    }
    need('"');
    return out.toString();
  }

  private boolean take(char wanted) {
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void need(char wanted) {
    if (!take(wanted)) {
      throw error("'" + wanted + "' is missing");
    }
  }

  private DataLossException error(String what) {
    return new DataLossException("no JSON at character " + at + ": " + what);
  }
}
