import { type Locator, type Page } from "@playwright/test";

import { expect, signIn, test } from "./fixtures.ts";

const links = (page: Page): Locator =>
  page.getByRole("table", { name: "Findings" }).getByRole("rowheader").getByRole("link");
const drawer = (page: Page): Locator => page.locator(".drawer");
const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Keys" });

test.beforeEach(async ({ page }) => {
  await signIn(page, "analyst");
  await expect(async () => {
    await page.goto("/findings?by=flat&severity=HIGH");
    await expect(links(page).nth(2)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  // The keys are offered as soon as they work.
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
});

test("a finding is found, opened, left and closed without a pointer", async ({ page }) => {
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(links(page).nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(links(page).nth(0)).toBeFocused();
  const [first, second] = [await links(page).nth(0).getAttribute("href"), await links(page).nth(1).getAttribute("href")];
  await page.keyboard.press("o");
  await expect(page).toHaveURL(`${first}`);
  await expect(drawer(page).getByRole("heading", { level: 2 })).toBeVisible();
  await page.keyboard.press("n");
  await expect(page).toHaveURL(`${second}`);
  await page.keyboard.press("p");
  await expect(page).toHaveURL(`${first}`);
  await page.keyboard.press("s");
  await expect(drawer(page).getByLabel("Workflow status")).toBeFocused();
  await expect(drawer(page).getByLabel("Workflow status")).toHaveValue("SUPPRESSED");
  await links(page).nth(0).focus();
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toHaveCount(0);
});

test("the search takes what is typed", async ({ page }) => {
  await page.keyboard.press("/");
  const search = page.getByRole("search", { name: "This list" }).getByRole("searchbox");
  await expect(search).toBeFocused();
  await page.keyboard.type("jonas?");
  await expect(search).toHaveValue("jonas?");
  await expect(dialog(page)).toBeHidden();
});

test("the list of keys takes the keys, and gives the focus back", async ({ page }) => {
  await links(page).nth(0).focus();
  await page.keyboard.press("o");
  await expect(drawer(page).getByRole("heading", { level: 2 })).toBeVisible();
  await links(page).nth(0).focus();
  await page.keyboard.press("?");
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(links(page).nth(0)).toBeFocused();
  // It closed the list of keys, and nothing behind it.
  await expect(drawer(page)).toBeVisible();
});
