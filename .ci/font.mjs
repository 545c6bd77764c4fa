// font.mjs FOLDER: writes the Latin subset of the variable font Inter, and its licence, into FOLDER.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const subset = createRequire(`${process.env.WATCHFLOOR_NPM}/`)("subset-font");
const inter = join(process.env.WATCHFLOOR_NPM, "node_modules/inter-ui");
const folder = process.argv[2];

// Latin with its extension A, the punctuation and currency that texts from AWS use, arrows, and the signs we draw.
const ranges = [
  [0x20, 0x7e], [0xa0, 0x17f], [0x2010, 0x2027], [0x2030, 0x203a], [0x20ac, 0x20ac], [0x2122, 0x2122],
  [0x2190, 0x2199], [0x2212, 0x2212], [0x2248, 0x2248], [0x2260, 0x2265], [0x25b2, 0x25cf], [0x2713, 0x2717],
];
const text = ranges
  .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)))
  .join("");

// Placement of accents and pairs, and the features that the style turns on: figures of one width, a slashed zero,
// letters that are told apart, and arrows made of hyphens.
const keepFeatures = ["ccmp", "kern", "locl", "mark", "mkmk", "calt", "tnum", "zero", "ss02", "ss03", "cv05"];

// The weights and optical sizes that the design uses: 400 to 700, and text to display.
const variationAxes = { opsz: { min: 14, max: 32 }, wght: { min: 400, max: 700 } };

const whole = readFileSync(join(inter, "variable/InterVariable.woff2"));
const font = await subset(whole, text, { targetFormat: "woff2", keepFeatures, variationAxes });
writeFileSync(join(folder, "inter.woff2"), font);
copyFileSync(join(inter, "LICENSE.txt"), join(folder, "inter-licence.txt"));
