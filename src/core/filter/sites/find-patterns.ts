import { patternsInResources } from "./cloudformation.ts";
import type { DocumentNode, PatternDocument } from "./document-node.ts";
import { sitesOf } from "./filter-group.ts";
import { allOf, type FoundPatterns } from "./found-patterns.ts";
import { has, itemsOf, joined, memberOf, valueAt } from "./node-access.ts";
import type { SearchedDocument } from "./pattern-place.ts";
import { plainPatterns } from "./plain-patterns.ts";
import { areFunctions, patternsInFunctions } from "./serverless.ts";
import { plainFormat } from "./source-format.ts";
import { patternsInShownTerraform, patternsInTerraformJson } from "./terraform.ts";

export interface SearchOptions {
  /** The user pointed at this very source: an object that could be a pattern is taken for one. */
  readonly named: boolean;
}

/**
 * The filters of Kafka mappings in a document, whatever of these it is: a pattern, a FilterCriteria, filters, mapping
 * specs, a template of CloudFormation, SAM or CDK, Terraform's JSON (shown or written), a Serverless Framework service.
 * Never throws; what cannot be known becomes a site without text.
 */
export function findPatterns(document: PatternDocument, options: SearchOptions): FoundPatterns {
  const search: Search = {
    document,
    again: (changed, { group, path }) =>
      sitesOf(findPatterns(changed, options).groups).find((site) => site.group === group && site.path === path),
  };
  const { root, index, count } = document;
  const path = count > 1 ? `document[${index}]` : "";
  return known(search, root, path) ?? plainPatterns({ ...search, format: plainFormat }, root, path, options.named);
}

type Search = Omit<SearchedDocument, "format">;

/** Kinds of documents that say by themselves what they are; undefined for any other. */
function known(search: Search, root: DocumentNode, path: string): FoundPatterns | undefined {
  if (root.kind !== "object" || has(root, "value") || has(root, "$or")) return undefined;
  if (has(root, "planned_values") || has(root, "format_version")) return patternsInShownTerraform(search, root);
  const resources = valueAt(root, "Resources");
  if (resources?.kind === "object") return patternsInResources(search, resources, joined(path, "Resources"));
  if (has(root, "AWSTemplateFormatVersion") || has(root, "Transform")) return allOf([]);
  if (has(root, "service") && has(root, "provider")) return patternsInService(search, root, path);
  if (has(root, "functions") && memberOf(root, "functions")?.value.kind !== "scalar") return patternsInService(search, root, path);
  if (areFunctions(root)) return patternsInFunctions(search, root, path);
  if (["resource", "terraform", "provider", "module", "variable"].some((block) => has(root, block)))
    return patternsInTerraformJson(search, root);
  return undefined;
}

/** A service may bring resources of CloudFormation, in one template or a list of them. */
function patternsInService(search: Search, root: DocumentNode, path: string): FoundPatterns {
  const functions = valueAt(root, "functions");
  const templates = valueAt(root, "resources");
  const resources = templates?.kind === "list" ? itemsOf(templates) : [templates];
  return allOf([
    ...(functions === undefined ? [] : [patternsInFunctions(search, functions, joined(path, "functions"))]),
    ...resources.flatMap((template, index) => {
      const inner = valueAt(template, "Resources");
      const inTemplates = templates?.kind === "list" ? joined(path, "resources", index) : joined(path, "resources");
      return inner === undefined ? [] : [patternsInResources(search, inner, joined(inTemplates, "Resources"))];
    }),
  ]);
}
