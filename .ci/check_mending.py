#!/usr/bin/env python3
"""What goes back for mending, saved again by LibreOffice in each of its formats, must still read as what was sent.

python3 .ci/check_mending.py FOLDER [--binary PATH]      exit 1 where an observation differs

Every workbook in FOLDER/out/*/退回修改 is saved again as xlsx, xls and ods, takes the place of the file that it was made of
in a copy of FOLDER, and the copy is read.
"""
import argparse
import csv
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEYS = ("unit", "field", "period", "source", "value", "state", "reason", "by", "date", "evidence", "used")


def ingest(binary, folder):
    done = subprocess.run([binary, "--quiet", "ingest", folder], capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 1):
        raise SystemExit(f"zhiheng ingest left with {done.returncode}\n{done.stderr}")


def observations(folder):
    found = {}
    for path in sorted(folder.glob("out/*/observations.csv")):
        with open(path, encoding="utf-8-sig", newline="") as f:
            found[path.parent.name] = sorted(tuple(row.get(k, "") for k in KEYS) for row in csv.DictReader(f))
    return found


def original(folder, book):
    """The return that a workbook was made of: of the same name, or of the same code."""
    code = book.stem.split("-")[0]
    for path in sorted(folder.glob("returns/*/*")):
        if path.stem == book.stem or "-" in book.stem and path.stem.split("-")[0] == code:
            return path
    raise SystemExit(f"no return for {book.name}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "target/release/zhiheng")
    args = parser.parse_args()
    binary, ok = args.binary.resolve(), True
    with tempfile.TemporaryDirectory() as where:
        where = pathlib.Path(where)
        first = where / "first"
        shutil.copytree(args.folder, first, ignore=shutil.ignore_patterns("out", "*.sqlite"))
        ingest(binary, first)
        wanted = observations(first)
        books = sorted(first.glob("out/*/退回修改/*.xlsx"))
        if not books:
            raise SystemExit("nothing went back")
        for kind in ("xlsx", "xls", "ods"):
            saved = where / f"saved-{kind}"
            done = subprocess.run(
                ["soffice", f"-env:UserInstallation={(where / 'profile').as_uri()}", "--headless", "--convert-to", kind,
                 "--outdir", saved, *books], capture_output=True, text=True, timeout=300)
            if done.returncode:
                raise SystemExit(f"LibreOffice left with {done.returncode}\n{done.stderr}")
            copy = where / kind
            shutil.copytree(args.folder, copy, ignore=shutil.ignore_patterns("out", "*.sqlite"))
            for book in books:
                old = original(copy, book)
                old.unlink()
                shutil.copy(saved / f"{book.stem}.{kind}", old.parent / f"{book.stem}.{kind}")
            ingest(binary, copy)
            wrong = []
            for rubric, rows in observations(copy).items():
                now, then = set(rows), set(wanted[rubric])
                wrong += [f"lost {row}" for row in sorted(then - now)] + [f"new {row}" for row in sorted(now - then)]
            print(f"{kind}: {len(books)} workbooks, {sum(map(len, wanted.values()))} observations, {len(wrong)} differ")
            for line in wrong[:20]:
                print("  ", line)
            ok = ok and not wrong
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
