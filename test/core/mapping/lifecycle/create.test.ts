import { expect, test } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { createJob, findTwin } from "../../../../src/core/mapping/lifecycle/create.ts";
import { runJob } from "../../../../src/core/mapping/lifecycle/jobs.ts";
import type { WaitEvent } from "../../../../src/core/mapping/lifecycle/waiting.ts";
import type { MappingSettings } from "../../../../src/core/mapping/model.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { fakeMetrics } from "../../../support/fakes/metrics.ts";
import { sampleMapping, shopClusterArn } from "../../../support/mappings.ts";

const settings: MappingSettings = {
  FunctionName: "orders",
  EventSourceArn: shopClusterArn,
  Topics: ["orders"],
  StartingPosition: "TRIM_HORIZON",
};
const made = sampleMapping({ LastProcessingResult: "No records processed" });
const lost = () => new MskctlError("unavailable", "the connection was cut", { details: { ambiguous: true } });

function setUp(existing: Parameters<typeof fakeMappingStore>[0] = []) {
  const clock = fakeClock();
  const mappings = fakeMappingStore(existing);
  const events: WaitEvent[] = [];
  const run = (wanted = settings) =>
    runJob(
      { clock, mappings, metrics: fakeMetrics() },
      createJob(wanted, "orders/orders", { until: "settled", timeoutMs: 600_000 }),
      (event) => {
        events.push(event);
      },
    );
  const creates = () => mappings.calls.filter(({ method }) => method === "create");
  const notes = () => events.flatMap((event) => (event.kind === "note" ? [event.text] : []));
  return { clock, mappings, run, creates, notes };
}

test("A create is sent once, with exactly the settings.", async () => {
  const { run, creates } = setUp();
  expect((await run()).mapping).toMatchObject({ State: "Enabled", Topics: ["orders"] });
  expect(creates()).toEqual([{ method: "create", settings }]);
});

test("A mapping that is created disabled is done when it is disabled.", async () => {
  const { run } = setUp();
  expect((await run({ ...settings, Enabled: false })).mapping.State).toBe("Disabled");
});

test("When the answer is lost, the mapping that was made is taken over instead of made again.", async () => {
  const { mappings, clock, run, creates, notes } = setUp();
  mappings.failNext("create", lost());
  clock.after(1_000, () => mappings.mappings.set(made.UUID, made));
  expect((await run()).mapping.UUID).toBe(made.UUID);
  expect(creates()).toHaveLength(1);
  expect(notes()).toEqual([`The answer to the create was lost, but the mapping is there: ${made.UUID}.`]);
});

test("When the answer is lost and no mapping was made, the verb says so and creates nothing.", async () => {
  const other = sampleMapping({ Topics: ["returns"] });
  const { mappings, run, creates } = setUp([other]);
  mappings.failNext("create", lost());
  await expect(run()).rejects.toMatchObject({ code: "unavailable", message: "the connection was cut; orders/orders was not created" });
  expect(creates()).toHaveLength(1);
});

test("When the answer is lost and nobody may look, it says that it cannot know.", async () => {
  const { mappings, run } = setUp();
  mappings.failNext("create", lost());
  mappings.failNext("list", new MskctlError("not-permitted", "denied", { details: { action: "lambda:ListEventSourceMappings" } }));
  await expect(run()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/cannot tell whether orders\/orders was created: not permitted: lambda:ListEventSourceMappings/),
  });
});

test("A failure that surely did nothing is not looked into.", async () => {
  const { mappings, run } = setUp();
  mappings.failNext("create", new MskctlError("unavailable", "no host"));
  await expect(run()).rejects.toMatchObject({ code: "unavailable", message: "no host" });
  expect(mappings.calls.map(({ method }) => method)).toEqual(["create"]);
});

test("A conflict shows the mapping that AWS names.", async () => {
  const { mappings, run } = setUp([made]);
  mappings.failNext("create", new MskctlError("conflict", "already exists", { details: { uuid: made.UUID } }));
  await expect(run()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(`orders reads topic orders of this cluster already: ${made.UUID} (Enabled)`),
    details: { uuid: made.UUID, existing: made },
  });
});

test("A conflict says what would have to change, and how.", async () => {
  const { mappings, run } = setUp([made]);
  mappings.failNext("create", new MskctlError("conflict", "already exists", { details: { uuid: made.UUID } }));
  await expect(
    run({ ...settings, BatchSize: 500, MaximumBatchingWindowInSeconds: 1, MetricsConfig: { Metrics: ["EventCount"] } }),
  ).rejects.toMatchObject({
    message: expect.stringMatching(/would have to change:\n {2}BatchSize: 100 → 500$/),
    suggestions: [`mskctl inspect ${made.UUID}`, `mskctl update ${made.UUID} --batch-size 500`],
  });
});

test("A conflict whose mapping may not be read is told in AWS's words.", async () => {
  const { mappings, run } = setUp([made]);
  mappings.failNext("create", new MskctlError("conflict", "already exists", { details: { uuid: made.UUID } }));
  mappings.failNext("get", new MskctlError("not-permitted", "denied", { details: { action: "lambda:GetEventSourceMapping" } }));
  await expect(run()).rejects.toMatchObject({ code: "conflict", message: "already exists" });
});

test.each([
  "The role defined for the function cannot be assumed by Lambda.",
  "The provided execution role does not have permissions to call DescribeClusterV2 on kafka",
  "Cannot access secret manager value arn. Please ensure the role can perform the 'secretsmanager:GetSecretValue' action on your broker in IAM.",
])("A role that was changed just now is waited for: %s", async (text) => {
  const { mappings, run, creates, notes, clock } = setUp();
  for (let i = 0; i < 3; i++) mappings.failNext("create", new MskctlError("refused", text));
  expect((await run()).mapping.State).toBe("Enabled");
  expect(creates()).toHaveLength(4);
  expect(notes()).toEqual([expect.stringContaining(text)]);
  expect(clock.now()).toBe(Date.parse("2026-11-23T12:00:25Z"));
});

test("A role that stays wrong ends with AWS's own words after two minutes.", async () => {
  const { mappings, run, clock } = setUp();
  for (let i = 0; i < 1_000; i++) mappings.failNext("create", new MskctlError("refused", "The role … cannot be assumed by Lambda."));
  await expect(run()).rejects.toMatchObject({ code: "refused", message: "The role … cannot be assumed by Lambda." });
  expect(clock.now()).toBe(Date.parse("2026-11-23T12:02:10Z"));
});

test("Any other refusal ends the create at once.", async () => {
  const { mappings, run, creates } = setUp();
  mappings.failNext("create", new MskctlError("refused", "Invalid filter pattern definition."));
  await expect(run()).rejects.toMatchObject({ code: "refused" });
  expect(creates()).toHaveLength(1);
});

test("A twin has the same function, topic and cluster, whatever form the function's name has.", async () => {
  const { mappings } = setUp([sampleMapping({ UUID: "other-topic", Topics: ["returns"] }), made]);
  const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:orders";
  expect((await findTwin(mappings, { ...settings, FunctionName: functionArn }))?.UUID).toBe(made.UUID);
  expect(await findTwin(mappings, { ...settings, EventSourceArn: `${shopClusterArn}x` })).toBeUndefined();
});

test("A twin of an alias is looked for by the alias: a listing by the bare name need not hold it.", async () => {
  const ofAlias = sampleMapping({ ...made, UUID: "of-alias", FunctionArn: `${made.FunctionArn}:live` });
  const { mappings } = setUp([made, ofAlias]);
  expect((await findTwin(mappings, { ...settings, FunctionName: "orders:live" }))?.UUID).toBe("of-alias");
});
