import { expect, signIn, test } from "./fixtures.ts";

test("a long facet is narrowed by what is typed", async ({ page }) => {
  await signIn(page, "analyst");
  await expect(async () => {
    await page.goto("/findings");
    await expect(page.getByLabel("Find in Control")).toBeAttached({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  const facet = page.locator("details.facet", { has: page.getByRole("heading", { name: "Control", exact: true }) });
  await facet.locator("summary").first().click();
  await page.getByLabel("Find in Control").fill("ec2.");
  await expect(facet.getByRole("link").first()).toContainText("EC2.");
  await expect(facet.getByRole("link").filter({ hasNotText: "EC2." })).toHaveCount(0);
  await page.getByLabel("Find in Control").fill("no such control");
  await expect(facet.getByText(/^N(othing|ot) /)).toBeVisible();
});

test("the rail stays while the server does not answer", async ({ page, complaints }) => {
  test.slow();
  await signIn(page, "analyst");
  await page.goto("/endpoints");
  await expect(page.getByRole("navigation", { name: "Sections" })).toBeVisible();
  let refused = 0;
  await page.route("**/api/session/frame*", (route) => {
    refused += 1;
    return route.fulfill({ status: 503, body: "busy" });
  });
  await expect.poll(() => refused, { timeout: 60_000 }).toBeGreaterThan(0);
  await expect(page.getByRole("navigation", { name: "Sections" })).toBeVisible();
  complaints.length = 0;
});
