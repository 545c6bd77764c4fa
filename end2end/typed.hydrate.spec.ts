import { apply, drawer, lamp, openNewFinding } from "./drawer.ts";
import { colleague, expect, forgive, holdBack, signIn, test } from "./fixtures.ts";

/** What is typed and not sent: no press beside it takes it away. */

test.beforeEach(async ({ page }) => signIn(page, "analyst"));

test("what is typed for a finding waits there while another is looked at, and is gone once it is done", async ({ page }) => {
  await openNewFinding(page, "/findings?by=flat&severity=LOW");
  const own = new URL(page.url()).pathname;
  const reason = drawer(page).getByLabel("Reason");
  const tags = drawer(page).getByLabel("Add tags");
  await page.getByRole("button", { name: "Resolve…" }).click();
  await reason.fill("The port is closed since noon.");

  const other = page.locator(`.list a.cover:not([data-id="${own.split("/").pop()}"])`).first();
  const id = await other.getAttribute("data-id");
  await other.click();
  await expect(page).not.toHaveURL(new RegExp(own));
  await expect(drawer(page).locator(`input[name="ids[]"][value="${id}"]`)).toBeAttached();
  await expect(reason).toBeHidden();
  await drawer(page).locator(".act-sheet > summary").click();
  await expect(reason).toHaveValue("");
  await tags.fill("other");

  await page.goBack();
  await expect(page).toHaveURL(new RegExp(own));
  await expect(reason).toBeVisible();
  await expect(reason).toHaveValue("The port is closed since noon.");
  await expect(drawer(page).getByLabel("Workflow status")).toHaveValue("RESOLVED");
  await expect(tags).toHaveValue("");

  // Also where the page was left.
  await page.reload();
  await expect(reason).toHaveValue("The port is closed since noon.");
  await drawer(page).getByRole("button", { name: "Apply" }).click();
  await expect(lamp(page, "Resolved")).toBeVisible();
  await page.reload();
  await expect(lamp(page, "Resolved")).toBeVisible();
  await expect(reason).toBeHidden();
  await expect(reason).toHaveValue("");
});

test("what came of an act is of the finding that it was done to, whatever is open when the answer comes", async ({ page }) => {
  await openNewFinding(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  const note = drawer(page).getByLabel("Note");
  const rows = page.locator(".list a.cover");
  const [second, third] = [await rows.nth(1).getAttribute("data-id"), await rows.nth(2).getAttribute("data-id")];
  const openRow = async (id: string | null) => {
    await page.locator(`.list a.cover[data-id="${id}"]`).click();
    await expect(page).toHaveURL(new RegExp(String(id)));
    await expect(drawer(page).locator(`input[name="ids[]"][value="${id}"]`)).toBeAttached();
  };
  await openRow(third);
  await page.keyboard.press("c");
  await note.fill("not sent yet");
  await openRow(second);
  await page.keyboard.press("c");
  await note.fill("sent");
  const answer = await holdBack(page, "**/api/findings/act*");
  await apply(page).click();
  await openRow(third);
  await expect(note).toHaveValue("not sent yet");
  const done = page.waitForResponse("**/api/findings/act*");
  answer();
  await done;
  await openRow(second);
  await expect(drawer(page).getByText("sent", { exact: true }).first()).toBeAttached();
  await expect(note).toBeHidden();
  await openRow(third);
  await expect(note).toHaveValue("not sent yet");
  await expect(drawer(page).getByText("1 finding changed.")).toHaveCount(0);
});

test("a refusal that comes while another finding is open says so there, and leads back to what was typed", async ({ page, complaints }) => {
  await openNewFinding(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  const rows = page.locator(".list a.cover");
  const openRow = async (nth: number) => {
    const id = String(await rows.nth(nth).getAttribute("data-id"));
    await rows.nth(nth).click();
    await expect(drawer(page).locator(`input[name="ids[]"][value="${id}"]`)).toBeAttached();
    return id;
  };
  const refused = await openRow(8);
  await drawer(page).locator(".act-sheet > summary").click();
  await drawer(page).getByLabel("Workflow status").selectOption("RESOLVED");
  await drawer(page).getByLabel("Note").fill("patched, it seems");
  const answer = await holdBack(page, "**/api/findings/act*");
  await apply(page).click();
  await openRow(9);
  answer();
  await expect(drawer(page).locator(".drawer-said")).toContainText("Another finding: ");
  await drawer(page).getByRole("link", { name: "Open it" }).click();
  await expect(page).toHaveURL(new RegExp(refused));
  await expect(drawer(page).getByLabel("Note")).toHaveValue("patched, it seems");
  await expect(drawer(page).locator(".drawer-said")).toBeEmpty();
  forgive(complaints, 422);
});

test("what a colleague does while a form is written in is in its way, also where the page heard of it", async ({ page, browser, complaints }) => {
  test.setTimeout(90_000);
  await openNewFinding(page, "/findings?by=flat&severity=LOW&sort=created&order=desc");
  const id = new URL(page.url()).pathname.split("/").pop();
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  await drawer(page).locator(".act-sheet > summary").click();
  await drawer(page).getByLabel("Note").fill("typed before");
  const context = await colleague(browser, "fred");
  const faster = await context.newPage();
  await faster.goto(`/findings/${id}?by=flat`);
  await faster.getByRole("button", { name: /Assign to me/ }).click();
  await expect(faster.getByRole("button", { name: "Unassign" })).toBeVisible();
  await context.close();
  await expect(drawer(page).getByRole("button", { name: "Take from fred" })).toBeVisible();
  await apply(page).click();
  await expect(drawer(page).locator(".act-sheet .note")).toContainText("Changed by fred at ");
  await expect(drawer(page).getByLabel("Note")).toHaveValue("typed before");
  await apply(page).click();
  await expect(page.getByText("1 finding changed.")).toBeVisible();
  forgive(complaints, 409);
});

test("after an act in the drawer, and after the next finding, the keys are those of its row", async ({ page }) => {
  await openNewFinding(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  const rows = page.locator(".list a.cover");
  await rows.nth(4).focus();
  await page.keyboard.press("o");
  const id = String(await rows.nth(4).getAttribute("data-id"));
  await expect(drawer(page).locator(`input[name="ids[]"][value="${id}"]`)).toBeAttached();
  await page.keyboard.press("n");
  await expect(rows.nth(5)).toBeFocused();
  await expect(page).toHaveURL(new RegExp(String(await rows.nth(5).getAttribute("data-id"))));
  await page.keyboard.press("c");
  await drawer(page).getByLabel("Note").fill("looked at");
  await page.keyboard.press("Enter");
  await expect(drawer(page).getByText("1 finding changed.")).toBeVisible();
  await expect(rows.nth(5)).toBeFocused();
});

test("a key that comes before the next finding does nothing to the one before", async ({ page }) => {
  await openNewFinding(page, "/findings?by=flat&severity=LOW&sort=created&order=asc");
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  const rows = page.locator(".list a.cover");
  await rows.nth(7).click();
  const id = String(await rows.nth(7).getAttribute("data-id"));
  await expect(drawer(page).locator(`input[name="ids[]"][value="${id}"]`)).toBeAttached();
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/findings/assign")) sent.push(request.postData() ?? "");
  });
  const answer = await holdBack(page, "**/api/findings/get*");
  await page.keyboard.press("n");
  await expect(page).not.toHaveURL(new RegExp(id));
  await page.keyboard.press("a");
  answer();
  await expect(drawer(page).locator(`input[name="ids[]"][value="${id}"]`)).toHaveCount(0);
  expect(sent).toEqual([]);
});

test("a query that is typed and not sent stays while facets are pressed, and leaves with another query", async ({ page }) => {
  await page.goto("/findings?severity=LOW");
  const box = page.getByRole("combobox", { name: "Search findings" });
  const region = page.locator("a[href*='region=eu-west-1']").first();
  await expect(region).toBeVisible();
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  // How it may go on is answered when the box that asked is gone.
  const answer = await holdBack(page, "**/api/findings/complete*");
  await box.fill("bucket");
  await region.click();
  await expect(page).toHaveURL(/region=eu-west-1/);
  await expect(page.locator(".chips").getByText("eu-west-1")).toBeVisible();
  await expect(box).toHaveValue("bucket");
  const answered = page.waitForResponse("**/api/findings/complete*");
  answer();
  await answered;
  await box.press("Enter");
  await expect(page).toHaveURL(/q=bucket/);
  await expect(box).toHaveAttribute("value", "bucket");
  await page.goBack();
  await expect(page).not.toHaveURL(/q=bucket/);
  await expect(box).toHaveValue("");
});
