import { MskctlError } from "../errors.ts";
import { isTopicName } from "./topic-name.ts";

/** Where records go, as a person names it. */
export type TargetName =
  /** The mapping's own function; with a qualifier another version or alias of it. */
  | { readonly kind: "original"; readonly qualifier: string | undefined }
  /** Name, partial ARN or ARN, with or without a qualifier. */
  | { readonly kind: "lambda"; readonly function: string }
  /** Of the mapping's own cluster. */
  | { readonly kind: "kafka"; readonly topic: string }
  | { readonly kind: "file"; readonly directory: string };

const forms = ["lambda:original, the mapping's function", "lambda:orders:live or lambda:ARN", "kafka://topic", "file:FOLDER"];

const qualifierForm = "\\$LATEST|[A-Za-z0-9_-]{1,128}";
/** Lambda's service model, FunctionName and Qualifier. */
const functionForm = new RegExp(
  `^(arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:|\\d{12}:function:|function:)?[A-Za-z0-9_-]{1,140}(:(${qualifierForm}))?$`,
);
const originalForm = new RegExp(`^original(?::(${qualifierForm}))?$`);

/** What `--to` says; nothing said means the mapping's function. Throws `usage`. A function that is called `original` is named by its ARN. */
export function parseTarget(text: string | undefined): TargetName {
  const trimmed = text?.trim() ?? "lambda:original";
  const [, scheme, rest = ""] = /^(lambda:|kafka:\/\/|file:)(.*)$/.exec(trimmed) ?? [];
  if (scheme === "lambda:") {
    const original = originalForm.exec(rest);
    if (original !== null) return { kind: "original", qualifier: original[1] };
    if (functionForm.test(rest)) return { kind: "lambda", function: rest };
  }
  if (scheme === "kafka://" && isTopicName(rest)) return { kind: "kafka", topic: rest };
  if (scheme === "file:" && rest !== "") return { kind: "file", directory: rest };
  throw new MskctlError("usage", trimmed === "" ? "--to is empty" : `${trimmed} is no target of records`, { suggestions: forms });
}

/** As it can be given again: `parseTarget` reads the same from it. */
export function targetText(target: TargetName): string {
  switch (target.kind) {
    case "original":
      return target.qualifier === undefined ? "lambda:original" : `lambda:original:${target.qualifier}`;
    case "lambda":
      return `lambda:${target.function}`;
    case "kafka":
      return `kafka://${target.topic}`;
    case "file":
      return `file:${target.directory}`;
  }
}
