import { type Locator, type Page } from "@playwright/test";

import { apply, drawer, openNewFinding } from "./drawer.ts";
import { colleague, deafen, expect, forgive, picture, signIn, test } from "./fixtures.ts";

const rows = (page: Page): Locator => page.locator(".list .table tbody tr:has(a.cover)");

async function openList(page: Page, address: string): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(rows(page).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
}

/** Opens the form at the foot of the list. */
async function openForm(page: Page): Promise<Locator> {
  await page.locator(".selection .act-sheet > summary").click();
  const sheet = page.locator(".selection .act-sheet .sheet");
  await expect(sheet).toBeVisible();
  return sheet;
}

test.beforeEach(async ({ page }) => signIn(page, "analyst"));

test("two findings get one note and tag, the result says so, and it is undone", async ({ page, javaScriptEnabled }) => {
  await openList(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  const tag = `desk-${javaScriptEnabled ? "js" : "nojs"}`;
  await rows(page).nth(0).getByRole("checkbox").check();
  await rows(page).nth(1).getByRole("checkbox").check();
  const sheet = await openForm(page);
  await sheet.getByLabel("Add tags").fill(tag);
  await expect(sheet.getByLabel("Note")).toHaveAttribute("maxlength", "512");
  await sheet.getByLabel("Note").fill("looked at both");
  await page.screenshot({ path: picture(`findings-act-form-${javaScriptEnabled ? "js" : "nojs"}`) });
  await sheet.getByRole("button", { name: "Apply" }).click();
  const said = javaScriptEnabled ? page.locator(".selection .outcome") : page.getByRole("status").first();
  await expect(said).toContainText("2 findings changed.");
  if (javaScriptEnabled) await page.getByRole("link", { name: "Details" }).click();
  await expect(page).toHaveURL(/\/findings\/acts\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Findings changed");
  await page.screenshot({ path: picture(`findings-act-${javaScriptEnabled ? "js" : "nojs"}`) });
  const done = page.url();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Taken back");
  await expect(page.getByRole("status").first()).toContainText("2 findings changed.");
  // What was taken back leads to what took it back.
  const taken = page.url();
  await page.goto(done);
  await page.getByRole("link", { name: "It was taken back" }).click();
  await expect(page).toHaveURL((url) => url.pathname === new URL(taken).pathname);
});

test("what is tagged is found by its tag until that is taken back", async ({ page, javaScriptEnabled }) => {
  const tag = `team/${javaScriptEnabled ? "js" : "nojs"}`;
  await openList(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  const first = javaScriptEnabled ? 4 : 6;
  await rows(page).nth(first).getByRole("checkbox").check();
  await rows(page).nth(first + 1).getByRole("checkbox").check();
  const sheet = await openForm(page);
  await sheet.getByLabel("Add tags").fill(tag);
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("2 findings changed.").first()).toBeVisible();
  if (javaScriptEnabled) await page.getByRole("link", { name: "Details" }).click();
  await expect(page).toHaveURL(/\/findings\/acts\//);
  const act = page.url();

  await page.goto("/findings?by=flat");
  const box = page.getByRole("search", { name: "This list" }).getByRole("combobox");
  await box.fill(`tag:${tag.toUpperCase()}`);
  await box.press("Enter");
  const chip = page.locator(".query .chip").filter({ hasText: /^tag/ });
  await expect(chip).toContainText(tag);
  await expect(rows(page)).toHaveCount(2);
  const value = page.getByRole("complementary", { name: "Filters" }).getByRole("link", { name: tag });
  await expect(value).toHaveAttribute("aria-current", "true");
  await expect(value).toContainText("2");
  await page.screenshot({ path: picture(`findings-by-tag-${javaScriptEnabled ? "js" : "nojs"}`) });
  await rows(page).first().locator("a.cover").click();
  await drawer(page).locator(".terms").getByRole("link", { name: tag }).click();
  await expect(page).toHaveURL(/\/findings\?tag=/);
  await expect(chip).toContainText(tag);

  await page.goto(act);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Taken back");
  await page.goto(`/findings?by=flat&tag=${encodeURIComponent(tag)}`);
  await expect(page.locator(".list .state")).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
});

test("an act that somebody was faster than leaves what was typed, and is sent again", async ({ page, browser, complaints, javaScriptEnabled }) => {
  test.setTimeout(90_000);
  // What the colleague does is not heard of: the form is sent as it was shown.
  await deafen(page);
  await openNewFinding(page, "/findings?by=flat&severity=INFORMATIONAL&sort=created&order=desc");
  const id = new URL(page.url()).pathname.split("/").pop();
  const name = `cleo-${javaScriptEnabled ? "js" : "nojs"}`;
  const faster = await (await colleague(browser, name)).newPage();
  await faster.goto(`/findings/${id}?by=flat`);
  await faster.getByRole("button", { name: /Assign to me/ }).click();
  await expect(faster.getByRole("button", { name: "Unassign" })).toBeVisible();
  await faster.context().close();

  await drawer(page).locator(".act-sheet > summary").click();
  await drawer(page).getByLabel("Note").fill("typed and not lost");
  await apply(page).click();
  await expect(drawer(page).locator(".act-sheet .note")).toContainText(`Changed by ${name} at `);
  await expect(drawer(page).getByLabel("Note")).toBeVisible();
  await expect(drawer(page).getByLabel("Note")).toHaveValue("typed and not lost");
  await expect(drawer(page).getByRole("button", { name: `Take from ${name}` })).toBeVisible();
  await apply(page).click();
  await expect(page.getByText("1 finding changed.")).toBeVisible();
  forgive(complaints, 409);
});

test("an act that leaves all out keeps what is ticked and typed", async ({ page, browser, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "without scripts the page of the act has it");
  test.setTimeout(90_000);
  await deafen(page);
  await openList(page, "/findings?by=flat&severity=INFORMATIONAL&sort=created&order=asc");
  const faster = await (await colleague(browser, "dora")).newPage();
  for (const nth of [20, 21]) {
    await rows(page).nth(nth).getByRole("checkbox").check();
    await faster.goto(`/findings/${await rows(page).nth(nth).getByRole("checkbox").getAttribute("value")}?by=flat`);
    await faster.getByRole("button", { name: /Assign to me|Take from/ }).click();
    await expect(faster.getByRole("button", { name: "Unassign" })).toBeVisible();
  }
  await faster.context().close();
  const sheet = await openForm(page);
  await sheet.getByLabel("Note").fill("typed and not lost");
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(page.locator(".selection .outcome")).toContainText("0 findings changed, 2 left out.");
  await expect(sheet.getByLabel("Note")).toHaveValue("typed and not lost");
  await expect(page.locator(".selection")).toContainText("2 selected");
});

test("what the drawer's form was refused for is told there alone", async ({ page, complaints }) => {
  await openNewFinding(page, "/findings?by=flat&severity=LOW&sort=created&order=desc");
  await drawer(page).locator(".act-sheet > summary").click();
  await apply(page).click();
  await expect(drawer(page).locator(".act-sheet .note")).toContainText("Choose what to change.");
  await expect(page.locator(".selection .note")).toHaveCount(0);
  await expect(page.locator(".list tbody input.check:checked")).toHaveCount(0);
  forgive(complaints, 422);
});

test("on a phone a reason that is missing is asked for in sight", async ({ page, complaints }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openNewFinding(page, "/findings?by=flat&severity=LOW&sort=created&order=desc");
  await drawer(page).locator(".act-sheet > summary").click();
  await drawer(page).getByLabel("Workflow status").selectOption("RESOLVED");
  await apply(page).click();
  const fault = drawer(page).locator(".field .fault");
  await expect(fault).toContainText("Say why");
  await expect(async () => {
    const [said, foot] = [await fault.boundingBox(), await apply(page).boundingBox()];
    expect((said?.y ?? Infinity) + (said?.height ?? 0)).toBeLessThanOrEqual(foot?.y ?? 0);
  }).toPass({ timeout: 5_000 });
  forgive(complaints, 422);
});

test("who may not act any more is told so, with the form open", async ({ page, browser, complaints, javaScriptEnabled }) => {
  test.setTimeout(90_000);
  const name = `edda-${javaScriptEnabled ? "js" : "nojs"}`;
  const context = await colleague(browser, name, { javaScriptEnabled });
  const theirs = await context.newPage();
  await deafen(theirs);
  await openNewFinding(theirs, "/findings?by=flat&severity=LOW&sort=created&order=desc");
  await drawer(theirs).locator(".act-sheet > summary").click();
  await drawer(theirs).getByLabel("Note").fill("typed and refused");

  await signIn(page, "admin");
  await page.goto("/settings/people");
  const person = page.getByRole("row", { name: new RegExp(`^${name} `) });
  await person.locator("details.menu > summary").click();
  await person.getByLabel("Analyst").uncheck();
  await person.getByLabel("Viewer").check();
  await person.getByRole("button", { name: "Set roles" }).click();
  await expect(person).toContainText("Viewer");

  await apply(theirs).click();
  await expect(drawer(theirs).locator(".drawer-said")).toContainText("Your roles do not allow this.");
  await context.close();
  forgive(complaints, 403);
});

test("what hides findings needs a reason, and what was typed is kept", async ({ page, complaints }) => {
  await openList(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  await rows(page).nth(2).getByRole("checkbox").check();
  const sheet = await openForm(page);
  await sheet.getByLabel("Workflow status").selectOption("SUPPRESSED");
  await sheet.getByLabel("Note").fill("known to the owner");
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(page.locator(".selection .fault")).toContainText("Say why");
  await expect(page.locator(".selection .fault")).toBeInViewport();
  await expect(page.locator(".selection").getByLabel("Note")).toHaveValue("known to the owner");
  await expect(page.locator(".selection").getByLabel("Workflow status")).toHaveValue("SUPPRESSED");
  await expect(rows(page).nth(2).getByRole("checkbox")).toBeChecked();
  await expect(page.locator(".query .chip").filter({ hasText: "severity" })).toContainText("Low");
  forgive(complaints, 422);
});

test("a finding that somebody else changed meanwhile is left out, with who and when", async ({ page, browser, javaScriptEnabled }) => {
  test.setTimeout(90_000);
  const name = `bea-${javaScriptEnabled ? "js" : "nojs"}`;
  const other = await (await colleague(browser, name)).newPage();
  await openList(page, "/findings?by=flat&severity=INFORMATIONAL&sort=created&order=asc");
  await rows(page).nth(0).getByRole("checkbox").check();
  await rows(page).nth(1).getByRole("checkbox").check();
  const first = await rows(page).nth(0).getByRole("checkbox").getAttribute("value");

  await other.goto(`/findings/${first}?by=flat`);
  // In the mode that ran before another colleague took it.
  await other.getByRole("button", { name: /Assign to me|Take from/ }).click();
  await expect(other.getByRole("button", { name: "Unassign" })).toBeVisible();

  const sheet = await openForm(page);
  await sheet.getByLabel("Add tags").fill(`meanwhile-${javaScriptEnabled ? "js" : "nojs"}`);
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText(/1 finding changed, 1 left out/).first()).toBeVisible();
  if (javaScriptEnabled) await page.getByRole("link", { name: "Details" }).click();
  await expect(page.getByText(new RegExp(`somebody changed since you looked: ${name}, \\d\\d:\\d\\d`))).toBeVisible();

  // What the other one took is theirs.
  await page.goto(`/findings/${first}?by=flat`);
  await expect(page.locator(".terms").getByText(name)).toBeVisible();
  await other.context().close();
});

test("an act on nothing says so, and what was typed is in sight", async ({ page, complaints, javaScriptEnabled }) => {
  await openList(page, "/findings?by=flat&severity=LOW");
  // With scripts the bar comes with the first tick: what is missing then is something to change.
  if (javaScriptEnabled) await rows(page).nth(0).getByRole("checkbox").check();
  const sheet = await openForm(page);
  if (!javaScriptEnabled) {
    await sheet.getByLabel("Workflow status").selectOption("NOTIFIED");
    await sheet.getByLabel("Note").fill("typed and not lost");
  }
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(sheet).toBeVisible();
  await expect(sheet).toContainText(javaScriptEnabled ? "Choose what to change." : "Choose at least one finding.");
  if (!javaScriptEnabled) {
    await expect(sheet.getByLabel("Note")).toHaveValue("typed and not lost");
    await expect(sheet.getByLabel("Workflow status")).toHaveValue("NOTIFIED");
    await page.screenshot({ path: picture("findings-act-on-nothing") });
  }
  forgive(complaints, 422);
});

test("a name that is typed is meant, and an end without Suppressed is refused", async ({ page, complaints, javaScriptEnabled }) => {
  await openList(page, "/findings?by=flat&severity=LOW&assignee=&sort=created&order=asc");
  await rows(page).nth(javaScriptEnabled ? 8 : 9).getByRole("checkbox").check();
  const sheet = await openForm(page);
  await sheet.getByLabel("Or until").fill("2099-01-31");
  await sheet.getByLabel("Person").fill("analyst");
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(sheet).toContainText("An end belongs to the status Suppressed alone");
  await sheet.getByLabel("Or until").fill("");
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("1 finding changed.").first()).toBeVisible();
  if (javaScriptEnabled) await page.getByRole("link", { name: "Details" }).click();
  await expect(page.getByText("Assigned to analyst")).toBeVisible();
  forgive(complaints, 422);
});

test("a page is ticked at once, and its act leads back to its list", async ({ page, javaScriptEnabled }) => {
  const list = "/findings?severity=LOW&by=flat&sort=created";
  await openList(page, list);
  const count = await rows(page).count();
  if (javaScriptEnabled) {
    const all = page.getByRole("checkbox", { name: "Select this page" });
    await all.check();
    await expect(page.locator(".selection")).toContainText(`${count} selected`);
    await rows(page).nth(3).getByRole("checkbox").uncheck();
    await expect(page.locator(".selection")).toContainText(`${count - 1} selected`);
    expect(await all.evaluate((box) => (box as HTMLInputElement).indeterminate)).toBe(true);
    await page.screenshot({ path: picture("findings-page-ticked") });
    await all.check();
  }
  const sheet = await openForm(page);
  if (!javaScriptEnabled) await sheet.getByLabel(`This page, ${count}`).check();
  await sheet.getByLabel("Note").fill("all of this page");
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText(new RegExp(`^${count} findings changed`)).first()).toBeVisible();
  if (javaScriptEnabled) await page.getByRole("link", { name: "Details" }).click();
  await expect(page.getByText("Noted: all of this page")).toBeVisible();
  // Notes stay: nothing is offered that would take nothing back.
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await page.screenshot({ path: picture(`findings-act-note-${javaScriptEnabled ? "js" : "nojs"}`) });
  await page.getByRole("link", { name: "To the findings" }).click();
  await expect(page).toHaveURL(list);
});

test("all of an open group are chosen at once", async ({ page, javaScriptEnabled }) => {
  await openList(page, "/findings");
  await page.locator(".group-row a.cover").first().click();
  await expect(page.locator(".children a.cover").first()).toBeVisible();
  if (javaScriptEnabled) {
    const all = page.locator(".group-rows .whole");
    const words = ((await all.textContent()) ?? "").trim();
    const [, number, name] = /^Select all ([\d,]+) in (.+)$/.exec(words) ?? [];
    await all.getByRole("checkbox").check();
    const boxes = page.locator(".children input.check");
    for (const box of await boxes.all()) await expect(box).toBeChecked();
    const shown = await boxes.count();
    const said = Number(number) === shown ? `${number} selected` : `All ${number} in ${name} selected`;
    await expect(page.locator(".selection")).toContainText(said);
    await page.screenshot({ path: picture("findings-group-ticked") });
    // One that is taken out leaves the others that can be seen.
    await boxes.first().uncheck();
    await expect(page.locator(".selection")).toContainText(`${shown - 1} selected`);
  } else {
    const sheet = await openForm(page);
    await expect(sheet.getByRole("radio", { name: /^All [\d,]+ in / })).toBeVisible();
    await expect(sheet.getByRole("radio", { name: "The ticked ones" })).toBeChecked();
    await page.screenshot({ path: picture("findings-act-form-group-nojs") });
  }
});
