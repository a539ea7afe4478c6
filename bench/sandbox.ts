import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

type Environment = Readonly<Record<string, string>>;

/** Runs `measure` beside a sandbox with that many mappings; the sandbox is a process of its own and ends with it. */
export async function withFleet<T>(mappings: number, measure: (environment: Environment) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-bench-"));
  const scenario = join(folder, "fleet.json");
  writeFileSync(scenario, JSON.stringify({ fleet: { mappings } }));
  const sandbox = spawn(process.execPath, ["bin/run.js", "sandbox", "start", "--port", "0", "--scenario", scenario, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    return await measure(await readyEnvironment(sandbox));
  } finally {
    sandbox.kill("SIGTERM");
    if (sandbox.exitCode === null) await once(sandbox, "exit");
    rmSync(folder, { recursive: true });
  }
}

async function readyEnvironment(sandbox: ChildProcess): Promise<Environment> {
  if (sandbox.stdout === null) throw new Error("the sandbox has no output");
  for await (const line of createInterface({ input: sandbox.stdout })) return (JSON.parse(line) as { env: Environment }).env;
  throw new Error("the sandbox ended before it was ready");
}
