import { expect, test as base, type BrowserContext, type Page } from "@playwright/test";
import { fileURLToPath } from "node:url";

/** The people whom the demo knows; all have the same password. */
export type Name = "admin" | "analyst" | "requester" | "approver" | "approver2" | "viewer";
export const password = "watchfloor";

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

// Signing in is limited by address and account, and a password hash is slow on purpose: once a worker is enough.
const signedIn = new Map<Name, Cookies>();

/** Fills in the form that the page shows and sends it. */
export async function submitSignIn(page: Page, name: string, secret: string = password): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Makes `name` the person of this browser, with a session that other tests of the worker may share. */
export async function signIn(page: Page, name: Name): Promise<void> {
  const known = signedIn.get(name);
  if (known) {
    await page.context().addCookies(known);
    return;
  }
  await page.goto("/sign-in");
  await submitSignIn(page, name);
  await expect(page).not.toHaveURL(/sign-in/);
  signedIn.set(name, await page.context().cookies());
}

/** A file below `target/pictures`, for a person to look at. */
export const picture = (name: string): string =>
  fileURLToPath(new URL(`../target/pictures/${name}.png`, import.meta.url));

/** Collects what a page complains about: a hydration mismatch, a refused script, a panic. */
function listen(page: Page, complaints: string[]): void {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (fault) => complaints.push(String(fault)));
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
      context.on("page", (page) => listen(page, complaints));
      await use(complaints);
      expect(complaints, "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
