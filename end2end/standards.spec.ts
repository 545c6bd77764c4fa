import { type Page } from "@playwright/test";

import { attend, enter, expect, picture, test } from "./fixtures.ts";
import { startDemo } from "./server.ts";

const fsbp = "AWS Foundational Security Best Practices v1.0.0";

/** Pictures of a page on a desk and on a phone, dark and light. */
async function pictures(page: Page, what: string): Promise<void> {
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: picture(`${what}-${colorScheme}-${width}`), fullPage: true });
      // No page scrolls sideways.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** The figure of a tab, such as the 12 of "Failed 12". */
async function counted(page: Page, status: string): Promise<number> {
  const tab = page.getByRole("navigation", { name: "Statuses" }).getByRole("link", { name: new RegExp(`^${status}`) });
  return Number((await tab.innerText()).replace(/\D+/g, ""));
}

test("scores say what they follow from, lead to their findings, and move with what is suppressed", async ({
  browser,
  complaints,
  javaScriptEnabled,
}) => {
  test.setTimeout(240_000);
  const mode = javaScriptEnabled ? "js" : "nojs";
  let demo = await startDemo(`standards-${mode}`, 400);
  try {
    const as = async (name: string) => {
      const context = await browser.newContext({ baseURL: demo.url, javaScriptEnabled });
      attend(context, complaints);
      const page = await context.newPage();
      await enter(page, name);
      return page;
    };
    const page = await as("analyst");

    // From the rail. The demo reads its findings and its standards while the test begins: a control that is off is told by
    // AWS alone.
    await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Standards" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Standards");
    await expect(async () => {
      await page.goto("/standards");
      await expect(page.getByRole("table", { name: "Standards with their scores" }).locator("tbody tr")).toHaveCount(4, {
        timeout: 1_000,
      });
      await expect(page.getByRole("list", { name: "Controls by status" })).toContainText(/Disabled\s*2/, { timeout: 1_000 });
    }).toPass({ timeout: 90_000 });
    await expect(page.getByText("each distinct control counts once over all enabled standards")).toBeVisible();
    await expect(page.getByText(/^\d+ of \d+ controls with a result passed$/)).toBeVisible();
    await expect(page.getByText(/Computed \d\d:\d\d:\d\d UTC/)).toBeVisible();
    await expect(page.getByRole("table", { name: "Scores by account" }).locator("tbody tr").first()).toContainText("%");
    await pictures(page, `standards-${mode}`);
    // An account has room for its name wherever there is a table, and the page does not move sideways.
    for (const width of [1280, 900, 780]) {
      await page.setViewportSize({ width, height: 900 });
      const named = page.getByRole("table", { name: "Scores by account" }).locator("tbody th").first();
      expect((await named.boundingBox())?.width).toBeGreaterThanOrEqual(160);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1440, height: 900 });

    // One standard: the first failed control leads to as many findings as it says.
    await page.getByRole("link", { name: fsbp }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(fsbp);
    await page.getByRole("navigation", { name: "Statuses" }).getByRole("link", { name: /^Failed/ }).click();
    await expect(page).toHaveURL(/status=failed/);
    const failed = await counted(page, "Failed");
    const controls = page.getByRole("table", { name: "Controls" }).locator("tbody tr");
    await expect(controls).toHaveCount(failed);
    await pictures(page, `standard-${mode}`);
    const row = controls.filter({ has: page.getByRole("link", { name: /^1 of \d+$/ }) }).first();
    const control = await row.locator("th .id").innerText();
    const here = page.url();
    await row.getByRole("link", { name: /^1 of \d+$/ }).click();
    await expect(page).toHaveURL(new RegExp(`control=${control}`));
    await expect(page.locator(".list .table tbody tr:has(a.cover)")).toHaveCount(1);

    // What fails is hidden by a rule: the control fails no more.
    const rule = new URLSearchParams({ q: `control:${control} compliance:failed`, reason: "accepted" });
    await page.goto(`/suppressions/new?${rule.toString()}`);
    await page.getByRole("button", { name: /^Hide \d/ }).click();
    await expect(page).toHaveURL(/suppressions\/\d+/);
    await page.goto(here);
    await expect(async () => {
      await page.reload();
      await expect(controls.locator("th .id").getByText(control, { exact: true })).toHaveCount(0, { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });

    // In one account alone, and back.
    await page.getByRole("table", { name: "Scores by account" }).locator("a.cover").first().click();
    await expect(page.getByText("as they are in")).toBeVisible();
    await page.getByRole("link", { name: "In all accounts" }).click();
    await expect(page.getByText("over all accounts, what fails first")).toBeVisible();

    // The day after, the score of today stands among the days before.
    await page.context().close();
    demo = await demo.later(1);
    const later = await as("viewer");
    await later.goto("/standards");
    await expect(async () => {
      await later.reload();
      await expect(later.getByText(/(as on|since) \d+ \w+/).first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await later.getByText("As a table").click();
    await expect(later.getByRole("row", { name: /\d %$/ }).first()).toBeVisible();
    await later.context().close();
  } finally {
    await demo.stop();
  }
});
