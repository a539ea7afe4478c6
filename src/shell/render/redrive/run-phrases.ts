import { formatCount } from "../../../core/figures.ts";
import type { RunCounts } from "../../../core/redrive/journal.ts";
import type { ListedRun, RunOwner } from "../../../core/redrive/runs.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Glyphs } from "../palette.ts";

// How runs are said, the same in every verb. Raw text: the caller escapes it.

/** The time in a ULID to about a second, which is enough to type. */
const fewestCharacters = 8;

/** The shortest beginning of a run's id, of eight characters at least, that means no other of `ids`. */
export function shortRunId(id: string, ids: readonly string[] = []): string {
  const others = ids.filter((other) => other !== id);
  let length = fewestCharacters;
  while (length < id.length && others.some((other) => other.startsWith(id.slice(0, length)))) length += 1;
  return id.slice(0, length);
}

/** As a person sees it: a run that is said to run and that nobody has, was interrupted. */
export type ShownState = ListedRun["state"] | "interrupted";

export function shownState({ state, owner }: Pick<ListedRun, "state" | "owner">): ShownState {
  return state === "running" && owner === undefined ? "interrupted" : state;
}

/** A glyph beside the word. */
export function statePhrase(state: ShownState, glyphs: Glyphs): string {
  return `${signs(glyphs)[state]} ${state}`;
}

function signs(glyphs: Glyphs): Readonly<Record<ShownState, string>> {
  return {
    planned: glyphs.noData,
    running: glyphs.catchingUp,
    interrupted: glyphs.error,
    stopped: glyphs.warning,
    finished: glyphs.ok,
    purged: glyphs.disabled,
  };
}

/** `30,698 redriven`, `2 parked`, …: what there is of each; what remains is only said while something does. */
export function outcomePhrases({ redriven, parked, unrecoverable, filtered, remaining }: RunCounts): string[] {
  const counts: readonly [count: number, word: string][] = [
    [parked, "parked"],
    [unrecoverable, "unrecoverable"],
    [filtered, "filtered out"],
    [remaining, remaining === 1 ? "remains" : "remain"],
  ];
  return [
    `${formatCount(redriven)} redriven`,
    ...counts.flatMap(([count, word]) => (count === 0 ? [] : [`${formatCount(count)} ${word}`])),
  ];
}

/** Records that are in the target or accounted for, and nowhere else. */
export function isAccountedFor({ seen, redriven, parked, unrecoverable, filtered, remaining }: RunCounts): boolean {
  return seen === redriven + parked + unrecoverable + filtered + remaining;
}

/** `ops@bastion (process 4242) for 3 min` */
export function ownerPhrase({ user, host, pid, sinceMs }: RunOwner, nowMs: number): string {
  return `${user}@${host} (process ${pid}) for ${formatDuration(Math.max(0, nowMs - sinceMs))}`;
}

/** The command that leads on from here; undefined: none is needed. */
export function nextCommand(known: Pick<ListedRun, "state" | "owner" | "facts">, counts: RunCounts, id: string): string | undefined {
  switch (shownState(known)) {
    case "planned":
    case "stopped":
    case "interrupted":
      return `mskctl redrive resume ${id}`;
    case "running":
      return `mskctl redrive status ${id}`;
    case "finished":
      return counts.parked + counts.unrecoverable > 0 ? `mskctl redrive show ${id}` : `mskctl redrive verify ${id}`;
    case "purged":
      return undefined;
  }
}
