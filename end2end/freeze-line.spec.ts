import { type Browser, type Page } from "@playwright/test";

import { expect, picture, test } from "./fixtures.ts";
import { password } from "./people.ts";
import { startDemo, type Demo } from "./server.ts";

/** A minute from now on, as a form sends it, with its seconds. */
const at = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19);

/** A browser in which somebody is signed in. */
async function browserOf(browser: Browser, demo: Demo, name: string, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ baseURL: demo.url, javaScriptEnabled });
  const form = { name, password, return_to: "/" };
  await context.request.post("/api/people/sign_in", { form, maxRedirects: 0 });
  return context.newPage();
}

/** Makes a freeze as the form does; its own demo, since a freeze of everything would hold the changes of other tests. */
async function freeze(page: Page, name: string, strength: string, [from, until]: [number, number]): Promise<void> {
  const answer = await page.request.post("/api/calendar/keep_freeze", {
    form: { of: "", expected_version: "0", name, strength, scope: "eu-west-1 rds", reason: `Because of ${name}`, from: at(from), until: at(until) },
    headers: { accept: "text/html", origin: new URL(page.url()).origin },
    maxRedirects: 0,
  });
  expect(answer.headers().location).not.toContain("__err");
}

test("a freeze that holds is told of on every page, and live", async ({ browser, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  const demo = await startDemo(`freeze-${javaScriptEnabled ? "js" : "nojs"}`, 200);
  try {
    const admin = await browserOf(browser, demo, "admin");
    await admin.goto("/settings/calendars");
    const page = await browserOf(browser, demo, "viewer", javaScriptEnabled);
    const line = page.locator(".freeze-line");
    await page.goto("/changes");
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toBeVisible();
    const before = await heading.boundingBox();
    await expect(line).toHaveCount(0);
    if (javaScriptEnabled) await page.evaluate("globalThis.loadedOnce = true");
    const again = async (): Promise<void> => {
      if (!javaScriptEnabled) await page.reload();
    };

    await freeze(admin, "Stocktaking", "soft", [-60, 3_600]);
    await again();
    await expect(line).toContainText("Soft freeze");
    await freeze(admin, "Quarter close", "hard", [-60, 86_400]);
    await again();
    await expect(line).toContainText("Hard freeze");
    await expect(line).toContainText(/Quarter close, until .* UTC, eu-west-1 rds: Because of Quarter close/);
    await expect(line.getByRole("link")).toHaveText("and 1 more");
    expect(await heading.boundingBox(), "nothing moved").toEqual(before);

    // Nobody does anything at the moment at which a freeze begins or ends: the clock alone tells of it.
    await freeze(admin, "Soon", "hard", [6, 172_800]);
    await expect(async () => {
      await again();
      await expect(line).toContainText("Because of Soon", { timeout: 1_000 });
      await expect(line.getByRole("link")).toHaveText("and 2 more", { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });

    await page.screenshot({ path: picture(`freeze-${javaScriptEnabled ? "js" : "nojs"}`) });
    await page.setViewportSize({ width: 390, height: 844 });
    const box = await line.boundingBox();
    expect(box?.height, "one line on a phone").toBeLessThanOrEqual(32);
    expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
    await page.setViewportSize({ width: 1280, height: 720 });

    await admin.goto("/settings/calendars");
    for (const name of ["Stocktaking", "Quarter close", "Soon"]) {
      await admin.getByText(`Change ${name}`).click();
      // The event may take the freeze off this page before the form's own answer replaces it: the next click waits for that.
      const answered = admin.waitForEvent("load");
      await admin.getByRole("button", { name: `End ${name} now` }).click();
      await answered;
      await expect(admin.getByRole("heading", { name })).toHaveCount(0);
    }
    await again();
    await expect(line).toHaveCount(0);
    if (javaScriptEnabled) expect(await page.evaluate("globalThis.loadedOnce")).toBe(true);

    await freeze(admin, "Brief", "hard", [-60, 8]);
    await again();
    await expect(line).toContainText("Because of Brief");
    await line.getByRole("link", { name: "Calendar" }).click();
    await expect(page).toHaveURL(/\/calendar$/);
    await expect(async () => {
      await again();
      await expect(line).toHaveCount(0, { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await admin.context().close();
    await page.context().close();
  } finally {
    await demo.stop();
  }
});
