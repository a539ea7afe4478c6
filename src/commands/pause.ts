import { Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import type { Chosen } from "../core/mapping/lifecycle/choice.ts";
import { pauseRecord, pauseRecordKind } from "../core/mapping/lifecycle/pause-record.ts";
import { isSwitched, pauseNotes } from "../core/mapping/lifecycle/switching.ts";
import { updateWaitMs } from "../core/mapping/lifecycle/waiting.ts";
import { allFlag, mappingArgs, selectorFlags, writeFlags } from "../shell/flags.ts";
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
    if (save !== undefined) await this.assertNew(save);
    const { chosen, several } = await this.choose(this.args.mapping, this.flags);
    const stopping = chosen.filter(({ mapping }) => !isSwitched(mapping, false));
    const notes = pauseNotes(stopping.map(({ mapping }) => mapping));
    if (stopping.length === 0 && !dryRun) await this.save(save, stopping);
    const beforehand = () => this.save(save, stopping);
    const until = wait === "none" ? "none" : "settled";
    return this.switchMappings({ targets: chosen, several, enabled: false, until, timeoutMs: timeout, notes, yes, dryRun, beforehand });
  }

  /** Before the first write, so that an interrupted pause can be taken back. Nothing to stop is a record, too. */
  private async save(file: string | undefined, stopping: readonly Chosen[]): Promise<void> {
    if (file === undefined) return;
    const { files, clock } = this.services();
    const place = await this.place(stopping[0]?.mapping);
    await files.writeState(file, pauseRecordKind, pauseRecord(stopping, { ...place, nowMs: clock.now() }));
    this.tell(`Start them again with: mskctl resume --from ${file}`);
  }

  /** An earlier record says what to start again after an earlier pause: it must not be written over. */
  private async assertNew(file: string): Promise<void> {
    if (!(await this.services().files.exists(file))) return;
    throw new MskctlError("refused", `${file} exists already, and may say what an earlier pause has stopped`, {
      suggestions: [`mskctl resume --from ${file}`, "name another file"],
    });
  }
}
