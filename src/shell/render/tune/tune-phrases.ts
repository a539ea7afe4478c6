import { formatCount, plural } from "../../../core/figures.ts";
import { placeOf } from "../../../core/mapping/place.ts";
import { formatDollars } from "../../../core/money.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Range } from "../../../core/tuning/candidate.ts";
import type { SettingChange, TuneReport } from "../../../core/tuning/report.ts";
import type { TuningSettings } from "../../../core/tuning/workload.ts";
import type { Glyphs, Look, Paint, Palette } from "../palette.ts";

// How tune says figures, the same in the screen and the fleet's table.

/** `0.33 s`, `12 min`; one that has no end is said in a word. */
export function agePhrase(ms: number | undefined): string {
  if (ms === undefined) return "never";
  if (!Number.isFinite(ms)) return "no end";
  return ms >= 10 && ms < 1_000 ? `${Math.round(ms / 10) * 10} ms` : formatDuration(ms);
}

/** `$97.25`, `$1,332`: cents say nothing where there are hundreds of dollars. */
export function moneyPhrase(dollars: number): string {
  return Math.abs(dollars) < 1_000 ? formatDollars(dollars) : formatDollars(dollars).replace(/\.\d\d$/, "");
}

/** `$95–$101`; one figure where both ends read alike. */
export function moneyRange({ low, high }: Range, { range }: Glyphs): string {
  const round = (dollars: number) =>
    Math.abs(dollars) < 10 ? formatDollars(dollars) : formatDollars(Math.round(dollars)).replace(/\.00$/, "");
  const [from, to] = [round(low), round(high)];
  return from === to ? from : `${from}${range}${to}`;
}

/** What a change of the bill is called: `saves $95–$101 a month`, `costs $10 a month more`. */
export function savingPhrase({ low, high }: Range, { range, ...glyphs }: Glyphs): string {
  if (high <= 0) return `costs ${moneyRange({ low: -high, high: -low }, { ...glyphs, range })} a month more`;
  if (low < 0)
    return `saves up to ${moneyRange({ low: high, high }, { ...glyphs, range })} a month, or costs up to ${moneyRange({ low: -low, high: -low }, { ...glyphs, range })} more`;
  return `saves ${moneyRange({ low, high }, { ...glyphs, range })} a month`;
}

/** `46.9`, `1,210`. */
export function perSecondPhrase(value: number): string {
  if (value > 0 && value < 0.05) return "<0.1";
  return value < 99.95 ? String(Number(value.toFixed(1))) : formatCount(value);
}

export function windowOf({ windowMs }: TuningSettings): string {
  return windowMs === 0 ? "0 s" : formatDuration(windowMs);
}

/** `on-demand`, `10–12 pollers`. */
export function modeOf({ pollers }: TuningSettings, { range }: Glyphs): string {
  if (pollers === undefined) return "on-demand";
  const { minimum, maximum } = pollers;
  return minimum === maximum ? plural(minimum, "poller") : `${minimum}${range}${maximum} pollers`;
}

/** `99 %`, `99.9 %`. */
export function sharePhrase(share: number): string {
  const percent = share * 100;
  return `${percent > 99 && percent < 100 ? (Math.floor(percent * 10) / 10).toFixed(1) : Math.round(percent)} %`;
}

/** In phrases; that pollers go with their mode goes without saying. */
export function changePhrases(changes: readonly SettingChange[], glyphs: Glyphs): string[] {
  const goesOnDemand = changes.some(({ field, after }) => field === "ProvisionedPollerConfig" && after === "on-demand");
  const isImplied = ({ field, after }: SettingChange) =>
    goesOnDemand && after === undefined && field.startsWith("ProvisionedPollerConfig.");
  return changes.filter((change) => !isImplied(change)).map((change) => changePhrase(change, glyphs));
}

/** `BatchSize 10 → 500`. */
function changePhrase({ field, before, after }: SettingChange, { to, none }: Glyphs): string {
  const value = (given: string | number | undefined) =>
    given === undefined ? none : typeof given === "number" ? formatCount(given) : given;
  return `${field.replace("ProvisionedPollerConfig.", "")} ${value(before)} ${to} ${value(after)}`;
}

/** What to do, in a line. */
export function verdictPhrase(report: TuneReport, glyphs: Glyphs): string {
  const { verdict, recommendation, reasons, missing } = report;
  switch (verdict) {
    case "no change":
      return "no change";
    case "change":
      return recommendation === undefined ? "change" : `change ${glyphs.separator} ${savingPhrase(recommendation.saves, glyphs)}`;
    case "advice":
      return reasons.find(({ advice }) => advice?.isFirst)?.advice?.summary ?? "something else comes first";
    case "unreachable":
      return "nothing keeps to the goals";
    case "no data":
      return `no data ${glyphs.separator} ${missing?.message ?? "too little is known"}`;
  }
}

export function verdictGlyph(verdict: TuneReport["verdict"], glyphs: Glyphs): string {
  switch (verdict) {
    case "no change":
      return glyphs.ok;
    case "change":
      return glyphs.catchingUp;
    case "advice":
      return glyphs.warning;
    case "unreachable":
      return glyphs.error;
    case "no data":
      return glyphs.noData;
  }
}

export function verdictPaint(verdict: TuneReport["verdict"], palette: Palette): Paint {
  switch (verdict) {
    case "no change":
    case "no data":
      return palette.bold;
    case "change":
    case "advice":
      return palette.warning;
    case "unreachable":
      return palette.error;
  }
}

/** `us-east-1 of 2026-11-26`, and where they are not those of the mapping's Region, that; `remedy` is what helps. */
export function pricesPhrase({ prices, mapping }: Pick<TuneReport, "prices" | "mapping">, remedy = ""): string {
  const region = placeOf(mapping)?.region;
  const foreign = region === undefined || region === prices.region ? "" : `, not of ${region}${prices.notes === undefined ? remedy : ""}`;
  return `${prices.region} of ${prices.date}${foreign}`;
}

/** A few days are told by the minute. */
export function spanPhrase(fromMs: number, untilMs: number): string {
  const digits = untilMs - fromMs < 3 * 86_400_000 ? 16 : 10;
  const [from, until] = [fromMs, untilMs].map((atMs) => new Date(atMs).toISOString().slice(0, digits).replace("T", " "));
  return `${from} to ${until}`;
}

/** Glyphs beyond ASCII are only given to terminals that show them. */
export function isUnicode({ glyphs }: Look): boolean {
  return !/^[ -~]+$/.test(glyphs.ellipsis);
}
