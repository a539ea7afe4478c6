import { isError, MskctlError } from "../../errors.ts";
import { formatCount } from "../../figures.ts";
import type { PatternDocument } from "./document-node.ts";
import type { OtherSource } from "./event-source.ts";
import type { FilterGroup } from "./filter-group.ts";
import { findPatterns } from "./find-patterns.ts";
import { allOf, type FoundPatterns, leftOutPhrase } from "./found-patterns.ts";
import { shown } from "./source-format.ts";

/** Files that patterns may be in. */
export interface PatternFiles {
  /** `-`: standard input. Of a folder, the files below it whose names look right, sorted. Throws `usage` when nothing is there. */
  find(path: string): AsyncIterable<PatternFile>;
}

export interface PatternFile {
  readonly name: string;
  /** `hcl`: Terraform's own language, which is only counted. */
  readonly kind: "text" | "hcl";
  /** False for what was found in a folder. */
  readonly named: boolean;
  /** Undefined when it was found in a folder and has none of the words. Throws `malformed-file` or `usage`. */
  read(words: PatternWords): Promise<FileText | undefined>;
}

export interface FileText {
  /** Without a byte order mark; whoever writes the file again puts it back. */
  readonly text: string;
  readonly byteOrderMark: boolean;
}

/** A file without any of them has no pattern; escapes that would hide one are not looked for. */
export interface PatternWords {
  readonly anywhere: readonly string[];
  readonly inSmallFiles: readonly string[];
  readonly smallBytes: number;
}

export interface PatternDocuments {
  /** Throws `malformed-file` with file, line and column. */
  read(text: string, source: string): Promise<readonly PatternDocument[]>;
}

export interface GatheredPatterns {
  /** Those that have patterns. */
  readonly sources: readonly PatternSource[];
  /** Files of folders that could not be read; the others were. */
  readonly failures: readonly FileFailure[];
  readonly leftOut: ReadonlyMap<OtherSource, number>;
  readonly counts: { readonly files: number; readonly withoutPatterns: number; readonly hclFiles: number };
}

export interface PatternSource extends FileText {
  readonly source: string;
  readonly groups: readonly FilterGroup[];
}

interface FileFailure {
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** With file, line and column. */
  readonly message: string;
}

const words: PatternWords = {
  anywhere: ["FilterCriteria", "Filters", "filterPatterns", "filter_criteria"],
  // A pattern by itself, or a few. One has at most 4,096 characters.
  inSmallFiles: ["value", "$or", "Pattern"],
  smallBytes: 64 * 1024,
};

/** Whether a file that nobody named is worth parsing: a folder may be full of templates (Helm's, say) that are no YAML at all. */
function mayHavePatterns(text: string): boolean {
  if (words.anywhere.some((word) => text.includes(word))) return true;
  const atLineStart = /^(?:-[ \t]+)?["']?(?:value|\$or|Pattern)["']?[ \t]*:/m;
  const inJson = /"(?:value|\$or|Pattern)"\s*:/;
  return atLineStart.test(text) || (/^\s*[[{]/.test(text) && inJson.test(text));
}

/**
 * All filters of Kafka mappings at `paths`. A file that the user named has to parse (`malformed-file`) and to have a pattern
 * (`usage`); in a folder, one file that does not parse is reported and the others are read, but if none has a pattern and
 * none failed, that is wrong usage, too.
 */
export async function gatherPatterns(
  paths: readonly string[],
  { files, documents }: { readonly files: PatternFiles; readonly documents: PatternDocuments },
): Promise<GatheredPatterns> {
  const seen = new Map<string, Looked>();
  for (const path of paths) {
    const here: Looked[] = [];
    for await (const file of files.find(path)) {
      const name = file.name.replace(/^(?:\.\/)+/, "");
      const before = seen.get(name);
      // What nobody took for a pattern in a folder may be one when it is named.
      const isKnown = before !== undefined && (before.source !== undefined || !file.named);
      const looked = isKnown ? before : await look(file, documents);
      seen.set(name, looked);
      here.push(looked);
    }
    refuseNothing(path, here);
  }
  const all = [...seen.values()];
  return {
    sources: all.flatMap(({ source }) => source ?? []),
    failures: all.flatMap(({ failure }) => failure ?? []),
    leftOut: allOf(all.map(({ found }) => found)).leftOut,
    counts: countsOf(all),
  };
}

interface Looked {
  readonly file: PatternFile;
  readonly found: FoundPatterns;
  readonly source?: PatternSource;
  readonly failure?: FileFailure;
}

const nothing: FoundPatterns = { groups: [], leftOut: new Map() };

async function look(file: PatternFile, documents: PatternDocuments): Promise<Looked> {
  if (file.kind === "hcl") return { file, found: nothing };
  try {
    const read = await file.read(words);
    if (read === undefined || !(file.named || mayHavePatterns(read.text))) return { file, found: nothing };
    const found = allOf((await documents.read(read.text, file.name)).map((document) => findPatterns(document, { named: file.named })));
    return { file, found, ...(found.groups.length === 0 ? {} : { source: { source: file.name, ...read, groups: found.groups } }) };
  } catch (error) {
    if (file.named || !isError(error, "malformed-file", "usage")) throw error;
    return { file, found: nothing, failure: failureOf(file.name, error) };
  }
}

function failureOf(file: string, { message, details }: MskctlError): FileFailure {
  const numberOf = (name: string) => (typeof details[name] === "number" ? details[name] : undefined);
  return { file, line: numberOf("line"), column: numberOf("column"), message };
}

function countsOf(looked: readonly Looked[]): GatheredPatterns["counts"] {
  const texts = looked.filter(({ file }) => file.kind === "text");
  const withoutPatterns = texts.filter(({ source, failure }) => source === undefined && failure === undefined).length;
  return { files: texts.length, withoutPatterns, hclFiles: looked.length - texts.length };
}

const kinds =
  "a pattern, FilterCriteria, a mapping spec, a SAM, CloudFormation or CDK template, terraform show -json, .tf.json, a Serverless Framework service";

/** Nothing to lint is a slip: a wrong path, or patterns where mskctl does not see them. */
function refuseNothing(path: string, looked: readonly Looked[]): void {
  const [only] = looked;
  if (looked.some(({ source, failure }) => source !== undefined || failure !== undefined)) return;
  const { files, hclFiles } = countsOf(looked);
  const others = leftOutPhrase(allOf(looked.map(({ found }) => found)).leftOut);
  const where =
    only?.file.named === true ? inFile(path) : `in the ${formatCount(files)} files (*.yaml, *.yml, *.json, *.template) of ${shown(path)}`;
  const hcl =
    hclFiles === 0 ? "" : `; ${formatCount(hclFiles)} ${hclFiles === 1 ? "file is" : "files are"} HCL, which only Terraform can read`;
  throw new MskctlError(
    "usage",
    `no filter pattern of a Kafka mapping ${where}${others === undefined ? "" : `: ${others}`}${hcl}; looked for: ${kinds}`,
    {
      details: { path, files, hclFiles },
      suggestions: hclFiles === 0 ? [] : ["terraform plan -out plan.out && terraform show -json plan.out | mskctl lint -"],
    },
  );
}

function inFile(path: string): string {
  return path === "-" ? "on standard input" : `in ${shown(path)}`;
}
