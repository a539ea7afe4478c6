import { formatCount, plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { Check, CheckId } from "../../../core/redrive/verify/check.ts";
import type { Verification } from "../../../core/redrive/verify/verify.ts";
import type { Look } from "../palette.ts";
import { wrapText } from "../wrapped.ts";
import { shortRunId, shownState, statePhrase } from "./run-phrases.ts";

const names: Readonly<Record<CheckId, string>> = {
  balance: "balance",
  sends: "sends",
  closings: "closings",
  source: "source",
  target: "target",
  function: "function",
  "failed-again": "new failures",
  ledger: "ledger",
};

const nameWidth = Math.max(...Object.values(names).map((name) => name.length)) + 2;
const indent = nameWidth + 2;

/** A line a check, what does not hold below it, and the sum of it. */
export function renderVerification({ known, checks }: Verification, look: Look): string[] {
  return [
    `${look.palette.bold(shortRunId(known.facts.id))} ${statePhrase(shownState(known), look.glyphs)}`,
    ...checks.flatMap((check) => checkLines(check, look)),
    ending(checks, look),
  ];
}

function checkLines({ id, result, says, mismatches, mismatchCount }: Check, look: Look): string[] {
  const { glyphs, palette } = look;
  const glyph = { holds: glyphs.done, broken: glyphs.error, "not-checked": glyphs.none }[result];
  const paint = { holds: palette.accent, broken: palette.error, "not-checked": palette.dim }[result];
  const said = result === "not-checked" ? `not checked: ${says}` : says;
  const [first = "", ...more] = wrapText(safeText(said), look.columns - indent);
  const margin = " ".repeat(indent);
  const listed = mismatches.flatMap((mismatch) => wrapText(safeText(mismatch), look.columns - indent));
  const left = mismatchCount - mismatches.length;
  return [
    `${paint(glyph)} ${names[id].padEnd(nameWidth)}${first}`,
    ...more.map((line) => margin + line),
    ...[...listed, ...(left > 0 ? [`and ${formatCount(left)} more`] : [])].map((line) => margin + palette.error(line)),
  ];
}

function ending(checks: readonly Check[], look: Look): string {
  const done = checks.filter(({ result }) => result !== "not-checked");
  const broken = done.filter(({ result }) => result === "broken").length;
  if (broken > 0)
    return look.palette.error(`${formatCount(broken)} of ${plural(done.length, "check")} ${broken === 1 ? "does" : "do"} not hold`);
  return `${plural(done.length, "check")}, all hold`;
}
