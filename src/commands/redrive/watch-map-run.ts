import { Args, Flags } from "@oclif/core";
import { MskctlError } from "../../core/errors.ts";
import { plural } from "../../core/figures.ts";
import type { MapRuns } from "../../core/redrive/handover/map-run.ts";
import { type MapRunName, readMapRunArn } from "../../core/redrive/handover/map-run-arn.ts";
import { nextOfMapRun, stopCommand } from "../../core/redrive/handover/map-run-next.ts";
import { isMapRunOver, type MapRunProgress, mapRunVerdict } from "../../core/redrive/handover/map-run-progress.ts";
import { type MapRunWatch, mapRunWatch, shortestIntervalMs, watchMapRun } from "../../core/redrive/handover/watch-map-run.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { exitCodes } from "../../shell/exit-codes.ts";
import { durationFlag, writeFlags } from "../../shell/flags.ts";
import { isInterruption } from "../../shell/lag-watch.ts";
import { type MapRunTelling, mapRunTelling } from "../../shell/map-run-telling.ts";
import { withPlaceOfAws } from "../../shell/place-flags.ts";
import { renderPlan } from "../../shell/render/plan.ts";
import { type MapRunChange, type MapRunDocument, mapRunDocument, mapRunEventLine } from "../../shell/render/redrive/map-run-document.ts";
import { renderMapRun } from "../../shell/render/redrive/map-run-text.ts";

const usualIntervalMs = 5_000;
/** Children of a Map Run at once (Step Functions quotas; hard). */
const mostChildren = 10_000;
const ofChange = { dependsOn: ["max-concurrency"] };

interface Watched {
  readonly name: MapRunName;
  readonly runs: MapRuns;
  readonly watch: MapRunWatch;
  readonly telling: MapRunTelling;
}

export default class RedriveWatchMapRun extends BaseCommand<typeof RedriveWatchMapRun> {
  static override summary = "Follow a redrive that Step Functions works off, and slow it down or speed it up.";
  static override description =
    "Shows how far a Map Run of an exported redrive is, until it ends: with 3 unless all of its children succeeded. Ctrl-C ends the watching and leaves the Map Run alone. Step Functions takes one DescribeMapRun a second of an account, so nothing is asked more often.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> arn:aws:states:eu-central-1:123456789012:mapRun:redrive/Map:4fbc8e5d",
    "<%= config.bin %> <%= command.id %> arn:aws:states:eu-central-1:123456789012:mapRun:redrive/Map:4fbc8e5d --max-concurrency 10",
  ];
  static override args = {
    arn: Args.string({ description: "Of the Map Run; aws stepfunctions list-map-runs has those of an execution.", required: true }),
  };
  static override flags = {
    interval: durationFlag({ summary: "Between two looks, 1s at least; 5s when not given." }),
    once: Flags.boolean({ summary: "Show where it stands, and end." }),
    "max-concurrency": Flags.integer({ summary: "From now on so many children at once at most.", helpGroup: "WRITE" }),
    yes: { ...writeFlags.yes, ...ofChange },
    "dry-run": { ...writeFlags["dry-run"], ...ofChange },
    ndjson: Flags.boolean({ summary: "An event a line instead of text.", exclusive: ["json"], helpGroup: "OUTPUT" }),
  };

  async run(): Promise<MapRunDocument> {
    const { interval = usualIntervalMs, once, ndjson, "max-concurrency": wanted } = this.flags;
    const name = readMapRunArn(this.args.arn);
    this.check(name, interval, wanted);
    const { handover, clock } = this.services(name.region);
    const runs = await handover.mapRuns();
    const telling = mapRunTelling({ terminal: this.terminal, look: this.look, name, ndjson, isSilent: this.jsonEnabled() });
    const watch = mapRunWatch({ runs, arn: name.arn, clock, intervalMs: interval, onDelay: telling.onDelay });
    const watched = { name, runs, watch, telling };
    const first = await watch.soon();
    const change = wanted === undefined ? undefined : await this.change(watched, first, wanted);
    const isLeft = change !== undefined && !change.applied && (change.from !== change.to || this.flags["dry-run"]);
    if (isLeft) return mapRunDocument(first, name, change);
    const now = change?.applied === true ? await watch.soon() : first;
    return this.end(once ? now : await this.follow(watched, now), name, change);
  }

  private check(name: MapRunName, intervalMs: number, wanted: number | undefined): void {
    const region = this.flags.region?.[0];
    if (region !== undefined && region !== name.region)
      throw new MskctlError("usage", `the Map Run is in ${name.region}, and --region says ${region}`, {
        suggestions: ["leave --region out"],
      });
    if (intervalMs < shortestIntervalMs)
      throw new MskctlError("usage", "--interval has to be 1s at least: Step Functions takes one DescribeMapRun a second of an account");
    if (wanted === undefined) return;
    if (wanted === 0)
      throw new MskctlError("usage", "--max-concurrency 0 would mean as many children as Step Functions has, up to 10,000", {
        suggestions: ["--max-concurrency 1 is the slowest", "aws stepfunctions stop-execution ends it"],
      });
    if (wanted < 0 || wanted > mostChildren) throw new MskctlError("usage", "--max-concurrency has to be from 1 to 10,000");
  }

  /** Shows the plan, asks, and writes. */
  private async change({ name, runs, watch }: Watched, progress: MapRunProgress, to: number): Promise<MapRunChange> {
    const { yes, ndjson, "dry-run": dryRun } = this.flags;
    const { run } = progress;
    if (isMapRunOver(run))
      throw new MskctlError("refused", `the Map Run is over (${run.status}): how many children it has at once cannot be changed any more`, {
        suggestions: nextOfMapRun(run, name.region).map(({ command }) => this.paste(command)),
      });
    const from = run.maxConcurrency;
    const change = { field: "MaxConcurrency", from, to } as const;
    if (ndjson) this.terminal.out(mapRunEventLine("plan", progress.atMs, mapRunDocument(progress, name, { ...change, applied: false })));
    else this.print(this.plan(name, progress, to).join("\n"));
    if (from === to) this.tellChange("Nothing to change.");
    if (dryRun || from === to) return { ...change, applied: false };
    if (ndjson && !yes) throw new MskctlError("usage", "--ndjson asks no questions", { suggestions: [this.again("--yes")] });
    if (!(await this.confirm(`Let ${plural(to, "child", "children")} run at once?`, yes))) {
      this.tellChange("Nothing was changed.");
      return { ...change, applied: false };
    }
    if (!yes) await this.refuseStale(watch, from);
    await runs.setMaxConcurrency(name.arn, to);
    this.tellChange(`${this.look.glyphs.done} ${plural(to, "child", "children")} at once at most`);
    return { ...change, applied: true };
  }

  private plan({ name, region, accountId }: MapRunName, { run }: MapRunProgress, to: number): string[] {
    const { maxConcurrency, children } = run;
    const before = maxConcurrency === 0 ? "without a limit" : maxConcurrency;
    const note = to < children.running ? [`${plural(children.running, "child", "children")} run now; they go on to their end.`] : [];
    const changes = before === to ? [] : [{ field: "MaxConcurrency", before, after: to, reversible: true }];
    return renderPlan({ subject: name, place: { region, accountId }, changes, notes: note }, this.look);
  }

  /** Somebody may have taken their time to answer. */
  private async refuseStale(watch: MapRunWatch, from: number): Promise<void> {
    const { run } = await watch.soon();
    if (run.maxConcurrency === from && !isMapRunOver(run)) return;
    throw new MskctlError("stale-plan", "the Map Run has changed since its plan was shown; nothing was changed", {
      suggestions: [[this.spoken, ...this.argv].join(" ")],
    });
  }

  /** To its end, or until nobody reads what is told. */
  private async follow({ name, watch, telling }: Watched, from: MapRunProgress): Promise<MapRunProgress> {
    let isRead = true;
    this.terminal.onClosed(() => {
      isRead = false;
    });
    try {
      return await watchMapRun(watch, from, telling.onProgress, () => isRead);
    } catch (error) {
      if (!isInterruption(error)) throw error;
      const { code, message, details, cause } = error;
      const suggestions = [
        `watch it again: ${this.here(`mskctl redrive watch-map-run ${name.arn}`)}`,
        `stop it: ${this.paste(stopCommand(from.run, name.region))}`,
      ];
      throw new MskctlError(code, `${message}; the Map Run goes on`, { suggestions, details, cause });
    } finally {
      telling.end();
    }
  }

  private end(progress: MapRunProgress, name: MapRunName, change: MapRunChange | undefined): MapRunDocument {
    const { run, atMs } = progress;
    const document = mapRunDocument(progress, name, change);
    if (this.flags.ndjson) this.terminal.out(mapRunEventLine("end", atMs, document));
    else {
      const next = nextOfMapRun(run, name.region).map(({ says, command }) => `${says}: ${this.paste(command)}`);
      this.print([...renderMapRun(progress, name, this.look), "", ...next].join("\n"));
    }
    const verdict = mapRunVerdict(run);
    if (verdict !== "running" && verdict !== "succeeded") this.exitWith(exitCodes.partial);
    return document;
  }

  private tellChange(text: string): void {
    if (!this.flags.ndjson) this.tell(text);
  }

  /** A command of ours or of the AWS CLI, with the flags that chose the account. */
  private paste(command: string): string {
    return command.startsWith("aws ") ? withPlaceOfAws(command, this.flags) : this.here(command);
  }
}
