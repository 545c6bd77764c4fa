import { type Locator, type Page } from "@playwright/test";

import { ask, browserOf, instance, phone } from "./change-asks.ts";
import { expect, forgive, holdBack, picture, signIn, test } from "./fixtures.ts";
import { password, sessionOf } from "./people.ts";

// What a browser says of a form of our own pages.
const headers = { "sec-fetch-site": "same-origin" };

let count = 0;
const name = (what: string): string => `${what}-${process.pid.toString(16)}-${Date.now().toString(16)}${(count += 1)}`;

const row = (page: Page, who: string): Locator => page.getByRole("row", { name: new RegExp(`^${who} `) });

/** Somebody else, with a browser of their own, adds a person. */
async function addPerson(page: Page, who: string): Promise<void> {
  const other = await page.context().browser()!.newContext({ baseURL: process.env.WATCHFLOOR_URL });
  await other.addCookies(sessionOf("admin"));
  const form = { name: who, password, "roles[]": "viewer" };
  const answer = await other.request.post("/api/people/add", { headers, form });
  expect(answer.ok(), await answer.text()).toBe(true);
  await other.close();
}

/** Marks the document, so that it can be told from one that was loaded again. */
const mark = (page: Page): Promise<unknown> => page.evaluate("globalThis.loadedOnce = true");
const expectSameDocument = async (page: Page): Promise<void> =>
  expect(await page.evaluate("globalThis.loadedOnce"), "the page was not loaded again").toBe(true);

test("a page that the server writes is gone to, left and come back to", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/");
  await mark(page);
  const rail = page.getByRole("navigation", { name: "Sections" });
  const places = page.getByRole("navigation", { name: "Settings" });
  await rail.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL("/settings/sources");
  await expect(page.getByRole("heading", { level: 2, name: "Sources" })).toBeVisible();
  await expect(page).toHaveTitle(/Sources · Watchfloor/);
  await places.getByRole("link", { name: "People" }).click();
  await expect(row(page, "analyst")).toBeVisible();
  await expect(places.getByRole("link", { name: "People" })).toHaveAttribute("aria-current", "page");
  await expect(page).toHaveTitle(/People · Watchfloor/);
  await rail.getByRole("link", { name: "Calendar" }).click();
  await expect(page.locator(".month")).toBeVisible();
  const month = page.getByRole("heading", { level: 1 });
  const now = await month.innerText();
  await page.getByRole("link", { name: "Month after" }).click();
  await expect(month).not.toHaveText(now);
  await expect(page).toHaveURL(/month=/);
  await page.goBack();
  await expect(month).toHaveText(now);
  await expect(page).toHaveURL("/calendar");
  await page.goBack();
  await expect(row(page, "analyst")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 2, name: "Sources" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL("/");
  await expect(page).toHaveTitle(/Watchfloor$/);
  await expect(page.getByRole("navigation", { name: "Lamps" })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole("heading", { level: 2, name: "Sources" })).toBeVisible();
  await expectSameDocument(page);
});

test("what others do comes into the page, and takes nothing from who types, reads or points", async ({ page }) => {
  await signIn(page, "admin");
  const [first, second] = [name("ada"), name("bo")];
  await page.goto("/settings/people");
  await mark(page);
  await row(page, "analyst").locator("summary").click();
  const menu = row(page, "analyst").locator("details");
  await expect(menu).toHaveAttribute("open", "");

  await page.locator("#name").fill("half a na");
  await page.locator("#name").evaluate((field: HTMLInputElement) => field.setSelectionRange(2, 4));
  await addPerson(page, first);
  await expect(row(page, first)).toBeVisible();
  await expect(page.locator("#name")).toBeFocused();
  await expect(page.locator("#name")).toHaveValue("half a na");
  expect(await page.locator("#name").evaluate((field: HTMLInputElement) => field.selectionStart)).toBe(2);
  await expect(menu).toHaveAttribute("open", "");

  // What was typed stays also when somebody has gone on, and what is pointed at is still the same thing.
  const link = page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Audit" });
  await link.focus();
  await addPerson(page, second);
  await expect(row(page, second)).toBeVisible();
  await expect(link).toBeFocused();
  await expect(page.locator("#name")).toHaveValue("half a na");
  await expect(menu).toHaveAttribute("open", "");
  await expectSameDocument(page);
});

test("a page goes on under a comment that was begun, and what came meanwhile is told before the decision counts", async ({ page, browser, baseURL }) => {
  test.slow();
  const place = `arn:aws:ec2:eu-north-1:444455556666:instance/i-${name("served")}`;
  const incident = name("Disk is full");
  await signIn(page, "analyst");
  const address = await ask(page, name("Grow the disk"), place);
  const approver = await browserOf(browser, "approver", { baseURL });
  const follows = approver.waitForResponse(/\/events\?/);
  await approver.goto(address);
  await follows;
  await mark(approver);
  const comment = approver.getByLabel("Comment");
  await comment.fill("Grow it by 20 GB");

  await page.goto("/incidents/new");
  await page.getByLabel("Title").fill(incident);
  await page.getByLabel("What else it touches").fill(place);
  await page.getByRole("button", { name: "Declare" }).click();
  await expect(page.getByRole("heading", { level: 1, name: incident })).toBeVisible();
  await expect(approver.getByRole("region", { name: "Decision strip" })).toContainText(incident);
  await expect(comment).toBeFocused();
  await expect(comment).toHaveValue("Grow it by 20 GB");
  await expectSameDocument(approver);
  const approve = approver.getByRole("button", { name: "Approve revision 1" });
  await approve.click();
  await expect(approver.getByRole("form", { name: "Decision" }).locator(".difference")).toContainText(incident);
  await expect(comment).toHaveValue("Grow it by 20 GB");
  await approve.click();
  await expect(approver.getByText("Approvals, 1 of 2")).toBeVisible();
  await expect(approver.getByText("Grow it by 20 GB")).toBeVisible();

  // A form that says of which version its fields are stays as it is while somebody is at it.
  const title = page.getByLabel("Title");
  await page.locator("summary", { hasText: "Edit" }).click();
  await title.fill("Half a title");
  const version = page.locator("form").filter({ has: title }).locator("[name=expected_version]");
  const before = await version.inputValue();
  const other = await browserOf(browser, "analyst", { baseURL });
  await other.goto(page.url());
  await other.getByRole("button", { name: "Take command" }).click();
  await expect(page.getByRole("button", { name: "Give up command" })).toBeVisible();
  await expect(title).toHaveValue("Half a title");
  expect(await version.inputValue()).toBe(before);
  await page.getByRole("button", { name: "Resolve" }).click();
  await expect(page.locator(".incident-head")).toContainText("Resolved");
  for (const one of [approver, other]) await one.context().close();
});

test("a form that came back from a refusal goes on with the version that it came back with", async ({ page }) => {
  await signIn(page, "analyst");
  await page.goto("/incidents/new");
  await page.getByLabel("Title").fill(name("Mail is late"));
  await page.getByRole("button", { name: "Declare" }).click();
  await expect(page).toHaveURL(/[0-9a-f-]{36}$/);
  const id = page.url().split("/").at(-1) ?? "";
  const change = (version: string, summary: string) =>
    page.request.post("/api/incidents/change", { headers, form: { id, expected_version: version, summary } });
  const head = page.locator(".incident-head");
  const summary = page.getByLabel("Summary");
  const version = page.locator("form").filter({ has: summary }).locator("[name=expected_version]");
  const save = page.getByRole("button", { name: "Save" });
  const refusal = page.getByRole("alert").filter({ hasText: "Yours was not applied" });
  await page.locator("summary", { hasText: "Edit" }).click();
  await summary.fill("The queue is full");
  await change("1", "The disk is full");
  await expect(head).toContainText("The disk is full");
  const follows = page.waitForResponse(/\/events\?/);
  await save.click();
  await expect(refusal).toBeVisible();
  await expect(summary).toHaveValue("The queue is full");
  await expect(version).toHaveValue("2");
  await follows;
  await change("2", "Both are full");
  await expect(head).toContainText("Both are full");
  await expect(version).toHaveValue("2");
  await save.click();
  await expect(refusal).toBeVisible();
  await expect(summary).toHaveValue("The queue is full");
  await expect(version).toHaveValue("3");
});

test("a decision that is over can be pressed no more, and the comment that was begun is still read", async ({ page, browser, baseURL }) => {
  test.slow();
  await signIn(page, "requester");
  const address = await ask(page, name("Move the volume"), instance());
  const approvers: Page[] = [];
  for (const viewport of [phone, { width: 1440, height: 900 }]) {
    const approver = await browserOf(browser, "approver2", { baseURL, viewport });
    const follows = approver.waitForResponse(/\/events\?/);
    await approver.goto(address);
    await follows;
    await approver.getByLabel("Comment").fill("Only with a snapshot");
    approvers.push(approver);
  }
  const again = await browserOf(browser, "requester", { baseURL, viewport: phone });
  const hears = again.waitForResponse(/\/events\?/);
  await again.goto(address);
  await hears;
  await again.getByLabel("Comment").fill("Not today");
  await expect(again.getByText("What you wrote was not sent.")).toBeHidden();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByText("It was withdrawn.")).toBeVisible();
  for (const approver of approvers) {
    await expect(approver.getByText("It was withdrawn.")).toBeVisible();
    await expect(approver.locator(".change-what header .lamp")).toBeVisible();
    await expect(approver.getByLabel("Comment")).toHaveValue("Only with a snapshot");
    await expect(approver.getByText("What you wrote was not sent.")).toBeVisible();
    const bar = approver.getByRole("form", { name: "Decision" });
    await expect(bar.locator(":is(button, a):visible")).toHaveCount(0);
    expect(await bar.evaluate((form) => getComputedStyle(form).position)).toBe("static");
    await expect(approver.locator(".rail")).toBeVisible();
    await approver.screenshot({ path: picture(`decision-over-${approver.viewportSize()?.width}`) });
    await approver.context().close();
  }
  await expect(again.getByText("It was withdrawn.")).toBeVisible();
  await expect(again.getByLabel("Comment")).toHaveValue("Not today");
  await expect(again.getByText("What you wrote was not sent.")).toBeVisible();
  await expect(again.locator(".acts :is(button, a):visible")).toHaveCount(0);
  await again.screenshot({ path: picture("act-over-390"), fullPage: true });
  await again.context().close();
});

test("an answer that comes too late is not shown", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/settings/sources");
  await mark(page);
  const release = await holdBack(page, "**/settings/audit");
  const places = page.getByRole("navigation", { name: "Settings" });
  const late = page.waitForResponse("**/settings/audit");
  await places.getByRole("link", { name: "Audit" }).click();
  // What was there stays while the answer is awaited.
  await expect(page.getByRole("heading", { level: 2, name: "Sources" })).toBeVisible();
  await places.getByRole("link", { name: "Your account" }).click();
  await expect(page.getByRole("heading", { name: "Your password" })).toBeVisible();
  release();
  await (await late).finished();
  await places.getByRole("link", { name: "People" }).click();
  await expect(row(page, "analyst")).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "Audit" })).toHaveCount(0);
  await expectSameDocument(page);
});

test("a page without an answer says so, and is there at the next try", async ({ page, complaints }) => {
  await signIn(page, "analyst");
  await page.goto("/");
  await mark(page);
  await page.route("**/health", (route) => route.abort());
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "AWS Health" }).click();
  await expect(page.getByRole("heading", { name: "This could not be read" })).toBeVisible();
  await page.unroute("**/health");
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "AWS Health" })).toBeVisible();
  await expectSameDocument(page);
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes("net::ERR_FAILED")));
});

test("what one may not see, or is not there, says so in the browser too", async ({ page, complaints }) => {
  await signIn(page, "viewer");
  await page.goto("/calendar");
  await mark(page);
  const follow = (href: string): Promise<void> =>
    page.locator(".served a").first().evaluate((link, href) => link.setAttribute("href", href), href);
  await follow("/settings/audit");
  await page.locator(".served a").first().click();
  await expect(page.getByRole("heading", { name: "You may not see this" })).toBeVisible();
  await page.goBack();
  await expect(page.locator(".month")).toBeVisible();
  await follow("/nowhere");
  await page.locator(".served a").first().click();
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await expect(page).toHaveTitle(/Not found/);
  await expectSameDocument(page);
  forgive(complaints, 403, 404);
});

test("a session that ends on such a page leads to signing in and back", async ({ page, context, complaints }) => {
  await signIn(page, "admin");
  const follows = page.waitForResponse(/\/events\?/);
  await page.goto("/settings/people");
  await follows;
  await context.clearCookies();
  await addPerson(page, name("cleo"));
  await expect(page).toHaveURL(/\/sign-in\?/);
  expect(new URL(page.url()).searchParams.get("return_to")).toBe("/settings/people");
  await expect(page.getByText("Your session ended.")).toBeVisible();
  await signIn(page, "admin");
  await page.goto("/settings/people");
  await context.clearCookies();
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Audit" }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  expect(new URL(page.url()).searchParams.get("return_to")).toBe("/settings/audit");
  forgive(complaints, 401);
});
