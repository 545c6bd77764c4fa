import { type Locator, type Page } from "@playwright/test";

import { expect, picture, signIn, test } from "./fixtures.ts";

const covers = (page: Page): Locator => page.locator(".list a.cover");
const boxes = (page: Page): Locator => page.locator(".list tbody input.check");
const options = (page: Page): Locator => page.getByRole("dialog", { name: "Do anything" }).getByRole("option");

/** Chooses in the palette what these words find first. */
async function act(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(words);
  await expect(options(page).first()).toHaveText(new RegExp(`^${words}`, "i"));
  await page.keyboard.press("Enter");
}
const bar = (page: Page): Locator => page.locator(".selection");

/** A list that is still while it is looked at: the demo's oldest findings of one severity. */
async function open(page: Page, severity: string): Promise<void> {
  await expect(async () => {
    await page.goto(`/findings?by=flat&severity=${severity}&sort=created&order=asc`);
    await expect(covers(page).nth(12)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
}

test.beforeEach(async ({ page }) => signIn(page, "analyst"));

test("ten findings are triaged without a pointer", async ({ page }) => {
  await open(page, "MEDIUM");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  for (let step = 0; step < 9; step += 1) await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await expect(bar(page)).toContainText("10 selected");
  const ids = await boxes(page).evaluateAll((all) =>
    all.filter((box) => (box as HTMLInputElement).checked).map((box) => (box as HTMLInputElement).value),
  );
  expect(ids).toHaveLength(10);
  await page.screenshot({ path: picture("findings-ten-selected") });
  // A key that hides findings waits in the field for the reason, and sends nothing.
  await page.keyboard.press("s");
  await expect(bar(page).getByLabel("Reason")).toBeFocused();
  await expect(bar(page).getByLabel("Reason")).toHaveValue("");
  await expect(bar(page).getByLabel("Workflow status")).toHaveValue("SUPPRESSED");
  await page.keyboard.type("accepted until the migration");
  await page.keyboard.press("Enter");
  await expect(bar(page).locator(".outcome")).toContainText("10 findings changed.");
  await page.goto(`/findings/${ids[9]}?tab=history`);
  await expect(page.locator(".drawer")).toContainText("accepted until the migration");
});

test("a row is taken with one key, and the cursor stays on its row", async ({ page }) => {
  await open(page, "LOW");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const id = await covers(page).nth(1).getAttribute("data-id");
  await page.keyboard.press("a");
  await expect(bar(page).locator(".outcome")).toContainText("1 finding changed.");
  await expect(page.locator(`.list a.cover[data-id="${id}"]`)).toBeFocused();
});

test("a key on a row that is not ticked leads to the reason too", async ({ page }) => {
  await open(page, "LOW");
  await page.keyboard.press("j");
  await page.keyboard.press("r");
  await expect(bar(page)).toContainText("1 selected");
  await expect(bar(page).getByLabel("Reason")).toBeFocused();
  await expect(bar(page).getByLabel("Workflow status")).toHaveValue("RESOLVED");
});

test("the row under the cursor has a ground and an edge", async ({ page }) => {
  await open(page, "LOW");
  await page.keyboard.press("j");
  const look = (nth: number) =>
    page.locator(".list .table tbody tr:has(a.cover)").nth(nth).evaluate((row) => {
      const style = getComputedStyle(row);
      return { ground: style.backgroundColor, edge: style.boxShadow };
    });
  const [under, other] = [await look(0), await look(1)];
  expect(under.ground).not.toBe(other.ground);
  expect(under.edge).toContain("2px 0px");
  expect(other.edge).toBe("none");
});

test("in an open group one row is under the cursor, and it is so again after Back", async ({ page }) => {
  await page.goto("/findings?severity=LOW");
  await page.locator("tbody.group .group-row a.cover").first().click();
  await expect(page).toHaveURL(/open=/);
  const children = page.locator(".group-rows tbody tr:has(a.cover)");
  await expect(children.first()).toBeVisible();
  // What comes meanwhile may stand above it: it is the same finding all along.
  const id = await children.first().locator("a.cover").getAttribute("data-id");
  const row = children.filter({ has: page.locator(`a.cover[data-id="${id}"]`) });
  const child = row.locator("a.cover");
  await page.keyboard.press("j");
  for (let step = 0; step < 30 && !(await child.evaluate((link) => link === document.activeElement)); step += 1) {
    await page.keyboard.press("j");
  }
  await expect(child).toBeFocused();
  const ground = (row: Locator) => row.evaluate((row) => getComputedStyle(row).backgroundColor);
  const clear = "rgba(0, 0, 0, 0)";
  expect(await ground(row)).not.toBe(clear);
  expect(await ground(page.locator("tr.group-rows").first())).toBe(clear);
  for (const other of await children.filter({ hasNot: page.locator(`a.cover[data-id="${id}"]`) }).all()) {
    expect(await ground(other)).toBe(clear);
  }

  await page.keyboard.press("i");
  await expect(page).toHaveURL(/incidents\/new/);
  await page.goBack();
  await expect(child).toBeFocused();
});

test("what was done folds the form, and the keys are the list's again", async ({ page }) => {
  await open(page, "LOW");
  // The first rows are those of other tests.
  for (let step = 0; step < 12; step += 1) await page.keyboard.press("j");
  const id = await covers(page).nth(11).getAttribute("data-id");
  await page.keyboard.press("x");
  await page.keyboard.press("r");
  await expect(bar(page).getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("gone since the move");
  await page.keyboard.press("Enter");
  await expect(bar(page).locator(".outcome")).toContainText("1 finding changed.");
  await expect(bar(page).locator(".act-sheet .sheet")).toBeHidden();
  await expect(page.locator(`.list a.cover[data-id="${id}"]`)).toHaveCount(0);
  const under = page.locator(".list a.cover:focus");
  await expect(under).toHaveCount(1);
  const before = (await under.getAttribute("data-id")) ?? "";
  await page.keyboard.press("j");
  await expect(under).toHaveCount(1);
  await expect(under).not.toHaveAttribute("data-id", before);
});

test("in the drawer a key leads to the reason, and a comment to the note", async ({ page }) => {
  await open(page, "LOW");
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  const drawer = page.locator(".drawer");
  await expect(drawer.getByRole("heading", { level: 2 })).toBeVisible();
  await page.keyboard.press("r");
  await expect(drawer.getByLabel("Reason")).toBeFocused();
  await expect(drawer.getByLabel("Workflow status")).toHaveValue("RESOLVED");
  await drawer.getByLabel("Reason").blur();
  await page.keyboard.press("c");
  await expect(drawer.getByLabel("Note")).toBeFocused();
  await page.screenshot({ path: picture("findings-drawer-form") });
});

test("Escape leaves the form, keeps what was typed, and gives the cursor back", async ({ page }) => {
  await open(page, "LOW");
  await page.keyboard.press("j");
  for (const [key, field] of [["r", "Reason"], ["s", "Reason"], ["c", "Note"]] as const) {
    await page.keyboard.press(key);
    await expect(bar(page).getByLabel(field)).toBeFocused();
    await page.keyboard.type("x");
    await page.keyboard.press("Escape");
    await expect(bar(page).locator(".act-sheet .sheet")).toBeHidden();
    await expect(covers(page).nth(0)).toBeFocused();
  }
  await expect(bar(page).getByLabel("Reason")).toHaveValue("xx");
  await page.keyboard.press("j");
  await expect(covers(page).nth(1)).toBeFocused();
  // In the drawer it leaves the form first, and then the drawer.
  const drawer = page.locator(".drawer");
  await page.keyboard.press("o");
  await expect(drawer.getByRole("heading", { level: 2 })).toBeVisible();
  await page.keyboard.press("c");
  await expect(drawer.getByLabel("Note")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(drawer.locator(".act-sheet .sheet")).toBeHidden();
  await expect(drawer).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
});

test("a key leads out of the search, and what it finds takes the next ones", async ({ page }) => {
  await open(page, "LOW");
  const box = page.getByRole("search", { name: "This list" }).getByRole("combobox");
  await page.keyboard.press("/");
  await expect(box).toBeFocused();
  await page.keyboard.type("arn");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=arn/);
  await expect(covers(page).first()).toBeFocused();
  await page.keyboard.press("j");
  await expect(covers(page).nth(1)).toBeFocused();
  await expect(box).toHaveValue("arn");

  // Escape gives the cursor back and keeps what was typed.
  await page.keyboard.press("/");
  await expect(box).toBeFocused();
  await page.keyboard.type("x");
  const typed = await box.inputValue();
  await page.keyboard.press("Escape");
  await expect(covers(page).nth(1)).toBeFocused();
  await expect(box).toHaveValue(typed);

  // A mistake is put right where it was made.
  await page.keyboard.press("/");
  await expect(box).toBeFocused();
  await box.fill("severity:loud");
  await page.keyboard.press("Enter");
  await expect(page.locator(".query-fault")).toBeVisible();
  await expect(box).toBeFocused();
  // However often the list became another, its columns are named once.
  await expect(page.locator(".list thead tr")).toHaveCount(1);
});

test("a menu is closed by Escape and by a press outside of it", async ({ page }) => {
  await open(page, "LOW");
  const open_menus = page.locator(".menus details[open]");
  const columns = page.locator(".menus summary", { hasText: "Columns" });
  await columns.click();
  await expect(open_menus).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(open_menus).toHaveCount(0);
  await expect(columns).toBeFocused();
  await columns.click();
  await page.locator(".menus summary", { hasText: "Views" }).click();
  await expect(open_menus).toHaveCount(1);
  await page.locator("#list-title").click();
  await expect(open_menus).toHaveCount(0);
});

test("a group is no finding, and a key says so", async ({ page, complaints }) => {
  await page.goto("/findings");
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  await expect(covers(page).first()).toBeVisible();
  const said = page.locator(".key-row").getByRole("status");
  for (const key of ["a", "r", "i", "x"]) {
    await page.keyboard.press("j");
    await expect(said).toBeEmpty();
    await page.keyboard.press(key);
    await expect(said).toContainText("Go to a finding");
    await expect(bar(page)).toBeHidden();
  }
  await page.screenshot({ path: picture("findings-key-on-group") });
  expect(complaints).toEqual([]);
});

test("an incident and a change begin at the row under the cursor", async ({ page }) => {
  for (const [key, path] of [["i", "/incidents/new"], ["e", "/changes/new"]] as const) {
    await open(page, "LOW");
    await page.keyboard.press("j");
    const id = await covers(page).first().getAttribute("data-id");
    await page.keyboard.press(key);
    await expect(page).toHaveURL(`${path}?finding=${id}`);
    // Whoever came by a key goes on in the first field.
    await expect(page.getByLabel("Title")).toBeFocused();
  }
  await page.goto("/calendar");
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  await act(page, "new suppression rule");
  await expect(page.getByLabel("Query")).toBeFocused();
});

test("the row of keys has those that the role can use", async ({ page }) => {
  await open(page, "LOW");
  const row = page.locator(".key-row");
  await expect(row.getByText("resolve")).toBeVisible();
  // Where there is no room for all of them the last ones stay, and none is cut in two.
  for (const width of [1024, 1280, 1366]) {
    await page.setViewportSize({ width, height: 844 });
    await expect(row.getByText("all keys")).toBeInViewport({ ratio: 1 });
    const cut = await row.evaluate((one) => {
      const edge = one.getBoundingClientRect();
      const keys = [...one.querySelectorAll("li")].map((key) => key.getBoundingClientRect());
      return keys.filter((key) => key.top < edge.bottom && (key.bottom > edge.bottom + 1 || key.right > edge.right)).length;
    });
    expect(cut, `${width}`).toBe(0);
  }
  await signIn(page, "viewer");
  await page.reload();
  await expect(row.getByText("move")).toBeVisible();
  await expect(row.getByText("resolve")).toBeHidden();
  await expect(row.getByText("incident")).toBeHidden();
});

test("the cursor follows what the drawer opens, and the key that takes a finding keeps it", async ({ page }) => {
  await open(page, "LOW");
  const drawer = page.locator(".drawer");
  for (let step = 0; step < 5; step += 1) await page.keyboard.press("j");
  await page.keyboard.press("o");
  for (let step = 0; step < 2; step += 1) {
    const before = page.url();
    await expect(drawer.locator("a[rel=next]")).toBeVisible();
    await page.keyboard.press("n");
    await expect(page).not.toHaveURL(before);
    await expect(drawer.locator("a[aria-current=page]")).toHaveAttribute("href", new RegExp(new URL(page.url()).pathname));
  }
  const last = new URL(page.url()).pathname.split("/").pop() ?? "";
  await page.keyboard.press("a");
  const unassign = drawer.getByRole("button", { name: "Unassign" });
  await expect(unassign).toBeVisible();
  await page.keyboard.press("a");
  await expect(unassign).not.toHaveClass(/primary/);
  await page.keyboard.press("c");
  await expect(drawer.getByLabel("Note")).toBeFocused();
  await expect(unassign).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.locator(`.list a.cover[data-id="${last}"]`)).toBeFocused();
});

test("the palette does what the open finding and the list offer, and goes by number", async ({ page }) => {
  // So that there is a first one, whatever ran before.
  await page.goto("/incidents/new");
  await page.getByLabel("Title").fill("Something is wrong");
  await page.getByRole("button", { name: "Declare" }).click();
  await expect(page).toHaveURL(/[0-9a-f-]{36}$/);
  await open(page, "LOW");
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  const drawer = page.locator(".drawer");
  await expect(drawer.getByRole("heading", { level: 2 })).toBeVisible();
  for (const [typed, words] of [
    ["comment", "Comment on this finding, tag it, link it, change its severity"],
    ["group by acc", "Group by account"],
    ["INC-1", "Go to INC-1"],
    ["sign out", "Sign out"],
  ] as const) {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(typed);
    await expect(options(page).first()).toHaveText(words);
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("Control+k");
  await page.keyboard.type("resolve this");
  await page.keyboard.press("Enter");
  await expect(drawer.getByLabel("Reason")).toBeFocused();
  await expect(drawer.getByLabel("Workflow status")).toHaveValue("RESOLVED");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("group by acc");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/by=account/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("inc-1");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/incidents\/[0-9a-f-]{36}$/);
  await expect(page.getByText("INC-1", { exact: true }).first()).toBeVisible();
});

test("what names a finding is copied with one press", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "LOW");
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  const term = page.locator(".drawer .terms > div", { hasText: "AWS id" });
  await term.getByRole("button", { name: "Copy" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await expect(term.locator(".id")).toHaveText(copied);
  await expect(term.getByRole("button")).toHaveClass(/done/);
});

test("the palette goes anywhere, and does what the role may", async ({ page }) => {
  await open(page, "LOW");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "What do you want to do?" });
  await expect(field).toBeFocused();
  await page.keyboard.type("calend");
  await expect(options(page).first()).toContainText("Go to Calendar");
  await page.screenshot({ path: picture("palette") });
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/calendar$/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("declare");
  await expect(options(page).first()).toContainText("Declare an incident");
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
  // An analyst keeps no screens.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("wall screen");
  await expect(options(page).first()).toContainText("Search findings");
});

test("a choice of the palette is a link to the pointer", async ({ page }) => {
  await open(page, "LOW");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("calend");
  const calendar = options(page).first();
  await expect(calendar).toHaveAttribute("href", "/calendar");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("calend");
  await page.keyboard.press("ArrowDown");
  await expect(options(page).nth(1)).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("combobox", { name: "What do you want to do?" })).toHaveAttribute(
    "aria-activedescendant",
    (await options(page).nth(1).getAttribute("id")) ?? "none",
  );
  const other = page.context().waitForEvent("page");
  await calendar.click({ button: "middle" });
  await expect(await other).toHaveURL(/\/calendar$/);
  await (await other).close();
  await expect(calendar).toBeVisible();
  await calendar.click();
  await expect(page).toHaveURL(/\/calendar$/);
});

test("what was just done is undone, and a finding let go, by the palette", async ({ page }) => {
  await open(page, "LOW");
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("j");
  await page.keyboard.press("a");
  await expect(bar(page).locator(".outcome")).toContainText("1 finding changed.");
  await expect(bar(page).getByRole("button", { name: "Undo" })).toBeVisible();
  await act(page, "undo what was just done to this list");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Taken back");

  await open(page, "LOW");
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("j");
  await page.keyboard.press("o");
  const drawer = page.locator(".drawer");
  await expect(drawer.getByRole("heading", { level: 2 })).toBeVisible();
  await page.keyboard.press("a");
  await expect(drawer.getByRole("button", { name: "Unassign" })).toBeVisible();
  await act(page, "unassign this finding");
  await expect(drawer.getByRole("button", { name: "Assign to me" })).toBeVisible();
});

test("the palette does what the list offers", async ({ page }) => {
  await open(page, "LOW");
  for (const words of ["New suppression rule", "Import findings", "Views of findings", "Save this list as a view", "Export this list as CSV", "Export this list as NDJSON", "Export this list as ASFF", "Hide what this list shows by a rule", "Order this list: due first", "Switch the theme"]) {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(words);
    await expect(options(page).first()).toHaveText(words);
    await page.keyboard.press("Escape");
    await expect(options(page).first()).toBeHidden();
  }
  await page.keyboard.press("Control+k");
  await page.keyboard.type("save this list");
  await page.keyboard.press("Enter");
  const name = page.getByLabel("Save this list as");
  await expect(name).toBeVisible();
  await name.fill('Low, "as found"');
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/view=/);
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  await act(page, "go to all open");
  await expect(page).not.toHaveURL(/severity=LOW/);
  await act(page, 'open view low, "as found" of');
  await expect(page).toHaveURL(/view=/);
  await expect(page.locator(".view-line")).toContainText('Low, "as found"');
  await act(page, "select all that match");
  await expect(bar(page)).toContainText(/All [\d,]+ matching selected/);
  await page.goto("/calendar");
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("save this list");
  await expect(options(page).first()).toContainText("Search findings");
});

test("on a phone what is chosen stays in sight beside the reason for it", async ({ page }) => {
  await open(page, "LOW");
  await page.setViewportSize({ width: 390, height: 844 });
  await covers(page).first().click();
  const drawer = page.locator(".drawer");
  await drawer.getByRole("button", { name: "Suppress…" }).click();
  await expect(drawer.getByLabel("Reason")).toBeFocused();
  for (const field of ["Workflow status", "Suppressed for", "Reason"]) {
    await expect(drawer.getByLabel(field)).toBeInViewport({ ratio: 1 });
  }
});
