// figures.mjs: joins what was measured (target/figures.json, and in a browser target/wall.json and target/facet.json) with the size of the
// browser side (target/wasm_js_kb) into target/bench.json, and prints the table.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []);
const measured = [...read("target/figures.json"), ...read("target/wall.json"), ...read("target/facet.json")];
const size = {
  name: "wasm_js_kb",
  n: 1,
  engine: "browser",
  value: Number(readFileSync("target/wasm_js_kb", "utf8")),
  unit: "KB",
  // What is wanted; what a build may have is `budget_kb` in .ci/site.
  target: 400,
  better: "lower",
};
const figures = [...measured, size];
writeFileSync("target/bench.json", `${JSON.stringify(figures, null, 2)}\n`);
console.table(
  figures.map((figure) => ({
    figure: figure.name,
    n: figure.n,
    engine: figure.engine,
    value: figure.value,
    unit: figure.unit,
    target: `${figure.better === "higher" ? "≥" : "≤"} ${figure.target}`,
    met: (figure.better === "higher" ? figure.value >= figure.target : figure.value <= figure.target) ? "yes" : "NO",
  })),
);
