import { request, type APIRequestContext, type Locator, type Page } from "@playwright/test";

import { expect, picture, signIn, test, type Name } from "./fixtures.ts";
import { sessionOf } from "./people.ts";

/** The month after this one, so that each day of it lies ahead. */
const month = ((now: Date) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)))(new Date())
  .toISOString()
  .slice(0, 7);
const at = (day: number, time: string): string => `${month}-${String(day).padStart(2, "0")}T${time}`;

/** Sends forms as a page of theirs does. */
function formsOf(name: Name): Promise<APIRequestContext> {
  return request.newContext({
    baseURL: process.env.WATCHFLOOR_URL,
    extraHTTPHeaders: { accept: "text/html", origin: process.env.WATCHFLOOR_URL ?? "" },
    storageState: { cookies: sessionOf(name), origins: [] },
  });
}

/** Sends a form; the answer is where it leads. */
async function send(forms: APIRequestContext, address: string, form: Record<string, string>): Promise<string> {
  const answer = await forms.post(address, { form, maxRedirects: 0 });
  const { location } = answer.headers();
  expect(location, address).not.toContain("__err");
  return location ?? "";
}

/** Asks for a change; the answer is its address. */
const ask = (forms: APIRequestContext, title: string, account: string, [from, until]: [string, string]): Promise<string> =>
  send(forms, "/api/changes/save", {
    title,
    description: "Put the new one beside the old one",
    kind: "normal",
    targets: `arn:aws:rds:eu-west-3:${account}:db:ledger`,
    starts_at: from,
    ends_at: until,
    rollback: "Take the old one",
    links: "",
    then: "submit",
  });

/** The number of a change as its page shows it. */
async function number(page: Page, address: string): Promise<string> {
  await page.goto(address);
  return /CHG-\d+/.exec(await page.locator("main").innerText())?.[0] ?? "none";
}

const line = (page: Page, title: string): Locator => page.locator(".agenda li").filter({ hasText: title });
const day = (page: Page, of: number): Locator =>
  page.locator(".month td").filter({ has: page.locator(`time[datetime="${at(of, "").slice(0, 10)}"]`) });

/** Signs in and looks at one account alone: what other tests plan would fold a day of theirs together with one of ours. */
async function lookAt(page: Page, account: string): Promise<void> {
  await signIn(page, "viewer");
  await page.context().addCookies([{ name: "scope", value: `${account}.`, url: process.env.WATCHFLOOR_URL ?? "" }]);
}

/** Each way of running the specs has its own account, in the one demo that all share. */
const own = (scripted: boolean | undefined): [word: string, account: string] =>
  scripted ? ["awake", "909090909091"] : ["asleep", "909090909092"];

test("changes that meet say so and lead to each other, and stand on each of their days", async ({ page, javaScriptEnabled }) => {
  const [word, account] = own(javaScriptEnabled);
  const forms = await formsOf("analyst");
  const [long, short, apart] = [`Move ${word}`, `Resize ${word}`, `Restart ${word}`];
  const longAt = await ask(forms, long, account, [at(10, "20:00"), at(12, "06:00")]);
  const shortAt = await ask(forms, short, account, [at(11, "09:00"), at(11, "10:00")]);
  await ask(forms, apart, account, [at(13, "09:00"), at(13, "10:00")]);
  await forms.dispose();
  await lookAt(page, account);
  const [longNumber, shortNumber] = [await number(page, longAt), await number(page, shortAt)];

  await page.goto(`/calendar?month=${month}`);
  for (const [of, title, words] of [
    [10, long, "20:00 ›"],
    [11, long, "‹ ›"],
    [11, short, "09:00"],
    [12, long, "‹ 06:00"],
  ] as const) {
    const entry = day(page, of).getByRole("link").filter({ hasText: title });
    await expect(entry).toContainText(words);
    await expect(entry).toContainText("conflict");
  }
  await expect(day(page, 13).getByRole("link").filter({ hasText: apart })).not.toContainText("conflict");
  await expect(page.locator(".calendar-needs")).toContainText(/\d+ conflicts/);
  await page.screenshot({ path: picture(`calendar-conflict-${word}`) });

  await expect(line(page, long)).toContainText(/Until \w{3} 12 \w{3}( \d{4})? 06:00 UTC\./);
  await expect(line(page, short)).not.toContainText("Until");
  await expect(line(page, apart)).not.toContainText("Meets");
  await line(page, long).getByRole("link", { name: `Meets ${shortNumber} at the same place and time.` }).click();
  await expect(page.getByRole("heading", { level: 1, name: short })).toBeVisible();
  await page.goto(`/calendar?month=${month}`);
  await line(page, short).getByRole("link", { name: `Meets ${longNumber} at the same place and time.` }).click();
  await expect(page.getByRole("heading", { level: 1, name: long })).toBeVisible();
});

test("a change in a hard freeze or while a calendar is closed says what blocks it", async ({ page, javaScriptEnabled }) => {
  const [word, account] = own(javaScriptEnabled);
  const admin = await formsOf("admin");
  const [close, never, soft] = [`Close ${word}`, `Never ${word}`, `Careful ${word}`];
  const freeze = (name: string, strength: string, from: number, until: number): Promise<string> =>
    send(admin, "/api/calendar/keep_freeze", {
      of: "",
      expected_version: "0",
      name,
      strength,
      scope: `${account} eu-west-3`,
      reason: `The books are closed, ${word}`,
      from: at(from, "00:00"),
      until: at(until, "00:00"),
    });
  await freeze(close, "hard", 20, 22);
  await freeze(soft, "soft", 23, 24);
  await send(admin, "/api/calendar/keep", {
    of: "",
    expected_version: "0",
    name: never,
    default: "closed",
    zone: "UTC",
    scope: `${account} sa-east-1`,
  });
  await admin.dispose();
  const forms = await formsOf("analyst");
  const [frozen, early, careful, shut] = [`Patch ${word}`, `Roll ${word}`, `Tidy ${word}`, `Vacuum ${word}`];
  await ask(forms, frozen, account, [at(20, "09:00"), at(20, "10:00")]);
  await ask(forms, early, account, [at(19, "23:00"), at(20, "01:00")]);
  await ask(forms, careful, account, [at(23, "09:00"), at(23, "10:00")]);
  await send(forms, "/api/changes/save", {
    title: shut,
    description: "Give room back",
    kind: "normal",
    targets: `arn:aws:rds:sa-east-1:${account}:db:ledger`,
    starts_at: at(25, "09:00"),
    ends_at: at(25, "10:00"),
    rollback: "Nothing is undone",
    links: "",
    then: "submit",
  });
  await forms.dispose();

  await lookAt(page, account);
  await page.goto(`/calendar?month=${month}`);
  await expect(day(page, 20).getByRole("link").filter({ hasText: frozen })).toContainText("blocked");
  await expect(line(page, frozen)).toContainText(`Blocked by the freeze ${close}, until`);
  await expect(line(page, frozen)).toContainText(`The books are closed, ${word}`);
  await expect(line(page, frozen)).toContainText(/Next free time: \w{3} 22 \w{3}( \d{4})? 00:00 UTC\./);
  await expect(line(page, early)).toContainText(`Runs into the freeze ${close}`);
  await expect(line(page, careful)).toContainText(`In the soft freeze ${soft}.`);
  await expect(day(page, 23).getByRole("link").filter({ hasText: careful })).not.toContainText("blocked");
  await expect(day(page, 25).getByRole("link").filter({ hasText: shut })).toContainText("blocked");
  await expect(line(page, shut)).toContainText(`Blocked by the calendar ${never}.`);
  await expect(page.locator(".calendar-needs")).toContainText(/\d+ blocked/);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: picture(`calendar-blocks-${word}-${width}`), fullPage: true });
    expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
  }
});

test("the word of an entry stands beside its time, whatever its digits", async ({ page, javaScriptEnabled }) => {
  const account = javaScriptEnabled ? "909090909093" : "909090909094";
  const forms = await formsOf("analyst");
  for (const from of ["11:11", "10:48"]) await ask(forms, `Move at ${from}`, account, [at(20, from), at(20, "12:00")]);
  await forms.dispose();
  await lookAt(page, account);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/calendar?month=${month}`);
  const lines = day(page, 20).locator(".entry .line");
  await expect(lines).toHaveText([/10:48.*conflict/, /11:11.*conflict/]);
  for (const line of await lines.all()) expect((await line.boundingBox())?.height, await line.innerText()).toBeLessThan(24);
});
