import { describe, expect, test } from "vitest";
import Diff from "../../src/commands/diff.ts";
import { sampleMapping, shopClusterArn } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const spec = `FunctionName: orders
EventSourceArn: ${shopClusterArn}
Topics: [orders]
StartingPosition: TRIM_HORIZON
MaximumBatchingWindowInSeconds: 1
MetricsConfig: {Metrics: [EventCount]}
`;

async function diff(text: string, words: readonly string[] = []) {
  const returns = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000001", Topics: ["returns"] });
  const { services, files } = writeServices([sampleMapping(), returns]);
  files.texts.set("specs.yaml", text);
  return runCommand(Diff, ["-f", "specs.yaml", ...words], { services });
}

describe("diff", () => {
  test("of specs that are as in the account ends with 0; mappings without a spec are only named.", async () => {
    const { stdout, exitCode } = await diff(spec);
    expect(stdout).toBe("orders/returns · no spec describes it (00000000-0000-4000-8000-000000000001)\n\n1 of 1 spec as in the account");
    expect(exitCode).toBe(0);
  });

  test("shows each difference from account to spec and ends with 2.", async () => {
    const { stdout, exitCode } = await diff(`${spec}BatchSize: 500\n`);
    expect(stdout).toContain("orders/orders · differs, account → spec\n  BatchSize    100  →  500\n");
    expect(exitCode).toBe(2);
  });

  test("ends with 2 for a spec of a mapping that is not there.", async () => {
    const { stdout, exitCode } = await diff(spec.replace("[orders]", "[refunds]"));
    expect(stdout).toContain("orders/refunds · not in the account");
    expect(exitCode).toBe(2);
  });

  test("answers with its JSON document.", async () => {
    const { json, exitCode } = await diff(`${spec}BatchSize: 500\n---\n${spec.replace("[orders]", "[refunds]")}`, ["--json"]);
    expect(schemaErrors("diff", json)).toEqual([]);
    expect(json).toMatchObject({
      differs: true,
      specs: [
        { name: "orders/orders", state: "different", createOnly: false, changes: [{ field: "BatchSize", before: 100, after: 500 }] },
        { name: "orders/refunds", state: "missing", mapping: null },
      ],
      unnamed: [{ Topics: ["returns"] }],
    });
    expect(exitCode).toBe(2);
  });

  test("of a malformed spec ends with 64, file, line, column and the field that was meant.", async () => {
    const { stderr, exitCode } = await diff(`${spec}BatchSizze: 500\n`);
    expect(stderr).toBe("✖ specs.yaml:7:1: unknown field BatchSizze; did you mean BatchSize?");
    expect(exitCode).toBe(64);
  });

  test("without a file is wrong usage.", async () => {
    expect((await runCommand(Diff, [], { services: writeServices().services })).exitCode).toBe(64);
  });
});
