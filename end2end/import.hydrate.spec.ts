import { expect, picture, signIn, test } from "./fixtures.ts";

/** A file that takes some seconds at the speed below: 3,000 lines that say one thing. */
const lines = Array.from({ length: 3_000 }, (_, n) =>
  JSON.stringify({
    SchemaVersion: "2018-10-08",
    Id: "slowly",
    ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/config",
    GeneratorId: "end2end",
    AwsAccountId: "210987654321",
    Title: "Slowly imported",
    Description: `Written by a test, line ${n}.`,
    Severity: { Label: "LOW" },
    Resources: [{ Id: "arn:aws:s3:::bucket-of-a-slow-test", Type: "AwsS3Bucket" }],
    CreatedAt: "2026-03-01T08:00:00Z",
    UpdatedAt: "2026-03-01T08:00:00Z",
  }),
);
const bytesASecond = 128 * 1024;

test("a large file says how far it is while it arrives", async ({ page, context }) => {
  await signIn(page, "analyst");
  const other = await context.newPage();
  for (const one of [page, other]) {
    await one.goto("/findings/import");
    await expect(one.locator("html.js")).toBeAttached();
  }
  const slow = await context.newCDPSession(page);
  await slow.send("Network.enable");
  const rates = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytesASecond };
  await slow.send("Network.emulateNetworkConditions", rates);
  // A page that is about to be left answers no question of a test; what it shows meanwhile it keeps by itself.
  await page.evaluate(() => {
    const look = () => {
      const shown = document.querySelector("section[aria-labelledby=under-way]");
      if (shown) sessionStorage.setItem("under-way", shown.textContent ?? "");
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  const file = { name: "slow.ndjson", mimeType: "application/json", buffer: Buffer.from(lines.join("\n")) };
  await page.getByLabel("File", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Import" }).click({ noWaitAfter: true });

  const underWay = other.getByRole("region", { name: "On its way in" });
  await expect(underWay).toContainText("slow.ndjson");
  await expect(underWay).toContainText(/\d\.\d of 1\.\d MiB, .* records read\. analyst, since/);
  await other.screenshot({ path: picture("import-under-way") });
  await expect(page.getByRole("heading", { name: "What came in" })).toBeVisible({ timeout: 20_000 });
  await expect(underWay).toBeHidden();
  expect(await page.evaluate(() => sessionStorage.getItem("under-way"))).toContain("slow.ndjson");
});
