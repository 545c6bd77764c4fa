import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { request, type Browser, type Page } from "@playwright/test";

import { tooWeak } from "./contrast.ts";
import { expect, forgive, signIn, test, type Name } from "./fixtures.ts";
import { sessionOf } from "./people.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  nodes: { html: string }[];
}

const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** Goes to the first page that a list links to. */
const firstOf =
  (list: string, link: string) =>
  async (page: Page): Promise<void> => {
    // The demo reads its lists while the tests begin.
    await expect(async () => {
      await page.goto(list);
      await expect(page.locator(link).first()).toBeAttached({ timeout: 2_000 });
    }).toPass({ timeout: 25_000 });
    await page.goto((await page.locator(link).first().getAttribute("href")) ?? "");
  };

/** Asks for a change as somebody else, and goes to it. */
async function changeToDecide(page: Page): Promise<void> {
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 11);
  const asked = await request.newContext({
    baseURL: process.env.WATCHFLOOR_URL,
    extraHTTPHeaders: { accept: "text/html", origin: process.env.WATCHFLOOR_URL ?? "" },
    storageState: { cookies: sessionOf("analyst"), origins: [] },
  });
  const answer = await asked.post("/api/changes/save", {
    form: {
      title: "Isolate i-0fdd8d8cb49bf3c00",
      description: "Swap its group for sg-quarantine, snapshot the volume, leave it running",
      kind: "normal",
      targets: "arn:aws:ec2:us-east-1:111122223333:instance/i-0fdd8d8cb49bf3c00",
      starts_at: `${day}14:45`,
      ends_at: `${day}15:15`,
      rollback: "Put the old group back, 2 min",
      links: "https://wiki.example.com/isolate",
      then: "submit",
    },
    maxRedirects: 0,
  });
  await asked.dispose();
  await page.goto(answer.headers().location ?? "");
}

/** Keeps a list as a view, changes it and opens the menu that would save that. */
async function changedView(page: Page): Promise<void> {
  const form = { name: `High ${Date.now()}`, query: "by=flat&severity=HIGH", sharing: "private" };
  const headers = { accept: "text/html", origin: process.env.WATCHFLOOR_URL ?? "" };
  const answer = await page.request.post("/api/views/save", { form, headers, maxRedirects: 0 });
  await page.goto(`${answer.headers().location}&by=account`);
  await page.locator(".menus summary", { hasText: "Views" }).click();
}

/** Declares an incident, and stays on its page or goes on. */
const incidentThen =
  (address?: string) =>
  async (page: Page): Promise<void> => {
    await page.goto("/incidents/new");
    await page.getByLabel("Title").fill("Something is wrong");
    await page.getByRole("button", { name: "Declare" }).click();
    await expect(page).toHaveURL(/[0-9a-f-]{36}$/);
    if (address) await page.goto(address);
  };

/** Makes a rule that hides one finding, by its id, and goes to its page. */
async function suppressionOfOne(page: Page): Promise<void> {
  const headers = { accept: "text/html", origin: process.env.WATCHFLOOR_URL ?? "" };
  let id = "";
  // The demo reads its findings while the tests begin.
  await expect(async () => {
    const file = await page.request.get("/findings/export.json?severity=LOW");
    const { Findings: found } = (await file.json()) as { Findings: { Id: string }[] };
    // Another one than the same test without scripts takes.
    id = found[Math.floor(Math.random() * found.length)]?.Id ?? "";
    expect(id).not.toBe("");
  }).toPass({ timeout: 25_000 });
  const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  const form = { q: `"${id}"`, reason: "Known", owner: "analyst", until };
  const answer = await page.request.post("/api/suppressions/make", { form, headers, maxRedirects: 0 });
  await page.goto(answer.headers().location ?? "");
  await expect(page.getByRole("link", { name: "See them" })).toBeVisible();
}

const pages: [what: string, who: Name | undefined, open: string | ((page: Page) => Promise<void>)][] = [
  ["the sign-in", undefined, "/sign-in?return_to=%2Ffindings&ended=1"],
  ["a spent link", undefined, "/first/nothing"],
  ["Watch", "analyst", "/"],
  ["my work", "analyst", "/work"],
  ["my work of a reader", "viewer", "/work"],
  ["findings by control", "analyst", "/findings"],
  ["findings one by one", "analyst", "/findings?by=flat"],
  ["a finding", "analyst", firstOf("/findings?by=flat", ".list a.cover")],
  ["no finding", "analyst", "/findings?q=there-is-no-such-finding"],
  ["the filters of a phone", "analyst", "/findings?facets=open"],
  ["suppressions", "analyst", "/suppressions"],
  ["a new suppression", "analyst", "/suppressions/new?severity=LOW"],
  ["a suppression that hides something", "analyst", suppressionOfOne],
  ["all columns of findings", "analyst", "/findings?by=flat&cols=account,region,resource,product,control,workflow,result,updated,age,assignee"],
  ["a changed view of findings", "analyst", changedView],
  ["no such view of findings", "analyst", "/findings?view=nothing"],
  ["views of findings", "admin", "/findings/views"],
  ["standards", "analyst", "/standards"],
  ["a standard", "analyst", firstOf("/standards", "main a.cover")],
  ["AWS Health", "analyst", "/health"],
  ["an event of AWS Health", "analyst", firstOf("/health", "main a.cover")],
  ["endpoints", "analyst", "/endpoints"],
  ["an endpoint", "analyst", firstOf("/endpoints", "main a.cover")],
  ["the queue of changes", "approver", "/changes"],
  ["a request for a change", "analyst", "/changes/new"],
  ["a change to decide", "approver", changeToDecide],
  ["incidents", "analyst", incidentThen("/incidents")],
  ["an incident", "analyst", incidentThen()],
  ["declaring an incident", "analyst", "/incidents/new"],
  ["the calendar", "analyst", "/calendar"],
  ["approval levels", "admin", "/settings/approvals"],
  ["calendars and freezes", "admin", "/settings/calendars"],
  ["deadlines", "admin", "/settings/deadlines"],
  ["deadlines of a reader", "viewer", "/settings/deadlines"],
  ["screens", "admin", "/settings/screens"],
  ["the form for a screen's code", undefined, "/wall"],
  ["the wall", "viewer", "/wall"],
  ["people", "admin", "/settings/people"],
  ["sources", "admin", "/settings/sources"],
  ["the audit", "admin", "/settings/audit"],
  ["one's account", "viewer", "/settings/account"],
  ["a page one may not see", "viewer", "/settings/audit"],
  ["nothing", "viewer", "/nowhere"],
];

/** A page whose own scripts do not arrive: axe needs JavaScript even where the page is looked at without. */
async function asSentByTheServer(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: true });
  await context.route("**/pkg/*.{js,wasm}", (route) => route.abort());
  return context.newPage();
}

/** What depends on the colours; all else is the same in dark and light. */
const ofColours = ["color-contrast", "link-in-text-block"];

async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const options = JSON.stringify({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
  const found = await page.evaluate<Violation[]>(`axe.run(${options}).then((result) => result.violations)`);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** What stands over the edge of a page that can be moved sideways. */
async function overhanging(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth === clientWidth) return [];
    const over = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > clientWidth);
    return [`${scrollWidth} in ${clientWidth}`, ...over.map((one) => one.outerHTML.slice(0, 200))];
  });
}

/** Looks at what a page shows in each width and in both colours. */
async function expectReadable(page: Page): Promise<void> {
  // Evaluated from outside, so that the page's own policy need not let it in.
  await page.evaluate(axe);
  for (const viewport of [desk, phone]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const where = `${colorScheme}, ${viewport.width} wide`;
      const rules = colorScheme === "dark" ? undefined : ofColours;
      expect.soft(await violations(page, rules), where).toEqual([]);
      expect.soft(await tooWeak(page), where).toEqual([]);
    }
    expect.soft(await overhanging(page), `sideways, ${viewport.width} wide`).toEqual([]);
  }
}

test("the palette is accessible and can be read", async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "without scripts nothing opens it");
  test.slow();
  await signIn(page, "analyst");
  await page.goto("/findings");
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Do anything" }).getByRole("option", { selected: true })).toHaveText("Go to Watch");
  await expectReadable(page);
});

for (const [what, who, open] of pages) {
  test(`${what} is accessible and can be read`, async ({ page: own, browser, baseURL, javaScriptEnabled, complaints }) => {
    test.slow();
    const page = javaScriptEnabled ? own : await asSentByTheServer(browser, baseURL);
    if (who) await signIn(page, who);
    await (typeof open === "string" ? page.goto(open) : open(page));
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    await expectReadable(page);
    forgive(complaints, 403, 404, 410);
    await page.close();
  });
}
