"""What the suite prints and writes."""

import statistics

SCALE = {"us": 1e6, "ms": 1e3, "MB": 1e-6}


def result(name, mode, row, threads, workers, ideal):
    """The figures of a row in its unit; ratios above 1 are in Hornbeam's favour."""
    scale = SCALE[row.unit]
    measured = {w.name: w.values for w in workers if w.values}
    found = {
        "row": name, "mode": mode, "threads": threads, "unit": row.unit,
        "title": f"{name} {row.title}" + (f", {mode}" if mode in ("fit", "step", "epoch") else ""),
        "values": {n: {"min": min(v) * scale, "median": statistics.median(v) * scale}
                   for n, v in measured.items()},
        "not_measured": {w.name: w.reason for w in workers if w.reason},
        "aim": row.aim,
    }
    if ideal:
        found["ideal"] = ideal * scale
    if row.at_most:
        found["at_most"] = row.at_most * scale
    for w in workers:
        if w.arena:
            found["arena_bytes"], found["live_bytes"] = w.arena
    if "hornbeam" not in found["values"]:
        return found
    ours = found["values"]["hornbeam"]["min"]
    if ideal:
        found["percent_of_ideal"] = 100 * found["ideal"] / ours
    peers = {n: v["min"] for n, v in found["values"].items() if n != "hornbeam"}
    if peers:
        found["best_peer"] = min(peers, key=peers.get)
        found["ratio"] = peers[found["best_peer"]] / ours
    return found


def behind(found):
    """What a row lacks to its goals, as text; empty if nothing."""
    lacks = []
    if found.get("ratio", found["aim"]) < found["aim"]:
        lacks.append(f"aim {found['aim']:g} times")
    ours = found["values"].get("hornbeam")
    if ours and "at_most" in found and ours["min"] > found["at_most"]:
        lacks.append(f"aim {found['at_most']:g} {found['unit']}")
    return ", ".join(lacks)


def show(found):
    unit, threads = found["unit"], found["threads"]
    print(f"\n{found['title']}, {threads} thread{'s' if threads > 1 else ''}")
    for name, value in found["values"].items():
        print(f"  {name:15} min {value['min']:12.2f} {unit}   median {value['median']:12.2f} {unit}")
    for name, reason in found["not_measured"].items():
        print(f"  {name:15} not measured: {reason}")
    if "percent_of_ideal" in found:
        print(f"  ideal {found['ideal']:.1f} {unit}: {found['percent_of_ideal']:.0f} %")
    if found.get("arena_bytes"):
        print(f"  arena {found['arena_bytes'] / 1e6:.3f} MB, live at once "
              f"{found['live_bytes'] / 1e6:.3f} MB")
    if "ratio" in found:
        print(f"  best peer {found['best_peer']}: {found['ratio']:.2f} times Hornbeam's")
    if lacks := behind(found):
        print(f"  behind: {lacks}")
    print(end="", flush=True)


def _goal(found):
    texts = [f"{found['aim']:g}"] if "ratio" in found and found["aim"] else []
    if "at_most" in found:
        texts.append(f"{found['at_most']:g} {found['unit']}")
    return ", ".join(texts) or "-"


def markdown(results, limit):
    lines = ["| row | threads | Hornbeam | best peer | its | ratio | aim | of the ideal |",
             "|---|---|---|---|---|---|---|---|"]
    for r in (r for r in results if "hornbeam" in r["values"]):
        best = r.get("best_peer")
        peer = f"{r['values'][best]['min']:.2f} | {r['ratio']:.2f}" if best else "- | -"
        share = f"{r['percent_of_ideal']:.0f} %" if "percent_of_ideal" in r else "-"
        lines.append(f"| {r['title']} | {r['threads']} | {r['values']['hornbeam']['min']:.2f} "
                     f"{r['unit']} | {best or '-'} | {peer} | {_goal(r)} | {share} |")
    arenas = [r for r in results if r.get("arena_bytes")]
    if arenas:
        lines += ["", "| row | threads | arena | live at once | ratio |", "|---|---|---|---|---|"]
        lines += [f"| {r['title']} | {r['threads']} | {r['arena_bytes'] / 1e6:.2f} MB | "
                  f"{r['live_bytes'] / 1e6:.2f} MB | {r['arena_bytes'] / r['live_bytes']:.3f} |"
                  for r in arenas]
    peaks = ", ".join(f"{t}: {v['gflops']:.0f} GFLOP/s, {v['gbytes']:.0f} GB/s in memory, "
                      f"{v['cache_gbytes']:.0f} GB/s in cache" for t, v in limit.items())
    return "\n".join(lines + ["", f"Limits by threads: {peaks}."]) + "\n"


def plot(results, file):
    """Each row's ratio of the best peer's figure to Hornbeam's; above 1 Hornbeam is ahead."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    shown = [r for r in results if "ratio" in r][::-1]
    names = [f"{r['row']}{', ' + r['mode'] if r['mode'] in ('fit', 'step', 'epoch') else ''}, "
             f"{r['threads']}T ({r['best_peer']})" for r in shown]
    figure, axes = pyplot.subplots(figsize=(8, 1 + 0.25 * len(shown)))
    axes.barh(names, [r["ratio"] for r in shown],
              color=["#2a7f62" if r["ratio"] >= 1 else "#b5532c" for r in shown])
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xlabel("best peer / Hornbeam, in time or bytes")
    figure.tight_layout()
    figure.savefig(file, dpi=110)
