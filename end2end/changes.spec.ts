import { type Locator } from "@playwright/test";

import { ask, browserOf, instance, name, phone, write } from "./change-asks.ts";
import { expect, signIn, test } from "./fixtures.ts";

test("a change is asked for, approved twice, started and done", async ({ page, browser, baseURL, javaScriptEnabled }) => {
  test.slow();
  const options = { baseURL, javaScriptEnabled };
  await signIn(page, "analyst");
  const title = name("Isolate");
  const address = await ask(page, title);
  await expect(page.getByText("You asked for it, so you cannot approve it.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Approve/ })).toHaveCount(0);

  const first = await browserOf(browser, "approver", { ...options, viewport: phone });
  await first.goto(address);
  await expect(first).toHaveTitle(/^\(\d+\) /);
  const acts = ["Approve revision 1", "Request changes", "Reject"].map((act) => first.getByRole("button", { name: act }));
  for (const part of [...acts, first.getByText("Approvals, 0 of 2"), first.getByText("sg-quarantine")]) {
    const box = await part.boundingBox();
    expect((box?.y ?? 9_999) + (box?.height ?? 0), await part.innerText()).toBeLessThanOrEqual(phone.height);
  }
  await acts[0]?.click();
  await expect(first.getByText("Approvals, 1 of 2")).toBeVisible();
  await expect(first.getByText("You have decided this revision.")).toBeVisible();
  await first.context().close();

  const second = await browserOf(browser, "approver2", options);
  await second.goto("/changes?tab=waiting");
  await second.getByRole("link", { name: title }).click();
  await second.getByRole("button", { name: "Approve revision 1" }).click();
  await expect(second.getByText("Approvals, 2 of 2")).toBeVisible();
  await second.context().close();

  await page.goto(address);
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByLabel("What was done").fill("Isolated at once");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("It is done.")).toBeVisible();
  await expect(page.getByText("Isolated at once")).toBeVisible();
});

test("an end before the start is told at the end, and what was typed stays", async ({ page }) => {
  await signIn(page, "requester");
  const title = name("Backwards");
  await write(page, title);
  await page.getByLabel("Start, UTC").fill("2030-01-02T10:00");
  await page.getByLabel("End, UTC").fill("2030-01-02T09:00");
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByLabel("End, UTC")).toHaveAccessibleDescription("It must end after it starts.");
  await expect(page.getByLabel("End, UTC")).toHaveValue("2030-01-02T09:00");
  await expect(page.getByLabel("Title")).toHaveValue(title);
});

test("what cannot be asked for yet is kept as a draft, and what it lacks is told at its field", async ({ page }) => {
  await signIn(page, "requester");
  const title = name("No way back");
  await write(page, title);
  await page.getByLabel("How it is undone").fill("");
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Edit CHG-/ })).toBeVisible();
  await expect(page.getByText("What you wrote is kept as a draft; nobody was asked yet.")).toBeVisible();
  await expect(page.getByLabel("How it is undone")).toHaveAccessibleDescription("Say how it is undone.");
  await page.getByLabel("How it is undone").fill("Put the old group back");
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText("You asked for it, so you cannot approve it.")).toBeVisible();
});

test("on a phone what is refused is seen at once, and no bar lies over it", async ({ page }) => {
  await page.setViewportSize(phone);
  await signIn(page, "requester");
  await write(page, name("Unseen"));
  const ask = page.getByRole("button", { name: "Ask for approval" });
  const isBetweenTheBars = async (part: Locator): Promise<void> => {
    const bars = [page.locator(".topbar"), page.locator(".rail"), part];
    const [top, foot, box] = await Promise.all(bars.map((one) => one.boundingBox()));
    expect(box?.y ?? -1).toBeGreaterThanOrEqual((top?.y ?? 0) + (top?.height ?? 0));
    expect((box?.y ?? 9_999) + (box?.height ?? 0)).toBeLessThanOrEqual(foot?.y ?? 0);
  };

  // The browser itself refuses what is not filled in.
  const title = await page.getByLabel("Title").inputValue();
  await page.getByLabel("Title").fill("");
  await ask.click();
  await expect(page.getByLabel("Title")).toBeFocused();
  await isBetweenTheBars(page.getByLabel("Title"));
  await page.getByLabel("Title").fill(title);

  for (const [label, text, why] of [
    ["Links", "javascript:x", "A link is an address that starts with https://"],
    ["How it is undone", "", "Say how it is undone."],
  ] as const) {
    await page.getByLabel(label).fill(text);
    await ask.click();
    const said = page.locator(".fault", { hasText: why });
    await expect(said).toBeVisible();
    await expect(page.getByLabel(label)).toBeFocused();
    await isBetweenTheBars(page.getByLabel(label));
    await isBetweenTheBars(said);
    await page.getByLabel("Links").fill("");
  }
});

test("what is sent back becomes another revision", async ({ page, browser, baseURL, javaScriptEnabled }) => {
  test.slow();
  await signIn(page, "requester");
  const address = await ask(page, name("Rotate"));
  const approver = await browserOf(browser, "approver", { baseURL, javaScriptEnabled });
  await approver.goto(address);
  await approver.getByRole("button", { name: "Reject" }).click();
  await expect(approver.getByRole("alert")).toContainText("Say why in a few words.");
  await approver.getByLabel("Comment").fill("Which group?");
  await approver.getByRole("button", { name: "Request changes" }).click();
  await expect(approver.getByText("It went back to who asked for it.")).toBeVisible();

  await page.goto(address);
  await expect(page.getByText("Which group?")).toBeVisible();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("What is done").fill("Swap its group for sg-quarantine-2");
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByText("Changed in this revision")).toBeVisible();

  await approver.goto(address);
  await approver.getByLabel("Comment").fill("Not today");
  await approver.getByRole("button", { name: "Reject" }).click();
  await expect(approver.getByText("It was rejected, which ends it.")).toBeVisible();
  await approver.context().close();
});

test("on a phone a region is not broken at a hyphen", async ({ page }) => {
  await page.setViewportSize(phone);
  await signIn(page, "requester");
  const place = "999988887777 ap-southeast-2 elasticloadbalancing";
  await page.goto(await ask(page, name("Far away"), place));
  await expect(page.locator(".places > li").first()).toContainText("ap-southeast-2");
  for (const word of await page.locator(".places .id > span").all()) {
    expect(await word.evaluate((one) => one.getClientRects().length), await word.innerText()).toBe(1);
  }
});

test("what was typed stays when a line names no place", async ({ page }) => {
  await signIn(page, "analyst");
  const title = name("Patch");
  const place = instance();
  await write(page, title, `${place}\nPayments`);
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByText("Line 2 of the targets names no place in AWS.")).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveValue(title);
  await expect(page.getByLabel("Targets")).toHaveValue(`${place}\nPayments`);
  await page.getByLabel("Targets").fill(place);
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByText("Nobody has seen it yet.")).toBeVisible();
  await page.getByLabel("Comment, kept in the history").fill("Done by hand");
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByText("It was withdrawn.")).toBeVisible();
  await expect(page.getByText("Done by hand")).toBeVisible();
});

test("the queue has a tab for each question", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/changes");
  await expect(page.getByRole("link", { name: "Request a change" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Waiting for me" })).toHaveCount(0);
  await page.getByRole("link", { name: "Decided" }).click();
  await expect(page.getByRole("link", { name: "Decided" })).toHaveAttribute("aria-current", "page");
});
