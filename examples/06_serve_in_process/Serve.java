// An HTTP server that predicts in its own process, from many threads, and takes up a new model
// without pausing. Usage: Serve MODEL_FOLDER
//
// POST /predict takes a line of numbers for each sample, and answers with a line for each.
// POST /reload loads the model anew. The address is printed.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hornbeam.CancelledException;
import dev.hornbeam.HornbeamException;
import dev.hornbeam.InvalidArgumentException;
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

public final class Serve {
  private final Path folder;
  private final AtomicReference<Model> model = new AtomicReference<>();

  private Serve(Path folder) {
    this.folder = folder;
    reload();
  }

  /** Puts a new model in the place of the old one. Predictions that run finish on the old one. */
  private void reload() {
    Model old = model.getAndSet(Model.load(folder));
    if (old != null) {
      old.close();
    }
  }

  /** Predicts with the model of the moment. */
  private Tensor predict(Tensor x) {
    while (true) {
      Model now = model.get();
      try {
        return now.predict(x);
      } catch (CancelledException e) {
        // A model that was closed between these two lines has a successor.
        if (now == model.get()) {
          throw e;
        }
      }
    }
  }

  private static Tensor read(String body) {
    return Tensor.of(body.lines().map(Serve::row).toArray(float[][]::new));
  }

  private static float[] row(String line) {
    String[] words = line.trim().split(" +");
    float[] row = new float[words.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = Float.parseFloat(words[i]);
    }
    return row;
  }

  private static String write(Tensor y) {
    StringBuilder text = new StringBuilder();
    for (float[] row : y.toArray(float[][].class)) {
      for (int i = 0; i < row.length; i++) {
        text.append(i > 0 ? " " : "").append(row[i]);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private interface Answer {
    String to(String body);
  }

  private static void handle(HttpExchange exchange, Answer answer) throws IOException {
    int status = 200;
    String text;
    try {
      byte[] body = exchange.getRequestBody().readAllBytes();
      text = answer.to(new String(body, StandardCharsets.UTF_8));
    } catch (InvalidArgumentException | NumberFormatException e) {
      status = 400;
      text = e.getMessage() + "\n";
    } catch (HornbeamException e) {
      status = 500;
      text = e.getMessage() + "\n";
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private String predict(String body) {
    try (Tensor x = read(body);
        Tensor y = predict(x)) {
      return write(y);
    }
  }

  public static void main(String[] args) throws IOException {
    Serve serve = new Serve(Path.of(args[0]));
    InetAddress here = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(here, 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/predict", exchange -> handle(exchange, serve::predict));
    server.createContext(
        "/reload",
        exchange ->
            handle(
                exchange,
                body -> {
                  serve.reload();
                  return "";
                }));
    server.start();
    System.out.println(here.getHostAddress() + ":" + server.getAddress().getPort());
  }
}
