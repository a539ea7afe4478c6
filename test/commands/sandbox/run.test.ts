import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import SandboxRun from "../../../src/commands/sandbox/run.ts";
import { runCommand } from "../../support/run-command.ts";

const node = (script: string, ...argv: string[]) => ["--", process.execPath, "-e", script, ...argv];

async function exitCode(argv: readonly string[]): Promise<number> {
  return (await runCommand(SandboxRun, argv)).exitCode;
}

describe("sandbox run", () => {
  it("gives the command an AWS: the endpoint answers", async () => {
    const script = `fetch(process.env.AWS_ENDPOINT_URL + "/2015-03-31/event-source-mappings").then(async (answer) => {
      const { EventSourceMappings } = await answer.json();
      process.exit(EventSourceMappings.length === 7 && process.env.AWS_REGION === "eu-central-1" ? 21 : 1);
    })`;
    expect(await exitCode(node(script))).toBe(21);
  });

  it("takes away what would lead past the sandbox", async () => {
    process.env["AWS_ENDPOINT_URL_LAMBDA"] = "http://192.0.2.1";
    process.env["AWS_PROFILE"] = "production";
    try {
      expect(await exitCode(node(`process.exit("AWS_PROFILE" in process.env || "AWS_ENDPOINT_URL_LAMBDA" in process.env ? 1 : 22)`))).toBe(
        22,
      );
    } finally {
      delete process.env["AWS_ENDPOINT_URL_LAMBDA"];
      delete process.env["AWS_PROFILE"];
    }
  });

  it("passes the command's own flags on untouched", async () => {
    const script = `process.exit(JSON.stringify(process.argv.slice(1)) === '["--yes","--port","a b","--no-color"]' ? 23 : 1)`;
    // Node itself takes the first -- away.
    expect(await exitCode([...node(script), "--", "--yes", "--port", "a b", "--no-color"])).toBe(23);
  });

  it.each([
    ["SIGKILL", 137],
    ["SIGTERM", 143],
  ])("ends as a command does that %s ended: with %i", async (signal, expected) => {
    expect(await exitCode(node(`process.kill(process.pid, "${signal}"); setInterval(() => {}, 1000)`))).toBe(expected);
  });

  it("says that there is no such command", async () => {
    const run = await runCommand(SandboxRun, ["--", "no-such-command-anywhere"]);
    expect([run.exitCode, run.stderr]).toEqual([
      64,
      expect.stringContaining("cannot run no-such-command-anywhere: there is no such command"),
    ]);
  });

  it("ends the command when the time given by --timeout is up", async () => {
    expect(await exitCode(["--timeout", "1s", ...node("setInterval(() => {}, 1000)")])).toBe(75);
  });

  it.each([
    [["--speed", "0.5", ...node("")], "no speed"],
    [["--region", "eu-west-1", ...node("")], "--region"],
    [[], "command"],
  ])("refuses %j", async (argv, reason) => {
    const run = await runCommand(SandboxRun, argv);
    expect([run.exitCode, run.stderr]).toEqual([64, expect.stringContaining(reason)]);
  });
});

describe("signals to sandbox run", () => {
  const children: ChildProcess[] = [];

  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  /** In a process of its own, from source; gives it when its command has said that it is ready. */
  async function started(script: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["bin/dev.js", "sandbox", "run", ...node(script)], { stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    await once(child.stdout ?? child, "data");
    return child;
  }

  it("SIGTERM goes to the command, whose exit code counts", async () => {
    const child = await started(`process.on("SIGTERM", () => process.exit(24)); setInterval(() => {}, 1000); console.log("ready")`);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([24, null]);
  });

  it("SIGINT does not end the sandbox before its command", async () => {
    const script = `process.stdin.once("data", () =>
      fetch(process.env.AWS_ENDPOINT_URL + "/api/v2/clusters").then(({ status }) => process.exit(status === 200 ? 25 : 1)));
      console.log("ready")`;
    const child = await started(script);
    child.kill("SIGINT");
    child.kill("SIGINT");
    child.stdin?.write("go on");
    expect(await once(child, "exit")).toEqual([25, null]);
  });
});
