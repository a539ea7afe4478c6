import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

let sandbox: E2eSandbox;

beforeAll(async () => {
  sandbox = await e2eSandbox("none");
});

afterAll(() => sandbox.close());

const simulate = (...argv: readonly string[]) => runProgram(["tune", "simulate", ...argv], { environment: sandbox.environment });

interface Document {
  readonly mappings: readonly {
    readonly runs: Readonly<
      Record<"now" | "with" | "whatIf", { readonly recordsPerSecond: number; readonly settings: { batchSize: number } }>
    >;
  }[];
}

describe("mskctl tune simulate", () => {
  it("plays orders with load, outage and settings, in the form of the schema", async () => {
    const argv = ["orders", "--load", "x3", "--outage", "30m", "--batch-size", "300", "--since", "4d", "--json"];
    const { stdout, stderr, exitCode } = await simulate(...argv);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const document = JSON.parse(stdout) as Document;
    expect(schemaErrors("tune-simulate", document)).toEqual([]);
    const { now, with: then, whatIf } = document.mappings[0]?.runs ?? {};
    expect(then?.recordsPerSecond).toBeCloseTo(3 * (now?.recordsPerSecond ?? 0), 3);
    expect([now, then, whatIf].map((run) => run?.settings.batchSize)).toEqual([now?.settings.batchSize, now?.settings.batchSize, 300]);
  });

  it.each([
    [["nobody", "--load", "2"], 69, "nobody"],
    [["orders"], 64, "mskctl tune simulate orders --load x3 --outage 30m"],
    [["orders", "--load", "0"], 64, "--load x3"],
    [["orders", "--outage", "2d"], 64, "a day at most"],
    [["orders", "--on-demand", "--min-pollers", "2"], 64, "mskctl tune simulate orders --on-demand"],
    [["orders", "--batch-size", "0"], 70, "BatchSize"],
  ])("%j is refused", async (argv, exitCode, said) => {
    const ended = await simulate(...argv);
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: "" });
    expect(ended.stderr).toContain(said);
  });
});
