import { describe, expect, it } from "vitest";
import { chooseForReading } from "../../../src/core/mapping/reading-choice.ts";
import { fakeMappingStore } from "../../support/fakes/mapping-store.ts";
import { fakeTags, notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const uuid = (n: number) => `${n}0000000-0000-4000-8000-000000000000`;
const orders = sampleMapping({ UUID: uuid(1), name: "orders" });
const refunds = sampleMapping({ UUID: uuid(2), name: "orders", Topics: ["refunds"] });
const emails = sampleMapping({ UUID: uuid(3), name: "emails", State: "Disabled" });
const queue = { UUID: uuid(4), EventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:q", FunctionArn: orders.FunctionArn ?? "" };

function ports() {
  const mappings = fakeMappingStore([orders, queue, refunds, emails]);
  return { mappings, tags: fakeTags({ [emails.EventSourceMappingArn ?? ""]: { team: "post" } }) };
}
const names = async (choice: Parameters<typeof chooseForReading>[1]) =>
  (await chooseForReading(ports(), choice, "mskctl inspect")).chosen.map(({ name }) => name);

describe("choosing mappings to read", () => {
  it.each([
    ["nothing", {}, ["orders/orders", "orders/refunds", "emails"]],
    ["a function", { names: ["orders"] }, ["orders/orders", "orders/refunds"]],
    ["several names", { names: ["emails", "topic:refunds"] }, ["orders/refunds", "emails"]],
    ["a topic flag", { topic: "refunds" }, ["orders/refunds"]],
    ["a state, in any case", { state: "DISABLED" }, ["emails"]],
    ["a tag", { tags: new Map([["team", "post"]]) }, ["emails"]],
    ["a tag that nothing has", { tags: new Map([["team", "none"]]) }, []],
    ["a UUID", { names: [uuid(3)] }, ["emails"]],
  ])("by %s takes every hit, in AWS's order", async (_, choice, expected) => {
    expect(await names(choice)).toEqual(expected);
  });

  it("leaves mappings of other sources out", async () => {
    expect((await chooseForReading(ports(), {}, "mskctl inspect")).siblings?.map(({ UUID }) => UUID)).toEqual([uuid(1), uuid(2), uuid(3)]);
    await expect(chooseForReading(ports(), { names: [uuid(4)] }, "mskctl inspect")).rejects.toMatchObject({
      code: "not-found",
      message: `mapping ${uuid(4)} does not read from Kafka`,
    });
  });

  it("says what there is when a name means nothing", async () => {
    await expect(names({ names: ["order"] })).rejects.toMatchObject({
      code: "not-found",
      suggestions: expect.arrayContaining(["mskctl inspect orders/orders"]),
    });
  });

  it("by a UUID needs no right to list, and then knows no other mapping", async () => {
    const denied = ports();
    denied.mappings.failNext("list", notPermitted("lambda:ListEventSourceMappings"));
    const { chosen, siblings } = await chooseForReading(denied, { names: [uuid(1)] }, "mskctl inspect");
    expect(chosen).toEqual([{ mapping: orders, name: uuid(1) }]);
    expect(siblings).toBeUndefined();
  });

  it("by anything else ends when listing is not permitted", async () => {
    const denied = ports();
    denied.mappings.failNext("list", notPermitted("lambda:ListEventSourceMappings"));
    await expect(chooseForReading(denied, {}, "mskctl inspect")).rejects.toMatchObject({ code: "not-permitted" });
  });
});
