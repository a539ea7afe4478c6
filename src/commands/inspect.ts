import { Flags } from "@oclif/core";
import type { Finding } from "../core/finding.ts";
import { gatedFindings, inspectMappings } from "../core/mapping/inspection.ts";
import type { MappingSettings } from "../core/mapping/model.ts";
import { chooseForReading } from "../core/mapping/reading-choice.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { failOnFlag, mappingArgs, selectorFlags } from "../shell/flags.ts";
import { renderInspection } from "../shell/render/inspection.ts";
import { type InspectDocument, inspectDocument } from "../shell/render/inspection-document.ts";

/** Offsets are an addition: brokers that cannot be reached must not hold back the rest. */
const brokerPatience = { repeatForMs: 1_000, answerWithinMs: 5_000 };

export default class Inspect extends BaseCommand<typeof Inspect> {
  static override summary = "Show a mapping's configuration, what is around it, and what is wrong with it.";
  static override description =
    "Reads the mapping, its function, its cluster and topic, and its metrics of the last 15 minutes; what may not be read is said in its place. With --offsets it asks the brokers, too, how far the mapping's consumer group has come; the group does not notice. Without a name or a selecting flag: every Kafka mapping of the Region.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> shipments",
    "<%= config.bin %> <%= command.id %> shipments --offsets",
    "<%= config.bin %> <%= command.id %> --cluster shop --check --fail-on warning",
  ];
  static override args = mappingArgs;
  static override flags = {
    ...selectorFlags,
    offsets: Flags.boolean({ summary: "Ask the brokers for committed and end offsets, partition by partition.", helpGroup: "SHOW" }),
    check: Flags.boolean({ summary: "End with 2 when there are findings as severe as --fail-on.", helpGroup: "GATE" }),
    "fail-on": failOnFlag({ dependsOn: ["check"], helpGroup: "GATE" }),
  };

  async run(): Promise<InspectDocument> {
    const { tag, function: fn, cluster, topic, offsets, check, "fail-on": failOn } = this.flags;
    const services = this.services();
    const choice = { names: this.args.mapping, function: fn, cluster, topic, tags: tag && new Map(tag) };
    const chosen = await chooseForReading(services, choice, "mskctl inspect");
    const { mappings, functions, clusters, metrics, clock } = services;
    const broker = offsets ? { broker: (mapping: MappingSettings) => services.broker(mapping, brokerPatience) } : {};
    const inspected = await inspectMappings({ mappings, functions, clusters, metrics, clock, ...broker }, chosen);
    // Offsets that are given up when --timeout is up are no result.
    this.signal.throwIfAborted();
    const inspections = inspected.map((inspection) => ({
      ...inspection,
      findings: inspection.findings.map((finding) => this.findingHere(finding)),
    }));
    const pages = inspections.map((inspection) => renderInspection(inspection, clock.now(), this.look).join("\n"));
    const none = `No Kafka mapping to inspect here; ${this.here("mskctl list")} shows what there is.`;
    this.print(pages.length === 0 ? none : pages.join("\n\n"));
    if (check) this.gate(gatedFindings(inspections), failOn);
    return inspectDocument(inspections);
  }

  private findingHere(finding: Finding): Finding {
    return finding.fix === undefined ? finding : { ...finding, fix: this.here(finding.fix) };
  }
}
