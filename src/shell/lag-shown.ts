import type { LagReading } from "../core/lag/reading.ts";
import { type LagOrder, sortReports } from "../core/lag/report-order.ts";
import type { MappingDocument } from "../core/mapping/model.ts";

export interface Shown {
  readonly sort: LagOrder;
  /** A command as it can be pasted here, for this mapping. */
  here(command: string, mapping: MappingDocument): string;
}

/** The same reading, its reports sorted and with remedies that can be pasted here: for tables, lines, documents and the screen alike. */
export function readingAsShown(reading: LagReading, { sort, here }: Shown): LagReading {
  return {
    async read(lookAt) {
      const picture = await reading.read(lookAt);
      const reports = picture.reports.map((report) => ({
        ...report,
        findings: report.findings.map((finding) => (finding.fix ? { ...finding, fix: here(finding.fix, report.mapping) } : finding)),
      }));
      return { ...picture, reports: sortReports(reports, sort) };
    },
  };
}
