import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { type Browser, type Page } from "@playwright/test";

import { expect, signIn, test, type Name } from "./fixtures.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  nodes: { html: string }[];
}

const pages: [address: string, who: Name | undefined][] = [
  ["/sign-in", undefined],
  ["/", "analyst"],
  ["/findings", "analyst"],
  ["/endpoints", "analyst"],
  ["/settings/people", "admin"],
  ["/settings/sources", "admin"],
  ["/settings/audit", "admin"],
  ["/settings/account", "viewer"],
];

/** A page whose own scripts do not arrive: axe needs JavaScript even where the page is looked at without. */
async function asSentByTheServer(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: true });
  await context.route("**/pkg/*.{js,wasm}", (route) => route.abort());
  return context.newPage();
}

for (const [address, who] of pages) {
  for (const colorScheme of ["dark", "light"] as const) {
    test(`${address} is accessible, ${colorScheme}`, async ({ page: own, browser, baseURL, javaScriptEnabled }) => {
      const page = javaScriptEnabled ? own : await asSentByTheServer(browser, baseURL);
      await page.emulateMedia({ colorScheme });
      if (who) await signIn(page, who);
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
      // Evaluated from outside, so that the page's own policy need not let it in.
      await page.evaluate(axe);
      const violations = await page.evaluate<Violation[]>("axe.run().then((result) => result.violations)");
      const named = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      expect(named).toEqual([]);
      await page.close();
    });
  }
}
