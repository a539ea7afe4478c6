import { afterAll, beforeAll, expect, it } from "vitest";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

const names = Array.from({ length: 10 }, (_, index) => `feed-${index + 1}`);

/** As in AWS's example: ten provisioned mappings of a cluster, with a poller and less than 1.5 MB/s each. */
const scenario = loadScenario({
  history: "4d",
  functions: names.map((name) => ({ name, memoryMb: 128, simulated: { baseMs: 10, perRecordMs: 0.05 } })),
  clusters: [
    {
      name: "shop",
      topics: names.map((name) => ({
        name,
        partitions: 2,
        recordBytes: 50_000,
        traffic: { kind: "diurnal", meanPerSecond: 20, amplitude: 0.3 },
      })),
    },
  ],
  mappings: names.map((name) => ({
    cluster: "shop",
    FunctionName: name,
    Topics: [name],
    StartingPosition: "LATEST",
    ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 },
    MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] },
  })),
});

let sandbox: E2eSandbox;

beforeAll(async () => {
  sandbox = await e2eSandbox("none", scenario);
}, 120_000);

afterAll(() => sandbox.close());

interface Document {
  readonly mappings: readonly { readonly verdict: string }[];
  readonly groups: readonly {
    readonly name: string;
    readonly members: readonly { readonly name: string; readonly joins: boolean; readonly command: string }[];
    readonly costMonth: { readonly alone: number; readonly together: number };
  }[];
  readonly ungrouped: readonly unknown[];
  readonly gate: { readonly failures: readonly { readonly message: string }[] };
}

it("AWS's ten mappings, each set right by itself, cost $133.20 in a group instead of $1,332.00, and --check says so", async () => {
  const argv = ["tune", "--all", "--check", "--hours-per-month", "720", "--since", "4d", "--json"];
  const { stdout, exitCode } = await runProgram(argv, { environment: sandbox.environment });
  const document = JSON.parse(stdout) as Document;
  expect(schemaErrors("tune", document)).toEqual([]);
  expect(document.mappings.map(({ verdict }) => verdict)).toEqual(names.map(() => "no change"));
  expect(document.groups).toHaveLength(1);
  const [{ name, members, costMonth } = { name: "", members: [], costMonth: { alone: 0, together: 0 } }] = document.groups;
  expect([costMonth.alone.toFixed(2), costMonth.together.toFixed(2)]).toEqual(["1332.00", "133.20"]);
  expect(members.map(({ command }) => command)).toEqual(names.map((each) => `mskctl update ${each} --poller-group ${name}`));
  expect(document.ungrouped).toEqual([]);
  expect(exitCode).toBe(2);
  expect(document.gate.failures.map(({ message }) => message)).toEqual([
    `poller group ${name}: feed-1, feed-2, feed-3 and 7 more would join, which saves about $1,198.80 a month`,
  ]);

  // The command can be pasted.
  const joined = await runProgram([...(members[0]?.command ?? "").split(" ").slice(1), "--dry-run"], {
    environment: sandbox.environment,
  });
  expect(joined.stdout).toContain(`1–2 pollers in group ${name}`);
  expect(joined.exitCode).toBe(0);
}, 300_000);
