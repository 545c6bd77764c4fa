import { type BrowserContext, type Locator, type Page, type Request } from "@playwright/test";

import { expect, signIn, test } from "./fixtures.ts";

test("a number changes without the page being loaded again", async ({ page }) => {
  test.slow();
  await signIn(page, "analyst");
  await page.goto("/");
  const open = page.getByText(/^of [\d,]+$/).first();
  await expect(open).toBeVisible();
  const before = await open.innerText();
  await page.evaluate("globalThis.loadedOnce = true");
  await expect(open).not.toHaveText(before, { timeout: 60_000 });
  expect(await page.evaluate("globalThis.loadedOnce")).toBe(true);
});

/** Opens a tab that can be told from one that was loaded again. */
async function openTab(context: BrowserContext, address: string): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(address);
  await expect(tab.getByRole("heading", { level: 1 })).toBeAttached();
  await tab.evaluate("globalThis.loadedOnce = true");
  return tab;
}

/** What changes in a tab only when findings come: the counts of its filters, or those of the floor. */
const moving = (tab: Page): Locator => tab.locator('.facets, .column header:has-text("need")').first();

/** Each tab follows: what stands in it becomes something else, though nobody touches it. */
async function expectLive(tabs: Page[]): Promise<void> {
  const follow = async (tab: Page): Promise<void> => {
    const before = await moving(tab).innerText();
    await expect.poll(() => moving(tab).innerText(), { timeout: 40_000 }).not.toBe(before);
    expect(await tab.evaluate("globalThis.loadedOnce")).toBe(true);
  };
  await Promise.all(tabs.map(follow));
}

/** The streams of events that are open at this moment. */
function openStreams(context: BrowserContext): Set<Request> {
  const streams = new Set<Request>();
  context.on("request", (request) => {
    if (new URL(request.url()).pathname === "/events") streams.add(request);
  });
  context.on("requestfinished", (request) => streams.delete(request));
  context.on("requestfailed", (request) => streams.delete(request));
  return streams;
}

test("ten tabs follow over one stream, and leave room for more", async ({ page, context }) => {
  test.setTimeout(180_000);
  await signIn(page, "analyst");
  const row = page.getByRole("table", { name: "Findings" }).getByRole("rowheader").getByRole("link").last();
  await expect(async () => {
    await page.goto("/findings?by=flat");
    await expect(row).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  const finding = (await row.getAttribute("href")) ?? "";

  await page.close();
  const streams = openStreams(context);
  // Every page of Playwright counts as looked at, as windows beside each other do.
  const addresses = Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? "/" : finding));
  const tabs = await Promise.all(addresses.map((address) => openTab(context, address)));
  await expectLive(tabs);
  await expect.poll(() => streams.size).toBe(1);

  const drawers = tabs.filter((tab) => tab.url().includes("/findings/"));
  const give = (tab: Page): Locator => tab.getByRole("button", { name: "Assign to me" });
  const letGo = (tab: Page): Locator => tab.getByRole("button", { name: "Unassign" });
  const last = drawers.at(-1) ?? page;
  await give(last).click();
  for (const tab of drawers) await expect(letGo(tab)).toBeVisible();
  await letGo(last).click();
  for (const tab of drawers) await expect(give(tab)).toBeVisible();

  const eleventh = await openTab(context, "/health");
  await expect(eleventh.getByRole("heading", { name: "AWS Health" })).toBeVisible();
  await eleventh.close();

  // Whichever of them followed for the others: when it closes, another goes on.
  await Promise.all(tabs.slice(0, -1).map((tab) => tab.close()));
  await expectLive([last]);
});

test("a clock may tick while an answer is awaited", async ({ page }) => {
  test.slow();
  await signIn(page, "analyst");
  const tab = await openTab(page.context(), "/");
  const answers = (url: URL): boolean => url.pathname === "/" || url.pathname.startsWith("/api/");
  await tab.route(answers, async (route) => {
    // Longer than a tick of the clock, which goes on in what is still shown.
    await new Promise((over) => setTimeout(over, 2_500));
    await route.continue().catch(() => {});
  });
  for (let answer = 0; answer < 2; answer += 1) await expectLive([tab]);
});

test("what the server wrote of Watch goes on by itself, and is asked for when time alone turns it", async ({ page, complaints }) => {
  await signIn(page, "analyst");
  await page.goto("/");
  const whole = (url: URL): boolean => url.pathname === "/";
  await page.route(whole, (route) => route.abort());
  // Limits differ: somewhere a bar grows, and every age does.
  const bars = (): Promise<string> =>
    page.locator(".freshness .fill").evaluateAll((all) => all.map((one) => one.getAttribute("width")).join());
  const ages = page.locator(".freshness td[data-close]");
  const [bar, age] = [await bars(), await ages.allInnerTexts()];
  await expect.poll(bars, { timeout: 15_000 }).not.toBe(bar);
  await expect.poll(() => ages.allInnerTexts()).not.toEqual(age);
  await page.unroute(whole);

  // A moment that has passed, as when a source falls silent: nothing tells of that.
  await page.route("**/events**", (route) => route.abort());
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
  const turned = page.waitForRequest((request) => whole(new URL(request.url())));
  await page.locator("[data-turns]").evaluate((part) => part.setAttribute("data-turns", "2020-01-01T00:00:00Z"));
  await turned;
  complaints.length = 0;
});
