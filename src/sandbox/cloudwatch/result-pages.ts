import { invalidNextToken } from "./errors.ts";
import type { MetricResult } from "./metric-results.ts";

export interface ResultPage {
  readonly MetricDataResults: readonly PagedResult[];
  readonly NextToken: string | undefined;
  readonly Messages: readonly [];
}

interface PagedResult {
  readonly Id: string;
  readonly Label: string;
  readonly Timestamps: readonly number[];
  readonly Values: readonly number[];
  readonly StatusCode: "Complete" | "PartialData";
}

/** Where a page begins: at which result, and behind which point of it. Data that arrives in between shifts nothing. */
interface Cursor {
  readonly result: number;
  readonly afterMs: number | undefined;
}

export interface PageRequest {
  readonly token: string | undefined;
  readonly scanBy: "TimestampAscending" | "TimestampDescending";
  readonly maximumDatapoints: number;
}

/** One page of GetMetricData: results in their order until `maximumDatapoints` are full. */
export function resultPage(results: readonly MetricResult[], { token, scanBy, maximumDatapoints }: PageRequest): ResultPage {
  const cursor = readToken(token, results.length);
  const page: PagedResult[] = [];
  let left = maximumDatapoints;
  for (const [index, result] of results.entries()) {
    if (index < cursor.result) continue;
    const points = pointsAfter(result, scanBy, index === cursor.result ? cursor.afterMs : undefined);
    const taken = points.slice(0, left);
    left -= taken.length;
    const isComplete = taken.length === points.length;
    page.push(pagedResult(result, taken, isComplete));
    const isLast = index === results.length - 1;
    if (!isComplete || (left === 0 && !isLast)) {
      const next: Cursor = isComplete ? { result: index + 1, afterMs: undefined } : { result: index, afterMs: taken.at(-1)?.[0] };
      return { MetricDataResults: page, NextToken: writeToken(next), Messages: [] };
    }
  }
  return { MetricDataResults: page, NextToken: undefined, Messages: [] };
}

type Point = readonly [atMs: number, value: number];

function pointsAfter({ points }: MetricResult, scanBy: PageRequest["scanBy"], afterMs: number | undefined): readonly Point[] {
  const isAscending = scanBy === "TimestampAscending";
  const ordered = isAscending ? [...points] : [...points].reverse();
  return afterMs === undefined ? ordered : ordered.filter(([atMs]) => (isAscending ? atMs > afterMs : atMs < afterMs));
}

function pagedResult({ id, label }: MetricResult, points: readonly Point[], isComplete: boolean): PagedResult {
  return {
    Id: id,
    Label: label,
    Timestamps: points.map(([atMs]) => atMs),
    Values: points.map(([, value]) => value),
    StatusCode: isComplete ? "Complete" : "PartialData",
  };
}

function writeToken({ result, afterMs }: Cursor): string {
  return Buffer.from(`${result}/${afterMs ?? ""}`).toString("base64url");
}

function readToken(token: string | undefined, results: number): Cursor {
  if (token === undefined) return { result: 0, afterMs: undefined };
  const [, result, afterMs] = /^(\d{1,6})\/(\d{0,15})$/.exec(Buffer.from(token, "base64url").toString("utf8")) ?? [];
  if (result === undefined || Number(result) >= results) throw invalidNextToken();
  return { result: Number(result), afterMs: afterMs ? Number(afterMs) : undefined };
}
