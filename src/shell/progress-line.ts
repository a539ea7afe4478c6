import type { JobsProgress } from "../core/mapping/lifecycle/jobs.ts";
import type { WaitEvent } from "../core/mapping/lifecycle/waiting.ts";
import { safeText } from "../core/record/safe-text.ts";
import type { Clock } from "../core/time.ts";
import type { Look } from "./render/palette.ts";
import { type Phase, renderJobsProgress, renderNewestPhases, renderPhaseLines, renderProblem, withPhase } from "./render/progress.ts";
import type { Terminal } from "./terminal.ts";

/** Where nothing can be redrawn, a line this often says that the verb still waits. */
const intervalMs = 30_000;

/** What is read sooner needs no counting: it would only flicker. */
const noticeableMs = 1_000;
const redrawMs = 100;
/** Of stderr nobody knows the width here; what is not redrawn within it would be cut at its end, where the news is. */
const narrowest = 77;

/** Shows how far a write has come: one line that is redrawn, or a line at intervals where stderr is no terminal. */
export interface ProgressLine {
  readonly onEvent: (event: WaitEvent) => void;
  readonly onProgress: (progress: JobsProgress) => void;
  /** How far a long reading is; may be called at any rate. */
  readonly onReading: (line: string) => void;
  /** Leaves what is done on the screen, and begins a new line. */
  readonly end: () => void;
}

export function progressLine(
  terminal: Pick<Terminal, "canRedraw" | "err" | "status">,
  look: Look,
  clock: Pick<Clock, "now">,
): ProgressLine {
  const startedMs = clock.now();
  let phases: readonly Phase[] = [];
  let saidAtMs = startedMs;
  let readingSaidMs = startedMs;

  function draw(line: string): void {
    if (terminal.canRedraw) terminal.status(line);
    else if (clock.now() - saidAtMs >= intervalMs) {
      saidAtMs = clock.now();
      terminal.err(line);
    }
  }

  return {
    onEvent(event) {
      switch (event.kind) {
        case "phase":
          phases = withPhase(phases, event);
          if (terminal.canRedraw || !event.done) draw(renderNewestPhases(phases, look, narrowest));
          return;
        case "read":
          if (clock.now() - startedMs >= noticeableMs) draw(`read ${event.done} of ${event.total}`);
          return;
        case "problem":
          return terminal.err(renderProblem(event.explained, look).join("\n"));
        case "note":
          return terminal.err(safeText(event.text));
      }
    },
    onReading(line) {
      const nowMs = clock.now();
      if (nowMs - startedMs < noticeableMs || nowMs - readingSaidMs < redrawMs) return;
      readingSaidMs = nowMs;
      draw(line);
    },
    onProgress: (progress) => draw(renderJobsProgress(progress, look)),
    end() {
      const done = phases.filter((phase) => phase.done);
      terminal.status("");
      if (done.length > 0) terminal.err(renderPhaseLines(done, look).join("\n"));
      phases = [];
    },
  };
}
