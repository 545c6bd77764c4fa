import { expect, signIn, test } from "./fixtures.ts";
import { play } from "./story.ts";

// `make pictures` renews docs/pictures with this; it is no test and runs in no other way.

const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const pages: [name: string, address: string, viewport: typeof desk][] = [
  ["watch", "/", desk],
  ["findings", "/findings", desk],
  ["findings-phone", "/findings", phone],
  ["health", "/health", desk],
  ["endpoints", "/endpoints", desk],
  ["sources", "/settings/sources", desk],
  ["calendar", "/calendar", desk],
];

/** Waits until every source has answered: before that the floor is rightly blind. */
test.beforeAll(async () => {
  test.setTimeout(150_000);
  const live = async (): Promise<boolean> => {
    const answer = await fetch(`${process.env.WATCHFLOOR_URL}/readyz`);
    const { sources } = (await answer.json()) as { sources: { state: string }[] };
    return sources.length > 5 && sources.every(({ state }) => state === "live");
  };
  await expect.poll(live, { timeout: 120_000 }).toBe(true);
});

for (const [name, address, viewport] of pages) {
  for (const colorScheme of ["dark", "light"] as const) {
    test(`${name}, ${colorScheme}`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await signIn(page, "admin");
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
      await page.evaluate("document.fonts.ready");
      await page.screenshot({ path: `docs/pictures/${name}-${colorScheme}.png` });
    });
  }
}

test("the story", async ({ browser, complaints }) => {
  test.setTimeout(240_000);
  await play(browser, complaints, (name) => `docs/pictures/${name}.png`);
});
