import { formatCount, plural } from "../../../core/figures.ts";
import type { MappingDocument } from "../../../core/mapping/model.ts";
import { shellWord } from "../../../core/mapping/setting-arguments.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { RedrivePlan } from "../../../core/redrive/plan.ts";
import { formatDuration } from "../../../core/time.ts";
import { countFindings, renderFindings } from "../findings.ts";
import type { Look } from "../palette.ts";
import { wrapPieces, wrapText } from "../wrapped.ts";
import { dollarsPhrase, lanePhrase, offsetsPhrase, rangePhrase, sourcePhrase, spanPhrase, targetPhrase } from "./redrive-phrases.ts";

/** What is there, what a run would do and cost, and what is known against it. */
export function renderRedrivePlan(plan: RedrivePlan, look: Look): string[] {
  const { findings } = plan;
  return [
    ...header(plan, look),
    "",
    ...contents(plan, look),
    ...(plan.effort.records === 0 ? [] : [...manner(plan, look), ...effort(plan, look)]),
    ...(findings.length === 0 ? [] : ["", ...renderFindings(findings, look)]),
  ];
}

/** What is there, and what is known against sending it, wherever that is done. */
export function renderPlanContents(plan: RedrivePlan, look: Look): string[] {
  const { findings } = plan;
  return [...header(plan, look), "", ...contents(plan, look), ...(findings.length === 0 ? [] : ["", ...renderFindings(findings, look)])];
}

/** `1 warning · mskctl redrive shipments`: what to type next, after a plan alone. */
export function renderPlanFooter({ findings, facts, effort }: RedrivePlan, look: Look): string {
  const next = effort.records === 0 ? [] : [`mskctl redrive ${shellWord(facts.name)}`];
  return safeText([countFindings(findings), ...next].join(` ${look.glyphs.separator} `));
}

function header({ facts }: RedrivePlan, look: Look): string[] {
  const mapping = mappingOf(facts.mapping);
  const where = facts.place === undefined ? "" : ` in ${facts.place.region} (${facts.place.accountId})`;
  const from = sourcePhrase(facts.source, mapping);
  const subject = facts.name === from ? `${from} ${look.glyphs.to} ` : `${facts.name} ${look.glyphs.to} `;
  const rest = facts.name === from ? "" : `, from ${from}`;
  const [first = "", ...more] = wrapText(safeText(`${subject}${targetPhrase(facts.target, mapping)}${where}${rest}`), look.columns);
  return [look.palette.bold(first), ...more];
}

function contents({ tally, facts }: RedrivePlan, look: Look): string[] {
  const { documents, records, conditions, failed, repeated } = tally;
  if (facts.coverage.kind === "attributes")
    return indented([`about ${plural(facts.coverage.documents, "message")}`, "none was looked at"], look);
  if (documents === 0) return indented(["no failure document of this mapping", ...coverage(facts)], look);
  return [
    ...indented(
      [
        plural(documents, "document"),
        plural(records, "record"),
        ...(failed === undefined ? [] : [`failed ${spanPhrase(failed, facts.nowMs)}`]),
        ...coverage(facts),
      ],
      look,
    ),
    ...indented(
      conditions.map(({ what, documents: count }) => `${what} ${formatCount(count)}${what === tooLarge ? " (split by size)" : ""}`),
      look,
      4,
    ),
    ...(repeated === 0
      ? []
      : indented([`about ${formatCount(repeated)} of the records stand in several documents and are sent once`], look, 4)),
    ...expiredLines(tally.recovery.expired, look),
  ];
}

const tooLarge = "MaximumPayloadSizeExceeded";

function coverage({ coverage: covered, source }: RedrivePlan["facts"]): string[] {
  const one = source.kind === "s3" ? "object" : "message";
  return covered.kind === "sample" ? [`a sample of about ${plural(covered.documents, one)}`] : [];
}

/** More are in the document. */
const mostExpiredRuns = 5;

function expiredLines({ runs }: RedrivePlan["tally"]["recovery"]["expired"], look: Look): string[] {
  if (runs.length === 0) return [];
  const shown = runs.slice(0, mostExpiredRuns).map((run) => `${lanePhrase(run.lane)} ${offsetsPhrase(run, look.glyphs)}`);
  const more = runs.length > mostExpiredRuns ? [`and ${formatCount(runs.length - mostExpiredRuns)} more ranges (--json has all)`] : [];
  return indented([`expired: ${shown[0] ?? ""}`, ...shown.slice(1), ...more], look, 4);
}

function manner({ facts, effort: { concurrency }, tally }: RedrivePlan, look: Look): string[] {
  const { options, target } = facts;
  const bound = concurrency.bound === "lanes" ? " (one a lane)" : "";
  const yields = target.kind === "function" ? ", yields to live traffic" : "";
  const pieces = [
    `order kept per partition (${plural(tally.lanes.length, "lane")})`,
    ...(options.canaryRecords === 0 ? [] : [`canary ${plural(options.canaryRecords, "record")}`]),
    `concurrency ${look.glyphs.atMost} ${concurrency.most}${bound}${yields}`,
    ...(options.recordsPerSecond === undefined ? [] : [`at most ${formatCount(options.recordsPerSecond)} records/s`]),
  ];
  return [...indented(pieces, look), ...indented([removal(facts)], look)];
}

function removal({ source, removal: way, options }: RedrivePlan["facts"]): string {
  const kept = options.removeUnrecoverable ? "parked" : "parked or unrecoverable";
  const staying = `those with ${kept} records stay`;
  if (source.kind === "archive" || way === "none") return "documents stay where they are; the run remembers what is done";
  if (source.kind === "kafka") return "the topic keeps its documents; a consumer group of ours remembers how far they are done";
  if (way === "tag") return `objects are tagged once all of their records are done; ${staying}`;
  return `${source.kind === "s3" ? "objects" : "messages"} are deleted once all of their records are done; ${staying}`;
}

function effort({ effort: { batches, durationMs, dollars, assumptions }, behind, facts }: RedrivePlan, look: Look): string[] {
  const isFunction = facts.target.kind === "function";
  const { glyphs } = look;
  const count = `${rangePhrase(batches, glyphs)} ${isFunction ? "invocation" : "batch"}`;
  const one = batches.high === 1 ? count : `${count}${isFunction ? "s" : "es"}`;
  const known = [
    ...(durationMs === undefined ? [] : [rangePhrase(durationMs, glyphs, formatDuration)]),
    ...(dollars === undefined ? [] : [rangePhrase(dollars, glyphs, dollarsPhrase)]),
  ];
  const unknown = isFunction && durationMs === undefined ? ["how long is not known: no data on the function's duration"] : [];
  const late =
    behind === undefined
      ? []
      : [`these records are up to ${formatDuration(behind.ms)} ${behind.of === "live" ? "behind the live position" : "old"}`];
  return [
    ...indented([[`about ${one}`, ...known].join(", "), ...unknown, ...late], look),
    ...indented([`assumed: ${assumptions.join("; ")}`], look).map(look.palette.dim),
  ];
}

function indented(pieces: readonly string[], look: Look, indent = 2): string[] {
  const margin = " ".repeat(indent);
  return wrapPieces(
    pieces.map((piece) => safeText(piece)),
    ` ${look.glyphs.separator} `,
    look.columns - indent,
  ).map((line) => margin + line);
}

function mappingOf(mapping: RedrivePlan["facts"]["mapping"]): MappingDocument | undefined {
  return typeof mapping === "object" ? mapping : undefined;
}
