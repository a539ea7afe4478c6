import { formatCount } from "../../core/figures.ts";
import type { PollingGap } from "../../core/mapping/lifecycle/polling-gap.ts";
import { updateGapMs } from "../../core/mapping/lifecycle/polling-gap.ts";
import type { PreparedUpdate } from "../../core/mapping/lifecycle/update.ts";
import { formatDuration } from "../../core/time.ts";

/** What an update costs besides money: what waits while polling stops, then the plan's own notes, then what it cannot know. */
export function updateNotes({ plan, gap, unknowns }: PreparedUpdate): string[] {
  return [
    ...(gap === undefined ? [] : [gapNote(gap)]),
    ...plan.notes,
    ...unknowns.map((unknown) => `Part of what is set now is unknown: ${unknown}.`),
  ];
}

function gapNote(gap: PollingGap): string {
  const stop = `Polling stops for up to ${formatDuration(updateGapMs)}`;
  if (gap.kind === "unknown") return `${stop}; how many records wait meanwhile is unknown: ${gap.reason}.`;
  return `${stop}: about ${formatCount(gap.records)} records wait, at ${formatCount(gap.recordsPerSecond)}/s.`;
}
