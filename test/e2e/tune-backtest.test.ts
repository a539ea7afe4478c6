import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

let sandbox: E2eSandbox;

beforeAll(async () => {
  sandbox = await e2eSandbox("none");
});

afterAll(() => sandbox.close());

const backtest = (...argv: readonly string[]) => runProgram(["tune", "backtest", ...argv], { environment: sandbox.environment });

describe("mskctl tune backtest", () => {
  it("orders passes, and is told in the form of the schema", async () => {
    const { stdout, stderr, exitCode } = await backtest("orders", "--since", "6d", "--json");
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const document = JSON.parse(stdout) as unknown;
    expect(schemaErrors("tune-backtest", document)).toEqual([]);
    expect(document).toMatchObject({
      mappings: [{ name: "orders", backtest: { passed: true, misses: [], sameHourBefore: "day" }, missing: null }],
    });
  });

  it("audit has no data, which is no failure", async () => {
    const { stdout, stderr, exitCode } = await backtest("audit");
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.slice(0, 2)).toEqual(["audit ← audit", "… no data · it is disabled"]);
    expect(lines.at(-1)).toBe("mskctl resume audit");
  });

  it("a short time says what to type for more", async () => {
    const { stdout, exitCode } = await backtest("orders", "--since", "4d");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/… no data · the first 70 %: .* days of data, of 14/);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("mskctl tune backtest orders");
  });

  it.each([
    [["nobody"], 69, "nobody"],
    [[], 64, "mapping"],
    [["orders", "--since", "20d"], 64, "15 d"],
  ])("%j is refused", async (argv, exitCode, said) => {
    const ended = await backtest(...argv);
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: "" });
    expect(ended.stderr).toContain(said);
  });
});
