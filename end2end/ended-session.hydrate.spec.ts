import { apply, drawer, lamp, openNewFinding, status } from "./drawer.ts";
import { enter, expect, forgive, submitSignIn, test } from "./fixtures.ts";

test("what somebody else sent is not sent in the name of who signs in next", async ({ page, context, complaints }) => {
  test.slow();
  await enter(page, "analyst");
  await openNewFinding(page, "/findings?by=flat&severity=INFORMATIONAL&sort=created&order=asc");
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

test("what was sent for many findings after the session had ended is sent again", async ({ page, context, complaints }) => {
  test.slow();
  await enter(page, "analyst");
  await page.goto("/findings?by=flat&severity=INFORMATIONAL&workflow=NEW&sort=title");
  const boxes = page.getByRole("table", { name: "Findings" }).locator("tbody tr").getByRole("checkbox");
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  const selection = page.locator(".selection");
  await selection.locator(".act-sheet > summary").click();
  await selection.getByLabel("Note").fill("seen in the night");
  await context.clearCookies();
  await selection.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await submitSignIn(page, "analyst");
  await expect(selection.locator(".outcome")).toContainText("2 findings changed.");
  forgive(complaints, 401);
});

test("news that come after the session has ended leave a form that is being filled in where it is", async ({ page, context, complaints }) => {
  test.slow();
  await enter(page, "analyst");
  await openNewFinding(page, "/findings?by=flat&severity=HIGH&sort=created&order=asc");
  await drawer(page).locator(".act-sheet > summary").click();
  await drawer(page).getByLabel("Reason").fill("Half a sen");
  await context.clearCookies();
  await expect(page.locator(".banner")).toHaveText(/^Your session ended\. /, { timeout: 30_000 });
  await expect(drawer(page).getByLabel("Reason")).toHaveValue("Half a sen");

  await page.locator(".banner").getByRole("link").click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await submitSignIn(page, "analyst");
  await expect(drawer(page)).toBeVisible();
  forgive(complaints, 401);
});
