import { expect, signIn, test } from "./fixtures.ts";
import { password } from "./people.ts";
import { startDemo } from "./server.ts";

test("what is shown stays when an answer is lost, and is asked for again", async ({ page, complaints }) => {
  test.slow();
  await signIn(page, "analyst");
  await page.goto("/");
  const lamps = page.getByRole("navigation", { name: "Lamps" });
  await expect(lamps).toBeVisible();
  let lost = 0;
  // The page itself, asked for as HTML.
  const whole = (url: URL): boolean => url.pathname === "/";
  await page.route(whole, async (route) => {
    lost += 1;
    await route.abort();
  });
  await expect.poll(() => lost, { timeout: 60_000 }).toBeGreaterThan(0);
  await expect(lamps).toBeVisible();
  await expect(page.getByText("The server did not answer")).toHaveCount(0);
  await page.unroute(whole);
  await page.waitForResponse((answer) => whole(new URL(answer.url())) && answer.ok(), { timeout: 15_000 });
  await expect(lamps).toBeVisible();
  complaints.length = 0;
});

test("a list whose first answer is lost says so, and is asked for again", async ({ page, complaints }) => {
  await signIn(page, "analyst");
  await page.goto("/");
  await page.route("**/api/findings/listing*", (route) => route.abort());
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: /Findings/ }).click();
  await expect(page).toHaveURL(/\/findings$/);
  await expect(page.locator(".list.alone .state")).toBeVisible();
  await page.unroute("**/api/findings/listing*");
  await expect(page.getByRole("table", { name: "Findings" })).toBeVisible({ timeout: 15_000 });
  complaints.length = 0;
});

test("a page that could not be read is asked for again", async ({ page, complaints }) => {
  await signIn(page, "analyst");
  await page.goto("/");
  const whole = (url: URL): boolean => url.pathname === "/standards";
  await page.route(whole, (route) => route.abort());
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Standards" }).click();
  await expect(page.getByRole("heading", { name: "This could not be read" })).toBeVisible();
  // Not once alone: the first time that it is asked again there is no answer either.
  await page.waitForRequest((request) => whole(new URL(request.url())), { timeout: 15_000 });
  await expect(page.getByRole("heading", { name: "This could not be read" })).toBeVisible();
  await page.unroute(whole);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Standards", { timeout: 20_000 });
  await expect(page.getByRole("heading", { name: "This could not be read" })).toHaveCount(0);
  complaints.length = 0;
});

test("a server that is gone is told within some seconds, on every page, and what is shown stays", async ({
  browser,
  complaints,
}) => {
  test.setTimeout(180_000);
  const demo = await startDemo("lost", 200);
  try {
    const context = await browser.newContext({ baseURL: demo.url });
    const form = { name: "viewer", password, return_to: "/" };
    await context.request.post("/api/people/sign_in", { form, maxRedirects: 0 });
    const pages = [];
    for (const path of ["/", "/health"]) {
      const page = await context.newPage();
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
      pages.push(page);
    }
    // The stream is followed by now: nobody is told that it is lost.
    await pages[0]?.waitForTimeout(3_000);
    for (const page of pages) await expect(page.locator(".banner")).toHaveCount(0);
    await demo.stop();
    for (const page of pages) {
      await expect(page.locator(".banner")).toContainText("Disconnected since", { timeout: 15_000 });
      await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
      await expect(page.getByText("The server did not answer")).toHaveCount(0);
    }
    // What is drawn anew has its symbols though nobody sends them.
    const drawn = await pages[0]?.evaluate(async () => {
      const address = document.querySelector(".lamp-row use")?.getAttribute("href") ?? "";
      return (await fetch(address.split("#")[0] ?? "")).ok;
    });
    expect(drawn).toBe(true);
    complaints.length = 0;
    await context.close();
  } finally {
    await demo.stop();
  }
});
