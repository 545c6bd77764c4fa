import { type Locator, type Page } from "@playwright/test";

import { colleague, expect, signIn, test } from "./fixtures.ts";

const rows = (page: Page): Locator => page.locator(".list .table tbody tr:has(a.cover)");

async function openList(page: Page, address: string): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(rows(page).nth(4)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
}

/** How many pixels an element is from where it was; less than one is what a browser rounds away. */
async function moved(element: Locator, from: { y: number } | null): Promise<number> {
  const now = await element.boundingBox();
  return Math.abs((now?.y ?? Infinity) - (from?.y ?? 0));
}

test.beforeEach(async ({ page }) => signIn(page, "analyst"));

test("what a colleague claims shows in an open list, and nothing moves", async ({ page, browser }) => {
  test.setTimeout(90_000);
  await openList(page, "/findings?by=flat&severity=MEDIUM&sort=created&order=asc&assignee=");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const under = page.locator(".list a.cover:focus");
  // Those at the top are what other tests act on.
  const id = await rows(page).nth(30).locator("a.cover").getAttribute("data-id");
  const mine = await under.getAttribute("data-id");
  const place = await under.boundingBox();

  const other = await (await colleague(browser, "lena")).newPage();
  await other.goto(`/findings/${id}?by=flat`);
  await other.getByRole("button", { name: /Assign to me/ }).click();
  await expect(other.getByRole("button", { name: "Unassign" })).toBeVisible();

  // The list is of what nobody has: the row stays where it is and says who has it now.
  const row = rows(page).filter({ has: page.locator(`a.cover[data-id="${id}"]`) });
  await expect(row.locator(".c-who.now [title=lena]")).toBeVisible({ timeout: 20_000 });
  await expect(row.locator(".c-who.was")).toBeHidden();
  await expect(under).toHaveAttribute("data-id", mine ?? "");
  expect(await moved(under, place)).toBeLessThan(1);

  // Shown as it is, the list has no such row, and no other bears what was told of it.
  await page.locator(".waiting a").click();
  await expect(page.locator(`.list a.cover[data-id="${id}"]`)).toHaveCount(0);
  await expect(page.locator(".list .now, .list .was")).toHaveCount(0);
  await other.context().close();
});

test("what is new gathers above the rows, and the row under the cursor stays", async ({ page }) => {
  test.setTimeout(120_000);
  await openList(page, "/findings?by=flat&sort=came&workflow=any&record=any");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const under = page.locator(".list a.cover:focus");
  const mine = await under.getAttribute("data-id");
  const place = await under.boundingBox();
  const first = await rows(page).first().locator("a.cover").getAttribute("data-id");
  await expect(page.locator(".waiting")).toContainText(/[\d,]+ new, show them/, { timeout: 60_000 });
  await expect(under).toHaveAttribute("data-id", mine ?? "");
  expect(await moved(under, place)).toBeLessThan(1);
  await page.locator(".waiting a").click();
  await expect(rows(page).first().locator("a.cover")).not.toHaveAttribute("data-id", first ?? "");
  await expect(page.locator(`.list a.cover[data-id="${mine}"]`)).toHaveCount(1);
});

test("the key that claims sends nothing else of the form", async ({ page }) => {
  await openList(page, "/findings?by=flat&severity=MEDIUM&workflow=NEW&sort=created&order=asc&assignee=");
  await page.keyboard.press("j");
  const id = await page.locator(".list a.cover:focus").getAttribute("data-id");
  await page.keyboard.press("x");
  await page.keyboard.press("r");
  const reason = page.locator(".selection").getByLabel("Reason");
  await expect(reason).toBeFocused();
  await page.keyboard.type("typed for another act");
  await reason.blur();
  await page.keyboard.press("a");
  await expect(page.locator(".selection .outcome")).toContainText("1 finding changed.");
  await page.goto(`/findings/${id}?by=flat`);
  await expect(page.getByRole("button", { name: "Unassign" })).toBeVisible();
  await expect(page.locator(".drawer-top .lamps")).toContainText("New");
});

test("a menu that is open, and what is typed in it, outlast a list that is read again", async ({ page }) => {
  await openList(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  const name = page.getByLabel("Save this list as");
  await page.locator(".head .menu > summary", { hasText: "Views" }).click();
  await name.fill("Low and old");
  await rows(page).nth(1).locator("a.cover").focus();
  await page.keyboard.press("a");
  await expect(page.locator(".selection .outcome")).toContainText("changed");
  await expect(name).toBeVisible();
  await expect(name).toHaveValue("Low and old");
  // Another list has its own menus, and they are shut.
  await page.locator(".head .menu a.row", { hasText: "By update" }).evaluate((link: HTMLElement) => link.click());
  await expect(page).toHaveURL(/sort=updated/);
  await expect(name).toBeHidden();
});
