import { expect, signIn, test } from "./fixtures.ts";

test("a number changes without the page being loaded again", async ({ page }) => {
  test.slow();
  await signIn(page, "analyst");
  await page.goto("/");
  const open = page.getByText(/^of [\d,]+ open$/);
  await expect(open).toBeVisible();
  const before = await open.innerText();
  await page.evaluate("globalThis.loadedOnce = true");
  await expect(open).not.toHaveText(before, { timeout: 60_000 });
  expect(await page.evaluate("globalThis.loadedOnce")).toBe(true);
});
