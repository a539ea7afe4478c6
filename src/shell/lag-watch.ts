import { isError, MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import type { LagFeed } from "../core/lag/feed.ts";
import { formatDuration } from "../core/time.ts";
import { errorEventLine, lagEventLine } from "./lag-events.ts";
import { costPhrase } from "./render/lag/figure-phrases.ts";
import { failureLine, nothingSaid, watchLines } from "./render/lag/watch-lines.ts";
import type { Look } from "./render/palette.ts";
import type { Terminal } from "./terminal.ts";

/** Readings that follow each other, and where they are told. */
export interface Following {
  readonly feed: LagFeed;
  readonly terminal: Pick<Terminal, "out" | "err" | "onClosed">;
  readonly look: Look;
  readonly now: () => number;
  /** One JSON document a line, instead of text. */
  readonly ndjson: boolean;
}

/**
 * Prints each refresh until the reader of stdout leaves. Throws what ends it otherwise; an interruption says how much was
 * read, and what that cost.
 */
export async function watchInLines(following: Following): Promise<void> {
  const { feed, terminal, look, ndjson, now } = following;
  const startedMs = now();
  const read = { readings: 0, calls: 0, costUsd: 0 };
  let said = nothingSaid;
  terminal.onClosed(feed.close);
  try {
    for await (const event of feed.events) {
      if (event.kind === "reading") continue;
      if (event.kind === "failed") {
        terminal.out(ndjson ? errorEventLine(event.error, event.atMs, event.intervalMs) : failureLine(event, look));
        continue;
      }
      read.readings += 1;
      read.calls += event.picture.calls;
      read.costUsd += event.picture.costUsd;
      if (ndjson) terminal.out(lagEventLine(event));
      else {
        const shown = watchLines(event, said, look);
        said = shown.said;
        terminal.out(shown.lines.join("\n"));
      }
    }
  } catch (error) {
    throw isInterruption(error) ? withSummary(error, now() - startedMs, read) : error;
  }
}

/** What the user, or a deadline of theirs, ended. */
export function isInterruption(error: unknown): error is MskctlError {
  return isError(error, "interrupted", "terminated", "timed-out");
}

interface Read {
  readonly readings: number;
  readonly calls: number;
  readonly costUsd: number;
}

function withSummary({ code, message, suggestions, details, cause }: MskctlError, elapsedMs: number, read: Read): MskctlError {
  const { readings, calls, costUsd } = read;
  const summary = `watched for ${formatDuration(elapsedMs)}: ${plural(readings, "reading")}, ${plural(calls, "call")}, ${costPhrase(costUsd)}`;
  return new MskctlError(code, `${message}; ${summary}`, { suggestions, details: { ...details, ...read, elapsedMs }, cause });
}
