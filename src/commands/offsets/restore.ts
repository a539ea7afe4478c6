import { Args } from "@oclif/core";
import { isError, MskctlError } from "../../core/errors.ts";
import type { Chosen } from "../../core/mapping/lifecycle/choice.ts";
import { assertSameSource, type Rollback, readRollback, rollbackKind, savedOffsets } from "../../core/mapping/offsets/reset/rollback.ts";
import { chooseForReading } from "../../core/mapping/reading-choice.ts";
import { writeFlags } from "../../shell/flags.ts";
import { resetFlags } from "../../shell/offsets-flags.ts";
import type { ResetDocument } from "../../shell/render/offsets-reset-document.ts";
import { ResetCommand } from "../../shell/reset-command.ts";

export default class OffsetsRestore extends ResetCommand<typeof OffsetsRestore> {
  static override summary = "Set offsets back to where they were before a reset.";
  static override description =
    "Takes the file that mskctl offsets reset has written, and works as that does: plan, pause, set, resume. Only the partitions that the reset has set are set back. It refuses when the mapping reads another cluster or topic, or with another group, than the file is of.";
  static override examples = ["<%= config.bin %> <%= command.id %> ~/.local/state/mskctl/offsets/orders-20261123T120010Z.json"];
  static override args = { file: Args.string({ description: "A file that mskctl offsets reset has written.", required: true }) };
  static override flags = { ...resetFlags, ...writeFlags };

  async run(): Promise<ResetDocument> {
    const { save, confirm, yes, "dry-run": dryRun } = this.flags;
    const rollback = readRollback(await this.services().files.readState(this.args.file, rollbackKind));
    const chosen = await this.mappingOf(rollback);
    assertSameSource(rollback, chosen.mapping);
    return this.resetOffsets({
      ...chosen,
      does: "Restore the offsets of",
      target: { kind: "saved", offsets: savedOffsets(rollback) },
      notes: notesOn(rollback),
      save,
      confirm,
      yes,
      dryRun,
    });
  }

  /** As it is called now; the file may be older than its name. */
  private async mappingOf({ uuid, name, region, accountId }: Rollback): Promise<Chosen> {
    try {
      const { chosen } = await chooseForReading(this.services(), { names: [uuid] }, this.spoken);
      const [one] = chosen;
      if (one !== undefined) return one;
    } catch (error) {
      if (!isError(error, "not-found")) throw error;
    }
    const where = region === undefined ? "" : ` in ${region}${accountId === undefined ? "" : ` of account ${accountId}`}`;
    throw new MskctlError("not-found", `there is no mapping ${uuid} here; these offsets are of ${name}${where}`, {
      suggestions: ["mskctl list", ...(region === undefined ? [] : [`with --region ${region}, where it was`])],
      details: { uuid },
    });
  }
}

function notesOn({ savedAt, partitions }: Rollback): string[] {
  const uncommitted = partitions.filter(({ committed }) => committed === null).map(({ partition }) => partition);
  const without =
    uncommitted.length === 0
      ? []
      : [`Nothing was committed on partition ${uncommitted.join(", ")} before: it goes to where reading would have begun then.`];
  return [`These offsets were saved at ${savedAt.slice(0, 19).replace("T", " ")} UTC.`, ...without];
}
