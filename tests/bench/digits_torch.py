"""The training benchmark in PyTorch, on the CPU, eager."""

import digits
import torch
from torch import nn

model = nn.Sequential(
    nn.Conv2d(1, 16, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(16, 32, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(128, 10))
optimizer = torch.optim.Adam(model.parameters(), 0.001)
loss_of = nn.CrossEntropyLoss()


def step(images, labels):
    optimizer.zero_grad(set_to_none=True)
    x = torch.from_numpy(images).permute(0, 3, 1, 2)
    loss = loss_of(model(x), torch.from_numpy(labels).long())
    loss.backward()
    optimizer.step()
    return loss.item()


digits.measure(step)
