import { describe, expect, it } from "vitest";
import { known } from "../../../../src/core/mapping/fact.ts";
import { sampleMapping, shopClusterArn } from "../../../support/mappings.ts";
import { functionTarget, sampleFacts, sampleFunction } from "../../../support/redrive/plans.ts";
import { findingOf } from "./finding-of.ts";

const changedAt = (lastModified: string | undefined) => ({ target: functionTarget({ function: known(sampleFunction({ lastModified })) }) });

describe("the function", () => {
  // The sample's documents failed from 09:12 to 11:58; it is 12:00.
  it("MSK301: has not changed since the failures", () => {
    const finding = findingOf("MSK301", {}, changedAt("2026-11-21T12:00:00.000Z"));
    expect(finding).toMatchObject({
      severity: "warning",
      message: "The function has not changed since they failed (last change 2 d ago). Fix it first?",
    });
    expect(finding?.evidence).toEqual({ lastModified: "2026-11-21T12:00:00.000Z", failedUntil: "2026-11-23T11:58:00.000Z" });
  });

  it("MSK301: failed after its change, too", () =>
    expect(findingOf("MSK301", {}, changedAt("2026-11-23T10:00:00.000Z"))?.message).toBe(
      "Records failed after the function was last changed, too (last change 2 h ago). Fix it first?",
    ));

  it("MSK301: is not said after a change, nor without a time, nor where code is not the cause", () => {
    expect(findingOf("MSK301", {}, changedAt("2026-11-23T11:59:00.000Z"))).toBeUndefined();
    expect(findingOf("MSK301", {}, changedAt(undefined))).toBeUndefined();
    expect(findingOf("MSK301", { failed: undefined }, changedAt("2026-11-21T12:00:00.000Z"))).toBeUndefined();
    const tooLarge = { conditions: [{ what: "MaximumPayloadSizeExceeded", documents: 3 }] };
    expect(findingOf("MSK301", tooLarge, changedAt("2026-11-21T12:00:00.000Z"))).toBeUndefined();
    expect(findingOf("MSK301", {}, { target: { kind: "folder", directory: "out" } })).toBeUndefined();
  });

  it("MSK320: is not there", () => {
    expect(findingOf("MSK320", {}, { target: functionTarget({ function: { kind: "missing" } }) })).toMatchObject({ severity: "error" });
    expect(
      findingOf("MSK320", {}, { target: functionTarget({ function: { kind: "not-permitted", action: "lambda:GetFunction" } }) }),
    ).toBeUndefined();
  });

  it("MSK321: may not run", () => {
    expect(findingOf("MSK321", {}, { target: functionTarget({ name: "shipments:live", reservedConcurrency: known(0) }) })).toMatchObject({
      severity: "error",
      fix: "aws lambda delete-function-concurrency --function-name shipments",
    });
    expect(findingOf("MSK321", {}, { target: functionTarget({ reservedConcurrency: known(1) }) })).toBeUndefined();
  });
});

describe("a topic as target", () => {
  const target = { kind: "topic", topic: "orders" } as const;
  const reader = sampleMapping({ name: "orders", UUID: "9" });

  it("MSK308: has readers that are not asked", () => {
    expect(findingOf("MSK308", {}, { target })).toMatchObject({ severity: "warning", message: expect.stringContaining("orders") });
    expect(findingOf("MSK308")).toBeUndefined();
  });

  it("MSK309: is read by a mapping of the same cluster, or will be", () => {
    expect(findingOf("MSK309", {}, { target, mappings: [reader] })).toMatchObject({ severity: "error", evidence: { mappings: ["9"] } });
    expect(findingOf("MSK309", {}, { target, mappings: [{ ...reader, State: "Disabled" }] })).toBeDefined();
    expect(findingOf("MSK309", {}, { target, mappings: [{ ...reader, Topics: ["others"] }] })).toBeUndefined();
    expect(findingOf("MSK309", {}, { target, mappings: [{ ...reader, EventSourceArn: `${shopClusterArn}9` }] })).toBeUndefined();
  });

  it("MSK309: is the mapping's own, whatever else is known", () => {
    const own = { target: { kind: "topic", topic: "shipments" }, mappings: undefined } as const;
    expect(findingOf("MSK309", {}, own)).toMatchObject({ evidence: { mappings: [sampleMapping().UUID] } });
  });

  it("MSK309: is asked of every cluster where the source names no mapping", () =>
    expect(
      findingOf("MSK309", {}, { target, mapping: undefined, mappings: [{ ...reader, EventSourceArn: `${shopClusterArn}9` }] }),
    ).toBeDefined());
});

describe("the mapping", () => {
  it("MSK312: is disabled, or gone", () => {
    const disabled = { ...sampleMapping({ name: "shipments" }), State: "Disabled" };
    expect(findingOf("MSK312", {}, { mapping: disabled })).toMatchObject({ severity: "info", fix: "mskctl resume shipments" });
    expect(findingOf("MSK312", {}, { mapping: "deleted" })).toMatchObject({ severity: "warning" });
    expect(findingOf("MSK312", {}, { mapping: undefined })).toBeUndefined();
    expect(findingOf("MSK312", {}, { mapping: sampleFacts().mapping })).toBeUndefined();
  });
});
