import { expect, picture, test } from "./fixtures.ts";
import { password } from "./people.ts";
import { startDemo } from "./server.ts";

test("the clock goes on, and a wall without a server says since when it is blind", async ({ browser, complaints }) => {
  test.setTimeout(180_000);
  const demo = await startDemo("wall", 200);
  try {
    const context = await browser.newContext({ baseURL: demo.url, viewport: { width: 1920, height: 1080 } });
    const form = { name: "viewer", password, return_to: "/" };
    await context.request.post("/api/people/sign_in", { form, maxRedirects: 0 });
    const page = await context.newPage();
    await page.goto("/wall");
    const clock = page.locator(".wall-clock time");
    const before = await clock.textContent();
    await expect(clock).not.toHaveText(before ?? "", { timeout: 5_000 });
    await expect(page.locator(".wall-why.lost")).toHaveCount(0);
    await demo.stop();
    await expect(page.locator(".wall-why.lost")).toContainText("Disconnected since", { timeout: 40_000 });
    await expect(page.locator(".wall-verdict h1")).toHaveText("Blind");
    await page.screenshot({ path: picture("wall-disconnected") });
    complaints.length = 0;
    await context.close();
  } finally {
    await demo.stop();
  }
});
