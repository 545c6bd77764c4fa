import { type Locator, type Page } from "@playwright/test";

import { expect, signIn, test } from "./fixtures.ts";

const links = (page: Page): Locator =>
  page.getByRole("table", { name: "Findings" }).getByRole("rowheader").getByRole("link");
const drawer = (page: Page): Locator => page.locator(".drawer");
const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Keys" });

/** The drawer shows the finding of the address, and no longer the one before. */
const expectShown = (page: Page): Promise<void> =>
  expect(drawer(page).locator("a[aria-current=page]")).toHaveAttribute("href", new RegExp(new URL(page.url()).pathname));

test.beforeEach(async ({ page }) => {
  await signIn(page, "analyst");
  await expect(async () => {
    await page.goto("/findings?by=flat&severity=HIGH&sort=created&order=asc");
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
  const first = await links(page).nth(0).getAttribute("href");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(`${first}`);
  // The list grows while it is read: a neighbour is the one that the drawer names.
  for (const [key, rel] of [["n", "next"], ["p", "prev"]] as const) {
    const [opened, neighbour] = [page.url(), drawer(page).locator(`a[rel=${rel}]`)];
    await expectShown(page);
    await expect(neighbour).toBeVisible();
    await page.keyboard.press(key);
    await expect(page).not.toHaveURL(opened);
    await expect(page).toHaveURL(/\/findings\/[0-9a-f-]{36}/);
  }
  await expectShown(page);
  await page.keyboard.press("s");
  await expect(drawer(page).getByLabel("Reason")).toBeFocused();
  await expect(drawer(page).getByLabel("Workflow status")).toHaveValue("SUPPRESSED");
  // It leaves what is innermost: the form first, and then the finding.
  await page.keyboard.press("Escape");
  await expect(drawer(page).getByLabel("Reason")).toBeHidden();
  await expectShown(page);
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toHaveCount(0);
});

test("the search takes what is typed", async ({ page }) => {
  await page.keyboard.press("/");
  const search = page.getByRole("search", { name: "This list" }).getByRole("combobox");
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
