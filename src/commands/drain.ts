import { Args, Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { formatCount, plural } from "../core/figures.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { safeText } from "../core/record/safe-text.ts";
import { classifyDocument } from "../core/redrive/classify.ts";
import { type DrainCounts, drain } from "../core/redrive/drain.ts";
import { exitCodeOf, exitCodes } from "../shell/exit-codes.ts";
import { writeFlags } from "../shell/flags.ts";
import { claimNote } from "../shell/redrive-claim.ts";
import { RedriveCommand, stopFlags, withWayOn } from "../shell/redrive-command.ts";
import { openDrain } from "../shell/redrive-drain.ts";
import { wrapPieces, wrapText } from "../shell/render/wrapped.ts";
import { namedSource } from "../shell/source-place.ts";

/** `mskctl drain --json`; docs/schema/drain.schema.json. In documents, records as they claim them. */
export interface DrainDocument {
  readonly schemaVersion: 1;
  readonly source: string;
  readonly archive: string;
  readonly applied: boolean;
  /** False: it was stopped. */
  readonly finished: boolean;
  readonly counts: DrainCounts | null;
}

export default class Drain extends RedriveCommand<typeof Drain> {
  static override summary = "Bring failure documents into an archive, before anything can be lost.";
  static override description =
    "Each document is written, synced and read back before it is removed from its source. May be repeated: what is in the archive already is not written again. redrive archive:FOLDER sends the records later, in the order of their partitions.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> orders --to ./orders-failed",
    "<%= config.bin %> <%= command.id %> sqs:failed-orders --to s3://rescue/orders --materialize",
  ];
  static override args = {
    source: Args.string({ description: "A mapping, or sqs:QUEUE, sns:ARN, s3://BUCKET/PREFIX, kafka://TOPIC.", required: true }),
  };
  static override flags = {
    to: Flags.string({ summary: "FOLDER or s3://BUCKET/PREFIX.", helpValue: "ARCHIVE", required: true }),
    mapping: Flags.string({ summary: "Whose documents are meant, for a source that is no mapping.", helpValue: "NAME" }),
    materialize: Flags.boolean({ summary: "Also read back and save records that documents only point to.", helpGroup: "SOURCE" }),
    ack: Flags.option({ options: ["delete", "none"] as const })({
      summary: "What becomes of a document that is safe in the archive.",
      default: "delete",
      helpGroup: "SOURCE",
    }),
    everything: Flags.boolean({ summary: "Also take what is no failure document of the mapping.", helpGroup: "SOURCE" }),
    window: Flags.integer({
      summary: "Messages of a queue that are taken at a time.",
      default: 1_000,
      min: 1,
      max: 100_000,
      helpGroup: "SOURCE",
    }),
    ...writeFlags,
    ...stopFlags,
    ndjson: Flags.boolean({ summary: "An event a line instead of text.", exclusive: ["json"], helpGroup: "OUTPUT" }),
  };

  async run(): Promise<DrainDocument> {
    const services = this.services();
    const { to, mapping: mappingName, "dry-run": dryRun, yes, ndjson, ack } = this.flags;
    const place = await namedSource(services, this.args.source, mappingName);
    const opened = await openDrain(services, place, this.flags);
    const { source, archive, takes } = opened;
    const document = { schemaVersion: 1, source: opened.name, archive: to, applied: false, finished: false, counts: null } as const;
    try {
      const removal = ack === "none" ? "stay there, too" : "are deleted there once they are safe";
      if (!ndjson) {
        const head = safeText(`${place.name} ${this.look.glyphs.to} archive ${to}, from ${opened.name}`);
        this.print([...wrapText(head, this.look.columns), "", `  documents are archived, and ${removal}`].join("\n"));
      }
      if (dryRun) return document;
      if (ndjson && !yes) throw new MskctlError("usage", "--ndjson asks no questions", { suggestions: ["add --yes"] });
      if (!(await this.confirm("Drain?", yes))) {
        this.tell("Nothing was changed.");
        return document;
      }
      const claim = await opened.claim();
      this.tellNote(claimNote(claim));
      let isStopped = false;
      const forgetPerson = this.whenAskedToStop(ndjson, () => {
        isStopped = true;
      });
      const forgetClaim = claim.lease?.onLost((says) => {
        isStopped = true;
        this.tellNote(says);
      });
      const counts = await drain({
        source,
        archive: await archive(),
        classify: (listed) => classifyDocument(listed, place.mapping, services.bytes),
        materialise: opened.reader,
        removes: ack === "delete",
        takesEverything: this.flags.everything,
        window: takes ? this.flags.window : undefined,
        onProgress: (now) => this.tellProgress(now, ndjson),
        isStopped: () => isStopped,
      })
        .catch((error: unknown) => {
          throw withWayOn(error, this.wayOn());
        })
        .finally(() => {
          forgetPerson();
          forgetClaim?.();
        });
      this.terminal.status("");
      if (!isStopped) this.tellTakenByOthers(opened, ndjson);
      this.drained(counts, isStopped, to);
      return { ...document, applied: true, finished: !isStopped, counts };
    } finally {
      await opened.close();
    }
  }

  /** The same drain once more. */
  private wayOn(): string {
    const { to, mapping, materialize, everything, ack } = this.flags;
    const flags = [
      ...(mapping === undefined ? [] : ["--mapping", shellWord(mapping)]),
      ...(materialize ? ["--materialize"] : []),
      ...(everything ? ["--everything"] : []),
      ...(ack === "delete" ? [] : ["--ack", ack]),
    ];
    return ["mskctl drain", shellWord(this.args.source), "--to", shellWord(to), ...flags].join(" ");
  }

  private tellProgress(counts: DrainCounts, ndjson: boolean): void {
    if (ndjson) {
      const at = new Date(this.services().clock.now()).toISOString();
      this.terminal.out(JSON.stringify({ type: "progress", at, counts: { ...counts, notRemovedReason: counts.notRemovedReason ?? null } }));
    } else if (!this.jsonEnabled())
      this.terminal.status(`${plural(counts.archived, "document")} archived  ${formatCount(counts.removed)} removed`);
  }

  private drained(counts: DrainCounts, isStopped: boolean, to: string): void {
    const { archived, known, removed, notRemoved, foreign, malformed, unreadable, gone, materialised, records } = counts;
    const pieces = [
      `${isStopped ? "stopped" : "done"}: ${plural(archived, "document")} archived (${plural(records, "record")})`,
      ...(known === 0 ? [] : [`${formatCount(known)} were in it already`]),
      ...(materialised === 0 ? [] : [`${plural(materialised, "record")} saved`]),
      `${formatCount(removed)} removed`,
      ...(notRemoved === 0 ? [] : [`${formatCount(notRemoved)} could not be removed: ${safeText(counts.notRemovedReason ?? "")}`]),
      ...(gone === 0 ? [] : [`${formatCount(gone)} were gone`]),
      ...(foreign + malformed + unreadable === 0 ? [] : [`${formatCount(foreign + malformed + unreadable)} left alone`]),
    ];
    this.print(wrapPieces(pieces, ` ${this.look.glyphs.separator} `, this.look.columns).join("\n"));
    this.tell(isStopped ? `go on: ${this.here(this.wayOn())}` : `redrive: ${this.here(`mskctl redrive archive:${to}`)}`);
    const asked = this.graceful.askedBy();
    if (asked !== undefined) this.exitWith(exitCodeOf(asked));
    else if (isStopped || notRemoved + gone > 0) this.exitWith(exitCodes.partial);
  }
}
