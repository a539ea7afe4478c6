import { Flags } from "@oclif/core";
import { overview } from "../core/mapping/overview.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { mappingArgs, selectorFlags } from "../shell/flags.ts";
import { type ListDocument, listDocument } from "../shell/render/list-document.ts";
import { renderMappingList } from "../shell/render/mapping-list.ts";

export default class List extends BaseCommand<typeof List> {
  static override summary = "List Kafka mappings, one line each.";
  static override description = "Without a name or a selecting flag: every mapping of the account in this Region that reads from Kafka.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --cluster shop --state disabled",
    "<%= config.bin %> <%= command.id %> --lag --region eu-central-1 --region eu-west-1",
  ];
  static override args = mappingArgs;
  static override flags = {
    ...selectorFlags,
    state: Flags.string({
      summary: "Mappings in this state, in any case: enabled, disabled, updating.",
      helpValue: "STATE",
      helpGroup: "SELECT",
    }),
    lag: Flags.boolean({ summary: "Add how many records each mapping is behind." }),
  };

  async run(): Promise<ListDocument> {
    const { tag, lag, function: fn, cluster, topic, state } = this.flags;
    const choice = { names: this.args.mapping, function: fn, cluster, topic, state, tags: tag && new Map(tag) };
    const regions = this.regions.map((region) => ({ region, ports: this.services(region) }));
    const overviews = await overview(regions, choice, lag);
    this.print(renderMappingList(overviews, this.look, (command) => this.here(command)).join("\n"));
    return listDocument(overviews);
  }
}
