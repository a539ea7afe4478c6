import type { Inspection } from "../../../src/core/mapping/inspection.ts";
import { sampleMapping } from "../../support/mappings.ts";

const unknown = { kind: "unavailable", reason: "not asked" } as const;

/** A mapping around which nothing is known. */
export const sampleInspection: Inspection = {
  mapping: sampleMapping(),
  name: "orders",
  function: unknown,
  reservedConcurrency: unknown,
  provisionedConcurrency: unknown,
  cluster: unknown,
  partitions: unknown,
  activity: unknown,
  findings: [],
};
