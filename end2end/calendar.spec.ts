import { phone } from "./change-asks.ts";
import { deafen, expect, picture, signIn, test } from "./fixtures.ts";

/** A day from now on, as a date. */
function day(ahead: number): string {
  return new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** Each way of running the specs makes its own things, in the one demo that all share. */
const named = (word: string, scripted: boolean | undefined): string => `${word} ${scripted ? "with" : "without"} scripts`;

test("an administrator keeps a calendar, and the month shows when it is closed", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "admin");
  const name = named("Stocktaking", javaScriptEnabled);
  await page.goto("/settings/calendars");
  await page.getByText("Add a calendar").click();
  const add = page.locator("form").filter({ has: page.locator("#calendar-name") });
  await add.getByLabel("Name").fill(name);
  await add.getByLabel("Time zone").fill("Europe/Berlin");
  await add.getByLabel("Place", { exact: true }).fill("444455556666 eu-west-1");
  await add.getByRole("button", { name: "Save calendar" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();

  await page.getByText(`Add an event to ${name}`).click();
  const event = page.locator("details[open] form").filter({ has: page.getByRole("button", { name: "Save event" }) });
  await event.getByLabel("Title").fill("Counting");
  await event.getByLabel("Begins").fill(`${day(0)}T03:00`);
  await event.getByLabel("Ends").fill(`${day(0)}T05:00`);
  for (const weekday of ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]) await event.getByLabel(weekday).check();
  await event.getByRole("button", { name: "Save event" }).click();
  await expect(page.getByText(/Every Mon, Tue, .* 03:00 to 05:00/).first()).toBeVisible();

  await page.goto("/calendar");
  const title = `Closed: ${name}`;
  await expect(page.locator(".month").getByText(title).first()).toBeVisible();
  await page.goto(`/calendar?month=${day(32).slice(0, 7)}`);
  await expect(page.locator(".agenda").getByText(title).first()).toBeVisible();
  await page.getByRole("link", { name: /^Closed/ }).click();
  await expect(page).toHaveURL(/off=closed/);
  await expect(page.getByText(title)).toHaveCount(0);
});

test("a freeze stands in the month and the agenda until it is ended", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "admin");
  const name = named("Quarter close", javaScriptEnabled);
  await page.goto("/settings/calendars");
  await page.getByText("Make a freeze").click();
  const form = page.locator("form").filter({ has: page.locator("#freeze-name") });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("From").fill(`${day(1)}T00:00`);
  await form.getByLabel("Until").fill(`${day(3)}T00:00`);
  await form.getByLabel("Place").fill("444455556666 eu-west-1");
  await form.getByLabel("Reason").fill("The books are closed");
  await form.getByRole("button", { name: "Save freeze" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();

  await page.goto(`/calendar?month=${day(1).slice(0, 7)}`);
  await expect(page.locator(".month").getByText(`${name}, hard`).first()).toBeVisible();
  const line = page.locator(".agenda li").filter({ hasText: name });
  await expect(line.first()).toContainText("The books are closed");
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.locator(".month")).toBeHidden();
  await expect(line.first()).toBeVisible();

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/settings/calendars");
  await page.getByText(`Change ${name}`).click();
  await page.getByRole("button", { name: `End ${name} now` }).click();
  await expect(page.getByRole("heading", { name })).toHaveCount(0);
});

test("what cannot be read is said at its field, and what was typed is kept", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/settings/calendars");
  await page.getByText("Make a freeze").click();
  const form = page.locator("form").filter({ has: page.locator("#freeze-name") });
  await form.getByLabel("Name").fill("Backwards");
  await form.getByLabel("From").fill(`${day(5)}T00:00`);
  await form.getByLabel("Until").fill(`${day(4)}T00:00`);
  await form.getByLabel("Place").fill("rds");
  await form.getByLabel("Reason").fill("It cannot be");
  await form.getByRole("button", { name: "Save freeze" }).click();
  const until = page.locator(".field").filter({ has: page.locator("#freeze-until") });
  await expect(until.getByRole("alert")).toHaveText(/must end after it begins/);
  await expect(page.locator("#freeze-name")).toHaveValue("Backwards");
  await expect(page.locator("#freeze-until")).toHaveValue(`${day(4)}T00:00`);
  await page.locator("#freeze-scope").fill("Payments");
  await page.locator("form").filter({ has: page.locator("#freeze-name") }).getByRole("button", { name: "Save freeze" }).click();
  const place = page.locator(".field").filter({ has: page.locator("#freeze-scope") });
  await expect(place.getByRole("alert")).toHaveText(/an ARN/);
  await expect(page.locator("#freeze-reason")).toHaveValue("It cannot be");
});

test("what was not done to a freeze is said in sight on a phone", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "admin");
  await page.setViewportSize(phone);
  if (javaScriptEnabled) await deafen(page);
  const name = named("Stocktaking again", javaScriptEnabled);
  // Somebody else keeps it, who is faster; what a browser says of a form of our own pages.
  const keep = (more: Record<string, string>) =>
    page.request.post("/api/calendar/keep_freeze", {
      headers: { "sec-fetch-site": "same-origin" },
      form: { name, strength: "soft", scope: "444455556666 eu-west-1", reason: "Counting", from: `${day(20)}T00:00`, until: `${day(21)}T00:00`, ...more },
    });
  await keep({});
  await page.goto("/settings/calendars");
  await page.getByText(`Change ${name}`).click();
  const end = page.getByRole("button", { name: `End ${name} now` });
  const row = page.locator(".kept > li").filter({ has: page.getByRole("heading", { name }) });
  const of = await row.locator("[name=of]").first().inputValue();
  const refusal = page.getByRole("alert").filter({ hasText: "so yours was not applied" });
  await keep({ of, expected_version: "1", reason: "Counting twice" });
  await end.click();
  await expect(refusal).toBeInViewport({ ratio: 1 });
  await page.screenshot({ path: picture(`freeze-not-ended-${javaScriptEnabled ? "js" : "nojs"}`) });
  await row.getByLabel("Reason").fill("Counting slowly");
  await keep({ of, expected_version: "2", until: `${day(22)}T00:00` });
  await row.getByRole("button", { name: "Save freeze" }).click();
  await expect(refusal).toBeInViewport({ ratio: 1 });
  await page.screenshot({ path: picture(`freeze-not-kept-${javaScriptEnabled ? "js" : "nojs"}`) });
  await expect(row.getByLabel("Reason")).toHaveValue("Counting slowly");
  await expect(row.getByLabel("Until")).toHaveValue(`${day(22)}T00:00`);
  await end.click();
  await expect(row).toHaveCount(0);
});

test("where a month has no room beside its agenda there is the agenda alone", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/calendar");
  for (const [width, months] of [[1440, 1], [1000, 0], [390, 0]] as const) {
    await page.setViewportSize({ width, height: 900 });
    await expect(page.locator(".month:visible")).toHaveCount(months);
    const agenda = await page.locator(".agenda").boundingBox();
    if (months === 0) expect(agenda?.width).toBeGreaterThan(width - 260);
  }
});

test("who keeps no calendars reads them", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/calendar");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Calendars and freezes" })).toHaveCount(0);
  await page.getByRole("link", { name: "Month after" }).click();
  await expect(page).toHaveURL(/month=/);
  await page.goto("/settings/calendars");
  await expect(page.getByRole("heading", { name: "Change calendars" })).toBeVisible();
  await expect(page.getByText("Add a calendar")).toHaveCount(0);
});
