import { type Locator, type Page } from "@playwright/test";

import { expect } from "./fixtures.ts";

/** The finding beside its list, and what a person finds in it. */
export const drawer = (page: Page): Locator => page.locator(".drawer");
export const status = (page: Page): Locator => drawer(page).getByLabel("Workflow status");
export const apply = (page: Page): Locator => drawer(page).getByRole("button", { name: "Apply" });
export const lamp = (page: Page, word: string): Locator => page.locator(".drawer-top").getByText(word, { exact: true });

/** Opens a finding that nobody has looked at, in the list `by`; another test may take the first one meanwhile. */
export async function openNewFinding(page: Page, by: string): Promise<void> {
  const link = page.getByRole("table", { name: "Findings" }).getByRole("rowheader").getByRole("link").first();
  await expect(async () => {
    await page.goto(`${by}&workflow=NEW`);
    await page.goto((await link.getAttribute("href", { timeout: 2_000 })) ?? "");
    await expect(lamp(page, "New")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
}
