"""PyTorch, eager, and with its step compiled when COMPILE is set."""

import kernels
import overheads
import rows
import torch
from torch import nn
from torch.nn import functional

PACKAGES = ("torch",)
COMPILE = False


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()

        def conv(i, o, s=1):
            return nn.Sequential(nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o))

        self.first = conv(3, 16)
        self.blocks = nn.ModuleList()
        i = 16
        for o in (16, 32, 64):
            for b in range(3):
                s = 2 if b == 0 and o > 16 else 1
                self.blocks.append(nn.ModuleList([
                    conv(i, o, s), conv(o, o),
                    nn.Conv2d(i, o, 1, s, bias=False) if s == 2 else nn.Identity()]))
                i = o
        self.last = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.relu(self.first(x.permute(0, 3, 1, 2)))
        for a, b, shortcut in self.blocks:
            x = torch.relu(b(torch.relu(a(x))) + shortcut(x))
        return self.last(x.mean((2, 3)))


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10))

    def forward(self, x):
        return self.layers(x.permute(0, 3, 1, 2))


class Lstm(nn.Module):
    def __init__(self, embedding=True):
        super().__init__()
        self.embedding = nn.Embedding(10000, 64) if embedding else None
        self.lstm = nn.LSTM(64, 128, batch_first=True)
        self.last = nn.Linear(128, 2) if embedding else nn.Identity()

    def forward(self, x):
        if self.embedding is not None:
            x = self.embedding(x)
        return self.last(self.lstm(x)[0][:, -1])


class Encoder(nn.Module):
    def __init__(self, d, ff):
        super().__init__()
        layer = nn.TransformerEncoderLayer(d, 4, ff, dropout=0.0, batch_first=True)
        self.layers = nn.TransformerEncoder(layer, 4, enable_nested_tensor=False)
        self.last = nn.Linear(d, 10)

    def forward(self, x):
        return self.last(self.layers(x).mean(1))


class Recommender(nn.Module):
    def __init__(self):
        super().__init__()
        self.tables = nn.ModuleList(
            [nn.Embedding(10000, 16, sparse=not COMPILE) for _ in range(26)])
        self.mlp = nn.Sequential(nn.Linear(416, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(),
                                 nn.Linear(64, 1))

    def forward(self, x):
        return self.mlp(torch.cat([t(i) for t, i in zip(self.tables, x)], 1))


def mlp(*sizes):
    layers = []
    for i, o in zip(sizes, sizes[1:]):
        layers += [nn.Linear(i, o), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


MODELS = {
    **{row: lambda row=row: mlp(*rows.MLP[row]) for row in rows.MLP}, "T3": Cnn, "T4": ResNet20, "T5": Lstm,
    "T6": lambda: Encoder(128, 512), "T7": Recommender, "I4": lambda: Encoder(256, 1024),
    "I5": lambda: Lstm(False),
}


def make(row, mode, threads, folder):
    torch.set_num_threads(threads)
    if row not in MODELS:
        return "no model: it is several times behind there"
    if mode == "fit":
        return "it has no fit"
    model = MODELS[row]()
    batches = rows.BATCHES.get(mode, 1)
    x, y = rows.data(row, batches)
    tensors = [torch.from_numpy(i) for i in x] if isinstance(x, list) else torch.from_numpy(x)
    if row in rows.INFERENCE:
        model.eval()

        def call():
            with torch.inference_mode():
                model(torch.from_numpy(x)).numpy()
            return 1

        return call
    make_optimizer = {
        "adam": lambda p: torch.optim.Adam(p, 0.001),
        "momentum": lambda p: torch.optim.SGD(p, 0.01, momentum=0.9),
        "adagrad": lambda p: torch.optim.Adagrad(p, 0.01),
    }
    optimizer = make_optimizer[rows.ROWS[row].optimizer](model.parameters())
    labels = torch.from_numpy(y)
    if row == "T7":
        loss_of = nn.BCEWithLogitsLoss()
    else:
        loss_of, labels = nn.CrossEntropyLoss(), labels.long()
    forward = torch.compile(model) if COMPILE else model

    def train(x, y):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(forward(x), y)
        loss.backward()
        optimizer.step()
        loss.item()

    def call():
        if batches == 1:
            train(tensors, labels)
            return 1
        for rows_of_batch in torch.randperm(len(labels)).split(rows.ROWS[row].batch):
            train(tensors[rows_of_batch], labels[rows_of_batch])
        return batches

    return call


def _backward(a, dy, x, w, mask):
    """As autograd calls it; `x` or `w` gives only its shape where its own gradient is wanted."""
    gradients = torch.ops.aten.convolution_backward(
        dy, x, w, None, [a["stride"]] * 2, [a["w"][0] // 2] * 2, [1, 1], False, [0, 0], 1, mask)
    return next(g for g in gradients if g is not None)


def _images(x):
    """NHWC memory as PyTorch names its axes: channels last."""
    return x.permute(0, 3, 1, 2)


def _filter(w):
    return w.permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)


def _gradient(a, which):
    def make(given, dy):
        dy = _images(dy)
        if which == "x":
            w, x = _filter(given), _images(torch.empty(a["x"]))
        else:
            x, w = _images(given), _filter(torch.empty(a["w"]))
        return lambda: _backward(a, dy, x, w, [which == "x", which == "w", False])

    return make


def _convolution(a, groups):
    def make(x, w):
        w = _filter(w) if groups == 1 else w.permute(2, 3, 0, 1).contiguous()
        x = _images(x)
        return lambda: functional.conv2d(x, w, None, a["stride"], w.shape[2] // 2, 1, groups)

    return make


def _pool(function):
    return lambda a: lambda x: lambda: function(_images(x), 2)


def _into(function, shape):
    """With memory for the result."""
    def make(*operands):
        out = torch.empty(shape)
        return lambda: function(*operands, out=out)

    return make


def _transposed(a, x):
    out = torch.empty([x.shape[i] for i in a["perm"]])
    return lambda: out.copy_(x.permute(a["perm"]))


# Op: from what it knows, and from its shapes, to what makes a call of its operands.
OPS = {
    "matmul": lambda a, s: _into(torch.mm, (s[0][0], s[1][1])),
    "conv": lambda a, s: _convolution(a, 1),
    "conv_dx": lambda a, s: _gradient(a, "x"),
    "conv_dw": lambda a, s: _gradient(a, "w"),
    "depthwise": lambda a, s: _convolution(a, s[0][3]),
    "max_pool": lambda a, s: _pool(functional.max_pool2d)(a),
    "avg_pool": lambda a, s: _pool(functional.avg_pool2d)(a),
    "softmax": lambda a, s: lambda x: lambda: torch.softmax(x, 1),
    "layer_norm": lambda a, s: lambda x: lambda: functional.layer_norm(x, x.shape[1:]),
    "sum": lambda a, s: lambda x: lambda: x.sum(a["axis"]),
    "transpose": lambda a, s: lambda x: _transposed(a, x),
    "gather": lambda a, s: _into(lambda x, i, out: torch.index_select(x, 0, i, out=out),
                                 (a["indices"], s[0][1])),
    "exp": lambda a, s: _into(torch.exp, s[0]),
    "tanh": lambda a, s: _into(torch.tanh, s[0]),
    "gelu": lambda a, s: lambda x: lambda: functional.gelu(x),
    "add": lambda a, s: _into(torch.add, s[0]),
}


def kernel(row, threads):
    torch.set_num_threads(threads)
    operands = [torch.from_numpy(x) for x in kernels.data(row)]
    call = OPS[row.op](row.a, row.shapes)(*operands)

    def run():
        with torch.inference_mode():
            call()
        return 1

    return run


def overhead(row):
    if row.program or row.length == 0:
        return "it has no such graph"
    operands = [torch.from_numpy(x) for x in overheads.OPERANDS]

    def chain():
        x, y = operands
        with torch.inference_mode():
            for _ in range(row.length):
                x = x - y
        return x

    return overheads.many(chain)
