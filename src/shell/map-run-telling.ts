import type { MapRunName } from "../core/redrive/handover/map-run-arn.ts";
import { isMapRunOver, type MapRunProgress } from "../core/redrive/handover/map-run-progress.ts";
import type { MapRunDelay } from "../core/redrive/handover/watch-map-run.ts";
import { formatDuration } from "../core/time.ts";
import { errorEventLine } from "./lag-events.ts";
import type { Look } from "./render/palette.ts";
import { mapRunDocument, mapRunEventLine } from "./render/redrive/map-run-document.ts";
import { renderFailures, renderMapRunHead, renderMapRunLine } from "./render/redrive/map-run-text.ts";
import { wrapText } from "./render/wrapped.ts";
import type { Terminal } from "./terminal.ts";

interface MapRunTellingParts {
  readonly terminal: Pick<Terminal, "canRedraw" | "out" | "err" | "status">;
  readonly look: Look;
  readonly name: MapRunName;
  readonly ndjson: boolean;
  readonly isSilent: boolean;
}

export interface MapRunTelling {
  onProgress(progress: MapRunProgress): void;
  onDelay(delay: MapRunDelay): void;
  /** Takes the drawn line away. */
  end(): void;
}

/** Where nothing can be redrawn, a line at most so often. */
const lineEveryMs = 60_000;

/** Tells how far a Map Run is: a line that is drawn anew, a line when something has changed, or events. Its end is left to the verb. */
export function mapRunTelling({ terminal, look, name, ndjson, isSilent }: MapRunTellingParts): MapRunTelling {
  let said = { line: "", atMs: Number.NEGATIVE_INFINITY };
  let hasBegun = false;
  let hasWarned = false;

  function sayLine(progress: MapRunProgress): void {
    const line = renderMapRunLine(progress, terminal.canRedraw, look);
    if (terminal.canRedraw) terminal.status(line);
    else if (line !== said.line && progress.atMs - said.atMs >= lineEveryMs) {
      said = { line, atMs: progress.atMs };
      terminal.err(line);
    }
  }

  function warnOnce(progress: MapRunProgress): void {
    if (!progress.failures.isNear || hasWarned) return;
    hasWarned = true;
    terminal.err(renderFailures(progress, look).join("\n"));
  }

  return {
    onProgress(progress) {
      if (isSilent || isMapRunOver(progress.run)) return;
      if (ndjson) return terminal.out(mapRunEventLine("progress", progress.atMs, mapRunDocument(progress, name, undefined)));
      if (!hasBegun) terminal.err(renderMapRunHead(progress, name, look).join("\n"));
      hasBegun = true;
      warnOnce(progress);
      sayLine(progress);
    },
    onDelay({ error, waitMs, atMs }) {
      if (ndjson) return terminal.out(errorEventLine(error, atMs, waitMs));
      if (isSilent) return;
      const says = `${look.glyphs.warning} ${error.message}; asking again in ${formatDuration(waitMs)}`;
      terminal.err(wrapText(says, look.columns).join("\n"));
    },
    end: () => terminal.status(""),
  };
}
