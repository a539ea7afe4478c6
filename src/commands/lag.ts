import { MskctlError } from "../core/errors.ts";
import { plural } from "../core/figures.ts";
import { curvesOf } from "../core/lag/curves.ts";
import { joinReadings } from "../core/lag/joined-reading.ts";
import { gateUntilDecided } from "../core/lag/lasting-gate.ts";
import { type LagReading, type LagReadingOptions, openLagReading } from "../core/lag/reading.ts";
import type { LagPicture } from "../core/lag/report.ts";
import { watchLag } from "../core/lag/watch.ts";
import type { Chosen } from "../core/mapping/lifecycle/choice.ts";
import type { MappingDocument, MappingSettings } from "../core/mapping/model.ts";
import { placeOf } from "../core/mapping/place.ts";
import type { ChosenForReading } from "../core/mapping/reading-choice.ts";
import { chooseInRegions } from "../core/mapping/regional-choice.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { safeText } from "../core/record/safe-text.ts";
import { formatDuration } from "../core/time.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { exitCodes } from "../shell/exit-codes.ts";
import { mappingArgs, selectorFlags } from "../shell/flags.ts";
import { errorEventLine } from "../shell/lag-events.ts";
import { checkLagFlags, firstMinuteMs, lagFlags } from "../shell/lag-flags.ts";
import { lagActions } from "../shell/lag-screen-actions.ts";
import { readingAsShown } from "../shell/lag-shown.ts";
import { waitUntilDrained } from "../shell/lag-until.ts";
import { type Following, watchInLines } from "../shell/lag-watch.ts";
import { leanReading } from "../shell/lean-memory.ts";
import { progressLine } from "../shell/progress-line.ts";
import { drainedLines } from "../shell/render/lag/drain-lines.ts";
import { gateDocument, type LagDocument, lagDocument, untilLagDocument } from "../shell/render/lag/lag-document.ts";
import { renderLag } from "../shell/render/lag/lag-table.ts";
import { createPalette } from "../shell/render/palette.ts";
import type { Services } from "../shell/services.ts";
import type { LagActions } from "../shell/tui/actions.ts";

const usualIntervalMs = 30_000;
const minuteMs = 60_000;
/** Brokers are an addition: ones that cannot be reached must not hold back the rest. */
const brokerPatience = { repeatForMs: 1_000, answerWithinMs: 5_000 };

export default class Lag extends BaseCommand<typeof Lag> {
  static override summary = "Show whether mappings keep up, since when not, why, and when they will have caught up.";
  static override description =
    "Reads lag, rates and what explains them from CloudWatch, which is some minutes late, and with --offsets from the brokers. Without a name or a selecting flag: every Kafka mapping of the Region, the worst trouble first. What may not be read is said in its place. A gate without data says no, and so does one that finds no mapping; of several mappings those that somebody paused are left out. --until-lag counts what CloudWatch says of two whole minutes after it began, and what brokers say at once.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> payments --partitions --offsets",
    "<%= config.bin %> <%= command.id %> --cluster shop --max-lag 10000 --max-age 5m --for 3m",
    "<%= config.bin %> <%= command.id %> orders --until-lag 0 --timeout 20m",
    "<%= config.bin %> <%= command.id %> --watch --ndjson --interval 1m",
  ];
  static override args = mappingArgs;
  static override flags = { ...selectorFlags, ...lagFlags };

  async run(): Promise<LagDocument | undefined> {
    const { ndjson } = this.flags;
    checkLagFlags({ ...this.flags, json: this.jsonEnabled() });
    try {
      return await this.readLag();
    } catch (error) {
      if (ndjson) this.terminal.out(errorEventLine(error instanceof MskctlError ? this.errorHere(error) : error, this.clock.now(), null));
      throw error;
    }
  }

  /** Reads the chosen mappings of one Region; tests read from fakes. */
  protected openReading(
    services: Services,
    chosen: ChosenForReading,
    { offsets, ...options }: LagReadingOptions & { readonly offsets: boolean },
  ): LagReading {
    const { broker, ...ports } = services;
    const asked = offsets ? { broker: (mapping: MappingSettings) => broker(mapping, brokerPatience) } : {};
    return openLagReading({ ...ports, ...asked }, chosen, options);
  }

  private get clock(): Services["clock"] {
    return this.services(this.regions[0]).clock;
  }

  private async readLag(): Promise<LagDocument | undefined> {
    const { tag, function: fn, cluster, topic, watch, partitions, "until-lag": untilLag } = this.flags;
    const choice = { names: this.args.mapping, function: fn, cluster, topic, tags: tag && new Map(tag) };
    // Loading it takes as long as the first calls do.
    const screen = watch && this.terminal.isScreen && !this.flags.plain && !this.flags.ndjson ? loadScreen() : undefined;
    const services = this.regions.map((region) => this.services(region));
    const regions = await chooseInRegions(services, choice, "mskctl lag");
    const chosen = regions.flatMap((region) => region.chosen);
    const [only, second] = chosen;
    if (partitions && second !== undefined) throw this.tooMany(chosen.length);
    if (only === undefined && (watch || untilLag !== undefined)) throw this.nothingChosen(regions);
    const reading = only === undefined ? nothingRead(this.clock) : this.joinedReading(services, regions);
    // A person who asks for one mapping wants to know all about it.
    const lookAt = new Set(only !== undefined && second === undefined ? [only.mapping.UUID] : []);
    if (watch) return this.watch(reading, chosen, lookAt, screen);
    if (untilLag !== undefined) return this.waitUntil(reading, untilLag);
    return this.show(() => reading.read(lookAt), only === undefined ? this.nothingChosen(regions) : undefined);
  }

  private joinedReading(services: readonly Services[], regions: readonly ChosenForReading[]): LagReading {
    const { since, partitions = false, offsets = false, "max-age": maxAgeMs = 0, for: forMs = 0 } = this.flags;
    const fromMs = firstMinuteMs(since, this.clock.now(), maxAgeMs + forMs + 10 * minuteMs);
    const readings = services.flatMap((each, index) => {
      const chosen = regions[index];
      if (chosen === undefined || chosen.chosen.length === 0) return [];
      return [{ region: this.regions[index] ?? "", reading: this.openReading(each, chosen, { fromMs, partitions, offsets }) }];
    });
    const [only, second] = readings;
    const reading = only !== undefined && second === undefined ? only.reading : joinReadings(readings);
    return readingAsShown(reading, { sort: this.flags.sort, here: (command, mapping) => this.hereFor(command, mapping) });
  }

  private async show(read: () => Promise<LagPicture>, nothing: MskctlError | undefined): Promise<LagDocument> {
    const { "max-lag": maxLagRecords, "max-age": maxAgeMs, for: forMs, "allow-no-data": allowNoData, columns, partitions } = this.flags;
    const limits = { maxLagRecords, maxAgeMs, forMs, allowNoData };
    const progress = this.progress();
    const { picture, gate } = await gateUntilDecided(read, limits, {
      clock: this.clock,
      intervalMs: this.flags.interval ?? usualIntervalMs,
      onOpen: (untilMs) => progress?.onReading(`exceeded; whether it lasts is known in ${formatDuration(untilMs - this.clock.now())}`),
    }).finally(() => progress?.end());
    // What brokers had not said when --timeout was up is no result.
    this.signal.throwIfAborted();
    if (nothing === undefined) this.print(renderLag(picture, this.look, { columns, partitions }).join("\n"));
    else this.print([nothing.message, ...nothing.suggestions.map((each) => this.look.palette.accent(this.here(each)))].join("\n"));
    if (maxLagRecords === undefined && maxAgeMs === undefined) return lagDocument(picture);
    for (const { message } of gate.failures) this.tell(`${this.look.palette.error(this.look.glyphs.error)} ${safeText(message)}`);
    if (gate.failures.some(({ value }) => value === undefined)) this.tell("  --allow-no-data lets pass what has no data");
    if (!gate.passed) this.exitWith(exitCodes.gate);
    return { ...lagDocument(picture), gate: gateDocument(gate) };
  }

  private async watch(
    reading: LagReading,
    chosen: readonly Chosen[],
    lookAt: ReadonlySet<string>,
    screen: ReturnType<typeof loadScreen> | undefined,
  ): Promise<undefined> {
    const following = this.following(leanReading(reading));
    if (lookAt.size > 0) following.feed.lookAt(lookAt);
    if (screen === undefined) await watchInLines(following);
    else await this.watchOnScreen(await screen, following, chosen);
  }

  private async watchOnScreen(
    { showLagScreen }: Awaited<ReturnType<typeof loadScreen>>,
    { feed }: Following,
    chosen: readonly Chosen[],
  ): Promise<void> {
    const [only, second] = chosen;
    const { palette, glyphs } = this.look;
    const release = this.terminal.holdBack();
    const { lines, left } = await showLagScreen({
      feed,
      look: { palette, glyphs, unicode: this.terminal.unicode },
      place: { region: this.regions.join(", "), accountId: undefined, ...(only === undefined ? {} : placeOf(only.mapping)) },
      clock: this.clock,
      readonly: this.flags.readonly,
      actions: this.actions(),
      curves: curvesOf,
      known: chosen,
      stdin: process.stdin,
      stdout: process.stdout,
      signal: this.signal,
      ...(only !== undefined && second === undefined ? { initial: only.mapping.UUID } : {}),
    }).finally(release);
    this.print(lines.join("\n"));
    if (left instanceof MskctlError) throw left;
    if (left === "interrupted") this.exitWith(exitCodes.interrupted);
  }

  private actions(): LagActions {
    // The screen has a margin.
    const plain = { ...this.look, columns: this.look.columns - 4, palette: createPalette(false) };
    return lagActions({
      services: (mapping) => this.services(this.regionOf(mapping)),
      servicesUntil: (signal, mapping) => this.servicesUntil(signal, this.regionOf(mapping)),
      here: (command, mapping) => this.hereFor(command, mapping),
      document: (reports) => lagDocument({ atMs: this.clock.now(), reports, calls: 0, costUsd: 0, notes: [] }),
      look: plain,
    });
  }

  /** As it was asked for; with a single Region there is nothing to choose. */
  private regionOf(mapping: MappingDocument): string | undefined {
    return this.regions.length > 1 ? placeOf(mapping)?.region : this.regions[0];
  }

  private async waitUntil(reading: LagReading, atMostRecords: number): Promise<LagDocument | undefined> {
    const progress = this.progress();
    const drained = await waitUntilDrained(this.following(reading), {
      atMostRecords,
      onProgress: (line) => progress?.onReading(line),
      onNote: (line) => this.tell(line),
      again: ["mskctl lag", ...this.argv.map(shellWord)].join(" "),
    }).finally(() => progress?.end());
    if (drained === undefined) return undefined;
    const { picture, progress: reached } = drained;
    if (!this.flags.ndjson) this.print(drainedLines(reached, atMostRecords, picture.atMs, this.look).join("\n"));
    return { ...lagDocument(picture), untilLag: untilLagDocument(reached, atMostRecords) };
  }

  private following(reading: LagReading): Following {
    const { clock, terminal, look } = this;
    const { interval: intervalMs = usualIntervalMs, ndjson } = this.flags;
    return {
      feed: watchLag(reading, { clock, intervalMs, isEnding: () => this.signal.aborted }),
      terminal,
      look,
      now: () => clock.now(),
      ndjson,
    };
  }

  private progress() {
    // The events say how far it has come.
    return this.jsonEnabled() || this.flags.ndjson ? undefined : progressLine(this.terminal, this.look, this.clock);
  }

  /** With several Regions a command acts in its mapping's own. */
  private hereFor(command: string, mapping: MappingDocument): string {
    const region = this.regions.length > 1 && command.startsWith("mskctl ") ? placeOf(mapping)?.region : undefined;
    return this.here(region === undefined ? command : `${command} --region ${region}`);
  }

  private nothingChosen(regions: readonly ChosenForReading[]): MskctlError {
    const total = regions.reduce((sum, { siblings = [] }) => sum + siblings.length, 0);
    const where = this.flags.region?.join(", ") ?? "this Region";
    if (total > 0)
      return new MskctlError("not-found", `None of the ${plural(total, "Kafka mapping")} in ${where} fits.`, {
        suggestions: ["mskctl list"],
      });
    const create = "mskctl create --function NAME --topic TOPIC --cluster CLUSTER --starting-position TRIM_HORIZON";
    return new MskctlError("not-found", `No mapping in ${where} reads from Kafka yet.`, { suggestions: [create] });
  }

  private tooMany(count: number): MskctlError {
    return new MskctlError("usage", `--partitions shows one mapping, and ${plural(count, "mapping")} are chosen`, {
      suggestions: ["mskctl lag NAME --partitions"],
    });
  }
}

function nothingRead(clock: Services["clock"]): LagReading {
  return { read: async () => ({ atMs: clock.now(), reports: [], calls: 0, costUsd: 0, notes: [] }) };
}

function loadScreen() {
  return import("../shell/tui/lag-screen.ts");
}
