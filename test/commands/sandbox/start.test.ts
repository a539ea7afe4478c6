import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import SandboxStart from "../../../src/commands/sandbox/start.ts";
import { runCommand } from "../../support/run-command.ts";
import { schemaErrors } from "../../support/schema.ts";

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** From source, in a process of its own: only a signal ends it. */
async function started(...flags: string[]) {
  const child = spawn(process.execPath, ["bin/dev.js", "sandbox", "start", "--port", "0", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], AWS_PROFILE: "production", HOME: "/nonexistent" },
  });
  children.push(child);
  const stderr = text(child.stderr);
  const [first] = (await once(child.stdout, "data")) as [Buffer];
  return { child, stdout: first.toString("utf8"), stderr, ended: once(child, "exit") };
}

describe("sandbox start", () => {
  it("says in one line of JSON that it is ready, and ends with 143 after SIGTERM", async () => {
    const { child, stdout, stderr, ended } = await started("--json", "--speed", "60");
    expect(stdout).toMatch(/^[^\n]*\n$/);
    expect(schemaErrors("sandbox-start", JSON.parse(stdout))).toEqual([]);
    const { endpoint, env, unset, ...rest } = JSON.parse(stdout) as { endpoint: string; env: Record<string, string>; unset: string[] };
    expect(rest).toEqual({ schemaVersion: 1, region: "eu-central-1", accountId: "123456789012" });
    expect(env).toMatchObject({ AWS_ENDPOINT_URL: endpoint, MSKCTL_CLOCK: expect.stringMatching(/^\d+,60$/) });
    expect(unset).toEqual(["AWS_PROFILE"]);
    expect((await fetch(`${endpoint}/2015-03-31/event-source-mappings`)).status).toBe(200);
    child.kill("SIGTERM");
    expect(await ended).toEqual([143, null]);
    expect(await stderr).toBe("");
  });

  it("prints what a shell takes, and ends with 130 after Ctrl-C", async () => {
    const { child, stdout, stderr, ended } = await started();
    const lines = stdout.trim().split("\n");
    expect(lines[0]).toMatch(/^export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/);
    expect(lines.every((line) => /^(export [\w]+=\S+|unset AWS_PROFILE)$/.test(line))).toBe(true);
    child.kill("SIGINT");
    expect(await ended).toEqual([130, null]);
    expect(await stderr).toContain("Ctrl-C stops it");
  });

  it("warns before it listens where others can reach it", async () => {
    const run = await runCommand(SandboxStart, ["--host", "192.0.2.1", "--port", "0"]);
    expect(run.stderr).toContain("warning: 192.0.2.1 can be reached by others");
    expect(run.exitCode).toBe(64);
  });

  it("answers a taken port with JSON when JSON was asked for", async () => {
    const { stdout } = await started("--json");
    const { port } = new URL((JSON.parse(stdout) as { endpoint: string }).endpoint);
    const run = await runCommand(SandboxStart, ["--port", port, "--json"]);
    expect([run.exitCode, run.json]).toEqual([75, { error: expect.objectContaining({ code: "unavailable" }) }]);
  });
});
