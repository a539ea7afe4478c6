import { Flags } from "@oclif/core";
import type { Finding } from "../core/finding.ts";
import { gatedFindings, inspectMappings } from "../core/mapping/inspection.ts";
import { chooseForReading } from "../core/mapping/reading-choice.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { failOnFlag, mappingArgs, selectorFlags } from "../shell/flags.ts";
import { renderInspection } from "../shell/render/inspection.ts";
import { type InspectDocument, inspectDocument } from "../shell/render/inspection-document.ts";

export default class Inspect extends BaseCommand<typeof Inspect> {
  static override summary = "Show a mapping's configuration, what is around it, and what is wrong with it.";
  static override description =
    "Reads the mapping, its function, its cluster and topic, and its metrics of the last 15 minutes; what may not be read is said in its place. Without a name or a selecting flag: every Kafka mapping of the Region.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> shipments",
    "<%= config.bin %> <%= command.id %> --cluster shop --check --fail-on warning",
  ];
  static override args = mappingArgs;
  static override flags = {
    ...selectorFlags,
    check: Flags.boolean({ summary: "End with 2 when there are findings as severe as --fail-on.", helpGroup: "GATE" }),
    "fail-on": failOnFlag({ dependsOn: ["check"], helpGroup: "GATE" }),
  };

  async run(): Promise<InspectDocument> {
    const { tag, function: fn, cluster, topic, check, "fail-on": failOn } = this.flags;
    const services = this.services();
    const choice = { names: this.args.mapping, function: fn, cluster, topic, tags: tag && new Map(tag) };
    const inspections = (await inspectMappings(services, await chooseForReading(services, choice, "mskctl inspect"))).map((inspection) => ({
      ...inspection,
      findings: inspection.findings.map((finding) => this.findingHere(finding)),
    }));
    const pages = inspections.map((inspection) => renderInspection(inspection, services.clock.now(), this.look).join("\n"));
    const none = `No Kafka mapping to inspect here; ${this.here("mskctl list")} shows what there is.`;
    this.print(pages.length === 0 ? none : pages.join("\n\n"));
    if (check) this.gate(gatedFindings(inspections), failOn);
    return inspectDocument(inspections);
  }

  private findingHere(finding: Finding): Finding {
    return finding.fix === undefined ? finding : { ...finding, fix: this.here(finding.fix) };
  }
}
