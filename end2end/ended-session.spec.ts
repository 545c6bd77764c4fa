import { type Locator, type Page } from "@playwright/test";

import { expect, forgive, submitSignIn, test } from "./fixtures.ts";

const drawer = (page: Page): Locator => page.locator(".drawer");
const status = (page: Page): Locator => drawer(page).getByLabel("Workflow status");
const apply = (page: Page): Locator => drawer(page).getByRole("button", { name: "Apply" });
const lamp = (page: Page, word: string): Locator => page.locator(".drawer-top").getByText(word, { exact: true });

/** Opens a finding that nobody has looked at, in the list `by`. */
async function openNewFinding(page: Page, by: string): Promise<void> {
  const link = page.getByRole("table", { name: "Findings" }).getByRole("rowheader").getByRole("link").first();
  await expect(async () => {
    await page.goto(by);
    await expect(link).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  await page.goto((await link.getAttribute("href")) ?? "");
  await expect(lamp(page, "New")).toBeVisible();
}

test("what somebody else sent is not sent in the name of who signs in next", async ({ page, context, javaScriptEnabled, complaints }) => {
  test.skip(!javaScriptEnabled, "without JavaScript nothing is sent again by itself");
  test.slow();
  await page.goto("/sign-in");
  await submitSignIn(page, "analyst");
  await expect(page).not.toHaveURL(/sign-in/);
  await openNewFinding(page, "/findings?by=flat&severity=INFORMATIONAL&workflow=NEW&sort=created&order=ascending");
  const address = page.url();
  await drawer(page).locator(".act-sheet > summary").click();
  await status(page).selectOption("NOTIFIED");
  await context.clearCookies();
  await apply(page).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await submitSignIn(page, "admin");
  await expect(page).toHaveURL((url) => url.pathname === new URL(address).pathname);
  await expect(page.locator(".person .label")).toContainText("admin");
  await page.reload();
  await expect(lamp(page, "New")).toBeVisible();
  forgive(complaints, 401);
});

test("what was sent after the session had ended is not lost", async ({ page, context, javaScriptEnabled, complaints }) => {
  test.slow();
  await page.goto("/sign-in");
  await submitSignIn(page, "analyst");
  await expect(page).not.toHaveURL(/sign-in/);
  // Each of the two ways has its own end of the list, so that neither finds what the other has changed.
  const severity = javaScriptEnabled ? "LOW" : "MEDIUM";
  await openNewFinding(page, `/findings?by=flat&severity=${severity}&workflow=NEW&sort=created&order=ascending`);
  const address = page.url();

  await drawer(page).locator(".act-sheet > summary").click();
  await status(page).selectOption("NOTIFIED");
  await context.clearCookies();
  await apply(page).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await submitSignIn(page, "analyst");
  await expect(page).toHaveURL((url) => url.pathname === new URL(address).pathname);

  if (!javaScriptEnabled) {
    await expect(status(page)).toHaveValue("NOTIFIED");
    await expect(lamp(page, "New")).toBeVisible();
    await apply(page).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Findings changed");
    await page.goto(address);
  }
  await expect(lamp(page, "Notified")).toBeVisible();
  forgive(complaints, 401);
});
