import { type Locator, type Page } from "@playwright/test";

import { expect, picture, signIn, test } from "./fixtures.ts";

const drawer = (page: Page): Locator => page.locator(".drawer");
const part = (page: Page): Locator => page.locator(".drawer-part");

/** Opens the first finding of a list. */
async function open(page: Page, list: string): Promise<void> {
  const first = page.locator(".list a.cover").first();
  await expect(async () => {
    await page.goto(list);
    await expect(first).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  await first.click();
  await expect(drawer(page).getByRole("heading", { level: 2 })).toBeVisible();
}

const tab = (page: Page, name: RegExp): Locator =>
  page.getByRole("navigation", { name: "Parts of this finding" }).getByRole("link", { name });

test.beforeEach(async ({ page }) => signIn(page, "analyst"));

test("each part of a finding has something to say", async ({ page, javaScriptEnabled }) => {
  test.setTimeout(60_000);
  await open(page, "/findings?by=flat&product=Security%20Hub&sort=created&order=asc");
  const mode = javaScriptEnabled ? "js" : "nojs";

  await expect(part(page).locator("dt", { hasText: "Generator" })).toBeVisible();
  await expect(part(page).locator("dt", { hasText: "Company" })).toBeVisible();
  await expect(part(page).locator("dt", { hasText: "AWS id" })).toBeVisible();
  await expect(drawer(page).locator(".place")).toHaveText(/^1 of [\d,]+$/);
  await page.screenshot({ path: picture(`drawer-overview-${mode}`) });
  // The drawer scrolls, and the page does not.
  expect(await page.evaluate("document.documentElement.scrollHeight - document.documentElement.clientHeight")).toBe(0);

  // All tabs are in sight.
  const tabs = await drawer(page).locator(".tabs").first().evaluate((all) => [all.scrollWidth, all.clientWidth]);
  expect(tabs[0]).toBeLessThanOrEqual(tabs[1] ?? 0);

  await tab(page, /^Fix/).click();
  await expect(part(page).getByRole("link", { name: /in the AWS console/ }).first()).toHaveAttribute("href", /^https:\/\/console\.aws\.amazon\.com\//);
  const hub = part(page).getByRole("link", { name: /in Security Hub/ });
  await expect(hub).toBeVisible();
  // The sign that it leads away stands beside its words.
  const apart = await hub.evaluate((link) => {
    const [whole, sign] = [link, link.querySelector(".icon") ?? link].map((one) => one.getBoundingClientRect());
    return Math.abs(whole!.y + whole!.height / 2 - sign!.y - sign!.height / 2);
  });
  expect(apart).toBeLessThan(3);

  await tab(page, /^Same resource/).click();
  await expect(part(page)).toContainText(/Nothing else is found on its resources|ago|[hd]/);
  await expect(tab(page, /^Same resource/)).toHaveAttribute("aria-current", "page");

  await tab(page, /^History/).click();
  await expect(part(page)).toContainText(/AWS|Nothing has changed/);

  await tab(page, /^Around/).click();
  await expect(tab(page, /^Around/)).toHaveAttribute("aria-current", "page");
  await expect(part(page).locator("li, .state, p").first()).toBeVisible();

  await tab(page, /^Document/).click();
  await expect(part(page).locator("pre.document")).toContainText("ProductArn");
  await page.screenshot({ path: picture(`drawer-document-${mode}`) });
});

test("what else happened around a finding is told, nearer and further", async ({ page, javaScriptEnabled }) => {
  test.setTimeout(60_000);
  await open(page, "/findings?by=flat&sort=updated&order=desc");
  const finding = page.url();
  await drawer(page).locator(".linked-incidents a").first().click();
  if (page.url().includes("/incidents/new")) await page.getByRole("button", { name: "Declare" }).click();
  await expect(page).toHaveURL(/\/incidents\/[0-9a-f-]{36}$/);
  const incident = new URL(page.url()).pathname;

  await page.goto(finding);
  await tab(page, /^Around/).click();
  const far = part(page).getByRole("navigation", { name: "How far to look" });
  await expect(far.getByRole("link", { name: "24 h" })).toHaveAttribute("aria-current", "page");
  await far.getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/[?&]tab=around&span=7d/);
  await expect(far.getByRole("link", { name: "7 days" })).toHaveAttribute("aria-current", "page");
  const told = part(page).locator(".rows li", { hasText: "declared by" });
  await expect(part(page).getByRole("heading", { name: "Same resource" })).toBeVisible();
  await expect(told.locator(`a[href="${incident}"]`)).toBeVisible();
  await expect(told.first().locator("time")).toHaveAttribute("datetime", /Z$/);
  await expect(part(page).getByRole("heading", { name: "Now" })).toBeVisible();
  await page.screenshot({ path: picture(`drawer-around-${javaScriptEnabled ? "js" : "nojs"}`) });
  await told.locator(`a[href="${incident}"]`).click();
  await expect(page).toHaveURL(new RegExp(`${incident}$`));
});

test("no act of a finding runs off the foot, and no part of it is out of sight", async ({ page }) => {
  await open(page, "/findings?by=flat&product=Security%20Hub&sort=created&order=asc");
  for (const width of [390, 1280, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    const foot = page.locator(".drawer-foot");
    expect(await foot.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    const edge = await foot.boundingBox();
    const more = await foot.locator(".act-sheet > summary").boundingBox();
    expect((more?.x ?? 0) + (more?.width ?? 0)).toBeLessThanOrEqual((edge?.x ?? 0) + (edge?.width ?? 0) - 8);
    for (const part of await drawer(page).getByRole("navigation", { name: "Parts of this finding" }).getByRole("link").all()) {
      await expect(part).toBeInViewport({ ratio: 1 });
    }
  }
});

test("what sends the form of a finding is in sight", async ({ page }) => {
  await open(page, "/findings?by=flat&product=Security%20Hub&sort=created&order=asc");
  for (const [width, height] of [[390, 844], [1440, 900]] as const) {
    await page.setViewportSize({ width, height });
    const sheet = page.locator(".drawer-foot .act-sheet");
    if (!(await sheet.evaluate((one: HTMLDetailsElement) => one.open))) await sheet.locator("summary").first().click();
    await expect(sheet.getByRole("button", { name: "Apply" })).toBeInViewport({ ratio: 1 });
  }
});

test("a text is found in a document, which is there as it came", async ({ page, javaScriptEnabled }) => {
  await open(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  await tab(page, /^Document/).click();
  await part(page).getByLabel("Find in the document").fill("productarn");
  await part(page).getByLabel("Find in the document").press("Enter");
  await expect(part(page).locator("mark").first()).toHaveText("ProductArn");
  await expect(part(page).locator("mark").first()).toBeInViewport({ ratio: 1 });
  if (javaScriptEnabled) await expect(part(page).getByLabel("Find in the document")).toBeFocused();
  await part(page).locator(".document").evaluate((one) => (one.scrollTop = one.scrollHeight));
  await part(page).getByRole("status").getByRole("link", { name: /places?$/ }).click();
  await expect(part(page).locator("mark").first()).toBeInViewport({ ratio: 1 });
  await expect(page.locator(".list a.cover").first()).toBeVisible();
  const raw = await part(page).getByRole("link", { name: "As it came" }).getAttribute("href");
  const answer = await page.request.get(raw ?? "");
  expect((await answer.json()).ProductArn).toMatch(/^arn:aws:/);
});

test("what copies an identity is large enough for a finger", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "without scripts nothing is copied");
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/findings?by=flat&product=Security%20Hub&sort=created&order=asc");
  const button = await part(page).locator(".copy").first().boundingBox();
  expect(Math.min(button?.width ?? 0, button?.height ?? 0)).toBeGreaterThanOrEqual(44);
});

test("a finding is the next one of its list, and says which", async ({ page }) => {
  await open(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  await expect(drawer(page).locator(".place")).toHaveText(/^1 of/);
  await page.getByRole("link", { name: "Next finding" }).click();
  await expect(drawer(page).locator(".place")).toHaveText(/^2 of/);
});

test("a description with a long id stays in the drawer", async ({ page }) => {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await open(page, "/findings?q=%22Image%20of%20a%20public%20task%22&by=flat");
    const text = part(page).locator("p.second").first();
    await expect(text).toContainText(/sha256:/);
    const [shown, all] = await text.evaluate((one) => [one.clientWidth, one.scrollWidth]);
    expect(all).toBeLessThanOrEqual(shown ?? 0);
  }
});
