"""Runs programs of tests/programs/list on Hornbeam's Python interface.

usage: runner.py PROGRAMS DATA

README.md says what the lines of a program mean. What a program prints is what runners in other languages
print, bit for bit.
"""

import contextlib
import io
import re
import sys
import threading
import urllib.parse
from pathlib import Path

import numpy as np
import own

import hornbeam as hb
from hornbeam import keras, raw_ops

CODES = {0: "OK", 1: "CANCELLED", 2: "UNKNOWN", 3: "INVALID_ARGUMENT", 4: "DEADLINE_EXCEEDED",
         5: "NOT_FOUND", 6: "ALREADY_EXISTS", 7: "PERMISSION_DENIED", 8: "RESOURCE_EXHAUSTED",
         9: "FAILED_PRECONDITION", 10: "ABORTED", 11: "OUT_OF_RANGE", 12: "UNIMPLEMENTED",
         13: "INTERNAL", 14: "UNAVAILABLE", 15: "DATA_LOSS", 16: "UNAUTHENTICATED"}
KINDS = {"optimizer": keras.optimizers, "loss": keras.losses, "metric": keras.metrics,
         "initializer": keras.initializers, "regularizer": keras.regularizers,
         "schedule": keras.schedules, "constraint": keras.constraints, "callback": keras.callbacks}
SHOWN = 512  # bytes of a tensor that are printed; of a bigger one a hash is


def text_of(word):
    return urllib.parse.unquote(word)


def shape_of(word):
    return [] if word == "-" else [None if d == "?" else int(d) for d in word.split(",")]


def random_numbers(seed, count):
    state = np.zeros(count, np.int64)
    for i in range(count):
        seed = (seed * 1103515245 + 12345) % (1 << 31)
        state[i] = seed
    return state


def values_of(kind, words, count, dtype, data):
    if kind == "values":
        return np.array([float(w) if "float" in dtype else int(w) for w in words])
    if kind == "range":
        return float(words[0]) + np.arange(count, dtype=np.float64) * float(words[1])
    if kind == "random":
        return random_numbers(int(words[0]), count) / float(1 << 30) - 1
    if kind == "below":
        return (random_numbers(int(words[0]), count) >> 8) % int(words[1])
    if kind == "file":
        return np.frombuffer((data / words[0]).read_bytes(), dtype)[:count]
    assert kind == "text", kind
    return np.array([text_of(w).encode() for w in words], object)


def shown(value):
    """A tensor as text: type, shape, bytes."""
    array = np.asarray(value)
    shape = ",".join(map(str, array.shape)) or "-"
    if array.dtype == object:
        return f"string {shape} {' '.join(v.hex() or '-' for v in array.ravel())}"
    data = np.ascontiguousarray(array).tobytes()
    if len(data) <= SHOWN:
        return f"{array.dtype.name} {shape} {data.hex()}"
    hashed = 0xCBF29CE484222325
    for byte in data:
        hashed = (hashed ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{array.dtype.name} {shape} {data[:16].hex()} fnv {hashed:016x}"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n") + '"'


def bits(number):
    return f"{np.float64(number).view(np.uint64):016x}"


def shown_logs(logs):
    return " ".join(f"{name}={bits(logs[name])}" for name in sorted(logs))


class Listener(keras.callbacks.Callback):
    """Prints what happens in a fit, and ends it after an epoch."""

    def __init__(self, say, stop_after):
        self.say, self.stop_after = say, stop_after

    def on_epoch_begin(self, epoch, logs=None):
        self.say(f"begin {epoch}")

    def on_train_batch_end(self, batch, logs=None):
        self.say(f"step {batch + 1} {shown_logs(logs)}")

    def on_epoch_end(self, epoch, logs=None):
        self.say(f"end {epoch} {shown_logs(logs)}")
        if epoch + 1 == self.stop_after:
            self.model.stop_training = True


class Program:
    """One run of a program."""

    def __init__(self, lines, data):
        self.lines, self.data = lines, data
        self.out = io.StringIO()
        self.tensors, self.outputs, self.parts, self.layers = {}, {}, {}, {}
        self.symbols, self.models, self.calls = {}, {}, {}

    def run(self):
        for number, line in enumerate(self.lines, 1):
            words = line.split()
            self.number = number
            wanted = words[0] if words[0] in ("fails", "refuses") else None
            try:
                self.step(words[2:] if wanted else words)
                if wanted:
                    self.say("is fine")
            except Exception as error:  # noqa: BLE001: all are compared
                code, message = code_of(error)
                self.say(f"error {code}" + ("" if wanted == "refuses" else f" {quoted(message)}"))
                if not wanted:
                    break
        return self.out.getvalue()

    def say(self, text):
        self.out.write(f"{self.number}: {text}\n")

    def step(self, words):
        if words[0] == "repeat":
            for _ in range(int(words[1])):
                self.step(words[2:])
            return
        options = dict(w.split("=", 1) for w in words if "=" in w)
        getattr(self, f"do_{words[0]}")([w for w in words[1:] if "=" not in w], options)

    def list(self, where, words):
        return [where[name] for name in words.split(",")] if words else []

    def value(self, word):
        if word.startswith("@"):
            parts = [self.parts[name] for name in word[1:].split(",")]
            return parts[0] if len(parts) == 1 else parts
        if word in ("true", "false"):
            return word == "true"
        if re.fullmatch(r"-?[\d.,e-]+", word):
            numbers = [int(w) if re.fullmatch(r"-?\d+", w) else float(w)
                       for w in word.split(",") if w]
            return numbers if "," in word else numbers[0]
        return text_of(word)

    def values(self, options):
        return {name: self.value(word) for name, word in options.items()}

    # Tensors and graphs

    def do_tensor(self, words, options):
        name, dtype, shape, kind, *rest = words
        dims = shape_of(shape)
        array = values_of(kind, rest, int(np.prod(dims, dtype=np.int64)), dtype, self.data)
        self.tensors[name] = array.reshape(dims).astype(object if dtype == "string" else dtype)

    def do_show(self, words, options):
        self.say(shown(self.tensors[words[0]]))

    def do_graph(self, words, options):
        self.graph = hb.Graph()

    def do_const(self, words, options):
        self.outputs[words[0]] = hb.constant(self.tensors[words[1]], graph=self.graph)

    def find(self, word):
        """An output, or a list of them."""
        if word.startswith("["):
            return [self.find(w) for w in word[1:-1].split(",")]
        name, _, index = word.partition(":")
        found = self.outputs[name]
        if isinstance(found, hb.Operation):
            return found
        return (found if isinstance(found, list) else [found])[int(index or 0)]

    def do_op(self, words, options):
        name, op, *inputs = words
        attrs = {key: self.attr(*text.split(":", 1)) for key, text in options.items()}
        with self.graph.as_default():
            self.outputs[name] = getattr(raw_ops, op)(*[self.find(i) for i in inputs], **attrs)

    def attr(self, kind, text):
        return {"type": str, "int": int, "float": float, "string": text_of, "shape": shape_of,
                "bool": lambda t: t == "true", "ints": shape_of}[kind](text)

    def do_gradients(self, words, options):
        names, ys, xs = (w.split(",") for w in words)
        found = hb.gradients([self.find(y) for y in ys], [self.find(x) for x in xs])
        for name, output in zip(names, found):
            if output is None:
                self.say(f"{name} is not there")
            self.outputs[name] = output

    def do_session(self, words, options):
        self.session = hb.Session(self.graph)

    def do_close(self, words, options):
        self.session.close()

    def fetched(self, words):
        return [self.find(w) for w in words.split(",")] if words != "-" else []

    def do_run(self, words, options):
        feeds = {self.find(k): self.tensors[v] for k, v in options.items()}
        targets = [o if isinstance(o, hb.Operation) else o.op
                   for w in words[1:] for o in self.fetched(w)]
        fetches = self.fetched(words[0])
        results = self.session.run([*fetches, *targets], feeds)
        for value in results[: len(fetches)]:
            self.say(shown_bytes(value))

    def do_callable(self, words, options):
        fetches = self.fetched(words[0])
        run = self.session.make_callable([self.find(k) for k in options], fetches)
        for value in run(*(self.tensors[v] for v in options.values())):
            self.say(shown_bytes(value))

    def do_serve(self, words, options):
        """A SavedModel of anyone: the names of its tensors are those of its signature."""
        folder, x, y = words
        with hb.saved_model.load(folder) as session:
            (given,) = options.values()
            self.say(shown(session.run(y, {x: self.tensors[given]})))

    # Layers and models

    def do_seed(self, words, options):
        keras.set_random_seed(int(words[0]))

    def do_part(self, words, options):
        name, kind, of = words
        if of.startswith("own:") and kind == "optimizer":
            self.parts[name] = keras.optimizers.CustomOptimizer(getattr(own, of[4:]),
                                                                **self.values(options))
        elif of.startswith("own:"):
            self.parts[name] = getattr(own, of[4:])
        else:
            self.parts[name] = getattr(KINDS[kind], of)(**self.values(options))

    def do_layer(self, words, options):
        name, of = words
        if of.startswith("own:"):
            self.layers[name] = keras.layers.Lambda(getattr(own, of[4:]), registered_name=of[4:])
        elif of == "InputLayer":
            self.layers[name] = keras.Input(**self.values(options))
        else:
            make = getattr(keras.layers, of, None)
            given = self.values(options)
            self.layers[name] = make(**given) if make else keras.layers.Layer(of, given)

    def do_model_layer(self, words, options):
        self.layers[words[0]] = self.models[words[1]]

    def do_input(self, words, options):
        name, shape = words
        self.symbols[name] = keras.Input(shape_of(shape), **options)

    def do_call(self, words, options):
        self.calls[words[0]] = words[1:]

    def symbol(self, name):
        """A symbol; a call is made when it is first needed."""
        if name not in self.symbols:
            layer, *inputs = self.calls[name]
            given = [self.symbol(i) for i in inputs]
            self.symbols[name] = self.layers[layer](given if len(given) > 1 else given[0])
        return self.symbols[name]

    def do_sequential(self, words, options):
        self.models[words[0]] = model = keras.Sequential([self.layers[w] for w in words[1:]])
        model.to_json()

    def do_functional(self, words, options):
        name, inputs, outputs = words
        self.models[name] = keras.Model([self.symbol(w) for w in inputs.split(",")],
                                        [self.symbol(w) for w in outputs.split(",")])

    def do_typed(self, words, options):
        name, program, *tensors = words
        self.models[name], history = own.TYPED[program](*(self.tensors[t] for t in tensors))
        self.history(history)

    def do_compile(self, words, options):
        given = self.values(options)
        for key in ("metrics", "weighted_metrics"):
            if key in given and not isinstance(given[key], list):
                given[key] = [given[key]]
        self.models[words[0]].compile(**given)

    def history(self, history):
        for name in sorted(history.history):
            self.say(f"{name} {' '.join(map(bits, history.history[name]))}")

    def data_of(self, options, *names):
        lists = [self.list(self.tensors, options.get(n, "")) for n in names]
        return [part[0] if len(part) == 1 else part or None for part in lists]

    def do_fit(self, words, options):
        x, y, weight, vx, vy = self.data_of(options, "x", "y", "sample_weight", "validation_x",
                                            "validation_y")
        given = {k: self.value(v) for k, v in options.items()
                 if k not in ("x", "y", "sample_weight", "validation_x", "validation_y", "batches",
                              "class_weight", "callbacks", "listen", "stop_after")}
        callbacks = self.list(self.parts, options.get("callbacks", "")[1:])
        if "listen" in options:
            callbacks.append(Listener(self.say, int(options.get("stop_after", 0))))
        if "class_weight" in options:
            pairs = (p.split(":") for p in options["class_weight"].split(","))
            given["class_weight"] = {int(k): float(v) for k, v in pairs}
        if "batches" in options:
            x = Batches([tuple(self.tensors[t] for t in b.split("/"))
                         for b in options["batches"].split(",")])
        self.history(self.models[words[0]].fit(
            x, y, sample_weight=weight, callbacks=callbacks, verbose=0,
            validation_data=None if vx is None else (vx, vy), **given))

    def do_batch(self, words, options):
        x, y, weight = self.data_of(options, "x", "y", "sample_weight")
        model = self.models[words[0]]
        self.say(shown_logs(model.train_on_batch(x, y, sample_weight=weight, return_dict=True)))

    def do_evaluate(self, words, options):
        x, y, weight = self.data_of(options, "x", "y", "sample_weight")
        self.say(shown_logs(self.models[words[0]].evaluate(
            x, y, batch_size=int(options.get("batch_size", 32)), sample_weight=weight,
            return_dict=True)))

    def do_predict(self, words, options):
        model, (x,) = self.models[words[0]], self.data_of(options, "x")
        threads = int(options.get("threads", 1))
        found = [None] * threads

        def predict(i):
            for _ in range(int(options.get("times", 1))):
                out = model.predict(x)
                text = " ".join(shown(o) for o in (out if isinstance(out, list) else [out]))
                found[i] = text if found[i] in (None, text) else "differs"

        if threads == 1:
            predict(0)
        else:
            in_threads(threads, predict)
        self.say(found[0] if set(found) == {found[0]} else "threads differ")

    def do_weights(self, words, options):
        for weight in self.models[words[0]].get_weights():
            self.say(shown(weight))

    def do_set_weights(self, words, options):
        self.models[words[0]].set_weights([self.tensors[w] for w in words[1:]])

    def do_rate(self, words, options):
        self.say(bits(self.models[words[0]].learning_rate))

    def do_set_rate(self, words, options):
        self.models[words[0]].learning_rate = float(words[1])

    def do_summary(self, words, options):
        self.models[words[0]].summary(print_fn=lambda text: self.say(quoted(text)))

    def do_config(self, words, options):
        self.say(self.models[words[0]].to_json())

    def do_save(self, words, options):
        self.models[words[0]].save(words[1], include_optimizer=options.get("training") != "false")

    def do_load(self, words, options):
        self.models[words[0]] = keras.load(words[1])

    def do_save_weights(self, words, options):
        self.models[words[0]].save_weights(words[1])

    def do_load_weights(self, words, options):
        self.models[words[0]].load_weights(words[1])


class Batches:
    """Batches that come anew each epoch."""

    def __init__(self, batches):
        self.batches = batches

    def __iter__(self):
        return iter(self.batches)


def shown_bytes(value):
    """As shown; a scalar of a string comes as bytes."""
    return shown(np.array(value, object) if isinstance(value, bytes) else value)


def code_of(error):
    if isinstance(error, hb.errors.HornbeamError):
        return CODES[error.code], str(error)
    if isinstance(error, (ValueError, TypeError)):
        return "INVALID_ARGUMENT", str(error)
    if isinstance(error, KeyError):
        return "NOT_FOUND", str(error)
    raise error


def in_threads(count, function):
    threads = [threading.Thread(target=function, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def programs(path):
    """(name, number of threads, lines) of each program in a file."""
    found = []
    for line in Path(path).read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("program "):
            _, name, *threads = line.split()
            found.append((name, int(threads[0]) if threads else 1, []))
        elif line:
            found[-1][2].append(line)
    return found


def main():
    path, data = sys.argv[1:]
    for name, threads, lines in programs(path):
        runs = [Program(lines, Path(data)) for _ in range(threads)]
        texts = [""] * threads

        def run(i):
            texts[i] = runs[i].run()

        if threads == 1:
            run(0)
        else:
            in_threads(threads, run)
        same = "" if set(texts) == {texts[0]} else "threads differ\n"
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.write(f"program {name}\n{texts[0]}{same}")


if __name__ == "__main__":
    main()
