import { enter, expect, forgive, submitSignIn, test } from "./fixtures.ts";

test("a wrong password is said, and the name is kept", async ({ page, complaints }) => {
  await page.goto("/sign-in");
  await submitSignIn(page, "viewer", "not the password");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("viewer");
  await expect(page.getByLabel("Password")).toHaveValue("");
  forgive(complaints, 401);
});

test("one lands on the page that was asked for", async ({ page }) => {
  await page.goto("/findings?severity=critical");
  await expect(page).toHaveURL(/\/sign-in/);
  await submitSignIn(page, "viewer");
  await expect(page).toHaveURL(/\/findings\?severity=critical$/);
});

test("after signing out the pages are closed", async ({ page }) => {
  await enter(page, "viewer");
  await page.locator("summary").filter({ hasText: /viewer,/i }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/findings");
  await expect(page).toHaveURL(/\/sign-in/);
});
