import { Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { exampleRecords } from "../core/filter/example-records.ts";
import { explainRecord } from "../core/filter/explain/explain.ts";
import { malformedFilter } from "../core/filter/explain/malformed-filter.ts";
import { patternTexts } from "../core/filter/explain/pattern-texts.ts";
import { readPattern } from "../core/filter/explain/read-pattern.ts";
import { mappingVerdict } from "../core/filter/kafka-filter.ts";
import { patternWords } from "../core/filter/pattern-words.ts";
import type { DecodeUtf8 } from "../core/filter/record-value.ts";
import type { ValueDecoder } from "../core/filter/value-decoder.ts";
import { BaseCommand } from "../shell/base-command.ts";
import { decodingFlags } from "../shell/decoding-flags.ts";
import { exitCodes } from "../shell/exit-codes.ts";
import { chosenDecoder } from "../shell/lint-samples.ts";
import { type RecordArgument, recordArgument, recordOfSamples, textArgument } from "../shell/record-argument.ts";
import { renderExplainedFilters } from "../shell/render/explained-filters.ts";
import { type ExplainDocument, type ExplainedFilter, filterDocument, type RecordDocument } from "../shell/render/explanation-document.ts";

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
    ...decodingFlags,
  };

  async run(): Promise<ExplainDocument> {
    const pattern = this.checkedPattern();
    const { files, bytes } = this.services();
    const { source, text } = await textArgument(files, "--pattern", pattern);
    const record = await this.record();
    const texts = patternTexts(text);
    const filters = texts.map((each, index) =>
      explained(each, texts.length === 1 ? source : `${source}, filter ${index + 1}`, record, bytes.decodeUtf8),
    );
    this.print(renderExplainedFilters(filters, record, this.look).join("\n"));
    if (filters.some(({ kind }) => kind === "malformed")) this.exitWith(exitCodes.gate);
    const about = record === undefined ? {} : { record: recordDocument(record, filters) };
    return { schemaVersion: 1, filters: filters.map(filterDocument), ...about };
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
    if (record !== undefined) return recordArgument(services.files, record);
    if (name === undefined || line === undefined) return undefined;
    const options = format === undefined ? {} : { format };
    return recordOfSamples(services.samples, { name, line, options, decoder: await this.decoder() });
  }

  private async decoder(): Promise<ValueDecoder | undefined> {
    const { schema, message, "schema-registry": registry } = this.flags;
    if (schema === undefined && message === undefined && registry === undefined) return undefined;
    return chosenDecoder({ schema, message, registry }, [], this.services());
  }
}

function explained(text: string, source: string, record: RecordArgument | undefined, decodeUtf8: DecodeUtf8): ExplainedFilter {
  const read = readPattern(text);
  if ("errors" in read) return { kind: "malformed", text, linted: malformedFilter(text, source) };
  const words = patternWords(read);
  if (record === undefined) return { kind: "meaning", text, words, examples: exampleRecords(read) };
  const { value, undecodable } = record.sample;
  if (undecodable !== undefined) return { kind: "undecodable", text, words };
  return { kind: "record", text, words, explanation: explainRecord(read, value, decodeUtf8) };
}

function recordDocument({ source, line, sample }: RecordArgument, filters: readonly ExplainedFilter[]): RecordDocument {
  const verdicts = filters.flatMap((filter) => (filter.kind === "record" ? [filter.explanation.verdict] : []));
  return {
    source,
    ...(line === undefined ? {} : { line }),
    ...(verdicts.length === filters.length ? { verdict: mappingVerdict(verdicts) } : {}),
    ...(sample.undecodable === undefined ? {} : { undecodable: sample.undecodable }),
  };
}
