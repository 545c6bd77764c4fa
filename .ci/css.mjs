// css.mjs MAIN OUT: bundles the style that MAIN imports into one small file.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { bundle } = createRequire(`${process.env.WATCHFLOOR_NPM}/`)("lightningcss");
const [main, out] = process.argv.slice(2);

const major = (version) => version << 16;
// What the design asks for (nesting, layers, oklch, container queries) is in all of these; nothing older is served.
const targets = { chrome: major(125), firefox: major(128), safari: (17 << 16) | (5 << 8) };
const { code, warnings } = bundle({ filename: main, minify: true, targets });
for (const warning of warnings) console.error(`${warning.loc?.filename ?? main}:${warning.loc?.line}: ${warning.message}`);
if (warnings.length > 0) process.exit(1);
writeFileSync(out, code);
