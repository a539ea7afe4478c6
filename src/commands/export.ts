import { Flags } from "@oclif/core";
import { exportSpecs } from "../core/mapping/lifecycle/export.ts";
import { paced } from "../core/mapping/lifecycle/pace.ts";
import { chooseForReading } from "../core/mapping/reading-choice.ts";
import type { SpecDocument } from "../core/mapping/spec.ts";
import { safeText } from "../core/record/safe-text.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { mappingArgs, selectorFlags } from "../shell/flags.ts";

/** `mskctl export --json`; docs/schema/export.schema.json. */
interface ExportDocument {
  readonly schemaVersion: 1;
  readonly specs: readonly SpecDocument[];
}

export default class Export extends BaseCommand<typeof Export> {
  static override summary = "Write mappings as specs.";
  static override description =
    "A spec holds what differs from AWS's defaults, in the API's own names, and the tags. Without a name or a selecting flag: every Kafka mapping of the Region. mskctl diff and mskctl apply read it.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> orders > orders.yaml",
    "<%= config.bin %> <%= command.id %> --cluster shop --format json",
  ];
  static override args = mappingArgs;
  static override flags = {
    ...selectorFlags,
    format: Flags.option({ options: ["yaml", "json"] as const })({ default: "yaml", summary: "How the specs are written." }),
  };

  async run(): Promise<ExportDocument> {
    const { tag, function: fn, cluster, topic, format } = this.flags;
    const services = this.services();
    const choice = { names: this.args.mapping, function: fn, cluster, topic, tags: tag && new Map(tag) };
    const { chosen } = await chooseForReading(services, choice, "mskctl export");
    // Tags are asked for one mapping at a time.
    const mappings = paced(services.mappings, services.clock);
    const documents = chosen.map(({ mapping }) => mapping);
    const { specs, notes } = await this.watching((onEvent) => exportSpecs(mappings, documents, onEvent));
    for (const note of notes) this.tell(safeText(note));
    if (specs.length === 0) this.tell(`No Kafka mapping to export here; ${this.here("mskctl list")} shows what there is.`);
    // No specs at all are still something that diff and apply can read.
    this.print((await services.documents.write(specs.length === 0 ? [{ specs }] : specs, format)).trimEnd());
    return { schemaVersion: 1, specs };
  }
}
