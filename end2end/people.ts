import { request, type BrowserContext } from "@playwright/test";

/** The people whom the demo knows; all have the same password. */
export const names = ["admin", "analyst", "requester", "approver", "approver2", "viewer"] as const;
export type Name = (typeof names)[number];
export const password = "watchfloor";

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

/**
 * Signs everybody in, once for the whole run: signing in is slow on purpose, and limited by address and account.
 * The sessions reach the workers through the environment.
 */
export async function openSessions(baseURL: string): Promise<void> {
  const sessions: Partial<Record<Name, Cookies>> = {};
  for (const name of names) {
    const browser = await request.newContext({ baseURL });
    await browser.post("/api/people/sign_in", { form: { name, password, return_to: "/" }, maxRedirects: 0 });
    const { cookies } = await browser.storageState();
    if (cookies.length === 0) throw new Error(`${name} was not signed in`);
    sessions[name] = cookies;
    await browser.dispose();
  }
  process.env.WATCHFLOOR_SESSIONS = JSON.stringify(sessions);
}

/** The session of `name` as cookies. */
export function sessionOf(name: Name): Cookies {
  return JSON.parse(process.env.WATCHFLOOR_SESSIONS ?? "{}")[name];
}
