#!/usr/bin/env python3
"""Generate cases, score each with a binary and with the reference scorer, and compare.

python3 run.py --binary PATH/zhiheng --seeds 1..200 [--size small] [--keep failing] [--processes 2]
Without --binary only the reference scorer runs (a check of the generator).  Exit 1 if any case failed or differed.
"""
import argparse
from concurrent.futures import ProcessPoolExecutor
import io
import os
import shutil
import subprocess
import sys
import tempfile
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import compare as comparing          # noqa: E402
import generate as generating        # noqa: E402


def case(job):
    """One seed: (seed, marks compared, differences, what to print)."""
    seed, binary, size, keep, show, timeout = job
    where = tempfile.mkdtemp(prefix="case-%d-" % seed)
    path = {k: os.path.join(where, k) for k in ("R.toml", "U.csv", "D.csv", "A.csv", "S.csv", "O.csv")}
    common = ["--rubric", path["R.toml"], "--register", path["U.csv"], "--data", path["D.csv"],
              "--adjustments", path["A.csv"]]
    said, n, bad = "", 0, 0
    try:
        generating.generate(seed, where, size)
        done = subprocess.run([sys.executable, os.path.join(HERE, "score.py")] + common + ["--out", path["O.csv"]],
                              capture_output=True, text=True, encoding="utf-8", timeout=timeout)
        if done.returncode != 0:
            bad, said = 1, "the reference scorer failed:\n" + done.stderr[-1500:]
        elif binary:
            done = subprocess.run([binary, "score"] + common + ["--out", path["S.csv"]],
                                  capture_output=True, text=True, encoding="utf-8", timeout=timeout)
            if done.returncode not in (0, 1):
                bad, said = 1, "the binary left with %d:\n%s" % (done.returncode, (done.stderr + done.stdout)[-1500:])
            else:
                differences, n = comparing.compare(comparing.load(path["S.csv"]), comparing.load(path["O.csv"]))
                bad = len(differences)
                if bad:
                    out = io.StringIO()
                    comparing.report(differences, n, path["R.toml"], show, out)
                    said = "binary against reference\n" + out.getvalue()
    except Exception:
        bad, said = 1, traceback.format_exc()
    if bad and keep:
        to = os.path.join(keep, "seed-%d" % seed)
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(where, to)
        with open(os.path.join(to, "difference.txt"), "w", encoding="utf-8") as f:
            f.write(said)
    shutil.rmtree(where, ignore_errors=True)
    return seed, n, bad, said


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--binary")
    p.add_argument("--seeds", required=True, help="A..B, both included, or one")
    p.add_argument("--size", choices=["small", "medium", "large"])
    p.add_argument("--keep", default="failing", help="where failing cases are kept")
    p.add_argument("--processes", type=int, default=2)
    p.add_argument("--show", type=int, default=6, help="differences to print for a case")
    p.add_argument("--timeout", type=int, default=120)
    p.add_argument("--quiet", action="store_true", help="only the totals and the failing seeds")
    a = p.parse_args()
    first, _, last = a.seeds.partition("..")
    seeds = range(int(first), int(last or first) + 1)
    jobs = [(s, a.binary and os.path.abspath(a.binary), a.size, a.keep, a.show, a.timeout) for s in seeds]
    marks, failing = 0, []
    with ProcessPoolExecutor(a.processes) as pool:
        for seed, n, bad, said in pool.map(case, jobs):
            marks += n
            if bad:
                failing.append(seed)
                if not a.quiet:
                    print("== seed %d\n%s" % (seed, said), flush=True)
    print("%d cases, %d marks compared, %d cases failing%s" % (
        len(jobs), marks, len(failing), ": " + " ".join(map(str, failing)) if failing else ""))
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main())
