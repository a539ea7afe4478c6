import { plural } from "../../../core/figures.ts";
import type { LagEvent } from "../../../core/lag/feed.ts";
import { type LagReport, type LagVerdict, lagVerdicts } from "../../../core/lag/report.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Look } from "../palette.ts";
import { countPhrase, dataAgePhrase, hourlyCostPhrase, ratePhrase } from "./figure-phrases.ts";
import { agePhrase, caughtUpPhrase, verdictGlyph, verdictPaint } from "./verdict-phrases.ts";

/** What the lines before have said. */
export interface Said {
  /** By UUID. */
  readonly verdicts: ReadonlyMap<string, LagVerdict>;
  readonly notes: readonly string[];
}

export const nothingSaid: Said = { verdicts: new Map(), notes: [] };

type Picture = Extract<LagEvent, { readonly kind: "picture" }>;

/**
 * A refresh as lines that follow each other, for pipes and screen readers: the time, then each mapping, in the given order, that
 * needs watching or whose verdict is another than before, and what has newly become unreadable.
 */
export function watchLines(event: Picture, said: Said, look: Look): { readonly lines: readonly string[]; readonly said: Said } {
  const { reports, notes, atMs } = event.picture;
  const told = reports.filter(({ mapping, verdict }) => !isCalm(verdict) || changed(said, mapping.UUID, verdict));
  const news = notes.filter((note) => !said.notes.includes(note));
  return {
    lines: [
      headLine(event, look),
      ...told.map((report) => `  ${mappingLine(report, said.verdicts.get(report.mapping.UUID), { atMs, look })}`),
      ...news.map((note) => `  ${look.palette.dim(safeText(note))}`),
    ],
    said: { verdicts: new Map(reports.map(({ mapping, verdict }) => [mapping.UUID, verdict])), notes },
  };
}

/** `12:06:40 UTC · not read: Rate exceeded · again in 60 s` */
export function failureLine({ error, atMs, intervalMs }: Extract<LagEvent, { readonly kind: "failed" }>, look: Look): string {
  const failure = look.palette.warning(`not read: ${safeText(error.message)}`);
  return facts([timePhrase(atMs), failure, `again in ${formatDuration(intervalMs)}`], look);
}

/** Of these a line a refresh would be noise. */
function isCalm(verdict: LagVerdict): boolean {
  return verdict === "ok" || verdict === "idle" || verdict === "disabled";
}

function changed({ verdicts }: Said, uuid: string, verdict: LagVerdict): boolean {
  const before = verdicts.get(uuid);
  return before !== undefined && before !== verdict;
}

function headLine({ picture, intervalMs, costUsdPerHour }: Picture, look: Look): string {
  const { reports, atMs } = picture;
  const counts = lagVerdicts.flatMap((verdict) => {
    const count = reports.filter((report) => report.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  const mappings = [plural(reports.length, "mapping"), ...(counts.length === 0 ? [] : [counts.join(", ")])].join(": ");
  const pace = [`every ${formatDuration(intervalMs)}`, hourlyCostPhrase(costUsdPerHour)];
  return facts([timePhrase(atMs), mappings, dataAgePhrase(reports, atMs), ...pace], look);
}

function mappingLine(
  report: LagReport,
  before: LagVerdict | undefined,
  { atMs, look }: { readonly atMs: number; readonly look: Look },
): string {
  const { name, verdict, sinceMs, lagRecords, age, rates, cause } = report;
  const { glyphs, palette } = look;
  const was = before === undefined || before === verdict ? "" : `, was ${before}`;
  const since = sinceMs === undefined ? "" : ` for ${formatDuration(Math.max(0, atMs - sinceMs))}`;
  const sign = verdictPaint(verdict, palette)(`${verdictGlyph(verdict, glyphs)} ${verdict}`);
  const figures: readonly [label: string, phrase: string | undefined][] = [
    ["lag", countPhrase(lagRecords)],
    ["age", agePhrase(age, glyphs)],
    ["in", perSecond(rates.inPerSecond)],
    ["out", perSecond(rates.outPerSecond)],
    ["caught up", caughtUpPhrase(report, glyphs)],
  ];
  const said = figures.flatMap(([label, phrase]) => (phrase === undefined ? [] : [`${label} ${phrase}`]));
  return facts([`${safeText(name)} ${sign}${since}${was}`, ...said, ...(cause === undefined ? [] : [safeText(cause.message)])], look);
}

function perSecond(rate: number | undefined): string | undefined {
  const phrase = ratePhrase(rate);
  return phrase === undefined ? undefined : `${phrase}/s`;
}

function facts(parts: readonly string[], { glyphs }: Look): string {
  return parts.join(` ${glyphs.separator} `);
}

function timePhrase(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
}
