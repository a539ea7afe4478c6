import { Composer, type CST, type Document, isScalar } from "yaml";
import { isError } from "../../core/errors.ts";
import type { PatternDocument } from "../../core/filter/sites/document-node.ts";
import { lineIndex } from "./line-index.ts";
import { malformedFile } from "./malformed-file.ts";
import { nodeOf } from "./yaml-nodes.ts";
import { yamlShape } from "./yaml-shape.ts";
import { yamlTokens } from "./yaml-tokens.ts";

// CloudFormation takes templates of 1 MB. Two megabytes of usual YAML have 600,000 words and marks, and take three seconds.
const longestText = 4_000_000;
const tokenBounds = { levels: 200, fields: 100_000, lexemes: 600_000, documents: 20_000 };
const shapeBounds = { levels: 500, characters: 16_000_000 };

/**
 * The documents of a YAML stream, those without a value left out. Tags may be anything: templates have `!Sub` and others.
 * Throws `malformed-file` with file, line and column.
 */
export function yamlDocuments(text: string, source: string): readonly PatternDocument[] {
  const positionAt = lineIndex(text);
  const malformed = (offset: number, reason: string) => malformedFile(source, positionAt(offset), reason);
  if (text.length > longestText) throw malformed(0, "4 MB of YAML are more than mskctl reads; JSON may be larger");
  const read = yamlTokens(text, tokenBounds, positionAt);
  if (read.kind === "broken") throw malformed(read.offset, read.reason);
  const roots = composed(read.tokens).flatMap((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw malformed(problem.pos[0], problem.message);
    const shape = yamlShape(document, shapeBounds);
    if (shape.kind === "broken") throw malformed(shape.offset, shape.reason);
    const { contents } = document;
    return contents === null || (isScalar(contents) && contents.source === "")
      ? []
      : [nodeOf({ text, shape, aliased: new Map() }, contents)];
  });
  const again = (changed: string, index: number) => documentsOrNone(changed, source)[index];
  return roots.map((root, index) => ({
    source,
    text,
    syntax: "yaml",
    root,
    index,
    count: roots.length,
    comments: read.comments,
    positionAt,
    reread: (changed) => again(changed, index),
  }));
}

function documentsOrNone(text: string, source: string): readonly PatternDocument[] {
  try {
    return yamlDocuments(text, source);
  } catch (error) {
    if (isError(error, "malformed-file")) return [];
    throw error;
  }
}

/** With every scalar as text, whatever it looks like: what it means depends on who reads the file. */
function composed(tokens: readonly CST.Token[]): Document.Parsed[] {
  const composer = new Composer({
    prettyErrors: false,
    logLevel: "silent",
    stringKeys: true,
    schema: "failsafe",
    uniqueKeys: false,
    keepSourceTokens: true,
  });
  // A hostile file has an error at each of its characters; a stack trace for each would take most of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return [...composer.compose(tokens)] as Document.Parsed[];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
