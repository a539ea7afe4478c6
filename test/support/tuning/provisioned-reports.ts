import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { tuningSettings } from "../../../src/core/tuning/mapping-settings.ts";
import type { TuneReport } from "../../../src/core/tuning/report.ts";
import { sampleMapping } from "../mappings.ts";
import { candidate, goodReport } from "./reports.ts";
import { minutesOf, workload } from "./workloads.ts";

interface Provisioned {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly group?: string;
  /** Bytes a second, most of the time, and for ten minutes of an hour. */
  readonly bytes?: number;
  readonly burst?: number;
  readonly costMonth?: number;
  readonly mapping?: Partial<MappingDocument>;
}

export function provisionedMapping(name: string, { minimum = 1, maximum = 2, group, mapping }: Provisioned = {}): MappingDocument {
  const config = { MinimumPollers: minimum, MaximumPollers: maximum, ...(group === undefined ? {} : { PollerGroupName: group }) };
  return sampleMapping({ name, UUID: `${name}-uuid`, ProvisionedPollerConfig: config, ...mapping });
}

/** A mapping with pollers that is set right by itself. */
export function provisionedReport(name: string, given: Provisioned = {}, changes: Partial<TuneReport> = {}): TuneReport {
  const { bytes = 1_000_000, burst = bytes, costMonth = 150 } = given;
  const mapping = provisionedMapping(name, given);
  const { estimate, result, ...report } = goodReport(name);
  const arrivals = minutesOf(60, (minute) => (minute < 10 ? burst : bytes) / 1_000);
  const current = candidate(tuningSettings(mapping, 0), { costMonth });
  return {
    ...report,
    mapping,
    estimate: { ...estimate, workload: workload(arrivals, { recordBytes: 1_000 }) },
    result: result && { ...result, current },
    ...changes,
  };
}
