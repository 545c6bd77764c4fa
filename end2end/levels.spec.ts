import { type Page } from "@playwright/test";

import { expect, forgive, signIn, test } from "./fixtures.ts";

/** The form of a level. */
const level = (page: Page, number: number) =>
  page.locator("form").filter({ has: page.getByRole("button", { name: `Save level ${number}` }) });

/** Saves a level that is taken. */
async function save(page: Page, number: number, name: string, needed: string): Promise<void> {
  await level(page, number).getByLabel("Name").fill(name);
  await level(page, number).getByLabel("People who must approve").fill(needed);
  await level(page, number).getByRole("button").click();
  await expect(page.getByRole("heading", { level: 3, name: `${number} ${name}` })).toBeVisible();
}

test("an administrator sees who counts, and reads when a level could not be completed", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/settings/account");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Approvals" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Approval levels" })).toBeVisible();
  await expect(page.getByText(/people count: .*approver, approver2/)).toBeVisible();
  // Saved as it is: what all specs share does not change, and the audit says that it was saved.
  const second = level(page, 2);
  const [name, needed] = [
    await second.getByLabel("Name").inputValue(),
    await second.getByLabel("People who must approve").inputValue(),
  ];
  await save(page, 2, name, needed);
  await expect(page).toHaveURL(/\/settings\/approvals$/);
  await page.goto("/settings/audit");
  await expect(page.getByText(`approval level 2 is now ${name}, ${needed} needed`).first()).toBeVisible();
});

test("what is no level is refused at its field, and what was typed is kept", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/settings/approvals");
  const field = (number: number, name: string) =>
    page.locator(".field").filter({ has: page.locator(`#level-${number}-${name}`) });
  await level(page, 1).getByLabel("Name").fill("Everybody");
  await level(page, 1).getByLabel("People who must approve").fill("21");
  await level(page, 1).getByRole("button").click();
  await expect(field(1, "needed").getByRole("alert")).toHaveText("A level needs 1 to 20 people, as a number.");
  await expect(page.locator("#level-1-name")).toHaveValue("Everybody");
  await expect(page.locator("#level-1-needed")).toHaveValue("21");
  await expect(page.locator("form").getByRole("alert")).toHaveCount(1);
  await level(page, 2).getByLabel("Name").fill(" ");
  await level(page, 2).getByRole("button").click();
  await expect(field(2, "name").getByRole("alert")).toHaveText("A level has a name of 1 to 60 characters.");
});

test("who administers nothing may not see the levels", async ({ page, complaints }) => {
  await signIn(page, "approver");
  const answer = await page.goto("/settings/approvals");
  expect(answer?.status()).toBe(403);
  await expect(page.getByText("Approval levels")).toHaveCount(0);
  forgive(complaints, 403);
});
