import { type Locator, type Page } from "@playwright/test";

import { expect, signIn, test } from "./fixtures.ts";

const flat = "/findings?by=flat";

const rows = (page: Page): Locator => page.getByRole("table", { name: "Findings" }).getByRole("rowheader");
const filter = (page: Page, name: RegExp): Locator =>
  page.getByRole("complementary", { name: "Filters" }).getByRole("link", { name });

/** Opens a list that has something in it: the demo reads its first findings while the tests begin. */
async function openList(page: Page, address: string): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(rows(page).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
}

test.beforeEach(async ({ page }) => signIn(page, "analyst"));

test("a facet narrows the list, and takes its choice back", async ({ page }) => {
  await openList(page, flat);
  await filter(page, /^High/).click();
  await expect(page).toHaveURL(/severity=HIGH/);
  await expect(filter(page, /^High/)).toHaveAttribute("aria-current", "true");
  await expect(rows(page).first()).toBeVisible();
  await filter(page, /^High/).click();
  await expect(page).not.toHaveURL(/severity/);
});

test("a text finds what has it in its title", async ({ page }) => {
  await openList(page, flat);
  const title = await rows(page).first().getByRole("link").innerText();
  await page.getByRole("search", { name: "This list" }).getByRole("combobox").fill(title);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]q=/);
  await expect(rows(page).filter({ hasNotText: title })).toHaveCount(0);
  await expect(rows(page).first()).toBeVisible();
});

test("the address of a finding opens it beside the list", async ({ page }) => {
  await openList(page, flat);
  const link = rows(page).first().getByRole("link");
  const title = await link.innerText();
  const address = await link.getAttribute("href");
  await page.goto(address ?? "");
  await expect(page.getByRole("complementary", { name: title })).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
});
