// shed.mjs FILE: empties functions of a WebAssembly file that nothing ever calls. A view whose type is erased keeps one for
// each manner in which it might be asked to appear, and the linker cannot know that one of them is never asked for: waking up
// behind a route whose code comes later (`leptos::mount::hydrate_lazy`). Ours comes as a whole (`hydrate_body`). Whatever
// should call one after all stops there, and with it every browser test that comes by.
//
// Only what cannot be mistaken may be named here: of functions that do the same to the last instruction the compiler keeps one,
// under the name of either.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const binaryenFile = createRequire(`${process.env.WATCHFLOOR_NPM}/`).resolve("binaryen");
const { default: binaryen } = await import(pathToFileURL(binaryenFile).href);

const uncalled = /^<T as tachys::view::any_view::IntoAny>::into_any::hydrate_async\b/;

const file = process.argv[2];
const module = binaryen.readBinary(readFileSync(file));
const functions = Array.from({ length: module.getNumFunctions() }, (_, at) => module.getFunctionByIndex(at));
const found = functions.filter((one) => uncalled.test(binaryen.getFunctionInfo(one).name));
// Another version of the framework may name them otherwise.
if (found.length === 0) throw new Error(`Nothing in ${file} is called like ${uncalled}`);
for (const one of found) binaryen.Function.setBody(one, module.unreachable());
binaryen.setDebugInfo(true);
writeFileSync(file, module.emitBinary());
