import { describe, expect, test } from "vitest";
import { chooseForWriting, kafkaMappings } from "../../../../src/core/mapping/lifecycle/choice.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { fakeTags } from "../../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const orders = sampleMapping();
const returns = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000001", Topics: ["returns"] });
const payments = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000002", name: "payments" });
const queue = {
  UUID: "00000000-0000-4000-8000-000000000003",
  EventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:jobs",
  FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:jobs",
};

const ports = () => ({
  mappings: fakeMappingStore([orders, queue, returns, payments]),
  tags: fakeTags({ [payments.EventSourceMappingArn ?? ""]: { team: "pay" } }),
});

describe("Choosing what to write to", () => {
  test.each([
    ["a function", { names: ["payments"] }, ["payments"]],
    ["function and topic", { names: ["orders/returns"] }, ["orders/returns"]],
    ["several names", { names: ["payments", "topic:orders"] }, ["orders/orders", "payments"]],
    ["a selecting flag", { function: "orders" }, ["orders/orders", "orders/returns"]],
    ["a tag", { tags: new Map([["team", "pay"]]) }, ["payments"]],
    ["all", { all: true }, ["orders/orders", "orders/returns", "payments"]],
  ])("by %s gives each mapping with its shortest name", async (_how, choice, names) => {
    expect((await chooseForWriting(ports(), choice, "mskctl pause")).map(({ name }) => name)).toEqual(names);
  });

  test("by a single UUID needs no right to list.", async () => {
    const { mappings, tags } = ports();
    expect(await chooseForWriting({ mappings, tags }, { names: [orders.UUID] }, "mskctl pause")).toEqual([
      { mapping: orders, name: orders.UUID },
    ]);
    expect(mappings.calls.map(({ method }) => method)).toEqual(["get"]);
  });

  test("looks at a single one again, since a listing may lag behind; at several it does not.", async () => {
    const { mappings, tags } = ports();
    const [chosen] = await chooseForWriting({ mappings, tags }, { names: ["payments"] }, "mskctl pause");
    expect(chosen).toEqual({ mapping: payments, name: "payments" });
    expect(mappings.calls.map(({ method }) => method)).toEqual(["list", "get"]);
    await chooseForWriting({ mappings, tags }, { all: true }, "mskctl pause");
    expect(mappings.calls.map(({ method }) => method)).toEqual(["list", "get", "list"]);
  });

  test("never gives a mapping that reads from something else than Kafka.", async () => {
    await expect(chooseForWriting(ports(), { names: [queue.UUID] }, "mskctl delete")).rejects.toMatchObject({ code: "not-found" });
    await expect(chooseForWriting(ports(), { names: ["jobs"] }, "mskctl delete")).rejects.toMatchObject({ code: "not-found" });
    expect((await kafkaMappings(ports().mappings)).map(({ UUID }) => UUID)).not.toContain(queue.UUID);
  });

  test("by an ambiguous name is refused with the candidates.", async () => {
    await expect(chooseForWriting(ports(), { names: ["orders"] }, "mskctl pause")).rejects.toMatchObject({
      code: "ambiguous",
      suggestions: expect.arrayContaining(["mskctl pause orders/orders", "mskctl pause orders/returns"]),
    });
  });

  test("by nothing is wrong usage.", async () => {
    await expect(chooseForWriting(ports(), {}, "mskctl pause")).rejects.toMatchObject({ code: "usage" });
  });
});
