import { Flags } from "@oclif/core";
import { isError, MskctlError } from "../core/errors.ts";
import type { Chosen } from "../core/mapping/lifecycle/choice.ts";
import { namesAll, pauseRecord, pauseRecordKind, readPauseRecord } from "../core/mapping/lifecycle/pause-record.ts";
import { isSwitched, pauseNotes } from "../core/mapping/lifecycle/switching.ts";
import { updateWaitMs } from "../core/mapping/lifecycle/waiting.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { allFlag, mappingArgs, selectorFlags, waitTarget, writeFlags } from "../shell/flags.ts";
import { SwitchCommand } from "../shell/switch-command.ts";
import type { WriteDocument, WritesDocument } from "../shell/write-document.ts";

export default class Pause extends SwitchCommand<typeof Pause> {
  static override summary = "Stop mappings from polling.";
  static override description =
    "The mapping keeps its consumer group and its committed offsets; records wait in the topic. --save notes which mappings were enabled, so that resume --from starts exactly those.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> orders",
    "<%= config.bin %> <%= command.id %> --cluster shop --save paused.json",
  ];
  static override args = mappingArgs;
  static override flags = {
    ...selectorFlags,
    ...allFlag,
    save: Flags.string({ summary: "Write the mappings that this stops to a new file.", helpValue: "FILE", helpGroup: "WRITE" }),
    wait: Flags.option({ options: ["disabled", "none"] as const })({
      default: "disabled",
      summary: "How long to wait.",
      helpGroup: "WRITE",
    }),
    ...writeFlags,
  };

  async run(): Promise<WriteDocument | WritesDocument> {
    const { save, wait, timeout = updateWaitMs, yes, "dry-run": dryRun } = this.flags;
    const { chosen, several } = await this.choose(this.args.mapping, this.flags);
    const stopping = chosen.filter(({ mapping }) => !isSwitched(mapping, false));
    const note = save === undefined ? async () => {} : await this.noteIn(save, stopping);
    if (stopping.length === 0 && !dryRun) await note();
    const notes = pauseNotes(stopping.map(({ mapping }) => mapping));
    const until = waitTarget(wait);
    return this.switchMappings({
      targets: chosen,
      several,
      enabled: false,
      until,
      timeoutMs: timeout,
      notes,
      yes,
      dryRun,
      beforehand: note,
    });
  }

  /**
   * Gives what writes the record: before the first write, so that an interrupted pause can be taken back. Nothing to stop is
   * a record, too. An earlier record says what to start again after an earlier pause and is never written over; it stays
   * when it names all of these, as it does when an interrupted pause is run again.
   */
  private async noteIn(file: string, stopping: readonly Chosen[]): Promise<() => Promise<void>> {
    const { files, clock } = this.services();
    const place = await this.place(stopping[0]?.mapping);
    const tell = () => this.tell(`Start them again with: ${this.here(`mskctl resume --from ${shellWord(file)}`)}`);
    if (await files.exists(file)) {
      if (!(await this.isNotedIn(file, stopping))) throw occupied(file);
      return async () => tell();
    }
    return async () => {
      await files.writeState(file, pauseRecordKind, pauseRecord(stopping, { ...place, nowMs: clock.now() }));
      tell();
    };
  }

  private async isNotedIn(file: string, stopping: readonly Chosen[]): Promise<boolean> {
    try {
      const record = readPauseRecord(await this.services().files.readState(file, pauseRecordKind), await this.place(stopping[0]?.mapping));
      return namesAll(record, stopping);
    } catch (error) {
      if (isError(error, "storage", "malformed-file", "refused")) return false;
      throw error;
    }
  }
}

function occupied(file: string): MskctlError {
  return new MskctlError("refused", `${file} exists already, and may say what an earlier pause has stopped`, {
    suggestions: [`mskctl resume --from ${shellWord(file)}`, "name another file"],
  });
}
