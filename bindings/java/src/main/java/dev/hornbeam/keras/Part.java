package dev.hornbeam.keras;

import dev.hornbeam.internal.Json;
import java.util.Map;
import java.util.LinkedHashMap;

/**
 * Something that is made by class name and config, as Keras 3 writes them: a layer, loss, metric,
 * optimizer and so on. Parameters that were not set take the defaults of the class.
 */
public abstract class Part {
  private final String className;
  private final Config config;

  /**
   * A part.
   *
   * @param className Keras's name of the class
   * @param config the parameters that were set
   */
  protected Part(String className, Config config) {
    this.className = className;
    this.config = config.copy();
  }

  /** Keras's name of the class. */
  public String className() {
    return className;
  }

  /** Class name and the parameters that were set, as JSON. */
  public String toJson() {
    return Json.write(json());
  }

  @Override
  public String toString() {
    return toJson();
  }

  String configJson() {
    return Json.write(config.json());
  }

  Object json() {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("class_name", className);
    found.put("config", config.json());
    return found;
  }
}
