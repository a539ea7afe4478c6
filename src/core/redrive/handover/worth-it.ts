import { MskctlError } from "../../errors.ts";
import { formatCount, plural } from "../../figures.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";
import { formatDuration } from "../../time.ts";
import type { RedrivePlan } from "../plan.ts";

/** What one machine has done with in less is not worth a stack, two roles and a second bill. A judgement of ours. */
const worthItFromMs = 3_600_000;
/** Where nobody knows how long it takes: one machine reads and sends as many in minutes. A judgement of ours. */
const worthItFromDocuments = 10_000;

/** Why a redrive is better done here than by Step Functions: `refused`, with how long that takes; undefined: it is worth it. */
export function notWorthIt({ facts, effort }: Pick<RedrivePlan, "facts" | "effort">, documents: number): MskctlError | undefined {
  const { durationMs } = effort;
  const isSmall = durationMs === undefined ? documents < worthItFromDocuments : durationMs.high < worthItFromMs;
  if (!isSmall) return undefined;
  const here =
    durationMs === undefined
      ? `how long redrive takes is not known, and ${formatCount(worthItFromDocuments)} documents are read in minutes`
      : `redrive takes ${durationOf(durationMs)} here`;
  return new MskctlError("refused", `${plural(documents, "document")} ${documents === 1 ? "is" : "are"} few for Step Functions: ${here}`, {
    suggestions: [`mskctl redrive ${shellWord(facts.name)}`, "if it is meant all the same: --anyway"],
    details: { documents, durationMs: durationMs ?? null },
  });
}

function durationOf({ low, high }: { readonly low: number; readonly high: number }): string {
  const [from, until] = [low, high].map((ms) => formatDuration(Math.max(1_000, Math.round(ms / 1_000) * 1_000)));
  return from === until ? `about ${until}` : `${from} to ${until}`;
}
