import { formatCount, plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { formatDuration } from "../../../core/time.ts";
import { type ApplyPlan, settingsBefore } from "../../../core/tuning/apply/apply-plan.ts";
import { toleratedMinutes } from "../../../core/tuning/apply/violations.ts";
import type { Range } from "../../../core/tuning/candidate.ts";
import { changesBetween } from "../../../core/tuning/changes.ts";
import { pauseMs } from "../../../core/tuning/recommendation.ts";
import type { Glyphs, Look } from "../palette.ts";
import { wrapText } from "../wrapped.ts";
import { labelled, widthOf } from "./labelled.ts";
import { agePhrase, changePhrases, moneyRange, savingPhrase } from "./tune-phrases.ts";

/** A plan as a person says yes to it: what it brings, step by step what changes, what cannot be undone, what speaks against it, and what it is held to. */
export function renderApplyPlan(plan: ApplyPlan, look: Look): string[] {
  const { glyphs, palette } = look;
  const { place, name, before, after, steps, cannotBeUndone, risks } = plan;
  const wholeMs = steps.reduce((sum, { watchMs }) => sum + watchMs, 0);
  const end = ({ costMonth, ageP99Ms }: typeof before) => [
    `${moneyRange(costMonth, glyphs)} a month`,
    `99 of 100 records no older than ${ageRange(ageP99Ms, glyphs)}`,
  ];
  return [
    `${palette.bold(safeText(`Tune ${name}`))} in ${safeText(place.region)} (${safeText(place.accountId ?? "account unknown")})`,
    "",
    ...labelled("now", end(before), look),
    ...labelled("then", [...end(after), savingPhrase(after.savesMonth, glyphs)], look),
    ...steps.flatMap((_, index) => stepLines(plan, index, look)),
    ...labelled(
      "held to",
      [
        `records no older than ${formatDuration(plan.ageP99Ms)}`,
        "lag, duration and cost as predicted for the rate that arrives",
        "no more errors, throttles or records given up than before",
      ],
      look,
    ),
    ...labelled(
      "or else",
      [`it is rolled back, as it is when metrics are missing for ${toleratedMinutes} min`, `about ${formatDuration(wholeMs)} in all`],
      look,
    ),
    ...cannotBeUndone.flatMap((what) => warned(`cannot be undone: ${what}`, look)),
    ...risks.flatMap((risk) => warned(risk, look)),
  ];
}

/** What a step changes, in phrases. */
export function stepPhrases(plan: Pick<ApplyPlan, "before" | "steps">, index: number, glyphs: Glyphs): string[] {
  const step = plan.steps[index];
  return step === undefined ? [] : changePhrases(changesBetween(settingsBefore(plan, index), step.settings), glyphs);
}

function stepLines(plan: ApplyPlan, index: number, look: Look): string[] {
  const step = plan.steps[index];
  if (step === undefined) return [];
  const pieces = [
    ...stepPhrases(plan, index, look.glyphs),
    `${plural(step.backlogRecords, "record")} gather while polling stops for up to ${formatDuration(pauseMs)}`,
    `watched for ${formatDuration(step.watchMs)}`,
  ];
  return labelled(`step ${formatCount(index + 1)}`, pieces, look);
}

function ageRange({ low, high }: Range, { range }: Glyphs): string {
  const [from, to] = [agePhrase(low), agePhrase(high)];
  return from === to ? from : `${from}${range}${to}`;
}

function warned(text: string, { glyphs, palette, ...look }: Look): string[] {
  const [first = "", ...more] = wrapText(safeText(text), widthOf({ glyphs, palette, ...look }) - 2);
  return [`${glyphs.warning} ${first}`, ...more.map((line) => `  ${line}`)].map(palette.warning);
}
