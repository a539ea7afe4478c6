import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../src/sandbox/front/faults.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { type Ended, runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

let sandbox: E2eSandbox;

beforeAll(async () => {
  sandbox = await e2eSandbox("none");
});

afterEach(() => sandbox.faults.clear());

afterAll(() => sandbox.close());

const mskctl = (...argv: readonly string[]): Promise<Ended> => runProgram(argv, { environment: sandbox.environment });

interface Document {
  readonly mappings: readonly {
    readonly functionName: string;
    readonly verdict: string;
    readonly cause: { readonly id: string; readonly evidence: Readonly<Record<string, unknown>> } | null;
    readonly lagRecords: number | null;
    readonly findings: readonly { readonly id: string; readonly fix?: string }[];
  }[];
  readonly notes: readonly string[];
  readonly gate?: { readonly passed: boolean; readonly failures: readonly { readonly name: string; readonly metric: string }[] };
}

async function documentOf(...argv: readonly string[]): Promise<Document> {
  const { stdout } = await mskctl("lag", ...argv, "--json");
  const document = JSON.parse(stdout) as Document;
  expect(schemaErrors("lag", document)).toEqual([]);
  return document;
}

describe("lag of the demo account", () => {
  it("names each story, the worst first", async () => {
    const { mappings, notes } = await documentOf();
    const told = new Map(mappings.map(({ functionName, verdict, cause }) => [functionName, { verdict, cause: cause?.id }]));
    expect(told).toEqual(
      new Map([
        ["payments", { verdict: "falling behind", cause: "throttled" }],
        ["shipments", { verdict: expect.stringMatching(/^(stalled|falling behind)$/), cause: "function-errors" }],
        [
          "emails",
          { verdict: expect.stringMatching(/^(falling behind|catching up)$/), cause: expect.stringMatching(/^(scaling|pollers-capped)$/) },
        ],
        ["orders", { verdict: "ok", cause: undefined }],
        ["clicks", { verdict: "ok", cause: undefined }],
        ["audit", { verdict: "disabled", cause: "paused" }],
        ["legacy", { verdict: "ok", cause: "filtered-out" }],
      ]),
    );
    const calm = mappings.findIndex(({ verdict }) => verdict === "ok");
    expect(mappings.slice(0, calm).map(({ functionName }) => functionName)).toHaveLength(3);
    expect(mappings.slice(calm).every(({ verdict }) => ["ok", "disabled"].includes(verdict))).toBe(true);
    expect(notes).toEqual([]);
  });

  it("is a line a mapping as text", async () => {
    const { stdout, stderr, exitCode } = await mskctl("lag");
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^MAPPING +TOPIC +VERDICT +LAG +AGE +IN\/s +OUT\/s +TREND +CAUGHT UP +POLLERS +CAUSE/);
    const line = (name: string) => lines.find((each) => each.startsWith(`${name} `)) ?? "";
    expect(line("payments")).toMatch(/falling behind .* never .*throttled: reserved concurrency 5$/);
    expect(line("shipments")).toMatch(/function errors: \d+ % of invocations$/);
    expect(line("audit")).toMatch(/disabled .*since 6 d; offsets expire in 24 h$/);
    expect(line("legacy")).toMatch(/99 % filtered out$/);
    expect(lines.at(-2)).toMatch(/^7 mappings · data as of \d\d:\d\d UTC \(.+ old\), CloudWatch · \d+ calls$/);
    expect(lines).toHaveLength(10);
  });

  it("tells of one mapping what was found, its evidence and what helps", async () => {
    const { mappings } = await documentOf("payments");
    expect(mappings).toMatchObject([
      {
        functionName: "payments",
        cause: { evidence: { reservedConcurrency: 5, throttles: expect.any(Number) } },
        findings: [{ id: "MSK207", fix: expect.stringMatching(/put-function-concurrency --function-name payments/) }],
      },
    ]);
    expect((await mskctl("lag", "payments")).stdout).toMatch(/MSK207 .*\n.*\n +aws lambda put-function-concurrency/);
  });

  it("knows nobody in another Region, and says so", async () => {
    const { stdout, exitCode } = await mskctl("lag", "--region", "us-west-2");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^No mapping in us-west-2 reads from Kafka yet\.\nmskctl create .* --region us-west-2\n$/);
    expect(await documentOf("--region", "us-west-2")).toMatchObject({ mappings: [] });
  });

  it("reads several Regions at once", async () => {
    const { mappings } = await documentOf("--region", "us-west-2", "--region", "eu-central-1");
    expect(mappings).toHaveLength(7);
    expect(mappings[0]).toMatchObject({
      functionName: "payments",
      region: "eu-central-1",
      findings: [{ fix: expect.stringMatching(/--region eu-central-1$/) }],
    });
  });

  it("says where partitions are to be had when nobody tells of them", async () => {
    expect((await mskctl("lag", "legacy", "--partitions")).stdout).toContain("no data on single partitions: --offsets asks the brokers");
    const withBrokers = await mskctl("lag", "legacy", "--partitions", "--offsets");
    // Embedded clusters have no brokers: the rest is as it was.
    expect(withBrokers).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^legacy +legacy +● ok/m) });
  });
});

describe("gates", () => {
  it("2 where the lag is too great, naming each and by how much", async () => {
    const { exitCode, stderr } = await mskctl("lag", "--max-lag", "10000");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/payments: lag [\d,]+ exceeds --max-lag 10,000 by [\d,]+\n/);
    expect(stderr).not.toMatch(/orders|audit|clicks|legacy/);
    const { gate } = await documentOf("--max-lag", "10000");
    expect(gate).toMatchObject({ passed: false });
    expect(gate?.failures.map(({ name }) => name)).toEqual(expect.arrayContaining(["payments", "shipments"]));
  });

  it.each([
    ["what keeps up passes", ["orders", "--max-lag", "100000", "--max-age", "1m"], 0],
    ["an age", ["payments", "--max-age", "1m"], 2],
    ["an age that has lasted", ["payments", "--max-age", "30s", "--for", "30s"], 2],
    ["minutes tell that it has not lasted", ["payments", "--max-lag", "10000", "--for", "30m"], 0],
    ["minutes tell that it has lasted", ["payments", "--max-lag", "10000", "--for", "5m"], 2],
    ["no data says no", ["audit", "--max-age", "1m"], 2],
    ["unless it is allowed", ["audit", "--max-age", "1m", "--allow-no-data"], 0],
    ["nobody to look at says no", ["--region", "us-west-2", "--max-lag", "1"], 2],
    ["of several the paused are left out", ["audit", "orders", "--max-lag", "1000000"], 0],
    ["a paused one alone is not", ["audit", "--max-lag", "1000000"], 2],
  ])("%s", async (_, argv, exitCode) => {
    expect((await mskctl("lag", ...argv)).exitCode).toBe(exitCode);
  });
});

describe("wrong use", () => {
  it("69 for an unknown mapping, with what there is", async () => {
    const { exitCode, stdout, stderr } = await mskctl("lag", "shipment");
    expect({ exitCode, stdout }).toEqual({ exitCode: 69, stdout: "" });
    expect(stderr).toContain("shipments");
  });

  it.each([
    [["--ndjson"], "--watch"],
    [["--for", "3m"], "--max-lag"],
    [["--partitions"], "7 mappings"],
    [["--watch", "--interval", "1s"], "5 s"],
    [["--interval", "30s"], "--watch"],
    [["--columns", "mapping,size"], '"size" is no column'],
    [["--since", "tomorrow"], "tomorrow"],
    [["--since", "16d"], "15 d"],
    [["--watch", "--max-lag", "1"], "--max-lag"],
    [["--readonly"], "--watch"],
  ])("64 for %j", async (argv, words) => {
    const { exitCode, stdout, stderr } = await mskctl("lag", ...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: "" });
    expect(stderr).toContain(words);
  });

  it("64 as a document for --watch --json", async () => {
    const { exitCode, stdout, stderr } = await mskctl("lag", "--watch", "--json");
    expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "usage", suggestions: ["mskctl lag --watch --ndjson"] } });
  });

  it("75 when --until-lag is not reached in time, saying who is left and how to go on", async () => {
    const { exitCode, stdout, stderr } = await mskctl("lag", "payments", "--until-lag", "0", "--timeout", "3s");
    expect({ exitCode, stdout }).toEqual({ exitCode: 75, stdout: "" });
    expect(stderr).toMatch(/1 mapping is not drained after .*: payments [\d,]+ \(never at this rate\)/);
    expect(stderr).toContain("mskctl lag payments --until-lag 0 --timeout 3s");
  });
});

describe("what may not be read, or not now", () => {
  it("goes on after CloudWatch throttles", async () => {
    sandbox.faults.failNext({ ...throttled, times: 2 });
    const { mappings } = await documentOf();
    expect(mappings[0]).toMatchObject({ functionName: "payments", cause: { id: "throttled" } });
  });

  it("gives up with 75 when it does not stop", async () => {
    sandbox.faults.failNext(throttled);
    const { exitCode, stderr } = await mskctl("lag");
    expect(exitCode).toBe(75);
    expect(stderr).toMatch(/Rate exceeded/i);
  });

  it("without ListMetrics says so, and reads what needs no listing", async () => {
    sandbox.faults.failNext(denied("monitoring", "cloudwatch", "ListMetrics"));
    const { notes, mappings } = await documentOf();
    expect(notes).toEqual([expect.stringMatching(/^not permitted: cloudwatch:ListMetrics/)]);
    expect(mappings.find(({ functionName }) => functionName === "payments")).toMatchObject({ lagRecords: expect.any(Number) });
  });

  it("without GetMetricData says so of each mapping, and ends with 0; a gate says no", async () => {
    sandbox.faults.failNext(denied("monitoring", "cloudwatch", "GetMetricData"));
    const { mappings } = await documentOf();
    for (const { functionName, verdict, cause, lagRecords } of mappings) {
      if (functionName === "audit") continue;
      expect({ functionName, verdict, cause: cause?.id, lagRecords }).toEqual({
        functionName,
        verdict: "no data",
        cause: "not-permitted",
        lagRecords: null,
      });
    }
    const { exitCode, stdout } = await mskctl("lag");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^orders .* no data .*not permitted: cloudwatch:GetMetricData$/m);
    expect((await mskctl("lag", "orders", "--max-lag", "100000")).exitCode).toBe(2);
  });

  it("without the function's facts still names what the metrics show", async () => {
    sandbox.faults.failNext(denied("lambda", "lambda", "GetFunctionConfiguration"));
    sandbox.faults.failNext(denied("lambda", "lambda", "GetFunctionConcurrency"));
    sandbox.faults.failNext(denied("kafka", "kafka", "DescribeTopic"));
    const { mappings, notes } = await documentOf();
    const cause = (name: string) => mappings.find(({ functionName }) => functionName === name)?.cause?.id;
    expect(cause("payments")).toBe("throttled");
    expect(cause("shipments")).toBe("function-errors");
    expect(notes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/not permitted: lambda:GetFunctionConfiguration/),
        expect.stringMatching(/not permitted: lambda:GetFunctionConcurrency/),
      ]),
    );
  });

  const throttled: Fault = {
    service: "monitoring",
    operation: "GetMetricData",
    status: 400,
    errorName: "Throttling",
    message: "Rate exceeded",
  };
});

function denied(service: "lambda" | "kafka" | "monitoring", prefix: string, operation: string): Fault {
  const message = `User: arn:aws:iam::123456789012:user/reader is not authorized to perform: ${prefix}:${operation} on resource: *`;
  return { service, operation, status: 403, errorName: "AccessDeniedException", message };
}
