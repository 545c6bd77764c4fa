import { type Browser, type Locator, type Page } from "@playwright/test";

import { attend, colleague, expect, picture, signIn, test } from "./fixtures.ts";

const rows = (page: Page): Locator => page.locator(".list .table tbody tr:has(a.cover)");
const heads = (page: Page): Locator => page.locator(".list .table.flat thead th");
const chips = (page: Page): Locator => page.locator(".query .chip");
const said = (page: Page): Locator => page.locator(".list > .view-line");

async function openList(page: Page, address: string): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(rows(page).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
}

/** Opens a menu in the head of the list. */
async function menu(page: Page, name: string): Promise<Locator> {
  const menu = page.locator(".list .head details.menu").filter({ has: page.locator("summary", { hasText: name }) });
  const sheet = menu.locator(".sheet");
  if (!(await sheet.isVisible())) await menu.locator("summary").click();
  await expect(sheet).toBeVisible();
  return sheet;
}

/** A page of somebody of this test alone: what they choose is nobody else's. */
async function somebody(browser: Browser, name: string, role: string, complaints: string[], javaScriptEnabled?: boolean): Promise<Page> {
  const context = await colleague(browser, name, { role, javaScriptEnabled });
  attend(context, complaints);
  return context.newPage();
}

async function saveAs(page: Page, name: string, sharing: "private" | "shared"): Promise<void> {
  const sheet = await menu(page, "Views");
  await sheet.getByLabel("Save this list as").fill(name);
  if (sharing === "shared") await sheet.getByLabel("Share it with all").check();
  await sheet.getByRole("button", { name: "Save as a new view" }).click();
}

test("a view keeps filters, grouping, order and columns, and opens for somebody else when it is shared", async ({ page, browser, complaints, javaScriptEnabled }) => {
  test.setTimeout(90_000);
  const mode = javaScriptEnabled ? "js" : "nojs";
  const name = `High by age ${mode}`;
  const owner = await somebody(browser, `vi-${mode}`, "viewer", complaints, javaScriptEnabled);
  await openList(owner, "/findings?by=flat&severity=HIGH&-region=eu-west-1&sort=created&order=asc&cols=region,age");
  await saveAs(owner, name, "private");
  await expect(owner).toHaveURL(/\/findings\?view=[0-9a-f-]{36}$/);
  await expect(said(owner)).toContainText(`View ${name}.`);
  await expect(heads(owner)).toHaveText(["Severity", "Finding", "Region", "Age"]);
  await expect(heads(owner).last()).toHaveAttribute("aria-sort", "descending");
  await expect(chips(owner).filter({ hasText: "region not" })).toBeVisible();
  const address = owner.url();

  // Private is private, in one sentence.
  await signIn(page, "analyst");
  await page.goto(address);
  await expect(said(page)).toContainText("This view does not exist or is not shared with you. You see all open findings.");
  await expect(rows(page).first()).toBeVisible();

  await owner.goto("/findings/views");
  await owner.getByText(`Change ${name}`).click();
  await owner.getByRole("button", { name: "Share with all" }).click();
  await expect(owner.getByText("shared with all")).toBeVisible();
  await owner.screenshot({ path: picture(`views-page-${mode}`), fullPage: true });

  await page.goto("/findings?by=product");
  const sheet = await menu(page, "Views");
  await page.screenshot({ path: picture(`views-menu-${mode}`) });
  await sheet.getByRole("link", { name }).click();
  await expect(said(page)).toContainText(`View ${name}.`);
  await expect(heads(page)).toHaveText(["Severity", "Finding", "Region", "Age"]);
  await expect(chips(page).filter({ hasText: "severity" })).toContainText("High");

  // What is changed says so, and only who may is offered to save it.
  await page.getByRole("link", { name: /Remove region not/ }).click();
  await expect(said(page)).toContainText(`View ${name}, changed.`);
  await expect((await menu(page, "Views")).getByRole("button", { name: /Save changes/ })).toHaveCount(0);
  await owner.goto(page.url());
  await (await menu(owner, "Views")).getByRole("button", { name: `Save changes to ${name}` }).click();
  await expect(owner).toHaveURL(address);
  await expect(chips(owner).filter({ hasText: "region not" })).toHaveCount(0);
  await expect(chips(owner).filter({ hasText: "severity" })).toContainText("High");
  await owner.context().close();
});

test("the list of a role begins with its view, one's own choice wins, and all open findings are a link away", async ({ page, browser, complaints, javaScriptEnabled }) => {
  test.setTimeout(90_000);
  const mode = javaScriptEnabled ? "js" : "nojs";
  // Two roles, since both runs share one server; nobody of either looks at findings elsewhere.
  const role = javaScriptEnabled ? "requester" : "approver";
  const person = await somebody(browser, `ro-${mode}`, role, complaints, javaScriptEnabled);
  await signIn(page, "admin");
  const name = `Start of ${role}s`;
  await openList(page, "/findings?by=account&severity=CRITICAL");
  await saveAs(page, name, "shared");
  await expect(said(page)).toContainText(`View ${name}.`);
  await page.goto("/findings/views");
  await page.getByText(`Change ${name}`).click();
  await page.locator(".kept li", { hasText: name }).getByLabel("Role that begins with it").selectOption(role);
  await page.locator(".kept li", { hasText: name }).getByRole("button", { name: "Let the role begin with it" }).click();
  await expect(page.getByRole("row", { name: new RegExp(`^${role} ${name}`) })).toBeVisible();
  await page.screenshot({ path: picture(`views-admin-${mode}`), fullPage: true });

  await person.goto("/findings");
  await expect(said(person)).toContainText(`View ${name}, with which the list of the role ${role} begins.`);
  await expect(chips(person).filter({ hasText: "severity" })).toContainText("Critical");
  await expect(rows(person).first()).toBeVisible();
  // A link with a filter shows what it says; taking the filter away does not lead into the view.
  await person.goto("/findings?severity=LOW");
  await expect(said(person)).toHaveText("");
  await person.getByRole("link", { name: /Remove severity/ }).click();
  await expect(chips(person).filter({ hasText: "severity" })).toHaveCount(0);
  await expect(said(person)).toHaveText("");
  await person.goto("/findings");
  await said(person).getByRole("link", { name: "All open findings" }).click();
  await expect(chips(person).filter({ hasText: "severity" })).toHaveCount(0);
  await expect(said(person)).toHaveText("");

  await person.goto("/findings/views");
  await person.getByLabel("A list of findings without a filter shows").selectOption("All open findings");
  await person.getByRole("button", { name: "Save" }).click();
  await person.goto("/findings");
  await expect(said(person)).toHaveText("");

  // Without its view the role begins with all open findings again.
  await page.getByText(`Change ${name}`).click();
  const deletes = page.getByRole("button", { name: `Delete ${name}` });
  await expect(deletes).toBeHidden();
  await page.getByText(`Delete ${name}…`).click();
  await expect(page.getByText(`Lists of ${role}s begin with it, and with all open findings without it.`)).toBeVisible();
  await page.screenshot({ path: picture(`views-delete-${mode}`), fullPage: true });
  await deletes.click();
  await expect(page.getByRole("row", { name: new RegExp(`^${role} All open findings`) })).toBeVisible();
  await person.context().close();
});

test("an unknown view says so and shows the list", async ({ page }) => {
  await signIn(page, "analyst");
  const gone = "01a20e10-a12f-7be1-8142-790186575004";
  for (const id of [gone, "%3Cb%3E", "1"]) {
    await openList(page, `/findings?view=${id}`);
    await expect(said(page)).toHaveText("This view does not exist or is not shared with you. You see all open findings.");
  }
  await openList(page, `/findings?view=${gone}&by=flat&severity=LOW`);
  await expect(said(page)).toHaveText("This view does not exist or is not shared with you. You see the list of the address without it.");
  await expect(chips(page).filter({ hasText: "severity" })).toContainText("Low");
});

test("what cannot be saved says why and keeps what was typed and chosen", async ({ browser, complaints, javaScriptEnabled }) => {
  test.setTimeout(60_000);
  const mode = javaScriptEnabled ? "js" : "nojs";
  const page = await somebody(browser, `ke-${mode}`, "viewer", complaints, javaScriptEnabled);
  await openList(page, "/findings?by=flat&severity=LOW");
  await saveAs(page, "Low", "private");
  await openList(page, "/findings?by=product&severity=LOW");
  await saveAs(page, "Low", "shared");
  const sheet = await menu(page, "Views");
  await expect(sheet.getByRole("alert")).toHaveText("There is a view of this name already. Choose another name.");
  await expect(sheet.getByLabel("Save this list as")).toHaveValue("Low");
  await expect(sheet.getByLabel("Share it with all")).toBeChecked();
  await expect(page).toHaveURL(/by=product&severity=LOW/);
  await page.screenshot({ path: picture(`views-refused-${mode}`) });

  await openList(page, "/findings?q=severity:loud");
  await saveAs(page, "Loud", "private");
  await expect((await menu(page, "Views")).getByRole("alert")).toHaveText("The query of this list cannot be read, so it was not saved.");
  await expect(page.getByRole("combobox", { name: "Search findings" })).toHaveValue("severity:loud");

  await page.goto("/findings/views");
  await page.getByText("Change Low").click();
  await page.getByLabel("Name").fill(" ");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("alert")).toHaveText("A view has a name of 1 to 60 characters.");
  await page.context().close();
});

test("columns that were chosen stay, and however many there are none goes over the edge", async ({ browser, complaints, javaScriptEnabled }) => {
  test.setTimeout(60_000);
  const mode = javaScriptEnabled ? "js" : "nojs";
  const page = await somebody(browser, `co-${mode}`, "viewer", complaints, javaScriptEnabled);
  await page.setViewportSize({ width: 1280, height: 800 });
  await openList(page, "/findings?by=flat&severity=HIGH");
  await expect(heads(page)).toHaveText(["Severity", "Finding", "Account", "Workflow", "Updated", "Age", "Assignee"]);
  let sheet = await menu(page, "Columns");
  await sheet.getByLabel("Account").uncheck();
  await sheet.getByLabel("Control").check();
  await sheet.getByRole("button", { name: "Apply" }).click();
  const chosen = ["Severity", "Finding", "Control", "Workflow", "Updated", "Age", "Assignee"];
  await expect(heads(page)).toHaveText(chosen);
  await expect(page).toHaveURL(/\/findings\?severity=HIGH&by=flat$/);
  await page.reload();
  await expect(heads(page)).toHaveText(chosen);
  await openList(page, "/findings?by=flat");
  await expect(heads(page)).toHaveText(chosen);

  sheet = await menu(page, "Columns");
  for (const box of await sheet.getByRole("checkbox").all()) await box.check();
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(heads(page)).toHaveCount(12);
  await expect(heads(page).last()).toBeInViewport();
  const over = await page.locator(".list").evaluate((list) => list.scrollWidth - list.clientWidth);
  expect(over).toBe(0);
  await page.screenshot({ path: picture(`views-all-columns-${mode}`) });
  await page.context().close();
});
