import { describe, expect, it } from "vitest";
import type { World } from "../../../src/sandbox/world.ts";
import { type MappingChanges, mskMapping, refusalOf, useLambda } from "./lambda-fixture.ts";

const shortestMs = 300;
const longestMs = 3_000;

function use(delays: World["delays"]) {
  const lambda = useLambda(delays);
  const create = (Enabled?: boolean, ConsumerGroupId?: string) => {
    const group = ConsumerGroupId === undefined ? {} : { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId } };
    return lambda.created({ ...mskMapping, ...group, ...(Enabled === undefined ? {} : { Enabled }) });
  };
  const stateOf = async (uuid: string) => (await lambda.get(uuid)).State;
  const settle = () => lambda.advance(longestMs);
  return { lambda, create, stateOf, settle };
}

describe("with short delays", () => {
  const { lambda, create, stateOf, settle } = use("short");

  it("creates by Creating to Enabled, and starts polling then", async () => {
    const uuid = await create();

    lambda.advance(shortestMs - 1);
    expect(await lambda.get(uuid)).toMatchObject({ State: "Creating", StateTransitionReason: "USER_INITIATED" });
    expect(lambda.world.runtimeCalls).toEqual([]);

    settle();
    expect(await lambda.get(uuid)).toMatchObject({ State: "Enabled", StateTransitionReason: "User action" });
    expect(lambda.world.runtimeCalls).toEqual([`start ${uuid}`]);
  });

  it("creates by Creating to Disabled without polling", async () => {
    const uuid = await create(false);
    expect(await stateOf(uuid)).toBe("Creating");

    settle();
    expect(await stateOf(uuid)).toBe("Disabled");
    expect(lambda.world.runtimeCalls).toEqual([]);
  });

  it.each<[boolean, boolean | undefined, string, string, string[]]>([
    [true, undefined, "Updating", "Enabled", ["stop", "start"]],
    [true, true, "Updating", "Enabled", ["stop", "start"]],
    [true, false, "Disabling", "Disabled", ["stop"]],
    [false, undefined, "Updating", "Disabled", []],
    [false, true, "Enabling", "Enabled", ["start"]],
  ])("updates a mapping (enabled %s, asked %s) by %s to %s", async (before, asked, through, to, calls) => {
    const uuid = await create(before);
    settle();
    lambda.world.runtimeCalls.length = 0;

    const answer = await lambda.update(uuid, { BatchSize: 5, ...(asked === undefined ? {} : { Enabled: asked }) });
    expect(answer.State).toBe(through);
    expect(await stateOf(uuid)).toBe(through);

    settle();
    expect(await lambda.get(uuid)).toMatchObject({ State: to, BatchSize: 5 });
    expect(lambda.world.runtimeCalls).toEqual(calls.map((call) => `${call} ${uuid}`));
  });

  it("deletes by Deleting: polling stops at once, the mapping and its offsets go when it is done", async () => {
    const uuid = await create();
    settle();
    lambda.world.runtimeCalls.length = 0;

    const answer = await lambda.remove(uuid);
    expect(answer.$metadata.httpStatusCode).toBe(202);
    expect(answer.State).toBe("Deleting");
    expect(await stateOf(uuid)).toBe("Deleting");
    expect(lambda.world.runtimeCalls).toEqual([`stop ${uuid}`]);

    settle();
    expect(await refusalOf(lambda.get(uuid))).toMatchObject({ name: "ResourceNotFoundException", status: 404 });
    expect(lambda.world.runtimeCalls).toEqual([`stop ${uuid}`, `forget ${uuid}`]);
  });

  it("keeps the offsets of a consumer group that has a name of its own", async () => {
    const uuid = await create(true, "shop");
    settle();
    await lambda.remove(uuid);
    settle();

    expect(lambda.world.runtimeCalls).not.toContain(`forget ${uuid}`);
    expect(lambda.world.runtimeCalls.at(-1)).toBe(`stop ${uuid}`);
  });

  const inUse = (operation: string) => ({
    name: "ResourceInUseException",
    status: 400,
    message: `Cannot ${operation} the event source mapping because it is in use.`,
  });

  it.each<[string, boolean, MappingChanges | "delete" | undefined]>([
    ["Creating", true, undefined],
    ["Updating", true, { BatchSize: 5 }],
    ["Disabling", true, { Enabled: false }],
    ["Enabling", false, { Enabled: true }],
    ["Deleting", true, "delete"],
  ])("refuses Update and Delete while %s", async (state, enabled, change) => {
    const uuid = await create(enabled);
    if (change !== undefined) {
      settle();
      await (change === "delete" ? lambda.remove(uuid) : lambda.update(uuid, change));
    }
    expect(await stateOf(uuid)).toBe(state);

    expect(await refusalOf(lambda.update(uuid, { BatchSize: 6 }))).toEqual(inUse("update"));
    expect(await refusalOf(lambda.remove(uuid))).toEqual(inUse("delete"));
    expect(await stateOf(uuid)).toBe(state);
  });

  it("keeps what the runtime wrote into the document meanwhile", async () => {
    const uuid = await create();
    settle();
    const mapping = lambda.world.mappings.get(uuid);
    if (mapping === undefined) throw new Error("the mapping is gone");
    await lambda.update(uuid, { BatchSize: 5 });
    mapping.document = { ...mapping.document, LastProcessingResult: "OK" };

    settle();
    expect(await lambda.get(uuid)).toMatchObject({ State: "Enabled", LastProcessingResult: "OK", BatchSize: 5 });
  });
});

describe("with AWS's delays", () => {
  const { lambda, create, stateOf } = use("aws");
  const minuteMs = 60_000;

  it("polls minutes after a create, although the mapping is Enabled before", async () => {
    const uuid = await create();

    lambda.advance(minuteMs);
    expect(await stateOf(uuid)).toBe("Enabled");
    expect(lambda.world.runtimeCalls).toEqual([]);

    lambda.advance(3 * minuteMs);
    expect(lambda.world.runtimeCalls).toEqual([`start ${uuid}`]);
  });

  it("polls again at most 90 s after an update", async () => {
    const uuid = await create();
    lambda.advance(4 * minuteMs);
    lambda.world.runtimeCalls.length = 0;

    await lambda.update(uuid, { BatchSize: 5 });
    expect(lambda.world.runtimeCalls).toEqual([`stop ${uuid}`]);

    lambda.advance(90_000);
    expect(lambda.world.runtimeCalls).toEqual([`stop ${uuid}`, `start ${uuid}`]);
  });

  it("never starts a mapping that was paused before its first poll", async () => {
    const uuid = await create();
    lambda.advance(minuteMs);
    await lambda.update(uuid, { Enabled: false });

    lambda.advance(10 * minuteMs);
    expect(await stateOf(uuid)).toBe("Disabled");
    expect(lambda.world.runtimeCalls).toEqual([]);
  });
});
