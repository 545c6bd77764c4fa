import { expect, picture, test } from "./fixtures.ts";
import { password } from "./people.ts";
import { startDemo } from "./server.ts";
import { tooWeak } from "./contrast.ts";

test("long lists turn their pages, and a screen is dim in its hours", async ({ browser, javaScriptEnabled }) => {
  test.setTimeout(240_000);
  const demo = await startDemo(`night-${javaScriptEnabled ? "js" : "nojs"}`, 200);
  try {
    const desk = await browser.newContext({ baseURL: demo.url, javaScriptEnabled });
    const headers = { accept: "text/html", origin: demo.url };
    const signInAs = (name: string) =>
      desk.request.post("/api/people/sign_in", { form: { name, password, return_to: "/" }, headers, maxRedirects: 0 });
    await signInAs("analyst");
    for (let n = 1; n <= 9; n += 1) {
      const form = { title: `Number ${n}`, summary: "", impact: "3", scopes: "", kind: "", target: "" };
      await desk.request.post("/api/incidents/declare", { form, headers, maxRedirects: 0 });
    }
    await signInAs("admin");
    const admin = await desk.newPage();
    await admin.goto("/settings/screens");
    await admin.getByLabel("Name").fill("Hall");
    await admin.getByRole("button", { name: "Make a code" }).click();
    const code = (await admin.getByRole("region", { name: "Code of the new screen" }).locator("code").textContent()) ?? "";

    const hung = await browser.newContext({ baseURL: demo.url, javaScriptEnabled, viewport: { width: 1920, height: 1080 } });
    const page = await hung.newPage();
    await page.goto("/wall");
    await page.getByLabel("Code of this screen").fill(code);
    await page.getByRole("button", { name: "Open" }).click();
    const list = page.locator(".wall-list").filter({ has: page.getByRole("heading", { name: "Now" }) });
    const rows = list.locator("li:visible");
    await expect(rows).toHaveCount(7);
    if (javaScriptEnabled) {
      const first = await rows.first().innerText();
      await expect(list.locator(".dots")).toContainText(/page 1 of \d/);
      // While something is critical, what is worst stays: longer than a page is shown.
      await expect(page.locator(".wall-verdict h1")).toHaveText("Critical");
      await page.waitForTimeout(24_000);
      await expect(list.locator(".dots")).toContainText(/page 1 of \d/);
      await page.route("**/api/wall/get", async (route) => {
        const answer = await route.fetch();
        const body = (await answer.text()).replace('"verdict":"critical"', '"verdict":"incident"');
        await route.fulfill({ response: answer, body });
      });
      await expect(page.locator(".wall-verdict h1")).toHaveText("Incident", { timeout: 10_000 });
      await expect(list.locator(".dots")).toContainText(/page 2 of \d/, { timeout: 45_000 });
      await expect(rows.first()).not.toHaveText(first);
      const fades = () => list.locator("ul").first().evaluate((ul) => getComputedStyle(ul).animationName);
      expect(await fades()).toBe("wall-page");
      await page.emulateMedia({ reducedMotion: "reduce" });
      expect(await fades()).toBe("none");
      await expect(list.locator(".dots")).toContainText(/page 1 of \d/, { timeout: 85_000 });
      await page.unroute("**/api/wall/get");
    } else {
      await expect(list.getByRole("heading")).toContainText(/and \d+ more/);
      await expect(list.locator(".dots")).toHaveCount(0);
      expect(await list.locator("ul").first().evaluate((ul) => getComputedStyle(ul).animationName)).toBe("none");
    }

    await admin.goto("/settings/screens");
    await admin.getByText("Never dim").click();
    await admin.getByLabel("From hour").fill("22");
    await admin.getByLabel("To hour").fill("22");
    await admin.getByRole("button", { name: "Save hours" }).click();
    await expect(admin.getByRole("alert")).toContainText("from one full hour to another");
    await expect(admin.getByLabel("From hour")).toHaveValue("22");
    await admin.getByLabel("Time zone").fill("Mars");
    const hour = new Date().getUTCHours();
    await admin.getByLabel("From hour").fill(String(hour));
    await admin.getByLabel("To hour").fill(String((hour + 2) % 24));
    await admin.getByRole("button", { name: "Save hours" }).click();
    await expect(admin.getByRole("alert")).toContainText("no such time zone");
    await expect(admin.getByLabel("Time zone")).toHaveValue("Mars");
    await admin.getByLabel("Time zone").fill("");
    await admin.getByRole("button", { name: "Save hours" }).click();
    await expect(admin.getByText(`Dim from ${hour} to ${(hour + 2) % 24}, UTC`)).toBeVisible();

    await expect(page.locator(".wall-board.dim")).toBeVisible({ timeout: 15_000 });
    if (javaScriptEnabled) expect(await tooWeak(page)).toEqual([]);
    await page.screenshot({ path: picture(`wall-dim-${javaScriptEnabled ? "js" : "nojs"}`) });
    await hung.close();
    await desk.close();
  } finally {
    await demo.stop();
  }
});
