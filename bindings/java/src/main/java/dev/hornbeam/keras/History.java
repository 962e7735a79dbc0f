package dev.hornbeam.keras;

import dev.hornbeam.NotFoundException;
import dev.hornbeam.internal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fit recorded.
 *
 * @param epochs the numbers of the epochs
 * @param logs by the name of a loss or metric, one value an epoch
 */
public record History(List<Long> epochs, Map<String, List<Double>> logs) {
  /**
   * The values of a loss or metric, one an epoch.
   *
   * @param name such as {@code loss} or {@code val_loss}
   */
  public List<Double> get(String name) {
    List<Double> found = logs.get(name);
    if (found == null) {
      throw new NotFoundException("the fit recorded " + logs.keySet() + ", not '" + name + "'");
    }
    return found;
  }

  /**
   * The value after the last epoch.
   *
   * @param name such as {@code loss} or {@code val_loss}
   */
  public double last(String name) {
    List<Double> values = get(name);
    return values.get(values.size() - 1);
  }

  static History parse(String json) {
    Map<String, Object> read = Json.object(Json.parse(json));
    List<Long> epochs = new ArrayList<>();
    for (Object epoch : Json.list(read.get("epoch"))) {
      epochs.add((Long) epoch);
    }
    Map<String, List<Double>> logs = new LinkedHashMap<>();
    Json.object(read.get("history"))
        .forEach(
            (name, values) ->
                logs.put(name, Json.list(values).stream().map(Json::number).toList()));
    return new History(List.copyOf(epochs), logs);
  }
}
