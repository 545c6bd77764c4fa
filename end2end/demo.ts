import { openSessions } from "./people.ts";
import { startDemo } from "./server.ts";

/** The demo that the whole run shares, with everybody signed in. */
export default async function demo(): Promise<() => Promise<void>> {
  // At AWS's limit of three pages of a hundred a second, so many are there after some ten seconds.
  const { url, stop } = await startDemo("end2end", 3000);
  try {
    process.env.WATCHFLOOR_URL = url;
    await openSessions(url);
  } catch (fault) {
    await stop();
    throw fault;
  }
  return stop;
}
