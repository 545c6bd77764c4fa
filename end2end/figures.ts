import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, signIn, submitSignIn, test } from "./fixtures.ts";
import { serveFloor } from "./server.ts";

// `make bench` measures with this what only a browser can tell; it is no test and runs in no other way.

/** A value of a facet is chosen and given up so often. */
const choices = 60;

/** Incidents that are declared and resolved: two acts each. */
const incidents = 100;

/** The value that `share` of the sorted times do not exceed. */
const within = (times: number[], share: number): number => times[Math.ceil(times.length * share) - 1]!;

/** Writes one figure to `target/NAME.json`. */
function keep(file: string, figure: { name: string; n: number; value: number; target: number }): void {
  const out = fileURLToPath(new URL(`../target/${file}.json`, import.meta.url));
  const all = [{ ...figure, engine: "sqlite", unit: "ms", better: "lower" }];
  writeFileSync(out, `${JSON.stringify(all, null, 2)}\n`);
}

test("from the choice of a facet's value to the new list", async ({ page }) => {
  const floor = process.env.WATCHFLOOR_FLOOR;
  test.skip(!floor, "WATCHFLOOR_FLOOR names no directory with findings");
  test.setTimeout(300_000);
  const { url, stop } = await serveFloor(floor!);
  await page.goto(`${url}/sign-in?return_to=/findings`);
  await submitSignIn(page, "analyst");
  await page.goto(`${url}/findings`);
  await expect(page.locator(".facets .values a").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  const times = await page.evaluate(async (choices) => {
    let answered = false;
    const ask = window.fetch;
    window.fetch = async (...of) => {
      const answer = await ask(...of);
      answered ||= new URL(answer.url).pathname.startsWith("/api/findings/");
      return answer;
    };
    const values = () =>
      [...document.querySelectorAll<HTMLAnchorElement>(".facets .values a")].filter((link) => link.checkVisibility());
    const choose = (link: HTMLAnchorElement) =>
      new Promise<number>((resolve) => {
        answered = false;
        const began = performance.now();
        const seen = new MutationObserver(() => {
          if (!answered) return;
          seen.disconnect();
          resolve(performance.now() - began);
        });
        seen.observe(document.querySelector("main")!, { childList: true, characterData: true, subtree: true });
        link.click();
      });
    const rest = () => new Promise((resolve) => setTimeout(resolve, 300));
    const times: number[] = [];
    for (let n = 0; n < choices; n += 1) {
      const place = (n * 7) % values().length;
      const words = values()[place]!.querySelector(".v")?.textContent;
      times.push(await choose(values()[place]!));
      await rest();
      const again = values().find((link) => link.querySelector(".v")?.textContent === words);
      if (again) times.push(await choose(again));
      await rest();
    }
    return times;
  }, choices);
  await stop();
  times.sort((one, other) => one - other);
  const [half, most, all] = [within(times, 0.5), within(times, 0.95), within(times, 1)].map(Math.round) as [number, number, number];
  console.log(`    facet to new list, ${times.length} choices: p50 ${half}  p95 ${most}  max ${all} ms`);
  keep("facet", { name: "facet_ms", n: Number(process.env.WATCHFLOOR_FLOOR_COUNT), value: most, target: 100 });
});

test("from an act to the painted wall", async ({ browser, baseURL }) => {
  test.setTimeout(300_000);
  const wall = await (await browser.newContext({ baseURL, viewport: { width: 1920, height: 1080 } })).newPage();
  await signIn(wall, "viewer");
  await wall.goto("/wall");
  const list = wall.locator(".wall-list", { hasText: "Now" });
  await expect(list).toBeVisible();

  const desk = await browser.newContext({ baseURL });
  await signIn(await desk.newPage(), "analyst");
  const act = async (name: string, form: Record<string, string>): Promise<string> => {
    const sent = { form, headers: { accept: "text/html", origin: baseURL! }, maxRedirects: 0 };
    const answer = await desk.request.post(`/api/incidents/${name}`, sent);
    const leads = answer.headers()["location"];
    if (answer.status() !== 302 || !leads) throw new Error(`${name} was answered with ${answer.status()}`);
    return leads.split("/").at(-1)!;
  };
  /** After how many milliseconds a frame is painted in which the wall has the words, or has them no more. */
  const painted = (words: string, there: boolean): Promise<number> =>
    list.evaluate(
      (_, [words, there]) =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            if ((document.querySelector(".wall-lists")?.textContent?.includes(words) ?? false) !== there) {
              requestAnimationFrame(look);
            } else {
              // The frame after the next one begins when this one is on the screen.
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
            }
          };
          look();
        }),
      [words, there] as const,
    );

  const times: number[] = [];
  const follow = async (words: string, there: boolean, ask: () => Promise<string>): Promise<string> => {
    // Between two acts of people there is time; what is measured is one act, not a queue of them.
    await wall.waitForTimeout(400);
    const seen = painted(words, there);
    const began = Date.now();
    const id = await ask();
    times.push((await seen) - began);
    return id;
  };
  for (let n = 0; n < incidents; n += 1) {
    const title = `Measured ${n} of many`;
    const id = await follow(title, true, () => act("declare", { title, impact: "1" }));
    await follow(title, false, () => act("resolve", { id, expected_version: "1" }));
  }
  times.sort((one, other) => one - other);
  const [half, most, all] = [within(times, 0.5), within(times, 0.99), within(times, 1)];
  console.log(`    act to painted wall, ${times.length} acts: p50 ${half}  p99 ${most}  max ${all} ms`);
  keep("wall", { name: "wall_ms", n: 3000, value: most, target: 500 });
});
