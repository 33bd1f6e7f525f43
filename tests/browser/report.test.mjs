// The page of `copydesk clean --report` in a browser. To run it:
//
//     cargo build --release && cd tests/browser && npm ci && npm test
//
// COPYDESK and CHROMIUM name the two programs where they are not at their usual places.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { write, writeLong } from "./corpus.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const builds = ["release", "debug"].map((kind) => join(here, "../../target", kind, "copydesk"));
const copydesk = process.env.COPYDESK ?? builds.find(existsSync);

let room, file, long, browser;

before(async () => {
  assert.ok(copydesk, "there is no copydesk: build it first");
  room = mkdtempSync(join(tmpdir(), "copydesk-report-"));
  write(join(room, "in"));
  writeLong(join(room, "long"));
  [file, long] = ["in", "long"].map((name) => join(room, `${name}.html`));
  const clean = (name) => spawnSync(copydesk, ["clean", "-q", name, "-o", "out", "--report", `${name}.html`], { cwd: room });
  assert.equal(clean("in").status, 2, "one record is broken");
  assert.equal(clean("long").status, 0);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  if (room) rmSync(room, { recursive: true });
});

/** Opens the page; what it says and asks for is gathered beside it. */
async function open(options = {}, path = file) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
  const said = [];
  const requests = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("dialog", (dialog) => said.push(dialog.message()));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path).href);
  return { page, said, requests };
}

/** Opens all that can be opened. */
const openAll = (page) => page.locator("details").evaluateAll((all) => all.forEach((it) => (it.open = true)));

const visible = (page, what) => page.locator(`${what} [data-item]:not([hidden])`);

test("it loads alone and in silence", async () => {
  const { page, said, requests } = await open();
  await page.mouse.move(300, 300);
  await openAll(page);
  await page.waitForTimeout(200);
  assert.deepEqual(said, []);
  assert.deepEqual(requests, [pathToFileURL(file).href]);
  assert.ok(statSync(file).size <= 5_000_000);
  await page.close();
});

test("a script that is not the page's own does not run", async () => {
  const { page, said } = await open();
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.broken = 1";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='window.broken = 1'>");
  });
  await page.waitForTimeout(200);
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.ok(said.some((line) => line.includes("Content Security Policy")), said.join("\n"));
  await page.close();
});

test("hostile text stays text", async () => {
  const { page } = await open();
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.equal(await page.locator("script").count(), 1);
  assert.equal(await page.locator("img, b, [onload], [onerror], [onmouseover]").count(), 0);
  const text = await page.locator("#edits").evaluate((edits) => edits.textContent);
  assert.ok(text.includes("<script>window.broken = 1</script> </script><!-- <img"));
  assert.ok(text.includes("onmouseover='window.broken=1"));
  // Marks of direction are shown, and turn nothing around.
  assert.ok(text.includes("invoiceU+202Efdp.exeU+2066"));
  const all = await page.evaluate(() => document.documentElement.textContent);
  assert.doesNotMatch(all, /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0000\u001b]/u);
  await page.close();
});

test("lines of a megabyte are cut, and it is told by how much", async () => {
  const { page, said } = await open({ viewport: { width: 390, height: 800 } }, long);
  await openAll(page);
  assert.equal(await page.locator("#documents [data-item]").count(), 2);
  for (const version of await page.locator(".version").all()) {
    assert.match(await version.textContent(), /\d,\d{3} bytes left out/);
  }
  const [all, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(all <= seen && statSync(long).size < 1_000_000);
  assert.deepEqual(said, []);
  await page.close();
});

test("filters show what they say, and say how much", async () => {
  const { page } = await open();
  const find = page.locator("#find");
  const told = () => page.locator("#shown").textContent();
  const count = async (part) => Number((await told()).match(new RegExp(`(\\d+) of \\d+ ${part}`))[1]);
  const all = await told();
  const agree = async () => {
    assert.equal(await count("removed lines"), await visible(page, "#lines").count());
    assert.equal(await count("edits"), await visible(page, "#edits").count());
    assert.equal(await count("documents"), await visible(page, "#documents").count());
  };
  await agree();

  await find.getByLabel("Rule").selectOption("boundaries/stop");
  await agree();
  assert.ok((await count("edits")) > 0 && (await count("documents")) > 0);
  assert.equal(await count("removed lines"), 0);
  const rules = await visible(page, "#edits").evaluateAll((items) => items.map((item) => item.dataset.rules.trim()));
  assert.deepEqual([...new Set(rules)], ["boundaries/stop"]);
  assert.equal(await page.locator("#documents .edit.dim[data-rules=' boundaries/stop ']").count(), 0);
  assert.ok((await page.locator("#documents .edit.dim").count()) > 0);

  await find.getByLabel("Confidence").selectOption({ label: "certain" });
  await agree();
  assert.equal(await count("edits"), 0, "no lost stop is certain");
  await find.getByLabel("Rule").selectOption("");
  const bands = await visible(page, "#edits").evaluateAll((items) => items.map((item) => item.dataset.bands.trim()));
  assert.ok(bands.length > 0 && bands.every((band) => band === "6"), bands.join());

  await find.getByRole("button", { name: "Clear" }).click();
  await page.waitForFunction((all) => document.getElementById("shown").textContent === all, all);
  await find.getByLabel("Site").fill("VALLEY");
  await agree();
  const sites = await visible(page, "#edits").evaluateAll((items) => items.map((item) => item.dataset.sites.trim()));
  assert.ok(sites.length > 0 && sites.every((site) => site === "valley.example"), sites.join());

  await find.getByRole("button", { name: "Clear" }).click();
  await find.getByLabel("Text").fill("follow us on");
  await agree();
  const texts = await visible(page, "#lines").allTextContents();
  assert.ok(texts.length > 0 && texts.every((text) => text.toLowerCase().includes("follow us on")));
  await find.getByLabel("Text").fill("no such text anywhere");
  assert.match(await told(), /^Shown: 0 of \d+ removed lines, 0 of \d+ edits, 0 of \d+ documents\.$/);
  await page.close();
});

test("evidence is beside an edit that has the focus or is pointed at", async () => {
  const { page } = await open();
  const tip = page.getByRole("tooltip");
  await page.locator("#find [name=rule]").selectOption("boundaries/stop");
  const closed = page.locator("#documents .document:not([hidden]):not([open]) > summary");
  if (!(await page.locator("#documents .document:not([hidden])[open]").count())) await closed.first().click();
  const edit = page.locator("#documents .document:not([hidden])[open] ins.edit[data-rules=' boundaries/stop ']").first();

  // By the keyboard alone, from the summary of the document on.
  await page.locator("#documents .document:not([hidden])[open] > summary").first().focus();
  for (let i = 0; i < 200 && !(await edit.evaluate((it) => it === document.activeElement)); i++) {
    await page.keyboard.press("Tab");
  }
  assert.ok(await edit.evaluate((it) => it === document.activeElement), "the tab key reaches the edit");
  assert.match(await tip.textContent(), /^boundaries\/stop, confidence .*odds [\d.]+ to [\d.]+: \w/);
  assert.notEqual(await edit.evaluate((it) => getComputedStyle(it).outlineStyle), "none");
  const box = await tip.boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 1200 && box.y + box.height <= 900);
  // A screen reader has it too.
  const described = await edit.getAttribute("aria-describedby");
  assert.equal(await page.locator(`#${described}`).textContent(), await tip.textContent());
  await page.keyboard.press("Escape");
  assert.ok(await tip.isHidden());

  await page.evaluate(() => document.activeElement.blur());
  await edit.hover();
  assert.ok(await tip.isVisible());
  await page.mouse.move(1, 1);
  assert.ok(await tip.isHidden());
  await page.close();
});

test("what is not text has a name", async () => {
  const { page } = await open();
  for (const name of ["Edits by rule", "Edits by site", "Edits by confidence", "Damage per document"]) {
    assert.equal(await page.getByRole("img", { name: new RegExp(`^${name}`) }).count(), 1, name);
  }
  const nameless = await page.locator("svg[role=img]").evaluateAll((all) =>
    all.filter((svg) => !svg.hasAttribute("aria-label") && !svg.querySelector("title")).length);
  assert.equal(nameless, 0);
  assert.equal(await page.locator("#shown[aria-live=polite]").count(), 1);
  await page.close();
});

/** The least contrast between text and what is behind it, of all these elements. */
async function leastContrast(page, selector) {
  return page.locator(selector).evaluateAll((elements) => {
    const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
      willReadFrequently: true,
    });
    const paint = (color) => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const behind = (element) => {
      for (; element; element = element.parentElement) {
        const color = paint(getComputedStyle(element).backgroundColor);
        if (color[3] === 255) return color;
      }
      return [255, 255, 255, 255];
    };
    return elements.reduce((least, element) => {
      const pair = [light(paint(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
      return Math.min(least, (pair[0] + 0.05) / (pair[1] + 0.05));
    }, Infinity);
  });
}

for (const colorScheme of ["light", "dark"]) {
  test(`all can be read in ${colorScheme} colours`, async () => {
    const { page } = await open({ colorScheme });
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [first] = ground.match(/\d+/g).map(Number);
    assert.ok(colorScheme === "light" ? first > 200 : first < 60, ground);
    for (const what of [".edit", ".mark, .note", ".about, .place, small", "dt, dd, p, h2, h3, h4", "select, input, button", "#shown, nav a"]) {
      const least = await leastContrast(page, what);
      assert.ok(least >= 4.5 && least < Infinity, `${what}: ${least}`);
    }
    await page.close();
  });

  for (const width of [320, 390]) {
    test(`it fits a phone of ${width} pixels in ${colorScheme} colours`, async () => {
      const { page } = await open({ colorScheme, viewport: { width, height: 800 } });
      await openAll(page);
      const [all, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(all <= seen, `${all} of ${seen}`);
      const outside = await page.locator("main *:visible").evaluateAll((elements) =>
        elements.filter((it) => !it.closest("svg, .version, .passage") && it.getBoundingClientRect().right > innerWidth + 1).length);
      assert.equal(outside, 0);
      await page.close();
    });
  }
}

test("the page is all in the one file", () => {
  const html = readFileSync(file, "utf8");
  const head = html.slice(0, html.indexOf("<body>"));
  assert.match(head, /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;|<meta http-equiv="Content-Security-Policy" content="default-src 'none'/);
  assert.doesNotMatch(head, /<link|src=|@import|url\(/);
});
