import { picture, test } from "./fixtures.ts";
import { play } from "./story.ts";

test("three people and a wall see an intrusion to its end", async ({ browser, complaints }) => {
  test.setTimeout(240_000);
  const took = await play(browser, complaints, picture);
  test.info().annotations.push({ type: "the wall followed, ms", description: took.join(", ") });
  console.log(`the wall followed each act after ${took.join(", ")} ms`);
});
