import { type Browser, type BrowserContext, type Page } from "@playwright/test";

import { expect, picture, test } from "./fixtures.ts";
import { password } from "./people.ts";
import { startDemo, type Demo } from "./server.ts";

/** Who looks at the wall. */
const form = { name: "viewer", password, return_to: "/" };

/** The wall of a demo of its own, in a browser of its own. */
async function openWall(browser: Browser, demo: Demo): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: demo.url, viewport: { width: 1920, height: 1080 } });
  await context.request.post("/api/people/sign_in", { form, maxRedirects: 0 });
  const page = await context.newPage();
  await page.goto("/wall");
  return { context, page };
}

test("the clock goes on, and a wall without a server says since when it is blind", async ({ browser, complaints }) => {
  test.setTimeout(180_000);
  const demo = await startDemo("wall", 200);
  try {
    const { context, page } = await openWall(browser, demo);
    const clock = page.locator(".wall-clock time");
    const before = await clock.textContent();
    await expect(clock).not.toHaveText(before ?? "", { timeout: 5_000 });
    await expect(page.locator(".wall-why.lost")).toHaveCount(0);
    await demo.stop();
    await expect(page.locator(".wall-why.lost")).toContainText("Disconnected since", { timeout: 40_000 });
    await expect(page.locator(".wall-verdict h1")).toHaveText("Blind");
    await page.screenshot({ path: picture("wall-disconnected") });
    complaints.length = 0;
    await context.close();
  } finally {
    await demo.stop();
  }
});

test("a wall that nobody touches goes on by itself after its server was started again", async ({ browser, complaints }) => {
  test.setTimeout(240_000);
  let demo = await startDemo("wall-again", 200);
  try {
    const { context, page } = await openWall(browser, demo);
    const verdict = page.locator(".wall-verdict h1");
    const asOf = page.locator(".wall-foot time");
    await expect(verdict).not.toHaveText("Blind", { timeout: 30_000 });
    const before = (await asOf.textContent()) ?? "";
    demo = await demo.again();
    // Nobody loads the page: it asks again by itself, and is true again only after a good answer.
    await expect(page.locator(".wall-why.lost")).toHaveCount(0, { timeout: 60_000 });
    await expect(verdict).not.toHaveText("Blind", { timeout: 60_000 });
    await expect(asOf).not.toHaveText(before, { timeout: 30_000 });
    const headers = { accept: "text/html", origin: demo.url };
    const desk = await browser.newContext({ baseURL: demo.url });
    const analyst = { ...form, name: "analyst" };
    await desk.request.post("/api/people/sign_in", { form: analyst, headers, maxRedirects: 0 });
    const declared = { title: "After the start", summary: "", impact: "2", scopes: "", kind: "", target: "" };
    await desk.request.post("/api/incidents/declare", { form: declared, headers, maxRedirects: 0 });
    await desk.close();
    await expect(page.locator(".wall-list", { hasText: "Now" })).toContainText("After the start", { timeout: 5_000 });
    complaints.length = 0;
    await context.close();
  } finally {
    await demo.stop();
  }
});
