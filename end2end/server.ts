import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const startLimit = 120_000;

/** Reads what the server prints until it names its address, and that of its simulated AWS. */
function addresses(server: ChildProcess): Promise<[string, string]> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the demo did not name its address in time")), startLimit);
    let printed = "";
    server.stdout?.on("data", (text: Buffer) => {
      printed += text.toString();
      const [url, aws] = printed.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
      if (url && aws) {
        clearTimeout(late);
        resolve([url, aws]);
      }
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the demo ended with ${code} before it listened:\n${printed}`)));
  });
}

/** Asks for readiness, a bounded number of times. */
async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the demo did not become ready");
}

/** Asks the server to end, and ends it if it does not. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const slow = setTimeout(() => server.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(slow);
}

/** A demo of its own. */
export interface Demo {
  /** Where it listens. */
  url: string;
  /** Where its simulated AWS does. */
  aws: string;
  /** Ends it and starts another over what it kept, whose clock is so many days ahead. */
  later: (days: number) => Promise<Demo>;
  /** Ends it and starts another over what it kept, at the same address. */
  again: () => Promise<Demo>;
  /** Ends it and removes what it kept. */
  stop: () => Promise<void>;
}

/** A server on findings that were taken in before, which asks nobody for more. */
export async function serveFloor(directory: string): Promise<Pick<Demo, "url" | "stop">> {
  const program = process.env.WATCHFLOOR_BIN;
  if (!program) throw new Error("WATCHFLOOR_BIN must name the server's program; .ci/bench sets it");
  const own = Object.entries(process.env).filter(([key]) => !key.startsWith("WATCHFLOOR_"));
  const env = { ...Object.fromEntries(own), WATCHFLOOR_AWS_ENABLED: "false" };
  const options = ["serve", "--listen", "127.0.0.1:0", "--data-dir", directory];
  const server = spawn(program, options, { env, stdio: ["ignore", "pipe", "ignore"] });
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout.on("data", (text: Buffer) => {
      const address = /listening on (http:\/\/\S+)/.exec(text.toString())?.[1];
      if (address) resolve(address);
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the server ended with ${code} before it listened`)));
  });
  await ready(url);
  return { url, stop: () => stop(server) };
}

/** Starts a demo on a free port with a database of its own. Its log is in `target/LOG.log`. */
export async function startDemo(log: string, findings: number): Promise<Demo> {
  const store = mkdtempSync(join(tmpdir(), "watchfloor-end2end-"));
  return startOver(store, log, findings, 0, "127.0.0.1:0");
}

async function startOver(
  store: string,
  log: string,
  findings: number,
  daysAhead: number,
  listen: string,
): Promise<Demo> {
  const program = process.env.WATCHFLOOR_BIN;
  if (!program) throw new Error("WATCHFLOOR_BIN must name the server's program; .ci/end2end sets it");
  const target = fileURLToPath(new URL("../target/", import.meta.url));
  mkdirSync(join(target, "pictures"), { recursive: true });
  const kept = createWriteStream(join(target, `${log}.log`), { flags: daysAhead > 0 ? "a" : "w" });
  const options = ["--listen", listen, "--data-dir", store, "--findings", String(findings)];
  if (daysAhead > 0) options.push("--days-ahead", String(daysAhead));
  // The server refuses settings that it does not know, and those of the tests begin like its own.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("WATCHFLOOR_")));
  const server = spawn(program, ["demo", ...options], { env, stdio: ["ignore", "pipe", "pipe"] });
  server.stdout.pipe(kept);
  server.stderr.pipe(kept);
  const end = async () => {
    await stop(server);
    rmSync(store, { recursive: true, force: true });
  };
  const later = async (days: number) => {
    await stop(server);
    return startOver(store, log, findings, days, "127.0.0.1:0");
  };
  try {
    const [url, aws] = await addresses(server);
    await ready(url);
    const again = async () => {
      await stop(server);
      return startOver(store, log, findings, daysAhead, new URL(url).host);
    };
    return { url, aws, later, again, stop: end };
  } catch (fault) {
    await end();
    throw fault;
  }
}
