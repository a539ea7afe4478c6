import { commentLines, headingOf } from "./comments.ts";
import { type Declared, declaredOf, memberOf, type SnippetSubject, undeclaredOf } from "./subject.ts";
import { quoted } from "./yaml.ts";

/** hashicorp/aws, aws_lambda_event_source_mapping. */
const names: Readonly<Record<string, string>> = {
  BatchSize: "batch_size",
  MaximumBatchingWindowInSeconds: "maximum_batching_window_in_seconds",
  MinimumPollers: "minimum_pollers",
  MaximumPollers: "maximum_pollers",
  PollerGroupName: "poller_group_name",
};

const placeholder = "NAME";

/** The arguments to change of the mapping's resource. */
export function terraformSnippet(subject: SnippetSubject): string[] {
  const { own, pollers } = declaredOf(subject);
  const hasGroup = pollers.some(({ field }) => field === "ProvisionedPollerConfig.PollerGroupName");
  const undeclared = undeclaredOf(subject, { pollers: "provisioned_poller_config", group: "poller_group_name" });
  const notes = [
    `In the configuration, these arguments of the resource; all others stay. ${placeholder} stands for its name, which no tag tells: terraform state list shows those there are.`,
    // hashicorp/terraform-provider-aws#45313, merged in December 2025.
    ...(hasGroup ? ["poller_group_name needs a release of the aws provider of January 2026 or later."] : []),
  ];
  const block = pollers.length === 0 ? [] : ["  provisioned_poller_config {", ...aligned(pollers, "    "), "  }"];
  return [
    ...commentLines([...headingOf(subject), ...undeclared]),
    ...(own.length + pollers.length === 0
      ? []
      : [
          ...commentLines(notes),
          `resource "aws_lambda_event_source_mapping" "${placeholder}" {`,
          ...aligned(own, "  "),
          ...(own.length > 0 && block.length > 0 ? [""] : []),
          ...block,
          "}",
        ]),
  ];
}

/** As `terraform fmt` puts them. */
function aligned(settings: readonly Declared[], indent: string): string[] {
  const rows = settings.map(({ field, value, today }) => ({
    name: names[memberOf(field)] ?? memberOf(field),
    value: typeof value === "number" ? String(value) : hclText(value),
    today,
  }));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const valueWidth = Math.max(...rows.map(({ value }) => value.length));
  return rows.map(
    ({ name, value, today }) =>
      `${indent}${name.padEnd(nameWidth)} = ${today === undefined ? value : `${value.padEnd(valueWidth)} # ${today} today`}`,
  );
}

/** Terraform would take `${` and `%{` for the beginning of a template (Terraform language, strings and templates). */
function hclText(text: string): string {
  return quoted(text).replaceAll(/[$%](?=\{)/g, "$&$&");
}
