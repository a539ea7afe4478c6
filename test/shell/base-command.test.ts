import { Args, Flags } from "@oclif/core";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../src/core/errors.ts";
import { BaseCommand } from "../../src/shell/base-command.ts";
import { runCommand } from "../support/run-command.ts";

/** A verb that does what its argument says. */
class Probe extends BaseCommand<typeof Probe> {
  static override id = "probe";
  static override args = { what: Args.string({ required: true }) };
  static override flags = { name: Flags.string(), yes: Flags.boolean() };

  async run(): Promise<unknown> {
    switch (this.args.what) {
      case "fail":
        throw new MskctlError("not-found", "no mapping is called orders", { suggestions: ["mskctl list"], details: { name: "orders" } });
      case "bug":
        throw new TypeError("undefined is not a function");
      case "ask":
        return this.said(await this.confirm("Apply?", this.flags.yes));
      case "ask-name":
        return this.said(await this.confirmByName("Delete orders?", ["orders"], this.flags.name));
      case "gate":
        this.gate([{ id: "MSK021", severity: "warning", message: "m" }], "warning");
        return { schemaVersion: 1 };
      default:
        this.print("data");
        this.tell("for the person");
        return { schemaVersion: 1, offset: 9_007_199_254_740_993n };
    }
  }

  private said(answer: boolean): unknown {
    this.print(answer ? "yes" : "no");
    return { answer };
  }
}

describe("what surrounds a verb", () => {
  it("puts data on stdout and the rest on stderr", async () => {
    expect(await runCommand(Probe, ["print"])).toMatchObject({ stdout: "data", stderr: "for the person", exitCode: 0 });
  });

  it("prints one document with --json, and offsets as text", async () => {
    const run = await runCommand(Probe, ["print", "--json"]);
    expect(run.json).toEqual({ schemaVersion: 1, offset: "9007199254740993" });
    expect(run.stderr).toBe("");
  });

  it("says what failed and what to type next", async () => {
    const run = await runCommand(Probe, ["fail"]);
    expect(run).toMatchObject({ stdout: "", stderr: "✖ no mapping is called orders\n  mskctl list", exitCode: 69 });
  });

  it("gives a small error document with --json and nothing else", async () => {
    const run = await runCommand(Probe, ["fail", "--json"]);
    expect(run.json).toEqual({
      error: { code: "not-found", message: "no mapping is called orders", suggestions: ["mskctl list"], details: { name: "orders" } },
    });
    expect(run.stderr).toBe("");
  });

  it("calls a bug a bug, without its stack", async () => {
    const run = await runCommand(Probe, ["bug"]);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("undefined is not a function");
    expect(run.stderr).not.toMatch(/^\s*at /m);
  });

  it.each([[["print", "--nam", "x"]], [[]], [["print", "extra"]]])("takes %j as wrong usage", async (argv) => {
    const run = await runCommand(Probe, argv);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("mskctl probe --help");
  });

  it("says what a duration looks like", async () => {
    expect(await runCommand(Probe, ["print", "--timeout", "soon"])).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("30s") });
  });

  it("says what is wrong with a flag's value, and where to read on", async () => {
    expect(await runCommand(Probe, ["print", "--timeout", "soon"])).toMatchObject({
      stderr: '✖ Parsing --timeout: "soon" is no duration; write 30s, 5m or 1h30m\n  mskctl probe --help',
      exitCode: 64,
    });
  });

  it("suggests commands that go to the same account and Region", async () => {
    const flags = ["--region", "us-west-2", "--profile", "the shop", "--endpoint-url", "http://127.0.0.1:9"];
    const { stderr } = await runCommand(Probe, ["fail", ...flags]);
    expect(stderr).toContain("\n  mskctl list --profile 'the shop' --region us-west-2 --endpoint-url http://127.0.0.1:9");
    const { json } = await runCommand(Probe, ["fail", "--json", "--region", "us-west-2"]);
    expect(json).toMatchObject({ error: { suggestions: ["mskctl list --region us-west-2"] } });
  });

  it("never prints the framework's own dump on wrong usage", async () => {
    const run = await runCommand(Probe, ["print", "--nam", "x", "--json"]);
    expect(run.exitCode).toBe(64);
    expect(Object.keys((run.json as { error: object }).error)).toEqual(["code", "message", "suggestions", "details"]);
    expect(run.stdout.length).toBeLessThan(500);
  });

  it("ends with 2 when a finding reaches the gate", async () => {
    expect((await runCommand(Probe, ["gate"])).exitCode).toBe(2);
  });
});

describe("the question before a write", () => {
  it.each([
    ["y", "yes"],
    ["YES", "yes"],
    ["", "no"],
    ["n", "no"],
    ["yy", "no"],
  ])("takes %j as %s", async (typed, meant) => {
    expect(await runCommand(Probe, ["ask"], { answers: [typed] })).toMatchObject({ stdout: meant, stderr: "Apply? [y/N] ", exitCode: 0 });
  });

  it("is answered by --yes without being asked", async () => {
    expect(await runCommand(Probe, ["ask", "--yes"], { answers: [] })).toMatchObject({ stdout: "yes", stderr: "" });
  });

  it("without a terminal and without --yes ends with 64 and names the flag", async () => {
    expect(await runCommand(Probe, ["ask"])).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("--yes") });
  });

  it("suggests the whole command again, with the answer", async () => {
    const { stderr } = await runCommand(Probe, ["ask", "--name", "it's"]);
    expect(stderr).toBe("✖ this needs an answer, and there is no terminal to ask on\n  mskctl probe ask --name 'it'\\''s' --yes");
  });

  it("never asks with --json, and says so", async () => {
    const run = await runCommand(Probe, ["ask", "--json"], { answers: ["y"] });
    expect(run.exitCode).toBe(64);
    expect(run.json).toMatchObject({ error: { message: "this needs an answer, and --json asks no questions" } });
  });

  it("takes the name typed or passed, and no other", async () => {
    expect(await runCommand(Probe, ["ask-name", "--name", "orders"])).toMatchObject({ stdout: "yes", exitCode: 0 });
    expect(await runCommand(Probe, ["ask-name"], { answers: ["orders"] })).toMatchObject({ stdout: "yes" });
    expect(await runCommand(Probe, ["ask-name"], { answers: ["y"] })).toMatchObject({
      stdout: "no",
      stderr: "Delete orders? Type orders: \nThat is not orders.",
    });
    expect(await runCommand(Probe, ["ask-name"], { answers: [""] })).toMatchObject({
      stdout: "no",
      stderr: "Delete orders? Type orders: ",
    });
    expect(await runCommand(Probe, ["ask-name", "--name", "order"])).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining("orders"),
    });
    expect(await runCommand(Probe, ["ask-name"])).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("--confirm orders") });
  });
});
