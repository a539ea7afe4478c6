import { expect, test } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { prepareApply } from "../../../../src/core/mapping/lifecycle/apply.ts";
import { readSpec, type Spec } from "../../../../src/core/mapping/read-spec.ts";
import { sampleMapping, shopClusterArn } from "../../../support/mappings.ts";
import { writeServices } from "../../../support/write-services.ts";

const orders = {
  FunctionName: "orders",
  EventSourceArn: shopClusterArn,
  Topics: ["orders"],
  StartingPosition: "TRIM_HORIZON",
  MaximumBatchingWindowInSeconds: 1,
  MetricsConfig: { Metrics: ["EventCount"] },
};
const payments = { ...orders, FunctionName: "payments", Topics: ["payments"] };

function specs(...values: object[]): Spec[] {
  return values.map((value) => readSpec(value)).filter((read) => read.kind === "spec");
}

function prepare(wanted: readonly Spec[], services = writeServices([sampleMapping()]).services) {
  return prepareApply(services, wanted, "eu-central-1", () => {});
}

test("What is missing is created, what differs updated, what is the same left alone.", async () => {
  const audit = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000001", name: "audit" });
  const { services } = writeServices([sampleMapping(), audit]);
  const { items } = await prepare(
    specs(payments, { ...orders, BatchSize: 500 }, { ...orders, FunctionName: "audit", Topics: ["audit"] }),
    services,
  );
  expect(items.map(({ kind, name }) => [kind, name])).toEqual([
    ["create", "payments/payments"],
    ["prepared", "orders/orders"],
    ["same", "audit/audit"],
  ]);
  expect(items[1]).toMatchObject({ plan: { request: { BatchSize: 500 } } });
});

test("A setting that a spec leaves out goes back to AWS's default; Enabled stays.", async () => {
  const { services } = writeServices([sampleMapping({ BatchSize: 700, State: "Disabled" })]);
  const { items } = await prepare(specs(orders), services);
  expect(items).toEqual([expect.objectContaining({ kind: "prepared", plan: expect.objectContaining({ request: { BatchSize: 100 } }) })]);
});

test("A create-only change is refused for its mapping, and the others go on.", async () => {
  const { items } = await prepare(specs({ ...orders, StartingPosition: "LATEST" }, payments));
  expect(items.map(({ kind }) => kind)).toEqual(["refused", "create"]);
  expect(items[0]).toMatchObject({ error: { code: "refused" }, mapping: { UUID: sampleMapping().UUID } });
});

test("A spec that breaks a rule, or names no function, is refused for itself.", async () => {
  const { items } = await prepare(specs({ ...payments, BatchSize: 0 }, { ...payments, FunctionName: "nobody" }));
  expect(items.map((item) => item.kind === "refused" && item.error.code)).toEqual(["refused", "not-found"]);
});

test("A second spec of the same mapping is refused.", async () => {
  const { items } = await prepare(specs(orders, { ...orders, BatchSize: 5 }));
  expect(items.map(({ kind }) => kind)).toEqual(["same", "refused"]);
});

test("What concerns every spec ends the verb.", async () => {
  const { services, metrics } = writeServices([sampleMapping()]);
  metrics.failWith = new MskctlError("credentials", "expired");
  await expect(prepare(specs({ ...orders, BatchSize: 5 }), services)).rejects.toMatchObject({ code: "credentials" });
});
