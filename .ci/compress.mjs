// compress.mjs FOLDER: writes .br and .gz beside every text and WebAssembly file below FOLDER, where that is smaller.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const worthwhile = /\.(css|html|js|json|svg|txt|wasm|webmanifest)$/;

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      // Blocks of 128 KB, and the eight nearest distances by themselves: of a program a sixth of a hundredth less.
      [constants.BROTLI_PARAM_LGBLOCK]: 17,
      [constants.BROTLI_PARAM_NDIRECT]: 8,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || !worthwhile.test(path) || existsSync(`${path}.br`)) continue;
  const bytes = readFileSync(path);
  for (const [suffix, compressed] of [["br", brotli(bytes)], ["gz", gzipSync(bytes, { level: 9 })]]) {
    if (compressed.length < bytes.length) writeFileSync(`${path}.${suffix}`, compressed);
  }
}
