import { expect, forgive, signIn, test } from "./fixtures.ts";

test("the keys are offered where they work", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "viewer");
  await page.goto("/findings");
  await expect(page.getByRole("navigation", { name: "Sections" })).toBeVisible();
  await expect(page.locator(".rail").getByText("Keys")).toBeVisible({ visible: javaScriptEnabled });
  await expect(page.locator(".key-row")).toBeVisible({ visible: javaScriptEnabled });
});

test("a list that nobody can read says how to get one that everybody can", async ({ page, complaints }) => {
  await signIn(page, "viewer");
  await page.goto("/findings?by=flat&after=nowhere");
  await expect(page.getByRole("heading", { level: 1, name: "Findings" })).toBeVisible();
  await page.getByRole("link", { name: "All open findings" }).click();
  await expect(page).toHaveURL(/\/findings$/);
  await expect(page.getByRole("complementary", { name: "Filters" })).toBeVisible();
  forgive(complaints, 404);
});
