import { MskctlError } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { isJsonObject } from "../json-value.ts";
import type { LintedFilter, LintedMapping, LintReport, PlacedFinding, Suppressed } from "./lint-report.ts";
import type { Span } from "./pattern.ts";
import type { PatternSite } from "./pattern-site.ts";

/** The findings that a repository had when it began to lint: they are not told again. */
export interface Baseline {
  readonly schemaVersion: 1;
  readonly findings: readonly BaselineEntry[];
}

/** `count` findings that are the same but for their line. */
interface BaselineEntry {
  readonly fingerprint: string;
  readonly id: string;
  /** With `/` on every system. */
  readonly source: string;
  readonly count: number;
}

/** A report without what the baseline knows. */
interface BaselinedReport {
  readonly report: LintReport;
  /** How many findings the baseline took. */
  readonly baselined: number;
  /** What the baseline has and these sources have not any more; `count` says how many. Sources that were not linted are left out. */
  readonly gone: readonly BaselineEntry[];
}

/** Where a finding was made: at a pattern, or in a mapping's list of filters. */
type Place = Pick<PatternSite, "source" | "group"> & Partial<Pick<PatternSite, "text">>;

/**
 * Sixteen hexadecimal digits that stay the same when the pattern moves to another line, is quoted otherwise, or gets a
 * neighbour: they come from the id, the source, the mapping, the field, and the text of the part that is meant.
 */
export function fingerprintOf({ id, path = "", start = 0, end = 0 }: Finding & Partial<Span>, { source, group, text = "" }: Place): string {
  const meant = text.slice(start, Math.min(end, start + longestMeant));
  return digest([id, slashed(source), group, path, end - start, meant].join("\0"));
}

/** Twice as long as a pattern may be; what is behind counts by its length. */
const longestMeant = 8_192;

/** All findings but those that are ignored at their place, sorted, so that two writings of the same differ in nothing. */
export function writeBaseline({ mappings }: LintReport): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const { place, findings, suppressed = [] } of mappings.flatMap(carriersOf)) {
    for (const finding of [...findings, ...suppressed.filter(({ suppressedBy }) => suppressedBy === "baseline")]) {
      const entry = entryOf(finding, place);
      entries.set(keyOf(entry), { ...entry, count: (entries.get(keyOf(entry))?.count ?? 0) + 1 });
    }
  }
  return { schemaVersion: 1, findings: [...entries.values()].sort(byPlace) };
}

/** Moves the findings that the baseline knows to the suppressed ones, each as often as it is recorded, in the order of the report. */
export function applyBaseline(report: LintReport, { findings: entries }: Baseline): BaselinedReport {
  const left = new Map<string, BaselineEntry>();
  for (const entry of entries) left.set(keyOf(entry), { ...entry, count: entry.count + (left.get(keyOf(entry))?.count ?? 0) });
  let baselined = 0;
  const takes: Takes = (finding, place) => {
    const key = keyOf(entryOf(finding, place));
    const entry = left.get(key);
    if (entry === undefined || entry.count === 0) return false;
    left.set(key, { ...entry, count: entry.count - 1 });
    baselined++;
    return true;
  };
  const mappings = report.mappings.map((mapping) => withoutKnown(mapping, takes));
  const linted = new Set(report.mappings.flatMap(carriersOf).map(({ place }) => slashed(place.source)));
  const gone = [...left.values()].filter(({ source, count }) => count > 0 && linted.has(source));
  return { report: { ...report, mappings }, baselined, gone };
}

/** What findings hang on. */
interface Carrier {
  readonly place: Place;
  readonly findings: readonly PlacedFinding[];
  readonly suppressed?: readonly Suppressed<PlacedFinding>[];
}

function carriersOf({ filters, ...mapping }: LintedMapping): Carrier[] {
  const { findings = [], suppressed = [] } = mapping;
  return [{ place: mapping, findings, suppressed }, ...filters.map(({ site, ...rest }) => ({ place: site, ...rest }))];
}

/** @throws MskctlError malformed-file, when `document`, the JSON of the file `name`, is no baseline. */
export function readBaseline(document: unknown, name: string): Baseline {
  const refuse = (why: string) => new MskctlError("malformed-file", `${name} is no baseline: ${why}.`);
  if (!isJsonObject(document)) throw refuse("it is not a JSON object");
  const { schemaVersion, findings } = document;
  if (schemaVersion !== 1) throw refuse("its schemaVersion is not 1");
  if (!Array.isArray(findings)) throw refuse("its findings are not a list");
  return { schemaVersion, findings: findings.map((entry, index) => readEntry(entry, (why) => refuse(`findings[${index}] ${why}`))) };
}

/** Whether the baseline has this finding, which it then has once less. */
type Takes = (finding: PlacedFinding, place: Place) => boolean;

function withoutKnown(mapping: LintedMapping, takes: Takes): LintedMapping {
  const { findings, suppressed } = split(mapping.findings ?? [], mapping.suppressed, mapping, takes);
  return {
    ...mapping,
    ...(mapping.findings === undefined ? {} : { findings }),
    ...(suppressed === undefined ? {} : { suppressed }),
    filters: mapping.filters.map((filter) => filterWithoutKnown(filter, takes)),
  };
}

function filterWithoutKnown(filter: LintedFilter, takes: Takes): LintedFilter {
  const { findings, suppressed } = split(filter.findings, filter.suppressed, filter.site, takes);
  return { ...filter, findings, ...(suppressed === undefined ? {} : { suppressed }) };
}

function split<F extends PlacedFinding>(all: readonly F[], before: readonly Suppressed<F>[] | undefined, place: Place, takes: Takes) {
  const known = new Set(all.filter((finding) => takes(finding, place)));
  const baselined = [...known].map((finding): Suppressed<F> => ({ ...finding, suppressedBy: "baseline" }));
  return {
    findings: all.filter((finding) => !known.has(finding)),
    suppressed: baselined.length === 0 ? before : [...(before ?? []), ...baselined],
  };
}

function readEntry(entry: unknown, refuse: (why: string) => MskctlError): BaselineEntry {
  if (!isJsonObject(entry)) throw refuse("is not an object");
  const { fingerprint, id, source, count } = entry;
  if (typeof fingerprint !== "string" || typeof id !== "string" || typeof source !== "string")
    throw refuse("lacks one of fingerprint, id and source");
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 1) throw refuse("has no count of 1 or more");
  return { fingerprint, id, source: slashed(source), count };
}

function entryOf(finding: PlacedFinding, place: Place): Omit<BaselineEntry, "count"> {
  return { fingerprint: fingerprintOf(finding, place), id: finding.id, source: slashed(place.source) };
}

function keyOf({ fingerprint, id, source }: Omit<BaselineEntry, "count">): string {
  return JSON.stringify([source, id, fingerprint]);
}

function byPlace(a: BaselineEntry, b: BaselineEntry): number {
  return compared(a.source, b.source) || compared(a.id, b.id) || compared(a.fingerprint, b.fingerprint);
}

/** By code units: the same on every system and in every locale. */
function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As a file is named on every system, with nothing before it that says "from here". */
function slashed(source: string): string {
  return source.replaceAll("\\", "/").replace(/^(?:\.\/+)+/, "");
}

// FNV-1a, 64 bits (Fowler, Noll, Vo), over the two bytes of each code unit. It tells findings apart; it keeps no secret.
const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

function digest(text: string): string {
  let hash = offsetBasis;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    for (const byte of [unit & 0xff, unit >> 8]) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  }
  return hash.toString(16).padStart(16, "0");
}
