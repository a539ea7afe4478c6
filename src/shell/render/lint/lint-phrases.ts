import { formatCount } from "../../../core/figures.ts";
import type { CountedReason, Expectations, FailedExpectation, LintedFilter, SamplePlace } from "../../../core/filter/lint-report.ts";
import type { Position } from "../../../core/filter/pattern-site.ts";
import type { SampleGate } from "../../../core/filter/sample-gate.ts";
import type { Finding } from "../../../core/finding.ts";

// Sentences that more than one format says. Raw text: each format escapes it in its own way.

/** `template.yaml:41:42` */
export function placePhrase(source: string, { line, column }: Position): string {
  return `${source}:${line}:${column}`;
}

/** Where a filter's pattern begins. */
export function filterStart({ site }: LintedFilter): Position {
  return site.positionOf(0);
}

/** `samples.ndjson:7`; of a topic `orders-3:88231`, partition and offset. */
export function samplePhrase(place: SamplePlace): string {
  return `${sampleSource(place)}:${place.record?.offset ?? place.line}`;
}

/** The file, or the partition as Kafka names its logs. */
export function sampleSource({ source, record }: SamplePlace): string {
  return record === undefined ? source : `${source}-${record.partition}`;
}

/** `12.0 %` of the total. What is rounded never looks like none or all. */
export function sharePhrase(count: number, total: number): string {
  if (total === 0) return "0.0 %";
  const percent = (count / total) * 100;
  if (percent > 0 && percent < 0.05) return "<0.1 %";
  if (percent < 100 && percent >= 99.95) return ">99.9 %";
  return `${percent.toFixed(1)} %`;
}

/** `text, the pattern wants JSON`; each with its count where there are several. */
export function reasonsPhrase(reasons: readonly CountedReason[]): string {
  const [only, second] = reasons;
  if (only !== undefined && second === undefined) return only.reason;
  return reasons.map(({ reason, count }) => `${reason} ${formatCount(count)}`).join(", ");
}

/** `12 of 14 expectations hold` */
export function expectationsPhrase({ total, passed }: Expectations): string {
  const noun = total === 1 ? "expectation" : "expectations";
  return `${formatCount(passed)} of ${formatCount(total)} ${noun} ${passed === 1 || total === 1 ? "holds" : "hold"}`;
}

/** `expected delivered, was filtered out` */
export function failedExpectationPhrase({ expected, actual }: FailedExpectation): string {
  return `expected ${expected}, ${fates[actual]}`;
}

const fates: Readonly<Record<FailedExpectation["actual"], string>> = {
  kept: "was delivered",
  bypassed: "was delivered: it bypassed the filter",
  filteredOut: "was filtered out",
  undecodable: "could not be decoded",
};

/** `12.0 % delivered, more than --max-delivered 10 %` */
export function gatePhrase({ gate, limitShare, deliveredShare, holds }: SampleGate): string {
  const limit = `--${gate} ${Number((limitShare * 100).toPrecision(6))} %`;
  if (deliveredShare === undefined) return `no samples for ${limit}`;
  const delivered = `${sharePhrase(deliveredShare, 1)} delivered`;
  if (holds) return `${delivered}, as ${limit} allows`;
  return `${delivered}, ${gate === "min-delivered" ? "less" : "more"} than ${limit}`;
}

/** Why a pattern was not looked at; undefined where it was, and where a finding says so. */
export function unknownPhrase({ site, findings }: LintedFilter): string | undefined {
  return site.text === undefined && findings.length === 0 ? (site.unknown ?? "its pattern is not known") : undefined;
}

/** What a filter is called where its source has several: its way inside the source. */
export function filterName({ site }: LintedFilter): string {
  return site.path || site.group || site.source;
}

/** Figures of the samples that a finding rests on: `9,976 samples: "PAID" 5,012 · "SHIPPED" 2,981`. Other evidence stands in the message. */
export function evidencePieces({ evidence = {} }: Finding, ellipsis: string): string[] {
  const counted = Object.values(evidence).flatMap((value) =>
    Array.isArray(value) ? value.flatMap((item) => countedValue(item, ellipsis)) : [],
  );
  if (counted.length === 0) return [];
  const shown = counted.slice(0, mostValues);
  const more = counted.length > mostValues ? [`${formatCount(counted.length - mostValues)} more`] : [];
  const samples = evidence["samples"];
  const head = typeof samples === "number" ? `${formatCount(samples)} samples: ` : "samples: ";
  return [...shown, ...more].map((piece, index) => (index === 0 ? head + piece : piece));
}

const mostValues = 6;
const longestValue = 60;

/** `{ value, count }`, or nothing. */
function countedValue(item: unknown, ellipsis: string): string[] {
  if (typeof item !== "object" || item === null || !("count" in item) || typeof item.count !== "number" || !("value" in item)) return [];
  const text = typeof item.value === "string" ? JSON.stringify(item.value) : String(JSON.stringify(item.value) ?? item.value);
  return [`${text.length > longestValue ? text.slice(0, longestValue) + ellipsis : text} ${formatCount(item.count)}`];
}
