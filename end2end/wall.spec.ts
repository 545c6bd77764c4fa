import { type Browser, type Page } from "@playwright/test";

import { expect, forgive, picture, signIn, test } from "./fixtures.ts";

const wall = { width: 1920, height: 1080 };

/** Makes a screen as an administrator does, and reads its code, which is shown once. */
async function makeScreen(page: Page, name: string): Promise<string> {
  await signIn(page, "admin");
  await page.goto("/settings/screens");
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make a code" }).click();
  const code = page.getByRole("region", { name: "Code of the new screen" }).locator("code");
  await expect(code).toHaveText(/^(\w{4}-){5}\w{4}$/);
  return (await code.textContent()) ?? "";
}

/** The browser of a screen: nobody is signed in. */
async function screen(browser: Browser, baseURL: string | undefined, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ baseURL, javaScriptEnabled, viewport: wall });
  const page = await context.newPage();
  await page.goto("/wall");
  return page;
}

async function enter(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code of this screen").fill(code);
  await page.getByRole("button", { name: "Open" }).click();
}

const size = async (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));

/** How far the page could be scrolled. */
const overhang = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const root = document.documentElement;
    return [root.scrollWidth - root.clientWidth, root.scrollHeight - root.clientHeight];
  });

test("a screen enters its code once, shows the wall and nothing else, and loses it when it is revoked", async ({
  page,
  browser,
  baseURL,
  javaScriptEnabled,
  complaints,
}) => {
  test.slow();
  const name = `Hall ${javaScriptEnabled ? "awake" : "asleep"}`;
  const code = await makeScreen(page, name);
  await page.reload();
  await expect(page.getByText(code)).toHaveCount(0);

  const hung = await screen(browser, baseURL, javaScriptEnabled ?? true);
  await expect(hung.getByRole("heading", { level: 1 })).toHaveText("Open the wall");
  await enter(hung, "0000-0000-0000-0000-0000-0000");
  await expect(hung.getByRole("alert")).toContainText("opens nothing");
  await enter(hung, code.toLowerCase());
  await expect(hung.locator(".wall-verdict h1")).toHaveText(/Clear|Watch|Incident|Critical|Blind/);
  await expect(hung.locator(".wall-foot")).toContainText(name);
  // Without scripts it loads itself anew, which a second load at the same moment would break off.
  if (javaScriptEnabled) await hung.reload();
  await expect(hung.locator(".wall-verdict h1")).toBeVisible();
  // Nobody touches it, and what it shows is never older than a few seconds, awake or asleep.
  const asOf = hung.locator(".wall-foot time");
  const before = (await asOf.textContent()) ?? "";
  await expect(asOf).not.toHaveText(before, { timeout: 6_000 });
  for (const place of ["/", "/findings", "/settings/screens"]) {
    await hung.goto(place);
    await expect(hung).toHaveURL(/\/sign-in/);
  }
  await hung.goto("/wall");
  await expect(hung.locator(".wall-verdict h1")).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("Revoked");
  await expect(hung.getByLabel("Code of this screen")).toBeVisible({ timeout: 5_000 });
  forgive(complaints, 401);
  await hung.context().close();
});

test("the wall can be read from across the room and never scrolls", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "viewer");
  await page.setViewportSize(wall);
  await page.goto("/wall");
  await expect(page.locator(".wall-verdict h1")).toBeVisible();
  expect(await size(page, ".wall-verdict h1")).toBeGreaterThanOrEqual(90);
  expect(await size(page, ".wall-tile .figure b")).toBeGreaterThanOrEqual(60);
  expect(await size(page, ".wall-list li, .wall-list .none")).toBeGreaterThanOrEqual(40);
  await expect(page.locator(".wall-tile")).toHaveCount(4);
  // What the first sentence leaves free names the second, cut where it must be.
  const said = await page.locator(".wall-why .first > *").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
  expect(said.length).toBe(2);
  expect(said[1]?.top).toBe(said[0]?.top);
  for (const list of await page.locator(".wall-list").all()) {
    expect(await list.locator("li:visible").count()).toBeLessThanOrEqual(7);
  }
  for (const viewport of [wall, { width: 1280, height: 720 }, { width: 3840, height: 2160 }]) {
    await page.setViewportSize(viewport);
    expect(await overhang(page), `${viewport.width} wide`).toEqual([0, 0]);
    const foot = await page.locator(".wall-foot").boundingBox();
    expect((foot?.y ?? 0) + (foot?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
    const list = await page.locator(".wall-lists").boundingBox();
    expect((list?.y ?? 0) + (list?.height ?? 0)).toBeLessThanOrEqual(foot?.y ?? 0);
  }
  await page.setViewportSize(wall);
  await page.screenshot({ path: picture(`wall-${javaScriptEnabled ? "js" : "nojs"}`) });
});
