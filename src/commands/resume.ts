import { Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { kafkaMappings } from "../core/mapping/lifecycle/choice.ts";
import { pauseRecordKind, readPauseRecord } from "../core/mapping/lifecycle/pause-record.ts";
import { updateWaitMs } from "../core/mapping/lifecycle/waiting.ts";
import { allFlag, mappingArgs, selectorFlags, waitFlag, waitTarget, writeFlags } from "../shell/flags.ts";
import { type Lost, SwitchCommand, type Switching } from "../shell/switch-command.ts";
import type { WriteDocument, WritesDocument } from "../shell/write-document.ts";

export default class Resume extends SwitchCommand<typeof Resume> {
  static override summary = "Let paused mappings poll again, from their committed offsets.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> orders --wait polling",
    "<%= config.bin %> <%= command.id %> --from paused.json",
  ];
  static override args = mappingArgs;
  static override flags = {
    ...selectorFlags,
    ...allFlag,
    from: Flags.string({
      summary: "Exactly the mappings that pause --save noted.",
      helpValue: "FILE",
      helpGroup: "SELECT",
      exclusive: ["function", "cluster", "topic", "tag", "all"],
    }),
    wait: waitFlag({ default: "enabled" }),
    ...writeFlags,
  };

  async run(): Promise<WriteDocument | WritesDocument> {
    const { from, wait, timeout = updateWaitMs, yes, "dry-run": dryRun } = this.flags;
    const { targets, several } = from === undefined ? await this.named() : { targets: await this.noted(from), several: true };
    const until = waitTarget(wait);
    return this.switchMappings({ targets, several, enabled: true, until, timeoutMs: timeout, notes: [], yes, dryRun });
  }

  private async named(): Promise<Pick<Switching, "targets" | "several">> {
    const { chosen, several } = await this.choose(this.args.mapping, this.flags);
    return { targets: chosen, several };
  }

  private async noted(file: string): Promise<Switching["targets"]> {
    if (this.args.mapping !== undefined) throw new MskctlError("usage", "--from says which mappings; name none beside it");
    const { files, mappings } = this.services();
    const state = await files.readState(file, pauseRecordKind);
    const account = await kafkaMappings(mappings);
    const record = readPauseRecord(state, await this.place(account[0]));
    const present = new Map(account.map((mapping) => [mapping.UUID, mapping]));
    return record.mappings.map(({ uuid, name }) => {
      const mapping = present.get(uuid);
      return mapping === undefined ? gone(uuid, name) : { mapping, name };
    });
  }
}

function gone(uuid: string, name: string): Lost {
  return { name, error: new MskctlError("not-found", `there is no mapping ${uuid} any more`, { details: { uuid } }) };
}
