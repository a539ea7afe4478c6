import { Flags } from "@oclif/core";
import type { Change } from "../core/mapping/difference.ts";
import { type Comparison, compareSpecs } from "../core/mapping/lifecycle/comparison.ts";
import { paced } from "../core/mapping/lifecycle/pace.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { safeText } from "../core/record/safe-text.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { exitCodes } from "../shell/exit-codes.ts";
import { renderDifference } from "../shell/render/difference.ts";
import { readSpecs } from "../shell/spec-file.ts";

/** `mskctl diff --json`; docs/schema/diff.schema.json. */
interface DiffDocument {
  readonly schemaVersion: 1;
  readonly differs: boolean;
  readonly specs: readonly {
    readonly name: string;
    readonly state: "same" | "different" | "missing" | "repeated";
    /** Null where it is missing. */
    readonly mapping: MappingDocument | null;
    /** From the account to the spec. */
    readonly changes: readonly Change[];
    /** True when only a new mapping could be like the spec. */
    readonly createOnly: boolean;
  }[];
  /** Mappings of the specs' functions that no spec describes. */
  readonly unnamed: readonly MappingDocument[];
  readonly notes: readonly string[];
}

export default class Diff extends BaseCommand<typeof Diff> {
  static override summary = "Compare specs with the account; ends with 2 when they differ.";
  static override description =
    "Settings that a spec leaves out are compared with AWS's defaults; Enabled and tags that it leaves out are not compared. Mappings of the specs' functions that no spec describes are named, and make no difference.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> -f orders.yaml",
    "<%= config.bin %> export orders | <%= config.bin %> <%= command.id %> -f -",
  ];
  static override flags = {
    file: Flags.string({ char: "f", required: true, summary: "Specs; - is standard input.", helpValue: "FILE" }),
  };

  async run(): Promise<DiffDocument> {
    const services = this.services();
    const specs = await readSpecs(services, this.flags.file);
    const mappings = paced(services.mappings, services.clock);
    const comparison = await this.watching((onEvent) => compareSpecs(mappings, specs, onEvent));
    for (const note of comparison.notes) this.tell(safeText(note));
    this.print(renderDifference(comparison, this.look).join("\n"));
    const document = documentOf(comparison);
    if (document.differs) this.exitWith(exitCodes.gate);
    return document;
  }
}

function documentOf({ states, unnamed, notes }: Comparison): DiffDocument {
  const specs = states.map((state) => ({
    name: state.name,
    state: state.kind,
    mapping: state.kind === "missing" ? null : state.mapping,
    changes: state.kind === "different" ? state.changes : [],
    createOnly: state.kind === "different" && state.createOnly,
  }));
  const differs = specs.some(({ state }) => state !== "same");
  return { schemaVersion: 1, differs, specs, unnamed: unnamed.map(({ mapping }) => mapping), notes };
}
