import { expect, signIn, test } from "./fixtures.ts";

test("what is shown stays when an answer is lost, and is asked for again", async ({ page, complaints }) => {
  test.slow();
  await signIn(page, "analyst");
  await page.goto("/");
  const lamps = page.getByRole("navigation", { name: "Lamps" });
  await expect(lamps).toBeVisible();
  let lost = 0;
  await page.route("**/api/watch/get", async (route) => {
    lost += 1;
    await route.abort();
  });
  await expect.poll(() => lost, { timeout: 60_000 }).toBeGreaterThan(0);
  await expect(lamps).toBeVisible();
  await expect(page.getByText("The server did not answer")).toHaveCount(0);
  await page.unroute("**/api/watch/get");
  await page.waitForResponse((answer) => answer.url().endsWith("/api/watch/get") && answer.ok(), { timeout: 15_000 });
  await expect(lamps).toBeVisible();
  complaints.length = 0;
});
