import { describe, expect, test } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { compareSpecs } from "../../../../src/core/mapping/lifecycle/comparison.ts";
import { readSpec, type Spec } from "../../../../src/core/mapping/read-spec.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const ignore = () => {};

function specFrom(value: unknown): Spec {
  const read = readSpec(value);
  if (read.kind === "malformed") throw new Error(JSON.stringify(read.problems));
  return read;
}

const orders = {
  FunctionName: "orders",
  EventSourceArn: sampleMapping().EventSourceArn,
  Topics: ["orders"],
  StartingPosition: "TRIM_HORIZON",
  MaximumBatchingWindowInSeconds: 1,
  MetricsConfig: { Metrics: ["EventCount"] },
};

describe("Comparing", () => {
  test("tells each change from the account to the spec.", async () => {
    const { states } = await compareSpecs(fakeMappingStore([sampleMapping()]), [specFrom({ ...orders, BatchSize: 500 })], ignore);
    expect(states).toEqual([
      expect.objectContaining({
        kind: "different",
        name: "orders/orders",
        createOnly: false,
        changes: [expect.objectContaining({ field: "BatchSize", before: 100, after: 500 })],
      }),
    ]);
  });

  test("says when only a new mapping could be like the spec, and tells the other changes, too.", async () => {
    const spec = specFrom({ ...orders, StartingPosition: "LATEST", BatchSize: 500 });
    const { states } = await compareSpecs(fakeMappingStore([sampleMapping()]), [spec], ignore);
    expect(states).toEqual([
      expect.objectContaining({
        kind: "different",
        createOnly: true,
        changes: [expect.objectContaining({ field: "StartingPosition" }), expect.objectContaining({ field: "BatchSize" })],
      }),
    ]);
  });

  test("keeps the order of the specs, and tells missing and repeated ones.", async () => {
    const specs = [{ ...orders, Topics: ["returns"], Name: "returns" }, orders, { ...orders, Name: "again" }].map(specFrom);
    const { states } = await compareSpecs(fakeMappingStore([sampleMapping()]), specs, ignore);
    expect(states.map(({ kind, name }) => [kind, name])).toEqual([
      ["missing", "returns"],
      ["same", "orders/orders"],
      ["repeated", "again"],
    ]);
  });

  test("names mappings of the same functions that no spec describes.", async () => {
    const other = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000001", Topics: ["returns"] });
    const stranger = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000002", name: "payments" });
    const { unnamed } = await compareSpecs(fakeMappingStore([sampleMapping(), other, stranger]), [specFrom(orders)], ignore);
    expect(unnamed).toEqual([{ name: "orders/returns", mapping: other }]);
  });

  test("takes a spec's tags as wanted among others.", async () => {
    const store = fakeMappingStore([sampleMapping()]);
    store.tagsByArn.set(
      sampleMapping().EventSourceMappingArn ?? "",
      new Map([
        ["team", "shop"],
        ["cost", "1"],
      ]),
    );
    const kinds = async (Tags: Record<string, string>) =>
      (await compareSpecs(store, [specFrom({ ...orders, Tags })], ignore)).states.map(({ kind }) => kind);
    expect(await kinds({ team: "shop" })).toEqual(["same"]);
    expect(await kinds({ team: "web" })).toEqual(["different"]);
  });

  test("leaves tags out that may not be read, and says so.", async () => {
    const store = fakeMappingStore([sampleMapping()]);
    store.failNext("tags", new MskctlError("not-permitted", "denied", { details: { action: "lambda:ListTags" } }));
    const { states, notes } = await compareSpecs(store, [specFrom({ ...orders, Tags: { team: "shop" } })], ignore);
    expect(states.map(({ kind }) => kind)).toEqual(["same"]);
    expect(notes).toEqual(["orders/orders: tags not permitted: lambda:ListTags"]);
  });
});

describe("Encrypted filters", () => {
  const KMSKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";
  const listed = sampleMapping({ KMSKeyArn });

  /** A listing leaves the filters out, Get has them. */
  function store(whole: Partial<typeof listed>) {
    const fake = fakeMappingStore([listed]);
    fake.onGet = () => fake.mappings.set(listed.UUID, { ...listed, ...whole });
    return fake;
  }

  test("that cannot be decrypted are not compared.", async () => {
    const spec = specFrom({ ...orders, KMSKeyArn, FilterCriteria: { Filters: [{ Pattern: { value: ["b"] } }] } });
    const { states, notes } = await compareSpecs(store({ FilterCriteriaError: { Message: "no kms:Decrypt" } }), [spec], ignore);
    expect(states.map(({ kind }) => kind)).toEqual(["same"]);
    expect(notes).toEqual(["orders/orders: filters cannot be read: no kms:Decrypt"]);
  });
});
