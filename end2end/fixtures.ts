import { expect, test as base, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { password, sessionOf, type Name } from "./people.ts";

/** Fills in the form that the page shows and sends it. */
export async function submitSignIn(page: Page, name: string, secret: string = password): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Makes `name` the person of this browser, with the session that all tests share; a test that ends it makes its own. */
export async function signIn(page: Page, name: Name): Promise<void> {
  await page.context().addCookies(sessionOf(name));
}

/** A browser in which somebody else is signed in, whom the admin adds unless they are there. */
export async function colleague(browser: Browser, name: string, { role = "analyst", javaScriptEnabled = true } = {}): Promise<BrowserContext> {
  const baseURL = process.env.WATCHFLOOR_URL ?? "";
  const word = "a long password";
  const admin = await browser.newContext({ baseURL });
  await admin.addCookies(sessionOf("admin"));
  const headers = { accept: "text/html", origin: new URL(baseURL).origin };
  const form = { name, password: word, "roles[]": role };
  await admin.request.post("/api/people/add", { form, headers, maxRedirects: 0 });
  await admin.close();
  const context = await browser.newContext({ baseURL, javaScriptEnabled });
  await context.request.post("/api/people/sign_in", { form: { name, password: word, return_to: "/" }, maxRedirects: 0 });
  return context;
}

/** A file below `target/pictures`, for a person to look at. */
export const picture = (name: string): string =>
  fileURLToPath(new URL(`../target/pictures/${name}.png`, import.meta.url));

// On a busy machine the code is compiled later than the browser likes; that says nothing about the page.
const slowMachine = /was preloaded using link preload but not used within a few seconds/;

/** Collects what a page complains about: a hydration mismatch, a refused script, a panic. */
function listen(page: Page, complaints: string[]): void {
  page.on("console", (message) => {
    const complains = message.type() === "error" || message.type() === "warning";
    if (complains && !slowMachine.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (fault) => complaints.push(String(fault)));
}

/** Collects what every page of a browser complains about that a test opens by itself. */
export function attend(context: BrowserContext, complaints: string[]): void {
  context.on("page", (page) => listen(page, complaints));
}

/** Passes over what the browser notes of requests with these statuses, where they are the point of the test. */
export function forgive(complaints: string[], ...statuses: number[]): void {
  const noted = (text: string) => statuses.some((status) => text.includes(`with a status of ${status} `));
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !noted(text)));
}

/** Signs in by the form, under a session of its own. */
export async function enter(page: Page, name: string): Promise<void> {
  await page.goto("/sign-in");
  await submitSignIn(page, name);
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Lets a page hear of nothing while it stands open: what is sent then is what was shown at first. Its stream is silent: a
 * stream that is refused makes the page ask why. */
export async function deafen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    class Silent extends EventTarget {
      readonly readyState = 1;
      close(): void {}
    }
    Object.assign(globalThis, { EventSource: Silent });
  });
}

/** Keeps what a page asks for from being answered, until what this answers is called. */
export async function holdBack(page: Page, address: string): Promise<() => void> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(address, async (route) => {
    await held;
    await route.continue();
  });
  return () => release();
}

interface Fixtures {
  /** What the pages complained about. The test fails if it is not empty; a test that provokes a complaint empties it. */
  complaints: string[];
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(process.env.WATCHFLOOR_URL),
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      attend(context, complaints);
      await use(complaints);
      expect(complaints, "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect, type Name };
