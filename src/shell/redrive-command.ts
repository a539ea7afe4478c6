import type { Command } from "@oclif/core";
import { isError, MskctlError } from "../core/errors.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { classifiedPages, written } from "../core/redrive/intake.ts";
import type { RunCounts } from "../core/redrive/journal.ts";
import type { DocumentRef, ListedDocument } from "../core/redrive/ports.ts";
import { redrive } from "../core/redrive/redrive.ts";
import type { RunEnd } from "../core/redrive/run-options.ts";
import { type RunSettings, readRunSettings } from "../core/redrive/run-settings.ts";
import type { OpenRun } from "../core/redrive/runs.ts";
import { BaseCommand } from "./base-command.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { type GracefulInterruption, gracefulInterruption } from "./graceful-interruption.ts";
import type { Interruption } from "./interruption.ts";
import { holdYoungGeneration } from "./lean-memory.ts";
import { endEventLine } from "./redrive-events.ts";
import { type OpenedRedrive, openRedrive } from "./redrive-ports.ts";
import { redriveProgress } from "./redrive-progress.ts";
import { renderRunEnd } from "./render/redrive/ending-text.ts";
import { type RedriveStatusDocument, redriveStatusDocument } from "./render/redrive/run-documents.ts";
import { shortRunId } from "./render/redrive/run-phrases.ts";

/** Between SIGTERM and giving up on what is on its way. */
const graceMs = 25_000;

/** One sitting of a run: how it ended, and what was done by then. */
export interface Sitting {
  readonly end: RunEnd;
  readonly counts: RunCounts;
}

async function* noting(pages: AsyncIterable<readonly ListedDocument[]>, into: DocumentRef[]): AsyncGenerator<readonly ListedDocument[]> {
  for await (const page of pages) {
    for (const { id, handle } of page) into.push({ id, handle });
    yield page;
  }
}

/** What verbs that redrive have in common: stopping in two steps, the sitting, and its exit code. */
export abstract class RedriveCommand<T extends typeof Command> extends BaseCommand<T> {
  #graceful: GracefulInterruption | undefined;

  protected override createInterruption(deadlineMs: number | undefined): Interruption {
    holdYoungGeneration();
    this.#graceful = gracefulInterruption(deadlineMs, graceMs);
    return this.#graceful;
  }

  protected get graceful(): GracefulInterruption {
    if (this.#graceful === undefined) throw new Error("a verb asks for its interruption before it has begun");
    return this.#graceful;
  }

  protected open(settings: RunSettings, mapping: MappingDocument | undefined): Promise<OpenedRedrive> {
    return openRedrive(this.services(), settings, mapping);
  }

  /** Works the run off, shows how it goes, and says how it ended. Leaves the run's state behind as it is then. */
  protected async sit(
    run: OpenRun,
    settings: RunSettings,
    {
      opened,
      mapping,
      ndjson,
    }: { readonly opened: OpenedRedrive; readonly mapping: MappingDocument | undefined; readonly ndjson: boolean },
  ): Promise<Sitting> {
    const { clock } = this.services();
    const { journal } = run;
    const { source, takes, hasEvents } = opened.source;
    const isSilent = this.jsonEnabled();
    const progress = redriveProgress({
      terminal: this.terminal,
      look: this.look,
      clock,
      journal,
      options: settings.options,
      ndjson,
      isSilent,
    });
    const tools = this.services().bytes;
    run.setState("running");
    const forget = this.graceful.stop.listen(() => {
      if (!isSilent && !ndjson) this.terminal.err(`finishing what is on its way ${this.look.glyphs.noData} (again to stop at once)`);
    });
    const taken: DocumentRef[] = [];
    try {
      const target = await opened.target(run.known.facts.id);
      const end = await redrive({
        journal,
        source,
        reader: opened.reader,
        target,
        clock,
        random: Math.random,
        options: settings.options,
        settleMs: opened.settleMs,
        live: opened.live,
        stop: this.graceful.stop,
        onStep: progress.onStep,
        takeIn: takes
          ? async (limit) => {
              let count = 0;
              const noted = { documents: (most: number) => noting(source.documents(most), taken), fetch: source.fetch };
              for await (const page of written(classifiedPages({ source: noted, mapping, tools, limit, hasEvents }), journal))
                count += page.length;
              return count;
            }
          : undefined,
      });
      if (end.kind === "finished") await target.finish?.();
      run.setState(end.kind === "finished" ? "finished" : "stopped", end.kind === "stopped" ? end.says : undefined);
      return this.ended(run, end, ndjson);
    } catch (error) {
      run.setState("stopped", error instanceof Error ? error.message : String(error));
      throw withWayOn(error, `mskctl redrive resume ${shortRunId(run.known.facts.id)}`);
    } finally {
      forget();
      progress.end();
      // What was removed is in nobody's custody any more.
      if (taken.length > 0) await source.release(taken).catch(() => undefined);
      await opened.close();
    }
  }

  /** A sitting of a run that there is already, with its own settings, and what it answers. */
  protected async goOn(run: OpenRun, ndjson: boolean, beforehand: () => void = () => {}): Promise<RedriveStatusDocument> {
    const { mappings, clock } = this.services();
    const { id, settings: kept } = run.known.facts;
    const settings = readRunSettings(kept, id);
    const mapping = settings.mappingUuid === undefined ? undefined : await mappings.get(settings.mappingUuid);
    const opened = await this.open(settings, mapping);
    beforehand();
    const { end, counts } = await this.sit(run, settings, { opened, mapping, ndjson });
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
function withWayOn(error: unknown, command: string): unknown {
  if (!isError(error)) return error;
  const { code, message, suggestions, details } = error;
  return new MskctlError(code, message, { suggestions: [...suggestions, command], details, cause: error });
}
