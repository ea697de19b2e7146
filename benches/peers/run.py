"""How long the whole road takes, against others and against the floor. One command, one table:

python3 benches/peers/run.py [--cases workbooks:2850,matrix:3000,matrix:100000] [--peers-up-to 3000] [--fields 60]

Writes assessments with `examples/generate.rs`, then times each program on them in a process of its own: seconds on the clock,
seconds of processor, and the most memory. Prints a table in Markdown. Builds what it needs (release).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RELEASE = ROOT / "target" / "release"


def timed(command, codes=(0,)):
    """Seconds, seconds of processor, most memory in MB, output; `None` where the program cannot be had or fails."""
    out = tempfile.TemporaryFile()
    began = time.monotonic()
    process = subprocess.Popen([str(c) for c in command], stdout=out, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        print(f"{command[0]} ended with {process.returncode}: {' '.join(map(str, command))}", file=sys.stderr)
        return None
    out.seek(0)
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read().decode()


def machine():
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    memory = next(int(l.split()[1]) for l in open("/proc/meminfo") if l.startswith("MemTotal"))
    return f"{os.cpu_count()} × {model}, {memory / 1048576:.0f} GB, Linux"


def cell(found, ours):
    if found is None:
        return "–"
    took, _, memory, _ = found
    return f"{took:.2f} s ({took / ours:.1f} ×), {memory:.0f} MB"


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--cases", default="workbooks:2850,matrix:3000,matrix:100000")
    args.add_argument("--fields", type=int, default=60)
    args.add_argument("--peers-up-to", type=int, default=3000, help="units beyond which the slow ones are not waited for")
    args.add_argument("--keep", help="a folder for what is generated")
    args.add_argument("--runs", type=int, default=1, help="the best of so many runs of ours")
    args = args.parse_args()
    build = ["cargo", "build", "--quiet", "--release", "--bins", "--example", "generate", "--example", "floor"]
    subprocess.run(build, cwd=ROOT, check=True)
    base = Path(args.keep or tempfile.mkdtemp(prefix="measured-"))
    rows = []
    for case in args.cases.split(","):
        layout, units = case.split(":")
        folder = base / f"{layout}-{units}-{args.fields}"
        if not folder.exists():
            made = [RELEASE / "examples/generate", "--units", units, "--fields", str(args.fields), "--layout", layout, "--out", folder]
            subprocess.run([str(m) for m in made], check=True, stderr=subprocess.DEVNULL)
        # 1: some cells cannot be read on purpose
        runs = [timed([RELEASE / "zhiheng", "run", folder, "--quiet"], (0, 1)) for _ in range(args.runs)]
        ours = min(runs, key=lambda run: run[0])
        floor = timed([RELEASE / "examples/floor", folder])
        parts = json.loads(floor[3])
        bare = parts["reading"] + parts["writing"]
        pandas = coinr = None
        if int(units) <= args.peers_up_to:
            pandas = timed([sys.executable, HERE / "pandas_openpyxl.py", folder])
            if shutil.which("Rscript") and layout != "workbooks":
                coinr = timed(["Rscript", HERE / "coinr.R", folder])
        took, cpu, memory, _ = ours
        rows.append(
            f"| {layout} | {int(units):,} × {args.fields} | {took:.2f} s, {memory:.0f} MB | {cpu:.2f} s "
            f"| {bare:.2f} s = {parts['reading']:.2f} + {parts['writing']:.2f} (we take {took / bare:.2f} ×) "
            f"| {cell(pandas, took)} | {cell(coinr, took)} |"
        )
        print(rows[-1], file=sys.stderr)
        if not args.keep:
            shutil.rmtree(folder)
    print(f"{machine()}\n")
    print("| returns | units × indicators | zhiheng, whole run | of processor | floor: reading + writing | pandas + openpyxl | COINr |")
    print("|---|---|---|---|---|---|---|")
    print("\n".join(rows))


main()
