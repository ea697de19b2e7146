#!/usr/bin/env python3
"""Open report.html in headless Chromium: its script runs under its own policy, sorts, filters and opens; nothing is loaded.

python3 .ci/check_page.py PAGE… [--pictures FOLDER]     pictures and PDFs go to FOLDER; exit 1 where something does not hold
"""
import argparse
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

# bytes of a page that a slow line and an old machine still open at once
MOST = 1_000_000
SIZES = {"desktop": (1280, 1800), "phone": (390, 1200)}


class Browser:
    """The DevTools protocol over a pipe: messages are JSON, each ended by a zero byte."""

    def __init__(self, profile):
        to_read, self.write = os.pipe()
        self.read, to_write = os.pipe()

        def pipes():
            # copied first, so that neither is lost by the other taking its number
            a, b = os.dup(to_read), os.dup(to_write)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.id, self.rest, self.events, self.session = 0, b"", [], None

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.read, 1 << 20)
            if not more:
                raise SystemExit("the browser went away")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def __call__(self, method, **params):
        self.id += 1
        call = {"id": self.id, "method": method, "params": params}
        if self.session:
            call["sessionId"] = self.session
        os.write(self.write, json.dumps(call).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.id:
                if "error" in message:
                    raise SystemExit(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def wait(self, event):
        while not any(e.get("method") == event for e in self.events):
            self.events.append(self.message())

    def js(self, code, promise=False):
        result = self("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=promise)
        if "exceptionDetails" in result:
            raise SystemExit(f"{code}: {result['exceptionDetails']}")
        return result["result"].get("value")


TABLE = "document.querySelector('table.sortable:not(.findings)')"
FIRST = f"{TABLE}.tBodies[0].rows[0].cells[1].textContent"
RANK = f"{TABLE}.tHead.rows[0].cells[0]"
OPEN = "document.querySelectorAll('details[open]').length"
SHOWN = "Array.from(document.querySelectorAll('table.findings')[0].tBodies[0].rows).filter(r => !r.hidden).length"


def filtered(text):
    return ("(function () { var i = document.querySelector('.tools input'); i.value = " + json.dumps(text) +
            "; i.dispatchEvent(new Event('input')); })()")


def check(browser, page, folder):
    wrong = []

    def holds(what, so):
        print(f"  {'ok ' if so else 'NOT'}  {what}")
        if not so:
            wrong.append(what)

    size = page.stat().st_size
    holds(f"{size} bytes are at most {MOST}", size <= MOST)
    target = browser("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Network", "Log"):
        browser(f"{domain}.enable")
    browser("Page.navigate", url=page.as_uri())
    browser.wait("Page.loadEventFired")
    js = browser.js
    # a single unit stands in no ranking that could be sorted
    if js("document.querySelectorAll('details.unit').length") == 1:
        holds("the script ran", js("!!document.querySelector('.tools button')"))
        holds("a single unit is not ranked", not js(f"!!{TABLE}"))
    else:
        holds("the script ran", js("!document.querySelector('.script').hidden"))
        first = js(FIRST)
        js(f"{RANK}.click()")
        holds("sorted by rank the first stays", js(FIRST) == first)
        js(f"{RANK}.click()")
        holds("sorted the other way another one is first", js(FIRST) != first)
        js(f"{RANK}.click()")
    holds("all is closed at first", js(OPEN) == 0)
    if js("document.querySelectorAll('details.unit').length"):
        js("document.querySelector('.tools button').click()")
        holds("everything opens", js(OPEN) > 10)
        js("document.querySelectorAll('.tools button')[1].click()")
        holds("and closes", js(OPEN) == 0)
        js("document.querySelector('tbody th.u a').click()")
        js("new Promise(r => setTimeout(r, 200))", promise=True)
        holds("a link in the ranking opens its unit", js(OPEN) >= 1)
    if js("document.querySelectorAll('table.findings').length"):
        before = js(SHOWN)
        js(filtered("no finding says this"))
        holds("a filter that fits nothing hides all", before > 0 and js(SHOWN) == 0)
        js(filtered(""))
        holds("an empty filter shows all", js(SHOWN) == before)
    js("document.querySelectorAll('details').forEach(d => { d.open = false; })")
    for name, (width, height) in SIZES.items():
        browser("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                mobile=name == "phone")
        js("window.scrollTo(0, 0)")
        holds(f"nothing sticks out at {width} pixels", js("document.documentElement.scrollWidth") <= width)
        picture = browser("Page.captureScreenshot")["data"]
        (folder / f"{name}.png").write_bytes(base64.b64decode(picture))
    js("(function () { var u = document.querySelector('details.unit'); if (u) { u.open = true;"
       " u.querySelectorAll('details').forEach(d => { d.open = true; }); } })()")
    pdf = browser("Page.printToPDF", preferCSSPageSize=True)["data"]
    (folder / "print.pdf").write_bytes(base64.b64decode(pdf))
    asked = [e["params"]["request"]["url"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
    holds("nothing but the page was asked for", all(url.startswith(page.as_uri()) for url in asked))
    said = [e["params"] for e in browser.events if e.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")]
    holds(f"no complaint of the browser {said or ''}", not said)
    return not wrong


def main():
    p = argparse.ArgumentParser()
    p.add_argument("pages", nargs="+")
    p.add_argument("--pictures")
    a = p.parse_args()
    pictures = pathlib.Path(a.pictures or tempfile.mkdtemp())
    good = []
    for number, page in enumerate(map(pathlib.Path, a.pages)):
        folder = pictures / str(number) if len(a.pages) > 1 else pictures
        folder.mkdir(parents=True, exist_ok=True)
        print(page)
        good.append(look(page.resolve(), folder))
    print(f"pictures in {pictures}")
    sys.exit(0 if all(good) else 1)


def look(page, folder):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            return check(browser, page, folder)
        finally:
            browser.process.terminate()
            browser.process.wait()


if __name__ == "__main__":
    main()
