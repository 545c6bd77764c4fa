import { type Page } from "@playwright/test";

import { expect, picture, signIn, test } from "./fixtures.ts";

/** One finding as both planes of Security Hub write it; every run has its own, since all share one demo. */
function both(id: string, title: string): object[] {
  const [account, region, resource] = ["210987654321", "eu-west-1", "arn:aws:s3:::bucket-of-both-planes"];
  const asff = {
    SchemaVersion: "2018-10-08",
    Id: id,
    ProductArn: `arn:aws:securityhub:${region}::product/aws/guardduty`,
    GeneratorId: "end2end",
    AwsAccountId: account,
    Region: region,
    Title: "As CSPM calls it",
    Description: "Written by a test.",
    Severity: { Label: "LOW" },
    Resources: [{ Id: resource, Type: "AwsS3Bucket" }],
    CreatedAt: "2026-03-01T08:00:00Z",
    UpdatedAt: "2026-03-01T08:00:00Z",
  };
  const ocsf = {
    class_uid: 2004,
    activity_id: 1,
    severity_id: 4,
    status_id: 1,
    cloud: { provider: "AWS", region, account: { uid: account } },
    finding_info: { uid: id, title, created_time_dt: "2026-03-01T08:00:00Z", modified_time_dt: "2026-03-01T09:00:00Z" },
    metadata: {
      uid: `uid of ${id}`,
      product: { name: "GuardDuty", vendor_name: "AWS", uid: `arn:aws:securityhub:${region}::productv2/aws/guardduty` },
    },
    resources: [{ uid: resource, type: "AwsS3Bucket", region }],
  };
  return [asff, ocsf];
}

async function upload(page: Page, lines: object[]): Promise<void> {
  await page.goto("/findings/import");
  const buffer = Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n"));
  const file = { name: "planes.ndjson", mimeType: "application/octet-stream", buffer };
  await page.getByLabel("File", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Import" }).click();
}

test("a finding of both planes is one row with both identities and both documents", async ({ page, javaScriptEnabled }) => {
  const js = javaScriptEnabled ? "js" : "nojs";
  const title = `As V2 calls it, ${js} ${Date.now()}`;
  await signIn(page, "analyst");
  const id = `id of ${title}`;
  await upload(page, both(id, title));
  await expect(page.locator(".terms.counts")).toContainText(/Read\s*2\s*New\s*1/);
  await page.goto(`/findings?by=flat&q=${encodeURIComponent(`"${title}"`)}`);
  await expect(page.locator(".list .table a.cover")).toHaveCount(1);
  await page.locator(".list .table a.cover").click();

  const drawer = page.locator(".drawer");
  await expect(drawer.getByRole("heading", { level: 2 })).toHaveText(title);
  await expect(drawer.locator(".lamps").first()).toContainText("High");
  const term = (name: string) => drawer.locator(`dt:text-is('${name}') + dd`);
  await expect(term("Security Hub CSPM")).toContainText(":product/aws/guardduty");
  await expect(term("Security Hub V2")).toContainText(":productv2/aws/guardduty");
  await expect(term("Security Hub V2")).toContainText(`metadata.uid uid of ${id}`);
  await page.screenshot({ path: picture(`planes-${js}`), fullPage: true });

  await drawer.locator(".tabs").getByRole("link", { name: "Document" }).click();
  const documents = drawer.getByRole("navigation", { name: "Documents of this finding" });
  await expect(documents.getByRole("link", { name: "Security Hub CSPM" })).toHaveAttribute("aria-current", "page");
  await expect(drawer.locator("pre.document")).toContainText('"ProductArn"');
  await documents.getByRole("link", { name: "Security Hub V2" }).click();
  await expect(documents.getByRole("link", { name: "Security Hub V2" })).toHaveAttribute("aria-current", "page");
  await expect(drawer.locator("pre.document")).toContainText('"finding_info"');
});
