import { type Page } from "@playwright/test";

import { ask, browserOf, instance, name, phone, write } from "./change-asks.ts";
import { expect, picture, signIn, test } from "./fixtures.ts";

/** Presses Enter in a field, and reads that the page is where it was and shows what it did. */
async function pressEnter(page: Page, field: string, still: string | RegExp): Promise<void> {
  const sent: string[] = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  const before = page.url();
  await page.getByLabel(field).press("Enter");
  // What Enter sent would leave before this click does.
  await page.getByLabel(field).click();
  await expect(page.getByText(still).first()).toBeVisible();
  expect(page.url()).toBe(before);
  expect(sent.filter((url) => /\/changes\/(decide|act|save)$/.test(url)), "what Enter sent").toEqual([]);
}

test("Enter in a comment signs nothing", async ({ page, browser, baseURL, javaScriptEnabled }) => {
  test.slow();
  const options = { baseURL, javaScriptEnabled };
  await signIn(page, "analyst");
  const title = name("Delete the backups");
  await write(page, title);
  await pressEnter(page, "Title", "Request a change");
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const address = new URL(page.url()).pathname;

  for (const who of ["approver", "approver2"] as const) {
    const approver = await browserOf(browser, who, options);
    await approver.goto(address);
    await approver.getByLabel("Comment").fill("No, this must not be done");
    const count = who === "approver" ? 0 : 1;
    await pressEnter(approver, "Comment", `Approvals, ${count} of 2`);
    await expect(approver.getByRole("button", { name: "Approve revision 1" })).toBeVisible();
    await approver.reload();
    await expect(approver.getByText(`Approvals, ${count} of 2`)).toBeVisible();
    await approver.getByLabel("Comment").fill("Only this once");
    await approver.getByRole("button", { name: "Approve revision 1" }).click();
    await expect(approver.getByText(`Approvals, ${count + 1} of 2`)).toBeVisible();
    await approver.context().close();
  }

  await page.goto(address);
  await page.getByLabel("Comment, kept in the history").fill("Not yet");
  await pressEnter(page, "Comment, kept in the history", "Approvals, 2 of 2");
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByLabel("What was done").fill("Half of it");
  await pressEnter(page, "What was done", "It runs. Say how it ended.");
  await page.getByRole("button", { name: "Failed" }).click();
  await expect(page.getByText("It was tried and did not work.")).toBeVisible();
});

test("whoever was refused goes on at the comment", async ({ page, browser, baseURL, javaScriptEnabled }) => {
  await signIn(page, "requester");
  const address = await ask(page, name("Refused"));
  const approver = await browserOf(browser, "approver", { baseURL, javaScriptEnabled });
  await approver.goto(address);
  await expect(approver.getByLabel("Comment")).not.toBeFocused();
  await approver.getByRole("button", { name: "Reject" }).click();
  await expect(approver.getByLabel("Comment")).toBeFocused();
  await expect(approver.getByLabel("Comment")).toHaveAccessibleDescription(/Say why in a few words\./);
  await approver.context().close();
});

const sizes = [phone, { width: 390, height: 664 }];
const long = "of every instance of the payments cluster that was restored from the snapshot of last Tuesday";

test("on a phone the verdict stands beside the decision, however much is touched", async ({
  page,
  browser,
  baseURL,
  javaScriptEnabled,
}) => {
  test.slow();
  await signIn(page, "analyst");
  const title = name(`Isolate the network interfaces ${long}, and put them back afterwards`);
  const address = await ask(page, title, Array.from({ length: 8 }, instance).join("\n"));
  for (const viewport of sizes) {
    const approver = await browserOf(browser, "approver", { baseURL, javaScriptEnabled, viewport, hasTouch: true });
    await approver.goto(address);
    const bar = approver.getByRole("form", { name: "Decision" });
    const box = async (part: ReturnType<Page["locator"]>) => {
      const found = await part.boundingBox();
      if (!found) throw new Error("it is not shown");
      return { top: found.y, bottom: found.y + found.height, height: found.height };
    };
    const [whole, verdict] = [await box(bar), await box(bar.locator(".verdict-line .lamp"))];
    expect(verdict.top).toBeGreaterThanOrEqual(whole.top);
    expect(whole.bottom).toBeLessThanOrEqual(viewport.height + 1);
    await expect(bar.locator(".verdict-line .lamp")).toHaveText(/Clear|Caution|Blocked/);
    const strip = await box(approver.getByRole("region", { name: "Decision strip" }).locator("header"));
    if (viewport === phone) expect(strip.bottom, "the strip begins above the bar").toBeLessThanOrEqual(whole.top);
    expect((await box(approver.getByRole("heading", { level: 1 }))).height).toBeLessThanOrEqual(64);
    await expect(approver.locator(".places > li:visible")).toHaveCount(2);
    await approver.screenshot({ path: picture(`change-phone-${viewport.height}-${javaScriptEnabled ? "js" : "nojs"}`) });
    await approver.getByRole("link", { name: "and 6 more" }).click();
    await expect(approver.locator("#whole")).toBeInViewport();
    await expect(approver.locator("#whole li")).toHaveCount(8);
    await expect(approver.locator("#whole")).toContainText(title);
    await bar.locator(".verdict-line a").click();
    await expect(approver.getByRole("region", { name: "Decision strip" })).toBeInViewport();
    // Sources that are silent and places that nobody reads make the sentence longer than the bar is wide.
    const edges = await bar.evaluate((form) => {
      const verdict = form.querySelector(".verdict-line .act");
      if (verdict) verdict.textContent = "2 reasons, 2 sources are silent, 1 place is not wholly watched";
      const parts = [...form.querySelectorAll(".verdict-line, .verdict-line .act, .input, .button")];
      const lamp = form.querySelector(".verdict-line .lamp");
      return {
        right: parts.map((part) => part.getBoundingClientRect().right),
        lamp: (lamp?.scrollWidth ?? 0) - (lamp?.clientWidth ?? 0),
      };
    });
    expect(edges.right.length).toBeGreaterThanOrEqual(6);
    for (const edge of edges.right) expect(edge).toBeLessThanOrEqual(viewport.width - 16);
    expect(edges.lamp, "the word of the lamp is whole").toBe(0);
    await approver.context().close();
  }
});

test("a long request that is refused comes back whole", async ({ page }) => {
  await signIn(page, "requester");
  const title = name("Long");
  await write(page, title);
  const [what, undo] = ["止".repeat(4_000), "戻".repeat(4_000)];
  await page.getByLabel("What is done").fill(what);
  await page.getByLabel("How it is undone").fill(undo);
  await page.getByLabel("Start, UTC").fill("2030-01-02T10:00");
  await page.getByLabel("End, UTC").fill("2030-01-02T09:00");
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByLabel("End, UTC")).toHaveAccessibleDescription("It must end after it starts.");
  await expect(page.getByLabel("Title")).toHaveValue(title);
  await expect(page.getByLabel("What is done")).toHaveValue(what);
  await expect(page.getByLabel("How it is undone")).toHaveValue(undo);
  await page.getByLabel("End, UTC").fill("2030-01-02T11:00");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByText("Nobody has seen it yet.")).toBeVisible();
  // A field takes no more than is kept.
  await page.goto("/changes/new");
  await expect(page.getByLabel("What is done")).toHaveAttribute("maxlength", "10000");
});
