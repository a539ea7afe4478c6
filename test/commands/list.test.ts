import { describe, expect, it } from "vitest";
import List from "../../src/commands/list.ts";
import type { MappingDocument } from "../../src/core/mapping/model.ts";
import type { Services } from "../../src/shell/services.ts";
import { fakeClock } from "../support/fakes/clock.ts";
import { fakeMappingStore } from "../support/fakes/mapping-store.ts";
import { failingPort, fakeAccount, fakeSeries, fakeTags, notPermitted } from "../support/fakes/surroundings.ts";
import { sampleMapping } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";

const uuid = (n: number) => `${n}0000000-0000-4000-8000-000000000000`;
const orders = sampleMapping({
  UUID: uuid(1),
  name: "orders",
  ProvisionedPollerConfig: { MinimumPollers: 10, MaximumPollers: 12 },
  BatchSize: 500,
});
const audit = sampleMapping({ UUID: uuid(2), name: "audit", State: "Disabled", LastProcessingResult: "No records processed" });
const legacy: MappingDocument = {
  UUID: uuid(3),
  EventSourceMappingArn: `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid(3)}`,
  FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:legacy",
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["kafka.on-prem:9096"] } },
  Topics: ["legacy"],
  BatchSize: 100,
  State: "Enabled",
  LastProcessingResult: "OK",
  NewFieldOfAws: { kept: true },
};
const queue = { UUID: uuid(4), EventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:q", FunctionArn: orders.FunctionArn ?? "" };

function services(over: Partial<Services> = {}): Partial<Services> {
  return {
    mappings: fakeMappingStore([orders, queue, audit, legacy]),
    metrics: fakeSeries({ "OffsetLag orders": 812 }, Date.parse("2026-11-23T12:02:00Z")),
    tags: fakeTags({ [legacy.EventSourceMappingArn ?? ""]: { team: "core" } }),
    account: fakeAccount(),
    clock: fakeClock(Date.parse("2026-11-23T12:04:30Z")),
    ...over,
  };
}
const list = (argv: readonly string[], over?: Partial<Services>, columns?: number) =>
  runCommand(List, argv, { services: services(over), ...(columns === undefined ? {} : { columns }) });

describe("mskctl list", () => {
  it("shows one line a Kafka mapping, in AWS's order, and where one is", async () => {
    expect((await list([])).stdout.split("\n")).toEqual([
      "FUNCTION  TOPIC   CLUSTER             STATE     MODE           BATCH  WINDOW  LAST RESULT",
      "orders    orders  shop                enabled   10–12 pollers    500     1 s  OK",
      "audit     audit   shop                disabled  on-demand        100     1 s  No records processed",
      "legacy    legacy  kafka.on-prem:9096  enabled   on-demand        100  500 ms  OK",
      "3 mappings · 123456789012 · eu-central-1",
    ]);
  });

  it.each([
    [["audit"], "audit"],
    [["--function", "legacy"], "legacy"],
    [["--topic", "orders"], "orders"],
    [["--cluster", "kafka.on-prem"], "legacy"],
    [["--state", "disabled"], "audit"],
    [["--tag", "team=core"], "legacy"],
    [["--tag", "team", "legacy"], "legacy"],
  ])("%j selects", async (argv, name) => {
    const { stdout } = await list(argv);
    expect(
      stdout
        .split("\n")
        .slice(1)
        .map((line) => line.split(" ")[0]),
    ).toEqual([name, "1"]);
  });

  it("takes several names", async () => {
    expect((await list(["orders", "topic:audit"])).stdout).toContain("2 mappings");
  });

  it("adds the lag, from where and from when, and says why there is none", async () => {
    const { stdout } = await list(["--lag"]);
    expect(stdout.split("\n")).toEqual([
      "FUNCTION  TOPIC   CLUSTER             STATE     MODE           BATCH  WINDOW      LAG  LAST RESULT",
      "orders    orders  shop                enabled   10–12 pollers    500     1 s      812  OK",
      "audit     audit   shop                disabled  on-demand        100     1 s  no data  No records processed",
      "legacy    legacy  kafka.on-prem:9096  enabled   on-demand        100  500 ms  no data  OK",
      "lag as of 12:02 UTC, in records, from AWS/Lambda OffsetLag",
      "no data on lag for audit, legacy: no metric has a value in the last 15 min",
      "3 mappings · 123456789012 · eu-central-1",
    ]);
  });

  it("lists even where the lag may not be read", async () => {
    const { stdout, exitCode } = await list(["--lag"], { metrics: failingPort(notPermitted("cloudwatch:GetMetricData")) });
    expect(stdout).toContain("lag not permitted: cloudwatch:GetMetricData\n3 mappings");
    expect(exitCode).toBe(0);
  });

  it("keeps the name, the state and the result on a narrow terminal", async () => {
    const { stdout } = await list([], {}, 40);
    expect(stdout.split("\n").slice(0, 4)).toEqual([
      "FUNCTION  STATE     LAST RESULT",
      "orders    enabled   OK",
      "audit     disabled  No records processed",
      "legacy    enabled   OK",
    ]);
  });

  it("names the Region in each row when there are several", async () => {
    const { stdout } = await list(["--region", "eu-central-1", "--region", "eu-west-1", "orders"]);
    expect(stdout).toContain("REGION");
    expect(stdout).toContain("2 mappings · 123456789012 · eu-central-1");
  });

  it("says what to type where there is nothing", async () => {
    const { stdout, exitCode } = await list([], { mappings: fakeMappingStore([queue]) });
    expect(stdout).toBe(
      "No mapping in eu-central-1 (123456789012) reads from Kafka yet.\nmskctl create --function NAME --topic TOPIC --cluster CLUSTER --starting-position TRIM_HORIZON",
    );
    expect(exitCode).toBe(0);
  });

  it("says so when nothing fits the flags", async () => {
    const { stdout, exitCode } = await list(["--state", "updating"]);
    expect(stdout).toBe("None of the 3 Kafka mappings in eu-central-1 (123456789012) fits.\nmskctl list");
    expect(exitCode).toBe(0);
  });

  it("does without the account where nobody may ask", async () => {
    const account = failingPort<Services["account"]>(notPermitted("sts:GetCallerIdentity"));
    expect((await list([], { mappings: fakeMappingStore([]), account })).stdout).toContain("account not permitted: sts:GetCallerIdentity");
    expect((await list([], { account })).stdout).toContain("3 mappings · 123456789012 · eu-central-1");
  });

  it("gives AWS's documents with --json, unknown fields kept", async () => {
    const run = await list(["--json"]);
    expect(run.json).toEqual({ schemaVersion: 1, mappings: [orders, audit, legacy] });
    expect(schemaErrors("list", run.json)).toEqual([]);
  });

  it("gives the lag beside AWS's documents, null where there is no data", async () => {
    const run = await list(["--json", "--lag", "orders", "legacy"]);
    expect(run.json).toMatchObject({
      lag: [
        { uuid: uuid(1), lagRecords: 812, asOf: "2026-11-23T12:02:00.000Z", source: "AWS/Lambda OffsetLag" },
        { uuid: uuid(3), lagRecords: null, reason: "no metric has a value in the last 15 min" },
      ],
    });
    expect(schemaErrors("list", run.json)).toEqual([]);
  });

  it("says in JSON what is not permitted", async () => {
    const run = await list(["--json", "--lag"], { metrics: failingPort(notPermitted("cloudwatch:GetMetricData")) });
    expect(run.json).toMatchObject({ lag: { notPermitted: "cloudwatch:GetMetricData" } });
    expect(schemaErrors("list", run.json)).toEqual([]);
  });

  it("ends with 77 and names the action when mappings may not be listed", async () => {
    const run = await list(["--json"], { mappings: failingListing(notPermitted("lambda:ListEventSourceMappings")) });
    expect(run.exitCode).toBe(77);
    expect(run.json).toMatchObject({ error: { code: "not-permitted", details: { action: "lambda:ListEventSourceMappings" } } });
    expect(schemaErrors("error", run.json)).toEqual([]);
  });

  it("ends with 69 and candidates for a name that means nothing", async () => {
    const run = await list(["ordres", "--json"]);
    expect(run.exitCode).toBe(69);
    expect(run.json).toMatchObject({ error: { code: "not-found", details: { candidates: [{ name: "orders", uuid: uuid(1) }] } } });
    expect(schemaErrors("error", run.json)).toEqual([]);
  });

  it("survives an answer in which everything is missing", async () => {
    const bare = { UUID: uuid(5), Topics: ["t"] };
    const { stdout } = await list([], { mappings: fakeMappingStore([bare]) });
    expect(stdout.split("\n")[1]).toBe("–         t      –        –      on-demand      –  500 ms  –");
  });

  it("shows hostile content as escapes", async () => {
    const hostile = sampleMapping({
      name: "orders",
      Topics: ["\u001b[2J\u202eevil"],
      LastProcessingResult: "PROBLEM:\r\n\u001b]0;owned\u0007",
      State: "\u009bNew",
    });
    const { stdout } = await list([], { mappings: fakeMappingStore([hostile]) });
    expect(stdout).toContain("\\x1b[2J\\u202eevil");
    expect(stdout).toContain("\\x9bnew");
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

function failingListing(error: Error) {
  const mappings = fakeMappingStore([]);
  mappings.failNext("list", error);
  return mappings;
}
