#!/usr/bin/python3
"""Looks at the page of all figures in headless Chromium. Usage: tools/check_gallery.py PAGE

At widths of 400 and 1280 pixels, light and dark: nothing is wider than the page, every picture is
drawn, but not before it is needed, every link leads somewhere, tables have captions and scopes, text
stands out from the page (contrast 4.5), and the filter leaves what it should. At most 2 MB.
"""

import json
import os
import subprocess
import sys
import tempfile

MOST_BYTES = 2000000

# Returns {wrong: sentences, files: names, summary: text}; `width` is in front of it.
LOOK = r"""
(async () => {
  const wrong = [];
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const all = (names) => [...document.querySelectorAll(names)];

  // By WCAG 2: (L1 + 0.05) / (L2 + 0.05).
  const luminance = (color) => {
    const parts = color.match(/[0-9.]+/g).slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  const pictures = all("section > img");
  await wait(300);
  const early = pictures.filter((picture) => picture.src).length;
  if (pictures.length > 6 && early > pictures.length / 2) wrong.push(`${early} pictures at once`);
  for (const picture of pictures) {
    picture.scrollIntoView();
    for (let turn = 0; turn < 200 && !picture.naturalWidth; ++turn) await wait(20);
    if (!picture.naturalWidth) wrong.push(`${picture.alt}: not drawn`);
    if (!picture.alt) wrong.push("a picture without words");
  }

  const across = document.documentElement.scrollWidth;
  if (across > width) wrong.push(`the page is ${across} pixels wide`);
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && box.right > width + 0.5) {
      wrong.push(`${element.tagName} ${element.textContent.slice(0, 40)} ends at ${box.right}`);
      break;
    }
  }
  for (const link of all("a[href^='#']")) {
    if (!document.querySelector(link.getAttribute("href"))) wrong.push(`${link.href} leads nowhere`);
  }
  for (const table of all("table")) {
    if (!table.caption) wrong.push("a table without caption");
    if (table.querySelector("th:not([scope])")) wrong.push("a head of a table without scope");
  }
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const name of ["p", ".meta", "a", ".verdict", "td", "code"]) {
    const least = Math.min(...all(name).map((e) => contrast(getComputedStyle(e).color, ground)));
    if (least < 4.5) wrong.push(`contrast ${least.toFixed(2)} of ${name}`);
  }
  const shown = () => all("tbody tr").filter((row) => row.getClientRects().length > 0).length;
  const rows = { refined: all("tr.refined, tr.fails").length, fails: all("tr.fails").length,
    all: all("tbody tr").length };
  for (const name of ["refined", "fails", "all"]) {
    document.getElementById(name).click();
    if (shown() !== rows[name]) wrong.push(`${name}: ${shown()} rows in place of ${rows[name]}`);
  }
  return {
    wrong,
    files: all("a:not([href^='#'])").map((link) => link.getAttribute("href")),
    summary: `${width} pixels on ${ground}: ${pictures.length} pictures, ${early} at once, ` +
      `${rows.all} claims, ${rows.refined} refined or failing`,
  };
})()
"""


class Browser:
    """Chromium, spoken to through two pipes in the language of its developer tools."""

    def __init__(self, profile):
        to_read, self.to = os.pipe()
        self.come, to_write = os.pipe()

        def place():  # where Chromium expects them
            os.dup2(to_read, 103)
            os.dup2(to_write, 104)
            os.dup2(103, 3)
            os.dup2(104, 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={profile}"],
            close_fds=False, preexec_fn=place, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest = b""
        self.number = 0
        self.session = None

    def read(self):
        while b"\0" not in self.rest:
            piece = os.read(self.come, 1 << 20)
            if not piece:
                sys.exit("chromium has ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, **parameters):
        self.number += 1
        message = dict(id=self.number, method=method, params=parameters)
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]

    def wait_for(self, event):
        while self.read().get("method") != event:
            pass

    def open(self, page):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")
        self.page = page

    def look(self, width, scheme):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900,
                 deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia",
                 features=[dict(name="prefers-color-scheme", value=scheme)])
        self.ask("Page.navigate", url="file://" + self.page)
        self.wait_for("Page.loadEventFired")
        result = self.ask("Runtime.evaluate", expression=f"const width = {width};" + LOOK,
                          awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            sys.exit(str(result["exceptionDetails"]))
        return result["result"]["value"]

    def close(self):
        self.session = None
        self.ask("Browser.close")
        self.process.wait()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    page = os.path.realpath(sys.argv[1])
    wrong = []
    size = os.path.getsize(page)
    print(f"{size} bytes")
    if size > MOST_BYTES:
        wrong.append(f"more than {MOST_BYTES} bytes")
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(profile)
        browser.open(page)
        for width in (400, 1280):
            for scheme in ("light", "dark"):
                seen = browser.look(width, scheme)
                print(f"{scheme}, {seen['summary']}")
                wrong += [f"{width} pixels, {scheme}: {text}" for text in seen["wrong"]]
        browser.close()
    for name in seen["files"]:
        here = os.path.join(os.path.dirname(page), name)
        if not name.startswith("https://arxiv.org/abs/") and not os.path.exists(here):
            wrong.append(f"no file {name}")
    for text in wrong:
        print("WRONG:", text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
