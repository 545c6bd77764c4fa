import { type Browser, type BrowserContext, type Page } from "@playwright/test";

import { expect, signIn, type Name } from "./fixtures.ts";

let instances = 0;
/** An instance in an account of its own: what happens to it, or beside it, leaves the other specs alone. */
export const instance = (): string => {
  const account = 500_000_000_000 + (process.pid % 1_000) * 100_000_000 + ((Date.now() + (instances += 1)) % 100_000_000);
  return `arn:aws:ec2:eu-north-1:${account}:instance/i-0fdd8d8cb49bf3c00`;
};
/** The size of a phone. */
export const phone = { width: 390, height: 844 };

/** A browser of somebody else. */
export async function browserOf(browser: Browser, name: Name, options: Parameters<Browser["newContext"]>[0]): Promise<Page> {
  const context: BrowserContext = await browser.newContext(options);
  const page = await context.newPage();
  await signIn(page, name);
  return page;
}

/** Fills in a request; what is not said stays as the form has it. */
export async function write(page: Page, title: string, targets = instance()): Promise<void> {
  await page.goto("/changes/new");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("What is done").fill("Swap its group for sg-quarantine, leave it running");
  await page.getByLabel("Targets").fill(targets);
  await page.getByLabel("How it is undone").fill("Put the old group back, 2 min");
}

/** Asks for a change; the answer is its address. */
export async function ask(page: Page, title: string, targets = instance()): Promise<string> {
  await write(page, title, targets);
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  return new URL(page.url()).pathname;
}

let count = 0;
/** A title of its own, in the one demo that all share. */
export const name = (what: string): string => `${what} ${process.pid}-${Date.now() % 100_000}-${(count += 1)}`;
