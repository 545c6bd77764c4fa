import { type Page } from "@playwright/test";

import { expect, submitSignIn, test } from "./fixtures.ts";
import { startDemo } from "./server.ts";

const action = "securityhub:BatchUpdateFindings";

/** Says what AWS does when it is written to. */
async function faults(aws: string, effects: object[]): Promise<void> {
  const body = effects.map((effect) => ({ operation: action, effect }));
  await fetch(`${aws}/_control/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Opens a finding of both planes that nobody has looked at, once the demo has read both. */
async function openFinding(page: Page): Promise<void> {
  const first = page.locator(".list .table a.cover").first();
  await expect(async () => {
    await page.goto("/findings?by=flat&workflow=NEW&product=Security+Hub");
    await expect(first).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await first.click();
  await expect(page.locator(".drawer")).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.locator(".drawer dt:text-is('Security Hub V2')")).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

/** Loads the page again until it shows this: without scripts it stays as it is. */
async function shows(page: Page, text: RegExp, times = 1): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(text)).toHaveCount(times, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

/** Moves the workflow status of the open finding. Without scripts the act has a page of its own: then back to the finding. */
async function move(page: Page, to: string, reason: string): Promise<void> {
  const [address, drawer] = [page.url(), page.locator(".drawer")];
  const choice = drawer.getByLabel("Workflow status");
  // A drawer that wakes up or hears of something may close what was opened a moment before.
  await expect(async () => {
    if (!(await choice.isVisible())) await drawer.locator(".act-sheet > summary").click();
    await choice.selectOption(to, { timeout: 1_000 });
  }).toPass();
  await drawer.getByLabel("Reason").fill(reason);
  await drawer.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("1 finding changed.").first()).toBeVisible();
  if (page.url() !== address) await page.goto(address);
}

test("an account is written to once an administrator says so, and a refusal stands at the finding", async ({
  browser,
  javaScriptEnabled,
}) => {
  test.setTimeout(240_000);
  const demo = await startDemo(`write-back-${javaScriptEnabled ? "js" : "nojs"}`, 60);
  try {
    const context = async (name: string) => {
      const page = await (await browser.newContext({ baseURL: demo.url, javaScriptEnabled })).newPage();
      await page.goto("/sign-in");
      await submitSignIn(page, name);
      await expect(page).not.toHaveURL(/sign-in/);
      return page;
    };
    const [admin, analyst] = [await context("admin"), await context("analyst")];
    await openFinding(analyst);
    const account = await analyst.locator("dt:text-is('Account') + dd .aside").innerText();

    await admin.goto("/settings/sources");
    await expect(admin.getByText("Every account is only observed")).toBeVisible();
    const panel = admin.getByRole("region", { name: "Write-back" });
    await panel.getByLabel("Account").selectOption({ value: account });
    await panel.getByRole("button", { name: "Write back" }).click();
    await expect(panel.getByText("0 waiting, 0 not taken")).toBeVisible();
    await expect(admin.getByText("Every account is only observed")).toHaveCount(0);

    await faults(demo.aws, [{ kind: "access_denied" }]);
    await move(analyst, "NOTIFIED", "");
    await shows(analyst, /Security Hub CSPM was not told \(AccessDenied\).*next try at \d\d:\d\d UTC/);
    await expect(analyst.locator(".drawer-top").getByText("Notified")).toBeVisible();
    await shows(admin, /0 waiting, 1 not taken/);
    const untold = admin.getByRole("table", { name: "Decisions that AWS did not take" }).getByRole("link");
    await expect(untold.first()).toHaveAttribute("href", new URL(analyst.url()).pathname);

    await faults(demo.aws, []);
    await move(analyst, "RESOLVED", "the owner mended it");
    await shows(admin, /0 waiting, 0 not taken/);
    await shows(analyst, /was not told/, 0);

    await analyst.locator(".tabs").getByRole("link", { name: "History" }).click();
    const asks = analyst.getByRole("link", { name: "Ask AWS what it remembers" });
    if (!javaScriptEnabled) await asks.click();
    await expect(asks).toBeHidden();
    await expect(analyst.getByText(/^Workflow\.Status: New to Resolved$/)).toBeVisible();
    await expect(analyst.getByText("Workflow: Notified to Resolved")).toBeVisible();
    await expect(analyst.getByText(/^in AWS, /).first()).toBeVisible();

    await panel.getByRole("button", { name: "Observe only" }).click();
    await expect(admin.getByText("Every account is only observed")).toBeVisible();
  } finally {
    await demo.stop();
  }
});
