import { MskctlError } from "../../core/errors.ts";
import { readOffsets } from "../../core/mapping/offsets/read-offsets.ts";
import { chooseForReading } from "../../core/mapping/reading-choice.ts";
import { BaseCommand } from "../../shell/base-command.ts";
import { mappingArgs, selectorFlags } from "../../shell/flags.ts";
import { type OffsetsShowDocument, offsetsShowDocument, renderOffsets, type ShownOffsets } from "../../shell/render/offsets.ts";

/** A broker that drops what is sent to it must not hold back the others. */
const brokerPatience = { repeatForMs: 3_000, answerWithinMs: 10_000 };

export default class OffsetsShow extends BaseCommand<typeof OffsetsShow> {
  static override summary = "Show where a mapping's consumer group stands.";
  static override description =
    "Asks the brokers for what is committed, where each log begins and ends, how old the oldest unread record is, and who reads. The group does not notice. Of several mappings those whose brokers cannot be asked are told in their place.";
  static override examples = ["<%= config.bin %> <%= command.id %> orders", "<%= config.bin %> <%= command.id %> --cluster shop --json"];
  static override args = mappingArgs;
  static override flags = selectorFlags;

  async run(): Promise<OffsetsShowDocument> {
    const { tag, function: fn, cluster, topic } = this.flags;
    const services = this.services();
    const choice = { names: this.args.mapping, function: fn, cluster, topic, tags: tag && new Map(tag) };
    const { chosen } = await chooseForReading(services, choice, this.spoken);
    const { clock, broker } = services;
    const facts = await readOffsets(
      { clock, broker: (mapping) => broker(mapping, brokerPatience) },
      chosen.map(({ mapping }) => mapping),
    );
    // What brokers had not said when --timeout was up is no result.
    this.signal.throwIfAborted();
    const shown = chosen.flatMap((each) => {
      const offsets = facts.get(each.mapping.UUID);
      return offsets === undefined ? [] : [{ ...each, offsets }];
    });
    assertSomeKnown(shown);
    const none = `No Kafka mapping here; ${this.here("mskctl list")} shows what there is.`;
    this.print(shown.length === 0 ? none : shown.map((each) => renderOffsets(each, this.look).join("\n")).join("\n\n"));
    return offsetsShowDocument(shown);
  }
}

/** Without any offsets the verb has not done what it is for. */
function assertSomeKnown(shown: readonly ShownOffsets[]): void {
  const reasons = shown.map(({ offsets }) => (offsets.kind === "unavailable" ? offsets : offsets.value.group.unavailable));
  const [first] = reasons;
  if (first === undefined || reasons.some((reason) => reason === undefined)) return;
  const next = first.next === undefined ? [] : [first.next];
  throw new MskctlError(first.code, first.message, { suggestions: next });
}
