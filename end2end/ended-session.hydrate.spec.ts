import { apply, drawer, lamp, openNewFinding, status } from "./drawer.ts";
import { expect, forgive, submitSignIn, test } from "./fixtures.ts";

test("what somebody else sent is not sent in the name of who signs in next", async ({ page, context, complaints }) => {
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

test("news that come after the session has ended leave a form that is being filled in where it is", async ({ page, context, complaints }) => {
  test.slow();
  await page.goto("/sign-in");
  await submitSignIn(page, "analyst");
  await expect(page).not.toHaveURL(/sign-in/);
  const refused = async (): Promise<void> => {
    await context.clearCookies();
    await page.waitForResponse((response) => response.status() === 401);
    await page.waitForResponse((response) => response.status() === 401);
  };
  await openNewFinding(page, "/findings?by=flat&severity=HIGH&workflow=NEW&sort=created&order=ascending");
  await drawer(page).locator(".act-sheet > summary").click();
  await drawer(page).getByLabel("Reason").fill("Half a sen");
  await refused();
  await expect(drawer(page).getByLabel("Reason")).toHaveValue("Half a sen");

  // With the form goes what kept the page.
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await submitSignIn(page, "analyst");
  await expect(drawer(page)).toBeVisible();
  forgive(complaints, 401);
});
