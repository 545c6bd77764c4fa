import { type Page } from "@playwright/test";

import { attend, expect, forgive, picture, signIn, submitSignIn, test } from "./fixtures.ts";
import { startDemo } from "./server.ts";

/** Loads the page until it shows the wanted rows: the demo reads its findings while the test begins. */
async function open(page: Page, address: string, selector: string): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(page.locator(selector).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
}

/** Pictures of a page on a desk and on a phone, dark and light. */
async function pictures(page: Page, what: string): Promise<void> {
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: picture(`${what}-${colorScheme}-${width}`), fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("what somebody claims stands on My work with its clock, and shorter deadlines make it late everywhere", async ({
  browser,
  complaints,
  javaScriptEnabled,
}) => {
  test.setTimeout(240_000);
  const mode = javaScriptEnabled ? "js" : "nojs";
  const demo = await startDemo(`work-${mode}`, 400);
  try {
    const as = async (name: string) => {
      const context = await browser.newContext({ baseURL: demo.url, javaScriptEnabled });
      attend(context, complaints);
      const page = await context.newPage();
      await page.goto("/sign-in");
      await submitSignIn(page, name);
      await expect(page).not.toHaveURL(/sign-in/);
      return page;
    };
    const [admin, analyst] = [await as("admin"), await as("analyst")];

    // Nothing is the analyst's yet: the page says what to do.
    await analyst.goto("/work");
    await expect(analyst.getByRole("heading", { level: 1 })).toHaveText("My work");
    await expect(analyst.getByRole("heading", { name: "No finding is yours" })).toBeVisible();
    await expect(analyst.getByRole("link", { name: "Take unassigned findings" })).toHaveAttribute(
      "href",
      /assignee=&by=flat&sort=due&order=asc/,
    );
    await pictures(analyst, `work-empty-${mode}`);

    // Two medium ones of some weeks: their ninety days are not over.
    const list = "/findings?severity=MEDIUM&due=later&age=month&by=flat&sort=created";
    const rows = ".list .table tbody tr:has(a.cover)";
    await open(analyst, list, `${rows} >> nth=1`);
    const titles: string[] = [];
    for (const n of [0, 1]) {
      const row = analyst.locator(rows).nth(n);
      titles.push(await row.locator("a.cover").innerText());
      await row.getByRole("checkbox").check();
    }
    const sheet = analyst.locator(".selection .act-sheet");
    await sheet.locator("summary").first().click();
    await sheet.getByLabel("Assignee").selectOption("claim");
    await sheet.getByRole("button", { name: "Apply" }).click();
    const said = javaScriptEnabled ? analyst.locator(".selection .outcome") : analyst.getByRole("status").first();
    await expect(said).toContainText("2 findings changed.", { timeout: 15_000 });

    await analyst.goto("/work");
    const mine = analyst.locator(".table.work tbody tr");
    await expect(mine).toHaveCount(2);
    for (const title of titles) await expect(mine.filter({ hasText: title }).first()).toBeVisible();
    await expect(mine.first()).toContainText("You claimed it");
    await expect(mine.first().locator(".due")).toHaveText(/^\s*\d+ d left\s*$/);
    await expect(analyst.locator(".head .aside")).toContainText("2 open findings");

    // An administrator lets medium ones stay open for a day.
    await admin.goto("/settings/account");
    await admin.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Deadlines" }).click();
    await expect(admin.getByLabel("Medium")).toHaveValue("90");
    await admin.getByLabel("Medium").fill("never");
    await admin.getByRole("button", { name: "Save deadlines" }).click();
    await expect(admin.getByRole("alert")).toHaveText("A limit is a number of days from 1 to 3650. Leave it blank for none.");
    await expect(admin.getByLabel("Medium")).toHaveValue("never");
    await admin.getByLabel("Medium").fill("1");
    await admin.getByRole("button", { name: "Save deadlines" }).click();
    await expect(admin).toHaveURL(/\/settings\/deadlines$/);
    await expect(admin.getByLabel("Medium")).toHaveValue("1");
    await pictures(admin, `deadlines-${mode}`);

    // The open page hears of it; without scripts it is loaded again.
    const late = mine.filter({ hasText: /Overdue \d/ });
    if (!javaScriptEnabled) await analyst.reload();
    await expect(late.first()).toBeVisible();
    const count = await late.count();
    await expect(analyst.locator(".head .aside")).toContainText(`${count} overdue`);
    await expect(analyst.locator(".note.t-critical")).toContainText("overdue and nobody's");
    await pictures(analyst, `work-${mode}`);

    // The list, its head and its facet count the same.
    await analyst.goto("/findings?q=due:overdue+severity:medium+assignee:me&by=flat");
    await expect(analyst.locator(rows)).toHaveCount(count);
    await expect(analyst.locator(`${rows} .due`).first()).toHaveText(/^\s*Overdue \d/);
    await expect(analyst.locator(".head .overdue")).toContainText(`${count} overdue`);
    const facet = analyst.locator("details.facet", { has: analyst.getByRole("heading", { name: "Due", exact: true }) });
    await expect(facet.getByRole("link", { name: /^Overdue/ }).locator(".n")).toHaveText(String(count));
    await pictures(analyst, `overdue-${mode}`);

    // The drawer says by which rule.
    await analyst.locator(`${rows} a.cover`).first().click();
    const due = analyst.locator(".drawer dt:text-is('Due') + dd");
    await expect(due).toContainText("Overdue");
    await expect(due).toContainText("Medium findings may stay open for 1 day.");
    await analyst.screenshot({ path: picture(`overdue-drawer-${mode}`) });

    // The rail counts them on every page, and Watch leads to all of them.
    await expect(analyst.locator(".rail .due")).toHaveAttribute("title", /^\d[\d,]* findings overdue$/);
    await analyst.goto("/");
    const all = analyst.getByRole("link", { name: /^\d[\d,]* overdue$/ });
    await all.click();
    await expect(analyst).toHaveURL(/due=overdue/);
    await expect(analyst.locator(`${rows} .due`).first()).toHaveText(/^\s*Overdue \d/);
    forgive(complaints, 422);
    for (const page of [admin, analyst]) await page.context().close();
  } finally {
    await demo.stop();
  }
});

test("who only reads finds a page that says so, and the deadlines without a form", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/");
  await page.locator(".rail").getByRole("link", { name: "My work" }).click();
  await expect(page).toHaveURL(/\/work$/);
  await expect(page.getByRole("heading", { name: "You read here, so that nothing waits for you" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Findings assigned to me" })).toHaveCount(0);
  await page.goto("/settings/deadlines");
  await expect(page.locator(".terms")).toContainText("High");
  await expect(page.locator(".terms")).toContainText("30 days");
  // Its shape, its word and its days stand on one line.
  const middle = async (part: string): Promise<number> => {
    const box = await page.locator(".terms > div", { hasText: "High" }).locator(part).boundingBox();
    return (box?.y ?? 0) + (box?.height ?? 0) / 2;
  };
  const shape = await middle("dt svg");
  expect(Math.abs(shape - (await middle("dt")))).toBeLessThan(3);
  expect(Math.abs(shape - (await middle("dd")))).toBeLessThan(3);
  // The longest word stands beside its days on a phone too.
  await page.setViewportSize({ width: 390, height: 844 });
  const longest = page.locator(".terms > div", { hasText: "Informational" }).locator("dt");
  expect(await longest.evaluate((term) => term.scrollWidth - term.clientWidth)).toBe(0);
  await expect(page.getByRole("button", { name: "Save deadlines" })).toHaveCount(0);
});

test("what waits for a decision stands with who decides", async ({ page }) => {
  await signIn(page, "approver");
  await page.goto("/work");
  await expect(page.getByRole("heading", { name: "Changes that wait for my decision" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "My changes that need me" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Incidents that I command" })).toHaveCount(0);
});
