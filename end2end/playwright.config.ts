import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const inTarget = (path: string) => fileURLToPath(new URL(`../target/${path}`, import.meta.url));

// Without these, a browser that belongs to nobody calls home all day; as root it also needs to go without its sandbox.
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** Every specification runs twice, with JavaScript and without; what needs it is named `*.hydrate.spec.ts`. */
export default defineConfig({
  testDir: ".",
  outputDir: inTarget("end2end"),
  globalSetup: "./demo.ts",
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 30_000,
  reporter: [["list"], ["json", { outputFile: process.env.WATCHFLOOR_REPORT ?? inTarget("reports/end2end.json") }]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: browsers.find(existsSync), args: quiet },
    screenshot: "only-on-failure",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  },
  // `make pictures` and `make bench` run what is no test.
  projects: process.env.WATCHFLOOR_ALONE
    ? [{ name: "alone", testMatch: `**/${process.env.WATCHFLOOR_ALONE}.ts` }]
    : [{ name: "js" }, { name: "nojs", testIgnore: "**/*.hydrate.spec.ts", use: { javaScriptEnabled: false } }],
});
