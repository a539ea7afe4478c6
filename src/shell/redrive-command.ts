import type { Command } from "@oclif/core";
import { isError, MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import type { RunCounts } from "../core/redrive/journal.ts";
import { redrive } from "../core/redrive/redrive.ts";
import type { RunEnd } from "../core/redrive/run-options.ts";
import { type RunSettings, readRunSettings } from "../core/redrive/run-settings.ts";
import type { OpenRun } from "../core/redrive/runs.ts";
import { BaseCommand } from "./base-command.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { durationFlag } from "./flags.ts";
import { type GracefulInterruption, gracefulInterruption } from "./graceful-interruption.ts";
import type { Interruption } from "./interruption.ts";
import { holdYoungGeneration } from "./lean-memory.ts";
import { claimNote, claimSource, type SourceClaim, stopWhenLost } from "./redrive-claim.ts";
import { endEventLine } from "./redrive-events.ts";
import { type OpenedRedrive, openRedrive, runSource } from "./redrive-ports.ts";
import { redriveProgress } from "./redrive-progress.ts";
import { renderRunEnd } from "./render/redrive/ending-text.ts";
import { type RedriveStatusDocument, redriveStatusDocument } from "./render/redrive/run-documents.ts";
import { shortRunId } from "./render/redrive/run-phrases.ts";
import { wrapText } from "./render/wrapped.ts";
import { type RunIntake, runIntake } from "./run-intake.ts";
import type { OpenSource } from "./services-redrive.ts";

/** What verbs that redrive take beside their own flags. */
export const stopFlags = {
  grace: durationFlag({ summary: "After SIGTERM, wait so long for what is on its way; 25s when not given.", helpGroup: "STOPPING" }),
};

/** Kubernetes and container services of AWS kill what has not ended 30 s after SIGTERM, unless they are told otherwise. */
const usualGraceMs = 25_000;

/** One sitting of a run: how it ended, and what was done by then. */
export interface Sitting {
  readonly end: RunEnd;
  readonly counts: RunCounts;
}

interface SittingParts {
  readonly opened: OpenedRedrive;
  readonly mapping: MappingDocument | undefined;
  readonly claim: SourceClaim | undefined;
  readonly ndjson: boolean;
}

/** What verbs that redrive have in common: stopping in two steps, the sitting, and its exit code. */
export abstract class RedriveCommand<T extends typeof Command> extends BaseCommand<T> {
  #graceful: GracefulInterruption | undefined;

  protected override createInterruption(deadlineMs: number | undefined): Interruption {
    holdYoungGeneration();
    const { grace = usualGraceMs } = this.flags as { readonly grace?: number };
    this.#graceful = gracefulInterruption(deadlineMs, grace);
    return this.#graceful;
  }

  protected get graceful(): GracefulInterruption {
    if (this.#graceful === undefined) throw new Error("a verb asks for its interruption before it has begun");
    return this.#graceful;
  }

  protected open(settings: RunSettings, mapping: MappingDocument | undefined): Promise<OpenedRedrive> {
    return openRedrive(this.services(), settings, mapping);
  }

  /** Calls `act` when the verb is asked to stop, and tells the person so. Gives what takes that back. */
  protected whenAskedToStop(ndjson: boolean, act: () => void): () => void {
    return this.graceful.stop.listen(() => {
      if (!ndjson) this.tell(`finishing what is on its way ${this.look.glyphs.noData} (again to stop at once)`);
      act();
    });
  }

  protected tellNote(note: string | undefined): void {
    if (note !== undefined) this.tell(`${this.look.glyphs.warning} ${note}`);
  }

  /** What a process that died had taken from a queue is there, and cannot be seen for as long as it was hidden. */
  protected tellTakenByOthers({ takenByOthers }: Pick<OpenSource, "takenByOthers">, ndjson: boolean): void {
    const count = takenByOthers?.() ?? 0;
    if (count === 0 || ndjson) return;
    const says = `${this.look.glyphs.warning} ${plural(count, "message")} of the queue ${count === 1 ? "is" : "are"} taken by others; what a run that died has taken can be redriven in 5 min`;
    this.tell(wrapText(says, this.look.columns).join("\n"));
  }

  /** Works the run off, shows how it goes, and says how it ended. Leaves the run's state behind as it is then. */
  protected async sit(run: OpenRun, settings: RunSettings, parts: SittingParts): Promise<Sitting> {
    const { opened, mapping, claim, ndjson } = parts;
    const isGoneOnWith = run.known.state !== "planned";
    run.setState("running");
    this.tellNote(claim === undefined ? undefined : claimNote(claim));
    const isAsked = () => this.graceful.askedBy() !== undefined;
    const intake = runIntake(opened.source, { journal: run.journal, mapping, tools: this.services().bytes, isAsked });
    try {
      const end = await this.workOff(run, settings, parts, intake.takeIn);
      if (isGoneOnWith) await opened.source.source.passKnown?.(run.documents());
      run.setState(end.kind === "finished" ? "finished" : "stopped", end.kind === "stopped" ? end.says : undefined);
      if (end.kind === "finished") this.tellTakenByOthers(opened.source, ndjson);
      return this.ended(run, end, ndjson);
    } catch (error) {
      run.setState("stopped", error instanceof Error ? error.message : String(error));
      throw withWayOn(error, `mskctl redrive resume ${shortRunId(run.known.facts.id)}`);
    } finally {
      await intake.giveBack();
      await opened.close();
      await claim?.lease?.release();
    }
  }

  private async workOff(
    { journal, known }: OpenRun,
    { options }: RunSettings,
    { opened, claim, ndjson }: SittingParts,
    takeIn: RunIntake["takeIn"],
  ): Promise<RunEnd> {
    const { terminal, look } = this;
    const { clock } = this.services();
    const { reader, settleMs, live } = opened;
    const { source } = opened.source;
    const stop = claim === undefined ? this.graceful.stop : stopWhenLost(this.graceful.stop, claim);
    const progress = redriveProgress({ terminal, look, clock, journal, options, ndjson, isSilent: this.jsonEnabled() });
    const forget = this.whenAskedToStop(ndjson, () => {});
    try {
      const target = await opened.target(known.facts.id);
      const parts = { journal, source, reader, target, clock, random: Math.random, options, settleMs, live, stop, takeIn };
      const end = await redrive({ ...parts, onStep: progress.onStep });
      if (end.kind === "finished") await target.finish?.();
      return end;
    } finally {
      forget();
      progress.end();
    }
  }

  /** A sitting of a run that there is already, with its own settings, and what it answers. */
  protected async goOn(run: OpenRun, ndjson: boolean, beforehand: () => void = () => {}): Promise<RedriveStatusDocument> {
    const { mappings, clock } = this.services();
    const { id, settings: kept } = run.known.facts;
    const settings = readRunSettings(kept, id);
    const mapping = settings.mappingUuid === undefined ? undefined : await mappings.get(settings.mappingUuid);
    const claim = await claimSource(this.services(), runSource(settings), id);
    let opened: OpenedRedrive;
    try {
      opened = await this.open(settings, mapping);
      beforehand();
    } catch (error) {
      await claim.lease?.release();
      throw error;
    }
    const { end, counts } = await this.sit(run, settings, { opened, mapping, claim, ndjson });
    const status = redriveStatusDocument(run.known, counts);
    if (ndjson) this.terminal.out(endEventLine(end, status, clock.now()));
    return status;
  }

  private ended(run: OpenRun, end: RunEnd, ndjson: boolean): Sitting {
    const counts = run.journal.counts();
    if (!ndjson)
      this.tell(
        renderRunEnd(end, counts, shortRunId(run.known.facts.id), this.look)
          .map((line) => this.hereIn(line))
          .join("\n"),
      );
    const asked = this.graceful.askedBy();
    if (end.kind === "stopped") this.exitWith(end.cause === "interrupted" && asked !== undefined ? exitCodeOf(asked) : exitCodes.partial);
    else if (counts.parked + counts.unrecoverable > 0 || counts.remaining > 0) this.exitWith(exitCodes.partial);
    return { end, counts };
  }

  /** `go on: mskctl …`, with the flags that chose account and Region. */
  private hereIn(line: string): string {
    const at = line.indexOf("mskctl ");
    return at < 0 || line.includes("\u001b") ? line : line.slice(0, at) + this.here(line.slice(at));
  }
}

/** The run is on disk as it was: whatever ended the sitting, `command` goes on. */
export function withWayOn(error: unknown, command: string): unknown {
  if (!isError(error)) return error;
  const { code, message, suggestions, details } = error;
  return new MskctlError(code, message, { suggestions: [...suggestions, command], details, cause: error });
}
