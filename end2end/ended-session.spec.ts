import { apply, drawer, lamp, openNewFinding, status } from "./drawer.ts";
import { deafen, enter, expect, forgive, submitSignIn, test } from "./fixtures.ts";
import { type Name } from "./people.ts";

test("what was sent after the session had ended is not lost", async ({ page, context, javaScriptEnabled, complaints }) => {
  test.slow();
  await enter(page, "analyst");
  // Each of the two ways has its own end of the list, so that neither finds what the other has changed.
  const severity = javaScriptEnabled ? "LOW" : "MEDIUM";
  await openNewFinding(page, `/findings?by=flat&severity=${severity}&sort=created&order=asc`);
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

test("a press of one button after the session had ended leads through sign-in once and back", async ({ page, context, javaScriptEnabled, complaints }) => {
  test.slow();
  // News would lead to sign-in before the button is pressed.
  await deafen(page);
  await enter(page, "analyst");
  await openNewFinding(page, `/findings?by=flat&severity=${javaScriptEnabled ? "LOW" : "MEDIUM"}&sort=created&order=desc`);
  const address = new URL(page.url());

  await context.clearCookies();
  await page.getByRole("button", { name: /^Assign to me/ }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await submitSignIn(page, "analyst");
  await expect(page).toHaveURL((url) => url.pathname === address.pathname);
  await expect(drawer(page)).toBeVisible();
  forgive(complaints, 401);
});

test("forms that were sent after the session had ended come back filled, open, and say so", async ({ page, context, complaints }) => {
  test.slow();
  const wrote = "send it again.";
  const returns = async (name: Name, send: () => Promise<void>): Promise<void> => {
    await context.clearCookies();
    await send();
    await expect(page).toHaveURL(/\/sign-in\?/);
    await submitSignIn(page, name);
    await expect(page.locator(".note, [role=alert]").filter({ hasText: wrote })).toBeVisible();
  };
  await enter(page, "admin");

  await page.goto("/settings/account");
  await page.getByLabel("Mail address").fill("me@example.com");
  await returns("admin", () => page.getByRole("button", { name: "Set mail address" }).click());
  await expect(page.getByLabel("Mail address")).toHaveValue("me@example.com");

  await page.goto("/settings/deadlines");
  await page.getByLabel("Critical").fill("3");
  await returns("admin", () => page.getByRole("button", { name: "Save deadlines" }).click());
  await expect(page.getByLabel("Critical")).toHaveValue("3");

  await page.goto("/settings/people");
  await page.getByLabel("Name").fill("bea");
  const role = page.locator("form[action$='/people/add']").getByLabel("Analyst");
  await role.check();
  await returns("admin", () => page.getByRole("button", { name: "Add", exact: true }).click());
  await expect(page.getByLabel("Name")).toHaveValue("bea");
  await expect(role).toBeChecked();

  await context.clearCookies();
  await enter(page, "analyst");
  await page.goto("/incidents/new");
  await page.getByLabel("Title").fill("Something is wrong");
  await page.getByRole("button", { name: "Declare" }).click();
  await expect(page).toHaveURL(/[0-9a-f-]{36}$/);
  await page.locator(".incident-acts summary", { hasText: "Note" }).click();
  await page.getByLabel("What happened").fill("A disk was replaced");
  await returns("analyst", () => page.getByRole("button", { name: "Write it down" }).click());
  await expect(page.getByLabel("What happened")).toBeVisible();
  await expect(page.getByLabel("What happened")).toHaveValue("A disk was replaced");
  forgive(complaints, 401);
});
