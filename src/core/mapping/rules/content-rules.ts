import { compilePattern } from "../../filter/compiled-pattern.ts";
import { parsePattern } from "../../filter/parse-pattern.ts";
import type { SchemaRegistryConfig } from "../model.ts";
import { type CrossFieldRule, isGiven, type Subject } from "./cross-field-rule.ts";
import { sources } from "./field-rule.ts";
import { longestPattern } from "./kafka-shapes.ts";
import { type Breach, dotted, type Path, quoted } from "./violation.ts";

const filtering = "Lambda Developer Guide, event filtering";

/** What is done with records on their way (filter, schema), and tags. */
export const contentRules = [
  {
    id: "filter-count",
    enforcedBy: "service",
    from: `${filtering}: 5 filters a mapping, up to 10 when the account's quota was raised`,
    check: ({ after, filterQuota }) => {
      const filters = after.FilterCriteria?.Filters ?? [];
      if (filters.length <= filterQuota) return [];
      return [
        {
          path: ["FilterCriteria", "Filters"],
          constraint: { kind: "maximum-length", limit: filterQuota },
          value: filters,
          message: `A mapping takes 5 filters, 10 when the account's quota was raised; FilterCriteria has ${filters.length}.`,
          fix: "Join patterns: values in one array are alternatives, and $or joins fields.",
        },
      ];
    },
  },
  {
    id: "filter-pattern",
    enforcedBy: "service",
    from: `${filtering}; answers recorded from AWS in localstack/localstack's Lambda tests ("Invalid filter pattern definition.")`,
    check: ({ after }) =>
      (after.FilterCriteria?.Filters ?? []).flatMap((filter, index) => {
        const fault = patternFault(filter.Pattern ?? "");
        if (fault === undefined) return [];
        const path = ["FilterCriteria", "Filters", index, "Pattern"];
        const expected = "a filter pattern";
        const message = `${dotted(path)} is no filter pattern: ${fault}`;
        return [
          {
            path,
            constraint: { kind: "form", expected },
            value: filter.Pattern,
            message,
            fix: 'Write it like {"value":{"status":["PAID"]}}; mskctl lint --pattern … says more.',
          },
        ];
      }),
  },
  {
    id: "schema-registry-needs-validation-configs",
    enforcedBy: "service",
    from: `${sources.registries}; go-to-k/cdkd's recorded calls`,
    check: (subject) =>
      registriesOf(subject).flatMap(({ path, config }) =>
        (config.SchemaValidationConfigs ?? []).length > 0
          ? []
          : [
              absent(
                [...path, "SchemaValidationConfigs"],
                "SchemaRegistryConfig needs SchemaValidationConfigs: which of KEY and VALUE has a schema.",
                'Add {"Attribute":"VALUE"} to SchemaValidationConfigs.',
              ),
            ],
      ),
  },
  {
    id: "schema-registry-incomplete",
    enforcedBy: "service",
    from: sources.registries,
    check: (subject) =>
      registriesOf(subject).flatMap(({ path, config }) =>
        (["SchemaRegistryURI", "EventRecordFormat"] as const)
          .filter((member) => !isGiven(config[member]))
          .map((member) => absent([...path, member], `SchemaRegistryConfig needs ${member}.`, `Add ${member}.`)),
      ),
  },
  {
    id: "glue-registry-access",
    enforcedBy: "mskctl",
    from: `${sources.registries}: the execution role reads a Glue registry`,
    check: (subject) =>
      registriesOf(subject).flatMap(({ path, config }) =>
        /^arn:[^:]+:glue:/.test(config.SchemaRegistryURI ?? "") && (config.AccessConfigs ?? []).length > 0
          ? [
              {
                path: [...path, "AccessConfigs"],
                constraint: { kind: "conflict", with: "SchemaRegistryURI" },
                value: config.AccessConfigs,
                message: "A Glue registry is read with the execution role; AccessConfigs are for Confluent registries.",
                fix: "Leave AccessConfigs out, and allow glue:GetRegistry and glue:GetSchemaVersion to the role.",
              },
            ]
          : [],
      ),
  },
  {
    id: "tag-limits",
    enforcedBy: "service",
    from: "AWS's rules for tags (50 a resource, key 1 to 128 characters, value up to 256, aws: reserved)",
    check: ({ request }) => tagBreaches(request.Tags ?? {}),
  },
] as const satisfies readonly CrossFieldRule[];

/** What keeps the text from being a pattern; undefined when it is one. A text that is too long is the model's business. */
function patternFault(text: string): string | undefined {
  if (text.length > longestPattern) return undefined;
  const { pattern, errors } = parsePattern(text);
  const error = pattern === undefined ? errors[0] : compilePattern(pattern).error;
  if (error === undefined) return undefined;
  const place = text.slice(error.start, error.end);
  return `${error.message}${place === "" ? "" : `, at ${quoted(place)}`} (character ${error.start + 1}).`;
}

/** An empty block stands for "no registry": that is how an update removes one. */
function registriesOf({ after }: Subject): { path: Path; config: SchemaRegistryConfig }[] {
  return (["AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig"] as const).flatMap((block) => {
    const config = after[block]?.SchemaRegistryConfig;
    return isGiven(config) && Object.keys(config).length > 0 ? [{ path: [block, "SchemaRegistryConfig"], config }] : [];
  });
}

function absent(path: Path, message: string, fix: string): Breach {
  return { path, constraint: { kind: "not-null" }, value: undefined, message, fix };
}

function tagBreaches(tags: Readonly<Record<string, string>>): Breach[] {
  const entries = Object.entries(tags);
  const breaches: Breach[] = [];
  if (entries.length > 50) {
    const message = `A mapping takes 50 tags; there are ${entries.length}.`;
    breaches.push({ path: ["Tags"], constraint: { kind: "maximum-length", limit: 50 }, value: tags, message, fix: "Leave some out." });
  }
  for (const [key, value] of entries) {
    const path = ["Tags", key];
    if (key === "" || key.length > 128 || key.toLowerCase().startsWith("aws:")) {
      const message = `A tag's key has 1 to 128 characters and does not begin with aws:; it is ${quoted(key)}.`;
      breaches.push({ path, constraint: { kind: "form", expected: "a tag key" }, value: key, message, fix: "Choose another key." });
    }
    if (value.length > 256) {
      const message = `A tag's value has up to 256 characters; that of ${quoted(key)} has ${value.length}.`;
      breaches.push({ path, constraint: { kind: "maximum-length", limit: 256 }, value, message, fix: "Shorten it." });
    }
  }
  return breaches;
}
