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
