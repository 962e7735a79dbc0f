"""PyTorch with torch.compile."""

import on_torch
import rows


def make(row, mode, threads, folder):
    if row in rows.INFERENCE:
        return "not compared"
    on_torch.COMPILE = True
    return on_torch.make(row, mode, threads, folder)
