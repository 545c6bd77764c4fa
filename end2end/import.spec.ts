import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { type Page } from "@playwright/test";

import { expect, forgive, picture, signIn, test } from "./fixtures.ts";

/** A finding in AWS's format; every run has its own, since all share one demo. */
const finding = (id: string, title: string): string =>
  JSON.stringify({
    SchemaVersion: "2018-10-08",
    Id: id,
    ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/config",
    GeneratorId: "end2end",
    AwsAccountId: "210987654321",
    Title: title,
    Description: "Written by a test.",
    Severity: { Label: "LOW" },
    Resources: [{ Id: "arn:aws:s3:::bucket-of-a-test", Type: "AwsS3Bucket" }],
    CreatedAt: "2026-03-01T08:00:00Z",
    UpdatedAt: "2026-03-01T08:00:00Z",
  });

/** Uploads a file and waits for what the page says of it. */
async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByLabel("File", { exact: true }).setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await page.getByRole("button", { name: "Import" }).click();
}

test("a file is brought, leads to what came in, and leaves as a spreadsheet", async ({ page, javaScriptEnabled, complaints }) => {
  const js = javaScriptEnabled ? "js" : "nojs";
  const title = `=Imported by ${js} ${Date.now()}`;
  await signIn(page, "analyst");
  await page.goto("/findings?by=flat");
  await page.locator(".list .head details.menu summary", { hasText: "Files" }).click();
  await page.getByRole("link", { name: "Import findings" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Import findings");
  const lines = `${finding(title, title)}\n{"Id":"half"}\n`;
  await upload(page, "scan.ndjson.gz", gzipSync(lines));
  await expect(page.getByRole("heading", { name: "What came in" })).toBeVisible();
  await expect(page.locator(".terms.counts")).toContainText(/Read\s*2\s*New\s*1/);
  await expect(page.locator(".rejected-lines tbody tr")).toHaveCount(1);
  await page.screenshot({ path: picture(`import-${js}`), fullPage: true });
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();

  await page.goto(`/findings?by=flat&q=${encodeURIComponent(`"${title}"`)}`);
  await page.locator(".list .head details.menu summary", { hasText: "Files" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export as CSV" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^findings-.*\.csv$/);
  const rows = readFileSync(await download.path(), "utf8").trim().split("\r\n");
  expect(rows).toHaveLength(2);
  expect(rows[1]).toContain(`,LOW,'${title},NEW,`);

  await page.goto("/findings/import");
  await upload(page, "table.csv", Buffer.from("a,b\n1,2\n"));
  await expect(page.getByRole("alert")).toContainText("The file cannot be read: it is no JSON");
  forgive(complaints, 422);
});
