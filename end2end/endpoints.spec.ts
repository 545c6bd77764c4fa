import { expect, signIn, test } from "./fixtures.ts";

const failing = "checkout.example.com";

test("a failing check shows what each region sees, once somebody has looked", async ({ page }) => {
  test.setTimeout(90_000);
  await signIn(page, "viewer");
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: failing }) });
  // AWS is asked because the list was read, and its answer stands there when it is read again.
  await expect(async () => {
    await page.goto("/endpoints");
    await expect(row.getByRole("img", { name: "None pass:" }).first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 75_000 });
  await expect(row).toContainText("Failing");
  await expect(page.getByText(`so it fails with ${failing}`)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(row.getByRole("img", { name: "None pass:" })).toHaveCount(0);
  await expect(row).toContainText("Failing");
});

test("a check has charts, and tables behind them", async ({ page }) => {
  test.setTimeout(90_000);
  await signIn(page, "viewer");
  const link = page.getByRole("link", { name: failing });
  await expect(async () => {
    await page.goto("/endpoints");
    await expect(link).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 75_000 });
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: failing })).toBeVisible();
  const chart = page.getByRole("figure").filter({ hasText: "First byte, ms" });
  // It is drawn for wide and for narrow pages; until the style has come, both can be seen.
  const expectOneDrawing = async (): Promise<void> => {
    const drawing = chart.getByRole("img", { name: "First byte, ms" });
    await expect(drawing).toHaveCount(1);
    await expect(drawing).toBeVisible();
  };
  await expectOneDrawing();
  await chart.locator("summary").click();
  await expect(chart.getByRole("columnheader", { name: "First byte, ms" })).toBeVisible();
  await page.getByRole("link", { name: "24 h", exact: true }).click();
  await expect(page).toHaveURL(/span=24h$/);
  await expectOneDrawing();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectOneDrawing();
});
