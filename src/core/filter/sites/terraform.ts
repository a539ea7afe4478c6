import type { DocumentNode, ObjectNode } from "./document-node.ts";
import { eventSourceOf } from "./event-source.ts";
import { readFilterList } from "./filter-list.ts";
import { allOf, type FoundPatterns, found, leftOut, nothingFound } from "./found-patterns.ts";
import { itemsOf, joined, memberOf, membersOf, textOf, valueAt } from "./node-access.ts";
import type { SearchedDocument } from "./pattern-place.ts";
import { terraformFormat, terraformShowFormat } from "./source-format.ts";

const resourceType = "aws_lambda_event_source_mapping";

type Search = Omit<SearchedDocument, "format">;

/**
 * The filters in what `terraform show -json` prints, of a plan or of a state
 * (https://developer.hashicorp.com/terraform/internals/json-format). A plan's values leave out what is known only after apply.
 */
export function patternsInShownTerraform(search: Search, root: DocumentNode): FoundPatterns {
  const values = valueAt(root, "planned_values") ?? valueAt(root, "values");
  const searched = { ...search, format: terraformShowFormat };
  const parts: FoundPatterns[] = [];
  const modules = [valueAt(values, "root_module")];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const resource of itemsOf(valueAt(module, "resources"))) parts.push(patternsOfResource(searched, resource));
    modules.push(...itemsOf(valueAt(module, "child_modules")).toReversed());
  }
  return allOf(parts);
}

function patternsOfResource(searched: SearchedDocument, resource: DocumentNode): FoundPatterns {
  const address = textOf(valueAt(resource, "address"));
  const values = valueAt(resource, "values");
  if (textOf(valueAt(resource, "type")) !== resourceType || address === undefined || values?.kind !== "object") return nothingFound;
  return patternsOfMapping(searched, values, address, "known only after apply");
}

/** The filters in Terraform's JSON syntax: `resource.aws_lambda_event_source_mapping.NAME`, each level a block or a list of blocks. */
export function patternsInTerraformJson(search: Search, root: DocumentNode): FoundPatterns {
  const searched = { ...search, format: terraformFormat };
  const named = blocksIn(valueAt(root, "resource"))
    .flatMap((resources) => blocksIn(valueAt(resources, resourceType)))
    .flatMap((block) => membersOf(block));
  return allOf(
    named.flatMap(({ name, value }) => blocksIn(value).map((mapping) => patternsOfMapping(searched, mapping, joined(resourceType, name)))),
  );
}

/**
 * Blocks as plans have them (a list) and as people write them (one object, or a list). `absent` says why a filter may have
 * no pattern yet.
 */
function patternsOfMapping(searched: SearchedDocument, mapping: ObjectNode, address: string, absent?: string): FoundPatterns {
  const criteria = memberOf(mapping, "filter_criteria");
  if (criteria === undefined) return nothingFound;
  const blocks = criteria.value.kind === "list" ? itemsOf(criteria.value) : [criteria.value];
  const source = eventSourceOf(mapping);
  if (source !== "Kafka")
    return leftOut(
      source,
      blocks.reduce((count, block) => count + blocksIn(valueAt(block, "filter")).length, 0),
    );
  return found(
    ...blocks.map((block, index) => {
      const path = criteria.value.kind === "list" ? joined(address, "filter_criteria", index) : joined(address, "filter_criteria");
      const dynamic = memberOf(valueAt(block, "dynamic"), "filter");
      const filters = memberOf(block, "filter") ?? dynamic;
      return readFilterList(searched, {
        group: address,
        path: filters === undefined ? path : joined(path, "filter"),
        list: filters?.value ?? (block.kind === "object" ? undefined : block),
        at: filters?.nameNode ?? criteria.nameNode,
        items: { patternIn: "pattern", ...(absent === undefined ? {} : { absent }) },
        ...(filters !== undefined && filters === dynamic
          ? { unknown: "a dynamic block of Terraform: run terraform show -json on the plan, and lint what it prints" }
          : {}),
        ignored: [],
      });
    }),
  );
}

function blocksIn(node: DocumentNode | undefined): ObjectNode[] {
  return (node?.kind === "list" ? itemsOf(node) : [node]).flatMap((block) => (block?.kind === "object" ? [block] : []));
}
