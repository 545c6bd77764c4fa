import { apply, drawer, lamp, openNewFinding, status } from "./drawer.ts";
import { expect, forgive, submitSignIn, test } from "./fixtures.ts";

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

test("a press of one button after the session had ended leads through sign-in once and back", async ({ page, context, complaints }) => {
  test.slow();
  await page.goto("/sign-in");
  await submitSignIn(page, "analyst");
  await expect(page).not.toHaveURL(/sign-in/);
  await openNewFinding(page, "/findings?by=flat&severity=LOW&workflow=NEW&sort=created&order=descending");
  const address = new URL(page.url());

  await context.clearCookies();
  await page.getByRole("button", { name: /^Assign to me/ }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await submitSignIn(page, "analyst");
  await expect(page).toHaveURL((url) => url.pathname === address.pathname);
  await expect(drawer(page)).toBeVisible();
  forgive(complaints, 401);
});
