import { type Page } from "@playwright/test";

import { ask, browserOf, instance, name, phone, write } from "./change-asks.ts";
import { deafen, expect, picture, signIn, test } from "./fixtures.ts";

/** A day from now on, as a date. */
const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

/** Approves, and reads in the form why that was refused and what is new. */
async function refused(page: Page, difference: RegExp | string, comment: string): Promise<void> {
  await page.getByLabel("Comment").fill(comment);
  await page.getByRole("button", { name: "Approve revision 1" }).click();
  const form = page.getByRole("form", { name: "Decision" });
  await expect(form.getByRole("alert")).toContainText("It got worse since you opened this page, so nothing was decided.");
  await expect(form.locator(".difference")).toContainText(difference);
  await expect(page.locator(".decision-strip .news").filter({ hasText: difference })).toContainText("New or worse");
  await expect(page.getByLabel("Comment")).toHaveValue(comment);
  await expect(page.getByText("Approvals, 0 of 2")).toBeVisible();
}

for (const ears of ["deaf", "live"]) test(`an incident that came meanwhile refuses an approval and is named at the button, ${ears}`, async ({
  page,
  browser,
  baseURL,
  javaScriptEnabled,
}) => {
  test.slow();
  const [place, incident] = [instance(), name("Disk is full")];
  await signIn(page, "analyst");
  const address = await ask(page, name("Grow the disk"), place);
  const approver = await browserOf(browser, "approver", { baseURL, javaScriptEnabled });
  if (ears === "deaf") await deafen(approver);
  await approver.goto(address);
  await expect(approver.getByRole("button", { name: "Approve revision 1" })).toBeVisible();

  await page.goto("/incidents/new");
  await page.getByLabel("Title").fill(incident);
  await page.getByLabel("Impact").selectOption("3");
  await page.getByLabel("What else it touches").fill(place);
  await page.getByRole("button", { name: "Declare" }).click();
  await expect(page.getByRole("heading", { level: 1, name: incident })).toBeVisible();

  // What the page itself shows as it comes counts as not yet seen.
  if (ears === "live" && javaScriptEnabled) await expect(approver.locator(".decision-strip")).toContainText(incident);
  await refused(approver, incident, "Grow it by 20 GB, not more");
  await approver.getByRole("button", { name: "Approve revision 1" }).click();
  await expect(approver.getByText("Approvals, 1 of 2")).toBeVisible();
  await expect(approver.getByText("Grow it by 20 GB, not more")).toBeVisible();
  await approver.context().close();
  await page.getByRole("button", { name: "Resolve" }).click();
  await expect(page.locator(".incident-head")).toContainText("Resolved");
});

for (const ears of ["deaf", "live"]) test(`whoever decides too late is told who was faster, and keeps the comment, ${ears}`, async ({
  page,
  browser,
  baseURL,
  javaScriptEnabled,
}) => {
  test.slow();
  const options = { baseURL, javaScriptEnabled };
  await signIn(page, "analyst");
  // A place that no other spec approves anything in: a change beside it would be news there.
  const address = await ask(page, name("Drop the table"), "777788889999 ap-south-1 rds");
  const approver = await browserOf(browser, "approver", options);
  if (ears === "deaf") await deafen(approver);
  await approver.goto(address);
  await approver.getByLabel("Comment").fill("Only with a snapshot");
  const faster = await browserOf(browser, "approver2", options);
  await faster.goto(address);
  await faster.getByLabel("Comment").fill("Not this table");
  await faster.getByRole("button", { name: "Reject" }).click();
  await expect(faster.locator(".change-what header")).toContainText("Rejected");
  if (ears === "live" && javaScriptEnabled) {
    // The page has heard of it, and there is no button to come too late with.
    await expect(approver.getByText("It was rejected, which ends it.")).toBeVisible();
    await expect(approver.getByText("approver2 rejected it, revision 1")).toBeVisible();
    await expect(approver.getByText("What you wrote was not sent.")).toBeVisible();
    await expect(approver.getByLabel("Comment")).toHaveValue("Only with a snapshot");
  } else {
    await approver.getByRole("button", { name: "Approve revision 1" }).click();
    await expect(approver.getByRole("alert")).toContainText(/approver2 rejected it, revision 1 at \d\d:\d\d UTC/);
    await expect(approver.getByRole("region", { name: "Acts" })).toContainText("Only with a snapshot");
  }
  await expect(approver.getByRole("button", { name: "Approve revision 1" })).toHaveCount(0);
  await Promise.all([approver, faster].map((other) => other.context().close()));
});

test("a freeze that came meanwhile is shown before it is approved, and holds the start until it is overridden", async ({
  page,
  browser,
  baseURL,
  javaScriptEnabled,
}) => {
  test.slow();
  const options = { baseURL, javaScriptEnabled };
  const [place, freeze] = [instance(), name("Quarter close")];
  await signIn(page, "analyst");
  const address = await ask(page, name("Move the volume"), place);
  const approver = await browserOf(browser, "approver", options);
  await deafen(approver);
  await approver.goto(address);
  await expect(approver.getByRole("button", { name: "Approve revision 1" })).toBeVisible();

  const admin = await browserOf(browser, "admin", options);
  await admin.goto("/settings/calendars");
  await admin.getByText("Make a freeze").click();
  const form = admin.locator("form").filter({ has: admin.locator("#freeze-name") });
  await form.getByLabel("Name").fill(freeze);
  await form.getByLabel("From").fill(`${day(-1)}T00:00`);
  await form.getByLabel("Until").fill(`${day(3)}T00:00`);
  await form.getByLabel("Place").fill(place);
  await form.getByLabel("Reason").fill("The books are closed");
  await form.getByRole("button", { name: "Save freeze" }).click();
  await expect(admin.getByRole("heading", { name: freeze })).toBeVisible();

  await refused(approver, freeze, "It cannot wait");
  const strip = approver.getByRole("region", { name: "Decision strip" });
  await expect(strip.locator("header")).toContainText("Blocked");
  await approver.getByRole("button", { name: "Approve revision 1" }).click();
  await expect(approver.getByText("Approvals, 1 of 2")).toBeVisible();
  const second = await browserOf(browser, "approver2", options);
  await second.goto(address);
  await second.getByRole("button", { name: "Approve revision 1" }).click();
  await expect(second.getByText("Approvals, 2 of 2")).toBeVisible();

  await page.goto(address);
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByText(`held by the freeze ${freeze}`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Let it start now" })).toHaveCount(0);
  await second.goto(address);
  await second.getByRole("button", { name: "Let it start now" }).click();
  await expect(second.getByRole("form", { name: "Decision" }).getByRole("alert")).toContainText("Say why in a few words.");
  await second.getByLabel("Reason").fill("The volume fails tonight");
  await second.getByRole("button", { name: "Let it start now" }).click();
  await expect(second.getByText("The volume fails tonight")).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole("button", { name: "Done" })).toBeVisible();

  await admin.goto("/settings/calendars");
  await admin.getByText(`Change ${freeze}`).click();
  await admin.getByRole("button", { name: `End ${freeze} now` }).click();
  await expect(admin.getByRole("heading", { name: freeze })).toHaveCount(0);
  for (const other of [approver, second, admin]) await other.context().close();
});

test("on a phone all of a long request can be read before it is decided", async ({ page, browser, baseURL, javaScriptEnabled }) => {
  await signIn(page, "requester");
  const title = name("Long to read");
  await write(page, title);
  const steps = ["Stop the writers", "Drain the queue", "Take a snapshot", "Delete every automated backup"];
  await page.getByLabel("What is done").fill(steps.join("\n"));
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const path = new URL(page.url()).pathname;
  await expect(page.locator("#whole")).toHaveCount(0);
  const options = { baseURL, javaScriptEnabled, viewport: phone, hasTouch: true };
  const approver = await browserOf(browser, "approver", options);
  await approver.goto(path);
  await approver.getByRole("link", { name: "Read all" }).click();
  await expect(approver.locator("#whole")).toBeInViewport();
  await expect(approver.locator("#whole")).toContainText("Delete every automated backup");
  await approver.screenshot({ path: picture(`change-whole-${javaScriptEnabled ? "js" : "nojs"}`) });
  await approver.context().close();
});
