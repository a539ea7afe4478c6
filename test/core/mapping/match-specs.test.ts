import { expect, it } from "vitest";
import { matchSpecs } from "../../../src/core/mapping/match-specs.ts";
import type { MappingSettings } from "../../../src/core/mapping/model.ts";
import type { Spec } from "../../../src/core/mapping/read-spec.ts";
import { mskMapping, mskSettings, selfManagedMapping, selfManagedSettings } from "./samples.ts";

const spec = (settings: MappingSettings, uuid?: string): Spec => ({ kind: "spec", name: undefined, uuid, settings });
const fn = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;

const orders = mskMapping({ UUID: "1" });
const refunds = mskMapping({ UUID: "2", Topics: ["refunds"] });
const legacy = selfManagedMapping({ UUID: "3" });
const emails = mskMapping({ UUID: "4", FunctionArn: fn("emails"), Topics: ["emails"] });
const account = [orders, refunds, legacy, emails];

it("pairs specs and mappings by function, topic and cluster", () => {
  const [first, second] = [spec(mskSettings), spec(selfManagedSettings)];
  expect(matchSpecs([second, first], account).pairs).toEqual([
    { spec: second, mapping: legacy },
    { spec: first, mapping: orders },
  ]);
});

it("goes by UUID where the spec has one", () => {
  const moved = spec({ ...mskSettings, FunctionName: "emails-v2" }, "4");
  expect(matchSpecs([moved], account)).toMatchObject({ pairs: [{ mapping: emails }], missing: [] });
  expect(matchSpecs([spec(mskSettings, "9")], account)).toMatchObject({ pairs: [], missing: [{ uuid: "9" }] });
});

it("tells which specs have no mapping", () => {
  const shipments = spec({ ...mskSettings, FunctionName: "shipments" });
  expect(matchSpecs([shipments], account)).toMatchObject({ pairs: [], missing: [shipments], unnamed: [] });
});

it("tells which mappings of the specs' functions no spec has, aliases included", () => {
  const canary = mskMapping({ UUID: "5", FunctionArn: fn("orders:canary"), Topics: ["orders"] });
  expect(matchSpecs([spec(mskSettings)], [...account, canary]).unnamed).toEqual([refunds, canary]);
});

it("tells which specs describe a mapping once more", () => {
  const [first, again] = [spec(mskSettings), spec({ ...mskSettings, BatchSize: 5 })];
  expect(matchSpecs([first, again], account)).toMatchObject({ pairs: [{ spec: first }], repeated: [{ spec: again, mapping: orders }] });
});
