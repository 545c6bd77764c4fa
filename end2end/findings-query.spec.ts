import { type Locator, type Page } from "@playwright/test";

import { expect, signIn, test } from "./fixtures.ts";

const box = (page: Page): Locator => page.getByRole("search", { name: "This list" }).getByRole("combobox");
const rows = (page: Page): Locator => page.locator(".list .table tbody tr:has(a.cover)");
const filter = (page: Page, name: RegExp): Locator =>
  page.getByRole("complementary", { name: "Filters" }).getByRole("link", { name });
const chip = (page: Page, text: RegExp): Locator => page.locator(".query .chip").filter({ hasText: text });

async function openList(page: Page, address: string): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(rows(page).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
}

async function ask(page: Page, query: string): Promise<void> {
  await box(page).fill(query);
  await box(page).press("Enter");
}

test.beforeEach(async ({ page }) => signIn(page, "analyst"));

test("typed facets become chips, and an excluded value keeps its findings out", async ({ page }) => {
  await openList(page, "/findings?by=product");
  await expect(rows(page).filter({ hasText: "GuardDuty" })).toHaveCount(1);
  await ask(page, "severity:critical,HIGH -product:guardduty");
  await expect(chip(page, /severity\s*Critical, High/)).toBeVisible();
  await expect(chip(page, /product not\s*GuardDuty/)).toBeVisible();
  await expect(box(page)).toHaveValue("");
  await expect(rows(page).filter({ hasText: "GuardDuty" })).toHaveCount(0);
  await page.getByRole("link", { name: /Remove product not/ }).click();
  await expect(rows(page).filter({ hasText: "GuardDuty" })).toHaveCount(1);
  await expect(chip(page, /severity\s*Critical, High/)).toBeVisible();
});

test("what is hidden by the filters of every list is told where the list is empty", async ({ page }) => {
  await openList(page, "/findings?by=flat&workflow=SUPPRESSED");
  await page.goto("/findings?by=flat&until=never");
  const state = page.locator(".list .state");
  await expect(state).toContainText(/[\d,]+ that match (is|are) hidden by workflow New, Notified/);
  await state.getByRole("link", { name: "Show them" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("chips wrap, and no way from the query breaks in two", async ({ page }) => {
  await openList(page, "/findings?by=flat&severity=HIGH&severity=CRITICAL&product=Security%20Hub&region=us-east-1");
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    for (const way of await page.locator(".query .typed a.act").all()) {
      const lines = await way.evaluate((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return range.getClientRects().length;
      });
      expect(lines).toBe(1);
    }
    const typed = await box(page).boundingBox();
    expect(typed?.width).toBeGreaterThan(150);
  }
});

test("on a phone a box, its shape and its title stand beside each other", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openList(page, "/findings?by=flat&sort=created&order=asc");
  const shape = await rows(page).first().locator("td.c-icon .shape").boundingBox();
  const title = await rows(page).first().locator("a.cover").boundingBox();
  expect(title?.x).toBeGreaterThanOrEqual((shape?.x ?? 0) + (shape?.width ?? 0));
});

test("the whole query can be read and changed as text", async ({ page }) => {
  await openList(page, "/findings?severity=CRITICAL");
  await page.getByRole("link", { name: "As text" }).click();
  await expect(box(page)).toHaveValue("severity:critical");
  await ask(page, "severity:high workflow:any");
  await expect(page).toHaveURL(/severity(=HIGH|%3Ahigh|:high)/);
  await expect(chip(page, /severity\s*High/)).toBeVisible();
  await expect(chip(page, /workflow/)).toHaveCount(0);
});

test("a mistake is marked where it is, and nothing that was typed is lost", async ({ page }) => {
  await openList(page, "/findings");
  await ask(page, "bucket severity:loud");
  await expect(page.locator(".query-fault mark")).toHaveText("loud");
  await expect(page.locator(".query-fault")).toContainText("severity: knows");
  await expect(box(page)).toHaveValue("bucket severity:loud");
  await expect(rows(page).first()).toBeVisible();
  await ask(page, "bucket sevrity:high");
  await expect(page.locator(".query-fault mark")).toHaveText("sevrity");
});

test("a value in an address that its filter does not know is marked like one that was typed", async ({ page }) => {
  await openList(page, "/findings?severity=loud&region=eu-west-1");
  await expect(page.locator(".query-fault mark")).toHaveText("loud");
  await expect(box(page)).toHaveValue("severity:loud");
  await expect(chip(page, /region\s*eu-west-1/)).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
});

for (const [by, head] of [
  ["resource", "Resource"],
  ["account", "Account"],
  ["product", "Product"],
] as const) {
  test(`findings gather by ${by}, and a group opens in place`, async ({ page }) => {
    await openList(page, `/findings?by=${by}`);
    await expect(page.getByRole("columnheader", { name: head, exact: true })).toBeVisible();
    const group = page.locator("tbody.group").first();
    await group.locator(".group-row a.cover").click();
    await expect(page).toHaveURL(/open=/);
    const children = page.locator("tbody.group.open .children tr");
    await expect(children.first().locator(".named > .shape")).toBeVisible();
    // Long figures and names stay within their columns.
    await page.locator(".group-row .of .whole").first().evaluate((one) => {
      one.innerHTML = '999,999<span class="aside"> of 999,999</span>';
    });
    for (const width of [1280, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.locator(".group-row .of").first().evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
    }
    const title = await children.first().locator("a.cover").innerText();
    await children.first().locator("a.cover").click();
    await expect(page.getByRole("complementary", { name: title })).toBeVisible();
    await page.locator(".drawer a[rel=up]").click();
    const more = page.locator("tbody.group.open a.more");
    if ((await more.count()) > 0) {
      await more.click();
      await expect(page).toHaveURL(/by=flat/);
      await expect(chip(page, /group/)).toBeVisible();
      await expect(rows(page).first()).toBeVisible();
    }
  });
}

test("a group by control is called by its whole name beside the drawer", async ({ page }) => {
  await openList(page, "/findings");
  await page.locator("tbody.group .group-row a.cover").first().click();
  const child = page.locator("tbody.group.open .children tr").first();
  await child.locator("a.cover").click();
  await expect(page.locator(".drawer")).toBeVisible();
  const name = page.locator(".group-row .control").first();
  await page.setViewportSize({ width: 1440, height: 900 });
  const title = name.locator("xpath=../following-sibling::span");
  expect(await title.evaluate((one) => one.clientWidth), "a title has its room").toBeGreaterThan(210);
  // Also where some of the group are new.
  await name.evaluate((one) => {
    one.textContent = "SecretsManager.1";
    one.parentElement?.querySelector(".new-mark")?.remove();
    one.insertAdjacentHTML("afterend", '<span class="new-mark">102 new</span>');
  });
  for (const width of [1280, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await name.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  }
});

test("a facet says its words whole beside figures of five digits", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openList(page, "/findings?by=flat");
  const value = filter(page, /^Informational/);
  await value.locator(".n").evaluate((one) => (one.textContent = "15,388"));
  expect(await value.locator(".v").evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
});

test("what came is new until it is marked as seen", async ({ page }) => {
  await openList(page, "/findings?by=flat&sort=came");
  // Whoever marked all a moment ago waits for what comes next.
  await expect(async () => {
    await page.reload();
    await expect(page.locator(".head .seen").first()).toContainText("new to you", { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await page.getByRole("button", { name: "Mark all as seen" }).click();
  // The demo goes on: what comes meanwhile is new again, but those that were there are not.
  await expect(async () => {
    await page.goto("/findings?by=flat&sort=came&seen=yes");
    await expect(rows(page).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 15_000 });
  await expect(page.locator(".list .new-mark")).toHaveCount(0);
});

test("what came since it was marked stands above a line, and as a number in the rail", async ({ page }) => {
  test.setTimeout(120_000);
  await openList(page, "/findings?by=flat&sort=came&workflow=any&record=any");
  const added = page.locator(".rail .rail-item .new").first();
  const mark = page.getByRole("button", { name: "Mark all as seen" });
  if (await mark.isVisible()) await mark.click();
  await expect(async () => {
    await page.goto("/findings?by=flat&sort=came&workflow=any&record=any");
    await expect(page.locator(".list tr.divider")).toBeVisible({ timeout: 1_000 });
    // The rail counts what is open: the first that comes need not be.
    await expect(added).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  const divider = page.locator(".list tr.divider");
  await expect(divider).toHaveText("You marked what follows as seen");
  await expect(rows(page).first().locator(".new-mark")).toBeVisible();
  await expect(added).toHaveText(/^[\d.]+[kM]? new$/);
});

test("an excluded value is marked among the others, and one press lets it in again", async ({ page }) => {
  await openList(page, "/findings?by=flat&-product=Macie");
  const macie = filter(page, /^Macie/);
  await expect(macie).toHaveClass(/out/);
  await macie.click();
  await expect(page).not.toHaveURL(/product/);
  await expect(macie).not.toHaveClass(/out/);
});

test("a chip that was taken away comes back, and all of them go at once", async ({ page }) => {
  await openList(page, "/findings?by=flat&severity=HIGH&severity=CRITICAL&region=us-east-1");
  await page.getByRole("link", { name: /^Remove region/ }).click();
  await expect(chip(page, /region/)).toHaveCount(0);
  await page.getByRole("search", { name: "This list" }).getByRole("link", { name: "Undo" }).click();
  await expect(chip(page, /region\s*us-east-1/)).toBeVisible();
  await page.getByRole("search", { name: "This list" }).getByRole("link", { name: "Clear" }).click();
  await expect(chip(page, /region|severity/)).toHaveCount(0);
});

test("a value that is not listed is found among all", async ({ page }) => {
  await openList(page, "/findings?by=flat");
  const field = page.getByRole("searchbox", { name: "Find in Resource type" });
  const facet = page.locator("details.facet").filter({ has: page.locator("h3", { hasText: "Resource type" }) });
  if (!(await field.isVisible())) await facet.locator("summary").first().click();
  await field.fill("bucket");
  await field.press("Enter");
  await expect(page).toHaveURL(/find=bucket/);
  await expect(facet.locator(".values a").first()).toContainText(/Bucket/);
});
