import { picture, test } from "./fixtures.ts";
import { play } from "./story.ts";

test("three people and a wall see an intrusion to its end", async ({ browser, complaints }) => {
  test.setTimeout(240_000);
  await play(browser, complaints, picture);
});
