// tally.mjs REPORT: prints how many tests of Playwright's JSON report passed, failed and were skipped.
import { readFileSync } from "node:fs";

const { stats, errors } = JSON.parse(readFileSync(process.argv[2], "utf8"));
// A test that passes only when tried again is a fault.
console.log(stats.expected, stats.unexpected + stats.flaky + errors.length, stats.skipped);
