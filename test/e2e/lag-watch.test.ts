import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../src/sandbox/front/faults.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { type Ended, ended, runProgram, startProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

// A minute of CloudWatch is a second here: a sandbox that runs fast takes the program's clock along.

const names = ["busy", "drained", "doomed"] as const;
const traffic = {
  busy: { kind: "constant", perSecond: 5 },
  // A minute of records half an hour ago, and none since.
  drained: { kind: "burst", perSecond: 0, burstPerSecond: 50, every: "24h", for: "1m", startedAgo: "30m" },
  doomed: { kind: "constant", perSecond: 5 },
};
let sandbox: E2eSandbox;

beforeAll(async () => {
  const account = {
    history: "60m",
    functions: names.map((name) => ({ name })),
    clusters: [{ name: "shop", topics: names.map((name) => ({ name, traffic: traffic[name] })) }],
    mappings: names.map((name) => ({
      cluster: "shop",
      FunctionName: name,
      Topics: [name],
      StartingPosition: "TRIM_HORIZON",
      MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] },
    })),
  };
  sandbox = await e2eSandbox("none", loadScenario(account), { speed: 60 });
});

afterEach(() => sandbox.faults.clear());

afterAll(() => sandbox.close());

const mskctl = (...argv: readonly string[]): Promise<Ended> => runProgram(argv, { environment: sandbox.environment });

interface Watched {
  readonly child: ChildProcess;
  /** The next line of stdout. */
  line(): Promise<string>;
  end: Promise<Ended>;
}

function watch(...argv: readonly string[]): Watched {
  const child = startProgram(["lag", ...argv, "--watch", "--interval", "5s"], sandbox.environment);
  if (child.stdout === null) throw new Error("no stdout");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("it ended without another line");
    return value;
  };
  return { child, line, end: ended(child) };
}

interface Event {
  readonly type: string;
  readonly at: string;
  readonly mappings: readonly { readonly functionName: string }[];
  readonly notes: readonly string[];
}

const throttled: Fault = {
  service: "monitoring",
  operation: "GetMetricData",
  status: 400,
  errorName: "Throttling",
  message: "Rate exceeded",
};

describe("lag --watch --ndjson", () => {
  it("gives a document a refresh until Ctrl-C: 130, with what it cost", async () => {
    const watched = watch("--ndjson");
    const events = [JSON.parse(await watched.line()), JSON.parse(await watched.line())] as Event[];
    watched.child.kill("SIGINT");
    const { exitCode, stderr } = await watched.end;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/interrupted; watched for .*: \d+ readings, \d+ calls, under \$0\.01/);
    expect(events.flatMap((event) => schemaErrors("lag", event))).toEqual([]);
    expect(events.map(({ type, mappings }) => [type, mappings.length])).toEqual([
      ["lag", 3],
      ["lag", 3],
    ]);
    expect(Date.parse(events[1]?.at ?? "")).toBeGreaterThan(Date.parse(events[0]?.at ?? ""));
  });

  it("ends with 0 once nobody reads any more", async () => {
    const program = fileURLToPath(new URL("../../bin/run.js", import.meta.url));
    const command = `"${process.execPath}" "${program}" lag --watch --ndjson --interval 5s | head -1 | wc -l; echo "exit \${PIPESTATUS[0]}"`;
    const shell = spawn("bash", ["-c", command], { env: sandbox.environment, stdio: "pipe" });
    expect(await ended(shell)).toMatchObject({ stdout: expect.stringMatching(/^\s*1\nexit 0\n$/), stderr: "" });
  });

  it("tells a throttled reading, and goes on when it can", async () => {
    const watched = watch("busy", "--ndjson");
    expect(JSON.parse(await watched.line())).toMatchObject({ type: "lag" });
    sandbox.faults.failNext(throttled);
    let event: unknown;
    do event = JSON.parse(await watched.line());
    while ((event as Event).type === "lag");
    expect(event).toMatchObject({ type: "error", error: { code: "throttled" }, retryInMs: 10_000 });
    sandbox.faults.clear();
    do event = JSON.parse(await watched.line());
    while ((event as Event).type === "error");
    expect(event).toMatchObject({ type: "lag", mappings: [{ functionName: "busy", lagRecords: expect.any(Number) }] });
    watched.child.kill("SIGTERM");
    expect(await watched.end).toMatchObject({ exitCode: 143, stderr: expect.stringMatching(/terminated; watched for/) });
  });
});

describe("lag --watch into a pipe", () => {
  it("is lines: the account at each refresh, and what needs watching", async () => {
    const watched = watch("busy", "drained");
    expect(await watched.line()).toMatch(
      /^\d\d:\d\d:\d\d UTC · 2 mappings: 1 ok, 1 idle · data as of \d\d:\d\d UTC \(.+ old\), CloudWatch · every 5 s · \$[\d.]+\/h$/,
    );
    expect(await watched.line()).toMatch(/^\d\d:\d\d:\d\d UTC · 2 mappings/);
    watched.child.kill("SIGINT");
    expect(await watched.end).toMatchObject({ exitCode: 130 });
  });

  it("says that a mapping was deleted, and goes on with the rest", async () => {
    const watched = watch("--ndjson");
    expect((JSON.parse(await watched.line()) as Event).mappings).toHaveLength(3);
    expect((await mskctl("delete", "doomed", "--confirm", "doomed")).exitCode).toBe(0);
    let event: Event;
    do event = JSON.parse(await watched.line()) as Event;
    while (event.mappings.length === 3);
    expect(event.mappings.map(({ functionName }) => functionName).toSorted()).toEqual(["busy", "drained"]);
    expect(event.notes).toEqual(["doomed was deleted"]);
    watched.child.kill("SIGINT");
    expect(await watched.end).toMatchObject({ exitCode: 130 });
  });
});

describe("lag --until-lag", () => {
  it("0 once two whole minutes say that a topic is drained", async () => {
    const { exitCode, stdout, stderr } = await mskctl("lag", "drained", "--until-lag", "0");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^✔ 1 mapping has a lag of 0 · data as of \d\d:\d\d UTC \(.+ old\), CloudWatch\n$/);
    expect(stderr).toContain("waiting for lag 0 · drained 0, to be confirmed · 0 of 1 drained");
  });

  it("is a document, and an event a refresh", async () => {
    const one = await mskctl("lag", "drained", "--until-lag", "0", "--json");
    expect(one).toMatchObject({ exitCode: 0, stderr: "" });
    const document = JSON.parse(one.stdout) as unknown;
    expect(schemaErrors("lag", document)).toEqual([]);
    expect(document).toMatchObject({ mappings: [{ functionName: "drained", lagRecords: 0 }], untilLag: { limit: 0, left: [] } });
    const many = await mskctl("lag", "drained", "--until-lag", "0", "--ndjson");
    const events = many.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(events[0]).toMatchObject({ type: "lag", untilLag: { left: [{ why: "confirming" }] } });
    expect(events.at(-1)).toMatchObject({ type: "lag", untilLag: { left: [] } });
    expect(many).toMatchObject({ exitCode: 0, stderr: "" });
  });
});
