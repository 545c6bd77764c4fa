import { expect, signIn, test } from "./fixtures.ts";

test("what others do is shown at once, and what one types stays", async ({ page }) => {
  await signIn(page, "analyst");
  await page.goto("/incidents/new");
  await page.getByLabel("Title").fill("Reports are empty");
  await page.getByRole("button", { name: "Declare" }).click();
  await expect(page).toHaveURL(/[0-9a-f-]{36}$/);
  const id = page.url().split("/").at(-1) ?? "";
  await page.locator("summary", { hasText: "Note" }).click();
  await page.getByLabel("What happened").fill("Half a sentence");
  // What a browser says of a form of our own pages.
  const headers = { "sec-fetch-site": "same-origin" };
  await page.request.post("/api/incidents/note", { headers, form: { id, text: "The nightly run failed." } });
  await expect(page.getByRole("region", { name: "Story" })).toContainText("The nightly run failed.");
  await expect(page.getByLabel("What happened")).toHaveValue("Half a sentence");
  const duration = page.locator(".incident-head .facts dd").first();
  const before = await duration.innerText();
  await expect(duration).not.toHaveText(before, { timeout: 4_000 });
});
