import { Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import type { ValueDecoder } from "../core/filter/value-decoder.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { decodingFlags } from "../shell/decoding-flags.ts";
import { exitCodes } from "../shell/exit-codes.ts";
import type { RecordArgument } from "../shell/record-argument.ts";
import type { ExplainDocument } from "../shell/render/explanation-document.ts";

const example = `mskctl explain --pattern '{"value":{"status":["PAID"]}}' --record '{"status":"paid"}'`;

export default class Explain extends BaseCommand<typeof Explain> {
  static override summary = "Say what a filter pattern means, or why a record does or does not get through it.";
  static override description =
    "For a pattern alone: what it means in plain words, and records that it keeps and that it only just filters out. With a record: each condition, what it asks for and what it found. A record is a Kafka record's value, as text or JSON. Ends with 0 whatever it shows, and with 2 when a pattern does not parse.";
  static override examples = [
    `<%= config.bin %> <%= command.id %> --pattern '{"value":{"amount":[{"numeric":[">",100]}]}}'`,
    `<%= config.bin %> <%= command.id %> --pattern @filter.json --record '{"amount":"250"}'`,
    "<%= config.bin %> <%= command.id %> --pattern @filter.json --samples samples.ndjson --line 7",
  ];
  static override flags = {
    pattern: Flags.string({
      summary: "A filter pattern, or a FilterCriteria with several; @FILE reads a file, - standard input.",
      helpValue: "JSON",
    }),
    record: Flags.string({ summary: "A record's value; @FILE reads a file, - standard input.", helpValue: "TEXT" }),
    samples: Flags.string({
      summary: "Records: file, folder, or - for standard input, in any format that lint reads.",
      helpValue: "FILE",
      helpGroup: "SAMPLES",
    }),
    line: Flags.integer({ summary: "Which record of the samples, counted from 1.", helpValue: "N", min: 1, helpGroup: "SAMPLES" }),
    ...decodingFlags("samples"),
  };

  private tools!: typeof import("../shell/explain-tools.ts");

  async run(): Promise<ExplainDocument> {
    const pattern = this.checkedPattern();
    this.tools = await import("../shell/explain-tools.ts");
    const { files, bytes } = this.services();
    const { source, text } = await this.tools.textArgument(files, "--pattern", pattern);
    const record = await this.record();
    const texts = this.tools.patternTexts(text);
    const filters = texts.map((each, index) =>
      this.tools.explained(each, texts.length === 1 ? source : `${source}, filter ${index + 1}`, record, bytes.decodeUtf8),
    );
    this.print(this.tools.renderExplainedFilters(filters, record, this.look).join("\n"));
    if (filters.some(({ kind }) => kind === "malformed")) this.exitWith(exitCodes.gate);
    const about = record === undefined ? {} : { record: this.tools.recordDocument(record, filters) };
    return { schemaVersion: 1, filters: filters.map(this.tools.filterDocument), ...about };
  }

  /** Flags that contradict each other, or lack each other, are wrong usage. */
  private checkedPattern(): string {
    const { pattern, record, samples, line } = this.flags;
    const wrong = (message: string) => new MskctlError("usage", message, { suggestions: [example] });
    if (pattern === undefined) throw wrong("explain needs a pattern");
    if (record !== undefined && samples !== undefined) throw wrong("--record and --samples both name a record; give one of them");
    if (samples !== undefined && line === undefined) throw wrong("--samples needs --line N: which of its records?");
    if (samples === undefined && line !== undefined) throw wrong("--line counts the records of --samples FILE, which is missing");
    if (pattern === "-" && (record === "-" || samples === "-"))
      throw wrong("standard input cannot be both the pattern and the record; put one of them into a file");
    return pattern;
  }

  private async record(): Promise<RecordArgument | undefined> {
    const { record, samples: name, line, "samples-format": format } = this.flags;
    const services = this.services();
    if (record !== undefined) return this.tools.recordArgument(services.files, record);
    if (name === undefined || line === undefined) return undefined;
    const options = format === undefined ? {} : { format };
    return this.tools.recordOfSamples(services.samples, { name, line, options, decoder: await this.decoder() });
  }

  private async decoder(): Promise<ValueDecoder | undefined> {
    const { schema, message, "schema-registry": registry } = this.flags;
    if (schema === undefined && message === undefined && registry === undefined) return undefined;
    return this.tools.chosenDecoder({ schema, message, registry }, [], this.services());
  }
}
