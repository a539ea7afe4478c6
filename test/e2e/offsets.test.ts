import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

let sandbox: E2eSandbox;

beforeAll(async () => {
  sandbox = await e2eSandbox("none");
});
afterAll(() => sandbox.close());

const mskctl = (...argv: readonly string[]) => runProgram(argv, { environment: sandbox.environment });

// Topics of the demo account have no brokers; test/kafka/offsets.test.ts has some.
describe("offsets without brokers", () => {
  it.each([
    ["show", ["offsets", "show", "orders"]],
    ["show, of all mappings", ["offsets", "show"]],
    ["reset", ["offsets", "reset", "orders", "--to-earliest", "--yes"]],
  ])("%s: 75, and a sentence", async (_, argv) => {
    const { stdout, stderr, exitCode } = await mskctl(...argv);
    expect([stdout, exitCode]).toEqual(["", 75]);
    expect(stderr).toContain("embedded clusters of the sandbox have no brokers");
  });

  it("are an error document in JSON, and leave the mapping as it was", async () => {
    const { stdout, exitCode } = await mskctl("offsets", "reset", "orders", "--to-latest", "--yes", "--json");
    const document = JSON.parse(stdout) as unknown;
    expect(schemaErrors("error", document)).toEqual([]);
    expect(document).toMatchObject({ error: { code: "unavailable", suggestions: [expect.stringContaining("no brokers")] } });
    expect(exitCode).toBe(75);
    const inspected = JSON.parse((await mskctl("inspect", "orders", "--json")).stdout) as unknown;
    expect(inspected).toMatchObject({ mapping: { State: "Enabled" } });
  });

  it("are not asked for when the call is wrong already", async () => {
    const { stderr, exitCode } = await mskctl("offsets", "reset", "orders", "--to-latest", "--to-earliest");
    expect(stderr).toContain("one place at a time: --to-earliest and --to-latest were given");
    expect(exitCode).toBe(64);
    const unknown = await mskctl("offsets", "rest", "orders");
    expect(unknown).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("mskctl offsets res") });
  });
});
