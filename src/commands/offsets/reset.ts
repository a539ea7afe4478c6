import { Args } from "@oclif/core";
import { MskctlError } from "../../core/errors.ts";
import { topicOf } from "../../core/mapping/model.ts";
import { writeFlags } from "../../shell/flags.ts";
import { assertOfTopic, partitionFlag, resetFlags, targetFlags, targetOf } from "../../shell/offsets-flags.ts";
import type { ResetDocument } from "../../shell/render/offsets-reset-document.ts";
import { ResetCommand } from "../../shell/reset-command.ts";

export default class OffsetsReset extends ResetCommand<typeof OffsetsReset> {
  static override summary = "Set where a mapping reads on: back to read again, or on to skip.";
  static override description =
    "Shows for each partition where the consumer group stands, where it will stand, and the difference. Then the mapping is paused until its pollers have left the group, the old offsets are saved to a file, the new ones are set, and the mapping is resumed and watched until it commits again. A mapping that is disabled stays so. Offsets that the log does not have become its earliest or its end. Records are counted in offsets, so there may be fewer.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> orders --to-timestamp 2026-11-23T12:00:00Z --dry-run",
    "<%= config.bin %> <%= command.id %> shipments --skip shipments-0:60453081",
    "<%= config.bin %> <%= command.id %> orders --shift-by -500 --partition 0 --partition 3",
  ];
  static override args = {
    mapping: Args.string({ description: "UUID, ARN, function, function/topic or topic:NAME.", required: true }),
  };
  static override flags = { ...targetFlags, ...partitionFlag, ...resetFlags, ...writeFlags };

  async run(): Promise<ResetDocument> {
    const { partition: partitions, save, confirm, yes, "dry-run": dryRun } = this.flags;
    const target = targetOf(this.flags);
    const { chosen } = await this.choose([this.args.mapping], {});
    const [one] = chosen;
    if (one === undefined) throw new MskctlError("not-found", `no mapping is ${this.args.mapping}`);
    assertOfTopic(target, topicOf(one.mapping) ?? "");
    return this.resetOffsets({ ...one, does: "Reset the offsets of", target, partitions, save, confirm, yes, dryRun });
  }
}
