import { type Browser, type BrowserContextOptions, type Page } from "@playwright/test";

import { attend, expect, submitSignIn } from "./fixtures.ts";
import { startDemo } from "./server.ts";

const desk = { width: 1440, height: 900 };
const hand = { width: 390, height: 844 };
const hall = { width: 1920, height: 1080 };

/** A browser of its own, in which nobody is signed in. */
async function browserOf(
  browser: Browser,
  complaints: string[],
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext(options);
  attend(context, complaints);
  return context.newPage();
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto("/sign-in");
  await submitSignIn(page, name);
  await expect(page.getByRole("heading", { level: 1, name: "Watch" })).toBeAttached();
}

/** An administrator makes a screen, and somebody enters its code on the wall. */
async function hangUp(admin: Page, wall: Page): Promise<void> {
  await signIn(admin, "admin");
  await admin.goto("/settings/screens");
  await admin.getByLabel("Name").fill("SOC north");
  await admin.getByRole("button", { name: "Make a code" }).click();
  const code = admin.getByRole("region", { name: "Code of the new screen" }).locator("code");
  await wall.goto("/wall");
  await wall.getByLabel("Code of this screen").fill((await code.textContent()) ?? "");
  await wall.getByRole("button", { name: "Open" }).click();
  await expect(wall.locator(".wall-verdict")).toBeVisible();
}

/** The page of the finding, as soon as AWS has told of it. */
async function openFinding(analyst: Page): Promise<void> {
  await expect(async () => {
    await analyst.goto("/findings?by=flat&q=mining+pool+payments-prod");
    await expect(analyst.locator(".list a.cover").first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await analyst.locator(".list a.cover").first().click();
  await expect(analyst.locator(".drawer")).toContainText("mining pool");
}

/**
 * The story that the simulator begins, to its end: an analyst, an approver with a phone and a wall, each in a browser of
 * its own, each step through pages alone. The answer is after how many milliseconds the wall showed each act.
 */
export async function play(
  browser: Browser,
  complaints: string[],
  picture: (name: string) => string,
): Promise<number[]> {
  const took: number[] = [];
  const demo = await startDemo("story", 60);
  const people: Page[] = [];
  try {
    const baseURL = demo.url;
    const admin = await browserOf(browser, complaints, { baseURL, viewport: desk });
    const analyst = await browserOf(browser, complaints, { baseURL, viewport: desk });
    const approver = await browserOf(browser, complaints, { baseURL, viewport: hand, hasTouch: true });
    const wall = await browserOf(browser, complaints, { baseURL, viewport: hall });
    people.push(analyst, approver, wall);
    const followed = async (after: Promise<void>): Promise<void> => {
      const began = Date.now();
      await after;
      took.push(Date.now() - began);
    };
    // The wall shows each act within two seconds, or the act did not count.
    const soon = { timeout: 2_000 };
    const told = (list: string, words: string | RegExp): Promise<void> =>
      followed(expect(wall.locator(".wall-list", { hasText: list })).toContainText(words, soon));
    const gone = (words: string): Promise<void> => followed(expect(wall.getByText(words)).toHaveCount(0, soon));
    // No row of the wall is of a finding that is high: there the time that it is of has to follow.
    const read = async (act: number): Promise<void> => {
      const asOf = wall.locator(".wall-foot time");
      const seconds = async () => Date.parse((await asOf.getAttribute("datetime")) ?? "") / 1_000;
      await followed(expect.poll(seconds, soon).toBeGreaterThanOrEqual(Math.floor(act / 1_000)));
    };
    await hangUp(admin, wall);
    await admin.context().close();
    await signIn(analyst, "analyst");
    await signIn(approver, "approver");

    await openFinding(analyst);
    const finding = analyst.url();
    await analyst.getByRole("link", { name: "Declare incident" }).click();
    await analyst.getByLabel("Title").fill("Bitcoin mining in payments-prod");
    await analyst.getByLabel("Impact").selectOption("2");
    await analyst.getByRole("button", { name: "Declare" }).click();
    await told("Now", "INC-1 Bitcoin mining in payments-prod");
    await expect(analyst.getByRole("heading", { level: 1, name: "Bitcoin mining" })).toBeVisible();
    const incident = analyst.url();

    await analyst.getByRole("link", { name: "Request a change" }).click();
    await analyst.getByLabel("Title").fill("Isolate the instance");
    await analyst.getByLabel("What is done").fill("Swap its group for sg-quarantine, snapshot the volume, leave it running");
    await analyst.getByLabel("Kind").selectOption("standard");
    await analyst.getByLabel("How it is undone").fill("Put the old group back");
    await analyst.getByRole("button", { name: "Ask for approval" }).click();
    await told("Next", "CHG-1 Isolate the instance");
    await expect(analyst.getByRole("heading", { level: 1, name: "Isolate the instance" })).toBeVisible();
    const change = analyst.url();

    await approver.goto("/changes");
    await approver.getByRole("link", { name: /Isolate the instance/ }).first().click();
    const approve = approver.getByRole("button", { name: "Approve revision 1" });
    await expect(approve).toBeInViewport({ ratio: 1 });
    await expect(approver.getByRole("region", { name: "Decision strip" }).getByText("INC-1")).toBeInViewport();
    await approver.screenshot({ path: picture("story-approval") });
    await wall.screenshot({ path: picture("story-wall") });
    await approve.tap();
    await told("Next", /CHG-1 .*not started/s);
    await expect(approver.getByText(/Approved|Scheduled/).first()).toBeVisible();

    await analyst.goto(change);
    await analyst.getByRole("button", { name: "Start" }).click();
    await told("Next", /CHG-1 .*until/s);
    await analyst.getByPlaceholder("What was done, or what went wrong").fill("Group swapped, volume snapshotted.");
    await analyst.screenshot({ path: picture("story-change") });
    await analyst.getByRole("button", { name: "Done" }).click();
    await gone("CHG-1");

    await analyst.goto(finding);
    await analyst.locator(".drawer").getByRole("button", { name: /^Resolve/ }).click();
    await analyst.locator(".drawer").getByLabel("Reason").fill("The instance is isolated.");
    await analyst.locator(".drawer").getByRole("button", { name: "Apply" }).click();
    await read(Date.now());
    await expect(analyst.locator(".drawer .outcome")).toContainText("1 finding changed.");
    await analyst.goto(incident);
    await expect(analyst.getByRole("region", { name: "Story" })).toContainText("declared the incident");
    await expect(analyst.getByRole("complementary", { name: "Related" })).toContainText("CHG-1 Isolate the instance");
    const log = analyst.getByRole("region", { name: "Log" });
    await expect(log).toContainText("CHG-1 Isolate the instance: analyst said that it is done");
    await expect(log).toContainText(/mining pool.*: workflow from new to resolved by analyst/);
    await analyst.screenshot({ path: picture("story-incident") });
    await analyst.getByRole("button", { name: "Resolve" }).click();
    await gone("INC-1");
    await expect(wall.locator(".wall-verdict h1")).not.toHaveText("Incident", soon);
    await expect(analyst.locator(".incident-head")).toContainText("Resolved");
  } finally {
    // First the browsers: a page that loses its server complains, rightly.
    await Promise.all(people.map((page) => page.context().close()));
    await demo.stop();
  }
  return took;
}
