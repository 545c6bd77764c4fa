import { type Browser, type Page } from "@playwright/test";

import { expect, forgive, picture, signIn, submitSignIn, test } from "./fixtures.ts";
import { startDemo } from "./server.ts";

const list = "/findings?by=flat&severity=LOW";

/** A browser of the analyst at a demo of its own. */
async function analyst(browser: Browser, base: string, javaScriptEnabled: boolean): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: base, javaScriptEnabled })).newPage();
  await page.goto("/sign-in");
  await submitSignIn(page, "analyst");
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Sign in");
  return page;
}

/** How many findings the head of a list counts. */
async function counted(page: Page, address: string): Promise<number> {
  await page.goto(address);
  const head = page.locator(".list .head .aside").first();
  await expect(head).toBeVisible();
  return Number(((await head.textContent()) ?? "").replace(/\D/g, ""));
}

/** A time so many days from now as a field takes it, in UTC. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);

/** Makes a rule of the list, with each mistake on the way once; leaves its page open. */
async function makeRule(page: Page): Promise<void> {
  await page.goto(list);
  await page.getByRole("link", { name: "Hide by a rule" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("New suppression rule");
  await expect(page.getByRole("status")).toContainText(/Hides \d+ findings? now/);
  const send = page.getByRole("button", { name: /^Hide \d+ findings?$/ });
  await send.click();
  await expect(page.getByText("Say why these findings are hidden.")).toBeVisible();
  await page.getByLabel("Reason").fill("Accepted until the move is done");
  await page.getByRole("textbox", { name: "Until" }).fill("2020-01-01T00:00");
  await send.click();
  await expect(page.getByText("The end has passed already. Choose a later one.")).toBeVisible();
  await expect(page.getByLabel("Reason")).toHaveValue("Accepted until the move is done");
  await page.getByRole("textbox", { name: "Until" }).fill(inDays(30));
  await send.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("SUP-1");
}

test("a rule hides what it matches, and at its end all of it is shown again", async ({ browser, javaScriptEnabled }) => {
  test.setTimeout(240_000);
  const js = javaScriptEnabled ?? true;
  const name = js ? "js" : "nojs";
  let demo = await startDemo(`suppressions-${name}`, 200);
  try {
    let page = await analyst(browser, demo.url, js);
    await expect(async () => expect(await counted(page, list)).toBeGreaterThan(5)).toPass({ timeout: 60_000 });
    await makeRule(page);
    await expect(page.getByRole("status")).toContainText(/Hides \d+ findings? now/);
    await page.screenshot({ path: picture(`suppression-${name}`) });
    expect(await counted(page, list)).toBe(0);
    await page.goto("/suppressions");
    const row = page.locator(".table.suppressions tbody tr");
    await expect(row).toContainText("severity:low");
    await expect(row).toContainText("Accepted until the move is done");
    await page.screenshot({ path: picture(`suppressions-${name}`) });
    await row.locator("td.c-count a").click();
    await expect(page.locator(".list .table tbody tr").filter({ has: page.locator("a.cover") }).first()).toBeVisible();
    const hidden = await counted(page, page.url());
    expect(hidden).toBeGreaterThan(5);
    await page.context().close();

    demo = await demo.later(29);
    page = await analyst(browser, demo.url, js);
    await page.goto("/findings");
    await expect(page.getByRole("link", { name: "1 suppression ends soon" })).toBeVisible();
    await page.context().close();

    demo = await demo.later(31);
    page = await analyst(browser, demo.url, js);
    await expect(async () => {
      await page.goto("/suppressions/1");
      await expect(page.getByText("Hides nothing now")).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await expect(page.locator("main .head")).toContainText("Ended");
    expect(await counted(page, list)).toBeGreaterThanOrEqual(hidden);
    await page.context().close();
  } finally {
    await demo.stop();
  }
});

test("what cannot be a rule is said at the query, and stays", async ({ page }) => {
  await signIn(page, "analyst");
  await page.goto("/suppressions/new?q=severity:loud&reason=known");
  await expect(page.getByText("The query cannot be read, so nothing would be hidden.")).toBeVisible();
  await expect(page.getByLabel("Query")).toHaveValue("severity:loud");
  await expect(page.locator(".query-fault mark")).toHaveText("loud");
  await expect(page.locator(".query-fault")).toContainText("severity: knows");
  await page.getByLabel("Query").fill("age:today");
  await page.getByRole("button", { name: "Look" }).click();
  await expect(page.getByText(/A rule cannot use age/)).toBeVisible();
  await page.getByLabel("Query").fill("");
  await page.getByRole("button", { name: "Look" }).click();
  await expect(page.getByText(/Narrow the rule/)).toBeVisible();
  await page.getByLabel("Query").fill("control:None.1");
  await page.getByRole("button", { name: "Look" }).click();
  await expect(page.getByText("Hides no finding now.")).toBeVisible();
});

test("a rule is made of no query but the one whose findings were shown, and nothing typed is lost", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "analyst");
  const query = page.getByLabel("Query");
  const look = page.getByRole("button", { name: "Look" });
  const made = page.getByRole("button", { name: /^(Hide \d|Make the rule)/ });
  const control = `None.${javaScriptEnabled ? 2 : 3}`;
  await page.goto(`/suppressions/new?q=control:${control}`);
  await expect(page.getByText("Hides no finding now.")).toBeVisible();
  await page.getByLabel("Reason").fill("Known to all");
  const until = inDays(360);
  await page.getByRole("textbox", { name: "Until" }).fill(until);
  const kept = async () => {
    await expect(page.getByLabel("Reason")).toHaveValue("Known to all");
    await expect(page.getByRole("textbox", { name: "Until" })).toHaveValue(until);
  };

  // To look keeps the other fields, by its button and by Enter, also with a mistake in the query.
  await query.fill("severity:loud");
  await look.click();
  await expect(page.getByText("The query cannot be read, so nothing would be hidden.")).toBeVisible();
  await kept();
  await page.screenshot({ path: picture(`suppression-new-mistake-${javaScriptEnabled ? "js" : "nojs"}`), fullPage: true });
  await query.fill(`control:${control}`);
  await query.press("Enter");
  await expect(page.getByText("Hides no finding now.")).toBeVisible();
  await kept();

  // Another query is shown first.
  await query.fill(`control:${control} -severity:low`);
  await made.click();
  await expect(page.getByText("You changed the query; this is what it hides now.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("New suppression rule");
  await kept();
  await page.screenshot({ path: picture(`suppression-new-changed-${javaScriptEnabled ? "js" : "nojs"}`), fullPage: true });
  await made.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^SUP-\d+$/);
  await expect(page.getByText(`-severity:low control:${control}`)).toBeVisible();

  // An end in another year has its room in the list.
  await page.goto("/suppressions");
  await expect(page.locator(".table.suppressions tbody tr").filter({ hasText: control })).toBeVisible();
  const wide = await page.locator(".table.suppressions td.c-when").evaluateAll((cells) =>
    cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
  );
  expect(wide).toEqual([]);
});

test("findings that are chosen are hidden for a time, and a switch shows them", async ({
  page,
  javaScriptEnabled,
}) => {
  await signIn(page, "analyst");
  const place = javaScriptEnabled ? 3 : 4;
  const rows = page.locator(".list .table tbody tr:has(a.cover)");
  await expect(async () => {
    await page.goto("/findings?by=flat&severity=INFORMATIONAL&sort=created&order=asc");
    await expect(rows.nth(5)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  const id = await rows.nth(place).getByRole("checkbox").getAttribute("value");
  await rows.nth(place).getByRole("checkbox").check();
  await page.locator(".selection .act-sheet > summary").click();
  const sheet = page.locator(".selection .act-sheet .sheet");
  await sheet.getByLabel("Workflow status").selectOption("SUPPRESSED");
  await expect(sheet.getByLabel("Suppressed for")).toHaveValue("30");
  await sheet.getByLabel("Suppressed for").selectOption("7");
  const reason = `quiet for a week ${javaScriptEnabled ? "js" : "nojs"}`;
  await sheet.getByLabel("Reason").fill(reason);
  await sheet.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("1 finding changed.").first()).toBeVisible();
  await page.goto(`/findings/${id}?by=flat`);
  await expect(page.locator(".drawer .terms > div", { hasText: "Suppressed by" })).toContainText(reason);
  await page.goto("/suppressions");
  const row = page.locator(".table.suppressions tbody tr").filter({ hasText: reason });
  await expect(row).toContainText("Findings that were chosen");
  await row.locator("a.cover").click();
  await expect(page.getByRole("status")).toContainText("Hides 1 finding now");
  await page.getByRole("button", { name: "Switch off" }).click();
  await expect(page.getByRole("status")).toContainText("Hides nothing now");
  await expect(page.locator(".terms > div", { hasText: "Switched off" })).toContainText("analyst");
  await page.goto(`/findings/${id}?by=flat&tab=history`);
  await expect(page.locator(".drawer-part")).toContainText("switched off by analyst");
  await expect(page.locator(".drawer")).toBeVisible();
  await expect(page.locator(".drawer").getByText("Suppressed by")).toHaveCount(0);
});

test("a suppression that is not there says so", async ({ page, complaints }) => {
  await signIn(page, "viewer");
  await page.goto("/suppressions/99999");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  await page.goto("/suppressions");
  await expect(page.getByRole("link", { name: "New rule" })).toHaveCount(0);
  const sections = page.getByRole("navigation", { name: "Sections" });
  await expect(sections.locator("a[aria-current=page]")).toContainText("Findings");
  forgive(complaints, 404);
});
