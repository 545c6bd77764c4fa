import { type Page } from "@playwright/test";

import { expect, signIn, test } from "./fixtures.ts";

/** What a browser says of a form of our own pages. */
const ours = { "sec-fetch-site": "same-origin" };

/** Goes to a page that is there as soon as the demo has read its lists. */
async function openFirst(page: Page, list: string, link: string): Promise<void> {
  await expect(async () => {
    await page.goto(list);
    await expect(page.locator(link).first()).toBeAttached({ timeout: 2_000 });
  }).toPass({ timeout: 25_000 });
  await page.goto((await page.locator(link).first().getAttribute("href")) ?? "");
}

/** Declares an incident by hand and stays on its page. */
async function declare(page: Page, title: string): Promise<void> {
  await page.goto("/incidents/new");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Impact").selectOption("3");
  await page.getByRole("button", { name: "Declare" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

const open = async (page: Page, form: string): Promise<void> => {
  await page.locator("summary", { hasText: form }).click();
};

test.beforeEach(async ({ page }) => signIn(page, "analyst"));

test("an incident is declared from a finding, and each names the other", async ({ page }) => {
  test.setTimeout(60_000);
  await openFirst(page, "/findings?by=flat", ".list a.cover");
  const finding = page.url();
  await page.locator(".drawer .linked-incidents a").first().click();
  if (page.url().includes("/incidents/new")) {
    await expect(page.getByText("From Finding:")).toBeVisible();
    await page.getByRole("button", { name: "Declare" }).click();
  }
  await expect(page).toHaveURL(/\/incidents\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("region", { name: "Story" })).toContainText("declared the incident");
  const name = await page.locator(".incident-head .id").innerText();
  await page.getByRole("complementary", { name: "Related" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/findings\//);
  expect(finding).toContain(new URL(page.url()).pathname);
  await expect(page.locator(".drawer").getByRole("link", { name: name })).toBeVisible();
});

for (const [what, list, from] of [
  ["an AWS Health event", "/health", "From AWS Health event:"],
  ["an endpoint", "/endpoints", "From Endpoint:"],
]) test(`an incident is declared from ${what}, and each names the other`, async ({ page }) => {
  test.setTimeout(60_000);
  await openFirst(page, list ?? "", "main a.cover");
  const origin = new URL(page.url()).pathname;
  await page.locator(".linked-incidents a").first().click();
  if (page.url().includes("/incidents/new")) {
    await expect(page.getByText(from ?? "")).toBeVisible();
    await page.getByRole("button", { name: "Declare" }).click();
  }
  await expect(page).toHaveURL(/\/incidents\/[0-9a-f-]{36}$/);
  const incident = await page.locator(".incident-head .id").innerText();
  await page.getByRole("complementary", { name: "Related" }).getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`${origin}$`));
  await expect(page.locator(".linked-incidents").getByRole("link", { name: incident })).toBeVisible();
});

test("an incident is worked on until it is over, and opened again for a reason", async ({ page }) => {
  test.setTimeout(60_000);
  await declare(page, "Checkout is slow");
  const story = page.getByRole("region", { name: "Story" });
  await open(page, "Note");
  await page.getByLabel("What happened").fill("Three of a hundred payments time out.");
  await page.getByLabel("When, in UTC").fill("2026-01-02T03:04");
  await page.getByRole("button", { name: "Write it down" }).click();
  await expect(story).toContainText("Three of a hundred payments time out.");
  await expect(story).toContainText("2 Jan 03:04");
  await page.getByRole("button", { name: "Take command" }).click();
  await expect(page.getByRole("button", { name: "Give up command" })).toBeVisible();
  await open(page, "Edit");
  await page.getByLabel("Impact").selectOption("2");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".incident-head")).toContainText("Impact 2, major");
  await expect(story).toContainText("Raised from impact 3, moderate to impact 2, major");
  await open(page, "Edit");
  const places = page.getByLabel("What it touches, a place a line");
  await places.fill("111122223333 eu-central-1\nno such place");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".field .fault")).toBeVisible();
  await expect(places).toHaveValue("111122223333 eu-central-1\nno such place");
  await places.fill("111122223333 eu-central-1");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(story).toContainText("Touches 111122223333 eu-central-1");
  await expect(page.getByRole("complementary", { name: "Related" })).toContainText("111122223333 eu-central-1");
  await page.getByRole("button", { name: "Resolve" }).click();
  await expect(page.locator(".incident-head")).toContainText("Resolved");
  await open(page, "Reopen");
  await page.getByRole("button", { name: "Open it again" }).click();
  await expect(page.getByRole("alert")).toContainText("Say why the incident is opened again.");
  await page.getByLabel("Why it is not over").fill("It came back.");
  await page.getByRole("button", { name: "Open it again" }).click();
  await expect(story).toContainText("It came back.");
  await expect(page.getByRole("button", { name: "Resolve" })).toBeVisible();
  await page.goto("/incidents");
  await expect(page.getByRole("table", { name: "Open incidents" })).toContainText("Checkout is slow");
});

test("what is refused says why, and what was typed is kept", async ({ page }) => {
  await declare(page, "Search is down");
  await open(page, "Note");
  await page.getByLabel("What happened").fill("It will be over.");
  await page.getByLabel("When, in UTC").fill("2999-01-01T00:00");
  await page.getByRole("button", { name: "Write it down" }).click();
  await expect(page.getByRole("alert")).toContainText("A note cannot lie in the future.");
  await expect(page.getByLabel("What happened")).toHaveValue("It will be over.");
});

test("whoever was slower is told who was faster, and keeps what was typed", async ({ page }) => {
  await declare(page, "Mail is late");
  await open(page, "Edit");
  await page.getByLabel("Summary").fill("The queue is full.");
  const id = page.url().split("/").at(-1) ?? "";
  await page.request.post("/api/incidents/change", { headers: ours, form: { id, expected_version: 1, impact: "1" } });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Changed by analyst at");
  await expect(page.getByLabel("Summary")).toHaveValue("The queue is full.");
  // What they left alone is what the other made of it, and stays so.
  await expect(page.getByLabel("Impact")).toHaveValue("1");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".incident-head")).toContainText("The queue is full.");
  await expect(page.locator(".incident-head")).toContainText("Impact 1");
});

test("the raw log says in full what is told nowhere else", async ({ page }) => {
  await declare(page, "Cart is empty");
  const line = page.locator(".log-lines .said-here").first();
  // What changed on a finding stands behind its title.
  const isCut = await line.evaluate((said) => {
    said.textContent = `${"A title of a finding that is long. ".repeat(6)}Workflow from new to notified`;
    const told = said.scrollHeight > said.clientHeight;
    said.classList.remove("told");
    return { told, attached: said.scrollHeight > said.clientHeight };
  });
  expect(isCut).toEqual({ told: true, attached: false });
});

test("an incident leaves the house as Markdown", async ({ page }) => {
  await declare(page, "Login fails");
  const address = await page.getByRole("link", { name: "Export as Markdown" }).getAttribute("href");
  const answer = await page.request.get(address ?? "");
  expect(answer.headers()["content-type"]).toContain("text/markdown");
  const text = await answer.text();
  expect(text).toMatch(/^# INC-\d+: Login fails\n/);
  expect(text).toContain("declared: Impact 3, moderate. Declared by hand");
});

test("whoever may not declare one is told so, and still reads them", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/incidents");
  await expect(page.getByRole("heading", { level: 1, name: "Incidents" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Declare an incident" })).toHaveCount(0);
});
