import { type Page } from "@playwright/test";

import { colleague, deafen, expect, picture, signIn, test } from "./fixtures.ts";

/** A finding of the demo's that nobody has, by its id; tests that take others choose other offsets. */
async function unassigned(page: Page, offset: number): Promise<string> {
  const cover = page.locator(".list a.cover").nth(offset);
  await expect(async () => {
    await page.goto("/findings?by=flat&severity=HIGH&sort=created&order=asc&assignee=");
    await expect(cover).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  return (await cover.getAttribute("data-id")) ?? "";
}

test("of two who claim the same finding at once exactly one has it, and the other reads who", async ({ page, browser, complaints, javaScriptEnabled }) => {
  test.setTimeout(90_000);
  await signIn(page, "analyst");
  const rival = `rival-${javaScriptEnabled ? "js" : "nojs"}`;
  const context = await colleague(browser, rival, { javaScriptEnabled });
  const other = await context.newPage();
  const id = await unassigned(page, javaScriptEnabled ? 6 : 8);

  const take = (tab: typeof page) => tab.getByRole("button", { name: /Assign to me/ }).and(tab.locator(".drawer-foot button"));
  // Each sees that nobody has it; what one of them does is not to reach the other before both have pressed.
  for (const tab of [page, other]) {
    await deafen(tab);
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

test("what a colleague has is taken from them by a button that says so, and by no key", async ({ page, browser, complaints, javaScriptEnabled }) => {
  test.setTimeout(90_000);
  const js = javaScriptEnabled ?? true;
  await signIn(page, "analyst");
  const bea = `taker-${js ? "js" : "nojs"}`;
  const context = await colleague(browser, bea, { javaScriptEnabled });
  const other = await context.newPage();
  const id = await unassigned(page, js ? 10 : 12);
  const foot = page.locator(".drawer-foot");
  const claim = foot.getByRole("button", { name: /^Assign to me/ });
  const take = foot.getByRole("button", { name: `Take from ${bea}` });
  const has = (name: string) => expect(page.locator(".drawer .terms").getByText(name, { exact: true })).toBeVisible();

  for (const tab of [page, other]) await tab.goto(`/findings/${id}?by=flat`);
  await expect(claim).toBeVisible();
  await expect(claim).toHaveClass(/primary/);
  if (js) await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  await other.locator(".drawer-foot").getByRole("button", { name: /^Assign to me/ }).click();
  await expect(other.locator(".drawer-foot").getByRole("button", { name: "Unassign" })).toBeVisible();
  if (js) {
    // The page learns of it by itself, and the key that claims takes nothing from anybody.
    await expect(take).toBeVisible();
    await expect(take).not.toHaveClass(/primary/);
    await page.keyboard.press("a");
    await expect(page.locator(".key-row").getByRole("status")).toHaveText(`${bea} has it.`);
    await page.screenshot({ path: picture("findings-take-from") });
    await has(bea);
  } else {
    // The page still offers what is no more: it is refused, and then says who has it.
    await claim.click();
    await expect(page.getByText(new RegExp(`Changed by ${bea} at \\d\\d:\\d\\d UTC\\. Yours was not applied\\.`))).toBeVisible();
    await has(bea);
  }
  await take.click();
  await expect(foot.getByRole("button", { name: "Unassign" })).toBeVisible();
  await has("analyst");
  complaints.length = 0;
  await context.close();
});
