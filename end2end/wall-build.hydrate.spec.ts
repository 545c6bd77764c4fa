import { expect, signIn, test } from "./fixtures.ts";

test("a wall that nobody touches loads a new build once, and never in a loop", async ({ page }) => {
  test.slow();
  await signIn(page, "viewer");
  let [loaded, answered, build] = [0, 0, ""];
  page.on("load", () => (loaded += 1));
  await page.route("**/api/wall/get", async (route) => {
    // A page that is loaded anew ends what it had asked, and the answer with it.
    const gone = () => undefined;
    const answer = await route.fetch().catch(gone);
    const wall = (await answer?.json().catch(gone)) as { build: string } | undefined;
    if (!answer || !wall) return;
    answered += 1;
    await route.fulfill({ response: answer, json: { ...wall, build: build || wall.build } }).catch(gone);
  });
  await page.goto("/wall");
  await expect(page.locator(".wall-verdict h1")).toBeVisible();
  await expect.poll(() => answered, { timeout: 30_000 }).toBeGreaterThan(1);
  expect(loaded, "the same build").toBe(1);

  build = "another";
  await expect.poll(() => loaded, { timeout: 30_000 }).toBe(2);
  // What is loaded is still the old one, as behind two servers of which one is not renewed yet.
  const before = answered;
  await expect.poll(() => answered, { timeout: 40_000 }).toBeGreaterThan(before + 3);
  expect(loaded, "it is not tried again").toBe(2);

  build = "a third";
  await expect.poll(() => loaded, { timeout: 30_000 }).toBe(3);
  await expect(page.locator(".wall-verdict h1")).toBeVisible();
});
