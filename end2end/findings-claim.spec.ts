import { type Browser, type BrowserContext } from "@playwright/test";

import { expect, signIn, test } from "./fixtures.ts";
import { password } from "./people.ts";

/** A browser in which another analyst is signed in, whom the admin adds. */
async function colleague(browser: Browser, base: string, name: string, javaScriptEnabled?: boolean): Promise<BrowserContext> {
  const admin = await browser.newContext({ baseURL: base });
  await admin.request.post("/api/people/sign_in", { form: { name: "admin", password, return_to: "/" }, maxRedirects: 0 });
  await admin.request.post("/api/people/add", {
    form: { name, password: "a long password", "roles[]": "analyst" },
    headers: { accept: "text/html", origin: new URL(base).origin },
    maxRedirects: 0,
  });
  await admin.close();
  const context = await browser.newContext({ baseURL: base, javaScriptEnabled });
  const form = { name, password: "a long password", return_to: "/" };
  await context.request.post("/api/people/sign_in", { form, maxRedirects: 0 });
  return context;
}

test("of two who claim the same finding at once exactly one has it, and the other reads who", async ({ page, browser, baseURL, complaints, javaScriptEnabled }) => {
  test.setTimeout(90_000);
  await signIn(page, "analyst");
  const rival = `rival-${javaScriptEnabled ? "js" : "nojs"}`;
  const context = await colleague(browser, baseURL ?? "", rival, javaScriptEnabled);
  const other = await context.newPage();
  const offset = javaScriptEnabled ? 6 : 8;
  const cover = page.locator(".list a.cover").nth(offset);
  await expect(async () => {
    await page.goto("/findings?by=flat&severity=HIGH&sort=created&order=asc&assignee=");
    await expect(cover).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  const id = await cover.getAttribute("data-id");

  const take = (tab: typeof page) => tab.getByRole("button", { name: /Assign to me/ }).and(tab.locator(".drawer-foot button"));
  // Each sees that nobody has it; what one of them does is not to reach the other before both have pressed.
  for (const tab of [page, other]) {
    await tab.route("**/events*", (route) => route.abort());
    await tab.goto(`/findings/${id}?by=flat`);
    await expect(take(tab)).toBeVisible();
  }
  await Promise.all([take(page).click(), take(other).click()]);

  const lost = (tab: typeof page) => tab.getByText(/Changed by (analyst|rival-\w+) at \d\d:\d\d UTC\. Yours was not applied\./);
  await expect.poll(async () => (await lost(page).count()) + (await lost(other).count())).toBe(1);
  const winner = (await lost(page).count()) > 0 ? rival : "analyst";
  for (const tab of [page, other]) {
    await tab.goto(`/findings/${id}?by=flat`);
    await expect(tab.locator(".terms").getByText(winner, { exact: true })).toBeVisible();
  }
  complaints.length = 0;
  await context.close();
});
